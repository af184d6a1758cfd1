//! Credits in the frame of an article: the rights line, the place line, the byline, the bracket at its end.

use crate::date::text::starts_with_date;
use crate::id::Span;
use crate::provenance::credits::credit::CreditKind;
use crate::provenance::credits::gazetteer::HouseKind;
use crate::provenance::credits::lexicon::{Lexicon, Role, Token, class};
use crate::provenance::credits::mention::{
    Article, CLOSING, Mention, OPENING, REACH, Verdict, is_gloss, mid_sentence, names_joined, only_names, wide,
};
use crate::provenance::credits::window;

/// "© 2024 AFP", "Copyright The Associated Press", "ANSA - RIPRODUZIONE RISERVATA".
pub(crate) fn copyright(article: &Article, mention: &Mention, lexicon: &Lexicon) -> Option<Verdict> {
    if let Some(start) = rights_before(mention, lexicon) {
        let marker = &mention.text[start..mention.hit.span.start];
        let dated = marker.contains(|c: char| c.is_ascii_digit()) || starts_with_year(mention.right);
        let sign_only = marker.starts_with(['©', '(']) && !dated;
        let closing =
            mention.hit.span.end + CLOSING / 2 >= article.text.len() && !mention.right.trim_start().starts_with('/');
        let kind = if sign_only && !closing { CreditKind::Photo } else { CreditKind::Copyright };
        return Some(Verdict::new(kind, Span { start, end: mention.hit.span.end }));
    }
    let start = mention.hit.span.end;
    let after = lexicon.tokens(mention.text, start, start + window::right(mention.text, start, REACH).len()).list;
    let first = after.iter().position(|token| !is_number(mention.text, token.start, token.end))?;
    let last = lexicon.starting_at(Role::Copyright, &after, first).filter(|_| first <= 1)?;
    Some(Verdict::new(CreditKind::Copyright, Span { start: mention.hit.span.start, end: after[last - 1].end }))
}

fn is_number(text: &str, start: usize, end: usize) -> bool {
    text[start..end].bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// Where "© 2024", "(c)" or "Copyright" starts, when only a year and small words part it from the name.
fn rights_before(mention: &Mention, lexicon: &Lexicon) -> Option<usize> {
    let tokens = &mention.before.list;
    let small = |token: &Token| {
        is_number(mention.text, token.start, token.end) || lexicon.class(token) & (class::LINK | class::BY) != 0
    };
    let skipped = tokens.iter().rev().take(4).take_while(|token| small(token)).count();
    let floor =
        tokens.len().checked_sub(skipped + 1).map_or(mention.hit.span.start - mention.left.len(), |at| tokens[at].end);
    let gap = &mention.text[floor..mention.hit.span.start];
    if let Some(at) = gap.rfind('©') {
        return Some(floor + at);
    }
    let last = tokens.len().checked_sub(skipped + 1)?;
    let word = tokens[last];
    if mention.text[word.start..word.end].eq_ignore_ascii_case("c") && mention.text[..word.start].ends_with('(') {
        return Some(word.start - 1);
    }
    let first = lexicon.ending_at(Role::Copyright, tokens, last)?;
    (!gap.contains(['.', ';', '!', '?'])).then(|| tokens[first].start)
}

fn starts_with_year(right: &str) -> bool {
    let digits = right.trim_start();
    digits.len() >= 4 && digits.as_bytes()[..4].iter().all(u8::is_ascii_digit)
}

/// "JAKARTA (ANTARA) -", "(AFP) -", "МОСКВА, 16 фев - РИА Новости.", "16 февраля. /ТАСС/.".
pub(crate) fn dateline(
    article: &Article,
    mention: &Mention,
    previous: Option<CreditKind>,
    lexicon: &Lexicon,
) -> Option<Verdict> {
    let span = mention.hit.span;
    if span.start > OPENING {
        return None;
    }
    let line = window::line(article.text, span);
    if let Some(inside) = window::brackets(article.text, span, 40) {
        return in_place_line(article, mention, line, inside, lexicon);
    }
    let place = &article.text[line.start..span.start];
    let after = article.text[span.end..line.end].trim_start();
    let slashed = place.ends_with('/') && after.starts_with('/');
    let before = place.trim_end();
    let dashed = before.ends_with(DASHES) || before.ends_with(['.', ',']) || before.ends_with('/') && !slashed;
    let head = before.trim_end_matches(['/', ',', '.', ' ', '-', '–', '—', '|']);
    let closes = after.starts_with(['.', ',', ':', '/', '|']) || after.starts_with(DASHES);
    let dated = head.contains(|c: char| c.is_ascii_digit());
    let ends = after.starts_with(DASHES) || (after.starts_with(['.', '/', ':', ',']) && dated);
    // "القاهرة - أ ف ب" as the first line of several.
    let own_line =
        after.is_empty() && line.start == 0 && before.ends_with(DASHES) && !article.text[line.end..].trim().is_empty();
    let shaped = (dashed || slashed) && (closes && ends || own_line) && !head.is_empty() && is_place(head);
    (shaped && previous != Some(CreditKind::Photo)).then(|| Verdict::new(CreditKind::Dateline, span))
}

/// "JAKARTA (ANTARA) -", "Kuala Lumpur (Bernama):", "नई दिल्ली (भाषा)।", and in capitals or with a date without any dash.
fn in_place_line(article: &Article, mention: &Mention, line: Span, inside: Span, lexicon: &Lexicon) -> Option<Verdict> {
    let alone = article.text[inside.start..inside.end].trim() == mention.name();
    let after = article.text[inside.end..line.end].trim_start_matches([')', ']', '）']);
    let place = &article.text[line.start..inside.start.saturating_sub(1).max(line.start)];
    let words = place.split_whitespace().count();
    let next = after.trim_start_matches([' ', '.', ',', '\u{a0}']);
    let short = line.start == 0 && (1..=3).contains(&words);
    let marked = next.starts_with(DASHES) || (short && after.starts_with([':', '।', '：']));
    let capitals = place.contains(char::is_uppercase) && !place.contains(char::is_lowercase);
    // A script without capitals: "लंदन, तीन मार्च (एपी)".
    let caseless = !place.contains(char::is_lowercase) && place.contains([',', '،']) && words <= 5;
    let bare = line.start == 0
        && (place.contains(|c: char| c.is_ascii_digit()) || capitals || caseless)
        && words > 0
        && after.starts_with(' ')
        && after.trim_start().starts_with(|c: char| !c.is_lowercase());
    let names = alone || only_names(article, inside, lexicon);
    let span = if alone { wide(article.text, inside) } else { mention.hit.span };
    ((marked || bare) && is_place(place) && names).then(|| Verdict::new(CreditKind::Dateline, span))
}

pub(crate) const DASHES: [char; 6] = ['-', '–', '—', '―', '|', '_'];

/// A place line names a town, perhaps a date: short, begun with a capital, few small words.
fn is_place(text: &str) -> bool {
    let text = text.trim();
    let small = text.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).count();
    let sentence = text.contains(". ") && text.chars().filter(char::is_ascii_digit).count() == 0;
    text.chars().count() <= 60 && small <= 3 && !sentence && !text.contains(['"', '“', '?', '!'])
}

/// "By Jane Doe, Associated Press", or a line of its own that names only houses.
pub(crate) fn byline(article: &Article, mention: &Mention, lexicon: &Lexicon) -> Option<Verdict> {
    let span = mention.hit.span;
    let at_edge = span.start < OPENING || span.end + CLOSING >= article.text.len();
    let ends =
        mention.right.trim_start_matches([' ', ')']).starts_with(['\n', '|', ',']) || mention.right.trim().is_empty();
    let own_line = &mention.left[mention.left.rfind('\n').map_or(0, |at| at + 1)..];
    if at_edge && ends {
        let line_start = span.start - own_line.len();
        let tokens = &mention.before.list;
        let first = tokens.iter().position(|token| token.start >= line_start).filter(|_| own_line.len() <= 70);
        if let Some(first) = first.filter(|&first| lexicon.starting_at(Role::By, tokens, first).is_some()) {
            let span = Span { start: tokens[first].start, end: span.end };
            return Some(Verdict::new(CreditKind::Byline, span));
        }
    }
    let line = window::line(article.text, span);
    let is_author =
        article.context.author.is_some_and(|author| author.trim() == article.text[line.start..line.end].trim());
    let wire = !mention.hit.exact
        || mention.name().contains(' ')
        || article.text[line.start..line.end].trim() == mention.name();
    let goes_on = !article.text[line.end..].trim().is_empty();
    let first = line.start < OPENING / 2
        && wire
        && goes_on
        && !mid_sentence(article.text, line)
        && names_joined(article, line, class::JOIN | class::BY, lexicon);
    let dated = at_edge && goes_on && stands_beside_date(article.text, line, span);
    (is_author || first || dated).then(|| Verdict::new(CreditKind::Byline, span))
}

/// "ANTARA • 3 Maret 2022 08:15", "17 February 2022 09:14 GMT | Reuters": a line that is a name and a date.
fn stands_beside_date(text: &str, line: Span, name: Span) -> bool {
    const BETWEEN: [char; 10] = ['•', '·', '|', ',', '/', '-', '–', '—', ' ', '\u{a0}'];
    let (before, after) = (&text[line.start..name.start], &text[name.end..line.end]);
    let date = |part: &str| {
        let part = part.trim_matches(BETWEEN);
        part.chars().count() <= 40 && part.split_whitespace().count() <= 7 && starts_with_date(part)
    };
    (before.trim().is_empty() && after.trim_start().starts_with(&BETWEEN[..8]) && date(after))
        || (after.trim().is_empty() && before.trim_end().ends_with(&BETWEEN[..8]) && date(before))
}

/// "(AFP)", "[Reuters, AP]", "– AFP", "dpa/tmn" at the end of a paragraph or article.
pub(crate) fn tail(article: &Article, mention: &Mention, kind: HouseKind, lexicon: &Lexicon) -> Option<Verdict> {
    let span = mention.hit.span;
    let line = window::line(article.text, span);
    let last = article.text[line.end..].trim().is_empty();
    let Some(inside) = window::brackets(article.text, span, 60) else {
        let closing = || last && !mid_sentence(article.text, line) && only_names(article, line, lexicon);
        let signed = kind == HouseKind::Agency && (closing() || behind_dash(article, span, line, lexicon));
        return signed.then(|| Verdict::new(CreditKind::Text, span));
    };
    if !only_names(article, inside, lexicon) || is_gloss(article, mention, inside) {
        return None;
    }
    let before = article.text[line.start..inside.start].trim_end_matches(['(', '[', '（', ' ', '\u{a0}']);
    let after = article.text[inside.end..line.end].trim_start_matches([')', ']', '）']).trim_start();
    let sentence_over = ends_in_desk_code(before) || before.ends_with(SENTENCE_END);
    let line_over = after.is_empty() || (after.len() <= 2 && after.starts_with(['.', '-']));
    // "San Telmo del Río (EFE).- Una abogada": the place line of an older despatch, quoted further down.
    let quoted =
        !line_over && kind == HouseKind::Agency && after.strip_prefix('.').is_some_and(|rest| rest.starts_with(DASHES));
    let house_fits = matches!(kind, HouseKind::Agency | HouseKind::Photo) || sentence_over;
    if !(line_over || sentence_over || quoted) || !house_fits {
        return None;
    }
    let alone = article.text[inside.start..inside.end].trim() == mention.name();
    let span = if alone { wide(article.text, inside) } else { span };
    let caption = !last && !sentence_over && !quoted && before.len() < 180;
    let kind = if caption || kind == HouseKind::Photo { CreditKind::Photo } else { CreditKind::Text };
    Some(Verdict::new(kind, span))
}

/// What a sentence ends with, a quoted one, too.
const SENTENCE_END: [char; 11] = ['.', '!', '?', '"', '”', '»', '…', '۔', '।', '’', '“'];

/// "… into the night. – AFP", "... malam ini." -- Bernama": only names between a dash behind a sentence and the end of the line.
fn behind_dash(article: &Article, name: Span, line: Span, lexicon: &Lexicon) -> bool {
    const LONGEST: usize = 40;
    let before = &article.text[line.start..name.start];
    let Some(dash) = before.rfind(&DASHES[..4]) else { return false };
    let names = Span { start: line.start + dash, end: line.end };
    let sentence = before[..dash].trim_end_matches(|c: char| DASHES[..4].contains(&c) || c.is_whitespace());
    let after = article.text[name.end..line.end].trim();
    let ends = matches!(after, "" | ".") || after.starts_with(['/', ',']);
    ends && names.len() <= LONGEST && sentence.ends_with(SENTENCE_END) && only_names(article, names, lexicon)
}

/// "rzn/yf" between the last sentence and the bracket.
fn ends_in_desk_code(text: &str) -> bool {
    let word = text.rsplit([' ', '.', '\n']).next().unwrap_or("");
    let code = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase());
    word.split_once('/').is_some_and(|(author, editor)| code(author) && code(editor))
}
