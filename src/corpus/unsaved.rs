//! Stands in for `saved` where the library is built without pages: they are skipped with a reason.

use super::{Settings, Source};
use crate::document::{Document, Skipped};

pub(super) fn article(_: &Settings, source: &Source, _: u32, _: &[u8]) -> Result<Document<'static>, Skipped> {
    Err(skipped(source))
}

pub(super) fn read(
    _: &Settings,
    source: &Source,
    _: &[u8],
    _: Option<&str>,
    _: Option<&str>,
) -> Result<Document<'static>, Skipped> {
    Err(skipped(source))
}

pub(super) fn text(source: &Source, _: &[u8]) -> Result<String, Skipped> {
    Err(skipped(source))
}

fn skipped(source: &Source) -> Skipped {
    Skipped { path: source.name.clone(), reason: "a page; this build reads none (it lacks the feature html)".into() }
}
