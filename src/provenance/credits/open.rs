//! Takes houses that no list names, behind phrases that only ever introduce a house.
//!
//! Precision comes first: a name of capitals behind "dilansir dari", a name with a news word ("Times", "News") behind
//! weaker phrases, or any name behind a citing phrase and a noun for a house ("according to the newspaper X").

use super::credit::{Credit, CreditKind};
use super::window;
use crate::id::Span;
use crate::provenance::credits::gazetteer::Gazetteer;
use crate::provenance::credits::lexicon::{Lexicon, Role, class, sep};
use crate::provenance::credits::mention::Article;
use crate::provenance::credits::names::{OpenHit, OpenKind};
use crate::provenance::credits::own::fold;
use crate::provenance::credits::rules::cited;
use std::collections::HashSet;

/// Bytes behind the phrase in which a name may stand.
const REACH: usize = 120;
/// Words of a name.
const WORDS: usize = 4;

/// Words of a date that may stand right behind a name.
const DATES: [&str; 14] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "senin",
    "selasa",
    "rabu",
    "kamis",
    "jumat",
    "sabtu",
    "minggu",
];

/// Words that tell a house's name from another.
pub(crate) struct Shape {
    not_houses: HashSet<String>,
    house_words: HashSet<String>,
}

impl Shape {
    pub fn new(gazetteer: &Gazetteer) -> Self {
        let all = |field: fn(&crate::provenance::credits::gazetteer::Phrases) -> &Vec<String>| {
            gazetteer.phrases.values().flat_map(|phrases| field(phrases).iter().cloned()).collect()
        };
        Self { not_houses: all(|p| &p.not_houses), house_words: all(|p| &p.house_words) }
    }

    fn refuses(&self, name: &str) -> bool {
        let first = name.split([' ', '.', '-']).next().unwrap_or("").to_lowercase();
        let address = [".go.id", ".ac.id", ".gov", ".edu", ".sch.id"].iter().any(|end| name.contains(end));
        self.not_houses.contains(&first) || address || name.chars().count() < 2
    }

    /// The name without a weekday or month behind it.
    fn cut<'a>(&self, name: &'a str) -> &'a str {
        let later = name.match_indices(' ').map(|(at, _)| at);
        let dated = |at: &usize| {
            let word = name[at + 1..].split(' ').next().unwrap_or("").to_lowercase();
            DATES.contains(&word.as_str())
        };
        later.into_iter().find(dated).map_or(name, |at| &name[..at])
    }

    fn likely(&self, name: &str) -> bool {
        const WEB: [&str; 10] = [".com", ".net", ".co", ".id", ".it", ".de", ".fr", ".es", ".news", ".tv"];
        let name = name.to_lowercase();
        name.split([' ', '-']).any(|word| self.house_words.contains(word))
            || (name.contains('.') && WEB.iter().any(|end| name.ends_with(end)))
    }
}

/// Adds the credits of unknown houses.
pub(crate) fn extend(
    article: &Article,
    opens: &[OpenHit],
    lexicon: &Lexicon,
    shape: &Shape,
    credits: &mut Vec<Credit>,
) {
    for open in opens {
        let Some(credit) = unknown(article, *open, lexicon, shape) else {
            continue;
        };
        let taken = |known: &Credit| known.span.start < credit.span.end && credit.span.start < known.span.end;
        if !credits.iter().any(taken) {
            credits.push(credit);
        }
    }
}

fn unknown(article: &Article, open: OpenHit, lexicon: &Lexicon, shape: &Shape) -> Option<Credit> {
    if !promising(article.text, open, shape) {
        return None;
    }
    let start = name_start(article.text, open, lexicon)?;
    let name = shape.cut(name_at(window::right(article.text, start, REACH))?);
    let end = start + name.len();
    let listed = article.names.iter().any(|hit| hit.span.start < end && start < hit.span.end);
    // "the journal X" is science, whatever "journal" means in French.
    let science =
        article.text[open.span.start..].starts_with("journal") && article.text[..open.span.start].ends_with("the ");
    if science || listed || shape.refuses(name) || article.outlet.is_named(name) {
        return None;
    }
    let from = match open.kind {
        OpenKind::Plain => open.span.start,
        OpenKind::Likely => shape.likely(name).then_some(open.span.start)?,
        OpenKind::Label => label_start(article, open, lexicon)?,
    };
    Some(Credit { agency: canonical(name), kind: CreditKind::Text, span: Span { start: from, end } })
}

/// A cheap look at the first capitalised words, before any phrase is matched.
fn promising(text: &str, open: OpenHit, shape: &Shape) -> bool {
    let rest = window::right(text, open.span.end, 60);
    let Some(at) = rest.find(char::is_uppercase) else {
        return false;
    };
    if open.kind != OpenKind::Likely {
        return !rest[..at].contains(['.', ';', '(', '?', '!']);
    }
    name_at(&rest[at..]).is_some_and(|name| shape.likely(name))
}

/// Where a name may start behind the phrase, its links and labels.
fn name_start(text: &str, open: OpenHit, lexicon: &Lexicon) -> Option<usize> {
    let role = match open.kind {
        OpenKind::Plain => Role::Open,
        OpenKind::Likely => Role::Likely,
        OpenKind::Label => Role::Label,
    };
    let end = open.span.start + window::right(text, open.span.start, REACH).len();
    let tokens = lexicon.tokens(text, open.span.start, end).list;
    let mut at = lexicon.starting_at(role, &tokens, 0)?;
    while let Some(token) = tokens.get(at) {
        let proper = text[token.start..].starts_with(char::is_uppercase);
        let known = lexicon.class(token) & (class::LINK | class::LABEL) != 0;
        if token.sep & !(sep::BREAK | sep::QUOTE) != 0 {
            return None;
        }
        if proper && lexicon.class(token) & class::LABEL == 0 {
            return Some(token.start);
        }
        if !known {
            return None;
        }
        at += 1;
    }
    None
}

/// A label counts only behind a citing phrase.
fn label_start(article: &Article, open: OpenHit, lexicon: &Lexicon) -> Option<usize> {
    cited::marker_before(article.text, open.span.start, true, lexicon)
}

/// Capitalised words at the start of `text`.
fn name_at(text: &str) -> Option<&str> {
    let mut end = 0;
    for (count, word) in text.split(' ').enumerate() {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        let body = word.find(ends_name).map_or(word, |cut| &word[..cut]);
        let kept = body.trim_end_matches(['.', '\'', '’']);
        let proper = kept.starts_with(|c: char| c.is_uppercase() || (count > 0 && c.is_ascii_digit()));
        if count >= WORDS || kept.is_empty() || !proper {
            break;
        }
        end = at + kept.len();
        if kept.len() < word.len() {
            break;
        }
    }
    (end > 0).then(|| &text[..end])
}

fn ends_name(c: char) -> bool {
    !(c.is_alphanumeric() || matches!(c, '.' | '-' | '&' | '\'' | '’' | '+' | '!'))
}

fn canonical(name: &str) -> String {
    debug_assert!(!fold(name).is_empty());
    name.trim().to_owned()
}
