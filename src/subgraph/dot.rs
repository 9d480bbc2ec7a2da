//! DOT, for Graphviz.

use crate::answer::{Subgraph, SubgraphEdge};
use std::io::{self, Write};

/// Colours of kinds in the order in which they are met: Okabe and Ito's, paler, which all eyes tell
/// apart under black letters.
const COLOURS: [&str; 8] = ["#9ad0f5", "#ffd27f", "#8fdcc1", "#f7f0a0", "#a9c4e6", "#f2b48c", "#e5b8d3", "#dddddd"];

/// Shapes of nodes, with their sign in the legend, for kinds beyond the number of colours.
const SHAPES: [(&str, &str); 3] = [("box", "\u{25a0}"), ("ellipse", "\u{25cf}"), ("hexagon", "\u{2b22}")];

/// Colour of an edge against which there is evidence only.
const AGAINST: &str = "#b30000";

/// A picture of more nodes is a map: points and thin lines, whose names a browser shows as tips.
pub const MOST_NAMED: usize = 500;

/// Writes a graph as DOT.
///
/// # Errors
/// Those of the writer.
pub fn write(graph: &Subgraph, out: &mut dyn Write) -> io::Result<()> {
    let kinds = kinds(graph);
    let is_map = graph.nodes.len() > MOST_NAMED;
    writeln!(out, "digraph {} {{", quoted(&graph.title))?;
    writeln!(
        out,
        "  graph [label=<{}>, labelloc=t, rankdir=LR, outputorder=edgesfirst, fontname=\"Helvetica\"];",
        heading(graph, &kinds)
    )?;
    if is_map {
        writeln!(out, "  node [style=filled, label=\"\", width=0.15, height=0.15, penwidth=0.3];")?;
        writeln!(out, "  edge [color=\"#00000022\", arrowhead=none, penwidth=0.4];")?;
    } else {
        writeln!(out, "  node [style=\"rounded,filled\", fontname=\"Helvetica\"];")?;
        writeln!(out, "  edge [fontname=\"Helvetica\", fontsize=10];")?;
    }
    for (number, node) in graph.nodes.iter().enumerate() {
        let kind = kinds.iter().position(|kind| *kind == &*node.kind).unwrap_or(0);
        let name = if is_map { String::new() } else { format!("label={}, ", quoted(&node.name)) };
        let pen = if node.in_focus && !is_map { ", penwidth=2" } else { "" };
        writeln!(
            out,
            "  n{number} [{name}tooltip={}, class={}, shape={}, fillcolor=\"{}\"{pen}];",
            quoted(&format!("{} ({} {})", node.name, node.kind, node.id)),
            quoted(&node.kind),
            shape(kind).0,
            colour(kind),
        )?;
    }
    graph.edges.iter().try_for_each(|edge| write_edge(edge, is_map, out))?;
    writeln!(out, "}}")
}

/// The kinds of the nodes, in the order in which they are met.
fn kinds(graph: &Subgraph) -> Vec<&str> {
    let mut kinds: Vec<&str> = Vec::new();
    for node in &graph.nodes {
        if !kinds.contains(&&*node.kind) {
            kinds.push(&node.kind);
        }
    }
    kinds
}

fn colour(kind: usize) -> &'static str {
    COLOURS[kind % COLOURS.len()]
}

fn shape(kind: usize) -> (&'static str, &'static str) {
    SHAPES[kind / COLOURS.len() % SHAPES.len()]
}

/// The title, and below it which colour is which kind.
fn heading(graph: &Subgraph, kinds: &[&str]) -> String {
    let square =
        |(place, kind): (usize, &&str)| format!("<FONT COLOR=\"{}\">\u{25a0}</FONT> {}", colour(place), markup(kind));
    let legend: Vec<String> = kinds.iter().enumerate().map(square).collect();
    format!("{}<BR/>{}", markup(&graph.title), legend.join("   "))
}

fn write_edge(edge: &SubgraphEdge, is_map: bool, out: &mut dyn Write) -> io::Result<()> {
    let statements: Vec<&str> = edge.supporting.iter().chain(&edge.against).map(String::as_str).collect();
    let behind = if statements.is_empty() { edge.sources.join(", ") } else { statements.join(", ") };
    let label = label(edge);
    write!(out, "  n{} -> n{} [", edge.from, edge.to)?;
    if is_map {
        write!(out, "tooltip={}", quoted(&label))?;
    } else {
        write!(out, "label={}, tooltip={}", quoted(&label), quoted(&behind))?;
    }
    if edge.undirected {
        write!(out, ", dir=none")?;
    }
    if edge.is_contested() {
        write!(out, ", color=\"{AGAINST}\", fontcolor=\"{AGAINST}\", style=dotted")?;
    }
    writeln!(out, "];")
}

/// Relation, level and status of the best statement, and how many are for and against it.
fn label(edge: &SubgraphEdge) -> String {
    let mut label = edge.relation.clone();
    let said = [edge.level.as_str(), edge.status.as_str()].into_iter().filter(|text| !text.is_empty());
    let said: Vec<&str> = said.collect();
    if !said.is_empty() {
        label.push_str(&format!(" ({})", said.join(", ")));
    }
    if edge.statement_count() > 1 {
        label.push_str(&format!(" {}+", edge.supporting.len()));
        if !edge.against.is_empty() {
            label.push_str(&format!(" {}\u{2212}", edge.against.len()));
        }
    }
    label
}

/// A text in double quotes. A reader of DOT takes `\N` and the like for what they stand for and
/// `&lt;` for `<`: backslashes and ampersands stay what they are. Characters that no picture can
/// hold, and those that turn the direction of the writing round, are left out ([`drawable`]).
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars().filter_map(drawable) {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '&' => quoted.push_str("&amp;"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// A text within a label of markup.
fn markup(text: &str) -> String {
    crate::text::markup(text, |character, escaped| escaped.extend(drawable(character)))
}

/// A character as a picture can hold it.
fn drawable(character: char) -> Option<char> {
    match character {
        '\n' | '\r' | '\t' => Some(' '),
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        '\u{fffe}' | '\u{ffff}' => None,
        other => (!other.is_control()).then_some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_name_is_drawn_as_it_is_written() {
        assert_eq!(quoted("a\"b\\N &lt; c"), "\"a\\\"b\\\\N &amp;lt; c\"");
        assert_eq!(quoted("x\n\u{202e}y\u{7}\u{0}<b>"), "\"x y<b>\"");
    }
}
