//! Articles as named values: which column is which, by the user's word or by the names in use.

use super::outlet::outlet;
use super::source::Source;
use super::{OutletFrom, Settings};
use crate::date::Published;
use crate::date::text::parse_date_text;
use crate::document::{Document, Place, Skipped};
use std::borrow::Cow;

/// The columns of tables and records, where the user names them; the usual names count otherwise.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Columns {
    /// The text.
    pub text: Option<String>,
    /// The id.
    pub id: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// When it was published.
    pub date: Option<String>,
    /// The page's address.
    pub url: Option<String>,
}

impl Columns {
    /// Whether the user named any.
    pub(super) fn are_named(&self) -> bool {
        *self != Self::default()
    }
}

/// What a column can be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Text,
    Id,
    Outlet,
    Title,
    Published,
    Modified,
    Author,
    Language,
    Url,
    Captions,
    Agencies,
}

/// Names in use, the surest first; lower case, without `_`, `-` and blanks.
const NAMES: [(Role, &[&str]); 11] = [
    (
        Role::Text,
        &[
            "text",
            "body",
            "content",
            "articlebody",
            "articletext",
            "fulltext",
            "maintext",
            "bodytext",
            "plaintext",
            "article",
            "story",
            "isi",
            "isiberita",
            "konten",
            "teks",
            "artikel",
            "texto",
            "contenido",
            "texte",
            "inhalt",
            "description",
        ],
    ),
    (Role::Id, &["id", "docid", "articleid", "uuid", "guid", "identifier", "key"]),
    (
        Role::Outlet,
        &[
            "outlet",
            "series",
            "source",
            "publisher",
            "publication",
            "site",
            "sitename",
            "newspaper",
            "media",
            "domain",
            "sumber",
            "medium",
        ],
    ),
    (Role::Title, &["title", "headline", "judul", "titulo", "titre", "titel", "heading"]),
    (
        Role::Published,
        &[
            "published",
            "date",
            "publishedat",
            "datepublished",
            "publishdate",
            "publicationdate",
            "pubdate",
            "publishtime",
            "datetime",
            "timestamp",
            "tanggal",
            "fecha",
            "datum",
            "createdat",
            "time",
        ],
    ),
    (Role::Modified, &["modified", "updated", "modifiedat", "updatedat", "datemodified", "lastmodified"]),
    (Role::Author, &["author", "authors", "byline", "creator", "penulis", "autor", "auteur", "writer"]),
    (Role::Language, &["language", "lang", "locale", "bahasa"]),
    (Role::Url, &["url", "link", "canonicalurl", "permalink", "uri", "href", "weburl", "sourceurl"]),
    (Role::Captions, &["captions", "caption"]),
    (Role::Agencies, &["agencies", "agency", "wire"]),
];

/// Which column serves each role.
#[derive(Clone, Debug)]
pub(super) struct Layout([Option<usize>; NAMES.len()]);

impl Layout {
    /// Finds the columns by their names.
    pub(super) fn of<'a>(settings: &Settings, names: impl Iterator<Item = &'a str>) -> Self {
        let mut best = [None::<(usize, usize)>; NAMES.len()];
        for (column, name) in names.enumerate() {
            let folded: String = name
                .trim()
                .chars()
                .filter(|c| !matches!(c, '_' | '-' | ' ' | '.'))
                .flat_map(char::to_lowercase)
                .collect();
            for (role, usual) in NAMES {
                let rank = match named(settings, role) {
                    Some(given) => (given == name.trim()).then_some(0),
                    None => usual.iter().position(|usual| *usual == folded),
                };
                let slot = &mut best[role as usize];
                if let Some(rank) = rank
                    && slot.is_none_or(|(other, _)| rank < other)
                {
                    *slot = Some((rank, column));
                }
            }
        }
        Self(best.map(|found| found.map(|(_, column)| column)))
    }

    pub(super) fn column(&self, role: Role) -> Option<usize> {
        self.0[role as usize]
    }

    /// The columns that are read.
    #[cfg(feature = "parquet")]
    pub(super) fn columns(&self) -> impl Iterator<Item = usize> {
        self.0.iter().flatten().copied()
    }

    /// The values of a record; `get` gives those of a column.
    pub(super) fn fields(&self, mut get: impl FnMut(usize) -> Vec<String>) -> Fields {
        let mut all = |role| self.column(role).map(&mut get).unwrap_or_default();
        let one = |values: Vec<String>| Some(values.join(", ")).filter(|joined| !joined.is_empty());
        Fields {
            text: self.column(Role::Text).map(|_| all(Role::Text).join("\n")),
            id: one(all(Role::Id)),
            outlet: one(all(Role::Outlet)),
            title: one(all(Role::Title)),
            published: one(all(Role::Published)),
            modified: one(all(Role::Modified)),
            author: one(all(Role::Author)),
            language: one(all(Role::Language)),
            url: one(all(Role::Url)),
            captions: all(Role::Captions),
            agencies: all(Role::Agencies),
        }
    }
}

/// The column that the user names for a role.
fn named(settings: &Settings, role: Role) -> Option<&str> {
    let columns = &settings.columns;
    match role {
        Role::Text => columns.text.as_deref(),
        Role::Id => columns.id.as_deref(),
        Role::Title => columns.title.as_deref(),
        Role::Published => columns.date.as_deref(),
        Role::Url => columns.url.as_deref(),
        Role::Outlet => match &settings.outlet_from {
            OutletFrom::Field(name) => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// A table without a text is none of articles.
pub(super) fn no_text(settings: &Settings, names: &[String]) -> String {
    match &settings.columns.text {
        Some(name) => format!("no column {name:?} as --text-column says; there are: {}", names.join(", ")),
        None => "no column is known to hold the text (--text-column names it)".into(),
    }
}

/// Why a record is no article.
pub(super) const NO_TEXT: &str = "the record has no `text`";

/// One record's values by role.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields {
    pub(super) text: Option<String>,
    id: Option<String>,
    outlet: Option<String>,
    title: Option<String>,
    published: Option<String>,
    modified: Option<String>,
    author: Option<String>,
    language: Option<String>,
    url: Option<String>,
    captions: Vec<String>,
    agencies: Vec<String>,
}

impl Fields {
    /// The article that they are.
    pub(super) fn document(&self, settings: &Settings, source: &Source, place: Place) -> Result<Document<'_>, Skipped> {
        let text = self.text.as_deref().filter(|text| !text.trim().is_empty());
        let text = text.ok_or_else(|| Skipped { path: source.record_path(place.record), reason: NO_TEXT.into() })?;
        let (outlet, told) = outlet(settings, source, self.outlet.clone(), self.url.as_deref()).unzip();
        let (published, modified) = moments(self.published.as_deref(), self.modified.as_deref());
        Ok(Document {
            id: source.record_id(self.id.as_deref(), place.record),
            outlet,
            title: self.title.clone(),
            published,
            modified,
            author: self.author.clone(),
            language: self.language.clone(),
            url: self.url.clone(),
            captions: self.captions.clone(),
            agencies: self.agencies.clone(),
            text: Cow::Borrowed(text),
            place,
            origins: told.map(|told| ("outlet", told)).into_iter().collect(),
        })
    }

    /// The text alone.
    pub(super) fn into_text(self) -> Option<String> {
        self.text
    }
}

/// A moment as records write it: ISO 8601, a date in words, or seconds since 1970.
pub(super) fn moment(text: Option<&str>) -> Option<Published> {
    let text = text?.trim();
    Published::parse_iso(text).or_else(|| from_seconds(text)).or_else(|| parse_date_text(text))
}

/// How a date begins that is one of a change.
const CHANGED: [&str; 18] = [
    "diperbarui",
    "terakhir diperbarui",
    "pembaruan",
    "diupdate",
    "update",
    "last update",
    "modified",
    "last modified",
    "aktualisiert",
    "zuletzt aktualisiert",
    "mis à jour",
    "actualizado",
    "atualizado",
    "aggiornato",
    "bijgewerkt",
    "güncelle",
    "обновлен",
    "تحديث",
];

/// When an article was published, and when it was changed; a date that says so itself ("Diperbarui 18 Jun 2025, 14:05
/// WIB") is one of a change, whatever the field is called.
pub(super) fn moments(published: Option<&str>, modified: Option<&str>) -> (Option<Published>, Option<Published>) {
    let says_changed = |text: &&str| {
        let text = text.trim_start().to_lowercase();
        CHANGED.iter().any(|word| text.starts_with(word))
    };
    match published.filter(says_changed) {
        None => (moment(published), moment(modified)),
        Some(changed) => (None, moment(modified).or_else(|| moment(Some(changed)))),
    }
}

/// Ten digits are seconds since 1970, thirteen are milliseconds.
fn from_seconds(text: &str) -> Option<Published> {
    let number: i64 = text.parse().ok()?;
    match text.len() {
        10 => Some(Published::from_seconds(number)),
        13 => Some(Published::from_seconds(number / 1000)),
        _ => None,
    }
}

/// The strings that a JSON value holds: itself, those of a list, the name of an object.
pub(super) fn strings(value: &serde_json::Value) -> Vec<String> {
    use serde_json::Value;
    match value {
        Value::String(text) => Some(text.clone()).filter(|t| !t.is_empty()).into_iter().collect(),
        Value::Number(number) => vec![number.to_string()],
        Value::Array(items) => items.iter().flat_map(strings).collect(),
        Value::Object(map) => map.get("name").or_else(|| map.get("title")).map(strings).unwrap_or_default(),
        Value::Null | Value::Bool(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_by_their_usual_names() {
        let layout =
            Layout::of(&Settings::default(), ["Article ID", "headline", "pub_date", "description", "Body"].into_iter());
        let of = |role| layout.column(role);
        assert_eq!((of(Role::Text), of(Role::Id), of(Role::Title)), (Some(4), Some(0), Some(1)));
        assert_eq!((of(Role::Published), of(Role::Outlet)), (Some(2), None));
    }

    #[test]
    fn the_users_word_goes_before_the_usual_names() {
        let columns = Columns { text: Some("rumpf".into()), ..Columns::default() };
        let settings = Settings { columns, outlet_from: OutletFrom::Field("haus".into()), ..Settings::default() };
        let layout = Layout::of(&settings, ["text", "rumpf", "outlet", "haus"].into_iter());
        assert_eq!((layout.column(Role::Text), layout.column(Role::Outlet)), (Some(1), Some(3)));
    }

    #[test]
    fn moments_are_read_as_records_write_them() {
        let of = |text| moment(Some(text)).map(|at| at.to_string());
        assert_eq!(of("2022-02-16 21:00").as_deref(), Some("2022-02-16T21:00:00"));
        assert_eq!(of("16 Februari 2022").as_deref(), Some("2022-02-16"));
        assert_eq!(of("1645045200").as_deref(), Some("2022-02-16T21:00:00Z"));
        assert_eq!(of("kemarin"), None);
    }

    #[test]
    fn a_date_of_a_change_is_no_date_of_publication() {
        let told = |published, modified| {
            let (published, modified) = moments(published, modified);
            [published, modified].map(|at| at.map_or("-".to_owned(), |at| at.to_string()))
        };
        assert_eq!(told(Some("Diperbarui 18 Jun 2025, 14:05 WIB"), None), ["-", "2025-06-18T14:05:00+07:00"]);
        assert_eq!(told(Some("Updated 18 June 2025"), Some("2025-06-19")), ["-", "2025-06-19"]);
        assert_eq!(told(Some("18 June 2025"), Some("2025-06-19")), ["2025-06-18", "2025-06-19"]);
    }
}
