//! Stages: what is done with rows.

use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast;
use crate::language::ast::{CountOf, StageKind};
use crate::query::{
    Aggregate, AggregateKind, Column, ColumnKind, Condition, Domain, Key, Link, Node, Requirement, SetId, SetNode,
    Source, Stage,
};
use crate::resolve::columns::{Shape, shape};
use crate::resolve::draft::Draft;
use crate::resolve::nest::Nested;
use crate::resolve::scope::Scope;
use crate::resolve::{columns, nest, nodes, rowtests, unknown};
use crate::text::Span;
use crate::vocabulary::KindSet;

/// All stages of a question.
pub(super) fn stages(
    scope: &Scope<'_>,
    draft: &mut Draft,
    source: &mut Source,
    stages: &[ast::StageSyntax],
    format: &mut Option<ast::Text>,
    file: &mut Option<ast::Text>,
) -> Vec<Stage> {
    let mut shape = shape(source);
    let mut resolved = Vec::with_capacity(stages.len());
    for stage in stages {
        if let StageKind::As(text) = &stage.kind {
            *format = Some(text.clone());
        } else if let StageKind::To(text) = &stage.kind {
            *file = Some(text.clone());
        } else if let Some(stage) = read_stage(scope, draft, &mut shape, stage) {
            resolved.push(stage);
        }
    }
    resolved
}

/// Stages inside brackets or a `let`: the result must still be a set.
pub(super) fn set_stages(
    scope: &Scope<'_>,
    draft: &mut Draft,
    set: SetId,
    stages: &[ast::StageSyntax],
) -> Option<Vec<Stage>> {
    let mut shape = Shape::Set(set);
    let mut resolved = Vec::new();
    for stage in stages {
        let made = read_stage(scope, draft, &mut shape, stage)?;
        if let Shape::Table(_) = shape {
            draft.error(
                Diagnostic::error(
                    Code::TypeMismatch,
                    stage.span,
                    "this stage makes a table, but a set of entities is needed here",
                )
                .help("leave out `count`, `group by` and `show` inside brackets"),
            );
            return None;
        }
        resolved.push(made);
    }
    Some(resolved)
}

fn read_stage(scope: &Scope<'_>, draft: &mut Draft, shape: &mut Shape, stage: &ast::StageSyntax) -> Option<Stage> {
    match &stage.kind {
        StageKind::Count { of, by } => count(scope, draft, shape, of, by, stage.span),
        StageKind::Group { by, aggregates } => group_by(scope, draft, shape, by, aggregates),
        StageKind::Sort(keys) => Some(Stage::Sort(read_keys(scope, draft, shape, keys)?)),
        StageKind::Top { count, by } => top(scope, draft, shape, *count, by.as_ref(), false),
        StageKind::Bottom { count, by } => top(scope, draft, shape, *count, Some(by), true),
        StageKind::Limit(count) => Some(Stage::Limit(usize::try_from(*count).unwrap_or(usize::MAX))),
        StageKind::Skip(count) => Some(Stage::Skip(usize::try_from(*count).unwrap_or(usize::MAX))),
        StageKind::Show(columns) => show(scope, draft, shape, columns),
        StageKind::Where(expression) => Some(Stage::Where(rowtests::row_test(scope, draft, shape, expression)?)),
        StageKind::Distinct(keys) => distinct(scope, draft, shape, keys),
        StageKind::Follow { verb, to } => follow(scope, draft, shape, verb, to.as_ref(), stage.span),
        StageKind::Rank(by) => {
            want_set(draft, shape, stage.span, "rank by")?;
            Some(Stage::Rank(*by))
        }
        StageKind::As(text) | StageKind::To(text) => {
            draft.error(Diagnostic::error(
                Code::TypeMismatch,
                text.span,
                "`as` and `to` belong at the end of the whole question, not inside it",
            ));
            None
        }
    }
}

fn want_set(draft: &mut Draft, shape: &Shape, span: Span, stage: &str) -> Option<SetId> {
    match shape {
        Shape::Set(set) => Some(*set),
        Shape::Table(_) => {
            draft.error(
                Diagnostic::error(
                    Code::TypeMismatch,
                    span,
                    format!("`{stage}` needs a set of entities, but this is a table"),
                )
                .help("put it before the first `count`, `group by` or `show`"),
            );
            None
        }
    }
}

fn read_keys(scope: &Scope<'_>, draft: &mut Draft, shape: &Shape, keys: &[ast::KeySyntax]) -> Option<Vec<Key>> {
    keys.iter().map(|key| read_key(scope, draft, shape, key)).collect()
}

fn read_key(scope: &Scope<'_>, draft: &mut Draft, shape: &Shape, key: &ast::KeySyntax) -> Option<Key> {
    let column = columns::column(scope, draft, shape, &key.column)?;
    Some(Key { column, ascending: key.ascending })
}

fn count(
    scope: &Scope<'_>,
    draft: &mut Draft,
    shape: &mut Shape,
    of: &CountOf,
    by: &[ast::KeySyntax],
    span: Span,
) -> Option<Stage> {
    let by = read_keys(scope, draft, shape, by)?;
    let kind = count_kind(scope, draft, shape, of, span)?;
    let aggregates = vec![Aggregate { kind, heading: "count".to_owned() }];
    Some(grouped(shape, by, aggregates))
}

fn grouped(shape: &mut Shape, by: Vec<Key>, aggregates: Vec<Aggregate>) -> Stage {
    let headings = by
        .iter()
        .map(|key| key.column.heading.clone())
        .chain(aggregates.iter().map(|aggregate| aggregate.heading.clone()))
        .collect();
    *shape = Shape::Table(headings);
    Stage::Group { by, aggregates }
}

fn count_kind(scope: &Scope<'_>, draft: &mut Draft, shape: &Shape, of: &CountOf, span: Span) -> Option<AggregateKind> {
    match of {
        CountOf::Rows => Some(AggregateKind::CountRows),
        CountOf::Paths => {
            want_set(draft, shape, span, "count paths")?;
            Some(AggregateKind::CountPaths)
        }
        CountOf::Evidence => {
            want_set(draft, shape, span, "count evidence")?;
            Some(AggregateKind::CountEvidence)
        }
        CountOf::Noun(word, text) => {
            match columns::column(scope, draft, shape, &word_column(word, text))?.kind {
                ColumnKind::Node(node) => {
                    let vocabulary = scope.graph.vocabulary();
                    let noun = word.form.and_then(|form| vocabulary.forms.get(form).noun);
                    let kinds = noun.map_or(vocabulary.all_kinds(), |noun| KindSet::of(&vocabulary.noun(noun).kinds));
                    Some(AggregateKind::CountNode(node, kinds))
                }
                // A noun that the question does not hold has nothing to count: the row's own cancer
                // is no noun.
                ColumnKind::Evidence(_) if matches!(shape, Shape::Set(_)) && is_noun(scope, word) => {
                    draft.error(
                        Diagnostic::error(Code::UnknownLabel, word.span, format!("the question has no noun `{text}`"))
                            .help("`count by cancer` counts rows by a column of their evidence"),
                    );
                    None
                }
                kind => Some(AggregateKind::CountDistinct(Column { kind, heading: text.clone(), span: word.span })),
            }
        }
    }
}

fn is_noun(scope: &Scope<'_>, word: &ast::Word) -> bool {
    word.form.is_some_and(|form| scope.graph.vocabulary().forms.get(form).noun.is_some())
}

fn group_by(
    scope: &Scope<'_>,
    draft: &mut Draft,
    shape: &mut Shape,
    by: &[ast::KeySyntax],
    columns: &[ast::ColumnSyntax],
) -> Option<Stage> {
    let by = read_keys(scope, draft, shape, by)?;
    let mut aggregates = Vec::new();
    for column in columns {
        let ast::ColumnKindSyntax::Aggregate(aggregate) = &column.kind else {
            draft.error(
                Diagnostic::error(
                    Code::TypeMismatch,
                    column.span,
                    "after the colon come aggregates such as `count` or `max(year)`",
                )
                .help("count, min(…), max(…), sum(…), avg(…), list(…)"),
            );
            return None;
        };
        aggregates.push(read_aggregate(scope, draft, shape, aggregate, column)?);
    }
    Some(grouped(shape, by, aggregates))
}

fn read_aggregate(
    scope: &Scope<'_>,
    draft: &mut Draft,
    shape: &Shape,
    aggregate: &ast::AggregateSyntax,
    column: &ast::ColumnSyntax,
) -> Option<Aggregate> {
    let alias = column.alias.as_ref().map(|alias| alias.text.clone());
    match aggregate {
        ast::AggregateSyntax::Count(of) => {
            let kind = count_kind(scope, draft, shape, of, column.span)?;
            Some(Aggregate { kind, heading: alias.unwrap_or_else(|| "count".to_owned()) })
        }
        ast::AggregateSyntax::Over { function, column: of } => {
            let of = columns::column(scope, draft, shape, of)?;
            let heading = alias.unwrap_or_else(|| format!("{} {}", function.word(), of.heading));
            Some(Aggregate { kind: AggregateKind::Over(*function, of), heading })
        }
    }
}

fn top(
    scope: &Scope<'_>,
    draft: &mut Draft,
    shape: &mut Shape,
    count: u64,
    by: Option<&ast::KeySyntax>,
    bottom: bool,
) -> Option<Stage> {
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    let by = match by {
        None => None,
        Some(key) => match counted_key(scope, draft, shape, key) {
            // `top 5 drugs by count genes`: the number is made first.
            Some(result) => return result.map(|by| Stage::Top { count, by: Some(by), bottom }),
            None => Some(read_key(scope, draft, shape, key)?),
        },
    };
    Some(Stage::Top { count, by, bottom })
}

/// A key that is a number per head entity: `by count genes`.
fn counted_key(scope: &Scope<'_>, draft: &mut Draft, shape: &Shape, key: &ast::KeySyntax) -> Option<Option<Key>> {
    let ast::ColumnKindSyntax::Aggregate(aggregate) = &key.column.kind else { return None };
    let Shape::Set(_) = shape else { return None };
    let aggregate = match read_aggregate(scope, draft, shape, aggregate, &key.column) {
        Some(aggregate) => aggregate,
        None => return Some(None),
    };
    let heading = aggregate.heading.clone();
    let column = Column { kind: ColumnKind::PerHead(Box::new(aggregate)), heading, span: key.column.span };
    Some(Some(Key { column, ascending: key.ascending }))
}

fn show(scope: &Scope<'_>, draft: &mut Draft, shape: &mut Shape, columns: &[ast::ColumnSyntax]) -> Option<Stage> {
    let columns: Vec<Column> =
        columns.iter().map(|column| columns::column(scope, draft, shape, column)).collect::<Option<Vec<Column>>>()?;
    *shape = Shape::Table(columns.iter().map(|column| column.heading.clone()).collect());
    Some(Stage::Show(columns))
}

fn distinct(scope: &Scope<'_>, draft: &mut Draft, shape: &mut Shape, keys: &[ast::KeySyntax]) -> Option<Stage> {
    let keys = read_keys(scope, draft, shape, keys)?;
    if !keys.is_empty() {
        *shape = Shape::Table(keys.iter().map(|key| key.column.heading.clone()).collect());
    }
    Some(Stage::Distinct(keys))
}

fn follow(
    scope: &Scope<'_>,
    draft: &mut Draft,
    shape: &mut Shape,
    verb: &ast::Word,
    to: Option<&ast::Head>,
    span: Span,
) -> Option<Stage> {
    let set = want_set(draft, shape, span, "follow")?;
    let head = draft.query.head_of(set);
    let kinds = draft.query.node(head).kinds;
    let vocabulary = scope.graph.vocabulary();
    let uses = verb.form.map(|form| vocabulary.forms.get(form).verbs.clone()).unwrap_or_default();
    if uses.is_empty() {
        unknown::unknown_word(scope, draft, verb.span, "a verb");
        return None;
    }
    let uses: Vec<_> = uses
        .into_iter()
        .filter(|usage| !KindSet::of(vocabulary.verb(usage.relation).kinds(usage.head)).and(kinds).is_empty())
        .collect();
    let goals = uses.iter().fold(KindSet::default(), |set, usage| {
        set.or(KindSet::of(vocabulary.verb(usage.relation).kinds(usage.head.other())))
    });
    if goals.is_empty() {
        let message = format!("this verb does not apply to {}", scope.one_of(kinds));
        draft.error(Diagnostic::error(Code::WrongKind, verb.span, message));
        return None;
    }
    let steps = uses.iter().map(|usage| (usage.relation, usage.head.other())).collect();
    let from = draft.push_node(Node { domain: Domain::Rows, ..nodes::any(scope, kinds, span) });
    let target = match to {
        Some(to) => nest::read(scope, draft, &Nested::head(to, None))?,
        None => draft.push_node(nodes::any(scope, goals, span)),
    };
    let link = Link { forms: verb.form.into_iter().collect(), ..nodes::link(steps, from, span) };
    let link = Condition::Leaf(Requirement::Link(draft.push_link(link)));
    let node = &mut draft.query.nodes[target.0 as usize];
    node.condition = match std::mem::take(&mut node.condition) {
        condition if condition.is_true() => link,
        other => Condition::And(vec![link, other]),
    };
    let id = draft.push_set(SetNode::Phrase(target));
    *shape = Shape::Set(id);
    Some(Stage::Follow { target: id })
}

fn word_column(word: &ast::Word, text: &str) -> ast::ColumnSyntax {
    ast::ColumnSyntax { kind: ast::ColumnKindSyntax::Word(*word, text.to_owned()), alias: None, span: word.span }
}
