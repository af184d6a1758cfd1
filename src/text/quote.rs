//! Where a text stands in quotation marks, in the manner of any script.

use crate::id::Span;

/// Marks that open a quotation, and what closes each. Single quotes are apostrophes too often, and are left out.
const MARKS: [(char, &[char]); 9] = [
    ('"', &['"']),
    ('“', &['”', '“', '"']),
    ('„', &['“', '”', '"']),
    ('”', &['”']),
    ('«', &['»']),
    ('»', &['«']),
    ('「', &['」']),
    ('『', &['』']),
    ('〝', &['〟', '〞']),
];
/// Bytes of the longest quotation: an open mark that nothing closes would swallow the rest of an article.
const LONGEST: usize = 3_000;

/// What stands between quotation marks, without the marks, in order. A quotation ends with its line.
pub fn quotations(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<Open> = None;
    for (at, mark) in marks(text) {
        let same_line = |start| memchr::memchr(b'\n', &text.as_bytes()[start..at]).is_none();
        open = open.filter(|&(start, _)| at - start <= LONGEST && same_line(start));
        open = meet(text, at, mark, open, &mut found);
    }
    found
}

/// Where a quotation began, behind its mark, and what closes it.
type Open = (usize, &'static [char]);

/// What is open after a mark; a quotation that it closes is `found`.
fn meet(text: &str, at: usize, mark: char, open: Option<Open>, found: &mut Vec<Span>) -> Option<Open> {
    let before = text[..at].chars().next_back().unwrap_or(' ');
    let after = text[at + mark.len_utf8()..].chars().next().unwrap_or(' ');
    match open {
        // A straight mark closes at the end of a word, never before one.
        Some((start, closing)) if closing.contains(&mark) && !(before.is_whitespace() && after.is_alphanumeric()) => {
            found.push(Span { start, end: at });
            None
        }
        // Scripts with capitals put a blank before an opening mark, and all but French none behind it.
        None if !(before.is_lowercase() || before.is_uppercase() || before.is_ascii_digit())
            && (mark == '«' || !after.is_whitespace()) =>
        {
            let opens = MARKS.iter().find(|(opening, _)| *opening == mark);
            opens.map(|(_, closing)| (at + mark.len_utf8(), *closing))
        }
        open => open,
    }
}

/// Places of all that may be a mark: `"`, and the characters that begin with the same bytes as other marks do.
fn marks(text: &str) -> impl Iterator<Item = (usize, char)> {
    let bytes = text.as_bytes();
    let mut latin = memchr::memchr3_iter(b'"', 0xc2, 0xe2, bytes).peekable();
    let mut wide = memchr::memchr_iter(0xe3, bytes).peekable();
    let next = move || match (latin.peek(), wide.peek()) {
        (Some(x), Some(y)) if y < x => wide.next(),
        (None, _) => wide.next(),
        _ => latin.next(),
    };
    std::iter::from_fn(next).filter_map(|at| Some((at, text[at..].chars().next()?)))
}

/// Share of the bytes of `span` that stand in one of `quotations`, in 0..=1.
pub fn quoted_share(quotations: &[Span], span: Span) -> f64 {
    let inside = |quote: &Span| quote.end.min(span.end).saturating_sub(quote.start.max(span.start));
    let first = quotations.partition_point(|quote| quote.end <= span.start);
    let bytes: usize = quotations[first..].iter().take_while(|quote| quote.start < span.end).map(inside).sum();
    bytes as f64 / span.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<&str> {
        quotations(text).iter().map(|span| &text[span.start..span.end]).collect()
    }

    #[test]
    fn marks_of_many_scripts_hold_quotations() {
        assert_eq!(quoted("He said \"no way\", then “yes”."), ["no way", "yes"]);
        assert_eq!(quoted("„Nein“, sagte er. »Doch«, sie. Il dit « oui » et part."), ["Nein", "Doch", " oui "]);
        assert_eq!(quoted("Il dit «oui» et «non»."), ["oui", "non"]);
        assert_eq!(quoted("他说「不」。"), ["不"]);
    }

    #[test]
    fn a_mark_that_nothing_closes_ends_with_its_line() {
        assert_eq!(quoted("A 6\" pipe and a \"quote\nover lines. \"Real.\""), ["Real."]);
    }

    /// One character after the other.
    fn slow(text: &str) -> Vec<Span> {
        let (mut found, mut open) = (Vec::new(), None::<Open>);
        for (at, mark) in text.char_indices() {
            open = match open {
                Some((start, _)) if mark == '\n' || at - start > LONGEST => None,
                open => meet(text, at, mark, open, &mut found),
            };
        }
        found
    }

    proptest::proptest! {
        #[test]
        fn only_marks_are_looked_at(text in "[a\"“”„«»「」é。 \n-]{0,60}") {
            proptest::prop_assert_eq!(quotations(&text), slow(&text));
        }
    }

    #[test]
    fn shares_are_of_the_place() {
        let text = "aa \"bbbb\" cc";
        let quotes = quotations(text);
        assert_eq!(quoted_share(&quotes, Span { start: 4, end: 8 }), 1.0);
        assert_eq!(quoted_share(&quotes, Span { start: 0, end: 8 }), 0.5);
        assert_eq!(quoted_share(&quotes, Span { start: 9, end: 12 }), 0.0);
    }
}
