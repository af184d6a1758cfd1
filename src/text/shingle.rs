//! Shingles: runs of `n` words, each one 32-bit hash of its word hashes. No string is made.

use crate::hash;

/// Calls `each` with the shingles of `words` in order. A text shorter than `n` words is one shingle; an empty one has none.
#[inline]
pub fn for_each(words: &[u32], n: usize, mut each: impl FnMut(u32)) {
    match n {
        _ if words.is_empty() => {}
        _ if words.len() <= n => each(hash::run(words)),
        _ => words.windows(n).for_each(|run| each(hash::run(run))),
    }
}

/// The shingles of `words` in order, repeats kept, into a buffer that is emptied first.
pub fn into(words: &[u32], n: usize, shingles: &mut Vec<u32>) {
    match n {
        _ if words.len() <= n => {
            shingles.clear();
            for_each(words, n, |shingle| shingles.push(shingle));
        }
        // Lengths that the compiler knows.
        2 => runs_into::<2>(words, shingles),
        3 => runs_into::<3>(words, shingles),
        4 => runs_into::<4>(words, shingles),
        5 => runs_into::<5>(words, shingles),
        6 => runs_into::<6>(words, shingles),
        _ => {
            shingles.clear();
            shingles.extend(words.windows(n).map(hash::run));
        }
    }
}

/// The hash of each run of `N` words, in order, in place of what the buffer holds. A shorter text has none.
pub fn runs_into<const N: usize>(words: &[u32], hashes: &mut Vec<u32>) {
    // What was there is written over; to clear it first would take as long as the hashing.
    hashes.resize((words.len() + 1).saturating_sub(N), 0);
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx512f") {
        // SAFETY: the processor has AVX-512, asked for on the line above.
        unsafe { hash_runs_avx512::<N>(words, hashes) };
        return;
    }
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2, asked for on the line above.
        unsafe { hash_runs_avx2::<N>(words, hashes) };
        return;
    }
    hash_runs::<N>(words, hashes);
}

#[inline(always)]
fn hash_runs<const N: usize>(words: &[u32], hashes: &mut [u32]) {
    for (run, hash) in words.windows(N).zip(hashes) {
        *hash = hash::run(<&[u32; N]>::try_from(run).expect("a window is N words"));
    }
}

/// The same loop, compiled for eight runs an instruction.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn hash_runs_avx2<const N: usize>(words: &[u32], hashes: &mut [u32]) {
    hash_runs::<N>(words, hashes);
}

/// The same loop, compiled for sixteen runs an instruction.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn hash_runs_avx512<const N: usize>(words: &[u32], hashes: &mut [u32]) {
    hash_runs::<N>(words, hashes);
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
            prop_assert_eq!(&shingles, &slow);
            let mut each = Vec::new();
            for_each(&words, n, |shingle| each.push(shingle));
            prop_assert_eq!(each, slow);
        }

        /// Eight at a time as one at a time.
        #[test]
        fn runs_are_windows(words in proptest::collection::vec(any::<u32>(), 0..60)) {
            let mut hashes = vec![7; 3];
            runs_into::<5>(&words, &mut hashes);
            prop_assert_eq!(hashes, words.windows(5).map(hash::run).collect::<Vec<_>>());
        }
    }
}
