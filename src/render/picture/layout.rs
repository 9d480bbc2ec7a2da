//! Where the nodes of a picture are: in layers from left to right, as few crossings as can be had.

use crate::answer::Picture;
use crate::render::fit;
use rust_sugiyama::configure::{Config, CrossingMinimization, RankingType};
use std::collections::BTreeSet;

/// Width of a character of a node's name, in pixels.
const CHARACTER: f64 = 7.4;
/// Around a name.
const PADDING: f64 = 12.0;
/// Height of a node.
pub(super) const HEIGHT: f64 = 38.0;
/// Longest line of a name, in characters; more is cut.
pub(super) const NAME: usize = 34;
/// Between two layers, for the words on edges.
const LAYER_GAP: f64 = 150.0;
/// Between two nodes of a layer.
const NODE_GAP: f64 = 16.0;
/// Between parts that nothing joins.
const PART_GAP: f64 = 30.0;

/// Middle and size of a node, in pixels from the upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct NodePlace {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
}

/// A place for each node, and the size of the whole.
pub(super) struct Laid {
    pub(super) places: Vec<NodePlace>,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// The width of a node with this name.
fn node_width(name: &str, kind: &str) -> f64 {
    let characters = fit::width(name).min(NAME).max(fit::width(kind) * 4 / 5).max(4);
    characters as f64 * CHARACTER + 2.0 * PADDING
}

/// Lays the nodes of a picture out. The same picture is always laid out alike.
pub(super) fn lay_out(picture: &Picture) -> Laid {
    let widths: Vec<f64> = picture.nodes.iter().map(|node| node_width(&node.entity.name, &node.entity.kind)).collect();
    let mut places: Vec<NodePlace> =
        widths.iter().map(|&width| NodePlace { x: f64::NAN, y: f64::NAN, width }).collect();
    let edges: BTreeSet<(u32, u32)> = picture
        .edges
        .iter()
        .filter(|edge| edge.from != edge.to && edge.from < places.len() && edge.to < places.len())
        .map(|edge| (edge.from as u32, edge.to as u32))
        .collect();
    let (mut width, mut height) = (0.0_f64, 0.0_f64);
    for part in parts(places.len(), &edges) {
        let laid = lay_part(&part, &edges, &widths);
        // What nothing joins stands below what comes before.
        let (mut left, mut top, mut right, mut bottom) = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
        for (node, x, y) in &laid {
            let half = widths[*node] / 2.0;
            (left, right) = (left.min(x - half), right.max(x + half));
            (top, bottom) = (top.min(y - HEIGHT / 2.0), bottom.max(y + HEIGHT / 2.0));
        }
        let above = if height > 0.0 { height + PART_GAP } else { 0.0 };
        for (node, x, y) in laid {
            places[node].x = x - left;
            places[node].y = y - top + above;
        }
        width = width.max(right - left);
        height = above + bottom - top;
    }
    Laid { places, width, height }
}

/// The parts of the picture that nothing joins, largest first.
fn parts(count: usize, edges: &BTreeSet<(u32, u32)>) -> Vec<Vec<usize>> {
    let mut part_of: Vec<usize> = (0..count).collect();
    fn root(part_of: &mut [usize], mut node: usize) -> usize {
        while part_of[node] != node {
            part_of[node] = part_of[part_of[node]];
            node = part_of[node];
        }
        node
    }
    for &(from, to) in edges {
        let (a, b) = (root(&mut part_of, from as usize), root(&mut part_of, to as usize));
        part_of[a.max(b)] = a.min(b);
    }
    let mut parts: Vec<Vec<usize>> = vec![Vec::new(); count];
    for node in 0..count {
        let part = root(&mut part_of, node);
        parts[part].push(node);
    }
    parts.retain(|part| !part.is_empty());
    parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
    parts
}

/// Middle of each node of one part that is joined.
fn lay_part(part: &[usize], edges: &BTreeSet<(u32, u32)>, widths: &[f64]) -> Vec<(usize, f64, f64)> {
    if let [only] = part {
        return vec![(*only, 0.0, 0.0)];
    }
    // The layers of the layout are rows; ours are columns. So sizes and places are turned.
    let vertices: Vec<(u32, (f64, f64))> =
        part.iter().map(|&node| (node as u32, (HEIGHT, widths[node] + LAYER_GAP))).collect();
    let inner: Vec<(u32, u32)> = edges.iter().copied().filter(|(from, _)| part.contains(&(*from as usize))).collect();
    let config = Config {
        minimum_length: 1,
        vertex_spacing: NODE_GAP,
        dummy_vertices: true,
        dummy_size: 0.5,
        ranking_type: RankingType::MinimizeEdgeLength,
        c_minimization: CrossingMinimization::Barycenter,
        // Swapping neighbours takes long in large pictures.
        transpose: part.len() < 80,
    };
    let layouts = rust_sugiyama::from_vertices_and_edges(&vertices, &inner, &config);
    let mut laid: Vec<(usize, f64, f64)> =
        layouts.into_iter().flat_map(|(nodes, ..)| nodes).map(|(node, (x, y))| (node, y, x)).collect();
    laid.sort_by_key(|(node, ..)| *node);
    laid
}
