//! What is read: flags, environment and file alike. Nothing is settled here.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What is read, and how.
#[derive(clap::Args, Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Input {
    /// Take settings from this file where neither a flag nor the environment says otherwise; reprint.toml unless
    /// given, where there is one
    #[arg(long, value_name = "FILE", env = "REPRINT_CONFIG", hide_env = true, help_heading = "Input")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// Furniture to mask: auto learns it from the articles, off masks none, a file gives it
    /// [default: auto]
    #[arg(long, value_name = "auto|off|FILE", env = "REPRINT_BOILERPLATE", hide_env = true, help_heading = "Input")]
    pub boilerplate: Option<String>,
    /// Where an article's outlet stands: auto, path:N (Nth folder), field:NAME, host, none [default: auto]
    #[arg(long, value_name = "RULE", env = "REPRINT_OUTLET_FROM", hide_env = true, help_heading = "Input")]
    pub outlet_from: Option<String>,
    /// Read only files whose path below the root fits this pattern, or leave out what fits after a !; may be given again
    #[arg(short, long, value_name = "PATTERN", help_heading = "Input")]
    pub glob: Vec<String>,
    /// The column or field that holds the text of an article; the usual names are known
    #[arg(long, value_name = "NAME", env = "REPRINT_TEXT_COLUMN", hide_env = true, help_heading = "Input")]
    pub text_column: Option<String>,
    /// The column or field that holds its id
    #[arg(long, value_name = "NAME", env = "REPRINT_ID_COLUMN", hide_env = true, help_heading = "Input")]
    pub id_column: Option<String>,
    /// The column or field that holds its headline
    #[arg(long, value_name = "NAME", env = "REPRINT_TITLE_COLUMN", hide_env = true, help_heading = "Input")]
    pub title_column: Option<String>,
    /// The column or field that holds when it was published
    #[arg(long, value_name = "NAME", env = "REPRINT_DATE_COLUMN", hide_env = true, help_heading = "Input")]
    pub date_column: Option<String>,
    /// The column or field that holds its address
    #[arg(long, value_name = "NAME", env = "REPRINT_URL_COLUMN", hide_env = true, help_heading = "Input")]
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
    #[arg(
        long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "true|false", hide_possible_values = true,
        env = "REPRINT_GITIGNORE", hide_env = true, help_heading = "Input"
    )]
    pub gitignore: Option<bool>,
    /// Read files and folders whose name begins with a dot, too
    #[arg(
        long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "true|false", hide_possible_values = true,
        env = "REPRINT_HIDDEN", hide_env = true, help_heading = "Input"
    )]
    pub hidden: Option<bool>,
    /// Follow symbolic links
    #[arg(
        long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "true|false", hide_possible_values = true,
        env = "REPRINT_FOLLOW", hide_env = true, help_heading = "Input"
    )]
    pub follow: Option<bool>,
}

impl Input {
    /// What is furniture; by default it is learned.
    pub fn boilerplate(&self) -> &str {
        self.boilerplate.as_deref().unwrap_or("auto")
    }

    /// Where an outlet stands; by default where the form of the corpus has it.
    pub fn outlet_from(&self) -> &str {
        self.outlet_from.as_deref().unwrap_or("auto")
    }
}
