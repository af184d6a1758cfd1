//! Finds the names of houses, and the beginnings of open phrases, in one pass over the text.
//!
//! Owns the patterns and the edges of a name (glued words, endings, web suffixes). It does not judge a mention.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use crate::id::Span;
use crate::provenance::credits::gazetteer::Gazetteer;
use crate::provenance::credits::lexicon::anchors;
use crate::provenance::credits::own::{Identity, Outlet};
use crate::provenance::credits::prefilter::Prefilter;
use crate::provenance::credits::prefixes::Prefixes;
use crate::text::runs::Runs;

/// What a pattern stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Name { house: usize, exact: bool, stem: bool },
    Open(OpenKind),
    Statement,
}

/// A house named in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NameHit {
    pub house: usize,
    /// Needs an unmistakable marker at its side.
    pub exact: bool,
    /// A letter stands directly before it: scraping glued the name to the word before.
    pub glued: bool,
    pub span: Span,
    /// The outlet's own name.
    pub own: bool,
}

/// The start of a phrase behind which an unknown house may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OpenHit {
    pub span: Span,
    pub kind: OpenKind,
}

/// How plain the phrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OpenKind {
    Plain,
    Likely,
    Label,
}

/// The patterns, ready to be looked for.
pub(crate) struct Names {
    prefilter: Prefilter,
    patterns: Prefixes,
    roles: Vec<Role>,
    houses: Vec<Identity>,
    glued: Vec<String>,
}

impl Names {
    pub fn build(gazetteer: &Gazetteer) -> Self {
        let (patterns, roles): (Vec<String>, _) = patterns(gazetteer).into_iter().unzip();
        let glued = gazetteer.phrases.values().flat_map(|phrases| phrases.glued.clone()).collect();
        let houses = gazetteer.houses.iter().map(Identity::new).collect();
        let prefilter = Prefilter::new(&patterns);
        Self { houses, prefilter, patterns: Prefixes::new(patterns), roles, glued }
    }

    /// All names and open phrases, in text order; and whether a statement to everybody is named. Most texts name nobody, and
    /// their outlet is not looked at. `runs` are those of the text.
    pub fn find(
        &self,
        text: &str,
        runs: &Runs,
        outlet: &LazyCell<Outlet, impl FnOnce() -> Outlet>,
    ) -> (Vec<NameHit>, Vec<OpenHit>, bool) {
        let (mut names, mut opens, mut statement) = (Vec::new(), Vec::new(), false);
        self.prefilter.each(text.as_bytes(), runs, |start| {
            let Some((pattern, length)) = self.patterns.longest(&text.as_bytes()[start..]) else {
                return start + 1;
            };
            let span = Span { start, end: start + length };
            match self.roles[pattern] {
                Role::Name { house, exact, stem } => {
                    let Some(hit) = self.name(text, span, house, exact, stem) else {
                        return start + 1;
                    };
                    let own = outlet.owns(&self.houses[house], &text[hit.span.start..hit.span.end]);
                    names.push(NameHit { own, ..hit });
                    return hit.span.end;
                }
                Role::Statement => statement |= !letter_before(text, span.start),
                Role::Open(kind) => {
                    if !letter_before(text, span.start) && may_open(text, span.end) {
                        opens.push(OpenHit { span, kind });
                    }
                }
            }
            start + 1
        });
        (merge_glosses(text, names), opens, statement)
    }

    fn name(&self, text: &str, span: Span, house: usize, exact: bool, stem: bool) -> Option<NameHit> {
        let glued = glue_before(text, span)?;
        let end = self.end_of_name(text, span, stem)?;
        Some(NameHit { house, exact, glued, span: Span { start: span.start, end }, own: false })
    }

    /// Where the name ends, with its web suffix or case ending; `None` when it is only part of a word.
    fn end_of_name(&self, text: &str, span: Span, stem: bool) -> Option<usize> {
        let rest = &text[span.end..];
        let run: &str = &rest[..rest.find(|c: char| !is_word(c)).unwrap_or(rest.len())];
        if run.is_empty() {
            return Some(span.end + web_suffix(rest));
        }
        let letters = run.chars().count();
        let lower = run.chars().all(|c| !c.is_uppercase() && !c.is_numeric());
        let last = text[..span.end].chars().next_back()?;
        if stem && letters <= 5 && lower {
            return Some(span.end + run.len());
        }
        let cyrillic = ('а'..='я').contains(&last) || ('А'..='Я').contains(&last);
        if cyrillic && matches!(run, "а" | "у" | "ом" | "е" | "ы" | "ъ" | "ъа" | "ъу") {
            return Some(span.end + run.len());
        }
        let run = &run[..run.find(char::is_uppercase).unwrap_or(run.len())];
        let lower = lower || (!run.is_empty() && !run.chars().any(char::is_numeric));
        let sticks = self.glued.iter().any(|word| run.starts_with(word.as_str()));
        (lower && sticks).then_some(span.end)
    }
}

/// Names as written and in capitals, labels, and the beginnings of open phrases; in byte order.
fn patterns(gazetteer: &Gazetteer) -> BTreeMap<String, Role> {
    let mut patterns = BTreeMap::new();
    for phrases in gazetteer.phrases.values() {
        let lists = [
            (&phrases.open, Role::Open(OpenKind::Plain)),
            (&phrases.open_likely, Role::Open(OpenKind::Likely)),
            (&phrases.labels, Role::Open(OpenKind::Label)),
            (&phrases.statement, Role::Statement),
        ];
        for (list, role) in lists {
            for anchor in anchors(list) {
                patterns.entry(capitalised(&anchor)).or_insert(role);
                patterns.entry(anchor).or_insert(role);
            }
        }
    }
    for (house, entry) in gazetteer.houses.iter().enumerate() {
        let site = Role::Name { house, exact: false, stem: false };
        for domain in &entry.domains {
            patterns.entry(domain.clone()).or_insert(site);
        }
        for name in &entry.exact {
            patterns.insert(name.clone(), Role::Name { house, exact: true, stem: false });
        }
        let names = entry.aliases.iter().chain(std::iter::once(&entry.name));
        for name in names.filter(|name| !entry.exact.contains(name)) {
            let stem = name.ends_with('~');
            let name = name.trim_end_matches('~');
            let role = Role::Name { house, exact: false, stem };
            if name.chars().count() >= 4 {
                patterns.entry(name.to_uppercase()).or_insert(role);
            }
            patterns.insert(name.to_owned(), role);
        }
    }
    patterns
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || ('\u{900}'..='\u{97f}').contains(&c) || ('\u{64b}'..='\u{65f}').contains(&c)
}

fn letter_before(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_some_and(is_word)
}

/// Whether the name starts here: `Some(true)` when a word is glued to its front.
fn glue_before(text: &str, span: Span) -> Option<bool> {
    let Some(before) = text[..span.start].chars().next_back().filter(|&c| is_word(c)) else {
        return Some(false);
    };
    let first = text[span.start..].chars().next()?;
    if before.is_lowercase() && first.is_uppercase() {
        return Some(true);
    }
    if is_arabic(first) && arabic_prefix(&text[..span.start]) {
        return Some(false);
    }
    // Chinese, Japanese and Korean write no spaces.
    (first >= '\u{2e80}').then_some(false)
}

fn is_arabic(c: char) -> bool {
    ('\u{600}'..='\u{6ff}').contains(&c)
}

/// Conjunctions and prepositions that Arabic writes together with the next word.
fn arabic_prefix(before: &str) -> bool {
    let letters: Vec<char> = before.chars().rev().take_while(|&c| is_word(c)).take(4).collect();
    letters.len() <= 3 && letters.iter().all(|c| "وفبلكا".contains(*c))
}

/// Length of `.com`, `.co.uk` and the like, when the text goes on with one.
fn web_suffix(rest: &str) -> usize {
    const SUFFIXES: [&str; 34] = [
        ".co.id", ".co.uk", ".com.au", ".com.tr", ".com.br", ".com.my", ".com.ar", ".com.mx", ".co.jp", ".co.kr",
        ".co.nz", ".co.in", ".com.vn", ".com.pk", ".com", ".net", ".org", ".id", ".de", ".fr", ".es", ".it", ".nl",
        ".ru", ".in", ".vn", ".pt", ".be", ".ch", ".at", ".tv", ".info", ".news", ".ua",
    ];
    let fits = |suffix: &&&str| {
        rest.get(..suffix.len()).is_some_and(|head| head.eq_ignore_ascii_case(suffix))
            && !rest[suffix.len()..].starts_with(is_word)
    };
    SUFFIXES.iter().find(fits).map_or(0, |suffix| suffix.len())
}

/// A capital must follow within a few words, or nobody is named here.
fn may_open(text: &str, end: usize) -> bool {
    let rest = &text.as_bytes()[end..];
    let near = &rest[..rest.len().min(40)];
    near.iter().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii())
}

/// "Agence France-Presse (AFP)" names one house once.
fn merge_glosses(text: &str, names: Vec<NameHit>) -> Vec<NameHit> {
    let mut merged: Vec<NameHit> = Vec::with_capacity(names.len());
    for hit in names {
        if let Some(last) = merged.last_mut() {
            let between = text.get(last.span.end..hit.span.start).unwrap_or("");
            if last.house == hit.house && matches!(between, " (" | "(" | " - " | " («" | " (\"" | "/") {
                let close = usize::from(between.contains('(') && text[hit.span.end..].starts_with(')'));
                last.span.end = hit.span.end + close;
                last.exact &= hit.exact;
                continue;
            }
        }
        merged.push(hit);
    }
    merged
}
