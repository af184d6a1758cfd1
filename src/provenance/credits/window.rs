//! Cuts the text round a name into windows that never split a character.

use crate::id::Span;

/// Up to `limit` bytes before `at`.
pub(crate) fn left(text: &str, at: usize, limit: usize) -> &str {
    let mut start = at.saturating_sub(limit);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..at]
}

/// Up to `limit` bytes from `at` on.
pub(crate) fn right(text: &str, at: usize, limit: usize) -> &str {
    let mut end = (at + limit).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[at..end]
}

/// The line round a span, without its line break.
pub(crate) fn line(text: &str, span: Span) -> Span {
    let bytes = text.as_bytes();
    let start = memchr::memrchr(b'\n', &bytes[..span.start]).map_or(0, |at| at + 1);
    let end = memchr::memchr(b'\n', &bytes[span.end..]).map_or(text.len(), |at| span.end + at);
    Span { start, end }
}

/// The inside of the brackets round a span, when they close within `limit` bytes on either side.
pub(crate) fn brackets(text: &str, span: Span, limit: usize) -> Option<Span> {
    let before = left(text, span.start, limit);
    let open = before.rfind(['(', '[', '（', ')', ']', '\n'])?;
    let opener = before[open..].chars().next().filter(|c| matches!(c, '(' | '[' | '（'))?;
    let after = right(text, span.end, limit);
    let close = after.find([')', ']', '）', '(', '\n'])?;
    after[close..]
        .starts_with([')', ']', '）'])
        .then_some(Span { start: span.start - before.len() + open + opener.len_utf8(), end: span.end + close })
}
