//! Credits in articles that name nobody, in the sample corpus, and in articles that credit a house in every paragraph.

mod inputs;

use divan::{Bencher, counter::BytesCount};
use reprint::provenance::credits::{Context, CreditFinder};

fn main() {
    divan::main();
}

fn texts(kind: &str) -> Vec<String> {
    match kind {
        "plain" => inputs::texts(400),
        "sample" => vec![inputs::sample().unwrap_or_default()],
        _ => {
            let credit =
                "\"Kami siap\", kata dia, dilansir Antara, Senin. The minister told Reuters, media reported.\n";
            inputs::texts(400).iter().map(|text| format!("{text}{credit}").repeat(2)).collect()
        }
    }
}

#[divan::bench(args = ["plain", "sample", "credited"])]
fn find(bencher: Bencher, kind: &str) {
    let texts = texts(kind);
    let finder = CreditFinder::new(&[]).expect("embedded files");
    let all = || texts.iter().map(|text| finder.find(text, &Context::default()).len()).sum::<usize>();
    match kind {
        "plain" => assert_eq!(all(), 0),
        "credited" => assert_eq!(all(), 4 * texts.len()),
        _ => assert!(all() > 20 || texts.is_empty()),
    }
    bencher.counter(BytesCount::new(texts.iter().map(String::len).sum::<usize>())).bench_local(all);
}
