//! Near-duplicate articles and reused passages across news outlets.
//!
//! A run reads a corpus, masks each outlet's furniture, sketches the articles, verifies candidate pairs,
//! aligns the passages they share, and groups versions of one text:
//!
//! ```
//! use reprint::corpus::{Corpus, Settings as Reading};
//! use reprint::pipeline::{self, NoObserver, Settings};
//!
//! let corpus = Corpus::open(&["corpus".into()], Reading::default())?;
//! let report = pipeline::scan(&corpus, &Settings::default(), &NoObserver)?;
//! assert!(report.clusters.iter().any(|cluster| cluster.outlets.len() == 4));
//! # Ok::<(), reprint::Error>(())
//! ```
//!
//! The stages stand alone, too: `text::tokenize` and `sketch` take a text to a signature without a corpus
//! round it, `passages::matches` aligns two lists of words. Results are plain data (`report::model`), rendered
//! elsewhere. Data flows one way, down the modules as the README's codemap lists them.

pub mod candidates;
pub mod cluster;
pub mod corpus;
pub mod date;
pub mod document;
pub mod error;
pub mod evaluate;
pub mod hash;
pub mod id;
pub mod language;
pub mod passages;
pub mod pipeline;
pub mod provenance;
pub mod report;
pub mod sketch;
pub mod text;
pub mod verify;

pub use error::{Error, Result};

/// The README's examples, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
