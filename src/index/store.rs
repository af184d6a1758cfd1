//! The folder of an index: who may write, how a change takes effect, and what an interrupted one leaves behind.
//!
//! Files are written under numbers that were never used, and synced; then a new manifest is synced and renamed over the last
//! one, and the folder synced. Up to the rename nothing has changed; after it all has. What no manifest names is swept
//! away by the next writer. Readers hold no lock: an open file stays readable after it was swept away.

use super::container::Damage;
use super::furniture::Furniture;
use super::manifest::{Manifest, Stored};
use super::record::{Record, Row};
use super::segment::{Segment, own_text};
use crate::error::{Error, Result};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

const MANIFEST: &str = "manifest";
const NEXT: &str = "manifest.next";
const LOCK: &str = "lock";
/// How the names of numbered files begin.
const SEGMENT: &str = "segment-";
const FURNITURE: &str = "furniture-";

/// A damaged or unreadable file as a failure of the whole run.
pub fn damaged(path: &Path, damage: &Damage) -> Error {
    Error::Index { path: path.into(), reason: damage.to_string() }
}

fn failed(path: &Path, source: io::Error) -> Error {
    Error::Write { target: path.display().to_string(), source }
}

fn segment_file(dir: &Path, number: u64) -> PathBuf {
    dir.join(format!("{SEGMENT}{number:08}"))
}

fn furniture_file(dir: &Path, number: u64) -> PathBuf {
    dir.join(format!("{FURNITURE}{number:08}"))
}

/// The state of an index at one moment, which no writer changes.
pub struct Index {
    dir: PathBuf,
    /// What belongs to it.
    pub manifest: Manifest,
    /// What was masked.
    pub furniture: Furniture,
    segments: Vec<Segment>,
}

/// An article of an index: segment and row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Entry {
    /// Index of its segment.
    pub segment: u32,
    /// Its row there.
    pub row: u32,
}

/// Times that opening begins anew when writers are quicker.
const PATIENCE: usize = 20;

impl Index {
    /// Opens the index in a folder as the last change left it. Reads its manifest and its furniture, and the ends of its segments.
    ///
    /// # Errors
    /// No index, a file that is damaged or cannot be read.
    pub fn open(dir: &Path) -> Result<Self> {
        let mut patience = PATIENCE;
        loop {
            let manifest = read_manifest(dir)?;
            let generation = manifest.generation;
            match Self::of(dir, manifest) {
                // Swept away while it was opened: then there is a later manifest.
                Err(_) if patience > 0 && read_manifest(dir)?.generation != generation => patience -= 1,
                opened => return opened,
            }
        }
    }

    /// Opens the files that a manifest names.
    ///
    /// # Errors
    /// A file that is damaged or cannot be read.
    pub fn of(dir: &Path, manifest: Manifest) -> Result<Self> {
        let Stored { number, written } = manifest.furniture;
        let path = furniture_file(dir, number);
        let furniture = Furniture::read(&path, written).map_err(|damage| damaged(&path, &damage))?;
        let mut segments = Vec::new();
        for part in &manifest.parts {
            let path = segment_file(dir, part.stored.number);
            let segment = Segment::open(&path, part.stored.written, &manifest.sketching);
            let segment = segment.map_err(|damage| damaged(&path, &damage))?;
            if segment.rows() != part.rows {
                return Err(damaged(&path, &super::container::wrong("another number of articles than the index says")));
            }
            segments.push(segment);
        }
        Ok(Self { dir: dir.into(), manifest, furniture, segments })
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Its segments.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// A failure in a segment.
    pub fn damaged(&self, segment: u32, damage: &Damage) -> Error {
        damaged(&segment_file(&self.dir, self.manifest.parts[segment as usize].stored.number), damage)
    }

    /// Asks a segment, by its index.
    ///
    /// # Errors
    /// Its damage, with the file's name.
    pub fn ask<T>(&self, segment: u32, ask: impl FnOnce(&Segment) -> std::result::Result<T, Damage>) -> Result<T> {
        ask(&self.segments[segment as usize]).map_err(|damage| self.damaged(segment, &damage))
    }

    /// Whether an article is still there.
    pub fn is_live(&self, entry: Entry) -> bool {
        self.manifest.parts[entry.segment as usize].removed.binary_search(&entry.row).is_err()
    }

    /// All articles that are still there, segment by segment.
    pub fn live(&self) -> impl Iterator<Item = Entry> + '_ {
        let of_part = |(segment, rows): (u32, u32)| (0..rows).map(move |row| Entry { segment, row });
        let parts = (0..).zip(self.manifest.parts.iter().map(|part| part.rows));
        parts.flat_map(of_part).filter(|&entry| self.is_live(entry))
    }

    /// The row of an article.
    ///
    /// # Errors
    /// A damaged file.
    pub fn row(&self, entry: Entry) -> Result<Row> {
        self.ask(entry.segment, |segment| segment.row(entry.row))
    }

    /// The fields of an article.
    ///
    /// # Errors
    /// A damaged file.
    pub fn record(&self, entry: Entry) -> Result<Record> {
        self.ask(entry.segment, |segment| segment.record(&segment.row(entry.row)?))
    }

    /// The text of an article.
    ///
    /// # Errors
    /// A damaged file.
    pub fn text(&self, entry: Entry) -> Result<String> {
        self.ask(entry.segment, |segment| {
            let row = segment.row(entry.row)?;
            Ok(own_text(&segment.block(row.block)?, &row)?.to_owned())
        })
    }

    /// Says that the fields and texts of these articles will be asked for.
    ///
    /// # Errors
    /// A damaged file.
    pub fn expect_texts(&self, entries: &[Entry]) -> Result<()> {
        self.expect_rows(entries.iter().copied());
        for (segment, part) in (0..).zip(&self.segments) {
            let own = entries.iter().filter(|entry| entry.segment == segment);
            let rows = own.map(|&entry| self.row(entry)).collect::<Result<Vec<Row>>>()?;
            part.expect_texts(&rows).map_err(|damage| self.damaged(segment, &damage))?;
        }
        Ok(())
    }

    /// Says that these articles' rows will be asked for.
    pub fn expect_rows(&self, entries: impl Iterator<Item = Entry>) {
        entries.for_each(|entry| self.segments[entry.segment as usize].expect_rows(entry.row..entry.row + 1));
    }

    /// The article with an id.
    ///
    /// # Errors
    /// A damaged file.
    pub fn find(&self, id: &str) -> Result<Option<Entry>> {
        for segment in (0..self.segments.len() as u32).rev() {
            if let Some(row) = self.ask(segment, |segment| segment.find(id))? {
                let entry = Entry { segment, row };
                if self.is_live(entry) {
                    return Ok(Some(entry));
                }
            }
        }
        Ok(None)
    }
}

/// How long a lock is waited for, in steps. A process that starts another one lends it the lock until that one runs.
const STEPS: u32 = 20;
const STEP: Duration = Duration::from_millis(10);

fn take(lock: &File) -> std::result::Result<(), TryLockError> {
    let mut taken = lock.try_lock();
    for _ in 0..STEPS {
        if !matches!(taken, Err(TryLockError::WouldBlock)) {
            break;
        }
        std::thread::sleep(STEP);
        taken = lock.try_lock();
    }
    taken
}

fn read_manifest(dir: &Path) -> Result<Manifest> {
    let path = dir.join(MANIFEST);
    Manifest::read(&path).map_err(|damage| match damage {
        Damage::Io(error) if error.kind() == io::ErrorKind::NotFound => Error::Index {
            path: dir.into(),
            reason: "no index is here; `reprint index build INDEX PATH...` makes one".into(),
        },
        damage => damaged(&path, &damage),
    })
}

/// The right to change an index. Given back when it is dropped, or when the program ends in whatever way.
pub struct Change {
    dir: PathBuf,
    _lock: File,
    /// Number of the next file: beyond any that is there.
    next_number: u64,
    /// What an interrupted change left behind, and was swept away.
    pub swept: Vec<String>,
}

impl Change {
    /// Begins to change the index in a folder, or to make one there: then the folder is new, empty or holds what an
    /// interrupted build left.
    ///
    /// # Errors
    /// Somebody else is writing; a folder of other things; what the system says.
    pub fn begin(dir: &Path, make: bool) -> Result<Self> {
        let refused = |reason: &str| Error::Index { path: dir.into(), reason: reason.into() };
        if make {
            fs::create_dir_all(dir).map_err(|source| failed(dir, source))?;
        }
        let present = dir.join(MANIFEST).exists();
        if !present && !make {
            read_manifest(dir)?;
        }
        let entries = names(dir)?;
        if !present && entries.iter().any(|name| !is_own(name)) {
            return Err(refused("the folder holds other things than an index: name a new one"));
        }
        let path = dir.join(LOCK);
        let lock = File::options().create(true).truncate(false).write(true).open(&path);
        let lock = lock.map_err(|source| failed(&path, source))?;
        take(&lock).map_err(|error| match error {
            TryLockError::WouldBlock => Error::Busy { path: dir.into() },
            TryLockError::Error(source) => failed(&path, source),
        })?;
        // What is there may have changed until the lock was ours.
        let manifest = if dir.join(MANIFEST).exists() { Some(read_manifest(dir)?) } else { None };
        let mut change = Self { dir: dir.into(), _lock: lock, next_number: 1, swept: Vec::new() };
        let used = names(dir)?.iter().filter_map(|name| number(name)).max().unwrap_or(0);
        change.next_number = manifest.as_ref().map_or(1, |m| m.next_number).max(used + 1);
        change.swept = change.sweep(manifest.as_ref())?;
        Ok(change)
    }

    /// What belongs to the index; `None` where there is none yet.
    ///
    /// # Errors
    /// A manifest that cannot be read.
    pub fn manifest(&self) -> Result<Option<Manifest>> {
        if self.dir.join(MANIFEST).exists() { read_manifest(&self.dir).map(Some) } else { Ok(None) }
    }

    /// The index as it is; `None` where there is none yet.
    ///
    /// # Errors
    /// As `Index::open`.
    pub fn index(&self) -> Result<Option<Index>> {
        self.manifest()?.map(|manifest| Index::of(&self.dir, manifest)).transpose()
    }

    /// Number and place of a new segment.
    pub fn segment(&mut self) -> (u64, PathBuf) {
        let number = self.number();
        (number, segment_file(&self.dir, number))
    }

    /// Writes furniture.
    ///
    /// # Errors
    /// What the system says.
    pub fn furniture(&mut self, furniture: &Furniture) -> Result<Stored> {
        let number = self.number();
        let path = furniture_file(&self.dir, number);
        let written = furniture.write(&path).map_err(|source| failed(&path, source))?;
        Ok(Stored { number, written })
    }

    fn number(&mut self) -> u64 {
        self.next_number += 1;
        self.next_number - 1
    }

    /// Makes this the state of the index, and sweeps away what no longer belongs to it.
    ///
    /// # Errors
    /// What the system says; then the index is as it was.
    pub fn commit(&mut self, manifest: &mut Manifest) -> Result<()> {
        manifest.generation += 1;
        manifest.next_number = self.next_number;
        let (next, path) = (self.dir.join(NEXT), self.dir.join(MANIFEST));
        let written = remove(&next)
            .and_then(|()| sync_folder(&self.dir))
            .and_then(|()| manifest.write(&next))
            .and_then(|_| fs::rename(&next, &path))
            .and_then(|()| sync_folder(&self.dir));
        written.map_err(|source| failed(&path, source))?;
        // What cannot be swept away now is swept away by the next change.
        let _ = self.sweep(Some(manifest));
        Ok(())
    }

    /// Takes away the files that a manifest does not name.
    fn sweep(&self, manifest: Option<&Manifest>) -> Result<Vec<String>> {
        let mut swept = Vec::new();
        for name in names(&self.dir)? {
            let named = manifest.is_some_and(|m| {
                let mut stored = m.parts.iter().map(|part| segment_file(&self.dir, part.stored.number));
                let path = self.dir.join(&name);
                stored.any(|file| file == path) || furniture_file(&self.dir, m.furniture.number) == path
            });
            if !named && name != MANIFEST && name != LOCK && is_own(&name) {
                let path = self.dir.join(&name);
                remove(&path).map_err(|source| failed(&path, source))?;
                swept.push(name);
            }
        }
        Ok(swept)
    }
}

/// Takes a file away, which need not be there.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Makes sure that names that were made or changed in a folder are on disk.
fn sync_folder(dir: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(dir)?.sync_all() } else { Ok(()) }
}

/// Names of what is in a folder, in order.
fn names(dir: &Path) -> Result<Vec<String>> {
    let failed = |source| Error::Path { path: dir.into(), source };
    let mut names = Vec::new();
    for entry in fs::read_dir(dir).map_err(failed)? {
        names.push(entry.map_err(failed)?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// Whether a file of an index is called so.
fn is_own(name: &str) -> bool {
    [MANIFEST, NEXT, LOCK].contains(&name) || number(name).is_some()
}

/// The number in the name of a numbered file.
fn number(name: &str) -> Option<u64> {
    name.strip_prefix(SEGMENT).or_else(|| name.strip_prefix(FURNITURE))?.parse().ok()
}

/// Checks every byte of every file of an index; what is wrong, file by file.
///
/// # Errors
/// No index, or one whose manifest cannot be read.
pub fn verify(dir: &Path) -> Result<Vec<Error>> {
    let manifest = match read_manifest(dir) {
        Err(error @ Error::Index { .. }) if dir.join(MANIFEST).exists() => return Ok(vec![error]),
        manifest => manifest?,
    };
    let mut wrong = Vec::new();
    let path = furniture_file(dir, manifest.furniture.number);
    if let Err(damage) = Furniture::read(&path, manifest.furniture.written) {
        wrong.push(damaged(&path, &damage));
    }
    for part in &manifest.parts {
        let path = segment_file(dir, part.stored.number);
        let opened = Segment::open(&path, part.stored.written, &manifest.sketching);
        if let Err(damage) = opened.and_then(|segment| segment.verify()) {
            wrong.push(damaged(&path, &damage));
        }
    }
    Ok(wrong)
}
