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
        OutletFrom::Auto => field.or_else(|| folder(1)).or_else(host),
        OutletFrom::Folder(depth) => folder(*depth),
        OutletFrom::Field(_) => field,
        OutletFrom::Host => host(),
        OutletFrom::None => None,
    }
    .filter(|(outlet, _)| !outlet.is_empty())
}

/// `https://www.example.org:80/a` -> `example.org`.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|h| !h.is_empty())
}
