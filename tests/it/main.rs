//! The program from the outside: one binary, one small language.
//!
//! A test writes articles with `Corpus`, runs the built program with `scan`, and asks the `Run` for
//! its records. Texts come from `words`, so that a test says what is shared and what is not.

#![allow(clippy::print_stderr, reason = "a check that cannot run here says so aloud")]

/// Writes a corpus, runs the program, reads its records.
mod newsroom;
/// A file read, and read again.
mod twice;
/// Texts without end, from a seed.
mod words;

/// Broken files, equal ids, closed pipes, interrupts.
mod bad_input;
/// Furniture: learned, saved, loaded, never what two outlets run.
mod boilerplate;
/// A headless browser for the report it opens.
mod browser;
/// What holds a cluster together and what parts it.
mod clusters;
/// Settings from files, the environment and presets.
mod config;
/// One article in every form it is kept in.
mod containers;
/// Whom an article credits, in records and at the terminal.
mod credits;
/// What versions of a text changed.
mod edits;
/// Results against gold.
mod eval;
/// Pairs against an obvious implementation on texts.
mod exact;
/// Verdicts on two articles, and two collections.
mod explain;
/// What is read, and where offsets point.
mod formats;
/// Bytes made to harm.
mod hostile;
/// The report for the browser.
mod html;
/// Articles kept on disk: the same answers as a scan, whatever was added and removed.
mod index;
/// What an index endures.
mod index_safety;
/// Indexes that earlier formats wrote.
mod index_versions;
/// Files that arrive.
mod index_watch;
/// One article as the program sees it.
mod inspect;
/// Broken words.
mod letters;
/// Spellings that must not hide a copy.
mod orthography;
/// An index that lies.
mod patched;
/// Several paths, and whose articles lie there.
mod paths;
mod places;
/// What must hold for any articles.
mod properties;
/// The page that a person reads.
mod report;
/// The same bytes from any number of threads and any order.
mod same_bytes;
/// The shipped corpus against its gold tables.
mod sample_corpus;
/// Relations, clusters, scope, window, outlets.
mod scan;
/// Scores on the shared evaluation data, where it is at hand.
mod shared_gold;
/// The rules of the house, read from the source.
mod tidy;
/// Which threshold.
mod tune;
/// What helps to start: the demo, completions, the manual.
mod verbs;
