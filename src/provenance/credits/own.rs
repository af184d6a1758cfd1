//! Recognises the outlet's own name and its sister names, which are no credits.

use crate::provenance::credits::gazetteer::House;

/// The outlet of an article, reduced to what names are compared with.
pub(crate) struct Outlet {
    domain: String,
    stem: String,
}

/// What an outlet is compared with: a house's names, folded, and its addresses.
pub(crate) struct Identity {
    names: Vec<String>,
    domains: Vec<String>,
}

impl Identity {
    pub fn new(house: &House) -> Self {
        let names = std::iter::once(&house.name).chain(&house.aliases).chain(&house.exact);
        let names = names.map(|name| fold(name)).filter(|name| !name.is_empty()).collect();
        Self { names, domains: house.domains.clone() }
    }
}

/// Labels of a domain that name no house.
const SUFFIXES: [&str; 12] = ["com", "co", "net", "org", "go", "ac", "gov", "or", "ne", "www", "info", "news"];
/// A stem this long also marks its compounds: detik, detikNews.
const STEM_LETTERS: usize = 5;

impl Outlet {
    pub fn new(outlet: &str) -> Self {
        let domain = outlet.trim().trim_start_matches("www.").to_lowercase();
        let labels: Vec<&str> = domain.split('.').collect();
        let body = if labels.len() > 1 { &labels[..labels.len() - 1] } else { &labels[..] };
        let stem = body.iter().rev().find(|label| !SUFFIXES.contains(label)).or(labels.first());
        let stem = fold(stem.copied().unwrap_or(""));
        Self { domain, stem }
    }

    /// Whether the house, named as `written`, is this outlet or its sister.
    pub fn owns(&self, house: &Identity, written: &str) -> bool {
        house.domains.iter().any(|domain| self.is_at(domain))
            || house.names.contains(&self.stem)
            || self.is_named(written)
    }

    /// Whether a name is the outlet's own.
    pub fn is_named(&self, name: &str) -> bool {
        let head = self.stem.as_bytes().first();
        let first = name.bytes().find(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase());
        if name.is_ascii() && first != head.copied() {
            return false;
        }
        let name = fold(name);
        !self.stem.is_empty()
            && (name == self.stem || (self.stem.chars().count() >= STEM_LETTERS && name.starts_with(&self.stem)))
    }

    fn is_at(&self, domain: &str) -> bool {
        self.domain == domain || self.domain.strip_suffix(domain).is_some_and(|head| head.ends_with('.'))
    }
}

/// Letters and digits only, in lower case.
pub(crate) fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sister_names_are_own() {
        let detik = Outlet::new("news.detik.com");
        assert!(detik.is_named("detikNews") && detik.is_named("detikJatim") && detik.is_named("Detik.com"));
        assert!(!detik.is_named("Antara"));
        assert!(Outlet::new("www.bbc.co.uk").is_named("BBC"));
        assert!(Outlet::new("reuters").is_named("Reuters"));
        assert!(!Outlet::new("cnnindonesia.com").is_named("CNN"));
    }
}
