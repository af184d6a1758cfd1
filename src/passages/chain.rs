//! Collinear chaining: which anchors belong to one passage.
//!
//! The dynamic programme of minimap2 (Li 2018, Bioinformatics 34(18), section 2.1) over runs of equal
//! words: an anchor follows another when it stands after it on both sides and not too far away. Costs
//! are low on purpose: whether a hole splits a passage is decided on the alignment, in `segment`.

use super::Block;

/// Predecessors an anchor looks at; minimap2's bound, which makes chaining linear in the anchors.
const LOOK_BACK: usize = 50;
/// Cost of a word that both sides skip, and of one by which their skips differ.
const SKIPPED: f32 = 0.15;
const SHIFTED: f32 = 0.25;

/// Anchors of one passage in order, and its score.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// Anchors, disjoint on both sides, each after the one before it.
    pub anchors: Vec<Block>,
    /// Equal words less the costs of the gaps.
    pub score: f32,
}

/// Chains the anchors of one pair of articles after another, in the same room.
#[derive(Default)]
pub struct Chainer {
    links: Vec<Link>,
    order: Vec<usize>,
}

/// The best chain that ends in an anchor.
#[derive(Clone, Copy)]
struct Link {
    score: f32,
    before: Option<usize>,
    /// The best score among the links so far.
    highest: f32,
    /// Whether a chain has the anchor already.
    used: bool,
}

impl Chainer {
    /// All chains of `anchors`, which are ordered by `a` then `b`; the best first, no anchor in two.
    pub fn chains(&mut self, anchors: &[Block], max_gap: u32) -> Vec<Chain> {
        self.link(anchors, max_gap);
        let links = &mut self.links;
        self.order.clear();
        // Most scores are higher the later the anchor.
        self.order.extend((0..anchors.len()).rev());
        // Of equal scores the one that ends earlier in the first article comes first.
        self.order.sort_unstable_by(|&x, &y| links[y].score.total_cmp(&links[x].score).then(x.cmp(&y)));
        let mut chains = Vec::new();
        for &last in &self.order {
            if !links[last].used {
                chains.push(trace(anchors, links, last));
            }
        }
        chains.sort_by(|x, y| y.score.total_cmp(&x.score));
        chains
    }

    fn link(&mut self, anchors: &[Block], max_gap: u32) {
        let links = &mut self.links;
        links.clear();
        for (n, anchor) in anchors.iter().enumerate() {
            let (mut score, mut best) = (anchor.len as f32, None);
            for before in (n.saturating_sub(LOOK_BACK)..n).rev() {
                // An anchor adds no more than its words: nothing further back can do better.
                if links[before].highest + anchor.len as f32 <= score {
                    break;
                }
                if let Some(gain) = gain(&anchors[before], anchor, max_gap)
                    && links[before].score + gain > score
                {
                    (score, best) = (links[before].score + gain, Some(before));
                }
            }
            let highest = links.last().map_or(score, |link| link.highest.max(score));
            links.push(Link { score, before: best, highest, used: false });
        }
    }
}

/// What `next` adds to a chain that ends in `last`, if it can follow.
fn gain(last: &Block, next: &Block, max_gap: u32) -> Option<f32> {
    if next.a <= last.a || next.b <= last.b {
        return None;
    }
    let overlap = overlap(last, next);
    if overlap >= next.len {
        return None;
    }
    let gap_a = next.a + overlap - last.a_end();
    let gap_b = next.b + overlap - last.b_end();
    if gap_a > max_gap || gap_b > max_gap {
        return None;
    }
    let cost = SKIPPED * gap_a.min(gap_b) as f32 + SHIFTED * gap_a.abs_diff(gap_b) as f32;
    Some((next.len - overlap) as f32 - cost)
}

/// Words at the start of `next` that `last` already has, on the side where there are more.
fn overlap(last: &Block, next: &Block) -> u32 {
    last.a_end().saturating_sub(next.a).max(last.b_end().saturating_sub(next.b))
}

fn trace(anchors: &[Block], links: &mut [Link], last: usize) -> Chain {
    let mut score = links[last].score;
    let mut chain = Vec::new();
    let mut next = Some(last);
    while let Some(n) = next {
        if links[n].used {
            score -= links[n].score;
            break;
        }
        links[n].used = true;
        chain.push(anchors[n]);
        next = links[n].before;
    }
    chain.reverse();
    for n in 1..chain.len() {
        let overlap = overlap(&chain[n - 1], &chain[n]);
        let next = &mut chain[n];
        *next = Block { a: next.a + overlap, b: next.b + overlap, len: next.len - overlap };
    }
    Chain { anchors: chain, score }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chains(anchors: &[Block], max_gap: u32) -> Vec<Chain> {
        Chainer::default().chains(anchors, max_gap)
    }

    fn block(a: u32, b: u32, len: u32) -> Block {
        Block { a, b, len }
    }

    #[test]
    fn an_inserted_subhead_is_bridged() {
        let chains = chains(&[block(0, 0, 20), block(34, 20, 20)], 40);
        assert_eq!(chains.len(), 1);
        assert_eq!(chains[0].anchors.len(), 2);
    }

    #[test]
    fn moved_paragraphs_are_chains_of_their_own() {
        assert_eq!(chains(&[block(0, 50, 20), block(20, 0, 20)], 40).len(), 2);
    }

    #[test]
    fn overlapping_anchors_are_cut() {
        let chains = chains(&[block(0, 0, 10), block(8, 9, 10)], 40);
        assert_eq!(chains[0].anchors, [block(0, 0, 10), block(10, 11, 8)]);
    }

    #[test]
    fn far_anchors_are_not_linked() {
        assert_eq!(chains(&[block(0, 0, 10), block(60, 60, 10)], 40).len(), 2);
    }
}
