//! Profiles and regimens that expressions denote.

use super::builder::{GraphBuilder, RegimenParts};
use super::lookup::LookedUp;
use super::problem::Place;
use super::values::{expression_message, quoted_if_needed, slug};
use crate::graph::store::{ProfileTree, RegimenKind, TherapyTree};
use crate::model::Field;
use crate::text::Span;

/// Profiles and regimens.
impl GraphBuilder {
    /// The profile that an expression denotes; it becomes an entity where it is not one yet.
    pub(super) fn profile(&mut self, text: &str, place: Place) -> Option<u32> {
        if let Some(&known) = self.profile_by_text.get(text) {
            return known;
        }
        let profile =
            self.new_profile(text).map_err(|message| self.unusable(place, Field::Profile.name(), message)).ok();
        self.profile_by_text.insert(text.to_owned(), profile);
        profile
    }

    fn new_profile(&mut self, text: &str) -> Result<u32, String> {
        let [kind] = self.kinds_of.profile[..] else { return Err("the vocabulary has no kind `profile`".to_owned()) };
        let listed = match self.find(text, &[kind]) {
            LookedUp::One(entity) => Some(entity),
            LookedUp::Several(..) | LookedUp::OtherKind(_) | LookedUp::Nothing => None,
        };
        let tree = match (self.profile_tree(text), listed) {
            (Ok(tree), _) => tree,
            (Err(_), Some(entity)) => return Ok(entity),
            (Err(message), None) => return Err(message),
        };
        let name = tree.print(&|&leaf| quoted_if_needed(self.name(leaf)));
        let entity = match (listed, self.find(&name, &[kind])) {
            (Some(entity), _) | (None, LookedUp::One(entity)) => entity,
            (None, LookedUp::Several(..) | LookedUp::OtherKind(_) | LookedUp::Nothing) => {
                let id = self.free_id("onco:profile-", &name);
                self.new_entity(kind, &id, &name, "")
            }
        };
        self.profile_trees.entry(entity).or_insert(tree);
        Ok(entity)
    }

    /// Reads an expression and looks its names up.
    pub(super) fn profile_tree(&self, text: &str) -> Result<ProfileTree<u32>, String> {
        let tree = ProfileTree::parse(text).map_err(|error| expression_message(text, &error))?;
        tree.try_map(&mut |span: Span| self.resolve(span.of(text), &self.kinds_of.leaf))
    }

    /// The therapy that an expression denotes; several together become a regimen.
    pub(super) fn therapy(&mut self, text: &str, place: Place) -> Option<u32> {
        if let Some(&known) = self.therapy_by_text.get(text) {
            return known;
        }
        let therapy =
            self.new_therapy(text).map_err(|message| self.unusable(place, Field::Therapy.name(), message)).ok();
        self.therapy_by_text.insert(text.to_owned(), therapy);
        therapy
    }

    fn new_therapy(&mut self, text: &str) -> Result<u32, String> {
        if let LookedUp::One(entity) = self.find(text, &self.kinds_of.therapy) {
            return Ok(entity);
        }
        let tree = TherapyTree::parse(text).map_err(|error| expression_message(text, &error))?;
        let tree = tree.try_map(&mut |span: Span| self.resolve(span.of(text), &self.kinds_of.therapy))?;
        self.regimen(tree)
    }

    /// What an expression combines; `None` where it is a single name, or some name in it is
    /// unknown.
    pub(super) fn combined(&mut self, text: &str) -> Option<RegimenParts> {
        let tree = TherapyTree::parse(text).ok()?;
        let tree = tree.try_map(&mut |span: Span| self.resolve(span.of(text), &self.kinds_of.therapy)).ok()?;
        self.parts_of(tree).ok().filter(|(_, members)| members.len() > 1)
    }

    fn regimen(&mut self, tree: TherapyTree<u32>) -> Result<u32, String> {
        let (regimen_kind, members) = self.parts_of(tree)?;
        match members[..] {
            [only] => Ok(only),
            _ => self.regimen_of(regimen_kind, members),
        }
    }

    /// How the members of an expression are given, and the members, each once; a single name is its
    /// own only member.
    fn parts_of(&mut self, tree: TherapyTree<u32>) -> Result<RegimenParts, String> {
        let (regimen_kind, parts) = match tree {
            TherapyTree::Leaf(entity) => return Ok((RegimenKind::Combination, vec![entity])),
            TherapyTree::Combination(parts) => (RegimenKind::Combination, parts),
            TherapyTree::Sequence(parts) => (RegimenKind::Sequence, parts),
            TherapyTree::Substitutes(parts) => (RegimenKind::Substitutes, parts),
        };
        let mut members = Vec::with_capacity(parts.len());
        for part in parts {
            members.push(self.regimen(part)?);
        }
        if regimen_kind != RegimenKind::Sequence {
            members.sort_by(|&a, &b| self.name(a).cmp(self.name(b)));
            members.dedup();
        }
        Ok((regimen_kind, members))
    }

    fn regimen_of(&mut self, regimen_kind: RegimenKind, members: Vec<u32>) -> Result<u32, String> {
        let [kind] = self.kinds_of.regimen[..] else { return Err("the vocabulary has no kind `regimen`".to_owned()) };
        let names: Vec<&str> = members.iter().map(|&member| self.name(member)).collect();
        let name = names.join(regimen_kind.operator());
        let entity = match self.find(&name, &[kind]) {
            LookedUp::One(entity) => entity,
            LookedUp::Several(..) | LookedUp::OtherKind(_) | LookedUp::Nothing => {
                let id = self.free_id("onco:regimen-", &name);
                self.new_entity(kind, &id, &name, "")
            }
        };
        self.regimen_parts.entry(entity).or_insert((regimen_kind, members));
        Ok(entity)
    }

    /// An id that nothing has: a slug of the name, with a number where that is taken.
    pub fn free_id(&self, prefix: &str, name: &str) -> String {
        let base = format!("{prefix}{}", slug(name));
        let numbered = (2_u32..).map(|number| format!("{base}-{number}"));
        std::iter::once(base.clone()).chain(numbered).find(|id| self.find_id(id).is_none()).unwrap_or(base)
    }
}
