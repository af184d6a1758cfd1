//! `reprint explain`: why two articles match, or why not.

use crate::args::{Explain, Format};
use crate::{RAN, output, settings, terminal};
use reprint::corpus::Corpus;
use reprint::error::{Error, Result};
use reprint::pipeline;
use reprint::report::text;
use std::path::{Path, PathBuf};

/// Runs it; the exit code.
pub fn run(args: &Explain) -> Result<u8> {
    let settings = settings::of(&args.matching, &args.input)?;
    let reading = settings::of_corpus(&args.input)?;
    let progress = terminal::start(&args.output)?;
    let (paths, ids) = if args.corpus.is_empty() {
        common_folder(&args.a, &args.b)?
    } else {
        (args.corpus.clone(), [args.a.clone(), args.b.clone()])
    };
    let corpus = Corpus::open(&paths, reading)?;
    let id = |at: usize| corpus.name_of(Path::new(&ids[at])).unwrap_or(&ids[at]);
    let explanation = pipeline::explain(&corpus, &settings, [id(0), id(1)], &progress)?;
    let style = terminal::style(&args.output, 0, "explain", &paths);
    output::write(args.output.output.as_deref(), |mut out| match args.output.format {
        Format::Text => text::explain::write(&explanation, &style, &mut out),
        Format::Jsonl => {
            serde_json::to_writer(&mut out, &explanation)?;
            writeln!(out)
        }
    })?;
    Ok(RAN)
}

/// The folder that holds both files, and their ids below it.
fn common_folder(a: &str, b: &str) -> Result<(Vec<PathBuf>, [String; 2])> {
    let absolute = |file: &str| {
        let path = Path::new(file);
        if !path.is_file() {
            return Err(Error::Setting(format!(
                "{file:?} is no file; to name an article by its id, say where it is with --in PATH"
            )));
        }
        path.canonicalize().map_err(|source| Error::Path { path: path.into(), source })
    };
    let (a, b) = (absolute(a)?, absolute(b)?);
    let common: PathBuf = a
        .parent()
        .into_iter()
        .flat_map(Path::components)
        .zip(b.components())
        .take_while(|(x, y)| x == y)
        .map(|(x, _)| x)
        .collect();
    let id = |path: &Path| {
        let below = path.strip_prefix(&common).unwrap_or(path);
        below.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
    };
    let ids = [id(&a), id(&b)];
    Ok((vec![common], ids))
}
