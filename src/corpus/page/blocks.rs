//! The paragraphs of an extracted article: text in reading order, with what decides whether a line is one of its own.
//!
//! Owns the walk over the tree and white space; judges nothing.

use dom_query::NodeRef;

/// What kind of line it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A paragraph, or text that stands in no better element.
    Paragraph,
    /// A heading.
    Heading,
    /// An item of a list.
    Item,
    /// A row of a table.
    Row,
}

/// One line of the article.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Block {
    pub(super) kind: Kind,
    /// One line, white space normalised.
    pub(super) text: String,
    /// Bytes of the text that stand in links.
    pub(super) linked: usize,
}

enum Step<'a> {
    Open(NodeRef<'a>),
    Close(&'static str),
}

/// Reads the lines below `root` without recursion.
pub(super) fn read(root: NodeRef<'_>) -> Vec<Block> {
    let mut reader = Reader::default();
    let mut stack = vec![Step::Open(root)];
    while let Some(step) = stack.pop() {
        match step {
            Step::Open(node) if node.is_text() => reader.text(&node.text()),
            Step::Open(node) => {
                let name = node.element_ref().map_or("", |e| known(&e.name.local));
                reader.open(name);
                stack.push(Step::Close(name));
                stack.extend(node.children_it(true).map(Step::Open));
            }
            Step::Close(name) => reader.close(name),
        }
    }
    reader.end_line();
    reader.blocks
}

/// The names the reader acts upon; a block has any other name, an inline element none.
fn known(name: &str) -> &'static str {
    const ACTED_UPON: [&str; 16] =
        ["a", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "td", "th", "span", "time", "p"];
    match ACTED_UPON.iter().find(|known| **known == name) {
        Some(&("span" | "time")) => "",
        Some(known) => known,
        None => "block",
    }
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    line: String,
    linked: usize,
    links: usize,
    items: usize,
    headings: usize,
    rows: usize,
    rest: usize,
    space: bool,
}

impl Reader {
    fn text(&mut self, text: &str) {
        let mut start = None;
        self.space |= text.starts_with(char::is_whitespace);
        for (i, word) in text.split_whitespace().enumerate() {
            if (self.space || i > 0) && !self.line.is_empty() {
                self.line.push(' ');
            }
            start.get_or_insert(self.line.len());
            self.line.push_str(word);
            self.space = false;
        }
        self.space |= text.ends_with(char::is_whitespace);
        if self.links > 0 {
            self.linked += start.map_or(0, |start| self.line.len() - start);
        }
    }

    fn open(&mut self, name: &str) {
        match name {
            "a" => self.links += 1,
            "td" | "th" => self.space = true,
            "" => {}
            _ => self.end_line(),
        }
        *self.counter(name) += 1;
    }

    fn close(&mut self, name: &str) {
        match name {
            "a" => self.links -= 1,
            "td" | "th" => self.space = true,
            "" => {}
            _ => self.end_line(),
        }
        *self.counter(name) -= 1;
    }

    fn counter(&mut self, name: &str) -> &mut usize {
        match name {
            "li" => &mut self.items,
            "tr" => &mut self.rows,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => &mut self.headings,
            _ => &mut self.rest,
        }
    }

    fn end_line(&mut self) {
        self.space = false;
        let text = std::mem::take(&mut self.line);
        let linked = std::mem::take(&mut self.linked);
        if text.is_empty() {
            return;
        }
        let kind = match () {
            () if self.headings > 0 => Kind::Heading,
            () if self.items > 0 => Kind::Item,
            () if self.rows > 0 => Kind::Row,
            () => Kind::Paragraph,
        };
        self.blocks.push(Block { kind, text, linked });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    fn lines(html: &str) -> Vec<(Kind, String, usize)> {
        let document = Document::from(html);
        read(document.body().expect("a body")).into_iter().map(|b| (b.kind, b.text, b.linked)).collect()
    }

    #[test]
    fn each_block_is_a_line_and_white_space_is_one_space() {
        let found = lines(
            "<h2>Head <a>link</a></h2><p>One\n two<br>three</p>four<ul><li>five</ul><table><tr><td>six<td>seven</table>",
        );
        let expected = [
            (Kind::Heading, "Head link", 4),
            (Kind::Paragraph, "One two", 0),
            (Kind::Paragraph, "three", 0),
            (Kind::Paragraph, "four", 0),
            (Kind::Item, "five", 0),
            (Kind::Row, "six seven", 0),
        ];
        assert_eq!(found, expected.map(|(kind, text, linked)| (kind, text.to_owned(), linked)));
    }

    #[test]
    fn inline_elements_do_not_break_words() {
        assert_eq!(lines("<p>un<span>brok</span>en <time>May</time>.</p>")[0].1, "unbroken May.");
    }
}
