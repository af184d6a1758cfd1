//! The report for the browser, opened in one.

use crate::browser::Browser;
use crate::newsroom::{Corpus, Run, reprint as program};
use crate::words::{edited, prose, story, words};
use reprint::pipeline::{self, NoObserver, Settings, Texts};
use reprint::report::html;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

const SCREENS: [&str; 7] = ["overview", "clusters", "outlets", "pairs", "passages", "ledger", "run"];

/// The shipped corpus as a page, in a folder that goes with the returned value.
fn shipped() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let page = folder.path().join("report.html");
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    Run::of(program().arg("scan").arg(corpus).arg("--html").arg(&page)).ok();
    (folder, page)
}

/// Versions of some texts, edited ever more, by several outlets, with dates: resemblances of all sizes.
fn graded() -> Corpus {
    let mut records = Vec::new();
    for text in 0..6u32 {
        let original = words(u64::from(text) + 40, 160);
        for version in 0..6u32 {
            let copy = if version == 0 {
                prose(&original)
            } else {
                prose(&edited(&original, 3 + 4 * version as usize, u64::from(version)))
            };
            let id = format!("t{text}v{version}");
            let time = format!("2024-03-{:02}T{:02}:00:00Z", text + 1, version + 8);
            records.push(json!({"id": id, "outlet": format!("outlet-{}", version % 3), "title": format!("Story {text}"), "published": time, "text": copy}));
        }
    }
    records.push(json!({"id": "alone", "outlet": "outlet-0", "text": story(99, 120)}));
    Corpus::new().records("all.jsonl", &records)
}

fn page(corpus: &Corpus, flags: &[&str]) -> PathBuf {
    let page = corpus.beside("report.html");
    Run::of(corpus.command(flags).arg("--html").arg(&page)).ok();
    page
}

fn assert_quiet(browser: &Browser) {
    assert!(browser.complaints.is_empty(), "{:?}", browser.complaints);
    let outside: Vec<&String> = browser
        .requests
        .iter()
        .filter(|r| !r.starts_with("file:") && !r.starts_with("data:") && *r != "about:blank")
        .collect();
    assert!(outside.is_empty(), "{outside:?}");
}

#[test]
fn every_screen_opens_without_a_complaint_or_a_request() {
    let (_folder, page) = shipped();
    let Some(mut browser) = Browser::open(&page, "") else { return };
    for screen in SCREENS {
        browser.hash(screen);
        assert!(browser.ask("document.querySelector('main').innerText.length").as_u64() > Some(100), "{screen}");
        assert_eq!(browser.ask("document.querySelector('#top nav [aria-current]').hash"), format!("#{screen}"));
    }
    browser.hash("cluster/1");
    assert_eq!(browser.ask("document.querySelectorAll('.timeline .mark').length"), 3, "one of four has no date");
    // From a member to the two side by side: numbered passages, changed words, greyed furniture.
    browser.ask("document.querySelector('main tbody a').click()");
    browser.until("document.querySelectorAll('.text').length === 2");
    for marked in ["mark.p .badge", ".changed", ".furniture"] {
        assert!(
            browser.ask(&format!("document.querySelectorAll('.text {marked}').length")).as_u64() > Some(0),
            "{marked}"
        );
    }
    browser.hash("passage/1");
    browser.until("document.querySelector('blockquote').textContent.length > 250");
    assert_quiet(&browser);
}

#[test]
fn the_threshold_groups_as_the_program_does() {
    groups_agree(&[]);
    groups_agree(&["--scope", "cross-outlet"]);
    groups_agree(&["--window", "2h"]);
}

fn groups_agree(flags: &[&str]) {
    let corpus = graded();
    let page = page(&corpus, flags);
    let Some(mut browser) = Browser::open(&page, "#clusters") else { return };
    for threshold in ["0.25", "0.35", "0.45", "0.55", "0.65", "0.8", "0.95"] {
        let expected = corpus.scan(&[flags, &["--threshold", threshold]].concat()).clusters();
        browser.hash(&format!("clusters?t={threshold}"));
        let count = browser.ask("document.querySelectorAll('main tbody th').length");
        assert_eq!(count, expected.len(), "clusters at {threshold} {flags:?}");
        let mut found: Vec<Vec<String>> = Vec::new();
        for number in 1..=expected.len() {
            browser.hash(&format!("cluster/{number}?t={threshold}"));
            let ids = browser.ask("[...document.querySelectorAll('.list')[0].querySelectorAll('tbody .id')].map(e => e.textContent).sort()");
            found.push(serde_json::from_value(ids).expect("ids"));
        }
        assert_eq!(found, expected, "at {threshold} {flags:?}");
    }
    assert_quiet(&browser);
}

#[test]
fn moving_the_dial_regroups_and_changes_the_address() {
    let (_folder, page) = shipped();
    let Some(mut browser) = Browser::open(&page, "") else { return };
    let before = browser.ask("document.querySelector('output').textContent");
    browser.ask("document.querySelector('#dial').focus()");
    for _ in 0..5 {
        browser.press("ArrowRight");
    }
    assert_eq!(browser.ask("location.hash"), "#overview?t=0.50");
    browser.hash("cluster/1");
    assert_eq!(
        browser.ask("location.hash"),
        "#cluster/1?t=0.50",
        "an address that is sent on leads to the same groups"
    );
    browser.hash("overview");
    assert_ne!(browser.ask("document.querySelector('output').textContent"), before);
    assert_quiet(&browser);
}

/// Markup, script and formulas in every field; none may become more than text.
#[test]
fn hostile_articles_stay_text() {
    let evil = |field: &str| {
        format!(
            "</script><script>window.ran='{field}'</script><img src=x onerror=\"window.ran='{field}'\">'\"`${{window.ran=1}}<!--{{{{7*7}}}}"
        )
    };
    let text = |n: u64| format!("{} {} {}", prose(&words(5, 80)), evil("text"), prose(&words(n, 20)));
    let record = |n: u64| {
        json!({
            "id": format!("{}{n}", evil("id")), "outlet": format!("{}{n}", evil("outlet")), "title": evil("title"), "language": evil("language"),
            "url": if n == 1 { format!("javascript:window.ran='url'//{}", evil("url")) } else { format!("https://example.org/{}", evil("url")) },
            "published": "2024-01-02T03:04:05Z", "text": text(n), "agencies": [MARKUP],
        })
    };
    let corpus = Corpus::new()
        .records("<img src=x onerror=window.ran=1>.jsonl", &[record(1), record(2), record(3)])
        .file("<script>window.ran=2<.script>.pdf", "%PDF");
    // A house of that name, which all three credit in markup.
    const MARKUP: &str = "Verwolf <img src=x onerror=window.ran=4> Presse";
    let houses = corpus.beside("houses.toml");
    let house =
        format!("house = [{{ name = {}, kind = \"agency\", aliases = [{}] }}]", json!(evil("agency")), json!(MARKUP));
    std::fs::write(&houses, house).expect("a file");
    let page = page(&corpus, &["--agencies", houses.to_str().expect("UTF-8")]);
    let Some(mut browser) = Browser::open(&page, "") else { return };
    for screen in SCREENS.iter().chain(&["cluster/1", "passage/1", "pair/0-1"]) {
        browser.hash(screen);
        if *screen == "pair/0-1" {
            browser.until("document.querySelectorAll('.text').length === 2");
        }
        assert_eq!(browser.ask("document.querySelectorAll('main img, main script').length"), 0, "{screen}");
        assert_eq!(browser.ask("document.querySelectorAll('a[href^=\"javascript\" i]').length"), 0, "{screen}");
        assert_eq!(browser.ask("window.ran === undefined"), true, "{screen}");
    }
    assert!(
        browser.ask("document.querySelector('.text').textContent.includes('onerror=')") == true,
        "shown as it stands"
    );
    // The house that all credit, the source concluded from it, and the words that say so.
    let (house, title) = ("window.ran='agency'", "window.ran='title'");
    for (screen, shown) in [
        ("ledger", [(".credits bdi", house), (".credits q", MARKUP)]),
        ("cluster/1", [(".evidence b", house), (".evidence a", title)]),
        ("passage/1", [(".evidence b", house), (".evidence a", title)]),
    ] {
        browser.hash(screen);
        for (place, text) in shown {
            let as_text = format!("document.querySelector({})?.textContent.includes({})", json!(place), json!(text));
            assert_eq!(browser.ask(&as_text), true, "{screen} {place}");
        }
    }
    assert_eq!(browser.ask("window.ran === undefined"), true);
    assert_quiet(&browser);
}

#[test]
fn the_keyboard_alone_suffices() {
    let (_folder, page) = shipped();
    let Some(mut browser) = Browser::open(&page, "") else { return };
    browser.press("2");
    browser.until("location.hash === '#clusters' && document.querySelector('h1').textContent === 'Clusters'");
    browser.press("j");
    browser.press("Enter");
    browser.until("location.hash === '#cluster/1' && document.querySelector('.steps [rel=next]') !== null");
    browser.press("]");
    browser.until("location.hash === '#cluster/2' && document.querySelector('.steps [rel=prev]') !== null");
    browser.press("j");
    browser.press("Enter");
    browser.until("location.hash.startsWith('#pair/') && document.querySelectorAll('.text').length === 2");
    browser.press("n");
    assert_eq!(browser.ask("document.activeElement.className"), "badge");
    browser.press("4");
    browser.until("location.hash === '#pairs' && document.querySelector('main input[type=search]') !== null");
    browser.press("/");
    assert_eq!(browser.ask("document.activeElement.type"), "search");
    for key in ["i", "s", ":", "i", "d"] {
        browser.press(key);
    }
    assert_eq!(browser.ask("document.querySelectorAll('main tbody tr').length"), 2, "is:id finds the identical pairs");
    assert_eq!(browser.ask("location.hash"), "#pairs?q=is%3Aid", "what was searched can be sent on");
    browser.press("Tab");
    browser.press("6");
    browser.until("location.hash === '#ledger' && document.querySelector('#group-neither') !== null");
    browser.ask("document.querySelector('#group-quoted_not_credited').focus()");
    browser.press("Tab");
    browser.press("Enter");
    assert_eq!(browser.ask("document.activeElement.id + document.activeElement.ariaPressed"), "group-neitherfalse");
    // Whatever can be clicked can be reached.
    assert_eq!(browser.ask("[...document.querySelectorAll('a[href], button')].filter(e => e.tabIndex < 0).length"), 0);
    assert_quiet(&browser);
}

/// Beyond the cap, texts stand in files beside the page, and only those that are shown are loaded.
#[test]
fn a_large_report_loads_texts_when_they_are_shown() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let corpus = reprint::corpus::Corpus::open(&[root], reprint::corpus::Settings::default()).expect("the corpus");
    let settings = Settings { texts: Texts::Related, ..Settings::default() };
    let report = pipeline::scan(&corpus, &settings, &NoObserver).expect("a report");
    let style = html::Style { cap: 0, folder: "report-texts".into() };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let page = folder.path().join("report.html");
    std::fs::create_dir(folder.path().join("report-texts")).expect("a folder");
    let mut file = std::fs::File::create(&page).expect("a file");
    let beside = |name: &str, text: &str| std::fs::write(folder.path().join("report-texts").join(name), text);
    html::write(&report, &style, &mut file, beside).expect("a page");
    let Some(mut browser) = Browser::open(&page, "#clusters") else { return };
    let loaded = |browser: &Browser| browser.requests.iter().filter(|r| r.ends_with(".js")).count();
    assert_eq!(loaded(&browser), 0);
    browser.hash("pair/8-21");
    browser.until("document.querySelectorAll('.text').length === 2");
    assert_eq!(loaded(&browser), 1);
    assert_quiet(&browser);
    // A folder that was left behind is named.
    std::fs::remove_dir_all(folder.path().join("report-texts")).expect("gone");
    browser.go(&format!("file://{}?again#pair/8-21", page.display()));
    browser.until("document.querySelector('main .nothing')?.textContent.includes('report-texts') === true");
}

/// The groups of every place are those of the records, and so are their sums.
#[test]
fn the_ledger_says_of_every_place_what_the_records_say() {
    let (folder, page) = shipped();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let run = Run::of(program().arg("scan").arg(corpus).args(["--format", "jsonl"])).ok();
    let Some(mut browser) = Browser::open(&page, "#ledger") else { return };
    drop(folder);
    let members = run.records("cluster").into_iter().flat_map(|c| c["members"].as_array().cloned().unwrap_or_default());
    let travelled = run.records("passage").into_iter().filter(|p| p["within_cluster"].is_null());
    let places = travelled.flat_map(|p| p["occurrences"].as_array().cloned().unwrap_or_default());
    let all: Vec<Value> = members.chain(places).collect();
    let count = |group: &str| match group {
        "origin" | "unknown" => all.iter().filter(|p| p["standing"] == group).count(),
        // A whole article is never a quotation.
        "credited_not_quoted" => all.iter().filter(|p| p["standing"] == "credited" && p["quoted"] != true).count(),
        "neither" => all.iter().filter(|p| p["standing"] == "uncredited" && p["quoted"] != true).count(),
        _ => all.iter().filter(|p| p["group"] == group).count(),
    };
    for group in ["credited_quoted", "credited_not_quoted", "quoted_not_credited", "neither", "origin", "unknown"] {
        let shown = browser.ask(&format!("Number(document.querySelector('#group-{group} strong').textContent)"));
        assert_eq!(shown, count(group), "{group}");
    }
    let share = run.records("summary")[0]["uncredited_share"].as_f64().expect("a share");
    let told = browser.ask("document.querySelector('.told').textContent");
    let told = told.as_str().expect("a text");
    assert!(told.contains(&format!("of those judged, {:.0}% without", share * 100.0)), "{told}");
    // A group that is left out is in no table and no file.
    browser.ask("document.querySelector('#group-credited_not_quoted').click()");
    let rows = browser.ask("document.querySelectorAll('.list')[0].querySelectorAll('tbody th').length");
    assert_eq!(rows, count("neither") + count("quoted_not_credited") + count("credited_quoted"));
    browser.ask("URL.createObjectURL = (blob) => { window.saved = blob.text(); return 'data:,'; }");
    browser.ask("document.querySelector('.list [aria-label=\"Save ledger as CSV\"]').click()");
    let saved = browser.ask("window.saved.then((text) => text.trim().split('\\r\\n').length)");
    assert_eq!(saved.as_u64().expect("lines"), 1 + rows.as_u64().expect("rows"));
    assert_eq!(browser.ask("location.hash"), "#ledger?g=credited_quoted+quoted_not_credited+neither");
    browser.hash("ledger?g=neither");
    let rows = browser.ask("document.querySelectorAll('.list')[0].querySelectorAll('tbody th').length");
    assert_eq!(rows, count("neither"), "an address leads to the groups that were chosen");
    // Search by house, in an address that can be sent on.
    browser.hash("ledger?q=credit:antara is:credited");
    let groups = browser.ask("[...new Set([...document.querySelectorAll('.list')[0].querySelectorAll('tbody .group')].map(e => e.textContent))].join()");
    assert_eq!(groups, "credited, not quoted");
    assert_quiet(&browser);
}

/// Who credits a text, and whom it is probably from, is told on every screen that shows it.
#[test]
fn credits_and_sources_stand_beside_the_texts() {
    let (_folder, page) = shipped();
    let Some(mut browser) = Browser::open(&page, "#cluster/1") else { return };
    let says = |browser: &mut Browser, screen: &str, words: &[&str]| {
        let text = browser.ask("document.querySelector('main').textContent");
        for words in words {
            assert!(text.as_str().is_some_and(|text| text.contains(words)), "{screen}: {words}");
        }
    };
    says(
        &mut browser,
        "cluster",
        &["probable source: Antara (medium confidence)", "4 points", "no credit found", "dilansir Antara"],
    );
    browser.hash("clusters?q=is:mixed");
    says(&mut browser, "clusters", &["credited by some", "Antara"]);
    browser.hash("passages?q=credit:antara");
    says(&mut browser, "passages", &["probable source: Antara"]);
    browser.hash("cluster/1");
    browser.ask("document.querySelector('.list tbody a').click()");
    browser.until("document.querySelectorAll('.text').length === 2");
    says(&mut browser, "pair", &["probable source: Antara", "no credit found", "Credits: "]);
    assert!(browser.ask("document.querySelectorAll('.text .credit').length").as_u64() > Some(0), "marked in the text");
    // At another threshold the groups are others, and nothing was judged for them.
    browser.hash("cluster/1?t=0.60");
    says(&mut browser, "other threshold", &["judged for the clusters at the run’s own threshold"]);
    assert_quiet(&browser);
}

#[test]
fn names_can_be_hidden() {
    let (_folder, page) = shipped();
    let Some(mut browser) = Browser::open(&page, "#cluster/1") else { return };
    browser.press("a");
    for screen in SCREENS.iter().chain(&["cluster/1"]) {
        browser.hash(screen);
        let text = browser.ask("document.querySelector('main').innerText");
        assert!(!text.as_str().is_some_and(|text| text.contains("harian-lembayung")), "{screen}");
        // The house that the members credit, but for the words of the articles themselves.
        assert!(*screen != "cluster/1" || !text.as_str().is_some_and(|text| text.contains("Antara")), "{screen}");
    }
}

/// axe-core, where it is at hand: `AXE_CORE` names its file.
#[test]
fn nothing_stands_in_the_way_of_assistive_technology() {
    let Some(axe) = std::env::var_os("AXE_CORE").and_then(|path| std::fs::read_to_string(path).ok()) else {
        eprintln!("SKIPPED: AXE_CORE does not name the axe.min.js of axe-core");
        return;
    };
    let (_folder, page) = shipped();
    for (dark, width) in [(false, 1280), (true, 1280), (false, 390)] {
        let Some(mut browser) = Browser::open(&page, "") else { return };
        browser.resize(width);
        browser.ask(&format!(
            "document.documentElement.style.setProperty('color-scheme', '{}')",
            if dark { "dark" } else { "light" }
        ));
        browser.ask(&format!("{axe}; 0"));
        for screen in SCREENS.iter().chain(&["cluster/1", "passage/1", "pair/8-21"]) {
            browser.hash(screen);
            if screen.starts_with("pair/") {
                browser.until("document.querySelectorAll('.text').length === 2");
            }
            let found = browser.ask("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html + ' ' + n.failureSummary).join(' | ')))");
            assert_eq!(found, Value::Array(Vec::new()), "{screen}, dark: {dark}, width: {width}");
            // Nothing but a table in its own frame is wider than the window.
            let wider = browser.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            assert_eq!(wider, 0, "{screen}, width: {width}");
        }
    }
}

#[test]
fn a_saved_result_gives_the_same_page_and_the_same_tables() {
    let corpus = graded();
    let saved = corpus.beside("result.jsonl");
    let direct = corpus.beside("direct");
    std::fs::create_dir(&direct).expect("a folder");
    let (html, csv) = (direct.join("report.html"), direct.join("tables"));
    let mut scan = corpus.command(&["--with-text", "--format", "jsonl", "--output"]);
    Run::of(scan.arg(&saved).arg("--html").arg(&html).arg("--csv").arg(&csv)).ok();
    let again = corpus.beside("again");
    std::fs::create_dir(&again).expect("a folder");
    let (html2, csv2) = (again.join("report.html"), again.join("tables"));
    let jsonl = again.join("result.jsonl");
    let mut report = program();
    report.arg("report").arg(&saved).args(["--with-text", "--format", "jsonl", "--output"]).arg(&jsonl);
    Run::of(report.arg("--html").arg(&html2).arg("--csv").arg(&csv2)).ok();
    let bytes = |path: &Path| std::fs::read(path).expect("a file");
    assert!(bytes(&saved) == bytes(&jsonl), "records");
    assert!(bytes(&html) == bytes(&html2), "page");
    for table in std::fs::read_dir(&csv).expect("tables").map(|entry| entry.expect("an entry").file_name()) {
        assert!(bytes(&csv.join(&table)) == bytes(&csv2.join(&table)), "{table:?}");
    }
    // The page without the texts that only the saved result needed is the same page, from one thread as from several.
    let slim = page(&corpus, &["--threads", "1"]);
    assert!(bytes(&slim) == bytes(&html), "the page shows texts of related articles only");
    // The text report, but for the command to try next.
    let lines =
        |run: Run| run.text().lines().filter(|l| !l.starts_with("next: ")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(lines(Run::of(program().arg("report").arg(&saved)).ok()), lines(corpus.page(&[]).ok()));
}

#[test]
fn a_result_stays_slim_unless_texts_are_asked_for() {
    let corpus = graded();
    let plain = corpus.scan(&[]);
    let with_page = Run::of(corpus.command(&["--format", "jsonl", "--html"]).arg(corpus.beside("x.html"))).ok();
    assert_eq!(plain.stdout, with_page.stdout);
    assert!(plain.records("article").iter().all(|a| a["text"].is_null()));
    assert!(corpus.scan(&["--with-text"]).records("article").iter().all(|a| a["text"].is_string()));
}

#[test]
fn a_file_that_is_no_result_is_refused_in_words() {
    let corpus = Corpus::new().file("a/1.txt", story(1, 50));
    for (content, told) in
        [("", "no \"run\" record"), ("{\"type\":\"run\",\"schema\":9}\n", "schema"), ("nonsense\n", "line 1")]
    {
        let file = corpus.beside("bad.jsonl");
        std::fs::write(&file, content).expect("a file");
        let run = Run::of(program().arg("report").arg(&file));
        assert_eq!(run.code, Some(2), "{content:?}");
        assert!(run.stderr.contains(told), "{}", run.stderr);
    }
}
