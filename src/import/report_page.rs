//! The report of an import as one page for a browser, which needs nothing else: what could not be
//! used, what was noted, and which records became one entity, with a field that searches all.

use super::context::Imported;
use super::joins::{self, JoinGroup};
use super::report::{Reason, Report};
use crate::graph::Problem;
use std::io::{self, Write};

/// Rows that are listed of one reason; the table of the report has all.
const ROWS: usize = 200;

/// Records that are listed of one group.
const RECORDS: usize = 50;

const STYLE: &str = "body{font:15px/1.4 system-ui,sans-serif;margin:2em auto;max-width:75em;padding:0 1em;color:#222}\
h1{font-size:1.4em}h2{font-size:1.15em;margin-top:2em;border-bottom:1px solid #ccc}\
input{font:inherit;width:100%;padding:.4em;box-sizing:border-box;position:sticky;top:0}\
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.2em .6em .2em 0;border-bottom:1px solid #eee}\
small{color:#666}summary{cursor:pointer}.hidden{display:none}";

const SCRIPT: &str = "const field=document.getElementById('search');\
field.addEventListener('input',()=>{const words=field.value.toLowerCase().split(/\\s+/).filter(Boolean);\
for(const row of document.querySelectorAll('[data-row]')){const text=row.textContent.toLowerCase();\
row.classList.toggle('hidden',!words.every(word=>text.includes(word)));}\
for(const list of document.querySelectorAll('details')){const any=list.querySelector('[data-row]:not(.hidden)');\
list.classList.toggle('hidden',!any);if(words.length&&any)list.open=true;}});";

impl Imported {
    /// Writes the report as a page.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_page(&self, out: &mut dyn Write) -> io::Result<()> {
        let groups = joins::groups(&self.merges, &self.graph);
        let name = &self.graph.vocabulary().name;
        write!(out, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")?;
        write!(out, "<title>Import of {}</title><style>{STYLE}</style></head><body>", escaped(name))?;
        writeln!(out, "<h1>Import of {}</h1>", escaped(name))?;
        writeln!(
            out,
            "<p>{} entities, {} statements; {} rows could not be used, {} notes, {} groups of records that became one \
             entity or were kept apart.</p>",
            self.graph.entity_count(),
            self.graph.statements().len(),
            self.problems.len(),
            self.notes.len(),
            groups.len()
        )?;
        writeln!(
            out,
            "<input id=\"search\" type=\"search\" placeholder=\"Search names, identifiers, files\" autofocus>"
        )?;
        reasons("Rows that could not be used", &self.problems, out)?;
        reasons("Notes", &self.notes, out)?;
        let mut from = 0;
        while let Some(first) = groups.get(from) {
            let heading = first.heading();
            let count = groups.iter().skip(from).take_while(|group| group.heading() == heading).count();
            let of_heading = groups.get(from..from + count).unwrap_or(&[]);
            joined(heading, of_heading, out)?;
            from += count;
        }
        writeln!(out, "<script>{SCRIPT}</script></body></html>")
    }
}

fn reasons(title: &str, problems: &[Problem], out: &mut dyn Write) -> io::Result<()> {
    let report = Report::new(problems);
    if report.reasons.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h2>{title}</h2>")?;
    for reason in &report.reasons {
        let rows: Vec<&Problem> = problems.iter().filter(|problem| is_of(reason, problem)).take(ROWS).collect();
        writeln!(
            out,
            "<details><summary>{} × {} <small>{}</small></summary><table>",
            reason.count,
            escaped(&reason.text),
            escaped(&reason.field)
        )?;
        for row in &rows {
            writeln!(
                out,
                "<tr data-row><td>{}</td><td><small>{}:{}</small></td></tr>",
                escaped(&row.message),
                escaped(&row.file),
                row.line
            )?;
        }
        writeln!(out, "</table>{}</details>", more(reason.count, rows.len()))?;
    }
    Ok(())
}

fn is_of(reason: &Reason, problem: &Problem) -> bool {
    reason.field == problem.field && reason.text == super::report::without_names(&problem.message)
}

fn joined(heading: &str, groups: &[JoinGroup<'_>], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<h2>{} <small>{} groups</small></h2>", escaped(heading), groups.len())?;
    writeln!(out, "<details open><summary>What is known, and the records</summary><table>")?;
    for group in groups {
        let known: Vec<String> = group
            .known
            .iter()
            .map(|known| {
                format!("{} <small>{} {}</small>", escaped(&known.name), escaped(&known.kind), escaped(&known.id))
            })
            .collect();
        let record = |merge: &&super::decision::Merge| {
            let (id, name) = &merge.record;
            let place = format!("{}:{}", merge.file, merge.line);
            format!("{} <small>{} {}</small>", escaped(name), escaped(id), escaped(&place))
        };
        let records: Vec<String> = group.records.iter().take(RECORDS).map(record).collect();
        writeln!(
            out,
            "<tr data-row><td>{}</td><td>{}{}</td></tr>",
            known.join("<br>"),
            records.join("<br>"),
            more(group.records.len(), records.len())
        )?;
    }
    writeln!(out, "</table></details>")
}

/// How many are not listed.
fn more(count: usize, shown: usize) -> String {
    if count > shown { format!("<p><small>and {} more</small></p>", count - shown) } else { String::new() }
}

/// A text within HTML; marks that turn the direction of writing are shown as what they are.
fn escaped(text: &str) -> String {
    crate::text::markup(text, |character, escaped| match character {
        '\'' => escaped.push_str("&#39;"),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            escaped.push_str(&format!("[U+{:04X}]", u32::from(character)));
        }
        other if other.is_control() => escaped.push(' '),
        other => escaped.push(other),
    })
}
