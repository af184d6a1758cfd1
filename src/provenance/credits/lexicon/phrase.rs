//! A phrase, and whether it stands at a place among words.

use super::words::{Token, UNKNOWN, sep};

/// One position of a phrase.
#[derive(Debug, Clone)]
pub(crate) struct Element {
    pub words: Vec<u32>,
    /// Any word fits.
    pub any: bool,
    pub optional: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Phrase {
    pub elements: Vec<Element>,
    /// Elements before this one must stand there but are no part of the credit.
    pub visible: usize,
}

/// The words that may stand at the edge of a phrase, optional ones and the one after them.
pub(crate) fn edge_words<'a>(elements: impl Iterator<Item = &'a Element>) -> Vec<u32> {
    let mut words = Vec::new();
    for element in elements {
        words.extend(&element.words);
        if !element.optional {
            break;
        }
    }
    words
}

/// Matches a phrase that ends with token `last`; gives the first visible token.
pub(crate) fn backward(phrase: &Phrase, tokens: &[Token], last: usize) -> Option<usize> {
    back(phrase, phrase.elements.len(), tokens, last + 1, None)
}

/// `end` elements are still to match, and they must end before token `at`.
fn back(phrase: &Phrase, end: usize, tokens: &[Token], at: usize, visible: Option<usize>) -> Option<usize> {
    let visible = if end == phrase.visible && visible.is_none() { Some(at) } else { visible };
    if end == 0 {
        return visible;
    }
    let element = &phrase.elements[end - 1];
    if at > 0 && fits(element, &tokens[at - 1]) {
        let alone = phrase.elements[..end - 1].iter().all(|element| element.optional);
        let found = if joined(&tokens[at - 1]) {
            back(phrase, end - 1, tokens, at - 1, visible)
        } else if alone {
            Some(visible.unwrap_or(at - 1))
        } else {
            None
        };
        if found.is_some() {
            return found;
        }
    }
    if element.optional { back(phrase, end - 1, tokens, at, visible) } else { None }
}

/// Matches a phrase from token `first` on; gives one past its last token.
pub(crate) fn forward(elements: &[Element], tokens: &[Token], first: usize) -> Option<usize> {
    let Some((element, rest)) = elements.split_first() else {
        return Some(first);
    };
    if tokens.get(first).is_some_and(|token| fits(element, token)) {
        let found = match tokens.get(first + 1) {
            Some(next) if joined(next) => forward(rest, tokens, first + 1),
            _ => rest.iter().all(|element| element.optional).then_some(first + 1),
        };
        if found.is_some() {
            return found;
        }
    }
    if element.optional { forward(rest, tokens, first) } else { None }
}

fn fits(element: &Element, token: &Token) -> bool {
    element.any
        || element.words.binary_search(&token.id).is_ok_and(|_| token.id != UNKNOWN)
        || (token.stem != UNKNOWN && element.words.binary_search(&token.stem).is_ok())
}

/// Nothing but space before the token.
fn joined(token: &Token) -> bool {
    token.sep & !sep::BREAK == 0
}

/// Literal beginnings of phrases, which are looked for like names.
pub(crate) fn anchors(phrases: &[String]) -> Vec<String> {
    phrases.iter().flat_map(|phrase| anchor(phrase)).collect()
}

fn anchor(phrase: &str) -> Vec<String> {
    let mut words = phrase.split_whitespace().skip_while(|word| word.ends_with('?'));
    let Some(first) = words.next() else {
        return Vec::new();
    };
    let mut anchors: Vec<String> = first.split('|').map(|word| word.trim_end_matches('~').to_owned()).collect();
    for word in words.take_while(|word| !word.contains(['|', '?', '*', '~', '<'])) {
        for anchor in &mut anchors {
            anchor.push(' ');
            anchor.push_str(word);
        }
    }
    anchors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_literal_beginnings() {
        assert_eq!(anchor("as? quoted|cited by"), ["quoted by", "cited by"]);
        assert_eq!(anchor("dikutip dari? laporan?"), ["dikutip"]);
    }
}
