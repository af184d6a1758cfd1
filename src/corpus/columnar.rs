//! `.parquet`: one article a row. Only the columns that serve are read.

use super::Settings;
use super::fields::{Layout, Role, no_text};
use super::records::{Form, Record, Records, Refused};
use super::source::too_long;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use parquet::schema::types::Type;
use std::fs::File;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Reads the rows.
pub(super) struct Rows {
    rows: Option<RowIter<'static>>,
    layout: Layout,
    number: u64,
    failure: Option<Refused>,
}

impl Rows {
    pub(super) fn open(file: File, settings: &Settings) -> io::Result<Self> {
        guarded(|| Self::parsed(file, settings)).unwrap_or_else(|reason| Err(io::Error::other(reason)))
    }

    fn parsed(file: File, settings: &Settings) -> io::Result<Self> {
        let broken = |error| io::Error::other(format!("broken Parquet: {error}"));
        let reader = SerializedFileReader::new(file).map_err(broken)?;
        let schema = reader.metadata().file_metadata().schema();
        let columns: Vec<Arc<Type>> = schema.get_fields().to_vec();
        let names: Vec<String> = columns.iter().map(|column| column.name().to_owned()).collect();
        let layout = Layout::of(settings, names.iter().map(String::as_str));
        if layout.column(Role::Text).is_none() {
            let failure = Some(Refused::new(0, no_text(settings, &names)));
            return Ok(Self { rows: None, layout, number: 0, failure });
        }
        // In the order of the file, without the columns that serve nothing.
        let mut serving: Vec<usize> = layout.columns().collect();
        serving.sort_unstable();
        serving.dedup();
        let chosen = serving.iter().map(|&column| columns[column].clone()).collect();
        let projection = Type::group_type_builder(schema.name()).with_fields(chosen).build().map_err(broken)?;
        let layout = Layout::of(settings, serving.iter().map(|&column| names[column].as_str()));
        let rows = RowIter::from_file_into(Box::new(reader)).project(Some(projection)).map_err(broken)?;
        Ok(Self { rows: Some(rows), layout, number: 0, failure: None })
    }
}

impl Records for Rows {
    fn next(&mut self, limit: u64) -> Option<Result<Record, Refused>> {
        let Some(rows) = &mut self.rows else { return self.failure.take().map(Err) };
        self.number += 1;
        let row = match guarded(|| rows.next()) {
            Ok(Some(Ok(row))) => row,
            Ok(None) => return None,
            Ok(Some(Err(error))) => return self.stop(&format!("broken Parquet: {error}")),
            Err(reason) => return self.stop(&reason),
        };
        let fields = self.layout.fields(|column| value(&row, column));
        if fields.text.as_ref().is_some_and(|text| text.len() as u64 > limit) {
            return Some(Err(Refused::new(self.number, format!("a text {}", too_long(limit)))));
        }
        Some(Ok(Record { number: self.number, form: Form::Fields(Box::new(fields)) }))
    }
}

impl Rows {
    fn stop(&mut self, reason: &str) -> Option<Result<Record, Refused>> {
        self.rows = None;
        Some(Err(Refused::new(self.number, format!("{reason}; the rest of the file is left out"))))
    }
}

/// The library trusts its input in places, and panics on damaged files.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| "broken Parquet: the library gave up on it".to_owned())
}

fn value(row: &Row, column: usize) -> Vec<String> {
    row.get_column_iter().nth(column).map(|(_, field)| strings(field)).unwrap_or_default()
}

fn strings(field: &Field) -> Vec<String> {
    match field {
        Field::Null | Field::Bool(_) => Vec::new(),
        Field::Str(text) => Some(text.clone()).filter(|text| !text.is_empty()).into_iter().collect(),
        Field::Bytes(bytes) => vec![super::charset::decode(bytes.data(), None, None).text.into_owned()],
        Field::ListInternal(list) => list.elements().iter().flat_map(strings).collect(),
        Field::Group(row) => {
            row.get_column_iter().find(|(name, _)| *name == "name").map(|(_, field)| strings(field)).unwrap_or_default()
        }
        Field::TimestampMillis(at) => vec![from_seconds(at / 1_000)],
        Field::TimestampMicros(at) => vec![from_seconds(at / 1_000_000)],
        other => vec![other.to_string().trim_matches('"').to_owned()],
    }
}

fn from_seconds(seconds: i64) -> String {
    crate::date::Published::from_seconds(seconds).to_string()
}
