//! Questions to try first: each has been asked, and has rows.

use super::offers::Trial;
use super::{Engine, Settings};
use crate::graph::EntityId;
use crate::language::quote_if_needed;
use crate::vocabulary::RelationId;
use std::time::Duration;

/// Somebody waits for the examples, so there is more time for them than for an offer.
const TIME_MAX: Duration = Duration::from_secs(2);

impl Engine {
    /// At most `limit` questions that have rows: `first` as far as they have any, then one for each verb
    /// of the graph.
    pub fn examples(&self, first: &[&str], limit: usize) -> Vec<String> {
        let settings = Settings::default();
        let mut trial = Trial::new(self, &[], &settings, limit).patient(TIME_MAX);
        trial.take_all(first.iter().map(|question| (*question).to_owned()).collect());
        trial.take_all(self.questions_by_verb());
        trial.found
    }

    /// For each verb, what has it to the object that most have it to.
    fn questions_by_verb(&self) -> Vec<String> {
        let relations = self.graph.vocabulary().relations();
        let asked =
            relations.filter(|(_, verb)| verb.derived.is_none()).filter_map(|(relation, _)| self.asked(relation));
        asked.flatten().collect()
    }

    fn asked(&self, relation: RelationId) -> Option<[String; 2]> {
        let vocabulary = self.graph.vocabulary();
        let verb = vocabulary.verb(relation);
        let edges = self.graph.backward(relation);
        let best = edges.sources().max_by_key(|&target| (edges.degree(target), std::cmp::Reverse(target)))?;
        let start = EntityId(*edges.targets(best).first()?);
        let noun = vocabulary.nouns.iter().find(|noun| noun.kinds.contains(&self.graph.kind(start)))?;
        let name = quote_if_needed(self.graph.name(EntityId(best)));
        Some([format!("{} {} {name}", noun.plural(), verb.participles[0]), format!("describe {name}")])
    }
}
