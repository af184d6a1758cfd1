//! Where results go: standard output, or a file that is written whole or not at all. And the furniture file.

use crate::progress;
use reprint::error::{Error, Result};
use reprint::report::model::Boilerplate;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Whether a result can be put there: asked before any work is done, as a long run must not end with a missing folder.
pub fn check(target: Option<&Path>) -> Result<()> {
    let Some(path) = target else { return Ok(()) };
    let refused = |source| Err(Error::Write { target: path.display().to_string(), source });
    match fs::metadata(folder_of(path)) {
        Ok(_) if path.is_dir() => refused(io::ErrorKind::IsADirectory.into()),
        Ok(folder) if folder.is_dir() && fs::metadata(path).is_ok_and(|target| !target.is_file()) => Ok(()),
        Ok(folder) if folder.is_dir() => beside(path).map(drop).or_else(refused),
        Ok(_) => refused(io::ErrorKind::NotADirectory.into()),
        Err(error) => refused(error),
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Runs `write` on the target. A reader who closes standard output early has seen enough: no error.
pub fn write(target: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let (name, written) = match target {
        Some(path) => (path.display().to_string(), write_file(path, write)),
        None => ("standard output".into(), write_stdout(write)),
    };
    match written {
        Err(_) if progress::interrupted() => Err(Error::Interrupted),
        written => written.map_err(|source| Error::Write { target: name, source }),
    }
}

fn write_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, Stoppable(io::stdout().lock()));
    let written = write(&mut out).and_then(|()| out.flush());
    // What is left in the buffer after a failure has nowhere to go.
    let _ = out.into_parts();
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Writes beside the target and renames: a run that is stopped leaves no half file under the name. A device or a pipe
/// is written into: a file in its place would take `/dev/null` from everybody.
fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|target| !target.is_file()) {
        let mut out = BufWriter::with_capacity(1 << 16, Stoppable(fs::OpenOptions::new().write(true).open(path)?));
        return write(&mut out).and_then(|()| out.flush());
    }
    let mut file = beside(path)?;
    let mut out = BufWriter::with_capacity(1 << 16, Stoppable(file.as_file_mut()));
    write(&mut out)?;
    out.flush()?;
    drop(out);
    file.as_file().sync_all()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.as_file().set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A file in the folder of the target that takes its name in the end. A failure is the system's own word, without that file's name.
fn beside(path: &Path) -> io::Result<tempfile::NamedTempFile> {
    let made = tempfile::Builder::new().prefix(".reprint-").tempfile_in(folder_of(path));
    made.map_err(|error| {
        let inner = error.get_ref().and_then(|inner| inner.source()?.downcast_ref::<io::Error>()?.raw_os_error());
        inner.map_or(error, io::Error::from_raw_os_error)
    })
}

/// Fails when the user asked to stop, so that a large result is not written to its end and its file is taken away.
struct Stoppable<W>(W);

impl<W: Write> Write for Stoppable<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Not `ErrorKind::Interrupted`: that one is tried again.
        if progress::interrupted() { Err(io::Error::other("interrupted")) } else { self.0.write(bytes) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// First line of a furniture file.
const BOILERPLATE_HEADING: &str = "# reprint boilerplate 1: outlet <TAB> articles <TAB> text";

/// Writes furniture, one piece a line; lines may be taken out or added by hand.
pub fn write_boilerplate(path: &Path, pieces: &[Boilerplate]) -> Result<()> {
    write(Some(path), |out| {
        writeln!(out, "{BOILERPLATE_HEADING}")?;
        for piece in pieces {
            writeln!(out, "{}\t{}\t{}", escaped(piece.outlet.as_deref().unwrap_or("")), piece.articles, piece.text)?;
        }
        Ok(())
    })
}

/// Reads furniture that was saved.
pub fn read_boilerplate(path: &Path) -> Result<Vec<Boilerplate>> {
    let text = fs::read_to_string(path).map_err(|source| Error::Path { path: path.into(), source })?;
    let wrong = |line: usize, reason: &str| Error::Boilerplate { path: path.into(), line, reason: reason.into() };
    let mut lines = text.lines().enumerate();
    if lines.next().is_none_or(|(_, heading)| heading != BOILERPLATE_HEADING) {
        return Err(wrong(
            1,
            &format!(
                "not a furniture file: the first line must be {BOILERPLATE_HEADING:?} (--save-boilerplate writes one)"
            ),
        ));
    }
    let mut pieces = Vec::new();
    for (number, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let mut columns = line.splitn(3, '\t');
        let (Some(outlet), Some(articles), Some(text)) = (columns.next(), columns.next(), columns.next()) else {
            return Err(wrong(number + 1, "three columns are wanted: outlet, articles, text, with tabs between them"));
        };
        let articles = articles.parse().map_err(|_| wrong(number + 1, "the second column is a number of articles"))?;
        pieces.push(Boilerplate {
            outlet: Some(unescaped(outlet)).filter(|o| !o.is_empty()),
            articles,
            text: text.to_owned(),
        });
    }
    Ok(pieces)
}

/// An outlet's name as one column of a line that is no remark.
fn escaped(outlet: &str) -> String {
    let mut out = String::with_capacity(outlet.len());
    for (at, c) in outlet.char_indices() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '#' if at == 0 => out.push_str("\\#"),
            c => out.push(c),
        }
    }
    out
}

/// The name that `escaped` wrote.
fn unescaped(column: &str) -> String {
    let mut out = String::with_capacity(column.len());
    let mut rest = column.chars();
    while let Some(c) = rest.next() {
        out.push(match c {
            '\\' => match rest.next() {
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some(other) => other,
                None => '\\',
            },
            c => c,
        });
    }
    out
}
