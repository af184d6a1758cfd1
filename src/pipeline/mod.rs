//! The order of the stages, their threads, counts and timings. Knows no command line and no output format.

mod assemble;
mod carry;
mod compare;
mod explain;
mod genealogy;
mod groups;
mod ingest;
mod inspect;
mod judge;
mod letters;
mod observe;
mod originals;
mod places;
mod preset;
mod reuse;
mod rewrite;
pub mod stored;
mod texts;
mod tune;

pub use explain::explain;
pub use inspect::{Furniture, inspect};
pub use observe::{NoObserver, Observer, Stage};
pub use preset::Preset;
pub use tune::tune;

use crate::cluster;
use crate::corpus::Corpus;
use crate::error::{Error, Result};
use crate::id::OutletId;
use crate::passages;
use crate::provenance::credits::{CreditFinder, GazetteerFile};
use crate::report::model::{self, Report};
use crate::sketch::banding::Banding;
use crate::text::boilerplate::{self, Masked};
use crate::text::tokenize::tokens;
use crate::verify;
use assemble::Extras;
use genealogy::Genealogy;
use ingest::{Ingested, Wanted};
use observe::Clock;
use originals::Originals;
use serde_json::json;

/// All that changes a result.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Shingle length and where verdicts change.
    pub verify: verify::Settings,
    /// Lanes a signature.
    pub hashes: usize,
    /// Bands of a signature; derived from the threshold where not set.
    pub bands: Option<usize>,
    /// Lanes a band; derived where not set.
    pub rows: Option<usize>,
    /// Find every pair above the threshold, at a price.
    pub exact: bool,
    /// Articles with fewer words outside furniture are not compared.
    pub min_words: usize,
    /// What is furniture.
    pub boilerplate: Boilerplate,
    /// What is a reused passage; `None` looks for none, and judges by shingles alone.
    pub passages: Option<passages::Settings>,
    /// Look for passages in other words, too; needs `passages`.
    pub sensitive: bool,
    /// Compare by letters, too, where words are broken (scanned print, lost blanks); needs `passages`.
    pub letters: bool,
    /// Which pairs count.
    pub scope: Scope,
    /// Largest time between the two articles of a pair, in seconds; pairs without two dates stay.
    pub window_seconds: Option<i64>,
    /// How pairs become clusters.
    pub cluster: cluster::Method,
    /// Seed of the signatures.
    pub seed: u64,
    /// Which articles' texts the result carries.
    pub texts: Texts,
    /// Houses and phrases beside those that are built in.
    pub gazetteer: Vec<GazetteerFile>,
    /// Tell seconds and memory in the summary.
    pub timings: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            verify: verify::Settings::default(),
            hashes: 128,
            bands: None,
            rows: None,
            exact: false,
            min_words: 12,
            boilerplate: Boilerplate::Learn,
            passages: Some(passages::Settings::default()),
            sensitive: false,
            letters: false,
            scope: Scope::All,
            window_seconds: None,
            cluster: cluster::Method::Dense { gamma: 0.5 },
            seed: 1,
            texts: Texts::None,
            gazetteer: Vec::new(),
            timings: false,
        }
    }
}

/// Which articles' texts a result carries, for those who show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Texts {
    /// None.
    None,
    /// Those of articles that share something with another one.
    Related,
    /// All.
    All,
}

/// What is furniture.
#[derive(Clone, Debug, PartialEq)]
pub enum Boilerplate {
    /// Learned from the articles.
    Learn,
    /// Nothing.
    Off,
    /// Given: outlet and text.
    Given(Vec<model::Boilerplate>),
}

/// Which pairs count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All.
    All,
    /// Those between two outlets.
    CrossOutlet,
    /// Those within one.
    WithinOutlet,
    /// Those between two collections.
    CrossCollection,
}

impl Settings {
    /// The cut of the signatures: what is set, and the rest for recall at the threshold.
    ///
    /// # Errors
    /// A cut that does not fit the signature.
    pub fn banding(&self) -> Result<Banding> {
        let derived = Banding::for_threshold(self.verify.threshold, self.hashes);
        let banding = match (self.bands, self.rows) {
            (None, None) => derived,
            (Some(bands), Some(rows)) => Banding { bands, rows },
            (Some(bands), None) => Banding { bands, rows: self.hashes / bands.max(1) },
            (None, Some(rows)) => Banding { bands: self.hashes / rows.max(1), rows },
        };
        if banding.bands == 0 || banding.rows == 0 || banding.bands * banding.rows > self.hashes {
            return Err(Error::Setting(format!(
                "{} bands of {} rows do not fit a signature of {} hashes; lower --bands or --rows, or raise --hashes",
                banding.bands, banding.rows, self.hashes
            )));
        }
        Ok(banding)
    }

    /// Who may be credited, and how.
    ///
    /// # Errors
    /// A data file that cannot be used, with its line.
    pub fn credit_finder(&self) -> Result<CreditFinder> {
        CreditFinder::new(&self.gazetteer).map_err(|error| Error::Setting(error.to_string()))
    }

    fn describe(&self, banding: Banding) -> serde_json::Value {
        json!({
            "threshold": self.verify.threshold,
            "containment": self.verify.containment,
            "shingle": self.verify.shingle,
            "hashes": self.hashes,
            "bands": banding.bands,
            "rows": banding.rows,
            "exact": self.exact,
            "min_words": self.min_words,
            "contained_words": self.verify.contained_words,
            "boilerplate": match &self.boilerplate { Boilerplate::Learn => "auto", Boilerplate::Off => "off", Boilerplate::Given(_) => "given" },
            "min_passage": self.passages.map(|p| p.min_passage),
            "sensitive": self.sensitive,
            "letters": self.letters,
            "scope": match self.scope { Scope::All => "all", Scope::CrossOutlet => "cross-outlet", Scope::WithinOutlet => "within-outlet",
                Scope::CrossCollection => "cross-collection" },
            "window_seconds": self.window_seconds,
            "gazetteer": self.gazetteer.iter().map(|file| &file.name).collect::<Vec<_>>(),
            "cluster": match self.cluster { cluster::Method::Dense { .. } => "dense", cluster::Method::Components => "components" },
        })
    }
}

/// Finds the clusters of a corpus.
///
/// # Errors
/// Nothing readable, equal ids, settings that cannot work, an interrupt.
pub fn scan(corpus: &Corpus, settings: &Settings, observer: &dyn Observer) -> Result<Report> {
    // By one of the threads that share the work: it finds its memory warm, and nobody waits for it from outside.
    rayon::scope(|_| run(corpus, Some(corpus.bytes()), settings, observer))
}

/// All stages over all articles, of about so many bytes.
fn run(originals: &dyn Originals, bytes: Option<u64>, settings: &Settings, observer: &dyn Observer) -> Result<Report> {
    let banding = settings.banding()?;
    let finder = settings.credit_finder()?;
    let wanted = Wanted { finder: Some(&finder), letters: settings.letters };
    let mut clock = Clock::new(observer);
    let mut ingested = clock.stage(Stage::Read, bytes, || ingest::read(originals, wanted, observer))?;
    if settings.scope == Scope::CrossCollection {
        ingested.both_sides(originals)?;
    }
    let fingerprint = ingested.fingerprint();
    let (boilerplate, masked) =
        clock.stage(Stage::Boilerplate, None, || Ok(mask(&mut ingested, settings, originals)))?;
    let compared = compare::compare(originals, &ingested, settings, banding, &mut clock)?;
    let clusters = clock.stage(Stage::Cluster, None, || Ok(groups::clusters(&compared, &ingested, settings)))?;
    let genealogy = match settings.passages {
        Some(_) => clock.stage(Stage::Edits, None, || Ok(genealogy::of(originals, &ingested, &clusters)))?,
        None => Genealogy::default(),
    };
    let passages = places::gathered(&ingested, &compared.matches, settings);
    // Nobody asks for words any more, and the records take as much room again.
    ingested.store.forget_words();
    let timings = settings.timings.then(|| clock.timings());
    let described = settings.describe(banding);
    let extras =
        Extras { boilerplate, masked, passages, corpus: fingerprint, described, timings, genealogy, finder: &finder };
    let mut report = assemble::report(originals, &ingested, &compared, &clusters, settings, extras);
    // Nor for what it was made from, when texts are read again.
    drop((compared, clusters));
    carry::texts(originals, &ingested, settings.texts, &mut report);
    Ok(report)
}

/// Masks the furniture; the pieces that were met, and the words masked in each article.
fn mask(
    ingested: &mut Ingested,
    settings: &Settings,
    originals: &dyn Originals,
) -> (Vec<model::Boilerplate>, Vec<u32>) {
    let outlets: Vec<_> = ingested.articles.iter().map(|a| a.outlet).collect();
    let Masked { masks, pieces, .. } = match &settings.boilerplate {
        Boilerplate::Off => return (Vec::new(), vec![0; outlets.len()]),
        Boilerplate::Learn => {
            let learned = boilerplate::learn(&ingested.store, &outlets, &ingested.publishers());
            match &ingested.letters {
                None => learned,
                Some(letters) => learned.and(boilerplate::letters::masks(
                    |doc, into| letters.kept_into(&ingested.store, doc, into),
                    &outlets,
                )),
            }
        }
        Boilerplate::Given(pieces) => {
            let given = given(pieces, ingested);
            boilerplate::apply(given.iter().map(|(outlet, words)| (*outlet, &words[..])), &ingested.store, &outlets)
        }
    };
    ingested.store.keep(&masks);
    let masked = masks.iter().map(|ranges| ranges.iter().map(|r| r.end - r.start).sum()).collect();
    (assemble::boilerplate(originals, ingested, &pieces), masked)
}

/// The words of each given piece, of the outlets that the corpus has.
fn given(pieces: &[model::Boilerplate], ingested: &Ingested) -> Vec<(OutletId, Vec<u32>)> {
    let number = |name: &Option<String>| ingested.outlets.iter().position(|outlet| outlet == name);
    pieces
        .iter()
        .filter_map(|piece| Some((OutletId(number(&piece.outlet)? as u32), tokens(&piece.text).words)))
        .collect()
}
