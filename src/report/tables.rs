//! The result as tables, one a record type: which columns each has, and its rows.

use super::model::Report;
use serde::Serialize;
use serde_json::Value;
use std::io;

/// What stands in a column. Any may be empty.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Text,
    Integer,
    Real,
    Flag,
    /// Several texts.
    List,
}

/// One table.
pub(super) struct Table {
    /// Its name, without the ending of a format.
    pub(super) name: &'static str,
    /// Field and kind of each column; a dot leads into a record.
    columns: &'static [(&'static str, Kind)],
}

use super::tables::Kind::{Flag, Integer, List, Real, Text};

/// All tables of a result.
pub(super) const TABLES: [Table; 13] = [
    Table {
        name: "articles",
        columns: &[
            ("article", Text),
            ("outlet", Text),
            ("path", Text),
            ("title", Text),
            ("published", Text),
            ("language", Text),
            ("words", Integer),
            ("boilerplate_words", Integer),
            ("url", Text),
        ],
    },
    Table {
        name: "credits",
        columns: &[
            ("article", Text),
            ("agency", Text),
            ("kind", Text),
            ("field", Text),
            ("text", Text),
            ("start", Integer),
            ("end", Integer),
            ("char_start", Integer),
            ("char_end", Integer),
            ("holds", Text),
        ],
    },
    Table { name: "boilerplate", columns: &[("outlet", Text), ("articles", Integer), ("text", Text)] },
    Table {
        name: "pairs",
        columns: &[
            ("a", Text),
            ("b", Text),
            ("relation", Text),
            ("resemblance", Real),
            ("containment_a", Real),
            ("containment_b", Real),
            ("shared_words", Integer),
            ("joins_by_passages", Flag),
            ("bridge", Flag),
            ("one_address", Flag),
        ],
    },
    Table {
        name: "clusters",
        columns: &[
            ("cluster", Integer),
            ("articles", List),
            ("outlets", List),
            ("representative", Text),
            ("representative_reason", Text),
            ("earliest", Text),
            ("provenance.source", Text),
            ("provenance.confidence", Text),
            ("credit.agency", Text),
            ("credit.status", Text),
            ("id", Text),
            ("template", Flag),
            ("one_address", Flag),
        ],
    },
    Table {
        name: "members",
        columns: &[
            ("cluster", Integer),
            ("article", Text),
            ("in_representative", Real),
            ("of_representative", Real),
            ("standing", Text),
        ],
    },
    Table {
        name: "matches",
        columns: &[
            ("a", Text),
            ("b", Text),
            ("a_start", Integer),
            ("a_end", Integer),
            ("b_start", Integer),
            ("b_end", Integer),
            ("a_char_start", Integer),
            ("a_char_end", Integer),
            ("b_char_start", Integer),
            ("b_char_end", Integer),
            ("words", Integer),
            ("identity", Real),
            ("reuse", Text),
        ],
    },
    Table {
        name: "passages",
        columns: &[
            ("passage", Integer),
            ("text", Text),
            ("words", Integer),
            ("outlets", List),
            ("earliest", Text),
            ("within_cluster", Integer),
            ("provenance.source", Text),
            ("provenance.confidence", Text),
            ("credit.agency", Text),
            ("credit.status", Text),
        ],
    },
    Table {
        name: "occurrences",
        columns: &[
            ("passage", Integer),
            ("article", Text),
            ("start", Integer),
            ("end", Integer),
            ("char_start", Integer),
            ("char_end", Integer),
            ("identity", Real),
            ("standing", Text),
            ("quoted", Flag),
            ("group", Text),
        ],
    },
    Table {
        name: "flows",
        columns: &[
            ("from", Text),
            ("to", Text),
            ("words", Integer),
            ("articles", Integer),
            ("share", Real),
            ("median_delay_seconds", Integer),
            ("credited_share", Real),
        ],
    },
    Table {
        name: "lags",
        columns: &[
            ("agency", Text),
            ("outlet", Text),
            ("articles", Integer),
            ("first", Integer),
            ("median_delay_seconds", Integer),
        ],
    },
    Table {
        name: "edits",
        columns: &[
            ("cluster", Integer),
            ("from", Text),
            ("article", Text),
            ("equal_words", Integer),
            ("added_words", Integer),
            ("cut_words", Integer),
            ("changed_words", Integer),
            ("names", Integer),
            ("numbers", Integer),
            ("quotes", Integer),
        ],
    },
    Table { name: "skipped", columns: &[("path", Text), ("reason", Text)] },
];

impl Table {
    /// Name and kind of each column.
    pub(super) fn columns(&self) -> impl Iterator<Item = (String, Kind)> {
        self.columns.iter().map(|(field, kind)| (field.replace('.', "_"), *kind))
    }

    /// Sends each row: the values of its columns.
    ///
    /// # Errors
    /// What `each` returns; a record that cannot be taken apart, which is a fault of ours.
    pub(super) fn rows(&self, report: &Report, each: Each) -> io::Result<()> {
        match self.name {
            "articles" => self.of(&report.articles, each),
            "boilerplate" => self.of(&report.boilerplate, each),
            "pairs" => self.of(&report.pairs, each),
            "clusters" => self.of(&report.clusters, each),
            "matches" => self.of(&report.matches, each),
            "passages" => self.of(&report.passages, each),
            "flows" => self.of(&report.flows, each),
            "lags" => self.of(&report.lags, each),
            "edits" => self.of(&report.edits, each),
            "credits" => report.articles.iter().try_for_each(|a| self.within("article", &a.id, &a.credits, each)),
            "members" => report.clusters.iter().try_for_each(|c| self.within("cluster", c.cluster, &c.members, each)),
            "occurrences" => {
                report.passages.iter().try_for_each(|p| self.within("passage", p.passage, &p.occurrences, each))
            }
            _ => self.of(&report.skipped, each),
        }
    }

    fn of<T: Serialize>(&self, records: &[T], each: Each) -> io::Result<()> {
        records.iter().try_for_each(|record| self.row(&serde_json::to_value(record)?, each))
    }

    /// Records within one that the column `of` names.
    fn within<T: Serialize>(&self, of: &str, name: impl Serialize, records: &[T], each: Each) -> io::Result<()> {
        records.iter().try_for_each(|record| {
            let mut record = serde_json::to_value(record)?;
            record[of] = serde_json::to_value(&name)?;
            self.row(&record, each)
        })
    }

    fn row(&self, record: &Value, each: Each) -> io::Result<()> {
        let at = |(field, _): &(&str, Kind)| field.split('.').fold(record, |value, name| &value[name]);
        let row: Vec<&Value> = self.columns.iter().map(at).collect();
        each(&row)
    }
}

/// An item of a list as a text.
pub(super) fn bare(item: &Value) -> String {
    item.as_str().map_or_else(|| item.to_string(), str::to_owned)
}

/// Takes the rows of a table.
type Each<'e> = &'e mut dyn FnMut(&[&Value]) -> io::Result<()>;
