//! Settings from a file, which hold where neither a flag nor the environment says otherwise.

use crate::args::{Command, Input, Matching};
use crate::settings;
use reprint::error::{Error, Result};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io::ErrorKind;
use std::path::Path;

/// The file that is read without being named, where there is one.
const USUAL: &str = "reprint.toml";

/// A file of settings: the long flags without their dashes, in two tables.
#[derive(Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Config {
    matching: Matching,
    input: Input,
}

/// Puts the settings of the file below those of the command; the file that says all of them, where it is asked for.
pub fn settle(command: &mut Command) -> Result<Option<String>> {
    let Some((matching, input)) = command.configurable() else { return Ok(None) };
    let config = match &input.config {
        Some(file) => read(file)?,
        None => read_usual()?,
    };
    let boilerplate = input.boilerplate.clone();
    *input = Input { config: input.config.take(), ..over(input, &config.input)? };
    let Some(matching) = matching else {
        // The furniture of an index, and of pages looked at, is no matter of a scan's settings.
        input.boilerplate = boilerplate;
        return Ok(None);
    };
    let below = below_preset(config.matching, matching);
    *matching = Matching { print_config: matching.print_config, ..over(matching, &below)? };
    matching.print_config.then(|| printed(matching, input)).transpose()
}

/// What a file says, without what a preset settles that was typed: who asks for one wants it whole.
fn below_preset(file: Matching, typed: &Matching) -> Matching {
    match typed.preset {
        None => file,
        Some(_) => {
            Matching { threshold: None, containment: None, min_passage: None, sensitive: None, letters: None, ..file }
        }
    }
}

fn read_usual() -> Result<Config> {
    match read(Path::new(USUAL)) {
        Err(Error::Path { source, .. }) if source.kind() == ErrorKind::NotFound => Ok(Config::default()),
        read => read,
    }
}

fn read(file: &Path) -> Result<Config> {
    let text = std::fs::read_to_string(file).map_err(|source| Error::Path { path: file.into(), source })?;
    let config: Config = toml::from_str(&text).map_err(|error| {
        let before = &text[..error.span().map_or(0, |span| span.start.min(text.len()))];
        let last = before.rsplit('\n').next().unwrap_or("");
        let (line, column) = (before.matches('\n').count() + 1, last.chars().count() + 1);
        Error::Setting(format!("{}, line {line}, column {column}: {}", file.display(), error.message()))
    })?;
    let shares = [("threshold", config.matching.threshold), ("containment", config.matching.containment)];
    match shares.into_iter().find(|(_, share)| share.is_some_and(|share| !share.is_finite())) {
        Some((name, _)) => Err(Error::Setting(format!("{}: {name} is no number", file.display()))),
        None => Ok(config),
    }
}

/// What is set above, and what is set below where nothing is. Through JSON, which has all that may be set: TOML lacks the
/// largest seeds. Numbers that it lacks are refused before.
fn over<T: Serialize + DeserializeOwned>(above: &T, below: &T) -> Result<T> {
    let failed = |error: serde_json::Error| Error::Setting(error.to_string());
    let mut merged = serde_json::to_value(below).map_err(failed)?;
    if let (Value::Object(merged), Value::Object(above)) = (&mut merged, serde_json::to_value(above).map_err(failed)?) {
        let is_set = |value: &Value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty());
        merged.extend(above.into_iter().filter(|(_, value)| is_set(value)));
    }
    serde_json::from_value(merged).map_err(failed)
}

fn printed(matching: &Matching, input: &Input) -> Result<String> {
    let settings = settings::of(matching, input)?;
    let input = Input {
        boilerplate: Some(input.boilerplate().to_owned()),
        outlet_from: Some(input.outlet_from().to_owned()),
        ..input.clone()
    };
    let config = Config { matching: settings::as_flags(&settings, matching), input };
    let failed = |error| Error::Setting(format!("these settings cannot be written as a file: {error}"));
    toml::to_string(&config).map_err(failed)
}
