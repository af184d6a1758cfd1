//! The result as Parquet tables: the same ones as `csv`, with figures as figures and lists as lists.

use super::model::Report;
use super::tables::{Kind, TABLES, Table, bare};
use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use serde_json::Value;
use std::io;
use std::sync::Arc;

/// Rows that are held before they are written.
const ROWS: usize = 1 << 16;

/// Name and content of every table, each made when it is asked for; one without rows has its columns.
pub fn tables(report: &Report) -> impl Iterator<Item = io::Result<(String, Vec<u8>)>> {
    TABLES.iter().map(|table| Ok((format!("{}.parquet", table.name), rendered(table, report)?)))
}

fn rendered(table: &Table, report: &Report) -> io::Result<Vec<u8>> {
    let schema = schema(table).map_err(io::Error::other)?;
    let packed = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
    let mut file = SerializedFileWriter::new(Vec::new(), schema, Arc::new(packed)).map_err(io::Error::other)?;
    let mut columns: Vec<Column> = table.columns().map(|(_, kind)| Column::of(kind)).collect();
    table.rows(report, &mut |row| {
        columns.iter_mut().zip(row).for_each(|(column, value)| column.add(value));
        if columns[0].rows < ROWS { Ok(()) } else { write(&mut columns, &mut file).map_err(io::Error::other) }
    })?;
    write(&mut columns, &mut file).map_err(io::Error::other)?;
    file.into_inner().map_err(io::Error::other)
}

fn schema(table: &Table) -> Result<TypePtr, ParquetError> {
    let fields = table.columns().map(|(name, kind)| Ok(Arc::new(field(&name, kind)?)));
    let fields = fields.collect::<Result<Vec<_>, ParquetError>>()?;
    Ok(Arc::new(Type::group_type_builder(table.name).with_fields(fields).build()?))
}

fn field(name: &str, kind: Kind) -> Result<Type, ParquetError> {
    let physical = match kind {
        Kind::Text | Kind::List => Physical::BYTE_ARRAY,
        Kind::Integer => Physical::INT64,
        Kind::Real => Physical::DOUBLE,
        Kind::Flag => Physical::BOOLEAN,
    };
    let text = (physical == Physical::BYTE_ARRAY).then_some(LogicalType::String);
    if kind != Kind::List {
        let column = Type::primitive_type_builder(name, physical).with_logical_type(text);
        return column.with_repetition(Repetition::OPTIONAL).build();
    }
    let element = Type::primitive_type_builder("element", physical).with_logical_type(text);
    let element = Arc::new(element.with_repetition(Repetition::REQUIRED).build()?);
    let list = Type::group_type_builder("list").with_repetition(Repetition::REPEATED).with_fields(vec![element]);
    Type::group_type_builder(name)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(Some(LogicalType::List))
        .with_converted_type(ConvertedType::LIST)
        .with_fields(vec![Arc::new(list.build()?)])
        .build()
}

/// One column of the rows that are held: its values, and how deep each stands (Dremel, VLDB 2010).
struct Column {
    cells: Cells,
    /// 0 for nothing, 1 for a value or an empty list, 2 for an element of a list.
    depths: Vec<i16>,
    /// 0 where a row begins, 1 for the further elements of its list.
    repeats: Vec<i16>,
    rows: usize,
}

enum Cells {
    Texts(Vec<ByteArray>),
    Lists(Vec<ByteArray>),
    Integers(Vec<i64>),
    Reals(Vec<f64>),
    Flags(Vec<bool>),
}

impl Column {
    fn of(kind: Kind) -> Self {
        let cells = match kind {
            Kind::Text => Cells::Texts(Vec::new()),
            Kind::List => Cells::Lists(Vec::new()),
            Kind::Integer => Cells::Integers(Vec::new()),
            Kind::Real => Cells::Reals(Vec::new()),
            Kind::Flag => Cells::Flags(Vec::new()),
        };
        Self { cells, depths: Vec::new(), repeats: Vec::new(), rows: 0 }
    }

    fn add(&mut self, value: &Value) {
        self.rows += 1;
        let there = match &mut self.cells {
            Cells::Lists(cells) => {
                let items = value.as_array().map_or(&[][..], Vec::as_slice);
                cells.extend(items.iter().map(|item| ByteArray::from(bare(item).into_bytes())));
                self.depths.extend(items.iter().map(|_| 2));
                self.repeats.extend((0..items.len()).map(|i| i16::from(i > 0)));
                if !items.is_empty() {
                    return;
                }
                value.is_array()
            }
            Cells::Texts(cells) => put(cells, value.as_str().map(ByteArray::from)),
            Cells::Integers(cells) => put(cells, value.as_i64()),
            Cells::Reals(cells) => put(cells, value.as_f64()),
            Cells::Flags(cells) => put(cells, value.as_bool()),
        };
        self.depths.push(i16::from(there));
        self.repeats.push(0);
    }

    /// Writes what is held, and lets go of it.
    fn write(&mut self, out: &mut SerializedColumnWriter) -> Result<(), ParquetError> {
        let (depths, repeats) = (Some(&self.depths[..]), Some(&self.repeats[..]));
        match &mut self.cells {
            Cells::Texts(cells) => out.typed::<ByteArrayType>().write_batch(cells, depths, None).map(|_| cells.clear()),
            Cells::Lists(cells) => {
                out.typed::<ByteArrayType>().write_batch(cells, depths, repeats).map(|_| cells.clear())
            }
            Cells::Integers(cells) => out.typed::<Int64Type>().write_batch(cells, depths, None).map(|_| cells.clear()),
            Cells::Reals(cells) => out.typed::<DoubleType>().write_batch(cells, depths, None).map(|_| cells.clear()),
            Cells::Flags(cells) => out.typed::<BoolType>().write_batch(cells, depths, None).map(|_| cells.clear()),
        }?;
        self.depths.clear();
        self.repeats.clear();
        self.rows = 0;
        Ok(())
    }
}

/// Whether there was something to put.
fn put<T>(cells: &mut Vec<T>, value: Option<T>) -> bool {
    let there = value.is_some();
    cells.extend(value);
    there
}

/// Writes the rows that are held as one group.
fn write(columns: &mut [Column], file: &mut SerializedFileWriter<Vec<u8>>) -> Result<(), ParquetError> {
    if columns.iter().all(|column| column.rows == 0) {
        return Ok(());
    }
    let mut group = file.next_row_group()?;
    for column in columns {
        if let Some(mut out) = group.next_column()? {
            column.write(&mut out)?;
            out.close()?;
        }
    }
    group.close().map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use serde_json::json;
    use std::io::Write;

    #[test]
    fn values_come_back_as_they_were() {
        let row = json!([["a", "b"], "text", 7, 0.5, true]);
        let empty = json!([[], null, null, null, null]);
        let kinds = [Kind::List, Kind::Text, Kind::Integer, Kind::Real, Kind::Flag];
        let fields =
            kinds.iter().enumerate().map(|(i, &kind)| Arc::new(field(&format!("c{i}"), kind).expect("a field")));
        let schema = Type::group_type_builder("t").with_fields(fields.collect()).build().expect("a schema");
        let mut file = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::default()).expect("a writer");
        let mut columns: Vec<Column> = kinds.into_iter().map(Column::of).collect();
        for row in [&row, &empty, &json!([null, "", -1, 0.25, false]), &row] {
            columns.iter_mut().zip(row.as_array().expect("a row")).for_each(|(column, value)| column.add(value));
            write(&mut columns, &mut file).expect("a group");
        }
        let mut kept = tempfile::tempfile().expect("a file");
        kept.write_all(&file.into_inner().expect("a table")).expect("room for it");
        let reader = SerializedFileReader::new(kept).expect("a table");
        let rows: Vec<String> =
            reader.get_row_iter(None).expect("rows").map(|row| row.expect("a row").to_string()).collect();
        let full = r#"{c0: ["a", "b"], c1: "text", c2: 7, c3: 0.5, c4: true}"#;
        let none = "{c0: [], c1: null, c2: null, c3: null, c4: null}";
        let zero = r#"{c0: null, c1: "", c2: -1, c3: 0.25, c4: false}"#;
        assert_eq!(rows, [full, none, zero, full]);
    }
}
