//! Which files below a path are read, and why the others are not.

use super::Settings;
use super::roots::Root;
use super::source::{Source, UNKNOWN, kind};
use crate::document::Skipped;
use crate::error::{Error, Result};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use ignore::WalkBuilder;
use std::ffi::OsStr;
use std::path::{Component, Path};

/// Adds the files below `root`, or `root` itself when it is a file.
pub(super) fn list(
    root: &Root,
    settings: &Settings,
    sources: &mut Vec<Source>,
    skipped: &mut Vec<Skipped>,
) -> Result<()> {
    let (first, first_skipped) = (sources.len(), skipped.len());
    files(&root.path, settings, sources, skipped)?;
    for source in &mut sources[first..] {
        source.name.insert_str(0, &root.before);
        source.above = root.above;
    }
    skipped[first_skipped..].iter_mut().for_each(|skipped| skipped.path.insert_str(0, &root.before));
    Ok(())
}

/// The files, called by their paths below `root`.
fn files(root: &Path, settings: &Settings, sources: &mut Vec<Source>, skipped: &mut Vec<Skipped>) -> Result<()> {
    let metadata = std::fs::metadata(root).map_err(|source| Error::Path { path: root.into(), source })?;
    if !metadata.is_dir() {
        match Source::named(root) {
            (_, Some(source)) if metadata.is_file() => sources.push(source),
            (name, Some(_)) => skip(skipped, name, "neither a file nor a folder"),
            (name, None) => skip(skipped, name, UNKNOWN),
        }
        return Ok(());
    }
    std::fs::read_dir(root).map_err(|source| Error::Path { path: root.into(), source })?;
    let chosen = Globs::of(&settings.globs)?;
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
            Ok(entry) => visit(root, &entry, &chosen, sources, skipped),
            Err(error) => skipped.push(refused(root, &error)),
        }
    }
    let hidden = hidden.lock().map(|mut names| std::mem::take(&mut *names)).unwrap_or_default();
    hidden.into_iter().for_each(|name| skip(skipped, name, "hidden: its name begins with a dot (--hidden reads it)"));
    Ok(())
}

/// Adds the files that a list names, by their paths as they stand there.
pub(super) fn listed(settings: &Settings, sources: &mut Vec<Source>, skipped: &mut Vec<Skipped>) {
    for path in &settings.listed {
        let parts = path.components().filter(|part| matches!(part, Component::Normal(_)));
        let name = parts.map(|part| legible(part.as_os_str())).collect::<Vec<_>>().join("/");
        match (std::fs::metadata(path), kind(&name)) {
            (Err(error), _) => skip(skipped, name, &super::reason(&error)),
            (Ok(found), Some(kind)) if found.is_file() => sources.push(Source::new(Some(path.clone()), name, kind)),
            (Ok(found), _) if !found.is_file() => skip(skipped, name, "neither a file nor a folder"),
            (Ok(_), _) => skip(skipped, name, UNKNOWN),
        }
    }
}

/// Which paths below the root the user wants.
struct Globs {
    wanted: GlobSet,
    unwanted: GlobSet,
}

impl Globs {
    fn of(patterns: &[String]) -> Result<Self> {
        let (unwanted, wanted): (Vec<&String>, Vec<&String>) = patterns.iter().partition(|p| p.starts_with('!'));
        Ok(Self { wanted: set(&wanted)?, unwanted: set(&unwanted)? })
    }

    fn leaves_out(&self, path: &str) -> bool {
        self.unwanted.is_match(path) || (!self.wanted.is_empty() && !self.wanted.is_match(path))
    }
}

/// A pattern without `/` fits file names anywhere, as in `.gitignore`.
fn set(patterns: &[&String]) -> Result<GlobSet> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let plain = pattern.strip_prefix('!').unwrap_or(pattern);
        let anywhere =
            if plain.contains('/') { plain.trim_start_matches('/').to_owned() } else { format!("**/{plain}") };
        let glob = GlobBuilder::new(&anywhere).literal_separator(true).build();
        set.add(glob.map_err(|error| Error::Setting(format!("--glob {pattern:?}: {}", error.kind())))?);
    }
    set.build().map_err(|error| Error::Setting(format!("--glob: {error}")))
}

fn visit(root: &Path, entry: &ignore::DirEntry, chosen: &Globs, sources: &mut Vec<Source>, skipped: &mut Vec<Skipped>) {
    let Some(file_type) = entry.file_type() else {
        return;
    };
    if file_type.is_dir() {
        return;
    }
    let name = below(root, entry.path());
    if chosen.leaves_out(&name) {
        return;
    }
    if file_type.is_symlink() {
        return skip(skipped, name, "a symbolic link (--follow reads it)");
    }
    if !file_type.is_file() {
        return skip(skipped, name, "neither a file nor a folder");
    }
    if is_about_the_folder(&name) {
        return skip(
            skipped,
            name,
            "says what the folder is, by its name (README, LICENSE, CHANGELOG); name the file to read it",
        );
    }
    match kind(&name) {
        Some(kind) => sources.push(Source::new(Some(entry.path().into()), name, kind)),
        None => skip(skipped, name, UNKNOWN),
    }
}

/// Whether a file's name says that it is no article.
fn is_about_the_folder(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or(name);
    let stem = name.split('.').next().unwrap_or(name);
    ["README", "LICENSE", "LICENCE", "CHANGELOG", "COPYING"]
        .iter()
        .any(|known| stem.eq_ignore_ascii_case(known) || stem.starts_with(known))
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
pub(super) fn legible(name: &OsStr) -> String {
    let mut text = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        chunk.invalid().iter().for_each(|byte| text.push_str(&format!("\\x{byte:02x}")));
    }
    text
}
