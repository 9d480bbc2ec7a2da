//! Edges that come from statements.

use super::edges::both_directions;
use super::faces::{kinds_at, spread};
use super::given_with::GivenWith;
use super::therapies::taken_apart;
use crate::graph::store::{Adjacency, EdgeList, EntityId, Graph, NONE, ProfileTree, StatementId, values_of};
use crate::model::{Field, Model};
use crate::vocabulary::{Claim, Derived, End, KindId, RelationId, Role};
use rustc_hash::FxHashMap;

/// Builds the relations whose edges come from statements.
pub(super) fn claims(graph: &mut Graph) {
    let built: Vec<(RelationId, Adjacency, Adjacency)> = {
        let rules = ClaimRules::new(graph);
        let of_statements = graph.vocabulary.relations().filter(|(relation, verb)| {
            verb.claim.is_some() || verb.derived.is_some() || verb.via.is_some() || rules.structures_make(*relation)
        });
        of_statements.map(|(relation, _)| rules.build(relation)).collect()
    };
    for (relation, forward, backward) in built {
        graph.forward[usize::from(relation.0)] = forward;
        graph.backward[usize::from(relation.0)] = backward;
    }
}

/// What the rules look up again and again.
struct ClaimRules<'a> {
    graph: &'a Graph,
    model: &'a Model,
    /// Conditions of the statements' profiles.
    trees: FxHashMap<u32, ProfileTree>,
    /// By mechanism: cancers in which it is stated to resist.
    resisting: FxHashMap<u32, Vec<u32>>,
    given_with: GivenWith<'a>,
}

impl<'a> ClaimRules<'a> {
    fn new(graph: &'a Graph) -> Self {
        let profiles = graph.statements.iter().filter_map(|statement| graph.statements.profile(statement));
        let mut trees = FxHashMap::default();
        for profile in profiles {
            if !trees.contains_key(&profile) {
                trees.extend(graph.profile_tree(EntityId(profile)).map(|tree| (profile, tree)));
            }
        }
        let given_with = GivenWith::new(graph);
        let mut rules = Self { graph, model: graph.model(), trees, resisting: FxHashMap::default(), given_with };
        rules.resisting = rules.resisting_mechanisms();
        rules
    }

    /// Whether a relation of facts has edges from profiles, too.
    fn structures_make(&self, relation: RelationId) -> bool {
        self.model.relations.involves == Some(relation) && !self.trees.is_empty()
    }

    fn build(&self, relation: RelationId) -> (RelationId, Adjacency, Adjacency) {
        let verb = self.graph.vocabulary.verb(relation);
        let mut list = self.told(relation);
        if let Some(claim) = &verb.claim {
            self.claim_edges(relation, claim, &mut list);
            if self.codes(claim).iter().any(|&code| Some(code) == self.model.effects.overcomes) {
                self.overcoming_edges(relation, claim, &mut list);
            }
        }
        if self.structures_make(relation) {
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
        let codes = self.codes(claim);
        let (from_kinds, to_kinds) =
            (kinds_at(vocabulary, relation, End::From), kinds_at(vocabulary, relation, End::To));
        let (mut starts, mut goals) = (Vec::new(), Vec::new());
        for statement in self.graph.statements.iter() {
            if !codes.contains(&self.graph.statements.code(statement, Field::Effect)) {
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

    /// The codes of the effects of a claim.
    fn codes(&self, claim: &Claim) -> Vec<u8> {
        let Some(property) = self.model.property(Field::Effect) else { return Vec::new() };
        let values = values_of(&self.graph.vocabulary.property(property).of);
        let code = |effect: &String| values.iter().position(|value| value == effect);
        claim.effects.iter().filter_map(|effect| u8::try_from(code(effect)?).ok()).collect()
    }

    /// The ends that a field of a statement gives.
    fn role_ends(&self, statement: StatementId, role: Role, allowed: &[bool], ends: &mut Vec<u32>) {
        let table = &self.graph.statements;
        match role {
            Role::Therapy => {
                table.therapy_parts(statement).iter().for_each(|&part| spread(self.graph, part, allowed, ends));
                let regimens = self.given_with.regimens(statement);
                regimens.into_iter().for_each(|regimen| spread(self.graph, regimen, allowed, ends));
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
                let alternatives = self.trees.get(&profile).map(|tree| self.alternatives(tree)).unwrap_or_default();
                alternatives.into_iter().for_each(|leaf| self.spread_part(leaf.0, allowed, ends));
            }
        }
    }

    /// What meets a profile alone, where all that it asks to be absent is absent: then its edge is
    /// conditional ([`Graph::is_conditional`]).
    fn alternatives<'t>(&self, tree: &'t ProfileTree) -> Vec<&'t EntityId> {
        tree.sufficient_if_else_absent(&|leaf, only, negated| {
            leaf == only || negated && self.graph.is_category(*leaf, *only)
        })
    }

    /// As [`spread`], for a part of a profile: the profile of that part alone is another profile.
    fn spread_part(&self, leaf: u32, allowed: &[bool], ends: &mut Vec<u32>) {
        let before = ends.len();
        spread(self.graph, leaf, allowed, ends);
        let mut kept = before;
        for i in before..ends.len() {
            if Some(self.graph.kind(EntityId(ends[i]))) != self.model.kinds.profile {
                ends[kept] = ends[i];
                kept += 1;
            }
        }
        ends.truncate(kept);
    }

    /// Adds what is allowed at the start through another relation: the genes of variants.
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
        let Some(resistance) = self.model.effects.resistance else { return resisting };
        let mut mechanisms = Vec::new();
        for statement in table
            .iter()
            .filter(|&statement| table.code(statement, Field::Effect) == resistance && table.supports(statement))
        {
            mechanisms.clear();
            let subjects = table.mechanism(statement).into_iter().chain(table.profile(statement));
            subjects.for_each(|subject| self.faces_of_kind(subject, &[self.model.kinds.mechanism], &mut mechanisms));
            for &mechanism in &mechanisms {
                resisting.entry(mechanism).or_default().extend(table.cancers(statement));
            }
        }
        resisting
    }

    fn faces_of_kind(&self, entity: u32, kinds: &[Option<KindId>], found: &mut Vec<u32>) {
        let is_of_kind = |entity: u32| kinds.contains(&Some(self.graph.kind(EntityId(entity))));
        found.extend(self.graph.faces(&EntityId(entity)).iter().copied().filter(|&face| is_of_kind(face)));
    }

    /// A therapy to which a mechanism's own profile is sensitive overcomes the mechanism, in a
    /// cancer in which that mechanism resists.
    fn overcoming_edges(&self, relation: RelationId, claim: &Claim, list: &mut EdgeList) {
        let vocabulary = &self.graph.vocabulary;
        let table = &self.graph.statements;
        let Some(sensitivity) = self.model.effects.sensitivity else { return };
        let (from_kinds, to_kinds) =
            (kinds_at(vocabulary, relation, End::From), kinds_at(vocabulary, relation, End::To));
        let (mut starts, mut goals) = (Vec::new(), Vec::new());
        for statement in table.iter().filter(|&statement| table.code(statement, Field::Effect) == sensitivity) {
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

    /// Mechanisms that the profile denotes and that resist in one of the cancers or above it.
    fn overcome_mechanisms(&self, profile: u32, cancers: &[u32]) -> Vec<u32> {
        let mut mechanisms = Vec::new();
        self.faces_of_kind(profile, &[self.model.kinds.mechanism], &mut mechanisms);
        if let Some(involves) = self.model.relations.involves {
            let kinds = &self.model.kinds;
            let mut involved = Vec::new();
            self.faces_of_kind(profile, &[kinds.variant, kinds.biomarker, kinds.profile], &mut involved);
            for end in involved {
                self.graph
                    .backward(involves)
                    .targets(end)
                    .iter()
                    .for_each(|&by| self.faces_of_kind(by, &[self.model.kinds.mechanism], &mut mechanisms));
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
                .chain(self.given_with.regimens(statement))
                .chain(table.cancers(statement).iter().copied())
                .for_each(|end| spread(self.graph, end, &allowed, &mut ends));
            let tree = table.profile(statement).and_then(|profile| self.trees.get(&profile));
            for (leaf, negated) in tree.map(ProfileTree::leaves).unwrap_or_default() {
                if !negated {
                    self.spread_with_genes(leaf.0, &allowed, &mut ends);
                }
            }
            push_all(list, &[self.graph.statement_entity(statement).0], &ends, StatementId(NONE));
        }
    }

    /// As `spread_part`, and the genes that a variant is one of.
    fn spread_with_genes(&self, part: u32, allowed: &[bool], ends: &mut Vec<u32>) {
        self.spread_part(part, allowed, ends);
        if let Some(relation) = self.model.relations.variant_of {
            let genes = self.graph.forward(relation).targets(part);
            genes.iter().for_each(|&gene| spread(self.graph, gene, allowed, ends));
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
            starts.retain(|&start| self.model.kinds.profile == Some(self.graph.kind(EntityId(start))));
            ends.clear();
            for (leaf, negated) in tree.leaves() {
                if !negated {
                    self.spread_with_genes(leaf.0, &allowed, &mut ends);
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
