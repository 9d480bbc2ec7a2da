//! Which entity of one graph is which of another: by identifier.

use crate::export::fields::{References, View};
use crate::graph::{EntityId, Graph, NONE, RegimenKind};
use crate::vocabulary::{KindId, RelationId};
use rustc_hash::FxHashMap;
use std::cmp::Ordering;

/// Two graphs, and what both have.
pub struct MatchedGraphs<'g> {
    /// The older one.
    pub old: &'g Graph,
    /// The newer one.
    pub new: &'g Graph,
    /// By entity of the older graph: that of the newer one, or [`NONE`].
    new_of: Vec<u32>,
    /// By entity of the newer graph: whether the older one has it.
    matched: Vec<bool>,
}

impl<'g> MatchedGraphs<'g> {
    /// Matches all entities.
    pub fn new(old: &'g Graph, new: &'g Graph) -> Self {
        let mut matched =
            Self { old, new, new_of: vec![NONE; old.entity_count()], matched: vec![false; new.entity_count()] };
        matched.by_name_and_id();
        matched.rest(&|graph, entity| Some(graph.id(entity).to_owned()));
        // The identifier of a profile or regimen that an expression makes comes from the names of its
        // parts: where these are called otherwise, the parts tell which it is.
        matched.rest(&|graph, entity| {
            let is_made = graph.profile_tree(entity).is_some() || graph.regimen(entity).is_some();
            is_made
                .then(|| format!("{} {}", graph.vocabulary().kind_name(graph.kind(entity)), expression(graph, entity)))
        });
        matched
    }

    /// The entity of the newer graph that is this one of the older.
    #[inline]
    pub fn new_of(&self, old: u32) -> Option<u32> {
        self.new_of.get(old as usize).copied().filter(|&new| new != NONE)
    }

    /// Whether the older graph has this entity of the newer, too.
    pub fn is_matched(&self, new: u32) -> bool {
        self.matched.get(new as usize).copied().unwrap_or(false)
    }

    /// Whether an entity of the older graph is a profile or regimen that is called after its parts.
    pub fn is_expression(&self, old: EntityId) -> bool {
        let id = self.old.id(old);
        let is_made = self.old.profile_tree(old).is_some() || self.old.regimen(old).is_some();
        is_made && (id.starts_with("onco:profile-") || id.starts_with("onco:regimen-"))
    }

    /// By relation of the older graph: that of the newer one which is called so.
    pub fn relations(&self) -> Vec<Option<RelationId>> {
        let new = self.new.vocabulary();
        self.old.vocabulary().relations().map(|(_, verb)| new.relation(&verb.relation)).collect()
    }

    /// The relation of the older graph that is called as this one of the newer.
    pub fn old_relation(&self, new: RelationId) -> RelationId {
        self.old.vocabulary().relation(&self.new.vocabulary().verb(new).relation).unwrap_or(new)
    }

    fn pair(&mut self, old: u32, new: u32) {
        self.new_of[old as usize] = new;
        self.matched[new as usize] = true;
    }

    /// Most entities are called as before: of each kind both graphs list them by name and id.
    fn by_name_and_id(&mut self) {
        for (number, kind) in self.old.vocabulary().kinds.iter().enumerate() {
            let Some(of_new) = self.new.vocabulary().kind(&kind.name) else { continue };
            let (old, new) = (self.old.kind_range(KindId(number as u8)), self.new.kind_range(of_new));
            let (mut before, mut after) = (old.start, new.start);
            while before < old.end && after < new.end {
                match self.order(before, after) {
                    Ordering::Less => before += 1,
                    Ordering::Greater => after += 1,
                    Ordering::Equal => {
                        self.pair(before, after);
                        before += 1;
                        after += 1;
                    }
                }
            }
        }
    }

    fn order(&self, before: u32, after: u32) -> Ordering {
        let ids = [self.old.ids.get_bytes(before as usize), self.new.ids.get_bytes(after as usize)];
        if ids[0] == ids[1] {
            return Ordering::Equal;
        }
        let names = self.old.name_bytes(EntityId(before)).cmp(self.new.name_bytes(EntityId(after)));
        names.then_with(|| ids[0].cmp(ids[1]))
    }

    /// Matches what is left by a text of each.
    fn rest(&mut self, text: &dyn Fn(&Graph, EntityId) -> Option<String>) {
        let left: Vec<u32> = (0..self.new.entity_count() as u32).filter(|&new| !self.is_matched(new)).collect();
        let mut by_text: FxHashMap<String, u32> = FxHashMap::default();
        for new in left {
            if let Some(text) = text(self.new, EntityId(new)) {
                by_text.entry(text).or_insert(new);
            }
        }
        if by_text.is_empty() {
            return;
        }
        for old in 0..self.old.entity_count() as u32 {
            if self.new_of(old).is_none()
                && let Some(new) = text(self.old, EntityId(old)).and_then(|text| by_text.remove(&text))
            {
                self.pair(old, new);
            }
        }
    }
}

/// What a profile asks for, or how the members of a regimen are given, by identifiers; empty for
/// other entities.
pub(super) fn expression(graph: &Graph, entity: EntityId) -> String {
    let view = View { graph, references: References::Ids };
    if graph.profile_tree(entity).is_some() {
        return view.profile(entity);
    }
    let Some((kind, members)) = graph.regimen(entity) else { return String::new() };
    let mut ids: Vec<&str> = members.iter().map(|&member| graph.id(EntityId(member))).collect();
    if kind != RegimenKind::Sequence {
        ids.sort_unstable();
    }
    ids.join(kind.operator())
}
