//! Ranges of ASCII, 32 bytes an instruction.

use std::arch::x86_64::*;

/// All ones in each byte between `low` and `high`, both ASCII, compared as signed: bytes from 0x80 are negative.
#[target_feature(enable = "avx2")]
#[inline]
pub(crate) fn within(bytes: __m256i, low: u8, high: u8) -> __m256i {
    let above = _mm256_cmpgt_epi8(bytes, _mm256_set1_epi8(low as i8 - 1));
    let below = _mm256_cmpgt_epi8(_mm256_set1_epi8(high as i8 + 1), bytes);
    _mm256_and_si256(above, below)
}
