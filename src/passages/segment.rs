//! Where a passage begins and ends on an alignment: the evidence decides.
//!
//! A run of equal words is worth its length; a hole costs the words both sides lost in it, and a little
//! for the words only one side has, because subheads and links are put between sentences of a copied
//! text. A segment is a stretch of which every start and every end has a positive worth, so that it can
//! not overrun into other text (Karlin and Altschul 1990 call it a maximal scoring segment), and inside
//! which the worth never falls by more than a given drop.

use super::Block;

/// Cost of a hole of `a` words on one side and `b` on the other, in quarters of a word.
fn cost(a: u32, b: u32) -> i64 {
    let (both, one) = (i64::from(a.min(b)), i64::from(a.abs_diff(b)));
    4 * both + if one > 0 { 3 + one } else { 0 }
}

/// Cuts an alignment into its segments, in order.
///
/// `drop` is in words: as much as this lost on both sides separates two passages.
pub fn segments(runs: &[Block], drop: u32) -> impl Iterator<Item = &[Block]> {
    let mut rest = runs;
    std::iter::from_fn(move || {
        let (segment, after) = rest.split_at(first_segment(rest, 4 * i64::from(drop)));
        rest = after;
        (!segment.is_empty()).then(|| &segment[last_rise(segment)..])
    })
}

/// Length of the stretch from the first run to the best end before the worth drops.
fn first_segment(runs: &[Block], drop: i64) -> usize {
    let (mut worth, mut best, mut end) = (0, 0, 0);
    for (n, run) in runs.iter().enumerate() {
        if n > 0 {
            worth -= cost(run.a - runs[n - 1].a_end(), run.b - runs[n - 1].b_end());
        }
        if worth < best - drop || (worth <= 0 && n > 0) {
            break;
        }
        worth += 4 * i64::from(run.len);
        if worth > best {
            (best, end) = (worth, n + 1);
        }
    }
    end
}

/// First run of the best suffix: what stands before it costs more than it is worth.
fn last_rise(runs: &[Block]) -> usize {
    let (mut worth, mut best, mut begin) = (0, i64::MIN, 0);
    for n in (0..runs.len()).rev() {
        if n + 1 < runs.len() {
            worth -= cost(runs[n + 1].a - runs[n].a_end(), runs[n + 1].b - runs[n].b_end());
        }
        worth += 4 * i64::from(runs[n].len);
        if worth > best {
            (best, begin) = (worth, n);
        }
    }
    begin
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(a: u32, b: u32, len: u32) -> Block {
        Block { a, b, len }
    }

    #[test]
    fn a_stray_word_at_the_edge_is_trimmed() {
        let runs = [block(0, 0, 1), block(5, 4, 20), block(28, 27, 1)];
        assert_eq!(segments(&runs, 12).nth(1).unwrap(), [block(5, 4, 20)]);
    }

    #[test]
    fn furniture_on_one_side_is_bridged() {
        assert_eq!(segments(&[block(0, 0, 20), block(34, 20, 20)], 12).count(), 1);
    }

    #[test]
    fn a_hole_on_both_sides_splits() {
        assert_eq!(segments(&[block(0, 0, 30), block(43, 43, 30)], 12).count(), 2);
        assert_eq!(segments(&[block(0, 0, 30), block(40, 40, 30)], 12).count(), 1);
    }

    #[test]
    fn every_run_is_in_at_most_one_segment() {
        let runs = [block(0, 0, 5), block(20, 20, 9), block(60, 60, 2), block(63, 63, 9)];
        let all: Vec<Block> = segments(&runs, 12).flatten().copied().collect();
        assert!(all.is_sorted());
        assert_eq!(all.len(), 4);
    }
}
