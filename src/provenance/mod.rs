//! Where a text came from: who says whom it is from (`credits`, `noted`), and what may be concluded from it.
//!
//! Pure functions over texts and plain lists: no files, no threads, no articles of a run.

pub mod credits;
pub mod noted;
