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
    let mut open: Option<(usize, &[char])> = None;
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, mark)) = chars.next() {
        let after = chars.peek().map_or(' ', |&(_, next)| next);
        match open {
            Some((start, _)) if mark == '\n' || at - start > LONGEST => open = None,
            // A straight mark closes at the end of a word, never before one.
            Some((start, closing))
                if closing.contains(&mark) && !(before.is_whitespace() && after.is_alphanumeric()) =>
            {
                found.push(Span { start, end: at });
                open = None;
            }
            // Scripts with capitals put a blank before an opening mark, and all but French none behind it.
            None if !(before.is_lowercase() || before.is_uppercase() || before.is_ascii_digit())
                && (mark == '«' || !after.is_whitespace()) =>
            {
                let opens = MARKS.iter().find(|(opening, _)| *opening == mark);
                open = opens.map(|(_, closing)| (at + mark.len_utf8(), *closing));
            }
            _ => {}
        }
        before = mark;
    }
    found
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

    #[test]
    fn shares_are_of_the_place() {
        let text = "aa \"bbbb\" cc";
        let quotes = quotations(text);
        assert_eq!(quoted_share(&quotes, Span { start: 4, end: 8 }), 1.0);
        assert_eq!(quoted_share(&quotes, Span { start: 0, end: 8 }), 0.5);
        assert_eq!(quoted_share(&quotes, Span { start: 9, end: 12 }), 0.0);
    }
}
