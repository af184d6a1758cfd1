//! Lines that lead to another article: "Baca juga: …", "Read also: …", and the title after them.
//!
//! Their titles stand in many articles and are nobody's text, and no frequency tells them: each is another
//! one. Only short lines are taken: where an article is one long line, a link's end cannot be seen.

use crate::hash::WordMap;
use crate::text::tokenize::tokens;
use std::ops::Range;
use std::sync::LazyLock;

/// How such lines begin, in the languages that news comes in.
const MARKERS: &str = "\
    baca juga|baca|baca selengkapnya|simak juga|simak video|simak juga video|lihat juga|lihat video|tonton juga|saksikan juga\
    |pilihan editor|artikel terkait|berita terkait|read also|also read|read more|see also|related|watch also|more on this story\
    |lesen sie auch|lesen sie mehr|siehe auch|mehr zum thema|lire aussi|à lire aussi|a lire aussi|voir aussi|lea también\
    |leer también|lee también|lea además|ver también|te puede interesar|leia também|leia mais|veja também|leggi anche\
    |guarda anche|lees ook|ayrıca okuyun|bunu da okuyun|читайте также|читать также|смотрите также|اقرأ أيضا|شاهد أيضا|اقرأ المزيد\
    |یہ بھی پڑھیں|مزید پڑھیں|यह भी पढ़ें|ये भी पढ़ें|xem thêm|đọc thêm";

/// Words of the longest line that is taken for a link.
const LINK_WORDS: usize = 25;

/// The words of the markers by their first word: most lines begin with no such word, and that is told in one look.
static BEGINNINGS: LazyLock<WordMap<Vec<Vec<u32>>>> = LazyLock::new(|| {
    let mut by_first: WordMap<Vec<Vec<u32>>> = WordMap::default();
    for words in MARKERS.split('|').map(|marker| tokens(marker).words) {
        by_first.entry(words[0]).or_default().push(words);
    }
    by_first
});

/// The link lines of an article, given its words and the ranges of its lines. A marker that stands on a line of its
/// own takes the next line along.
pub(super) fn lines(words: &[u32], lines: impl Iterator<Item = Range<u32>>) -> Vec<Range<u32>> {
    let beginnings = &*BEGINNINGS;
    let mut links = Vec::new();
    let mut marker_alone = false;
    for line in lines {
        let text = &words[line.start as usize..line.end as usize];
        let short = text.len() <= LINK_WORDS;
        let markers = text.first().and_then(|first| beginnings.get(first)).map_or(&[][..], |markers| markers);
        let begins = markers.iter().any(|marker| text.starts_with(marker));
        if short && (begins || marker_alone) {
            links.push(line);
        }
        marker_alone = begins && markers.iter().any(|marker| text == marker.as_slice());
    }
    links
}

#[cfg(test)]
mod tests {
    use crate::id::OutletId;
    use crate::text::boilerplate::learn;
    use crate::text::store::{Batch, TokenStore};
    use crate::text::tokenize::{Tokenizer, tokens};

    fn masked(text: &str) -> Vec<&str> {
        let (mut batch, mut store) = (Batch::default(), TokenStore::default());
        Tokenizer::default().tokenize(text, &mut batch);
        batch.finish();
        store.append(&batch);
        let spans = tokens(text).spans;
        let masks = learn(&store, &[OutletId(0)], &[0]).masks;
        masks[0].iter().map(|r| &text[spans[r.start as usize].start..spans[r.end as usize - 1].end]).collect()
    }

    #[test]
    fn links_between_paragraphs_are_masked() {
        assert_eq!(masked("One.\nBaca Juga: Tujuh Hal tentang Gas\nTwo."), ["Baca Juga: Tujuh Hal tentang Gas"]);
        assert_eq!(masked("One.\nLire aussi\nLe titre\nTwo."), ["Lire aussi\nLe titre"]);
        assert_eq!(masked("اقرأ أيضًا: عنوان\nنص الخبر"), ["اقرأ أيضًا: عنوان"]);
    }

    #[test]
    fn sentences_and_single_lines_stay() {
        let long = format!("Body.\nRead more {}", "word ".repeat(30));
        assert!(masked(&long).is_empty());
        assert!(masked("Baca juga: judul lain. Menteri berkata demikian.").is_empty());
        assert!(masked("She read more books.\nThey do, too.").is_empty());
    }
}
