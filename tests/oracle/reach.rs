//! How far a statement reaches (model section 6a): which objects of a question an edge answers for.

use crate::categories::{Became, Named, Shape};
use crate::graph::Edge;
use crate::meaning::{Goal, How, Link, Meaning, Mode, Objects, Subject};
use crate::question::{Context, Name};
use crate::words::Kind;
use crate::world::{Id, Statement};

impl Meaning<'_> {
    /// The edges of an entity and, where it was named, those of what stands above it whose
    /// statements reach down to it, with how.
    pub fn edges(&self, link: &Link<'_>, entity: Id) -> Vec<(&Edge, Option<How>)> {
        let graph = self.graph;
        let own = graph.edges(&link.relation, link.head, entity).iter();
        let mut edges: Vec<(&Edge, Option<How>)> = own.map(|edge| (edge, None)).collect();
        let name = match link.subject {
            None => return edges,
            Some(Subject::Together(literals)) => {
                let found = self.profiles(literals).into_iter().find(|found| found.profile == entity);
                let Some(found) = found else { return edges };
                edges.retain(|(edge, _)| !found.by_authority || self.statement_of(edge).is_some_and(has_authority));
                edges.iter_mut().for_each(|(_, how)| *how = Some(found.how));
                return edges;
            }
            Some(Subject::Name(name)) => name,
        };
        // All faces of a name are one subject.
        let members = self.members(std::slice::from_ref(name), None);
        for &face in graph.faces(entity).iter().filter(|&&face| face != entity && members.contains_key(&face)) {
            edges.extend(graph.edges(&link.relation, link.head, face).iter().map(|edge| (edge, None)));
        }
        if name.exactly {
            let is_more = |statement: &Statement, finding: Id| {
                statement.profile.is_some_and(|profile| self.is_conditional(profile, finding))
            };
            edges.retain(|(edge, _)| !self.statement_of(edge).is_some_and(|own| is_more(own, edge.at(link.head))));
        }
        let kinds = graph.world.words.verb(&link.relation).kinds(link.head);
        let seeds = self.seeds(name, None);
        let is_named = seeds.iter().any(|&seed| graph.face(seed) == graph.face(entity));
        if link.transitive || !is_named || !kinds.contains(&graph.kind(entity)) {
            return edges;
        }
        let wanted: Vec<Kind> = seeds.iter().map(|&seed| graph.kind(seed)).collect();
        for edge in graph.all_edges(&link.relation) {
            let (from, statement) = (edge.at(link.head), edge.statement);
            if let Some(number) = statement {
                let statement = &graph.world.statements[number];
                let reached = self.reached(name, statement, from, &wanted).into_iter().map(|(_, how)| how).min();
                edges.extend(reached.map(|how| (edge, Some(how))));
            }
        }
        edges
    }

    fn statement_of(&self, edge: &Edge) -> Option<&Statement> {
        edge.statement.map(|number| &self.graph.world.statements[number])
    }

    /// Whether an edge counts for a link with these objects.
    pub fn counts(&self, link: &Link<'_>, objects: &Objects, edge: &Edge, mode: Mode) -> bool {
        self.is_met(link, edge, mode) && !self.answers_for(link, objects, edge).is_empty()
    }

    /// The objects for which an edge answers, each with how the edge's own end matches it: that end
    /// itself, or the names below it to which the statement reaches.
    pub fn answers_for(&self, link: &Link<'_>, objects: &Objects, edge: &Edge) -> Vec<(Id, Option<How>)> {
        let end = edge.at(link.head.other());
        let statement = edge.statement.map(|number| &self.graph.world.statements[number]);
        let Some(known) = objects else { return vec![(end, None)] };
        if let Some(how) = known.get(&end) {
            let is_allowed = statement.is_none_or(|statement| self.is_allowed(link, statement, end));
            return if is_allowed { vec![(end, *how)] } else { Vec::new() };
        }
        if let (Goal::Profile(literals), Some(statement)) = (&link.goal, statement) {
            let reached = self.profiles(literals).into_iter().find(|found| found.by_authority && found.profile == end);
            let reached = reached.filter(|_| has_authority(statement));
            return reached.into_iter().map(|found| (end, Some(found.how))).collect();
        }
        let (Goal::Named(names), None, Some(statement)) = (&link.goal, &link.of_object, statement) else {
            return Vec::new();
        };
        let wanted = self.goal_kinds(link);
        let below = names.iter().flat_map(|name| self.reached(name, statement, end, &wanted));
        below.map(|(seed, how)| (seed, Some(how))).collect()
    }

    /// What a name stands for, if a statement reaches down to it from what it speaks of.
    fn reached(&self, name: &Name, statement: &Statement, from: Id, wanted: &[Kind]) -> Vec<(Id, How)> {
        let seeds = self.seeds(name, Some(wanted));
        if name.exactly || name.or_broader || !has_authority(statement) || self.excludes(statement, &seeds) {
            return Vec::new();
        }
        let kinds = self.kinds_reached(name, &seeds, wanted);
        let above = |&seed: &Id| self.above(seed, from).or_else(|| self.group_above(seed, from, &kinds, statement));
        seeds.iter().filter_map(|seed| above(seed).map(|how| (*seed, how))).collect()
    }

    /// Kinds of the groups from which a name is reached: a forced face takes no edge of another
    /// face, and a profile is no member of a group.
    pub fn kinds_reached(&self, name: &Name, seeds: &[Id], wanted: &[Kind]) -> Vec<Kind> {
        let own: Vec<Kind> = seeds.iter().map(|&seed| self.graph.kind(seed)).collect();
        let profile = self.graph.world.words.find_kind("profile");
        let is_own = |kind: &Kind| name.kind.is_none() || own.contains(kind) && Some(*kind) != profile;
        wanted.iter().copied().filter(is_own).collect()
    }

    /// How one stands above the other: a cancer above a cancer.
    fn above(&self, lower: Id, upper: Id) -> Option<How> {
        let world = &self.graph.world;
        let are_cancers = world.is(lower, "cancer") && world.is(upper, "cancer");
        (are_cancers && lower != upper && self.graph.is_below(lower, upper)).then_some(How::Broader)
    }

    /// How a group of changes stands above a finding, unless the profile of the statement excludes
    /// that.
    fn group_above(&self, finding: Id, upper: Id, kinds: &[Kind], statement: &Statement) -> Option<How> {
        let graph = self.graph;
        let groups = graph.faces(finding).iter().flat_map(|&face| graph.groups(face));
        let group = groups.into_iter().find(|&group| graph.face(group) == graph.face(upper))?;
        let is_excluded = statement.profile.is_some_and(|profile| self.profile_excludes(profile, finding));
        (kinds.contains(&graph.kind(upper)) && !is_excluded).then(|| self.word(group))
    }

    /// Whether a profile that asks for something to be absent does not hold for a finding.
    fn profile_excludes(&self, profile: Id, finding: Id) -> bool {
        let graph = self.graph;
        let is = |leaf: &Id, _negated: bool| {
            let own = graph.faces(finding).iter().flat_map(|&face| graph.groups(face)).chain([finding]);
            own.into_iter().any(|one| graph.face(one) == graph.face(*leaf))
        };
        let formula = graph.world.entities[profile].formula.as_ref();
        graph.asks_absence(profile) && formula.is_some_and(|formula| !formula.holds(false, &is))
    }

    /// What a group of changes is, by its name.
    pub fn word(&self, group: Id) -> How {
        let graph = self.graph;
        let name = graph.world.name(group);
        let genes = graph.targets("variant of", group);
        let read = genes.iter().find_map(|&gene| Named::read(group, name, graph.world.name(gene)));
        match read.map(|named| named.shape) {
            Some(Shape::At(_, Became::Anything)) => How::Codon,
            Some(Shape::Exon(..)) => How::Exon,
            _ => How::Category,
        }
    }

    /// How the finding of a statement matches what a verb leads to.
    pub fn finding(&self, statement: &Statement, object: Id, how: Option<How>) -> Option<How> {
        let graph = self.graph;
        if !["variant", "biomarker", "profile", "mechanism"].iter().any(|kind| graph.world.is(object, kind)) {
            return None;
        }
        let conditional = statement.profile.is_some_and(|profile| self.is_conditional(profile, object));
        how.filter(|how| *how != How::Member).max(conditional.then_some(How::Conditional))
    }

    /// Whether a cancer stands above what a verb was said of.
    pub fn is_above_named(&self, link: &Link<'_>, cancer: Id) -> bool {
        let seeds = match link.subject {
            Some(Subject::Name(name)) => self.seeds(name, None),
            Some(Subject::Together(_)) | None => Vec::new(),
        };
        seeds.into_iter().any(|seed| self.above(seed, cancer).is_some())
    }

    /// Whether a finding meets a profile only as long as something else is absent.
    pub fn is_conditional(&self, profile: Id, finding: Id) -> bool {
        let graph = self.graph;
        let is_same = |leaf: &Id| graph.face(*leaf) == graph.face(finding);
        let Some(formula) = &graph.world.entities[profile].formula else { return false };
        graph.asks_absence(profile)
            && graph.face(profile) != graph.face(finding)
            && formula.positive().into_iter().any(is_same)
            && !formula.sufficient().into_iter().any(is_same)
    }

    /// The cancer of a statement from which it reaches down to a context.
    pub fn cancer_above(&self, statement: &Statement, context: &Context) -> Option<(How, Id)> {
        let wanted = [self.graph.world.words.kind("cancer")];
        let reaches = |&&cancer: &&Id| match context {
            Context::Named(names) => {
                names.iter().any(|name| !self.reached(name, statement, cancer, &wanted).is_empty())
            }
            Context::Set(phrase) => {
                let below = |lower: &Id| self.above(*lower, cancer).is_some() && !self.excludes(statement, &[*lower]);
                has_authority(statement) && self.phrase(phrase, Mode::Supported).iter().any(below)
            }
        };
        statement.cancers.iter().filter(reaches).min().map(|&cancer| (How::Broader, cancer))
    }
}

/// A regulator, a guideline or a decisive trial has spoken, or the level is the best.
fn has_authority(statement: &Statement) -> bool {
    statement.field("level") == "A"
        || ["approved", "guideline", "withdrawn", "failed"].contains(&statement.field("status"))
}
