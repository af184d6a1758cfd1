//! Words to shingles to signatures, an article at a time.

mod inputs;

use divan::{Bencher, counter::ItemsCount};
use reprint::sketch::minhash::{MinHasher, estimated_resemblance};
use reprint::text::shingle;

const HASHES: usize = 128;

fn main() {
    divan::main();
}

#[divan::bench(args = [3, 5])]
fn shingles(bencher: Bencher, n: usize) {
    let (store, docs) = inputs::store(&inputs::texts(200));
    let mut shingles = Vec::new();
    shingle::into(store.words(docs[0]), n, &mut shingles);
    assert_eq!(shingles.len(), inputs::WORDS - n + 1);
    bencher.counter(ItemsCount::new(store.total_words())).bench_local(|| {
        docs.iter().fold(0u32, |sum, &doc| {
            shingle::into(store.words(doc), n, &mut shingles);
            shingles.iter().fold(sum, |sum, s| sum ^ s)
        })
    });
}

/// Items are articles of 400 words.
#[divan::bench]
fn signatures(bencher: Bencher) {
    let (store, docs) = inputs::store(&inputs::texts(200));
    let hasher = MinHasher::new(HASHES, 1);
    let sets: Vec<Vec<u32>> = docs.iter().map(|&doc| shingle::set(store.words(doc), 3)).collect();
    let sign = |set: &[u32]| {
        let mut signature = vec![0; HASHES];
        hasher.sign(set, &mut signature);
        signature
    };
    assert!(estimated_resemblance(&sign(&sets[3]), &sign(&sets[4])) > 0.6, "the fifth article is a copy of the fourth");
    assert!(estimated_resemblance(&sign(&sets[0]), &sign(&sets[1])) < 0.1);
    let mut signature = vec![0; HASHES];
    bencher.counter(ItemsCount::new(docs.len())).bench_local(|| {
        for set in &sets {
            hasher.sign(divan::black_box(set), &mut signature);
        }
        signature[0]
    });
}
