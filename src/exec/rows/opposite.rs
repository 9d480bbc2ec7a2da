//! Statements that say the opposite of those behind a row.

use crate::graph::{EntityId, Graph, Sign, StatementId};

/// Supported statements of the opposite polarity with the same profile, therapy and cancer.
pub(super) fn opposite(graph: &Graph, edges: &[(StatementId, u32)]) -> Vec<StatementId> {
    let statements = graph.statements();
    let matching = || edges.iter().map(|&(statement, _)| statement);
    let mut opposite: Vec<StatementId> = Vec::new();
    for statement in matching().filter(|&statement| statements.supports(statement)) {
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

/// Whether two statements have cancers of which one is the other or below it.
pub fn same_cancer(graph: &Graph, one: StatementId, other: StatementId) -> bool {
    let statements = graph.statements();
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
