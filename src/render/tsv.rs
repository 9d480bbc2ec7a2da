//! `tsv`: IANA tab-separated values with a header row. A value cannot contain a tab or a line
//! break: they become spaces.

use super::style::{Format, Style};
use super::{cell, csv};
use crate::answer::Answer;
use std::io::{self, Write};

pub(super) const FORMAT: Format = Format {
    name: "tsv",
    description: "tab-separated values, entities as name and id",
    extension: "tsv",
    holds_notes: false,
    for_people: false,
    draws: false,
    holds_charts: false,
    write,
};

fn write(answer: &Answer, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    csv::for_each_record(answer, |record| {
        for (index, field) in record.iter().enumerate() {
            let tab = if index == 0 { "" } else { "\t" };
            write!(out, "{tab}{}", cell::one_line(field))?;
        }
        writeln!(out)
    })
}
