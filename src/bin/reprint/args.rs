//! What the user typed. Defaults and conflicts are settled in `settings`.

mod index;
mod input;
mod matching;

pub use index::{Index, IndexVerb, Query, Watch};
pub use input::Input;
pub use matching::{Cluster, Matching, Preset, Scope};

use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Finds the same article across outlets, and the agency paragraphs that travel between them.
#[derive(Parser, Debug)]
#[command(version, about, max_term_width = 100)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// Find the clusters and the reused passages of a corpus
    Scan(Box<Scan>),
    /// Say why two articles match, or why not, and which flag changes it
    Explain(Box<Explain>),
    /// Find what two collections share: mine against theirs
    Compare(Box<Compare>),
    /// Render a saved result again
    Report(Box<Report>),
    /// Show articles as the program sees them: what is known and from where, the text, furniture and captions
    Inspect(Box<Inspect>),
    /// Which threshold? Say what each of several would find, and propose one
    Tune(Box<Tune>),
    /// Score a result against gold: precision, recall, F1, adjusted Rand index, relations
    Eval(Box<Eval>),
    /// Keep articles on disk, so that new ones are held against all of them at once
    Index(Box<Index>),
    /// Hold articles against an index: have we, or has anyone, run this?
    Query(Box<Query>),
    /// Add the files of a folder to an index as they arrive, and tell each with what it shares, as JSON Lines
    Watch(Box<Watch>),
    /// Write a small corpus to try things on, with a page that says what is hidden in it
    Demo(Demo),
    /// Print the completions of a shell
    Completions(Completions),
    /// Print the manual page
    Man,
}

impl Command {
    /// The settings that a file or the environment may give, too: what counts as a match, where that is asked, and what
    /// is read.
    pub fn configurable(&mut self) -> Option<(Option<&mut Matching>, &mut Input)> {
        match self {
            Self::Scan(args) => Some((Some(&mut args.matching), &mut args.input)),
            Self::Explain(args) => Some((Some(&mut args.matching), &mut args.input)),
            Self::Compare(args) => Some((Some(&mut args.matching), &mut args.input)),
            Self::Tune(args) => Some((Some(&mut args.matching), &mut args.input)),
            Self::Inspect(args) => Some((None, &mut args.input)),
            Self::Index(args) => args.configurable(),
            Self::Query(args) => Some((None, &mut args.input)),
            Self::Watch(args) => Some((None, &mut args.input)),
            _ => None,
        }
    }
}

#[derive(clap::Args, Debug)]
pub struct Demo {
    /// A folder that is new or empty
    pub dir: PathBuf,
}

#[derive(clap::Args, Debug)]
pub struct Completions {
    /// For which shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

#[derive(clap::Args, Debug)]
pub struct Scan {
    /// Folders and files to read (.txt .md .html .jsonl .json .csv .tsv .parquet .warc .wet .arc .tar .zip, also .gz and
    /// .zst); - reads JSON Lines from standard input
    #[arg(required_unless_present_any = ["files_from", "print_config"], value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Read the files that this file names, one a line; - for standard input
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub files_from: Option<PathBuf>,
    #[command(flatten)]
    pub matching: Matching,
    #[command(flatten)]
    pub input: Input,
    /// Write the furniture that was masked to this file, for --boilerplate
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub save_boilerplate: Option<PathBuf>,
    #[command(flatten)]
    pub results: Results,
    /// Exit with 1 when something is found: near for clusters, any for any pair, uncredited for reused text without a
    /// credit that was found
    #[arg(long, value_enum, value_name = "WHAT", help_heading = "Output")]
    pub fail_on: Option<FailOn>,
    /// Tell seconds a stage and peak memory; they differ from run to run
    #[arg(long, help_heading = "Output")]
    pub timings: bool,
}

#[derive(clap::Args, Debug)]
pub struct Explain {
    /// The first article: its file, or its id in the corpus that --in names
    pub a: String,
    /// The second article
    pub b: String,
    /// The corpus that the furniture is learned from; unless given, the folder that holds both files
    #[arg(long = "in", value_name = "PATH")]
    pub corpus: Vec<PathBuf>,
    #[command(flatten)]
    pub matching: Matching,
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub output: Output,
}

#[derive(clap::Args, Debug)]
pub struct Compare {
    /// Our collection: a folder or a file
    pub mine: PathBuf,
    /// The other one
    pub theirs: PathBuf,
    #[command(flatten)]
    pub matching: Matching,
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub results: Results,
}

#[derive(clap::Args, Debug)]
pub struct Report {
    /// A result saved by --format jsonl; with --with-text it holds what --html shows
    #[arg(value_name = "RESULT.jsonl")]
    pub result: PathBuf,
    #[command(flatten)]
    pub results: Results,
}

/// Where and in which forms a result is written.
#[derive(clap::Args, Debug)]
pub struct Results {
    #[command(flatten)]
    pub output: Output,
    /// Write a report for the browser to this file: it opens from disk, without a network
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub html: Option<PathBuf>,
    /// Write one table a record type into this folder, safe to open in a spreadsheet
    #[arg(long, value_name = "DIR", help_heading = "Output")]
    pub csv: Option<PathBuf>,
    /// Write the same tables as Parquet files into this folder
    #[cfg(feature = "parquet")]
    #[arg(long, value_name = "DIR", help_heading = "Output")]
    pub parquet: Option<PathBuf>,
    /// Give the text of each article in its record, which `reprint report --html` shows
    #[arg(long, help_heading = "Output")]
    pub with_text: bool,
    /// Clusters and passages shown in the text report
    #[arg(long, value_name = "N", default_value_t = 20, help_heading = "Output")]
    pub top: usize,
}

#[derive(clap::Args, Debug)]
pub struct Inspect {
    /// Files and folders to show; with --in also ids
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The corpus that the furniture is learned from; without it each article is looked at by itself
    #[arg(long = "in", value_name = "PATH", help_heading = "Input")]
    pub corpus: Vec<PathBuf>,
    /// Words in a shingle [default: 3]
    #[arg(long, value_name = "WORDS", help_heading = "Matching")]
    pub shingle: Option<usize>,
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub output: Output,
}

#[derive(clap::Args, Debug)]
pub struct Tune {
    /// Folders and files to read, as for `scan`
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Thresholds to try
    #[arg(long, value_name = "0..1,...", value_delimiter = ',', help_heading = "Tuning",
        default_values_t = [0.2, 0.3, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9])]
    pub grid: Vec<f64>,
    /// Gold to agree with: lines "article TAB cluster"
    #[arg(long, value_name = "FILE", help_heading = "Tuning")]
    pub gold: Option<PathBuf>,
    #[command(flatten)]
    pub matching: Matching,
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub output: Output,
}

#[derive(clap::Args, Debug)]
pub struct Eval {
    /// Gold: lines "article TAB cluster", or "a TAB b TAB relation", or JSON Lines with a, b, relation
    #[arg(long, value_name = "FILE")]
    pub gold: PathBuf,
    /// What `reprint scan --format jsonl` wrote
    #[arg(value_name = "RESULT.jsonl")]
    pub result: PathBuf,
    /// The corpus, for the commands that explain disagreements
    #[arg(long = "in", value_name = "PATH", default_value = "CORPUS")]
    pub corpus: String,
    /// Disagreements shown
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub worst: usize,
    /// Seed of the intervals
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Form of the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Write the result to this file, whole or not at all
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// What is written, and where.
#[derive(clap::Args, Debug)]
pub struct Output {
    /// Form of the result
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = "Output")]
    pub format: Format,
    /// Write the result to this file, whole or not at all
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, help_heading = "Output")]
    pub color: Color,
    /// Say nothing on standard error but errors
    #[arg(short, long, help_heading = "Output")]
    pub quiet: bool,
    /// Show no progress
    #[arg(long, help_heading = "Output")]
    pub no_progress: bool,
    /// Threads to use; all processors unless given
    #[arg(short = 'j', long, value_name = "N", help_heading = "Output")]
    pub threads: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Near,
    Any,
    Uncredited,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}
