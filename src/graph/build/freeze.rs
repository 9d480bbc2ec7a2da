//! From the builder to plain arrays: entities in their order, columns, adjacencies.

use super::arrays::{grouped_sources, grouped_texts, lists_of, sorted};
use super::builder::{GraphBuilder, UNCITED, edges_of};
use super::columns::ColumnDraft;
use super::order::{Order, PARALLEL_FROM};
use super::problem::{Place, Problem};
use super::texts::OwnedTexts;
use super::{claims, edges, faces, table};
use crate::diagnostic::Severity;
use crate::graph::store::{
    Adjacency, Array, EdgeList, EntityId, Graph, Hierarchy, ListOf, NO_CODE, NONE, PropertyColumn, RegimenKind,
    StatementTable, StringsBuilder, Structures, encode,
};
use crate::vocabulary::{KindId, RelationId};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

impl GraphBuilder {
    /// Makes the graph. Warnings come with it.
    ///
    /// # Errors
    /// All problems, if one of them is an error.
    pub fn freeze(mut self) -> Result<(Graph, Vec<Problem>), Vec<Problem>> {
        self.derive_categories();
        self.check_hierarchies();
        self.complete_structures();
        self.check_statements();
        let mut problems = std::mem::take(self.problems_mut());
        if problems.iter().any(|problem| problem.severity == Severity::Error) {
            return Err(problems);
        }
        let uncited = self.find_id(UNCITED);
        self.forget_lookups();
        let order = Order::of(&self);
        let graph = Freezing { builder: self, order, uncited }.graph();
        match graph {
            Ok(graph) => Ok((graph, problems)),
            Err(problem) => {
                problems.push(problem);
                Err(problems)
            }
        }
    }

    /// Conditions of profiles and members of regimens that were listed and not met in a statement.
    fn complete_structures(&mut self) {
        let (profile, regimen) = (self.kinds_of.profile.first().copied(), self.kinds_of.regimen.first().copied());
        for entity in 0..self.entity_count() as u32 {
            if Some(self.kind(entity)) == profile
                && !self.profile_trees.contains_key(&entity)
                && let Ok(tree) = self.profile_tree(self.name(entity))
            {
                self.profile_trees.insert(entity, tree);
            }
        }
        self.complete_regimens(regimen);
        let Some(has_member) = self.model.relations.has_member else { return };
        let mut members: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (from, edge, to) in self.fact_edges() {
            if edge.relation == has_member && Some(self.kind(from)) == regimen {
                members.entry(from).or_default().push(to);
            }
        }
        for (entity, members) in members {
            self.regimen_parts.entry(entity).or_insert((RegimenKind::Combination, members));
        }
    }

    /// A regimen that no statement gives may be called as an expression: then that says how it is
    /// given.
    fn complete_regimens(&mut self, kind: Option<KindId>) {
        for entity in 0..self.entity_count() as u32 {
            if Some(self.kind(entity)) != kind || self.regimen_parts.contains_key(&entity) {
                continue;
            }
            let name = self.name(entity).to_owned();
            if let Some(parts) = self.combined(&name) {
                self.regimen_parts.insert(entity, parts);
            }
        }
    }

    fn check_statements(&mut self) {
        let Some(&kind) = self.kinds_of.statement.first() else { return };
        let listed = (0..self.entity_count() as u32).filter(|&entity| self.kind(entity) == kind);
        let empty: Vec<String> = listed
            .filter(|entity| !self.statement_of.contains_key(entity))
            .map(|entity| self.id(entity).to_owned())
            .collect();
        for id in empty {
            self.error(
                Place { file: NONE, line: 0 },
                "",
                format!("statement `{id}` is listed as an entity but never defined"),
            );
        }
    }
}

struct Freezing {
    builder: GraphBuilder,
    order: Order,
    /// The source that means curation without a citation, by builder index.
    uncited: Option<u32>,
}

impl Freezing {
    fn graph(mut self) -> Result<Graph, Problem> {
        let edges = self.fact_edges();
        let structures = self.structures();
        let columns = self.columns();
        let Self { builder, order, .. } = &mut self;
        // What the graph has the builder need not keep, and only one text of each sort is there
        // twice at a time.
        let texts = |texts: &mut StringsBuilder| order.texts(std::mem::take(texts));
        let owned = |owned: &mut OwnedTexts| grouped_texts(std::mem::take(owned), &order.new);
        let mut graph = Graph {
            kind_starts: order.kind_starts.clone(),
            ids: texts(&mut builder.ids),
            names: texts(&mut builder.names),
            aliases: owned(&mut builder.aliases),
            imported_aliases: owned(&mut builder.imported_aliases),
            xrefs: owned(&mut builder.xrefs),
            descriptions: texts(&mut builder.descriptions),
            face_of: Array::default(),
            face_members: Array::default(),
            face_offsets: Array::default(),
            forward: vec![Adjacency::default(); builder.vocabulary.verbs.len()],
            backward: vec![Adjacency::default(); builder.vocabulary.verbs.len()],
            fact_sources: ListOf::default(),
            hierarchies: vec![None; builder.vocabulary.kinds.len()],
            statements: StatementTable::default(),
            structures,
            columns,
            model: builder.model.clone(),
            vocabulary: builder.vocabulary.clone(),
        };
        faces::faces(&mut graph, &edges);
        let rows = table::StatementRows { builder: &self.builder, order: &self.order, uncited: self.uncited };
        graph.statements = rows.statements(&graph);
        let mut facts = self.sources_of_facts();
        edges::facts(&mut graph, edges, &mut facts);
        graph.fact_sources = grouped_sources(self.builder.fact_count as usize, facts);
        hierarchies(&mut graph)?;
        claims::claims(&mut graph);
        Ok(graph)
    }

    /// Facts by relation, with their numbers; and what was taken in as arrays.
    fn fact_edges(&mut self) -> Vec<EdgeList> {
        let mut lists = std::mem::take(&mut self.builder.bulk);
        let order = &self.order;
        let in_order = order.new.iter().enumerate().all(|(old, &new)| old as u32 == new);
        for list in lists.iter_mut().filter(|_| !in_order) {
            for column in [&mut list.from, &mut list.to] {
                column.par_iter_mut().with_min_len(PARALLEL_FROM).for_each(|entity| *entity = order.new_of(*entity));
            }
        }
        let facts = std::mem::take(&mut self.builder.facts);
        for (from, edge, to) in edges_of(&facts) {
            let Some(list) = lists.get_mut(usize::from(edge.relation.0)) else { continue };
            // Edges from arrays have no fact numbers, so the column starts here.
            list.facts.resize(list.from.len(), NONE);
            list.statements.resize(list.from.len(), NONE);
            list.push(order.new_of(from), order.new_of(to), NONE, edge.fact);
        }
        lists
    }

    /// (fact, source entity) in the order in which they were added.
    fn sources_of_facts(&self) -> Vec<(u32, u32)> {
        self.builder.fact_sources.iter().map(|&(fact, source)| (fact, self.order.new_of(source))).collect()
    }

    fn structures(&self) -> Structures {
        let kind_range = |kinds: &[KindId]| kinds.first().map_or(0..0, |&kind| self.order.kind_range(kind));
        let (profiles, regimens) =
            (kind_range(&self.builder.kinds_of.profile), kind_range(&self.builder.kinds_of.regimen));
        let old =
            |range: &std::ops::Range<u32>| self.order.old.get(range.start as usize..range.end as usize).unwrap_or(&[]);

        let mut profile_lists = Vec::with_capacity(profiles.len());
        for entity in old(&profiles) {
            let mut code = Vec::new();
            if let Some(tree) = self.builder.profile_trees.get(entity) {
                encode(tree, &|leaf| self.order.new_of(leaf), &mut code);
            }
            profile_lists.push(code);
        }
        let mut regimen_kinds = Vec::with_capacity(regimens.len());
        let mut regimen_lists = Vec::with_capacity(regimens.len());
        for entity in old(&regimens) {
            let parts = self.builder.regimen_parts.get(entity);
            let members: Vec<u32> =
                parts.map_or(&[][..], |(_, members)| members).iter().map(|&member| self.order.new_of(member)).collect();
            regimen_kinds.push(parts.map_or(NO_CODE, |&(kind, _)| kind as u8));
            regimen_lists.push(if parts.is_some_and(|(kind, _)| *kind != RegimenKind::Sequence) {
                sorted(members)
            } else {
                members
            });
        }
        Structures {
            profile_base: profiles.start,
            profiles: lists_of(&profile_lists),
            regimen_base: regimens.start,
            regimen_kinds: regimen_kinds.into(),
            regimen_members: lists_of(&regimen_lists),
        }
    }

    fn columns(&self) -> Vec<Option<PropertyColumn>> {
        let vocabulary = &self.builder.vocabulary;
        let mut drafts: Vec<Option<ColumnDraft>> = (0..vocabulary.properties.len()).map(|_| None).collect();
        for &(entity, property, value) in &self.builder.properties {
            let Some(draft) = drafts.get_mut(usize::from(property.0)) else { continue };
            let draft = draft.get_or_insert_with(|| ColumnDraft::new(vocabulary, property, &self.order));
            draft.set(self.order.new_of(entity), value, &self.builder.property_texts);
        }
        drafts.into_iter().map(|draft| draft.map(ColumnDraft::column)).collect()
    }
}

fn hierarchies(graph: &mut Graph) -> Result<(), Problem> {
    for kind in 0..graph.vocabulary.kinds.len() {
        let Some(relation) = graph.vocabulary.kinds[kind].hierarchical else { continue };
        let range = graph.kind_range(KindId(kind as u8));
        let parents = graph.forward(relation);
        let edges: Vec<(u32, u32)> =
            range.clone().flat_map(|term| parents.targets(term).iter().map(move |&parent| (term, parent))).collect();
        let hierarchy = Hierarchy::new(range, &edges).map_err(|circle| circle_problem(graph, relation, &circle))?;
        graph.hierarchies[kind] = Some(hierarchy);
    }
    Ok(())
}

fn circle_problem(graph: &Graph, relation: RelationId, circle: &[u32]) -> Problem {
    let names: Vec<&str> = circle.iter().map(|&entity| graph.name(EntityId(entity))).collect();
    let message = format!("`{}` forms a cycle: {}", graph.vocabulary.verb(relation).relation, names.join(", "));
    Problem { file: String::new(), line: 0, column: 0, field: String::new(), message, severity: Severity::Error }
}
