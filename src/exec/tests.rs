//! Small random graphs of two kinds and two relations, for the properties of operators.

use crate::engine::Engine;
use crate::import::tsv::TextGraph;
use proptest::prelude::*;

const VOCABULARY: &str = r#"
[graph]
name = "small"
[[noun]]
kind = "alpha"
[[noun]]
kind = "beta"
[[verb]]
relation = "joins"
from = ["alpha", "beta"]
to = ["alpha", "beta"]
forward = ["joining"]
inverse = ["joined by"]
[[verb]]
relation = "meets"
from = ["alpha"]
to = ["alpha"]
forward = ["meeting"]
undirected = true
"#;

/// Names of which neighbours in the order of names are of different kinds.
pub const NODES: usize = 14;

pub fn name(node: usize) -> String {
    format!("node{node:02}")
}

pub fn kind(node: usize) -> &'static str {
    if node % 3 == 1 { "beta" } else { "alpha" }
}

/// From, to, and whether they meet instead of the one joining the other.
pub type Edge = (usize, usize, bool);

/// Only alphas meet, and nothing leads to itself.
pub fn edges(max: usize) -> impl Strategy<Value = Vec<Edge>> {
    proptest::collection::vec((0..NODES, 0..NODES, any::<bool>()), 1..max).prop_map(|edges| {
        let edges = edges.into_iter().filter(|(a, b, _)| a != b);
        edges.map(|(a, b, meets)| (a, b, meets && kind(a) == kind(b) && kind(a) == "alpha")).collect()
    })
}

pub fn engine(edges: &[Edge]) -> Engine {
    let entities: String = (0..NODES).map(|node| format!("{0}\t{1}\t{0}\n", name(node), kind(node))).collect();
    let relation = |meets: &bool| if *meets { "meets" } else { "joins" };
    let relations: String = edges
        .iter()
        .map(|(from, to, meets)| format!("{}\t{}\t{}\n", name(*from), relation(meets), name(*to)))
        .collect();
    Engine::from_text(&TextGraph {
        vocabulary: VOCABULARY,
        entities: &format!("id\tkind\tname\n{entities}"),
        relations: &format!("from\trelation\tto\n{relations}"),
        statements: "",
    })
    .unwrap()
}
