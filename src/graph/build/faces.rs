//! Faces of one name: entities that share a name because they describe the same thing, such as a
//! gene and its protein.

use crate::graph::store::{EdgeList, EntityId, Graph};
use crate::vocabulary::{End, KindId, RelationId, Vocabulary};
use petgraph::unionfind::UnionFind;
use rustc_hash::FxHashMap;

/// Finds the faces of one name: a gene and its protein; variant, biomarker, profile and mechanism
/// of one name; a variant and the profile of it alone.
pub(super) fn faces(graph: &mut Graph, facts: &[EdgeList]) {
    let mut groups = FaceGroups::new(graph.entity_count());
    join_proteins(graph, facts, &mut groups);
    join_names(graph, &mut groups);
    for profile in kind_entities(graph, graph.model().kinds.profile) {
        if let Some(leaf) = graph.single_leaf(EntityId(profile)) {
            groups.join(profile, leaf.0);
        }
    }
    groups.store(graph);
}

fn join_proteins(graph: &Graph, facts: &[EdgeList], groups: &mut FaceGroups) {
    let Some(encodes) = graph.model().relations.encodes else { return };
    let Some(edges) = facts.get(usize::from(encodes.0)) else { return };
    let mut proteins: FxHashMap<u32, u32> = FxHashMap::default();
    edges.from.iter().for_each(|&gene| *proteins.entry(gene).or_default() += 1);
    for (&gene, &protein) in edges.from.iter().zip(&edges.to) {
        let only = proteins.get(&gene) == Some(&1);
        if only || normal_form(graph.name(EntityId(gene))) == normal_form(graph.name(EntityId(protein))) {
            groups.join(gene, protein);
        }
    }
}

fn join_names(graph: &Graph, groups: &mut FaceGroups) {
    let mut first: FxHashMap<String, u32> = FxHashMap::default();
    for entity in graph.model().kinds.same_by_name().into_iter().flat_map(|kind| kind_entities(graph, kind)) {
        let same = *first.entry(normal_form(graph.name(EntityId(entity)))).or_insert(entity);
        groups.join(same, entity);
    }
}

/// Entities of a kind; none if there is no such kind.
pub(super) fn kind_entities(graph: &Graph, kind: Option<KindId>) -> std::ops::Range<u32> {
    kind.map_or(0..0, |kind| graph.kind_range(kind))
}

/// Lower case without hyphen, slash, underscore and space. Before a digit they only vanish after a
/// letter: `c.463-1G>T` is not `c.4631G>T`, nor is `c.-124C>T` `c.124C>T`.
fn normal_form(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let mut rest = name.chars().peekable();
    let mut before = ' ';
    while let Some(character) = rest.next() {
        let separates = matches!(character, '-' | '/' | '_') || character.is_whitespace();
        let before_digit = rest.peek().is_some_and(char::is_ascii_digit);
        if separates && (before.is_alphabetic() || !before_digit) {
            // Goes, and does not come between what it stood between.
        } else if character.is_ascii() {
            folded.push(character.to_ascii_lowercase());
        } else {
            folded.extend(character.to_lowercase());
        }
        before = character;
    }
    folded
}

/// Groups of entities that grow by joining. Few entities are in one, so that only those have a
/// number in the union-find.
struct FaceGroups {
    /// Number of each entity that was joined.
    numbers: FxHashMap<u32, u32>,
    /// By number: the entity.
    entities: Vec<u32>,
    sets: UnionFind<u32>,
    /// Entities of the graph.
    count: usize,
}

impl FaceGroups {
    fn new(count: usize) -> Self {
        Self { numbers: FxHashMap::default(), entities: Vec::new(), sets: UnionFind::new_empty(), count }
    }

    fn number(&mut self, entity: u32) -> u32 {
        *self.numbers.entry(entity).or_insert_with(|| {
            self.entities.push(entity);
            self.sets.new_set()
        })
    }

    fn join(&mut self, one: u32, other: u32) {
        if one != other {
            let (one, other) = (self.number(one), self.number(other));
            self.sets.union(one, other);
        }
    }

    /// (representative, member) of every group, sorted; the lowest member represents a group.
    fn members(&self) -> Vec<(u32, u32)> {
        let labels = self.sets.clone().into_labeling();
        let mut lowest: FxHashMap<u32, u32> = FxHashMap::default();
        for (&label, &entity) in labels.iter().zip(&self.entities) {
            lowest.entry(label).and_modify(|known| *known = entity.min(*known)).or_insert(entity);
        }
        let pairs = labels.iter().zip(&self.entities);
        let mut members: Vec<(u32, u32)> =
            pairs.map(|(label, &entity)| (lowest.get(label).copied().unwrap_or(entity), entity)).collect();
        members.sort_unstable();
        members
    }

    fn store(&self, graph: &mut Graph) {
        let members = self.members();
        if members.is_empty() {
            return;
        }
        let mut face_of: Vec<u32> = (0..self.count as u32).collect();
        let mut offsets = vec![0_u32; self.count + 1];
        for &(face, entity) in &members {
            face_of[entity as usize] = face;
            offsets[face as usize + 1] += 1;
        }
        for i in 0..self.count {
            offsets[i + 1] += offsets[i];
        }
        graph.face_of = face_of.into();
        graph.face_offsets = offsets.into();
        graph.face_members = members.iter().map(|&(_, entity)| entity).collect();
    }
}

/// The faces of an entity whose kinds are allowed, itself included.
pub(super) fn spread(graph: &Graph, entity: u32, allowed: &[bool], ends: &mut Vec<u32>) {
    let is_allowed = |entity: u32| allowed.get(usize::from(graph.kind(EntityId(entity)).0)) == Some(&true);
    ends.extend(graph.faces(&EntityId(entity)).iter().copied().filter(|&face| is_allowed(face)));
}

/// By kind: whether a verb lists it at this end.
pub(super) fn kinds_at(vocabulary: &Vocabulary, relation: RelationId, end: End) -> Vec<bool> {
    let mut allowed = vec![false; vocabulary.kinds.len()];
    for kind in vocabulary.verb(relation).kinds(end) {
        if let Some(slot) = allowed.get_mut(usize::from(kind.0)) {
            *slot = true;
        }
    }
    allowed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_make_no_difference_where_they_are_no_signs() {
        for (one, other, same) in [
            ("EGFR exon 19 deletion", "EGFR Exon-19 Deletion", true),
            ("PD-L1 high", "PDL1 High", true),
            ("MSI-H", "msi_h", true),
            ("ERBB2 E770_A771insX", "ERBB2 E770A771insX", true),
            ("VHL c.463-1G>T", "VHL c.4631G>T", false),
            ("TERT c.-124C>T", "TERT c.124C>T", false),
            ("VHL c.340_341insA", "VHL c.340341insA", false),
            ("KRAS G12/13", "KRAS G1213", false),
            ("EML4-ALK E20 20", "EML4-ALK E2020", false),
        ] {
            assert_eq!(normal_form(one) == normal_form(other), same, "{one}, {other}");
        }
    }
}
