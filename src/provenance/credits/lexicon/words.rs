//! The words of a window: where they stand, what parts them, and how they are written for comparison.

/// What stands between two words besides spaces.
pub(crate) mod sep {
    pub const HARD: u8 = 1;
    pub const COLON: u8 = 2;
    pub const COMMA: u8 = 4;
    pub const OPEN: u8 = 8;
    pub const CLOSE: u8 = 16;
    pub const QUOTE: u8 = 32;
    pub const BREAK: u8 = 64;
    pub const SLASH: u8 = 128;
}

/// The number of no word.
pub(crate) const UNKNOWN: u32 = 0;

/// A word of a window.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub start: usize,
    pub end: usize,
    /// What stands before it.
    pub sep: u8,
    /// The word of a phrase that it is; `UNKNOWN` for none.
    pub id: u32,
    /// The stem of a phrase that it begins with; `UNKNOWN` for none.
    pub stem: u32,
}

/// The words of a window, and what stands behind the last.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    pub list: Vec<Token>,
    pub last_sep: u8,
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c)
}

/// Vowel signs that belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{963}' | '\u{64b}'..='\u{65f}' | '\u{640}' | '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}')
}

/// A letter, or the hyphen of "-Bericht" directly behind a name.
pub(crate) fn starts_word(rest: &str, c: char) -> bool {
    is_word(c) || (c == '-' && rest[1..].chars().next().is_some_and(char::is_alphabetic))
}

/// Length of the word at the start: letters, with hyphens and dots inside, up to and with an apostrophe.
pub(crate) fn word_length(rest: &str) -> usize {
    let mut end = 0;
    let mut letters = rest.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let next = letters.peek().map(|&(_, next)| next);
        let inner = next.is_some_and(is_word);
        if is_word(c) || (at == 0 && c == '-') || (matches!(c, '-' | '.') && inner) {
            end = at + c.len_utf8();
        } else if matches!(c, '\'' | '’') && end > 0 {
            return at + c.len_utf8();
        } else {
            break;
        }
    }
    end
}

/// Where a capital follows a small letter inside a word.
pub(crate) fn seam(word: &str) -> Option<usize> {
    word.as_bytes()
        .windows(2)
        .position(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
        .map(|at| at + 1)
}

pub(crate) fn separator(c: char) -> u8 {
    match c {
        '.' | ';' | '!' | '?' | '…' | '۔' | '।' | '؛' | '؟' | '—' => sep::HARD,
        '|' | '/' | '&' | '+' => sep::SLASH,
        ':' | '：' => sep::COLON,
        ',' | '،' | '、' => sep::COMMA,
        '(' | '[' | '（' => sep::OPEN,
        ')' | ']' | '）' => sep::CLOSE,
        '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'' | '‹' | '›' => sep::QUOTE,
        '\n' => sep::BREAK,
        c if c.is_whitespace() => 0,
        _ => sep::HARD,
    }
}

pub(crate) fn lower(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    lower_into(word, &mut out);
    out
}

pub(crate) fn lower_into(word: &str, out: &mut String) {
    for c in word.chars() {
        match c {
            '’' => out.push('\''),
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => out.extend(c.to_lowercase()),
        }
    }
}
