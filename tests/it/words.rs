//! Invented words and stories, the same in every run.

/// SplitMix64.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

/// Words in the vocabulary: two stories of a few hundred words share words, and no three in a row but by a rare accident.
const VOCABULARY: usize = 20_000;

/// The `n`-th word: three or four syllables.
pub fn word(n: usize) -> String {
    const CONSONANTS: &[u8] = b"bcdfghjklmnprstvwyz";
    const VOWELS: &[u8] = b"aeiou";
    let mut word = String::new();
    let mut rest = n + 95;
    while rest > 0 {
        let syllable = rest % 95;
        word.push(CONSONANTS[syllable / 5] as char);
        word.push(VOWELS[syllable % 5] as char);
        rest /= 95;
    }
    word
}

/// So many words that depend on the seed.
pub fn words(seed: u64, count: usize) -> Vec<String> {
    let mut random = Random::new(seed);
    (0..count).map(|_| word(random.below(VOCABULARY))).collect()
}

/// Sentences of twelve words, three a paragraph, a paragraph a line.
pub fn prose(words: &[String]) -> String {
    let paragraphs = words.chunks(36).map(|paragraph| {
        let sentences = paragraph.chunks(12).map(|sentence| {
            let sentence = sentence.join(" ");
            sentence[..1].to_uppercase() + &sentence[1..] + "."
        });
        sentences.collect::<Vec<_>>().join(" ")
    });
    paragraphs.collect::<Vec<_>>().join("\n") + "\n"
}

/// A story that nobody else tells.
pub fn story(seed: u64, count: usize) -> String {
    prose(&words(seed, count))
}

/// The words with each `every`-th one replaced by a word of another story.
pub fn edited(words: &[String], every: usize, seed: u64) -> Vec<String> {
    let mut random = Random::new(seed ^ 0xed17);
    let replaced = |(i, word): (usize, &String)| {
        if i % every == every - 1 { format!("{}x", self::word(random.below(VOCABULARY))) } else { word.clone() }
    };
    words.iter().enumerate().map(replaced).collect()
}
