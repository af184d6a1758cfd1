//! Reading a corpus: paths in, articles out. The only input IO of the program.
//!
//! `Corpus::open` lists the files; `batches` reads them one after the other, in pieces that hold whole
//! articles; `Batch::articles` parses a piece, and may run on any thread. A new format is a variant of
//! `Format`, a way to cut its files into pieces, and a parser: nothing outside this folder changes.

pub mod charset;
mod jsonl;
mod outlet;
#[cfg(feature = "html")]
pub mod page;
mod plain;
mod reader;
#[cfg(feature = "html")]
mod saved;
mod walk;

use crate::document::{Document, Place, Skipped};
use crate::error::{Error, Result};
use crate::language;
use outlet::outlet;
use reader::{Inner, Input, Reader, Shared};
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where an article's outlet is taken from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OutletFrom {
    /// The record's `outlet` field, else the first folder below the root, else the host of its address.
    Auto,
    /// The folder at this depth below the root, from 1.
    Folder(usize),
    /// This field of the record.
    Field(String),
    /// The host of the article's address.
    Host,
    /// Nowhere: all articles count as one outlet's.
    None,
}

/// What to read.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the outlet is taken from.
    pub outlet_from: OutletFrom,
    /// Leave out what `.gitignore` names.
    pub gitignore: bool,
    /// Also read files and folders whose name begins with a dot.
    pub hidden: bool,
    /// Follow symbolic links.
    pub follow: bool,
    /// Only articles in these languages (`id`, `en`); all, where none is named.
    pub languages: Vec<String>,
    /// Longest file or record read as one article, in bytes.
    pub max_article_bytes: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            outlet_from: OutletFrom::Auto,
            gitignore: false,
            hidden: false,
            follow: false,
            languages: Vec::new(),
            max_article_bytes: 1 << 30,
        }
    }
}

/// How a file holds its articles.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Format {
    /// The file is one article.
    Text,
    /// The file is a saved page.
    #[cfg(feature = "html")]
    Page,
    /// Each line is a JSON object.
    JsonLines,
}

impl Format {
    /// Whether the file is one article.
    fn is_whole(self) -> bool {
        self != Self::JsonLines
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Compression {
    None,
    Gzip,
    Zstd,
}

/// One input file.
#[derive(Clone, Debug)]
struct Source {
    /// Where it is opened; `None` for standard input.
    path: Option<PathBuf>,
    /// Path below its root with `/`: the article's id, or the first half of a record's.
    name: String,
    /// Which of several collections it belongs to.
    collection: usize,
    /// Goes before the ids of its articles, where collections must be told apart.
    prefix: &'static str,
    format: Format,
    compression: Compression,
}

/// The files of a run, in byte order of their names below the roots.
pub struct Corpus {
    settings: Settings,
    /// The paths as they were given.
    roots: Vec<PathBuf>,
    sources: Vec<Source>,
    skipped: Vec<Skipped>,
    /// Standard input, kept because passages are shown from it later.
    stdin: Option<Arc<Vec<u8>>>,
}

/// Bytes of a piece of a record file; a record longer than this makes a piece of its own.
const PIECE_BYTES: usize = 1 << 20;
/// Small files read by one worker in one go.
const FILES_A_BATCH: usize = 64;

impl Corpus {
    /// Lists the files below `paths`; `-` is JSON Lines on standard input, read whole.
    ///
    /// # Errors
    /// A named path that does not exist or cannot be listed.
    pub fn open(paths: &[PathBuf], settings: Settings) -> Result<Self> {
        let mut corpus = Self::empty(settings);
        for path in paths {
            corpus.add(path)?;
        }
        corpus.sort();
        Ok(corpus)
    }

    /// Lists several collections; the ids of each collection's articles begin with its name and `/`.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_collections(collections: &[(&'static str, &Path)], settings: Settings) -> Result<Self> {
        let mut corpus = Self::empty(settings);
        for (number, (prefix, path)) in collections.iter().enumerate() {
            let first = corpus.sources.len();
            corpus.add(path)?;
            for source in &mut corpus.sources[first..] {
                (source.collection, source.prefix) = (number, prefix);
            }
        }
        corpus.sort();
        Ok(corpus)
    }

    fn empty(settings: Settings) -> Self {
        Self { settings, roots: Vec::new(), sources: Vec::new(), skipped: Vec::new(), stdin: None }
    }

    fn add(&mut self, path: &Path) -> Result<()> {
        self.roots.push(path.into());
        if path.as_os_str() != "-" {
            return walk::list(path, &self.settings, &mut self.sources, &mut self.skipped);
        }
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map_err(|source| Error::Path { path: path.into(), source })?;
        self.stdin = Some(Arc::new(bytes));
        self.sources.push(Source::new(None, "-".into(), Format::JsonLines, Compression::None));
        Ok(())
    }

    fn sort(&mut self) {
        self.sources.sort_by(|a, b| (a.prefix, &a.name, &a.path).cmp(&(b.prefix, &b.name, &b.path)));
    }

    /// Files that were found and not taken, with reasons.
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// Number of files to read.
    pub fn files(&self) -> usize {
        self.sources.len()
    }

    /// Bytes of all files as they lie on disk, as far as the system tells.
    pub fn bytes(&self) -> u64 {
        let size = |source: &Source| source.path.as_ref().and_then(|p| p.metadata().ok()).map_or(0, |m| m.len());
        self.sources.iter().map(size).sum::<u64>() + self.stdin.as_ref().map_or(0, |s| s.len() as u64)
    }

    /// Which collection a place belongs to.
    pub fn collection(&self, place: Place) -> usize {
        self.sources[place.source as usize].collection
    }

    /// The name of the collection that a place belongs to, where there are several.
    pub fn collection_name(&self, place: Place) -> Option<&str> {
        Some(self.sources[place.source as usize].prefix).filter(|name| !name.is_empty())
    }

    /// The file below its root that holds a place.
    pub fn file(&self, place: Place) -> &str {
        &self.sources[place.source as usize].name
    }

    /// How many articles of a file are best read again in one go: all where it is compressed, as it can only
    /// be read from its beginning.
    pub fn reread_batch(&self, place: Place) -> usize {
        if self.sources[place.source as usize].compression == Compression::None { 128 } else { usize::MAX }
    }

    /// The paths as they were given.
    pub fn roots(&self) -> &[PathBuf] {
        &self.roots
    }

    /// How a place is written for people, from the path that they gave: `news/outlet/a.txt`, `all.jsonl:17`.
    pub fn describe(&self, place: Place) -> String {
        let source = &self.sources[place.source as usize];
        let path = source.path.as_ref().map_or_else(|| source.name.clone(), |path| path.display().to_string());
        if place.record == 0 { path } else { format!("{path}:{}", place.record) }
    }

    /// The corpus in pieces, in order.
    pub fn batches(&self) -> Batches<'_> {
        Batches { corpus: self, next: 0, open: None }
    }

    /// Reads again the texts of the articles at `places`, file by file; `each` gets the index into `places`.
    pub fn reread(&self, places: &[Place], mut each: impl FnMut(usize, std::result::Result<&str, Skipped>)) {
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by_key(|&i| places[i]);
        for group in order.chunk_by(|&a, &b| places[a].source == places[b].source) {
            let mut done = 0;
            if let Err(error) = self.reread_file(places, group, &mut done, &mut each) {
                for &i in &group[done..] {
                    each(i, Err(Skipped { path: self.describe(places[i]), reason: reason(&error) }));
                }
            }
        }
    }

    /// Reads the articles `group` of one file, counting them in `done`.
    fn reread_file(
        &self,
        places: &[Place],
        group: &[usize],
        done: &mut usize,
        each: &mut impl FnMut(usize, std::result::Result<&str, Skipped>),
    ) -> io::Result<()> {
        let id = places[group[0]].source;
        let source = &self.sources[id as usize];
        if source.format.is_whole() {
            let bytes = source.read_whole(self.settings.max_article_bytes)?;
            let text = source.text(&bytes);
            group.iter().for_each(|&i| each(i, text.as_deref().map_err(Skipped::clone)));
            *done = group.len();
            return Ok(());
        }
        let mut reader = self.reader(source)?;
        let mut line = Vec::new();
        for same in group.chunk_by(|&x, &y| places[x] == places[y]) {
            let place = places[same[0]];
            line.resize(place.length as usize, 0);
            reader.go_to(place.offset)?;
            reader.read_exact(&mut line)?;
            let text = jsonl::text(source, place, &line);
            same.iter().for_each(|&i| each(i, text.as_deref().map_err(Skipped::clone)));
            *done += same.len();
        }
        Ok(())
    }

    fn reader(&self, source: &Source) -> io::Result<Reader> {
        let file = match (&source.path, &self.stdin) {
            (Some(path), _) => Input::File(File::open(path)?),
            (None, Some(bytes)) => Input::Memory(io::Cursor::new(Shared(bytes.clone()))),
            (None, None) => return Err(io::Error::other("standard input was not read")),
        };
        let inner = match source.compression {
            Compression::None => Inner::Plain(file),
            Compression::Gzip => {
                Inner::Stream(Box::new(flate2::read::MultiGzDecoder::new(BufReader::with_capacity(1 << 16, file))))
            }
            Compression::Zstd => Inner::Stream(Box::new(zstd::Decoder::new(file)?)),
        };
        Ok(Reader { inner, at: 0 })
    }
}

impl Source {
    fn new(path: Option<PathBuf>, name: String, format: Format, compression: Compression) -> Self {
        Self { path, name, format, compression, collection: 0, prefix: "" }
    }

    /// An article's id, which begins with the collection's name where there are several.
    fn id(&self, own: &str) -> String {
        if self.prefix.is_empty() { own.to_owned() } else { format!("{}/{own}", self.prefix) }
    }

    /// Sends the article that a whole file is.
    fn article(
        &self,
        settings: &Settings,
        id: u32,
        bytes: &[u8],
        each: &mut dyn FnMut(std::result::Result<Document<'_>, Skipped>),
    ) {
        match self.format {
            #[cfg(feature = "html")]
            Format::Page => saved::article(settings, self, id, bytes, each),
            _ => plain::article(settings, self, id, bytes, each),
        }
    }

    /// The text of the article that a whole file is.
    fn text<'b>(&self, bytes: &'b [u8]) -> std::result::Result<Cow<'b, str>, Skipped> {
        match self.format {
            #[cfg(feature = "html")]
            Format::Page => saved::text(self, bytes).map(Cow::Owned),
            _ => plain::text(self, bytes).map(Cow::Borrowed),
        }
    }

    /// The whole file, decompressed, unless it is longer than `limit` bytes.
    fn read_whole(&self, limit: u64) -> io::Result<Vec<u8>> {
        let path = self.path.as_ref().ok_or_else(|| io::Error::other("standard input is no article"))?;
        let mut file = File::open(path)?;
        let mut bytes = Vec::new();
        match self.compression {
            Compression::None => {
                let size = file.metadata()?.len();
                bytes.reserve_exact(size.min(limit) as usize + 1);
                file.take(limit + 1).read_to_end(&mut bytes)?;
            }
            Compression::Gzip => {
                flate2::read::MultiGzDecoder::new(BufReader::new(&mut file)).take(limit + 1).read_to_end(&mut bytes)?;
            }
            Compression::Zstd => {
                zstd::Decoder::new(&mut file)?.take(limit + 1).read_to_end(&mut bytes)?;
            }
        }
        if bytes.len() as u64 > limit {
            return Err(io::Error::other(format!("longer than {limit} bytes")));
        }
        Ok(bytes)
    }
}

/// A piece of the corpus that holds whole articles.
pub struct Batch<'a> {
    corpus: &'a Corpus,
    part: Part,
}

enum Part {
    /// Files that are one article each, not read yet.
    Files(std::ops::Range<usize>),
    /// Whole lines of a record file; `first` is the place of the first one.
    Lines { first: Place, bytes: Vec<u8> },
    /// A file that could not be read on.
    Failed(Skipped),
}

impl Batch<'_> {
    /// Sends each article, or the reason why it is none, in order.
    pub fn articles(&self, each: &mut dyn FnMut(std::result::Result<Document<'_>, Skipped>)) {
        let settings = &self.corpus.settings;
        let each = &mut |document: std::result::Result<Document<'_>, Skipped>| {
            each(document.and_then(|document| in_language(settings, document)));
        };
        match &self.part {
            Part::Files(range) => {
                for id in range.clone() {
                    let source = &self.corpus.sources[id];
                    match source.read_whole(settings.max_article_bytes) {
                        Ok(bytes) => source.article(settings, id as u32, &bytes, each),
                        Err(error) => each(Err(Skipped { path: source.name.clone(), reason: reason(&error) })),
                    }
                }
            }
            Part::Lines { first, bytes } => {
                jsonl::articles(settings, &self.corpus.sources[first.source as usize], *first, bytes, each)
            }
            Part::Failed(skipped) => each(Err(skipped.clone())),
        }
    }

    /// Bytes of the piece, for the progress display; files that are not opened yet count as one block each.
    pub fn bytes(&self) -> u64 {
        match &self.part {
            Part::Files(range) => 4096 * range.len() as u64,
            Part::Lines { bytes, .. } => bytes.len() as u64,
            Part::Failed(_) => 0,
        }
    }
}

/// Iterator over the pieces of a corpus.
pub struct Batches<'a> {
    corpus: &'a Corpus,
    next: usize,
    open: Option<jsonl::Pieces>,
}

impl<'a> Iterator for Batches<'a> {
    type Item = Batch<'a>;

    fn next(&mut self) -> Option<Batch<'a>> {
        let corpus = self.corpus;
        let batch = |part| Some(Batch { corpus, part });
        loop {
            if let Some(pieces) = &mut self.open {
                match pieces.next_piece(corpus.settings.max_article_bytes) {
                    Some(Ok(part)) => return batch(part),
                    Some(Err(skipped)) => {
                        let name = &corpus.sources[pieces.source() as usize].name;
                        let path =
                            if skipped.path.is_empty() { name.clone() } else { format!("{name}:{}", skipped.path) };
                        return batch(Part::Failed(Skipped { path, ..skipped }));
                    }
                    None => self.open = None,
                }
            }
            let first = self.next;
            let source = corpus.sources.get(first)?;
            self.next += 1;
            match source.format {
                format if format.is_whole() => {
                    while self.next - first < FILES_A_BATCH
                        && corpus.sources.get(self.next).is_some_and(|s| s.format.is_whole())
                    {
                        self.next += 1;
                    }
                    return batch(Part::Files(first..self.next));
                }
                _ => match corpus.reader(source) {
                    Ok(reader) => self.open = Some(jsonl::Pieces::new(first as u32, reader)),
                    Err(error) => {
                        return batch(Part::Failed(Skipped { path: source.name.clone(), reason: reason(&error) }));
                    }
                },
            }
        }
    }
}

/// Tells the language where the source does not, and refuses those that were not asked for.
fn in_language<'a>(settings: &Settings, mut document: Document<'a>) -> std::result::Result<Document<'a>, Skipped> {
    if document.language.is_none() {
        document.language = language::detect(&document.text).map(|found| found.code.to_owned());
        document.origins.extend(document.language.is_some().then_some(("language", "detected")));
    }
    let own = document.language.as_deref().unwrap_or("unknown");
    let wanted = |code: &String| own.split(['-', '_']).next().is_some_and(|own| own.eq_ignore_ascii_case(code));
    if settings.languages.is_empty() || settings.languages.iter().any(wanted) {
        return Ok(document);
    }
    Err(Skipped { path: document.id, reason: format!("in another language than --lang asks for: {own}") })
}

/// An IO failure in words that group well.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "no permission to read".into(),
        io::ErrorKind::NotFound => "gone when it was to be read".into(),
        io::ErrorKind::IsADirectory => "a folder, not a file".into(),
        io::ErrorKind::UnexpectedEof => "ends too early".into(),
        _ => format!("cannot be read: {error}"),
    }
}
