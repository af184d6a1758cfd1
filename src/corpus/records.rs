//! What the readers of files of many articles have in common: records cut out one after the other, made into articles later.

use super::fields::Fields;
use super::source::{Format, Source};
use super::{Settings, jsonl, plain, saved};
use crate::document::{Document, Place, Skipped};

/// Cuts the records out of a file, in order.
pub(super) trait Records: Send {
    /// The next record, or why there is none where one should be. After `None` there is no more. A record is never larger
    /// than `limit` bytes.
    fn next(&mut self, limit: u64) -> Option<Result<Record, Refused>>;
}

/// A record that is no article, or the place where reading stopped.
pub(super) struct Refused {
    /// Number or line within the file; 0 for the file as a whole.
    pub(super) record: u64,
    /// Why.
    pub(super) reason: String,
}

impl Refused {
    pub(super) fn new(record: u64, reason: impl Into<String>) -> Self {
        Self { record, reason: reason.into() }
    }

    pub(super) fn skipped(self, source: &Source) -> Skipped {
        Skipped { path: source.record_path(self.record), reason: self.reason }
    }
}

/// One record, not looked into yet.
pub(super) struct Record {
    /// Number or line within the file, from 1; rises from record to record.
    pub(super) number: u64,
    pub(super) form: Form,
}

/// How a record holds its article.
pub(super) enum Form {
    /// Named values.
    Fields(Box<Fields>),
    /// A JSON object as it is written.
    Json(Vec<u8>),
    /// A file within the file.
    File(Packed),
}

/// A file within an archive, or an answer that a crawler kept.
pub(super) struct Packed {
    /// Its path within the archive; `None` where it is known by its number.
    pub(super) path: Option<String>,
    pub(super) format: Format,
    pub(super) bytes: Vec<u8>,
    /// What was said of its charset from outside.
    pub(super) charset: Option<String>,
    /// Its address.
    pub(super) url: Option<String>,
}

impl Record {
    /// Bytes held.
    pub(super) fn size(&self) -> usize {
        match &self.form {
            Form::Fields(fields) => fields.text.as_ref().map_or(0, String::len) + 256,
            Form::Json(bytes) => bytes.len(),
            Form::File(packed) => packed.bytes.len() + 64,
        }
    }

    /// The article that the record is.
    pub(super) fn document(&self, settings: &Settings, source: &Source, id: u32) -> Result<Document<'_>, Skipped> {
        let place = Place { source: id, record: self.number, ..Place::default() };
        match &self.form {
            Form::Fields(fields) => fields.document(settings, source, place),
            Form::Json(bytes) => jsonl::article(settings, source, place, bytes, &mut String::new()).map(jsonl::owned),
            Form::File(packed) => packed.document(settings, source, place),
        }
    }
}

impl Packed {
    fn document(&self, settings: &Settings, source: &Source, place: Place) -> Result<Document<'_>, Skipped> {
        let inner = self.stand_in(source, place.record);
        let mut document = match self.format {
            Format::Page => saved::read(settings, &inner, &self.bytes, self.charset.as_deref(), self.url.as_deref()),
            _ => plain::read(settings, &inner, &self.bytes, self.charset.as_deref(), self.url.as_deref()),
        }
        .map_err(|skipped| Skipped {
            path: match &self.path {
                Some(path) => format!("{}/{path}", source.name),
                None => source.record_path(place.record),
            },
            ..skipped
        })?;
        document.place = place;
        if self.path.is_none() {
            document.id = source.record_id(None, place.record);
        }
        Ok(document)
    }

    /// The source it would be, lay it unpacked where the archive lies; the archive's own name is no folder of outlets.
    fn stand_in(&self, source: &Source, number: u64) -> Source {
        let folder = source.name.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let own = self.path.clone().unwrap_or_else(|| number.to_string());
        Source { name: format!("{folder}{own}"), format: self.format, ..source.clone() }
    }
}
