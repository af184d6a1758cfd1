//! Small dense ids and spans. Imports nothing of ours.

use serde::{Deserialize, Serialize};

/// An article's place in the run: articles are numbered in byte order of their ids.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct DocId(pub u32);

impl DocId {
    /// The id as an index into per-article tables.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// An outlet's place among the outlets of the run, in byte order of their names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct OutletId(pub u32);

impl OutletId {
    /// The id as an index into per-outlet tables.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Half-open range of UTF-8 bytes in an article's own text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether nothing lies inside.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}
