//! The longest of many strings that a text begins with.
//!
//! Owns the strings in byte order, and for each the longest other one that it begins with. The last string that is not
//! after a text shares more of its beginning with it than any before: what the text begins with, this string begins with,
//! too. So one search and a few steps from string to shorter string answer, and nothing has to be compiled.

/// Strings in byte order.
pub(crate) struct Prefixes {
    strings: Vec<String>,
    /// `head` of each: a search seldom needs more.
    heads: Vec<u64>,
    /// How many strings have first two bytes below each, and how many there are.
    below: Vec<u32>,
    /// The longest other string that each begins with.
    shorter: Vec<Option<u32>>,
}

impl Prefixes {
    /// Of strings that rise in byte order.
    pub fn new(strings: Vec<String>) -> Self {
        debug_assert!(strings.is_sorted_by(|a, b| a < b));
        let heads: Vec<u64> = strings.iter().map(|string| head(string.as_bytes())).collect();
        let mut below = vec![0; (1 << 16) + 1];
        heads.iter().for_each(|&head| below[first_two(head) + 1] += 1);
        (0..1 << 16).for_each(|two| below[two + 1] += below[two]);
        let mut shorter = Vec::with_capacity(strings.len());
        // Each string here begins with the one before it.
        let mut open: Vec<u32> = Vec::new();
        for (number, string) in (0..).zip(&strings) {
            while open.pop_if(|last| !string.starts_with(strings[*last as usize].as_str())).is_some() {}
            shorter.push(open.last().copied());
            open.push(number);
        }
        Self { strings, heads, below, shorter }
    }

    /// The longest string that `text` begins with: its place among all, and its length.
    pub fn longest(&self, text: &[u8]) -> Option<(usize, usize)> {
        let head = head(text);
        let two = first_two(head);
        let alike = self.below[two] as usize..self.below[two + 1] as usize;
        let first = alike.start + self.heads[alike].partition_point(|&other| other < head);
        let alike = self.heads[first..].iter().take_while(|&&other| other == head).count();
        let before = self.strings[first..first + alike].partition_point(|string| string.as_bytes() <= text);
        let mut at = (first + before).checked_sub(1)?;
        while !text.starts_with(self.strings[at].as_bytes()) {
            at = self.shorter[at]? as usize;
        }
        Some((at, self.strings[at].len()))
    }
}

fn first_two(head: u64) -> usize {
    (head >> 48) as usize
}

/// The first eight bytes as a number; numbers of two strings are in the order of the strings, or equal.
fn head(string: &[u8]) -> u64 {
    if let Some(eight) = string.first_chunk::<8>() {
        return u64::from_be_bytes(*eight);
    }
    let mut eight = [0; 8];
    eight[..string.len()].copy_from_slice(string);
    u64::from_be_bytes(eight)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Against trying each string; few letters, so that many strings begin with others, and long ones, beyond a head.
        #[test]
        fn it_is_the_longest_that_fits(strings in proptest::collection::btree_set("[ab\0é]{0,4}(abababab)?[ab]{0,3}", 0..40), text in "[ab\0é]{0,4}(abababab)?[ab\0]{0,5}") {
            let strings: Vec<String> = strings.into_iter().collect();
            let fitting = strings.iter().enumerate().filter(|(_, string)| text.starts_with(string.as_str()));
            let slow = fitting.max_by_key(|(_, string)| string.len()).map(|(at, string)| (at, string.len()));
            prop_assert_eq!(Prefixes::new(strings.clone()).longest(text.as_bytes()), slow);
        }
    }
}
