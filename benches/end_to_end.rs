//! A file of records to a report: everything but the writing.

mod inputs;

use divan::{Bencher, counter::BytesCount};
use reprint::cluster::Method;
use reprint::corpus::{self, Corpus};
use reprint::pipeline::{self, Boilerplate, NoObserver, Scope, Settings, Texts};
use reprint::{passages, verify};

const ARTICLES: usize = 5_000;

fn main() {
    divan::main();
}

fn settings(with_passages: bool) -> Settings {
    Settings {
        verify: verify::Settings { shingle: 3, threshold: 0.45, containment: 0.5, contained_words: 40 },
        hashes: 128,
        bands: None,
        rows: None,
        exact: false,
        min_words: 12,
        boilerplate: Boilerplate::Learn,
        passages: with_passages.then(passages::Settings::default),
        scope: Scope::All,
        window_seconds: None,
        cluster: Method::Dense { gamma: 0.5 },
        seed: 1,
        sensitive: false,
        letters: false,
        texts: Texts::None,
        gazetteer: Vec::new(),
        timings: false,
    }
}

#[divan::bench(args = [false, true], sample_count = 10)]
fn scan(bencher: Bencher, with_passages: bool) {
    let file = inputs::json_lines(&inputs::texts(ARTICLES));
    let bytes = file.path().metadata().expect("a file").len();
    let settings = settings(with_passages);
    let run = || {
        let corpus = Corpus::open(&[file.path().into()], corpus::Settings::default()).expect("a corpus");
        pipeline::scan(&corpus, &settings, &NoObserver).expect("a report")
    };
    let report = run();
    assert_eq!(report.clusters.len(), inputs::copies(ARTICLES), "each copy with the one before it");
    assert_eq!(report.summary.passages > 0, with_passages);
    bencher.counter(BytesCount::new(bytes)).bench_local(|| run().clusters.len());
}
