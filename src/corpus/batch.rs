//! The corpus in pieces that workers read side by side.

use super::records::{Record, Records};
use super::source::{Shape, Source};
use super::{BLOCK_BYTES, Corpus, PIECE_BYTES, Settings, jsonl};
use crate::document::{Document, Skipped};
use crate::text::tokenize::tokens;

/// Small files read by one worker in one go.
const FILES_A_BATCH: usize = 64;

/// A piece of the corpus that holds whole articles.
pub struct Batch<'a> {
    corpus: &'a Corpus,
    part: Part,
}

enum Part {
    /// Files that are one article each, not read yet.
    Files(std::ops::Range<usize>),
    /// Lines of a record file.
    Lines(jsonl::Piece),
    /// Records of a file that is read in order.
    Records { source: usize, records: Vec<Record>, bytes: u64 },
    /// A file that could not be read on.
    Failed(Skipped),
}

impl Batch<'_> {
    /// Sends each article, or the reason why it is none, in order.
    pub fn articles(&self, each: &mut dyn FnMut(std::result::Result<Document<'_>, Skipped>)) {
        let (settings, sources) = (&self.corpus.settings, &self.corpus.sources);
        let each = &mut |document: std::result::Result<Document<'_>, Skipped>| {
            each(document.and_then(|document| in_language(settings, document)));
        };
        match &self.part {
            Part::Files(range) => {
                for id in range.clone() {
                    let source = &sources[id];
                    match source.read_whole(settings.max_article_bytes) {
                        Ok(bytes) => source.article(settings, id as u32, &bytes, each),
                        Err(error) => each(Err(source.skipped(&error))),
                    }
                }
            }
            Part::Lines(jsonl::Piece { first, bytes, .. }) => {
                jsonl::articles(settings, &sources[first.source as usize], *first, bytes, each)
            }
            Part::Records { source, records, .. } => {
                records.iter().for_each(|record| each(record.document(settings, &sources[*source], *source as u32)));
            }
            Part::Failed(skipped) => each(Err(skipped.clone())),
        }
    }

    /// Bytes of the piece, for the progress display; files that are not opened yet count as one block each.
    pub fn bytes(&self) -> u64 {
        match &self.part {
            Part::Files(range) => BLOCK_BYTES * range.len() as u64,
            Part::Lines(piece) => piece.bytes.len() as u64,
            Part::Records { bytes, .. } => *bytes,
            Part::Failed(_) => 0,
        }
    }
}

/// Iterator over the pieces of a corpus.
pub struct Batches<'a> {
    corpus: &'a Corpus,
    next: usize,
    open: Option<Open>,
    /// Why a record is no article, told after those before it.
    refused: Option<Skipped>,
}

/// A file of many articles that is being read.
enum Open {
    Lines(jsonl::Pieces),
    Records(usize, Box<dyn Records>),
}

impl<'a> Iterator for Batches<'a> {
    type Item = Batch<'a>;

    fn next(&mut self) -> Option<Batch<'a>> {
        let corpus = self.corpus;
        loop {
            if let Some(part) = self.next_of_open() {
                return Some(Batch { corpus, part });
            }
            self.open = None;
            let first = self.next;
            let source = corpus.sources.get(first)?;
            self.next += 1;
            let opened = match source.format.shape() {
                Shape::Whole => {
                    let whole = |source: &Source| source.format.shape() == Shape::Whole;
                    while self.next - first < FILES_A_BATCH && corpus.sources.get(self.next).is_some_and(whole) {
                        self.next += 1;
                    }
                    return Some(Batch { corpus, part: Part::Files(first..self.next) });
                }
                Shape::Lines => {
                    corpus.reader(source).map(|reader| Open::Lines(jsonl::Pieces::new(first as u32, reader)))
                }
                Shape::Records => source.records(&corpus.settings).map(|records| Open::Records(first, records)),
            };
            match opened {
                Ok(open) => self.open = Some(open),
                Err(error) => return Some(Batch { corpus, part: Part::Failed(source.skipped(&error)) }),
            }
        }
    }
}

impl<'a> Batches<'a> {
    pub(super) fn of(corpus: &'a Corpus) -> Self {
        Self { corpus, next: 0, open: None, refused: None }
    }

    /// The next piece of the file that is open; `None` at its end.
    fn next_of_open(&mut self) -> Option<Part> {
        if let Some(skipped) = self.refused.take() {
            return Some(Part::Failed(skipped));
        }
        let corpus = self.corpus;
        let limit = corpus.settings.max_article_bytes;
        match self.open.as_mut()? {
            Open::Lines(pieces) => Some(pieces.next_piece(limit)?.map_or_else(
                |skipped| {
                    let name = &corpus.sources[pieces.source() as usize].name;
                    let path = if skipped.path.is_empty() { name.clone() } else { format!("{name}:{}", skipped.path) };
                    Part::Failed(Skipped { path, ..skipped })
                },
                Part::Lines,
            )),
            Open::Records(id, reader) => {
                let (mut records, mut bytes) = (Vec::new(), 0);
                while bytes < PIECE_BYTES as u64 {
                    match reader.next(limit) {
                        Some(Ok(record)) => {
                            bytes += record.size() as u64;
                            records.push(record);
                        }
                        Some(Err(refused)) => {
                            self.refused = Some(refused.skipped(&corpus.sources[*id]));
                            break;
                        }
                        None => break,
                    }
                }
                if records.is_empty() {
                    return self.refused.take().map(Part::Failed);
                }
                Some(Part::Records { source: *id, records, bytes })
            }
        }
    }
}

/// Refuses languages that were not asked for. Where the source tells none and nobody asks, that is left to those who
/// have the words at hand.
fn in_language<'a>(settings: &Settings, mut document: Document<'a>) -> std::result::Result<Document<'a>, Skipped> {
    if settings.languages.is_empty() {
        return Ok(document);
    }
    document.tell_language(&tokens(&document.text).words);
    let own = document.language.as_deref().unwrap_or("unknown");
    let wanted = |code: &String| own.split(['-', '_']).next().is_some_and(|own| own.eq_ignore_ascii_case(code));
    if settings.languages.iter().any(wanted) {
        return Ok(document);
    }
    Err(Skipped { path: document.id, reason: format!("in another language than --lang asks for: {own}") })
}
