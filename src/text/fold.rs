//! What counts as a word character, and which spellings are the same word.
//!
//! Folded, so that a copy is seen through them: case; Unicode compatibility forms (NFKC: full-width
//! letters, ligatures, composed and decomposed accents); soft hyphens, zero-width characters and
//! joiners; Arabic tatweel and vowel marks, the seats of alef and hamza, taa marbuta, alef maqsura,
//! the Persian and Urdu forms of kaf, yeh and heh; the digits of Arabic, Persian, Devanagari, Bengali
//! and Thai; Turkish dotted and dotless i; Greek final sigma. Accents of Latin letters stay: they tell words apart.

use std::sync::OnceLock;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark, is_nfkc_quick};

/// What a character does to the words round it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Class {
    /// Ends a word: blanks, punctuation, symbols.
    Break,
    /// Belongs to a word: letters, digits, the underscore.
    Word,
    /// Belongs to whatever it follows: combining marks and invisible characters.
    Joiner,
    /// Stands in a script without spaces whose words are one or two characters: Han, Kana.
    Pair,
    /// Stands in a script without spaces whose words are longer: Thai, Lao, Khmer, Myanmar.
    Triple,
}

/// The class of a character, by table within the Basic Multilingual Plane.
#[inline]
pub fn class(c: char) -> Class {
    match page(c) {
        Some(page) => page.class[c as usize % PAGE],
        None => classify(c),
    }
}

/// Invisible characters that neither end a word nor belong to its spelling.
pub fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{34f}' | '\u{fe00}'..='\u{fe0f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn classify(c: char) -> Class {
    match c {
        '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30ff}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9d}'
        | '\u{20000}'..='\u{3ffff}'
            if c.is_alphanumeric() =>
        {
            Class::Pair
        }
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
            if c.is_alphabetic() && !is_combining_mark(c) =>
        {
            Class::Triple
        }
        '_' => Class::Word,
        // The half-width voicing marks are letters to Unicode, and compose like marks.
        '\u{ff9e}' | '\u{ff9f}' => Class::Joiner,
        _ if is_combining_mark(c) || is_ignorable(c) => Class::Joiner,
        _ if c.is_alphanumeric() => Class::Word,
        _ => Class::Break,
    }
}

/// Appends the folded form of one word (no `Break` character in it) to `out`.
pub fn fold_into(word: &str, out: &mut String) {
    let start = out.len();
    for c in word.chars() {
        match page(c).map(|page| page.simple[c as usize % PAGE]) {
            Some(f) if f != COMPLEX => {
                if let Some(f) = char::from_u32(u32::from(f)).filter(|_| f != DROPPED) {
                    out.push(f);
                }
            }
            _ => {
                out.truncate(start);
                return fold_slowly(word, out);
            }
        }
    }
}

/// The definition of folding; `fold_into` must give the same for every word.
pub fn fold_slowly(word: &str, out: &mut String) {
    let visible = word.chars().filter(|&c| !is_ignorable(c));
    for c in visible.nfkc().flat_map(char::to_lowercase).nfkc() {
        out.extend(respell(c));
    }
}

/// One spelling for the variants of a letter or digit; `None` where the mark is dropped.
fn respell(c: char) -> Option<char> {
    let digit = |zero: u32| char::from_digit(c as u32 - zero, 10);
    match c {
        'ı' => Some('i'),
        '\u{307}' => None, // left over from lower-casing the Turkish capital
        'ς' => Some('σ'),
        '\u{640}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{6d6}'..='\u{6dc}'
        | '\u{6df}'..='\u{6e4}'
        | '\u{6e7}'
        | '\u{6e8}'
        | '\u{6ea}'..='\u{6ed}' => None,
        'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
        'ؤ' => Some('و'),
        'ئ' | 'ى' | 'ی' | 'ې' => Some('ي'),
        'ة' | 'ہ' | 'ھ' | 'ۃ' | 'ە' | 'ۀ' | 'ۂ' => Some('ه'),
        'ک' => Some('ك'),
        '\u{660}'..='\u{669}' => digit(0x660),
        '\u{6f0}'..='\u{6f9}' => digit(0x6f0),
        '\u{966}'..='\u{96f}' => digit(0x966),
        '\u{9e6}'..='\u{9ef}' => digit(0x9e6),
        '\u{e50}'..='\u{e59}' => digit(0xe50),
        c if is_ignorable(c) => None,
        c => Some(c),
    }
}

/// Marks a character that can act on its neighbours under NFKC, or folds to several characters.
const COMPLEX: u16 = 0xffff;
/// Marks a character that folds to nothing.
const DROPPED: u16 = 0;

/// Characters of a page.
const PAGE: usize = 256;
/// Pages of the Basic Multilingual Plane.
const PAGES: usize = 0x1_0000 / PAGE;

/// What is known of characters that follow one another.
struct Page {
    class: [Class; PAGE],
    /// The folded character, `DROPPED` or `COMPLEX`.
    simple: [u16; PAGE],
}

/// Each page is made when one of its characters is first met: a text has few scripts, and all take as long as a short run.
static TABLES: [OnceLock<Page>; PAGES] = [const { OnceLock::new() }; PAGES];

/// The page of a character within the Basic Multilingual Plane.
#[inline]
fn page(c: char) -> Option<&'static Page> {
    let number = c as usize / PAGE;
    TABLES.get(number).map(|page| page.get_or_init(|| make_page(number)))
}

#[cold]
fn make_page(number: usize) -> Page {
    let at = |i: usize| char::from_u32((number * PAGE + i) as u32);
    Page {
        class: std::array::from_fn(|i| at(i).map_or(Class::Break, classify)),
        simple: std::array::from_fn(|i| at(i).map_or(COMPLEX, fold_alone)),
    }
}

/// The folding of a character that no neighbour can change, else `COMPLEX`.
fn fold_alone(c: char) -> u16 {
    if is_ignorable(c) {
        return DROPPED;
    }
    // A mark, or a character that may compose with the one before it, depends on its neighbours.
    let stands_alone = |c: char| {
        !is_combining_mark(c) && is_nfkc_quick(std::iter::once(c)) == unicode_normalization::IsNormalized::Yes
    };
    let lower: Vec<char> = c.to_lowercase().collect();
    let [one] = lower[..] else { return COMPLEX };
    if !stands_alone(c) || !stands_alone(one) {
        return COMPLEX;
    }
    match respell(one) {
        Some(f) => u16::try_from(u32::from(f)).ok().filter(|&f| f != DROPPED).unwrap_or(COMPLEX),
        None => DROPPED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fold(word: &str) -> String {
        let mut out = String::new();
        fold_into(word, &mut out);
        out
    }

    #[test]
    fn spellings_that_must_not_hide_a_copy() {
        for (a, b) in [
            ("Brüssel", "bru\u{308}ssel"),
            ("ＡＦＰ", "afp"),
            ("peme\u{ad}rintah", "pemerintah"),
            ("zero\u{200b}width", "zerowidth"),
            ("أخبار", "اخبار"),
            ("مُحَمَّد", "محمد"),
            ("العـــالم", "العالم"),
            ("مدرسة", "مدرسه"),
            ("کتاب", "كتاب"),
            ("می\u{200c}خواهم", "میخواهم"),
            ("Việt", "Vie\u{302}\u{323}t"),
            ("İSTANBUL", "istanbul"),
            ("٢٠٢٢", "2022"),
            ("ﬁnal", "final"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} and {b}");
        }
        assert_ne!(fold("pêche"), fold("péché"));
    }

    proptest! {
        #[test]
        fn the_table_agrees_with_the_definition(word in "[\\p{L}\\p{M}\\p{N}\u{ad}\u{200c}\u{640}]{0,12}") {
            let mut slow = String::new();
            fold_slowly(&word, &mut slow);
            prop_assert_eq!(fold(&word), slow);
        }
    }
}
