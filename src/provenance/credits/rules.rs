//! Judges each mention of a house: a credit, of which kind and extent, or a mere mention.
//!
//! Rules are tried from the most particular place (copyright line, dateline, picture) to the general one (a citing
//! phrase in running text). A rule sees only a small window round the name.

use super::{Context, Credit, CreditKind, window};
use crate::id::Span;
use crate::provenance::credits::gazetteer::{Gazetteer, HouseKind};
use crate::provenance::credits::lexicon::{Lexicon, Role, Tokens, class, sep};
use crate::provenance::credits::names::NameHit;
use crate::provenance::credits::own::Outlet;

/// Bytes round a name in which a marker may stand; scripts beyond ASCII take two or three bytes a letter.
const REACH: usize = 110;
const WIDE_REACH: usize = 260;
/// Words between a marker and a name.
const BRIDGE: usize = 7;
/// Of these, words of any kind.
const FREE: usize = 2;
/// A place line stands in the first bytes of an article.
const OPENING: usize = 700;
/// A closing line stands in the last bytes.
const CLOSING: usize = 400;

/// The article under judgement.
pub(crate) struct Article<'a> {
    pub text: &'a str,
    pub context: &'a Context<'a>,
    pub outlet: &'a Outlet,
    pub names: &'a [NameHit],
}

/// A name with its surroundings.
struct Mention<'a> {
    text: &'a str,
    hit: NameHit,
    left: &'a str,
    right: &'a str,
    before: &'a Tokens,
}

impl Mention<'_> {
    fn name(&self) -> &str {
        &self.text[self.hit.span.start..self.hit.span.end]
    }
}

/// A judgement, before the house's name is copied.
#[derive(Clone, Copy)]
struct Verdict {
    kind: CreditKind,
    span: Span,
    /// The phrase stands behind the name, so it also holds for names listed before.
    from_behind: bool,
}

impl Verdict {
    fn new(kind: CreditKind, span: Span) -> Self {
        Self { kind, span, from_behind: false }
    }
}

/// The credits among the names of an article.
pub(crate) fn judge(article: &Article, gazetteer: &Gazetteer, lexicon: &Lexicon) -> Vec<Credit> {
    let initials = initials(article, lexicon);
    let mut verdicts: Vec<Option<Verdict>> = Vec::with_capacity(article.names.len());
    for (index, &hit) in article.names.iter().enumerate() {
        let known = index.checked_sub(1).and_then(|last| Some((article.names[last], verdicts[last]?)));
        let refused = hit.own || (hit.exact && initials.contains(&name_of(article, hit)));
        verdicts.push(if refused {
            None
        } else {
            let left = reach_left(article.text, hit.span.start);
            let right = reach_right(article.text, hit.span.end);
            let before = lexicon.tokens(article.text, hit.span.start - left.len(), hit.span.start);
            let mention = Mention { text: article.text, hit, left, right, before: &before };
            verdict(article, &mention, known, gazetteer, lexicon)
        });
    }
    backwards(article, lexicon, &initials, &mut verdicts);
    let houses = article.names.iter().map(|hit| &gazetteer.houses[hit.house].name);
    verdicts
        .into_iter()
        .zip(houses)
        .filter_map(|(verdict, house)| {
            let Verdict { kind, span, .. } = verdict?;
            Some(Credit { agency: house.clone(), kind, span: trimmed(article.text, span) })
        })
        .collect()
}

fn reach_left(text: &str, at: usize) -> &str {
    let near = &text.as_bytes()[at.saturating_sub(8)..at];
    window::left(text, at, if near.is_ascii() { REACH } else { WIDE_REACH })
}

fn reach_right(text: &str, at: usize) -> &str {
    let near = &text.as_bytes()[at..(at + 8).min(text.len())];
    window::right(text, at, if near.is_ascii() { REACH } else { WIDE_REACH })
}

fn name_of<'a>(article: &Article<'a>, hit: NameHit) -> &'a str {
    &article.text[hit.span.start..hit.span.end]
}

fn verdict(
    article: &Article,
    mention: &Mention,
    known: Option<(NameHit, Verdict)>,
    gazetteer: &Gazetteer,
    lexicon: &Lexicon,
) -> Option<Verdict> {
    let kind = gazetteer.houses[mention.hit.house].kind;
    if mention.hit.exact && runs_on(mention) {
        return None;
    }
    if mention.hit.glued {
        return listed(mention, known, lexicon).or_else(|| cited(mention, lexicon));
    }
    copyright(article, mention, lexicon)
        .or_else(|| dateline(article, mention, lexicon))
        .or_else(|| photo(article, mention, kind, known, lexicon))
        .or_else(|| listed(mention, known, lexicon))
        .or_else(|| sourced(mention, lexicon))
        .or_else(|| byline(article, mention, lexicon))
        .or_else(|| tail(article, mention, kind, lexicon))
        .or_else(|| if kind == HouseKind::Photo { None } else { cited(mention, lexicon) })
}

/// An everyday word followed by another capital is part of a longer name: "Metro Jaya", "AP Moller".
fn runs_on(mention: &Mention) -> bool {
    let mut after = mention.right.chars();
    match (after.next(), after.next(), after.next()) {
        (Some(' '), Some(first), Some(second)) => {
            first.is_uppercase() && second.is_lowercase() && !mention.name().chars().all(char::is_uppercase)
        }
        (Some('-'), Some(first), _) => first.is_uppercase() || first.is_numeric(),
        _ => false,
    }
}

/// "© 2024 AFP", "Copyright The Associated Press", "ANSA - RIPRODUZIONE RISERVATA".
fn copyright(article: &Article, mention: &Mention, lexicon: &Lexicon) -> Option<Verdict> {
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
    let small = |token: &crate::provenance::credits::lexicon::Token| {
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

/// "JAKARTA (ANTARA) -", "(AFP) -", "МОСКВА, 16 фев - РИА Новости.", "16 февраля. /ТАСС/."
fn dateline(article: &Article, mention: &Mention, lexicon: &Lexicon) -> Option<Verdict> {
    let span = mention.hit.span;
    if span.start > OPENING {
        return None;
    }
    let line = window::line(article.text, span);
    let place = &article.text[line.start..span.start];
    if let Some(inside) = window::brackets(article.text, span, 40) {
        let content = &article.text[inside.start..inside.end];
        let after = article.text[inside.end..line.end].trim_start_matches([')', ']', '）']);
        let place = &article.text[line.start..inside.start.saturating_sub(1).max(line.start)];
        let alone = content.trim() == mention.name();
        let marked = after.trim_start_matches([' ', '.', ',', '\u{a0}']).starts_with(DASHES);
        let bare = line.start == 0
            && (place.contains(|c: char| c.is_ascii_digit())
                || (place.contains(char::is_uppercase) && !place.contains(char::is_lowercase)))
            && !place.trim().is_empty()
            && after.starts_with(' ')
            && after.trim_start().starts_with(|c: char| !c.is_lowercase());
        if (marked || bare) && is_place(place) && (alone || only_names(article, inside, lexicon)) {
            let span = if alone { wide(article.text, inside) } else { span };
            return Some(Verdict::new(CreditKind::Dateline, span));
        }
        return None;
    }
    let after = article.text[span.end..line.end].trim_start();
    let slashed = place.ends_with('/') && after.starts_with('/');
    let before = place.trim_end();
    let dashed = before.ends_with(DASHES) || before.ends_with(['.', ',']) || before.ends_with('/') && !slashed;
    let head = before.trim_end_matches(['/', ',', '.', ' ', '-', '–', '—', '|']);
    let closes = after.starts_with(['.', ',', ':', '/', '|']) || after.starts_with(DASHES);
    let dated = head.contains(|c: char| c.is_ascii_digit());
    let ends = after.starts_with(DASHES) || (after.starts_with(['.', '/', ':', ',']) && dated);
    let shaped = (dashed || slashed) && closes && ends && !head.is_empty() && is_place(head);
    shaped.then(|| Verdict::new(CreditKind::Dateline, span))
}

const DASHES: [char; 6] = ['-', '–', '—', '―', '|', '_'];

/// A place line names a town, perhaps a date: short, begun with a capital, few small words.
fn is_place(text: &str) -> bool {
    let text = text.trim();
    let small = text.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).count();
    let sentence = text.contains(". ") && text.chars().filter(char::is_ascii_digit).count() == 0;
    text.chars().count() <= 60 && small <= 3 && !sentence && !text.contains(['"', '“', '?', '!'])
}

/// Whether nothing but names, joining words and desk codes stands in the range.
fn only_names(article: &Article, range: Span, lexicon: &Lexicon) -> bool {
    let small = class::LINK | class::LABEL | class::JOIN | class::SOURCE | class::BY;
    names_joined(article, range, small, lexicon)
}

/// Whether nothing but names, words of the classes and desk codes stands in the range.
fn names_joined(article: &Article, range: Span, small: u8, lexicon: &Lexicon) -> bool {
    let mut at = range.start;
    for hit in article.names.iter().filter(|hit| hit.span.start >= range.start && hit.span.end <= range.end) {
        if !only_small(article.text, Span { start: at, end: hit.span.start }, small, lexicon) {
            return false;
        }
        at = hit.span.end;
    }
    only_small(article.text, Span { start: at, end: range.end.max(at) }, small, lexicon)
}

/// Joining words, sources and desk codes.
fn only_small(text: &str, range: Span, small: u8, lexicon: &Lexicon) -> bool {
    lexicon.tokens(text, range.start, range.end).list.iter().all(|token| {
        let word = &text[token.start..token.end];
        let code = (2..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase());
        code || lexicon.class(token) & small != 0
    })
}

/// The range with the brackets round it.
fn wide(text: &str, inside: Span) -> Span {
    let open = text[..inside.start].chars().next_back().map_or(0, char::len_utf8);
    let close = text[inside.end..].chars().next().map_or(0, char::len_utf8);
    Span { start: inside.start - open, end: inside.end + close }
}

/// "Foto: AFP/Fabrice Coffrini", "(Kenzo Tribouillard / AFP)", "via Getty Images", "AP Photo/Jane Doe".
fn photo(
    article: &Article,
    mention: &Mention,
    kind: HouseKind,
    known: Option<(NameHit, Verdict)>,
    lexicon: &Lexicon,
) -> Option<Verdict> {
    let span = mention.hit.span;
    let own_line = &mention.left[mention.left.rfind('\n').map_or(0, |at| at + 1)..];
    let previous = known.filter(|(_, verdict)| verdict.kind == CreditKind::Photo);
    if let Some(start) = photo_start(mention, own_line, lexicon) {
        let floor = previous.map_or(0, |(hit, verdict)| verdict.span.end.max(hit.span.end));
        let start = start.max(floor.min(span.start));
        return Some(Verdict::new(CreditKind::Photo, with_photographer(article, Span { start, end: span.end })));
    }
    let named_photo = is_photo_desk(mention.name());
    let slashed = photographer_before(article, own_line, span);
    let extended = with_photographer(article, span);
    // "RT/RW" and "AD/ART" are no picture credits: behind initials a photographer has two names.
    let two_names = article.text[span.end..extended.end].trim_start_matches(['/', ' ']).contains(' ');
    if let Some(length) = slashed.filter(|_| {
        !mention.hit.exact
            || window::brackets(article.text, span, 80).is_some()
            || mention.right.trim_start().is_empty()
            || mention.right.starts_with('\n')
    }) {
        return Some(Verdict::new(CreditKind::Photo, Span { start: span.start - length, end: extended.end }));
    }
    let caption = in_caption(article, span);
    if ((extended.end > span.end && (two_names || !mention.hit.exact)) || named_photo)
        && names_no_text(mention, lexicon)
    {
        return Some(Verdict::new(CreditKind::Photo, extended));
    }
    if let Some((hit, _)) = previous {
        let between = &article.text[hit.span.end.min(span.start)..span.start];
        let joined =
            between.len() <= 40 && !between.contains(['.', '\n', ')']) && between.contains(['/', 'v', '|', '-']);
        if joined {
            let via = between.rfind("via ").map_or(0, |at| between.len() - at);
            return Some(Verdict::new(CreditKind::Photo, Span { start: span.start - via, end: extended.end }));
        }
    }
    let bracketed = window::brackets(article.text, span, 60).is_some();
    let via = own_line.trim_end().ends_with(" via") || own_line.trim_end().ends_with("(via");
    if (kind == HouseKind::Photo && (bracketed || via || alone(article, span)))
        || (caption && (bracketed || via || own_line.trim_end().ends_with(['/', '|', ':', '©', '-', '–'])))
        || (via && bracketed)
    {
        let start = if via {
            span.start - (own_line.len() - own_line.rfind("via").unwrap_or(own_line.len()))
        } else {
            span.start
        };
        return Some(Verdict::new(CreditKind::Photo, Span { start, end: extended.end }));
    }
    None
}

fn in_caption(article: &Article, span: Span) -> bool {
    article.context.captions.iter().any(|caption| caption.start <= span.start && span.end <= caption.end)
}

/// Where the credit starts when a picture word opens it.
fn photo_start(mention: &Mention, own_line: &str, lexicon: &Lexicon) -> Option<usize> {
    let line_start = mention.hit.span.start - own_line.len();
    let tokens = &mention.before.list;
    let first = tokens.iter().position(|token| token.start >= line_start)?;
    let start = after_colon(mention, first, lexicon)
        .or_else(|| in_brackets(mention, first, lexicon))
        .or_else(|| beside(mention, first, lexicon))?;
    // A sentence may begin with "Foto:", but a credit holds no second sentence.
    let body = &mention.text[start..mention.hit.span.start];
    (body.matches(". ").count() <= 1 && body.len() <= 90).then_some(start)
}

/// "Foto: ... AFP"
fn after_colon(mention: &Mention, first: usize, lexicon: &Lexicon) -> Option<usize> {
    let tokens = &mention.before.list;
    let marks = sep::COLON | sep::SLASH;
    let behind = |at: usize| tokens.get(at + 1).map_or(mention.before.last_sep, |token| token.sep);
    (first..tokens.len())
        .rev()
        .filter(|&at| behind(at) & marks != 0)
        .find_map(|at| lexicon.ending_at(Role::Photo, tokens, at))
        .map(|at| tokens[at].start)
}

/// "(Photo by Jane Doe / AFP)"
fn in_brackets(mention: &Mention, first: usize, lexicon: &Lexicon) -> Option<usize> {
    let tokens = &mention.before.list;
    let at = (first..tokens.len()).rev().find(|&at| tokens[at].sep & (sep::OPEN | sep::CLOSE) != 0)?;
    let open = tokens[at].sep & sep::OPEN != 0 && mention.before.last_sep & sep::CLOSE == 0;
    lexicon.starting_at(Role::Photo, tokens, at).filter(|_| open).map(|_| tokens[at].start)
}

/// "Foto AFP", "photo by Reuters"
fn beside(mention: &Mention, first: usize, lexicon: &Lexicon) -> Option<usize> {
    let tokens = &mention.before.list;
    let last = tokens.len().checked_sub(1).filter(|&last| last >= first && mention.before.last_sep == 0)?;
    let by = lexicon.class(&tokens[last]) & class::BY != 0 && tokens[last].sep == 0;
    let word = if by { last.checked_sub(1)? } else { last };
    lexicon.ending_at(Role::Photo, tokens, word).map(|at| tokens[at].start)
}

/// "AP Photo", "ANTARA FOTO": the picture desk of a house.
fn is_photo_desk(name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or("");
    name.contains(' ') && matches!(last.to_lowercase().as_str(), "photo" | "foto" | "photos" | "images" | "scanpix")
        || name == "BELGAIMAGE"
}

/// Length of "Kenzo TRIBOUILLARD / " before the name.
fn photographer_before(article: &Article, own_line: &str, span: Span) -> Option<usize> {
    let before = own_line.trim_end();
    let names = before.strip_suffix('/')?;
    let start = names
        .rfind(['(', '|', ':', '.', '–', '—', '>', '©'])
        .map_or(0, |at| at + names[at..].chars().next().map_or(1, char::len_utf8));
    let person = names[start..].trim();
    let offset = span.start - (own_line.len() - start);
    let names_house = article.names.iter().any(|hit| hit.span.start >= offset && hit.span.end < span.start);
    let count = person.split_whitespace().count();
    let proper = person.split_whitespace().all(|word| !word.starts_with(char::is_lowercase));
    let spaced = person.chars().count() >= 3 && person.chars().any(char::is_alphabetic);
    // A bare place and slash is a Turkish dateline, not a photographer.
    let place = span.start < OPENING && count == 1 && start == 0;
    (spaced && proper && (1..=5).contains(&count) && !names_house && !place)
        .then(|| own_line.len() - start - (names[start..].len() - names[start..].trim_start().len()))
}

/// The span with "/FABRICE COFFRINI" behind it.
fn with_photographer(article: &Article, span: Span) -> Span {
    let right = window::right(article.text, span.end, 80);
    let Some(rest) = right.trim_start_matches(' ').strip_prefix('/') else {
        return span;
    };
    let names = rest.trim_start_matches(' ');
    let offset = span.end + (right.len() - names.len());
    if article.names.iter().any(|hit| hit.span.start == offset) {
        return span;
    }
    let taken = photographer(names);
    if taken == 0 { span } else { Span { start: span.start, end: offset + taken } }
}

/// Length of a photographer's name and desk codes at the start of `text`.
fn photographer(text: &str) -> usize {
    let capitals = text.split([' ', '/', ')', '\n']).next().is_some_and(|word| {
        word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.chars().any(char::is_lowercase)
    });
    let (mut taken, mut at) = (0, 0);
    for (count, word) in text.split_inclusive([' ', '/']).enumerate() {
        let body = word.trim_end_matches([' ', '/']);
        let cut =
            body.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '\'' | '’' | '-'))).unwrap_or(body.len());
        let letters = &body[..cut];
        let code = count > 0 && text[..at].ends_with('/') && letters.chars().count() <= 6;
        let upper = letters.starts_with(char::is_uppercase);
        let fits = code || (upper && count < 4 && (!capitals || !letters.chars().any(char::is_lowercase)));
        if letters.is_empty() || !fits {
            break;
        }
        taken = at + letters.len();
        at += word.len();
        if cut < body.len() {
            break;
        }
    }
    taken
}

/// A slash behind the name of a text's source is a list, not a photographer.
fn names_no_text(mention: &Mention, lexicon: &Lexicon) -> bool {
    marker(mention.text, mention.before, mention.hit.span.start, true, lexicon).is_none()
        && sourced(mention, lexicon).is_none()
}

/// A later name of a list: "Reuters, AP and AFP".
fn listed(mention: &Mention, known: Option<(NameHit, Verdict)>, lexicon: &Lexicon) -> Option<Verdict> {
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

/// "Sumber: Reuters", "(Quelle: dpa)", "(theo Reuters)".
fn sourced(mention: &Mention, lexicon: &Lexicon) -> Option<Verdict> {
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

/// "By Jane Doe, Associated Press", or a line of its own that names only houses.
fn byline(article: &Article, mention: &Mention, lexicon: &Lexicon) -> Option<Verdict> {
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
    (is_author || first).then(|| Verdict::new(CreditKind::Byline, span))
}

/// Scraped pages break the line round a link, in the middle of a sentence.
fn mid_sentence(text: &str, line: Span) -> bool {
    let before = text[..line.start].trim_end().chars().next_back();
    let after = text[line.end..].trim_start().chars().next();
    after.is_some_and(|c| c.is_lowercase() || matches!(c, ',' | '.' | ')' | '('))
        || before.is_some_and(|c| c.is_lowercase() || c == ',') && line.start > 150
}

/// "(AFP)", "[Reuters, AP]", "dpa/tmn" at the end of a paragraph or article.
fn tail(article: &Article, mention: &Mention, kind: HouseKind, lexicon: &Lexicon) -> Option<Verdict> {
    let span = mention.hit.span;
    let line = window::line(article.text, span);
    let last = article.text[line.end..].trim().is_empty();
    let Some(inside) = window::brackets(article.text, span, 60) else {
        let closing = last
            && !mid_sentence(article.text, line)
            && kind == HouseKind::Agency
            && only_names(article, line, lexicon);
        return closing.then(|| Verdict::new(CreditKind::Text, span));
    };
    if !only_names(article, inside, lexicon) || is_gloss(article, mention, inside) {
        return None;
    }
    let before = article.text[line.start..inside.start].trim_end_matches(['(', '[', '（', ' ', '\u{a0}']);
    let after = article.text[inside.end..line.end].trim_start_matches([')', ']', '）']).trim_start();
    let sentence_over =
        ends_in_desk_code(before) || before.ends_with(['.', '!', '?', '"', '”', '»', '…', '۔', '।', '’', '“']);
    let line_over = after.is_empty() || (after.len() <= 2 && after.starts_with(['.', '-']));
    let house_fits = matches!(kind, HouseKind::Agency | HouseKind::Photo) || sentence_over;
    if !(line_over || sentence_over) || !house_fits {
        return None;
    }
    let alone = article.text[inside.start..inside.end].trim() == mention.name();
    let span = if alone { wide(article.text, inside) } else { span };
    let caption = !last && !sentence_over && before.len() < 180;
    let kind = if caption || kind == HouseKind::Photo { CreditKind::Photo } else { CreditKind::Text };
    Some(Verdict::new(kind, span))
}

/// "rzn/yf" between the last sentence and the bracket.
fn ends_in_desk_code(text: &str) -> bool {
    let word = text.rsplit([' ', '.', '\n']).next().unwrap_or("");
    let code = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase());
    word.split_once('/').is_some_and(|(author, editor)| code(author) && code(editor))
}

/// "Angkasa Pura (AP)" explains an acronym.
fn is_gloss(article: &Article, mention: &Mention, inside: Span) -> bool {
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

fn alone(article: &Article, span: Span) -> bool {
    let line = window::line(article.text, span);
    article.text[line.start..line.end].trim() == &article.text[span.start..span.end]
}

/// A citing phrase before the name, behind it, or on both sides.
fn cited(mention: &Mention, lexicon: &Lexicon) -> Option<Verdict> {
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
fn marker(text: &str, before: &Tokens, at: usize, exact: bool, lexicon: &Lexicon) -> Option<usize> {
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
fn phrase_behind(
    after: &[crate::provenance::credits::lexicon::Token],
    exact: bool,
    lexicon: &Lexicon,
) -> Option<usize> {
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

/// "AFP and Reuters reported": the phrase behind the last name holds for the names before it.
fn backwards(article: &Article, lexicon: &Lexicon, initials: &[&str], verdicts: &mut [Option<Verdict>]) {
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

/// Acronyms that this article uses for a person or for something else.
fn initials<'a>(article: &Article<'a>, lexicon: &Lexicon) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    for hit in article.names.iter().filter(|hit| hit.exact) {
        let name = name_of(article, *hit);
        let aged = window::right(article.text, hit.span.end, 6)
            .strip_prefix(" (")
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let before = window::left(article.text, hit.span.start, 40);
        let tokens = lexicon.tokens(article.text, hit.span.start - before.len(), hit.span.start);
        let last = tokens.list.len().checked_sub(1).filter(|_| tokens.last_sep == 0);
        let introduced = last.is_some_and(|last| lexicon.ending_at(Role::Initials, &tokens.list, last).is_some());
        if !found.contains(&name) && (aged || introduced || glossed(article, *hit)) {
            found.push(name);
        }
    }
    found
}

/// "Angkasa Pura (AP)": from here on the acronym is Angkasa Pura.
fn glossed(article: &Article, hit: NameHit) -> bool {
    let Some(inside) = window::brackets(article.text, hit.span, 20) else {
        return false;
    };
    let before = Tokens::default();
    let mention = Mention { text: article.text, hit, left: "", right: "", before: &before };
    article.text[inside.start..inside.end].trim() == mention.name() && is_gloss(article, &mention, inside)
}

/// The span without spaces and loose punctuation at its ends.
fn trimmed(text: &str, span: Span) -> Span {
    let body = &text[span.start..span.end];
    let front = body.len() - body.trim_start_matches([' ', '\n', '\t', '\u{a0}', ',', ';', '|']).len();
    let back = body.len() - body.trim_end_matches([' ', '\n', '\t', '\u{a0}', ',', ';']).len();
    if front + back >= body.len() { span } else { Span { start: span.start + front, end: span.end - back } }
}
