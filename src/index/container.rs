//! A file of an index: bytes in blocks of 4 KiB, each with its checksum, and a header at the end that says what they are.
//!
//! ```text
//! magic 8, version 2, kind 2, zero 4, contents ...          the blocks
//! xxh3 of each block, seeded with its number: 8 each        out of order is as wrong as damaged
//! header                                                    bincode
//! length of the blocks 8, of the header 8, xxh3 of the header and these lengths 8, magic 8
//! ```
//!
//! A file is written once, in order, and never changed. Opening one reads its two ends; a block is checked when it is
//! first touched, and `verify` touches all. The system is told that places will be looked at far apart (it would read
//! megabytes round each), and which ones, so that a disk fetches them together. Every byte stands under some checksum, or is compared with what it must be.

use super::codec;
use crate::hash;
use bincode::{Decode, Encode};
use memmap2::Mmap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// A line end of each kind and an end-of-file mark: transfers that change them are seen at once.
const MAGIC: [u8; 8] = *b"\x8frpt\r\n\x1a\n";
/// Version of the format of all files; older ones down to `OLDEST` are read. 2 has segments with shorter signatures and a
/// table of ids.
pub const VERSION: u16 = 2;
const OLDEST: u16 = 1;
const BLOCK: usize = 4096;
const HEAD: usize = 16;
const TAIL: usize = 32;

/// What a file holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The list of what belongs to the index.
    Manifest = 1,
    /// Articles with their tables.
    Segment = 2,
    /// What is furniture.
    Furniture = 3,
}

/// Why a file of an index cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Damage {
    /// The system says no.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// It is not what was written.
    #[error("{0}")]
    Wrong(String),
}

/// A `Damage` in words.
pub fn wrong(reason: impl Into<String>) -> Damage {
    Damage::Wrong(reason.into())
}

/// By which a file is known again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode)]
pub struct Written {
    /// Its length.
    pub bytes: u64,
    /// Checksum of its header.
    pub sum: u64,
}

/// Writes a file in order.
pub struct Writer {
    out: BufWriter<File>,
    block: Vec<u8>,
    sums: Vec<u64>,
}

impl Writer {
    /// Begins a file, which must not be there yet.
    ///
    /// # Errors
    /// What the system says.
    pub fn create(path: &Path, kind: Kind) -> io::Result<Self> {
        let file = File::options().write(true).create_new(true).open(path)?;
        let out = BufWriter::with_capacity(1 << 18, file);
        let mut writer = Self { out, block: Vec::with_capacity(BLOCK), sums: Vec::new() };
        writer.write(&MAGIC)?;
        writer.write(&VERSION.to_le_bytes())?;
        writer.write(&(kind as u16).to_le_bytes())?;
        writer.write(&[0; 4])?;
        Ok(writer)
    }

    /// Where the next byte goes.
    pub fn at(&self) -> u64 {
        (self.sums.len() * BLOCK + self.block.len()) as u64
    }

    /// Adds bytes.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let (now, rest) = bytes.split_at(bytes.len().min(BLOCK - self.block.len()));
            self.block.extend_from_slice(now);
            bytes = rest;
            if self.block.len() == BLOCK {
                self.finish_block()?;
            }
        }
        Ok(())
    }

    /// Goes on at a place that is a multiple of 8, and says which.
    ///
    /// # Errors
    /// What the system says.
    pub fn align(&mut self) -> io::Result<u64> {
        let beyond = self.block.len() % 8;
        if beyond > 0 {
            self.write(&[0; 8][beyond..])?;
        }
        Ok(self.at())
    }

    /// Adds numbers, aligned, and says where they begin.
    ///
    /// # Errors
    /// What the system says.
    pub fn numbers(&mut self, numbers: &[u32]) -> io::Result<u64> {
        let at = self.align()?;
        for chunk in numbers.chunks(1 << 14) {
            let bytes: Vec<u8> = chunk.iter().flat_map(|n| n.to_le_bytes()).collect();
            self.write(&bytes)?;
        }
        Ok(at)
    }

    fn finish_block(&mut self) -> io::Result<()> {
        self.sums.push(hash::seeded(&self.block, self.sums.len() as u64));
        self.out.write_all(&self.block)?;
        self.block.clear();
        Ok(())
    }

    /// Ends the file with its header, and makes sure that it is on disk.
    ///
    /// # Errors
    /// What the system says; a header that is too long.
    pub fn finish<T: Encode>(mut self, header: &T) -> io::Result<Written> {
        let blocks = self.at();
        if !self.block.is_empty() {
            self.finish_block()?;
        }
        for sum in std::mem::take(&mut self.sums) {
            self.out.write_all(&sum.to_le_bytes())?;
        }
        let header = codec::encode(header).map_err(io::Error::other)?;
        let lengths = Lengths { blocks, header: header.len() as u64 };
        self.out.write_all(&header)?;
        self.out.write_all(&lengths.blocks.to_le_bytes())?;
        self.out.write_all(&lengths.header.to_le_bytes())?;
        let sum = lengths.sum(&header);
        self.out.write_all(&sum.to_le_bytes())?;
        self.out.write_all(&MAGIC)?;
        self.out.flush()?;
        let file = self.out.get_ref();
        file.sync_all()?;
        Ok(Written { bytes: file.metadata()?.len(), sum })
    }
}

#[derive(Clone, Copy)]
struct Lengths {
    blocks: u64,
    header: u64,
}

impl Lengths {
    /// Checksum of a header and of these lengths.
    fn sum(self, header: &[u8]) -> u64 {
        hash::seeded(header, hash::stream(self.blocks, self.header))
    }

    /// How long the file is; `None` beyond all bounds.
    fn file(self) -> Option<u64> {
        let sums = self.blocks.div_ceil(BLOCK as u64).checked_mul(8)?;
        self.blocks.checked_add(sums)?.checked_add(self.header)?.checked_add(TAIL as u64)
    }
}

/// A file that is mapped into memory.
pub struct Reader {
    map: Mmap,
    version: u16,
    lengths: Lengths,
    /// One bit a block: checked, and found as written.
    checked: Box<[AtomicU64]>,
    /// Places that were expected since the map was let go.
    expected: AtomicUsize,
}

/// Places that are looked at until the map is let go. The system maps what it has of the 64 KiB round each, and counts it as
/// this process's memory; it keeps what it read, and hands it out again.
const HELD: usize = 2048;

impl Reader {
    /// Opens a file of this kind and reads its header.
    ///
    /// # Errors
    /// A file that cannot be read, is of another kind or version, or is damaged at its ends.
    pub fn open<T: Decode<()>>(path: &Path, kind: Kind) -> Result<(Self, T), Damage> {
        let file = Self::of(path, kind)?;
        let header = file.header()?;
        Ok((file, header))
    }

    /// Opens a file of this kind whose header depends on its version.
    ///
    /// # Errors
    /// As `open`.
    pub fn of(path: &Path, kind: Kind) -> Result<Self, Damage> {
        let file = File::open(path)?;
        if !file.metadata()?.is_file() {
            return Err(wrong("no regular file"));
        }
        // SAFETY: files of an index are written once and then only replaced or deleted as a whole, which leaves a map
        // as it was. Who truncates one in place while it is read takes the same from every program that maps files.
        let map = unsafe { Mmap::map(&file)? };
        let version = check_head(&map, kind)?;
        let lengths = ends(&map)?;
        let blocks = (lengths.blocks as usize).div_ceil(BLOCK);
        let checked = (0..blocks.div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
        advise(&map, Access::FarApart, 0..map.len());
        // Checksums stand close together, and each place that is looked at needs its own.
        advise(&map, Access::Soon, lengths.blocks as usize..map.len());
        Ok(Self { map, version, lengths, checked, expected: AtomicUsize::new(0) })
    }

    /// Version of its format.
    pub fn version(&self) -> u16 {
        self.version
    }

    /// Its header.
    ///
    /// # Errors
    /// Another one.
    pub fn header<T: Decode<()>>(&self) -> Result<T, Damage> {
        let end = self.map.len() - TAIL;
        let header = &self.map[end - self.lengths.header as usize..end];
        codec::decode(header).map_err(|why| wrong(format!("header: {why}")))
    }

    /// Says that all will be read from the beginning to the end.
    pub fn in_order(&self) {
        advise(&self.map, Access::InOrder, 0..self.map.len());
    }

    /// Says that some of the contents will be asked for: all that is expected is fetched at once, and not piece by piece.
    pub fn expect(&self, range: Range<u64>) {
        let end = range.end.min(self.lengths.blocks) as usize;
        let mut blocks = range.start as usize / BLOCK..end.div_ceil(BLOCK);
        if !blocks.all(|block| self.is_checked(block)) {
            advise(&self.map, Access::Soon, range.start as usize..end);
        }
        if self.expected.fetch_add(1, Ordering::Relaxed) % HELD == HELD - 1 {
            let_go(&self.map);
        }
    }

    /// By which the file is known.
    pub fn written(&self) -> Written {
        Written { bytes: self.map.len() as u64, sum: number(&self.map[self.map.len() - TAIL + 16..]) }
    }

    /// Whether it is the file that was written.
    ///
    /// # Errors
    /// Another file.
    pub fn is(&self, written: Written) -> Result<(), Damage> {
        if self.written() == written {
            Ok(())
        } else {
            Err(wrong("another file than the one that belongs to this index"))
        }
    }

    /// Some of the contents, checked.
    ///
    /// # Errors
    /// A range that is not there, a block that is not as it was written.
    pub fn bytes(&self, range: Range<u64>) -> Result<&[u8], Damage> {
        if range.start > range.end || range.end > self.lengths.blocks {
            return Err(wrong(format!("names bytes {} to {} of {}", range.start, range.end, self.lengths.blocks)));
        }
        let range = range.start as usize..range.end as usize;
        if !range.is_empty() {
            (range.start / BLOCK..=(range.end - 1) / BLOCK).try_for_each(|block| self.check(block))?;
        }
        Ok(&self.map[range])
    }

    /// `count` things of `size` bytes each.
    ///
    /// # Errors
    /// As `bytes`.
    pub fn array(&self, at: u64, count: u64, size: u64) -> Result<&[u8], Damage> {
        let end = count.checked_mul(size).and_then(|length| at.checked_add(length));
        self.bytes(at..end.ok_or_else(|| wrong("names bytes beyond all bounds"))?)
    }

    /// Numbers that `Writer::numbers` wrote.
    ///
    /// # Errors
    /// As `bytes`.
    pub fn numbers(&self, at: u64, count: u64) -> Result<impl ExactSizeIterator<Item = u32> + '_, Damage> {
        Ok(self.array(at, count, 4)?.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes)))
    }

    /// Checks every block; the first that is wrong, by its first byte.
    ///
    /// # Errors
    /// A block that is not as it was written.
    pub fn verify(&self) -> Result<(), Damage> {
        self.in_order();
        (0..(self.lengths.blocks as usize).div_ceil(BLOCK)).try_for_each(|block| self.check(block))
    }

    #[inline]
    fn check(&self, block: usize) -> Result<(), Damage> {
        if self.is_checked(block) { Ok(()) } else { self.check_now(block) }
    }

    #[inline]
    fn is_checked(&self, block: usize) -> bool {
        self.checked[block / 64].load(Ordering::Relaxed) >> (block % 64) & 1 == 1
    }

    #[cold]
    fn check_now(&self, block: usize) -> Result<(), Damage> {
        let end = self.lengths.blocks as usize;
        let bytes = &self.map[block * BLOCK..end.min((block + 1) * BLOCK)];
        if number(&self.map[end + block * 8..]) != hash::seeded(bytes, block as u64) {
            return Err(wrong(format!("damaged between bytes {} and {}", block * BLOCK, block * BLOCK + bytes.len())));
        }
        self.checked[block / 64].fetch_or(1 << (block % 64), Ordering::Relaxed);
        Ok(())
    }
}

/// How a part of a file will be read.
#[derive(Clone, Copy)]
enum Access {
    FarApart,
    InOrder,
    Soon,
}

/// Tells the system, which may do with it what it likes.
#[cfg(unix)]
fn advise(map: &Mmap, access: Access, range: Range<usize>) {
    let advice = match access {
        Access::FarApart => memmap2::Advice::Random,
        Access::InOrder => memmap2::Advice::Sequential,
        Access::Soon => memmap2::Advice::WillNeed,
    };
    if !range.is_empty() {
        let _ = map.advise_range(advice, range.start, range.len());
    }
}

#[cfg(not(unix))]
fn advise(_: &Mmap, _: Access, _: Range<usize>) {}

/// Takes the pages of a map out of this process's memory.
#[cfg(unix)]
fn let_go(map: &Mmap) {
    // SAFETY: the map is of a file and is never written, so that a page that is touched again is the file's again.
    let _ = unsafe { map.unchecked_advise(memmap2::UncheckedAdvice::DontNeed) };
}

#[cfg(not(unix))]
fn let_go(_: &Mmap) {}

/// The number that eight bytes are; 0 where there are fewer.
pub fn number(bytes: &[u8]) -> u64 {
    bytes.first_chunk::<8>().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// Checks how a file begins; its version.
fn check_head(file: &[u8], kind: Kind) -> Result<u16, Damage> {
    let head = file.first_chunk::<HEAD>().ok_or_else(|| wrong("ends too early"))?;
    if head[..8] != MAGIC {
        return Err(wrong("no file of a reprint index, or damaged at its beginning"));
    }
    let version = u16::from_le_bytes([head[8], head[9]]);
    if !(OLDEST..=VERSION).contains(&version) {
        return Err(wrong(format!(
            "format version {version}, and this program reads {OLDEST} to {VERSION}: use the program that wrote it, or \
             `reprint index build` the index again"
        )));
    }
    if head[10..12] != (kind as u16).to_le_bytes() || head[12..] != [0; 4] {
        return Err(wrong(format!("no {kind:?}, or damaged at its beginning")));
    }
    Ok(version)
}

/// The lengths of a file's parts, whose header is as it was written.
fn ends(file: &[u8]) -> Result<Lengths, Damage> {
    let tail = file.last_chunk::<TAIL>().ok_or_else(|| wrong("ends too early"))?;
    let lengths = Lengths { blocks: number(tail), header: number(&tail[8..]) };
    if tail[24..] != MAGIC || lengths.file() != Some(file.len() as u64) || lengths.blocks < HEAD as u64 {
        return Err(wrong("ends too early or too late, or is damaged at its end"));
    }
    let header = &file[file.len() - TAIL - lengths.header as usize..file.len() - TAIL];
    if lengths.sum(header) != number(&tail[16..]) {
        return Err(wrong("its header is damaged"));
    }
    Ok(lengths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::path::PathBuf;

    fn written(contents: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        let mut writer = Writer::create(&path, Kind::Segment).expect("a file");
        writer.write(contents).expect("written");
        writer.finish(&(7u32, contents.len() as u64)).expect("finished");
        (folder, path)
    }

    fn all(path: &Path) -> Result<Vec<u8>, Damage> {
        let (reader, header) = Reader::open::<(u32, u64)>(path, Kind::Segment)?;
        reader.verify()?;
        Ok(reader.bytes(HEAD as u64..HEAD as u64 + header.1)?.to_vec())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_is_read(contents in proptest::collection::vec(any::<u8>(), 0..9000)) {
            let (_folder, path) = written(&contents);
            prop_assert_eq!(all(&path).expect("sound"), contents);
        }

        #[test]
        fn no_other_byte_and_no_other_length_is_taken(length in 0usize..9000, at in any::<prop::sample::Index>(), flip in 1u8..) {
            let (_folder, path) = written(&vec![42; length]);
            let sound = std::fs::read(&path).expect("a file");
            let at = at.index(sound.len());
            let mut damaged = sound.clone();
            damaged[at] ^= flip;
            std::fs::write(&path, &damaged).expect("written");
            prop_assert!(all(&path).is_err(), "byte {} of {}", at, sound.len());
            std::fs::write(&path, &sound[..at]).expect("written");
            prop_assert!(all(&path).is_err(), "cut at {}", at);
            std::fs::write(&path, [&sound[..], &[flip]].concat()).expect("written");
            prop_assert!(all(&path).is_err(), "a byte too many");
        }
    }

    #[test]
    fn another_version_is_named() {
        let (_folder, path) = written(b"x");
        let mut bytes = std::fs::read(&path).expect("a file");
        bytes[8] = 9;
        std::fs::write(&path, &bytes).expect("written");
        let error = all(&path).expect_err("refused").to_string();
        assert!(error.contains("version 9") && error.contains("reprint index build"), "{error}");
    }
}
