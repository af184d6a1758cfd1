//! Credits of text: a citing phrase before a name, behind it or round it, a source line, a list of names.

use crate::id::Span;
use crate::provenance::credits::credit::CreditKind;
use crate::provenance::credits::lexicon::{Lexicon, Role, Token, Tokens, class, sep};
use crate::provenance::credits::mention::{Article, Mention, Verdict, name_of, reach_left};
use crate::provenance::credits::names::NameHit;

/// Words between a marker and a name.
const BRIDGE: usize = 7;

/// Of these, words of any kind.
const FREE: usize = 2;

/// "Sumber: Reuters", "(Quelle: dpa)", "(theo Reuters)".
pub(crate) fn sourced(mention: &Mention, lexicon: &Lexicon) -> Option<Verdict> {
    let tokens = &mention.before.list;
    let small = class::LINK | class::LABEL;
    let mut behind = mention.before.last_sep;
    for (at, token) in tokens.iter().enumerate().rev().take(BRIDGE) {
        if behind & sep::COLON != 0 {
            let start = tokens[lexicon.ending_at(Role::Source, tokens, at)?].start;
            return Some(Verdict::new(CreditKind::Text, Span { start, end: mention.hit.span.end }));
        }
        if behind & (sep::HARD | sep::CLOSE) != 0 {
            return None;
        }
        if token.sep & sep::OPEN != 0 {
            let last = lexicon.starting_at(Role::Source, tokens, at)?;
            let fits = tokens[last..].iter().all(|token| lexicon.class(token) & small != 0);
            let span = Span { start: token.start, end: mention.hit.span.end };
            return fits.then(|| Verdict::new(CreditKind::Text, span));
        }
        if lexicon.class(token) & (small | class::SOURCE) == 0 {
            return None;
        }
        behind = token.sep;
    }
    None
}

/// A citing phrase before the name, behind it, or on both sides.
pub(crate) fn cited(mention: &Mention, lexicon: &Lexicon) -> Option<Verdict> {
    let (span, exact) = (mention.hit.span, mention.hit.exact);
    if let Some(start) = marker(mention.text, mention.before, span.start, exact, lexicon) {
        return Some(Verdict::new(CreditKind::Text, Span { start, end: span.end }));
    }
    if mention.hit.glued && exact {
        return None;
    }
    let from = span.end + gloss(mention.right);
    let after = lexicon.tokens(mention.text, from, span.end + mention.right.len()).list;
    if let Some(end) = phrase_behind(&after, exact, lexicon) {
        let start = labels_before(mention, lexicon);
        return Some(Verdict { kind: CreditKind::Text, span: Span { start, end }, from_behind: true });
    }
    let tokens = &mention.before.list;
    let bridge = tokens.iter().rev().take_while(|token| is_bridge(lexicon.class(token))).count();
    (0..=bridge)
        .filter_map(|skipped| tokens.len().checked_sub(skipped + 1))
        .find_map(|last| lexicon.around(tokens, last, &after))
        .filter(|_| mention.before.last_sep & !(sep::QUOTE | sep::BREAK) == 0)
        .map(|first| Verdict::new(CreditKind::Text, Span { start: tokens[first].start, end: span.end }))
}

fn is_bridge(class: u8) -> bool {
    class & (class::LINK | class::LABEL) != 0
}

/// Where the nearest citing phrase before a name at `at` starts.
pub(crate) fn marker_before(text: &str, at: usize, exact: bool, lexicon: &Lexicon) -> Option<usize> {
    let left = reach_left(text, at);
    marker(text, &lexicon.tokens(text, at - left.len(), at), at, exact, lexicon)
}

/// The nearest phrase wins: between it and the name stand links and labels, and few other words.
pub(crate) fn marker(text: &str, before: &Tokens, at: usize, exact: bool, lexicon: &Lexicon) -> Option<usize> {
    let tokens = &before.list;
    let mut behind = before.last_sep;
    let mut free = 0;
    let mut next = at;
    for (index, token) in tokens.iter().enumerate().rev().take(BRIDGE + 1) {
        let class = lexicon.class(token);
        let comma = if is_bridge(class) { sep::COMMA } else { 0 };
        if behind & !(sep::QUOTE | sep::OPEN | sep::BREAK | comma) != 0 {
            return None;
        }
        if let Some(first) = lexicon.ending_at(Role::Before, tokens, index) {
            return Some(tokens[first].start);
        }
        if !is_bridge(class) {
            free += 1;
            let plain = text[token.end..next].chars().all(|c| c == ' ' || c == '\u{a0}')
                && text[token.start..].starts_with(char::is_alphabetic);
            if exact || free > FREE || !(plain || next == at) {
                return None;
            }
        }
        behind = token.sep;
        next = token.start;
    }
    None
}

/// Length of what belongs to the name behind it: a quotation mark, a bracketed acronym, a case ending.
fn gloss(right: &str) -> usize {
    let mut rest = right;
    let close = |inside: &str| {
        let close = inside.find([')', '\n'])?;
        (close <= 40 && inside[close..].starts_with(')')).then_some(close + 1)
    };
    if let Some(inside) = rest.trim_start_matches(' ').strip_prefix('(')
        && let Some(end) = close(inside)
    {
        rest = &inside[end..];
    }
    let unquoted = rest.trim_start_matches(['"', '»', '”']);
    if let Some(ending) = unquoted.strip_prefix(['\'', '’']) {
        let end = ending.find(|c: char| !c.is_alphabetic()).unwrap_or(ending.len());
        if ending[..end].chars().count() <= 8 {
            return right.len() - ending.len() + end;
        }
    }
    right.len() - unquoted.len()
}

/// The end of a phrase right behind the name; labels and one other word may come first.
fn phrase_behind(after: &[Token], exact: bool, lexicon: &Lexicon) -> Option<usize> {
    let mut free = 0;
    for (index, token) in after.iter().enumerate().take(5) {
        let comma = if index == 0 && !exact { sep::COMMA } else { 0 };
        if token.sep & !(sep::QUOTE | sep::BREAK | comma) != 0 {
            return None;
        }
        if let Some(end) = lexicon.starting_at(Role::After, after, index) {
            return Some(after[end - 1].end);
        }
        if lexicon.class(token) & class::LABEL == 0 {
            free += 1;
            if exact || free > 1 || token.sep & sep::COMMA != 0 {
                return None;
            }
        }
    }
    None
}

/// Start of the labels before a name ("समाचार एजेंसी ANI"), or of the name.
fn labels_before(mention: &Mention, lexicon: &Lexicon) -> usize {
    let mut start = mention.hit.span.start;
    let mut behind = mention.before.last_sep;
    for token in mention.before.list.iter().rev().take(4) {
        let class = lexicon.class(token);
        if behind & !sep::QUOTE != 0 || !is_bridge(class) {
            break;
        }
        if class & class::LABEL != 0 {
            start = token.start;
        }
        behind = token.sep;
    }
    start
}

/// A later name of a list: "Reuters, AP and AFP".
pub(crate) fn listed(mention: &Mention, known: Option<(NameHit, Verdict)>, lexicon: &Lexicon) -> Option<Verdict> {
    let (last, verdict) = known?;
    let from = if verdict.span.end > last.span.end && verdict.kind != CreditKind::Text {
        verdict.span.end
    } else {
        last.span.end
    };
    let between = mention.text.get(from..mention.hit.span.start)?;
    let range = Span { start: from, end: mention.hit.span.start };
    let list = between.len() <= 60 && !between.contains(['(', '.']) && joins(mention.text, range, lexicon);
    list.then_some(Verdict { span: mention.hit.span, ..verdict })
}

/// Whether a comma, slash or joining word, with labels and links at most, stands between two names.
fn joins(text: &str, range: Span, lexicon: &Lexicon) -> bool {
    let tokens = lexicon.tokens(text, range.start, range.end);
    let mut seps = tokens.last_sep;
    let mut classes = 0;
    for token in &tokens.list {
        let class = lexicon.class(token);
        if class & (class::JOIN | class::LINK | class::LABEL) == 0 {
            return false;
        }
        seps |= token.sep;
        classes |= class;
    }
    seps & (sep::HARD | sep::COLON | sep::OPEN) == 0
        && (seps & (sep::COMMA | sep::SLASH) != 0 || classes & class::JOIN != 0)
}

/// "AFP and Reuters reported": the phrase behind the last name holds for the names before it.
pub(crate) fn backwards(article: &Article, lexicon: &Lexicon, initials: &[&str], verdicts: &mut [Option<Verdict>]) {
    for index in (1..verdicts.len()).rev() {
        let (hit, last) = (article.names[index], article.names[index - 1]);
        let Some(verdict) = verdicts[index].filter(|verdict| verdict.from_behind) else {
            continue;
        };
        let free = verdicts[index - 1].is_none() && !last.own && !initials.contains(&name_of(article, last));
        let Some(between) = article.text.get(last.span.end..verdict.span.start.min(hit.span.start)) else {
            continue;
        };
        let range = Span { start: last.span.end, end: last.span.end + between.len() };
        let list = between.len() <= 40 && joins(article.text, range, lexicon);
        if free && list {
            verdicts[index - 1] = Some(Verdict { span: last.span, ..verdict });
        }
    }
}
