//! What a version of a text added, cut and changed against an earlier one, and whether that touches names, numbers or
//! quotations.
//!
//! Words are compared folded: case and marks between words do not matter. A moved stretch of five words or more is
//! equal, neither cut nor added. One or two equal words between differences belong to the difference.

use crate::id::Span;
use crate::passages::index::Index;
use crate::passages::{Block, Settings, alignments};
use crate::text::quote::quoted_share;
use crate::text::tokenize::Tokens;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

/// Equal words in a row that part two differences.
const PARTING: u32 = 3;
/// Words of the longer side of a change; of what is longer, one side was cut and the other one added.
const LONGEST_CHANGE: usize = 40;

/// Marks that open a quotation where a word follows at once.
const OPENING: [char; 8] = ['"', '“', '„', '«', '‘', '\'', '「', '『'];

/// What a word is besides itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Traits {
    /// Begins with a capital where no sentence and no quotation begins.
    pub name: bool,
    /// Has a digit.
    pub number: bool,
    /// Stands in quotation marks.
    pub quoted: bool,
}

/// A version of the text: its words, each with its traits.
#[derive(Clone, Copy, Debug)]
pub struct Version<'t> {
    /// Hash of each folded word, furniture left out.
    pub words: &'t [u32],
    /// As many.
    pub traits: &'t [Traits],
}

/// What became of a stretch.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EditKind {
    /// Stands in the later version alone.
    Added,
    /// Stands in the earlier version alone.
    Cut,
    /// Stands in the place of something else.
    Changed,
}

/// What a difference touches.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Touched {
    /// A name: comes in or goes out.
    Name,
    /// A number: comes in or goes out.
    Number,
    /// Words in quotation marks.
    Quote,
}

/// One difference, in words of either version.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// What became of it.
    pub kind: EditKind,
    /// Words of the earlier version; empty where something was added.
    pub before: Range<u32>,
    /// Words of the later version; empty where something was cut.
    pub after: Range<u32>,
    /// What it touches, in the order of the kinds.
    pub touches: Vec<Touched>,
}

/// All differences, in the order of the later version, what was cut at the place before which it stood.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Edits {
    /// Words that are equal.
    pub equal: u32,
    /// The differences.
    pub differences: Vec<Difference>,
}

/// What each word is. `sentences` are the words that begin one. `with_names` is false for a language that writes all
/// its nouns with a capital.
pub fn traits(text: &str, tokens: &Tokens, sentences: &[u32], quotations: &[Span], with_names: bool) -> Vec<Traits> {
    let mut begins = sentences.iter().copied().peekable();
    let of = |(i, span): (usize, &Span)| {
        let first = begins.next_if(|&at| at as usize <= i).is_some();
        let word = &text[span.start..span.end];
        let gap = i.checked_sub(1).map_or("", |before| text.get(tokens.spans[before].end..span.start).unwrap_or(""));
        // After a colon or an opening mark, a capital says no more than at the beginning of a sentence.
        let opened = gap.contains(':') || gap.ends_with(OPENING) || gap.trim_end().ends_with(['«', '„', '“']);
        let inside = !first && !opened;
        Traits {
            name: with_names && inside && word.starts_with(char::is_uppercase),
            number: word.contains(char::is_numeric),
            quoted: quoted_share(quotations, *span) > 0.5,
        }
    };
    tokens.spans.iter().enumerate().map(of).collect()
}

/// Finds what is equal in an earlier version and others.
#[derive(Default)]
pub struct Comparison {
    index: Index,
    seeds: Vec<(u32, u32)>,
}

impl Comparison {
    /// Indexes the earlier version, forgetting the one before.
    pub fn fill(&mut self, words: &[u32]) {
        self.index.fill(words);
    }

    /// What a later version changed; `before` is the version that was indexed.
    pub fn edits(&mut self, before: Version, after: Version) -> Edits {
        let settings = Settings { min_passage: PARTING + 2, ..Settings::default() };
        self.index.shared(after.words, &mut self.seeds);
        let found = alignments(before.words, after.words, &self.seeds, &settings);
        let runs = disjoint(found.concat(), before.words.len(), after.words.len());
        let mut edits = differences(before.words, after.words, runs);
        touch(&mut edits, before, after);
        edits
    }
}

/// No word in two runs, on either side: where a text repeats itself, the longest run has it. Short runs part nothing.
fn disjoint(mut runs: Vec<Block>, before: usize, after: usize) -> Vec<Block> {
    runs.sort_unstable_by_key(|run| (Reverse(run.len), *run));
    let (mut taken_before, mut taken_after) = (vec![false; before], vec![false; after]);
    let mut kept = Vec::with_capacity(runs.len());
    for run in runs {
        let is_free = |&at: &u32| !taken_before[(run.a + at) as usize] && !taken_after[(run.b + at) as usize];
        let free: Vec<u32> = (0..run.len).filter(is_free).collect();
        for part in free.chunk_by(|x, y| x + 1 == *y).filter(|part| part.len() >= PARTING as usize) {
            let part = Block { a: run.a + part[0], b: run.b + part[0], len: part.len() as u32 };
            taken_before[part.a as usize..part.a_end() as usize].fill(true);
            taken_after[part.b as usize..part.b_end() as usize].fill(true);
            kept.push(part);
        }
    }
    kept
}

/// What lies between runs of equal words (`a` of the earlier version), of which none overlap on either side.
fn differences(before: &[u32], after: &[u32], mut runs: Vec<Block>) -> Edits {
    runs.sort_unstable();
    let ends = [Block { a: 0, b: 0, len: 0 }, Block { a: before.len() as u32, b: after.len() as u32, len: 0 }];
    let by_before: Vec<Block> = [&ends[..1], &runs, &ends[1..]].concat();
    let mut by_after: Vec<Block> = by_before.clone();
    by_after[1..=runs.len()].sort_unstable_by_key(|run| run.b);
    let pairs = |runs: &[Block]| -> BTreeSet<(Block, Block)> { runs.windows(2).map(|two| (two[0], two[1])).collect() };
    let (of_before, of_after) = (pairs(&by_before), pairs(&by_after));
    let mut edits = Edits { equal: runs.iter().map(|run| run.len).sum(), differences: Vec::new() };
    for (left, right) in of_before.intersection(&of_after) {
        let (gone, come) = trimmed(before, after, left.a_end()..right.a, left.b_end()..right.b);
        edits.equal += right.a - left.a_end() - gone.len() as u32;
        edits.differences.extend(between(gone, come));
    }
    // Where stretches were moved, neighbours of one version are none of the other.
    for (left, right) in of_before.difference(&of_after) {
        edits.differences.extend(between(left.a_end()..right.a, left.b_end()..left.b_end()));
    }
    for (left, right) in of_after.difference(&of_before) {
        edits.differences.extend(between(left.a_end()..left.a_end(), left.b_end()..right.b));
    }
    edits.differences.sort_by_key(|one| (one.after.start, one.before.start, one.after.end));
    edits
}

/// Without the equal words at either end: at the ends of a text, runs are too short to part anything.
fn trimmed(before: &[u32], after: &[u32], mut x: Range<u32>, mut y: Range<u32>) -> (Range<u32>, Range<u32>) {
    while !x.is_empty() && !y.is_empty() && before[x.start as usize] == after[y.start as usize] {
        (x.start, y.start) = (x.start + 1, y.start + 1);
    }
    while !x.is_empty() && !y.is_empty() && before[x.end as usize - 1] == after[y.end as usize - 1] {
        (x.end, y.end) = (x.end - 1, y.end - 1);
    }
    (x, y)
}

/// The differences of what stands between the same two runs.
fn between(before: Range<u32>, after: Range<u32>) -> Vec<Difference> {
    let one = |kind, before: Range<u32>, after: Range<u32>| Difference { kind, before, after, touches: Vec::new() };
    let (start, end) = (after.start, before.end);
    match (before.is_empty(), after.is_empty()) {
        (true, true) => Vec::new(),
        (true, false) => vec![one(EditKind::Added, before, after)],
        (false, true) => vec![one(EditKind::Cut, before, after)],
        _ if before.len().max(after.len()) <= LONGEST_CHANGE => vec![one(EditKind::Changed, before, after)],
        _ => vec![one(EditKind::Cut, before, start..start), one(EditKind::Added, end..end, after)],
    }
}

/// A name or number of a change is touched where the other side of it lacks the word; one of an addition or a cut, where
/// the whole other version does. Any word in quotation marks is.
fn touch(edits: &mut Edits, before: Version, after: Version) {
    if edits.differences.is_empty() {
        return;
    }
    let (all_before, all_after) = (words(before.words), words(after.words));
    for one in &mut edits.differences {
        let (gone, come) = (before.part(&one.before), after.part(&one.after));
        let (of_gone, of_come) = (words(gone.words), words(come.words));
        let changed = one.kind == EditKind::Changed;
        let (others_of_gone, others_of_come) = if changed { (&of_come, &of_gone) } else { (&all_after, &all_before) };
        let touched = |has: fn(&Traits) -> bool| gone.lacking(others_of_gone, has) || come.lacking(others_of_come, has);
        let quoted = gone.traits.iter().chain(come.traits).any(|word| word.quoted);
        let kinds = [
            (Touched::Name, touched(|word| word.name)),
            (Touched::Number, touched(|word| word.number)),
            (Touched::Quote, quoted),
        ];
        one.touches = kinds.into_iter().filter(|kind| kind.1).map(|kind| kind.0).collect();
    }
}

fn words(words: &[u32]) -> HashSet<u32> {
    words.iter().copied().collect()
}

impl<'t> Version<'t> {
    fn part(&self, words: &Range<u32>) -> Version<'t> {
        let range = words.start as usize..words.end as usize;
        Version { words: &self.words[range.clone()], traits: &self.traits[range] }
    }

    /// Whether a word of a kind is none of `others`.
    fn lacking(&self, others: &HashSet<u32>, has: fn(&Traits) -> bool) -> bool {
        self.words.iter().zip(self.traits).any(|(word, traits)| has(traits) && !others.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{quote, sentence, tokenize};
    use proptest::prelude::*;

    fn read(text: &str) -> (Vec<u32>, Vec<Traits>) {
        let tokens = tokenize::tokens(text);
        let sentences = sentence::starts(text, &tokens.spans);
        let traits = traits(text, &tokens, &sentences, &quote::quotations(text), true);
        (tokens.words, traits)
    }

    /// Each difference as `-gone +come [touches]`.
    fn told(before: &str, after: &str) -> Vec<String> {
        let (x, y) = (read(before), read(after));
        let mut comparison = Comparison::default();
        comparison.fill(&x.0);
        let (x, y) = (Version { words: &x.0, traits: &x.1 }, Version { words: &y.0, traits: &y.1 });
        let edits = comparison.edits(x, y);
        let shown = |text: &str, words: &Range<u32>| {
            tokenize::tokens(text).span(words).map_or(String::new(), |span| text[span.start..span.end].to_owned())
        };
        let one = |d: &Difference| format!("-{} +{} {:?}", shown(before, &d.before), shown(after, &d.after), d.touches);
        edits.differences.iter().map(one).collect()
    }

    const HEAD: &str = "The river rose through the night and ";
    const TAIL: &str = " left their houses in the three villages below the dam.";

    fn around(middle: &str) -> String {
        format!("{HEAD}{middle}{TAIL}")
    }

    #[test]
    fn numbers_names_and_quotes_are_told_apart() {
        assert_eq!(told(&around("12 families"), &around("15 families")), ["-12 +15 [Number]"]);
        assert_eq!(told(&around("mayor Ana Reis"), &around("mayor Rosa Lima")), ["-Ana Reis +Rosa Lima [Name]"]);
        assert_eq!(told(&around("many people"), &around("most people")), ["-many +most []"]);
        let said = |words: &str| format!("\"We {words} until the water is gone and the road is dry\", the mayor said.");
        assert_eq!(told(&said("will not return"), &said("shall not return")), ["-will +shall [Quote]"]);
    }

    #[test]
    fn an_identical_text_and_a_moved_paragraph_have_no_difference() {
        let (first, second) = (around("many people"), "A bridge fell at noon, but nobody was on it then.");
        assert!(told(&first, &first).is_empty());
        let turned = told(&format!("{first}\n{second}"), &format!("{second}\n{first}"));
        assert!(turned.is_empty(), "{turned:?}");
    }

    #[test]
    fn what_is_added_touches_names_that_the_other_version_lacks() {
        let text = around("people with mayor Reis");
        let known = format!("{text} Later that day mayor Reis came.");
        assert_eq!(told(&text, &known), ["- +Later that day mayor Reis came []"]);
        let unknown = format!("{text} Later that day mayor Lima came.");
        assert_eq!(told(&text, &unknown), ["- +Later that day mayor Lima came [Name]"]);
        assert_eq!(told(&unknown, &text), ["-Later that day mayor Lima came + [Name]"]);
    }

    #[test]
    fn a_capital_at_the_beginning_of_a_sentence_is_no_name() {
        let traits = read("Heavy rain fell. Then Ana Reis said: \"Go\", Eva (Rio) slept.").1;
        let names: Vec<bool> = traits.iter().map(|word| word.name).collect();
        assert_eq!(names, [false, false, false, false, true, true, false, false, true, true, false]);
    }

    fn version(words: &[u32]) -> Vec<Traits> {
        vec![Traits::default(); words.len()]
    }

    /// An exact second copy of a paragraph outweighs the edited first one, and stands between what is round that.
    #[test]
    fn a_paragraph_that_stands_twice_is_equal_once() {
        let paragraph: Vec<u32> = (100..120).collect();
        let edited: Vec<u32> = paragraph.iter().map(|&word| if word % 5 == 4 { word + 800 } else { word }).collect();
        let (head, tail): (Vec<u32>, Vec<u32>) = ((0..6).collect(), (200..206).collect());
        let before = [&head[..], &paragraph, &tail].concat();
        let after = [&head[..], &edited, &tail, &(500..560).collect::<Vec<u32>>(), &paragraph].concat();
        let mut comparison = Comparison::default();
        comparison.fill(&before);
        let (x, y) = (version(&before), version(&after));
        let edits = comparison.edits(Version { words: &before, traits: &x }, Version { words: &after, traits: &y });
        assert_eq!(edits.equal as usize, before.len(), "{edits:?}");
    }

    proptest! {
        /// Every word is equal or in one difference, on both sides; the equal ones are as many.
        #[test]
        fn every_word_is_accounted_for(
            vocabulary in prop_oneof![Just(400u32), Just(12), Just(3)],
            stem in prop::collection::vec(any::<u32>(), 0..120),
            cuts in prop::collection::vec((0usize..120, 0usize..30, prop::collection::vec(any::<u32>(), 0..50)), 0..4),
        ) {
            // Of few words a text repeats itself in many ways.
            let among = |words: Vec<u32>| -> Vec<u32> { words.into_iter().map(|word| word % vocabulary).collect() };
            let stem = among(stem);
            let cuts: Vec<_> = cuts.into_iter().map(|(at, cut, added)| (at, cut, among(added))).collect();
            let mut after = stem.clone();
            for (at, cut, added) in cuts {
                let at = at.min(after.len());
                let end = (at + cut).min(after.len());
                after.splice(at..end, added);
            }
            let mut comparison = Comparison::default();
            comparison.fill(&stem);
            let (x, y) = (version(&stem), version(&after));
            let edits = comparison.edits(Version { words: &stem, traits: &x }, Version { words: &after, traits: &y });
            let mut left: Vec<u32> = (0..stem.len() as u32).collect();
            let mut right: Vec<u32> = (0..after.len() as u32).collect();
            for one in &edits.differences {
                let (before, own) = (left.len(), right.len());
                left.retain(|word| !one.before.contains(word));
                right.retain(|word| !one.after.contains(word));
                prop_assert_eq!((before - left.len(), own - right.len()), (one.before.len(), one.after.len()));
            }
            prop_assert_eq!((left.len() as u32, right.len() as u32), (edits.equal, edits.equal));
            // The equal words are the same words, wherever they stand.
            let mut equal: [Vec<u32>; 2] = [
                left.iter().map(|&i| stem[i as usize]).collect(),
                right.iter().map(|&i| after[i as usize]).collect(),
            ];
            equal.iter_mut().for_each(|words| words.sort_unstable());
            prop_assert_eq!(&equal[0], &equal[1]);
        }
    }
}
