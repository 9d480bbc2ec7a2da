//! Finds entities by what a file calls them: id, name, alias or cross-reference, exactly as
//! written.

use super::texts::TextSort;
use crate::vocabulary::KindId;

/// A text under which an entity is found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) entity: u32,
    pub(super) sort: TextSort,
    /// Number of the text among those of its sort.
    pub(super) text: u32,
}

/// What a reference leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum LookedUp {
    /// One entity.
    One(u32),
    /// Several of one kind, equally well.
    Several(u32, u32),
    /// Something of another kind.
    OtherKind(u32),
    /// Nothing.
    Nothing,
}

/// The best of `candidates`: first by what is met, then by the place of its kind in `kinds`.
/// Empty `kinds` allow every kind.
pub(super) fn best(candidates: impl Iterator<Item = (Entry, KindId)>, kinds: &[KindId]) -> LookedUp {
    let mut found = LookedUp::Nothing;
    let mut best = None;
    for (entry, kind) in candidates {
        let place = if kinds.is_empty() { Some(0) } else { kinds.iter().position(|&k| k == kind) };
        let Some(place) = place else {
            if found == LookedUp::Nothing {
                found = LookedUp::OtherKind(entry.entity);
            }
            continue;
        };
        // Id and name are equally good: an id never equals the name of something else by chance.
        let key = (entry.sort.max(TextSort::Name), place);
        match (best, &found) {
            (Some(known), LookedUp::One(entity)) if known == key && *entity != entry.entity => {
                found = LookedUp::Several(*entity, entry.entity);
            }
            (Some(known), _) if known <= key => {}
            _ => {
                best = Some(key);
                found = LookedUp::One(entry.entity);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const GENE: KindId = KindId(0);
    const FAMILY: KindId = KindId(1);

    fn check(entries: &[(u32, TextSort, KindId)], kinds: &[KindId], expected: LookedUp) {
        let entry = |&(entity, sort, kind): &(u32, TextSort, KindId)| (Entry { entity, sort, text: 0 }, kind);
        assert_eq!(best(entries.iter().rev().map(entry), kinds), expected);
    }

    #[test]
    fn a_name_outranks_an_alias_and_then_kinds_decide() {
        check(&[(1, TextSort::Alias, GENE), (2, TextSort::Name, FAMILY)], &[GENE, FAMILY], LookedUp::One(2));
        check(&[(1, TextSort::Name, GENE), (2, TextSort::Name, FAMILY)], &[FAMILY, GENE], LookedUp::One(2));
        check(&[(1, TextSort::Name, GENE), (2, TextSort::Id, FAMILY)], &[GENE, FAMILY], LookedUp::One(1));
        check(&[(1, TextSort::Alias, GENE), (2, TextSort::Name, FAMILY)], &[GENE], LookedUp::One(1));
    }

    #[test]
    fn equals_of_one_kind_are_several() {
        check(&[(1, TextSort::Alias, GENE), (2, TextSort::Alias, GENE)], &[GENE], LookedUp::Several(2, 1));
        check(&[(1, TextSort::Alias, GENE), (1, TextSort::Name, GENE)], &[GENE], LookedUp::One(1));
        check(
            &[(1, TextSort::Alias, GENE), (2, TextSort::Alias, GENE), (3, TextSort::Name, GENE)],
            &[],
            LookedUp::One(3),
        );
    }

    #[test]
    fn other_kinds_are_told_from_nothing() {
        check(&[(1, TextSort::Name, GENE)], &[FAMILY], LookedUp::OtherKind(1));
        check(&[], &[FAMILY], LookedUp::Nothing);
    }
}
