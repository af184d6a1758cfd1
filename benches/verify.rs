//! Pairs to exact resemblance: intersections of shingle sets. Items are pairs.

mod inputs;

use divan::{Bencher, counter::ItemsCount};
use reprint::candidates::CandidatePair;
use reprint::verify::{ShingleSets, verify};

const ARTICLES: usize = 2_000;

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 20)]
fn pairs(bencher: Bencher) {
    let (store, docs) = inputs::store(&inputs::texts(ARTICLES));
    let sets = ShingleSets::of(&store, 3);
    let pairs: Vec<CandidatePair> = docs
        .iter()
        .flat_map(|&a| (1..=5).filter_map(move |step| docs_after(a.0 + step).map(|b| CandidatePair::new(a, b))))
        .collect();
    let alike = verify(&sets, &pairs).iter().filter(|pair| pair.resemblance() >= 0.5).count();
    assert_eq!(alike, inputs::copies(ARTICLES), "the copies and nothing else");
    bencher.counter(ItemsCount::new(pairs.len())).bench_local(|| verify(&sets, &pairs).len());
}

fn docs_after(number: u32) -> Option<reprint::id::DocId> {
    ((number as usize) < ARTICLES).then_some(reprint::id::DocId(number))
}
