//! What the user typed. Defaults and conflicts are settled in `settings`.

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
}

#[derive(clap::Args, Debug)]
pub struct Scan {
    /// Folders and files to read (.txt, .jsonl, also .gz and .zst); - reads JSON Lines from standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub matching: Matching,
    #[command(flatten)]
    pub input: Input,
    /// Write the furniture that was masked to this file, for --boilerplate
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub save_boilerplate: Option<PathBuf>,
    #[command(flatten)]
    pub output: Output,
    /// Clusters and passages shown in the text report
    #[arg(long, value_name = "N", default_value_t = 20, help_heading = "Output")]
    pub top: usize,
    /// Exit with 1 when something is found: near for clusters, any for any pair
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
    pub output: Output,
    /// Clusters and passages shown in the text report
    #[arg(long, value_name = "N", default_value_t = 20, help_heading = "Output")]
    pub top: usize,
}

/// What counts as a match, and how candidates are found.
#[derive(clap::Args, Debug)]
pub struct Matching {
    /// Least resemblance of near duplicates: lower finds more and errs more [default: 0.45]
    #[arg(long, value_name = "0..1", help_heading = "Matching")]
    pub threshold: Option<f64>,
    /// Least share of the smaller article, in shared passages, that puts two articles into one cluster [default: 0.5]
    #[arg(long, value_name = "0..1", help_heading = "Matching")]
    pub containment: Option<f64>,
    /// Words in a shingle: longer ones see fewer edited copies and fewer accidents [default: 3]
    #[arg(long, value_name = "WORDS", help_heading = "Matching")]
    pub shingle: Option<usize>,
    /// Least words of a reused passage [default: 12]
    #[arg(long, value_name = "WORDS", help_heading = "Matching")]
    pub min_passage: Option<usize>,
    /// Look for passages in other words, too: slower, and it finds stories told alike that were not copied
    #[arg(long, help_heading = "Matching", conflicts_with = "no_passages")]
    pub sensitive: bool,
    /// Look for no passages: faster, and containment is judged by shingles alone
    #[arg(long, help_heading = "Matching", conflicts_with = "min_passage")]
    pub no_passages: bool,
    /// Articles with fewer words outside furniture are not compared [default: 12]
    #[arg(long, value_name = "WORDS", help_heading = "Matching")]
    pub min_words: Option<usize>,
    /// Which pairs count
    #[arg(long, value_enum, default_value_t = Scope::All, help_heading = "Matching")]
    pub scope: Scope,
    /// Longest time between two articles of a pair, such as 72h or 14d; pairs without two dates stay
    #[arg(long, value_name = "TIME", help_heading = "Matching")]
    pub window: Option<String>,
    /// How pairs become clusters: dense ones, or everything that hangs together
    #[arg(long, value_enum, default_value_t = Cluster::Dense, help_heading = "Matching")]
    pub cluster: Cluster,

    /// Find every pair at or above the threshold: slower, and nothing is missed
    #[arg(long, help_heading = "Candidates")]
    pub exact: bool,
    /// Lanes of a signature: more estimate better and cost more [default: 128]
    #[arg(long, value_name = "N", help_heading = "Candidates")]
    pub hashes: Option<usize>,
    /// Bands of a signature; chosen for recall at the threshold unless given
    #[arg(long, value_name = "N", help_heading = "Candidates")]
    pub bands: Option<usize>,
    /// Lanes in a band: more miss more and check less
    #[arg(long, value_name = "N", help_heading = "Candidates")]
    pub rows: Option<usize>,
    /// Seed of the signatures [default: 1]
    #[arg(long, value_name = "N", help_heading = "Candidates")]
    pub seed: Option<u64>,
}

/// What is read, and how.
#[derive(clap::Args, Debug)]
pub struct Input {
    /// Furniture to mask: auto learns it from the articles, off masks none, a file gives it
    #[arg(long, value_name = "auto|off|FILE", default_value = "auto", help_heading = "Input")]
    pub boilerplate: String,
    /// Where an article's outlet stands: auto, path:N (Nth folder), field:NAME, host, none
    #[arg(long, value_name = "RULE", default_value = "auto", help_heading = "Input")]
    pub outlet_from: String,
    /// News houses beside those that are built in, in a TOML file of the same form
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub agencies: Vec<PathBuf>,
    /// Phrases that credit them, beside those that are built in
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub phrases: Vec<PathBuf>,
    /// Leave out what .gitignore files name
    #[arg(long, help_heading = "Input")]
    pub gitignore: bool,
    /// Read files and folders whose name begins with a dot, too
    #[arg(long, help_heading = "Input")]
    pub hidden: bool,
    /// Follow symbolic links
    #[arg(long, help_heading = "Input")]
    pub follow: bool,
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
pub enum Scope {
    All,
    CrossOutlet,
    WithinOutlet,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Cluster {
    Dense,
    Components,
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
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}
