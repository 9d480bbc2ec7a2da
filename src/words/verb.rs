//! Verbs of links.

use crate::query::Link;
use crate::vocabulary::{End, Vocabulary};

/// The verbs of a link as they were written; what the question only implies is the verb of its relation.
pub fn verb(vocabulary: &Vocabulary, link: &Link) -> String {
    let written: Vec<&str> = link.forms.iter().map(|&form| vocabulary.forms.get(form).text.as_str()).collect();
    match (written.is_empty(), link.steps.first()) {
        (true, Some(&(relation, head))) => vocabulary.verb(relation).participles[usize::from(head == End::To)].clone(),
        (true, None) | (false, _) => written.join(" or "),
    }
}
