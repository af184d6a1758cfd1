//! Credits: the places where an article says that something comes from another news house.
//!
//! Owns the interface. `gazetteer` loads who there is, `names` finds names, `rules` judges them, `open` takes
//! unlisted names behind unmistakable phrases, `fields` reads what stands beside a text, `own` knows the outlet's own names.

mod credit;
mod fields;
mod gazetteer;
mod lexicon;
mod mention;
mod names;
mod open;
mod own;
mod prefilter;
mod prefixes;
mod rules;
mod window;

pub use credit::{Context, Credit, CreditField, CreditKind};
pub use gazetteer::{Error, GazetteerFile};

use crate::text::runs::Runs;
use gazetteer::Gazetteer;
use lexicon::Lexicon;
use mention::Article;
use names::Names;
use own::{Identity, Outlet};
use std::cell::LazyCell;

/// Finds credits; compiled once, shared by threads.
pub struct CreditFinder {
    gazetteer: Gazetteer,
    names: Names,
    lexicon: Lexicon,
    shape: open::Shape,
}

impl CreditFinder {
    /// Compiles the embedded data files and the extra ones.
    pub fn new(extra: &[GazetteerFile]) -> Result<Self, Error> {
        let gazetteer = Gazetteer::load(extra)?;
        let names = Names::build(&gazetteer);
        let lexicon = Lexicon::build(&gazetteer);
        let shape = open::Shape::new(&gazetteer);
        Ok(Self { gazetteer, names, lexicon, shape })
    }

    /// All credits of a text, in text order.
    pub fn find(&self, text: &str, context: &Context) -> Vec<Credit> {
        self.look(text, &Runs::of(text.as_bytes()), context).0
    }

    /// The same, given the runs of the text, and whether it names a statement that was made to everybody: a press
    /// release, a press conference.
    pub fn look(&self, text: &str, runs: &Runs, context: &Context) -> (Vec<Credit>, bool) {
        let outlet = LazyCell::new(|| Outlet::new(context.outlet));
        let (names, opens, statement) = self.names.find(text, runs, &outlet);
        if names.is_empty() && opens.is_empty() {
            return (Vec::new(), statement);
        }
        let article = Article { text, context, outlet: &outlet, names: &names };
        let mut credits = rules::judge(&article, &self.gazetteer, &self.lexicon);
        open::extend(&article, &opens, &self.lexicon, &self.shape, &mut credits);
        credits.sort_by(|a, b| (a.span, &a.agency).cmp(&(b.span, &b.agency)));
        credits.dedup_by(|next, kept| {
            let gap = next.span.start.saturating_sub(kept.span.end);
            let one_photo = next.kind == CreditKind::Photo && kept.kind == CreditKind::Photo && gap <= 3;
            let same = next.agency == kept.agency && (next.span.start < kept.span.end || one_photo);
            if same && one_photo {
                kept.span.end = kept.span.end.max(next.span.end);
            }
            same
        });
        (credits, statement)
    }

    /// Whether a house, by its canonical name, stands behind an outlet.
    pub fn publishes(&self, outlet: &str, house: &str) -> bool {
        let outlet = Outlet::new(outlet);
        match self.gazetteer.houses.iter().find(|listed| listed.name == house) {
            Some(listed) => outlet.owns(&Identity::new(listed), house),
            None => outlet.is_named(house),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(finder: &CreditFinder, text: &str, context: &Context) -> Vec<String> {
        let name = |kind: CreditKind| format!("{kind:?}").to_lowercase();
        finder.find(text, context).iter().map(|credit| format!("{}:{}", name(credit.kind), credit.agency)).collect()
    }

    #[test]
    fn every_language_credits_as_its_press_does() {
        let finder = CreditFinder::new(&[]).expect("embedded files");
        let context = Context { outlet: "outlet.example", ..Context::default() };
        let mut wrong = Vec::new();
        let mut cases = 0;
        for line in include_str!("cases.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let (text, expected) = line.rsplit_once(" => ").expect("a case has an arrow");
            let text = text.replace("\\n", "\n");
            let expected: Vec<&str> = expected.split("; ").filter(|credit| *credit != "-").collect();
            let found = found(&finder, &text, &context);
            cases += 1;
            if found != expected {
                wrong.push(format!("{text}\n      want {expected:?}, found {found:?}"));
            }
        }
        assert!(wrong.is_empty(), "{} of {cases} wrong\n{}", wrong.len(), wrong.join("\n"));
    }
}
