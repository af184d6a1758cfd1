//! `reprint demo`: the sample corpus, written where the user says.

use crate::RAN;
use crate::args::Demo;
use crate::output;
use include_dir::{Dir, DirEntry, include_dir};
use reprint::error::{Error, Result};
use reprint::report::text::for_a_shell;
use std::fs;
use std::io;
use std::path::Path;

/// The articles, their gold tables and the page that says what is hidden where.
static CORPUS: Dir = include_dir!("$CARGO_MANIFEST_DIR/corpus");

/// Runs it; the exit code. Nothing that exists is written over.
pub fn run(args: &Demo) -> Result<u8> {
    let failed = |source| Error::Path { path: args.dir.clone(), source };
    fs::create_dir_all(&args.dir).map_err(failed)?;
    if fs::read_dir(&args.dir).map_err(failed)?.next().is_some() {
        return Err(failed(io::Error::new(io::ErrorKind::AlreadyExists, "the folder is not empty; name a new one")));
    }
    CORPUS.extract(&args.dir).map_err(failed)?;
    let (articles, outlets) = counts();
    let dir = args.dir.display();
    output::write(None, |out| {
        writeln!(out, "wrote {articles} articles of {outlets} outlets to {dir}")?;
        writeln!(out, "what is hidden in them: {}", Path::new(&args.dir).join("README.md").display())?;
        writeln!(out, "next: reprint scan {}", for_a_shell(&dir.to_string()))
    })?;
    Ok(RAN)
}

/// Articles and outlets of the corpus: each folder with .txt files is an outlet.
fn counts() -> (usize, usize) {
    let texts = |dir: &Dir| dir.files().filter(|file| file.path().extension().is_some_and(|end| end == "txt")).count();
    let folders = CORPUS.entries().iter().filter_map(DirEntry::as_dir).map(texts).filter(|&count| count > 0);
    folders.fold((0, 0), |(articles, outlets), count| (articles + count, outlets + 1))
}
