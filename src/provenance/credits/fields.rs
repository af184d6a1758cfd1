//! Credits that stand beside a text: in the author, among agencies and rights holders, in captions.
//!
//! A field has no sentences to judge: its place says what is credited. Only its names are looked for, and in an author's
//! name nothing but a house may stand between two commas, or "Antara Sitorus" would be one.

use super::CreditFinder;
use super::credit::{Context, Credit, CreditField, CreditKind};
use super::lexicon::class;
use super::mention::{Article, names_joined};
use super::own::Outlet;
use crate::id::Span;
use crate::text::runs::Runs;
use std::cell::LazyCell;

impl CreditFinder {
    /// The credits of one value of a field, with their places in it.
    pub fn find_in(&self, field: CreditField, value: &str, outlet: &str) -> Vec<Credit> {
        let whole = [Span { start: 0, end: value.len() }];
        match field {
            CreditField::Text => self.find(value, &Context { outlet, ..Context::default() }),
            CreditField::Author => self.named(value, outlet, CreditKind::Byline),
            CreditField::Agencies => {
                let found = self.find(value, &Context { outlet, ..Context::default() });
                let particular = |kind| found.iter().any(|credit| credit.kind == kind);
                let kind = [CreditKind::Photo, CreditKind::Copyright].into_iter().find(|&kind| particular(kind));
                self.named(value, outlet, kind.unwrap_or(CreditKind::Byline))
            }
            CreditField::Captions => {
                let mut found = self.find(value, &Context { outlet, captions: &whole, ..Context::default() });
                found.iter_mut().for_each(|credit| credit.kind = CreditKind::Photo);
                if found.is_empty() { self.named(value, outlet, CreditKind::Photo) } else { found }
            }
        }
    }

    /// The houses of a value between whose separators nothing else stands.
    fn named(&self, value: &str, outlet: &str, kind: CreditKind) -> Vec<Credit> {
        let outlet = LazyCell::new(|| Outlet::new(outlet));
        let (names, ..) = self.names.find(value, &Runs::of(value.as_bytes()), &outlet);
        let context = Context::default();
        let article = Article { text: value, context: &context, outlet: &outlet, names: &names };
        let alone = |span: Span| {
            let start = value[..span.start].rfind(SEPARATORS).map_or(0, |at| value.ceil_char_boundary(at + 1));
            let end = value[span.end..].find(SEPARATORS).map_or(value.len(), |at| span.end + at);
            let small = class::LINK | class::LABEL | class::JOIN | class::SOURCE | class::BY | class::RIGHTS;
            names_joined(&article, Span { start, end }, small, &self.lexicon)
        };
        let houses = names.iter().filter(|hit| !hit.own && !hit.glued && alone(hit.span));
        let credit = |house: usize, span| Credit { agency: self.gazetteer.houses[house].name.clone(), kind, span };
        let mut credits: Vec<Credit> = houses.map(|hit| credit(hit.house, hit.span)).collect();
        credits.dedup_by(|next, kept| next.agency == kept.agency);
        credits
    }
}

/// What parts the names of a field.
const SEPARATORS: [char; 10] = [',', ';', '/', '|', '(', ')', ':', '\n', '©', '·'];
