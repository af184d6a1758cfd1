//! Loads the data files: who the houses are, and how the press credits them.
//!
//! Owns the file form and its errors. It does not match anything.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use toml::Spanned;

/// A TOML file of houses and phrases, in the form of the embedded ones.
#[derive(Debug, Clone)]
pub struct GazetteerFile {
    /// What errors call the file.
    pub name: String,
    /// Its content.
    pub text: String,
}

/// What kind of house a name belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HouseKind {
    /// A wire agency.
    Agency,
    /// A newspaper or magazine.
    Paper,
    /// A television or radio station.
    Broadcaster,
    /// A news site.
    Site,
    /// A picture agency.
    Photo,
}

/// One news house.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct House {
    /// Canonical name.
    pub name: String,
    /// Kind of house.
    pub kind: HouseKind,
    /// Other names and scripts.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Names that are also words or initials.
    #[serde(default)]
    pub exact: Vec<String>,
    /// Web addresses.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Languages the house writes in.
    #[serde(default)]
    pub langs: Vec<String>,
}

/// The phrases of one language; the data file explains the fields and their notation.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Phrases {
    /// Citing phrases before a name.
    pub before: Vec<String>,
    /// Phrases behind a name.
    pub after: Vec<String>,
    /// Phrases of which one stands before and one behind.
    pub around: Vec<(String, String)>,
    /// Phrases behind which an unknown name is a house too.
    pub open: Vec<String>,
    /// As `open`, for names that look like a house's.
    pub open_likely: Vec<String>,
    /// Nouns for a house.
    pub labels: Vec<String>,
    /// Small words between marker and name.
    pub links: Vec<String>,
    /// Words for a statement that was made to everybody: a press release, a press conference.
    pub statement: Vec<String>,
    /// Picture words.
    pub photo: Vec<String>,
    /// Words for a source before a colon.
    pub source: Vec<String>,
    /// Words that open a byline.
    pub by: Vec<String>,
    /// Copyright words.
    pub copyright: Vec<String>,
    /// Words that join a list.
    pub joins: Vec<String>,
    /// Word beginnings that stick to a name.
    pub glued: Vec<String>,
    /// Words in front of a name which show that the acronym is a person's initials.
    pub initials: Vec<String>,
    /// First words that no house's name has.
    pub not_houses: Vec<String>,
    /// Words that make a name look like a house's.
    pub house_words: Vec<String>,
}

/// A data file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// The file's name.
    pub file: String,
    /// One-based line, where known.
    pub line: Option<usize>,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{}: {}", self.file, line, self.reason),
            None => write!(f, "{}: {}", self.file, self.reason),
        }
    }
}

impl std::error::Error for Error {}

/// All houses and phrases of the embedded files and the extra ones.
#[derive(Debug, Default)]
pub(crate) struct Gazetteer {
    pub houses: Vec<House>,
    pub phrases: BTreeMap<String, Phrases>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    house: Vec<Spanned<House>>,
    #[serde(default)]
    phrases: BTreeMap<String, Phrases>,
}

impl Gazetteer {
    /// Reads the embedded files, then the extra ones; an extra house of a known name extends that house.
    pub fn load(extra: &[GazetteerFile]) -> Result<Self, Error> {
        let mut gazetteer = Self::default();
        for (name, text) in
            [("agencies.toml", include_str!("agencies.toml")), ("phrases.toml", include_str!("phrases.toml"))]
        {
            gazetteer.add(name, text)?;
        }
        for file in extra {
            gazetteer.add(&file.name, &file.text)?;
        }
        Ok(gazetteer)
    }

    fn add(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let file: File = toml::from_str(text).map_err(|error| Error {
            file: name.to_owned(),
            line: error.span().map(|span| line_of(text, span.start)),
            reason: error.message().to_owned(),
        })?;
        for entry in file.house {
            let start = entry.span().start;
            let house = entry.into_inner();
            check_house(&house).map_err(|reason| Error {
                file: name.to_owned(),
                line: Some(line_of(text, start)),
                reason,
            })?;
            self.add_house(house);
        }
        for (language, phrases) in file.phrases {
            self.phrases.entry(language).or_default().extend(phrases);
        }
        Ok(())
    }

    fn add_house(&mut self, house: House) {
        match self.houses.iter_mut().find(|known| known.name == house.name) {
            Some(known) => {
                known.aliases.extend(house.aliases);
                known.exact.extend(house.exact);
                known.domains.extend(house.domains);
                known.langs.extend(house.langs);
            }
            None => self.houses.push(house),
        }
    }
}

impl Phrases {
    fn extend(&mut self, more: Phrases) {
        self.before.extend(more.before);
        self.after.extend(more.after);
        self.around.extend(more.around);
        self.open.extend(more.open);
        self.open_likely.extend(more.open_likely);
        self.labels.extend(more.labels);
        self.links.extend(more.links);
        self.photo.extend(more.photo);
        self.source.extend(more.source);
        self.by.extend(more.by);
        self.copyright.extend(more.copyright);
        self.joins.extend(more.joins);
        self.glued.extend(more.glued);
        self.initials.extend(more.initials);
        self.not_houses.extend(more.not_houses);
        self.house_words.extend(more.house_words);
        self.statement.extend(more.statement);
    }
}

/// A name of one letter or none would match everywhere.
fn check_house(house: &House) -> Result<(), String> {
    if house.name.trim().is_empty() {
        return Err("house without a name".to_owned());
    }
    let names = house.aliases.iter().chain(&house.exact);
    match names.into_iter().find(|name| name.trim_end_matches('~').trim().is_empty()) {
        Some(_) => Err(format!("house \"{}\" has an empty alias", house.name)),
        None => Ok(()),
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|&&byte| byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<Gazetteer, Error> {
        Gazetteer::load(&[GazetteerFile { name: "mine.toml".to_owned(), text: text.to_owned() }])
    }

    #[test]
    fn embedded_files_load_and_cover_the_world() {
        let gazetteer = Gazetteer::load(&[]).expect("embedded");
        let wires = gazetteer.houses.iter().filter(|house| house.kind == HouseKind::Agency).count();
        assert!(wires >= 100, "{wires}");
        assert!(gazetteer.houses.len() >= 400);
        assert!(gazetteer.phrases.len() >= 14);
    }

    #[test]
    fn a_bad_entry_names_file_and_line() {
        let error = load("\n[[house]]\nname = \"X\"\nkind = \"shop\"\n").expect_err("bad kind");
        assert_eq!((error.file.as_str(), error.line), ("mine.toml", Some(4)));
        let error = load("\n\n[[house]]\nname = \" \"\nkind = \"site\"\n").expect_err("empty");
        assert_eq!(error.line, Some(3));
        assert_eq!(error.to_string(), "mine.toml:3: house without a name");
    }

    #[test]
    fn an_extra_house_extends_a_known_one() {
        let gazetteer = load("[[house]]\nname = \"AFP\"\nkind = \"agency\"\naliases = [\"Afpe\"]\n").expect("good");
        let afp = gazetteer.houses.iter().find(|house| house.name == "AFP").expect("known");
        assert!(afp.aliases.iter().any(|alias| alias == "Afpe"));
        assert!(afp.domains.iter().any(|domain| domain == "afp.com"));
    }
}
