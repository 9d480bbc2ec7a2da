//! Where a row's best statement holds: its cancer, how that matches, and through which member it came.

use crate::exec::result::RowEvidence;
use crate::exec::run::Run;
use crate::graph::StatementId;
use crate::query::{Domain, Inclusion, LinkId};

/// Cancer, match and via of the best statement.
pub(super) fn place(
    run: &Run<'_>,
    main: LinkId,
    best: StatementId,
    edges: &[(StatementId, u32)],
    row: &mut RowEvidence,
) {
    let graph = run.graph;
    let link = run.query.link(main);
    let object_row = run.query.node(link.object);
    let statements = graph.statements();
    let named = match &object_row.domain {
        Domain::Named(set) => Some(set),
        Domain::All | Domain::Set(_) | Domain::Below(_) | Domain::Same(_) | Domain::Rows => None,
    };
    let objects = edges.iter().filter(|(statement, _)| *statement == best).map(|&(_, object)| object);
    let matched: Option<(u32, Option<Inclusion>)> = objects
        .map(|object| (object, named.and_then(|named| run.reader.how(named, best, object))))
        .min_by_key(|&(object, how)| (how, object));
    let cancers = statements.cancers(best);
    match (link.evidence.contexts.first(), matched) {
        (Some(&context), _) => {
            if let Some((cancer, how)) = run.reader.cancer_in(best, context) {
                row.cancer = Some(cancer);
                row.inclusion = Some(how);
            }
        }
        (None, Some((object, how))) if cancers.contains(&object) => {
            row.cancer = Some(object);
            row.inclusion = how;
        }
        (None, _) => row.cancer = cancers.first().copied(),
    }
    if let Some((object, Some(Inclusion::Member))) = matched
        && !cancers.contains(&object)
    {
        row.via = Some(object);
    }
}
