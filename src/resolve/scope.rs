//! What resolving a sentence depends on; nothing in here changes on the way.

use super::environment::{Binding, BoundQuery, Environment, ListedFindings};
use super::inclusions::Inclusions;
use crate::graph::{EntityId, Graph};
use crate::names::{MatchedBy, NameCandidate, NameIndex};
use crate::vocabulary::{KindSet, Vocabulary};
use std::rc::Rc;

/// The graph and the `$names`, read only.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    /// The text that the sentence was written in.
    pub(super) asked: &'a str,
    pub(super) graph: &'a Graph,
    pub(super) names: &'a NameIndex,
    pub(super) inclusions: &'a Inclusions,
    /// The `$names` that may be used here, in the order in which they were set.
    pub(super) bindings: &'a [(String, Binding)],
    /// Script rules: R7 and R13 are errors.
    pub(super) strict: bool,
    /// What the file holds that a `match` names.
    pub(super) listed: Option<&'a ListedFindings>,
}

impl<'a> Scope<'a> {
    pub(super) const fn new(environment: Environment<'a>, asked: &'a str) -> Self {
        let Environment { graph, names, inclusions, bindings, strict, listed } = environment;
        Self { asked, graph, names, inclusions, bindings, strict, listed }
    }

    pub(super) fn vocabulary(&self) -> &'a Vocabulary {
        self.graph.vocabulary()
    }

    /// What a `$name` was last set to, with its place among all that were set.
    pub(super) fn binding(&self, name: &str) -> Option<(usize, &'a Binding)> {
        let bindings = self.bindings;
        bindings.iter().enumerate().rev().find(|(_, (bound, _))| bound == name).map(|(i, (_, binding))| (i, binding))
    }

    /// What the query of a `$name`, set at a place among all, was written in: names set before it,
    /// its own text.
    pub(super) fn within(&self, place: usize, bound: &'a BoundQuery) -> Self {
        Self { bindings: &self.bindings[..place], asked: &bound.text.text, ..*self }
    }

    /// What a text may mean, best first.
    pub(super) fn meanings(&self, text: &str) -> Rc<[Meaning]> {
        let found = self.names.lookup(self.graph, text);
        let meaning =
            |tier: u8, found: &NameCandidate<'_>| Meaning { entity: found.entity, matched: found.matched, tier };
        let best = found.best.iter().map(|best| meaning(0, best));
        best.chain(found.others.iter().map(|other| meaning(tier(other), other))).collect()
    }

    /// `gene, protein or variant`.
    pub(super) fn kind_list(&self, kinds: KindSet) -> String {
        let kinds = kinds.and(self.inclusions.all);
        if kinds == self.inclusions.all {
            return "thing of any kind".to_owned();
        }
        let names: Vec<&str> = kinds.iter().map(|kind| self.vocabulary().kind_name(kind)).collect();
        join_words(&names, "or")
    }

    /// `a gene, protein or variant`, `an outcome`.
    pub(super) fn one_of(&self, kinds: KindSet) -> String {
        with_article(&self.kind_list(kinds))
    }
}

/// What a text may mean.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meaning {
    pub(super) entity: EntityId,
    pub(super) matched: MatchedBy,
    /// 0 for what it means first of all, else a number that grows as the match gets weaker.
    pub(super) tier: u8,
}

impl Meaning {
    pub(super) const fn is_best(&self) -> bool {
        self.tier == 0
    }
}

/// The order of the ways in which a name can be meant beside the best; lookup has sorted, this only
/// groups.
fn tier(candidate: &NameCandidate) -> u8 {
    match (candidate.matched, candidate.exact) {
        (MatchedBy::Id, _) => 1,
        (MatchedBy::Name, true) => 2,
        (MatchedBy::Alias, true) => 3,
        (MatchedBy::Name, false) => 4,
        (MatchedBy::Alias, false) => 5,
        (MatchedBy::Imported, _) => 6,
        (MatchedBy::Stripped, _) => 7,
        (MatchedBy::Xref, _) => 8,
    }
}

/// `a gene`, `an outcome`.
pub(super) fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// `a, b or c`.
pub(super) fn join_words(words: &[&str], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}
