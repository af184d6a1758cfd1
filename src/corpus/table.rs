//! `.csv`, `.tsv`: one article a row, below a line of column names.

use super::charset;
use super::fields::{Layout, Role, no_text};
use super::records::{Form, Record, Records, Refused};
use super::source::Stream;
use super::{Settings, reason};
use std::collections::VecDeque;
use std::io::{self, Read};

/// Reads the rows.
pub(super) struct Rows {
    rows: csv::Reader<Allowance>,
    layout: Layout,
    /// Rows that were looked at to see whether the table is one of articles.
    seen: VecDeque<Record>,
    /// Told where the table has no text, or cannot be read on.
    failure: Option<Refused>,
    ended: bool,
}

/// A reader that fails after a number of bytes, which is renewed for each row: a quote that never ends must not fill memory.
struct Allowance {
    stream: Stream,
    left: u64,
}

impl Read for Allowance {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        if most == 0 && !buffer.is_empty() {
            return Err(io::Error::other("a row longer than is read as one article"));
        }
        let read = self.stream.read(&mut buffer[..most])?;
        self.left -= read as u64;
        Ok(read)
    }
}

/// Bytes of the line of column names.
const HEAD_BYTES: u64 = 1 << 20;

impl Rows {
    pub(super) fn open(stream: Stream, delimiter: u8, settings: &Settings) -> io::Result<Self> {
        let (head, stream) = charset::unicode(stream)?;
        let rows = csv::ReaderBuilder::new()
            .delimiter(sniffed(&head, delimiter))
            .flexible(true)
            .from_reader(Allowance { stream, left: HEAD_BYTES.max(settings.max_article_bytes) });
        let mut table = Self {
            rows,
            layout: Layout::of(settings, std::iter::empty()),
            seen: VecDeque::new(),
            failure: None,
            ended: false,
        };
        let names: Vec<String> = match table.rows.byte_headers() {
            Ok(names) => names.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect(),
            Err(error) => return Err(io::Error::other(told(&error))),
        };
        table.layout = Layout::of(settings, names.iter().map(String::as_str));
        if table.layout.column(Role::Text).is_none() {
            table.failure = Some(Refused::new(0, no_text(settings, &names)));
            table.ended = true;
        } else if settings.columns.text.is_none() {
            table.look(settings.max_article_bytes);
        }
        Ok(table)
    }

    /// Refuses a table whose texts are words or titles: a table of labels has a column called text, too.
    fn look(&mut self, limit: u64) {
        while self.seen.len() < LOOKED_AT {
            match self.row(limit) {
                Some(Ok(record)) => self.seen.push_back(record),
                Some(Err(refused)) => self.failure = Some(refused),
                None => break,
            }
        }
        let mut lengths: Vec<usize> = self.seen.iter().map(bytes).collect();
        lengths.sort_unstable();
        if lengths.get(lengths.len() / 2).is_some_and(|&middle| middle < ARTICLE_BYTES) {
            let reason = "its texts are a few words each: no table of articles (--text-column reads it all the same)";
            self.failure = Some(Refused::new(0, reason));
            self.seen.clear();
            self.ended = true;
        }
    }

    fn row(&mut self, limit: u64) -> Option<Result<Record, Refused>> {
        if self.ended {
            return None;
        }
        self.rows.get_mut().left = limit;
        let mut row = csv::ByteRecord::new();
        let line = self.rows.position().line();
        match self.rows.read_byte_record(&mut row) {
            Ok(true) => {}
            Ok(false) => return None,
            Err(error) => {
                self.ended = true;
                return Some(Err(Refused::new(line, format!("{}; the rest of the file is left out", told(&error)))));
            }
        }
        // Two rows of a damaged table may share a line, but never a place in the order of the rows.
        let number = row.position().map_or(line, |position| position.record() + 1);
        let value = |column: usize| {
            let value = row.get(column).filter(|value| !value.is_empty())?;
            Some(charset::decode(value, None, None).text.into_owned())
        };
        let fields = self.layout.fields(|column| value(column).into_iter().collect());
        Some(Ok(Record { number, form: Form::Fields(Box::new(fields)) }))
    }
}

/// Rows looked at before a table is believed to hold articles.
const LOOKED_AT: usize = 16;
/// Half of their texts have at least so many bytes; words are not counted, as half of Asia sets no blanks.
const ARTICLE_BYTES: usize = 80;

fn bytes(record: &Record) -> usize {
    match &record.form {
        Form::Fields(fields) => fields.text.as_deref().map_or(0, |text| text.len()),
        _ => 0,
    }
}

impl Records for Rows {
    fn next(&mut self, limit: u64) -> Option<Result<Record, Refused>> {
        if let Some(record) = self.seen.pop_front() {
            return Some(Ok(record));
        }
        self.failure.take().map(Err).or_else(|| self.row(limit))
    }
}

fn told(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Io(error) => reason(error),
        _ => format!("broken table: {error}"),
    }
}

/// The mark that parts the column names: spreadsheets of half the world write `;`.
fn sniffed(head: &[u8], usual: u8) -> u8 {
    let line = &head[..memchr::memchr(b'\n', head).unwrap_or(head.len())];
    let count = |mark: u8| memchr::memchr_iter(mark, line).count();
    let best = [b';', b'\t', b'|', b','].into_iter().max_by_key(|&mark| count(mark)).unwrap_or(usual);
    if count(usual) > 0 || count(best) == 0 { usual } else { best }
}
