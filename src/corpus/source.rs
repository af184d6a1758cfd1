//! One input file: its format and compression by its ending, and its bytes.

use super::reader::{Inner, Input, Reader};
use super::records::Records;
use super::walk::legible;
use super::{Settings, archive, json, plain, reason, saved, table, warc};
use crate::document::{Document, Skipped};
use std::borrow::Cow;
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// How a file holds its articles.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Format {
    /// The file is one article.
    Text,
    /// The file is one article with a few marks in it.
    Markdown,
    /// The file is a saved page.
    Page,
    /// Each line is a JSON object.
    JsonLines,
    /// JSON: an array of objects, one object, or an object that holds them.
    Json,
    /// A table with a line of column names; the byte parts the columns, unless the file shows another.
    Table(u8),
    /// A Parquet table.
    Parquet,
    /// What a crawler kept: WARC, WET, ARC.
    Warc,
    /// Files in a tar archive.
    Tar,
    /// Files in a zip archive.
    Zip,
}

/// How the articles of a file are cut out of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    /// The file is one article.
    Whole,
    /// Lines, which any thread may look at, and which can be read again from where they stand.
    Lines,
    /// Records, which are read one after the other.
    Records,
}

/// The endings of each format, as users see them in messages.
const ENDINGS: &[(&str, Format)] = &[
    ("txt", Format::Text),
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("html", Format::Page),
    ("htm", Format::Page),
    ("xhtml", Format::Page),
    ("jsonl", Format::JsonLines),
    ("ndjson", Format::JsonLines),
    ("json", Format::Json),
    ("csv", Format::Table(b',')),
    ("tsv", Format::Table(b'\t')),
    ("parquet", Format::Parquet),
    ("warc", Format::Warc),
    ("wet", Format::Warc),
    ("arc", Format::Warc),
    ("tar", Format::Tar),
    ("zip", Format::Zip),
];

/// Why a file of another ending is not read.
pub(super) const UNKNOWN: &str = "not a format that is read (.txt .md .html .jsonl .json .csv .tsv .parquet .warc .wet .arc .tar .zip, also .gz .zst)";

impl Format {
    pub(super) fn shape(self) -> Shape {
        match self {
            Self::Text | Self::Markdown | Self::Page => Shape::Whole,
            Self::JsonLines => Shape::Lines,
            _ => Shape::Records,
        }
    }
}

/// Format and compression by a file's ending, in any case.
pub(super) fn kind(name: &str) -> Option<(Format, Compression)> {
    let lower = name.to_ascii_lowercase();
    let (stem, compression) = match lower.rsplit_once('.')? {
        (stem, "gz") => (stem, Compression::Gzip),
        (stem, "zst") => (stem, Compression::Zstd),
        (_, "tgz") => ("x.tar", Compression::Gzip),
        _ => (lower.as_str(), Compression::None),
    };
    let ending = stem.rsplit_once('.')?.1;
    let format = ENDINGS.iter().find(|(known, _)| *known == ending)?.1;
    Some((format, compression))
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Compression {
    None,
    Gzip,
    Zstd,
}

/// Bytes in order, from a file or from what a file was packed into.
pub(super) type Stream = Box<dyn Read + Send>;

/// One input file.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// Where it is opened; `None` for standard input.
    pub(super) path: Option<PathBuf>,
    /// Path below its root with `/`: the article's id, or the first half of a record's.
    pub(super) name: String,
    /// Folders at the head of the name that stand above the one that was named.
    pub(super) above: usize,
    /// Which of several collections it belongs to.
    pub(super) collection: usize,
    /// Goes before the ids of its articles, where collections must be told apart.
    pub(super) prefix: &'static str,
    pub(super) format: Format,
    pub(super) compression: Compression,
}

impl Source {
    pub(super) fn new(path: Option<PathBuf>, name: String, (format, compression): (Format, Compression)) -> Self {
        Self { path, name, format, compression, above: 0, collection: 0, prefix: "" }
    }

    /// The source that a file named by the user is; `None` for an unknown ending.
    pub(super) fn named(path: &Path) -> (String, Option<Self>) {
        let name = legible(path.file_name().unwrap_or(path.as_os_str()));
        let source = kind(&name).map(|kind| Self::new(Some(path.into()), name.clone(), kind));
        (name, source)
    }

    /// An article's id, which begins with the collection's name where there are several.
    pub(super) fn id(&self, own: &str) -> String {
        if self.prefix.is_empty() { own.to_owned() } else { format!("{}/{own}", self.prefix) }
    }

    /// The id of a record: its own, else its number in the file.
    pub(super) fn record_id(&self, own: Option<&str>, record: u64) -> String {
        own.map_or_else(|| self.id(&format!("{}#{record}", self.name)), |own| self.id(own))
    }

    /// How a record is named in messages; number 0 is the file as a whole.
    pub(super) fn record_path(&self, record: u64) -> String {
        if record == 0 { self.name.clone() } else { format!("{}:{record}", self.name) }
    }

    /// The file as one that could not be read.
    pub(super) fn skipped(&self, error: &io::Error) -> Skipped {
        Skipped { path: self.name.clone(), reason: reason(error) }
    }

    /// Sends the article that a whole file is.
    pub(super) fn article(
        &self,
        settings: &Settings,
        id: u32,
        bytes: &[u8],
        each: &mut dyn FnMut(Result<Document<'_>, Skipped>),
    ) {
        match self.format {
            Format::Page => each(saved::article(settings, self, id, bytes)),
            _ => each(plain::article(settings, self, id, bytes)),
        }
    }

    /// The text of the article that a whole file is.
    pub(super) fn text<'b>(&self, bytes: &'b [u8]) -> Result<Cow<'b, str>, Skipped> {
        match self.format {
            Format::Page => saved::text(self, bytes).map(Cow::Owned),
            _ => plain::text(self, bytes),
        }
    }

    /// The reader of a file of records.
    pub(super) fn records(&self, settings: &Settings) -> io::Result<Box<dyn Records>> {
        Ok(match self.format {
            Format::Table(delimiter) => Box::new(table::Rows::open(self.stream()?, delimiter, settings)?),
            Format::Json => Box::new(json::Values::new(self.stream()?)?),
            Format::Tar => Box::new(archive::Tar::new(self.stream()?)),
            Format::Zip => Box::new(archive::Zip::open(self.seekable("zip")?)?),
            Format::Warc => Box::new(warc::Records::new(self.stream()?)),
            #[cfg(feature = "parquet")]
            Format::Parquet => Box::new(super::columnar::Rows::open(self.seekable("Parquet")?, settings)?),
            _ => return Err(io::Error::other("this build does not read the format (it lacks a feature)")),
        })
    }

    fn path(&self) -> io::Result<&Path> {
        self.path.as_deref().ok_or_else(|| io::Error::other("standard input is read as JSON Lines"))
    }

    /// A file whose reader jumps within it.
    fn seekable(&self, what: &str) -> io::Result<File> {
        if self.compression == Compression::None {
            return File::open(self.path()?);
        }
        Err(io::Error::other(format!("{what} inside .gz or .zst is not read: unpack it, {what} is compressed itself")))
    }

    /// The file's bytes, decompressed.
    fn stream(&self) -> io::Result<Stream> {
        Ok(Box::new(self.unpacked(Input::File(File::open(self.path()?)?))?))
    }

    /// Decompresses `input`, of several members in the case of gzip.
    pub(super) fn unpacked(&self, input: Input) -> io::Result<Reader> {
        if self.compression == Compression::None {
            return Ok(Reader { inner: Inner::Plain(input), at: 0 });
        }
        let mut packed = BufReader::with_capacity(1 << 16, input);
        let head = packed.fill_buf()?;
        let (name, known) = match self.compression {
            Compression::Zstd => {
                ("zstd", head.starts_with(b"\x28\xb5\x2f\xfd") || head.get(1..4) == Some(b"\x2a\x4d\x18"))
            }
            _ => ("gzip", head.starts_with(b"\x1f\x8b")),
        };
        if head.is_empty() {
            return Err(io::Error::other("the file is empty"));
        }
        if !known {
            return Err(io::Error::other(format!(
                "not {name}, though its name says so; take that ending off its name"
            )));
        }
        let stream: Stream = match self.compression {
            Compression::Zstd => Box::new(zstd::Decoder::with_buffer(packed)?),
            _ => Box::new(flate2::read::MultiGzDecoder::new(packed)),
        };
        Ok(Reader { inner: Inner::Stream(stream), at: 0 })
    }

    /// The whole file, decompressed, unless it is longer than `limit` bytes.
    pub(super) fn read_whole(&self, limit: u64) -> io::Result<Vec<u8>> {
        let mut file = File::open(self.path()?)?;
        if self.compression != Compression::None {
            return bounded(&mut self.unpacked(Input::File(file))?, limit);
        }
        ROOM.with_borrow_mut(|room| {
            let mut read = 0;
            while read < room.len() {
                match file.read(&mut room[read..]) {
                    Ok(0) if read as u64 > limit => return Err(io::Error::other(too_long(limit))),
                    Ok(0) => return Ok(room[..read].to_vec()),
                    Ok(more) => read += more,
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
            bounded(&mut room[..].chain(file), limit)
        })
    }
}

thread_local! {
    /// Most files are read in one go, without asking the system how long they are.
    static ROOM: RefCell<Vec<u8>> = RefCell::new(vec![0; 1 << 16]);
}

/// All bytes of a stream, unless they are more than `limit`: what was packed may be any size, whatever it says.
pub(super) fn bounded(stream: &mut dyn Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(io::Error::other(too_long(limit))) } else { Ok(bytes) }
}

/// What is read as one article has an end.
pub(super) fn too_long(limit: u64) -> String {
    format!("longer than {} MiB, the most that is read as one article", limit >> 20)
}
