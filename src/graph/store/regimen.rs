//! What profiles and regimens consist of, as arrays.

use super::array::Array;
use super::expression::ProfileTree;
use super::ids::EntityId;
use super::list::ListOf;

/// How the members of a regimen belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum RegimenKind {
    /// Given together.
    Combination,
    /// Given one after another, in the order of the members.
    Sequence,
    /// Any one of them.
    Substitutes,
}

impl RegimenKind {
    /// All of them, by their number.
    pub const ALL: [RegimenKind; 3] = [RegimenKind::Combination, RegimenKind::Sequence, RegimenKind::Substitutes];

    /// Separator of members.
    pub const fn operator(self) -> &'static str {
        match self {
            RegimenKind::Combination => " + ",
            RegimenKind::Sequence => " > ",
            RegimenKind::Substitutes => " | ",
        }
    }
}

/// Conditions of profiles and parts of regimens, each over the entities of one kind.
#[derive(Clone, Debug, Default)]
pub(crate) struct Structures {
    /// First entity of kind profile.
    pub(crate) profile_base: u32,
    /// By profile: its tree, operands before operators (see the constants below).
    pub(crate) profiles: ListOf<Array<u32>>,
    /// First entity of kind regimen.
    pub(crate) regimen_base: u32,
    /// By regimen: place in [`RegimenKind::ALL`], or 255 if nothing is known.
    pub(crate) regimen_kinds: Array<u8>,
    /// By regimen: its members, sorted except in a sequence.
    pub(crate) regimen_members: ListOf<Array<u32>>,
}

/// Operators in a stored tree; every other number is a leaf.
const NOT: u32 = u32::MAX - 1;
const AND: u32 = u32::MAX - 2;
const OR: u32 = u32::MAX - 3;

/// Writes a tree: operands before operators, each `AND` and `OR` joins two. `number` gives the
/// number to write for a leaf.
pub(crate) fn encode(tree: &ProfileTree<u32>, number: &impl Fn(u32) -> u32, code: &mut Vec<u32>) {
    let mut joined = |parts: &[ProfileTree<u32>], operator: u32| {
        for (i, part) in parts.iter().enumerate() {
            encode(part, number, code);
            if i > 0 {
                code.push(operator);
            }
        }
    };
    match tree {
        ProfileTree::And(parts) => joined(parts, AND),
        ProfileTree::Or(parts) => joined(parts, OR),
        ProfileTree::Leaf(leaf) => code.push(number(*leaf)),
        ProfileTree::Not(inner) => {
            encode(inner, number, code);
            code.push(NOT);
        }
    }
}

/// Longest stored tree that is read: a damaged file must not make a tree so deep that walking it
/// exhausts the stack.
const MAX_CODE: usize = 4096;

/// Reads a tree; `None` where the numbers are damaged, too many, or there are none.
fn decode(code: &[u32]) -> Option<ProfileTree> {
    if code.len() > MAX_CODE {
        return None;
    }
    let mut stack: Vec<ProfileTree> = Vec::new();
    for &item in code {
        let tree = match item {
            NOT => ProfileTree::Not(Box::new(stack.pop()?)),
            AND => joined(stack.pop()?, stack.pop()?, true),
            OR => joined(stack.pop()?, stack.pop()?, false),
            leaf => ProfileTree::Leaf(EntityId(leaf)),
        };
        stack.push(tree);
    }
    let tree = stack.pop()?;
    stack.is_empty().then_some(tree)
}

/// `left` and `right` under one operator; a left side with the same operator takes the right in.
fn joined(right: ProfileTree, left: ProfileTree, and: bool) -> ProfileTree {
    match (left, and) {
        (ProfileTree::And(mut parts), true) => {
            parts.push(right);
            ProfileTree::And(parts)
        }
        (ProfileTree::Or(mut parts), false) => {
            parts.push(right);
            ProfileTree::Or(parts)
        }
        (left, true) => ProfileTree::And(vec![left, right]),
        (left, false) => ProfileTree::Or(vec![left, right]),
    }
}

impl Structures {
    /// The condition of a profile; `None` for other entities.
    pub(crate) fn profile_tree(&self, profile: EntityId) -> Option<ProfileTree> {
        decode(self.profile_code(profile))
    }

    fn profile_code(&self, profile: EntityId) -> &[u32] {
        self.profiles.list(profile.0.wrapping_sub(self.profile_base) as usize)
    }

    /// The one variant or biomarker that a profile consists of, where it is so simple.
    pub(crate) fn single_leaf(&self, profile: EntityId) -> Option<EntityId> {
        match self.profile_code(profile) {
            [leaf] => Some(EntityId(*leaf)),
            _ => None,
        }
    }

    /// Whether a profile asks for something to be absent.
    pub(crate) fn has_negation(&self, profile: EntityId) -> bool {
        self.profile_code(profile).contains(&NOT)
    }

    /// All variants and biomarkers that a profile names, also under `NOT`.
    pub(crate) fn profile_leaves(&self, profile: EntityId) -> impl Iterator<Item = EntityId> {
        self.profile_code(profile).iter().filter(|&&item| item < OR).map(|&leaf| EntityId(leaf))
    }

    /// How a regimen is given, and its members: sorted, in a sequence in its order; `None` for
    /// other entities. Members may be regimens themselves.
    pub(crate) fn regimen(&self, entity: EntityId) -> Option<(RegimenKind, &[u32])> {
        let i = entity.0.wrapping_sub(self.regimen_base) as usize;
        let kind = RegimenKind::ALL.get(usize::from(*self.regimen_kinds.get(i)?))?;
        Some((*kind, self.regimen_members.list(i)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(n: u32) -> ProfileTree<u32> {
        ProfileTree::Leaf(n)
    }

    #[test]
    fn a_stored_tree_comes_back() {
        let tree = ProfileTree::Or(vec![
            ProfileTree::And(vec![
                leaf(1),
                leaf(2),
                ProfileTree::Not(Box::new(ProfileTree::Or(vec![leaf(3), leaf(4)]))),
            ]),
            leaf(5),
        ]);
        let mut code = Vec::new();
        encode(&tree, &|leaf| leaf, &mut code);
        let back = decode(&code).unwrap().try_map(&mut |leaf: EntityId| Ok::<_, ()>(leaf.0));
        assert_eq!(back, Ok(tree));
    }

    #[test]
    fn damaged_code_is_no_tree() {
        for code in [&[][..], &[1, 2], &[AND], &[1, AND], &[NOT]] {
            assert_eq!(decode(code), None, "{code:?}");
        }
    }
}
