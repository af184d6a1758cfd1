use crate::newsroom::reprint;
use std::fs;

#[test]
fn the_demo_is_the_sample_corpus_and_writes_over_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    let to = dir.path().join("try me");
    let wrote = reprint().arg("demo").arg(&to).assert().success().get_output().stdout.clone();
    let wrote = String::from_utf8(wrote).expect("text");
    assert!(wrote.starts_with("wrote 43 articles of 6 outlets"), "{wrote}");
    assert!(wrote.contains(&format!("next: reprint scan '{}'", to.display())), "{wrote}");
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
    let same = |file: &str| assert_eq!(fs::read(to.join(file)).ok(), fs::read(format!("{root}/{file}")).ok(), "{file}");
    ["README.md", "gold/clusters.tsv", "warta-samudra/gas-brussels.txt"].into_iter().for_each(same);
    let refused = reprint().arg("demo").arg(&to).assert().code(2).get_output().stderr.clone();
    assert!(String::from_utf8_lossy(&refused).contains("is not empty"));
}

#[test]
fn shells_complete_every_verb_and_the_manual_names_every_flag() {
    for shell in ["bash", "zsh", "fish"] {
        let script = reprint().args(["completions", shell]).assert().success().get_output().stdout.clone();
        let script = String::from_utf8(script).expect("text");
        assert!(["scan", "explain", "compare"].iter().all(|verb| script.contains(verb)), "{shell}");
    }
    let page = reprint().arg("man").assert().success().get_output().stdout.clone();
    let page = String::from_utf8(page).expect("text").replace("\\-", "-");
    for name in ["reprint", "REPRINT SCAN", "--threshold", "--fail-on", "--text-column"] {
        assert!(page.contains(name), "{name}");
    }
}
