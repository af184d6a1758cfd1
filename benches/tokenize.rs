//! Text to words: ASCII prose, the sample corpus in its scripts, and a text of which no word is ASCII.

mod inputs;

use divan::{Bencher, counter::BytesCount};
use reprint::text::store::Batch;
use reprint::text::tokenize::{Tokenizer, tokenize_slowly, tokens};

fn main() {
    divan::main();
}

fn texts(kind: &str) -> String {
    match kind {
        "ascii" => inputs::texts(400).concat(),
        "accents" => inputs::texts(400).concat().replace("ka", "ká").replace("to", "tõ"),
        "arabic" => inputs::texts(400).concat().replace("ka", "كا").replace("ri", "ري").replace("to", "تو"),
        _ => inputs::sample().unwrap_or_else(|| inputs::texts(100).concat()),
    }
}

#[divan::bench(args = ["ascii", "accents", "arabic", "sample"])]
fn words(bencher: Bencher, kind: &str) {
    let text = texts(kind);
    let mut slow = reprint::text::tokenize::Tokens::default();
    tokenize_slowly(&text, &mut slow);
    assert_eq!(tokens(&text), slow);
    let mut tokenizer = Tokenizer::default();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        let mut batch = Batch::default();
        tokenizer.tokenize(&text, &mut batch);
        batch.finish()
    });
}
