//! The texts of the articles, packed: lists of strings as JSON, deflated, in base64.

use super::super::model::Article;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::{self, Write};

/// Bytes of text in a pack: what a screen unpacks to show one article.
const PACK: usize = 1 << 18;

/// In which pack the text of each article stands, and where in it; `None` for those without. Packs fill in order.
pub(super) fn slots(articles: &[Article], shown: &[usize]) -> Vec<Option<(usize, usize)>> {
    let (mut pack, mut slot, mut bytes) = (0, 0, 0);
    shown
        .iter()
        .map(|&i| {
            let text = articles[i].text.as_ref()?;
            if bytes > 0 && bytes + text.len() > PACK {
                (pack, slot, bytes) = (pack + 1, 0, 0);
            }
            bytes += text.len();
            slot += 1;
            Some((pack, slot - 1))
        })
        .collect()
}

/// The packs.
pub(super) fn pack(articles: &[Article], shown: &[usize]) -> io::Result<Vec<String>> {
    let slots = slots(articles, shown);
    let placed: Vec<(usize, &str)> =
        shown.iter().zip(&slots).filter_map(|(&i, slot)| Some(((*slot)?.0, articles[i].text.as_deref()?))).collect();
    placed
        .chunk_by(|x, y| x.0 == y.0)
        .map(|texts| {
            let texts: Vec<&str> = texts.iter().map(|t| t.1).collect();
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(&serde_json::to_vec(&texts)?)?;
            Ok(BASE64.encode(encoder.finish()?))
        })
        .collect()
}
