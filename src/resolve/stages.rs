//! Stages: what is done with rows.

use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast;
use crate::language::ast::{CountOf, StageKind, SyntaxParts};
use crate::model::{Best, CountBy, GroupBy, StageResolver};
use crate::query::{
    Aggregate, AggregateKind, ColumnKind, Condition, Domain, Key, Link, Node, QueryParts, Requirement, RowColumn,
    RowSource, RowTest, SetId, SetNode, Stage,
};
use crate::resolve::columns::{Shape, shape};
use crate::resolve::draft::Draft;
use crate::resolve::nest::Nested;
use crate::resolve::scope::Scope;
use crate::resolve::{columns, nest, nodes, rowtests, unknown};
use crate::text::Span;
use crate::vocabulary::KindSet;
use std::convert::Infallible;

/// How and where a question asks for its answer.
#[derive(Default)]
pub(super) struct AnswerOutput {
    /// The last `as`.
    pub(super) format: Option<ast::Text>,
    /// The one before it.
    pub(super) chart: Option<ast::Text>,
    /// `to`
    pub(super) file: Option<ast::Text>,
}

/// All stages of a question.
pub(super) fn stages(
    scope: &Scope<'_>,
    draft: &mut Draft,
    source: &mut RowSource,
    stages: &[ast::StageSyntax],
    output: &mut AnswerOutput,
) -> Vec<Stage> {
    let mut shape = shape(source);
    let mut resolved = Vec::with_capacity(stages.len());
    for stage in stages {
        if let StageKind::As(text) = &stage.kind {
            output.chart = output.format.replace(text.clone());
        } else if let StageKind::To(text) = &stage.kind {
            output.file = Some(text.clone());
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
    let row = stage.kind.name().row();
    if row.needs_entities {
        want_set(draft, shape, stage.span, row.keyword)?;
    }
    let resolved = stage.kind.resolve(&mut StageReading { scope, draft, shape, span: stage.span })?;
    if let Some(headings) = resolved.table() {
        *shape = Shape::Table(headings);
    } else if let Some(target) = resolved.followed() {
        *shape = Shape::Set(target);
    }
    Some(resolved)
}

/// Gives the parts of one stage a meaning, over rows of a shape.
struct StageReading<'r, 's> {
    scope: &'r Scope<'s>,
    draft: &'r mut Draft,
    shape: &'r Shape,
    span: Span,
}

impl StageResolver<SyntaxParts, QueryParts> for StageReading<'_, '_> {
    fn counted(&mut self, counted: &CountBy<SyntaxParts>) -> Option<CountBy<QueryParts>> {
        let by = self.keys(&counted.by)?;
        let kind = count_kind(self.scope, self.draft, self.shape, &counted.of, self.span)?;
        Some(CountBy { of: Aggregate { kind, heading: "count".to_owned() }, by })
    }

    fn grouped(&mut self, grouped: &GroupBy<SyntaxParts>) -> Option<GroupBy<QueryParts>> {
        let by = self.keys(&grouped.by)?;
        let numbers = grouped.numbers.iter().map(|column| number(self.scope, self.draft, self.shape, column));
        Some(GroupBy { by, numbers: numbers.collect::<Option<_>>()? })
    }

    fn keys(&mut self, keys: &[ast::KeySyntax]) -> Option<Vec<Key>> {
        keys.iter().map(|key| read_key(self.scope, self.draft, self.shape, key)).collect()
    }

    fn best(&mut self, best: &Best<SyntaxParts>) -> Option<Best<QueryParts>> {
        let by = match &best.by {
            None => None,
            Some(key) => Some(best_key(self.scope, self.draft, self.shape, key)?),
        };
        Some(Best { count: best.count, by })
    }

    fn number(&mut self, number: &usize) -> Option<usize> {
        Some(*number)
    }

    fn columns(&mut self, columns: &[ast::ColumnSyntax]) -> Option<Vec<RowColumn>> {
        columns.iter().map(|column| columns::column(self.scope, self.draft, self.shape, column)).collect()
    }

    fn test(&mut self, test: &ast::Expression) -> Option<RowTest> {
        rowtests::row_test(self.scope, self.draft, self.shape, test)
    }

    fn goal(&mut self, goal: &ast::GoalSyntax) -> Option<SetId> {
        // A table was refused already.
        let Shape::Set(set) = self.shape else { return None };
        follow(self.scope, self.draft, *set, goal, self.span)
    }

    fn measure(&mut self, measure: &ast::RankBy) -> Option<ast::RankBy> {
        Some(*measure)
    }

    fn format(&mut self, format: &ast::Text) -> Option<Infallible> {
        misplaced_output(self.draft, format)
    }

    fn file(&mut self, file: &ast::Text) -> Option<Infallible> {
        misplaced_output(self.draft, file)
    }
}

fn misplaced_output(draft: &mut Draft, text: &ast::Text) -> Option<Infallible> {
    draft.error(Diagnostic::error(
        Code::TypeMismatch,
        text.span,
        "`as` and `to` belong at the end of the whole question, not inside it",
    ));
    None
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

fn read_key(scope: &Scope<'_>, draft: &mut Draft, shape: &Shape, key: &ast::KeySyntax) -> Option<Key> {
    let column = columns::column(scope, draft, shape, &key.column)?;
    Some(Key { column, ascending: key.ascending })
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
                kind => Some(AggregateKind::CountDistinct(RowColumn { kind, heading: text.clone(), span: word.span })),
            }
        }
    }
}

fn is_noun(scope: &Scope<'_>, word: &ast::Word) -> bool {
    word.form.is_some_and(|form| scope.graph.vocabulary().forms.get(form).noun.is_some())
}

/// A number of `group by`.
fn number(scope: &Scope<'_>, draft: &mut Draft, shape: &Shape, column: &ast::ColumnSyntax) -> Option<Aggregate> {
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
    read_aggregate(scope, draft, shape, aggregate, column)
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

fn best_key(scope: &Scope<'_>, draft: &mut Draft, shape: &Shape, key: &ast::KeySyntax) -> Option<Key> {
    // `top 5 drugs by count genes`: the number is made first.
    counted_key(scope, draft, shape, key).unwrap_or_else(|| read_key(scope, draft, shape, key))
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
    let column = RowColumn { kind: ColumnKind::PerHead(Box::new(aggregate)), heading, span: key.column.span };
    Some(Some(Key { column, ascending: key.ascending }))
}

fn follow(scope: &Scope<'_>, draft: &mut Draft, set: SetId, goal: &ast::GoalSyntax, span: Span) -> Option<SetId> {
    let verb = &goal.verb;
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
    let target = match &goal.to {
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
    Some(draft.push_set(SetNode::Phrase(target)))
}

fn word_column(word: &ast::Word, text: &str) -> ast::ColumnSyntax {
    ast::ColumnSyntax { kind: ast::ColumnKindSyntax::Word(*word, text.to_owned()), alias: None, span: word.span }
}
