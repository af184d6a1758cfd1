//! The credits of one article as they are kept: with their words, their places, and how far each of them holds.
//!
//! - A **photo** credit credits a picture, never the text.
//! - A **byline, dateline or copyright** line holds for the whole article.
//! - A **text** credit ("dilansir Antara") holds for the sentence it stands in and the two beside it.
//!
//! A credit beside the text (author, agencies, captions) has words and no places.

use super::credits::{Context, CreditField, CreditFinder, CreditKind};
use crate::id::Span;
use crate::text::runs::Runs;
use crate::text::sentence;
use crate::text::tokenize::tokens;

/// A credit and where it holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Noted {
    /// Canonical name of the house.
    pub agency: Box<str>,
    /// What is credited.
    pub kind: CreditKind,
    /// What of the article says so.
    pub field: CreditField,
    /// The name with its marker, as it stands there.
    pub text: Box<str>,
    /// Its place in bytes of the text; empty where it stands beside the text.
    pub bytes: Span,
    /// Its place in characters of the text; empty where it stands beside the text.
    pub chars: Span,
    /// The text it speaks for.
    pub reach: Reach,
}

/// The text that a credit speaks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// The whole article.
    Article,
    /// These bytes of it.
    Near(Span),
    /// None of it.
    Nothing,
}

/// Bytes on either side in which the sentences round a text credit are looked for; a longer one is cut there.
const ROUND: usize = 1_500;

/// The credits of a text, given its runs, in the order of their places, and whether it names a statement made to everybody.
pub fn note(finder: &CreditFinder, text: &str, runs: &Runs, context: &Context) -> (Box<[Noted]>, bool) {
    let (found, statement) = finder.look(text, runs, context);
    let (mut counted, mut chars) = (0, 0);
    let noted = found.into_iter().map(|credit| {
        // Credits come by their first bytes: each character is counted once.
        chars += text[counted..credit.span.start].chars().count();
        counted = credit.span.start;
        let own = &text[credit.span.start..credit.span.end];
        Noted {
            reach: reach(text, credit.kind, credit.span),
            kind: credit.kind,
            field: CreditField::Text,
            bytes: credit.span,
            chars: Span { start: chars, end: chars + own.chars().count() },
            text: own.into(),
            agency: credit.agency.into_boxed_str(),
        }
    });
    (noted.collect(), statement)
}

/// The credits of the values of a field beside the text.
pub fn note_field<'a>(
    finder: &CreditFinder,
    field: CreditField,
    values: impl IntoIterator<Item = &'a str>,
    outlet: &str,
) -> Vec<Noted> {
    let mut noted = Vec::new();
    for value in values {
        noted.extend(finder.find_in(field, value, outlet).into_iter().map(|credit| Noted {
            reach: reach("", credit.kind, Span { start: 0, end: 0 }),
            kind: credit.kind,
            field,
            bytes: Span { start: 0, end: 0 },
            chars: Span { start: 0, end: 0 },
            text: value[credit.span.start..credit.span.end].into(),
            agency: credit.agency.into_boxed_str(),
        }));
    }
    noted
}

fn reach(text: &str, kind: CreditKind, credit: Span) -> Reach {
    match kind {
        CreditKind::Photo => Reach::Nothing,
        CreditKind::Byline | CreditKind::Dateline | CreditKind::Copyright => Reach::Article,
        CreditKind::Text => Reach::Near(sentences_round(text, credit)),
    }
}

/// From the sentence before the one that holds the first byte of the credit to the one after.
fn sentences_round(text: &str, credit: Span) -> Span {
    let from = text.floor_char_boundary(credit.start.saturating_sub(ROUND));
    let to = text.ceil_char_boundary((credit.end + ROUND).min(text.len()));
    let window = &text[from..to];
    let words = tokens(window).spans;
    let begins: Vec<usize> =
        sentence::starts(window, &words).into_iter().map(|word| from + words[word as usize].start).collect();
    let own = begins.partition_point(|&start| start <= credit.start);
    Span {
        start: own.checked_sub(2).map_or(from, |before| begins[before]),
        end: begins.get(own + 1).copied().unwrap_or(to).max(credit.end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noted(text: &str) -> Box<[Noted]> {
        let finder = CreditFinder::new(&[]).expect("embedded files");
        note(&finder, text, &Runs::of(text.as_bytes()), &Context::default()).0
    }

    #[test]
    fn a_text_credit_holds_for_the_sentences_beside_it() {
        let text = "Satu di sini. Dua di sana. Harga naik, dilansir Antara, kemarin. Empat lagi. Lima sudah. Enam.";
        let [credit] = &*noted(text) else { panic!("one credit") };
        let Reach::Near(span) = credit.reach else { panic!("{credit:?}") };
        assert_eq!(&text[span.start..span.end], "Dua di sana. Harga naik, dilansir Antara, kemarin. Empat lagi. ");
    }

    #[test]
    fn a_dateline_holds_for_all_and_a_photo_for_nothing() {
        let [dateline] = &*noted("LONDON, Feb 16 (Reuters) - Britain said on Friday it would act.") else {
            panic!("one credit")
        };
        assert_eq!((dateline.kind, dateline.reach), (CreditKind::Dateline, Reach::Article));
        let text = "Ä café (Kenzo TRIBOUILLARD / AFP)\nThe talks went on through the night.";
        let [photo] = &*noted(text) else { panic!("one credit") };
        assert_eq!((photo.kind, photo.reach), (CreditKind::Photo, Reach::Nothing));
        let chars: Vec<char> = text.chars().collect();
        assert_eq!(chars[photo.chars.start..photo.chars.end].iter().collect::<String>(), *photo.text);
    }
}
