//! What files are called when several paths are named, so that outlets and ids are the same whichever way they are reached.
//!
//! A single path: names begin below it. Several: where one of their folders holds all the others, names begin below that
//! one, as if it had been named alone; else each folder's own name goes first, and is the outlet. A file counts as its folder.

use super::walk::legible;
use std::path::{Component, Path, PathBuf};

/// A path that was named.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Root {
    /// As it was given.
    pub(super) path: PathBuf,
    /// Goes before the names of its files: empty, or with `/` at its end.
    pub(super) before: String,
    /// Folders at the head of a name that only tell two roots of one name apart.
    pub(super) above: usize,
}

impl Root {
    /// A path that is named alone.
    pub(super) fn single(path: &Path) -> Self {
        Self { path: path.into(), before: String::new(), above: 0 }
    }
}

/// The roots of a run, in the order in which they were named, each once.
pub(super) fn named(paths: &[PathBuf]) -> Vec<Root> {
    let mut places: Vec<(&Path, PathBuf)> = Vec::new();
    for path in paths {
        let place = place(path);
        if !places.iter().any(|(_, other)| *other == place) {
            places.push((path, place));
        }
    }
    let standard_input = |path: &Path| path.as_os_str() == "-";
    let files = places.iter().filter(|(path, _)| !standard_input(path)).count();
    let folders: Vec<PathBuf> = places.iter().map(|(path, place)| folder(path, place)).collect();
    let counted = places.iter().zip(&folders).filter(|((path, _), _)| !standard_input(path)).map(|(_, folder)| folder);
    let outermost = outermost(counted);
    let tails = if outermost.len() == 1 { vec![0] } else { tails(&outermost) };
    let mut roots = Vec::new();
    for ((path, _), folder) in places.iter().zip(&folders) {
        let base = outermost.iter().position(|outer| folder.starts_with(outer));
        roots.push(match base.filter(|_| files > 1 && !standard_input(path)) {
            None => Root::single(path),
            Some(base) => {
                let length = outermost[base].components().count() - tails[base];
                let before = folder.components().skip(length).map(|part| legible(part.as_os_str()) + "/").collect();
                Root { path: (*path).into(), before, above: tails[base].saturating_sub(1) }
            }
        });
    }
    roots
}

/// Where a path leads, without `.` and `..`. A link keeps its own name, unless `..` goes through it.
fn place(path: &Path) -> PathBuf {
    let climbs = path.components().any(|part| part == Component::ParentDir);
    let real = if climbs { path.canonicalize() } else { std::path::absolute(path) };
    real.unwrap_or_else(|_| path.into())
}

fn folder(path: &Path, place: &Path) -> PathBuf {
    let above = || place.parent().unwrap_or(place).to_path_buf();
    if path.is_dir() { place.to_path_buf() } else { above() }
}

/// The folders that lie in no other.
fn outermost<'a>(folders: impl Iterator<Item = &'a PathBuf>) -> Vec<&'a PathBuf> {
    let mut sorted: Vec<&PathBuf> = folders.collect();
    sorted.sort();
    sorted.dedup();
    let held = |folder: &PathBuf| sorted.iter().any(|outer| *outer != folder && folder.starts_with(outer));
    sorted.iter().filter(|folder| !held(folder)).copied().collect()
}

/// How many of each folder's last parts tell it from all others: one, its own name, where that does.
fn tails(folders: &[&PathBuf]) -> Vec<usize> {
    let parts: Vec<Vec<Component>> =
        folders.iter().map(|f| f.components().filter(|part| matches!(part, Component::Normal(_))).collect()).collect();
    let mut tails: Vec<usize> = parts.iter().map(|parts| parts.len().min(1)).collect();
    loop {
        let tail = |at: usize| &parts[at][parts[at].len() - tails[at]..];
        let alike = |a: usize, b: usize| a != b && (tail(a).starts_with(tail(b)) || tail(b).starts_with(tail(a)));
        let longer: Vec<usize> =
            (0..parts.len()).filter(|&a| tails[a] < parts[a].len() && (0..parts.len()).any(|b| alike(a, b))).collect();
        if longer.is_empty() {
            return tails;
        }
        longer.into_iter().for_each(|at| tails[at] += 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(paths: &[&str], before: &[(&str, usize)]) {
        let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
        let roots = named(&paths);
        assert_eq!(roots.iter().map(|r| (r.before.as_str(), r.above)).collect::<Vec<_>>(), before, "{paths:?}");
    }

    #[test]
    fn names_do_not_hang_on_how_files_are_reached() {
        // Folders of the package, which the tests run in.
        check(&["src"], &[("", 0)]);
        check(&["src/text", "./src/text/"], &[("", 0)]);
        check(&["src/text", "src/report/html"], &[("text/", 0), ("html/", 0)]);
        check(&["src", "src/report/html"], &[("", 0), ("report/html/", 0)]);
        check(&["src/text", "src/report/text"], &[("src/text/", 1), ("report/text/", 1)]);
        check(&["src/text", "src/report", "src/lib.rs"], &[("text/", 0), ("report/", 0), ("", 0)]);
        check(&["Cargo.toml", "README.md"], &[("", 0), ("", 0)]);
        check(&["src/text/fold.rs", "src/report/mod.rs"], &[("text/", 0), ("report/", 0)]);
        check(&["src/../src/text", "src/text"], &[("", 0)]);
        check(&["-", "src"], &[("", 0), ("", 0)]);
        check(&["src/text", "-", "src/report"], &[("text/", 0), ("", 0), ("report/", 0)]);
    }
}
