//! What belongs to an index: one small file, put into the place of the last one by every change.

use super::container::{Damage, Kind, Reader, Writer, Written, wrong};
use super::segment::Sketching;
use bincode::{Decode, Encode};
use std::io;
use std::path::Path;

/// A file of the index.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Stored {
    /// Its number, which no other file of this index ever had.
    pub number: u64,
    /// By which it is known.
    pub written: Written,
}

/// A segment of the index.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// Its file.
    pub stored: Stored,
    /// Its articles, removed ones among them.
    pub rows: u32,
    /// Rows that were removed, rising.
    pub removed: Vec<u32>,
}

impl Part {
    /// Articles that are not removed.
    pub fn live(&self) -> u64 {
        u64::from(self.rows) - self.removed.len() as u64
    }
}

/// The state of an index after a change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Manifest {
    /// Rises with every change.
    pub generation: u64,
    /// Number of the next file.
    pub next_number: u64,
    /// Number of the next article that comes in.
    pub next_sequence: u64,
    /// Articles before this number were told to whoever watches.
    pub reported: u64,
    /// Settings of the comparison, as JSON.
    pub settings: String,
    /// What the tables were made with.
    pub sketching: Sketching,
    /// What was masked in all segments.
    pub furniture: Stored,
    /// The segments, in the order in which they came.
    pub parts: Vec<Part>,
}

#[derive(Encode, Decode)]
struct Header {
    generation: u64,
    next_number: u64,
    next_sequence: u64,
    reported: u64,
    settings: String,
    sketching: Sketching,
    furniture: Stored,
    parts: Vec<PartHeader>,
}

#[derive(Encode, Decode)]
struct PartHeader {
    stored: Stored,
    rows: u32,
    removed_at: u64,
    removed: u64,
}

impl Manifest {
    /// Articles that are not removed.
    pub fn live(&self) -> u64 {
        self.parts.iter().map(Part::live).sum()
    }

    /// Writes it into a file that is not there yet.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&self, path: &Path) -> io::Result<Written> {
        let mut out = Writer::create(path, Kind::Manifest)?;
        let mut parts = Vec::new();
        for Part { stored, rows, removed } in &self.parts {
            let removed_at = out.numbers(removed)?;
            parts.push(PartHeader { stored: *stored, rows: *rows, removed_at, removed: removed.len() as u64 });
        }
        let Self { generation, next_number, next_sequence, reported, settings, sketching, furniture, .. } =
            self.clone();
        out.finish(&Header { generation, next_number, next_sequence, reported, settings, sketching, furniture, parts })
    }

    /// Reads and checks all of it.
    ///
    /// # Errors
    /// A file that cannot be read, or is damaged.
    pub fn read(path: &Path) -> Result<Self, Damage> {
        let (file, header) = Reader::open::<Header>(path, Kind::Manifest)?;
        file.verify()?;
        let mut parts = Vec::new();
        for PartHeader { stored, rows, removed_at, removed } in header.parts {
            let removed: Vec<u32> = file.numbers(removed_at, removed)?.collect();
            if !removed.is_sorted_by(|x, y| x < y) || removed.last().is_some_and(|&last| last >= rows) {
                return Err(wrong("its list of removed articles is in no order"));
            }
            parts.push(Part { stored, rows, removed });
        }
        let Header { generation, next_number, next_sequence, reported, settings, sketching, furniture, .. } = header;
        Ok(Self { generation, next_number, next_sequence, reported, settings, sketching, furniture, parts })
    }
}
