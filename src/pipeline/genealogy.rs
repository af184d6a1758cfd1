//! What each member of a cluster changed against the earliest one.
//!
//! The articles are read again, in one go; so the work is bounded: the first members of a cluster in the order of time,
//! and clusters in the order of the report until their words are many.

use super::groups::Verdicts;
use super::ingest::Ingested;
use super::originals::Originals;
use crate::id::DocId;
use crate::provenance::edits::{Comparison, Difference, EditKind, Touched, Traits, Version, traits};
use crate::report::model::{Change, Edit, Stretch};
use crate::text::tokenize::{Tokens, tokens};
use crate::text::{quote, sentence};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

/// Members of one cluster that are compared, the earliest among them.
const MEMBERS: usize = 64;
/// Words of all articles that are compared, furniture left out.
const WORDS: usize = 4_000_000;
/// Differences listed of one member.
const LISTED: usize = 20;
/// Words shown of a difference.
const SHOWN: u32 = 40;

/// The edits of the clusters, and how many members were left out.
#[derive(Default)]
pub(super) struct Genealogy {
    pub(super) edits: Vec<Edit>,
    pub(super) left_out: usize,
}

/// Differences that touch a number, of a template at least, and their share of all differences.
const NUMBERS: usize = 6;
const NUMBERS_SHARE: f64 = 0.75;

impl Genealogy {
    /// Whether the members of a cluster differ in numbers and in little else.
    pub(super) fn is_template(&self, cluster: u32) -> bool {
        let first = self.edits.partition_point(|edit| edit.cluster < cluster);
        let edits = self.edits[first..].iter().take_while(|edit| edit.cluster == cluster);
        let (mut numbers, mut all) = (0, 0);
        for edit in edits {
            numbers += edit.numbers;
            all += edit.changes.len() + edit.unlisted;
        }
        numbers >= NUMBERS && numbers as f64 >= NUMBERS_SHARE * all as f64
    }
}

/// A cluster to be looked at.
struct Line {
    cluster: u32,
    /// In the order of time, the undated last.
    members: Vec<DocId>,
}

pub(super) fn of(originals: &dyn Originals, ingested: &Ingested, clusters: &[Verdicts]) -> Genealogy {
    let (lines, left_out) = chosen(ingested, clusters);
    let texts = read(originals, ingested, &lines);
    let edits = lines
        .par_iter()
        .map_init(Comparison::default, |comparison, line| edits(ingested, &texts, line, comparison))
        .flatten_iter()
        .collect();
    Genealogy { edits, left_out }
}

/// The clusters with a dated member, as far as the bounds allow; and the members beyond them.
fn chosen(ingested: &Ingested, clusters: &[Verdicts]) -> (Vec<Line>, usize) {
    let seen = |doc: &DocId| ingested.articles[doc.index()].seen();
    let (mut lines, mut words, mut left_out) = (Vec::new(), 0, 0);
    for (cluster, verdicts) in (1..).zip(clusters) {
        let mut members = verdicts.members.clone();
        members.sort_by_key(|doc| (seen(doc).is_none(), seen(doc), *doc));
        if seen(&members[0]).is_none() {
            continue;
        }
        let of_cluster: usize = members.iter().take(MEMBERS).map(|&doc| ingested.store.words(doc).len()).sum();
        if words + of_cluster > WORDS {
            left_out += members.len() - 1;
            continue;
        }
        words += of_cluster;
        left_out += members.len().saturating_sub(MEMBERS);
        members.truncate(MEMBERS);
        lines.push(Line { cluster, members });
    }
    (lines, left_out)
}

/// An article as it was read again.
struct Reread {
    text: String,
    tokens: Tokens,
    /// Word of the text that each kept word is.
    originals: Vec<u32>,
    /// Of each kept word.
    traits: Vec<Traits>,
}

/// The texts of the members that changed something, and of the earliest ones. One that cannot be read again, or that
/// has changed since, is left out.
fn read(originals: &dyn Originals, ingested: &Ingested, lines: &[Line]) -> HashMap<DocId, Reread> {
    let words = |doc: DocId| ingested.store.words(doc);
    let differs = |line: &Line| line.members.iter().any(|&doc| words(doc) != words(line.members[0]));
    let changed = |line: &Line, doc: DocId| doc == line.members[0] || words(doc) != words(line.members[0]);
    let wanted = lines.iter().filter(|line| differs(line));
    let docs: Vec<DocId> =
        wanted.flat_map(|line| line.members.iter().copied().filter(|&doc| changed(line, doc))).collect();
    let places: Vec<_> = docs.iter().map(|doc| ingested.articles[doc.index()].place).collect();
    let mut texts: Vec<(DocId, String)> = Vec::with_capacity(docs.len());
    originals.reread(&places, &mut |i, text| texts.extend(text.ok().map(|text| (docs[i], text.to_owned()))));
    texts.into_par_iter().filter_map(|(doc, text)| Some((doc, Reread::of(ingested, doc, text)?))).collect()
}

impl Reread {
    fn of(ingested: &Ingested, doc: DocId, text: String) -> Option<Self> {
        let tokens = tokens(&text);
        let originals = ingested.store.originals(doc);
        let kept = ingested.store.words(doc);
        let same = originals.iter().zip(kept).all(|(&at, word)| tokens.words.get(at as usize) == Some(word));
        let article = &ingested.articles[doc.index()];
        if !same || tokens.words.len() != article.words as usize {
            return None;
        }
        // German writes every noun with a capital.
        let with_names = !article.language.as_deref().is_some_and(|code| code.starts_with("de"));
        let sentences = sentence::starts(&text, &tokens.spans);
        let all = traits(&text, &tokens, &sentences, &quote::quotations(&text), with_names);
        let traits = originals.iter().map(|&at| all[at as usize]).collect();
        Some(Self { text, tokens, originals, traits })
    }

    /// The letters and digits of some kept words.
    fn letters(&self, words: &Range<u32>) -> String {
        let spans = words.clone().map(|kept| self.tokens.spans[self.originals[kept as usize] as usize]);
        let letters = spans.flat_map(|span| self.text[span.start..span.end].chars());
        letters.filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    }

    /// Some kept words as they stand in the text; furniture between them stays where it is.
    fn stretch(&self, words: &Range<u32>) -> Option<Stretch> {
        let original = |kept: u32| self.originals[kept as usize];
        let last = words.end.checked_sub(1).filter(|_| !words.is_empty())?;
        let span = self.tokens.span(&(original(words.start)..original(last) + 1))?;
        let shown = words.start..words.end.min(words.start + SHOWN);
        let shown = self.tokens.span(&(original(shown.start)..original(shown.end - 1) + 1))?;
        let cut = if shown.end < span.end { "…" } else { "" };
        let char_start = self.text[..span.start].chars().count();
        Some(Stretch {
            text: format!("{}{cut}", &self.text[shown.start..shown.end]),
            start: span.start,
            end: span.end,
            char_start,
            char_end: char_start + self.text[span.start..span.end].chars().count(),
        })
    }
}

fn edits(ingested: &Ingested, texts: &HashMap<DocId, Reread>, line: &Line, comparison: &mut Comparison) -> Vec<Edit> {
    let words = |doc: DocId| ingested.store.words(doc);
    let first = line.members[0];
    comparison.fill(words(first));
    let mut edit = |&doc: &DocId| {
        let mut edit = Edit {
            cluster: line.cluster,
            from: ingested.id(first),
            article: ingested.id(doc),
            equal_words: words(doc).len() as u32,
            added_words: 0,
            cut_words: 0,
            changed_words: 0,
            names: 0,
            numbers: 0,
            quotes: 0,
            changes: Vec::new(),
            unlisted: 0,
        };
        if words(doc) != words(first) {
            let (before, after) = (texts.get(&first)?, texts.get(&doc)?);
            let versions =
                [(first, before), (doc, after)].map(|(doc, text)| Version { words: words(doc), traits: &text.traits });
            let found = comparison.edits(versions[0], versions[1]);
            edit.equal_words = found.equal;
            fill(&mut edit, found.differences, before, after);
        }
        Some(edit)
    };
    line.members[1..].iter().filter_map(&mut edit).collect()
}

/// The figures of the differences, and the list of them.
fn fill(edit: &mut Edit, mut differences: Vec<Difference>, before: &Reread, after: &Reread) {
    // Words that were joined or parted are no other names and numbers.
    for one in &mut differences {
        if one.kind == EditKind::Changed && before.letters(&one.before) == after.letters(&one.after) {
            one.touches.clear();
        }
    }
    for one in &differences {
        match one.kind {
            EditKind::Added => edit.added_words += one.after.len() as u32,
            EditKind::Cut => edit.cut_words += one.before.len() as u32,
            EditKind::Changed => edit.changed_words += one.after.len() as u32,
        }
    }
    let touching = |kind| differences.iter().filter(|one| one.touches.contains(&kind)).count();
    (edit.names, edit.numbers) = (touching(Touched::Name), touching(Touched::Number));
    edit.quotes = touching(Touched::Quote);
    edit.unlisted = differences.len().saturating_sub(LISTED);
    let mut listed: Vec<(usize, Difference)> = differences.into_iter().enumerate().collect();
    listed.sort_by_key(|(at, one)| (Reverse(one.touches.len()), Reverse(one.before.len() + one.after.len()), *at));
    listed.truncate(LISTED);
    listed.sort_by_key(|(at, _)| *at);
    let change = |(_, one): (usize, Difference)| Change {
        kind: one.kind,
        before: before.stretch(&one.before),
        after: after.stretch(&one.after),
        touches: one.touches,
    };
    edit.changes = listed.into_iter().map(change).collect();
}
