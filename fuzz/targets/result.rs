#![no_main]

use reprint::report::{jsonl, saved, text};

// A saved result that is read can be shown and saved, and what was saved is read as the same.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(report) = saved::read(bytes) else { return };
    let mut first = Vec::new();
    jsonl::write(&report, &mut first).expect("memory");
    let again = saved::read(&first[..]).expect("what was written is read");
    let mut second = Vec::new();
    jsonl::write(&again, &mut second).expect("memory");
    assert!(first == second, "a result survives being saved");
    let style = text::Style { color: true, width: 100, top: 20, command: "reprint report".into() };
    text::write(&again, &style, &mut second).expect("memory");
});
