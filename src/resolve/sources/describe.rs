//! `describe NAMES`, `describe drugs`, `describe targeting`.

use crate::language::ast;
use crate::query::{Described, Seed};
use crate::resolve::draft::Draft;
use crate::resolve::scope::Scope;
use crate::resolve::{names, unknown};
use crate::vocabulary::RelationId;

pub(super) fn describe(scope: &Scope<'_>, draft: &mut Draft, described: &ast::DescribedSyntax) -> Option<Described> {
    let word = match described {
        ast::DescribedSyntax::Names(names) => {
            let seeds: Vec<Option<Vec<Seed>>> =
                names.iter().map(|name| names::seeds(scope, draft, name, None, "")).collect();
            let seeds = seeds.into_iter().collect::<Option<Vec<_>>>()?;
            return Some(Described::Names(seeds.into_iter().flatten().collect()));
        }
        ast::DescribedSyntax::Word(word) => word,
    };
    let form = word.form.map(|form| scope.graph.vocabulary().forms.get(form));
    match form {
        Some(form) if form.noun.is_some() => form.noun.map(Described::Noun),
        Some(form) if !form.verbs.is_empty() => {
            let mut relations: Vec<RelationId> = form.verbs.iter().map(|usage| usage.relation).collect();
            relations.dedup();
            Some(Described::Verb(relations))
        }
        Some(_) | None => {
            unknown::unknown_word(scope, draft, word.span, "a name, a noun or a verb");
            None
        }
    }
}
