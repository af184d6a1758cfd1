//! JSON Lines: one object a line, our own fields or passim's.

use super::fields::{Fields, Layout, NO_TEXT, moments, strings};
use super::flat;
use super::outlet::outlet;
use super::{OutletFrom, PIECE_BYTES, Reader, Settings, Source, reason};
use crate::document::{Document, Place, Skipped};
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};

/// The fields that are read; all others are passed over.
#[derive(Default, Deserialize)]
struct Record<'a> {
    #[serde(borrow, default)]
    id: Option<Scalar<'a>>,
    /// As it is written.
    #[serde(borrow, default, deserialize_with = "as_written")]
    text: Option<&'a str>,
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
    modified: Option<Scalar<'a>>,
    #[serde(borrow, default)]
    author: Option<Scalar<'a>>,
    #[serde(default)]
    captions: Strings,
    #[serde(default)]
    agencies: Strings,
    #[serde(borrow, default)]
    language: Option<Scalar<'a>>,
    #[serde(borrow, default)]
    lang: Option<Scalar<'a>>,
    #[serde(borrow, default)]
    url: Option<Scalar<'a>>,
}

/// A record of which only the text is wanted.
#[derive(Default, Deserialize)]
struct TextOnly<'a> {
    /// As it is written.
    #[serde(borrow, default, deserialize_with = "as_written")]
    text: Option<&'a str>,
}

fn as_written<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de str>, D::Error> {
    Ok(Option::<&RawValue>::deserialize(deserializer)?.map(RawValue::get))
}

/// The same without a short cut.
#[derive(Deserialize)]
struct Unescaped<'a> {
    #[serde(borrow, default)]
    text: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// A field that is one word or number; lists and objects are kept out of the way.
enum Scalar<'a> {
    Text(Cow<'a, str>),
    Number(serde_json::Number),
    Other,
}

/// What `strings` finds in a value.
#[derive(Default)]
struct Strings(Vec<String>);

impl<'de> Deserialize<'de> for Strings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(strings(&serde_json::Value::deserialize(deserializer)?)))
    }
}

/// By hand, because an untagged enum would copy the field before it looks at it.
impl<'de: 'a, 'a> Deserialize<'de> for Scalar<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Scalar::Number(number.into()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Scalar::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(serde_json::Number::from_f64(number).map_or(Scalar::Other, Scalar::Number))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Scalar::Other)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Scalar::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Scalar::Other)
    }
}

impl Scalar<'_> {
    fn into_string(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.into_owned()).filter(|t| !t.is_empty()),
            Self::Number(number) => Some(number.to_string()),
            Self::Other => None,
        }
    }
}

impl<'a> Record<'a> {
    /// The record in a line of plain strings; `None` where it takes a closer look.
    fn flat(line: &'a [u8]) -> Option<Self> {
        let mut record = Self::default();
        let line = std::str::from_utf8(line.trim_ascii_end()).ok()?;
        flat::fields(line, |key, written| record.take(key, written)).then_some(record)
    }

    /// Takes a string as it is written; `false` where serde might have something to say to it.
    fn take(&mut self, key: &str, written: &'a str) -> bool {
        let field = match key {
            "text" => return self.text.replace(written).is_none(),
            "id" => &mut self.id,
            "outlet" => &mut self.outlet,
            "series" => &mut self.series,
            "title" => &mut self.title,
            "published" => &mut self.published,
            "date" => &mut self.date,
            "modified" => &mut self.modified,
            "author" => &mut self.author,
            "language" => &mut self.language,
            "lang" => &mut self.lang,
            "url" => &mut self.url,
            "captions" | "agencies" => return false,
            _ => return is_plain(written),
        };
        let plain = Scalar::Text(Cow::Borrowed(&written[1..written.len() - 1]));
        is_plain(written) && field.replace(plain).is_none()
    }
}

impl<'a> TextOnly<'a> {
    /// As for `Record`.
    fn flat(line: &'a [u8]) -> Option<Self> {
        let mut record = Self::default();
        let line = std::str::from_utf8(line.trim_ascii_end()).ok()?;
        let take = |key: &str, written: &'a str| match key {
            "text" => record.text.replace(written).is_none(),
            _ => is_plain(written),
        };
        flat::fields(line, take).then_some(record)
    }
}

/// Whether a string says what is written.
fn is_plain(written: &str) -> bool {
    memchr::memchr(b'\\', written.as_bytes()).is_none()
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
    let (mut start, mut record, mut room) = (0, first.record, String::new());
    while start < lines.len() {
        let end = memchr::memchr(b'\n', &lines[start..]).map_or(lines.len(), |at| start + at);
        let line = &lines[start..end];
        if !line.trim_ascii().is_empty() {
            let place = Place { record, offset: first.offset + start as u64, length: line.len() as u64, ..first };
            each(article(settings, source, place, line, &mut room));
        }
        start = end + 1;
        record += 1;
    }
}

/// The article of a line; a text with escapes is put into `room`.
pub(super) fn article<'a>(
    settings: &Settings,
    source: &Source,
    place: Place,
    line: &'a [u8],
    room: &'a mut String,
) -> Result<Document<'a>, Skipped> {
    let line = object(source, place, line)?;
    if settings.columns.are_named() {
        return Ok(owned(fields(settings, source, place, line)?.document(settings, source, place)?));
    }
    let record = match Record::flat(line) {
        Some(record) => record,
        None => serde_json::from_slice(line).map_err(|error| broken(source, place, &error))?,
    };
    let Some(text) = decoded(source, place, line, record.text, room)? else {
        return Ok(owned(fields(settings, source, place, line)?.document(settings, source, place)?));
    };
    let named = match &settings.outlet_from {
        OutletFrom::Field(name) if name != "outlet" => field(line, name),
        _ => string(record.outlet).or_else(|| string(record.series)),
    };
    let url = string(record.url);
    let (outlet, told) = outlet(settings, source, named, url.as_deref()).unzip();
    let published = string(record.published).or_else(|| string(record.date));
    let (published, modified) = moments(published.as_deref(), string(record.modified).as_deref());
    Ok(Document {
        id: source.record_id(string(record.id).as_deref(), place.record),
        outlet,
        title: string(record.title),
        published,
        modified,
        author: string(record.author),
        language: string(record.language).or_else(|| string(record.lang)),
        captions: record.captions.0,
        agencies: record.agencies.0,
        url,
        text,
        place,
        origins: told.map(|told| ("outlet", told)).into_iter().collect(),
    })
}

/// The values of a record whose fields go by other names, or by those that the user gave.
fn fields(settings: &Settings, source: &Source, place: Place, line: &[u8]) -> Result<Fields, Skipped> {
    let record: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(line).map_err(|error| broken(source, place, &error))?;
    let names: Vec<&String> = record.keys().collect();
    let layout = Layout::of(settings, names.iter().map(|name| name.as_str()));
    Ok(layout.fields(|column| record.values().nth(column).map(strings).unwrap_or_default()))
}

/// The article with a text of its own.
pub(super) fn owned(document: Document<'_>) -> Document<'static> {
    Document { text: Cow::Owned(document.text.into_owned()), ..document }
}

/// The text of the record that a line is; one with escapes is put into `room`.
pub(super) fn text<'a>(
    settings: &Settings,
    source: &Source,
    place: Place,
    line: &'a [u8],
    room: &'a mut String,
) -> Result<Cow<'a, str>, Skipped> {
    let line = object(source, place, line)?;
    let by_name = || {
        let text = fields(settings, source, place, line)?.into_text();
        text.map(Cow::Owned).ok_or_else(|| skipped(source, place, None, NO_TEXT.into()))
    };
    if settings.columns.are_named() {
        return by_name();
    }
    let record = match TextOnly::flat(line) {
        Some(record) => record,
        None => serde_json::from_slice(line).map_err(|error| broken(source, place, &error))?,
    };
    decoded(source, place, line, record.text, room)?.map_or_else(by_name, Ok)
}

/// The line without a byte order mark. Serde would take a list for a record, its first item for the id.
fn object<'a>(source: &Source, place: Place, line: &'a [u8]) -> Result<&'a [u8], Skipped> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).trim_ascii_start();
    let reason = "not a JSON object: it does not begin with {";
    if line.starts_with(b"{") { Ok(line) } else { Err(skipped(source, place, None, reason.into())) }
}

/// The text itself, from the text as it is written in the record `line`; `None` where there is none.
fn decoded<'a>(
    source: &Source,
    place: Place,
    line: &'a [u8],
    written: Option<&'a str>,
    room: &'a mut String,
) -> Result<Option<Cow<'a, str>>, Skipped> {
    if let Some(text) = written.and_then(|written| unescaped(written, room)) {
        return Ok(Some(text));
    }
    let record: Unescaped = serde_json::from_slice(line).map_err(|error| broken(source, place, &error))?;
    Ok(record.text.map(|Text(text)| text))
}

/// What a JSON string says, in one pass; into `room` where it has escapes. `None` where it is no string, or has escapes
/// that take a closer look.
fn unescaped<'a>(written: &'a str, room: &'a mut String) -> Option<Cow<'a, str>> {
    let mut rest = written.strip_prefix('"')?.strip_suffix('"')?;
    room.clear();
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        room.push_str(&rest[..at]);
        let escape = *rest.as_bytes().get(at + 1)?;
        let mut length = 2;
        room.push(match escape {
            b'"' | b'\\' | b'/' => char::from(escape),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                length = 6;
                let digits = rest.get(at + 2..at + 6)?;
                // Half of a pair is no character.
                char::from_u32(u32::from_str_radix(digits, 16).ok()?)?
            }
            _ => return None,
        });
        rest = &rest[at + length..];
    }
    if room.is_empty() {
        return Some(Cow::Borrowed(rest));
    }
    room.push_str(rest);
    Some(Cow::Borrowed(room))
}

fn skipped(source: &Source, place: Place, column: Option<usize>, reason: String) -> Skipped {
    let column = column.map(|c| format!(":{c}")).unwrap_or_default();
    Skipped { path: source.record_path(place.record) + &column, reason }
}

/// What is wrong with a line, without serde's own "at line 1 column 7": the place is told apart.
fn broken(source: &Source, place: Place, error: &serde_json::Error) -> Skipped {
    let text = error.to_string();
    let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
    let reason = format!("broken JSON: {what}");
    skipped(source, place, Some(error.column()), reason)
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
    /// Buffers of pieces that are done with: memory that was used before costs less than what the system has to clear.
    used: Arc<Mutex<Vec<Vec<u8>>>>,
    ended: bool,
    /// Why reading stopped, told after the lines before it.
    failure: Option<Skipped>,
}

/// Whole lines.
pub(super) struct Piece {
    /// Place of the first one.
    pub(super) first: Place,
    pub(super) bytes: Vec<u8>,
    used: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Drop for Piece {
    fn drop(&mut self) {
        if let Ok(mut used) = self.used.lock() {
            used.push(std::mem::take(&mut self.bytes));
        }
    }
}

impl Pieces {
    pub(super) fn new(source: u32, reader: Reader) -> Self {
        Self {
            reader,
            next: Place { source, record: 1, offset: 0, length: 0 },
            rest: Vec::new(),
            used: Arc::default(),
            ended: false,
            failure: None,
        }
    }

    pub(super) fn source(&self) -> u32 {
        self.next.source
    }

    /// The next lines; a failure tells the line it stopped at in `path`, and is the last.
    pub(super) fn next_piece(&mut self, limit: u64) -> Option<Result<Piece, Skipped>> {
        let mut bytes = self.used.lock().ok().and_then(|mut used| used.pop()).unwrap_or_default();
        bytes.clear();
        bytes.append(&mut self.rest);
        loop {
            if self.ended {
                return if bytes.is_empty() { self.failure.take().map(Err) } else { Some(Ok(self.part(bytes))) };
            }
            let fresh = bytes.len();
            // A long line doubles its buffer, so that it is not searched again and again.
            let wanted = PIECE_BYTES.max(fresh) as u64;
            bytes.reserve(wanted as usize);
            match self.reader.append_to(&mut bytes, wanted) {
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
            if self.next.offset == 0 && matches!(bytes[..], [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
                self.ended = true;
                let reason = "JSON Lines in UTF-16, which are not read; save the file as UTF-8".into();
                return Some(Err(Skipped { path: String::new(), reason }));
            }
            if let Some(end) = memchr::memrchr(b'\n', &bytes[fresh..]).map(|at| fresh + at + 1) {
                self.rest.extend_from_slice(&bytes[end..]);
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

    fn part(&mut self, bytes: Vec<u8>) -> Piece {
        let first = self.next;
        self.next.record += memchr::memchr_iter(b'\n', &bytes).count() as u64;
        self.next.offset += bytes.len() as u64;
        Piece { first, bytes, used: Arc::clone(&self.used) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn a_text_is_unescaped_as_serde_does_it(pieces in proptest::collection::vec(prop_oneof![
            "[a-zé東 ]{0,4}", r#"\\["\\/bfnrtux]"#, r"\\u[0-9a-fA-F]{4}", r"\\u00[0-9a-f]{2}", r"\\ud83d\\ude0[0-9]", r"\\ud[89a-f]0[0-9]",
        ], 0..12)) {
            let written = format!("\"{}\"", pieces.concat());
            let slow: Option<String> = serde_json::from_str(&written).ok();
            if let Ok(raw) = serde_json::from_str::<&RawValue>(&written)
                && let Some(fast) = unescaped(raw.get(), &mut String::from("an earlier text"))
            {
                prop_assert_eq!(Some(fast.into_owned()), slow);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]
        /// A record that is taken apart without serde is the one that serde reads, and serde reads it.
        #[test]
        fn flat_records_are_those_of_serde(line in r#"\{("(text|id|title|date|captions|x)": ?("([a-z東]|\\["n\\]){0,5}"|7|null),? ?){0,5}\}\r?"#) {
            if let Some(flat) = Record::flat(line.as_bytes()) {
                let slow: Record = serde_json::from_str(&line).expect("a record");
                prop_assert_eq!(flat.text, slow.text);
                let values = |record: Record| [record.id, record.title, record.date].map(string);
                prop_assert_eq!(values(flat), values(slow));
            }
            if let Some(flat) = TextOnly::flat(line.as_bytes()) {
                let slow: TextOnly = serde_json::from_str(&line).expect("a record");
                prop_assert_eq!(flat.text, slow.text);
            }
        }
    }

    #[test]
    fn plain_escapes_take_the_short_cut() {
        let mut room = String::new();
        assert_eq!(unescaped(r#""a\n\u00e9\\\"b""#, &mut room).as_deref(), Some("a\né\\\"b"));
        assert_eq!(unescaped(r#""abc""#, &mut room).as_deref(), Some("abc"));
        assert!(room.is_empty(), "no escape, no copy");
        assert_eq!(unescaped("7", &mut room), None);
    }
}
