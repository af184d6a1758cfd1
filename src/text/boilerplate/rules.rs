//! What is looked for as furniture: hashes, each with the outlets whose it is.

use super::{Masked, Numbered, Owners, RUN_WORDS, Sought, find, mask};
use crate::hash;
use crate::id::OutletId;
use crate::text::store::TokenStore;

/// Runs of words and short lines that are furniture, learned or given. Whether an article's words are masked
/// depends on these, its own words and its outlet alone.
#[derive(Clone, Default, Debug)]
pub struct Rules {
    pub(super) runs: Owners,
    pub(super) lines: Owners,
}

impl Rules {
    /// Those of furniture given as word hashes, outlet by outlet.
    pub fn given<'a>(given: impl IntoIterator<Item = (OutletId, &'a [u32])>) -> Self {
        let mut rules = Self::default();
        for (outlet, words) in given {
            if words.len() < RUN_WORDS {
                rules.lines.entry(hash::run(words)).or_default().push(outlet);
            }
            for run in words.windows(RUN_WORDS) {
                rules.runs.entry(hash::run(run)).or_default().push(outlet);
            }
        }
        rules
    }

    /// Those that `hashes` told: of runs, and of lines.
    pub fn of_hashes(
        runs: impl IntoIterator<Item = (OutletId, u32)>,
        lines: impl IntoIterator<Item = (OutletId, u32)>,
    ) -> Self {
        let mut rules = Self::default();
        runs.into_iter().for_each(|(outlet, hash)| rules.runs.entry(hash).or_default().push(outlet));
        lines.into_iter().for_each(|(outlet, hash)| rules.lines.entry(hash).or_default().push(outlet));
        rules
    }

    /// Hashes of runs and of lines, each once an outlet, sorted.
    pub fn hashes(&self) -> [Vec<(OutletId, u32)>; 2] {
        [&self.runs, &self.lines].map(|owners| {
            let each =
                |(&hash, outlets): (&u32, &Vec<OutletId>)| outlets.iter().map(move |&o| (o, hash)).collect::<Vec<_>>();
            let mut all: Vec<(OutletId, u32)> = owners.iter().flat_map(each).collect();
            all.sort_unstable();
            all.dedup();
            all
        })
    }

    /// Masks the furniture of these articles; `outlets[doc]` is the article's outlet.
    pub fn apply(self, store: &TokenStore, outlets: &[OutletId]) -> Masked {
        let numbered = |owners: &Owners| Numbered::of(owners.keys().copied().collect());
        let sought = Sought { runs: numbered(&self.runs), lines: numbered(&self.lines) };
        mask(store, outlets, &sought, &find(store, &sought), self)
    }
}
