//! Charts of an answer: best levels as a matrix, numbers as bars, approvals by date. Each is text for
//! a terminal, and a picture.

use super::{drawing, palette};
use crate::answer::{Answer, Cell, ColumnType, PicturePart, Row};
use crate::model::{Field, kind, status};
use crate::render::style::{BOLD, Chart, DIM, Format, Style, write_reading};
use crate::render::{cell, fit, paint, xml};
use anstyle::Style as Paint;
use std::io::{self, Write};

const fn format(
    name: &'static str,
    description: &'static str,
    write: fn(&Answer, &Style, &mut dyn Write) -> io::Result<()>,
) -> Format {
    Format {
        name,
        description,
        extension: name,
        holds_notes: false,
        for_people: true,
        draws: true,
        holds_charts: false,
        write,
    }
}

pub(crate) const MATRIX: Format =
    format("matrix", "best levels of therapies by cancer or gene", |answer, style, out| {
        text(answer, Chart::Matrix, style, out)
    });
pub(crate) const BARS: Format =
    format("bars", "a bar for the number of each row", |answer, style, out| text(answer, Chart::Bars, style, out));
pub(crate) const TIMELINE: Format =
    format("timeline", "approvals and other decisions by date", |answer, style, out| {
        text(answer, Chart::Timeline, style, out)
    });

/// Rows and columns of a matrix at most.
const MATRIX_ROWS: usize = 60;
const MATRIX_COLUMNS: usize = 24;
/// Bars at most.
const BARS_SHOWN: usize = 60;
/// Dates at most.
const DATES_SHOWN: usize = 120;
/// What there is only evidence against.
const AGAINST: &str = "✗";

fn text(answer: &Answer, chart: Chart, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    write_reading(answer, style, out)?;
    match chart {
        Chart::Matrix => matrix_text(&Matrix::of(answer), style, out),
        Chart::Bars => bars_text(&bars(answer), style, out),
        Chart::Timeline => timeline_text(&dates(answer), style, out),
    }
}

/// A chart as a picture.
pub(super) fn svg(answer: &Answer, chart: Chart) -> String {
    match chart {
        Chart::Matrix => matrix_svg(answer, &Matrix::of(answer)),
        Chart::Bars => bars_svg(answer, &bars(answer)),
        Chart::Timeline => timeline_svg(answer, &dates(answer)),
    }
}

fn painted(text: &str, paint: Paint, style: &Style) -> String {
    if style.color { format!("{paint}{text}{paint:#}") } else { text.to_owned() }
}

/// The best level of each therapy in each cancer, or for each gene.
struct Matrix {
    rows: Vec<String>,
    columns: Vec<String>,
    /// By row and column: a level, [`AGAINST`], or nothing.
    cells: Vec<Vec<String>>,
    left_out: usize,
}

impl Matrix {
    fn of(answer: &Answer) -> Self {
        let claims = answer.picture.as_ref().map_or(&[][..], |picture| &picture.claims);
        let nodes = answer.picture.as_ref().map_or(&[][..], |picture| &picture.nodes);
        let of_genes = nodes.iter().any(|node| node.part == PicturePart::Row && &*node.entity.kind == kind::GENE);
        let mut cancers: Vec<&str> = claims.iter().flat_map(|claim| &claim.cancers).map(String::as_str).collect();
        cancers.sort_unstable();
        cancers.dedup();
        let by_gene = of_genes || cancers.len() < 2;
        let mut matrix = Self { rows: Vec::new(), columns: Vec::new(), cells: Vec::new(), left_out: 0 };
        // Best first: the first of a cell is the best.
        for claim in claims.iter().filter(|claim| !claim.therapy.is_empty()) {
            let across = if by_gene { &claim.genes } else { &claim.cancers };
            for name in across {
                let row = position(&mut matrix.rows, &claim.therapy);
                let column = position(&mut matrix.columns, name);
                if matrix.cells.len() <= row {
                    matrix.cells.resize(row + 1, Vec::new());
                }
                if matrix.cells[row].len() <= column {
                    matrix.cells[row].resize(column + 1, String::new());
                }
                let cell = &mut matrix.cells[row][column];
                if claim.supports && (cell.is_empty() || cell == AGAINST) {
                    *cell = claim.field(Field::Level.name()).to_owned();
                } else if !claim.supports && cell.is_empty() {
                    *cell = AGAINST.to_owned();
                }
            }
        }
        matrix.cut();
        matrix
    }

    /// Leaves out what is too much for a page, and makes all rows equally long.
    fn cut(&mut self) {
        self.left_out = self.rows.len().saturating_sub(MATRIX_ROWS) + self.columns.len().saturating_sub(MATRIX_COLUMNS);
        self.rows.truncate(MATRIX_ROWS);
        self.columns.truncate(MATRIX_COLUMNS);
        self.cells.truncate(MATRIX_ROWS);
        self.cells.iter_mut().for_each(|cells| cells.resize(self.columns.len(), String::new()));
    }
}

/// The place of a name in a list, at whose end it is put where it is new.
fn position(names: &mut Vec<String>, name: &str) -> usize {
    names.iter().position(|known| known == name).unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    })
}

fn matrix_text(matrix: &Matrix, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if matrix.rows.is_empty() {
        return writeln!(out, "nothing to show: no statement on a therapy stands behind this answer");
    }
    let label = matrix.rows.iter().map(|row| fit::width(row)).max().unwrap_or(0).min(40);
    // Numbers above the columns, names below: names do not fit above a column of one letter.
    let heading: String = (1..=matrix.columns.len()).map(|number| format!("{number:>4}")).collect();
    writeln!(out, "{:label$}{}", "", painted(&heading, BOLD, style))?;
    for (row, cells) in matrix.rows.iter().zip(&matrix.cells) {
        let name = cell::one_line(fit::beginning(row, label)).into_owned();
        let padding = label - fit::width(&name);
        let mut line = format!("{name}{:padding$}", "");
        for text in cells {
            let letter = if text.is_empty() { "·" } else { text };
            let colour =
                if text.is_empty() { DIM } else { paint::level(if text == AGAINST { "- failed" } else { text }) };
            line += &format!("   {}", painted(letter, colour, style));
        }
        writeln!(out, "{line}")?;
    }
    for (number, name) in matrix.columns.iter().enumerate() {
        writeln!(out, "{}", painted(&format!("{:>4}  {}", number + 1, cell::one_line(name)), DIM, style))?;
    }
    let more = if matrix.left_out > 0 {
        format!("; {} more rows and columns are left out", matrix.left_out)
    } else {
        String::new()
    };
    writeln!(out, "{}", painted(&format!("A to E best level, {AGAINST} only evidence against{more}"), DIM, style))
}

fn matrix_svg(answer: &Answer, matrix: &Matrix) -> String {
    let cell = 26.0;
    let label = matrix.rows.iter().map(|row| fit::width(row)).max().unwrap_or(0) as f64 * 7.0 + 12.0;
    let names = matrix.columns.iter().map(|column| fit::width(column)).max().unwrap_or(0) as f64 * 4.6 + 16.0;
    let width = label + matrix.columns.len() as f64 * cell + names + 48.0;
    let (mut text, top) = drawing::begin(answer, width, names + matrix.rows.len() as f64 * cell + 50.0);
    text += &format!("<g transform=\"translate(24 {top})\">\n");
    for (place, column) in matrix.columns.iter().enumerate() {
        let x = label + place as f64 * cell + cell / 2.0 + 4.0;
        text += &format!(
            "<text class=\"ink\" transform=\"translate({x:.1} {:.1}) rotate(-45)\" font-size=\"11\" fill=\"#111111\">{}</text>\n",
            names - 6.0,
            xml::escaped(column)
        );
    }
    for (number, (row, cells)) in matrix.rows.iter().zip(&matrix.cells).enumerate() {
        let y = names + number as f64 * cell;
        text += &drawing::words(label - 8.0, y + 17.0, 12, "ink", "#111111", "end", row);
        for (place, level) in cells.iter().enumerate() {
            let x = label + place as f64 * cell;
            let (shade, letter) = match level.as_str() {
                "" => ("none", "#000000"),
                AGAINST => ("#ffffff", palette::CONTESTED),
                level => palette::shade(level),
            };
            text += &format!(
                "<g><title>{}: {}: {}</title><rect class=\"stroke\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{shade}\" stroke=\"#c8ced4\" stroke-width=\"0.6\"/>",
                xml::escaped(row),
                xml::escaped(&matrix.columns[place]),
                if level.is_empty() { "nothing stated" } else { level },
                cell - 2.0,
                cell - 2.0
            );
            text += &drawing::words(x + cell / 2.0 - 1.0, y + 16.5, 12, "letter", letter, "middle", level);
            text += "</g>\n";
        }
    }
    let y = names + matrix.rows.len() as f64 * cell + 24.0;
    let mut x = 0.0;
    for (level, shade, letter) in palette::SHADES {
        text += &format!(
            "<rect x=\"{x}\" y=\"{}\" width=\"18\" height=\"16\" fill=\"{shade}\" stroke=\"#c8ced4\"/>",
            y - 13.0
        );
        text += &drawing::words(x + 9.0, y, 11, "letter", letter, "middle", level);
        x += 24.0;
    }
    text += &drawing::words(
        x + 4.0,
        y,
        11,
        "dim",
        "#5c6670",
        "start",
        &format!("best level   {AGAINST} only evidence against"),
    );
    text + "</g>\n</svg>"
}

/// A name with its number.
type Bar = (String, f64);

/// The last number of each row, named by the rest of it; where rows have no number, how many
/// statements support each.
fn bars(answer: &Answer) -> Vec<Bar> {
    let is_number = |row: &Row, place: usize| matches!(row.cells.get(place), Some(Cell::Integer(_) | Cell::Decimal(_)));
    let numeric = |place: &usize| {
        answer.columns[*place].of == ColumnType::Number || answer.rows.iter().any(|row| is_number(row, *place))
    };
    let chosen = answer.is_chosen;
    let number = match chosen {
        true => (0..answer.columns.len()).rev().find(numeric),
        false => answer.columns.iter().position(|column| column.name == "supporting"),
    };
    let Some(number) = number else { return Vec::new() };
    let name = |row: &Row| {
        let cells = row.cells.iter().enumerate().filter(|(place, _)| *place != number);
        let cells = cells.take(if chosen { usize::MAX } else { 1 });
        let texts: Vec<_> = cells.map(|(_, value)| cell::text(value)).filter(|text| !text.is_empty()).collect();
        if texts.is_empty() { "(none)".to_owned() } else { texts.join(", ") }
    };
    let bar = |row: &Row| match row.cells.get(number) {
        Some(Cell::Integer(value)) => Some((name(row), *value as f64)),
        Some(Cell::Decimal(value)) => Some((name(row), *value)),
        _ => None,
    };
    answer.rows.iter().filter_map(bar).take(BARS_SHOWN).collect()
}

fn number(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.2}") }
}

fn bars_text(bars: &[Bar], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if bars.is_empty() {
        return writeln!(out, "nothing to show: the rows have no number; try | count by level | as bars");
    }
    let most = bars.iter().map(|bar| bar.1).fold(0.0, f64::max);
    let label = bars.iter().map(|bar| fit::width(&bar.0)).max().unwrap_or(0).min(40);
    let digits = bars.iter().map(|bar| number(bar.1).len()).max().unwrap_or(1);
    let room = style.width.unwrap_or(100).saturating_sub(label + digits + 4).max(10);
    for (name, value) in bars {
        let name = cell::one_line(fit::beginning(name, label)).into_owned();
        let padding = label - fit::width(&name);
        let eighths = if most > 0.0 { (value.max(0.0) / most * room as f64 * 8.0).round() as usize } else { 0 };
        let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8];
        let bar = "█".repeat(eighths / 8) + rest;
        writeln!(
            out,
            "{name}{:padding$}  {:>digits$}  {}",
            "",
            number(*value),
            painted(&bar, paint::level("B"), style)
        )?;
    }
    Ok(())
}

fn bars_svg(answer: &Answer, bars: &[Bar]) -> String {
    let label = bars.iter().map(|bar| fit::width(&bar.0)).max().unwrap_or(0).min(60) as f64 * 7.0 + 12.0;
    let (room, line) = (420.0, 26.0);
    let most = bars.iter().map(|bar| bar.1).fold(0.0, f64::max);
    let (mut text, top) = drawing::begin(answer, label + room + 110.0, bars.len().max(1) as f64 * line + 10.0);
    text += &format!("<g transform=\"translate(24 {top})\">\n");
    if bars.is_empty() {
        text += &drawing::words(0.0, 16.0, 13, "ink", "#111111", "start", "Nothing to show: the rows have no number.");
    }
    for (place, (name, value)) in bars.iter().enumerate() {
        let y = place as f64 * line;
        let length = if most > 0.0 { value.max(0.0) / most * room } else { 0.0 };
        text += &drawing::words(label - 8.0, y + 15.0, 12, "ink", "#111111", "end", fit::beginning(name, 60));
        text += &format!(
            "<rect x=\"{label:.1}\" y=\"{y:.1}\" width=\"{length:.1}\" height=\"{:.1}\" fill=\"#3182bd\"/>\n",
            line - 6.0
        );
        text += &drawing::words(label + length + 6.0, y + 15.0, 12, "ink", "#111111", "start", &number(*value));
    }
    text + "</g>\n</svg>"
}

/// A decision: its date, status and region, level, whether it is in favour, and what it is about.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Dated {
    date: String,
    what: String,
    status: String,
    level: String,
    is_against: bool,
}

/// Approvals and other decisions with a date, oldest first.
fn dates(answer: &Answer) -> Vec<Dated> {
    let claims = answer.picture.as_ref().map_or(&[][..], |picture| &picture.claims);
    let mut dates: Vec<Dated> = claims
        .iter()
        .filter(|claim| !claim.field(Field::Status.name()).is_empty() && !claim.field(Field::AsOf.name()).is_empty())
        .map(|claim| {
            let about: Vec<String> =
                [claim.cancers.join(", "), claim.finding.clone(), claim.field(Field::Line.name()).to_owned()]
                    .into_iter()
                    .filter(|text| !text.is_empty())
                    .collect();
            let state = claim.field(Field::Status.name());
            let status = [state, claim.field(Field::Region.name())].into_iter().filter(|text| !text.is_empty());
            Dated {
                date: claim.field(Field::AsOf.name()).to_owned(),
                what: format!("{}: {}", claim.therapy, about.join("; ")),
                status: status.collect::<Vec<_>>().join(" "),
                level: claim.field(Field::Level.name()).to_owned(),
                is_against: !claim.supports || [status::FAILED, status::WITHDRAWN].contains(&state),
            }
        })
        .collect();
    dates.sort();
    dates.dedup();
    dates.truncate(DATES_SHOWN);
    dates
}

fn timeline_text(dates: &[Dated], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if dates.is_empty() {
        return writeln!(out, "nothing to show: no statement behind this answer has a status with a date");
    }
    let widest = dates.iter().map(|dated| fit::width(&dated.status)).max().unwrap_or(0);
    let mut year = "";
    for dated in dates {
        let this = dated.date.get(..4).unwrap_or(&dated.date);
        let shown = if this == year { "    " } else { this };
        year = this;
        let sign = if dated.is_against {
            painted(AGAINST, paint::level("- failed"), style)
        } else {
            painted("●", paint::level("A"), style)
        };
        let before = format!("{shown} {:<10} ", dated.date);
        let indent = fit::width(&before) + 4 + widest;
        let room = style.width.map_or(usize::MAX, |width| width.saturating_sub(indent).max(20));
        for (number, line) in fit::wrap(&cell::one_line(&dated.what), room).iter().enumerate() {
            match number {
                0 => writeln!(out, "{}{sign} {:<widest$}  {line}", painted(&before, BOLD, style), dated.status)?,
                _ => writeln!(out, "{:indent$}{line}", "")?,
            }
        }
    }
    Ok(())
}

fn timeline_svg(answer: &Answer, dates: &[Dated]) -> String {
    let line = 26.0;
    let longest = dates.iter().map(|dated| fit::width(&dated.what) + fit::width(&dated.status)).max().unwrap_or(20);
    let (mut text, top) = drawing::begin(answer, longest as f64 * 7.0 + 200.0, dates.len().max(1) as f64 * line + 40.0);
    text += &format!("<g transform=\"translate(24 {top})\">\n");
    if dates.is_empty() {
        text += &drawing::words(
            0.0,
            16.0,
            13,
            "ink",
            "#111111",
            "start",
            "Nothing to show: no statement has a status with a date.",
        );
        return text + "</g>\n</svg>";
    }
    let bottom = (dates.len() - 1) as f64 * line + 12.0;
    text +=
        &format!("<path class=\"stroke\" d=\"M96 12V{bottom}\" stroke=\"{}\" stroke-width=\"2\"/>\n", palette::EDGE);
    for (place, dated) in dates.iter().enumerate() {
        let y = place as f64 * line + 12.0;
        text += &drawing::words(84.0, y + 4.0, 12, "ink", "#111111", "end", &dated.date);
        if dated.is_against {
            text += &format!(
                "<path class=\"contested\" d=\"M91 {}l10 10m0 -10l-10 10\" stroke=\"{}\" stroke-width=\"2.5\"/>",
                y - 5.0,
                palette::CONTESTED
            );
        } else {
            text += &format!("<circle cx=\"96\" cy=\"{y}\" r=\"5.5\" fill=\"{}\"/>", palette::shade(&dated.level).0);
        }
        let words = format!("{}  ·  {}", dated.what, dated.status);
        text += &drawing::words(112.0, y + 4.0, 12, "ink", "#111111", "start", &words);
    }
    text += &drawing::words(
        0.0,
        bottom + 30.0,
        11,
        "dim",
        "#5c6670",
        "start",
        "● decision in favour, darker at a better level   ✗ failed, withdrawn or disputed",
    );
    text + "</g>\n</svg>"
}
