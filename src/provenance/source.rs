//! Where a text probably came from, with the evidence, or that nothing can be concluded.
//!
//! Each piece of evidence is worth points for one source: a house that is credited, or a publisher who ran the text.
//!
//! | evidence | points |
//! |---|---|
//! | publishers credit the house for the text | 2; 3 from two publishers on, 4 from three on |
//! | one of them in a byline, dateline or copyright line | 1 |
//! | the house is the publisher of one of the places | 2 |
//! | the place that is surely the earliest is the publisher's, or credits the house | 1 |
//! | the publisher's place holds at least nine tenths of the others, and more than any other publisher's | 1 |
//! | a page names the publisher's page as its own address | 2 |
//!
//! The source with the most points is the probable one: high confidence from 5 points, medium from 3, low with 2. With
//! fewer, or with as many for another, the source is undetermined. That a text was seen first somewhere is told apart from
//! this: first seen is not first written.

use super::place::{Places, publisher};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How sure a conclusion is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// No source stands out.
    #[default]
    Undetermined,
    /// 2 points.
    Low,
    /// 3 or 4.
    Medium,
    /// 5 or more.
    High,
}

/// What speaks for a source.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It is credited for the text.
    Credited,
    /// It is credited in a byline, dateline or copyright line.
    CreditedForTheArticle,
    /// It published one of the places itself.
    Published,
    /// Its place, or one that credits it, is surely the earliest.
    EarliestSeen,
    /// Its place holds nearly all that the others have.
    MostComplete,
    /// A page of another publisher gives its address as its own.
    Linked,
}

/// One piece of evidence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Evidence {
    /// Whom it speaks for.
    pub source: String,
    /// How.
    pub reason: Reason,
    /// What it is worth.
    pub points: u32,
    /// Indexes of the places that show it.
    pub places: Vec<usize>,
}

/// What is concluded.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Conclusion {
    /// The probable source.
    pub source: Option<String>,
    /// How sure that is.
    pub confidence: Confidence,
    /// All evidence, that for the probable source first.
    pub evidence: Vec<Evidence>,
}

/// Share of the other places that the most complete one holds at least.
const COMPLETE: f64 = 0.9;

/// Concludes from the places of one text. Of one publisher alone, only its credits count.
pub fn conclude(places: &Places) -> Conclusion {
    let mut evidence = credits(places);
    if places.publishers.iter().any(|publisher| *publisher != 0) {
        evidence.extend(published(places));
        evidence.extend(earliest(places));
        evidence.extend(most_complete(places));
        evidence.extend(links(places));
    }
    let mut points: BTreeMap<&str, u32> = BTreeMap::new();
    evidence.iter().for_each(|one| *points.entry(&one.source).or_default() += one.points);
    let best = points.values().copied().max().unwrap_or(0);
    let leaders: Vec<&str> = points.iter().filter(|(_, points)| **points == best).map(|(source, _)| *source).collect();
    let confidence = match best {
        _ if leaders.len() != 1 => Confidence::Undetermined,
        0 | 1 => Confidence::Undetermined,
        2 => Confidence::Low,
        3 | 4 => Confidence::Medium,
        _ => Confidence::High,
    };
    let source = (confidence > Confidence::Undetermined).then(|| leaders[0].to_owned());
    evidence.sort_by_key(|one| (Some(&one.source) != source.as_ref(), one.source.clone(), one.reason));
    Conclusion { source, confidence, evidence }
}

fn evidence(source: &str, reason: Reason, points: u32, places: Vec<usize>) -> Evidence {
    Evidence { source: source.to_owned(), reason, points, places }
}

/// What a place is called as a source: the house that others credit and that it belongs to, else its outlet.
fn name<'a>(places: &Places<'a>, i: usize) -> &'a str {
    let mut own = places.namers.keys().copied().filter(|house| places.is_of(i, house));
    own.next().unwrap_or(places.all[i].outlet)
}

fn credits(places: &Places) -> Vec<Evidence> {
    let mut found = Vec::new();
    for (house, publishers) in &places.namers {
        let here = |&i: &usize| places.all[i].here.contains_key(house);
        let namers: Vec<usize> = (0..places.all.len()).filter(here).collect();
        let wholly: Vec<usize> = namers.iter().copied().filter(|&i| places.all[i].here[house]).collect();
        found.push(evidence(house, Reason::Credited, publishers.len().min(3) as u32 + 1, namers));
        if !wholly.is_empty() {
            found.push(evidence(house, Reason::CreditedForTheArticle, 1, wholly));
        }
    }
    found
}

fn published(places: &Places) -> Vec<Evidence> {
    let own = |house| (0..places.all.len()).filter(|&i| places.is_of(i, house)).collect::<Vec<_>>();
    let found = places.namers.keys().map(|house| (house, own(house))).filter(|(_, own)| !own.is_empty());
    found.map(|(house, own)| evidence(house, Reason::Published, 2, own)).collect()
}

fn earliest(places: &Places) -> Vec<Evidence> {
    let before_all = |&i: &usize| places.others(i).all(|other| places.first(i, other));
    let Some(i) = (0..places.all.len()).find(before_all) else {
        return Vec::new();
    };
    let here = &places.all[i].here;
    let sources: Vec<&str> = if here.is_empty() { vec![name(places, i)] } else { here.keys().copied().collect() };
    let named = sources.into_iter().filter(|source| !source.is_empty());
    named.map(|source| evidence(source, Reason::EarliestSeen, 1, vec![i])).collect()
}

fn most_complete(places: &Places) -> Option<Evidence> {
    let best = places.all.iter().map(|place| place.complete).fold(0.0, f64::max);
    let most: Vec<usize> = (0..places.all.len()).filter(|&i| places.all[i].complete >= best - 1e-9).collect();
    let first = *most.first()?;
    let one = most.iter().all(|&i| places.publishers[i] == places.publishers[first]);
    // A place that credits somebody is no candidate itself.
    let candidate = places.all[first].here.is_empty() && !places.all[first].outlet.is_empty();
    (best >= COMPLETE && one && candidate).then(|| evidence(name(places, first), Reason::MostComplete, 1, most))
}

fn links(places: &Places) -> Vec<Evidence> {
    let mut linked: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, place) in places.all.iter().enumerate() {
        let Some(at) = place.url.and_then(host).map(publisher) else { continue };
        if let Some(target) = places.others(i).find(|&other| places.all[other].publisher == at) {
            linked.entry(name(places, target)).or_default().push(i);
        }
    }
    linked.into_iter().map(|(source, places)| evidence(source, Reason::Linked, 2, places)).collect()
}

fn host(url: &str) -> Option<&str> {
    url.split_once("://")?.1.split(['/', '?', '#', ':']).next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provenance::credits::CreditFinder;
    use crate::provenance::place::{Place, crediting as place};

    fn concluded(places: &[Place]) -> (Option<String>, Confidence) {
        let found = conclude(&Places::new(places.to_vec(), &CreditFinder::new(&[]).expect("embedded files")));
        (found.source, found.confidence)
    }

    fn some(source: &str, confidence: Confidence) -> (Option<String>, Confidence) {
        (Some(source.to_owned()), confidence)
    }

    #[test]
    fn credits_that_agree_outweigh_who_was_seen_first() {
        let places = [place("a", "2022-02-15", &[]), place("b", "2022-02-17", &["AFP"]), place("c", "", &["AFP"])];
        assert_eq!(concluded(&places), some("AFP", Confidence::Medium));
        assert_eq!(concluded(&places[..2]), some("AFP", Confidence::Low));
    }

    #[test]
    fn a_house_that_ran_it_first_and_is_credited_is_the_source() {
        let places = [place("antaranews.com", "2022-02-15", &[]), place("b", "2022-02-17", &["Antara"])];
        assert_eq!(concluded(&places), some("Antara", Confidence::High));
    }

    #[test]
    fn the_earliest_alone_is_no_source() {
        let mut places = [place("a", "2022-02-15", &[]), place("b", "2022-02-17", &[])];
        assert_eq!(concluded(&places), (None, Confidence::Undetermined));
        places[0].complete = 1.0;
        places[1].complete = 0.5;
        assert_eq!(concluded(&places), some("a", Confidence::Low));
    }

    #[test]
    fn two_sources_with_equal_points_are_none() {
        let places = [place("a", "", &["AFP"]), place("b", "", &["dpa"])];
        assert_eq!(concluded(&places), (None, Confidence::Undetermined));
    }

    #[test]
    fn a_page_that_gives_anothers_address_points_there() {
        let mut places = [place("a.example.com", "", &[]), place("b.example.org", "", &[])];
        places[1].url = Some("https://a.example.com/story");
        assert_eq!(concluded(&places), some("a.example.com", Confidence::Low));
    }
}
