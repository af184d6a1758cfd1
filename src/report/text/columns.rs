//! Words and figures in columns, safe to print: widths in terminal columns, nothing that moves the cursor.

use crate::date::Published;
use crate::report::model::Article;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// `2022-02-16 21:00`, with the zone where one is known.
pub(super) fn moment(published: &Published) -> String {
    let text = published.to_string();
    match text.split_once('T') {
        None => text,
        Some((date, time)) => format!("{date} {}{}", &time[..5], &time[8..]),
    }
}

/// When an article was published; `≤` when it was changed, where no more is known.
pub(super) fn seen(article: &Article) -> Option<String> {
    let bound = if article.published.is_some() { "" } else { "≤ " };
    article.seen().map(|seen| format!("{bound}{}", moment(&seen)))
}

/// One word as a shell reads it back, quoted only where it must be, on one line whatever a stranger named an article.
pub fn for_a_shell(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./,:#@%+=".contains(c);
    if !word.is_empty() && !word.starts_with('#') && word.chars().all(plain) {
        return word.into();
    }
    let safe: String = word.chars().map(|c| if c.is_control() { '?' } else { c }).collect();
    format!("'{}'", safe.replace('\'', "'\\''"))
}

/// `0.53`.
pub(super) fn share(value: f64) -> String {
    format!("{value:.2}")
}

/// `53%`.
pub(super) fn percent(value: f64) -> String {
    format!("{:.0}%", value * 100.0)
}

/// `98.2%`.
pub(super) fn percent_fine(value: f64) -> String {
    format!("{:.1}%", value * 100.0)
}

/// `1 article`, `1,234 articles`.
pub(super) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(n as u64), if n == 1 { one } else { many })
}

/// `1,234,567`.
pub(super) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).unwrap_or_default()).collect();
    groups.join(",")
}

/// Control characters would move the cursor or colour the screen: articles are strangers' text.
pub(super) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') { ' ' } else { c })
        .collect()
}

/// Exactly `width` columns.
pub(super) fn pad(text: &str, width: usize) -> String {
    let text = clip(text, width);
    let blanks = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(blanks))
}

/// At most `width` columns, the cut marked.
pub(super) fn clip(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut used = 1;
    let kept: String = text
        .chars()
        .take_while(|c| {
            used += c.width().unwrap_or(0);
            used <= width
        })
        .collect();
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_as_a_terminal_does() {
        assert_eq!(pad("東京", 6), "東京  ");
        assert_eq!(clip("東京都庁", 5), "東京…");
        assert_eq!(clip("abc", 3), "abc");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }

    #[test]
    fn nothing_that_moves_the_cursor_gets_through() {
        assert_eq!(printable("a\u{1b}[2J\u{202e}b\n"), "a [2J b ");
    }
}
