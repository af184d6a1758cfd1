//! From starting points to rectangles: with one side fixed the best stretch of the other is exact, so the
//! sides take turns until nothing moves.
//!
//! Two readings of a pair are tried: a passage in about the same length on both sides, and a stretch of
//! one article that sums up much of the other.

use std::ops::Range;

use super::RewriteSettings;
use super::cells::meeting_places;
use super::evidence::{Pair, Rectangle, Side, Survival};
use super::passage::Passage;
use super::stretch;
use super::verdict::Copy;

/// Turns before a rectangle that still moves is taken as it is.
const MOST_TURNS: usize = 8;
/// Starting points in a row that came to nothing, after which the rest is not worth looking at.
const MOST_FAILURES: usize = 12;
/// Starting points of summaries.
const SUMMARY_STARTS: usize = 12;
/// Longest side of a rewritten passage, measured by the shortest; a summary goes beyond.
const MOST_RATIO: f32 = 2.5;
/// Longest side of a summary, measured by the shortest: no outlet tells an article in a fifteenth.
const MOST_COMPRESSION: f32 = 15.0;
/// What must survive of a passage, and of the two sides of a summary.
const SURVIVES: f32 = 0.45;
const SURVIVES_COMPACT: f32 = 0.6;
const SURVIVES_WIDE: f32 = 0.15;
/// Where more than this share of a supposed summary comes from one place, it is a passage from there.
const CONCENTRATED: f32 = 0.75;

/// Rewritten passages, no word in two of them, in the order of the starting points.
pub fn rewritten(pair: &mut Pair, settings: &RewriteSettings) -> Vec<Passage> {
    let least = Survival { a: SURVIVES, b: SURVIVES };
    let mut passages = Vec::new();
    let mut failures = 0;
    for start in meeting_places(pair) {
        if failures == MOST_FAILURES {
            break;
        }
        if pair.a.taken_share(&start.a) > 0.5 || pair.b.taken_share(&start.b) > 0.5 {
            continue;
        }
        match refine(pair, start, Side::A, least) {
            Some(found) if ratio(&found.place) <= MOST_RATIO && found.is_enough(settings) => {
                pair.take(&found.place);
                passages.push(found);
            }
            _ => failures += 1,
        }
    }
    passages
}

/// Adds summaries to `passages`; those a summary explains make room for it.
///
/// A summary with a copied paragraph in it is none: the paragraph stays.
pub fn summarised(
    pair: &Pair,
    mut passages: Vec<Passage>,
    copied: &[Copy],
    settings: &RewriteSettings,
) -> Vec<Passage> {
    let mut free = pair.without_passages();
    let whole = copied.iter().filter(|copy| copy.is_paragraph());
    whole.for_each(|copy| free.take(&copy.place));
    let starts = meeting_places(&free);
    for (compact, wide) in [(Side::A, Side::B), (Side::B, Side::A)] {
        // The wide side starts as the whole article, so starts that agree on the other are one.
        let mut tried: Vec<&Range<usize>> = Vec::new();
        for start in starts.iter().take(SUMMARY_STARTS) {
            if tried.contains(&start.side(compact)) {
                continue;
            }
            tried.push(start.side(compact));
            let known = passages.iter().any(|p| p.summary && meet(p.place.side(compact), start.side(compact)));
            if known {
                continue;
            }
            if let Some(summary) = summary(&free, start, compact, wide, settings) {
                let inside = |p: &Passage| meet(&p.place.a, &summary.place.a) && meet(&p.place.b, &summary.place.b);
                passages.retain(|p| !inside(p));
                passages.push(summary);
            }
        }
    }
    passages
}

fn summary(pair: &Pair, start: &Rectangle, compact: Side, wide: Side, settings: &RewriteSettings) -> Option<Passage> {
    let least = match compact {
        Side::A => Survival { a: SURVIVES_COMPACT, b: SURVIVES_WIDE },
        Side::B => Survival { a: SURVIVES_WIDE, b: SURVIVES_COMPACT },
    };
    let mut start = start.clone();
    *start.side_mut(wide) = 0..pair.half(wide).words.len();
    let found = refine(pair, start, compact, least)?;
    let (short, long) = (found.place.side(compact).len(), found.place.side(wide).len());
    let compression = long as f32 / short as f32;
    let is_summary = (MOST_RATIO..=MOST_COMPRESSION).contains(&compression)
        && found.is_enough(settings)
        && pair.concentration(wide, &found.place) <= CONCENTRATED;
    is_summary.then_some(Passage { summary: true, ..found })
}

/// Improves a rectangle by turns, `first` first, until it stands still.
fn refine(pair: &Pair, mut place: Rectangle, first: Side, least: Survival) -> Option<Passage> {
    let turns = match first {
        Side::A => [Side::A, Side::B],
        Side::B => [Side::B, Side::A],
    };
    let mut evidence = 0.0;
    for _ in 0..MOST_TURNS {
        let before = place.clone();
        evidence = 0.0;
        for side in turns {
            let worth = pair.worth(side, &place, least);
            let (stretch, gain) = stretch::around(&worth, &pair.half(side).ends, place.side(side))?;
            *place.side_mut(side) = stretch;
            evidence += gain;
        }
        if place == before {
            break;
        }
    }
    Some(Passage { place, evidence, summary: false })
}

fn ratio(place: &Rectangle) -> f32 {
    let (a, b) = (place.a.len() as f32, place.b.len() as f32);
    a.max(b) / a.min(b)
}

fn meet(x: &Range<usize>, y: &Range<usize>) -> bool {
    x.start < y.end && y.start < x.end
}
