//! The hash functions, and the only file that names xxhash. Every value here is the same on every
//! machine and in every release: signatures and saved furniture depend on it (see the pinned test).

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// Bytes that a word is filled up to.
const WORD_BYTES: usize = 16;

/// 32-bit hash of one folded word: the low half of XXH3-64 of its UTF-8 bytes, filled up with zeros to 16.
///
/// XXH3 hashes short inputs in three ways by their length. Of the length of the next word a processor has no idea, and
/// to guess it wrong costs more than to hash; filled up, nearly all words go one way. No word has a zero of its own.
///
/// Two of `n` different words meet with probability about `n^2 / 2^33`; a single meeting changes a
/// resemblance only where both words stand in the same company, so it is left alone.
pub fn word(folded: &[u8]) -> u32 {
    let mut filled = [0; WORD_BYTES];
    match filled.get_mut(..folded.len()) {
        Some(start) => {
            start.copy_from_slice(folded);
            xxh3_64(&filled) as u32
        }
        None => xxh3_64(folded) as u32,
    }
}

/// `word` of the bytes of `text` from `start` to `end`, where all of them are ASCII; quicker where 16 bytes follow on `start`.
#[inline(always)]
pub fn ascii_word(text: &[u8], start: usize, end: usize) -> Option<u32> {
    const BEYOND_ASCII: u128 = u128::from_ne_bytes([0x80; WORD_BYTES]);
    match text[start..].first_chunk() {
        Some(bytes) if end - start <= WORD_BYTES => {
            let kept = u128::from_le_bytes(*bytes) & LOWEST_BYTES[end - start];
            (kept & BEYOND_ASCII == 0).then(|| xxh3_64(&kept.to_le_bytes()) as u32)
        }
        _ => longer_ascii_word(&text[start..end]),
    }
}

#[cold]
fn longer_ascii_word(bytes: &[u8]) -> Option<u32> {
    bytes.is_ascii().then(|| word(bytes))
}

/// Ones in the lowest so many bytes.
const LOWEST_BYTES: [u128; WORD_BYTES + 1] = {
    let mut masks = [0; WORD_BYTES + 1];
    let mut bytes = 1;
    while bytes <= WORD_BYTES {
        masks[bytes] = u128::MAX >> (8 * (WORD_BYTES - bytes));
        bytes += 1;
    }
    masks
};

/// 32-bit hash of a run of words, given by their hashes: a polynomial of them in an odd base, stirred by the
/// finalizer of MurmurHash3 (Appleby, `fmix32`).
///
/// Word hashes are spread over all bits already; what is left to do is to tell orders and places apart, and that
/// takes 32-bit multiplications only, which a processor does eight at a time (see `text::shingle`).
#[inline(always)]
pub fn run(words: &[u32]) -> u32 {
    const BASE: u32 = 0x9e37_79b1;
    stirred(words.iter().fold(words.len() as u32, |hash, word| hash.wrapping_mul(BASE).wrapping_add(*word)))
}

/// The finalizer of MurmurHash3: each bit of the value has a say in each bit of the result, which is no other value's.
#[inline(always)]
pub fn stirred(mut hash: u32) -> u32 {
    hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 16)
}

/// 64-bit hash of a run of word hashes, taken as little-endian bytes.
#[inline(always)]
pub fn run64(words: &[u32]) -> u64 {
    if cfg!(target_endian = "little") {
        // SAFETY: u32 has no padding and any byte is a valid u8; the length is that of `words` in bytes.
        let bytes = unsafe { std::slice::from_raw_parts(words.as_ptr().cast::<u8>(), words.len() * 4) };
        xxh3_64(bytes)
    } else {
        let bytes: Vec<u8> = words.iter().flat_map(|w| w.to_le_bytes()).collect();
        xxh3_64(&bytes)
    }
}

/// The `index`-th 64-bit value of the stream that `seed` starts.
pub fn stream(seed: u64, index: u64) -> u64 {
    xxh3_64_with_seed(&index.to_le_bytes(), seed)
}

/// 64-bit hash of any bytes.
pub fn bytes(bytes: &[u8]) -> u64 {
    xxh3_64(bytes)
}

/// 64-bit hash of any bytes, another one for each seed.
pub fn seeded(bytes: &[u8], seed: u64) -> u64 {
    xxh3_64_with_seed(bytes, seed)
}

/// Says quickly of most hashes that they are not in a set, which is a guess that a processor gets right.
#[derive(Default)]
pub struct Filter(Vec<u64>);

/// Bits a hash, at least.
const FILTER_BITS: usize = 32;

impl Filter {
    /// Of a set.
    pub fn of(hashes: impl ExactSizeIterator<Item = u32>) -> Self {
        let mut filter = Self::default();
        filter.reset(hashes.len());
        hashes.for_each(|hash| _ = filter.insert(hash));
        filter
    }

    /// Forgets all hashes, and makes room for so many.
    pub fn reset(&mut self, hashes: usize) {
        self.0.clear();
        self.0.resize((hashes * FILTER_BITS / 64).next_power_of_two(), 0);
    }

    /// Takes a hash into the set; whether it may have been there already, surely where it was.
    #[inline]
    pub fn insert(&mut self, hash: u32) -> bool {
        let (word, bit) = self.place(hash);
        let before = self.0[word];
        self.0[word] = before | bit;
        before & bit != 0
    }

    /// Whether a hash may be in the set; surely where it is.
    #[inline]
    pub fn may_hold(&self, hash: u32) -> bool {
        let (word, bit) = self.place(hash);
        self.0[word] & bit != 0
    }

    /// The places of the hashes that may be in the set, in order, in place of what the buffer holds.
    pub fn likely(&self, hashes: &[u32], places: &mut Vec<u32>) {
        places.resize(hashes.len(), 0);
        let mut found = 0;
        for (&hash, at) in hashes.iter().zip(0..) {
            // No branch: where texts share words is anybody's guess.
            places[found] = at;
            found += usize::from(self.may_hold(hash));
        }
        places.truncate(found);
    }

    /// By the upper bits: tables choose their slots by the lower ones.
    #[inline]
    fn place(&self, hash: u32) -> (usize, u64) {
        (((hash >> 6) as usize ^ (hash >> 20) as usize) & (self.0.len() - 1), 1 << (hash >> 26))
    }
}

/// A table keyed by word hashes, which need no more hashing.
pub type WordMap<V> = HashMap<u32, V, BuildHasherDefault<AsIs>>;

/// A table keyed by 64-bit hashes.
pub type HashMap64<V> = HashMap<u64, V, BuildHasherDefault<AsIs>>;

/// Takes a key as its own hash, one of 32 bits spread over the upper bits that the table looks at, too.
#[derive(Default)]
pub struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64_with_seed(bytes, self.0);
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }

    fn write_u32(&mut self, key: u32) {
        self.0 = u64::from(key) << 32 | u64::from(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_pinned() {
        assert_eq!(bytes(b""), 0x2d06_8005_38d3_94c2);
        assert_eq!(word(b"politico"), xxh3_64(b"politico\0\0\0\0\0\0\0\0") as u32);
        assert_eq!(run64(&[1, 2, 3]), xxh3_64(&[1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0]));
        // `fmix32` of the reference: https://github.com/aappleby/smhasher, MurmurHash3.cpp.
        assert_eq!([stirred(0), stirred(1), stirred(0xdead_beef)], [0, 0x514e_28b7, 0x0de5_c6a9]);
        assert_eq!(run(&[1, 2, 3]), GOLDEN, "signatures of older releases would no longer compare");
    }
    const GOLDEN: u32 = 0xe04b_a327;

    #[test]
    fn a_word_is_the_same_wherever_it_stands() {
        let text: Vec<u8> = (b'a'..=b'z').cycle().take(60).collect();
        for start in 0..=text.len() {
            for end in start..=text.len() {
                assert_eq!(ascii_word(&text, start, end), Some(word(&text[start..end])), "{start}..{end}");
            }
        }
    }

    /// All orders and repeats of few words in few places, whose differences are as regular as any: no more of them
    /// meet than chance brings together.
    #[test]
    fn runs_of_the_same_words_are_told_apart() {
        let words: Vec<u32> = (0..10).map(|n| word(format!("word{n}").as_bytes())).collect();
        let mut hashes: Vec<u32> =
            (0..100_000usize).map(|n| run(&[10_000, 1000, 100, 10, 1].map(|place| words[n / place % 10]))).collect();
        hashes.sort_unstable();
        let met = hashes.windows(2).filter(|pair| pair[0] == pair[1]).count();
        // n^2 / 2^33 = 1.2 are expected.
        assert!(met < 8, "{met}");
        let high = hashes.iter().filter(|&&hash| hash >> 31 == 1).count();
        assert!((49_000..51_000).contains(&high), "{high}");
    }
}
