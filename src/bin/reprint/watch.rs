//! `reprint watch`: files of a folder are added to an index as they arrive, and told with what they share.
//!
//! The system says that something changed; which files are new is seen by looking at the folder, so that no lost or doubled
//! message of the system matters. A file is read when it has rested. What was told is noted in the index after it was
//! written: a watch that begins again goes on behind the last article that was told.

use crate::args::Watch;
use crate::progress::{Progress, interrupted};
use crate::{RAN, settings, terminal};
use notify::{RecursiveMode, Watcher};
use reprint::corpus::{Corpus, Settings as Reading};
use reprint::error::{Error, Result};
use reprint::pipeline::Observer;
use reprint::pipeline::stored::{self, Asked};
use reprint::report::jsonl;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, SystemTime};

/// How long a look waits for the system's word, at most: interrupts are seen after it.
const TICK: Duration = Duration::from_millis(250);
/// Looks without a word from the system after which the folder is looked at all the same.
const IDLE_TICKS: u32 = 40;

/// Runs it until it is interrupted; the exit code.
pub fn run(args: &Watch) -> Result<u8> {
    settings::own_furniture(&args.input)?;
    let reading = settings::of_corpus(&args.input)?;
    terminal::threads(args.threads, true)?;
    let progress = Progress::new(false);
    let (tell, told) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| drop(tell.send(event)))
        .map_err(|error| refused(&args.dir, &error))?;
    watcher.watch(&args.dir, RecursiveMode::Recursive).map_err(|error| refused(&args.dir, &error))?;
    let mut folder = Folder::begin(args, reading)?;
    let mut out = io::stdout().lock();
    let mut idle = 0;
    let mut due = true;
    if !tell_pending(&args.index, &mut out, &progress)? {
        return Ok(RAN);
    }
    while !interrupted() {
        if due || folder.waits() {
            let arrived = folder.look()?;
            let told = arrived.is_empty()
                || (folder.add(&arrived, &progress)? && tell_pending(&args.index, &mut out, &progress)?);
            if !told {
                break;
            }
        }
        due = match told.recv_timeout(TICK) {
            Ok(_) => {
                while told.try_recv().is_ok() {}
                true
            }
            Err(RecvTimeoutError::Timeout) => {
                idle = (idle + 1) % IDLE_TICKS;
                idle == 0
            }
            Err(RecvTimeoutError::Disconnected) => true,
        };
    }
    Ok(RAN)
}

fn refused(dir: &Path, error: &notify::Error) -> Error {
    Error::Path { path: dir.into(), source: io::Error::other(error.to_string()) }
}

/// When a file was changed last, and its length.
type Stamp = (Option<SystemTime>, u64);

/// The folder that is watched.
struct Folder<'a> {
    args: &'a Watch,
    reading: Reading,
    /// Files that were added, or that were there before and belong to the index.
    known: BTreeMap<String, Stamp>,
    /// Files that have to rest before they are read.
    resting: BTreeMap<String, Stamp>,
}

impl<'a> Folder<'a> {
    /// Sees which files the index knows: those it has articles of, unless they were changed after it was.
    fn begin(args: &'a Watch, reading: Reading) -> Result<Self> {
        let mut folder = Self { args, reading, known: BTreeMap::new(), resting: BTreeMap::new() };
        let index = stored::open(&args.index)?;
        let paths = stored::paths(&index)?;
        let changed = std::fs::metadata(args.index.join("manifest")).and_then(|m| m.modified()).ok();
        folder.known = folder.stamps()?;
        folder.known.retain(|name, stamp| paths.contains(name) && stamp.0 <= changed);
        Ok(folder)
    }

    /// All files of the folder that may hold articles.
    fn stamps(&self) -> Result<BTreeMap<String, Stamp>> {
        let mut stamps = BTreeMap::new();
        self.corpus(&mut |name, path| {
            if let Ok(file) = path.metadata() {
                stamps.insert(name.to_owned(), (file.modified().ok(), file.len()));
            }
            false
        })?;
        Ok(stamps)
    }

    fn corpus(&self, keep: &mut dyn FnMut(&str, &Path) -> bool) -> Result<Corpus> {
        let mut corpus = Corpus::open(std::slice::from_ref(&self.args.dir), self.reading.clone())?;
        corpus.retain(keep);
        Ok(corpus)
    }

    /// Whether a file was seen that has to rest.
    fn waits(&self) -> bool {
        !self.resting.is_empty()
    }

    /// Files that are new or changed and have rested: as they were when they were looked at last.
    fn look(&mut self) -> Result<BTreeMap<String, Stamp>> {
        let mut arrived = BTreeMap::new();
        let mut resting = BTreeMap::new();
        let settled = Duration::from_secs_f64(self.args.settle.max(0.0));
        for (name, stamp) in self.stamps()? {
            if self.known.get(&name) == Some(&stamp) {
                continue;
            }
            let old = stamp.0.is_none_or(|changed| changed.elapsed().is_ok_and(|age| age >= settled));
            if old && self.resting.get(&name) == Some(&stamp) {
                arrived.insert(name, stamp);
            } else {
                resting.insert(name, stamp);
            }
        }
        self.resting = resting;
        Ok(arrived)
    }

    /// Adds files; `false` where the user stopped it.
    fn add(&mut self, arrived: &BTreeMap<String, Stamp>, progress: &dyn Observer) -> Result<bool> {
        let corpus = self.corpus(&mut |name, _| arrived.contains_key(name))?;
        match stored::arrive(&self.args.index, &corpus, progress) {
            Ok(changed) => {
                for skipped in &changed.skipped {
                    if arrived.keys().any(|name| skipped.path.starts_with(name.as_str())) {
                        anstream::eprintln!("reprint: skipped {}: {}", crate::printable(&skipped.path), skipped.reason);
                    }
                }
            }
            // Nothing readable in them: they are known, and are looked at again when they change.
            Err(Error::NothingReadable { detail, .. }) => anstream::eprintln!("reprint: {}", crate::printable(&detail)),
            // Somebody else is writing, or the like: the files are tried again.
            Err(Error::Busy { .. }) => {
                self.resting.extend(arrived.iter().map(|(name, stamp)| (name.clone(), *stamp)));
                return Ok(true);
            }
            Err(Error::Interrupted) => return Ok(false),
            Err(error) => return Err(error),
        }
        self.known.extend(arrived.iter().map(|(name, stamp)| (name.clone(), *stamp)));
        Ok(true)
    }
}

/// Articles that are told in one go.
const AT_ONCE: usize = 64;

/// Tells the articles that came in and were not told yet; `false` where nobody listens any more.
fn tell_pending(dir: &Path, out: &mut impl Write, progress: &dyn Observer) -> Result<bool> {
    loop {
        let index = stored::open(dir)?;
        let pending = stored::since(&index, index.manifest.reported)?;
        if pending.is_empty() {
            return Ok(true);
        }
        let mut next = 0;
        for &entry in pending.iter().take(AT_ONCE) {
            let sequence = index.row(entry)?.sequence;
            let answer = match stored::query(&index, &[Asked::entry(&index, entry)?], progress) {
                Err(Error::Interrupted) => return Ok(false),
                answer => answer?.remove(0),
            };
            match jsonl::arrival(sequence, &answer, out).and_then(|()| out.flush()) {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(false),
                written => written.map_err(|source| Error::Write { target: "standard output".into(), source })?,
            }
            next = sequence + 1;
        }
        note(dir, next)?;
    }
}

/// Notes what was told; where somebody else is writing, after them.
fn note(dir: &Path, next: u64) -> Result<()> {
    loop {
        match stored::told(dir, next) {
            Err(Error::Busy { .. }) => std::thread::sleep(TICK),
            noted => return noted,
        }
    }
}
