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
pub(super) fn slots(articles: &[Article], shown: &[usize]) -> impl Iterator<Item = Option<(usize, usize)>> {
    let (mut pack, mut slot, mut bytes) = (0, 0, 0);
    shown.iter().map(move |&i| {
        let text = articles[i].text.as_ref()?;
        if bytes > 0 && bytes + text.len() > PACK {
            (pack, slot, bytes) = (pack + 1, 0, 0);
        }
        bytes += text.len();
        slot += 1;
        Some((pack, slot - 1))
    })
}

/// The packs one by one, each made when it is asked for.
pub(super) fn packs(articles: &[Article], shown: &[usize]) -> impl Iterator<Item = io::Result<String>> {
    let placed = shown.iter().zip(slots(articles, shown));
    let mut texts = placed.filter_map(|(&i, slot)| Some((slot?.0, articles[i].text.as_deref()?))).peekable();
    std::iter::from_fn(move || {
        let number = texts.peek()?.0;
        let own: Vec<&str> = std::iter::from_fn(|| Some(texts.next_if(|t| t.0 == number)?.1)).collect();
        Some(packed(&own))
    })
}

fn packed(texts: &[&str]) -> io::Result<String> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&serde_json::to_vec(texts)?)?;
    Ok(BASE64.encode(encoder.finish()?))
}
