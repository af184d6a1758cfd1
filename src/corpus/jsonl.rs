//! JSON Lines: one object a line, our own fields or passim's.

use super::{OutletFrom, PIECE_BYTES, Part, Reader, Settings, Source, outlet, reason};
use crate::date::Published;
use crate::document::{Document, Place, Skipped};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Read;

/// The fields that are read; all others are passed over.
#[derive(Deserialize)]
struct Record<'a> {
    #[serde(borrow, default)]
    id: Option<Scalar<'a>>,
    #[serde(borrow, default)]
    text: Option<Text<'a>>,
    #[serde(borrow, default)]
    outlet: Option<Scalar<'a>>,
    /// passim's word for the outlet.
    #[serde(borrow, default)]
    series: Option<Scalar<'a>>,
    #[serde(borrow, default)]
    title: Option<Scalar<'a>>,
    #[serde(borrow, default)]
    published: Option<Scalar<'a>>,
    #[serde(borrow, default)]
    date: Option<Scalar<'a>>,
    #[serde(borrow, default)]
    language: Option<Scalar<'a>>,
    #[serde(borrow, default)]
    lang: Option<Scalar<'a>>,
    #[serde(borrow, default)]
    url: Option<Scalar<'a>>,
}

#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// A field that is one word or number; lists and objects are kept out of the way.
#[derive(Deserialize)]
#[serde(untagged)]
enum Scalar<'a> {
    Text(#[serde(borrow)] Cow<'a, str>),
    Number(serde_json::Number),
    Other(serde::de::IgnoredAny),
}

impl Scalar<'_> {
    fn into_string(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.into_owned()).filter(|t| !t.is_empty()),
            Self::Number(number) => Some(number.to_string()),
            Self::Other(_) => None,
        }
    }
}

fn string(field: Option<Scalar>) -> Option<String> {
    field.and_then(Scalar::into_string)
}

/// Sends the article of each line; `first` is the place of the first line.
pub(super) fn articles(
    settings: &Settings,
    source: &Source,
    first: Place,
    lines: &[u8],
    each: &mut dyn FnMut(Result<Document<'_>, Skipped>),
) {
    let mut start = 0;
    let mut record = first.record;
    while start < lines.len() {
        let end = memchr::memchr(b'\n', &lines[start..]).map_or(lines.len(), |at| start + at);
        let line = &lines[start..end];
        if !line.trim_ascii().is_empty() {
            let place = Place { record, offset: first.offset + start as u64, length: line.len() as u64, ..first };
            each(article(settings, source, place, line));
        }
        start = end + 1;
        record += 1;
    }
}

fn article<'a>(settings: &Settings, source: &Source, place: Place, line: &'a [u8]) -> Result<Document<'a>, Skipped> {
    let skipped = |column: Option<usize>, reason: String| {
        let column = column.map(|c| format!(":{c}")).unwrap_or_default();
        Skipped { path: format!("{}:{}{column}", source.name, place.record), reason }
    };
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let record: Record = serde_json::from_slice(line).map_err(|error| skipped(Some(error.column()), broken(&error)))?;
    let Some(Text(text)) = record.text else {
        return Err(skipped(None, "the record has no `text`".into()));
    };
    let named = match &settings.outlet_from {
        OutletFrom::Field(name) if name != "outlet" => field(line, name),
        _ => string(record.outlet).or_else(|| string(record.series)),
    };
    let url = string(record.url);
    Ok(Document {
        id: source.id(&string(record.id).unwrap_or_else(|| format!("{}#{}", source.name, place.record))),
        outlet: outlet(settings, source, named, url.as_deref()),
        title: string(record.title),
        published: string(record.published)
            .or_else(|| string(record.date))
            .and_then(|text| Published::parse_iso(&text)),
        language: string(record.language).or_else(|| string(record.lang)),
        url,
        text,
        place,
    })
}

/// What is wrong with a line, without serde's own "at line 1 column 7": the place is told apart.
fn broken(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
    format!("broken JSON: {what}")
}

/// A field that the user named.
fn field(line: &[u8], name: &str) -> Option<String> {
    let mut fields: HashMap<String, serde_json::Value> = serde_json::from_slice(line).ok()?;
    match fields.remove(name)? {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Cuts a record file into pieces of whole lines.
pub(super) struct Pieces {
    reader: Reader,
    /// Place of the next piece's first line.
    next: Place,
    /// Bytes after the last whole line.
    rest: Vec<u8>,
    ended: bool,
    /// Why reading stopped, told after the lines before it.
    failure: Option<Skipped>,
}

impl Pieces {
    pub(super) fn new(source: u32, reader: Reader) -> Self {
        Self {
            reader,
            next: Place { source, record: 1, offset: 0, length: 0 },
            rest: Vec::new(),
            ended: false,
            failure: None,
        }
    }

    pub(super) fn source(&self) -> u32 {
        self.next.source
    }

    /// The next lines; a failure tells the line it stopped at in `path`, and is the last.
    pub(super) fn next_piece(&mut self, limit: u64) -> Option<Result<Part, Skipped>> {
        let mut bytes = std::mem::take(&mut self.rest);
        loop {
            if self.ended {
                return if bytes.is_empty() { self.failure.take().map(Err) } else { Some(Ok(self.part(bytes))) };
            }
            let fresh = bytes.len();
            // A long line doubles its buffer, so that it is not searched again and again.
            let wanted = PIECE_BYTES.max(fresh) as u64;
            bytes.reserve(wanted as usize);
            match (&mut self.reader).take(wanted).read_to_end(&mut bytes) {
                Ok(0) => self.ended = true,
                Ok(_) => {}
                Err(error) => {
                    self.ended = true;
                    let whole = memchr::memrchr(b'\n', &bytes).map_or(0, |at| at + 1);
                    bytes.truncate(whole);
                    let record = self.next.record + memchr::memchr_iter(b'\n', &bytes).count() as u64;
                    self.failure = Some(Skipped { path: record.to_string(), reason: reason(&error) });
                    continue;
                }
            }
            if let Some(end) = memchr::memrchr(b'\n', &bytes[fresh..]).map(|at| fresh + at + 1) {
                self.rest = bytes[end..].to_vec();
                bytes.truncate(end);
                return Some(Ok(self.part(bytes)));
            }
            if bytes.len() as u64 > limit {
                self.ended = true;
                return Some(Err(Skipped {
                    path: self.next.record.to_string(),
                    reason: format!("a line longer than {limit} bytes; the rest of the file is left out"),
                }));
            }
        }
    }

    fn part(&mut self, bytes: Vec<u8>) -> Part {
        let first = self.next;
        self.next.record += memchr::memchr_iter(b'\n', &bytes).count() as u64;
        self.next.offset += bytes.len() as u64;
        Part::Lines { first, bytes }
    }
}
