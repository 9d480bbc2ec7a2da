//! Decisions about which records are the same entity, in groups that a curator reads: one for each
//! known entity and sort of decision.

use super::decision::{Decision, Merge};
use crate::graph::{EntityId, Graph};
use rustc_hash::FxHashMap;

/// Decisions of one sort about the same known entities.
#[derive(Clone, Debug)]
pub struct JoinGroup<'m> {
    /// What was decided.
    pub decision: Decision,
    /// Whether the records are kept apart from something that has exactly their name.
    pub same_name: bool,
    /// Kind, name and identifier of what the records were joined to, or might have been.
    pub known: Vec<KnownEntity>,
    /// The records, each name and identifier once.
    pub records: Vec<&'m Merge>,
}

/// An entity as a report shows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownEntity {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// Its identifier.
    pub id: String,
}

impl JoinGroup<'_> {
    /// What happened to the records, as a heading.
    pub fn heading(&self) -> &'static str {
        match (self.decision, self.same_name) {
            (Decision::Apart, true) => "kept apart, though another has exactly that name",
            (decision, _) => decision.word(),
        }
    }

    /// The records in one line, as many as fit.
    pub fn line(&self, most: usize) -> String {
        let shown = |merge: &&Merge| format!("{} ({})", merge.record.1, merge.record.0);
        let mut names: Vec<String> = self.records.iter().take(most).map(shown).collect();
        if self.records.len() > most {
            names.push(format!("and {} more", self.records.len() - most));
        }
        names.join(", ")
    }

    /// The known entities in one line.
    pub fn known_line(&self) -> String {
        let shown = |known: &KnownEntity| format!("{} ({})", known.name, known.id);
        self.known.iter().map(shown).collect::<Vec<_>>().join(", ")
    }
}

/// The groups of decisions: by sort, then by the names of what is known.
pub fn groups<'m>(merges: &'m [Merge], graph: &Graph) -> Vec<JoinGroup<'m>> {
    let all = (0..graph.entity_count() as u32).map(EntityId);
    let by_id: FxHashMap<&str, EntityId> = all.map(|entity| (graph.id(entity), entity)).collect();
    let entity = |id: &String| {
        let known = by_id.get(id.as_str());
        KnownEntity {
            name: known.map_or_else(|| id.clone(), |&entity| graph.name(entity).to_owned()),
            kind: known.map_or("", |&entity| graph.vocabulary().kind_name(graph.kind(entity))).to_owned(),
            id: id.clone(),
        }
    };
    let mut places: FxHashMap<(Decision, bool, &[String]), usize> = FxHashMap::default();
    let mut groups: Vec<JoinGroup<'m>> = Vec::new();
    for merge in merges {
        let has_name = |id: &String| {
            by_id.get(id.as_str()).is_some_and(|&entity| graph.name(entity).eq_ignore_ascii_case(&merge.record.1))
        };
        let same_name = merge.decision == Decision::Apart && merge.known.iter().any(has_name);
        let next = groups.len();
        let place = *places.entry((merge.decision, same_name, &merge.known)).or_insert(next);
        if place == next {
            let known = merge.known.iter().map(entity).collect();
            groups.push(JoinGroup { decision: merge.decision, same_name, known, records: Vec::new() });
        }
        if let Some(group) = groups.get_mut(place)
            && !group.records.iter().any(|known| known.record == merge.record)
        {
            group.records.push(merge);
        }
    }
    groups.sort_by(|a, b| (a.decision, a.same_name, &a.known).cmp(&(b.decision, b.same_name, &b.known)));
    groups
}
