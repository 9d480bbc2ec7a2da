//! DOT, for Graphviz.

use crate::answer::{Subgraph, SubgraphEdge};
use std::io::{self, Write};

/// Colours of kinds in the order in which they are met: Okabe and Ito's, paler, which all eyes tell
/// apart under black letters.
const COLOURS: [&str; 8] = ["#9ad0f5", "#ffd27f", "#8fdcc1", "#f7f0a0", "#a9c4e6", "#f2b48c", "#e5b8d3", "#dddddd"];

/// Colour of an edge against which there is evidence only.
const AGAINST: &str = "#b30000";

/// Writes a graph as DOT.
///
/// # Errors
/// Those of the writer.
pub fn write(graph: &Subgraph, out: &mut dyn Write) -> io::Result<()> {
    let kinds = kinds(graph);
    writeln!(out, "digraph {} {{", quoted(&graph.title))?;
    writeln!(out, "  graph [label=<{}>, labelloc=t, rankdir=LR, fontname=\"Helvetica\"];", heading(graph, &kinds))?;
    writeln!(out, "  node [shape=box, style=\"rounded,filled\", fontname=\"Helvetica\"];")?;
    writeln!(out, "  edge [fontname=\"Helvetica\", fontsize=10];")?;
    for (number, node) in graph.nodes.iter().enumerate() {
        let place = kinds.iter().position(|kind| *kind == &*node.kind).unwrap_or(0);
        let pen = if node.in_focus { ", penwidth=2" } else { "" };
        writeln!(
            out,
            "  n{number} [label={}, tooltip={}, class={}, fillcolor=\"{}\"{pen}];",
            quoted(&node.name),
            quoted(&format!("{} {}", node.kind, node.id)),
            quoted(&node.kind),
            colour(place),
        )?;
    }
    graph.edges.iter().try_for_each(|edge| write_edge(edge, out))?;
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

/// The title, and below it which colour is which kind.
fn heading(graph: &Subgraph, kinds: &[&str]) -> String {
    let square =
        |(place, kind): (usize, &&str)| format!("<FONT COLOR=\"{}\">\u{25a0}</FONT> {}", colour(place), markup(kind));
    let legend: Vec<String> = kinds.iter().enumerate().map(square).collect();
    format!("{}<BR/>{}", markup(&graph.title), legend.join("   "))
}

fn write_edge(edge: &SubgraphEdge, out: &mut dyn Write) -> io::Result<()> {
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
    let statements: Vec<&str> = edge.supporting.iter().chain(&edge.against).map(String::as_str).collect();
    let tooltip = if statements.is_empty() { edge.sources.join(", ") } else { statements.join(", ") };
    write!(out, "  n{} -> n{} [label={}, tooltip={}", edge.from, edge.to, quoted(&label), quoted(&tooltip))?;
    if edge.undirected {
        write!(out, ", dir=none")?;
    }
    if edge.is_contested() {
        write!(out, ", color=\"{AGAINST}\", fontcolor=\"{AGAINST}\", style=dotted")?;
    }
    writeln!(out, "];")
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
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars().filter_map(drawable) {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
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
