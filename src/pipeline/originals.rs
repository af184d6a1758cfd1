//! Where articles are read from, and read again: a corpus of files, or what an index holds of one.

use crate::corpus::{self, Corpus};
use crate::document::{Document, Place, Skipped};

/// Articles in pieces, and their texts again by their places.
pub(super) trait Originals: Sync {
    /// All articles in pieces that hold whole articles.
    fn pieces(&self) -> Box<dyn Iterator<Item = Box<dyn Piece + '_>> + Send + '_>;
    /// What was found and is no article.
    fn skipped(&self) -> &[Skipped];
    /// What the user named, for messages.
    fn named(&self) -> String;
    /// What the user named, collection by collection, where there are several.
    fn collections(&self) -> Vec<String> {
        Vec::new()
    }
    /// How a place is written for people.
    fn describe(&self, place: Place) -> String;
    /// The file below its root that holds a place.
    fn file(&self, place: Place) -> String;
    /// Which of several collections a place belongs to.
    fn collection(&self, place: Place) -> usize;
    /// The name of that collection, where there are several.
    fn collection_name(&self, place: Place) -> Option<&str>;
    /// How many articles beside this one are best read again in one go.
    fn reread_batch(&self, place: Place) -> usize;
    /// Reads texts again; `each` gets the index into `places`.
    fn reread(&self, places: &[Place], each: &mut dyn FnMut(usize, Result<&str, Skipped>));
}

/// Some articles that one thread parses.
pub(super) trait Piece: Send + Sync {
    /// Sends each article, or the reason why it is none, in order.
    fn articles(&self, each: &mut dyn FnMut(Result<Document<'_>, Skipped>));
    /// Bytes of the piece, for the progress display.
    fn bytes(&self) -> u64;
}

impl Originals for Corpus {
    fn pieces(&self) -> Box<dyn Iterator<Item = Box<dyn Piece + '_>> + Send + '_> {
        Box::new(self.batches().map(|batch| Box::new(batch) as Box<dyn Piece>))
    }

    fn skipped(&self) -> &[Skipped] {
        Corpus::skipped(self)
    }

    fn named(&self) -> String {
        self.collections().join(", ")
    }

    fn collections(&self) -> Vec<String> {
        self.roots().iter().map(|path| path.display().to_string()).collect()
    }

    fn describe(&self, place: Place) -> String {
        Corpus::describe(self, place)
    }

    fn file(&self, place: Place) -> String {
        Corpus::file(self, place).to_owned()
    }

    fn collection(&self, place: Place) -> usize {
        Corpus::collection(self, place)
    }

    fn collection_name(&self, place: Place) -> Option<&str> {
        Corpus::collection_name(self, place)
    }

    fn reread_batch(&self, place: Place) -> usize {
        Corpus::reread_batch(self, place)
    }

    fn reread(&self, places: &[Place], each: &mut dyn FnMut(usize, Result<&str, Skipped>)) {
        Corpus::reread(self, places, each);
    }
}

impl Piece for corpus::Batch<'_> {
    fn articles(&self, each: &mut dyn FnMut(Result<Document<'_>, Skipped>)) {
        corpus::Batch::articles(self, each);
    }

    fn bytes(&self) -> u64 {
        corpus::Batch::bytes(self)
    }
}
