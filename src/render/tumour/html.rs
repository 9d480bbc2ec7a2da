//! `html`: a page a patient, for the screen and for paper; it needs nothing but itself.

use super::cells::{CELLS, ShownCell, remarks};
use super::format::{TumourFormat, TumourHead, WrittenBefore};
use crate::answer::Note;
use crate::matching::{PageSection, PageSectionKind, TumourPage};
use crate::render::html::{Escaped, write_page_head};
use crate::render::style::Style;
use std::io::{self, Write};

pub(super) const FORMAT: TumourFormat =
    TumourFormat { name: "html", extension: "html", holds_notes: true, is_page: true, begin, sample, end };

/// Rows of a section that are printed, so that a patient is a page; programs get all of them.
const fn rows_shown(kind: PageSectionKind) -> usize {
    match kind {
        PageSectionKind::Conflicting | PageSectionKind::Sensitive => 10,
        PageSectionKind::Resistant => 6,
        _ => 4,
    }
}

fn begin(head: &TumourHead, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let title = if head.samples == 1 { "Tumour board: matched evidence" } else { "Tumour boards: matched evidence" };
    write_page_head(title, out)
}

fn sample(
    head: &TumourHead,
    _before: WrittenBefore,
    page: &TumourPage,
    _style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let name = if page.sample.is_empty() { "Findings of one tumour" } else { &page.sample };
    writeln!(out, "<article>\n<header>\n<h1>{}</h1>", Escaped(name))?;
    let cancers = page.cancers.join(", ");
    if !cancers.is_empty() {
        writeln!(out, "<p class=\"cancer\">{}</p>", Escaped(&cancers))?;
    }
    writeln!(out, "</header>")?;
    names("Found", &page.findings, out)?;
    for section in &page.sections {
        write_section(section, out)?;
    }
    if page.sections.is_empty() {
        writeln!(out, "<p>No statement bears on these findings.</p>")?;
    }
    writeln!(out, "<section class=\"open\">\n<h2>What this page cannot say</h2>")?;
    names("Nothing is stated about", &page.without_statement, out)?;
    let open = Some(&page.not_assessed).filter(|line| !line.is_empty());
    let lines: Vec<&String> = open.into_iter().chain(&page.unread).collect();
    if !lines.is_empty() {
        writeln!(out, "<ul>")?;
        lines.iter().try_for_each(|line| writeln!(out, "<li>{}</li>", Escaped(line)))?;
        writeln!(out, "</ul>")?;
    }
    let graph = &head.graph;
    writeln!(
        out,
        "</section>\n<footer>Graph {} {}: {} statements. Tiers, where shown, are computed from level and cancer. \
         For research: not for clinical decisions.</footer>\n</article>",
        Escaped(&graph.name),
        Escaped(&graph.version),
        graph.statements
    )
}

fn end(_head: &TumourHead, notes: &[Note], _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if !notes.is_empty() {
        writeln!(out, "<aside>\n<h2>Notes on the files</h2>\n<ul>")?;
        notes.iter().try_for_each(|note| writeln!(out, "<li>{}</li>", Escaped(&note.text)))?;
        writeln!(out, "</ul>\n</aside>")?;
    }
    writeln!(out, "</body>\n</html>")
}

fn names(word: &str, names: &[String], out: &mut dyn Write) -> io::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    writeln!(out, "<p class=\"names\"><b>{word}:</b> {}</p>", Escaped(&names.join(", ")))
}

fn write_section(section: &PageSection, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<section class=\"{}\">\n<h2>{}</h2>", class(section.kind), Escaped(section.kind.heading()))?;
    if !section.folded.is_empty() {
        writeln!(out, "<p class=\"names\">{}</p>", Escaped(&section.folded.join("; ")))?;
    }
    if section.rows.is_empty() {
        return writeln!(out, "</section>");
    }
    let shown: Vec<ShownCell> = CELLS
        .iter()
        .copied()
        .filter(|cell| section.rows.iter().any(|row| !cell.text(section.kind, row).is_empty()))
        .collect();
    writeln!(out, "<table>\n<thead><tr>")?;
    shown.iter().try_for_each(|cell| write!(out, "<th>{}</th>", cell.heading()))?;
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for row in section.rows.iter().take(rows_shown(section.kind)) {
        let mark = if row.is_resistance { " class=\"against\"" } else { "" };
        write!(out, "<tr{mark}>")?;
        for cell in &shown {
            write!(out, "<td class=\"{}\">{}</td>", column(*cell), Escaped(&cell.text(section.kind, row)))?;
        }
        writeln!(out, "</tr>")?;
        let remarks = remarks(section.kind, row);
        if !remarks.is_empty() {
            let (span, remarks) = (shown.len(), Escaped(&remarks));
            writeln!(out, "<tr class=\"remark\"><td colspan=\"{span}\">{remarks}</td></tr>")?;
        }
    }
    writeln!(out, "</tbody>\n</table>")?;
    let more = section.rows.len().saturating_sub(rows_shown(section.kind));
    if more > 0 {
        writeln!(out, "<p class=\"names\">and {more} more: <code>--format tsv</code> has all of them</p>")?;
    }
    writeln!(out, "</section>")
}

const fn class(kind: PageSectionKind) -> &'static str {
    match kind {
        PageSectionKind::Conflicting => "conflicting",
        PageSectionKind::Sensitive => "sensitive",
        PageSectionKind::Resistant => "resistant",
        PageSectionKind::OtherEffects | PageSectionKind::Contested => "weak",
        PageSectionKind::OtherIndication => "elsewhere",
        PageSectionKind::Waiting => "waiting",
        PageSectionKind::AboutPatient | PageSectionKind::GeneLevel => "folded",
    }
}

/// The class of a column for the style.
const fn column(cell: ShownCell) -> &'static str {
    match cell {
        ShownCell::Therapy => "head",
        ShownCell::Level | ShownCell::Tier | ShownCell::Effect => "key",
        ShownCell::Evidence => "fine",
        ShownCell::Finding | ShownCell::Cancer => "cell",
    }
}
