//! `reprint query`: articles held against an index.

use crate::args::{Format, Output, Query};
use crate::{RAN, output, settings, terminal};
use reprint::corpus::Corpus;
use reprint::error::{Error, Result};
use reprint::pipeline::Observer;
use reprint::pipeline::stored::{self, Asked};
use reprint::report::holding::{Answer, Changed};
use reprint::report::text::Style;
use reprint::report::{jsonl, text};
use std::io::{self, Write};
use std::path::Path;

/// Articles that are asked about in one go.
const AT_ONCE: usize = 256;

/// Runs it; the exit code.
pub fn run(args: &Query) -> Result<u8> {
    settings::own_furniture(&args.input)?;
    let reading = settings::of_corpus(&args.input)?;
    let progress = terminal::start(&args.output)?;
    let index = stored::open(&args.index)?;
    let corpus = Corpus::open(&args.files, reading)?;
    let (asked, skipped) = Asked::of(&corpus, &progress)?;
    if asked.is_empty() {
        let reasons: Vec<String> = skipped.iter().map(|s| format!("{}: {}", s.path, s.reason)).collect();
        let files: Vec<String> = args.files.iter().map(|file| file.display().to_string()).collect();
        let detail = if reasons.is_empty() { "no file was found".into() } else { reasons.join("; ") };
        return Err(Error::NothingReadable { paths: files.join(", "), detail });
    }
    let style = terminal::style(&args.output, args.top, "query", std::slice::from_ref(&args.index));
    let mut shown = Shown::new(args.output.format, style, skipped.len());
    writing(&args.output, &mut shown, |shown, mut out| {
        if args.output.format == Format::Jsonl {
            for skipped in &skipped {
                shown.failed(jsonl::record(&mut out, "skipped", skipped))?;
            }
        }
        for some in asked.chunks(AT_ONCE) {
            shown.answers(&stored::query(&index, some, &progress)?, out)?;
        }
        Ok(())
    })?;
    Ok(RAN)
}

/// What the articles that came in last share with all others, after what the change did.
pub fn added(dir: &Path, changed: &Changed, top: usize, args: &Output, progress: &dyn Observer) -> Result<()> {
    let index = stored::open(dir)?;
    let entries = stored::since(&index, changed.first_sequence)?;
    let style = terminal::style(args, top, "index add", &[dir.to_path_buf()]);
    let name = text::for_a_shell(&dir.display().to_string());
    let mut shown = Shown::new(args.format, style, 0);
    shown.only_related = true;
    writing(args, &mut shown, |shown, mut out| {
        let told = match args.format {
            Format::Text => text::index::changed(changed, &name, &mut out),
            Format::Jsonl => jsonl::change(changed, &mut out),
        };
        shown.failed(told)?;
        for some in entries.chunks(AT_ONCE) {
            let asked: Vec<Asked> = some.iter().map(|&entry| Asked::entry(&index, entry)).collect::<Result<_>>()?;
            shown.answers(&stored::query(&index, &asked, progress)?, out)?;
        }
        Ok(())
    })
}

/// Writes answers to where they go; what fails on the way to them goes before what fails in writing.
fn writing(
    args: &Output,
    shown: &mut Shown,
    work: impl FnOnce(&mut Shown, &mut dyn Write) -> std::result::Result<(), Stop>,
) -> Result<()> {
    let mut stopped = None;
    let written = output::write(args.output.as_deref(), |out| match work(shown, out).and_then(|()| shown.end(out)) {
        Ok(()) => out.flush(),
        Err(Stop::Writing(error)) => Err(error),
        Err(Stop::Asking(error)) => {
            stopped = Some(error);
            Err(io::Error::other("no answer"))
        }
    });
    match stopped {
        Some(error) => Err(error),
        None => written,
    }
}

/// Why answers end early.
enum Stop {
    Asking(Error),
    Writing(io::Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Asking(error)
    }
}

/// How answers are shown, and how many were.
struct Shown {
    format: Format,
    style: Style,
    /// Articles that share nothing are counted only.
    only_related: bool,
    skipped: usize,
    asked: usize,
    related: usize,
    told: usize,
}

impl Shown {
    fn new(format: Format, style: Style, skipped: usize) -> Self {
        Self { format, style, only_related: false, skipped, asked: 0, related: 0, told: 0 }
    }

    fn failed(&self, written: io::Result<()>) -> std::result::Result<(), Stop> {
        written.map_err(Stop::Writing)
    }

    fn answers(&mut self, answers: &[Answer], mut out: &mut dyn Write) -> std::result::Result<(), Stop> {
        for answer in answers {
            self.asked += 1;
            self.related += usize::from(!answer.pairs.is_empty());
            let written = match self.format {
                Format::Jsonl => jsonl::answer(answer, &mut out),
                Format::Text if self.only_related && answer.pairs.is_empty() || self.told >= self.style.top => Ok(()),
                Format::Text => {
                    self.told += 1;
                    text::index::answer(answer, &self.style, &mut out)
                }
            };
            self.failed(written)?;
        }
        Ok(())
    }

    fn end(&self, mut out: &mut dyn Write) -> std::result::Result<(), Stop> {
        if self.format == Format::Jsonl {
            return Ok(());
        }
        let all = if self.only_related { self.related } else { self.asked };
        self.failed(text::index::end((self.asked, self.related, self.skipped), all - self.told, &mut out))
    }
}
