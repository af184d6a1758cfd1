//! Which pairs of articles to look at for rewritten text, without comparing all of them.
//!
//! A rewritten passage keeps many rare words, and keeps some of them close together, in whatever order.
//! So an article is described by pairs of rare words that follow one another among its rare words; two
//! articles are candidates when they share several such pairs that few other articles have. Work and
//! memory grow with the length of the collection: a pair of words in many articles is dropped, and an
//! article keeps a bounded number of partners.

/// What makes a candidate pair.
#[derive(Clone, Copy, Debug)]
pub struct CandidateSettings {
    /// Share of the articles up to which a word is rare.
    pub rare_share: f32,
    /// Rare words that are paired with each rare word, counted onward.
    pub reach: usize,
    /// Articles that may have a pair of words before it is dropped.
    pub most_articles: usize,
    /// Pairs of words two articles share at least.
    pub least_shared: u32,
    /// A pair stays when it is among this many best of either of its articles.
    pub most_partners: usize,
}

impl Default for CandidateSettings {
    fn default() -> Self {
        CandidateSettings { rare_share: 0.05, reach: 4, most_articles: 32, least_shared: 4, most_partners: 64 }
    }
}

/// Pairs of neighbouring rare words of an article, each once, ordered.
pub fn signatures(words: &[u32], share: &dyn Fn(u32) -> f32, settings: &CandidateSettings) -> Vec<u64> {
    let rare: Vec<u32> = words.iter().copied().filter(|&word| share(word) <= settings.rare_share).collect();
    let mut signatures = Vec::with_capacity(rare.len() * settings.reach);
    for (at, &word) in rare.iter().enumerate() {
        let next = rare[at + 1..].iter().take(settings.reach).filter(|&&other| other != word);
        signatures.extend(next.map(|&other| unordered(word, other)));
    }
    signatures.sort_unstable();
    signatures.dedup();
    signatures
}

fn unordered(x: u32, y: u32) -> u64 {
    u64::from(x.min(y)) << 32 | u64::from(x.max(y))
}

/// Candidate pairs and how many pairs of words they share, ordered; the smaller number comes first.
///
/// `allowed` says whether two articles are compared at all, for instance across outlets only.
pub fn candidates(
    signatures: &[Vec<u64>],
    allowed: impl Fn(u32, u32) -> bool,
    settings: &CandidateSettings,
) -> Vec<(u32, u32, u32)> {
    let mut postings: Vec<(u64, u32)> = Vec::with_capacity(signatures.iter().map(Vec::len).sum());
    for (article, signatures) in (0..).zip(signatures) {
        postings.extend(signatures.iter().map(|&signature| (signature, article)));
    }
    postings.sort_unstable();
    let mut meetings: Vec<u64> = Vec::new();
    for group in postings.chunk_by(|x, y| x.0 == y.0) {
        if group.len() > settings.most_articles {
            continue;
        }
        for (n, x) in group.iter().enumerate() {
            let others = group[n + 1..].iter().filter(|y| allowed(x.1, y.1));
            meetings.extend(others.map(|y| unordered(x.1, y.1)));
        }
    }
    meetings.sort_unstable();
    let counted = meetings
        .chunk_by(|x, y| x == y)
        .filter(|group| group.len() >= settings.least_shared as usize)
        .map(|group| ((group[0] >> 32) as u32, group[0] as u32, group.len() as u32));
    best_partners(counted.collect(), signatures.len(), settings.most_partners)
}

/// Pairs that are among the best of either of their articles.
fn best_partners(mut pairs: Vec<(u32, u32, u32)>, articles: usize, most: usize) -> Vec<(u32, u32, u32)> {
    pairs.sort_unstable_by_key(|&(a, b, shared)| (std::cmp::Reverse(shared), a, b));
    let mut partners = vec![0usize; articles];
    pairs.retain(|&(a, b, _)| {
        let (a, b) = (a as usize, b as usize);
        let kept = partners[a] < most || partners[b] < most;
        partners[a] += 1;
        partners[b] += 1;
        kept
    });
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passages::testing::Random;

    const RARE: &dyn Fn(u32) -> f32 = &|word| if word < 50 { 0.9 } else { 0.001 };

    #[test]
    fn order_and_common_words_do_not_matter() {
        let settings = CandidateSettings { reach: 1, ..CandidateSettings::default() };
        assert_eq!(signatures(&[100, 7, 200], RARE, &settings), signatures(&[3, 200, 8, 100, 100], RARE, &settings));
    }

    #[test]
    fn equals_counting_all_pairs() {
        let mut random = Random::new(31);
        let settings = CandidateSettings { most_partners: 1000, ..CandidateSettings::default() };
        let lists: Vec<Vec<u64>> = (0..20).map(|_| signatures(&random.words(300, 90), RARE, &settings)).collect();
        let frequency = |signature: u64| lists.iter().filter(|list| list.contains(&signature)).count();
        let mut expected = Vec::new();
        for x in 0..20usize {
            for y in x + 1..20 {
                let shared = lists[x].iter().filter(|s| lists[y].contains(s) && frequency(**s) <= 32).count();
                if shared >= 4 && (x + y) % 3 != 0 {
                    expected.push((x as u32, y as u32, shared as u32));
                }
            }
        }
        assert_eq!(candidates(&lists, |x, y| (x + y) % 3 != 0, &settings), expected);
    }

    #[test]
    fn partners_are_bounded_by_the_number_of_articles() {
        let settings = CandidateSettings { most_partners: 2, most_articles: 1000, ..CandidateSettings::default() };
        let words: Vec<u32> = (100..200).collect();
        let lists = vec![signatures(&words, RARE, &settings); 60];
        assert!(candidates(&lists, |_, _| true, &settings).len() <= 2 * 60);
    }
}
