//! From what was typed to what is meant: checks and conflicts. Defaults are the library's.

use crate::args::{self, Input, Matching};
use reprint::cluster::Method;
use reprint::corpus::{self, Columns, OutletFrom};
use reprint::error::{Error, Result};
use reprint::passages;
use reprint::pipeline::{Boilerplate, Preset, Scope, Settings, Texts};
use reprint::provenance::credits::GazetteerFile;
use reprint::verify;
use std::fs;
use std::path::{Path, PathBuf};

/// What counts as a match.
pub fn of(args: &Matching, input: &Input) -> Result<Settings> {
    let defaults = preset(args);
    let verify = verify::Settings {
        shingle: at_least_one("--shingle", args.shingle.unwrap_or(defaults.verify.shingle))?,
        threshold: within("--threshold", args.threshold.unwrap_or(defaults.verify.threshold))?,
        containment: within("--containment", args.containment.unwrap_or(defaults.verify.containment))?,
        ..defaults.verify
    };
    let settings = Settings {
        verify,
        hashes: at_least_one("--hashes", args.hashes.unwrap_or(defaults.hashes))?,
        bands: args.bands,
        rows: args.rows,
        exact: args.exact.unwrap_or(defaults.exact),
        min_words: args.min_words.unwrap_or(defaults.min_words),
        boilerplate: boilerplate(input.boilerplate())?,
        passages: passages(args, defaults.passages)?,
        sensitive: args.sensitive.unwrap_or(defaults.sensitive),
        letters: args.letters.unwrap_or(defaults.letters),
        scope: match args.scope {
            None => defaults.scope,
            Some(args::Scope::All) => Scope::All,
            Some(args::Scope::CrossOutlet) => Scope::CrossOutlet,
            Some(args::Scope::WithinOutlet) => Scope::WithinOutlet,
        },
        window_seconds: args.window.as_deref().map(duration).transpose()?,
        cluster: match args.cluster {
            None | Some(args::Cluster::Dense) => defaults.cluster,
            Some(args::Cluster::Components) => Method::Components,
        },
        seed: args.seed.unwrap_or(defaults.seed),
        texts: Texts::None,
        gazetteer: gazetteer(input)?,
        timings: false,
    };
    if settings.exact && (settings.bands.is_some() || settings.rows.is_some()) {
        return Err(Error::Setting("--exact finds every pair without bands: leave out --bands and --rows".into()));
    }
    if settings.passages.is_none() && (settings.sensitive || settings.letters) {
        let flag = if settings.sensitive { "--sensitive" } else { "--letters" };
        return Err(Error::Setting(format!("{flag} looks for passages: leave it out, or --no-passages")));
    }
    settings.banding()?;
    Ok(settings)
}

/// What holds where nothing else is said.
fn preset(args: &Matching) -> Settings {
    let preset = match args.preset {
        None | Some(args::Preset::News) => Preset::News,
        Some(args::Preset::Strict) => Preset::Strict,
        Some(args::Preset::Loose) => Preset::Loose,
        Some(args::Preset::Noisy) => Preset::Noisy,
    };
    preset.settings()
}

/// Settings as flags that say all of them.
pub fn as_flags(settings: &Settings, typed: &Matching) -> Matching {
    Matching {
        preset: None,
        threshold: Some(settings.verify.threshold),
        containment: Some(settings.verify.containment),
        shingle: Some(settings.verify.shingle),
        min_passage: settings.passages.map(|rules| rules.min_passage as usize),
        sensitive: Some(settings.sensitive),
        letters: Some(settings.letters),
        no_passages: Some(settings.passages.is_none()),
        min_words: Some(settings.min_words),
        scope: Some(match settings.scope {
            Scope::WithinOutlet => args::Scope::WithinOutlet,
            Scope::CrossOutlet => args::Scope::CrossOutlet,
            Scope::All | Scope::CrossCollection => args::Scope::All,
        }),
        window: typed.window.clone(),
        cluster: Some(match settings.cluster {
            Method::Dense { .. } => args::Cluster::Dense,
            Method::Components => args::Cluster::Components,
        }),
        exact: Some(settings.exact),
        hashes: Some(settings.hashes),
        bands: settings.bands,
        rows: settings.rows,
        seed: Some(settings.seed),
        print_config: false,
    }
}

/// What decides how a single article is seen.
pub fn of_inspection(shingle: Option<usize>, input: &Input) -> Result<Settings> {
    let defaults = Settings::default();
    let shingle = at_least_one("--shingle", shingle.unwrap_or(defaults.verify.shingle))?;
    let verify = verify::Settings { shingle, ..defaults.verify };
    Ok(Settings { verify, boilerplate: boilerplate(input.boilerplate())?, ..defaults })
}

/// What is read.
pub fn of_corpus(args: &Input) -> Result<corpus::Settings> {
    Ok(corpus::Settings {
        outlet_from: outlet_from(args.outlet_from())?,
        gitignore: args.gitignore.unwrap_or_default(),
        hidden: args.hidden.unwrap_or_default(),
        follow: args.follow.unwrap_or_default(),
        globs: args.glob.clone(),
        columns: Columns {
            text: args.text_column.clone(),
            id: args.id_column.clone(),
            title: args.title_column.clone(),
            date: args.date_column.clone(),
            url: args.url_column.clone(),
        },
        languages: args.lang.clone(),
        ..corpus::Settings::default()
    })
}

/// The user's own houses and phrases.
fn gazetteer(input: &Input) -> Result<Vec<GazetteerFile>> {
    let read = |path: &std::path::PathBuf| {
        let text = fs::read_to_string(path).map_err(|source| Error::Path { path: path.clone(), source })?;
        Ok(GazetteerFile { name: path.display().to_string(), text })
    };
    input.agencies.iter().chain(&input.phrases).map(read).collect()
}

fn passages(args: &Matching, defaults: Option<passages::Settings>) -> Result<Option<passages::Settings>> {
    let defaults = defaults.unwrap_or_default();
    let min_passage = at_least_one("--min-passage", args.min_passage.unwrap_or(defaults.min_passage as usize))? as u32;
    if args.no_passages.unwrap_or_default() {
        if args.min_passage.is_some() {
            return Err(Error::Setting("--no-passages looks for none: leave out --min-passage".into()));
        }
        return Ok(None);
    }
    Ok(Some(passages::Settings { min_passage, ..defaults }))
}

/// The paths in a list, one a line.
pub fn listed(list: &Path) -> Result<Vec<PathBuf>> {
    let failed = |source| Error::Path { path: list.into(), source };
    let text = if list.as_os_str() == "-" {
        std::io::read_to_string(std::io::stdin()).map_err(failed)?
    } else {
        std::fs::read_to_string(list).map_err(failed)?
    };
    Ok(text
        .lines()
        .map(|line| line.trim_end_matches('\r'))
        .filter(|line| !line.is_empty())
        .map(PathBuf::from)
        .collect())
}

fn within(flag: &str, value: f64) -> Result<f64> {
    if value > 0.0 && value <= 1.0 {
        Ok(value)
    } else {
        Err(Error::Setting(format!("{flag} {value} is not above 0 and at most 1")))
    }
}

fn at_least_one(flag: &str, value: usize) -> Result<usize> {
    if (1..=4096).contains(&value) {
        Ok(value)
    } else {
        Err(Error::Setting(format!("{flag} {value} is not between 1 and 4096")))
    }
}

fn boilerplate(rule: &str) -> Result<Boilerplate> {
    match rule {
        "auto" => Ok(Boilerplate::Learn),
        "off" => Ok(Boilerplate::Off),
        file => crate::output::read_boilerplate(Path::new(file)).map(Boilerplate::Given),
    }
}

fn outlet_from(rule: &str) -> Result<OutletFrom> {
    let wrong = || {
        Error::Setting(format!("--outlet-from {rule:?} is none of auto, path:N with N from 1, field:NAME, host, none"))
    };
    match rule.split_once(':') {
        None if rule == "auto" => Ok(OutletFrom::Auto),
        None if rule == "host" => Ok(OutletFrom::Host),
        None if rule == "none" => Ok(OutletFrom::None),
        Some(("path", depth)) => depth.parse().ok().filter(|&d| d > 0).map(OutletFrom::Folder).ok_or_else(wrong),
        Some(("field", name)) if !name.is_empty() => Ok(OutletFrom::Field(name.into())),
        _ => Err(wrong()),
    }
}

/// Seconds of `90s`, `30m`, `72h`, `14d`, `2w`.
fn duration(text: &str) -> Result<i64> {
    let wrong = || Error::Setting(format!("--window {text:?} is no time such as 90m, 72h or 14d"));
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?);
    let unit = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        "w" => 604_800,
        _ => return Err(wrong()),
    };
    number.parse::<i64>().ok().and_then(|n| n.checked_mul(unit)).ok_or_else(wrong)
}

/// The furniture of an index is settled when it is built.
pub fn own_furniture(input: &Input) -> Result<()> {
    if input.boilerplate() == "auto" {
        return Ok(());
    }
    let why =
        "--boilerplate is settled by `reprint index build`: the furniture of an index is the same for all its articles";
    Err(Error::Setting(why.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read() {
        assert_eq!(duration("72h").ok(), Some(259_200));
        assert!(duration("72").is_err() && duration("h").is_err() && duration("3x").is_err());
    }

    #[test]
    fn outlets_are_taken_from_where_it_is_said() {
        assert_eq!(outlet_from("path:2").ok(), Some(OutletFrom::Folder(2)));
        assert_eq!(outlet_from("field:source").ok(), Some(OutletFrom::Field("source".into())));
        assert!(outlet_from("path:0").is_err() && outlet_from("somewhere").is_err());
    }
}
