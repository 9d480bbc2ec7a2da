//! `html`: one page without a network: the graph to drag, zoom and search, statements and sources at a
//! click, and the rows or the card below.

use super::{drawing, programs, svg};
use crate::answer::{Answer, Layout, Row, Tree};
use crate::render::style::{Format, Style};
use crate::render::view::{self, ListLength};
use crate::render::{card, html as page, tree, xml};
use std::io::{self, Write};

pub(crate) const FORMAT: Format = Format {
    name: "html",
    description: "a page with the graph of the answer to drag, zoom and search, for any browser",
    extension: "html",
    holds_notes: true,
    for_people: false,
    draws: true,
    holds_charts: true,
    write,
};

/// The program that draws graphs in the page, with its licence on top.
const CYTOSCAPE: &str = include_str!("../../../vendor/cytoscape/cytoscape.min.js");
/// What the page does and looks like.
const SCRIPT: &str = include_str!("page.js");
const LOOK: &str = include_str!("page.css");

fn write(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if answer.picture.is_none() && answer.cards.is_empty() && style.chart.is_none() {
        return page::write(answer, out);
    }
    let title = xml::escaped(drawing::title(answer));
    write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"onco {}\">\n<link rel=\"icon\" href=\"data:,\">\n\
         <title>{title}</title>\n<style>\n{LOOK}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n\
         <p class=\"dim\">{}</p>\n<p class=\"dim\">graph {} {} · for research: not for clinical decisions</p>\n</header>\n",
        env!("CARGO_PKG_VERSION"),
        xml::escaped(drawing::reading(answer)),
        xml::escaped(&answer.graph.name),
        xml::escaped(&answer.graph.version),
    )?;
    let has_graph = style.chart.is_none() && answer.picture.as_ref().is_some_and(|picture| !picture.nodes.is_empty());
    if has_graph {
        out.write_all(GRAPH.as_bytes())?;
    } else if style.chart.is_some() {
        writeln!(out, "<div class=\"chart\">{}</div>", svg::draw(answer, style))?;
    }
    writeln!(out, "<main>\n{}{}</main>", body(answer), notes(answer))?;
    if has_graph {
        // Within a script only `<` could end it.
        let data = programs::elements(answer).to_string().replace('<', "\\u003c");
        writeln!(out, "<script type=\"application/json\" id=\"data\">{data}</script>")?;
        writeln!(out, "<script>{CYTOSCAPE}</script>\n<script>\n{SCRIPT}</script>")?;
    }
    writeln!(out, "</body>\n</html>")
}

/// The graph with its search field, its details, and its legend, which the script fills in.
const GRAPH: &str = "<section class=\"picture\" aria-label=\"graph\">\n<div class=\"bar\">\
<label for=\"search\">Search</label> <input id=\"search\" type=\"search\" placeholder=\"name, kind or statement ( / )\" autocomplete=\"off\">\
<span id=\"found\" role=\"status\" aria-live=\"polite\"></span>\
<button id=\"fit\" type=\"button\">Whole picture</button></div>\n\
<div class=\"panes\"><div id=\"graph\" tabindex=\"0\" role=\"application\" aria-label=\"graph: arrow keys go from entity to entity, Enter shows what is known\"></div>\n\
<aside id=\"details\" aria-live=\"polite\"><p class=\"dim\">Click an entity or a line for its statements and sources. \
Drag to move, turn the wheel to zoom, / to search, arrow keys to go from entity to entity, Escape to start anew.</p></aside></div>\n\
<div id=\"legend\" class=\"dim\"></div>\n</section>\n";

fn body(answer: &Answer) -> String {
    if !answer.cards.is_empty() {
        return card::html(answer);
    }
    match answer.layout {
        Layout::Tree => tree::trees(answer).map(|tree| format!("<ul>{}</ul>\n", list(tree, 0))).collect(),
        Layout::Table | Layout::Record => tables(answer),
    }
}

/// A tree is cut below this depth.
const DEPTH: usize = 60;

fn list(tree: &Tree, depth: usize) -> String {
    let below: String = match depth < DEPTH {
        true => tree.children.iter().map(|child| list(child, depth + 1)).collect(),
        false => String::new(),
    };
    let below = if below.is_empty() { below } else { format!("<ul>{below}</ul>") };
    format!("<li>{}{below}</li>\n", xml::escaped(&tree.text))
}

fn tables(answer: &Answer) -> String {
    let columns = view::columns(answer);
    let headings: Vec<String> = columns.iter().map(|column| column.heading.to_owned()).collect();
    let texts = |rows: &[Row]| -> Vec<Vec<String>> {
        rows.iter().map(|row| columns.iter().map(|column| column.text(row, ListLength::Full)).collect()).collect()
    };
    let count = answer.rows.len();
    let mut page = format!("<h2>{count} {}</h2>\n", if count == 1 { "row" } else { "rows" });
    if count > 0 {
        page += &xml::table(&headings, &texts(&answer.rows));
    }
    if !answer.contested.is_empty() {
        page += "<h2 class=\"contested\">Contested: only evidence against, failed or disputed</h2>\n";
        page += &xml::table(&headings, &texts(&answer.contested));
    }
    page
}

fn notes(answer: &Answer) -> String {
    if answer.notes.is_empty() && answer.complete {
        return String::new();
    }
    let notes: String = answer.notes.iter().map(|note| format!("<li>{}</li>\n", xml::escaped(&note.text))).collect();
    let cut = match answer.complete {
        true => String::new(),
        false => format!("<li>cut by a limit: {} of {} rows</li>\n", answer.rows.len(), answer.total_rows),
    };
    format!("<h2>Notes</h2>\n<ul>{notes}{cut}</ul>\n")
}
