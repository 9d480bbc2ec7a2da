//! Cards: what is known of one thing, as a page on a terminal, in Markdown and in HTML.

use super::style::{BOLD, DIM, Style, painted};
use super::{cell, fit, paint, xml};
use crate::answer::{Answer, Card, CardSection};
use crate::model::Field;
use anstyle::Style as Paint;
use std::io::{self, Write};

/// Between two columns.
const GAP: usize = 2;
/// Lines are not longer than this where nothing is known of the screen.
const PAGE: usize = 100;
/// No column is narrower.
const NARROW: usize = 12;

/// Writes the cards of an answer as text.
pub(super) fn write_text(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for (place, card) in answer.cards.iter().enumerate() {
        if place > 0 {
            writeln!(out)?;
        }
        write_one(card, style, out)?;
    }
    Ok(())
}

fn write_one(card: &Card, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let width = style.width.unwrap_or(PAGE).max(30);
    let title = format!("{}  {} · {}", card.entity.name, card.entity.kind, card.entity.id);
    let (name, rest) = title.split_at(card.entity.name.len());
    let (bold, dim) = if style.color { (BOLD, DIM) } else { (Paint::new(), Paint::new()) };
    writeln!(out, "{bold}{}{bold:#}{dim}{}{dim:#}", cell::one_line(name), cell::one_line(rest))?;
    for line in fit::wrap(&cell::one_line(&card.description), width).iter().filter(|line| !line.is_empty()) {
        writeln!(out, "{line}")?;
    }
    let label_width = card.facts.iter().map(|(label, _)| fit::width(label)).max().unwrap_or(0);
    for (label, values) in &card.facts {
        let text = values.join(cell::SEPARATOR);
        let room = width.saturating_sub(label_width + GAP).max(NARROW);
        let padding = label_width - fit::width(label);
        for (number, line) in fit::wrap(&cell::one_line(&text), room).iter().enumerate() {
            match number {
                0 => writeln!(out, "{dim}{label}{dim:#}{:padding$}  {line}", "")?,
                _ => writeln!(out, "{:label_width$}  {line}", "")?,
            }
        }
    }
    for section in &card.sections {
        writeln!(out)?;
        painted(&section.heading, BOLD, style, out)?;
        write_section(section, width, style, out)?;
    }
    Ok(())
}

fn write_section(section: &CardSection, width: usize, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let texts: Vec<Vec<String>> =
        section.rows.iter().map(|row| row.iter().map(|text| cell::one_line(text).into_owned()).collect()).collect();
    let widest = |place: usize| {
        let cells = texts.iter().filter_map(|row| row.get(place));
        cells.map(|text| fit::width(text)).fold(fit::width(&section.columns[place]), usize::max)
    };
    let natural: Vec<usize> = (0..section.columns.len()).map(widest).collect();
    let minimum: Vec<usize> = natural.iter().map(|&width| width.min(NARROW)).collect();
    let widths = fit::shrunk(&natural, &minimum, GAP, width.saturating_sub(GAP));
    let heading: Vec<Vec<String>> =
        section.columns.iter().zip(&widths).map(|(heading, &width)| fit::wrap(heading, width)).collect();
    write_lines(&heading, &widths, |_| DIM, style, out)?;
    for row in &texts {
        let cells: Vec<Vec<String>> = row.iter().zip(&widths).map(|(text, &width)| fit::wrap(text, width)).collect();
        let colour = |place: usize| match section.columns.get(place) {
            Some(heading) if *heading == Field::Level.name() => paint::level(&row[place]),
            Some(heading) if *heading == Field::Status.name() => paint::level(&format!("- {}", row[place])),
            _ => Paint::new(),
        };
        write_lines(&cells, &widths, colour, style, out)?;
    }
    if section.more > 0 {
        painted(&format!("  and {} more", section.more), DIM, style, out)?;
    }
    Ok(())
}

fn write_lines(
    cells: &[Vec<String>],
    widths: &[usize],
    colour: impl Fn(usize) -> Paint,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    for number in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
        let mut line = " ".repeat(GAP);
        for (place, (cell, &width)) in cells.iter().zip(widths).enumerate() {
            let text = cell.get(number).map_or("", String::as_str);
            let padding = width.saturating_sub(fit::width(text)) + GAP;
            let paint = if style.color { colour(place) } else { Paint::new() };
            line += &format!("{paint}{text}{paint:#}{:padding$}", "");
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Writes the cards of an answer as Markdown; `escaped` makes a text safe there.
pub(super) fn write_markdown(answer: &Answer, escaped: fn(&str) -> String, out: &mut dyn Write) -> io::Result<()> {
    let text = |text: &str| escaped(&cell::one_line(text));
    for (place, card) in answer.cards.iter().enumerate() {
        if place > 0 {
            writeln!(out)?;
        }
        writeln!(out, "# {}\n\n{} · {}", text(&card.entity.name), text(&card.entity.kind), text(&card.entity.id))?;
        if !card.description.is_empty() {
            writeln!(out, "\n{}", text(&card.description))?;
        }
        if !card.facts.is_empty() {
            writeln!(out)?;
        }
        for (label, values) in &card.facts {
            writeln!(out, "- **{}**: {}", text(label), text(&values.join(cell::SEPARATOR)))?;
        }
        for section in &card.sections {
            writeln!(out, "\n## {}\n", text(&section.heading))?;
            let mut row = |cells: &[String]| {
                let cells: Vec<String> = cells.iter().map(|cell| text(cell)).collect();
                writeln!(out, "| {} |", cells.join(" | "))
            };
            row(&section.columns)?;
            row(&vec!["---".to_owned(); section.columns.len()])?;
            section.rows.iter().try_for_each(|cells| row(cells))?;
            if section.more > 0 {
                writeln!(out, "\nand {} more", section.more)?;
            }
        }
    }
    Ok(())
}

/// The cards of an answer as a part of an HTML page.
pub(super) fn html(answer: &Answer) -> String {
    let mut page = String::new();
    for card in &answer.cards {
        page += &format!(
            "<article class=\"card\"><h2>{} <small>{} · {}</small></h2>",
            xml::escaped(&card.entity.name),
            xml::escaped(&card.entity.kind),
            xml::escaped(&card.entity.id)
        );
        if !card.description.is_empty() {
            page += &format!("<p>{}</p>", xml::escaped(&card.description));
        }
        page += "<dl>";
        for (label, values) in &card.facts {
            let values = xml::escaped(&values.join(cell::SEPARATOR));
            page += &format!("<dt>{}</dt><dd>{values}</dd>", xml::escaped(label));
        }
        page += "</dl>";
        for section in &card.sections {
            page += &format!("<h3>{}</h3>", xml::escaped(&section.heading));
            page += &xml::table(&section.columns, &section.rows);
            if section.more > 0 {
                page += &format!("<p class=\"dim\">and {} more</p>", section.more);
            }
        }
        page += "</article>\n";
    }
    page
}
