//! Settings that go well together, by what one looks for.

use super::Settings;
use crate::{passages, verify};

/// A place to begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// The same article but for small edits.
    Strict,
    /// Versions of a story, as newsrooms make them of agency copy; the defaults.
    #[default]
    News,
    /// Whatever borrows: versions that keep a third, and shorter passages.
    Loose,
    /// Broken words: scanned print, lost and stray blanks.
    Noisy,
}

impl Preset {
    /// What it sets.
    pub fn settings(self) -> Settings {
        let defaults = Settings::default();
        let alike = |threshold, containment| verify::Settings { threshold, containment, ..defaults.verify };
        let passages = |min_passage| Some(passages::Settings { min_passage, ..passages::Settings::default() });
        match self {
            Self::Strict => Settings { verify: alike(0.8, 0.8), passages: passages(20), ..defaults },
            Self::News => defaults,
            Self::Loose => Settings { verify: alike(0.3, 0.35), passages: passages(10), ..defaults },
            Self::Noisy => Settings { letters: true, ..defaults },
        }
    }
}
