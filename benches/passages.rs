//! Pairs to aligned matches: the copies and the lifted paragraphs. Items are pairs.

mod inputs;

use divan::{Bencher, counter::ItemsCount};
use reprint::passages::index::Index;
use reprint::passages::matches::Matcher;
use reprint::passages::{Match, Settings};

const ARTICLES: usize = 2_000;

fn main() {
    divan::main();
}

#[divan::bench(args = ["copies", "lifted"], sample_count = 20)]
fn aligned(bencher: Bencher, kind: &str) {
    let (store, docs) = inputs::store(&inputs::texts(ARTICLES));
    let is_kind = |n: &usize| if kind == "copies" { inputs::is_copy(*n) } else { inputs::is_lifting(*n) };
    let pairs: Vec<_> = (0..ARTICLES).filter(is_kind).map(|n| (docs[n - 1], docs[n])).collect();
    let settings = Settings::default();
    let (mut index, mut matcher) = (Index::default(), Matcher::default());
    let mut align = |a: &[u32], b: &[u32]| -> Vec<Match> {
        index.fill(a);
        matcher.matches_with(&mut index, a, b, &settings)
    };
    let expected = if kind == "copies" { inputs::WORDS * 9 / 10 } else { inputs::LIFTED };
    for &(a, b) in &pairs {
        let found = align(store.words(a), store.words(b));
        let words: u32 = found.iter().map(|m| m.words).sum();
        assert!(words as usize >= expected, "{words} words of {a:?} in {b:?}");
    }
    bencher
        .counter(ItemsCount::new(pairs.len()))
        .bench_local(|| pairs.iter().map(|&(a, b)| align(store.words(a), store.words(b)).len()).sum::<usize>());
}
