//! From a hash to the rows that have it, on disk: looked up in two places and nowhere else.
//!
//! Rows of a segment are numbered below `2^bits`, and an entry is one word of 32 bits: the row in its lower `bits`, and above
//! it what the bucket leaves of the hash. A bucket is the hash's leading `bits` bits, so that nothing of the hash is lost, and a
//! list says where each bucket begins. Hashes are spread evenly; a bucket holds about as many entries as an article
//! has hashes.

use super::container::{Damage, Reader, Writer, wrong};
use bincode::{Decode, Encode};
use rayon::prelude::*;
use std::io;
use std::ops::Range;

/// Where a table stands in its file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode)]
pub struct Table {
    bits: u32,
    /// First byte of the `2^bits + 1` ends.
    ends_at: u64,
    entries_at: u64,
    /// Number of entries.
    pub entries: u64,
}

/// Parts of the hash range that are sorted apart.
const PART_BITS: u32 = 6;
/// Hashes held in memory at once, about, or the share of them that `ROUNDS` leave where these are more.
const HELD: u64 = 12 << 20;
/// Times that all hashes are made, at most: they are not kept from one part to the next.
const ROUNDS: u64 = 8;
/// Rows whose hashes are made in one go.
const PIECE: u32 = 2048;

impl Table {
    /// Writes the table of `rows` rows; `hashes` sends those of one row, `about` so many in all.
    ///
    /// # Errors
    /// What the system says; more entries than a table can number.
    pub fn write(
        out: &mut Writer,
        rows: u32,
        about: u64,
        hashes: impl Fn(u32, &mut Vec<u32>) + Sync,
    ) -> io::Result<Self> {
        let bits = (rows.max(2) - 1).ilog2() + 1;
        let part_bits = PART_BITS.min(bits);
        let parts = 1u32 << part_bits;
        let held = HELD.max(about.div_ceil(ROUNDS));
        let a_round = (u64::from(parts) * held / about.max(1)).clamp(1, u64::from(parts)) as u32;
        let entries_at = out.align()?;
        let mut ends = Vec::with_capacity((1 << bits) + 1);
        let mut written = 0u64;
        for first in (0..parts).step_by(a_round as usize) {
            let round = first..parts.min(first + a_round);
            let mut scattered = scattered(rows, &round, part_bits, &hashes);
            let sorted: Vec<Vec<u64>> = (0..round.len())
                .map(|part| scattered.iter_mut().map(|piece| std::mem::take(&mut piece[part])).collect::<Vec<_>>())
                .collect::<Vec<_>>()
                .into_par_iter()
                .map(|pieces| {
                    let mut all = pieces.concat();
                    all.sort_unstable();
                    all.dedup();
                    all
                })
                .collect();
            for (part, sorted) in round.zip(sorted) {
                written = write_part(out, &sorted, (part, part_bits, bits), written, &mut ends)?;
            }
        }
        ends.push(u32::try_from(written).map_err(io::Error::other)?);
        let ends_at = out.numbers(&ends)?;
        Ok(Self { bits, ends_at, entries_at, entries: written })
    }

    /// Sends the rows that have a hash, in order.
    ///
    /// # Errors
    /// A damaged file.
    pub fn rows(&self, file: &Reader, hash: u32, mut each: impl FnMut(u32)) -> Result<(), Damage> {
        let Range { start: mut low, end } = self.bucket(file, hash)?;
        let mut high = end;
        let rest = hash << self.bits;
        let entry = |at: u64| Ok::<u32, Damage>(file.numbers(self.entries_at + at * 4, 1)?.next().unwrap_or(0));
        while low < high {
            let middle = low + (high - low) / 2;
            if entry(middle)? < rest { low = middle + 1 } else { high = middle }
        }
        let row_mask = (1u32 << self.bits) - 1;
        let found = file.numbers(self.entries_at + low * 4, end - low)?;
        found.take_while(|entry| entry & !row_mask == rest).for_each(|entry| each(entry & row_mask));
        Ok(())
    }

    /// Where the two ends of a hash's bucket stand.
    fn ends_of(&self, hash: u32) -> Result<u64, Damage> {
        if !(1..32).contains(&self.bits) {
            return Err(wrong("a table of an impossible size"));
        }
        Ok(self.ends_at + u64::from(hash >> (32 - self.bits)) * 4)
    }

    /// The entries of a hash's bucket.
    fn bucket(&self, file: &Reader, hash: u32) -> Result<Range<u64>, Damage> {
        let mut ends = file.numbers(self.ends_of(hash)?, 2)?;
        let (start, end) = (ends.next().unwrap_or(0), ends.next().unwrap_or(0));
        if start > end || u64::from(end) > self.entries {
            return Err(wrong("a table whose buckets overlap"));
        }
        Ok(u64::from(start)..u64::from(end))
    }

    /// Says that `rows` will be asked for these hashes; what says where their buckets are is expected first.
    ///
    /// # Errors
    /// A damaged file.
    pub fn expect_ends(&self, file: &Reader, hashes: &[u32]) -> Result<(), Damage> {
        hashes.iter().try_for_each(|&hash| self.ends_of(hash).map(|at| file.expect(at..at + 8)))
    }

    /// The same for the buckets.
    ///
    /// # Errors
    /// A damaged file.
    pub fn expect_entries(&self, file: &Reader, hashes: &[u32]) -> Result<(), Damage> {
        hashes.iter().try_for_each(|&hash| {
            let bucket = self.bucket(file, hash)?;
            file.expect(self.entries_at + bucket.start * 4..self.entries_at + bucket.end * 4);
            Ok(())
        })
    }
}

/// The hashes of all rows that fall into these parts, each above its row: by piece of rows and part.
fn scattered(
    rows: u32,
    parts: &Range<u32>,
    part_bits: u32,
    hashes: &(impl Fn(u32, &mut Vec<u32>) + Sync),
) -> Vec<Vec<Vec<u64>>> {
    let pieces: Vec<u32> = (0..rows).step_by(PIECE as usize).collect();
    let of_piece = |&first: &u32| {
        let mut scattered = vec![Vec::new(); parts.len()];
        let mut found = Vec::new();
        for row in first..rows.min(first + PIECE) {
            found.clear();
            hashes(row, &mut found);
            for &hash in &found {
                let part = hash >> (32 - part_bits);
                if parts.contains(&part) {
                    scattered[(part - parts.start) as usize].push(u64::from(hash) << 32 | u64::from(row));
                }
            }
        }
        scattered
    };
    pieces.par_iter().map(of_piece).collect()
}

/// Writes the entries of one part of the buckets, and notes where each bucket begins.
fn write_part(
    out: &mut Writer,
    sorted: &[u64],
    (part, part_bits, bits): (u32, u32, u32),
    mut written: u64,
    ends: &mut Vec<u32>,
) -> io::Result<u64> {
    let buckets = 1u32 << (bits - part_bits);
    let mut rest = sorted;
    let mut bytes = Vec::with_capacity(sorted.len() * 4);
    for bucket in part * buckets..(part + 1) * buckets {
        ends.push(u32::try_from(written).map_err(io::Error::other)?);
        let own = rest.partition_point(|key| (*key >> 32) as u32 >> (32 - bits) == bucket);
        for key in &rest[..own] {
            let entry = ((key >> 32) as u32) << bits | *key as u32;
            bytes.extend_from_slice(&entry.to_le_bytes());
        }
        written += own as u64;
        rest = &rest[own..];
    }
    out.write(&bytes)?;
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash;
    use crate::index::container::Kind;
    use proptest::prelude::*;

    fn table(rows: &[Vec<u32>]) -> (tempfile::TempDir, Reader, Table) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        let mut out = Writer::create(&path, Kind::Segment).expect("a file");
        let table = Table::write(&mut out, rows.len() as u32, 100, |row, found| found.extend(&rows[row as usize]));
        out.finish(&table.expect("a table")).expect("finished");
        let (file, table) = Reader::open(&path, Kind::Segment).expect("sound");
        (folder, file, table)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        /// Against looking at all rows; hashes of few values and of all, so that buckets are full and empty.
        #[test]
        fn all_rows_of_a_hash_are_found(rows in proptest::collection::vec(proptest::collection::vec(prop_oneof![0u32..9, any::<u32>(), 0xffff_fff0u32..], 0..12), 0..90)) {
            let (_folder, file, table) = table(&rows);
            let asked: Vec<u32> = rows.iter().flatten().copied().chain([0, 3, 77, u32::MAX]).collect();
            for hash in asked {
                let mut found = Vec::new();
                table.rows(&file, hash, |row| found.push(row)).expect("sound");
                let slow: Vec<u32> = (0..rows.len() as u32).filter(|&row| rows[row as usize].contains(&hash)).collect();
                prop_assert_eq!(found, slow);
            }
        }
    }

    #[test]
    fn many_rounds_are_one_table() {
        let hashes = |row: u32| (0..40u64).map(move |i| hash::stream(u64::from(row), i) as u32 >> (row % 3));
        let rows: Vec<Vec<u32>> = (0..5000).map(|row| hashes(row).collect()).collect();
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        let mut out = Writer::create(&path, Kind::Segment).expect("a file");
        // As if there were so many that they have to go in rounds.
        let table = Table::write(&mut out, 5000, 1 << 40, |row, found| found.extend(&rows[row as usize]));
        out.finish(&table.expect("a table")).expect("finished");
        let (file, table) = Reader::open::<Table>(&path, Kind::Segment).expect("sound");
        for row in (0..5000).step_by(97) {
            for &hash in &rows[row as usize] {
                let mut found = Vec::new();
                table.rows(&file, hash, |row| found.push(row)).expect("sound");
                assert!(found.contains(&row), "row {row}");
            }
        }
    }
}
