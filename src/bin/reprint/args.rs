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
    /// Find the clusters of near-duplicate articles in a corpus
    Scan(Box<Scan>),
}

#[derive(clap::Args, Debug)]
pub struct Scan {
    /// Folders and files to read (.txt, .jsonl, also .gz and .zst); - reads JSON Lines from standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Least resemblance of near duplicates: lower finds more and errs more
    #[arg(long, value_name = "0..1", help_heading = "Matching")]
    pub threshold: Option<f64>,
    /// Least share of the smaller article that must stand in the larger one
    #[arg(long, value_name = "0..1", help_heading = "Matching")]
    pub containment: Option<f64>,
    /// Words in a shingle: longer ones see fewer edited copies and fewer accidents
    #[arg(long, value_name = "WORDS", help_heading = "Matching")]
    pub shingle: Option<usize>,
    /// Least words of a reused passage
    #[arg(long, value_name = "WORDS", help_heading = "Matching")]
    pub min_passage: Option<usize>,
    /// Look for no passages: faster, and containment is judged by shingles alone
    #[arg(long, help_heading = "Matching", conflicts_with = "min_passage")]
    pub no_passages: bool,
    /// Articles with fewer words outside furniture are not compared
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
    /// Lanes of a signature: more estimate better and cost more
    #[arg(long, value_name = "N", help_heading = "Candidates")]
    pub hashes: Option<usize>,
    /// Bands of a signature; chosen for recall at the threshold unless given
    #[arg(long, value_name = "N", help_heading = "Candidates")]
    pub bands: Option<usize>,
    /// Lanes in a band: more miss more and check less
    #[arg(long, value_name = "N", help_heading = "Candidates")]
    pub rows: Option<usize>,
    /// Seed of the signatures
    #[arg(long, value_name = "N", help_heading = "Candidates")]
    pub seed: Option<u64>,

    /// Furniture to mask: auto learns it from the articles, off masks none, a file gives it
    #[arg(
        long,
        value_name = "auto|off|FILE",
        default_value = "auto",
        help_heading = "Input"
    )]
    pub boilerplate: String,
    /// Write the furniture that was masked to this file, for --boilerplate
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub save_boilerplate: Option<PathBuf>,
    /// Where an article's outlet stands: auto, path:N (Nth folder), field:NAME, host, none
    #[arg(
        long,
        value_name = "RULE",
        default_value = "auto",
        help_heading = "Input"
    )]
    pub outlet_from: String,
    /// Leave out what .gitignore files name
    #[arg(long, help_heading = "Input")]
    pub gitignore: bool,
    /// Read files and folders whose name begins with a dot, too
    #[arg(long, help_heading = "Input")]
    pub hidden: bool,
    /// Follow symbolic links
    #[arg(long, help_heading = "Input")]
    pub follow: bool,

    /// Form of the result
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = "Output")]
    pub format: Format,
    /// Write the result to this file, whole or not at all
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Clusters and passages shown in the text report
    #[arg(long, value_name = "N", default_value_t = 20, help_heading = "Output")]
    pub top: usize,
    /// Exit with 1 when something is found: near for clusters, any for any pair
    #[arg(long, value_enum, value_name = "WHAT", help_heading = "Output")]
    pub fail_on: Option<FailOn>,
    /// Tell seconds a stage and peak memory; they differ from run to run
    #[arg(long, help_heading = "Output")]
    pub timings: bool,
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
