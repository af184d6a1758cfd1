//! Progress on a terminal's standard error; nothing at all where it is none.

use indicatif::{ProgressBar, ProgressStyle};
use reprint::pipeline::{Observer, Stage};
use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set by the first interrupt; the second one ends the program at once.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Whether the user asked to stop.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// A bar for each stage, or silence.
pub struct Progress {
    bar: Mutex<Option<ProgressBar>>,
    shown: bool,
}

impl Progress {
    /// Shows bars when standard error is a terminal and the user did not decline. Also listens for interrupts.
    pub fn new(wanted: bool) -> Self {
        // Without a handler an interrupt ends the program the hard way, which loses nothing but manners.
        let _ = ctrlc::set_handler(|| {
            if INTERRUPTED.swap(true, Ordering::SeqCst) {
                std::process::exit(i32::from(crate::INTERRUPTED));
            }
        });
        Self { bar: Mutex::new(None), shown: wanted && std::io::stderr().is_terminal() }
    }

    fn with_bar(&self, act: impl FnOnce(&mut Option<ProgressBar>)) {
        if self.shown
            && let Ok(mut bar) = self.bar.lock()
        {
            act(&mut bar);
        }
    }
}

impl Observer for Progress {
    fn begin(&self, stage: Stage, total: Option<u64>) {
        self.with_bar(|bar| {
            let unit = if stage == Stage::Read {
                "{bytes}/{total_bytes} {bytes_per_sec}"
            } else {
                "{human_pos}/{human_len} {per_sec}"
            };
            let fresh = match total {
                Some(total) => {
                    ProgressBar::new(total).with_style(style(&format!("{{prefix:12}} {{wide_bar}} {unit} {{eta}}")))
                }
                None => ProgressBar::new_spinner().with_style(style("{prefix:12} {spinner} {elapsed}")),
            };
            fresh.set_prefix(stage.name());
            fresh.enable_steady_tick(std::time::Duration::from_millis(120));
            *bar = Some(fresh);
        });
    }

    fn advance(&self, by: u64) {
        self.with_bar(|bar| {
            if let Some(bar) = bar {
                bar.inc(by);
            }
        });
    }

    fn end(&self, _stage: Stage) {
        self.with_bar(|bar| {
            if let Some(bar) = bar.take() {
                bar.finish_and_clear();
            }
        });
    }

    fn interrupted(&self) -> bool {
        interrupted()
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
