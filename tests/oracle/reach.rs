//! How far a statement reaches (model section 6a): which objects of a question an edge answers for.

use crate::graph::Edge;
use crate::meaning::{Goal, How, Link, Meaning, Mode, Objects};
use crate::question::{Context, Name};
use crate::words::Kind;
use crate::world::{Id, Statement};

impl Meaning<'_> {
    /// Whether an edge counts for a link with these objects.
    pub fn counts(&self, link: &Link<'_>, objects: &Objects, edge: &Edge, mode: Mode) -> bool {
        self.is_met(link, edge, mode) && !self.answers_for(link, objects, edge).is_empty()
    }

    /// The objects for which an edge answers, each with how the edge's own end matches it: that end itself,
    /// or the names below it to which the statement reaches.
    pub fn answers_for(&self, link: &Link<'_>, objects: &Objects, edge: &Edge) -> Vec<(Id, Option<How>)> {
        let end = edge.at(link.head.other());
        let statement = edge.statement.map(|number| &self.graph.world.statements[number]);
        let Some(known) = objects else { return vec![(end, None)] };
        if let Some(how) = known.get(&end) {
            let is_allowed = statement.is_none_or(|statement| self.is_allowed(link, statement, end));
            return if is_allowed { vec![(end, *how)] } else { Vec::new() };
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
        seeds.into_iter().filter_map(|seed| self.above(seed, from).map(|how| (seed, how))).collect()
    }

    /// How one stands above the other: a cancer above a cancer.
    fn above(&self, lower: Id, upper: Id) -> Option<How> {
        let world = &self.graph.world;
        let are_cancers = world.is(lower, "cancer") && world.is(upper, "cancer");
        (are_cancers && lower != upper && self.graph.is_below(lower, upper)).then_some(How::Broader)
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
