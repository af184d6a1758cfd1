//! Bytes of a page or text file -> Unicode, and which encoding was used.
//!
//! Order of trust, as browsers have it: a byte order mark, the declaration (HTTP header, then `<meta>` or an XML
//! declaration in the first 4 KiB), then detection. A declaration is overruled where the bytes are valid UTF-8 with
//! characters beyond ASCII: saved pages are often re-encoded without their `<meta>` being told.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;
use std::io::{self, Read};

/// How far into a page a declaration is looked for, in bytes; HTML asks for 1,024, real pages exceed it.
const DECLARATION_BYTES: usize = 4096;
/// How much the detector reads, in bytes; its verdict does not change after that.
const DETECTION_BYTES: usize = 256 * 1024;

/// How much of a stream decides on its encoding, in bytes.
const STREAM_BYTES: u64 = 64 * 1024;

/// Text, and how its bytes were read.
#[derive(Debug)]
pub struct Decoded<'a> {
    /// The text, without byte order mark. What the encoding cannot say is U+FFFD.
    pub text: Cow<'a, str>,
    /// Name of the encoding as the Encoding Standard writes it, e.g. `UTF-8`, `windows-1252`.
    pub encoding: &'static str,
    /// What decided: `bom`, `declared`, `meta`, `utf-8` (the bytes are valid), `detected`.
    pub from: &'static str,
    /// Whether bytes were replaced by U+FFFD.
    pub damaged: bool,
}

/// Decodes `bytes`. `declared` is a charset label from outside (an HTTP header); `host_suffix` the last label of the host (`id`,
/// `ru`), which helps the detector where it is known.
#[must_use]
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&str>, host_suffix: Option<&str>) -> Decoded<'a> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[length..], "bom");
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return with(encoding, bytes, "detected");
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        // ISO-2022-JP is ASCII with escapes, so valid UTF-8 proves nothing there; nobody writes it any more but mail.
        if memchr::memchr(0x1b, bytes).is_none() {
            return Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name(), from: "utf-8", damaged: false };
        }
    }
    if let Some(encoding) = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes())) {
        return sane(encoding, bytes, "declared");
    }
    if let Some(encoding) = declared_inside(&bytes[..bytes.len().min(DECLARATION_BYTES)]) {
        return sane(encoding, bytes, "meta");
    }
    // A few broken bytes among whole characters are damage, not another encoding.
    let (text, damaged) = UTF_8.decode_without_bom_handling(bytes);
    let replaced = text.matches('\u{fffd}').take(1_000).count();
    let beyond_ascii = text.chars().filter(|c| !c.is_ascii()).take(10_000).count();
    if replaced * 10 <= beyond_ascii {
        return Decoded { text, encoding: UTF_8.name(), from: "utf-8", damaged };
    }
    with(detect(bytes, host_suffix), bytes, "detected")
}

/// A stream of UTF-8 from one of any encoding, and its beginning as it was. A mark decides, then validity, then detection.
///
/// # Errors
/// What the stream returns.
pub(super) fn unicode(mut stream: Box<dyn Read + Send>) -> io::Result<(Vec<u8>, Box<dyn Read + Send>)> {
    let mut head = Vec::new();
    (&mut stream).take(STREAM_BYTES).read_to_end(&mut head)?;
    let is_unicode = match std::str::from_utf8(&head) {
        Ok(_) => true,
        // Cut within a character.
        Err(error) => error.error_len().is_none() && head.len() as u64 == STREAM_BYTES,
    };
    let marked = Encoding::for_bom(&head).is_some();
    let wide = unmarked_utf16(&head);
    let encoding = wide.or_else(|| (!is_unicode && !marked).then(|| detect(&head, None)));
    let whole = io::Cursor::new(head.clone()).chain(stream);
    if is_unicode && !marked && wide.is_none() {
        return Ok((head, Box::new(whole)));
    }
    let decoded = encoding_rs_io::DecodeReaderBytesBuilder::new()
        .encoding(encoding)
        .bom_sniffing(true)
        .strip_bom(true)
        .build(whole);
    Ok((head, Box::new(decoded)))
}

/// UTF-16 without a mark, as Windows programs export it: half of the bytes of Latin text are NUL, all on one side.
pub(super) fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(DECLARATION_BYTES)];
    let pairs = sample.len() / 2;
    memchr::memchr(0, sample)?;
    let nuls = |side: usize| sample.iter().skip(side).step_by(2).filter(|&&byte| byte == 0).count();
    let (first, second) = (nuls(0), nuls(1));
    match pairs >= 8 {
        true if second * 2 > pairs && first * 16 < pairs => Some(UTF_16LE),
        true if first * 2 > pairs && second * 16 < pairs => Some(UTF_16BE),
        _ => None,
    }
}

fn with<'a>(encoding: &'static Encoding, bytes: &'a [u8], from: &'static str) -> Decoded<'a> {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    Decoded { text, encoding: encoding.name(), from, damaged }
}

/// A declared encoding, unless it is UTF-8 and most of the bytes say otherwise: then detection is the better guess.
fn sane<'a>(encoding: &'static Encoding, bytes: &'a [u8], from: &'static str) -> Decoded<'a> {
    if encoding != UTF_8 {
        return with(encoding, bytes, from);
    }
    let decoded = with(UTF_8, bytes, from);
    let replaced = decoded.text.matches('\u{fffd}').take(1_000).count();
    let beyond_ascii = decoded.text.chars().filter(|c| !c.is_ascii()).take(10_000).count();
    if replaced * 2 <= beyond_ascii {
        return decoded;
    }
    with(detect(bytes, None), bytes, "detected")
}

fn detect(bytes: &[u8], host_suffix: Option<&str>) -> &'static Encoding {
    let sample = &bytes[..bytes.len().min(DETECTION_BYTES)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(sample, sample.len() == bytes.len());
    // The detector panics on a label with upper case or dots; only a plain suffix is passed on.
    let suffix = host_suffix.filter(|s| !s.is_empty() && s.bytes().all(|b| b.is_ascii_lowercase()));
    let encoding = detector.guess(suffix.map(str::as_bytes), Utf8Detection::Allow);
    if encoding == UTF_8 && sample.is_ascii() { WINDOWS_1252 } else { encoding }
}

/// The label in `<meta charset>`, `<meta http-equiv … charset=…>` or `<?xml encoding="…"?>`.
fn declared_inside(head: &[u8]) -> Option<&'static Encoding> {
    let head: Vec<u8> = head.to_ascii_lowercase();
    for key in [&b"charset"[..], b"encoding"] {
        for at in memchr::memmem::find_iter(&head, key) {
            let Some(encoding) = label_after(&head[at + key.len()..]).and_then(Encoding::for_label) else { continue };
            // A `<meta>` that can be read byte by byte is no UTF-16, whatever it claims (HTML, "prescan a byte stream").
            return Some(if encoding.name().starts_with("UTF-16") { UTF_8 } else { encoding });
        }
    }
    None
}

fn label_after(rest: &[u8]) -> Option<&[u8]> {
    let rest = rest.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let end = rest.iter().position(|b| !(b.is_ascii_alphanumeric() || b"-_:.+".contains(b))).unwrap_or(rest.len());
    (end > 0).then(|| &rest[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], declared: Option<&str>, text: &str, encoding: &str, from: &str) {
        let decoded = decode(bytes, declared, None);
        assert_eq!((decoded.text.as_ref(), decoded.encoding, decoded.from), (text, encoding, from));
    }

    #[test]
    fn a_mark_outranks_the_declaration() {
        check(b"\xef\xbb\xbfcaf\xc3\xa9", Some("latin1"), "café", "UTF-8", "bom");
        check(b"\xff\xfea\0\xe9\0", None, "aé", "UTF-16LE", "bom");
    }

    #[test]
    fn utf16_needs_no_mark() {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        check(&wide("Pelayaran ditunda"), None, "Pelayaran ditunda", "UTF-16BE", "detected");
        assert!(unmarked_utf16(&[0; 64]).is_none() && unmarked_utf16(b"a text with\0one stray").is_none());
    }

    #[test]
    fn valid_utf8_outranks_a_stale_declaration() {
        check("<meta charset=iso-8859-1>café".as_bytes(), None, "<meta charset=iso-8859-1>café", "UTF-8", "utf-8");
    }

    #[test]
    fn the_declaration_is_read_in_its_forms() {
        check(
            b"<meta charset='windows-1251'>\xcf\xf0\xe8",
            None,
            "<meta charset='windows-1251'>При",
            "windows-1251",
            "meta",
        );
        check(
            b"content=\"text/html; charset=ISO-8859-9\" \xfe",
            None,
            "content=\"text/html; charset=ISO-8859-9\" ş",
            "windows-1254",
            "meta",
        );
        check(
            b"<?xml version=\"1.0\" encoding=\"windows-1252\"?>\x93a\x94",
            None,
            "<?xml version=\"1.0\" encoding=\"windows-1252\"?>“a”",
            "windows-1252",
            "meta",
        );
        check(b"caf\xe9", Some(" ISO-8859-1 "), "café", "windows-1252", "declared");
    }

    #[test]
    fn what_nobody_declares_is_detected() {
        let russian = encoding_rs::WINDOWS_1251
            .encode("Правительство утвердило новый порядок расчёта пенсий с января")
            .0
            .into_owned();
        assert_eq!(decode(&russian, None, Some("ru")).encoding, "windows-1251");
        let japanese =
            encoding_rs::SHIFT_JIS.encode("政府は新しい計画を発表した。住民は説明を求めている。").0.into_owned();
        assert_eq!(decode(&japanese, None, None).encoding, "Shift_JIS");
        assert_eq!(decode(&japanese, Some("utf-8"), Some("co.JP")).encoding, "Shift_JIS");
    }
}
