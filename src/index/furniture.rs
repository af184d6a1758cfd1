//! The furniture that the articles of an index were masked with: learned at one time, and the same until it is learned again.

use super::container::{Damage, Kind, Reader, Writer, Written};
use bincode::{Decode, Encode};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// Where the furniture comes from.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode)]
pub enum Origin {
    /// There is none.
    #[default]
    Off,
    /// From the articles that were in the index at a time.
    Learned {
        /// How many they were.
        articles: u64,
    },
    /// From the user: outlet, articles, text.
    Given(Vec<(Option<String>, u32, String)>),
}

/// The furniture of one outlet, as hashes: runs of words, and lines that are shorter.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Hashes {
    /// Of runs.
    pub runs: Vec<u32>,
    /// Of short lines.
    pub lines: Vec<u32>,
}

/// The furniture of an index.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Furniture {
    /// Where it comes from.
    pub origin: Origin,
    /// By the outlet's name.
    pub outlets: BTreeMap<Option<String>, Hashes>,
}

#[derive(Encode, Decode)]
struct Header {
    origin: Origin,
    /// Outlet; where its hashes begin; how many of runs and of lines.
    outlets: Vec<(Option<String>, u64, u64, u64)>,
}

impl Furniture {
    /// Writes it into a file that is not there yet.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&self, path: &Path) -> io::Result<Written> {
        let mut out = Writer::create(path, Kind::Furniture)?;
        let mut outlets = Vec::new();
        for (name, hashes) in &self.outlets {
            let at = out.numbers(&[&hashes.runs[..], &hashes.lines].concat())?;
            outlets.push((name.clone(), at, hashes.runs.len() as u64, hashes.lines.len() as u64));
        }
        out.finish(&Header { origin: self.origin.clone(), outlets })
    }

    /// Reads and checks all of it.
    ///
    /// # Errors
    /// A file that cannot be read, or is another one.
    pub fn read(path: &Path, written: Written) -> Result<Self, Damage> {
        let (file, header) = Reader::open::<Header>(path, Kind::Furniture)?;
        file.is(written)?;
        file.verify()?;
        let mut outlets = BTreeMap::new();
        for (name, at, runs, lines) in header.outlets {
            let runs_len = runs.saturating_mul(4);
            let hashes = Hashes {
                runs: file.numbers(at, runs)?.collect(),
                lines: file.numbers(at.saturating_add(runs_len), lines)?.collect(),
            };
            outlets.insert(name, hashes);
        }
        Ok(Self { origin: header.origin, outlets })
    }

    /// Hashes held in all.
    pub fn len(&self) -> usize {
        self.outlets.values().map(|hashes| hashes.runs.len() + hashes.lines.len()).sum()
    }

    /// Whether nothing is furniture.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let hashes = |n: u32| Hashes { runs: (0..n).collect(), lines: vec![n, 7] };
        let furniture = Furniture {
            origin: Origin::Given(vec![(Some("x".into()), 3, "Baca juga".into())]),
            outlets: BTreeMap::from([
                (None, hashes(3)),
                (Some("x".into()), hashes(3000)),
                (Some("y".into()), hashes(0)),
            ]),
        };
        let path = folder.path().join("furniture");
        let written = furniture.write(&path).expect("written");
        assert_eq!(Furniture::read(&path, written).expect("sound"), furniture);
        assert!(Furniture::read(&path, Written { sum: 1, ..written }).is_err(), "another file");
    }
}
