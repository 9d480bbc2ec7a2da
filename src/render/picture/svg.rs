//! `svg`: the graph of an answer, or a chart of it, as a picture that any browser shows.

use super::drawing::{CHARACTER, LINE, MARGIN, NARROW};
use super::layout::{HEIGHT, Laid, NodePlace};
use super::{charts, drawing, layout, palette};
use crate::answer::{Answer, Picture, PictureEdge, PicturePart};
use crate::render::style::{Format, Style};
use crate::render::{fit, xml};
use std::io::{self, Write};

pub(crate) const FORMAT: Format = Format {
    name: "svg",
    description: "a picture of what the answer speaks of, or of a chart (| as matrix | as svg)",
    extension: "svg",
    holds_notes: false,
    for_people: false,
    draws: true,
    holds_charts: true,
    write,
};

fn write(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", draw(answer, style))
}

/// A picture as a text of SVG.
pub(super) fn draw(answer: &Answer, style: &Style) -> String {
    match style.chart {
        Some(chart) => charts::svg(answer, chart),
        None => graph(answer),
    }
}

/// Edges with words on them; with more, words would hide everything.
const LABELLED: usize = 70;

fn graph(answer: &Answer) -> String {
    let nothing = Picture::default();
    let picture = answer.picture.as_ref().unwrap_or(&nothing);
    let laid = layout::lay_out(picture);
    let legend = legend(picture, laid.width.max(NARROW - 2.0 * MARGIN));
    let left_out = if picture.left_out > 0 { LINE } else { 0.0 };
    let height = laid.height + 20.0 + legend.len() as f64 * 22.0 + left_out;
    let (mut text, top) = drawing::begin(answer, laid.width + 2.0 * MARGIN, height);
    text += &markers();
    text += &format!("<g transform=\"translate({MARGIN} {top})\">\n");
    let has_labels = picture.edges.len() <= LABELLED;
    let mut labels = String::new();
    for (number, edge) in picture.edges.iter().enumerate() {
        if let (Some(from), Some(to)) = (laid.places.get(edge.from), laid.places.get(edge.to)) {
            let bend = bend(&picture.edges, number);
            text += &edge_line(picture, edge, *from, *to, bend);
            if has_labels {
                labels += &edge_label(edge, *from, *to, bend);
            }
        }
    }
    text += &labels;
    text += &nodes(picture, &laid);
    if picture.nodes.is_empty() {
        text += &drawing::words(0.0, 16.0, 13, "ink", "#111111", "start", "Nothing to draw: the answer is empty.");
    }
    let mut y = laid.height + 30.0;
    if picture.left_out > 0 {
        let more = format!("{} more are not drawn: narrow the question", picture.left_out);
        text += &drawing::words(0.0, y, 12, "dim", "#5c6670", "start", &more);
        y += LINE;
    }
    for line in legend {
        for (x, item) in line {
            text += &item.replace("{X}", &format!("{x:.1}")).replace("{Y}", &format!("{y:.1}"));
        }
        y += 22.0;
    }
    text + "</g>\n</svg>"
}

/// How far an edge is bent, so that those between the same two nodes lie beside each other.
fn bend(edges: &[PictureEdge], number: usize) -> f64 {
    let joins = |edge: &PictureEdge| {
        let edge_of = &edges[number];
        (edge.from, edge.to) == (edge_of.from, edge_of.to) || (edge.to, edge.from) == (edge_of.from, edge_of.to)
    };
    let before = edges[..number].iter().filter(|edge| joins(edge)).count();
    let all = edges.iter().filter(|edge| joins(edge)).count();
    (before as f64 - (all as f64 - 1.0) / 2.0) * 22.0
}

fn markers() -> String {
    let marker = |id: &str, class: &str, colour: &str| {
        format!(
            "<marker id=\"{id}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"9\" markerHeight=\"9\" \
             markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"{class}\" d=\"M0 0L10 5L0 10z\" fill=\"{colour}\"/></marker>"
        )
    };
    let all = marker("to", "arrow", palette::EDGE) + &marker("against", "against", palette::CONTESTED);
    format!("<defs>{all}</defs>\n")
}

/// Where an edge leaves a node and reaches another, and its two handles.
fn curve(from: NodePlace, to: NodePlace, bend: f64) -> [(f64, f64); 4] {
    let is_right = to.x - to.width / 2.0 > from.x + from.width / 2.0;
    let is_left = to.x + to.width / 2.0 < from.x - from.width / 2.0;
    if is_right || is_left {
        let side = if is_right { 1.0 } else { -1.0 };
        let start = (from.x + side * from.width / 2.0, from.y + bend * 0.3);
        let end = (to.x - side * (to.width / 2.0 + 1.0), to.y + bend * 0.3);
        let reach = ((end.0 - start.0).abs() / 2.0).max(30.0) * side;
        return [start, (start.0 + reach, start.1 + bend), (end.0 - reach, end.1 + bend), end];
    }
    // One above the other.
    let down = if to.y > from.y { 1.0 } else { -1.0 };
    let start = (from.x + bend, from.y + down * HEIGHT / 2.0);
    let end = (to.x + bend, to.y - down * (HEIGHT / 2.0 + 1.0));
    let reach = (end.1 - start.1) / 2.0;
    [start, (start.0 + bend, start.1 + reach), (end.0 + bend, end.1 - reach), end]
}

fn edge_line(picture: &Picture, edge: &PictureEdge, from: NodePlace, to: NodePlace, bend: f64) -> String {
    let [start, first, second, end] = curve(from, to, bend);
    let line = palette::line(edge.level.as_deref());
    let (class, colour, marker) = match edge.is_contested {
        true => ("contested", palette::CONTESTED, "against"),
        false => ("stroke", palette::EDGE, "to"),
    };
    let dashes = if line.dashes.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{}\"", line.dashes) };
    let arrow = if edge.is_directed { format!(" marker-end=\"url(#{marker})\"") } else { String::new() };
    format!(
        "<path class=\"{class}\" d=\"M{:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}\" fill=\"none\" stroke=\"{colour}\" \
         stroke-width=\"{}\"{dashes}{arrow}><title>{}</title></path>\n",
        start.0,
        start.1,
        first.0,
        first.1,
        second.0,
        second.1,
        end.0,
        end.1,
        line.width,
        xml::escaped(&drawing::edge_words(picture, edge)),
    )
}

/// Words at a third of an edge, where fewer edges cross than in the middle.
fn edge_label(edge: &PictureEdge, from: NodePlace, to: NodePlace, bend: f64) -> String {
    let [start, first, second, end] = curve(from, to, bend);
    let (t, u) = (0.38, 0.62);
    let at = |a: f64, b: f64, c: f64, d: f64| u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d;
    let x = at(start.0, first.0, second.0, end.0);
    let y = at(start.1, first.1, second.1, end.1);
    let (class, colour) =
        if edge.is_contested { ("against halo", palette::CONTESTED) } else { ("dim halo", palette::EDGE) };
    format!(
        "<text class=\"{class}\" x=\"{x:.1}\" y=\"{:.1}\" font-size=\"10\" fill=\"{colour}\" text-anchor=\"middle\" \
         stroke=\"#ffffff\" stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\">{}</text>\n",
        y + 3.0,
        xml::escaped(&drawing::edge_label(edge))
    )
}

fn nodes(picture: &Picture, laid: &Laid) -> String {
    let mut text = String::new();
    for (node, place) in picture.nodes.iter().zip(&laid.places) {
        let colour = palette::of_kind(&node.entity.kind);
        let (x, y) = (place.x - place.width / 2.0, place.y - HEIGHT / 2.0);
        // What was named has a thick border, and so is found at once.
        let border = if node.part == PicturePart::Named { 3.0 } else { 1.4 };
        text += &format!(
            "<g><title>{} ({}, {})</title><rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{HEIGHT}\" rx=\"7\" \
             fill=\"{}\" stroke=\"{}\" stroke-width=\"{border}\"/>\n",
            xml::escaped(&node.entity.name),
            xml::escaped(&node.entity.kind),
            xml::escaped(&node.entity.id),
            place.width,
            colour.fill,
            colour.border,
        );
        text += &drawing::words(place.x, place.y, 12, "name", "#111111", "middle", &drawing::name(&node.entity.name));
        text += &drawing::words(place.x, place.y + 13.0, 9, "kind", "#444444", "middle", &node.entity.kind);
        text += "</g>\n";
    }
    text
}

/// The lines of the legend: each item with its place from the left; `{X}` and `{Y}` stand for the
/// place in the picture.
fn legend(picture: &Picture, room: f64) -> Vec<Vec<(f64, String)>> {
    let mut items: Vec<(String, String)> = Vec::new();
    for kind in drawing::kinds(picture) {
        let colour = palette::of_kind(kind);
        let sign = format!(
            "<g transform=\"translate({{X}} {{Y}})\"><rect x=\"0\" y=\"-11\" width=\"22\" height=\"13\" rx=\"3\" fill=\"{}\" stroke=\"{}\"/>",
            colour.fill, colour.border
        );
        items.push((sign, kind.to_owned()));
    }
    let mut lines: Vec<palette::Stroke> = Vec::new();
    for edge in &picture.edges {
        let line = palette::line(edge.level.as_deref());
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.sort_by_key(|line| line.meaning);
    let drawn = |class: &str, colour: &str, line: palette::Stroke| {
        format!(
            "<g transform=\"translate({{X}} {{Y}})\"><path class=\"{class}\" d=\"M0 -4H26\" stroke=\"{colour}\" stroke-width=\"{}\" stroke-dasharray=\"{}\"/>",
            line.width,
            if line.dashes.is_empty() { "none" } else { line.dashes }
        )
    };
    items.extend(lines.iter().map(|&line| (drawn("stroke", palette::EDGE, line), line.meaning.to_owned())));
    if picture.edges.iter().any(|edge| edge.is_contested) {
        let line = palette::Stroke { width: 2.0, dashes: "", meaning: "" };
        items.push((
            drawn("contested", palette::CONTESTED, line),
            "✗ only evidence against, failed or disputed".to_owned(),
        ));
    }
    if picture.nodes.iter().any(|node| node.part == PicturePart::Named) {
        let sign = "<g transform=\"translate({X} {Y})\"><rect x=\"0\" y=\"-11\" width=\"22\" height=\"13\" rx=\"3\" fill=\"none\" class=\"stroke\" stroke=\"#5c6670\" stroke-width=\"3\"/>";
        items.push((sign.to_owned(), "named in the question".to_owned()));
    }
    let mut placed: Vec<Vec<(f64, String)>> = Vec::new();
    let mut x = f64::MAX;
    for (sign, meaning) in items {
        let width = 32.0 + fit::width(&meaning) as f64 * CHARACTER + 18.0;
        if x + width > room {
            placed.push(Vec::new());
            x = 0.0;
        }
        let item = sign + &drawing::words(32.0, 0.0, 11, "dim", "#5c6670", "start", &meaning) + "</g>\n";
        if let Some(line) = placed.last_mut() {
            line.push((x, item));
        }
        x += width;
    }
    placed
}
