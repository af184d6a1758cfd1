//! What the finders of metadata share: the `<meta>` elements, and small tools.

use super::Found;
use dom_query::{Document, NodeRef};

/// Elements looked at for a byline or a date.
pub(super) const MAX_BYLINES: usize = 60;

/// `<meta>` by lower-case name or property, and microdata `<meta itemprop>`.
pub(super) struct Metas(Vec<(String, String)>);

impl Metas {
    /// Collects them.
    pub(super) fn read(document: &Document) -> Self {
        let mut all = Vec::new();
        for meta in document.select("meta[content]").nodes() {
            let Some(content) = meta.attr("content").map(|c| c.trim().to_owned()).filter(|c| !c.is_empty()) else {
                continue;
            };
            for key in ["property", "name", "itemprop"] {
                if let Some(name) = meta.attr(key) {
                    all.push((name.trim().to_lowercase(), content.clone()));
                }
            }
        }
        Self(all)
    }

    /// The first of `keys` that the page has.
    pub(super) fn get(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().find_map(|key| self.0.iter().find(|(name, _)| name == key).map(|(_, content)| content.as_str()))
    }
}

/// A value with its source.
pub(super) fn found<T>(value: T, from: &'static str) -> Option<Found<T>> {
    Some(Found { value, from })
}

pub(super) fn within(node: &NodeRef<'_>, names: &[&str]) -> bool {
    node.ancestors_it(Some(6)).any(|a| names.iter().any(|name| a.has_name(name)))
}
