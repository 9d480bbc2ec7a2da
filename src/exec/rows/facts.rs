//! Evidence of a row that is based on facts: their sources, and the member through which they hold.

use crate::exec::budget::Stop;
use crate::exec::phrase::Displayed;
use crate::exec::run::Run;
use crate::exec::set::Set;
use crate::graph::{EntityId, NONE};
use crate::query::{Domain, Inclusion, LinkId};
use rustc_hash::FxHashMap;

/// Whether a row has something to say about a fact: its sources, or the member through which it
/// holds.
pub(super) fn says_something(run: &Run<'_>, link: LinkId) -> bool {
    has_sources(run, link) || has_members(run, link)
}

/// Whether edges of a verb have sources of their own.
fn has_sources(run: &Run<'_>, link: LinkId) -> bool {
    let steps = &run.query.link(link).steps;
    steps.iter().any(|&step| run.reader.adjacency(step).has_facts())
}

/// Whether an object was named by its class, family or gene: a row says through which member it
/// holds.
fn has_members(run: &Run<'_>, link: LinkId) -> bool {
    match &run.query.node(run.query.link(link).object).domain {
        Domain::Named(set) => set.members.iter().any(|member| is_through(run, link, member.how)),
        Domain::All | Domain::Set(_) | Domain::Below(_) | Domain::Same(_) | Domain::Rows => false,
    }
}

/// Whether a fact that leads to what a name includes so holds through that: to a member or, where
/// members have what is stated of their class, to the class.
fn is_through(run: &Run<'_>, link: LinkId, how: Inclusion) -> bool {
    let relations = &run.graph.model().relations;
    let is_inherited = || run.query.link(link).steps.iter().all(|&(relation, _)| relations.is_inherited(relation));
    how == Inclusion::Member || how == Inclusion::Broader && is_inherited()
}

/// Sources of the facts that lead from an entity to the objects of its fact verbs.
pub(super) fn fact_sources(
    run: &Run<'_>,
    displayed: &Displayed,
    objects: &FxHashMap<LinkId, Option<Set>>,
    entity: u32,
) -> Result<Vec<u32>, Stop> {
    let graph = run.graph;
    let mut sources = Vec::new();
    let id = EntityId(entity);
    // A claim verb may hold plain facts, too.
    let claims = displayed.claims.iter().filter(|&&claim| displayed.main == Some(claim));
    for &fact in displayed.facts.iter().chain(claims) {
        let link = run.query.link(fact);
        let objects = objects.get(&fact).and_then(Option::as_ref);
        for &step in &link.steps {
            let adjacency = run.reader.adjacency(step);
            for &head in graph.faces(&id) {
                let range = adjacency.range(head);
                run.budget.spend(range.len() + 1)?;
                for edge in range {
                    let object = adjacency.all_targets()[edge];
                    if objects.is_none_or(|objects| objects.contains(object))
                        && let Some(number) = adjacency.fact_at(edge).filter(|&number| number != NONE)
                    {
                        sources.extend_from_slice(graph.fact_sources(number));
                    }
                }
            }
        }
    }
    sources.sort_unstable();
    sources.dedup();
    Ok(sources)
}

/// Through which member of a named class or family a fact holds, where it does not hold directly.
pub(super) fn fact_via(
    run: &Run<'_>,
    displayed: &Displayed,
    objects: &FxHashMap<LinkId, Option<Set>>,
    entity: u32,
) -> Option<u32> {
    let &fact = displayed.facts.first()?;
    let link = run.query.link(fact);
    let Domain::Named(set) = &run.query.node(link.object).domain else { return None };
    // A member that does not meet the conditions on the object does not count.
    let objects = objects.get(&fact).and_then(Option::as_ref);
    let mut best: Option<(Inclusion, u32)> = None;
    for &step in &link.steps {
        for &object in run.reader.adjacency(step).targets(entity) {
            if let Some(member) = set.find(object)
                && objects.is_none_or(|objects| objects.contains(object))
            {
                best = Some(best.map_or((member.how, object), |best| best.min((member.how, object))));
            }
        }
    }
    best.filter(|&(how, _)| is_through(run, fact, how)).map(|(_, object)| object)
}
