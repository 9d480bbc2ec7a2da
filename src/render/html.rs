//! Pages for the browser and for paper, which need nothing but themselves.

use super::cell::one_line;
use super::tree;
use super::view::{self, ListLength, ShownColumn};
use crate::answer::{Answer, Layout, Row, Tree};
use std::fmt;
use std::io::{self, Write};

/// The look of all pages.
pub(super) const PAGE_STYLE: &str = include_str!("page.css");

/// Writes an answer whose graph is not known as a page of rows.
pub(super) fn write(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    write_page_head(&answer.query, out)?;
    writeln!(out, "<article>\n<header>\n<h1>{}</h1>\n</header>", Escaped(&one_line(&answer.query)))?;
    if !answer.reading.is_empty() {
        writeln!(out, "<p class=\"cancer\">{}</p>", Escaped(&one_line(&answer.reading)))?;
    }
    match answer.layout {
        Layout::Tree => tree::trees(answer).try_for_each(|tree| write_list(tree, out))?,
        Layout::Table | Layout::Record => write_tables(answer, out)?,
    }
    if !answer.notes.is_empty() {
        writeln!(out, "<ul>")?;
        answer.notes.iter().try_for_each(|note| writeln!(out, "<li>{}</li>", Escaped(&note.text)))?;
        writeln!(out, "</ul>")?;
    }
    if !answer.complete {
        writeln!(out, "<p><b>Cut by a limit: {} of {} rows.</b></p>", answer.rows.len(), answer.total_rows)?;
    }
    let graph = &answer.graph;
    writeln!(
        out,
        "<footer>Graph {} {}. For research: not for clinical decisions.</footer>\n</article>\n</body>\n</html>",
        Escaped(&graph.name),
        Escaped(&graph.version)
    )
}

/// What comes before the body of a page.
pub(super) fn write_page_head(title: &str, out: &mut dyn Write) -> io::Result<()> {
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
         <style>\n{PAGE_STYLE}</style>\n</head>\n<body>\n",
        Escaped(&one_line(title))
    )
}

fn write_tables(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    let columns = view::columns(answer);
    write_table(&columns, &answer.rows, out)?;
    if answer.contested.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h2>Contested: only evidence against, failed or disputed</h2>")?;
    write_table(&columns, &answer.contested, out)
}

fn write_table(columns: &[ShownColumn<'_>], rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<table>\n<thead><tr>")?;
    columns.iter().try_for_each(|column| write!(out, "<th>{}</th>", Escaped(column.heading)))?;
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for row in rows {
        write!(out, "<tr>")?;
        for column in columns {
            write!(out, "<td>{}</td>", Escaped(&column.text(row, ListLength::Full)))?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody>\n</table>")
}

fn write_list(root: &Tree, out: &mut dyn Write) -> io::Result<()> {
    let mut waiting = vec![(root, 0)];
    while let Some((tree, depth)) = waiting.pop() {
        let indent = 5 * depth;
        writeln!(out, "<p class=\"names\" style=\"margin-left: {indent}mm\">{}</p>", Escaped(&one_line(&tree.text)))?;
        waiting.extend(tree.children.iter().rev().map(|child| (child, depth + 1)));
    }
    Ok(())
}

/// A text without meaning for a browser.
pub(super) struct Escaped<'t>(pub(super) &'t str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write;
        self.0.chars().try_for_each(|letter| match letter {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            '\'' => f.write_str("&#39;"),
            letter if letter.is_control() => f.write_char(' '),
            letter => f.write_char(letter),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_can_write_a_page() {
        assert_eq!(Escaped("<b a='1'>&\u{1b}").to_string(), "&lt;b a=&#39;1&#39;&gt;&amp; ");
    }
}
