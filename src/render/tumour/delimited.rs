//! `tsv` and `csv`: one row per sample, findings, therapy and effect; lists between bars.

use super::columns::{COLUMNS, joined};
use super::format::{TumourFormat, TumourHead, WrittenBefore, no_end};
use crate::matching::TumourPage;
use crate::render::cell::one_line;
use crate::render::style::Style;
use std::borrow::Cow;
use std::io::{self, Write};

pub(super) const TSV: TumourFormat = TumourFormat {
    name: "tsv",
    extension: "tsv",
    holds_notes: false,
    is_page: false,
    begin: |_, _, out| write_tsv(&mut COLUMNS.iter().map(|column| Cow::Borrowed(column.name)), out),
    sample: tsv_sample,
    end: no_end,
};

pub(super) const CSV: TumourFormat = TumourFormat {
    name: "csv",
    extension: "csv",
    holds_notes: false,
    is_page: false,
    begin: |_, _, out| write_csv(&mut COLUMNS.iter().map(|column| Cow::Borrowed(column.name)), out),
    sample: csv_sample,
    end: no_end,
};

type Fields<'f, 'r> = &'f mut dyn Iterator<Item = Cow<'r, str>>;

fn tsv_sample(
    _head: &TumourHead,
    _before: WrittenBefore,
    page: &TumourPage,
    _style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    page.rows().try_for_each(|(_, row)| write_tsv(&mut COLUMNS.iter().map(|column| joined(column, row)), out))
}

fn csv_sample(
    _head: &TumourHead,
    _before: WrittenBefore,
    page: &TumourPage,
    _style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    page.rows().try_for_each(|(_, row)| write_csv(&mut COLUMNS.iter().map(|column| joined(column, row)), out))
}

fn write_tsv(fields: Fields<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    for (number, field) in fields.enumerate() {
        let tab = if number == 0 { "" } else { "\t" };
        write!(out, "{tab}{}", one_line(&field))?;
    }
    writeln!(out)
}

fn write_csv(fields: Fields<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(fields.map(|field| field.into_owned()))?;
    writer.flush()
}
