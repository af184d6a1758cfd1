//! Passages that are one text: sentences that changed places, and the pieces of a summary.

use std::ops::Range;

use super::evidence::NEIGHBOURHOOD;
use super::passage::Passage;

/// Joins what belongs together, in the order of the first article.
pub fn joined(mut passages: Vec<Passage>) -> Vec<Passage> {
    passages.sort_by_key(|p| (p.place.a.start, p.place.b.start));
    join_while(&mut passages, |x, y| near(&x.place.a, &y.place.a) && near(&x.place.b, &y.place.b));
    // One sentence after the other on one side, each from somewhere else on the other side.

    join_while(&mut passages, |x, y| near(&x.place.a, &y.place.a) || near(&x.place.b, &y.place.b));
    passages
}

fn near(x: &Range<usize>, y: &Range<usize>) -> bool {
    x.start.max(y.start) <= x.end.min(y.end) + NEIGHBOURHOOD
}

fn join_while(passages: &mut Vec<Passage>, belong: impl Fn(&Passage, &Passage) -> bool) {
    let mut n = 0;
    while n < passages.len() {
        match (n + 1..passages.len()).find(|&m| belong(&passages[n], &passages[m])) {
            Some(m) => {
                let other = passages.remove(m);
                let here = &mut passages[n];
                here.place.a = hull(&here.place.a, &other.place.a);
                here.place.b = hull(&here.place.b, &other.place.b);
                here.evidence += other.evidence;
                n = 0;
            }
            None => n += 1,
        }
    }
}

fn hull(x: &Range<usize>, y: &Range<usize>) -> Range<usize> {
    x.start.min(y.start)..x.end.max(y.end)
}
