//! A graph or a part of it.

use super::edges::{PlainEdge, edges};
use crate::graph::{EntityId, Graph, StatementId};
use rustc_hash::{FxHashMap, FxHashSet};

/// What an answer mentions.
#[derive(Clone, Debug, Default)]
pub struct Mentioned {
    /// What was asked for and found.
    pub focus: Vec<EntityId>,
    /// What is there besides.
    pub others: Vec<EntityId>,
    /// Statements behind it.
    pub statements: Vec<StatementId>,
}

/// A whole graph, or a part of it.
#[derive(Debug)]
pub struct GraphPart<'g> {
    /// The graph.
    pub graph: &'g Graph,
    /// What a picture of it is called.
    pub title: String,
    chosen: Option<Chosen>,
}

/// Entities and edges that were chosen.
#[derive(Debug)]
struct Chosen {
    /// Entities other than statements and sources, with the number of steps from the middle.
    things: FxHashMap<u32, usize>,
    /// Statements, and what facts and statements rest on.
    records: FxHashSet<u32>,
    edges: ChosenEdges,
}

#[derive(Debug)]
enum ChosenEdges {
    /// Those that start or end at a thing of fewer steps than this.
    Within(usize),
    /// Facts, and what these statements claim.
    Of(FxHashSet<StatementId>),
}

impl<'g> GraphPart<'g> {
    /// All of it.
    pub fn whole(graph: &'g Graph) -> Self {
        Self { graph, title: graph.vocabulary().name.clone(), chosen: None }
    }

    /// What is at most so many steps from the middle, and the edges on these ways. Statements and
    /// sources are no steps: through them everything is near to everything.
    pub fn around(graph: &'g Graph, middle: &[EntityId], within: usize, title: &str) -> Self {
        let mut things: FxHashMap<u32, usize> = FxHashMap::default();
        let faces = middle.iter().flat_map(|entity| graph.faces(entity).iter().copied());
        let mut last = sorted(faces.filter(|&entity| is_thing(graph, EntityId(entity))).collect());
        things.extend(last.iter().map(|&entity| (entity, 0)));
        for step in 1..=within {
            let mut next = Vec::new();
            for &entity in &last {
                next.extend(neighbours(graph, entity).filter(|other| !things.contains_key(other)));
            }
            last = sorted(next);
            things.extend(last.iter().map(|&entity| (entity, step)));
            if last.is_empty() {
                break;
            }
        }
        Self::chosen(graph, title, things, ChosenEdges::Within(within))
    }

    /// What is mentioned, with the facts between it, and what the statements claim: between what is
    /// mentioned where there is such an edge, else with its ends.
    pub fn of(graph: &'g Graph, mentioned: Mentioned, title: &str) -> Self {
        let mut things: FxHashMap<u32, usize> = FxHashMap::default();
        for (entities, steps) in [(&mentioned.focus, 0), (&mentioned.others, 1)] {
            for entity in entities.iter().filter(|entity| is_thing(graph, **entity)) {
                things.entry(entity.0).or_insert(steps);
            }
        }
        let statements: FxHashSet<StatementId> = mentioned.statements.into_iter().collect();
        let claimed: Vec<(StatementId, PlainEdge<'_>)> = edges(graph)
            .filter_map(|edge| edge.statement.filter(|it| statements.contains(it)).map(|statement| (statement, edge)))
            .collect();
        let has_both_ends = |edge: &PlainEdge<'_>| things.contains_key(&edge.from.0) && things.contains_key(&edge.to.0);
        let placed: FxHashSet<StatementId> =
            claimed.iter().filter(|(_, edge)| has_both_ends(edge)).map(|&(statement, _)| statement).collect();
        for (_, edge) in claimed.iter().filter(|(statement, _)| !placed.contains(statement)) {
            things.entry(edge.from.0).or_insert(1);
            things.entry(edge.to.0).or_insert(1);
        }
        let mut part = Self::chosen(graph, title, things, ChosenEdges::Of(statements));
        part.leave_out_idle_faces();
        part.leave_out_what_leads_nowhere();
        part
    }

    /// A name with several faces, such as a gene and its protein, is drawn by those that have edges.
    fn leave_out_idle_faces(&mut self) {
        let busy: FxHashSet<u32> = self.steps().flat_map(|edge| [edge.from.0, edge.to.0]).collect();
        let graph = self.graph;
        let Some(chosen) = &mut self.chosen else { return };
        let is_idle = |entity: u32| {
            let entity = EntityId(entity);
            !busy.contains(&entity.0) && graph.faces(&entity).iter().any(|face| busy.contains(face))
        };
        chosen.things.retain(|&entity, _| !is_idle(entity));
    }

    /// What is there besides what was asked for and found is drawn where edges lead from that to it.
    fn leave_out_what_leads_nowhere(&mut self) {
        let mut neighbours: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for edge in self.steps() {
            neighbours.entry(edge.from.0).or_default().push(edge.to.0);
            neighbours.entry(edge.to.0).or_default().push(edge.from.0);
        }
        let Some(chosen) = &mut self.chosen else { return };
        let mut pending: Vec<u32> =
            chosen.things.iter().filter(|&(_, &steps)| steps == 0).map(|(&entity, _)| entity).collect();
        if pending.is_empty() {
            return;
        }
        let mut reached: FxHashSet<u32> = pending.iter().copied().collect();
        while let Some(entity) = pending.pop() {
            let next = neighbours.get(&entity).map_or(&[][..], Vec::as_slice);
            pending.extend(next.iter().copied().filter(|&other| reached.insert(other)));
        }
        chosen.things.retain(|entity, _| reached.contains(entity));
    }

    fn chosen(graph: &'g Graph, title: &str, things: FxHashMap<u32, usize>, chosen_edges: ChosenEdges) -> Self {
        let mut records = FxHashSet::default();
        if let ChosenEdges::Of(statements) = &chosen_edges {
            records.extend(statements.iter().map(|&statement| graph.statement_entity(statement).0));
        }
        let mut chosen = Chosen { things, records: FxHashSet::default(), edges: chosen_edges };
        for edge in edges(graph).filter(|edge| chosen.has_step(edge)) {
            records.extend(edge.sources);
            records.extend(edge.statement.map(|statement| graph.statement_entity(statement).0));
        }
        let statements = records.iter().filter_map(|&record| graph.statement_of(EntityId(record)));
        let sources: Vec<u32> =
            statements.flat_map(|statement| graph.statements().sources(statement)).copied().collect();
        records.extend(sources);
        chosen.records = records;
        Self { graph, title: title.to_owned(), chosen: Some(chosen) }
    }

    /// Whether it is the whole graph.
    pub fn is_whole(&self) -> bool {
        self.chosen.is_none()
    }

    /// Its entities of all kinds, in the order of the graph.
    pub fn entities(&self) -> impl Iterator<Item = EntityId> {
        let all = (0..self.graph.entity_count() as u32).map(EntityId);
        all.filter(|entity| self.chosen.as_ref().is_none_or(|chosen| chosen.has(entity.0)))
    }

    /// Its entities other than statements and sources.
    pub fn things(&self) -> impl Iterator<Item = EntityId> {
        self.entities().filter(|&entity| is_thing(self.graph, entity))
    }

    /// Whether an entity was asked for or found itself, and not only reached.
    pub fn is_in_focus(&self, entity: EntityId) -> bool {
        self.chosen.as_ref().is_none_or(|chosen| chosen.things.get(&entity.0) == Some(&0))
    }

    /// Whether it has an edge of its graph.
    pub fn has_edge(&self, edge: &PlainEdge<'_>) -> bool {
        self.chosen.as_ref().is_none_or(|chosen| chosen.has_edge(edge))
    }

    /// Its edges between things.
    pub fn steps(&self) -> impl Iterator<Item = PlainEdge<'g>> {
        let is_step = |edge: &PlainEdge<'_>| is_thing(self.graph, edge.from) && is_thing(self.graph, edge.to);
        edges(self.graph).filter(move |edge| is_step(edge) && self.has_edge(edge))
    }
}

impl Chosen {
    fn has(&self, entity: u32) -> bool {
        self.things.contains_key(&entity) || self.records.contains(&entity)
    }

    /// Whether an edge between two things was chosen.
    fn has_step(&self, edge: &PlainEdge<'_>) -> bool {
        let (Some(&from), Some(&to)) = (self.things.get(&edge.from.0), self.things.get(&edge.to.0)) else {
            return false;
        };
        match (&self.edges, edge.statement) {
            (ChosenEdges::Within(within), _) => from.min(to) < *within,
            (ChosenEdges::Of(statements), Some(statement)) => statements.contains(&statement),
            (ChosenEdges::Of(_), None) => true,
        }
    }

    fn has_edge(&self, edge: &PlainEdge<'_>) -> bool {
        let of_record = self.records.contains(&edge.from.0) && self.has(edge.to.0);
        of_record || self.has_step(edge)
    }
}

/// Things one step from an entity, over any relation in either direction.
fn neighbours(graph: &Graph, entity: u32) -> impl Iterator<Item = u32> {
    let relations = graph.vocabulary().relations();
    let ends = relations.flat_map(move |(relation, _)| {
        let (there, back) = (graph.forward(relation).targets(entity), graph.backward(relation).targets(entity));
        there.iter().chain(back).copied()
    });
    ends.filter(move |&other| is_thing(graph, EntityId(other)))
}

fn sorted(mut entities: Vec<u32>) -> Vec<u32> {
    entities.sort_unstable();
    entities.dedup();
    entities
}

/// Whether an entity is more than a record of where something is written.
fn is_thing(graph: &Graph, entity: EntityId) -> bool {
    let kinds = graph.model().kinds;
    ![kinds.statement, kinds.source].contains(&Some(graph.kind(entity)))
}
