//! The elements of HTML as the skimmer treats them: what is kept, what is left out, what ends what.
//!
//! A closed table: an element that is not here contributes its content and nothing else.

/// An element of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Tag(u8);

/// What becomes of an element.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Treatment {
    /// Written out, content read on.
    Keep,
    /// Written out, has no content.
    Void,
    /// Left out; its content stays.
    Transparent,
    /// Left out with its content.
    Drop,
    /// Left out; JSON-LD is set aside.
    Script,
    /// `<title>`: its content is text.
    Text,
    /// `<html>`, `<head>`, `<body>`.
    Frame,
}

use Treatment::{Drop, Frame, Keep, Script, Text, Transparent, Void};

/// Sorted by name.
#[rustfmt::skip]
const TABLE: [(&str, Treatment); COUNT] = [
    ("a", Keep), ("address", Keep), ("article", Keep), ("aside", Keep), ("audio", Drop), ("base", Transparent),
    ("blockquote", Keep), ("body", Frame), ("br", Void), ("button", Drop), ("canvas", Drop), ("caption", Keep), ("center", Keep),
    ("custom", Keep), ("dd", Keep), ("details", Keep), ("dialog", Keep), ("dir", Keep), ("div", Keep), ("dl", Keep), ("dt", Keep),
    ("fieldset", Keep), ("figcaption", Keep), ("figure", Keep), ("footer", Keep), ("form", Keep),
    ("h1", Keep), ("h2", Keep), ("h3", Keep), ("h4", Keep), ("h5", Keep), ("h6", Keep), ("head", Frame), ("header", Keep),
    ("hr", Void), ("html", Frame), ("iframe", Drop), ("img", Void), ("li", Keep), ("link", Void), ("main", Keep), ("math", Drop),
    ("menu", Keep), ("meta", Void), ("nav", Keep), ("noembed", Drop), ("noframes", Drop), ("noscript", Drop), ("object", Drop), ("ol", Keep),
    ("p", Keep), ("pre", Keep), ("script", Script), ("section", Keep), ("select", Drop), ("span", Keep), ("style", Drop), ("summary", Keep),
    ("svg", Drop), ("table", Keep), ("tbody", Keep), ("td", Keep), ("template", Drop), ("textarea", Drop), ("tfoot", Keep),
    ("th", Keep), ("thead", Keep), ("time", Keep), ("title", Text), ("tr", Keep), ("ul", Keep), ("video", Drop), ("xmp", Drop),
];
/// Elements in the table.
pub(super) const COUNT: usize = 73;

/// Position of a name that is in the table; a compile error where it is not.
const fn tag(name: &str) -> Tag {
    let mut i = 0;
    while i < COUNT {
        let (a, b) = (TABLE[i].0.as_bytes(), name.as_bytes());
        let mut same = a.len() == b.len();
        let mut j = 0;
        while same && j < a.len() {
            same = a[j] == b[j];
            j += 1;
        }
        if same {
            return Tag(i as u8);
        }
        i += 1;
    }
    panic!("no such tag")
}

pub(super) const A: Tag = tag("a");
pub(super) const P: Tag = tag("p");
pub(super) const SCRIPT: Tag = tag("script");
pub(super) const SPAN: Tag = tag("span");
/// An element whose name has a hyphen; written as `<div>`.
pub(super) const CUSTOM: Tag = tag("custom");
const LI: Tag = tag("li");
const DD: Tag = tag("dd");
const DT: Tag = tag("dt");
const TD: Tag = tag("td");
const TH: Tag = tag("th");
const TR: Tag = tag("tr");
const TABLE_TAG: Tag = tag("table");
const CAPTION: Tag = tag("caption");
const SECTIONS: [Tag; 3] = [tag("tbody"), tag("thead"), tag("tfoot")];
const LISTS: [Tag; 4] = [tag("ul"), tag("ol"), tag("dir"), tag("menu")];
const HEADINGS: [Tag; 6] = [tag("h1"), tag("h2"), tag("h3"), tag("h4"), tag("h5"), tag("h6")];
const INLINE: [Tag; 4] = [A, SPAN, tag("time"), tag("summary")];

impl Tag {
    /// Its place in arrays of [`COUNT`].
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// The tag of a name in any case. `image` is `img`, as in the standard.
pub(super) fn lookup(name: &str) -> Option<Tag> {
    let mut lower = [0; 10];
    let bytes = lower.get_mut(..name.len())?;
    bytes.copy_from_slice(name.as_bytes());
    bytes.make_ascii_lowercase();
    let lower = match &*bytes {
        b"image" => &b"img"[..],
        b"custom" => return None,
        other => other,
    };
    TABLE.binary_search_by(|(known, _)| known.as_bytes().cmp(lower)).ok().map(|i| Tag(i as u8))
}

/// Name in lower case, as it is written out.
pub(super) fn name(tag: Tag) -> &'static str {
    if tag == CUSTOM { "div" } else { TABLE[tag.index()].0 }
}

/// What becomes of it.
pub(super) fn treatment(tag: Tag) -> Treatment {
    TABLE[tag.index()].1
}

/// Whether an end tag from inside does not reach beyond it.
pub(super) fn of_table(tag: Tag) -> bool {
    tag == TD || tag == TH || tag == CAPTION || tag == TABLE_TAG || tag == TR || SECTIONS.contains(&tag)
}

/// Whether it stands within a line of text.
pub(super) fn is_inline(tag: Tag) -> bool {
    INLINE.contains(&tag)
}

/// Whether its start ends an open paragraph.
pub(super) fn is_block(tag: Tag) -> bool {
    let inner_of_table = of_table(tag) && tag != TABLE_TAG;
    !(inner_of_table || is_inline(tag) || tag == CUSTOM || treatment(tag) == Void)
}

/// Which open element its start ends, and what ends the search for one.
pub(super) fn ended_by(start: Tag) -> Option<(&'static [Tag], &'static [Tag])> {
    const STOPS_ITEM: [Tag; 8] = [LISTS[0], LISTS[1], LISTS[2], LISTS[3], TD, TH, TABLE_TAG, CAPTION];
    const STOPS_TERM: [Tag; 5] = [tag("dl"), TD, TH, TABLE_TAG, CAPTION];
    const STOPS_LINK: [Tag; 4] = [TD, TH, TABLE_TAG, CAPTION];
    const CELLS: [Tag; 3] = [TD, TH, CAPTION];
    const ROWS: [Tag; 4] = [TR, TD, TH, CAPTION];
    const GROUPS: [Tag; 4] = [SECTIONS[0], SECTIONS[1], SECTIONS[2], CAPTION];
    const NONE: [Tag; 1] = [TABLE_TAG];
    match start {
        LI => Some((&[LI], &STOPS_ITEM)),
        DD | DT => Some((&[DD, DT], &STOPS_TERM)),
        A => Some((&[A], &STOPS_LINK)),
        TD | TH => Some((&CELLS, &[TABLE_TAG, TR])),
        TR => Some((&ROWS[..1], &NONE)),
        _ if SECTIONS.contains(&start) => Some((&GROUPS, &NONE)),
        _ if HEADINGS.contains(&start) => Some((&HEADINGS, &[])),
        _ => None,
    }
}

/// Attributes somebody reads later, under the name they are written with.
pub(super) fn kept_attribute<'a>(tag: Tag, key: &str, value: &'a str) -> Option<(&'static str, &'a str)> {
    const KEYS: [&str; 16] = [
        "id",
        "class",
        "itemprop",
        "itemtype",
        "rel",
        "role",
        "aria-hidden",
        "aria-modal",
        "datetime",
        "content",
        "name",
        "property",
        "href",
        "lang",
        "data-testid",
        "data-component",
    ];
    let wide = matches!(name(tag), "meta" | "link" | "a" | "time" | "html" | "body");
    if key.eq_ignore_ascii_case("hidden") || (key.eq_ignore_ascii_case("style") && hides(value)) {
        return Some(("hidden", ""));
    }
    if key.eq_ignore_ascii_case("src") && name(tag) == "img" {
        return Some(("src", "x"));
    }
    let key = KEYS.iter().find(|known| known.eq_ignore_ascii_case(key))?;
    match *key {
        "href" | "name" | "lang" if !wide => None,
        "href" if tag == A && value.len() > 300 => Some((key, "x")),
        _ if tag != A && value.is_empty() => None,
        key => Some((key, value)),
    }
}

/// Whether an inline style makes the element invisible.
fn hides(style: &str) -> bool {
    let mut compact = [0_u8; 120];
    let mut length = 0;
    for b in style.bytes().filter(|b| !b.is_ascii_whitespace()).take(compact.len()) {
        compact[length] = b.to_ascii_lowercase();
        length += 1;
    }
    let compact = &compact[..length];
    memchr::memmem::find(compact, b"display:none").is_some()
        || memchr::memmem::find(compact, b"visibility:hidden").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_looked_up_in_any_case() {
        assert!(TABLE.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(lookup("FigCaption").map(name), Some("figcaption"));
        assert_eq!(lookup("image").map(name), Some("img"));
        for unknown in ["blink", "amp-img", "custom", "aVeryLongElementName", ""] {
            assert_eq!(lookup(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn invisible_styles_are_seen() {
        assert!(hides("color: red; DISPLAY : none"));
        assert!(!hides("display: block"));
    }
}
