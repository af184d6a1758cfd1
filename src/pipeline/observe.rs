//! Who watches a run, and the time its stages take.

use crate::error::{Error, Result};
use crate::report::model::Timings;
use std::time::Instant;

/// A part of a run that a user waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// Reading and tokenising.
    Read,
    /// Learning and masking furniture.
    Boilerplate,
    /// Making signatures.
    Sketch,
    /// Finding candidate pairs by signature, or all of them.
    Candidates,
    /// Finding candidate pairs by shared runs of words.
    Seeds,
    /// Finding pairs that may hold rewritten text.
    Rewrite,
    /// Finding candidate pairs by rare runs of letters.
    Letters,
    /// Comparing them.
    Verify,
    /// Aligning the passages they share.
    Passages,
    /// Grouping the pairs that hold.
    Cluster,
    /// Comparing the members of clusters with their earliest one.
    Edits,
    /// Writing the tables of an index.
    Tables,
}

impl Stage {
    /// One word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Boilerplate => "boilerplate",
            Self::Sketch => "sketch",
            Self::Candidates => "candidates",
            Self::Seeds => "seeds",
            Self::Rewrite => "rewrite",
            Self::Letters => "letters",
            Self::Verify => "verify",
            Self::Passages => "passages",
            Self::Cluster => "cluster",
            Self::Edits => "edits",
            Self::Tables => "tables",
        }
    }
}

/// Watches a run. All calls may come from any thread.
pub trait Observer: Sync {
    /// A stage begins; `total` is its work where known (bytes for reading, else items).
    fn begin(&self, _stage: Stage, _total: Option<u64>) {}
    /// So much more of the work is done.
    fn advance(&self, _by: u64) {}
    /// The stage is over.
    fn end(&self, _stage: Stage) {}
    /// Whether the run is to stop.
    fn interrupted(&self) -> bool {
        false
    }
}

/// Nobody watches.
pub struct NoObserver;

impl Observer for NoObserver {}

/// Runs stages under an observer and notes how long they take.
pub(super) struct Clock<'a> {
    pub(super) observer: &'a dyn Observer,
    seconds: Vec<(String, f64)>,
}

impl<'a> Clock<'a> {
    pub(super) fn new(observer: &'a dyn Observer) -> Self {
        Self { observer, seconds: Vec::new() }
    }

    pub(super) fn stage<T>(&mut self, stage: Stage, total: Option<u64>, work: impl FnOnce() -> Result<T>) -> Result<T> {
        self.observer.begin(stage, total);
        let start = Instant::now();
        let result = work();
        self.seconds.push((stage.name().to_owned(), start.elapsed().as_secs_f64()));
        self.observer.end(stage);
        if self.observer.interrupted() { Err(Error::Interrupted) } else { result }
    }

    pub(super) fn timings(&self) -> Timings {
        Timings { seconds: self.seconds.clone(), peak_memory: peak_memory() }
    }
}

/// The largest resident size so far, in bytes (Linux).
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
