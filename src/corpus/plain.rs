//! `.txt`: the file is the article.

use super::{Settings, Source, outlet};
use crate::document::{Document, Place, Skipped};
use std::borrow::Cow;

/// Sends the article that the file's bytes are.
pub(super) fn article(
    settings: &Settings,
    source: &Source,
    id: u32,
    bytes: &[u8],
    each: &mut dyn FnMut(Result<Document<'_>, Skipped>),
) {
    each(text(source, bytes).map(|text| Document {
        id: source.id(&source.name),
        outlet: outlet(settings, source, None, None),
        text: Cow::Borrowed(text),
        place: Place { source: id, ..Place::default() },
        ..Document::default()
    }));
}

/// The text that the file's bytes are.
pub(super) fn text<'b>(source: &Source, bytes: &'b [u8]) -> Result<&'b str, Skipped> {
    decode(bytes).map_err(|reason| Skipped { path: source.name.clone(), reason })
}

/// A file with more NUL bytes than one in so many is no text; a stray one happens in scraped text.
const BYTES_A_NUL: usize = 64;

/// UTF-8, with or without a byte order mark.
fn decode(bytes: &[u8]) -> Result<&str, String> {
    let nuls = memchr::memchr_iter(0, bytes).count();
    if nuls * BYTES_A_NUL > bytes.len() {
        return Err("not text: it holds NUL bytes".into());
    }
    let text = std::str::from_utf8(bytes).map_err(|error| format!("not UTF-8 at byte {}", error.valid_up_to()))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}
