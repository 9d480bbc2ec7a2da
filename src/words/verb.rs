//! Verbs of links.

use crate::query::Link;
use crate::vocabulary::{End, Vocabulary, participle_of};

/// The verbs of a link as they were written; what the question only implies is the verb of its
/// relation.
pub fn verb(vocabulary: &Vocabulary, link: &Link) -> String {
    let written: Vec<&str> = link.forms.iter().map(|&form| vocabulary.forms.get(form).text.as_str()).collect();
    match (written.is_empty(), link.steps.first()) {
        (true, Some(&(relation, head))) => vocabulary.verb(relation).participles[usize::from(head == End::To)].clone(),
        (true, None) | (false, _) => written.join(" or "),
    }
}

/// The verb of a link behind its noun: `resisting …`, where it was written `mechanisms of resistance to …`.
pub fn verb_behind_noun(vocabulary: &Vocabulary, link: &Link) -> String {
    match link.steps.first() {
        Some(&(relation, head)) if link.noun_form => {
            vocabulary.verb(relation).participles[usize::from(head == End::To)].clone()
        }
        Some(_) | None => verb(vocabulary, link),
    }
}

/// The same as it is said beside a name: `avelumab treating …`, where the question was
/// `does avelumab treat …?`.
pub fn verb_beside_name(vocabulary: &Vocabulary, link: &Link) -> String {
    let said = verb(vocabulary, link);
    let of_relation =
        |&(relation, head): &(_, End)| &vocabulary.verb(relation).participles[usize::from(head == End::To)];
    let bent = participle_of(&said);
    if link.steps.iter().map(of_relation).any(|known| *known == bent) { bent } else { said }
}
