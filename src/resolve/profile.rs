//! Findings named together: the profiles that need all of them (language R9):
//! `EGFR L858R and EGFR T790M and not MET amplification`.

use crate::graph::{EntityId, Graph, ProfileTree};
use crate::query::{Inclusion, Member, ProfileLiteral, ProfileName, ProfileQuestion};
use crate::resolve::reach;

/// The ways in which a finding may meet a part of a profile, the nearest first.
const WAYS: [Inclusion; 4] = [Inclusion::Exact, Inclusion::Codon, Inclusion::Exon, Inclusion::Category];

/// One of the names that are given for a finding.
struct NamedFinding<'q> {
    name: &'q ProfileName,
    /// The groups of changes that it is one of.
    groups: Vec<(u32, Inclusion)>,
}

/// How far the names of a question reach.
#[derive(Clone, Copy)]
struct Reach {
    /// The least near way that counts.
    farthest: Inclusion,
    /// Statements on groups of changes answer because they have authority; else only where a name
    /// says `or broader`.
    by_authority: bool,
}

/// What a question about findings that are there together asks, ready for tests.
struct TogetherQuestion<'g, 'q> {
    graph: &'g Graph,
    /// One alternative of each finding that must be there.
    choices: Vec<Vec<NamedFinding<'q>>>,
    absent: Vec<NamedFinding<'q>>,
    /// Some name is meant `exactly`: what needs anything else to be absent is another profile.
    exactly: bool,
}

/// The profiles that need all the findings together: met by them and by none of them less; what is
/// asked to be absent must be what the profile excludes. The second list holds those of groups of
/// changes, whose statements need authority to reach down.
pub(super) fn profiles(graph: &Graph, question: &ProfileQuestion, seed: u32) -> (Vec<Member>, Vec<Member>) {
    let (mut members, mut reached) = (Vec::new(), Vec::new());
    let Some(kind) = graph.model().kinds.profile else { return (members, reached) };
    let names = |negated: bool| question.literals.iter().filter(move |literal| literal.negated == negated);
    let finding = |name| NamedFinding { name, groups: reach::groups(graph, &name.name) };
    let mut all = question.literals.iter().flat_map(|literal| &literal.alternatives);
    let asked = TogetherQuestion {
        graph,
        choices: choices(names(false), finding),
        absent: names(true).flat_map(|literal| &literal.alternatives).map(finding).collect(),
        exactly: all.any(|name| name.name.exactly),
    };
    for profile in graph.kind_range(kind) {
        let Some(tree) = graph.profile_tree(EntityId(profile)) else { continue };
        let Some((how, by_authority)) = asked.how(&tree) else { continue };
        let found = if by_authority { &mut reached } else { &mut members };
        found.push(Member { entity: profile, seed, how });
    }
    (members, reached)
}

/// One alternative of each literal.
fn choices<'q>(
    literals: impl Iterator<Item = &'q ProfileLiteral>,
    finding: impl Fn(&'q ProfileName) -> NamedFinding<'q>,
) -> Vec<Vec<NamedFinding<'q>>> {
    const MOST: usize = 1024;
    let mut choices: Vec<Vec<&ProfileName>> = vec![Vec::new()];
    for literal in literals {
        let with = |chosen: &Vec<&'q ProfileName>| {
            let chosen = chosen.clone();
            literal.alternatives.iter().map(move |name| [chosen.as_slice(), &[name]].concat()).collect::<Vec<_>>()
        };
        choices = choices.iter().flat_map(with).take(MOST).collect();
    }
    choices.into_iter().map(|chosen| chosen.into_iter().map(&finding).collect()).collect()
}

impl NamedFinding<'_> {
    /// How it meets a part of a profile.
    fn meets(&self, graph: &Graph, leaf: EntityId) -> Option<Inclusion> {
        if self.name.name.unlisted.is_none() && self.name.faces.binary_search(&leaf).is_ok() {
            return Some(Inclusion::Exact);
        }
        let face = graph.face(leaf);
        let own = self.groups.iter().filter(|&&(group, _)| graph.face(EntityId(group)) == face);
        own.map(|&(_, how)| how).min()
    }

    fn meets_within(&self, graph: &Graph, leaf: EntityId, reach: Reach) -> bool {
        let name = &self.name.name;
        self.meets(graph, leaf).is_some_and(|how| {
            let is_allowed = !name.exactly && (name.or_broader || reach.by_authority);
            how == Inclusion::Exact || is_allowed && how <= reach.farthest
        })
    }
}

impl TogetherQuestion<'_, '_> {
    /// How a profile answers, and whether only statements with authority reach down from it.
    fn how(&self, tree: &ProfileTree) -> Option<(Inclusion, bool)> {
        self.choices.iter().filter_map(|chosen| self.how_chosen(tree, chosen)).min()
    }

    fn how_chosen(&self, tree: &ProfileTree, chosen: &[NamedFinding<'_>]) -> Option<(Inclusion, bool)> {
        let all: Vec<&NamedFinding<'_>> = chosen.iter().collect();
        // Each name means a different variant.
        let first = |finding: &NamedFinding<'_>| finding.name.faces.first().copied();
        let distinct =
            all.iter().enumerate().all(|(i, finding)| all[..i].iter().all(|other| first(other) != first(finding)));
        let is_possible =
            distinct && self.holds(tree, &all, Reach { farthest: Inclusion::Category, by_authority: true });
        if !is_possible {
            return None;
        }
        let ways =
            [false, true].into_iter().flat_map(|by_authority| WAYS.map(|farthest| Reach { farthest, by_authority }));
        let reach = { ways }.find(|&reach| self.needs_all(tree, &all, reach))?;
        let conditional = self.is_conditional(tree);
        let how = if conditional { reach.farthest.max(Inclusion::Conditional) } else { reach.farthest };
        (!conditional || !self.exactly).then_some((how, reach.by_authority))
    }

    fn needs_all(&self, tree: &ProfileTree, all: &[&NamedFinding<'_>], reach: Reach) -> bool {
        let without = |left_out: usize| {
            let rest = all.iter().enumerate().filter(|(i, _)| *i != left_out);
            rest.map(|(_, finding)| *finding).collect::<Vec<_>>()
        };
        let with = |absent| [all, &[absent]].concat();
        self.holds(tree, all, reach)
            && !(0..all.len()).any(|left_out| self.holds(tree, &without(left_out), reach))
            && !self.absent.iter().any(|absent| self.holds(tree, &with(absent), reach))
    }

    /// Whether a profile holds for a tumour with exactly these findings.
    fn holds(&self, tree: &ProfileTree, findings: &[&NamedFinding<'_>], reach: Reach) -> bool {
        tree.evaluate(&|&leaf, negated| {
            findings.iter().any(|finding| match negated {
                // Under NOT a category is met by everything below it.
                true => finding.meets(self.graph, leaf).is_some(),
                false => finding.meets_within(self.graph, leaf, reach),
            })
        })
    }

    /// Whether a profile excludes what the question does not say to be absent.
    fn is_conditional(&self, tree: &ProfileTree) -> bool {
        let is_said = |leaf: EntityId| self.absent.iter().any(|absent| absent.meets(self.graph, leaf).is_some());
        tree.leaves().into_iter().any(|(&leaf, negated)| negated && !is_said(leaf))
    }
}
