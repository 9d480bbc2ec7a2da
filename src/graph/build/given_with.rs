//! Regimens that a statement is about without naming them: a drug and what it is given with.

use super::faces::kind_entities;
use super::therapies::{taken_apart, therapy_members};
use crate::graph::store::{EntityId, Graph, RegimenKind, StatementId};
use rustc_hash::FxHashMap;

/// The combinations of a graph, by what they consist of.
pub(super) struct GivenWith<'a> {
    graph: &'a Graph,
    /// By drug or class: combinations that it is part of, with all their parts.
    by_member: FxHashMap<u32, Vec<(u32, Vec<u32>)>>,
}

impl<'a> GivenWith<'a> {
    pub(super) fn new(graph: &'a Graph) -> Self {
        let mut by_member: FxHashMap<u32, Vec<(u32, Vec<u32>)>> = FxHashMap::default();
        let is_combination =
            |part: u32| graph.regimen(EntityId(part)).is_none_or(|(kind, _)| kind == RegimenKind::Combination);
        let regimens = kind_entities(graph, graph.model().kinds.regimen);
        for regimen in regimens.filter(|&regimen| taken_apart(graph, regimen).into_iter().all(is_combination)) {
            let members = therapy_members(graph, regimen);
            for &member in &members {
                by_member.entry(member).or_default().push((regimen, members.clone()));
            }
        }
        Self { graph, by_member }
    }

    /// Combinations of the therapy of a statement and all of its partners, and of nothing else. A
    /// partner that is a class may be any of its drugs, or several; a combination with a class is
    /// one with any of its drugs, too.
    pub(super) fn regimens(&self, statement: StatementId) -> Vec<u32> {
        let table = self.graph.statements();
        let (partners, [therapy]) = (table.partners(statement), table.therapy_parts(statement)) else {
            return Vec::new();
        };
        if partners.is_empty() {
            return Vec::new();
        }
        let own = therapy_members(self.graph, *therapy);
        let mut partners: Vec<u32> =
            partners.iter().flat_map(|&partner| therapy_members(self.graph, partner)).collect();
        partners.retain(|partner| !own.contains(partner));
        let with_own = own.first().and_then(|first| self.by_member.get(first));
        let is_made_up = |members: &[u32]| {
            let (mine, others): (Vec<u32>, Vec<u32>) = members.iter().partition(|member| own.contains(member));
            let is_partner = |other: &u32| partners.iter().any(|&partner| self.fits(*other, partner));
            mine.len() == own.len()
                && others.iter().all(is_partner)
                && partners.iter().all(|&partner| others.iter().any(|&other| self.fits(other, partner)))
        };
        let made_up = with_own.into_iter().flatten().filter(|(_, members)| is_made_up(members));
        made_up.map(|(regimen, _)| *regimen).filter(|regimen| regimen != therapy).collect()
    }

    fn fits(&self, member: u32, partner: u32) -> bool {
        self.is_one_of(member, partner) || self.is_one_of(partner, member)
    }

    /// Whether a drug or class is another, or below the class that it is.
    fn is_one_of(&self, one: u32, other: u32) -> bool {
        let kinds = &self.graph.model().kinds;
        let hierarchy = kinds.drug_class.and_then(|class| self.graph.hierarchy(class));
        let is_below =
            |class: u32| class == other || hierarchy.is_some_and(|hierarchy| hierarchy.is_below(class, other));
        let Some(is_a) = self.graph.model().relations.is_a else { return one == other };
        is_below(one) || self.graph.forward(is_a).targets(one).iter().any(|&class| is_below(class))
    }
}
