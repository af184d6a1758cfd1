//! Signatures that estimate resemblance, and their banding. Knows no articles, files or threads.

pub mod banding;
pub mod minhash;
