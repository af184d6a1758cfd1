//! The three ways to candidate pairs, over the same articles. Items are articles.

mod inputs;

use divan::{Bencher, counter::ItemsCount};
use reprint::candidates::lsh::{self, Signatures};
use reprint::candidates::{CandidatePair, exact, seeds};
use reprint::id::DocId;
use reprint::sketch::banding::Banding;
use reprint::sketch::minhash::MinHasher;
use reprint::text::shingle;

const ARTICLES: usize = 5_000;
const THRESHOLD: f64 = 0.5;
const HASHES: usize = 128;

fn main() {
    divan::main();
}

/// Every copy is among the pairs, and little else.
fn holds_the_copies(pairs: &[CandidatePair]) {
    for n in (0..ARTICLES).filter(|&n| inputs::is_copy(n)) {
        let pair = CandidatePair::new(DocId(n as u32 - 1), DocId(n as u32));
        assert!(pairs.binary_search(&pair).is_ok(), "{n} is a copy of the one before it");
    }
    assert!(pairs.len() < 2 * ARTICLES, "{} pairs", pairs.len());
}

#[divan::bench(sample_count = 10)]
fn by_signature(bencher: Bencher) {
    let (store, docs) = inputs::store(&inputs::texts(ARTICLES));
    let hasher = MinHasher::new(HASHES, 1);
    let of_piece = |docs: &[DocId]| {
        let mut lanes = vec![0; docs.len() * HASHES];
        for (signature, &doc) in lanes.chunks_mut(HASHES).zip(docs) {
            hasher.sign(&shingle::set(store.words(doc), 3), signature);
        }
        lanes
    };
    let pieces = docs.chunks(lsh::PIECE_ROWS).map(of_piece).collect();
    let signatures = Signatures { hashes: HASHES, docs, pieces };
    let settings = lsh::Settings { banding: Banding::for_threshold(THRESHOLD, HASHES), threshold: THRESHOLD };
    holds_the_copies(&lsh::candidates(&signatures, &settings).pairs);
    bencher.counter(ItemsCount::new(ARTICLES)).bench_local(|| lsh::candidates(&signatures, &settings).pairs.len());
}

#[divan::bench(sample_count = 10)]
fn by_seeds(bencher: Bencher) {
    let (store, docs) = inputs::store(&inputs::texts(ARTICLES));
    let earliest: Vec<u32> = (0..docs.len() as u32).collect();
    let find = || seeds::find(&store, &docs, &earliest, &seeds::Settings::default()).pairs;
    holds_the_copies(&find());
    bencher.counter(ItemsCount::new(ARTICLES)).bench_local(|| find().len());
}

#[divan::bench(sample_count = 10)]
fn exactly(bencher: Bencher) {
    let (store, docs) = inputs::store(&inputs::texts(ARTICLES));
    let sets: Vec<Vec<u32>> = docs.iter().map(|&doc| shingle::set(store.words(doc), 3)).collect();
    let slices: Vec<&[u32]> = sets.iter().map(Vec::as_slice).collect();
    let pairs = exact::join(&docs, &slices, THRESHOLD);
    holds_the_copies(&pairs);
    assert_eq!(pairs.len(), inputs::copies(ARTICLES), "the copies and nothing else");
    bencher.counter(ItemsCount::new(ARTICLES)).bench_local(|| exact::join(&docs, &slices, THRESHOLD).len());
}
