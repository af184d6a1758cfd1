//! Short matches that are only a part of a sentence: titles of laws and offices, venues and dates.
//!
//! They run to fifteen words, stand in unrelated articles, and no document frequency tells them from a
//! lifted sentence. What does is that a lifted passage is most of a sentence where it came from.

use super::{Match, Settings};
use std::ops::Range;

/// The sentences of an article.
#[derive(Clone, Copy, Debug)]
pub struct Sentences<'t> {
    /// First word of each sentence, ascending, the first being 0; empty where unknown.
    pub starts: &'t [u32],
    /// Words of the article.
    pub words: u32,
}

/// Whether a match is short and a small part of its sentences in both articles.
///
/// Where sentences are not known nothing is a fragment.
pub fn is_fragment(a: Sentences, b: Sentences, found: &Match, settings: &Settings) -> bool {
    found.words < settings.fragment_words && a.share_of(&found.a).max(b.share_of(&found.b)) < settings.fragment_share
}

impl Sentences<'_> {
    /// Share that a range has of the sentences it begins, runs through and ends in.
    fn share_of(self, range: &Range<u32>) -> f32 {
        let Some(first) = self.starts.partition_point(|start| *start <= range.start).checked_sub(1) else {
            return 1.0;
        };
        let next = self.starts.partition_point(|start| *start < range.end);
        let end = self.starts.get(next).copied().unwrap_or(self.words);
        range.len() as f32 / (end - self.starts[first]) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(starts: &[u32]) -> Sentences<'_> {
        Sentences { starts, words: 90 }
    }

    fn found(a: Range<u32>, b: Range<u32>) -> Match {
        Match { words: a.len() as u32, a, b, identity: 1.0 }
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
        assert_eq!(sentences(&[0, 10, 30]).share_of(&(5..15)), 10.0 / 30.0);
        assert_eq!(sentences(&[0, 10, 30]).share_of(&(30..90)), 1.0);
    }
}
