//! An index says what a scan says, whatever was added, removed and compacted, and from the command line, too.

use crate::newsroom::{Corpus, Run, records_of, reprint, string, strings};
use crate::properties::{self, with_corpus};
use crate::words;
use proptest::prelude::*;
use reprint::pipeline::stored::{self, Asked};
use reprint::pipeline::{self, Boilerplate, NoObserver, Settings, Texts};
use reprint::report::holding::Answer;
use reprint::report::jsonl;
use reprint::report::model::{Pair, Report};
use std::collections::BTreeMap;
use std::path::Path;

/// Articles under their ids: what an index holds.
type Articles = BTreeMap<String, String>;

fn listed(articles: &Articles) -> Vec<(String, String)> {
    articles.iter().map(|(id, text)| (id.clone(), text.clone())).collect()
}

pub fn lines(report: &Report) -> String {
    let mut out = Vec::new();
    // The file that a record was in is not the article's.
    let mut report = report.clone();
    report.articles.iter_mut().for_each(|article| article.path.clear());
    jsonl::write(&report, &mut out).expect("memory takes everything");
    String::from_utf8(out).expect("UTF-8")
}

fn scanned(articles: &Articles, settings: &Settings) -> Report {
    with_corpus(&listed(articles), |corpus| pipeline::scan(corpus, settings, &NoObserver).expect("a report"))
}

fn built(dir: &Path, articles: &Articles, settings: &Settings) {
    with_corpus(&listed(articles), |corpus| {
        stored::build(dir, corpus, settings, false, &NoObserver).expect("an index")
    });
}

/// What happens to an index: numbers choose articles.
#[derive(Clone, Debug)]
enum Step {
    Add(Vec<(u8, u8)>),
    Remove(Vec<u8>),
    Compact,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => proptest::collection::vec((0u8..20, any::<u8>()), 1..6).prop_map(Step::Add),
        2 => proptest::collection::vec(any::<u8>(), 1..4).prop_map(Step::Remove),
        1 => Just(Step::Compact),
    ];
    proptest::collection::vec(step, 1..7)
}

fn step(dir: &Path, articles: &mut Articles, texts: &[(String, String)], step: &Step) {
    match step {
        Step::Add(added) => {
            let new: Articles = added
                .iter()
                .map(|(id, text)| (format!("{id:02}"), texts[*text as usize % texts.len()].1.clone()))
                .collect();
            with_corpus(&listed(&new), |corpus| stored::add(dir, corpus, &NoObserver).expect("added"));
            articles.extend(new);
        }
        Step::Remove(removed) => {
            // One stays: a scan of nothing is an error, and so is a report of nothing.
            let all: Vec<String> = articles.keys().skip(1).cloned().collect();
            let mut ids: Vec<String> =
                removed.iter().filter_map(|n| all.get(*n as usize % all.len().max(1)).cloned()).collect();
            ids.sort();
            ids.dedup();
            if !ids.is_empty() {
                stored::remove(dir, &ids).expect("removed");
                ids.iter().for_each(|id| drop(articles.remove(id)));
            }
        }
        Step::Compact => drop(stored::compact(dir, &NoObserver).expect("compacted")),
    }
}

/// A scan's pairs and matches of one article, as they are written.
pub fn of_article(report: &Report, id: &str) -> (String, String) {
    // What is cut is a matter of clusters, of which a query knows none.
    let pairs = report.pairs.iter().filter(|pair| pair.a == id || pair.b == id).cloned();
    let pairs = pairs.map(|pair| Pair { bridge: false, ..pair });
    let matches = report.matches.iter().filter(|m| m.a == id || m.b == id);
    (format!("{:#?}", pairs.collect::<Vec<_>>()), format!("{:#?}", matches.collect::<Vec<_>>()))
}

pub fn of_answer(answer: &Answer) -> (String, String) {
    (
        format!("{:#?}", answer.pairs.iter().collect::<Vec<_>>()),
        format!("{:#?}", answer.matches.iter().collect::<Vec<_>>()),
    )
}

fn asked(dir: &Path, id: &str, text: &str) -> Answer {
    let index = stored::open(dir).expect("an index");
    with_corpus(&[(id.to_owned(), text.to_owned())], |corpus| {
        let (asked, _) = Asked::of(corpus, &NoObserver).expect("an article");
        stored::query(&index, &asked, &NoObserver).expect("an answer").remove(0)
    })
}

/// Settings of an index over short texts; furniture would be learned from other articles in a scan of more.
fn short(threshold: f64, shingle: usize) -> Settings {
    Settings { exact: false, ..properties::settings(threshold, shingle) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happened_the_report_is_a_scan_of_what_is_there(texts in properties::articles(), steps in steps(), learns in any::<bool>()) {
        let boilerplate = if learns { Boilerplate::Learn } else { Boilerplate::Off };
        let settings = Settings { boilerplate, ..short(0.45, 3) };
        let texts = properties::named(&texts);
        let folder = tempfile::tempdir().expect("a folder");
        let dir = folder.path().join("index");
        let mut articles: Articles = texts.iter().cloned().collect();
        built(&dir, &articles, &settings);
        for each in &steps {
            step(&dir, &mut articles, &texts, each);
        }
        let report = stored::report(&dir, Texts::None, false, &NoObserver).expect("a report");
        prop_assert_eq!(lines(&report), lines(&scanned(&articles, &settings)));
        // Without dates a cluster is known by its first member, before as after.
        let before = scanned(&texts.iter().cloned().collect(), &settings);
        for (x, y) in before.clusters.iter().flat_map(|x| report.clusters.iter().map(move |y| (x, y))) {
            prop_assert_eq!(x.id == y.id, x.articles[0] == y.articles[0]);
        }
        prop_assert!(stored::verify(&dir).expect("an index").is_empty());
    }

    #[test]
    fn a_query_says_what_a_scan_with_the_article_says(texts in properties::articles(), steps in steps(), own in any::<prop::sample::Index>(), cut in 0usize..30, id in 0u8..40) {
        let settings = short(0.45, 3);
        let texts = properties::named(&texts);
        let folder = tempfile::tempdir().expect("a folder");
        let dir = folder.path().join("index");
        let mut articles: Articles = texts.iter().cloned().collect();
        built(&dir, &articles, &settings);
        for each in &steps {
            step(&dir, &mut articles, &texts, each);
        }
        let (id, whole) = (format!("{id:02}"), &own.get(&texts).1);
        let text: Vec<&str> = whole.split(' ').skip(cut.min(whole.split(' ').count() - 1)).collect();
        let answer = asked(&dir, &id, &text.join(" "));
        articles.insert(id.clone(), text.join(" "));
        prop_assert_eq!(of_answer(&answer), of_article(&scanned(&articles, &settings), &id));
    }
}

/// A paragraph that more articles ran than a seed links each to each: the earliest few, by date, then by id, are hubs.
#[test]
fn a_paragraph_that_everybody_ran_is_answered_as_a_scan_does() {
    let paragraph = words::words(1, 30).join(" ");
    let other = words::words(2, 25).join(" ");
    let mut articles = Articles::new();
    for n in 0..90u64 {
        let own = words::words(100 + n, 20 + n as usize % 30).join(" ");
        let both = if n % 7 == 0 { format!("{paragraph} {other}") } else { paragraph.clone() };
        let text = if n % 3 == 0 { format!("{own} {both}") } else { format!("{both} {own}") };
        articles.insert(format!("a{:02}", (n * 37) % 90), text);
    }
    // Copies of one text count once, under the lowest id.
    for n in 0..10 {
        articles.insert(format!("0{n}"), articles["a05"].clone());
    }
    let settings = Settings { boilerplate: Boilerplate::Off, ..Settings::default() };
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().join("index");
    let (first, second): (Articles, Articles) =
        articles.clone().into_iter().partition(|(id, _)| id.ends_with(['0', '3', '5', '8']));
    built(&dir, &first, &settings);
    with_corpus(&listed(&second), |corpus| stored::add(&dir, corpus, &NoObserver).expect("added"));
    for (id, text) in [
        ("z", format!("{} {paragraph}", words::words(7, 40).join(" "))),
        ("000", format!("{} {paragraph}", words::words(8, 40).join(" "))),
        ("zz", articles["a05"].clone()),
        ("00", format!("{other} {}", words::words(9, 40).join(" "))),
        ("a11", words::words(10, 40).join(" ")),
    ] {
        let answer = asked(&dir, id, &text);
        let mut with = articles.clone();
        with.insert(id.to_owned(), text);
        assert_eq!(of_answer(&answer), of_article(&scanned(&with, &settings), id), "{id}");
    }
}

/// The program, beside the corpus.
fn run(corpus: &Corpus, args: &[&str]) -> Run {
    Run::of(reprint().current_dir(corpus.beside("")).args(args))
}

fn paper() -> Corpus {
    let story = words::words(1, 120);
    Corpus::new()
        .file("one/a.txt", words::prose(&story))
        .file("two/b.txt", words::prose(&words::edited(&story, 9, 4)))
        .file("two/c.txt", words::story(2, 90))
}

#[test]
fn a_new_article_is_held_against_all_that_are_there() {
    let corpus = paper();
    let run = |args: &[&str]| run(&corpus, args);
    let built = run(&["index", "build", "i", "corpus"]);
    assert!(built.text().contains("i: 3 articles added · it holds 3 articles"), "{}", built.text());
    std::fs::write(corpus.beside("new.txt"), words::prose(&words::words(1, 120)[..60])).expect("a file");
    let page = run(&["query", "i", "new.txt"]);
    assert!(page.text().contains("contained") && page.text().contains("one/a.txt"), "{}", page.text());
    let answer = run(&["query", "i", "new.txt", "--format", "jsonl"]);
    std::fs::copy(corpus.beside("new.txt"), corpus.beside("corpus/new.txt")).expect("a copy");
    let scan = Run::of(reprint().current_dir(corpus.beside("")).args(["scan", "corpus", "--format", "jsonl"]));
    for kind in ["pair", "match"] {
        let of_new = |lines: &str| -> Vec<String> {
            let records = records_of(lines, kind).into_iter();
            records
                .filter(|r| string(r, "a") == "new.txt" || string(r, "b") == "new.txt")
                .map(|r| r.to_string())
                .collect()
        };
        assert!(!of_new(scan.text()).is_empty());
        assert_eq!(of_new(answer.text()), of_new(scan.text()));
    }
}

#[test]
fn adding_twice_is_adding_once_and_an_id_names_one_article() {
    let corpus = paper();
    let run = |args: &[&str]| run(&corpus, args);
    run(&["index", "build", "i", "corpus/one"]);
    let added = run(&["index", "add", "i", "corpus"]);
    assert!(added.text().contains("3 articles added"), "{}", added.text());
    assert!(added.text().contains("near duplicate"), "{}", added.text());
    assert!(!added.text().contains("left out"), "an article stands for no other one: {}", added.text());
    let again = run(&["index", "add", "i", "corpus"]);
    assert!(again.text().contains("3 there already · it holds 4 articles"), "{}", again.text());
    std::fs::write(corpus.beside("corpus/two/c.txt"), words::story(3, 90)).expect("a file");
    let changed = run(&["index", "add", "i", "corpus", "--format", "jsonl"]);
    let change = &records_of(changed.text(), "change")[0];
    assert_eq!((&change["replaced"], &change["unchanged"], &change["articles"]), (&1.into(), &2.into(), &4.into()));
}

#[test]
fn a_cluster_keeps_its_id_while_its_earliest_member_stays() {
    let told = |id: &str, story: u64, day: Option<u8>| {
        let words = words::edited(&words::words(story, 120), 9, u64::from(id.as_bytes()[0]));
        let mut article = serde_json::json!({"id": id, "outlet": id, "text": words::prose(&words)});
        if let Some(day) = day {
            article["published"] = format!("2022-03-{day:02}").into();
        }
        article
    };
    let corpus = Corpus::new()
        .records("first.jsonl", &[told("m", 1, Some(3)), told("n", 1, Some(4)), told("p", 2, None), told("q", 2, None)])
        .records("unrelated.jsonl", &["u", "v", "w"].map(|id| told(id, 3, Some(1))))
        .records("later.jsonl", &[told("a", 1, Some(8)), told("r", 2, None)])
        .records("earlier.jsonl", &[told("z", 1, Some(2)), told("b", 2, None)]);
    // The id of the cluster of each article, after a change.
    let after = |change: &[&str]| -> BTreeMap<String, String> {
        run(&corpus, &[&["index"], change].concat()).ok();
        let report = run(&corpus, &["index", "report", "i", "--format", "jsonl"]).ok();
        let clusters = records_of(report.text(), "cluster").into_iter();
        clusters.flat_map(|c| strings(&c, "articles").into_iter().map(move |a| (a, string(&c, "id")))).collect()
    };
    let first = after(&["build", "i", "corpus/first.jsonl"]);
    let (dated, undated) = (&first["m"], &first["p"]);
    assert_ne!(dated, undated);
    // A larger cluster takes the first number in the report, and no other's id.
    let more = after(&["add", "i", "corpus/unrelated.jsonl"]);
    assert_eq!((&more["n"], &more["q"]), (dated, undated));
    assert!(![dated, undated].contains(&&more["u"]));
    let more = after(&["add", "i", "corpus/later.jsonl"]);
    assert_eq!((&more["a"], &more["n"], &more["r"], &more["q"]), (dated, dated, undated, undated));
    let more = after(&["remove", "i", "n", "q", "u", "v"]);
    assert_eq!((&more["a"], &more["r"], more.get("w")), (dated, undated, None));
    // Who comes before all others, by date or else by id, gives the cluster another id, and takes it along.
    let more = after(&["add", "i", "corpus/earlier.jsonl"]);
    assert!(&more["m"] != dated && more["m"] == more["z"] && &more["p"] != undated && more["p"] == more["b"]);
    let more = after(&["remove", "i", "z", "b"]);
    assert_eq!((&more["m"], &more["p"]), (dated, undated));
}
