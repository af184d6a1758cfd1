//! One linear pass over the markup before the parser sees it.
//!
//! Owns what makes a saved page safe and cheap to parse: scripts, styles, drawings, comments and attributes nobody reads are
//! left out (most of a page's bytes), JSON-LD is set aside, formatting tags are dropped, and what is written out is
//! balanced, so the depth and the number of elements of the parsed tree are known and limited here. Knows nothing of articles.

use super::NoPage;
use super::tags::{self, Tag};
use memchr::{memchr, memmem};

/// Deepest nesting that is parsed, in elements; browsers flatten at 512, and real pages stay below 100.
pub const MAX_DEPTH: usize = 400;
/// Most elements that are parsed; real pages stay below 20,000.
pub const MAX_ELEMENTS: usize = 150_000;
/// Longest attribute value that is kept, in bytes; what is longer is cut.
const MAX_ATTRIBUTE_BYTES: usize = 1000;

/// Longest text between two tags that stays one node, in bytes; a real paragraph has a tenth of it.
const MAX_TEXT_NODE_BYTES: usize = 32 << 10;

/// What is left of a page.
#[derive(Debug, Default)]
pub(super) struct Skimmed<'a> {
    /// Balanced markup without scripts.
    pub(super) markup: String,
    /// Contents of `<script type="application/ld+json">`, in the order of the page.
    pub(super) json_ld: Vec<&'a str>,
}

/// Reads the page once.
///
/// # Errors
/// `TooDeep` and `TooManyElements` at the limits above.
pub(super) fn skim(html: &str) -> Result<Skimmed<'_>, NoPage> {
    let mut skimmer = Skimmer {
        html,
        at: 0,
        out: Skimmed::default(),
        open: Vec::new(),
        count: [0; tags::COUNT],
        elements: 0,
        endless: [false; tags::COUNT],
        head_seen: 0,
    };
    skimmer.out.markup.reserve(html.len() / 3);
    skimmer.run()?;
    Ok(skimmer.out)
}

struct Open<'a> {
    tag: Tag,
    /// Name of a custom element.
    name: &'a str,
    /// Whether it stands in the output; a `<span>` that says nothing is only counted.
    written: bool,
}

struct Skimmer<'a> {
    html: &'a str,
    at: usize,
    out: Skimmed<'a>,
    open: Vec<Open<'a>>,
    /// Open elements a tag, so that a stray end tag costs nothing.
    count: [u16; tags::COUNT],
    elements: usize,
    /// Tags whose end tag stands nowhere below the cursor, so that it is looked for once.
    endless: [bool; tags::COUNT],
    /// Bits: html, head, body already written.
    head_seen: u8,
}

impl<'a> Skimmer<'a> {
    fn run(&mut self) -> Result<(), NoPage> {
        let bytes = self.html.as_bytes();
        while let Some(found) = memchr(b'<', &bytes[self.at..]) {
            let start = self.at + found;
            self.text(start);
            self.at = start + 1;
            match bytes.get(self.at) {
                Some(b'!') if bytes[self.at..].starts_with(b"!--") => self.skip_past(start + 2, "-->"),
                Some(b'!' | b'?') => self.skip_past(self.at, ">"),
                Some(b'/') if bytes.get(self.at + 1).is_some_and(u8::is_ascii_alphabetic) => self.end_tag(),
                Some(b'/') => self.skip_past(self.at, ">"),
                Some(b) if b.is_ascii_alphabetic() => self.start_tag()?,
                _ => self.out.markup.push_str("&lt;"),
            }
        }
        self.text(self.html.len());
        while !self.open.is_empty() {
            self.pop();
        }
        Ok(())
    }

    /// Writes the text up to `end`. A run without tags is cut into nodes, because escaping one is quadratic in its length
    /// in the parser's serializer.
    fn text(&mut self, end: usize) {
        let mut rest = &self.html[self.at..end];
        while rest.len() > MAX_TEXT_NODE_BYTES {
            let piece = super::prefix(rest, MAX_TEXT_NODE_BYTES);
            // Not within a word or a character reference.
            let cut = piece.rfind([' ', '\n', '&']).filter(|at| *at > 0).unwrap_or(piece.len());
            self.out.markup.push_str(&rest[..cut]);
            self.out.markup.push_str("<span></span>");
            rest = &rest[cut..];
        }
        self.out.markup.push_str(rest);
    }

    fn skip_past(&mut self, from: usize, mark: &str) {
        let from = from.min(self.html.len());
        let bytes = &self.html.as_bytes()[from..];
        self.at = memmem::find(bytes, mark.as_bytes()).map_or(self.html.len(), |found| from + found + mark.len());
    }

    /// Reads the name at the cursor.
    fn name(&mut self) -> &'a str {
        let rest = &self.html[self.at..];
        let end = rest.bytes().position(|b| b.is_ascii_whitespace() || b == b'>' || b == b'/').unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn end_tag(&mut self) {
        self.at += 1;
        let name = self.name();
        self.skip_past(self.at, ">");
        let tag = match tags::lookup(name) {
            Some(tag) => tag,
            None if name.contains('-') => tags::CUSTOM,
            None => return,
        };
        let same = |open: &Open| open.tag == tag && (tag != tags::CUSTOM || open.name == name);
        if self.count[tag.index()] == 0 {
            return;
        }
        let barrier = !tags::of_table(tag);
        let Some(depth) = self.open.iter().rposition(|open| same(open) || (barrier && tags::of_table(open.tag))) else {
            return;
        };
        if same(&self.open[depth]) {
            while self.open.len() > depth {
                self.pop();
            }
        }
    }

    fn start_tag(&mut self) -> Result<(), NoPage> {
        let name = self.name();
        let Some(tag) = tags::lookup(name) else {
            return self.unknown(name);
        };
        match tags::treatment(tag) {
            tags::Treatment::Transparent => {
                self.attributes(&mut |_, _| {});
                Ok(())
            }
            tags::Treatment::Drop => {
                let mut open_shadow = false;
                self.attributes(&mut |key, _| open_shadow |= key.eq_ignore_ascii_case("shadowrootmode"));
                if !open_shadow {
                    self.skip_content(tag);
                }
                Ok(())
            }
            tags::Treatment::Script => {
                self.script();
                Ok(())
            }
            tags::Treatment::Frame => {
                self.frame(tag);
                Ok(())
            }
            tags::Treatment::Text => {
                self.raw_text(tag);
                Ok(())
            }
            tags::Treatment::Void => self.void(tag),
            tags::Treatment::Keep => self.keep(tag),
        }
    }

    /// A custom element is kept as a block for the sake of its name and class; any other unknown one gives its content.
    fn unknown(&mut self, name: &'a str) -> Result<(), NoPage> {
        let inline = self.open.last().is_some_and(|open| open.tag == tags::P || tags::is_inline(open.tag));
        if inline || !name.contains('-') {
            self.attributes(&mut |_, _| {});
            return Ok(());
        }
        self.write_open(tags::CUSTOM, name);
        self.push(Open { tag: tags::CUSTOM, name, written: true })
    }

    fn script(&mut self) {
        let mut json_ld = false;
        self.attributes(&mut |key, value| {
            json_ld |= key.eq_ignore_ascii_case("type")
                && value.get(..19).is_some_and(|v| v.eq_ignore_ascii_case("application/ld+json"));
        });
        let start = self.at;
        let end = self.skip_content(tags::SCRIPT);
        if json_ld && let Some(end) = end {
            self.out.json_ld.push(&self.html[start..end]);
        }
    }

    /// Moves behind the end tag of `name` and returns where the content ended. Without an end tag nothing is skipped: a page
    /// that forgot one keeps its text.
    fn skip_content(&mut self, tag: Tag) -> Option<usize> {
        if self.endless[tag.index()] {
            return None;
        }
        let name = tags::name(tag);
        let mut from = self.at;
        let bytes = self.html.as_bytes();
        while let Some(found) = memmem::find(&bytes[from..], b"</") {
            let end = from + found;
            let after = end + 2 + name.len();
            if bytes.get(end + 2..after).is_some_and(|b| b.eq_ignore_ascii_case(name.as_bytes()))
                && bytes.get(after).is_none_or(|b| !b.is_ascii_alphanumeric())
            {
                self.skip_past(after, ">");
                return Some(end);
            }
            from = end + 2;
        }
        self.endless[tag.index()] = true;
        None
    }

    fn raw_text(&mut self, tag: Tag) {
        self.attributes(&mut |_, _| {});
        let start = self.at;
        if let Some(end) = self.skip_content(tag) {
            let name = tags::name(tag);
            let markup = &mut self.out.markup;
            markup.push('<');
            markup.push_str(name);
            markup.push('>');
            markup.push_str(&self.html[start..end]);
            markup.push_str("</");
            markup.push_str(name);
            markup.push('>');
        }
    }

    /// `<html>`, `<head>`, `<body>`: written once, never closed; the parser closes them.
    fn frame(&mut self, tag: Tag) {
        let bit = match tags::name(tag) {
            "html" => 1,
            "head" => 2,
            _ => 4,
        };
        if self.head_seen & bit != 0 || (bit < 4 && self.head_seen & 4 != 0) {
            self.attributes(&mut |_, _| {});
            return;
        }
        self.head_seen |= bit;
        self.write_open(tag, "");
    }

    fn void(&mut self, tag: Tag) -> Result<(), NoPage> {
        self.write_open(tag, "");
        self.more_elements()
    }

    fn keep(&mut self, tag: Tag) -> Result<(), NoPage> {
        self.close_implied(tag);
        let mark = self.out.markup.len();
        let said = self.write_open(tag, "");
        // A bare <span> changes nothing but the size of the tree.
        let written = said || tag != tags::SPAN;
        if !written {
            self.out.markup.truncate(mark);
        }
        self.push(Open { tag, name: "", written })
    }

    fn push(&mut self, open: Open<'a>) -> Result<(), NoPage> {
        self.count[open.tag.index()] += 1;
        self.open.push(open);
        if self.open.len() > MAX_DEPTH {
            return Err(NoPage::TooDeep);
        }
        self.more_elements()
    }

    fn more_elements(&mut self) -> Result<(), NoPage> {
        self.elements += 1;
        if self.elements > MAX_ELEMENTS { Err(NoPage::TooManyElements) } else { Ok(()) }
    }

    /// End tags that HTML lets authors leave out.
    fn close_implied(&mut self, tag: Tag) {
        if tags::is_block(tag) && self.count[tags::P.index()] > 0 {
            self.close_above(&[tags::P], |t| !tags::is_inline(t));
        }
        if let Some((ends, stops)) = tags::ended_by(tag) {
            self.close_above(ends, |t| stops.contains(&t));
        }
    }

    /// Closes the innermost of `ends`, unless an element that stops the search stands inside it.
    fn close_above(&mut self, ends: &[Tag], stops: impl Fn(Tag) -> bool) {
        if ends.iter().all(|end| self.count[end.index()] == 0) {
            return;
        }
        for depth in (0..self.open.len()).rev() {
            let tag = self.open[depth].tag;
            if ends.contains(&tag) {
                while self.open.len() > depth {
                    self.pop();
                }
                return;
            }
            if stops(tag) {
                return;
            }
        }
    }

    fn pop(&mut self) {
        let Some(open) = self.open.pop() else { return };
        self.count[open.tag.index()] -= 1;
        if open.written {
            self.out.markup.push_str("</");
            self.out.markup.push_str(tags::name(open.tag));
            self.out.markup.push('>');
        }
    }

    /// Writes the start tag with the attributes that are read later; whether it had any.
    fn write_open(&mut self, tag: Tag, custom_name: &str) -> bool {
        let mut markup = std::mem::take(&mut self.out.markup);
        markup.push('<');
        markup.push_str(tags::name(tag));
        if !custom_name.is_empty() {
            write_attribute(&mut markup, "data-element", custom_name);
        }
        let mut said = false;
        self.attributes(&mut |key, value| {
            if let Some((key, value)) = tags::kept_attribute(tag, key, value) {
                said = true;
                write_attribute(&mut markup, key, value);
            }
        });
        markup.push('>');
        self.out.markup = markup;
        said
    }

    /// Reads the attributes at the cursor, and moves behind the `>`.
    fn attributes(&mut self, each: &mut dyn FnMut(&'a str, &'a str)) {
        let bytes = self.html.as_bytes();
        loop {
            while bytes.get(self.at).is_some_and(|b| b.is_ascii_whitespace() || *b == b'/') {
                self.at += 1;
            }
            match bytes.get(self.at) {
                None => return,
                Some(b'>') => {
                    self.at += 1;
                    return;
                }
                Some(_) => {}
            }
            let key = self.key();
            let value = self.value();
            each(key, value);
        }
    }

    fn key(&mut self) -> &'a str {
        let start = self.at;
        let bytes = self.html.as_bytes();
        // A stray "=" opens a name, as in the standard; it keeps the loop moving.
        self.at += 1;
        while bytes.get(self.at).is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'=' | b'>' | b'/')) {
            self.at += 1;
        }
        self.slice(start, self.at)
    }

    fn value(&mut self) -> &'a str {
        let bytes = self.html.as_bytes();
        let mut at = self.at;
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        if bytes.get(at) != Some(&b'=') {
            return "";
        }
        at += 1;
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        match bytes.get(at) {
            Some(quote @ (b'"' | b'\'')) => {
                let start = at + 1;
                let end = memchr(*quote, &bytes[start..]).map_or(bytes.len(), |found| start + found);
                self.at = (end + 1).min(bytes.len());
                self.slice(start, end)
            }
            _ => {
                let start = at;
                while bytes.get(at).is_some_and(|b| !b.is_ascii_whitespace() && *b != b'>') {
                    at += 1;
                }
                self.at = at;
                self.slice(start, at)
            }
        }
    }

    /// Attribute text; the cursor only ever stops at ASCII, but a name may begin inside a character after a stray quote.
    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.html.get(start..end).unwrap_or("")
    }
}

fn write_attribute(markup: &mut String, key: &str, value: &str) {
    markup.push(' ');
    markup.push_str(key);
    markup.push_str("=\"");
    let value = super::prefix(value, MAX_ATTRIBUTE_BYTES);
    for (i, part) in value.split('"').enumerate() {
        if i > 0 {
            markup.push_str("&quot;");
        }
        markup.push_str(part);
    }
    markup.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn markup(html: &str) -> String {
        skim(html).expect("within the limits").markup
    }

    #[test]
    fn what_nobody_reads_is_left_out() {
        assert_eq!(
            markup("<p onclick='x()' class=\"a\">T<script>1<2</script><!-- c --><b>e</b>xt<svg><path/></svg></p>"),
            "<p class=\"a\">Text</p>"
        );
        assert_eq!(
            markup("<img src='data:long' alt=x><div style='display: none'>x</div>"),
            "<img src=\"x\"><div hidden=\"\">x</div>"
        );
        assert_eq!(markup("1 < 2 and <3"), "1 &lt; 2 and &lt;3");
    }

    #[test]
    fn the_output_is_balanced() {
        assert_eq!(markup("<p>a<p>b<div>c"), "<p>a</p><p>b</p><div>c</div>");
        assert_eq!(markup("<ul><li>a<li>b</ul></div>c"), "<ul><li>a</li><li>b</li></ul>c");
        assert_eq!(
            markup("<table><tr><td>a<td>b</div><tr><td>c</table>"),
            "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"
        );
        assert_eq!(markup("<div><span>a</div>b"), "<div>a</div>b");
        assert_eq!(
            markup("<x-card class=c><p>a</p></x-card>b"),
            "<div data-element=\"x-card\" class=\"c\"><p>a</p></div>b"
        );
    }

    #[test]
    fn json_ld_is_set_aside() {
        let skimmed = skim("<script type='application/ld+json'>{}</script><SCRIPT type=text/javascript>x</SCRIPT>y")
            .expect("small");
        assert_eq!((skimmed.json_ld, skimmed.markup.as_str()), (vec!["{}"], "y"));
    }

    #[test]
    fn an_element_that_never_ends_takes_nothing_away() {
        assert_eq!(markup("<style>a <svg>b <noscript>c"), "a b c");
    }

    #[test]
    fn long_text_is_cut_at_a_space() {
        let text = markup(&"word ".repeat(20_000));
        assert_eq!(text.replace("<span></span>", ""), "word ".repeat(20_000));
        assert!(text.split("<span></span>").all(|piece| piece.len() <= MAX_TEXT_NODE_BYTES));
    }
}
