//! Results as plain data (`model`), and their renderings. Renderers know the model and nothing else.

pub mod evaluation;
pub mod explanation;
pub mod jsonl;
pub mod model;
pub mod text;
