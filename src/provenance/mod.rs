//! Where a text came from: who says whom it is from (`credits`, `noted`), and what may be concluded from that: which
//! `place` of it credits and which does not (`standing`), and the probable `source`; `moment` tells which came first;
//! what a later version changed (`edits`).
//!
//! Pure functions over texts and plain lists: no files, no threads, no articles of a run.

pub mod credits;
pub mod edits;
pub mod moment;
pub mod noted;
pub mod place;
pub mod source;
pub mod standing;
