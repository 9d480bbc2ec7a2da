//! Making the rows of one head: the statements behind each entity, best first.

use super::bindings;
use super::classes::class_against;
use super::facts;
use super::opposite::opposite;
use super::place::{self, place};
use crate::exec::budget::Stop;
use crate::exec::goodness::{Goodness, Nearness};
use crate::exec::phrase::{self, Displayed, displayed, negated_conditions};
use crate::exec::reader::Mode;
use crate::exec::result::{RowEvidence, SetRow};
use crate::exec::run::Run;
use crate::exec::set::Set;
use crate::graph::{EntityId, NONE, StatementId};
use crate::query::{Condition, Domain, Link, LinkId, Member, NodeId, Requirement, SetNode};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// By verb: what it leads to; absent where anything will do.
type ObjectSets = FxHashMap<LinkId, Option<Set>>;

/// A statement that a verb finds: where it comes among others, what the verb leads to, its number.
type Ordered = (Goodness, u32, StatementId);

/// Making rows for one head.
pub struct RowWork<'e, 'a> {
    run: &'e Run<'a>,
    head: NodeId,
    displayed: Displayed,
    objects: ObjectSets,
    /// What the fact verbs of the phrase lead to: statements about it come first within a level.
    preferred: Vec<u32>,
    /// Whether statements of the verb that gives the columns can be more or less near to what was
    /// asked.
    has_nearness: bool,
    negated: Vec<&'a Condition>,
}

impl<'e, 'a> RowWork<'e, 'a> {
    /// Prepares the object sets that statements are matched with.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn new(run: &'e Run<'a>, head: NodeId) -> Result<Self, Stop> {
        let displayed = displayed(run, head);
        let mut objects = FxHashMap::default();
        // Facts without sources or members say nothing about a row: what they lead to is not looked
        // for.
        let told = displayed.facts.iter().filter(|&&link| facts::says_something(run, link));
        for &link in displayed.claims.iter().chain(told) {
            objects.insert(link, run.object_set(link)?);
        }
        let query = run.query;
        let mut preferred = Vec::new();
        if displayed.main.is_some_and(|main| query.link(main).is_context) {
            for &fact in &displayed.facts {
                if let Domain::Named(set) = &query.node(query.link(fact).object).domain {
                    preferred.extend(set.members.iter().map(|member| member.entity));
                }
            }
        }
        preferred.sort_unstable();
        preferred.dedup();
        let mut negated = Vec::new();
        negated_conditions(&query.node(head).condition, &mut negated);
        let has_nearness = displayed.main.is_some_and(|main| place::has_nearness(run, head, main));
        Ok(Self { run, head, displayed, objects, preferred, has_nearness, negated })
    }

    pub(super) fn has_claims(&self) -> bool {
        self.displayed.main.is_some() || self.is_statement()
    }

    fn is_statement(&self) -> bool {
        phrase::is_statement(self.run, self.head)
    }

    /// Rows with evidence, in the order of the entities.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn make(&self, entities: Vec<u32>, contested: bool) -> Result<Vec<SetRow>, Stop> {
        self.run.budget.hold(entities.len() * size_of::<SetRow>())?;
        // A statement that is a row itself is not contested: it says of itself what it states.
        let contested = contested && !self.is_statement();
        let needs_evidence =
            self.has_claims() || self.has_told_facts() || !self.negated.is_empty() && self.has_classes();
        if !needs_evidence {
            return Ok(entities.into_iter().map(|entity| SetRow { entity, contested, evidence: None }).collect());
        }
        entities
            .into_iter()
            .map(|entity| {
                let evidence = self.evidence(entity, contested, &[])?;
                Ok(SetRow { entity, contested, evidence: Some(Box::new(evidence)) })
            })
            .collect()
    }

    fn has_told_facts(&self) -> bool {
        self.displayed.facts.iter().any(|&link| facts::says_something(self.run, link))
    }

    fn has_classes(&self) -> bool {
        self.run.graph.model().kinds.drug_class.is_some()
    }

    /// The row where further nouns of the phrase are bound to these entities: what stands behind
    /// the row then leads to them.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn bound(&self, row: &SetRow, bound: &[(NodeId, u32)]) -> Result<SetRow, Stop> {
        let evidence = self.evidence(row.entity, row.contested, bound)?;
        Ok(SetRow { evidence: Some(Box::new(evidence)), ..row.clone() })
    }

    /// Whether a claim verb of the head leads to one of these nouns.
    pub fn leads_to(&self, nodes: &[NodeId]) -> bool {
        self.displayed.claims.iter().any(|&link| nodes.iter().any(|&node| self.is_object(link, node)))
    }

    /// Whether a noun is what a verb leads to, in brackets or not.
    fn is_object(&self, link: LinkId, node: NodeId) -> bool {
        let query = self.run.query;
        let mut object = query.link(link).object;
        while object != node {
            let Domain::Set(set) = query.node(object).domain else { return false };
            let SetNode::Phrase(inner) = query.set(set) else { return false };
            object = *inner;
        }
        true
    }

    /// The edges of every claim verb of the head, the best first.
    fn ordered(
        &self,
        entity: u32,
        objects: &ObjectSets,
        bound: &[(NodeId, u32)],
    ) -> Result<Vec<(LinkId, Vec<Ordered>)>, Stop> {
        let mut all = Vec::with_capacity(self.displayed.claims.len());
        for &link in &self.displayed.claims {
            let mut found = Vec::new();
            self.edges(link, entity, objects, &mut found)?;
            let own = bound.iter().find(|&&(node, _)| self.is_object(link, node));
            if let Some(&(_, goal)) = own {
                found.retain(|&(_, object)| object == goal);
            }
            let order = |(own, object)| (self.goodness((link, entity), own, object), object, own);
            let mut ordered: Vec<Ordered> = found.into_iter().map(order).collect();
            ordered.sort_by_key(|&(goodness, object, _)| (goodness, object));
            all.push((link, ordered));
        }
        Ok(all)
    }

    /// The verb that gives a row its columns: behind an `or` the first that makes it a row.
    fn main_of(&self, found: &[(LinkId, Vec<Ordered>)], contested: bool) -> Option<LinkId> {
        let main = self.displayed.main?;
        let statements = self.run.graph.statements();
        let makes = |(link, edges): &&(LinkId, Vec<Ordered>)| {
            let any = contested || self.run.query.link(*link).lifted;
            edges.iter().any(|&(_, _, own)| any || statements.supports(own))
        };
        let is_main = |(link, _): &&(LinkId, Vec<Ordered>)| *link == main;
        if !self.displayed.is_alternative || found.iter().find(is_main).is_some_and(|found| makes(&found)) {
            return Some(main);
        }
        Some(found.iter().find(makes).map_or(main, |&(link, _)| link))
    }

    /// The statements behind one entity; those of a verb whose object is bound lead to that.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn evidence(&self, entity: u32, contested: bool, bound: &[(NodeId, u32)]) -> Result<RowEvidence, Stop> {
        let graph = self.run.graph;
        let statements = graph.statements();
        if let Some(own) = graph.statement_of(EntityId(entity)).filter(|_| self.is_statement()) {
            return Ok(self.statement_row(own));
        }
        let mut row = RowEvidence::default();
        let objects = self.objects_of(entity)?;
        let mut found = self.ordered(entity, &objects, bound)?;
        let main = self.main_of(&found, contested);
        let of_all_claims =
            found.iter().flat_map(|(_, edges)| edges).map(|&(goodness, _, own)| (goodness, own)).collect();
        let place_of_main = found.iter().position(|&(link, _)| Some(link) == main);
        let of_main = place_of_main.map(|place| found.swap_remove(place).1).unwrap_or_default();
        let edges: Vec<(StatementId, u32)> = of_main.iter().map(|&(_, object, own)| (own, object)).collect();
        let lifted = main.is_some_and(|main| self.run.query.link(main).lifted);
        let supports = |statement: StatementId| statements.supports(statement);
        for &(statement, _) in &edges {
            let list = if supports(statement) { &mut row.supporting } else { &mut row.against };
            if list.last() != Some(&statement) && !list.contains(&statement) {
                list.push(statement);
            }
        }
        row.statements = best_first(of_all_claims);
        let counted = contested || lifted;
        if !counted {
            row.statements.retain(|&statement| supports(statement));
        }
        let best = if lifted {
            edges.first().map(|&(statement, _)| statement)
        } else {
            row.supporting.first().or(row.against.first()).copied()
        };
        row.best = best;
        row.status = self.best_status(&edges);
        if let (Some(best), Some(main)) = (best, main) {
            // They are in order: the first with a statement is the best of it.
            let goodness = |statement: Option<&StatementId>| {
                let edge = of_main.iter().find(|&(_, _, own)| Some(own) == statement);
                edge.map(|&(goodness, ..)| goodness)
            };
            row.goodness = goodness(Some(&best));
            row.outweighed = !contested && !lifted && {
                let against = goodness(row.against.first());
                against.zip(row.goodness).is_some_and(|(against, own)| against.is_of_better_level(&own))
            };
            place(self.run, (self.head, main, entity), best, &edges, &mut row);
            let shown = if lifted || contested { None } else { Some(&row.supporting) };
            let behind = |statement: &StatementId| shown.is_none_or(|shown| shown.contains(statement));
            row.other_profiles = place::other_profiles(graph, best, edges.iter().map(|edge| edge.0).filter(behind));
            let of_row = edges.iter().filter(|edge| behind(&edge.0));
            // Rows that are cancers themselves say so.
            if !statements.cancers(best).contains(&entity) {
                row.other_cancers = place::other_cancers(self.run, main, row.cancer, of_row);
            }
        }
        let is_through_members = row.best.is_some_and(|best| {
            let own = graph.face(EntityId(entity));
            let about = [statements.therapy(best), statements.profile(best), statements.mechanism(best)];
            let parts = statements.therapy_parts(best).iter().copied();
            let is_spread = main.is_some_and(|main| {
                let link = self.run.query.link(main);
                let kinds = self.run.plan.kinds(self.head);
                self.run.plan.spread(graph, kinds, link, self.run.query.including_combinations).is_some()
            });
            is_spread && !about.into_iter().flatten().chain(parts).any(|other| graph.face(EntityId(other)) == own)
        });
        if let (true, Some(best), Some(main)) = (is_through_members, row.best, main) {
            row.via = self.member_of(main, best, entity).or(row.via);
            // As a head a class has the evidence of its members; in a context it only counts
            // through them.
            let is_class = graph.hierarchy(graph.kind(EntityId(entity))).is_some();
            row.through_members = !is_class || self.run.query.link(main).is_context;
        }
        row.opposite = opposite(graph, entity, &edges);
        if edges.is_empty() {
            row.fact_sources = facts::fact_sources(self.run, &self.displayed, &objects, entity)?;
            row.via = facts::fact_via(self.run, &self.displayed, &objects, entity);
        }
        row.class_against = class_against(self.run, self.head, &self.negated, entity)?;
        Ok(row)
    }

    /// The member of a class, or drug of a regimen, that a statement is about.
    fn member_of(&self, main: LinkId, statement: StatementId, entity: u32) -> Option<u32> {
        let (graph, statements) = (self.run.graph, self.run.graph.statements());
        let subjects = [statements.therapy(statement), statements.profile(statement), statements.mechanism(statement)];
        let about: Vec<u32> =
            subjects.into_iter().flatten().chain(statements.therapy_parts(statement).iter().copied()).collect();
        let own = graph.face(EntityId(entity));
        let id = EntityId(entity);
        let heads = self.heads_of(self.run.query.link(main), &id);
        let mut members = heads.iter().copied().filter(|&head| graph.face(EntityId(head)) != own);
        members.find(|member| about.contains(member))
    }

    /// A statement as its own row.
    fn statement_row(&self, own: StatementId) -> RowEvidence {
        let statements = self.run.graph.statements();
        let supports = statements.supports(own);
        let contexts = self.own_contexts();
        let matched = contexts.iter().filter_map(|&context| self.run.reader.own_cancer_in(own, context)).next();
        RowEvidence {
            best: Some(own),
            goodness: Some(Goodness::of(
                self.run.graph,
                own,
                matched.map(|(_, how)| Nearness::from(how)).unwrap_or_default(),
            )),
            supporting: if supports { vec![own] } else { Vec::new() },
            against: if supports { Vec::new() } else { vec![own] },
            statements: vec![own],
            status: Some(own),
            cancer: matched.map(|(cancer, _)| cancer).or_else(|| statements.cancers(own).first().copied()),
            inclusion: matched.map(|(_, how)| how),
            ..RowEvidence::default()
        }
    }

    fn own_contexts(&self) -> Vec<NodeId> {
        let mut contexts = Vec::new();
        self.run.query.node(self.head).condition.for_each_positive(&mut |leaf| {
            if let Requirement::Evidence(evidence) = leaf {
                contexts.extend(&evidence.contexts);
            }
        });
        contexts
    }

    /// Best statements of the verb that gives the columns first.
    pub fn sort(&self, entity: u32, edges: &mut [(StatementId, u32)]) {
        match (edges, self.displayed.main) {
            ([] | [_], _) | (_, None) => {}
            (edges, Some(main)) => {
                edges.sort_by_cached_key(|&(statement, object)| {
                    (self.goodness((main, entity), statement, object), object)
                });
            }
        }
    }

    /// Where a statement that a verb finds from a head, with what that leads to, comes among
    /// others.
    pub fn goodness(&self, (link, head): (LinkId, u32), statement: StatementId, object: u32) -> Goodness {
        let nearness = if self.has_nearness || self.displayed.main != Some(link) {
            place::nearness(self.run, (self.head, link, head), statement, object)
        } else {
            Nearness::default()
        };
        Goodness::of(self.run.graph, statement, nearness).beside(!self.is_preferred(statement))
    }

    fn is_preferred(&self, statement: StatementId) -> bool {
        if self.preferred.is_empty() {
            return true;
        }
        let graph = self.run.graph;
        let Some(about) = graph.model().relations.about else { return true };
        let entity = graph.statement_entity(statement).0;
        graph.forward(about).targets(entity).iter().any(|target| self.preferred.binary_search(target).is_ok())
    }

    /// Adds the edges of a claim verb that match everything but support: statement and far end.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn matching(&self, id: LinkId, entity: u32, found: &mut Vec<(StatementId, u32)>) -> Result<(), Stop> {
        self.edges(id, entity, &*self.objects_of(entity)?, found)
    }

    /// What each verb leads to from one entity: where a label is used again, what the walks that
    /// come back to its entity lead to.
    fn objects_of(&self, entity: u32) -> Result<Cow<'_, ObjectSets>, Stop> {
        let run = self.run;
        if !run.plan.is_correlated(self.head) && !run.plan.is_label(self.head) {
            return Ok(Cow::Borrowed(&self.objects));
        }
        let mut objects = self.objects.clone();
        for (&id, found) in &mut objects {
            let link = run.query.link(id);
            if link.is_context || link.transitive {
                continue;
            }
            let mut walked = Vec::new();
            for &face in run.graph.faces(&EntityId(entity)) {
                walked.extend(bindings::of(run, self.head, face, &[link.object], Mode::All)?.into_iter().flatten());
            }
            *found = Some(Set::from_list(walked));
        }
        Ok(Cow::Owned(objects))
    }

    fn edges(
        &self,
        id: LinkId,
        entity: u32,
        objects: &ObjectSets,
        found: &mut Vec<(StatementId, u32)>,
    ) -> Result<(), Stop> {
        let run = self.run;
        let link = run.query.link(id);
        let objects = objects.get(&id).and_then(Option::as_ref);
        let node = run.query.node(self.head);
        let mut walk = |start: u32, upper: Option<&Member>| {
            for &step in &link.steps {
                let adjacency = run.reader.adjacency(step);
                let range = adjacency.range(start);
                run.budget.spend(range.len() + 1)?;
                for edge in range {
                    let object = adjacency.all_targets()[edge];
                    let Some(statement) = adjacency.statement_at(edge).filter(|&number| number != NONE) else {
                        continue;
                    };
                    if objects.is_none_or(|objects| objects.contains(object))
                        && run.reader.counts(link, Mode::All, Some(statement), object)
                        && run.reader.starts_for(node, (start, upper), Some(statement))
                    {
                        found.push((StatementId(statement), object));
                    }
                }
            }
            Ok(())
        };
        let id = EntityId(entity);
        let heads = self.heads_of(link, &id);
        if !run.reader.starts_elsewhere(node) {
            return heads.iter().try_for_each(|&head| walk(head, None));
        }
        let mut starts: Vec<_> = heads.iter().flat_map(|&head| run.reader.starts(node, link, head)).collect();
        starts.sort_unstable_by_key(|&(start, upper)| (start, upper.map(|upper| upper.seed)));
        starts.dedup_by_key(|&mut (start, upper)| (start, upper.map(|upper| upper.seed)));
        starts.into_iter().try_for_each(|(start, upper)| walk(start, upper))
    }

    /// The entity itself with its faces; of a class in a context its members, too.
    pub fn heads_of<'s>(&'s self, link: &Link, entity: &'s EntityId) -> Cow<'s, [u32]> {
        let run = self.run;
        let graph = run.graph;
        let faces = graph.faces(entity);
        let kinds = run.plan.kinds(self.head);
        let Some(spread) = run.plan.spread(graph, kinds, link, run.query.including_combinations) else {
            return Cow::Borrowed(faces);
        };
        let mut heads = faces.to_vec();
        for &relation in &spread.forward {
            let classes = graph
                .hierarchy(graph.kind(*entity))
                .map_or_else(|| std::slice::from_ref(&entity.0), |hierarchy| hierarchy.below(entity.0));
            heads.extend(classes.iter().flat_map(|&class| graph.backward(relation).targets(class).iter().copied()));
        }
        for &relation in &spread.backward {
            heads.extend_from_slice(graph.forward(relation).targets(entity.0));
        }
        // A class answers through its members, not through the classes below it.
        let own = graph.face(*entity);
        heads.retain(|&head| graph.face(EntityId(head)) == own || spread.kinds.has(graph.kind(EntityId(head))));
        heads.sort_unstable();
        heads.dedup();
        Cow::Owned(heads)
    }

    /// Where one matching statement of a row holds: the cancer, how that matches, and how its
    /// finding does.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn place_of(&self, statement: StatementId, entity: u32) -> Result<RowEvidence, Stop> {
        let mut row = RowEvidence::default();
        if let Some(main) = self.displayed.main {
            let mut edges = Vec::new();
            self.matching(main, entity, &mut edges)?;
            place(self.run, (self.head, main, entity), statement, &edges, &mut row);
        }
        Ok(row)
    }

    fn best_status(&self, edges: &[(StatementId, u32)]) -> Option<StatementId> {
        let table = self.run.graph.statements();
        // They are in order: of equal ones the first is the best.
        edges
            .iter()
            .map(|&(statement, _)| (table.code(statement, crate::graph::Field::Status), statement))
            .filter(|(code, _)| *code != crate::graph::NO_CODE)
            .min_by_key(|(code, _)| *code)
            .map(|(_, statement)| statement)
    }
}

/// Each statement once, where it comes first.
fn best_first(mut found: Vec<(Goodness, StatementId)>) -> Vec<StatementId> {
    found.sort_unstable_by_key(|&(goodness, statement)| (statement, goodness));
    found.dedup_by_key(|&mut (_, statement)| statement);
    found.sort_unstable();
    found.into_iter().map(|(_, statement)| statement).collect()
}
