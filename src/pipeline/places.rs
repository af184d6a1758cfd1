//! Passages with their places, in numbers: which place shows a passage, and which others hold the very same words.

use super::ingest::Ingested;
use crate::passages::Settings;
use crate::passages::gather::{self, Occurrence, PairMatch, Passage};
use crate::passages::index::Index;
use crate::passages::matches::Matcher;
use rayon::prelude::*;

/// The passages of some matches. Needs the words of their articles.
///
/// Places hang together by other places: one that is as another one, word for word, may be longer than the place that shows
/// the passage, or lie beside it. Such a place has the identity of those two.
pub(super) fn gathered(ingested: &Ingested, matches: &[PairMatch], settings: &Settings) -> Vec<Passage> {
    let mut passages = gather::gather(matches);
    passages.par_iter_mut().for_each_init(<(Index, Matcher)>::default, |(index, matcher), passage| {
        let words = |o: &Occurrence| &ingested.store.words(o.doc)[o.words.start as usize..o.words.end as usize];
        let shown = words(&passage.occurrences[first_seen(ingested, passage).0]);
        let is_other = |o: &&mut Occurrence| o.identity >= 1.0 && words(o) != shown;
        let mut others = passage.occurrences.iter_mut().filter(is_other).peekable();
        if others.peek().is_some() {
            index.fill(shown);
        }
        for other in others {
            let own = words(other);
            let equal: u32 = matcher.matches_with(index, shown, own, settings).iter().map(|found| found.words).sum();
            other.identity = 2.0 * equal as f32 / (shown.len() + own.len()) as f32;
        }
    });
    passages
}

/// The place that shows the passage: the earliest dated one, else the first; and whether it is dated.
pub(super) fn first_seen(ingested: &Ingested, passage: &Passage) -> (usize, bool) {
    let dated = |(i, o): (usize, &Occurrence)| Some((ingested.articles[o.doc.index()].seen()?, i));
    let dated = passage.occurrences.iter().enumerate().filter_map(dated);
    dated.min().map_or((0, false), |(_, i)| (i, true))
}
