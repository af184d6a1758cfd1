//! What stops a run. A bad file never does: it becomes a `Skipped` (see `corpus`).

use std::path::PathBuf;

/// A failure of the whole run, in words that name the place and the fix.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A path named by the user does not exist or cannot be opened.
    #[error("{}: {}", path.display(), cause(source))]
    Path {
        /// The path as it was given.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Nothing in the named paths could be read as an article.
    #[error("nothing readable in {paths}: {detail}")]
    NothingReadable {
        /// The paths as they were given.
        paths: String,
        /// How many files were skipped, and the reasons.
        detail: String,
    },
    /// Two articles carry the same id.
    #[error(
        "two articles have the id {id:?}: {first} and {second}; give one another id, or scan them from a common parent folder"
    )]
    EqualIds {
        /// The id.
        id: String,
        /// Where the first stands.
        first: String,
        /// Where the second stands.
        second: String,
    },
    /// A setting that cannot work.
    #[error("{0}")]
    Setting(String),
    /// A file of learned furniture that cannot be used.
    #[error("{}:{line}: {reason}", path.display())]
    Boilerplate {
        /// The file.
        path: PathBuf,
        /// One-based line.
        line: usize,
        /// What is wrong and what would be right.
        reason: String,
    },
    /// An index that cannot be used.
    #[error("{}: {reason}", path.display())]
    Index {
        /// The index or its file.
        path: PathBuf,
        /// What is wrong, and what helps.
        reason: String,
    },
    /// An index that somebody else is changing.
    #[error("{}: another reprint is writing to this index: wait until it is done", path.display())]
    Busy {
        /// The index.
        path: PathBuf,
    },
    /// A result could not be written.
    #[error("cannot write {target}: {source}")]
    Write {
        /// The file, or "standard output".
        target: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The user asked to stop.
    #[error("interrupted")]
    Interrupted,
}

/// Result of whatever can stop a run.
pub type Result<T> = std::result::Result<T, Error>;

/// What the system said of a path, and what helps.
fn cause(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::PermissionDenied => "no permission to read it; ask its owner for it".into(),
        std::io::ErrorKind::NotFound => "no such file or folder; check the path".into(),
        _ => error.to_string(),
    }
}
