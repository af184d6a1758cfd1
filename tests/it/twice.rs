//! A file read as a run reads it, and read again as a passage is shown: the same, or refused with a reason, whatever its bytes.
//! Tests and fuzz targets go through here.

use reprint::corpus::{Corpus, Settings};
use std::path::Path;

/// Reads it; how many articles it holds. Panics where a reader does, or where the second reading differs.
pub fn read_twice(path: &Path, settings: Settings) -> usize {
    let corpus = Corpus::open(&[path.into()], settings).expect("the file is there");
    let mut texts = Vec::new();
    let mut keep = |found: Result<reprint::document::Document, reprint::document::Skipped>| match found {
        Ok(document) => texts.push((document.place, document.text.into_owned())),
        Err(skipped) => assert!(!skipped.reason.is_empty(), "{skipped:?}"),
    };
    corpus.batches().for_each(|batch| batch.articles(&mut keep));
    let places: Vec<_> = texts.iter().map(|(place, _)| *place).collect();
    corpus.reread(&places, |at, again| {
        assert_eq!(again, Ok(texts[at].1.as_str()), "{} is read the same again", path.display())
    });
    texts.len()
}
