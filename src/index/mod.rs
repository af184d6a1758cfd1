//! Articles with their tables on disk, asked without being read.
//!
//! An index is a folder. Its `manifest` names the files that belong to it: segments (`segment`) hold articles with their texts
//! and the tables that find them (`table`), and are written once; the furniture (`furniture`) says what was masked in
//! them; articles that were removed are listed in the manifest. A change writes files beside those that are there,
//! then a manifest that names them, and puts it into the place of the last one (`store`): whoever reads sees the index
//! before or after, never between. Knows no stage beyond the hashes it stores, and no output.

pub mod codec;
pub mod container;
pub mod furniture;
pub mod manifest;
pub mod record;
pub mod segment;
pub mod store;
mod table;
pub mod texts;
