//! Lines that fit: what does not go into a line goes on in the next one, further in.

use super::columns::clip;
use std::fmt;
use unicode_width::UnicodeWidthStr;

/// A paragraph of notes, broken between them, and within one only where it is wider than a line.
pub(super) struct Lines {
    lines: Vec<String>,
    /// Columns that lines after the first stand in.
    indent: usize,
    /// Columns there are.
    width: usize,
}

impl Lines {
    /// Begins with `lead`, cut where it is wider than the line.
    pub(super) fn new(lead: &str, indent: usize, width: usize) -> Self {
        Self { lines: vec![clip(lead, width)], indent, width }
    }

    /// Notes with ` · ` between them; `first` stands between what is there and the first of them.
    pub(super) fn notes<S: AsRef<str>>(mut self, first: &str, notes: impl IntoIterator<Item = S>) -> Self {
        let mut separator = first;
        for note in notes {
            self.note(separator, note.as_ref());
            separator = " · ";
        }
        self
    }

    /// A text, broken at its blanks.
    pub(super) fn words(mut self, first: &str, text: &str) -> Self {
        let mut separator = first;
        for word in text.split_whitespace() {
            self.word(separator, word);
            separator = " ";
        }
        self
    }

    fn note(&mut self, separator: &str, note: &str) {
        if self.fits(separator, note) {
            self.push(separator, note);
        } else if self.indent + note.width() <= self.width {
            self.turn(note);
        } else {
            *self = std::mem::replace(self, Self::new("", 0, 0)).words(separator, note);
        }
    }

    fn word(&mut self, separator: &str, word: &str) {
        if self.fits(separator, word) {
            self.push(separator, word);
        } else {
            self.turn(&clip(word, self.width.saturating_sub(self.indent)));
        }
    }

    fn fits(&self, separator: &str, text: &str) -> bool {
        self.lines.last().map_or(0, |line| line.width()) + separator.width() + text.width() <= self.width
    }

    fn push(&mut self, separator: &str, text: &str) {
        if let Some(line) = self.lines.last_mut() {
            *line += separator;
            *line += text;
        }
    }

    fn turn(&mut self, text: &str) {
        self.lines.push(format!("{}{text}", " ".repeat(self.indent)));
    }
}

/// A text with its own blanks before it, broken at its other blanks.
pub(super) fn wrap(text: &str, width: usize) -> String {
    let lead = text.len() - text.trim_start().len();
    Lines::new(&text[..lead], lead + 2, width).words("", text).to_string()
}

impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_stay_whole_where_they_can() {
        let lines = |width| Lines::new("head", 2, width).notes(" · ", ["one two", "three"]).to_string();
        assert_eq!(lines(40), "head · one two · three");
        assert_eq!(lines(14), "head · one two\n  three");
        assert_eq!(lines(9), "head\n  one two\n  three");
        assert_eq!(lines(7), "head\n  one\n  two\n  three");
    }

    #[test]
    fn wide_characters_take_two_columns_and_what_is_too_wide_is_cut() {
        let lines = Lines::new("東京", 2, 8).notes(" ", ["京都市", "abcdefghij"]).to_string();
        assert_eq!(lines, "東京\n  京都市\n  abcde…");
        assert!(lines.lines().all(|line| line.width() <= 8));
    }
}
