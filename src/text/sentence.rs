//! Where sentences begin, by punctuation and line ends alone: good enough to tell a sentence from a piece of one.

use crate::id::Span;

/// Indexes of the words that begin a sentence, the first word among them.
pub fn starts(text: &str, words: &[Span]) -> Vec<u32> {
    let before = |i: u32| Some(words[i.checked_sub(1)? as usize]);
    (0..).zip(words).filter(|&(i, word)| begins(text, before(i), *word)).map(|(i, _)| i).collect()
}

/// Whether a word begins a sentence, given the word before it.
pub fn begins(text: &str, before: Option<Span>, word: Span) -> bool {
    before.is_none_or(|before| ends_sentence(&text[before.start..before.end], &text[before.end..word.start]))
}

/// Whether a sentence ends after `word`, given what stands between it and the next one.
fn ends_sentence(word: &str, gap: &str) -> bool {
    if gap.contains('\n') {
        return true;
    }
    // Marks of scripts that put no blank after them.
    if gap.contains(['。', '！', '？', '।', '۔']) {
        return true;
    }
    let Some(mark) = gap.find(['.', '!', '?', '…', '؟']) else {
        return false;
    };
    let initial = gap[mark..].starts_with('.') && word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    gap[mark..].contains(char::is_whitespace) && !initial
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenize::tokens;

    #[test]
    fn sentences_begin_after_their_marks() {
        let text = "He said \"No.\" Then J. Smith paid 3.4 percent. Why? (AFP)\nNew line";
        let spans = tokens(text).spans;
        let first: Vec<&str> =
            starts(text, &spans).iter().map(|&i| &text[spans[i as usize].start..spans[i as usize].end]).collect();
        assert_eq!(first, ["He", "Then", "Why", "AFP", "New"]);
    }
}
