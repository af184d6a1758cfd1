//! An article under judgement, a name in it with its surroundings, and what the rules ask of both.

use super::credit::{Context, CreditKind};
use super::lexicon::{Lexicon, Tokens, class};
use super::names::NameHit;
use super::own::Outlet;
use super::window;
use crate::id::Span;

/// Bytes round a name in which a marker may stand; scripts beyond ASCII take two or three bytes a letter.
pub(crate) const REACH: usize = 110;

const WIDE_REACH: usize = 260;

/// A place line stands in the first bytes of an article.
pub(crate) const OPENING: usize = 700;

/// A closing line stands in the last bytes.
pub(crate) const CLOSING: usize = 400;

/// The article under judgement.
pub(crate) struct Article<'a> {
    pub text: &'a str,
    pub context: &'a Context<'a>,
    pub outlet: &'a Outlet,
    pub names: &'a [NameHit],
}

/// A name with its surroundings.
pub(crate) struct Mention<'a> {
    pub text: &'a str,
    pub hit: NameHit,
    /// What stands before the name, as far as a rule may look.
    pub left: &'a str,
    /// What stands behind it.
    pub right: &'a str,
    /// The words of `left`.
    pub before: &'a Tokens,
}

impl Mention<'_> {
    pub fn name(&self) -> &str {
        &self.text[self.hit.span.start..self.hit.span.end]
    }
}

/// A judgement, before the house's name is copied.
#[derive(Clone, Copy)]
pub(crate) struct Verdict {
    pub kind: CreditKind,
    pub span: Span,
    /// The phrase stands behind the name, so it also holds for names listed before.
    pub from_behind: bool,
}

impl Verdict {
    pub fn new(kind: CreditKind, span: Span) -> Self {
        Self { kind, span, from_behind: false }
    }
}

pub(crate) fn reach_left(text: &str, at: usize) -> &str {
    let near = &text.as_bytes()[at.saturating_sub(8)..at];
    window::left(text, at, if near.is_ascii() { REACH } else { WIDE_REACH })
}

pub(crate) fn reach_right(text: &str, at: usize) -> &str {
    let near = &text.as_bytes()[at..(at + 8).min(text.len())];
    window::right(text, at, if near.is_ascii() { REACH } else { WIDE_REACH })
}

pub(crate) fn name_of<'a>(article: &Article<'a>, hit: NameHit) -> &'a str {
    &article.text[hit.span.start..hit.span.end]
}

/// Whether nothing but names, joining words and desk codes stands in the range.
pub(crate) fn only_names(article: &Article, range: Span, lexicon: &Lexicon) -> bool {
    let small = class::LINK | class::LABEL | class::JOIN | class::SOURCE | class::BY;
    names_joined(article, range, small, lexicon)
}

/// Whether nothing but names, words of the classes and desk codes stands in the range.
pub(crate) fn names_joined(article: &Article, range: Span, small: u8, lexicon: &Lexicon) -> bool {
    let mut at = range.start;
    for hit in article.names.iter().filter(|hit| hit.span.start >= range.start && hit.span.end <= range.end) {
        if !only_small(article.text, Span { start: at, end: hit.span.start }, small, lexicon) {
            return false;
        }
        at = hit.span.end;
    }
    only_small(article.text, Span { start: at, end: range.end.max(at) }, small, lexicon)
}

/// Joining words, sources, years and desk codes.
pub(crate) fn only_small(text: &str, range: Span, small: u8, lexicon: &Lexicon) -> bool {
    lexicon.tokens(text, range.start, range.end).list.iter().all(|token| {
        let word = &text[token.start..token.end];
        let code = (2..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase());
        let year = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
        code || year || lexicon.class(token) & small != 0
    })
}

/// The range with the brackets round it.
pub(crate) fn wide(text: &str, inside: Span) -> Span {
    let open = text[..inside.start].chars().next_back().map_or(0, char::len_utf8);
    let close = text[inside.end..].chars().next().map_or(0, char::len_utf8);
    Span { start: inside.start - open, end: inside.end + close }
}

pub(crate) fn alone(article: &Article, span: Span) -> bool {
    let line = window::line(article.text, span);
    article.text[line.start..line.end].trim() == &article.text[span.start..span.end]
}

/// Scraped pages break the line round a link, in the middle of a sentence.
pub(crate) fn mid_sentence(text: &str, line: Span) -> bool {
    let before = text[..line.start].trim_end().chars().next_back();
    let after = text[line.end..].trim_start().chars().next();
    after.is_some_and(|c| c.is_lowercase() || matches!(c, ',' | '.' | ')' | '('))
        || before.is_some_and(|c| c.is_lowercase() || c == ',') && line.start > 150
}

/// "Angkasa Pura (AP)" explains an acronym.
pub(crate) fn is_gloss(article: &Article, mention: &Mention, inside: Span) -> bool {
    let acronym = mention.name();
    if !acronym.chars().all(char::is_uppercase) {
        return false;
    }
    let before = window::left(article.text, inside.start, 80).trim_end_matches(['(', ' ']);
    let words: Vec<&str> = before.rsplit([' ', '-', '\u{a0}']).take(8).collect();
    let initials: String =
        words.iter().rev().filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect();
    initials.ends_with(acronym) && acronym.chars().count() > 1
}
