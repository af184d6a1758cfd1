//! A corpus in a folder of its own, a run of the program over it, and the records it wrote.

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use tempfile::TempDir;

/// A folder that holds `corpus/`, and room beside it for results.
pub struct Corpus {
    folder: TempDir,
}

impl Corpus {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("corpus")).expect("an empty folder");
        Self { folder }
    }

    /// Beside the corpus: for results, saved furniture, second roots.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn root(&self) -> PathBuf {
        self.beside("corpus")
    }

    /// Any bytes under any name below the root.
    pub fn file(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        write(&self.root().join(name), bytes.as_ref());
        self
    }

    /// A file of records, one a line.
    pub fn records(self, name: &str, records: &[Value]) -> Self {
        let lines: String = records.iter().map(|record| format!("{record}\n")).collect();
        self.file(name, lines)
    }

    /// The program, told to scan; arguments may follow.
    pub fn command(&self, flags: &[&str]) -> Command {
        let mut command = reprint();
        command.current_dir(self.folder.path());
        command.args(["scan", "corpus"]).args(flags);
        command
    }

    /// Scans the corpus, for JSON Lines.
    pub fn scan(&self, flags: &[&str]) -> Run {
        let mut command = self.command(flags);
        Run::of(command.args(["--format", "jsonl"]))
    }

    /// Scans the corpus, for the page a person reads.
    pub fn page(&self, flags: &[&str]) -> Run {
        Run::of(&mut self.command(flags))
    }

    /// Names of all that stands beside the corpus.
    pub fn left_over(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).expect("the folder is there");
        let mut names: Vec<String> = entries
            .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
            .filter(|name| name != "corpus")
            .collect();
        names.sort();
        names
    }
}

pub fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
    fs::write(path, bytes).expect("a file");
}

/// The built program, in an environment that cannot change what it says.
pub fn reprint() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reprint"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("REPRINT_")) {
        command.env_remove(name);
    }
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env_remove("RAYON_NUM_THREADS").env("COLUMNS", "100");
    command
}

/// What a run left behind.
pub struct Run {
    pub code: Option<i32>,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

impl Run {
    pub fn of(command: &mut Command) -> Self {
        let Output { status, stdout, stderr } = command.output().expect("the program starts");
        Self { code: status.code(), stdout, stderr: String::from_utf8(stderr).expect("messages are UTF-8") }
    }

    /// Fails the test, with what the program said, unless it ran.
    pub fn ok(self) -> Self {
        assert_eq!(self.code, Some(0), "{}", self.stderr);
        self
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.stdout).expect("results are UTF-8")
    }

    /// The records of one type, in the order in which they were written.
    pub fn records(&self, of: &str) -> Vec<Value> {
        assert_eq!(self.code, Some(0), "{}", self.stderr);
        records_of(self.text(), of)
    }

    pub fn one(&self, of: &str) -> Value {
        let mut records = self.records(of);
        assert_eq!(records.len(), 1, "records of type {of}");
        records.remove(0)
    }

    pub fn ids(&self) -> Vec<String> {
        self.records("article").iter().map(|a| string(a, "article")).collect()
    }

    /// `(a, b, relation)` of each pair.
    pub fn pairs(&self) -> Vec<(String, String, String)> {
        let of = |pair: &Value| (string(pair, "a"), string(pair, "b"), string(pair, "relation"));
        self.records("pair").iter().map(of).collect()
    }

    /// The members of each cluster.
    pub fn clusters(&self) -> Vec<Vec<String>> {
        self.records("cluster").iter().map(|c| strings(c, "articles")).collect()
    }

    /// `(path, reason)` of what was not read.
    pub fn skipped(&self) -> Vec<(String, String)> {
        let of = |skipped: &Value| (string(skipped, "path"), string(skipped, "reason"));
        self.records("skipped").iter().map(of).collect()
    }
}

pub fn records_of(lines: &str, of: &str) -> Vec<Value> {
    lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("each line is JSON"))
        .filter(|record| record["type"] == of)
        .collect()
}

pub fn string(record: &Value, field: &str) -> String {
    record[field].as_str().unwrap_or_else(|| panic!("{field} of {record} is a string")).to_owned()
}

pub fn strings(record: &Value, field: &str) -> Vec<String> {
    record[field]
        .as_array()
        .unwrap_or_else(|| panic!("{field} of {record} is a list"))
        .iter()
        .map(|item| item.as_str().expect("a list of strings").to_owned())
        .collect()
}

pub fn number(record: &Value, field: &str) -> f64 {
    record[field].as_f64().unwrap_or_else(|| panic!("{field} of {record} is a number"))
}

pub fn index(record: &Value, field: &str) -> usize {
    let value = record[field].as_u64();
    value.unwrap_or_else(|| panic!("{field} of {record} counts")) as usize
}
