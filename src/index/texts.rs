//! Texts and records on their way into a segment: packed where they are parsed, a block of articles at a time.

use super::codec;
use super::container::{Damage, wrong};
use super::record::Record;
use crate::document::{Document, Skipped};
use std::io::Read;

/// Bytes of texts that are packed together: more pack better, and one text is unpacked with its whole block.
const BLOCK_BYTES: usize = 32 << 10;
/// Effort of the packer: the next levels save a tenth and take twice as long.
const LEVEL: i32 = 1;
/// Bytes of the largest block: an article is never longer than 64 MiB.
const LARGEST: usize = 65 << 20;

/// Articles in the order in which they were parsed.
#[derive(Default)]
pub struct Packed {
    /// Packed blocks one after the other.
    pub blocks: Vec<u8>,
    /// Packed and unpacked bytes of each.
    pub lengths: Vec<(u32, u32)>,
    /// Of each article: block, first byte in it, bytes.
    pub places: Vec<(u32, u32, u32)>,
    /// Encoded records one after the other.
    pub records: Vec<u8>,
    /// Where each record ends.
    pub record_ends: Vec<usize>,
    open: String,
}

impl Packed {
    /// Adds an article that was read from `path`.
    ///
    /// # Errors
    /// An article whose fields are longer than a record may be.
    pub fn push(&mut self, document: &Document, path: &str) -> Result<(), Skipped> {
        let record = codec::encode(&Record::of(document, path)).map_err(|why| Skipped {
            path: document.id.clone(),
            reason: format!("its fields beside the text are {why}"),
        })?;
        if self.open.len() + document.text.len() > BLOCK_BYTES {
            self.close();
        }
        self.places.push((self.lengths.len() as u32, self.open.len() as u32, document.text.len() as u32));
        self.open.push_str(&document.text);
        self.records.extend_from_slice(&record);
        self.record_ends.push(self.records.len());
        Ok(())
    }

    /// Packs what is not packed yet.
    pub fn close(&mut self) {
        if self.open.is_empty() && self.places.last().is_none_or(|place| (place.0 as usize) < self.lengths.len()) {
            return;
        }
        let packed = zstd::bulk::compress(self.open.as_bytes(), LEVEL).expect("memory takes what is packed into it");
        self.lengths.push((packed.len() as u32, self.open.len() as u32));
        self.blocks.extend_from_slice(&packed);
        self.open.clear();
    }
}

/// Bytes that room is made for before anything is unpacked.
const TRUSTED: usize = 1 << 20;

/// The texts of a block.
///
/// # Errors
/// Bytes that are no block of this length.
pub fn unpacked(block: &[u8], length: u32) -> Result<String, Damage> {
    if length as usize > LARGEST {
        return Err(wrong("a block of texts of an impossible length"));
    }
    let failed = |why| wrong(format!("a block of texts: {why}"));
    let mut bytes = Vec::new();
    if length as usize <= TRUSTED {
        bytes = zstd::bulk::decompress(block, length as usize).map_err(failed)?;
    } else {
        // Room is made as texts come out, whatever the length says.
        let packed = zstd::Decoder::new(block).map_err(failed)?;
        packed.take(u64::from(length) + 1).read_to_end(&mut bytes).map_err(failed)?;
    }
    let text = String::from_utf8(bytes).map_err(|_| wrong("a block of texts is not UTF-8"))?;
    if text.len() == length as usize { Ok(text) } else { Err(wrong("a block of texts of another length")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_out_as_they_went_in() {
        let texts: Vec<String> = ["", "short", &"long words. ".repeat(9000), &"x".repeat(3 << 20), "", "é after"]
            .map(str::to_owned)
            .to_vec();
        let mut packed = Packed::default();
        for text in &texts {
            packed.push(&Document { text: text.as_str().into(), ..Document::default() }, "p").expect("short fields");
        }
        packed.close();
        let mut start = 0;
        let blocks: Vec<String> = packed
            .lengths
            .iter()
            .map(|&(short, long)| {
                let block = &packed.blocks[start..start + short as usize];
                start += short as usize;
                unpacked(block, long).expect("sound")
            })
            .collect();
        let found: Vec<&str> = packed
            .places
            .iter()
            .map(|&(block, at, len)| &blocks[block as usize][at as usize..(at + len) as usize])
            .collect();
        assert_eq!(found, texts);
        assert!(blocks.len() > 1);
    }
}
