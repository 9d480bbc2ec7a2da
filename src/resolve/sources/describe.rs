//! `describe NAMES`, `describe drugs`, `describe targeting`.

use crate::language::ast;
use crate::query::{RowSource, Seed};
use crate::resolve::draft::Draft;
use crate::resolve::scope::Scope;
use crate::resolve::{names, unknown};
use crate::vocabulary::RelationId;

pub(super) fn describe(
    scope: &Scope<'_>,
    draft: &mut Draft,
    names: Option<&ast::Names>,
    word: Option<&ast::Word>,
) -> Option<RowSource> {
    if let Some(names) = names {
        let seeds: Vec<Option<Vec<Seed>>> =
            names.iter().map(|name| names::seeds(scope, draft, name, None, "")).collect();
        let seeds = seeds.into_iter().collect::<Option<Vec<_>>>()?;
        return Some(RowSource::Describe(seeds.into_iter().flatten().collect()));
    }
    let word = word?;
    let form = word.form.map(|form| scope.graph.vocabulary().forms.get(form));
    match form {
        Some(form) if form.noun.is_some() => form.noun.map(RowSource::DescribeNoun),
        Some(form) if !form.verbs.is_empty() => {
            let mut relations: Vec<RelationId> = form.verbs.iter().map(|usage| usage.relation).collect();
            relations.dedup();
            Some(RowSource::DescribeVerb(relations))
        }
        Some(_) | None => {
            unknown::unknown_word(scope, draft, word.span, "a name, a noun or a verb");
            None
        }
    }
}
