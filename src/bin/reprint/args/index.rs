//! What the user typed after `index` and `query`.

use super::{Input, Matching, Output, Results};
use clap::Subcommand;
use std::path::PathBuf;

#[derive(clap::Args, Debug)]
pub struct Index {
    #[command(subcommand)]
    pub verb: IndexVerb,
}

impl Index {
    /// See `Command::configurable`.
    pub fn configurable(&mut self) -> Option<(Option<&mut Matching>, &mut Input)> {
        match &mut self.verb {
            IndexVerb::Build(args) => Some((Some(&mut args.matching), &mut args.input)),
            IndexVerb::Add(args) => Some((None, &mut args.input)),
            _ => None,
        }
    }
}

#[derive(Subcommand, Debug)]
pub enum IndexVerb {
    /// Make an index of a corpus; what counts as a match is settled here for all that is asked of it
    Build(Box<Build>),
    /// Add articles, and say what they share with those that are there
    Add(Box<Add>),
    /// Take articles out, by their ids: all or none
    Remove(Remove),
    /// Say what an index holds and how it compares
    Info(Info),
    /// Check every byte of an index; exit with 1 when something is damaged
    Verify(Verify),
    /// Write an index anew: removed articles are gone, and the furniture is learned from all that are there
    Compact(Compact),
    /// Report on all articles of an index, as `scan` would
    Report(Box<IndexReport>),
}

#[derive(clap::Args, Debug)]
pub struct Build {
    /// The folder of the index, which is made
    pub index: PathBuf,
    /// Folders and files to read, as for `scan`
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Put the new index into the place of one that is there
    #[arg(long, help_heading = "Output")]
    pub replace: bool,
    #[command(flatten)]
    pub matching: Matching,
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub output: Output,
}

#[derive(clap::Args, Debug)]
pub struct Add {
    /// The folder of the index
    pub index: PathBuf,
    /// Folders and files to read, as for `scan`
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Add only, without a word on what the articles share with others
    #[arg(long, help_heading = "Output")]
    pub no_matches: bool,
    /// Articles shown in the text report
    #[arg(long, value_name = "N", default_value_t = 20, help_heading = "Output")]
    pub top: usize,
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub output: Output,
}

#[derive(clap::Args, Debug)]
pub struct Remove {
    /// The folder of the index
    pub index: PathBuf,
    /// Ids of articles
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
    #[command(flatten)]
    pub output: Output,
}

#[derive(clap::Args, Debug)]
pub struct Info {
    /// The folder of the index
    pub index: PathBuf,
    #[command(flatten)]
    pub output: Output,
}

#[derive(clap::Args, Debug)]
pub struct Verify {
    /// The folder of the index
    pub index: PathBuf,
    #[command(flatten)]
    pub output: Output,
}

#[derive(clap::Args, Debug)]
pub struct Compact {
    /// The folder of the index
    pub index: PathBuf,
    #[command(flatten)]
    pub output: Output,
}

#[derive(clap::Args, Debug)]
pub struct IndexReport {
    /// The folder of the index
    pub index: PathBuf,
    #[command(flatten)]
    pub results: Results,
    /// Tell seconds a stage and peak memory; they differ from run to run
    #[arg(long, help_heading = "Output")]
    pub timings: bool,
}

#[derive(clap::Args, Debug)]
pub struct Query {
    /// The folder of the index
    pub index: PathBuf,
    /// Files and folders to hold against it; - reads JSON Lines from standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Articles shown in the text report
    #[arg(long, value_name = "N", default_value_t = 20, help_heading = "Output")]
    pub top: usize,
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub output: Output,
}

#[derive(clap::Args, Debug)]
pub struct Watch {
    /// The folder to watch; an article's id is its path below it
    pub dir: PathBuf,
    /// The folder of the index, which `index build` has made
    #[arg(long, value_name = "INDEX")]
    pub index: PathBuf,
    /// Seconds for which a file must not change before it is read
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0, help_heading = "Input")]
    pub settle: f64,
    #[command(flatten)]
    pub input: Input,
    /// Say nothing on standard error but errors
    #[arg(short, long, help_heading = "Output")]
    pub quiet: bool,
    /// Threads to use; all processors unless given
    #[arg(short = 'j', long, value_name = "N", help_heading = "Output")]
    pub threads: Option<usize>,
}
