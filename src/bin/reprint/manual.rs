//! `reprint completions` and `reprint man`: what the arguments say of themselves.

use crate::args::{Args, Completions};
use crate::{RAN, output};
use clap::CommandFactory;
use reprint::error::Result;

/// Prints the completions of a shell; the exit code.
pub fn completions(args: &Completions) -> Result<u8> {
    // The generator panics where its writer fails: it writes to memory, the result to the reader.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "reprint", &mut script);
    output::write(None, |out| out.write_all(&script))?;
    Ok(RAN)
}

/// Prints the manual page, every verb in it; the exit code.
pub fn page() -> Result<u8> {
    let mut command = Args::command();
    command.build();
    output::write(None, |mut out| {
        clap_mangen::Man::new(command.clone()).render(&mut out)?;
        let verbs = command.get_subcommands().filter(|verb| verb.get_name() != "help");
        verbs.cloned().try_for_each(|verb| {
            writeln!(out, ".SH \"REPRINT {}\"", verb.get_name().to_uppercase())?;
            let page = clap_mangen::Man::new(verb);
            page.render_synopsis_section(&mut out)?;
            page.render_description_section(&mut out)?;
            page.render_options_section(&mut out)
        })
    })?;
    Ok(RAN)
}
