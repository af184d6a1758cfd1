//! JSON that may stand in a script element.

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io::{self, Write};

/// Writes a value as JSON that cannot end the element it stands in, nor a line of a script.
pub(super) fn write(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    Ok(value.serialize(&mut Serializer::with_formatter(out, InScript))?)
}

struct InScript;

impl Formatter for InScript {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        for piece in fragment.split_inclusive(['<', '\u{2028}', '\u{2029}']) {
            let (plain, escaped) = match piece.chars().next_back() {
                Some('<') => (&piece[..piece.len() - 1], "\\u003c"),
                Some(last @ ('\u{2028}' | '\u{2029}')) => {
                    (&piece[..piece.len() - 3], if last == '\u{2028}' { "\\u2028" } else { "\\u2029" })
                }
                _ => (piece, ""),
            };
            out.write_all(plain.as_bytes())?;
            out.write_all(escaped.as_bytes())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_cannot_close_its_element() {
        let hostile = "</script><!--<script>\u{2028}x\u{2029}é";
        let mut json = Vec::new();
        write(&[hostile], &mut json).expect("a buffer");
        let json = String::from_utf8(json).expect("UTF-8");
        assert!(!json.contains(['<', '\u{2028}', '\u{2029}']), "{json}");
        assert_eq!(serde_json::from_str::<[String; 1]>(&json).expect("still JSON"), [hostile]);
    }
}
