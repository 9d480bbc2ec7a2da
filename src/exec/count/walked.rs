//! A verb, ready to be walked from its heads.

use crate::exec::run::Run;
use crate::graph::{Adjacency, EdgeLists};
use crate::query::{Domain, Link};

/// A verb with what is the same for all its edges.
pub(super) struct Walked<'a> {
    pub(super) link: &'a Link,
    /// Found from the head.
    pub(super) adjacencies: Vec<&'a Adjacency>,
    pub(super) lists: Vec<EdgeLists<'a>>,
    /// Every edge counts.
    pub(super) plain: bool,
    /// Every object will do.
    pub(super) free: bool,
}

impl<'a> Walked<'a> {
    pub(super) fn new(run: &Run<'a>, link: &'a Link) -> Self {
        let adjacencies: Vec<&Adjacency> = link.steps.iter().map(|&step| run.reader.adjacency(step)).collect();
        Self {
            link,
            lists: adjacencies.iter().map(|adjacency| adjacency.lists()).collect(),
            adjacencies,
            plain: run.reader.is_plain(link),
            free: is_free(run, link),
        }
    }

    /// Edges of one head.
    pub(super) fn degree(&self, entity: u32) -> usize {
        self.lists.iter().map(|lists| lists.degree(entity)).sum()
    }
}

/// Whether any object of the kinds that the verb leads to will do.
pub(super) fn is_free(run: &Run<'_>, link: &Link) -> bool {
    let row = run.query.node(link.object);
    let vocabulary = run.graph.vocabulary();
    matches!(row.domain, Domain::All)
        && row.condition.is_true()
        && link.steps.iter().all(|&(relation, head)| {
            vocabulary.verb(relation).kinds(head.other()).iter().all(|&kind| row.kinds.has(kind))
        })
}
