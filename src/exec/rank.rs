//! `rank by`: rows sorted by a measure of the whole graph.

use super::budget::Stop;
use super::evaluate::Evaluator;
use super::rows::SetRows;
use crate::graph::EntityId;
use crate::language::ast::RankBy;
use petgraph::visit::{IntoNeighborsDirected, NodeIndexable};

/// Above this many nodes betweenness is computed from a sample of starts, and the answer says so.
pub const SAMPLED_ABOVE: usize = 50_000;
/// Starts of the sample.
const SAMPLE: usize = 256;
/// How much of a page's weight follows its links (the usual value).
const DAMPING: f64 = 0.85;
const PAGERANK_ROUNDS: usize = 40;

/// Sorts rows, greatest first; equal ones by name.
///
/// # Errors
/// When the budget is used up.
pub fn rank(evaluator: &Evaluator<'_>, mut rows: SetRows, by: RankBy) -> Result<SetRows, Stop> {
    let graph = evaluator.reader.graph;
    let scores: Vec<f64> = match by {
        RankBy::Degree => degrees(evaluator, &rows),
        RankBy::PageRank => pick(&rows, &page_rank(evaluator)?),
        RankBy::Betweenness => pick(&rows, &betweenness(evaluator)?),
    };
    let mut order: Vec<usize> = (0..rows.rows.len()).collect();
    order.sort_by(|&a, &b| {
        let name = |i: usize| graph.name(EntityId(rows.rows[i].entity));
        scores[b].total_cmp(&scores[a]).then_with(|| name(a).cmp(name(b)))
    });
    rows.rows = order.into_iter().map(|i| rows.rows[i].clone()).collect();
    Ok(rows)
}

fn pick(rows: &SetRows, scores: &[f64]) -> Vec<f64> {
    rows.rows.iter().map(|row| scores.get(row.entity as usize).copied().unwrap_or(0.0)).collect()
}

fn degrees(evaluator: &Evaluator<'_>, rows: &SetRows) -> Vec<f64> {
    let graph = evaluator.reader.graph;
    rows.rows
        .iter()
        .map(|row| {
            let degree: usize = graph
                .vocabulary()
                .relations()
                .map(|(relation, verb)| {
                    let out = graph.forward(relation).degree(row.entity);
                    // An undirected edge is listed from both ends already.
                    if verb.undirected { out } else { out + graph.backward(relation).degree(row.entity) }
                })
                .sum();
            degree as f64
        })
        .collect()
}

/// Power iteration over all edges, as petgraph's `page_rank`, which needs a square of the node count in time.
fn page_rank(evaluator: &Evaluator<'_>) -> Result<Vec<f64>, Stop> {
    let graph = evaluator.reader.graph;
    let count = graph.node_bound();
    let mut scores = vec![1.0 / count.max(1) as f64; count];
    for _ in 0..PAGERANK_ROUNDS {
        let mut next = vec![0.0; count];
        let mut loose = 0.0;
        for (node, score) in scores.iter().enumerate() {
            let out: Vec<EntityId> =
                graph.neighbors_directed(EntityId(node as u32), petgraph::Direction::Outgoing).collect();
            evaluator.budget.spend(out.len() + 1)?;
            if out.is_empty() {
                loose += score;
                continue;
            }
            let share = score / out.len() as f64;
            out.into_iter().for_each(|target| next[target.0 as usize] += share);
        }
        let base = (1.0 - DAMPING) / count.max(1) as f64 + DAMPING * loose / count.max(1) as f64;
        next.iter_mut().for_each(|score| *score = base + DAMPING * *score);
        scores = next;
    }
    Ok(scores)
}

/// Brandes' algorithm over undirected, unweighted edges (Brandes 2001), from all nodes or a sample.
fn betweenness(evaluator: &Evaluator<'_>) -> Result<Vec<f64>, Stop> {
    let graph = evaluator.reader.graph;
    let count = graph.node_bound();
    let step = if count > SAMPLED_ABOVE { count.div_ceil(SAMPLE) } else { 1 };
    if step > 1 {
        let starts = count.div_ceil(step);
        let text = format!("betweenness is an estimate: shortest paths from {starts} of {count} entities were counted");
        evaluator.note("sampled", text);
    }
    let mut scores = vec![0.0; count];
    for source in (0..count).step_by(step) {
        let mut order = Vec::new();
        let mut paths = vec![0.0f64; count];
        let mut distance = vec![u32::MAX; count];
        paths[source] = 1.0;
        distance[source] = 0;
        let mut queue = std::collections::VecDeque::from([source]);
        while let Some(node) = queue.pop_front() {
            order.push(node);
            for next in neighbours(graph, node) {
                evaluator.budget.spend(1)?;
                if distance[next] == u32::MAX {
                    distance[next] = distance[node] + 1;
                    queue.push_back(next);
                }
                if distance[next] == distance[node] + 1 {
                    paths[next] += paths[node];
                }
            }
        }
        let mut shares = vec![0.0f64; count];
        for &node in order.iter().rev() {
            for next in neighbours(graph, node) {
                if distance[next] == distance[node] + 1 {
                    shares[node] += paths[node] / paths[next] * (1.0 + shares[next]);
                }
            }
            if node != source {
                scores[node] += shares[node];
            }
        }
    }
    Ok(scores)
}

fn neighbours(graph: &crate::graph::Graph, node: usize) -> Vec<usize> {
    let id = EntityId(node as u32);
    let mut all: Vec<usize> = graph
        .neighbors_directed(id, petgraph::Direction::Outgoing)
        .chain(graph.neighbors_directed(id, petgraph::Direction::Incoming))
        .map(|next| next.0 as usize)
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}
