//! Settings from a file and the environment, and presets.

use crate::newsroom::{Corpus, Run, reprint};
use std::fs;
use std::path::Path;

const STORY: &str = "Sungai Norr meluap sepanjang malam dan menjelang pagi seratus dua puluh keluarga sudah meninggalkan \
     rumah mereka di tiga desa di bawah bendungan lama kata petugas penyelamat yang bekerja sejak tengah malam.";

fn printed(dir: &Path, flags: &[&str], environment: &[(&str, &str)]) -> toml::Table {
    let mut command = reprint();
    command.current_dir(dir).args(["scan", "--print-config"]).args(flags).envs(environment.iter().copied());
    toml::from_str(Run::of(&mut command).ok().text()).expect("a file of settings")
}

fn matching(printed: &toml::Table, name: &str) -> Option<String> {
    printed["matching"].get(name).map(ToString::to_string)
}

#[test]
fn a_flag_outweighs_the_environment_and_that_a_file() {
    let corpus = Corpus::new().file("a/one.txt", STORY);
    let dir = corpus.beside("here");
    fs::create_dir_all(&dir).expect("a folder");
    let threshold = |flags: &[&str], environment: &[(&str, &str)]| {
        matching(&printed(&dir, flags, environment), "threshold").expect("a threshold")
    };
    assert_eq!(threshold(&[], &[]), "0.45");
    fs::write(dir.join("other.toml"), "[matching]\nthreshold = 0.5\n").expect("a file");
    fs::write(dir.join("reprint.toml"), "[matching]\nthreshold = 0.6\nsensitive = true\n[input]\nlang = [\"id\"]\n")
        .expect("a file");
    assert_eq!(threshold(&[], &[]), "0.6");
    assert_eq!(threshold(&["--config", "other.toml"], &[]), "0.5");
    assert_eq!(threshold(&[], &[("REPRINT_THRESHOLD", "0.7")]), "0.7");
    assert_eq!(threshold(&["--threshold", "0.8"], &[("REPRINT_THRESHOLD", "0.7")]), "0.8");
    let both = printed(&dir, &["--sensitive=false", "--lang", "en"], &[]);
    assert_eq!(matching(&both, "sensitive").as_deref(), Some("false"));
    assert_eq!(both["input"]["lang"].to_string(), "[\"en\"]");
}

#[test]
fn what_is_printed_gives_the_same_run_again() {
    let corpus = Corpus::new().file("a/one.txt", STORY).file("b/two.txt", STORY);
    let file = corpus.beside("saved.toml");
    let flags = ["--preset", "strict", "--min-words", "8", "--scope", "cross-outlet", "--boilerplate", "off"];
    let first = corpus.scan(&flags).ok();
    let saved = corpus.scan(&[&flags[..], &["--print-config"]].concat()).ok();
    fs::write(&file, saved.text()).expect("a file");
    let again = corpus.scan(&["--config", file.to_str().expect("a path")]).ok();
    assert_eq!((again.text(), first.one("run")["settings"]["threshold"].as_f64()), (first.text(), Some(0.8)));
}

#[test]
fn a_preset_that_is_typed_is_taken_whole() {
    let corpus = Corpus::new().file("a/one.txt", STORY);
    let dir = corpus.beside("here");
    fs::create_dir_all(&dir).expect("a folder");
    fs::write(dir.join("reprint.toml"), "[matching]\nthreshold = 0.6\nmin-words = 20\n").expect("a file");
    let strict = printed(&dir, &["--preset", "strict"], &[]);
    assert_eq!(matching(&strict, "threshold").as_deref(), Some("0.8"));
    assert_eq!(matching(&strict, "min-words").as_deref(), Some("20"));
    let own = printed(&dir, &["--preset", "strict", "--threshold", "0.7"], &[]);
    assert_eq!(matching(&own, "threshold").as_deref(), Some("0.7"));
    let noisy = printed(&dir, &["--preset", "noisy"], &[]);
    assert_eq!(matching(&noisy, "letters").as_deref(), Some("true"));
}

#[test]
fn a_file_that_cannot_be_used_is_named_with_its_place() {
    let corpus = Corpus::new().file("a/one.txt", STORY);
    let file = corpus.beside("bad.toml");
    let refused = |text: &str| {
        fs::write(&file, text).expect("a file");
        let run = corpus.scan(&["--config", file.to_str().expect("a path")]);
        assert_eq!(run.code, Some(2));
        run.stderr
    };
    let error = refused("[matching]\ntreshold = 0.5\n");
    assert!(error.contains("bad.toml, line 2, column 1: unknown field `treshold`"), "{error}");
    let error = refused("[matching]\nthreshold = \"high\"\n");
    assert!(error.contains("bad.toml, line 2, column 13: invalid type"), "{error}");
    let error = refused("[matching\n");
    assert!(error.contains("bad.toml, line 1"), "{error}");
    let error = refused("[matching]\nthreshold = nan\n");
    assert!(error.contains("bad.toml: threshold is no number"), "{error}");
    let error = refused("[matching]\nthreshold = 1.5\n");
    assert!(error.contains("--threshold 1.5 is not above 0"), "{error}");
    let missing = corpus.scan(&["--config", "nowhere.toml"]);
    assert!(missing.code == Some(2) && missing.stderr.contains("nowhere.toml"), "{}", missing.stderr);
}
