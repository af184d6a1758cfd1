//! The result as a page that opens from disk: no server, no network, no framework.
//!
//! The page carries the result as JSON, and its script builds each screen from it with text nodes, so that nothing in
//! an article is ever markup. Script and style are the readable files beside this one, allowed by their hashes in the
//! page's content security policy. Texts are packed; beyond a cap they stand in files of their own, loaded when a
//! screen shows them.

mod core;
mod packs;

use super::model::Report;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use minijinja::{AutoEscape, Environment, Value, context};
use sha2::{Digest, Sha256};
use std::io;

/// How the page may be cut.
#[derive(Clone, Debug)]
pub struct Style {
    /// Bytes of packed texts that the page holds itself; more go to files beside it.
    pub cap: usize,
    /// Name of the folder of those files, relative to the page.
    pub folder: String,
}

/// A page, and the files beside it that it loads, by name.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// The page itself.
    pub page: String,
    /// Files in the folder that the style named: name and content.
    pub files: Vec<(String, String)>,
}

/// The script, by job: each file reads the ones before it.
const SCRIPT: [&str; 13] = [
    include_str!("script/elements.js"),
    include_str!("script/model.js"),
    include_str!("script/grouping.js"),
    include_str!("script/search.js"),
    include_str!("script/table.js"),
    include_str!("script/overview.js"),
    include_str!("script/matrix.js"),
    include_str!("script/cluster.js"),
    include_str!("script/words.js"),
    include_str!("script/pair.js"),
    include_str!("script/passages.js"),
    include_str!("script/run.js"),
    include_str!("script/main.js"),
];
const STYLE: &str = include_str!("style.css");
const PAGE: &str = include_str!("page.html");

/// Renders the whole report. The same report and style give the same bytes.
///
/// # Errors
/// A template that does not render, which is a fault of ours.
pub fn render(report: &Report, style: &Style) -> io::Result<Rendered> {
    let shown = core::related(report);
    let packs = packs::pack(&report.articles, &shown)?;
    let inline = packs.iter().map(String::len).sum::<usize>() <= style.cap;
    let core = core::Core::of(report, &shown);
    let script = format!("'use strict';\n(() => {{\n{}\n}})();", SCRIPT.concat());
    let files: Vec<(String, String)> = match inline {
        true => Vec::new(),
        false => packs.iter().enumerate().map(|(i, pack)| (format!("texts-{i}.js"), shard(i, pack))).collect(),
    };
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let page = environment.render_str(
        PAGE,
        context! {
            articles => report.summary.articles,
            outlets => report.summary.outlets,
            passages => report.summary.passages,
            found => report.summary.clusters,
            clusters => report.clusters.iter().take(NOSCRIPT_CLUSTERS).map(|c| c.articles.clone()).collect::<Vec<_>>(),
            version => report.run.version.clone(),
            folder => if inline { "" } else { style.folder.as_str() },
            script_hash => hash(&script),
            style_hash => hash(STYLE),
            style => Value::from_safe_string(STYLE.to_owned()),
            script => Value::from_safe_string(script),
            core => Value::from_safe_string(script_safe(&serde_json::to_string(&core)?)),
            packs => if inline { packs } else { Vec::new() },
        },
    );
    Ok(Rendered { page: page.map_err(io::Error::other)?, files })
}

/// Clusters listed for readers whose browser runs no script.
const NOSCRIPT_CLUSTERS: usize = 50;

/// A pack as a script file: a page opened from disk may load scripts, and nothing else, from beside it.
fn shard(number: usize, pack: &str) -> String {
    format!("reprintTexts({number},\"{pack}\")\n")
}

/// What a content security policy calls the source.
fn hash(source: &str) -> String {
    BASE64.encode(Sha256::digest(source.as_bytes()))
}

/// JSON that cannot end the element it stands in, nor a line of a script.
fn script_safe(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_cannot_close_its_element() {
        let hostile = serde_json::to_string("</script><!--<script>\u{2028}").expect("a string");
        let safe = script_safe(&hostile);
        assert!(!safe.contains('<') && !safe.contains('\u{2028}'));
        assert_eq!(serde_json::from_str::<String>(&safe).expect("still JSON"), "</script><!--<script>\u{2028}");
    }

    #[test]
    fn the_script_has_nothing_that_takes_text_for_markup() {
        for taking in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"] {
            assert!(SCRIPT.iter().all(|file| !file.contains(taking)), "{taking}");
        }
    }
}
