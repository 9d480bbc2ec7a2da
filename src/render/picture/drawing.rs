//! Words that every drawing has: title, reading, names cut to what fits.

use super::layout::NAME;
use crate::answer::{Answer, Picture, PictureEdge};
use crate::render::{fit, xml};

/// Around everything.
pub(super) const MARGIN: f64 = 24.0;
/// Height of a line of small text.
pub(super) const LINE: f64 = 18.0;
/// Width of a character of small text.
pub(super) const CHARACTER: f64 = 6.4;
/// A picture is not narrower: its legend needs that.
pub(super) const NARROW: f64 = 640.0;
/// What a picture is called: the question as asked.
pub(super) fn title(answer: &Answer) -> &str {
    let query = answer.query.trim();
    // The last stages only say how it is drawn.
    query.split("| as ").next().unwrap_or(query).trim()
}

/// The reading without what only says how it is drawn.
pub(super) fn reading(answer: &Answer) -> &str {
    answer.reading.split(" | as ").next().unwrap_or(&answer.reading)
}

/// A name as long as a node has room for.
pub(super) fn name(text: &str) -> String {
    if fit::width(text) <= NAME { text.to_owned() } else { format!("{}…", fit::beginning(text, NAME - 1)) }
}

/// `resists B`, with a sign where there is only evidence against.
pub(super) fn edge_label(edge: &PictureEdge) -> String {
    let level = edge.level.as_ref().map(|level| format!(" {level}")).unwrap_or_default();
    let contested = if edge.is_contested { " ✗" } else { "" };
    format!("{}{level}{contested}", edge.relation)
}

/// What an edge says, with its statements or sources: `osimertinib treats NSCLC: …`.
pub(super) fn edge_words(picture: &Picture, edge: &PictureEdge) -> String {
    let name = |number: usize| picture.nodes.get(number).map_or("", |node| &*node.entity.name);
    let mut text = format!("{} {} {}", name(edge.from), edge_label(edge), name(edge.to));
    let claims: Vec<&str> = edge.claims.iter().filter_map(|&claim| Some(&*picture.claims.get(claim)?.id)).collect();
    let behind = if claims.is_empty() { edge.sources.join(", ") } else { claims.join(", ") };
    if !behind.is_empty() {
        text += &format!(" ({behind})");
    }
    text
}

/// Kinds of the nodes, each once, in order of their first node.
pub(super) fn kinds(picture: &Picture) -> Vec<&str> {
    let mut kinds: Vec<&str> = Vec::new();
    for node in &picture.nodes {
        if !kinds.contains(&&*node.entity.kind) {
            kinds.push(&node.entity.kind);
        }
    }
    kinds
}

/// Begins a picture of this size: the frame, its colours by day and by night, the words on top.
/// Gives the text and where what follows begins.
pub(super) fn begin(answer: &Answer, width: f64, height: f64) -> (String, f64) {
    let width = width.max(NARROW);
    let room = ((width - 2.0 * MARGIN) / CHARACTER) as usize;
    let title_lines = fit::wrap(title(answer), room * 3 / 4);
    let reading_lines = if reading(answer) == title(answer) { Vec::new() } else { fit::wrap(reading(answer), room) };
    let graph = format!("{} {}", answer.graph.name, answer.graph.version);
    let lines = title_lines.len() as f64 * 24.0 + (reading_lines.len() + 1) as f64 * LINE;
    let top = MARGIN + lines + 16.0;
    let (full_width, full_height) = (width.ceil(), (height + top + MARGIN).ceil());
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{full_width}\" height=\"{full_height}\" \
         viewBox=\"0 0 {full_width} {full_height}\" role=\"img\" font-family=\"DejaVu Sans, Verdana, Arial, sans-serif\">\n\
         <title>{}</title>\n<desc>{}</desc>\n{STYLE}\n<rect class=\"page\" width=\"{full_width}\" height=\"{full_height}\" fill=\"#ffffff\"/>\n",
        xml::escaped(title(answer)),
        xml::escaped(reading(answer)),
    );
    let mut y = MARGIN;
    for line in &title_lines {
        y += 20.0;
        text += &words(MARGIN, y, 17, "ink", "#111111", "start", line);
        y += 4.0;
    }
    for line in reading_lines.iter().chain([&graph]) {
        y += LINE;
        text += &words(MARGIN, y, 11, "dim", "#5c6670", "start", line);
    }
    (text, top)
}

/// Colours by night, for viewers that know which it is.
const STYLE: &str = "<style>@media (prefers-color-scheme: dark) { .page { fill: #15181c } .ink { fill: #eceff2 } \
                     .dim { fill: #a7b0b8 } .stroke { stroke: #9aa5ae } .arrow { fill: #9aa5ae } .halo { stroke: #15181c } \
                     .contested { stroke: #ff7b6b } .against { fill: #ff7b6b } }</style>";

/// A line of text.
pub(super) fn words(x: f64, y: f64, size: u32, class: &str, fill: &str, anchor: &str, text: &str) -> String {
    format!(
        "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" fill=\"{fill}\" text-anchor=\"{anchor}\">{}</text>\n",
        xml::escaped(text)
    )
}
