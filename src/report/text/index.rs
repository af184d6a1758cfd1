//! An index for a reader at a terminal: what a change did, what it holds, and what it says of an article.

use super::Style;
use super::columns::{clip, counted, grouped, moment, pad, percent, printable, share};
use super::passages::wrapped;
use crate::report::holding::{Answer, Changed, Holding};
use crate::report::model::{Article, Pair, Relation};
use std::collections::HashMap;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Columns of names before their values.
const NAME: usize = 12;
/// Columns of the widest id that others are aligned with.
const ID_WIDTH: usize = 48;
/// Reasons for skipping that are told.
const REASONS: usize = 3;

/// Writes what a change did.
///
/// # Errors
/// What the writer returns.
pub fn changed(changed: &Changed, index: &str, out: &mut impl Write) -> io::Result<()> {
    let articles = |n: u64| counted(n as usize, "article", "articles");
    if !changed.swept.is_empty() {
        let files = counted(changed.swept.len(), "file", "files");
        writeln!(out, "recovered: {files} of a change that was interrupted swept away; no article was lost")?;
    }
    let mut told = Vec::new();
    for (n, what) in
        [(changed.added - changed.replaced, "added"), (changed.replaced, "put in the place of one with their id")]
    {
        told.extend((n > 0).then(|| format!("{} {what}", articles(n))));
    }
    told.extend((changed.unchanged > 0).then(|| format!("{} there already", grouped(changed.unchanged))));
    told.extend((changed.removed > 0).then(|| format!("{} removed", articles(changed.removed))));
    told.extend(
        (!changed.skipped.is_empty()).then(|| format!("{} skipped", counted(changed.skipped.len(), "file", "files"))),
    );
    if told.is_empty() {
        told.push("written anew".into());
    }
    writeln!(out, "{index}: {} · it holds {}", told.join(" · "), articles(changed.articles))?;
    for skipped in changed.skipped.iter().take(REASONS) {
        writeln!(out, "  skipped {}: {}", printable(&skipped.path), printable(&skipped.reason))?;
    }
    if changed.skipped.len() > REASONS {
        writeln!(out, "  … and {} more", changed.skipped.len() - REASONS)?;
    }
    match changed.learned {
        Some(n) => writeln!(out, "the furniture was learned from {}", articles(n)),
        None => Ok(()),
    }
}

/// Writes what an index holds.
///
/// # Errors
/// What the writer returns.
pub fn holding(holding: &Holding, mut out: &mut dyn Write) -> io::Result<()> {
    let articles = counted(holding.articles as usize, "article", "articles");
    let removed = match holding.removed {
        0 => String::new(),
        n => format!(", and {} removed ones until `reprint index compact`", grouped(n)),
    };
    let line = |out: &mut dyn Write, name: &str, value: &str| writeln!(out, "{}{value}", pad(name, NAME));
    line(&mut out, "index", &printable(&holding.index))?;
    line(&mut out, "articles", &format!("{articles}{removed}"))?;
    let each = holding.bytes / holding.articles.max(1);
    let size = format!(
        "{} bytes in {}, {} an article",
        grouped(holding.bytes),
        counted(holding.segments, "segment", "segments"),
        grouped(each)
    );
    line(&mut out, "size", &size)?;
    line(&mut out, "tables", &format!("{} entries", grouped(holding.postings)))?;
    line(&mut out, "generation", &grouped(holding.generation))?;
    let furniture = &holding.furniture;
    let kept = match furniture.origin.as_str() {
        "off" => "none is masked".to_owned(),
        "given" => format!(
            "given: {} hashes of {}",
            grouped(furniture.hashes as u64),
            counted(furniture.outlets, "outlet", "outlets")
        ),
        _ => format!(
            "learned from {}: {} hashes of {}; anew by `reprint index compact`, and when the index has doubled",
            counted(furniture.articles as usize, "article", "articles"),
            grouped(furniture.hashes as u64),
            counted(furniture.outlets, "outlet", "outlets")
        ),
    };
    line(&mut out, "furniture", &kept)?;
    let settings = holding.settings.as_object().into_iter().flatten();
    let settings: Vec<String> = settings
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| format!("{name} {}", value.to_string().trim_matches('"')))
        .collect();
    line(&mut out, "settings", &settings.join(", "))
}

/// Writes whether an index is sound.
///
/// # Errors
/// What the writer returns.
pub fn verified(wrong: &[String], out: &mut dyn Write) -> io::Result<()> {
    if wrong.is_empty() {
        return writeln!(out, "sound: every byte is as it was written");
    }
    wrong.iter().try_for_each(|wrong| writeln!(out, "damaged: {}", printable(wrong)))?;
    writeln!(out, "take the index from a copy, or `reprint index build --replace` it from its articles")
}

/// Writes what an index says of one article.
///
/// # Errors
/// What the writer returns.
pub fn answer(answer: &Answer, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let article = &answer.article;
    let mut heading = vec![bold(&printable(&article.id), style), counted(article.words as usize, "word", "words")];
    heading.extend((article.boilerplate_words > 0).then(|| format!("{} of them furniture", article.boilerplate_words)));
    heading.extend(article.outlet.as_deref().map(printable));
    heading.extend(article.published.map(|published| moment(&published)));
    writeln!(out, "{}", heading.join(" · "))?;
    if answer.stands_for {
        writeln!(out, "  the index has an article under this id, which was left out")?;
    }
    if !answer.compared {
        return writeln!(out, "  too short to compare\n");
    }
    let others: HashMap<&str, &Article> = answer.related.iter().map(|other| (other.id.as_str(), other)).collect();
    let mut pairs: Vec<Side> = answer.pairs.iter().filter_map(|pair| Side::of(pair, &article.id, &others)).collect();
    pairs.sort_by_key(|side| (side.relation, side.other.published.map_or(i64::MAX, |p| p.seconds()), &side.other.id));
    let width = pairs.iter().map(|side| printable(&side.other.id).width()).max().unwrap_or(0).min(ID_WIDTH);
    for side in pairs.iter().take(style.top) {
        writeln!(out, "{}", side.line(width))?;
    }
    if pairs.len() > style.top {
        writeln!(
            out,
            "  … and {} (--top {} shows them)",
            counted(pairs.len() - style.top, "more article", "more articles"),
            pairs.len()
        )?;
    }
    passages(answer, style, out)?;
    if pairs.is_empty() {
        let closest = answer.best_below.as_ref().map(|pair| {
            let other = if pair.a == article.id { &pair.b } else { &pair.a };
            format!("; the closest is {}, resemblance {}", printable(other), share(pair.resemblance))
        });
        writeln!(out, "  nothing in the index shares a passage with it{}", closest.unwrap_or_default())?;
    }
    writeln!(out)
}

/// The passages that stand in articles that are no versions of this one, or that are all there is.
fn passages(answer: &Answer, style: &Style, out: &mut impl Write) -> io::Result<()> {
    for passage in answer.passages.iter().take(style.top) {
        let own = passage.occurrences.iter().filter(|place| place.article == answer.article.id);
        let places: Vec<String> = own.map(|place| format!("{}–{}", place.char_start, place.char_end)).collect();
        let others = passage.occurrences.len() - places.len();
        let words = counted(passage.words as usize, "word", "words");
        let places = format!("characters {}", places.join(", "));
        writeln!(out, "    passage of {words} in {}, {places}", counted(others, "other place", "other places"))?;
        for line in wrapped(&passage.text, style.width.saturating_sub(8).min(100)) {
            writeln!(out, "      {line}")?;
        }
    }
    match answer.passages.len().saturating_sub(style.top) {
        0 => Ok(()),
        more => writeln!(out, "    … and {}", counted(more, "more passage", "more passages")),
    }
}

/// A pair seen from the article that was asked about.
struct Side<'a> {
    other: &'a Article,
    relation: Relation,
    resemblance: f64,
    own_share: f64,
    other_share: f64,
}

impl<'a> Side<'a> {
    fn of(pair: &'a Pair, own: &str, others: &HashMap<&str, &'a Article>) -> Option<Self> {
        let first = pair.a == own;
        let other = others.get(if first { pair.b.as_str() } else { pair.a.as_str() })?;
        let (own_share, other_share) =
            if first { (pair.containment_a, pair.containment_b) } else { (pair.containment_b, pair.containment_a) };
        Some(Self { other, relation: pair.relation, resemblance: pair.resemblance, own_share, other_share })
    }

    fn line(&self, width: usize) -> String {
        let mut notes = vec![format!("resemblance {}", share(self.resemblance))];
        notes.push(format!(
            "{} of it in this one, {} of this one in it",
            percent(self.other_share),
            percent(self.own_share)
        ));
        notes.extend(self.other.published.map(|published| moment(&published)));
        notes.extend(self.other.title.as_deref().map(|title| format!("“{}”", clip(&printable(title), 40))));
        format!(
            "  {}  {}  {}",
            pad(self.relation.words(), 14),
            pad(&printable(&self.other.id), width),
            notes.join(" · ")
        )
    }
}

fn bold(text: &str, style: &Style) -> String {
    if style.color { format!("\x1b[1m{text}\x1b[0m") } else { text.to_owned() }
}

/// Writes how many articles were asked about, how many of them share something, what was not read, and what is not shown.
///
/// # Errors
/// What the writer returns.
pub fn end((asked, related, skipped): (usize, usize, usize), hidden: usize, out: &mut impl Write) -> io::Result<()> {
    if hidden > 0 {
        writeln!(out, "… and {} (--top shows more)", counted(hidden, "more article", "more articles"))?;
    }
    let skipped =
        if skipped > 0 { format!(" · {} skipped", counted(skipped, "file", "files")) } else { String::new() };
    match (asked, related) {
        (1, 0) => writeln!(out, "1 article: it shares nothing with the index{skipped}"),
        (1, _) => writeln!(out, "1 article: it shares text with the index{skipped}"),
        _ => writeln!(
            out,
            "{}: {} of them share text with others{skipped}",
            counted(asked, "article", "articles"),
            grouped(related as u64)
        ),
    }
}
