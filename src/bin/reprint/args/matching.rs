//! What counts as a match: flags, environment and file alike. Nothing is settled here.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// What counts as a match, and how candidates are found.
#[derive(clap::Args, Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Matching {
    /// Where to begin, before what the other flags say: strict for the same article but for small edits, news for
    /// versions of a story, loose for whatever borrows, noisy for scanned print and lost blanks [default: news]
    #[arg(long, value_enum, value_name = "NAME", env = "REPRINT_PRESET", hide_env = true, help_heading = "Matching")]
    pub preset: Option<Preset>,
    /// Least resemblance of near duplicates: lower finds more and errs more [default: 0.45]
    #[arg(long, value_name = "0..1", value_parser = number, env = "REPRINT_THRESHOLD", hide_env = true, help_heading = "Matching")]
    pub threshold: Option<f64>,
    /// Least share of the smaller article, in shared passages, that puts two articles into one cluster [default: 0.5]
    #[arg(long, value_name = "0..1", value_parser = number, env = "REPRINT_CONTAINMENT", hide_env = true, help_heading = "Matching")]
    pub containment: Option<f64>,
    /// Words in a shingle: longer ones see fewer edited copies and fewer accidents [default: 3]
    #[arg(long, value_name = "WORDS", env = "REPRINT_SHINGLE", hide_env = true, help_heading = "Matching")]
    pub shingle: Option<usize>,
    /// Least words of a reused passage [default: 12]
    #[arg(long, value_name = "WORDS", env = "REPRINT_MIN_PASSAGE", hide_env = true, help_heading = "Matching")]
    pub min_passage: Option<usize>,
    /// Look for passages in other words, too: slower, and it finds stories told alike that were not copied
    #[arg(
        long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "true|false", hide_possible_values = true,
        env = "REPRINT_SENSITIVE", hide_env = true, help_heading = "Matching"
    )]
    pub sensitive: Option<bool>,
    /// Compare by letters, too, where words are broken: scanned print, lost and stray blanks; slower
    #[arg(
        long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "true|false", hide_possible_values = true,
        env = "REPRINT_LETTERS", hide_env = true, help_heading = "Matching"
    )]
    pub letters: Option<bool>,
    /// Look for no passages: faster, and containment is judged by shingles alone
    #[arg(
        long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "true|false", hide_possible_values = true,
        env = "REPRINT_NO_PASSAGES", hide_env = true, help_heading = "Matching"
    )]
    pub no_passages: Option<bool>,
    /// Articles with fewer words outside furniture are not compared [default: 12]
    #[arg(long, value_name = "WORDS", env = "REPRINT_MIN_WORDS", hide_env = true, help_heading = "Matching")]
    pub min_words: Option<usize>,
    /// Which pairs count [default: all]
    #[arg(long, value_enum, env = "REPRINT_SCOPE", hide_env = true, help_heading = "Matching")]
    pub scope: Option<Scope>,
    /// Longest time between two articles of a pair, such as 72h or 14d; pairs without two dates stay
    #[arg(long, value_name = "TIME", env = "REPRINT_WINDOW", hide_env = true, help_heading = "Matching")]
    pub window: Option<String>,
    /// How pairs become clusters: dense ones, or everything that hangs together [default: dense]
    #[arg(long, value_enum, env = "REPRINT_CLUSTER", hide_env = true, help_heading = "Matching")]
    pub cluster: Option<Cluster>,

    /// Find every pair at or above the threshold: slower, and nothing is missed
    #[arg(
        long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "true|false", hide_possible_values = true,
        env = "REPRINT_EXACT", hide_env = true, help_heading = "Candidates"
    )]
    pub exact: Option<bool>,
    /// Lanes of a signature: more estimate better and cost more [default: 128]
    #[arg(long, value_name = "N", env = "REPRINT_HASHES", hide_env = true, help_heading = "Candidates")]
    pub hashes: Option<usize>,
    /// Bands of a signature; chosen for recall at the threshold unless given
    #[arg(long, value_name = "N", env = "REPRINT_BANDS", hide_env = true, help_heading = "Candidates")]
    pub bands: Option<usize>,
    /// Lanes in a band: more miss more and check less
    #[arg(long, value_name = "N", env = "REPRINT_ROWS", hide_env = true, help_heading = "Candidates")]
    pub rows: Option<usize>,
    /// Seed of the signatures [default: 1]
    #[arg(long, value_name = "N", env = "REPRINT_SEED", hide_env = true, help_heading = "Candidates")]
    pub seed: Option<u64>,

    /// Print the settings that hold, as a file for --config, and do nothing else
    #[arg(long, help_heading = "Input")]
    #[serde(skip)]
    pub print_config: bool,
}

/// A number, which NaN is not.
fn number(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|number: &f64| number.is_finite()).ok_or_else(|| "not a number".to_owned())
}

/// Settings that go well together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    Strict,
    News,
    Loose,
    Noisy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    All,
    CrossOutlet,
    WithinOutlet,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cluster {
    Dense,
    Components,
}
