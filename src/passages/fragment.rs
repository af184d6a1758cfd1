//! Short matches that are only a part of a sentence: titles of laws and offices, venues and dates.
//!
//! They run to fifteen words, stand in unrelated articles, and no document frequency tells them from a
//! lifted sentence. What does is that a lifted passage is most of a sentence where it came from.

use super::{Article, Match, Settings};
use std::ops::Range;

/// Whether a match is short and a small part of its sentences in both articles.
///
/// Where sentences are not known nothing is a fragment.
pub fn is_fragment(a: Article, b: Article, found: &Match, settings: &Settings) -> bool {
    found.words < settings.fragment_words && share_of(a, &found.a).max(share_of(b, &found.b)) < settings.fragment_share
}

/// Share that a range has of the sentences it begins, runs through and ends in.
fn share_of(article: Article, range: &Range<u32>) -> f32 {
    let starts = article.sentences;
    let Some(first) = starts.partition_point(|start| *start <= range.start).checked_sub(1) else {
        return 1.0;
    };
    let next = starts.partition_point(|start| *start < range.end);
    let end = starts.get(next).copied().unwrap_or(article.words.len() as u32);
    range.len() as f32 / (end - starts[first]) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passages::Reuse;

    const WORDS: [u32; 90] = [0; 90];

    fn sentences(sentences: &[u32]) -> Article<'_> {
        Article { words: &WORDS, sentences }
    }

    fn found(a: Range<u32>, b: Range<u32>) -> Match {
        Match { words: a.len() as u32, a, b, identity: 1.0, reuse: Reuse::Copied }
    }

    #[test]
    fn a_title_inside_long_sentences_is_a_fragment_and_a_sentence_is_not() {
        let settings = Settings::default();
        let (long, short, unknown) = (sentences(&[0, 30, 60]), sentences(&[0, 40, 54]), sentences(&[]));
        assert!(is_fragment(long, long, &found(35..48, 65..78), &settings));
        assert!(!is_fragment(long, short, &found(35..48, 40..53), &settings));
        assert!(!is_fragment(long, long, &found(35..55, 65..85), &settings));
        assert!(!is_fragment(long, unknown, &found(35..48, 65..78), &settings));
    }

    #[test]
    fn a_range_across_sentences_is_held_against_all_of_them() {
        assert_eq!(share_of(sentences(&[0, 10, 30]), &(5..15)), 10.0 / 30.0);
        assert_eq!(share_of(sentences(&[0, 10, 30]), &(30..90)), 1.0);
    }
}
