//! Statements that say the opposite of those behind a row.

use crate::graph::{EntityId, Graph, Sign, StatementId};

/// Supported statements of the opposite polarity with the same profile, therapy and cancer. What is
/// stated on a drug and its partners has no opposite for the combination: the group of its subject
/// is about the drug.
pub(super) fn opposite(graph: &Graph, entity: u32, edges: &[(StatementId, u32)]) -> Vec<StatementId> {
    let statements = graph.statements();
    let matching = || edges.iter().map(|&(statement, _)| statement);
    let is_regimen = graph.model().kinds.regimen == Some(graph.kind(EntityId(entity)));
    let is_on_drug = |statement: StatementId| is_regimen && !statements.therapy_parts(statement).contains(&entity);
    let mut opposite: Vec<StatementId> = Vec::new();
    for statement in matching().filter(|&statement| statements.supports(statement) && !is_on_drug(statement)) {
        let sign = statements.sign(statement);
        if sign == Sign::Neutral {
            continue;
        }
        for &other in statements.same_subject(statement) {
            let other = StatementId(other);
            if statements.sign(other).number() == -sign.number()
                && statements.supports(other)
                && matching().all(|one| one != other)
                && !opposite.contains(&other)
                && same_cancer(graph, statement, other)
            {
                opposite.push(other);
            }
        }
    }
    opposite.sort_unstable_by_key(|&statement| statements.rank(statement));
    opposite
}

/// Whether two statements have cancers of which one is the other or below it, and neither excludes
/// those of the other.
pub fn same_cancer(graph: &Graph, one: StatementId, other: StatementId) -> bool {
    let statements = graph.statements();
    if is_excluded(graph, one, other) || is_excluded(graph, other, one) {
        return false;
    }
    let (a, b) = (statements.cancers(one), statements.cancers(other));
    if a.is_empty() && b.is_empty() {
        return true;
    }
    a.iter().any(|&a| {
        b.iter().any(|&b| {
            a == b
                || graph
                    .hierarchy(graph.kind(EntityId(a)))
                    .is_some_and(|hierarchy| hierarchy.is_below(a, b) || hierarchy.is_below(b, a))
        })
    })
}

/// Whether a statement excludes all cancers of another.
fn is_excluded(graph: &Graph, statement: StatementId, other: StatementId) -> bool {
    let statements = graph.statements();
    let (except, cancers) = (statements.except_cancers(statement), statements.cancers(other));
    let below = |cancer: u32, upper: u32| {
        graph.hierarchy(graph.kind(EntityId(cancer))).is_some_and(|hierarchy| hierarchy.is_below(cancer, upper))
    };
    !except.is_empty()
        && !cancers.is_empty()
        && cancers.iter().all(|&cancer| except.iter().any(|&upper| below(cancer, upper)))
}
