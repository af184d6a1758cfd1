//! Whom a text is from, in words: the probable source with what speaks for it, and which places credit it.

use super::columns::{counted, percent, printable};
use super::lines::{Lines, wrap};
use crate::report::model::{
    Article, Confidence, CreditKind, Credited, Passage, Provenance, Reason, Report, Standing, Status,
};
use std::io::{self, Write};

/// `1 credited, 1 with no credit found`, `probable source: Politico (medium confidence: credited in 1 article, earliest seen)`.
pub(super) fn notes(provenance: &Provenance, credit: &Credited, standings: &[Standing]) -> Vec<String> {
    let source = match &provenance.source {
        Some(source) => format!("probable source: {} ({})", printable(source), because(provenance, source)),
        // Dates alone speak against the later ones: a release that all received looks the same.
        None if credit.status == Status::Uncredited && credit.agency.is_none() => {
            "nobody names a source, and all may have it from a third".into()
        }
        None => "source undetermined".into(),
    };
    counts(standings).into_iter().chain([source]).collect()
}

fn because(provenance: &Provenance, source: &str) -> String {
    let confidence = match provenance.confidence {
        Confidence::Undetermined => "undetermined",
        Confidence::Low => "low confidence",
        Confidence::Medium => "medium confidence",
        Confidence::High => "high confidence",
    };
    let own = provenance.evidence.iter().filter(|one| one.source == source);
    let reasons: Vec<String> = own.map(|one| reason(one.reason, one.articles.len())).collect();
    format!("{confidence}: {}", reasons.join(", "))
}

fn reason(reason: Reason, articles: usize) -> String {
    match reason {
        Reason::Credited => format!("credited in {}", counted(articles, "article", "articles")),
        Reason::CreditedForTheArticle => "in a byline, dateline or copyright line".into(),
        Reason::Published => "ran it itself".into(),
        Reason::EarliestSeen => "earliest seen".into(),
        Reason::MostComplete => "most complete".into(),
        Reason::Linked => "given as the page's own address".into(),
    }
}

/// How many places credit it; nothing where none is decided.
fn counts(standings: &[Standing]) -> Option<String> {
    let count = |standing| standings.iter().filter(|&&one| one == standing).count();
    let told: Vec<String> =
        [(count(Standing::Credited), "credited"), (count(Standing::Uncredited), "with no credit found")]
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, words)| format!("{count} {words}"))
            .collect();
    (!told.is_empty()).then(|| told.join(", "))
}

/// What is said beside one place: nothing where there is nothing to credit.
pub(super) fn note(standing: Standing) -> Option<&'static str> {
    match standing {
        Standing::Credited => Some("credited"),
        Standing::Uncredited => Some("no credit found"),
        Standing::Origin | Standing::Unknown => None,
    }
}

/// Who an article credits, each once, and whether that is enough: `credit: Politico (text), AFP (photo)`.
pub(super) fn credits(article: &Article, standing: Standing) -> Option<String> {
    let mut told: Vec<String> = Vec::new();
    for credit in &article.credits {
        let credit = format!("{} ({})", printable(&credit.agency), kind(credit.kind));
        if !told.contains(&credit) {
            told.push(credit);
        }
    }
    let missing = (standing == Standing::Uncredited).then_some("no credit found");
    match (told.is_empty(), missing) {
        (true, missing) => missing.map(str::to_owned),
        (false, None) => Some(format!("credit: {}", told.join(", "))),
        (false, Some(_)) => Some(format!("no credit found for the text, only {}", told.join(", "))),
    }
}

fn kind(kind: CreditKind) -> &'static str {
    match kind {
        CreditKind::Byline => "byline",
        CreditKind::Dateline => "dateline",
        CreditKind::Text => "text",
        CreditKind::Photo => "photo",
        CreditKind::Copyright => "copyright",
    }
}

/// All places of clusters and of passages between them, with their share without a credit; nothing where none is decided.
pub(super) fn summary(report: &Report) -> Option<String> {
    let members = report.clusters.iter().flat_map(|cluster| &cluster.members).map(|member| member.standing);
    let travelled = |passage: &&Passage| passage.within_cluster.is_none();
    let places = report.passages.iter().filter(travelled).flat_map(|passage| &passage.occurrences);
    let standings: Vec<Standing> = members.chain(places.map(|place| place.standing)).collect();
    Some(format!("{} ({} of those judged)", counts(&standings)?, percent(report.summary.uncredited_share)))
}

/// Rows of the table of outlets.
const FLOWS: usize = 6;

/// Which outlet ran text after which, those with most words.
pub(super) fn flows(report: &Report, width: usize, out: &mut impl Write) -> io::Result<()> {
    if report.flows.is_empty() {
        return Ok(());
    }
    let heading = "text that one outlet ran after another (later is not taken: both may have it from a third):";
    writeln!(out, "\n{}", wrap(heading, width))?;
    for flow in report.flows.iter().take(FLOWS) {
        let mut notes = vec![
            counted(flow.words as usize, "word", "words"),
            counted(flow.articles, "article", "articles"),
            format!("{} of its words", percent(flow.share)),
        ];
        notes.extend(flow.median_delay_seconds.map(|seconds| format!("median {} later", duration(seconds))));
        notes.extend(flow.credited_share.map(|share| format!("{} credited", percent(share))));
        let lead = format!("  {} → {}", printable(&flow.from), printable(&flow.to));
        writeln!(out, "{}", Lines::new(&lead, 6, width).notes("  ", notes))?;
    }
    let hidden = report.flows.len().saturating_sub(FLOWS);
    if hidden > 0 {
        let more = counted(hidden, "more pair of outlets", "more pairs of outlets");
        writeln!(out, "{}", wrap(&format!("  … and {more} (--csv writes them all)"), width))?;
    }
    Ok(())
}

/// `35 min`, `4 h`, `3 days`.
fn duration(seconds: i64) -> String {
    match seconds {
        ..5_400 => format!("{} min", (seconds + 30) / 60),
        5_400..172_800 => format!("{} h", (seconds + 1_800) / 3_600),
        _ => format!("{} days", (seconds + 43_200) / 86_400),
    }
}
