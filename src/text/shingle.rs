//! Shingles: runs of `n` words, each one 32-bit hash of its word hashes. No string is made.

use crate::hash;

/// The runs of `N` words, of a length that the compiler knows.
#[inline]
pub fn runs<const N: usize>(words: &[u32]) -> impl ExactSizeIterator<Item = &[u32; N]> {
    words.windows(N).map(|run| run.try_into().expect("a window is N long"))
}

/// Calls `each` with the shingles of `words` in order. A text shorter than `n` words is one shingle; an empty one has none.
#[inline]
pub fn for_each(words: &[u32], n: usize, mut each: impl FnMut(u32)) {
    match n {
        _ if words.is_empty() => {}
        _ if words.len() <= n => each(hash::run(words)),
        // Fixed lengths let the compiler choose the hash's branch once, not once a shingle.
        3 => fixed::<3>(words, each),
        4 => fixed::<4>(words, each),
        5 => fixed::<5>(words, each),
        _ => words.windows(n).for_each(|w| each(hash::run(w))),
    }
}

/// The shingles of `N` words; `words` has more.
#[inline(always)]
fn fixed<const N: usize>(words: &[u32], mut each: impl FnMut(u32)) {
    words.windows(N).for_each(|w| each(hash::run(<&[u32; N]>::try_from(w).expect("a window is N words"))));
}

/// The shingles of `words` in order, repeats kept, into a buffer that is emptied first.
pub fn into(words: &[u32], n: usize, shingles: &mut Vec<u32>) {
    shingles.clear();
    for_each(words, n, |s| shingles.push(s));
}

/// The shingle set: sorted, each once.
pub fn set(words: &[u32], n: usize) -> Vec<u32> {
    let mut shingles = Vec::with_capacity(words.len());
    into(words, n, &mut shingles);
    shingles.sort_unstable();
    shingles.dedup();
    shingles
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn as_many_as_there_are_runs(words in proptest::collection::vec(0u32..4, 0..40), n in 1usize..8) {
            let mut shingles = Vec::new();
            into(&words, n, &mut shingles);
            let slow: Vec<u32> = if words.is_empty() { vec![] }
                else if words.len() < n { vec![hash::run(&words)] }
                else { words.windows(n).map(hash::run).collect() };
            prop_assert_eq!(shingles, slow);
        }
    }
}
