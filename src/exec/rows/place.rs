//! Where a row's best statement holds: its cancer, how that matches, and through which member it
//! came.

use crate::exec::goodness::Nearness;
use crate::exec::result::RowEvidence;
use crate::exec::run::Run;
use crate::graph::{Graph, StatementId};
use crate::query::{Domain, Inclusion, LinkId, NodeId};

/// Cancer, match and via of the best statement.
pub(super) fn place(
    run: &Run<'_>,
    (head, main, entity): (NodeId, LinkId, u32),
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
    let objects = edges.iter().filter(|(statement, _)| *statement == best).map(|&(_, object)| object);
    let of_head = run.reader.head(run.query.node(head), link, entity, best);
    match of_head {
        // The head is a cancer below that of its statement.
        Some(Inclusion::Broader) => {
            let above = |cancer: &&u32| {
                run.reader.starts(run.query.node(head), link, entity).iter().any(|&(start, _)| start == **cancer)
            };
            row.cancer = cancers.iter().find(above).copied().or(row.cancer);
            row.inclusion = of_head;
        }
        _ => row.finding = objects.filter_map(|object| run.reader.finding(link, best, object)).min().max(of_head),
    }
    if let Some((object, Some(Inclusion::Member))) = matched
        && !cancers.contains(&object)
    {
        row.via = Some(object);
    }
}

/// Whether statements of a verb can be more or less near to what was asked: where nothing was named
/// and neither end is a finding, none is.
pub(super) fn has_nearness(run: &Run<'_>, head: NodeId, link: LinkId) -> bool {
    let link = run.query.link(link);
    let is_named = |node: NodeId| matches!(run.query.node(node).domain, Domain::Named(_));
    let findings = run.graph.model().kinds.same_by_name();
    let may_be_finding = |node: NodeId| run.plan.kinds(node).iter().any(|kind| findings.contains(&Some(kind)));
    let is_any = |node: NodeId| is_named(node) || may_be_finding(node);
    !link.evidence.contexts.is_empty() || is_any(link.object) || is_any(head)
}

/// How near a statement is to what was asked: the less near of its cancer and of what its verb
/// leads to.
pub(super) fn nearness(
    run: &Run<'_>,
    (head, link, entity): (NodeId, LinkId, u32),
    statement: StatementId,
    far_end: u32,
) -> Nearness {
    let link = run.query.link(link);
    let cancer = link.evidence.contexts.first().and_then(|&context| run.reader.cancer_in(statement, context));
    let object = match &run.query.node(link.object).domain {
        Domain::Named(named) => run.reader.how(named, statement, far_end),
        Domain::All | Domain::Set(_) | Domain::Below(_) | Domain::Same(_) | Domain::Rows => None,
    };
    let of_head = run.reader.head(run.query.node(head), link, entity, statement);
    let how = [cancer.map(|(_, how)| how), object, run.reader.finding(link, statement, far_end), of_head];
    how.into_iter().flatten().map(Nearness::from).max().unwrap_or_default()
}

/// Profiles of the statements behind a row other than that of its best one.
pub(super) fn other_profiles(graph: &Graph, best: StatementId, behind: impl Iterator<Item = StatementId>) -> Vec<u32> {
    let statements = graph.statements();
    distinct(behind.filter_map(|statement| statements.profile(statement)), statements.profile(best))
}

/// Cancers in which the statements behind a row match, other than the one that it shows.
pub(super) fn other_cancers<'e>(
    run: &Run<'_>,
    main: LinkId,
    shown: Option<u32>,
    behind: impl Iterator<Item = &'e (StatementId, u32)>,
) -> Vec<u32> {
    let link = run.query.link(main);
    let statements = run.graph.statements();
    let context = link.evidence.contexts.first();
    let named = matches!(run.query.node(link.object).domain, Domain::Named(_));
    let mut cancers: Vec<u32> = Vec::new();
    for &(statement, object) in behind {
        let own = statements.cancers(statement);
        match context {
            Some(&context) => cancers.extend(run.reader.cancer_in(statement, context).map(|(cancer, _)| cancer)),
            None if named && own.contains(&object) => cancers.push(object),
            None => cancers.extend_from_slice(own),
        }
    }
    distinct(cancers.into_iter(), shown)
}

fn distinct(entities: impl Iterator<Item = u32>, shown: Option<u32>) -> Vec<u32> {
    let mut others: Vec<u32> = entities.filter(|&entity| Some(entity) != shown).collect();
    others.sort_unstable();
    others.dedup();
    others
}
