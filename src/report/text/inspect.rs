//! One article for a reader at a terminal: what is known of it and from where, its text with the furniture marked, and
//! what stands apart from the text.

use super::Style;
use super::columns::{counted, moment, pad, printable};
use crate::report::inspection::Inspection;
use crate::report::model::{Credit, CreditField, Holds};
use std::io::{self, Write};

/// Columns of the field names, and of the values before their origin.
const NAME: usize = 11;

/// Writes one article.
///
/// # Errors
/// What the writer returns.
pub fn write(found: &Inspection, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let article = &found.article;
    writeln!(out, "{}", painted(&printable(&article.id), "1", style))?;
    let moments = [("published", article.published), ("modified", article.modified)];
    let moments = moments.map(|(name, at)| (name, at.map(|at| moment(&at))));
    let texts = [
        ("title", &article.title),
        ("outlet", &article.outlet),
        ("author", &article.author),
        ("language", &article.language),
        ("url", &article.url),
    ];
    let texts = texts.map(|(name, text)| (name, text.as_deref().map(printable)));
    for (name, value) in texts[..3].iter().chain(&moments).chain(&texts[3..]) {
        let origin = found.origins.get(name).copied().unwrap_or("field");
        match value {
            Some(value) => {
                writeln!(out, "  {}{value}  {}", pad(name, NAME), painted(&format!("[{origin}]"), "2", style))?;
            }
            None => writeln!(out, "  {}{}", pad(name, NAME), painted("unknown", "2", style))?,
        }
    }
    for agency in &found.agencies {
        writeln!(out, "  {}{}", pad("agency", NAME), printable(agency))?;
    }
    for credit in &article.credits {
        let line = credit_line(credit, article.text.as_deref().unwrap_or_default());
        writeln!(
            out,
            "  {}{}  {}",
            pad("credit", NAME),
            line,
            painted(&format!("[{}]", from(credit.field)), "2", style)
        )?;
    }
    writeln!(out, "  {}{}", pad("words", NAME), counts(found))?;
    writeln!(out, "  {}{}", pad("file", NAME), printable(&article.path))?;
    writeln!(out)?;
    text(found, style, out)?;
    for caption in &found.captions {
        writeln!(out, "{}", painted(&format!("  [caption] {}", printable(caption)), "2;3", style))?;
    }
    Ok(())
}

/// A credit with its words and how far it holds: `AFP (photo) “(Kenzo TRIBOUILLARD / AFP)” · holds for no text`.
fn credit_line(credit: &Credit, text: &str) -> String {
    let near = credit.near.and_then(|near| text.get(near.start..near.end)).map(|near| ends_of(near.trim()));
    let holds = match (credit.holds, near) {
        (Holds::Article, _) => "holds for the article".into(),
        (Holds::Near, Some(near)) => format!("holds for “{}”", printable(&near)),
        (Holds::Near, None) => "holds for the sentences beside it".into(),
        (Holds::Nothing, _) => "holds for no text".into(),
    };
    format!("{} ({}) “{}” · {holds}", printable(&credit.agency), credit.kind.name(), printable(&credit.text))
}

/// A long text by its first and last characters.
fn ends_of(text: &str) -> String {
    const ENDS: usize = 40;
    let count = text.chars().count();
    if count <= 2 * ENDS + 5 {
        return text.to_owned();
    }
    let first: String = text.chars().take(ENDS).collect();
    let last: String = text.chars().skip(count - ENDS).collect();
    format!("{} … {}", first.trim_end(), last.trim_start())
}

fn from(field: CreditField) -> &'static str {
    match field {
        CreditField::Text => "text",
        CreditField::Author => "author",
        CreditField::Agencies => "agency",
        CreditField::Captions => "caption",
    }
}

fn counts(found: &Inspection) -> String {
    let (words, masked) = (found.article.words as usize, found.article.boilerplate_words as usize);
    let shingles = counted(found.shingles, "distinct shingle", "distinct shingles");
    format!("{}, {masked} of them furniture; {shingles} of {} words", counted(words, "word", "words"), found.shingle)
}

/// The text line by line; furniture is grey, or stands in brackets where there are no colours.
fn text(found: &Inspection, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let text = found.article.text.as_deref().unwrap_or_default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let mut shown = String::new();
        let mut at = start;
        for span in found.article.furniture.iter().filter(|span| span.start < end && span.end > start) {
            let (from, to) = (span.start.max(start), span.end.min(end));
            shown += &printable(text.get(at..from).unwrap_or_default());
            let piece = printable(text.get(from..to).unwrap_or_default().trim_end());
            shown += &if style.color { painted(&piece, "2", style) } else { format!("[furniture: {piece}]") };
            at = to;
        }
        shown += &printable(text.get(at..end).unwrap_or_default().trim_end());
        writeln!(out, "  {shown}")?;
        start = end;
    }
    Ok(())
}

fn painted(text: &str, color: &str, style: &Style) -> String {
    if style.color { format!("\x1b[{color}m{text}\x1b[0m") } else { text.to_owned() }
}
