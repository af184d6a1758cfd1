#![no_main]

use std::cell::LazyCell;

#[path = "../../tests/it/patched.rs"]
mod patched;

thread_local!(static SOUND: LazyCell<patched::Sound> = LazyCell::new(|| patched::Sound::make(reprint_fuzz::folder())));

// Whatever an index holds under checksums that are right, it answers or refuses.
libfuzzer_sys::fuzz_target!(|patches: &[u8]| {
    SOUND.with(|sound| sound.ask(patches));
});
