//! What the user typed. Defaults and conflicts are settled in `settings`.

mod index;

pub use index::{Index, IndexVerb, Query, Watch};

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
    #[arg(required_unless_present = "files_from", value_name = "PATH")]
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
    /// Compare by letters, too, where words are broken: scanned print, lost and stray blanks; slower
    #[arg(long, help_heading = "Matching", conflicts_with = "no_passages")]
    pub letters: bool,
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
    /// Read only files whose path below the root fits this pattern, or leave out what fits after a !; may be given again
    #[arg(short, long, value_name = "PATTERN", help_heading = "Input")]
    pub glob: Vec<String>,
    /// The column or field that holds the text of an article; the usual names are known
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    pub text_column: Option<String>,
    /// The column or field that holds its id
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    pub id_column: Option<String>,
    /// The column or field that holds its headline
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    pub title_column: Option<String>,
    /// The column or field that holds when it was published
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    pub date_column: Option<String>,
    /// The column or field that holds its address
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    pub url_column: Option<String>,
    /// Read only articles in this language, such as id or en; may be given again
    #[arg(long, value_name = "CODE", value_delimiter = ',', help_heading = "Input")]
    pub lang: Vec<String>,
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
    Uncredited,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}
