//! `reprint watch`: what arrives is told once, and a watch that ends loses none.

use crate::newsroom::{Corpus, Run, reprint, string, write};
use crate::words;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

/// Longer than any machine takes to read a file.
const PATIENCE: Duration = Duration::from_secs(60);

struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn begin(corpus: &Corpus) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_reprint"))
            .current_dir(corpus.beside(""))
            .args(["watch", "corpus", "--index", "i", "--settle", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let out = BufReader::new(child.stdout.take().expect("its output"));
        let (send, lines) = mpsc::channel();
        std::thread::spawn(move || out.lines().map_while(Result::ok).for_each(|line| drop(send.send(line))));
        Self { child, lines }
    }

    fn next(&self) -> Value {
        serde_json::from_str(&self.lines.recv_timeout(PATIENCE).expect("an article is told")).expect("a line is JSON")
    }

    /// Kills it; what it had told beside.
    fn end(mut self) -> Vec<Value> {
        let _ = self.child.kill();
        self.child.wait().expect("it ends");
        self.lines.iter().map(|line| serde_json::from_str(&line).expect("a line is JSON")).collect()
    }
}

fn sequence(arrival: &Value) -> u64 {
    arrival["sequence"].as_u64().expect("a number")
}

#[test]
fn what_arrives_is_told_with_what_it_shares_and_never_lost() {
    let story = words::words(5, 120);
    let corpus = Corpus::new().file("one/a.txt", words::prose(&story)).file("one/b.txt", words::story(6, 80));
    Run::of(reprint().current_dir(corpus.beside("")).args(["index", "build", "i", "corpus"])).ok();
    let arrive = |name: &str, text: String| write(&corpus.root().join(name), text.as_bytes());
    let mut told: BTreeMap<u64, String> = BTreeMap::new();
    let mut note = |arrival: &Value| {
        let id = string(arrival, "article");
        let before = told.insert(sequence(arrival), id.clone());
        assert!(before.is_none_or(|before| before == id), "a number names one article");
    };

    let watching = Watching::begin(&corpus);
    arrive("two/c.txt", words::prose(&words::edited(&story, 9, 2)));
    let first = watching.next();
    assert_eq!(string(&first, "article"), "two/c.txt");
    assert_eq!(string(&first["pairs"][0], "a"), "one/a.txt");
    note(&first);
    arrive("two/d.txt", words::story(7, 80));
    let second = watching.next();
    assert!(sequence(&second) > sequence(&first));
    note(&second);
    // Changed, it is another article under its id.
    arrive("two/d.txt", words::story(8, 90));
    note(&watching.next());
    watching.end().iter().for_each(&mut note);

    // While nobody watches, and killed at once, at some moment of its work.
    for n in 0..6 {
        arrive(&format!("three/{n}.txt"), words::story(20 + n, 60));
        let watching = Watching::begin(&corpus);
        std::thread::sleep(Duration::from_millis(90 * n));
        watching.end().iter().for_each(&mut note);
    }
    let watching = Watching::begin(&corpus);
    arrive("three/last.txt", words::story(40, 60));
    loop {
        let arrival = watching.next();
        note(&arrival);
        if string(&arrival, "article") == "three/last.txt" {
            break;
        }
    }
    watching.end().iter().for_each(&mut note);
    let mut ids: Vec<&str> = told.values().map(String::as_str).collect();
    ids.sort_unstable();
    let three =
        ["three/0.txt", "three/1.txt", "three/2.txt", "three/3.txt", "three/4.txt", "three/5.txt", "three/last.txt"];
    assert_eq!(ids, [&three[..], &["two/c.txt", "two/d.txt", "two/d.txt"]].concat());
}
