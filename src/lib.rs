//! Near-duplicate articles and reused passages across outlets.

pub mod candidates;
pub mod cluster;
pub mod corpus;
pub mod date;
pub mod document;
pub mod error;
pub mod hash;
pub mod id;
pub mod passages;
pub mod pipeline;
pub mod report;
pub mod sketch;
pub mod text;
pub mod verify;

pub use error::{Error, Result};
