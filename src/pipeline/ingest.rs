//! From a corpus to numbered articles: parsed and tokenised in parallel, then put in order of their ids.

use super::Observer;
use super::originals::{Originals, Piece};
use crate::date::Published;
use crate::document::{Document, Place, Skipped};
use crate::error::{Error, Result};
use crate::hash;
use crate::id::{DocId, OutletId};
use crate::index::texts::Packed;
use crate::provenance::credits::{Context, CreditField, CreditFinder};
use crate::provenance::noted::{Noted, note, note_field};
use crate::provenance::place::publisher;
use crate::text::letters::{self, LetterStore, WithLetters};
use crate::text::runs::Runs;
use crate::text::store::{self, TokenStore};
use crate::text::tokenize::Tokenizer;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;

/// What is kept of an article beside its words.
pub(super) struct Article {
    pub(super) id: Box<str>,
    pub(super) outlet: OutletId,
    pub(super) title: Option<Box<str>>,
    pub(super) published: Option<Published>,
    pub(super) modified: Option<Published>,
    pub(super) author: Option<Box<str>>,
    pub(super) language: Option<Box<str>>,
    pub(super) url: Option<Box<str>>,
    pub(super) place: Place,
    /// Which of several collections it belongs to.
    pub(super) collection: usize,
    pub(super) words: u32,
    /// Hash of its words.
    pub(super) content: u64,
    /// Who it says something is from.
    pub(super) credits: Box<[Noted]>,
    /// Whether it names a statement that was made to everybody.
    pub(super) statement: bool,
}

impl Article {
    /// When it was there for all that is known, in seconds: when it was published or, where nothing tells, changed last.
    pub(super) fn seen(&self) -> Option<i64> {
        self.published.or(self.modified).map(|moment| moment.seconds())
    }
}

/// All articles, numbered in byte order of their ids.
pub(super) struct Ingested {
    pub(super) articles: Vec<Article>,
    pub(super) store: TokenStore,
    /// The letters of the words, where they were asked for.
    pub(super) letters: Option<LetterStore>,
    /// Names in byte order; `None` first, where some article has no outlet.
    pub(super) outlets: Vec<Option<String>>,
    pub(super) skipped: Vec<Skipped>,
}

impl Ingested {
    /// That every collection has an article: with nothing there is nothing to compare.
    pub(super) fn both_sides(&self, originals: &dyn Originals) -> Result<()> {
        let has_any = |number: usize| self.articles.iter().any(|article| article.collection == number);
        match originals.collections().into_iter().enumerate().find(|(number, _)| !has_any(*number)) {
            None => Ok(()),
            Some((_, paths)) => Err(Error::NothingReadable {
                paths,
                detail: "no article was found to compare with the other side".into(),
            }),
        }
    }

    /// Who stands behind each outlet, by number: outlets of one publisher have one.
    pub(super) fn publishers(&self) -> Vec<u32> {
        let mut numbers: HashMap<Option<String>, u32> = HashMap::new();
        let mut number = |publisher| {
            let next = numbers.len() as u32;
            *numbers.entry(publisher).or_insert(next)
        };
        self.outlets.iter().map(|outlet| number(outlet.as_deref().map(publisher))).collect()
    }

    /// The id of an article.
    pub(super) fn id(&self, doc: DocId) -> String {
        // `to_string` would go through the formatter: it has a short cut for `str`, and none for a box of it.
        (*self.articles[doc.index()].id).to_owned()
    }

    /// Hash of all ids and words, in order of the ids.
    pub(super) fn fingerprint(&self) -> String {
        let of = |article: &Article| hash::stream(hash::bytes(article.id.as_bytes()), article.content);
        format!("{:016x}", self.articles.iter().map(of).fold(0, hash::stream))
    }
}

/// A batch as a worker leaves it.
#[derive(Default)]
struct Parsed {
    words: store::Batch,
    letters: Option<letters::Batch>,
    articles: Vec<(Article, Option<String>)>,
    packed: Option<Packed>,
    skipped: Vec<Skipped>,
    bytes: u64,
}

/// Pieces that a thread parses, about, before they are put in order.
const PIECES_A_THREAD: usize = 8;

/// What is taken from an article beside its words.
#[derive(Clone, Copy, Default)]
pub(super) struct Wanted<'f> {
    /// Finds its credits; without it none are looked for.
    pub(super) finder: Option<&'f CreditFinder>,
    /// Whether the letters of its words are kept.
    pub(super) letters: bool,
}

pub(super) fn read(originals: &dyn Originals, wanted: Wanted, observer: &dyn Observer) -> Result<Ingested> {
    read_with(originals, wanted, observer, None)
}

/// Takes articles as they are packed for an index.
pub(super) type Packing<'p> = &'p mut dyn FnMut(&Packed) -> Result<()>;

/// The same, with all articles packed on the way.
pub(super) fn read_with(
    originals: &dyn Originals,
    wanted: Wanted,
    observer: &dyn Observer,
    mut packing: Option<Packing>,
) -> Result<Ingested> {
    let pieces = Mutex::new(originals.pieces().fuse().enumerate());
    let mut all = Parsed { skipped: originals.skipped().to_vec(), ..Parsed::default() };
    let packs = packing.is_some();
    let (mut store, mut letters) = (TokenStore::roomy(), wanted.letters.then(LetterStore::default));
    let mut articles = Vec::new();
    // Batches that were put away, with their room for the next ones.
    let used: Mutex<Vec<store::Batch>> = Mutex::default();
    // Who parses a piece takes it from the file just before: it still lies in the core's cache then.
    let parse_next = |_| {
        let (number, piece) = pieces.lock().ok()?.next()?;
        let batch = used.lock().ok().and_then(|mut used| used.pop()).unwrap_or_default();
        Some((number, parse(originals, piece.as_ref(), wanted, packs, batch)))
    };
    let round = PIECES_A_THREAD * rayon::current_num_threads();
    loop {
        let mut parsed: Vec<_> = (0..round).into_par_iter().with_max_len(1).filter_map(parse_next).collect();
        if parsed.is_empty() {
            break;
        }
        parsed.sort_unstable_by_key(|(number, _)| *number);
        for (_, mut batch) in parsed {
            observer.advance(batch.bytes);
            if let (Some(packing), Some(packed)) = (&mut packing, &batch.packed) {
                packing(packed)?;
            }
            store.append(&batch.words);
            batch.words.clear();
            used.lock().into_iter().for_each(|mut used| used.push(std::mem::take(&mut batch.words)));
            if let (Some(letters), Some(batch)) = (&mut letters, &batch.letters) {
                letters.append(batch);
            }
            articles.push(batch.articles);
            all.skipped.extend(batch.skipped);
        }
        if observer.interrupted() {
            return Err(Error::Interrupted);
        }
    }
    all.skipped.sort();
    all.articles.reserve_exact(articles.iter().map(Vec::len).sum());
    articles.into_iter().for_each(|batch| all.articles.extend(batch));
    if all.articles.is_empty() {
        return Err(nothing_readable(originals, &all.skipped));
    }
    number(originals, all, store, letters)
}

/// Parses a piece; its words go into `words`, which are empty.
fn parse(originals: &dyn Originals, piece: &dyn Piece, wanted: Wanted, packs: bool, words: store::Batch) -> Parsed {
    let mut parsed = Parsed {
        bytes: piece.bytes(),
        words,
        packed: packs.then(Packed::default),
        letters: wanted.letters.then(letters::Batch::default),
        ..Parsed::default()
    };
    let mut tokenizer = Tokenizer::default();
    piece.articles(
        &mut |document| match document.and_then(|document| packed(originals, &mut parsed.packed, document)) {
            Ok(mut document) => {
                tokenize(&mut tokenizer, &document.text, &mut parsed);
                let words = parsed.words.finish() as u32;
                document.tell_language(parsed.words.last());
                let content = hash::run64(parsed.words.last());
                let credits =
                    wanted.finder.map(|finder| credits(&document, tokenizer.runs(), finder)).unwrap_or_default();
                parsed.articles.push(article(document, (words, content), credits));
            }
            Err(skipped) => parsed.skipped.push(skipped),
        },
    );
    parsed.packed.iter_mut().for_each(Packed::close);
    parsed
}

fn tokenize(tokenizer: &mut Tokenizer, text: &str, parsed: &mut Parsed) {
    let words = &mut parsed.words;
    let Some(letters) = &mut parsed.letters else {
        return tokenizer.tokenize(text, words);
    };
    tokenizer.tokenize(text, &mut WithLetters { words, letters, text });
    letters.finish();
}

/// The document, packed where it is to be.
fn packed<'d>(
    originals: &dyn Originals,
    packed: &mut Option<Packed>,
    document: Document<'d>,
) -> std::result::Result<Document<'d>, Skipped> {
    if let Some(packed) = packed {
        packed.push(&document, &originals.file(document.place))?;
    }
    Ok(document)
}

/// Who a document credits: in its text, whose runs are told, and beside it; and whether it names a statement that was made to everybody.
pub(super) fn credits(document: &Document, runs: &Runs, finder: &CreditFinder) -> (Box<[Noted]>, bool) {
    let context = Context {
        outlet: document.outlet.as_deref().unwrap_or(""),
        title: document.title.as_deref(),
        ..Context::default()
    };
    let (credits, statement) = note(finder, &document.text, runs, &context);
    let mut credits = credits.into_vec();
    let beside = [
        (CreditField::Author, document.author.as_slice()),
        (CreditField::Agencies, &document.agencies),
        (CreditField::Captions, &document.captions),
    ];
    for (field, values) in beside {
        credits.extend(note_field(finder, field, values.iter().map(String::as_str), context.outlet));
    }
    (credits.into_boxed_slice(), statement)
}

fn article(
    document: Document,
    (words, content): (u32, u64),
    (credits, statement): (Box<[Noted]>, bool),
) -> (Article, Option<String>) {
    let boxed = |field: Option<String>| field.map(String::into_boxed_str);
    let article = Article {
        id: document.id.into_boxed_str(),
        outlet: OutletId(0),
        title: boxed(document.title),
        published: document.published,
        modified: document.modified,
        author: boxed(document.author),
        language: boxed(document.language),
        url: boxed(document.url),
        place: document.place,
        collection: 0,
        words,
        content,
        credits,
        statement,
    };
    (article, document.outlet)
}

/// Puts the articles in order of their ids, and the outlets in order of their names.
fn number(
    originals: &dyn Originals,
    mut parsed: Parsed,
    mut store: TokenStore,
    letters: Option<LetterStore>,
) -> Result<Ingested> {
    // A collection whose articles name no outlet counts as one.
    for (article, outlet) in parsed.articles.iter_mut().filter(|(_, outlet)| outlet.is_none()) {
        *outlet = originals.collection_name(article.place).map(str::to_owned);
    }
    let mut order: Vec<u32> = (0..parsed.articles.len() as u32).collect();
    let articles = &parsed.articles;
    order.sort_unstable_by(|&x, &y| {
        let (x, y) = (&articles[x as usize].0, &articles[y as usize].0);
        x.id.cmp(&y.id).then_with(|| x.place.cmp(&y.place))
    });
    for pair in order.windows(2) {
        let (x, y) = (&articles[pair[0] as usize].0, &articles[pair[1] as usize].0);
        if x.id == y.id {
            return Err(Error::EqualIds {
                id: x.id.to_string(),
                first: originals.describe(x.place),
                second: originals.describe(y.place),
            });
        }
    }
    store.renumber(&order);
    let (outlet_of, outlets) = outlets(&parsed.articles);
    for ((article, _), outlet) in parsed.articles.iter_mut().zip(outlet_of) {
        article.outlet = outlet;
        article.collection = originals.collection(article.place);
    }
    // Both where they stand: with all that is kept of them, articles take much room.
    let mut articles: Vec<Article> = parsed.articles.into_iter().map(|(article, _)| article).collect();
    in_order(&mut articles, order);
    Ok(Ingested { articles, store, letters, outlets, skipped: parsed.skipped })
}

/// The outlet of each article, and the names of the outlets in order.
fn outlets(articles: &[(Article, Option<String>)]) -> (Vec<OutletId>, Vec<Option<String>>) {
    let mut numbers: HashMap<&Option<String>, usize> = HashMap::new();
    let mut names: Vec<&Option<String>> = Vec::new();
    let mut met = |outlet| {
        *numbers.entry(outlet).or_insert_with(|| {
            names.push(outlet);
            names.len() - 1
        })
    };
    let number_of: Vec<usize> = articles.iter().map(|(_, outlet)| met(outlet)).collect();
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_unstable_by_key(|&number| names[number]);
    let mut rank = vec![OutletId(0); order.len()];
    order.iter().zip(0..).for_each(|(&number, next)| rank[number] = OutletId(next));
    let outlet_of = number_of.into_iter().map(|number| rank[number]).collect();
    (outlet_of, order.into_iter().map(|number| names[number].clone()).collect())
}

/// Puts at each place what stands where `order` says, going round by round from each place to the one it takes from.
fn in_order<T>(items: &mut [T], mut order: Vec<u32>) {
    for start in 0..items.len() {
        let mut to = start;
        loop {
            let from = std::mem::replace(&mut order[to], to as u32) as usize;
            if from == start {
                break;
            }
            items.swap(to, from);
            to = from;
        }
    }
}

fn nothing_readable(originals: &dyn Originals, skipped: &[Skipped]) -> Error {
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    skipped.iter().for_each(|s| *reasons.entry(&s.reason).or_default() += 1);
    let mut detail: Vec<String> = reasons.iter().map(|(reason, count)| format!("{count} skipped: {reason}")).collect();
    if detail.is_empty() {
        detail.push("no file was found".into());
    }
    Error::NothingReadable { paths: originals.named(), detail: detail.join("; ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_put_in_order_stands_where_it_was_said(order in (0u32..40).prop_flat_map(|n| Just((0..n).collect::<Vec<_>>()).prop_shuffle())) {
            let mut items: Vec<String> = (0..order.len()).map(|n| n.to_string()).collect();
            let slow: Vec<String> = order.iter().map(|&from| items[from as usize].clone()).collect();
            in_order(&mut items, order);
            prop_assert_eq!(items, slow);
        }
    }
}
