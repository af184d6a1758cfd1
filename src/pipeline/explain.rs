//! One pair under the stages of a scan: every figure, the verdict, and what would change it.

use super::compare;
use super::ingest::{Ingested, Wanted};
use super::judge;
use super::letters::{self, Lettered};
use super::texts::DistinctTexts;
use super::{Settings, assemble, ingest, mask};
use crate::candidates::{CandidatePair, seeds};
use crate::corpus::Corpus;
use crate::error::{Error, Result};
use crate::id::DocId;
use crate::passages::fragment::is_fragment;
use crate::passages::gather::PairMatch;
use crate::passages::index::Index;
use crate::passages::matches::summary;
use crate::passages::{self, Article, Block, Match, alignments};
use crate::report::explanation::{Aligned, Candidacy, Explanation, Mark, Side, Word};
use crate::sketch::banding::Banding;
use crate::sketch::minhash::estimated_resemblance;
use crate::text::{sentence, tokenize};
use crate::verify::{self, Overlap, Relation, ShingleSets, VerifiedPair};
use std::ops::Range;

/// Explains the verdict on two articles of a corpus, named by their ids.
///
/// # Errors
/// As `scan`, and an id that no article has.
pub fn explain(
    corpus: &Corpus,
    settings: &Settings,
    ids: [&str; 2],
    observer: &dyn super::Observer,
) -> Result<Explanation> {
    let banding = settings.banding()?;
    let wanted = Wanted { finder: Some(&settings.credit_finder()?), letters: settings.letters };
    let mut ingested = ingest::read(corpus, wanted, observer)?;
    let (_, masked) = mask(&mut ingested, settings, corpus);
    let [a, b] = [find(corpus, &ingested, ids[0])?, find(corpus, &ingested, ids[1])?];
    if a == b {
        return Err(Error::Setting(format!("{:?} was named twice: name two articles", ids[0])));
    }
    let sets = ShingleSets::of(&ingested.store, settings.verify.shingle);
    let verified = verify::verify(&sets, &[CandidatePair::new(a, b)])[0];
    let [mut left, mut right] = [side(corpus, &ingested, a, &masked)?, side(corpus, &ingested, b, &masked)?];
    let aligned = align(&ingested, settings, &mut left, &mut right, [a, b]);
    let found: Vec<PairMatch> = aligned.iter().map(|(m, _)| PairMatch { a, b, found: m.clone() }).collect();
    let overlap = judge::overlap(&ingested, &verified, &found, settings);
    let candidacy = candidacy(&ingested, settings, banding, [a, b], &verified);
    let relation = if ingested.store.words(a) == ingested.store.words(b) {
        Some(Relation::Identical)
    } else {
        settings.verify.relation(&verified, &overlap)
    };
    let mut explanation = Explanation {
        a: left.side,
        b: right.side,
        relation,
        joins: settings.verify.joins(&verified, &overlap),
        resemblance: verified.resemblance(),
        containment_a: if a < b { verified.containment_a() } else { verified.containment_b() },
        containment_b: if a < b { verified.containment_b() } else { verified.containment_a() },
        equal_share: f64::from(overlap.equal) / f64::from(overlap.shorter.max(1)),
        covered_share: f64::from(overlap.covered) / f64::from(overlap.shorter.max(1)),
        candidacy,
        passages: aligned.into_iter().map(|(_, aligned)| aligned).collect(),
        reasons: Vec::new(),
        advice: Vec::new(),
    };
    reason(&mut explanation, settings, &overlap, judge::counts(&ingested, settings, a, b));
    Ok(explanation)
}

fn find(corpus: &Corpus, ingested: &Ingested, id: &str) -> Result<DocId> {
    let by_id = ingested.articles.binary_search_by(|article| article.id.as_ref().cmp(id)).ok();
    let alone = || {
        let mut held = (0..).zip(&ingested.articles).filter(|(_, article)| corpus.file(article.place) == id);
        held.next().filter(|_| held.next().is_none()).map(|(at, _)| at)
    };
    let found = by_id.or_else(alone).map(|at| DocId(at as u32));
    found.ok_or_else(|| Error::Setting(unknown(corpus, ingested, id)))
}

/// Why no article has this id: its file was skipped, or holds several, or there is none such.
fn unknown(corpus: &Corpus, ingested: &Ingested, id: &str) -> String {
    if let Some(skipped) = ingested.skipped.iter().find(|skipped| skipped.path == id) {
        return format!("{id:?} is no article: {}", skipped.reason);
    }
    let mut held = ingested.articles.iter().filter(|article| corpus.file(article.place) == id);
    if let Some(first) = held.next() {
        let others = held.count();
        return format!("{id:?} holds {} articles: name one by its id, such as {:?}", others + 1, first.id);
    }
    let alike = ingested.articles.iter().find(|article| article.id.ends_with(id) || article.id.contains(id));
    let hint = alike.map_or(String::new(), |article| format!("; there is {:?}", article.id));
    format!("no article has the id {id:?} among the {} that were read{hint}", ingested.articles.len())
}

/// A side under construction: which word of the text each kept word is.
struct Draft {
    side: Side,
    originals: Vec<u32>,
    sentences: Vec<u32>,
}

fn side(corpus: &Corpus, ingested: &Ingested, doc: DocId, masked: &[u32]) -> Result<Draft> {
    let article = &ingested.articles[doc.index()];
    let mut text = Err(Error::Setting(format!("{} could not be read again", article.id)));
    corpus.reread(&[article.place], |_, reread| {
        if let Ok(reread) = reread {
            text = Ok(reread.to_owned());
        }
    });
    let text = text?;
    let tokens = tokenize::tokens(&text);
    let originals = ingested.store.originals(doc);
    let mut words: Vec<Word> = tokens.spans.iter().map(|&span| Word { span, mark: Mark::Furniture }).collect();
    originals.iter().filter_map(|&at| words.get_mut(at as usize).map(|word| word.mark = Mark::Own)).for_each(drop);
    let starts = sentence::starts(&text, &tokens.spans);
    let mut sentences: Vec<u32> =
        starts.iter().map(|start| originals.partition_point(|at| at < start) as u32).collect();
    sentences.dedup();
    let article = assemble::article(corpus, ingested, article, masked[doc.index()]);
    Ok(Draft { side: Side { article, text, words }, originals, sentences })
}

impl Draft {
    /// The words of the text between the first and the last of these kept words.
    fn range(&self, kept: &Range<u32>) -> (usize, usize) {
        (self.originals[kept.start as usize] as usize, self.originals[kept.end as usize - 1] as usize + 1)
    }

    /// Marks a passage, and the runs in it that are equal.
    fn mark(&mut self, passage: &Range<u32>, runs: impl Iterator<Item = Range<u32>>) {
        for kept in passage.clone() {
            self.side.words[self.originals[kept as usize] as usize].mark = Mark::Changed;
        }
        for kept in runs.flatten() {
            self.side.words[self.originals[kept as usize] as usize].mark = Mark::Equal;
        }
    }
}

/// A passage of the two, and the words of each side that are equal in it.
struct Shared {
    found: Match,
    equal: [Vec<Range<u32>>; 2],
}

/// Aligns the two and marks their words.
fn align(
    ingested: &Ingested,
    settings: &Settings,
    left: &mut Draft,
    right: &mut Draft,
    docs: [DocId; 2],
) -> Vec<(Match, Aligned)> {
    let Some(rules) = settings.passages else {
        return Vec::new();
    };
    let [x, y] = docs.map(|doc| ingested.store.words(doc));
    let whole = [Article { words: x, sentences: &left.sentences }, Article { words: y, sentences: &right.sentences }];
    let mut shared = by_words(x, y, &rules);
    let by_letters = by_letters(ingested, settings, docs, &rules);
    let words = |shared: &[Shared]| shared.iter().map(|shared| shared.found.words).sum::<u32>();
    if words(&by_letters) > words(&shared) {
        shared = by_letters;
    }
    shared.retain(|shared| !is_fragment(whole[0], whole[1], &shared.found, &rules));
    let mut aligned = Vec::new();
    for Shared { found, equal: [equal_a, equal_b] } in shared {
        left.mark(&found.a, equal_a.into_iter());
        right.mark(&found.b, equal_b.into_iter());
        let shown = Aligned {
            a: left.range(&found.a),
            b: right.range(&found.b),
            words: found.words,
            identity: f64::from(found.identity),
        };
        aligned.push((found, shown));
    }
    aligned
}

fn by_words(x: &[u32], y: &[u32], rules: &passages::Settings) -> Vec<Shared> {
    let (mut index, mut seeds) = (Index::default(), Vec::new());
    index.fill(x);
    index.shared(y, &mut seeds);
    let shared = |runs: Vec<Block>| {
        let equal =
            [runs.iter().map(|run| run.a..run.a_end()).collect(), runs.iter().map(|run| run.b..run.b_end()).collect()];
        Some(Shared { found: summary(&runs)?, equal })
    };
    alignments(x, y, &seeds, rules).into_iter().filter_map(shared).collect()
}

/// None where letters are not compared, or the two have the same words.
fn by_letters(ingested: &Ingested, settings: &Settings, [a, b]: [DocId; 2], rules: &passages::Settings) -> Vec<Shared> {
    let Some(letters) = &ingested.letters else {
        return Vec::new();
    };
    let lettered = Lettered::find(ingested, letters, &DistinctTexts::of(ingested, settings.min_words));
    let [x, y] = [a, b].map(|doc| lettered.letters_of(doc));
    let shared = |aligned: letters::Alignment| Shared {
        equal: [
            aligned.runs.iter().map(|run| x.whole_words(run.a..run.a_end())).collect(),
            aligned.runs.iter().map(|run| y.whole_words(run.b..run.b_end())).collect(),
        ],
        found: aligned.found,
    };
    lettered.between(a, &x, b, &y, rules).into_iter().map(shared).collect()
}

fn candidacy(
    ingested: &Ingested,
    settings: &Settings,
    banding: Banding,
    docs: [DocId; 2],
    verified: &VerifiedPair,
) -> Candidacy {
    let signatures = compare::sketch(ingested, &docs, settings, |_| {});
    let (x, y) = (signatures.of(0), signatures.of(1));
    Candidacy {
        agreeing_bands: banding.agreeing(x, y),
        bands: banding.bands,
        rows: banding.rows,
        estimated_resemblance: estimated_resemblance(x, y),
        probability: banding.collision_probability(verified.resemblance()),
        shared_seeds: seeds::in_common(ingested.store.words(docs[0]), ingested.store.words(docs[1])),
    }
}

/// Says in sentences why the verdict is what it is, and which flag changes it.
fn reason(explanation: &mut Explanation, settings: &Settings, overlap: &Overlap, counts: bool) {
    let verify::Settings { threshold, containment, contained_words, .. } = settings.verify;
    let (mut reasons, mut advice) = (Vec::new(), Vec::new());
    let percent = |share: f64| format!("{:.0}%", share * 100.0);
    for side in [&explanation.a, &explanation.b] {
        let kept = (side.article.words - side.article.boilerplate_words) as usize;
        if kept < settings.min_words {
            reasons.push(format!(
                "{} has {kept} words outside furniture, fewer than the {} that are compared",
                side.article.id, settings.min_words
            ));
            advice.push(format!("--min-words {kept}"));
        }
        if side.article.boilerplate_words > 0 {
            reasons.push(format!(
                "{} words of {} are furniture and were not compared",
                side.article.boilerplate_words, side.article.id
            ));
        }
    }
    if !counts {
        reasons.push("the pair lies outside --scope or --window".into());
        advice.push("--scope all, and no --window".into());
    }
    let alike = if explanation.resemblance >= threshold { "at or above" } else { "below" };
    reasons.push(format!("resemblance {:.2} is {alike} the threshold {threshold}", explanation.resemblance));
    if explanation.passages.is_empty() {
        reasons.push("no passage is shared".into());
        if explanation.candidacy.shared_seeds > 0 {
            advice.push("--min-passage 6 shows shorter passages".into());
        }
    } else {
        reasons.push(format!(
            "{} of the shorter article's {} words stand in shared passages; {} of them, {}, are equal",
            percent(explanation.covered_share),
            overlap.shorter,
            overlap.equal,
            percent(explanation.equal_share)
        ));
    }
    if explanation.joins {
        reasons.push("so the two are versions of one text, and this pair puts them into one cluster".into());
        let mut parts = Vec::new();
        let by_words = overlap.covered >= contained_words && explanation.covered_share >= containment;
        if explanation.resemblance >= threshold {
            parts.push(format!("--threshold above {:.2}", explanation.resemblance));
        }
        if by_words {
            parts.push(format!("--containment above {:.2}", explanation.covered_share));
        }
        if explanation.resemblance < 1.0 && (!by_words || explanation.covered_share < 1.0) {
            advice.push(format!("{} to part them", parts.join(" and ")));
        }
    } else {
        reasons.push(format!("a cluster wants resemblance {threshold}, or {} of the shorter article and {contained_words} words in shared passages", percent(containment)));
        if explanation.resemblance >= 0.05 {
            advice.push(format!(
                "--threshold {:.2} puts them into one cluster",
                (explanation.resemblance * 100.0).floor() / 100.0
            ));
        }
        if overlap.covered >= contained_words {
            advice.push(format!(
                "--containment {:.2} puts them into one cluster",
                (explanation.covered_share * 100.0).floor() / 100.0
            ));
        }
    }
    (explanation.reasons, explanation.advice) = (reasons, advice);
}
