//! Walks over edges of any kind: neighbours and paths.

use super::budget::Stop;
use super::evaluate::Evaluator;
use super::reader::Mode;
use super::set::{Bits, Set};
use crate::graph::{EntityId, NONE, StatementId};
use crate::resolve::{Endpoint, Paths};
use crate::vocabulary::{Derived, End, RelationId};

/// What is reached from a start within the given number of steps, the start excluded.
///
/// # Errors
/// When the budget is used up.
pub fn neighbours(evaluator: &Evaluator<'_>, paths: &Paths) -> Result<Set, Stop> {
    let graph = evaluator.reader.graph;
    let steps = steps(evaluator, paths);
    let mut seen = Bits::over(0..graph.entity_count() as u32);
    let mut frontier = endpoint(evaluator, &paths.from)?;
    for &start in &frontier {
        seen.insert(start);
    }
    let mut found = Vec::new();
    for _ in 0..paths.within {
        let mut next = Vec::new();
        for &entity in &frontier {
            for &(relation, end) in &steps {
                let adjacency = match end {
                    End::From => graph.forward(relation),
                    End::To => graph.backward(relation),
                };
                let range = adjacency.range(entity);
                evaluator.budget.spend(range.len() + 1)?;
                for edge in range {
                    let target = adjacency.all_targets()[edge];
                    if is_walkable(evaluator, paths, adjacency.statement_at(edge), target) && seen.insert(target) {
                        next.push(target);
                    }
                }
            }
        }
        if next.is_empty() {
            break;
        }
        found.extend_from_slice(&next);
        frontier = next;
    }
    Ok(Set::from_list(found))
}

/// Whether an edge may be walked: contested ones only where the question includes them.
fn is_walkable(evaluator: &Evaluator<'_>, paths: &Paths, statement: Option<u32>, target: u32) -> bool {
    if paths.avoiding.entities.contains(&EntityId(target)) {
        return false;
    }
    let kind = evaluator.reader.graph.kind(EntityId(target));
    if paths.avoiding.kinds.has(kind) || !paths.via.kinds.is_empty() && !paths.via.kinds.has(kind) {
        return false;
    }
    let Some(statement) = statement.filter(|&number| number != NONE) else { return true };
    let statement = StatementId(statement);
    let lifted = evaluator.query().including_contested;
    let evidence =
        crate::resolve::query::Evidence { contexts: paths.filter.contexts.clone(), tests: paths.filter.tests.clone() };
    (lifted || evaluator.reader.graph.statements().supports(statement)) && evaluator.reader.meets(&evidence, statement)
}

/// Relations that may be walked, from either end.
fn steps(evaluator: &Evaluator<'_>, paths: &Paths) -> Vec<(RelationId, End)> {
    let vocabulary = evaluator.reader.graph.vocabulary();
    let mut steps = Vec::new();
    for (relation, verb) in vocabulary.relations() {
        let named = paths.via.relations.contains(&relation);
        let derived = matches!(verb.derived, Some(Derived::About | Derived::SupportedBy));
        if derived && !named || !paths.via.relations.is_empty() && !named || paths.avoiding.relations.contains(&relation) {
            continue;
        }
        steps.push((relation, End::From));
        if !verb.undirected {
            steps.push((relation, End::To));
        }
    }
    steps
}

/// The entities of one end.
///
/// # Errors
/// When the budget is used up.
pub fn endpoint(evaluator: &Evaluator<'_>, endpoint: &Endpoint) -> Result<Vec<u32>, Stop> {
    match endpoint {
        Endpoint::Entity(seed) => Ok(seed.entities.iter().map(|entity| entity.0).collect()),
        Endpoint::Set(set) => Ok(evaluator.set(*set, Mode::Supported)?.into_sorted()),
    }
}
