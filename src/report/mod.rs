//! Results as plain data (`model`), and their renderings. Renderers know the model and nothing else.

pub mod csv;
pub mod edits;
pub mod evaluation;
pub mod explanation;
pub mod holding;
pub mod html;
pub mod inspection;
mod json;
pub mod jsonl;
pub mod model;
pub mod origin;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod saved;
mod tables;
pub mod text;
pub mod tuning;
