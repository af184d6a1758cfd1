//! The settings that an index keeps, so that all that is asked of it is asked alike.

use crate::cluster;
use crate::error::{Error, Result};
use crate::index::segment::{Sketching, TOKENIZER};
use crate::pipeline::{Boilerplate, Scope, Settings};
use crate::provenance::credits::GazetteerFile;
use crate::{passages, verify};
use serde::{Deserialize, Serialize};

/// What is written into the manifest, as JSON: a program that knows more settings takes its own default for them.
#[derive(Serialize, Deserialize)]
struct Kept {
    threshold: f64,
    containment: f64,
    contained_words: u32,
    shingle: usize,
    hashes: usize,
    bands: Option<usize>,
    rows: Option<usize>,
    min_words: usize,
    /// `None` where no passages are looked for.
    min_passage: Option<u32>,
    scope: KeptScope,
    window_seconds: Option<i64>,
    /// Density of dense clusters; `None` for connected components.
    gamma: Option<f64>,
    seed: u64,
    /// Name and text of the user's own houses and phrases.
    #[serde(default)]
    gazetteer: Vec<(String, String)>,
}

#[derive(Serialize, Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum KeptScope {
    All,
    CrossOutlet,
    WithinOutlet,
}

/// Settings as an index keeps them.
///
/// # Errors
/// Settings that need all articles at once.
pub(super) fn kept(settings: &Settings) -> Result<String> {
    let refused =
        |flag: &str| Error::Setting(format!("{flag} needs all articles at once, which an index does not read"));
    let scope = match settings.scope {
        Scope::All => KeptScope::All,
        Scope::CrossOutlet => KeptScope::CrossOutlet,
        Scope::WithinOutlet => KeptScope::WithinOutlet,
        Scope::CrossCollection => return Err(refused("comparing two collections")),
    };
    let needing = [(settings.exact, "--exact"), (settings.sensitive, "--sensitive"), (settings.letters, "--letters")];
    if let Some((_, flag)) = needing.iter().find(|(set, _)| *set) {
        return Err(refused(flag));
    }
    let verify::Settings { threshold, containment, contained_words, shingle } = settings.verify;
    let kept = Kept {
        threshold,
        containment,
        contained_words,
        shingle,
        hashes: settings.hashes,
        bands: settings.bands,
        rows: settings.rows,
        min_words: settings.min_words,
        min_passage: settings.passages.map(|rules| rules.min_passage),
        scope,
        window_seconds: settings.window_seconds,
        gamma: match settings.cluster {
            cluster::Method::Dense { gamma } => Some(gamma),
            cluster::Method::Components => None,
        },
        seed: settings.seed,
        gazetteer: settings.gazetteer.iter().map(|file| (file.name.clone(), file.text.clone())).collect(),
    };
    serde_json::to_string(&kept).map_err(|error| Error::Setting(error.to_string()))
}

/// The settings that `kept` wrote; the furniture is not among them.
pub(super) fn settings(json: &str) -> std::result::Result<Settings, serde_json::Error> {
    let kept: Kept = serde_json::from_str(json)?;
    let Kept { threshold, containment, contained_words, shingle, .. } = kept;
    let defaults = Settings::default();
    Ok(Settings {
        verify: verify::Settings { threshold, containment, contained_words, shingle },
        hashes: kept.hashes,
        bands: kept.bands,
        rows: kept.rows,
        exact: false,
        min_words: kept.min_words,
        boilerplate: Boilerplate::Off,
        passages: kept
            .min_passage
            .map(|min_passage| passages::Settings { min_passage, ..passages::Settings::default() }),
        sensitive: false,
        scope: match kept.scope {
            KeptScope::All => Scope::All,
            KeptScope::CrossOutlet => Scope::CrossOutlet,
            KeptScope::WithinOutlet => Scope::WithinOutlet,
        },
        window_seconds: kept.window_seconds,
        cluster: kept.gamma.map_or(cluster::Method::Components, |gamma| cluster::Method::Dense { gamma }),
        seed: kept.seed,
        gazetteer: kept.gazetteer.into_iter().map(|(name, text)| GazetteerFile { name, text }).collect(),
        ..defaults
    })
}

/// What decides the hashes of an article.
///
/// # Errors
/// Bands that do not fit.
pub(super) fn sketching(settings: &Settings) -> Result<Sketching> {
    let banding = settings.banding()?;
    let number = |n: usize| u32::try_from(n).map_err(|_| Error::Setting(format!("{n} is too much for an index")));
    Ok(Sketching {
        tokenizer: TOKENIZER,
        shingle: number(settings.verify.shingle)?,
        hashes: number(settings.hashes)?,
        seed: settings.seed,
        bands: number(banding.bands)?,
        rows: number(banding.rows)?,
        min_words: number(settings.min_words)?,
    })
}
