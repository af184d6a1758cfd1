//! Judges each mention of a house: a credit, of which kind and extent, or a mere mention.
//!
//! Rules are tried from the most particular place (copyright line, dateline, picture) to the general one (a citing
//! phrase in running text). A rule sees only a small window round the name.

use crate::id::Span;
use crate::provenance::credits::credit::Credit;
use crate::provenance::credits::gazetteer::{Gazetteer, HouseKind};
use crate::provenance::credits::lexicon::{Lexicon, Role, Tokens};
use crate::provenance::credits::mention::{Article, Mention, Verdict, is_gloss, name_of, reach_left, reach_right};
use crate::provenance::credits::names::NameHit;
use crate::provenance::credits::window;
use cited::{backwards, cited, listed, sourced};
use frame::{byline, copyright, dateline, tail};
use photo::photo;

pub(crate) mod cited;
mod frame;
mod photo;

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
        .or_else(|| dateline(article, mention, known.map(|(_, verdict)| verdict.kind), lexicon))
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
