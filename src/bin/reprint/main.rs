//! The command line: the only code that knows a terminal.

mod args;
mod compare;
mod config;
mod demo;
mod eval;
mod explain;
mod index;
mod inspect;
mod manual;
mod memory;
mod output;
mod progress;
mod query;
mod results;
mod saved;
mod scan;
mod settings;
mod terminal;
mod tune;
mod watch;

use clap::Parser;
use std::process::ExitCode;

/// Ran, whatever it found.
const RAN: u8 = 0;
/// Found what `--fail-on` names.
const FOUND: u8 = 1;
/// Usage, a missing path, nothing readable, output that cannot be written.
const FAILED: u8 = 2;
/// Stopped by the user.
const INTERRUPTED: u8 = 130;

fn main() -> ExitCode {
    memory::settle();
    let mut args = args::Args::parse();
    let result = match config::settle(&mut args.command) {
        Ok(None) => run(&args.command),
        Ok(Some(printed)) => output::write(None, |out| out.write_all(printed.as_bytes())).map(|()| RAN),
        Err(error) => Err(error),
    };
    ExitCode::from(match result {
        Ok(code) => code,
        Err(reprint::Error::Interrupted) => {
            anstream::eprintln!("reprint: interrupted; no result file was written");
            INTERRUPTED
        }
        Err(error) => {
            anstream::eprintln!("reprint: {}", printable(&error.to_string()));
            FAILED
        }
    })
}

fn run(command: &args::Command) -> reprint::error::Result<u8> {
    match command {
        args::Command::Scan(args) => scan::run(args),
        args::Command::Explain(args) => explain::run(args),
        args::Command::Compare(args) => compare::run(args),
        args::Command::Report(args) => saved::run(args),
        args::Command::Inspect(args) => inspect::run(args),
        args::Command::Tune(args) => tune::run(args),
        args::Command::Eval(args) => eval::run(args),
        args::Command::Index(args) => index::run(args),
        args::Command::Query(args) => query::run(args),
        args::Command::Watch(args) => watch::run(args),
        args::Command::Demo(args) => demo::run(args),
        args::Command::Completions(args) => manual::completions(args),
        args::Command::Man => manual::page(),
    }
}

/// A message without what would move the cursor: strangers named the files and records that it quotes.
fn printable(message: &str) -> String {
    let moves = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    message.chars().map(|c| if moves(c) { ' ' } else { c }).collect()
}
