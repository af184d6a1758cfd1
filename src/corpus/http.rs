//! A server's answer as a crawler kept it: status, the headers that matter, the content unpacked.

use std::io::Read;

/// A successful answer.
pub(super) struct Answer {
    pub(super) media_type: String,
    pub(super) body: Vec<u8>,
}

/// Headers longer than this are no headers, in bytes.
const HEAD_BYTES: usize = 1 << 18;

/// Reads an answer; refuses those that report no success, and packings that are not known.
pub(super) fn answer(content: Vec<u8>, limit: u64) -> Result<Answer, String> {
    let within = &content[..content.len().min(HEAD_BYTES)];
    let (end, gap) = match (memchr::memmem::find(within, b"\r\n\r\n"), memchr::memmem::find(within, b"\n\n")) {
        (Some(crlf), Some(lf)) if lf < crlf => (lf, 2),
        (Some(crlf), _) => (crlf, 4),
        (None, Some(lf)) => (lf, 2),
        (None, None) => return Err("an answer without the end of its headers".into()),
    };
    let head = String::from_utf8_lossy(&content[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split_whitespace().nth(1)).unwrap_or("unknown");
    if !status.starts_with('2') {
        return Err(format!("not an answer with content: status {status}"));
    }
    let header = |wanted: &str| {
        let headers = head.lines().skip(1).filter_map(|line| line.split_once(':'));
        headers.filter(|(name, _)| name.trim().eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim()).last()
    };
    let mut body = content[end + gap..].to_vec();
    if header("transfer-encoding").is_some_and(|value| value.to_ascii_lowercase().contains("chunked"))
        && let Some(joined) = joined(&body)
    {
        body = joined;
    }
    let body = unpacked(body, header("content-encoding").unwrap_or_default(), limit)?;
    Ok(Answer { media_type: header("content-type").unwrap_or_default().to_owned(), body })
}

/// The chunks joined; `None` where the body is not in chunks, whatever the headers say: some crawlers join them and keep
/// the header. A body cut off within a chunk gives what there is.
fn joined(body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let line = memchr::memchr(b'\n', &rest[..rest.len().min(1024)])?;
        let size = std::str::from_utf8(rest[..line].trim_ascii()).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[line + 1..];
        if size == 0 {
            return Some(joined);
        }
        joined.extend_from_slice(&rest[..size.min(rest.len())]);
        rest = rest.get(size..).unwrap_or_default();
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            return Some(joined);
        }
    }
}

/// The content without its packing; as it is where it was unpacked already and only the header was kept.
fn unpacked(body: Vec<u8>, encoding: &str, limit: u64) -> Result<Vec<u8>, String> {
    let bounded = |stream: &mut dyn Read| {
        let mut bytes = Vec::new();
        let read = stream.take(limit + 1).read_to_end(&mut bytes);
        // A body cut off by the crawler's own limit still says what it says.
        (read.is_ok() || !bytes.is_empty()).then_some(bytes)
    };
    let found = match encoding.to_ascii_lowercase().as_str() {
        "" | "identity" => return Ok(body),
        "gzip" | "x-gzip" => bounded(&mut flate2::read::MultiGzDecoder::new(&body[..])),
        "deflate" => bounded(&mut flate2::read::ZlibDecoder::new(&body[..]))
            .or_else(|| bounded(&mut flate2::read::DeflateDecoder::new(&body[..]))),
        "zstd" => zstd::Decoder::new(&body[..]).ok().and_then(|mut stream| bounded(&mut stream)),
        _ if looks_like_page(&body) => None,
        other => return Err(format!("packed in a way that is not read: {other}")),
    };
    match found {
        Some(bytes) if bytes.len() as u64 > limit => Err(super::source::too_long(limit)),
        Some(bytes) => Ok(bytes),
        None => Ok(body),
    }
}

/// `Text/HTML; charset="UTF-8"` -> `text/html` and `UTF-8`.
pub(super) fn media_type(value: &str) -> (String, Option<String>) {
    let mut parts = value.split(';');
    let name = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"').to_owned())
    });
    (name, charset)
}

/// Whether bytes begin as pages do.
pub(super) fn looks_like_page(bytes: &[u8]) -> bool {
    let head = bytes[..bytes.len().min(512)].to_ascii_lowercase();
    [&b"<html"[..], b"<!doctype html", b"<head"].iter().any(|mark| memchr::memmem::find(&head, mark).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined_and_packings_taken_off() {
        let of = |text: &str| {
            answer(text.as_bytes().to_vec(), 1 << 20).map(|a| String::from_utf8_lossy(&a.body).into_owned())
        };
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/plain\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n";
        assert_eq!(of(chunked).as_deref(), Ok("abcde"));
        assert_eq!(
            of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<p>not chunked").as_deref(),
            Ok("<p>not chunked")
        );
        assert_eq!(
            of("HTTP/1.0 200 OK\nContent-Encoding: gzip\n\nplain all the same").as_deref(),
            Ok("plain all the same")
        );
        assert_eq!(of("HTTP/1.1 404 Not Found\r\n\r\nx"), Err("not an answer with content: status 404".into()));
        assert_eq!(media_type("Text/HTML; charset=\"UTF-8\""), ("text/html".into(), Some("UTF-8".into())));
    }
}
