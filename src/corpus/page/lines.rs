//! Lines that stand among the paragraphs but are none: "Baca juga", "Read also", adverts, share and follow prompts, an initials
//! line, the byline, the repeated headline. Known by their words, in the languages of the tables below.
//!
//! Cuts at line level and never inside a sentence, except for a bracketed link ("(Baca: …)").

use super::blocks::{Block, Kind};
use super::phrases::{self, Role};

/// The article's lines, and the lines taken out that say whose text or picture it is.
#[derive(Debug, Default)]
pub(super) struct Cleaned {
    pub(super) blocks: Vec<Block>,
    pub(super) credits: Vec<String>,
    pub(super) captions: Vec<String>,
    /// Lines that name authors and editors.
    pub(super) staff: Vec<String>,
}

/// Takes out the lines that are not the article's own.
pub(super) fn clean(mut blocks: Vec<Block>, title: Option<&str>) -> Cleaned {
    let (mut credits, mut captions, mut staff) = (Vec::new(), Vec::new(), Vec::new());
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    let (mut below_list_header, mut below_section) = (false, false);
    set_aside_repeats(&mut blocks, &mut captions);
    for mut block in blocks {
        cut_bracketed_links(&mut block);
        below_section = (below_section && !ends_as_sentence(&block.text))
            || (phrases::is_section(&block.text) && kept.iter().any(is_sentence));
        if below_section {
            continue;
        }
        if is_repeat_of_title(&block, title, kept.is_empty()) {
            continue;
        }
        match role(&block) {
            Some(Role::LinkHeader) => {
                below_list_header = true;
                continue;
            }
            Some(Role::Credit) => {
                credits.push(block.text);
                continue;
            }
            Some(Role::Staff) => {
                staff.push(block.text);
                continue;
            }
            Some(Role::Caption) => {
                captions.push(block.text);
                continue;
            }
            Some(_) => continue,
            None if below_list_header && block.linked * 3 >= block.text.len() => continue,
            None if is_pointer(&block) => continue,
            None => below_list_header = false,
        }
        if is_initials(&block.text) || is_stray_mark(&block.text) || is_clock(&block.text) {
            continue;
        }
        kept.push(block);
    }
    staff.extend(trim_start(&mut kept, &mut credits));
    trim_end(&mut kept);
    join_datelines(&mut kept);
    Cleaned { blocks: kept, credits, captions, staff }
}

/// A line that stands twice in a row above the story is a picture's caption, once for the picture and once below it.
fn set_aside_repeats(blocks: &mut Vec<Block>, captions: &mut Vec<String>) {
    let repeat =
        blocks.windows(2).take(HEAD_LINES).position(|pair| pair[0].text == pair[1].text && words(&pair[0].text) >= 4);
    if let Some(at) = repeat.filter(|&at| blocks[at + 2..].iter().filter(|block| is_sentence(block)).count() >= 2) {
        captions.push(blocks.remove(at).text);
        blocks.remove(at);
    }
}

/// Lines at the head of a page in which a caption may stand twice.
const HEAD_LINES: usize = 8;

/// Whether nearly all of the line is link text.
fn is_link(block: &Block) -> bool {
    block.linked * 10 >= block.text.len() * 8
}

/// A line that is nothing but a link to elsewhere. A list may be made of links, and a heading may be one.
fn is_pointer(block: &Block) -> bool {
    block.kind == Kind::Paragraph
        && block.linked * 10 >= block.text.len() * 9
        && !block.text.starts_with("http")
        && words(&block.text) >= 3
}

fn role(block: &Block) -> Option<Role> {
    if words(&block.text) <= 45 && phrases::is_prompt(&block.text) {
        return Some(Role::Prompt);
    }
    if phrases::is_caption(&block.text) {
        return Some(Role::Caption);
    }
    let (role, rest) = phrases::at_start(&block.text)?;
    let words = rest.split_whitespace().count();
    let marked = rest.starts_with([':', '–', '—', '-', '|', '>', '»', '：', '.', '…', '→']);
    match role {
        // "Read more" of a sentence that goes on is no prompt: it needs a colon, a link or nothing behind it.
        Role::Link
            if rest.is_empty() || (marked && rest.trim_start_matches(|c: char| !c.is_alphanumeric()).is_empty()) =>
        {
            Some(Role::LinkHeader)
        }
        // "More great stories": a heading above links, of several words so that "Read my lips" is none.
        Role::Link if block.kind == Kind::Heading && words <= 3 && self::words(&block.text) >= words + 2 => {
            Some(Role::LinkHeader)
        }
        Role::Link if marked || block.linked * 2 >= block.text.len() => Some(Role::Link),
        Role::Link => None,
        Role::Advert | Role::Media if words <= 6 => Some(role),
        Role::Prompt | Role::Credit | Role::Caption | Role::Staff if words <= 30 => Some(role),
        _ => None,
    }
}

/// `(Baca: Harga Beras Naik)` within a paragraph: a link to another article, not this one's words.
fn cut_bracketed_links(block: &mut Block) {
    for (open, close) in [('(', ')'), ('[', ']')] {
        let mut from = 0;
        while let Some(found) = block.text[from..].find(open) {
            let start = from + found;
            let inside = &block.text[start + 1..];
            let Some(length) = inside.find(close).filter(|length| *length <= 250) else { break };
            let is_link = phrases::at_start(&inside[..length])
                .is_some_and(|(role, rest)| role == Role::Link && rest.starts_with([':', '–', '-', '：']))
                || phrases::at_start(&inside[..length]).is_some_and(|(role, _)| role == Role::Media);
            let end = start + 1 + length + close.len_utf8();
            if is_link {
                block.linked = block.linked.saturating_sub(end - start);
                let keep_from = if block.text[..start].ends_with(' ') && block.text[end..].starts_with([' ', '.', ','])
                {
                    start - 1
                } else {
                    start
                };
                block.text.replace_range(keep_from..end, "");
                from = keep_from;
            } else {
                from = end;
            }
        }
    }
    if block.text.ends_with(' ') {
        block.text.truncate(block.text.trim_end().len());
    }
}

/// The headline again, at the top or as a heading.
fn is_repeat_of_title(block: &Block, title: Option<&str>, first: bool) -> bool {
    let Some(title) = title else { return false };
    let (text, title) = (folded(&block.text), folded(title));
    // "In pictures: <headline>"
    (first || block.kind == Kind::Heading)
        && !title.is_empty()
        && text.ends_with(&title)
        && text.len() <= title.len() + 20
}

/// Letters and digits only, in lower case.
pub(super) fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// `(WIL)`, `(ash/fdn)`, `[kid]`: who wrote and who edited. An agency's short name is a credit and stays.
fn is_initials(text: &str) -> bool {
    let Some(inside) = text
        .strip_prefix('(')
        .and_then(|t| t.strip_suffix(')'))
        .or_else(|| text.strip_prefix('[').and_then(|t| t.strip_suffix(']')))
    else {
        return false;
    };
    let plain = inside.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '.' | ',' | ' ' | '*' | '&'));
    let parts: Vec<&str> = inside.split(['/', '-', ',', ' ', '&']).filter(|p| !p.is_empty()).collect();
    plain
        && !parts.is_empty()
        && parts.len() <= 4
        && parts.iter().all(|p| p.chars().count() <= 4)
        && !parts.iter().any(|p| phrases::is_agency_abbreviation(p))
}

/// A line without a letter or digit.
fn is_stray_mark(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

/// `10:45`, `09.15 WIB`, `9:00 AM GMT`: when an entry of a live report was written.
fn is_clock(text: &str) -> bool {
    let mut parts = text.split_whitespace();
    let is_time = |part: &str| {
        part.len() >= 4 && part.starts_with(|c: char| c.is_ascii_digit()) && part.contains([':', '.', 'h'])
    };
    let plain = |part: &str| part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '.'));
    text.len() <= 16
        && text.chars().filter(char::is_ascii_digit).count() >= 3
        && plain(&text.replace(' ', ""))
        && parts.next().is_some_and(is_time)
        && parts.all(|zone| zone.len() <= 4 && zone.chars().all(|c| c.is_ascii_alphabetic() || c == '.'))
}

fn ends_as_sentence(text: &str) -> bool {
    let ends = text.trim_end_matches(['"', '”', '\'', '’', ')', ']', '»']);
    ends.ends_with(['.', '!', '?', '…', '।', '。', '！', '？', '؟'])
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// `Jakarta -` on a line of its own belongs to the sentence below it.
fn join_datelines(blocks: &mut Vec<Block>) {
    let mut i = 0;
    while i + 1 < blocks.len() {
        let is_dateline =
            words(&blocks[i].text) <= 8 && blocks[i].text.ends_with(['-', '–', '—']) && is_sentence(&blocks[i + 1]);
        if is_dateline {
            let place = blocks.remove(i);
            blocks[i].text.insert_str(0, &format!("{} ", place.text));
            blocks[i].linked += place.linked;
        }
        i += 1;
    }
}

/// Takes out bylines, dates and labels above the first paragraph; an agency's name there is a credit. Returns lines such as
/// `Willy Haryono • 16 Februari 2022 21:00`, which name who wrote.
fn trim_start(blocks: &mut Vec<Block>, credits: &mut Vec<String>) -> Vec<String> {
    let mut bylines = Vec::new();
    let Some(first) = blocks.iter().position(is_sentence) else { return bylines };
    let mut i = 0;
    blocks.retain(|block| {
        i += 1;
        let is_prompt = block.text.ends_with(':') && words(&block.text) <= 2;
        let keep = i > first || !(is_prompt || is_label(block) || is_fragment(block, 4));
        if !keep && names_agency(&block.text) {
            credits.push(block.text.clone());
        }
        if !keep && is_dated_label(block) && block.text.contains([BYLINE_DOT, '|']) {
            bylines.push(block.text.clone());
        }
        keep
    });
    bylines
}

/// Parts the name from the date in bylines.
const BYLINE_DOT: char = '•';

/// Links and labels below the last paragraph.
fn trim_end(blocks: &mut Vec<Block>) {
    let prose = blocks.iter().filter(|b| is_sentence(b)).count();
    while let Some(last) = blocks.last() {
        let is_link_line = is_link(last) && !is_sentence(last);
        let is_loose =
            last.kind == Kind::Heading || is_link_line || is_label(last) || (prose >= 1 && is_fragment(last, 4));
        if !is_loose || names_agency(&last.text) {
            return;
        }
        blocks.pop();
    }
}

/// A line that reads like part of a story: enough words, and not all link.
pub(super) fn is_sentence(block: &Block) -> bool {
    let dense = block.text.chars().filter(|c| !c.is_ascii()).count() >= 40;
    block.kind != Kind::Heading
        && (words(&block.text) >= 12 || dense)
        && block.linked * 2 < block.text.len()
        && !is_dated_label(block)
}

/// A few words that do not end like a sentence: a tag, a counter, a name.
fn is_fragment(block: &Block, most_words: usize) -> bool {
    let says_where = block.text.contains([':', '@']) || block.text.contains("www.");
    let ends = block.text.trim_end_matches(['"', '”', '\'', '’', ')', ']', '»']);
    !says_where
        && words(&block.text) <= most_words
        && block.text.chars().count() <= 40
        && !ends.ends_with(['.', '!', '?', '…', '।', '。', '！', '？', '؟', ';', ':', '-', '–', '—', ','])
}

/// A short line above or below the story that says when, by whom or where.
fn is_label(block: &Block) -> bool {
    (words(&block.text) <= 8 && (is_link(block) || phrases::is_label(&block.text))) || is_dated_label(block)
}

/// A date line, with or without a name before it: little is left when the date is taken away.
pub(super) fn is_dated_label(block: &Block) -> bool {
    let text = &block.text;
    if text.len() > 120 || !text.contains(char::is_numeric) || text.ends_with(['-', '–', '—']) {
        return false;
    }
    let words = words(text);
    let is_dated = words <= 16
        && (crate::date::text::starts_with_date(text)
            || (text.contains(['|', '•', '·']) && crate::date::text::has_date(text))
            || (words <= 12 && crate::date::text::has_date_and_time(text)));
    is_dated && !names_agency(text)
}

/// `ANTARA`, `(AP)`, `AFP/Reuters`: a credit, however short.
fn names_agency(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(phrases::is_agency_abbreviation)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENTENCE: &str = "The council voted on Tuesday to close the old bridge for repairs until the summer ends.";

    fn line(text: &str, linked: usize) -> Block {
        Block { kind: Kind::Paragraph, text: text.to_owned(), linked }
    }

    /// The lines kept of a story that has `extra` before, between and after its sentences.
    fn kept(extra: &Block) -> Vec<String> {
        let story = vec![extra.clone(), line(SENTENCE, 0), extra.clone(), line(SENTENCE, 0), extra.clone()];
        clean(story, Some("Old Bridge Closed")).blocks.into_iter().map(|b| b.text).collect()
    }

    #[test]
    fn furniture_is_known_in_many_languages() {
        for (text, linked) in [
            ("Baca juga: Harga Beras Naik", 17),
            ("Read also: Rice prices rise again", 23),
            ("Lire aussi : Le prix du riz augmente", 24),
            ("Lesen Sie auch: Reispreise steigen weiter", 25),
            ("Lee también: Sube el precio del arroz", 24),
            ("Читайте также: Цены на рис растут", 33),
            ("اقرأ أيضا: أسعار الأرز ترتفع", 30),
            ("यह भी पढ़ें: चावल के दाम बढ़े", 40),
            ("延伸阅读：米价继续上涨", 20),
            ("Xem thêm: Giá gạo tăng", 14),
            ("ADVERTISEMENT", 0),
            ("Suscríbete a nuestro canal de WhatsApp", 0),
            ("Rice prices rise again in the market", 36),
            ("(ash/fdn)", 0),
            ("***", 0),
        ] {
            assert_eq!(kept(&line(text, linked)), [SENTENCE, SENTENCE], "{text}");
        }
    }

    #[test]
    fn sentences_that_sound_alike_stay() {
        for text in [
            "Read the law again, the judge told the lawyers, and come back when you have understood it.",
            "Related costs rose by a tenth, which the ministry said was more than anyone had expected.",
            "Simak baik-baik pesan kepala desa yang disampaikan kepada seluruh warga pada rapat itu.",
            "Copyright law will change next year, and the publishers and the libraries are both unhappy with the draft that the ministry wrote over the summer without asking either of them what they thought about it.",
        ] {
            assert_eq!(kept(&line(text, 0)).len(), 5, "{text}");
        }
    }

    #[test]
    fn credits_are_set_aside_and_agencies_are_no_initials() {
        let story =
            vec![line(SENTENCE, 0), line("(AFP)", 0), line("Penulis: Sari Dewi", 0), line("© 2022 Koran Kita", 0)];
        let cleaned = clean(story, None);
        assert_eq!(cleaned.blocks.last().map(|b| b.text.as_str()), Some("(AFP)"));
        assert_eq!(cleaned.credits, ["© 2022 Koran Kita"]);
        assert_eq!(cleaned.staff, ["Penulis: Sari Dewi"]);
    }

    #[test]
    fn a_header_takes_its_links_along() {
        let story = vec![
            line(SENTENCE, 0),
            line("Baca juga:", 0),
            line("Harga beras naik di pasar", 25),
            line("Banjir surut", 12),
            line(SENTENCE, 0),
        ];
        assert_eq!(clean(story, None).blocks.len(), 2);
    }

    #[test]
    fn a_dateline_on_its_own_line_joins_the_story() {
        let story = vec![line("Jakarta -", 0), line(SENTENCE, 0)];
        assert_eq!(clean(story, None).blocks[0].text, format!("Jakarta - {SENTENCE}"));
    }
}
