//! A segment: some articles with their texts, in byte order of their ids, and the tables that find them. Written once.

use super::codec;
use super::container::{Damage, Kind, Reader, Writer, Written, number, wrong};
use super::record::{ROW_BYTES, Record, Row};
use super::table::Table;
use super::texts::{Packed, unpacked};
use crate::candidates::seeds;
use crate::hash;
use crate::sketch::banding::Banding;
use crate::sketch::minhash::MinHasher;
use crate::text::shingle;
use bincode::{Decode, Encode};
use rayon::prelude::*;
use std::io;
use std::ops::Range;
use std::path::Path;

/// All that decides which hashes an article has: tables made otherwise cannot be asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Sketching {
    /// Version of the rules that make words of a text; see `TOKENIZER`.
    pub tokenizer: u32,
    /// Words in a shingle.
    pub shingle: u32,
    /// Lanes a signature.
    pub hashes: u32,
    /// Seed of the signatures.
    pub seed: u64,
    /// Bands of a signature.
    pub bands: u32,
    /// Lanes a band.
    pub rows: u32,
    /// Words an article has at least to be compared.
    pub min_words: u32,
}

/// Version of tokenizer, folding, word hashes and signatures: rises when any text gets others. A stored index in the tests
/// notices. 2 hashes short words filled up with zeros; 3 signs by maxima, too.
pub const TOKENIZER: u32 = 3;

impl Sketching {
    /// The first parameter in which two differ, with both values.
    pub fn difference(&self, other: &Self) -> Option<(&'static str, u64, u64)> {
        let named = |s: &Self| {
            [
                ("tokenizer", u64::from(s.tokenizer)),
                ("shingle", u64::from(s.shingle)),
                ("hashes", u64::from(s.hashes)),
                ("seed", s.seed),
                ("bands", u64::from(s.bands)),
                ("rows", u64::from(s.rows)),
                ("min-words", u64::from(s.min_words)),
            ]
        };
        let both = named(self).into_iter().zip(named(other));
        both.map(|((name, x), (_, y))| (name, x, y)).find(|(_, x, y)| x != y)
    }

    /// How signatures are cut.
    pub fn banding(&self) -> Banding {
        Banding { bands: self.bands as usize, rows: self.rows as usize }
    }

    /// What makes the signatures.
    pub fn hasher(&self) -> MinHasher {
        MinHasher::new(self.hashes as usize, self.seed)
    }

    /// The signature of some words.
    pub fn sign(&self, hasher: &MinHasher, words: &[u32], shingles: &mut Vec<u32>, signature: &mut [u32]) {
        shingle::into(words, self.shingle as usize, shingles);
        hasher.sign(shingles, signature);
    }

    /// The hashes under which a segment's table has the bands of a signature.
    pub fn band_hashes(&self, signature: &[u32]) -> impl Iterator<Item = u32> {
        let banding = self.banding();
        (0..self.bands).map(move |band| hash::run(&[band, banding.key(signature, band as usize)]))
    }
}

/// Where the parts of a segment stand; behind it, from version 2 on, where the table of ids does.
#[derive(Clone, Debug, Encode, Decode)]
struct Header {
    sketching: Sketching,
    rows: u32,
    rows_at: u64,
    blocks: u32,
    blocks_at: u64,
    signatures_at: u64,
    bands: Table,
    seeds: Table,
}

/// What is known of an article when its segment is closed.
#[derive(Clone, Copy, Debug)]
pub struct Article {
    /// The how many-th it was when it was packed.
    pub arrival: u32,
    /// Words of its text.
    pub words: u32,
    /// Seconds since 1970 of its publication, where it has one.
    pub published: Option<i64>,
    /// When it came into the index.
    pub sequence: u64,
    /// `id_hash` of its id.
    pub id_hash: u32,
}

/// The hash under which a segment's table has an id.
pub fn id_hash(id: &str) -> u32 {
    hash::bytes(id.as_bytes()) as u32
}

/// A segment that is being written.
pub struct SegmentWriter {
    out: Writer,
    /// Begin, packed and unpacked length of each block of texts.
    blocks: Vec<(u64, u32, u32)>,
    /// In the order of arrival: the row as far as it is known.
    stored: Vec<Row>,
}

impl SegmentWriter {
    /// Begins a segment in a file that is not there yet.
    ///
    /// # Errors
    /// What the system says.
    pub fn create(path: &Path) -> io::Result<Self> {
        Ok(Self { out: Writer::create(path, Kind::Segment)?, blocks: Vec::new(), stored: Vec::new() })
    }

    /// Adds articles.
    ///
    /// # Errors
    /// What the system says.
    pub fn push(&mut self, packed: &Packed) -> io::Result<()> {
        let (mut at, first) = (self.out.at(), self.blocks.len() as u32);
        for &(short, long) in &packed.lengths {
            self.blocks.push((at, short, long));
            at += u64::from(short);
        }
        self.out.write(&packed.blocks)?;
        let mut start = 0;
        for (&(block, text_start, text_len), &end) in packed.places.iter().zip(&packed.record_ends) {
            let (record_at, record_len) = (at + start as u64, (end - start) as u32);
            self.stored.push(Row {
                record_at,
                record_len,
                block: first + block,
                text_start,
                text_len,
                ..Row::default()
            });
            start = end;
        }
        self.out.write(&packed.records)
    }

    /// Ends the segment: `articles` in byte order of their ids, `words` those of each outside furniture.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish<'w>(
        mut self,
        sketching: Sketching,
        articles: &[Article],
        words: &(dyn Fn(u32) -> &'w [u32] + Sync),
    ) -> io::Result<Written> {
        let compared = |row: u32| Some(words(row)).filter(|words| words.len() >= sketching.min_words.max(1) as usize);
        let rows = u32::try_from(articles.len()).map_err(io::Error::other)?;
        let rows_at = self.out.align()?;
        for (row, article) in (0..).zip(articles) {
            let (length, text_hash) = compared(row).map_or((0, 0), |words| (words.len() as u32, hash::run64(words)));
            let stored = Row {
                words: article.words,
                compared: length,
                text_hash,
                published: article.published.unwrap_or(i64::MAX),
                sequence: article.sequence,
                ..self.stored[article.arrival as usize]
            };
            self.out.write(&stored.to_bytes())?;
        }
        let blocks_at = self.out.align()?;
        for &(at, short, long) in &self.blocks {
            self.out.write(&at.to_le_bytes())?;
            self.out.write(&short.to_le_bytes())?;
            self.out.write(&long.to_le_bytes())?;
        }
        let signatures = signatures(sketching, rows, &compared);
        let lanes = sketching.hashes as usize;
        let signatures_at = self.out.align()?;
        for row in signatures.chunks(lanes) {
            self.out.write(&row.iter().map(|&lane| kept(lane)).collect::<Vec<u8>>())?;
        }
        let of_bands = |row: u32, found: &mut Vec<u32>| {
            if compared(row).is_some() {
                let signature = &signatures[row as usize * lanes..][..lanes];
                found.extend(sketching.band_hashes(signature));
            }
        };
        let bands = Table::write(&mut self.out, rows, u64::from(rows) * u64::from(sketching.bands), of_bands)?;
        let of_seeds = |row: u32, found: &mut Vec<u32>| {
            if let Some(words) = compared(row) {
                seeds::chosen_into(words, found);
            }
        };
        let about = (0..rows).filter_map(compared).map(|words| words.len() as u64).sum();
        let seeds = Table::write(&mut self.out, rows, about, of_seeds)?;
        let of_id = |row: u32, found: &mut Vec<u32>| found.push(articles[row as usize].id_hash);
        let ids = Table::write(&mut self.out, rows, u64::from(rows), of_id)?;
        let blocks = self.blocks.len() as u32;
        self.out.finish(&(Header { sketching, rows, rows_at, blocks, blocks_at, signatures_at, bands, seeds }, ids))
    }
}

/// What a segment has of a lane: signatures are only asked whether they rule a pair out, and lanes that differ agree in a
/// byte once in 256 times. In version 1 it had all of it, little end first.
fn kept(lane: u32) -> u8 {
    lane as u8
}

fn signatures<'w>(sketching: Sketching, rows: u32, compared: &(dyn Fn(u32) -> Option<&'w [u32]> + Sync)) -> Vec<u32> {
    const CHUNK: usize = 256;
    let (hasher, lanes) = (sketching.hasher(), sketching.hashes as usize);
    let mut signatures = vec![0; rows as usize * lanes];
    signatures.par_chunks_mut(CHUNK * lanes).enumerate().for_each(|(chunk, signatures)| {
        let mut shingles = Vec::new();
        for (row, signature) in (chunk * CHUNK..).zip(signatures.chunks_mut(lanes)) {
            if let Some(words) = compared(row as u32) {
                sketching.sign(&hasher, words, &mut shingles, signature);
            }
        }
    });
    signatures
}

/// A segment that is read.
pub struct Segment {
    file: Reader,
    header: Header,
    /// From ids to rows, where there is such a table.
    ids: Option<Table>,
}

impl Segment {
    /// Opens a segment and checks that it is the one that was written.
    ///
    /// # Errors
    /// A file that cannot be read, or is another one.
    pub fn open(path: &Path, written: Written, sketching: &Sketching) -> Result<Self, Damage> {
        let file = Reader::of(path, Kind::Segment)?;
        file.is(written)?;
        let (header, ids): (Header, _) = match file.version() {
            1 => (file.header()?, None),
            _ => file.header().map(|(header, ids)| (header, Some(ids)))?,
        };
        match header.sketching.difference(sketching) {
            None => Ok(Self { file, header, ids }),
            Some((name, x, y)) => Err(wrong(format!("made with {name} {x}, and the index with {y}"))),
        }
    }

    /// Number of articles, removed ones among them.
    pub fn rows(&self) -> u32 {
        self.header.rows
    }

    /// Entries of the table of shared runs, and of bands.
    pub fn postings(&self) -> u64 {
        self.header.seeds.entries + self.header.bands.entries
    }

    /// The article in a row.
    ///
    /// # Errors
    /// A damaged file.
    pub fn row(&self, row: u32) -> Result<Row, Damage> {
        if row >= self.header.rows {
            return Err(wrong(format!("names article {row} of {}", self.header.rows)));
        }
        let bytes = self.file.array(self.header.rows_at + u64::from(row) * ROW_BYTES as u64, 1, ROW_BYTES as u64)?;
        bytes.first_chunk::<ROW_BYTES>().map(Row::from_bytes).ok_or_else(|| wrong("a row ends too early"))
    }

    /// Says that these articles' rows will be asked for.
    pub fn expect_rows(&self, rows: Range<u32>) {
        let at = |row: u32| self.header.rows_at.saturating_add(u64::from(row) * ROW_BYTES as u64);
        self.file.expect(at(rows.start)..at(rows.end));
    }

    /// Says that an article's signature will be asked for.
    pub fn expect_signature(&self, row: u32) {
        let (at, length) = self.signature_at(row);
        self.file.expect(at..at.saturating_add(length));
    }

    /// Says that the tables will be asked for these hashes.
    ///
    /// # Errors
    /// A damaged file.
    pub fn expect_hashes(&self, bands: &[u32], seeds: &[u32]) -> Result<(), Damage> {
        let Header { bands: of_bands, seeds: of_seeds, .. } = &self.header;
        of_bands.expect_ends(&self.file, bands)?;
        of_seeds.expect_ends(&self.file, seeds)?;
        of_bands.expect_entries(&self.file, bands)?;
        of_seeds.expect_entries(&self.file, seeds)
    }

    /// Says that these articles' fields and texts will be asked for.
    ///
    /// # Errors
    /// A damaged file.
    pub fn expect_texts(&self, rows: &[Row]) -> Result<(), Damage> {
        for row in rows {
            self.file.expect(row.record_at..row.record_at.saturating_add(u64::from(row.record_len)));
            let place = self.block_at(row.block);
            self.file.expect(place..place.saturating_add(16));
        }
        for row in rows {
            let (at, packed, _) = self.block_place(row.block)?;
            self.file.expect(at..at.saturating_add(u64::from(packed)));
        }
        Ok(())
    }

    /// Says that all will be read in order.
    pub fn in_order(&self) {
        self.file.in_order();
    }

    /// The fields of an article.
    ///
    /// # Errors
    /// A damaged file.
    pub fn record(&self, row: &Row) -> Result<Record, Damage> {
        let bytes = self.file.array(row.record_at, u64::from(row.record_len), 1)?;
        codec::decode(bytes).map_err(|why| wrong(format!("a record of an article: {why}")))
    }

    /// The texts of a block, one after the other.
    ///
    /// # Errors
    /// A damaged file.
    pub fn block(&self, block: u32) -> Result<String, Damage> {
        let (at, packed, length) = self.block_place(block)?;
        unpacked(self.file.array(at, u64::from(packed), 1)?, length)
    }

    /// Where a block of texts begins, and its packed and unpacked length.
    fn block_place(&self, block: u32) -> Result<(u64, u32, u32), Damage> {
        if block >= self.header.blocks {
            return Err(wrong(format!("names block {block} of {}", self.header.blocks)));
        }
        let place = self.file.array(self.block_at(block), 1, 16)?;
        let lengths = number(&place[8..]);
        Ok((number(place), lengths as u32, (lengths >> 32) as u32))
    }

    /// Where the place of a block is told.
    fn block_at(&self, block: u32) -> u64 {
        self.header.blocks_at.saturating_add(u64::from(block) * 16)
    }

    /// Lanes in which an article's signature seems to agree with another one: all that do, and a few that do not.
    ///
    /// # Errors
    /// A damaged file.
    pub fn agreeing(&self, row: u32, signature: &[u32]) -> Result<usize, Damage> {
        let (at, length) = self.signature_at(row);
        let lanes = self.file.array(at, length, 1)?.iter().step_by(self.lane_bytes());
        Ok(lanes.zip(signature).filter(|&(&byte, &lane)| byte == kept(lane)).count())
    }

    fn lane_bytes(&self) -> usize {
        if self.file.version() == 1 { 4 } else { 1 }
    }

    /// Where an article's signature stands, and its length.
    fn signature_at(&self, row: u32) -> (u64, u64) {
        let length = u64::from(self.header.sketching.hashes) * self.lane_bytes() as u64;
        (self.header.signatures_at.saturating_add(u64::from(row).saturating_mul(length)), length)
    }

    /// Sends the rows that have a band's hash (see `Sketching::band_hashes`), in order.
    ///
    /// # Errors
    /// A damaged file.
    pub fn with_band(&self, hash: u32, each: impl FnMut(u32)) -> Result<(), Damage> {
        self.header.bands.rows(&self.file, hash, each)
    }

    /// Sends the rows that have a run of words, in order.
    ///
    /// # Errors
    /// A damaged file.
    pub fn with_seed(&self, hash: u32, each: impl FnMut(u32)) -> Result<(), Damage> {
        self.header.seeds.rows(&self.file, hash, each)
    }

    /// The row of an article.
    ///
    /// # Errors
    /// A damaged file.
    pub fn find(&self, id: &str) -> Result<Option<u32>, Damage> {
        let Some(ids) = &self.ids else { return self.find_between(id) };
        let mut rows = Vec::new();
        ids.rows(&self.file, id_hash(id), |row| rows.push(row))?;
        for row in rows {
            if self.record(&self.row(row)?)?.id == id {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    /// The same without a table, by halving.
    fn find_between(&self, id: &str) -> Result<Option<u32>, Damage> {
        let (mut low, mut high) = (0, self.header.rows);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.record(&self.row(middle)?)?.id.as_str().cmp(id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Ok(Some(middle)),
            }
        }
        Ok(None)
    }

    /// Checks every byte, and that every article can be read.
    ///
    /// # Errors
    /// The first damage.
    pub fn verify(&self) -> Result<(), Damage> {
        self.file.verify()?;
        let mut text = (u32::MAX, String::new());
        let mut last = String::new();
        for row in 0..self.header.rows {
            let row = self.row(row)?;
            let record = self.record(&row)?;
            if record.id <= last && !last.is_empty() {
                return Err(wrong("articles are not in order of their ids"));
            }
            last = record.id;
            if text.0 != row.block {
                text = (row.block, self.block(row.block)?);
            }
            own_text(&text.1, &row)?;
        }
        Ok(())
    }
}

/// The text of an article within that of its block.
///
/// # Errors
/// A range that is not there.
pub fn own_text<'b>(block: &'b str, row: &Row) -> Result<&'b str, Damage> {
    let start = row.text_start as usize;
    let range = start..start.saturating_add(row.text_len as usize);
    block.get(range).ok_or_else(|| wrong("a text beyond the end of its block"))
}
