//! Credits of pictures: beside a picture word, with a photographer, in a caption.

use super::cited::{marker, sourced};
use crate::id::Span;
use crate::provenance::credits::credit::CreditKind;
use crate::provenance::credits::gazetteer::HouseKind;
use crate::provenance::credits::lexicon::{Lexicon, Role, class, sep};
use crate::provenance::credits::mention::{Article, Mention, OPENING, Verdict, alone};
use crate::provenance::credits::names::NameHit;
use crate::provenance::credits::window;

/// "Foto: AFP/Fabrice Coffrini", "(Kenzo Tribouillard / AFP)", "via Getty Images", "AP Photo/Jane Doe".
pub(crate) fn photo(
    article: &Article,
    mention: &Mention,
    kind: HouseKind,
    known: Option<(NameHit, Verdict)>,
    lexicon: &Lexicon,
) -> Option<Verdict> {
    let previous = known.filter(|(_, verdict)| verdict.kind == CreditKind::Photo);
    let line = &mention.left[mention.left.rfind('\n').map_or(0, |at| at + 1)..];
    let with_word = || {
        let floor = previous.map_or(0, |(hit, verdict)| verdict.span.end.max(hit.span.end));
        let start = photo_start(mention, line, lexicon)?.max(floor.min(mention.hit.span.start));
        Some(with_photographer(article, Span { start, end: mention.hit.span.end }))
    };
    let extended = with_photographer(article, mention.hit.span);
    with_word()
        .or_else(|| behind_photographer(article, mention, line, extended))
        .or_else(|| by_desk_or_name(mention, extended, lexicon))
        .or_else(|| joined_to(mention, previous?.0, extended))
        .or_else(|| by_place(article, mention, line, kind, extended))
        .map(|span| Verdict::new(CreditKind::Photo, span))
}

/// "Kenzo TRIBOUILLARD / AFP"; initials only where they end a line or stand in brackets.
fn behind_photographer(article: &Article, mention: &Mention, line: &str, extended: Span) -> Option<Span> {
    let length = photographer_before(article, line, mention.hit.span)?;
    let fits = !mention.hit.exact
        || window::brackets(article.text, mention.hit.span, 80).is_some()
        || mention.right.trim_start().is_empty()
        || mention.right.starts_with('\n');
    fits.then_some(Span { start: mention.hit.span.start - length, end: extended.end })
}

/// "AP Photo", "AFP/Fabrice COFFRINI". "RT/RW" and "AD/ART" are none: behind initials a photographer has two names.
fn by_desk_or_name(mention: &Mention, extended: Span, lexicon: &Lexicon) -> Option<Span> {
    let photographer = mention.text[mention.hit.span.end..extended.end].trim_start_matches(['/', ' ']);
    let named = !photographer.is_empty() && (photographer.contains(' ') || !mention.hit.exact);
    ((named || is_photo_desk(mention.name())) && names_no_text(mention, lexicon)).then_some(extended)
}

/// "AFP via Getty Images": the later house of a picture.
fn joined_to(mention: &Mention, previous: NameHit, extended: Span) -> Option<Span> {
    let start = mention.hit.span.start;
    let between = &mention.text[previous.span.end.min(start)..start];
    let joined = between.len() <= 40 && !between.contains(['.', '\n', ')']) && between.contains(['/', 'v', '|', '-']);
    let via = between.rfind("via ").map_or(0, |at| between.len() - at);
    joined.then_some(Span { start: start - via, end: extended.end })
}

/// A name where only pictures are credited: in a caption, or a picture agency in brackets.
fn by_place(article: &Article, mention: &Mention, line: &str, kind: HouseKind, extended: Span) -> Option<Span> {
    let span = mention.hit.span;
    let bracketed = window::brackets(article.text, span, 60).is_some();
    let before = line.trim_end();
    let via = before.ends_with(" via") || before.ends_with("(via");
    let agency = kind == HouseKind::Photo && (bracketed || via || alone(article, span));
    let caption = in_caption(article, span) && (bracketed || via || before.ends_with(['/', '|', ':', '©', '-', '–']));
    let start = if via { span.start - (line.len() - line.rfind("via").unwrap_or(line.len())) } else { span.start };
    (agency || caption || (via && bracketed)).then_some(Span { start, end: extended.end })
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
