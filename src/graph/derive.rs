//! What the graph makes of what was told: faces of one name, edges on every face, edges of
//! statements. The rules are those of the model; which verbs they make is data of the vocabulary.

use super::adjacency::EdgeList;
use super::build::known;
use super::expression::ProfileTree;
use super::freeze::{kinds_at, statement_code};
use super::regimen::RegimenKind;
use super::{Adjacency, EntityId, Graph, NONE, StatementId};
use crate::vocabulary::{Claim, Derived, End, RelationId, Role, Verb};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Kinds whose entities of one name are faces of each other.
const FACES_BY_NAME: &[&str] = &["variant", "biomarker", known::PROFILE, known::MECHANISM];
/// Facts that speak of one face only.
const OF_ONE_FACE: &[&str] = &[known::ENCODES, known::VARIANT_OF];
/// Effects by which the rule for overcoming works.
const OVERCOMES: &str = "overcomes";
const SENSITIVITY: &str = "sensitivity";
const RESISTANCE: &str = "resistance";

/// Finds the faces of one name: a gene and its protein; variant, biomarker, profile and mechanism
/// of one name; a variant and the profile of it alone.
pub(super) fn faces(graph: &mut Graph, facts: &[EdgeList]) {
    let mut groups = Groups::new(graph.entity_count());
    join_proteins(graph, facts, &mut groups);
    join_names(graph, &mut groups);
    for profile in kind_entities(graph, known::PROFILE) {
        if let Some(leaf) = graph.single_leaf(EntityId(profile)) {
            groups.join(profile, leaf.0);
        }
    }
    groups.store(graph);
}

fn join_proteins(graph: &Graph, facts: &[EdgeList], groups: &mut Groups) {
    let Some(encodes) = graph.vocabulary.relation(known::ENCODES) else { return };
    let Some(edges) = facts.get(usize::from(encodes.0)) else { return };
    let mut proteins: FxHashMap<u32, u32> = FxHashMap::default();
    edges.from.iter().for_each(|&gene| *proteins.entry(gene).or_default() += 1);
    for (&gene, &protein) in edges.from.iter().zip(&edges.to) {
        let only = proteins.get(&gene) == Some(&1);
        if only || normal_form(graph.name(EntityId(gene))) == normal_form(graph.name(EntityId(protein))) {
            groups.join(gene, protein);
        }
    }
}

fn join_names(graph: &Graph, groups: &mut Groups) {
    let mut first: FxHashMap<String, u32> = FxHashMap::default();
    for entity in FACES_BY_NAME.iter().flat_map(|kind| kind_entities(graph, kind)) {
        let same = *first.entry(normal_form(graph.name(EntityId(entity)))).or_insert(entity);
        groups.join(same, entity);
    }
}

/// Entities of the kind called so; none if there is no such kind.
fn kind_entities(graph: &Graph, kind: &str) -> std::ops::Range<u32> {
    graph.vocabulary.kind(kind).map_or(0..0, |kind| graph.kind_range(kind))
}

/// Lower case without hyphen, slash, underscore and space. Before a digit they only vanish after a
/// letter: `c.463-1G>T` is not `c.4631G>T`, nor is `c.-124C>T` `c.124C>T`.
fn normal_form(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let mut rest = name.chars().peekable();
    let mut before = ' ';
    while let Some(character) = rest.next() {
        let separates = matches!(character, '-' | '/' | '_') || character.is_whitespace();
        let before_digit = rest.peek().is_some_and(char::is_ascii_digit);
        if separates && (before.is_alphabetic() || !before_digit) {
            // Goes, and does not come between what it stood between.
        } else if character.is_ascii() {
            folded.push(character.to_ascii_lowercase());
        } else {
            folded.extend(character.to_lowercase());
        }
        before = character;
    }
    folded
}

/// Groups of entities that grow by joining; only entities that were joined are kept.
struct Groups {
    parent: FxHashMap<u32, u32>,
    count: usize,
}

impl Groups {
    fn new(count: usize) -> Self {
        Self { parent: FxHashMap::default(), count }
    }

    fn lowest(&self, mut entity: u32) -> u32 {
        while let Some(&parent) = self.parent.get(&entity) {
            if parent == entity {
                break;
            }
            entity = parent;
        }
        entity
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.lowest(one), self.lowest(other));
        if one != other {
            self.parent.insert(one.min(other), one.min(other));
            self.parent.insert(one.max(other), one.min(other));
        }
    }

    fn store(&self, graph: &mut Graph) {
        if self.parent.is_empty() {
            return;
        }
        let mut members: Vec<(u32, u32)> = self.parent.keys().map(|&entity| (self.lowest(entity), entity)).collect();
        members.sort_unstable();
        let mut face_of: Vec<u32> = (0..self.count as u32).collect();
        let mut offsets = vec![0_u32; self.count + 1];
        for &(face, entity) in &members {
            face_of[entity as usize] = face;
            offsets[face as usize + 1] += 1;
        }
        for i in 0..self.count {
            offsets[i + 1] += offsets[i];
        }
        graph.face_of = face_of.into();
        graph.face_offsets = offsets.into();
        graph.face_members = members.iter().map(|&(_, entity)| entity).collect();
    }
}

/// The therapies that a statement on `therapy` speaks of one by one.
pub(super) fn therapy_parts(graph: &Graph, therapy: u32) -> Vec<u32> {
    match graph.regimen(EntityId(therapy)) {
        Some((RegimenKind::Substitutes, members)) => members.to_vec(),
        _ if therapy == NONE => Vec::new(),
        _ => vec![therapy],
    }
}

/// A therapy taken apart to what is no regimen, sorted; a regimen of which nothing is known stays.
pub(super) fn therapy_members(graph: &Graph, therapy: u32) -> Vec<u32> {
    taken_apart(graph, therapy).into_iter().filter(|&part| graph.regimen(EntityId(part)).is_none()).collect()
}

/// A therapy, the regimens it consists of and their members, sorted.
fn taken_apart(graph: &Graph, therapy: u32) -> Vec<u32> {
    let mut parts = if therapy == NONE { Vec::new() } else { vec![therapy] };
    let mut next = 0;
    while let Some(&part) = parts.get(next) {
        next += 1;
        for &member in graph.regimen(EntityId(part)).map_or(&[][..], |(_, members)| members) {
            if !parts.contains(&member) {
                parts.push(member);
            }
        }
    }
    parts.sort_unstable();
    parts
}

/// Builds the relations that statements have no part in.
pub(super) fn facts(graph: &mut Graph, mut edges: Vec<EdgeList>, sources: &mut Vec<(u32, u32)>) {
    add_members(graph, &mut edges);
    if graph.has_faces() {
        for (number, list) in edges.iter_mut().enumerate() {
            spread_facts(graph, RelationId(number as u16), list, sources);
        }
    }
    let undirected: Vec<bool> = graph.vocabulary.verbs.iter().map(|verb| verb.undirected).collect();
    let jobs: Vec<(EdgeList, bool)> = edges.into_iter().zip(undirected).collect();
    let many = jobs.iter().map(|(list, _)| list.from.len()).sum::<usize>() > 100_000;
    let build = |(list, undirected): (EdgeList, bool)| both_directions(list, undirected);
    let pairs: Vec<_> =
        if many { jobs.into_par_iter().map(build).collect() } else { jobs.into_iter().map(build).collect() };
    (graph.forward, graph.backward) = pairs.into_iter().unzip();
}

fn both_directions(list: EdgeList, undirected: bool) -> (Adjacency, Adjacency) {
    if undirected {
        let both = Adjacency::undirected(list);
        (both.clone(), both)
    } else {
        Adjacency::pair(list)
    }
}

/// Regimens have their drugs as members.
fn add_members(graph: &Graph, edges: &mut [EdgeList]) {
    let Some(relation) = graph.vocabulary.relation(known::HAS_MEMBER) else { return };
    let Some(list) = edges.get_mut(usize::from(relation.0)) else { return };
    for regimen in kind_entities(graph, known::REGIMEN) {
        for member in therapy_members(graph, regimen).into_iter().filter(|&member| member != regimen) {
            list.push(regimen, member, NONE, NONE);
        }
    }
}

/// A fact on one face counts for every face whose kind the verb lists.
fn spread_facts(graph: &Graph, relation: RelationId, list: &mut EdgeList, sources: &mut Vec<(u32, u32)>) {
    let verb = graph.vocabulary.verb(relation);
    let hierarchical = graph.vocabulary.kinds.iter().any(|kind| kind.hierarchical == Some(relation));
    if hierarchical || OF_ONE_FACE.contains(&verb.relation.as_str()) {
        return;
    }
    let (from_kinds, to_kinds) =
        (kinds_at(&graph.vocabulary, relation, End::From), kinds_at(&graph.vocabulary, relation, End::To));
    let told = list.from.len();
    let (mut starts, mut goals) = (Vec::new(), Vec::new());
    let mut extra = EdgeList::default();
    for edge in 0..told {
        starts.clear();
        goals.clear();
        spread(graph, list.from[edge], &from_kinds, &mut starts);
        spread(graph, list.to[edge], &to_kinds, &mut goals);
        if starts.len() * goals.len() < 2 {
            continue;
        }
        let fact = list.facts.get(edge).copied().unwrap_or(NONE);
        for &start in &starts {
            goals
                .iter()
                .filter(|&&goal| (start, goal) != (list.from[edge], list.to[edge]))
                .for_each(|&goal| extra.push(start, goal, NONE, fact));
        }
    }
    if !extra.from.is_empty() {
        merge_spread(list, extra, sources);
    }
}

/// Adds edges; where one is told already, that one gains the sources.
fn merge_spread(list: &mut EdgeList, extra: EdgeList, sources: &mut Vec<(u32, u32)>) {
    list.facts.resize(list.from.len(), NONE);
    list.statements.resize(list.from.len(), NONE);
    let mut known: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    for edge in 0..list.from.len() {
        known.insert((list.from[edge], list.to[edge]), list.facts[edge]);
    }
    for edge in 0..extra.from.len() {
        let (start, goal, fact) = (extra.from[edge], extra.to[edge], extra.facts[edge]);
        let told = *known.entry((start, goal)).or_insert(NONE);
        if told == NONE {
            known.insert((start, goal), fact);
            list.push(start, goal, NONE, fact);
        } else if told != fact && fact != NONE {
            let more: Vec<(u32, u32)> =
                sources.iter().filter(|pair| pair.0 == fact).map(|pair| (told, pair.1)).collect();
            sources.extend(more);
        }
    }
}

/// The faces of an entity whose kinds are allowed, itself included.
fn spread(graph: &Graph, entity: u32, allowed: &[bool], ends: &mut Vec<u32>) {
    let is_allowed = |entity: u32| allowed.get(usize::from(graph.kind(EntityId(entity)).0)) == Some(&true);
    ends.extend(graph.faces(&EntityId(entity)).iter().copied().filter(|&face| is_allowed(face)));
}

/// Builds the relations whose edges come from statements.
pub(super) fn claims(graph: &mut Graph) {
    let built: Vec<(RelationId, Adjacency, Adjacency)> = {
        let rules = Rules::new(graph);
        let of_statements = graph.vocabulary.relations().filter(|(_, verb)| {
            verb.claim.is_some() || verb.derived.is_some() || verb.via.is_some() || rules.structures_make(verb)
        });
        of_statements.map(|(relation, _)| rules.build(relation)).collect()
    };
    for (relation, forward, backward) in built {
        graph.forward[usize::from(relation.0)] = forward;
        graph.backward[usize::from(relation.0)] = backward;
    }
}

/// What the rules look up again and again.
struct Rules<'a> {
    graph: &'a Graph,
    variant_of: Option<RelationId>,
    involves: Option<RelationId>,
    /// Conditions of the statements' profiles.
    trees: FxHashMap<u32, ProfileTree>,
    /// By mechanism: cancers in which it is stated to resist.
    resisting: FxHashMap<u32, Vec<u32>>,
    profile_kind: Option<usize>,
}

impl<'a> Rules<'a> {
    fn new(graph: &'a Graph) -> Self {
        let relation = |name: &str| graph.vocabulary.relation(name);
        let profiles = graph.statements.iter().filter_map(|statement| graph.statements.profile(statement));
        let mut trees = FxHashMap::default();
        for profile in profiles {
            if !trees.contains_key(&profile) {
                trees.extend(graph.profile_tree(EntityId(profile)).map(|tree| (profile, tree)));
            }
        }
        let mut rules = Self {
            graph,
            variant_of: relation(known::VARIANT_OF),
            involves: relation(known::INVOLVES),
            trees,
            resisting: FxHashMap::default(),
            profile_kind: graph.vocabulary.kind(known::PROFILE).map(|kind| usize::from(kind.0)),
        };
        rules.resisting = rules.resisting_mechanisms();
        rules
    }

    /// Whether a relation of facts has edges from profiles, too.
    fn structures_make(&self, verb: &Verb) -> bool {
        verb.relation == known::INVOLVES && !self.trees.is_empty()
    }

    fn build(&self, relation: RelationId) -> (RelationId, Adjacency, Adjacency) {
        let verb = self.graph.vocabulary.verb(relation);
        let mut list = self.told(relation);
        if let Some(claim) = &verb.claim {
            self.claim_edges(relation, claim, &mut list);
            if claim.effects.iter().any(|effect| effect == OVERCOMES) {
                self.overcoming_edges(relation, claim, &mut list);
            }
        }
        if self.structures_make(verb) {
            self.profile_edges(relation, &mut list);
        }
        match verb.derived {
            Some(Derived::About) => self.about_edges(relation, &mut list),
            Some(Derived::SupportedBy) => self.source_edges(&mut list),
            None => {}
        }
        let (forward, backward) = both_directions(list, verb.undirected);
        (relation, forward, backward)
    }

    /// Facts of the relation, if it has any.
    fn told(&self, relation: RelationId) -> EdgeList {
        let mut list = EdgeList::default();
        let facts = self.graph.forward(relation);
        let verb = self.graph.vocabulary.verb(relation);
        for start in facts.sources() {
            for edge in facts.range(start) {
                let fact = facts.fact_at(edge).unwrap_or(NONE);
                let goal = facts.all_targets()[edge];
                // The mirrored half of a relation without direction comes back on its own.
                if !verb.undirected || start <= goal {
                    let mut starts = vec![start];
                    self.add_via(relation, &mut starts);
                    starts.iter().for_each(|&start| list.push(start, goal, NONE, fact));
                }
            }
        }
        list
    }

    fn claim_edges(&self, relation: RelationId, claim: &Claim, list: &mut EdgeList) {
        let vocabulary = &self.graph.vocabulary;
        let codes: Vec<u8> =
            claim.effects.iter().filter_map(|effect| statement_code(vocabulary, "effect", effect)).collect();
        let (from_kinds, to_kinds) =
            (kinds_at(vocabulary, relation, End::From), kinds_at(vocabulary, relation, End::To));
        let (mut starts, mut goals) = (Vec::new(), Vec::new());
        for statement in self.graph.statements.iter() {
            if !codes.contains(&self.graph.statements.effect[statement.0 as usize]) {
                continue;
            }
            starts.clear();
            goals.clear();
            claim.from.iter().for_each(|&role| self.role_ends(statement, role, &from_kinds, &mut starts));
            claim.to.iter().for_each(|&role| self.role_ends(statement, role, &to_kinds, &mut goals));
            self.add_via(relation, &mut starts);
            push_all(list, &starts, &goals, statement);
        }
    }

    /// The ends that a field of a statement gives.
    fn role_ends(&self, statement: StatementId, role: Role, allowed: &[bool], ends: &mut Vec<u32>) {
        let table = &self.graph.statements;
        match role {
            Role::Therapy => {
                table.therapy_parts(statement).iter().for_each(|&part| spread(self.graph, part, allowed, ends))
            }
            Role::Cancer => {
                table.cancers(statement).iter().for_each(|&cancer| spread(self.graph, cancer, allowed, ends))
            }
            Role::Mechanism => {
                table.mechanism(statement).iter().for_each(|&mechanism| spread(self.graph, mechanism, allowed, ends))
            }
            Role::Profile => {
                let Some(profile) = table.profile(statement) else { return };
                spread(self.graph, profile, allowed, ends);
                let alternatives = self.trees.get(&profile).map(ProfileTree::sufficient).unwrap_or_default();
                alternatives.into_iter().for_each(|leaf| self.spread_part(leaf.0, allowed, ends));
            }
        }
    }

    /// As [`spread`], for a part of a profile: the profile of that part alone is another profile.
    fn spread_part(&self, leaf: u32, allowed: &[bool], ends: &mut Vec<u32>) {
        let before = ends.len();
        spread(self.graph, leaf, allowed, ends);
        let mut kept = before;
        for i in before..ends.len() {
            if Some(usize::from(self.graph.kind(EntityId(ends[i])).0)) != self.profile_kind {
                ends[kept] = ends[i];
                kept += 1;
            }
        }
        ends.truncate(kept);
    }

    /// Adds what stands at the start through another relation: the genes of variants.
    fn add_via(&self, relation: RelationId, starts: &mut Vec<u32>) {
        let Some((kind, via)) = self.graph.vocabulary.verb(relation).via else { return };
        for i in 0..starts.len() {
            let reached = self.graph.forward(via).targets(starts[i]).iter().copied();
            starts.extend(reached.filter(|&entity| self.graph.kind(EntityId(entity)) == kind));
        }
    }

    /// By mechanism: cancers in which a supported statement says that it resists.
    fn resisting_mechanisms(&self) -> FxHashMap<u32, Vec<u32>> {
        let mut resisting: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let table = &self.graph.statements;
        let Some(resistance) = statement_code(&self.graph.vocabulary, "effect", RESISTANCE) else { return resisting };
        let mut mechanisms = Vec::new();
        for statement in table
            .iter()
            .filter(|&statement| table.effect[statement.0 as usize] == resistance && table.supports(statement))
        {
            mechanisms.clear();
            let subjects = table.mechanism(statement).into_iter().chain(table.profile(statement));
            subjects.for_each(|subject| self.faces_of_kind(subject, &[known::MECHANISM], &mut mechanisms));
            for &mechanism in &mechanisms {
                resisting.entry(mechanism).or_default().extend(table.cancers(statement));
            }
        }
        resisting
    }

    fn faces_of_kind(&self, entity: u32, kinds: &[&str], found: &mut Vec<u32>) {
        let is_of_kind =
            |entity: u32| kinds.contains(&self.graph.vocabulary.kind_name(self.graph.kind(EntityId(entity))));
        found.extend(self.graph.faces(&EntityId(entity)).iter().copied().filter(|&face| is_of_kind(face)));
    }

    /// A therapy to which a mechanism's own profile is sensitive overcomes the mechanism, in a
    /// cancer in which that mechanism resists.
    fn overcoming_edges(&self, relation: RelationId, claim: &Claim, list: &mut EdgeList) {
        let vocabulary = &self.graph.vocabulary;
        let table = &self.graph.statements;
        let Some(sensitivity) = statement_code(vocabulary, "effect", SENSITIVITY) else { return };
        let (from_kinds, to_kinds) =
            (kinds_at(vocabulary, relation, End::From), kinds_at(vocabulary, relation, End::To));
        let (mut starts, mut goals) = (Vec::new(), Vec::new());
        for statement in table.iter().filter(|&statement| table.effect[statement.0 as usize] == sensitivity) {
            let Some(profile) = table.profile(statement) else { continue };
            let mechanisms = self.overcome_mechanisms(profile, table.cancers(statement));
            if mechanisms.is_empty() {
                continue;
            }
            starts.clear();
            goals.clear();
            claim.from.iter().for_each(|&role| self.role_ends(statement, role, &from_kinds, &mut starts));
            mechanisms.iter().chain([&profile]).for_each(|&end| spread(self.graph, end, &to_kinds, &mut goals));
            push_all(list, &starts, &goals, statement);
        }
    }

    /// Mechanisms that the profile stands for and that resist in one of the cancers or above it.
    fn overcome_mechanisms(&self, profile: u32, cancers: &[u32]) -> Vec<u32> {
        let mut mechanisms = Vec::new();
        self.faces_of_kind(profile, &[known::MECHANISM], &mut mechanisms);
        if let Some(involves) = self.involves {
            let mut involved = Vec::new();
            self.faces_of_kind(profile, &["variant", "biomarker", known::PROFILE], &mut involved);
            for end in involved {
                self.graph
                    .backward(involves)
                    .targets(end)
                    .iter()
                    .for_each(|&by| self.faces_of_kind(by, &[known::MECHANISM], &mut mechanisms));
            }
        }
        mechanisms.sort_unstable();
        mechanisms.dedup();
        mechanisms.retain(|mechanism| {
            let resists_in = self.resisting.get(mechanism).map_or(&[][..], Vec::as_slice);
            cancers.iter().any(|&cancer| resists_in.iter().any(|&above| self.is_below(cancer, above)))
        });
        mechanisms
    }

    fn is_below(&self, term: u32, above: u32) -> bool {
        term == above
            || self
                .graph
                .hierarchy(self.graph.kind(EntityId(term)))
                .is_some_and(|hierarchy| hierarchy.is_below(term, above))
    }

    fn about_edges(&self, relation: RelationId, list: &mut EdgeList) {
        let allowed = kinds_at(&self.graph.vocabulary, relation, End::To);
        let table = &self.graph.statements;
        let mut ends = Vec::new();
        for statement in table.iter() {
            ends.clear();
            let therapies =
                table.therapy(statement).map(|therapy| taken_apart(self.graph, therapy)).unwrap_or_default();
            let whole = therapies.into_iter().chain(table.profile(statement)).chain(table.mechanism(statement));
            whole
                .chain(table.cancers(statement).iter().copied())
                .for_each(|end| spread(self.graph, end, &allowed, &mut ends));
            let tree = table.profile(statement).and_then(|profile| self.trees.get(&profile));
            for (leaf, negated) in tree.map(ProfileTree::leaves).unwrap_or_default() {
                if !negated {
                    self.spread_part(leaf.0, &allowed, &mut ends);
                    let genes =
                        self.variant_of.map_or(&[][..], |relation| self.graph.forward(relation).targets(leaf.0));
                    genes.iter().for_each(|&gene| spread(self.graph, gene, &allowed, &mut ends));
                }
            }
            push_all(list, &[self.graph.statement_entity(statement).0], &ends, StatementId(NONE));
        }
    }

    /// A profile involves the variants and biomarkers that it names positively, and their genes.
    fn profile_edges(&self, relation: RelationId, list: &mut EdgeList) {
        let allowed = kinds_at(&self.graph.vocabulary, relation, End::To);
        let starts_allowed = kinds_at(&self.graph.vocabulary, relation, End::From);
        let mut ends = Vec::new();
        for (&profile, tree) in &self.trees {
            let mut starts = Vec::new();
            spread(self.graph, profile, &starts_allowed, &mut starts);
            starts.retain(|&start| self.profile_kind == Some(usize::from(self.graph.kind(EntityId(start)).0)));
            ends.clear();
            for (leaf, negated) in tree.leaves() {
                if !negated {
                    self.spread_part(leaf.0, &allowed, &mut ends);
                    let genes =
                        self.variant_of.map_or(&[][..], |relation| self.graph.forward(relation).targets(leaf.0));
                    genes.iter().for_each(|&gene| spread(self.graph, gene, &allowed, &mut ends));
                }
            }
            push_all(list, &starts, &ends, StatementId(NONE));
        }
    }

    fn source_edges(&self, list: &mut EdgeList) {
        let table = &self.graph.statements;
        for statement in table.iter() {
            push_all(list, &[self.graph.statement_entity(statement).0], table.sources(statement), StatementId(NONE));
        }
    }
}

/// An edge from each start to each goal; repetitions vanish later.
fn push_all(list: &mut EdgeList, starts: &[u32], goals: &[u32], statement: StatementId) {
    for &start in starts {
        goals.iter().for_each(|&goal| list.push(start, goal, statement.0, NONE));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_make_no_difference_where_they_are_no_signs() {
        for (one, other, same) in [
            ("EGFR exon 19 deletion", "EGFR Exon-19 Deletion", true),
            ("PD-L1 high", "PDL1 High", true),
            ("MSI-H", "msi_h", true),
            ("ERBB2 E770_A771insX", "ERBB2 E770A771insX", true),
            ("VHL c.463-1G>T", "VHL c.4631G>T", false),
            ("TERT c.-124C>T", "TERT c.124C>T", false),
            ("VHL c.340_341insA", "VHL c.340341insA", false),
            ("KRAS G12/13", "KRAS G1213", false),
            ("EML4-ALK E20 20", "EML4-ALK E2020", false),
        ] {
            assert_eq!(normal_form(one) == normal_form(other), same, "{one}, {other}");
        }
    }
}
