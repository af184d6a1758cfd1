//! Memory that is read in no order: large zeroed tables, and asking for a place before it is wanted.

use memmap2::MmapMut;
use std::ops::{Deref, DerefMut};

/// Words of 64 bits, all 0 at first, in huge pages where the system has them: with small ones nearly every
/// access would have to look up its page first.
pub(super) struct Table {
    map: MmapMut,
}

impl Table {
    pub(super) fn new(words: usize) -> Self {
        let map = MmapMut::map_anon(words.max(1) * 8).expect("there is memory for a table");
        // A hint; without it the table is slower and nothing else.
        #[cfg(target_os = "linux")]
        let _ = map.advise(memmap2::Advice::HugePage);
        Self { map }
    }
}

impl Deref for Table {
    type Target = [u64];

    fn deref(&self) -> &[u64] {
        // SAFETY: any bytes are valid words, and a map begins at a page, which is aligned for them.
        unsafe { self.map.align_to::<u64>().1 }
    }
}

impl DerefMut for Table {
    fn deref_mut(&mut self) -> &mut [u64] {
        // SAFETY: as above.
        unsafe { self.map.align_to_mut::<u64>().1 }
    }
}

/// Asks the memory for a word that is wanted soon.
#[inline(always)]
pub(super) fn fetch(words: &[u64], at: usize) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: prefetching changes nothing, whatever the address.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(words.as_ptr().wrapping_add(at).cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (words, at);
}
