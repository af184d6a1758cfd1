//! From an article's text to what is compared: words with their places, furniture masked, shingles.
//!
//! Owns what a word is and what is folded. Knows no files, no signatures.

pub mod boilerplate;
pub mod fold;
pub mod letters;
pub mod quote;
pub mod runs;
pub mod sentence;
pub mod shingle;
pub mod store;
pub mod tokenize;
