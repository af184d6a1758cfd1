//! The phrases of the data file, matched word by word beside a name.
//!
//! Owns the notation (`a|b`, `word?`, `*`, `stem~`, `<`), the words of a window and the matching of phrases against them.
//! It knows no rule about credits. Phrases are indexed by their edge word, so that a window costs a few hash lookups.

mod phrase;
mod words;

pub(crate) use phrase::anchors;
pub(crate) use words::{Token, Tokens, sep};

use crate::provenance::credits::gazetteer::{Gazetteer, Phrases};
use phrase::{Element, Phrase, backward, edge_words, forward};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use words::{UNKNOWN, lower, lower_into, seam, separator, starts_word, word_length};

/// The lists of the data file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Before,
    After,
    Photo,
    Source,
    By,
    Copyright,
    Initials,
    Open,
    Likely,
    Label,
}

const ROLES: usize = 10;

/// What a single word may be, whatever phrase it comes from.
pub(crate) mod class {
    pub const LINK: u8 = 1;
    pub const LABEL: u8 = 2;
    pub const JOIN: u8 = 4;
    pub const SOURCE: u8 = 8;
    pub const BY: u8 = 16;
    pub const RIGHTS: u8 = 32;
}

/// The phrases of one role, by the word at their edge.
#[derive(Debug, Default)]
struct Index {
    phrases: Vec<Phrase>,
    by_first: HashMap<u32, Vec<u32>, Fast>,
    by_last: HashMap<u32, Vec<u32>, Fast>,
}

/// All phrases, compiled.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    ids: HashMap<String, u32, Fast>,
    stems: Vec<(String, u32)>,
    classes: Vec<u8>,
    roles: [Index; ROLES],
    around: Vec<(Phrase, Phrase)>,
}

/// FNV-1a: the keys are short and come from our own files or are only looked up, so no defence against floods is needed.
#[derive(Debug)]
struct Fnv(u64);
type Fast = BuildHasherDefault<Fnv>;

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

impl Lexicon {
    pub fn build(gazetteer: &Gazetteer) -> Self {
        let mut lexicon = Self { classes: vec![0], ..Self::default() };
        for phrases in gazetteer.phrases.values() {
            for (role, list) in by_role(phrases) {
                list.iter().for_each(|phrase| lexicon.add(role, phrase));
            }
            for (left, right) in &phrases.around {
                let pair = (lexicon.parse(left), lexicon.parse(right));
                lexicon.around.push(pair);
            }
            let classed = [
                (&phrases.links, class::LINK),
                (&phrases.labels, class::LABEL),
                (&phrases.joins, class::JOIN),
                (&phrases.source, class::SOURCE),
                (&phrases.by, class::BY),
                (&phrases.copyright, class::RIGHTS),
            ];
            for (list, bit) in classed {
                list.iter().for_each(|phrase| lexicon.classify(phrase, bit));
            }
        }
        lexicon
    }

    fn add(&mut self, role: Role, text: &str) {
        let phrase = self.parse(text);
        let index = &mut self.roles[role as usize];
        let at = index.phrases.len() as u32;
        for word in edge_words(phrase.elements.iter()) {
            index.by_first.entry(word).or_default().push(at);
        }
        for word in edge_words(phrase.elements.iter().rev()) {
            index.by_last.entry(word).or_default().push(at);
        }
        index.phrases.push(phrase);
    }

    fn classify(&mut self, text: &str, bit: u8) {
        let phrase = self.parse(text);
        for word in phrase.elements.iter().flat_map(|element| &element.words) {
            self.classes[*word as usize] |= bit;
        }
    }

    fn parse(&mut self, text: &str) -> Phrase {
        let (mut elements, mut visible) = (Vec::new(), 0);
        for word in text.split_whitespace() {
            if word == "<" {
                visible = elements.len();
                continue;
            }
            let (word, optional) = match word.strip_suffix('?') {
                Some(word) => (word, true),
                None => (word, false),
            };
            elements.extend(self.element(word, optional));
        }
        Phrase { elements, visible }
    }

    /// One position; an elided word ("d'après") takes two, as it does in the text.
    fn element(&mut self, word: &str, optional: bool) -> Vec<Element> {
        if word == "*" {
            return vec![Element { words: Vec::new(), any: true, optional }];
        }
        let word = word.replace('’', "'");
        if let Some((elided, rest)) = word.split_once('\'').filter(|(_, rest)| !rest.is_empty() && !word.contains('|'))
        {
            let words = [format!("{elided}'"), rest.to_owned()];
            return words.iter().map(|word| Element { words: vec![self.intern(word)], any: false, optional }).collect();
        }
        let mut words: Vec<u32> = word.split('|').map(|word| self.intern(word)).collect();
        words.sort_unstable();
        vec![Element { words, any: false, optional }]
    }

    fn intern(&mut self, word: &str) -> u32 {
        let stem = word.ends_with('~');
        let word = lower(word.trim_end_matches(['~', '.']));
        let key = if stem { format!("{word}~") } else { word.clone() };
        if let Some(&id) = self.ids.get(&key) {
            return id;
        }
        let id = self.classes.len() as u32;
        self.classes.push(0);
        if stem {
            self.stems.push((word, id));
        }
        self.ids.insert(key, id);
        id
    }

    /// The words of `text[start..end]`.
    pub fn tokens(&self, text: &str, start: usize, end: usize) -> Tokens {
        let mut tokens = Tokens::default();
        let mut buffer = String::new();
        let mut at = start;
        let mut sep = 0;
        let window = &text[..end];
        while at < end {
            let Some(c) = window[at..].chars().next() else {
                break;
            };
            if !starts_word(&window[at..], c) {
                sep |= separator(c);
                at += c.len_utf8();
                continue;
            }
            let mut stop = at + word_length(&window[at..]);
            if let Some(seam) = seam(&window[at..stop]) {
                // "dariMotoroids": the page lost the space before a link.
                buffer.clear();
                lower_into(&window[at..at + seam], &mut buffer);
                if self.ids.contains_key(buffer.as_str()) {
                    stop = at + seam;
                }
            }
            buffer.clear();
            lower_into(&window[at..stop], &mut buffer);
            let (id, stem) = self.lookup(&buffer);
            tokens.list.push(Token { start: at, end: stop, sep, id, stem });
            sep = 0;
            at = stop;
        }
        tokens.last_sep = sep;
        tokens
    }

    fn lookup(&self, word: &str) -> (u32, u32) {
        let id = self.ids.get(word).copied().unwrap_or(UNKNOWN);
        let first = word.as_bytes().first();
        let stem = self
            .stems
            .iter()
            .find(|(stem, _)| stem.as_bytes().first() == first && word.starts_with(stem.as_str()))
            .map_or(UNKNOWN, |(_, id)| *id);
        (id, stem)
    }

    /// What the word may be.
    pub fn class(&self, token: &Token) -> u8 {
        self.classes[token.id as usize] | self.classes[token.stem as usize]
    }

    /// The longest phrase that ends with token `last`: index of its first visible token.
    pub fn ending_at(&self, role: Role, tokens: &[Token], last: usize) -> Option<usize> {
        let index = &self.roles[role as usize];
        let token = tokens.get(last)?;
        let candidates = [token.id, token.stem];
        candidates
            .iter()
            .filter(|&&id| id != UNKNOWN)
            .filter_map(|id| index.by_last.get(id))
            .flatten()
            .filter_map(|&phrase| backward(&index.phrases[phrase as usize], tokens, last))
            .min()
    }

    /// The longest phrase that starts with token `first`: one past its last token.
    pub fn starting_at(&self, role: Role, tokens: &[Token], first: usize) -> Option<usize> {
        let index = &self.roles[role as usize];
        let token = tokens.get(first)?;
        let candidates = [token.id, token.stem];
        candidates
            .iter()
            .filter(|&&id| id != UNKNOWN)
            .filter_map(|id| index.by_first.get(id))
            .flatten()
            .filter_map(|&phrase| forward(&index.phrases[phrase as usize].elements, tokens, first))
            .max()
    }

    /// Pairs of which the first ends with token `last`: the first token, when the second follows in `right`.
    pub fn around(&self, left: &[Token], last: usize, right: &[Token]) -> Option<usize> {
        self.around.iter().find_map(|(before, after)| {
            let start = backward(before, left, last)?;
            let clause =
                right.iter().skip(1).position(|token| token.sep & sep::HARD != 0).map_or(right.len(), |at| at + 1);
            (0..clause).any(|first| forward(&after.elements, right, first).is_some()).then_some(start)
        })
    }
}

fn by_role(phrases: &Phrases) -> [(Role, &Vec<String>); ROLES] {
    [
        (Role::Before, &phrases.before),
        (Role::After, &phrases.after),
        (Role::Photo, &phrases.photo),
        (Role::Source, &phrases.source),
        (Role::By, &phrases.by),
        (Role::Copyright, &phrases.copyright),
        (Role::Initials, &phrases.initials),
        (Role::Open, &phrases.open),
        (Role::Likely, &phrases.open_likely),
        (Role::Label, &phrases.labels),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon(phrase: &str) -> Lexicon {
        let mut lexicon = Lexicon { classes: vec![0], ..Lexicon::default() };
        lexicon.add(Role::Before, phrase);
        lexicon
    }

    /// Text of the visible part of the phrase at the end of `text`.
    fn at_end<'a>(phrase: &str, text: &'a str) -> Option<&'a str> {
        let lexicon = lexicon(phrase);
        let tokens = lexicon.tokens(text, 0, text.len());
        let last = tokens.list.len().checked_sub(1)?;
        let first = lexicon.ending_at(Role::Before, &tokens.list, last)?;
        Some(&text[tokens.list[first].start..])
    }

    #[test]
    fn notation() {
        assert_eq!(at_end("a|b c?", "x b"), Some("b"));
        assert_eq!(at_end("a|b c?", "x A\nc"), Some("A\nc"));
        assert_eq!(at_end("as? reported by", "reported by"), Some("reported by"));
        assert_eq!(at_end("as? reported by", "so, as reported by"), Some("as reported by"));
        assert_eq!(at_end("dit *? *? < à", "a dit lundi à"), Some("à"));
        assert_eq!(at_end("d'après", "vu d’après"), Some("d’après"));
        assert_eq!(at_end("haber~ göre", "haberine göre"), Some("haberine göre"));
        assert_eq!(at_end("a b", "a, b"), None);
        assert_eq!(at_end("a b", "ab"), None);
    }
}
