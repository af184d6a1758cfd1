//! Passages with their places, in numbers: which place shows a passage, and which others hold the very same words.

use super::Settings;
use super::ingest::Ingested;
use crate::passages::gather::{self, Occurrence, PairMatch, Passage};
use crate::passages::index::Index;
use crate::passages::matches::Matcher;
use rayon::prelude::*;
use std::ops::Range;

/// The passages of some matches, which are sorted by pair, each place with its identity with the one that shows the passage.
/// Needs the words of their articles.
///
/// Places hang together by other places: one that is as another one, word for word, may be longer than the place that shows
/// the passage, or lie beside it.
pub(super) fn gathered(ingested: &Ingested, matches: &[PairMatch], settings: &Settings) -> Vec<Passage> {
    let Some(rules) = &settings.passages else { return Vec::new() };
    let mut passages = gather::gather(matches);
    passages.par_iter_mut().for_each_init(<(Index, Matcher)>::default, |(index, matcher), passage| {
        let words = |o: &Occurrence| &ingested.store.words(o.doc)[o.words.start as usize..o.words.end as usize];
        let first = passage.occurrences[first_seen(ingested, passage).0].clone();
        let shown = words(&first);
        let mut is_indexed = false;
        for place in &mut passage.occurrences {
            let own = words(place);
            if own == shown {
                place.identity = 1.0;
                continue;
            }
            let mut equal = equal_words(matches, &first, place);
            if equal == 0 {
                // They were not compared, or their articles share nothing there.
                if !std::mem::replace(&mut is_indexed, true) {
                    index.fill(shown);
                }
                equal = matcher.matches_with(index, shown, own, rules).iter().map(|found| found.words).sum();
            }
            place.identity = 2.0 * equal as f32 / (shown.len() + own.len()) as f32;
        }
    });
    passages
}

/// Equal words of the matches between two places.
fn equal_words(matches: &[PairMatch], x: &Occurrence, y: &Occurrence) -> u32 {
    let (a, b) = if x.doc < y.doc { (x, y) } else { (y, x) };
    let from = matches.partition_point(|m| (m.a, m.b) < (a.doc, b.doc));
    let of_pair = matches[from..].iter().take_while(|m| (m.a, m.b) == (a.doc, b.doc));
    let within = |part: &Range<u32>, whole: &Range<u32>| whole.start <= part.start && part.end <= whole.end;
    of_pair.filter(|m| within(&m.found.a, &a.words) && within(&m.found.b, &b.words)).map(|m| m.found.words).sum()
}

/// The place that shows the passage: the earliest dated one, else the first; and whether it is dated.
pub(super) fn first_seen(ingested: &Ingested, passage: &Passage) -> (usize, bool) {
    let dated = |(i, o): (usize, &Occurrence)| Some((ingested.articles[o.doc.index()].seen()?, i));
    let dated = passage.occurrences.iter().enumerate().filter_map(dated);
    dated.min().map_or((0, false), |(_, i)| (i, true))
}
