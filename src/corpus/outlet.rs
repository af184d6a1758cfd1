//! Whose article it is: the user's rule, applied to what file and record say.

use super::{OutletFrom, Settings, Source};

/// The outlet of an article by the user's rule, and what told it; `field` is what the record says.
pub(super) fn outlet(
    settings: &Settings,
    source: &Source,
    field: Option<String>,
    url: Option<&str>,
) -> Option<(String, &'static str)> {
    let folder = |depth: usize| {
        let mut parts = source.name.split('/');
        let folder = parts.nth(depth - 1)?;
        parts.next().map(|_| (folder.to_owned(), "folder"))
    };
    let field = field.map(|field| (field, "field"));
    let host = || url.and_then(host).map(|host| (host.to_owned(), "host"));
    match &settings.outlet_from {
        OutletFrom::Auto => field.or_else(|| folder(1 + source.above)).or_else(host),
        OutletFrom::Folder(depth) => folder(*depth),
        OutletFrom::Field(_) => field,
        OutletFrom::Host => host(),
        OutletFrom::None => None,
    }
    .map(|(outlet, told)| (one_spelling(outlet), told))
    .filter(|(outlet, _)| !outlet.is_empty())
}

/// An outlet that is called by its host is one outlet in any case, with `www.` or without: `KOMPAS.com`, `kompas.com`.
fn one_spelling(outlet: String) -> String {
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let ends_as_hosts_do = |end: &str| end.len() >= 2 && end.bytes().all(|b| b.is_ascii_alphabetic());
    let is_host =
        outlet.rsplit_once('.').is_some_and(|(_, end)| ends_as_hosts_do(end)) && outlet.split('.').all(is_label);
    if !is_host {
        return outlet;
    }
    let folded = outlet.to_lowercase();
    folded.strip_prefix("www.").filter(|rest| rest.contains('.')).map_or_else(|| folded.clone(), str::to_owned)
}

/// `https://www.example.org:80/a` -> `www.example.org`.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?;
    Some(host).filter(|h| !h.is_empty())
}
