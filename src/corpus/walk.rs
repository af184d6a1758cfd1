//! Which files below a path are read, and why the others are not.

use super::{Compression, Format, Settings, Source};
use crate::document::Skipped;
use crate::error::{Error, Result};
use ignore::WalkBuilder;
use std::ffi::OsStr;
use std::path::Path;

/// Adds the files below `root`, or `root` itself when it is a file.
pub(super) fn list(
    root: &Path,
    settings: &Settings,
    sources: &mut Vec<Source>,
    skipped: &mut Vec<Skipped>,
) -> Result<()> {
    let metadata = std::fs::metadata(root).map_err(|source| Error::Path { path: root.into(), source })?;
    if !metadata.is_dir() {
        let name = legible(root.file_name().unwrap_or(root.as_os_str()));
        match kind(&name) {
            Some((format, compression)) if metadata.is_file() => {
                sources.push(Source::new(Some(root.into()), name, format, compression))
            }
            Some(_) => skip(skipped, name, "neither a file nor a folder"),
            None => skip(skipped, name, UNKNOWN),
        }
        return Ok(());
    }
    std::fs::read_dir(root).map_err(|source| Error::Path { path: root.into(), source })?;
    let mut walk = WalkBuilder::new(root);
    // Every filter is off unless asked for: a `.gitignore` above the corpus must not empty it in silence.
    walk.standard_filters(false).follow_links(settings.follow).sort_by_file_name(Ord::cmp);
    walk.git_ignore(settings.gitignore).git_exclude(settings.gitignore).parents(settings.gitignore).require_git(false);
    let show_hidden = settings.hidden;
    let hidden: std::sync::Arc<std::sync::Mutex<Vec<String>>> = std::sync::Arc::default();
    let (seen, base) = (hidden.clone(), root.to_path_buf());
    walk.filter_entry(move |entry| {
        let keep = show_hidden || entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".");
        if !keep && let Ok(mut seen) = seen.lock() {
            seen.push(below(&base, entry.path()));
        }
        keep
    });
    for entry in walk.build() {
        match entry {
            Ok(entry) => visit(root, &entry, sources, skipped),
            Err(error) => skipped.push(refused(root, &error)),
        }
    }
    let hidden = hidden.lock().map(|mut names| std::mem::take(&mut *names)).unwrap_or_default();
    hidden.into_iter().for_each(|name| skip(skipped, name, "hidden: its name begins with a dot (--hidden reads it)"));
    Ok(())
}

const UNKNOWN: &str = "not a format that is read (.txt .html .jsonl, also .gz .zst)";

fn visit(root: &Path, entry: &ignore::DirEntry, sources: &mut Vec<Source>, skipped: &mut Vec<Skipped>) {
    let Some(file_type) = entry.file_type() else {
        return;
    };
    if file_type.is_dir() {
        return;
    }
    let name = below(root, entry.path());
    if file_type.is_symlink() {
        return skip(skipped, name, "a symbolic link (--follow reads it)");
    }
    if !file_type.is_file() {
        return skip(skipped, name, "neither a file nor a folder");
    }
    match kind(&name) {
        Some((format, compression)) => sources.push(Source::new(Some(entry.path().into()), name, format, compression)),
        None => skip(skipped, name, UNKNOWN),
    }
}

fn skip(skipped: &mut Vec<Skipped>, path: String, reason: &str) {
    skipped.push(Skipped { path, reason: reason.into() });
}

fn refused(root: &Path, error: &ignore::Error) -> Skipped {
    match error {
        ignore::Error::WithPath { path, err } => Skipped { path: below(root, path), ..refused(root, err) },
        ignore::Error::WithDepth { err, .. } => refused(root, err),
        ignore::Error::Loop { child, .. } => {
            Skipped { path: below(root, child), reason: "a symbolic link back to a folder above it".into() }
        }
        ignore::Error::Io(error) => Skipped { path: String::new(), reason: super::reason(error) },
        error => Skipped { path: String::new(), reason: error.to_string() },
    }
}

/// The path below the root, with `/`.
fn below(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    path.components().map(|c| legible(c.as_os_str())).collect::<Vec<_>>().join("/")
}

/// A file's name as text; bytes that are no UTF-8 are written out, so that two such names stay two.
fn legible(name: &OsStr) -> String {
    let mut text = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        chunk.invalid().iter().for_each(|byte| text.push_str(&format!("\\x{byte:02x}")));
    }
    text
}

/// Format and compression by the file's ending, in any case.
fn kind(name: &str) -> Option<(Format, Compression)> {
    let lower = name.to_ascii_lowercase();
    let (stem, compression) = match lower.rsplit_once('.')? {
        (stem, "gz") => (stem, Compression::Gzip),
        (stem, "zst") => (stem, Compression::Zstd),
        _ => (lower.as_str(), Compression::None),
    };
    let format = match stem.rsplit_once('.')?.1 {
        "txt" => Format::Text,
        #[cfg(feature = "html")]
        "html" | "htm" => Format::Page,
        "jsonl" | "ndjson" => Format::JsonLines,
        _ => return None,
    };
    Some((format, compression))
}
