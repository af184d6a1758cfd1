//! Objects of strings in one line, as most lines are, taken apart without a parser: quotes are looked for many bytes at a time.
//!
//! Owns no judgement: what is anything else, or broken, is left to serde, which says what is wrong with it.

/// Sends each key with its value as written, quotes and escapes and all, in order. `false` where the line is no object
/// of strings or `each` refuses one; what was sent until then means nothing. Escapes in values are not looked at.
pub(super) fn fields<'a>(line: &'a str, each: impl FnMut(&'a str, &'a str) -> bool) -> bool {
    !has_control(line.as_bytes()) && Cursor { line, at: 0 }.fields(each).is_some()
}

/// Whether some byte may not stand in a string, or is a blank that is none here.
fn has_control(line: &[u8]) -> bool {
    // Piece by piece without a way out, for many bytes an instruction.
    line.chunks(256).any(|bytes| bytes.iter().fold(false, |any, &byte| any | (byte < b' ')))
}

struct Cursor<'a> {
    line: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn fields(mut self, mut each: impl FnMut(&'a str, &'a str) -> bool) -> Option<()> {
        self.take(b'{')?;
        loop {
            let key = self.string()?;
            self.take(b':')?;
            let value = self.string()?;
            let key = &key[1..key.len() - 1];
            if key.contains('\\') || !each(key, value) {
                return None;
            }
            if self.take(b',').is_none() {
                break;
            }
        }
        self.take(b'}')?;
        (self.at == self.line.len()).then_some(())
    }

    /// Goes past a byte and the blanks on either side of it, if it is there.
    fn take(&mut self, byte: u8) -> Option<()> {
        self.blanks();
        if self.line.as_bytes().get(self.at) != Some(&byte) {
            return None;
        }
        self.at += 1;
        self.blanks();
        Some(())
    }

    fn blanks(&mut self) {
        self.at += self.line.as_bytes()[self.at..].iter().take_while(|&&byte| byte == b' ').count();
    }

    /// Goes past a string: as it is written.
    fn string(&mut self) -> Option<&'a str> {
        let (start, bytes) = (self.at, self.line.as_bytes());
        if bytes.get(start) != Some(&b'"') {
            return None;
        }
        let mut next = start + 1;
        loop {
            next += memchr::memchr2(b'"', b'\\', bytes.get(next..)?)?;
            if bytes[next] == b'"' {
                self.at = next + 1;
                return Some(&self.line[start..self.at]);
            }
            next += 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::value::RawValue;

    fn taken(line: &str) -> Option<Vec<(&str, &str)>> {
        let mut all = Vec::new();
        let flat = fields(line, |key, value| {
            all.push((key, value));
            true
        });
        flat.then_some(all)
    }

    #[test]
    fn plain_objects_are_taken_apart() {
        let line = r#"{"id": "a", "text" : "b \"c\" \\", "é":"東"} "#;
        assert_eq!(taken(line).unwrap(), [("id", r#""a""#), ("text", r#""b \"c\" \\""#), ("é", r#""東""#)]);
        for other in [
            r#"{}"#,
            r#"{"a":1}"#,
            r#"{"a":"b"}x"#,
            r#"{"a":"b","c"}"#,
            r#"["a"]"#,
            r#"{"a":"b\"#,
            "{\"a\":\"\t\"}",
            "",
        ] {
            assert_eq!(taken(other), None, "{other}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]
        #[test]
        fn what_is_taken_apart_is_what_serde_reads(line in r#"\{( {0,2}"([a-c]|\\n)" ?: ?("([a-z東]|\\["n\\]){0,5}"|7|\{"a":"b"\}),?){0,4}\}? ?"#) {
            if let Some(taken) = taken(&line) {
                // Keys may repeat: serde sends them all to a list of pairs no more than to a map.
                let map: std::collections::HashMap<String, &RawValue> = serde_json::from_str(&line).expect("an object");
                for (key, value) in taken.iter().rev() {
                    let last = taken.iter().rev().find(|(other, _)| other == key).expect("itself");
                    prop_assert_eq!(map[*key].get(), last.1);
                    prop_assert!(value.starts_with('"'));
                }
            }
        }
    }
}
