//! One place of a text, as provenance sees it: who published it and when, and whom it credits.

use super::credits::{CreditFinder, CreditKind};
use super::moment::Appeared;
use super::noted::{Noted, Reach};
use crate::date::Published;
use crate::id::Span;
use std::collections::{BTreeMap, BTreeSet};

/// A place of a passage, or a member of a cluster.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Place<'a> {
    /// The outlet that ran it; empty where nothing tells.
    pub outlet: &'a str,
    /// Who stands behind the outlet: see `publisher`.
    pub publisher: String,
    /// When.
    pub appeared: Option<Appeared>,
    /// Houses that a credit for this text names, and whether one of these speaks for the whole article.
    pub here: BTreeMap<&'a str, bool>,
    /// Houses that are credited for other parts of the article only.
    pub elsewhere: Vec<&'a str>,
    /// Share of the other places' text that this one holds, on average, in 0..=1; 0 where it was not asked.
    pub complete: f64,
    /// Whether its article names a statement that was made to everybody: a press release, a press conference.
    pub statement: bool,
    /// Address of the page, where known.
    pub url: Option<&'a str>,
}

impl<'a> Place<'a> {
    /// A place without credits.
    pub fn new(outlet: &'a str, published: Option<Published>, modified: Option<Published>) -> Self {
        Self { outlet, publisher: publisher(outlet), appeared: Appeared::of(published, modified), ..Self::default() }
    }

    /// Adds the credits of its article. `span` is the text in question; without one it is the whole article, which every
    /// credit but that of a photo speaks for.
    #[must_use]
    pub fn crediting(mut self, credits: &'a [Noted], span: Option<Span>) -> Self {
        for credit in credits.iter().filter(|credit| credit.kind != CreditKind::Photo) {
            let holds = span.is_none_or(|span| holds(credit.reach, span));
            if holds {
                *self.here.entry(&credit.agency).or_default() |= credit.reach == Reach::Article;
            } else {
                self.elsewhere.push(&credit.agency);
            }
        }
        let Self { here, elsewhere, .. } = &mut self;
        elsewhere.retain(|house| !here.contains_key(house));
        self
    }
}

/// All places of one text, and what they are to each other.
#[derive(Debug)]
pub struct Places<'a> {
    /// In the order they were given.
    pub all: Vec<Place<'a>>,
    /// Number of each place's publisher.
    pub publishers: Vec<usize>,
    /// Houses that are credited for the text, and the numbers of the publishers that do.
    pub namers: BTreeMap<&'a str, BTreeSet<usize>>,
    /// Houses credited anywhere in the articles that stand behind an outlet.
    own: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Places<'a> {
    /// Compares every outlet with every house once.
    pub fn new(all: Vec<Place<'a>>, finder: &CreditFinder) -> Self {
        let mut names: Vec<&str> = all.iter().map(|place| place.publisher.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let number = |place: &Place| names.partition_point(|name| *name < place.publisher.as_str());
        let publishers: Vec<usize> = all.iter().map(number).collect();
        let mut namers: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for (place, &publisher) in all.iter().zip(&publishers) {
            place.here.keys().for_each(|house| {
                namers.entry(house).or_default().insert(publisher);
            });
        }
        let mut houses: BTreeSet<&str> = namers.keys().copied().collect();
        houses.extend(all.iter().flat_map(|place| place.elsewhere.iter().copied()));
        // Of most texts nobody is named, and no outlet is to be compared.
        let compared = all.iter().filter(|place| !houses.is_empty() && !place.outlet.is_empty());
        let outlets: BTreeSet<&str> = compared.map(|place| place.outlet).collect();
        let of = |outlet: &str| houses.iter().copied().filter(|house| finder.publishes(outlet, house)).collect();
        let own = outlets.into_iter().map(|outlet| (outlet, of(outlet))).collect();
        Self { all, publishers, namers, own }
    }

    /// Whether a house is a place's own outlet.
    pub fn is_of(&self, place: usize, house: &str) -> bool {
        self.own.get(self.all[place].outlet).is_some_and(|own| own.contains(house))
    }

    /// Whether one place surely appeared before another one.
    pub fn first(&self, one: usize, other: usize) -> bool {
        matches!((self.all[one].appeared, self.all[other].appeared), (Some(x), Some(y)) if x.surely_before(y))
    }

    /// The places of other publishers.
    pub fn others(&self, place: usize) -> impl Iterator<Item = usize> {
        (0..self.all.len()).filter(move |&other| self.publishers[other] != self.publishers[place])
    }
}

fn holds(reach: Reach, span: Span) -> bool {
    match reach {
        Reach::Nothing => false,
        Reach::Article => true,
        Reach::Near(near) => near.start < span.end && span.start < near.end,
    }
}

/// Who stands behind an outlet: the registrable domain where its name is a host (`news.example.co.uk` and
/// `sport.example.co.uk` are both `example.co.uk`, by the Public Suffix List), else the name in lower case.
pub fn publisher(outlet: &str) -> String {
    let name = outlet.to_lowercase();
    let host = name.contains('.') && !name.contains(char::is_whitespace);
    let domain = host.then(|| psl::domain_str(&name)).flatten().map(str::to_owned);
    domain.unwrap_or(name)
}

/// A place for tests: an outlet, a date or none, and houses that it credits near by.
#[cfg(test)]
pub(super) fn crediting<'a>(outlet: &'a str, at: &str, here: &[&'a str]) -> Place<'a> {
    let place = Place::new(outlet, Published::parse_iso(at), None);
    Place { here: here.iter().map(|&house| (house, false)).collect(), ..place }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_one_domain_have_one_publisher() {
        assert_eq!(publisher("news.detik.com"), publisher("Sport.Detik.com"));
        assert_eq!(publisher("www.bbc.co.uk"), "bbc.co.uk");
        assert_ne!(publisher("a.co.id"), publisher("b.co.id"));
        assert_eq!(publisher("Kabar Teluk"), "kabar teluk");
    }
}
