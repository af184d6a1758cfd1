//! Bytes of a text as UTF-16 units, which scripts count.

/// Turns bytes of one text into UTF-16 units.
pub(super) struct Offsets<'a> {
    text: &'a str,
    /// Bytes and units before every `STEP`th byte, or before the next byte that begins a character; empty for ASCII.
    at_step: Vec<(u32, u32)>,
}

/// Bytes between two places that are kept: an offset is counted from the one before it.
const STEP: usize = 256;

impl<'a> Offsets<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut at_step = Vec::new();
        if !text.is_ascii() {
            let mut units = 0;
            for (byte, c) in text.char_indices() {
                if byte >= at_step.len() * STEP {
                    // An article is at most 64 MiB.
                    at_step.push((byte as u32, units as u32));
                }
                units += c.len_utf16();
            }
            at_step.shrink_to_fit();
        }
        Self { text, at_step }
    }

    pub(super) fn utf16(&self, byte: usize) -> usize {
        let known = self.at_step.partition_point(|&(at, _)| at as usize <= byte);
        let Some(&(at, units)) = known.checked_sub(1).and_then(|i| self.at_step.get(i)) else {
            return byte.min(self.text.len());
        };
        units as usize + self.text.get(at as usize..byte).map_or(0, |between| between.encode_utf16().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_those_of_scripts() {
        let text = "na\u{ef}ve \u{1f600} 東京 ".repeat(140);
        let offsets = Offsets::of(&text);
        for (byte, _) in text.char_indices() {
            assert_eq!(offsets.utf16(byte), text[..byte].encode_utf16().count());
        }
        assert_eq!(offsets.utf16(text.len()), text.encode_utf16().count());
        assert_eq!(Offsets::of("plain").utf16(3), 3);
    }
}
