//! The result as a page that opens from disk: no server, no network, no framework.
//!
//! The page carries the result as JSON, and its script builds each screen from it with text nodes, so that nothing in
//! an article is ever markup. Script and style are the readable files beside this one, allowed by their hashes in the
//! page's content security policy. Texts are packed; beyond a cap they stand in files of their own, loaded when a
//! screen shows them.

mod core;
mod offsets;
mod packs;
mod script_json;

use super::model::Report;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use minijinja::{AutoEscape, Environment, Value, context};
use sha2::{Digest, Sha256};
use std::io::{self, Write};

/// How the page may be cut.
#[derive(Clone, Debug)]
pub struct Style {
    /// Bytes of packed texts that the page holds itself; more go to files beside it.
    pub cap: usize,
    /// Name of the folder of those files, relative to the page.
    pub folder: String,
}

/// The script, by job: each file reads the ones before it.
const SCRIPT: [&str; 15] = [
    include_str!("script/elements.js"),
    include_str!("script/model.js"),
    include_str!("script/grouping.js"),
    include_str!("script/search.js"),
    include_str!("script/table.js"),
    include_str!("script/credits.js"),
    include_str!("script/overview.js"),
    include_str!("script/matrix.js"),
    include_str!("script/cluster.js"),
    include_str!("script/words.js"),
    include_str!("script/pair.js"),
    include_str!("script/passages.js"),
    include_str!("script/ledger.js"),
    include_str!("script/run.js"),
    include_str!("script/main.js"),
];
const STYLE: &str = include_str!("style.css");
const PAGE: &str = include_str!("page.html");

/// Writes the page. Texts beyond the cap go, one file at a time and before the page, to `beside`, by name and content.
/// The same report and style give the same bytes.
///
/// # Errors
/// What the writers return.
pub fn write(
    report: &Report,
    style: &Style,
    page: &mut dyn Write,
    mut beside: impl FnMut(&str, &str) -> io::Result<()>,
) -> io::Result<()> {
    let shown = core::related(report);
    let inside = spill(packs::packs(&report.articles, &shown), style.cap, &mut beside)?;
    let script = format!("'use strict';\n(() => {{\n{}\n}})();", SCRIPT.concat());
    let words = context! {
        articles => report.summary.articles,
        outlets => report.summary.outlets,
        passages => report.summary.passages,
        found => report.summary.clusters,
        clusters => report.clusters.iter().take(NOSCRIPT_CLUSTERS).map(|c| c.articles.clone()).collect::<Vec<_>>(),
        version => report.run.version.clone(),
        folder => if inside.is_some() { "" } else { style.folder.as_str() },
        script_hash => hash(&script),
        style_hash => hash(STYLE),
        style => Value::from_safe_string(STYLE.to_owned()),
        script => Value::from_safe_string(script),
        packs => inside.unwrap_or_default(),
    };
    // What the script reads is too large to be a value of the template: the page is written around it.
    let (before, after) =
        PAGE.split_once(CORE).ok_or_else(|| io::Error::other("the page has no place for its core"))?;
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let fill = |part: &str, page: &mut dyn Write| {
        let part = environment.template_from_str(part).map_err(io::Error::other)?;
        part.render_captured_to(words.clone(), page).map_err(io::Error::other).map(drop)
    };
    fill(before, page)?;
    script_json::write(&core::Core::of(report, &shown), page)?;
    fill(after, page)
}

/// The packs where they fit into the page, else nothing, and they are files beside it.
fn spill(
    packs: impl Iterator<Item = io::Result<String>>,
    cap: usize,
    beside: &mut impl FnMut(&str, &str) -> io::Result<()>,
) -> io::Result<Option<Vec<String>>> {
    let (mut inside, mut bytes, mut spilled) = (Vec::new(), 0, 0);
    for pack in packs {
        inside.push(pack?);
        bytes += inside.last().map_or(0, String::len);
        if bytes > cap {
            for pack in inside.drain(..) {
                beside(&format!("texts-{spilled}.js"), &shard(spilled, &pack))?;
                spilled += 1;
            }
        }
    }
    Ok((bytes <= cap).then_some(inside))
}

/// Where the template has what the script reads.
const CORE: &str = "{{ core }}";

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_has_nothing_that_takes_text_for_markup() {
        for taking in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"] {
            assert!(SCRIPT.iter().all(|file| !file.contains(taking)), "{taking}");
        }
    }
}
