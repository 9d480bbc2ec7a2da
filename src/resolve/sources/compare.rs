//! `compare A with B by …`.

use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast;
use crate::query::{Attribute, Compare, Endpoint};
use crate::resolve::draft::Draft;
use crate::resolve::scope::Scope;
use crate::resolve::sources::endpoint;
use crate::resolve::unknown;
use crate::vocabulary::{End, KindSet, On};

pub(super) fn compare(scope: &Scope<'_>, draft: &mut Draft, compare: &ast::CompareSyntax) -> Option<Compare> {
    let mut resolved = Vec::new();
    let mut kinds = KindSet::default();
    for side in &compare.sides {
        let endpoint = endpoint::endpoint(scope, draft, side)?;
        let label = match &endpoint {
            Endpoint::Entity(seed) => {
                let entity = *seed.entities.first()?;
                kinds = kinds.with(scope.graph.kind(entity));
                scope.graph.name(entity).to_owned()
            }
            Endpoint::Set(set) => {
                kinds = kinds.or(draft.query.kinds_of(*set));
                format!("set {}", resolved.len() + 1)
            }
        };
        resolved.push((label, endpoint));
    }
    let mut attributes = Vec::new();
    for column in &compare.by {
        attributes.push(attribute(scope, draft, kinds, column)?);
    }
    Some(Compare { sides: resolved, by: attributes })
}

fn attribute(
    scope: &Scope<'_>,
    draft: &mut Draft,
    kinds: KindSet,
    column: &ast::ColumnSyntax,
) -> Option<(String, Attribute)> {
    let heading = column.alias.as_ref().map(|alias| alias.text.clone());
    let ast::ColumnKindSyntax::Word(word, text) = &column.kind else {
        draft.error(Diagnostic::error(
            Code::UnknownProperty,
            column.span,
            "expected a property, a noun or a relation here",
        ));
        return None;
    };
    let vocabulary = scope.graph.vocabulary();
    let form = word.form.map(|form| vocabulary.forms.get(form));
    let property = form.into_iter().flat_map(|form| &form.properties).copied().find(|&id| {
        matches!(&vocabulary.property(id).on, On::Kinds(on) if on.is_empty() || on.iter().any(|&kind| kinds.has(kind)))
    });
    let attribute = if let Some(property) = property {
        Attribute::Property(property)
    } else if let Some(noun) = form.and_then(|form| form.noun) {
        Attribute::Kinds(KindSet::of(&vocabulary.noun(noun).kinds))
    } else if let Some(usage) = form.and_then(|form| form.verbs.first()) {
        Attribute::Relation(usage.relation, usage.head)
    } else if let Some(relation) = vocabulary.relation(text) {
        Attribute::Relation(relation, End::From)
    } else {
        unknown::unknown_among_properties(scope, draft, text, column.span, |_, _, row| match &row.on {
            On::Statement => false,
            On::Kinds(on) => on.is_empty() || on.iter().any(|&kind| kinds.has(kind)),
        });
        return None;
    };
    Some((heading.unwrap_or_else(|| text.clone()), attribute))
}
