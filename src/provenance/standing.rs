//! Whether a place of a text credits whom it came from.
//!
//! The rule, in this order, for one place among all places of a text; places of one publisher do not speak against each
//! other, and a photo credit speaks for no text:
//!
//! 1. **credited**: a credit speaks for this text: a byline, dateline or copyright line of the article, or a citing phrase
//!    in the sentence or one beside it.
//! 2. **origin**: the outlet is itself a house that another place credits.
//! 3. **credited**, too: the article names, anywhere, a house that other places credit or that published one of them.
//! 4. **origin**: its publisher surely ran it before every other one, and no two others credit one house for it.
//! 5. **uncredited**, which means that no credit was found, and nothing else: two publishers credit one house for the
//!    text, or one does that did not surely run it later, or another publisher surely ran it before (see `moment`).
//!    Where dates alone say so and an article names a press release, a written statement or a press conference, all may
//!    have it from there: that is unknown.
//! 6. **unknown**: nothing decides.

use super::place::Places;
use serde::{Deserialize, Serialize};

/// What a place of a text says of where it came from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The text may well begin here: there is nobody to credit.
    Origin,
    /// A credit was found.
    Credited,
    /// No credit was found, and there was somebody to credit.
    Uncredited,
    /// Nothing decides.
    #[default]
    Unknown,
}

/// All places of a text together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Every place that is decided is credited.
    Credited,
    /// No place is.
    Uncredited,
    /// Some are, some are not.
    Mixed,
    /// Nothing decides for any place.
    #[default]
    Unknown,
}

/// The four groups of reused text: by credit, and by quotation marks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Marked as a quotation, and credited.
    CreditedQuoted,
    /// Credited, not marked as a quotation.
    CreditedNotQuoted,
    /// Marked as a quotation, no credit found.
    QuotedNotCredited,
    /// Neither.
    Neither,
}

/// The standing of each place, in their order.
pub fn standings(places: &Places) -> Vec<Standing> {
    (0..places.all.len()).map(|i| standing(places, i)).collect()
}

fn standing(places: &Places, i: usize) -> Standing {
    let place = &places.all[i];
    if !place.here.is_empty() {
        return Standing::Credited;
    }
    // Publishers beside its own that credit a house.
    let own = places.publishers[i];
    let namers = |house: &str| places.namers.get(house).map_or(0, |of| of.iter().filter(|&&of| of != own).count());
    let named = || places.namers.keys().copied().filter(|house| namers(house) > 0);
    if named().any(|house| places.is_of(i, house)) {
        return Standing::Origin;
    }
    let known = |house: &str| namers(house) > 0 || places.others(i).any(|other| places.is_of(other, house));
    if place.elsewhere.iter().any(|house| known(house)) {
        return Standing::Credited;
    }
    let agreed = named().any(|house| namers(house) > 1);
    let speaks = |other: usize| !places.all[other].here.is_empty() && !places.first(i, other);
    if agreed {
        return Standing::Uncredited;
    }
    if ran_first(places, own) {
        return Standing::Origin;
    }
    if places.others(i).any(speaks) {
        return Standing::Uncredited;
    }
    let shared_statement = || places.all.iter().any(|place| place.statement);
    if places.others(i).any(|other| places.first(other, i)) {
        let unknown = named().next().is_none() && shared_statement();
        return if unknown { Standing::Unknown } else { Standing::Uncredited };
    }
    Standing::Unknown
}

/// Whether a publisher has a place that surely ran before all of the others'.
fn ran_first(places: &Places, publisher: usize) -> bool {
    let before_all = |place: usize| {
        let mut others = places.others(place).peekable();
        others.peek().is_some() && others.all(|other| places.first(place, other))
    };
    (0..places.all.len()).any(|place| places.publishers[place] == publisher && before_all(place))
}

/// What the places come to.
pub fn status(standings: &[Standing]) -> Status {
    let any = |standing| standings.contains(&standing);
    match (any(Standing::Credited), any(Standing::Uncredited)) {
        (true, true) => Status::Mixed,
        (true, false) => Status::Credited,
        (false, true) => Status::Uncredited,
        (false, false) => Status::Unknown,
    }
}

/// The group of a place; none where it is the origin, or undecided.
pub fn group(standing: Standing, quoted: bool) -> Option<Group> {
    match (standing, quoted) {
        (Standing::Credited, true) => Some(Group::CreditedQuoted),
        (Standing::Credited, false) => Some(Group::CreditedNotQuoted),
        (Standing::Uncredited, true) => Some(Group::QuotedNotCredited),
        (Standing::Uncredited, false) => Some(Group::Neither),
        (Standing::Origin | Standing::Unknown, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provenance::credits::CreditFinder;
    use crate::provenance::place::{Place, crediting as place};

    fn judged(places: &[Place]) -> Vec<Standing> {
        standings(&Places::new(places.to_vec(), &CreditFinder::new(&[]).expect("embedded files")))
    }

    use Standing::{Credited, Origin, Uncredited, Unknown};

    #[test]
    fn who_ran_a_credited_text_later_without_a_word_is_uncredited() {
        let (early, late) = ("2022-02-16T21:00", "2022-02-17T06:00");
        assert_eq!(judged(&[place("a", early, &["Politico"]), place("b", late, &[])]), [Credited, Uncredited]);
        // The other way round the first may be the source, whatever the second says.
        assert_eq!(judged(&[place("a", early, &[]), place("b", late, &["Politico"])]), [Origin, Credited]);
        // Unless two agree on somebody else.
        let c = place("c", late, &["Politico"]);
        assert_eq!(judged(&[place("a", early, &[]), place("b", late, &["Politico"]), c])[0], Uncredited);
        // Without dates, one who names a house speaks against one who names none.
        assert_eq!(judged(&[place("a", "", &["Politico"]), place("b", "", &[])]), [Credited, Uncredited]);
    }

    #[test]
    fn the_house_itself_has_nobody_to_credit() {
        let places = [place("antaranews.com", "", &[]), place("b", "", &["Antara"]), place("c", "", &[])];
        assert_eq!(judged(&places), [Origin, Credited, Uncredited]);
    }

    #[test]
    fn who_ran_it_first_may_run_it_again() {
        let (first, early, late) = ("2022-02-14T21:00", "2022-02-16T21:00", "2022-02-17T06:00");
        let places = [place("a", first, &[]), place("b", early, &["BBC"]), place("a", late, &[])];
        assert_eq!(judged(&places), [Origin, Credited, Origin]);
        let c = place("c", early, &["BBC"]);
        assert_eq!(judged(&[places[0].clone(), places[1].clone(), places[2].clone(), c])[2], Uncredited);
    }

    #[test]
    fn what_was_said_to_everybody_is_nobodys_copy() {
        let (early, late) = ("2022-02-16T21:00", "2022-02-17T06:00");
        let stated = |outlet, at, here: &[&'static str]| Place { statement: true, ..place(outlet, at, here) };
        assert_eq!(judged(&[stated("a", early, &[]), place("b", late, &[])]), [Origin, Unknown]);
        assert_eq!(judged(&[place("a", early, &[]), stated("b", late, &[])]), [Origin, Unknown]);
        // A house that is named outweighs it.
        assert_eq!(judged(&[stated("a", early, &["AFP"]), place("b", late, &[])]), [Credited, Uncredited]);
    }

    #[test]
    fn dates_alone_tell_the_first_from_the_later() {
        let (early, late) = ("2022-02-16T21:00", "2022-02-17T06:00");
        assert_eq!(judged(&[place("a", early, &[]), place("b", late, &[])]), [Origin, Uncredited]);
        assert_eq!(judged(&[place("a", early, &[]), place("b", early, &[])]), [Unknown, Unknown]);
        assert_eq!(judged(&[place("a", early, &[]), place("b", "", &[])]), [Unknown, Unknown]);
    }

    #[test]
    fn a_publisher_is_not_held_against_itself() {
        let (early, late) = ("2022-02-16T21:00", "2022-02-17T06:00");
        assert_eq!(judged(&[place("news.detik.com", early, &[]), place("finance.detik.com", late, &[])]), [Unknown; 2]);
    }

    #[test]
    fn a_house_named_elsewhere_in_the_article_is_a_credit_where_others_agree() {
        let mut far = place("b", "2022-02-17", &[]);
        far.elsewhere = vec!["AFP"];
        assert_eq!(judged(&[place("a", "2022-02-15", &["AFP"]), far.clone()]), [Credited, Credited]);
        assert_eq!(judged(&[place("a", "2022-02-15", &["dpa"]), far]), [Credited, Uncredited]);
    }

    #[test]
    fn the_status_of_a_text_is_that_of_its_decided_places() {
        assert_eq!(status(&[Origin, Credited, Unknown]), Status::Credited);
        assert_eq!(status(&[Credited, Uncredited]), Status::Mixed);
        assert_eq!(status(&[Origin, Uncredited]), Status::Uncredited);
        assert_eq!(status(&[Origin, Unknown]), Status::Unknown);
    }
}
