//! Reading a corpus: paths in, articles out. The only input IO of the program.
//!
//! `Corpus::open` lists the files; `batches` reads them one after the other, in pieces that hold whole
//! articles; `Batch::articles` parses a piece, and may run on any thread. A new format is a file here that cuts
//! `records` out of a stream, and a line in `source`: nothing outside this folder changes.

mod archive;
mod batch;
pub mod charset;
#[cfg(feature = "parquet")]
mod columnar;
mod fields;
mod flat;
mod http;
mod json;
mod jsonl;
mod outlet;
#[cfg(feature = "html")]
pub mod page;
mod plain;
mod reader;
mod records;
mod roots;
#[cfg(feature = "html")]
mod saved;
#[cfg(not(feature = "html"))]
#[path = "unsaved.rs"]
mod saved;
mod source;
mod table;
mod walk;
mod warc;

pub use batch::{Batch, Batches};
pub use fields::Columns;

use crate::document::{Place, Skipped};
use crate::error::{Error, Result};
use reader::{Input, Reader, Shared};
use roots::Root;
use source::{Compression, Format, Shape, Source};
use std::fs::File;
use std::io::{self, Read};
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
    /// Files to read beside those below the paths; what they are called is the path as it is written here.
    pub listed: Vec<PathBuf>,
    /// Only files whose path below the root fits one of these; those with `!` before them are left out.
    pub globs: Vec<String>,
    /// Columns of tables and fields of records that the user names.
    pub columns: Columns,
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
            listed: Vec::new(),
            globs: Vec::new(),
            columns: Columns::default(),
            languages: Vec::new(),
            max_article_bytes: 64 << 20,
        }
    }
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
const PIECE_BYTES: usize = 1 << 18;
/// Bytes that a file counts which is not opened yet.
const BLOCK_BYTES: u64 = 4096;

impl Corpus {
    /// Lists the files below `paths`; `-` is JSON Lines on standard input, read whole.
    ///
    /// # Errors
    /// A named path that does not exist or cannot be listed.
    pub fn open(paths: &[PathBuf], settings: Settings) -> Result<Self> {
        let mut corpus = Self::empty(settings);
        for root in roots::named(paths) {
            corpus.add(root)?;
        }
        walk::listed(&corpus.settings, &mut corpus.sources, &mut corpus.skipped);
        corpus.sort();
        corpus.once();
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
            corpus.add(Root::single(path))?;
            for source in &mut corpus.sources[first..] {
                (source.collection, source.prefix) = (number, prefix);
            }
        }
        corpus.sort();
        Ok(corpus)
    }

    /// Leaves out the files that `keep` does not want, told by their names below the roots and their paths.
    pub fn retain(&mut self, keep: &mut dyn FnMut(&str, &Path) -> bool) {
        self.sources.retain(|source| source.path.as_ref().is_none_or(|path| keep(&source.name, path)));
    }

    fn empty(settings: Settings) -> Self {
        Self { settings, roots: Vec::new(), sources: Vec::new(), skipped: Vec::new(), stdin: None }
    }

    fn add(&mut self, root: Root) -> Result<()> {
        self.roots.push(root.path.clone());
        if root.path.as_os_str() != "-" {
            return walk::list(&root, &self.settings, &mut self.sources, &mut self.skipped);
        }
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map_err(|source| Error::Path { path: root.path, source })?;
        self.stdin = Some(Arc::new(bytes));
        self.sources.push(Source::new(None, "-".into(), (Format::JsonLines, Compression::None)));
        Ok(())
    }

    fn sort(&mut self) {
        self.sources.sort_by(|a, b| (a.prefix, &a.name, &a.path).cmp(&(b.prefix, &b.name, &b.path)));
    }

    /// Takes out what was reached twice, by a folder and by its own path.
    fn once(&mut self) {
        let real = |source: &Source| source.path.as_ref().and_then(|path| path.canonicalize().ok());
        self.sources.dedup_by(|a, b| a.name == b.name && real(a).is_some_and(|path| Some(path) == real(b)));
        self.skipped.sort();
        self.skipped.dedup();
        let read = |name: &str| self.sources.binary_search_by(|source| source.name.as_str().cmp(name)).is_ok();
        self.skipped.retain(|skipped| !read(&skipped.path));
    }

    /// What a file of the corpus is called, however the path to it is written; `None` where it is not in it.
    pub fn name_of(&self, file: &Path) -> Option<&str> {
        let (real, own) = (file.canonicalize().ok()?, file.file_name());
        let found = self.sources.iter().find(|source| {
            let path = source.path.as_deref().filter(|path| own.is_none() || path.file_name() == own);
            path.is_some_and(|path| path.canonicalize().is_ok_and(|path| path == real))
        });
        found.map(|source| source.name.as_str())
    }

    /// Files that were found and not taken, with reasons.
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// Number of files to read.
    pub fn files(&self) -> usize {
        self.sources.len()
    }

    /// Bytes of all files as they lie on disk, for the progress display; a file that is one article counts as one block, as
    /// asking for the size of each would cost as much as reading them.
    pub fn bytes(&self) -> u64 {
        let size = |source: &Source| match &source.path {
            Some(_) if source.format.shape() == Shape::Whole => BLOCK_BYTES,
            Some(path) => path.metadata().map_or(0, |found| found.len()),
            None => 0,
        };
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

    /// How many articles of a file are best read again in one go: all where it can only be read from
    /// its beginning.
    pub fn reread_batch(&self, place: Place) -> usize {
        let source = &self.sources[place.source as usize];
        let jumps = source.compression == Compression::None && source.format.shape() != Shape::Records;
        if jumps { 128 } else { usize::MAX }
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
        Batches::of(self)
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
        if source.format.shape() == Shape::Records {
            return self.reread_records(places, group, done, each);
        }
        if source.format.shape() == Shape::Whole {
            let bytes = source.read_whole(self.settings.max_article_bytes)?;
            let text = source.text(&bytes);
            group.iter().for_each(|&i| each(i, text.as_deref().map_err(Skipped::clone)));
            *done = group.len();
            return Ok(());
        }
        let mut reader = self.reader(source)?;
        let (mut line, mut room) = (Vec::new(), String::new());
        for same in group.chunk_by(|&x, &y| places[x] == places[y]) {
            let place = places[same[0]];
            line.resize(place.length as usize, 0);
            reader.read_at(place.offset, &mut line)?;
            let text = jsonl::text(&self.settings, source, place, &line, &mut room);
            same.iter().for_each(|&i| each(i, text.as_deref().map_err(Skipped::clone)));
            *done += same.len();
        }
        Ok(())
    }

    /// The same for a file that is read record by record.
    fn reread_records(
        &self,
        places: &[Place],
        group: &[usize],
        done: &mut usize,
        each: &mut impl FnMut(usize, std::result::Result<&str, Skipped>),
    ) -> io::Result<()> {
        let id = places[group[0]].source;
        let source = &self.sources[id as usize];
        let mut records = source.records(&self.settings)?;
        for same in group.chunk_by(|&x, &y| places[x] == places[y]) {
            let wanted = places[same[0]].record;
            let found = std::iter::from_fn(|| records.next(self.settings.max_article_bytes));
            let record = found.filter_map(std::result::Result::ok).find(|record| record.number == wanted);
            let record = record.ok_or(io::ErrorKind::UnexpectedEof)?;
            let document = record.document(&self.settings, source, id);
            let text = document.as_ref().map(|document| &*document.text);
            same.iter().for_each(|&i| each(i, text.map_err(Skipped::clone)));
            *done += same.len();
        }
        Ok(())
    }

    /// The lines of a record file.
    fn reader(&self, source: &Source) -> io::Result<Reader> {
        match (&source.path, &self.stdin) {
            (Some(path), _) => source.unpacked(Input::File(File::open(path)?)),
            (None, Some(bytes)) => source.unpacked(Input::Memory(io::Cursor::new(Shared(bytes.clone())))),
            (None, None) => Err(io::Error::other("standard input was not read")),
        }
    }
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
