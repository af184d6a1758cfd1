//! Articles that an index holds, as originals: all of them, or a few in memory.

use crate::document::{Document, Place, Skipped};
use crate::error::Error;
use crate::index::record::Record;
use crate::index::segment::{Segment, own_text};
use crate::index::store::{Entry, Index};
use crate::pipeline::originals::{Originals, Piece};
use std::ops::Range;

/// Articles of an index.
pub(super) struct Shelf<'i> {
    index: &'i Index,
    /// In the order in which their texts lie: segment, block of texts, row.
    entries: Vec<(u32, u32, u32)>,
}

/// An article as it was found.
type Read<'t> = Result<(Record, &'t str), Skipped>;

/// Articles a thread takes in one go.
const A_PIECE: usize = 256;

/// Where an article of an index stands.
fn place(entry: Entry) -> Place {
    Place { source: entry.segment, record: u64::from(entry.row) + 1, ..Place::default() }
}

/// The article at a place.
pub(super) fn entry(place: Place) -> Entry {
    Entry { segment: place.source, row: (place.record - 1) as u32 }
}

fn unreadable(path: String, error: &Error) -> Skipped {
    Skipped { path, reason: error.to_string() }
}

impl<'i> Shelf<'i> {
    /// Those of these entries.
    ///
    /// # Errors
    /// A damaged file.
    pub(super) fn of(index: &'i Index, entries: impl Iterator<Item = Entry>) -> Result<Self, Error> {
        index.segments().iter().for_each(Segment::in_order);
        let mut lying = Vec::new();
        for entry in entries {
            lying.push((entry.segment, index.row(entry)?.block, entry.row));
        }
        lying.sort_unstable();
        Ok(Self { index, entries: lying })
    }

    /// Bytes of their texts, about.
    pub(super) fn bytes(&self) -> u64 {
        self.entries.len() as u64 * 4096
    }

    /// Sends each of some articles with its text; `texts` holds the block that was unpacked last.
    fn each(&self, range: Range<usize>, send: &mut dyn FnMut(Entry, Read)) {
        let mut unpacked: Option<((u32, u32), String)> = None;
        for &(segment, block, row) in &self.entries[range] {
            let entry = Entry { segment, row };
            let found = self.index.ask(segment, |part| {
                if unpacked.as_ref().is_none_or(|(of, _)| *of != (segment, block)) {
                    unpacked = Some(((segment, block), part.block(block)?));
                }
                let row = part.row(row)?;
                let texts = unpacked.as_ref().map_or("", |(_, texts)| texts.as_str());
                Ok((part.record(&row)?, own_text(texts, &row)?))
            });
            send(entry, found.map_err(|error| unreadable(self.describe(place(entry)), &error)));
        }
    }
}

struct Stretch<'s, 'i> {
    shelf: &'s Shelf<'i>,
    range: Range<usize>,
}

impl Piece for Stretch<'_, '_> {
    fn articles(&self, each: &mut dyn FnMut(Result<Document<'_>, Skipped>)) {
        self.shelf.each(self.range.clone(), &mut |entry, found| {
            each(found.map(|(record, text)| Document { place: place(entry), ..record.document(text) }));
        });
    }

    fn bytes(&self) -> u64 {
        self.range.len() as u64 * 4096
    }
}

impl Originals for Shelf<'_> {
    fn pieces(&self) -> Box<dyn Iterator<Item = Box<dyn Piece + '_>> + Send + '_> {
        let count = self.entries.len();
        let range = move |start: usize| start..count.min(start + A_PIECE);
        Box::new(
            (0..count)
                .step_by(A_PIECE)
                .map(move |start| Box::new(Stretch { shelf: self, range: range(start) }) as Box<dyn Piece>),
        )
    }

    fn skipped(&self) -> &[Skipped] {
        &[]
    }

    fn named(&self) -> String {
        self.index.dir().display().to_string()
    }

    fn describe(&self, place: Place) -> String {
        let id = self.index.record(entry(place)).map(|record| record.id);
        id.unwrap_or_else(|_| format!("article {} of segment {}", place.record, place.source))
    }

    fn file(&self, place: Place) -> String {
        self.index.record(entry(place)).map(|record| record.path).unwrap_or_default()
    }

    fn collection(&self, _: Place) -> usize {
        0
    }

    fn collection_name(&self, _: Place) -> Option<&str> {
        None
    }

    fn reread_batch(&self, _: Place) -> usize {
        A_PIECE
    }

    fn reread(&self, places: &[Place], each: &mut dyn FnMut(usize, Result<&str, Skipped>)) {
        let mut order: Vec<(u32, u32, usize)> = Vec::with_capacity(places.len());
        for (i, &place) in places.iter().enumerate() {
            match self.index.row(entry(place)) {
                Ok(row) => order.push((place.source, row.block, i)),
                Err(error) => each(i, Err(unreadable(self.describe(place), &error))),
            }
        }
        order.sort_unstable();
        for block in order.chunk_by(|x, y| (x.0, x.1) == (y.0, y.1)) {
            let texts = self.index.ask(block[0].0, |segment| segment.block(block[0].1));
            for &(_, _, i) in block {
                let own = texts.as_ref().map_err(|error| unreadable(self.describe(places[i]), error));
                each(i, own.and_then(|texts| self.own(texts, places[i])));
            }
        }
    }
}

impl Shelf<'_> {
    fn own<'t>(&self, texts: &'t str, place: Place) -> Result<&'t str, Skipped> {
        let Entry { segment, row } = entry(place);
        let range = self.index.ask(segment, |part| {
            let row = part.row(row)?;
            own_text(texts, &row)?;
            Ok(row.text_start as usize..(row.text_start + row.text_len) as usize)
        });
        range.map(|range| &texts[range]).map_err(|error| unreadable(self.describe(place), &error))
    }
}

/// A few articles in memory.
pub(super) struct Few(pub(super) Vec<(Record, String)>);

impl Few {
    fn get(&self, place: Place) -> &(Record, String) {
        &self.0[place.record as usize - 1]
    }
}

impl Piece for &Few {
    fn articles(&self, each: &mut dyn FnMut(Result<Document<'_>, Skipped>)) {
        for (record, (fields, text)) in (1..).zip(&self.0) {
            let place = Place { record, ..Place::default() };
            each(Ok(Document { place, ..fields.clone().document(text) }));
        }
    }

    fn bytes(&self) -> u64 {
        0
    }
}

impl Originals for Few {
    fn pieces(&self) -> Box<dyn Iterator<Item = Box<dyn Piece + '_>> + Send + '_> {
        Box::new(std::iter::once(Box::new(self) as Box<dyn Piece>))
    }

    fn skipped(&self) -> &[Skipped] {
        &[]
    }

    fn named(&self) -> String {
        "the articles at hand".into()
    }

    fn describe(&self, place: Place) -> String {
        self.get(place).0.id.clone()
    }

    fn file(&self, place: Place) -> String {
        self.get(place).0.path.clone()
    }

    fn collection(&self, _: Place) -> usize {
        0
    }

    fn collection_name(&self, _: Place) -> Option<&str> {
        None
    }

    fn reread_batch(&self, _: Place) -> usize {
        usize::MAX
    }

    fn reread(&self, places: &[Place], each: &mut dyn FnMut(usize, Result<&str, Skipped>)) {
        places.iter().enumerate().for_each(|(i, &place)| each(i, Ok(&self.get(place).1)));
    }
}
