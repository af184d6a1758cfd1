//! What the index knows of an article beside its text, and where the rest of it stands.

use crate::date::Published;
use crate::document::Document;
use bincode::{Decode, Encode};

/// The fields of an article, as its source gave them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode)]
pub struct Record {
    /// Its id.
    pub id: String,
    /// The file below the root that it was read from.
    pub path: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// Headline.
    pub title: Option<String>,
    published: Option<Moment>,
    modified: Option<Moment>,
    author: Option<String>,
    language: Option<String>,
    url: Option<String>,
    captions: Vec<String>,
    agencies: Vec<String>,
}

/// A moment, digit for digit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
struct Moment {
    date: (i32, u8, u8),
    time: Option<(u8, u8, u8)>,
    offset_minutes: Option<i16>,
}

impl From<Published> for Moment {
    fn from(Published { date, time, offset_minutes }: Published) -> Self {
        Self { date, time, offset_minutes }
    }
}

impl From<Moment> for Published {
    fn from(Moment { date, time, offset_minutes }: Moment) -> Self {
        Self { date, time, offset_minutes }
    }
}

impl Record {
    /// The fields of an article that was read from `path`.
    pub fn of(document: &Document, path: &str) -> Self {
        Self {
            id: document.id.clone(),
            path: path.to_owned(),
            outlet: document.outlet.clone(),
            title: document.title.clone(),
            published: document.published.map(Moment::from),
            modified: document.modified.map(Moment::from),
            author: document.author.clone(),
            language: document.language.clone(),
            url: document.url.clone(),
            captions: document.captions.clone(),
            agencies: document.agencies.clone(),
        }
    }

    /// The article again, with its text.
    pub fn document(self, text: &str) -> Document<'_> {
        Document {
            id: self.id,
            outlet: self.outlet,
            title: self.title,
            published: self.published.map(Published::from),
            modified: self.modified.map(Published::from),
            author: self.author,
            language: self.language,
            url: self.url,
            captions: self.captions,
            agencies: self.agencies,
            text: text.into(),
            ..Document::default()
        }
    }
}

/// Bytes of a `Row`.
pub const ROW_BYTES: usize = 64;

/// An article in a segment: a row of fixed length.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Row {
    /// Where its record stands.
    pub record_at: u64,
    /// Bytes of the record.
    pub record_len: u32,
    /// The block of texts that holds its text.
    pub block: u32,
    /// First byte of the text within the unpacked block.
    pub text_start: u32,
    /// Bytes of the text.
    pub text_len: u32,
    /// Words of the text.
    pub words: u32,
    /// Words of them outside furniture; 0 where they are too few to compare.
    pub compared: u32,
    /// Seconds since 1970 of its publication; `i64::MAX` without one.
    pub published: i64,
    /// Hash of the words outside furniture: articles with the same are one text.
    pub text_hash: u64,
    /// When it came into the index: rises from article to article.
    pub sequence: u64,
}

impl Row {
    /// The row as it is stored.
    pub fn to_bytes(self) -> [u8; ROW_BYTES] {
        let mut bytes = [0; ROW_BYTES];
        let wide = [self.record_at, self.published as u64, self.text_hash, self.sequence];
        let narrow = [self.record_len, self.block, self.text_start, self.text_len, self.words, self.compared];
        let all = wide.iter().flat_map(|n| n.to_le_bytes()).chain(narrow.iter().flat_map(|n| n.to_le_bytes()));
        bytes.iter_mut().zip(all).for_each(|(to, from)| *to = from);
        bytes
    }

    /// The row that was stored.
    pub fn from_bytes(bytes: &[u8; ROW_BYTES]) -> Self {
        let wide = |i: usize| super::container::number(&bytes[i * 8..]);
        let narrow = |i: usize| super::container::number(&bytes[32 + i * 4..]) as u32;
        Self {
            record_at: wide(0),
            published: wide(1) as i64,
            text_hash: wide(2),
            sequence: wide(3),
            record_len: narrow(0),
            block: narrow(1),
            text_start: narrow(2),
            text_len: narrow(3),
            words: narrow(4),
            compared: narrow(5),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_pinned() {
        let row = Row {
            record_at: 1,
            published: -2,
            text_hash: 3,
            sequence: 4,
            record_len: 5,
            block: 6,
            text_start: 7,
            text_len: 8,
            words: 9,
            compared: 10,
        };
        let bytes = row.to_bytes();
        assert_eq!([bytes[0], bytes[8], bytes[15], bytes[16], bytes[24]], [1, 0xfe, 0xff, 3, 4]);
        assert_eq!([bytes[32], bytes[36], bytes[40], bytes[44], bytes[48], bytes[52]], [5, 6, 7, 8, 9, 10]);
        assert_eq!(Row::from_bytes(&bytes), row);
    }

    #[test]
    fn an_article_is_the_same_afterwards() {
        let document = Document {
            id: "a/b.txt".into(),
            outlet: Some("a".into()),
            published: Published::parse_iso("2022-02-16T21:00+07:00"),
            modified: Published::parse_iso("2022-02-17"),
            captions: vec!["(x / AFP)".into()],
            text: "Text.".into(),
            ..Document::default()
        };
        let again = Record::of(&document, "a/b.txt").document("Text.");
        assert_eq!(format!("{again:?}"), format!("{document:?}"));
    }
}
