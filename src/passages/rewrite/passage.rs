//! A passage under construction: what `search` finds, `join` puts together and `verdict` settles.

use super::RewriteSettings;
use super::evidence::Rectangle;

/// A rectangle with its evidence.
#[derive(Clone, Debug)]
pub struct Passage {
    pub place: Rectangle,
    /// In nats.
    pub evidence: f32,
    pub summary: bool,
}

impl Passage {
    /// Whether it is long enough, and its evidence strong enough, to be told.
    pub fn is_enough(&self, settings: &RewriteSettings) -> bool {
        let shortest = self.place.a.len().min(self.place.b.len());
        self.evidence >= settings.min_evidence && shortest >= settings.min_words as usize
    }
}
