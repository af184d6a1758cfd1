//! The result of a run as plain data. The field names are those of the records that users read.

pub use super::edits::{Change, Edit, EditKind, Stretch, Touched};
pub use super::origin::{Credited, Evidence, Flow, Lag, Provenance};
use crate::date::Published;
use crate::document::Skipped;
use crate::id::Span;
use crate::passages::Reuse;
pub use crate::provenance::credits::{CreditField, CreditKind};
pub use crate::provenance::source::{Confidence, Reason};
pub use crate::provenance::standing::{Group, Standing, Status};
pub use crate::verify::Relation;
use serde::{Deserialize, Serialize};

/// Everything a run found, sorted.
#[derive(Clone, Debug)]
pub struct Report {
    /// Version and settings.
    pub run: Run,
    /// All articles, in byte order of their ids.
    pub articles: Vec<Article>,
    /// The furniture that was masked.
    pub boilerplate: Vec<Boilerplate>,
    /// Pairs that hold, in order of their ids.
    pub pairs: Vec<Pair>,
    /// Clusters, the largest first.
    pub clusters: Vec<Cluster>,
    /// Aligned passages of two articles.
    pub matches: Vec<Match>,
    /// Texts with all their places, those in the most outlets first.
    pub passages: Vec<Passage>,
    /// Text that went from one outlet to another, most words first.
    pub flows: Vec<Flow>,
    /// How long after the first each outlet ran what a house is credited for, house by house.
    pub lags: Vec<Lag>,
    /// What each member of a cluster changed against the earliest one, cluster by cluster, in the order of time.
    pub edits: Vec<Edit>,
    /// Pairs that were compared and hold for nothing, from a resemblance of [`FLOOR`] up; only where texts are carried.
    pub below: Vec<Below>,
    /// What was not read.
    pub skipped: Vec<Skipped>,
    /// Counts.
    pub summary: Summary,
}

impl Report {
    /// Drops what only renderers of texts read: a result without texts has the same bytes whatever else was written.
    pub fn forget_texts(&mut self) {
        self.below.clear();
        for article in &mut self.articles {
            article.text = None;
            article.furniture.clear();
        }
    }
}

/// Least resemblance of the pairs that are kept although they do not hold.
pub const FLOOR: f64 = 0.2;

/// What was run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Run {
    /// Version of the record format.
    pub schema: u32,
    /// Version of the program.
    pub version: String,
    /// The settings in force, by name; none that cannot change the result.
    pub settings: serde_json::Value,
    /// Seed of the signatures.
    pub seed: u64,
    /// Hash of the ids and words of all articles: equal for equal corpora, in whatever files.
    #[serde(default)]
    pub corpus: String,
}

/// One article.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Article {
    /// Path below the root, or the record's id.
    #[serde(rename = "article")]
    pub id: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// The file below the root that it was read from.
    pub path: String,
    /// Headline.
    pub title: Option<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<Published>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Language code, as the source gives it, else as the text tells.
    pub language: Option<String>,
    /// Words in its text.
    pub words: u32,
    /// Words of them that are furniture.
    pub boilerplate_words: u32,
    /// Address of the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its own text, where the run was asked to carry it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Bytes of the text that are furniture, in order; empty without the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub furniture: Vec<Span>,
    /// Who it says something is from: in the order of the text, then beside it.
    #[serde(default)]
    pub credits: Vec<Credit>,
}

impl Article {
    /// When it was there for all that is known: when it was published or, where nothing tells, changed last.
    pub fn seen(&self) -> Option<Published> {
        self.published.or(self.modified)
    }
}

/// A place where an article says that something comes from another house.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Credit {
    /// Canonical name of the house.
    pub agency: String,
    /// What is credited.
    pub kind: CreditKind,
    /// What of the article says so; left out where it is the text.
    #[serde(default, skip_serializing_if = "is_text")]
    pub field: CreditField,
    /// The name with its marker, as it stands there.
    pub text: String,
    /// Its place in the text; none where it stands beside the text.
    #[serde(flatten)]
    pub place: Option<CreditPlace>,
    /// How much of the text it speaks for.
    #[serde(default)]
    pub holds: Holds,
    /// Bytes of the text it speaks for, where that is neither all nor none of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near: Option<Span>,
}

fn is_text(field: &CreditField) -> bool {
    *field == CreditField::Text
}

/// How much of an article's text a credit speaks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// All of it: a byline, a place line, a rights line.
    Article,
    /// The sentence it stands in and the two beside it.
    Near,
    /// None of it: the credit of a picture.
    #[default]
    Nothing,
}

/// The place of a credit in the article's text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CreditPlace {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// First character.
    pub char_start: usize,
    /// One past the last character.
    pub char_end: usize,
}

/// A piece of an outlet's furniture.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Boilerplate {
    /// Who runs it.
    pub outlet: Option<String>,
    /// Articles that have it.
    pub articles: u32,
    /// Its text in one of them.
    pub text: String,
}

/// Two articles that hold together, `a < b` in byte order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pair {
    /// Id of the first article.
    pub a: String,
    /// Id of the second.
    pub b: String,
    /// What they are to each other.
    pub relation: Relation,
    /// Jaccard resemblance of the shingle sets.
    pub resemblance: f64,
    /// Share of `a` that stands in `b`.
    pub containment_a: f64,
    /// Share of `b` that stands in `a`.
    pub containment_b: f64,
    /// Words of the shorter article that stand in the other one.
    pub shared_words: u32,
    /// Whether the passages alone make the two versions of one text: then the threshold does not matter to them.
    #[serde(default)]
    pub joins_by_passages: bool,
    /// Whether it was cut: it would put two articles into one cluster that are kept apart, as too few others agree.
    #[serde(default, skip_serializing_if = "is_false")]
    pub bridge: bool,
    /// Whether both have one address: the same page, read twice.
    #[serde(default, skip_serializing_if = "is_false")]
    pub one_address: bool,
}

/// Two articles that were compared and do not hold together, `a < b` in byte order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Below {
    /// Id of the first article.
    pub a: String,
    /// Id of the second.
    pub b: String,
    /// Jaccard resemblance of the shingle sets.
    pub resemblance: f64,
}

/// Versions of one text.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cluster {
    /// Number of the cluster in this report, from 1.
    pub cluster: u32,
    /// By which it is known from report to report: 16 hexadecimal digits that depend on the id of its earliest member (of
    /// its first one by id where none has a date) and on nothing else.
    #[serde(default)]
    pub id: String,
    /// Ids of the members, in byte order.
    pub articles: Vec<String>,
    /// Their outlets, each once.
    pub outlets: Vec<String>,
    /// The member that stands for all.
    pub representative: String,
    /// Why it does.
    pub representative_reason: String,
    /// The member with the earliest date, where any has one. Seen earliest, which is not written first.
    pub earliest: Option<String>,
    /// The pair that is least alike.
    pub weakest: Weakest,
    /// What each member shares with the representative, in the order of `articles`.
    pub members: Vec<Member>,
    /// Where the text probably came from.
    #[serde(default)]
    pub provenance: Provenance,
    /// Whether the members credit it.
    #[serde(default)]
    pub credit: Credited,
    /// Whether its members look like one form with other numbers each time: a table of prices, prayer times, results.
    #[serde(default, skip_serializing_if = "is_false")]
    pub template: bool,
    /// Whether all members have one address: the same page, read more than once.
    #[serde(default, skip_serializing_if = "is_false")]
    pub one_address: bool,
}

/// The least alike pair of a cluster.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Weakest {
    /// Id of the first article.
    pub a: String,
    /// Id of the second.
    pub b: String,
    /// Their resemblance.
    pub resemblance: f64,
}

/// A member held against the representative.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Member {
    /// Its id.
    pub article: String,
    /// Share of it that stands in the representative.
    pub in_representative: f64,
    /// Share of the representative that stands in it.
    pub of_representative: f64,
    /// Whether it credits where its text came from.
    #[serde(default)]
    pub standing: Standing,
}

/// One aligned passage between two articles, `a < b` in byte order. Offsets are half open into the articles' own texts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Match {
    /// Id of the first article.
    pub a: String,
    /// Id of the second.
    pub b: String,
    /// First byte in `a`.
    pub a_start: usize,
    /// One past the last byte in `a`.
    pub a_end: usize,
    /// First byte in `b`.
    pub b_start: usize,
    /// One past the last byte in `b`.
    pub b_end: usize,
    /// First character in `a`.
    pub a_char_start: usize,
    /// One past the last character in `a`.
    pub a_char_end: usize,
    /// First character in `b`.
    pub b_char_start: usize,
    /// One past the last character in `b`.
    pub b_char_end: usize,
    /// Words that are equal and aligned.
    pub words: u32,
    /// Twice these over the words of both sides: 1 for verbatim text.
    pub identity: f64,
    /// How the text came over: copied, or in the sensitive mode rewritten or summarised.
    pub reuse: Reuse,
}

/// One text and all the places where it stands.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Passage {
    /// Number of the passage in this report, from 1.
    pub passage: u32,
    /// The text as it stands in its first occurrence: the earliest dated one, else the first by id.
    pub text: String,
    /// Words of it outside furniture.
    pub words: u32,
    /// The places, in byte order of the ids.
    pub occurrences: Vec<Occurrence>,
    /// The outlets that ran it, each once.
    pub outlets: Vec<String>,
    /// The article with the earliest date that has it, where any has one.
    pub earliest: Option<String>,
    /// Number of the cluster that holds all its articles, where one does: then it is that cluster's own text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_cluster: Option<u32>,
    /// Whether its places credit where it came from.
    #[serde(default)]
    pub credit: Credited,
    /// Where it probably came from.
    #[serde(default)]
    pub provenance: Provenance,
}

/// One place of a passage.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Occurrence {
    /// Id of the article.
    pub article: String,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// First character.
    pub char_start: usize,
    /// One past the last character.
    pub char_end: usize,
    /// How far it agrees with the text shown, in 0..=1: twice the equal words over the words of both. 1 where its words are
    /// those; 0 where it shares no passage with it, and hangs together with it by other places.
    pub identity: f64,
    /// Whether it credits where the text came from.
    #[serde(default)]
    pub standing: Standing,
    /// Whether it stands in quotation marks, nine tenths of it or more.
    #[serde(default)]
    pub quoted: bool,
    /// Its group by credit and quotation marks; none for an origin, or where nothing decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Group>,
}

/// Counts of a run.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Summary {
    /// Articles read.
    pub articles: usize,
    /// Outlets among them.
    pub outlets: usize,
    /// Files and records not read.
    pub skipped: usize,
    /// Articles with fewer words outside furniture than are compared.
    pub too_short: usize,
    /// Clusters found.
    pub clusters: usize,
    /// Passages found that stand in articles of different clusters, or of none.
    pub passages: usize,
    /// Pairs that hold.
    pub pairs: usize,
    /// Those that would join clusters which are kept apart.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub bridges_cut: usize,
    /// Pairs that hold and were left out by the scope or the time window.
    pub out_of_scope: usize,
    /// Share of the articles that stand in a cluster.
    pub near_duplicate_share: f64,
    /// Share of the credited and uncredited places of clusters and of passages between them that are uncredited.
    #[serde(default)]
    pub uncredited_share: f64,
    /// Members of clusters whose edits were not looked at, as the clusters before them were enough.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub edits_left_out: usize,
    /// Pairs that were compared.
    pub candidates: usize,
    /// How candidates were found.
    pub candidate_stage: CandidateStage,
    /// Probability that a pair exactly at the threshold became a candidate by its signature alone.
    pub estimated_recall: f64,
    /// The most alike pair that does not hold, where one was compared.
    pub best_below: Option<Pair>,
    /// Furniture runs that were masked.
    pub boilerplate: usize,
    /// Seconds each stage took, and the peak memory in bytes; only where the run was asked to tell, as they
    /// are never the same twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timings: Option<Timings>,
}

/// Where candidates came from.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CandidateStage {
    /// Bands of the signatures; 0 in exact mode.
    pub bands: usize,
    /// Lanes a band.
    pub rows: usize,
    /// Whether every pair above the threshold was found by construction.
    pub exact: bool,
    /// Pairs that met in a band.
    pub band_meetings: u64,
    /// Buckets of many articles; all their pairs were looked at.
    pub hot_buckets: u64,
    /// Articles in the largest bucket.
    pub largest_bucket: usize,
    /// Pairs that share rare runs of words.
    pub seed_pairs: usize,
    /// Runs of words that stood in too many articles to link each to each, and link the earliest instead.
    pub bounded_seeds: u64,
}

/// What a run cost.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Timings {
    /// Stage and wall seconds, in order.
    pub seconds: Vec<(String, f64)>,
    /// Largest resident size in bytes, where the system tells.
    pub peak_memory: Option<u64>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

pub(super) fn is_zero(count: &usize) -> bool {
    *count == 0
}
