//! Articles for the benches: the sample corpus where it is at hand, and invented ones of any number, the same in every run.

#![allow(dead_code, reason = "each bench takes what it needs")]

use reprint::id::DocId;
use reprint::text::store::{Batch, TokenStore};
use reprint::text::tokenize::Tokenizer;
use std::fmt::Write;
use std::path::Path;

/// SplitMix64.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// A word's number: low numbers are frequent, as in any language.
    fn word(&mut self) -> usize {
        let (x, y) = (self.below(1 << 15), self.below(1 << 15));
        x.min(y).min(self.below(1 << 15))
    }
}

/// Words of an article.
pub const WORDS: usize = 400;
/// Words of the paragraph that every lifting article lifts.
pub const LIFTED: usize = 60;

fn text_of(words: &[usize]) -> String {
    let mut text = String::with_capacity(words.len() * 7);
    for (i, word) in words.iter().enumerate() {
        let syllables = ["ka", "ri", "nus", "to", "me", "lan", "di", "ba"];
        let mut rest = word + 8;
        while rest > 0 {
            text.push_str(syllables[rest % 8]);
            rest /= 8;
        }
        text.push_str(if i % 60 == 59 {
            ".\n"
        } else if i % 15 == 14 {
            ". "
        } else {
            " "
        });
    }
    text
}

/// So many articles: every fifth is an edited copy of the one before it, and every seventh lifts a paragraph of the one before it.
pub fn texts(count: usize) -> Vec<String> {
    let mut random = Random(42);
    let mut before: Vec<usize> = Vec::new();
    let mut texts = Vec::with_capacity(count);
    for n in 0..count {
        let own: Vec<usize> = (0..WORDS).map(|_| random.word()).collect();
        let words = if is_copy(n) {
            before.iter().enumerate().map(|(i, &word)| if i % 20 == 19 { own[i] } else { word }).collect()
        } else if is_lifting(n) {
            [&own[..WORDS / 2], &before[100..100 + LIFTED], &own[WORDS / 2..WORDS - LIFTED]].concat()
        } else {
            own
        };
        texts.push(text_of(&words));
        before = words;
    }
    texts
}

pub fn is_copy(n: usize) -> bool {
    n % 5 == 4
}

pub fn is_lifting(n: usize) -> bool {
    n % 7 == 6 && !is_copy(n)
}

/// Copies among the first `count` articles.
pub fn copies(count: usize) -> usize {
    (0..count).filter(|&n| is_copy(n)).count()
}

/// The texts of the sample corpus, many times over, to about a megabyte; `None` where it is not at hand.
pub fn sample() -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut files = Vec::new();
    for outlet in std::fs::read_dir(root).ok()?.flatten().filter(|e| e.path().is_dir()) {
        files.extend(std::fs::read_dir(outlet.path()).ok()?.flatten().map(|e| e.path()));
    }
    files.sort();
    let texts = files.iter().filter(|f| f.extension().is_some_and(|e| e == "txt"));
    let once: String = texts.filter_map(|file| std::fs::read_to_string(file).ok()).collect();
    (!once.is_empty()).then(|| once.repeat((1 << 20) / once.len() + 1))
}

/// The articles as word hashes.
pub fn store(texts: &[String]) -> (TokenStore, Vec<DocId>) {
    let (mut batch, mut store, mut tokenizer) = (Batch::default(), TokenStore::default(), Tokenizer::default());
    for text in texts {
        tokenizer.tokenize(text, &mut batch);
        batch.finish();
    }
    store.append(&batch);
    (store, (0..texts.len() as u32).map(DocId).collect())
}

/// The articles as JSON Lines in a file of their own.
pub fn json_lines(texts: &[String]) -> tempfile::NamedTempFile {
    let file = tempfile::Builder::new().suffix(".jsonl").tempfile().expect("a temporary file");
    let mut lines = String::new();
    for (n, text) in texts.iter().enumerate() {
        let text = serde_json::Value::String(text.clone());
        writeln!(lines, r#"{{"id":"{n:07}","outlet":"outlet{}","text":{text}}}"#, n % 8).expect("memory");
    }
    std::fs::write(file.path(), lines).expect("records");
    file
}
