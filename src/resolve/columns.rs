//! Words of stages → columns.

use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast;
use crate::query::{
    ColumnKind, Condition, Domain, EvidenceColumn, NodeId, Requirement, RowColumn, RowSource, SetId, SetNode,
};
use crate::resolve::draft::Draft;
use crate::resolve::scope::Scope;
use crate::resolve::values::BuiltIn;
use crate::resolve::{unknown, values};
use crate::text::Span;
use crate::vocabulary::{KindSet, On, PropertyId};

/// What the rows are at a stage.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    /// Entities of this set.
    Set(SetId),
    /// Rows with these headings.
    Table(Vec<String>),
}

/// A column of the rows at this stage.
pub(super) fn column(
    scope: &Scope<'_>,
    draft: &mut Draft,
    shape: &Shape,
    column: &ast::ColumnSyntax,
) -> Option<RowColumn> {
    let heading = column.alias.as_ref().map(|alias| alias.text.clone());
    let (kind, own) = match &column.kind {
        ast::ColumnKindSyntax::Word(word, text) => word_column(scope, draft, shape, word, text, column.span)?,
        ast::ColumnKindSyntax::Member { of, of_text, property, property_span } => {
            member_column(scope, draft, shape, of, of_text, property, *property_span)?
        }
        ast::ColumnKindSyntax::Aggregate(aggregate) => {
            if let Shape::Table(headings) = shape {
                let (place, own) = made_column(draft, headings, aggregate, column.span)?;
                return Some(RowColumn {
                    kind: ColumnKind::Made(place),
                    heading: heading.unwrap_or(own),
                    span: column.span,
                });
            }
            draft.error(
                Diagnostic::error(Code::UnknownProperty, column.span, "an aggregate cannot be a column here")
                    .help("compute it first: `| group by level: count`"),
            );
            return None;
        }
    };
    Some(RowColumn { kind, heading: heading.unwrap_or(own), span: column.span })
}

/// `count` after `count by gene`: the column that an earlier stage made.
fn made_column(
    draft: &mut Draft,
    headings: &[String],
    aggregate: &ast::AggregateSyntax,
    span: Span,
) -> Option<(usize, String)> {
    let wanted = match aggregate {
        ast::AggregateSyntax::Count(_) => "count".to_owned(),
        ast::AggregateSyntax::Over { function, column } => match &column.kind {
            ast::ColumnKindSyntax::Word(_, text) => format!("{} {text}", function.word()),
            ast::ColumnKindSyntax::Member { of_text, property, .. } => {
                format!("{} {of_text}.{property}", function.word())
            }
            ast::ColumnKindSyntax::Aggregate(_) => String::new(),
        },
    };
    let mut found = headings.iter().enumerate().filter(|(_, heading)| heading.eq_ignore_ascii_case(&wanted));
    match (found.next(), found.next()) {
        (Some((place, heading)), None) => Some((place, heading.clone())),
        (Some(_), Some(_)) => {
            draft.error(
                Diagnostic::error(Code::AmbiguousAttachment, span, format!("several columns are called `{wanted}`"))
                    .help(format!("give each a name of its own: `{wanted} as n`")),
            );
            None
        }
        (None, _) => {
            unknown::unknown_column(draft, &wanted, span, headings);
            None
        }
    }
}

fn word_column(
    scope: &Scope<'_>,
    draft: &mut Draft,
    shape: &Shape,
    word: &ast::Word,
    text: &str,
    span: Span,
) -> Option<(ColumnKind, String)> {
    match shape {
        Shape::Table(headings) => {
            let found = headings.iter().position(|heading| heading.eq_ignore_ascii_case(text)).or_else(|| {
                let noun = noun_of(scope, word)?;
                headings.iter().position(|heading| *heading == noun)
            });
            if found.is_none() {
                unknown::unknown_column(draft, text, span, headings);
            }
            found.map(|i| (ColumnKind::Made(i), headings[i].clone()))
        }
        Shape::Set(set) => set_column(scope, draft, *set, word, text, span),
    }
}

fn noun_of(scope: &Scope<'_>, word: &ast::Word) -> Option<String> {
    let vocabulary = scope.graph.vocabulary();
    let noun = vocabulary.forms.get(word.form?).noun?;
    Some(vocabulary.noun(noun).singular().to_owned())
}

fn set_column(
    scope: &Scope<'_>,
    draft: &mut Draft,
    set: SetId,
    word: &ast::Word,
    text: &str,
    span: Span,
) -> Option<(ColumnKind, String)> {
    let head = draft.query.head_of(set);
    if let Some(&node) = draft.labels.get(text) {
        return Some((ColumnKind::Node(node), text.to_owned()));
    }
    let vocabulary = scope.graph.vocabulary();
    let properties = word.form.map(|form| vocabulary.forms.get(form).properties.clone()).unwrap_or_default();
    if let Some(&property) = properties.iter().find(|&&id| values::has_property(scope, draft, head, id)) {
        return Some((ColumnKind::Property(head, property), text.to_owned()));
    }
    if let Some(noun) = word.form.and_then(|form| vocabulary.forms.get(form).noun) {
        let singular = vocabulary.noun(noun).singular().to_owned();
        let kinds = KindSet::of(&vocabulary.noun(noun).kinds);
        match nodes_of_kinds(draft, set, kinds).as_slice() {
            [] => {}
            [one] => return Some((ColumnKind::Node(*one), singular)),
            [first, ..] if *first == head => return Some((ColumnKind::Node(head), singular)),
            [_, ..] => {
                draft.error(
                    Diagnostic::error(
                        Code::AmbiguousAttachment,
                        span,
                        format!("`{text}` occurs more than once in the question"),
                    )
                    .help(format!("label the one you mean: `{text} as x … | show x`")),
                );
                return None;
            }
        }
    }
    if let Some(&property) = properties.iter().find(|&&id| vocabulary.property(id).on == On::Statement) {
        return Some((ColumnKind::Evidence(EvidenceColumn::Property(property)), text.to_owned()));
    }
    if let Some(property) = vocabulary.statement_property(text) {
        return Some((ColumnKind::Evidence(EvidenceColumn::Property(property)), text.to_owned()));
    }
    if let Some(built_in) = BuiltIn::named(text) {
        return Some((ColumnKind::Field(head, built_in.field()), text.to_owned()));
    }
    let singular = noun_of(scope, word);
    let evidence = [Some(text), singular.as_deref()].into_iter().flatten().find_map(EvidenceColumn::named);
    if let Some((name, column)) = evidence {
        return Some((ColumnKind::Evidence(column), name.to_owned()));
    }
    if let Some((of, property)) = text.split_once('.')
        && (BuiltIn::named(property).is_some() || vocabulary.properties.iter().any(|row| row.name == property))
    {
        unknown::unknown_label(draft, of, span);
        return None;
    }
    let nodes = positive_nodes(draft, set);
    unknown::unknown_property(scope, draft, text, span, &nodes);
    None
}

fn member_column(
    scope: &Scope<'_>,
    draft: &mut Draft,
    shape: &Shape,
    of: &ast::Word,
    of_text: &str,
    property: &str,
    property_span: Span,
) -> Option<(ColumnKind, String)> {
    let heading = format!("{of_text}.{property}");
    let set = match shape {
        Shape::Set(set) => *set,
        Shape::Table(headings) => {
            let found = headings.iter().position(|known| known.eq_ignore_ascii_case(&heading));
            if found.is_none() {
                unknown::unknown_column(draft, &heading, property_span, headings);
            }
            return found.map(|i| (ColumnKind::Made(i), heading));
        }
    };
    let nodes = positive_nodes(draft, set);
    let node = node_called(scope, draft, &nodes, of, of_text)?;
    let vocabulary = scope.graph.vocabulary();
    let id = vocabulary
        .properties
        .iter()
        .position(|row| row.name == property)
        .map(|i| PropertyId(i as u16))
        .filter(|&id| values::has_property(scope, draft, node, id));
    if let Some(id) = id {
        return Some((ColumnKind::Property(node, id), heading));
    }
    if let Some(built_in) = BuiltIn::named(property) {
        return Some((ColumnKind::Field(node, built_in.field()), heading));
    }
    unknown::unknown_property(scope, draft, property, property_span, &[node]);
    None
}

/// The node that a label or noun of a column means.
pub(super) fn node_called(
    scope: &Scope<'_>,
    draft: &mut Draft,
    nodes: &[NodeId],
    word: &ast::Word,
    text: &str,
) -> Option<NodeId> {
    if let Some(&node) = draft.labels.get(text) {
        return Some(node);
    }
    let vocabulary = scope.graph.vocabulary();
    let kinds = word
        .form
        .and_then(|form| vocabulary.forms.get(form).noun)
        .map(|noun| KindSet::of(&vocabulary.noun(noun).kinds));
    let found: Vec<NodeId> = nodes
        .iter()
        .copied()
        .filter(|&node| kinds.is_some_and(|kinds| !kinds.and(draft.query.node(node).kinds).is_empty()))
        .collect();
    match found.as_slice() {
        [one] => Some(*one),
        [] => {
            draft.error(Diagnostic::error(Code::UnknownLabel, word.span, format!("the question has no noun `{text}`")));
            None
        }
        [first, ..] if Some(first) == nodes.first() => Some(*first),
        [_, ..] => {
            draft.error(
                Diagnostic::error(
                    Code::AmbiguousAttachment,
                    word.span,
                    format!("`{text}` occurs more than once in the question"),
                )
                .help(format!("label the one you mean: `{text} as x`")),
            );
            None
        }
    }
}

fn nodes_of_kinds(draft: &Draft, set: SetId, kinds: KindSet) -> Vec<NodeId> {
    let all = positive_nodes(draft, set);
    let exact: Vec<NodeId> = all.iter().copied().filter(|&node| draft.query.node(node).kinds == kinds).collect();
    if !exact.is_empty() {
        return exact;
    }
    all.into_iter().filter(|&node| !draft.query.node(node).kinds.and(kinds).is_empty()).collect()
}

/// The nodes of a phrase that its rows are made of, the head first: not those under `not`.
fn positive_nodes(draft: &Draft, set: SetId) -> Vec<NodeId> {
    let mut nodes = Vec::new();
    let mut pending = vec![draft.query.head_of(set)];
    while let Some(node) = pending.pop() {
        if nodes.contains(&node) {
            continue;
        }
        nodes.push(node);
        let mut next = Vec::new();
        positive_objects(&draft.query, &draft.query.node(node).condition, &mut next);
        // A bracket and the phrase inside are one noun: only what is below it is another.
        let mut inside = node;
        while let Domain::Set(set) = draft.query.node(inside).domain
            && let SetNode::Phrase(inner) = draft.query.set(set)
        {
            inside = *inner;
            positive_objects(&draft.query, &draft.query.node(inside).condition, &mut next);
        }
        pending.extend(next.into_iter().rev());
    }
    nodes
}

/// What the rows of a source are.
pub(super) fn shape(source: &RowSource) -> Shape {
    match source.set().filter(|_| source.kind().row().columns.is_empty()) {
        Some(set) => Shape::Set(set),
        None => Shape::Table(source.columns().into_iter().map(|(name, _)| name).collect()),
    }
}

fn positive_objects(query: &crate::query::Query, condition: &Condition, objects: &mut Vec<NodeId>) {
    condition.for_each_positive(&mut |leaf| {
        if let Requirement::Link(link) = leaf {
            let link = query.link(*link);
            // The cancers of an `in` are shown in the row's `cancer` column, not by a noun.
            if !link.is_context && query.node(link.object).together().is_none() {
                objects.push(link.object);
            }
        }
    });
}
