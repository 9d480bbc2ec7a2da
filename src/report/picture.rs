//! What an answer speaks of, as a graph: its rows, the names of the question, what lies between
//! them, and the statements behind. Pictures, graph files and charts are all drawn from it.

use crate::answer::{EntityCell, Picture, PictureClaim, PictureEdge, PictureNode, PicturePart};
use crate::exec::result::{Rows, Value};
use crate::exec::rows::columns;
use crate::exec::{Mode, Run, Stop};
use crate::graph::{EntityId, Field, StatementId};
use crate::query::{Condition, Described, Domain, LinkId, NodeId, Quantifier, Requirement, RowSource, SetId, SetNode};
use crate::vocabulary::RelationId;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// Entities of a picture at most: with more nobody finds anything in it.
const NODES: usize = 150;
/// Statements of one thing that is described.
const DESCRIBED_STATEMENTS: usize = 30;
/// Entities that one relation of a thing that is described leads to.
const DESCRIBED_FACTS: usize = 12;
/// Entities on the way from one row to what the question names.
const BETWEEN: usize = 6;
/// Phrases within phrases that are followed.
const DEPTH: usize = 4;
/// What a statement says of itself.
const FIELDS: &[Field] = &[
    Field::Effect,
    Field::Direction,
    Field::Level,
    Field::Status,
    Field::Region,
    Field::AsOf,
    Field::Year,
    Field::Line,
    Field::Onset,
];

/// The graph of an answer with these rows.
///
/// # Errors
/// When the budget is used up.
pub fn picture(run: &Run<'_>, source: &RowSource, rows: &Rows) -> Result<Picture, Stop> {
    let mut sketch = Sketch {
        run,
        nodes: Vec::new(),
        places: FxHashMap::default(),
        claims: FxHashSet::default(),
        steps: Vec::new(),
        left_out: FxHashSet::default(),
    };
    for node in &run.query.nodes {
        if let Domain::Named(named) = &node.domain {
            let seeds = named.seeds.iter().flat_map(|seed| seed.entities.first());
            seeds.for_each(|&entity| sketch.add(entity.0, PicturePart::Named));
        }
    }
    match rows {
        Rows::Set(rows) => {
            for row in rows.rows.iter().chain(&rows.contested) {
                sketch.add(row.entity, PicturePart::Row);
                let Some(evidence) = &row.evidence else { continue };
                sketch.claims.extend(evidence.supporting.iter().chain(&evidence.against).chain(&evidence.statements));
            }
            if let Some(set) = source.entities() {
                let entities: Vec<u32> = rows.rows.iter().chain(&rows.contested).map(|row| row.entity).collect();
                sketch.between_set(set, &entities, DEPTH)?;
            }
        }
        Rows::Table(table) => {
            let described = matches!(source, RowSource::Describe(Described::Names(_)));
            for row in &table.rows {
                // The values of a description are everything that is known: too much.
                let cells = if described { row.get(..1).unwrap_or(row) } else { row };
                cells.iter().for_each(|value| sketch.add_value(value));
            }
            if described {
                sketch.describe()?;
            }
        }
    }
    sketch.add_parts_of_claims();
    sketch.finish()
}

/// A picture in the making. A name with several faces is one node.
struct Sketch<'s, 'a> {
    run: &'s Run<'a>,
    nodes: Vec<(u32, PicturePart)>,
    /// Of each face, the place of its node.
    places: FxHashMap<u32, usize>,
    claims: FxHashSet<StatementId>,
    /// Steps of paths: start, relation, end, statements.
    steps: Vec<(u32, RelationId, u32, Vec<u32>)>,
    left_out: FxHashSet<u32>,
}

/// Start, relation and end of an edge, by the places of nodes.
type EdgeKey = (usize, RelationId, usize);

/// What is behind an edge.
#[derive(Default)]
struct Behind {
    claims: Vec<StatementId>,
    sources: Vec<u32>,
}

impl Sketch<'_, '_> {
    fn add(&mut self, entity: u32, part: PicturePart) {
        let graph = self.run.graph;
        let id = EntityId(entity);
        let kinds = graph.model().kinds;
        let kind = Some(graph.kind(id));
        if kind == kinds.statement || kind == kinds.source {
            self.claims.extend(graph.statement_of(id));
            return;
        }
        let face = graph.face(id).0;
        if let Some(&place) = self.places.get(&face) {
            // What was named stays so, and a row is more than what is on the way.
            if self.nodes[place].1 == PicturePart::Between {
                self.nodes[place].1 = part;
            }
            return;
        }
        if self.nodes.len() >= NODES {
            self.left_out.insert(face);
            return;
        }
        self.places.insert(face, self.nodes.len());
        self.nodes.push((entity, part));
    }

    fn add_value(&mut self, value: &Value) {
        match value {
            Value::Entity(entity) => self.add(*entity, PicturePart::Row),
            Value::Entities(list) => list.iter().for_each(|&entity| self.add(entity, PicturePart::Between)),
            Value::Statements(list) => self.claims.extend(list.iter().map(|&statement| StatementId(statement))),
            Value::List(list) => list.iter().for_each(|value| self.add_value(value)),
            Value::Steps(steps) => {
                for step in steps {
                    self.add(step.from, PicturePart::Between);
                    self.add(step.to, PicturePart::Between);
                    let (from, to) = if step.forward { (step.from, step.to) } else { (step.to, step.from) };
                    self.steps.push((from, step.relation, to, step.statements.clone()));
                }
            }
            Value::Missing
            | Value::Code(..)
            | Value::Text(_)
            | Value::Texts(_)
            | Value::Integer(_)
            | Value::Decimal(_)
            | Value::Bool(_)
            | Value::Opposite(_)
            | Value::Tree(_) => {}
        }
    }

    /// What lies between the rows of a set and the names of its question.
    fn between_set(&mut self, set: SetId, rows: &[u32], depth: usize) -> Result<(), Stop> {
        match self.run.query.set(set) {
            SetNode::Phrase(node) => self.between(*node, rows, depth),
            SetNode::Union(left, right) | SetNode::Intersect(left, right) => {
                self.between_set(*left, rows, depth)?;
                self.between_set(*right, rows, depth)
            }
            SetNode::Except(left, _) => self.between_set(*left, rows, depth),
            SetNode::Staged(inner, _) => self.between_set(*inner, rows, depth),
            SetNode::Neighbours(..) => Ok(()),
        }
    }

    fn between(&mut self, node: NodeId, heads: &[u32], depth: usize) -> Result<(), Stop> {
        if depth == 0 {
            return Ok(());
        }
        let mut links = Vec::new();
        links_of(&self.run.query.node(node).condition, &mut links);
        for id in links {
            let link = self.run.query.link(id);
            if matches!(self.run.query.node(link.object).domain, Domain::Named(_))
                || link.quantifier == Quantifier::Between(0, 0)
            {
                continue;
            }
            let objects = self.run.object_set(id)?;
            let mut found = Vec::new();
            for &head in heads.iter().take(NODES) {
                let mut shown = 0;
                for &step in &link.steps {
                    let adjacency = self.run.reader.adjacency(step);
                    for edge in adjacency.range(head) {
                        self.run.budget.spend(1)?;
                        let object = adjacency.all_targets()[edge];
                        let statement = adjacency.statement_at(edge);
                        if shown < BETWEEN
                            && objects.as_ref().is_none_or(|objects| objects.contains(object))
                            && self.run.reader.counts(link, Mode::All, statement, object)
                        {
                            shown += 1;
                            self.add(object, PicturePart::Between);
                            self.claims.extend(statement.map(StatementId));
                            found.push(object);
                        }
                    }
                }
            }
            found.sort_unstable();
            found.dedup();
            self.between(link.object, &found, depth - 1)?;
        }
        Ok(())
    }

    /// The nearest surroundings of what is described, best statements first.
    fn describe(&mut self) -> Result<(), Stop> {
        let graph = self.run.graph;
        let relations = graph.model().relations;
        for (entity, _) in self.nodes.clone() {
            for &face in graph.faces(&EntityId(entity)) {
                if let Some(about) = relations.about {
                    let found = graph.backward(about).targets(face);
                    self.run.budget.spend(found.len() + 1)?;
                    let mut statements: Vec<StatementId> =
                        found.iter().filter_map(|&found| graph.statement_of(EntityId(found))).collect();
                    statements.sort_unstable_by_key(|&statement| graph.statements().rank(statement));
                    self.claims.extend(statements.into_iter().take(DESCRIBED_STATEMENTS));
                }
                for (relation, verb) in graph.vocabulary().relations() {
                    if verb.derived.is_some() || [relations.about, relations.supported_by].contains(&Some(relation)) {
                        continue;
                    }
                    for adjacency in [graph.forward(relation), graph.backward(relation)] {
                        let facts = adjacency.range(face).filter(|&edge| adjacency.statement_at(edge).is_none());
                        let targets: Vec<u32> =
                            facts.take(DESCRIBED_FACTS).map(|edge| adjacency.all_targets()[edge]).collect();
                        targets.into_iter().for_each(|target| self.add(target, PicturePart::Between));
                    }
                }
            }
        }
        Ok(())
    }

    /// What statements are about is part of the picture; the best statements first, should the room
    /// not suffice.
    fn add_parts_of_claims(&mut self) {
        let table = self.run.graph.statements();
        for statement in self.claims_in_order() {
            let parts = [table.therapy(statement), table.mechanism(statement).or_else(|| table.profile(statement))];
            let all = parts.into_iter().flatten().chain(table.cancers(statement).iter().copied());
            all.for_each(|part| self.add(part, PicturePart::Between));
        }
    }

    fn claims_in_order(&self) -> Vec<StatementId> {
        let mut claims: Vec<StatementId> = self.claims.iter().copied().collect();
        claims.sort_unstable_by_key(|&statement| self.run.graph.statements().rank(statement));
        claims
    }

    fn place(&self, entity: u32) -> Option<usize> {
        self.places.get(&self.run.graph.face(EntityId(entity)).0).copied()
    }

    fn finish(self) -> Result<Picture, Stop> {
        let graph = self.run.graph;
        let mut edges: FxHashMap<EdgeKey, Behind> = FxHashMap::default();
        let relations = graph.model().relations;
        for &(entity, _) in &self.nodes {
            for &face in graph.faces(&EntityId(entity)) {
                for (relation, verb) in graph.vocabulary().relations() {
                    if verb.derived.is_some() || [relations.about, relations.supported_by].contains(&Some(relation)) {
                        continue;
                    }
                    let adjacency = graph.forward(relation);
                    let range = adjacency.range(face);
                    self.run.budget.spend(range.len() + 1)?;
                    for edge in range {
                        let (Some(from), Some(to)) = (self.place(face), self.place(adjacency.all_targets()[edge]))
                        else {
                            continue;
                        };
                        let statement = adjacency.statement_at(edge).map(StatementId);
                        let is_wanted = statement.is_none_or(|statement| self.claims.contains(&statement));
                        if from == to || !is_wanted || (verb.undirected && from > to) {
                            continue;
                        }
                        let behind = edges.entry((from, relation, to)).or_default();
                        behind.claims.extend(statement);
                        if let Some(fact) = adjacency.fact_at(edge).filter(|&fact| fact != crate::graph::NONE) {
                            behind.sources.extend_from_slice(graph.fact_sources(fact));
                        }
                    }
                }
            }
        }
        for (from, relation, to, statements) in &self.steps {
            if let (Some(from), Some(to)) = (self.place(*from), self.place(*to)) {
                let undirected = graph.vocabulary().verb(*relation).undirected;
                let (from, to) = if undirected { (from.min(to), from.max(to)) } else { (from, to) };
                let behind = edges.entry((from, *relation, to)).or_default();
                behind.claims.extend(statements.iter().map(|&statement| StatementId(statement)));
            }
        }
        // That a variant involves its gene goes without saying where it is its variant.
        if let Some(involves) = relations.involves {
            let others: FxHashSet<(usize, usize)> = edges
                .keys()
                .filter(|(_, relation, _)| *relation != involves)
                .map(|(from, _, to)| (*from, *to))
                .collect();
            edges.retain(|(from, relation, to), _| *relation != involves || !others.contains(&(*from, *to)));
        }
        Ok(self.drawn(edges))
    }

    /// Numbers become names. What nothing joins and no row is, is left out.
    fn drawn(&self, edges: FxHashMap<EdgeKey, Behind>) -> Picture {
        let graph = self.run.graph;
        let mut edges: Vec<(EdgeKey, Behind)> = edges.into_iter().collect();
        edges.sort_unstable_by_key(|((from, relation, to), _)| (*from, relation.0, *to));
        let joined: FxHashSet<usize> = edges.iter().flat_map(|((from, _, to), _)| [*from, *to]).collect();
        let mut numbers: FxHashMap<usize, usize> = FxHashMap::default();
        let mut nodes = Vec::new();
        for (place, &(entity, part)) in self.nodes.iter().enumerate() {
            if part == PicturePart::Row || joined.contains(&place) {
                numbers.insert(place, nodes.len());
                nodes.push(PictureNode { entity: Arc::new(self.entity(entity)), part });
            }
        }
        let mut order = self.claims.clone();
        order.extend(edges.iter().flat_map(|(_, behind)| behind.claims.iter().copied()));
        let mut claims: Vec<StatementId> = order.into_iter().collect();
        claims.sort_unstable_by_key(|&statement| graph.statements().rank(statement));
        let places: FxHashMap<StatementId, usize> =
            claims.iter().enumerate().map(|(place, &statement)| (statement, place)).collect();
        let edge = |((from, relation, to), behind): (EdgeKey, Behind)| {
            let verb = graph.vocabulary().verb(relation);
            let supports = |statement: &&StatementId| graph.statements().supports(**statement);
            let is_contested = !behind.claims.is_empty() && !behind.claims.iter().any(|statement| supports(&statement));
            let counted = behind.claims.iter().filter(|statement| is_contested || supports(statement));
            let best = counted.min_by_key(|&&statement| graph.statements().rank(statement));
            let mut numbers_of: Vec<usize> =
                behind.claims.iter().filter_map(|statement| places.get(statement).copied()).collect();
            numbers_of.sort_unstable();
            numbers_of.dedup();
            let mut sources: Vec<String> =
                behind.sources.iter().map(|&source| graph.id(EntityId(source)).to_owned()).collect();
            sources.sort_unstable();
            sources.dedup();
            Some(PictureEdge {
                from: *numbers.get(&from)?,
                to: *numbers.get(&to)?,
                relation: verb.relation.clone(),
                is_directed: !verb.undirected,
                level: best.and_then(|&statement| columns::text_of_field(self.run, statement, Field::Level)),
                claims: numbers_of,
                is_contested,
                sources,
            })
        };
        Picture {
            nodes,
            edges: edges.into_iter().filter_map(edge).collect(),
            claims: claims.iter().map(|&statement| self.claim(statement)).collect(),
            left_out: self.left_out.len(),
        }
    }

    fn entity(&self, entity: u32) -> EntityCell {
        let graph = self.run.graph;
        let id = EntityId(entity);
        EntityCell {
            id: graph.id(id).to_owned(),
            name: graph.name(id).to_owned(),
            kind: graph.vocabulary().shared_kind_name(graph.kind(id)),
            alias: None,
        }
    }

    fn claim(&self, statement: StatementId) -> PictureClaim {
        let graph = self.run.graph;
        let table = graph.statements();
        let name = |entity: u32| graph.name(EntityId(entity)).to_owned();
        let fields = FIELDS.iter().filter_map(|&field| {
            let value = columns::text_of_field(self.run, statement, field)?;
            (!value.is_empty()).then_some((field.name(), value))
        });
        let mut genes: Vec<String> = table.profile(statement).map_or_else(Vec::new, |profile| self.genes(profile));
        genes.sort_unstable();
        genes.dedup();
        PictureClaim {
            id: graph.id(graph.statement_entity(statement)).to_owned(),
            fields: fields.collect(),
            therapy: table.therapy(statement).map(name).unwrap_or_default(),
            finding: table.mechanism(statement).or_else(|| table.profile(statement)).map(name).unwrap_or_default(),
            genes,
            cancers: table.cancers(statement).iter().map(|&cancer| name(cancer)).collect(),
            gist: table.gist(statement).to_owned(),
            sources: table.sources(statement).iter().map(|&source| graph.id(EntityId(source)).to_owned()).collect(),
            supports: table.supports(statement),
        }
    }

    /// The genes of what a profile needs.
    fn genes(&self, profile: u32) -> Vec<String> {
        let graph = self.run.graph;
        let model = graph.model();
        let leaves: Vec<EntityId> = match graph.profile_tree(EntityId(profile)) {
            Some(tree) => tree.leaves().into_iter().filter(|(_, negated)| !negated).map(|(leaf, _)| *leaf).collect(),
            None => vec![EntityId(profile)],
        };
        let mut genes = Vec::new();
        for leaf in leaves {
            for &face in graph.faces(&leaf) {
                if Some(graph.kind(EntityId(face))) == model.kinds.gene {
                    genes.push(graph.name(EntityId(face)).to_owned());
                }
                if let Some(variant_of) = model.relations.variant_of {
                    let of = graph.forward(variant_of).targets(face).iter();
                    genes.extend(of.map(|&gene| graph.name(EntityId(gene)).to_owned()));
                }
            }
        }
        genes
    }
}

/// The links of a condition that are not under a `not`.
fn links_of(condition: &Condition, found: &mut Vec<LinkId>) {
    match condition {
        Condition::And(parts) | Condition::Or(parts) => parts.iter().for_each(|part| links_of(part, found)),
        Condition::Leaf(Requirement::Link(id)) => found.push(*id),
        Condition::Leaf(Requirement::Property(_) | Requirement::Evidence(_)) | Condition::Not(_) => {}
    }
}
