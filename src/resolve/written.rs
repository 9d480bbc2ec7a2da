//! How names and kinds are written so that they can be asked again.

use crate::graph::{EntityId, Graph};
use crate::language::quote_if_needed;
use crate::vocabulary::{KindId, KindSet, NounId};

/// The kinds that a word before a colon means.
pub(crate) fn kinds_called(graph: &Graph, text: &str) -> KindSet {
    let vocabulary = graph.vocabulary();
    let mut folded = String::new();
    for (i, word) in text.split_whitespace().enumerate() {
        if i > 0 {
            folded.push(' ');
        }
        crate::names::fold::fold_word(word, &mut folded);
    }
    if let Some(kind) = vocabulary.kinds.iter().position(|kind| kind.name.eq_ignore_ascii_case(text)) {
        return KindSet::default().with(KindId(kind as u8));
    }
    let noun: Option<NounId> = vocabulary.forms.find(&folded).and_then(|form| vocabulary.forms.get(form).noun);
    noun.map_or_else(KindSet::default, |noun| KindSet::of(&vocabulary.noun(noun).kinds))
}

/// `gene:ERBB2`, `cancer:"gastric cancer"`: a way to write exactly this entity.
pub(crate) fn forced_name(graph: &Graph, entity: EntityId) -> String {
    let kind = graph.vocabulary().kind_name(graph.kind(entity));
    let name = graph.name(entity);
    let quoted = quote_if_needed(name);
    format!("{kind}:{quoted}")
}
