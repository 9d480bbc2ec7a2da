//! What texts name in a graph, as the rules ask it.

use super::table::ChangeTable;
use crate::graph::{EntityId, Graph};
use crate::names::{MatchedBy, NameIndex};
use crate::vocabulary::KindId;

/// The names of a graph.
#[derive(Clone, Copy)]
pub(super) struct AlterationReader<'r> {
    pub(super) names: &'r NameIndex,
    pub(super) graph: &'r Graph,
}

impl<'r> AlterationReader<'r> {
    pub(super) fn changes(&self) -> &'r ChangeTable {
        &self.names.changes
    }

    /// What a name means most probably, faces counted once; several: it is ambiguous.
    pub(super) fn called(&self, name: &str, kinds: &[Option<KindId>]) -> Vec<EntityId> {
        let found = self.names.lookup(self.graph, name);
        let fits = |entity: &EntityId| {
            let mut faces = self.graph.faces(entity).iter();
            kinds.is_empty() || faces.any(|&face| kinds.contains(&Some(self.graph.kind(EntityId(face)))))
        };
        let of = |list: &[crate::names::NameCandidate<'_>]| {
            let mut entities: Vec<EntityId> = Vec::new();
            for entity in list.iter().filter(|one| one.matched != MatchedBy::Xref).map(|one| one.entity).filter(fits) {
                if !entities.iter().any(|&known| self.graph.face(known) == self.graph.face(entity)) {
                    entities.push(entity);
                }
            }
            entities
        };
        let best = of(&found.best);
        if best.is_empty() { of(&found.others).into_iter().take(1).collect() } else { best }
    }

    /// The one thing of some kinds that a name means.
    pub(super) fn one(&self, name: &str, kinds: &[Option<KindId>]) -> Option<EntityId> {
        match self.called(name, kinds).as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// The gene, or the gene of the protein, that is called so.
    pub(super) fn gene(&self, name: &str) -> Option<EntityId> {
        let kinds = &self.graph.model().kinds;
        let found = self.one(name, &[kinds.gene, kinds.protein])?;
        let faces = self.graph.faces(&found).iter().map(|&face| EntityId(face));
        faces.into_iter().find(|&face| Some(self.graph.kind(face)) == kinds.gene)
    }
}
