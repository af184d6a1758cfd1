//! Groups of articles that are versions of one text.
//!
//! Pairs that hold are edges. Connected components chain (A like B, B like C, A unlike C); the default
//! instead maximises the constant Potts quality, edges inside minus `gamma` for every pair inside (Traag,
//! Van Dooren, Nesterov, "Narrow scope for resolution-limit-free community detection", 2011, eq. 6), so that
//! a cluster is denser than `gamma` inside and sparser to its neighbours. Articles are visited in order of
//! their numbers and nothing is drawn at random: the same edges give the same clusters.

use crate::id::DocId;

/// How edges become clusters.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Method {
    /// Constant Potts with this density.
    Dense {
        /// Share of the pairs of a cluster that must hold, in 0..=1.
        gamma: f64,
    },
    /// Connected components.
    Components,
}

/// Whether two articles may have an edge at all.
pub type Comparable<'c> = &'c dyn Fn(DocId, DocId) -> bool;

/// Clusters of two and more articles: members in order, clusters by first member. Edges may come in any order.
///
/// Articles that may have no edge, as both are of one outlet where pairs between outlets are wanted, speak neither for
/// nor against a cluster; `None` where all are comparable.
pub fn clusters(edges: &[(DocId, DocId)], method: Method, comparable: Option<Comparable>) -> Vec<Vec<DocId>> {
    let mut out: Vec<Vec<DocId>> = Vec::new();
    for component in components(edges) {
        match method {
            Method::Components => out.push(component.nodes),
            Method::Dense { gamma } => {
                let neutral = comparable.map_or(Vec::new(), |comparable| component.incomparable(comparable));
                out.extend(dense(&component, &neutral, gamma));
            }
        }
    }
    out.retain(|cluster| cluster.len() > 1);
    out.sort();
    out
}

/// A connected part of the graph, of two articles and more; `edges` index into `nodes`.
struct Component {
    nodes: Vec<DocId>,
    edges: Vec<(usize, usize)>,
}

/// Components larger than this are not asked for the pairs in them that may have no edge: they are too many.
const ASKED_UP_TO: usize = 2000;

impl Component {
    fn incomparable(&self, comparable: Comparable) -> Vec<(usize, usize)> {
        let nodes = if self.nodes.len() > ASKED_UP_TO { &[][..] } else { &self.nodes };
        let later = |a: usize| (a + 1..nodes.len()).map(move |b| (a, b));
        (0..nodes.len()).flat_map(later).filter(|&(a, b)| !comparable(nodes[a], nodes[b])).collect()
    }
}

fn components(edges: &[(DocId, DocId)]) -> Vec<Component> {
    let docs = edges.iter().map(|(a, b)| a.0.max(b.0) + 1).max().unwrap_or(0);
    let mut parent: Vec<u32> = (0..docs).collect();
    for &(a, b) in edges {
        let (a, b) = (root(&mut parent, a.0), root(&mut parent, b.0));
        // The smaller root stays: it does not depend on the order of the edges.
        parent[a.max(b) as usize] = a.min(b);
    }
    let mut components: Vec<Component> = Vec::new();
    // By article: its component, and its place there. Of a root the component is set when its second member is met.
    let mut of = vec![(NONE, 0); docs as usize];
    for doc in 0..docs {
        let root = root(&mut parent, doc);
        if root == doc {
            continue;
        }
        if of[root as usize].0 == NONE {
            of[root as usize].0 = components.len();
            components.push(Component { nodes: vec![DocId(root)], edges: Vec::new() });
        }
        let component = of[root as usize].0;
        of[doc as usize] = (component, components[component].nodes.len());
        components[component].nodes.push(DocId(doc));
    }
    let mut edges: Vec<(DocId, DocId)> =
        edges.iter().filter(|(a, b)| a != b).map(|&(a, b)| (a.min(b), a.max(b))).collect();
    edges.sort_unstable();
    edges.dedup();
    for (a, b) in edges {
        let ((component, a), (_, b)) = (of[a.index()], of[b.index()]);
        components[component].edges.push((a, b));
    }
    components
}

/// No component.
const NONE: usize = usize::MAX;

fn root(parent: &mut [u32], mut node: u32) -> u32 {
    while parent[node as usize] != node {
        parent[node as usize] = parent[parent[node as usize] as usize];
        node = parent[node as usize];
    }
    node
}

/// A pair of nodes, the lower one first, and what it is worth.
type Weight = ((usize, usize), f64);

/// Local moving and merging, again and again until the quality no longer rises. A neutral pair is worth what it costs.
fn dense(component: &Component, neutral: &[(usize, usize)], gamma: f64) -> Vec<Vec<DocId>> {
    let n = component.nodes.len();
    let mut group: Vec<usize> = (0..n).collect();
    let neutral = neutral.iter().map(|&pair| (pair, gamma));
    let edges = component.edges.iter().map(|&edge| (edge, 1.0));
    // What is an edge is no neutral pair.
    let mut weights: Vec<Weight> = neutral.chain(edges).collect();
    merge(&mut weights, |_, edge| edge);
    let mut sizes = vec![1.0; n];
    loop {
        let moved = local_moving(&weights, &sizes, gamma);
        let count = moved.iter().max().map_or(0, |m| m + 1);
        if count == sizes.len() {
            break;
        }
        group.iter_mut().for_each(|g| *g = moved[*g]);
        weights.iter_mut().for_each(|((a, b), _)| (*a, *b) = (moved[*a].min(moved[*b]), moved[*a].max(moved[*b])));
        weights.retain(|((a, b), _)| a != b);
        merge(&mut weights, |sum, weight| sum + weight);
        let mut merged_sizes = vec![0.0; count];
        moved.iter().zip(&sizes).for_each(|(&m, size)| merged_sizes[m] += size);
        sizes = merged_sizes;
    }
    let mut clusters = vec![Vec::new(); sizes.len()];
    group.iter().zip(&component.nodes).for_each(|(&g, &doc)| clusters[g].push(doc));
    clusters
}

/// Makes one of what stands under one key, in the order of the list; and sorts by key.
fn merge<K: Ord + Copy>(worths: &mut Vec<(K, f64)>, both: impl Fn(f64, f64) -> f64) {
    worths.sort_by_key(|worth| worth.0);
    worths.dedup_by(|later, first| {
        let same = later.0 == first.0;
        if same {
            first.1 = both(first.1, later.1);
        }
        same
    });
}

/// Moves each node to the neighbouring group that gains most, until none gains; groups are numbered by first member.
fn local_moving(weights: &[Weight], sizes: &[f64], gamma: f64) -> Vec<usize> {
    let n = sizes.len();
    let mut neighbours: Vec<Vec<(usize, f64)>> = vec![Vec::new(); n];
    for &((a, b), weight) in weights {
        neighbours[a].push((b, weight));
        neighbours[b].push((a, weight));
    }
    let mut group: Vec<usize> = (0..n).collect();
    let mut group_size = sizes.to_vec();
    // By group, in order: what the links of a node to it are worth.
    let mut links: Vec<(usize, f64)> = Vec::new();
    loop {
        let mut any = false;
        for node in 0..n {
            let own = group[node];
            group_size[own] -= sizes[node];
            links.clear();
            // Its own group is among them, with nothing to begin with.
            links.push((own, 0.0));
            links.extend(neighbours[node].iter().map(|&(other, weight)| (group[other], weight)));
            merge(&mut links, |sum, weight| sum + weight);
            let gain = |&(to, link): &(usize, f64)| link - gamma * sizes[node] * group_size[to];
            let stays = links.iter().find(|link| link.0 == own).map_or(0.0, gain);
            let mut best = (own, stays);
            for link in &links {
                // A hair more than rounding, so that equal gains do not swing for ever.
                if gain(link) > best.1 + 1e-9 {
                    best = (link.0, gain(link));
                }
            }
            group[node] = best.0;
            group_size[best.0] += sizes[node];
            any |= best.0 != own;
        }
        if !any {
            break;
        }
    }
    numbered(&group)
}

/// The groups numbered by first member.
fn numbered(group: &[usize]) -> Vec<usize> {
    let (mut number, mut count) = (vec![None; group.len()], 0);
    let next = |&of: &usize| {
        *number[of].get_or_insert_with(|| {
            count += 1;
            count - 1
        })
    };
    group.iter().map(next).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edges(pairs: &[(u32, u32)]) -> Vec<(DocId, DocId)> {
        pairs.iter().map(|&(a, b)| (DocId(a), DocId(b))).collect()
    }

    fn found(pairs: &[(u32, u32)], method: Method) -> Vec<Vec<u32>> {
        clusters(&edges(pairs), method, None).into_iter().map(|c| c.into_iter().map(|d| d.0).collect()).collect()
    }

    const DENSE: Method = Method::Dense { gamma: 0.5 };

    #[test]
    fn a_bridge_does_not_merge_two_stories() {
        let two = [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5), (2, 3)];
        assert_eq!(found(&two, DENSE), [[0, 1, 2], [3, 4, 5]]);
        assert_eq!(found(&two, Method::Components), [[0, 1, 2, 3, 4, 5]]);
    }

    /// One story in two articles of one outlet and three of others, where pairs between outlets are wanted: without a
    /// word on who may be compared, the second article of an outlet counts against the first.
    #[test]
    fn articles_that_may_not_be_compared_are_neutral() {
        let outlet = |doc: DocId| doc.0 / 4;
        let between = |a: DocId, b: DocId| outlet(a) != outlet(b);
        let pairs: Vec<(u32, u32)> = (0..4).map(|a| (a, 4)).collect();
        let with = clusters(&edges(&pairs), DENSE, Some(&between));
        assert_eq!(with, [(0..5).map(DocId).collect::<Vec<_>>()]);
        assert_ne!(clusters(&edges(&pairs), DENSE, None), with);
    }

    #[test]
    fn a_full_group_stays_whole() {
        let all: Vec<(u32, u32)> = (0..30).flat_map(|a| (a + 1..30).map(move |b| (a, b))).collect();
        assert_eq!(found(&all, DENSE), [(0..30).collect::<Vec<_>>()]);
    }

    proptest! {
        #[test]
        fn components_are_what_edges_reach(pairs in proptest::collection::vec((0u32..30, 0u32..30), 0..30)) {
            // Slow and plain: the lowest number goes along the edges as long as anything changes.
            let mut lowest: Vec<u32> = (0..30).collect();
            for _ in 0..30 {
                for &(a, b) in &pairs {
                    let low = lowest[a as usize].min(lowest[b as usize]);
                    (lowest[a as usize], lowest[b as usize]) = (low, low);
                }
            }
            let of = |low: u32| (0..30).filter(|&doc| lowest[doc as usize] == low).collect::<Vec<_>>();
            let slow: Vec<Vec<u32>> = (0..30).map(of).filter(|component| component.len() > 1).collect();
            prop_assert_eq!(found(&pairs, Method::Components), slow);
        }

        #[test]
        fn the_order_of_edges_does_not_matter(mut pairs in proptest::collection::vec((0u32..12, 0u32..12), 0..40), rotate in 0usize..40) {
            pairs.retain(|p| p.0 != p.1);
            let first = found(&pairs, DENSE);
            if !pairs.is_empty() {
                let by = rotate % pairs.len();
                pairs.rotate_left(by);
            }
            pairs.iter_mut().step_by(2).for_each(|p| *p = (p.1, p.0));
            prop_assert_eq!(&found(&pairs, DENSE), &first);
            let members: Vec<u32> = first.into_iter().flatten().collect();
            let mut once = members.clone();
            once.sort_unstable();
            once.dedup();
            prop_assert_eq!(once.len(), members.len());
        }
    }
}
