//! How far a statement reaches (model section 6a): from its cancer and its profile down to what was
//! named.
//!
//! Names know what is above them, as the hierarchies of the graph list it; a statement found
//! there counts if it has authority and does not except the name. Asked of edges that exist, never
//! by walking.

use super::reader::{ContextSet, Reader};
use super::set::{Bits, kind_span};
use crate::graph::{EntityId, NONE, ProfileTree, StatementId};
use crate::query::{Domain, Inclusion, Link, Member, NamedSet, Node, Seed};
use crate::vocabulary::KindSet;

/// What an edge counts as, where objects are counted.
pub enum StandsFor {
    /// The object that it leads to.
    Object,
    /// The names to which its statement reaches down. Its own object is another one.
    Names(Vec<u32>),
    /// An object that was not asked for.
    Other,
    /// Nothing: its statement excludes what was asked for.
    Nothing,
}

impl Reader<'_> {
    /// What an edge that meets everything else counts as; `is_object` says whether it leads to one
    /// of the objects or above one.
    pub fn stands_for(&self, link: &Link, statement: Option<u32>, object: u32, is_object: bool) -> StandsFor {
        if !is_object {
            return StandsFor::Other;
        }
        let node = self.query.node(link.object);
        if !self.is_above(node, object) {
            return if self.leads_to(link, statement, object) { StandsFor::Object } else { StandsFor::Nothing };
        }
        let (Domain::Named(named), Some(statement)) = (&node.domain, statement.filter(|&number| number != NONE)) else {
            return StandsFor::Other;
        };
        let reached = self.reaches(named, named.above(object), StatementId(statement));
        let seeds = reached.filter_map(|upper| named.seeds.get(upper.seed as usize));
        let names: Vec<u32> = seeds.flat_map(|seed| &seed.entities).map(|entity| entity.0).collect();
        if names.is_empty() { StandsFor::Other } else { StandsFor::Names(names) }
    }

    /// Whether an edge that leads here leads to an object of its link: to a member of what was
    /// named, unless the statement excludes it, or from above down to a name.
    pub fn leads_to(&self, link: &Link, statement: Option<u32>, object: u32) -> bool {
        let Domain::Named(named) = &self.query.node(link.object).domain else { return true };
        // Other conditions on a named object are met by the name, not by what is above it.
        if !self.excludes && named.reached.is_empty() && !named.exactly {
            return true;
        }
        let statement = statement.filter(|&number| number != NONE).map(StatementId);
        match (named.above(object), statement) {
            ([], None) => true,
            ([], Some(statement)) => {
                !(self.excludes && self.is_excluded_from(named, statement, object)
                    || named.exactly && self.needs_more_than(named, statement, object))
            }
            (_, None) => false,
            (above, Some(statement)) => self.reaches(named, above, statement).next().is_some(),
        }
    }

    /// Whether a finding was meant exactly, and a statement holds for it only if something else is
    /// absent.
    fn needs_more_than(&self, named: &NamedSet, statement: StatementId, finding: u32) -> bool {
        let graph = self.graph;
        let profile = graph.statements().profile(statement).map(EntityId);
        named.ways(finding).all(|(_, seed)| seed.exactly)
            && profile.is_some_and(|profile| graph.is_conditional(profile, EntityId(finding)))
    }

    /// The ways in which a statement found above names reaches down to them.
    pub fn reaches<'n>(
        &'n self,
        named: &'n NamedSet,
        above: &'n [Member],
        statement: StatementId,
    ) -> impl Iterator<Item = &'n Member> {
        let except = self.graph.statements().except_cancers(statement);
        let is_excepted = move |upper: &&Member| {
            let Some(seed) = named.seeds.get(upper.seed as usize) else { return false };
            !except.is_empty() && self.excludes_any(except, &seed.entities)
                || upper.how != Inclusion::Broader && self.profile_excludes(statement, seed)
        };
        let above = if self.graph.has_authority(statement) { above } else { &[] };
        above.iter().filter(move |upper| !is_excepted(upper))
    }

    /// Where the edges of a head start: at itself and, where it was named, at the other faces of the
    /// name and at what stands above it, each with how. What is named and has no entity starts at
    /// what stands above it alone.
    pub fn starts<'n>(&self, node: &'n Node, link: &Link, head: u32) -> Vec<(u32, Option<&'n Member>)> {
        let Domain::Named(named) = &node.domain else { return vec![(head, None)] };
        let Some(_) = named.find(head) else {
            return named.above(head).iter().map(|upper| (head, Some(upper))).collect();
        };
        let id = EntityId(head);
        let is_own = |face: &u32| *face == head || named.find(*face).is_some();
        let faces = self.graph.faces(&id).iter().copied().filter(is_own);
        let mut starts: Vec<_> = faces.map(|face| (face, None)).collect();
        if named.reached.is_empty() {
            return starts;
        }
        if !link.transitive && self.has_statements(link) && self.may_start(link, head) {
            let face = self.graph.face(EntityId(head));
            let is_named = |upper: &&Member| {
                let seed = named.seeds.get(upper.seed as usize);
                seed.is_some_and(|seed| seed.entities.iter().any(|&entity| self.graph.face(entity) == face))
            };
            starts.extend(named.reached.iter().filter(is_named).map(|upper| (upper.entity, Some(upper))));
        }
        starts
    }

    /// Whether a verb lists the kind of an entity at the end of its heads.
    fn may_start(&self, link: &Link, head: u32) -> bool {
        let (kind, vocabulary) = (self.graph.kind(EntityId(head)), self.graph.vocabulary());
        link.steps.iter().any(|&(relation, end)| vocabulary.verb(relation).kinds(end).contains(&kind))
    }

    /// Whether an edge that starts at a head, at another face of it or above it holds for the name.
    pub fn starts_for(&self, node: &Node, (start, upper): (u32, Option<&Member>), statement: Option<u32>) -> bool {
        let statement = statement.filter(|&number| number != NONE).map(StatementId);
        match (&node.domain, upper, statement) {
            (Domain::Named(named), None, Some(statement)) if named.exactly => {
                !self.needs_more_than(named, statement, start)
            }
            (_, None, _) => true,
            (Domain::Named(named), Some(upper), Some(statement)) => {
                self.reaches(named, std::slice::from_ref(upper), statement).next().is_some()
            }
            (_, Some(_), _) => false,
        }
    }

    /// Whether edges of the heads of a node may start elsewhere, or not all of them count.
    pub fn starts_elsewhere(&self, node: &Node) -> bool {
        let Domain::Named(named) = &node.domain else { return false };
        let has_faces = || named.members.iter().any(|member| self.graph.faces(&EntityId(member.entity)).len() > 1);
        !named.reached.is_empty() || named.exactly || self.graph.has_faces() && has_faces()
    }

    /// How a head that is a finding, or what stands above it, matches what was named; `Broader`
    /// where the head is a cancer and its statement one on a cancer above.
    pub fn head(&self, node: &Node, link: &Link, head: u32, statement: StatementId) -> Option<Inclusion> {
        let graph = self.graph;
        let is_finding = graph.model().kinds.same_by_name().contains(&Some(graph.kind(EntityId(head))));
        let named = match &node.domain {
            Domain::Named(named) => Some(named),
            Domain::All | Domain::Set(_) | Domain::Below(_) | Domain::Same(_) | Domain::Rows => None,
        };
        if !is_finding && named.is_none_or(|named| named.reached.is_empty()) {
            return None;
        }
        let has_statement =
            |start: u32| link.steps.iter().any(|&step| self.adjacency(step).statements(start).contains(&statement.0));
        let is_own = graph.faces(&EntityId(head)).iter().any(|&face| has_statement(face));
        if let Some(named) = named
            && (!is_own || named.find(head).is_none())
        {
            let starts = self.starts(node, link, head).into_iter().filter_map(|(start, upper)| Some((start, upper?)));
            return starts.filter(|&(start, _)| has_statement(start)).map(|(_, upper)| upper.how).min();
        }
        let profile = graph.statements().profile(statement).map(EntityId);
        let is_conditional = profile.is_some_and(|profile| graph.is_conditional(profile, EntityId(head)));
        match (is_finding, is_conditional) {
            (true, true) => Some(Inclusion::Conditional),
            (true, false) => {
                let member = named.and_then(|named| named.find(head));
                let how = member.map(|member| member.how).filter(|&how| how == Inclusion::Conditional);
                how.or(named.map(|_| Inclusion::Exact))
            }
            (false, _) => None,
        }
    }

    /// Whether the profile of a statement asks for a finding to be absent.
    fn profile_excludes(&self, statement: StatementId, finding: &Seed) -> bool {
        let graph = self.graph;
        let Some(profile) = graph.statements().profile(statement).map(EntityId) else { return false };
        let is_one_of =
            |leaf: EntityId| match &finding.unlisted {
                Some(unlisted) => unlisted
                    .above
                    .iter()
                    .any(|&(group, _)| graph.face(group) == graph.face(leaf) || graph.is_category(leaf, group)),
                None => finding.entities.iter().flat_map(|entity| graph.faces(entity)).any(|&face| {
                    graph.face(EntityId(face)) == graph.face(leaf) || graph.is_category(leaf, EntityId(face))
                }),
            };
        let excludes = |tree: ProfileTree| !tree.evaluate(&|leaf, _| is_one_of(*leaf));
        graph.has_negation(profile) && graph.profile_tree(profile).is_some_and(excludes)
    }

    /// How the finding that a statement speaks of matches what a link names or leads to.
    pub fn finding(&self, link: &Link, statement: StatementId, object: u32) -> Option<Inclusion> {
        let graph = self.graph;
        if !graph.model().kinds.same_by_name().contains(&Some(graph.kind(EntityId(object)))) {
            return None;
        }
        let profile = graph.statements().profile(statement).map(EntityId);
        let is_conditional = profile.is_some_and(|profile| graph.is_conditional(profile, EntityId(object)));
        let how = match &self.query.node(link.object).domain {
            Domain::Named(named) => self.how(named, statement, object).filter(|&how| how != Inclusion::Member),
            Domain::All | Domain::Set(_) | Domain::Below(_) | Domain::Same(_) | Domain::Rows => None,
        };
        how.max(is_conditional.then_some(Inclusion::Conditional))
    }

    /// How an object belongs to what its link names, where the statement of the edge says so.
    pub fn how(&self, named: &NamedSet, statement: StatementId, object: u32) -> Option<Inclusion> {
        let member = named.find(object).map(|member| member.how);
        member.or_else(|| self.reaches(named, named.above(object), statement).map(|upper| upper.how).min())
    }

    /// The cancer above those of a context from which a statement reaches down to one of them.
    pub(super) fn cancer_above(&self, statement: StatementId, context: &ContextSet) -> Option<(u32, Inclusion)> {
        if context.reaching.is_empty() {
            return None;
        }
        let statements = self.graph.statements();
        let except = statements.except_cancers(statement);
        let reaches = |upper: u32| {
            let hierarchy = self.graph.hierarchy(self.graph.kind(EntityId(upper)));
            let is_below = |lower: u32| hierarchy.is_some_and(|hierarchy| hierarchy.is_below(lower, upper));
            context.reaching.iter().any(|&lower| is_below(lower) && !self.is_excluded(except, lower))
        };
        let above = statements.cancers(statement).iter().copied().filter(|&upper| context.above.contains(upper));
        if above.clone().next().is_none() || !self.graph.has_authority(statement) {
            return None;
        }
        above.filter(|&upper| reaches(upper)).min().map(|upper| (upper, Inclusion::Broader))
    }

    /// What is above some cancers and does not match itself.
    pub(super) fn above_of(&self, kinds: KindSet, lower: &[u32], matching: &Bits) -> Bits {
        let mut above = if lower.is_empty() { Bits::default() } else { Bits::over(kind_span(self.graph, kinds)) };
        for &lower in lower {
            let hierarchy = self.graph.hierarchy(self.graph.kind(EntityId(lower)));
            for &upper in hierarchy.map_or(&[][..], |hierarchy| hierarchy.above(lower)) {
                if !matching.contains(upper) {
                    above.insert(upper);
                }
            }
        }
        above
    }

    /// What is above the names of a node, from where statements may reach down to them.
    pub fn reached<'n>(&self, node: &'n Node) -> &'n [Member] {
        match &node.domain {
            Domain::Named(named) if node.condition.is_true() => &named.reached,
            Domain::Named(_) => &[],
            Domain::All | Domain::Set(_) | Domain::Below(_) | Domain::Same(_) | Domain::Rows => &[],
        }
    }

    /// Whether an entity is above a name of the node.
    pub fn is_above(&self, node: &Node, entity: u32) -> bool {
        self.reached(node).binary_search_by_key(&entity, |upper| upper.entity).is_ok()
    }
}
