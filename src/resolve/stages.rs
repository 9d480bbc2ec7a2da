//! Stages: what is done with rows.

use super::Resolver;
use super::columns::Shape;
use super::filters::text_comparison;
use super::sources::shape;
use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast::{self, Comparison, CountOf, Expression, StageKind};
use crate::query::{
    Aggregate, AggregateKind, Column, ColumnKind, Condition, Domain, EvidenceColumn, Key, Node, RowTest, SetId,
    SetNode, Source, Stage, ValueTest,
};
use crate::text::Span;
use crate::vocabulary::{KindSet, PropertyId, PropertyType};

impl Resolver<'_> {
    /// All stages of a question.
    pub(crate) fn stages(
        &mut self,
        source: &mut Source,
        stages: &[ast::Stage],
        format: &mut Option<ast::Text>,
        file: &mut Option<ast::Text>,
    ) -> Vec<Stage> {
        let mut shape = shape(source);
        let mut resolved = Vec::with_capacity(stages.len());
        for stage in stages {
            match &stage.kind {
                StageKind::As(text) => *format = Some(text.clone()),
                StageKind::To(text) => *file = Some(text.clone()),
                StageKind::Count { .. }
                | StageKind::Group { .. }
                | StageKind::Sort(_)
                | StageKind::Top { .. }
                | StageKind::Bottom { .. }
                | StageKind::Limit(_)
                | StageKind::Skip(_)
                | StageKind::Show(_)
                | StageKind::Where(_)
                | StageKind::Distinct(_)
                | StageKind::Follow { .. }
                | StageKind::Rank(_) => {
                    if let Some(stage) = self.stage(&mut shape, stage) {
                        resolved.push(stage);
                    }
                }
            }
        }
        resolved
    }

    /// Stages inside brackets or a `let`: the result must still be a set.
    pub(crate) fn set_stages(&mut self, set: SetId, stages: &[ast::Stage]) -> Option<Vec<Stage>> {
        let mut shape = Shape::Set(set);
        let mut resolved = Vec::new();
        for stage in stages {
            let made = self.stage(&mut shape, stage)?;
            if let Shape::Table(_) = shape {
                self.error(
                    Diagnostic::error(
                        Code::TypeMismatch,
                        stage.span,
                        "this stage makes a table; a set of entities is wanted here",
                    )
                    .help("leave out `count`, `group by` and `show` inside brackets"),
                );
                return None;
            }
            resolved.push(made);
        }
        Some(resolved)
    }

    fn stage(&mut self, shape: &mut Shape, stage: &ast::Stage) -> Option<Stage> {
        match &stage.kind {
            StageKind::Count { of, by } => self.count(shape, of, by, stage.span),
            StageKind::Group { by, aggregates } => self.group_by(shape, by, aggregates),
            StageKind::Sort(keys) => Some(Stage::Sort(self.keys(shape, keys)?)),
            StageKind::Top { count, by } => self.top(shape, *count, by.as_ref(), false),
            StageKind::Bottom { count, by } => self.top(shape, *count, Some(by), true),
            StageKind::Limit(count) => Some(Stage::Limit(usize::try_from(*count).unwrap_or(usize::MAX))),
            StageKind::Skip(count) => Some(Stage::Skip(usize::try_from(*count).unwrap_or(usize::MAX))),
            StageKind::Show(columns) => self.show(shape, columns),
            StageKind::Where(expression) => Some(Stage::Where(self.row_test(shape, expression)?)),
            StageKind::Distinct(keys) => self.distinct(shape, keys),
            StageKind::Follow { verb, to } => self.follow(shape, verb, to.as_ref(), stage.span),
            StageKind::Rank(by) => {
                self.want_set(shape, stage.span, "rank by")?;
                Some(Stage::Rank(*by))
            }
            StageKind::As(text) | StageKind::To(text) => {
                self.error(Diagnostic::error(
                    Code::TypeMismatch,
                    text.span,
                    "output is chosen at the end of the whole question, not inside it",
                ));
                None
            }
        }
    }

    fn want_set(&mut self, shape: &Shape, span: Span, stage: &str) -> Option<SetId> {
        match shape {
            Shape::Set(set) => Some(*set),
            Shape::Table(_) => {
                self.error(
                    Diagnostic::error(
                        Code::TypeMismatch,
                        span,
                        format!("`{stage}` needs a set of entities, and this is a table"),
                    )
                    .help("put it before the first `count`, `group by` or `show`"),
                );
                None
            }
        }
    }

    fn keys(&mut self, shape: &Shape, keys: &[ast::Key]) -> Option<Vec<Key>> {
        keys.iter().map(|key| self.key(shape, key)).collect()
    }

    fn key(&mut self, shape: &Shape, key: &ast::Key) -> Option<Key> {
        let column = self.column(shape, &key.column)?;
        Some(Key { column, ascending: key.ascending })
    }

    fn count(&mut self, shape: &mut Shape, of: &CountOf, by: &[ast::Key], span: Span) -> Option<Stage> {
        let by = self.keys(shape, by)?;
        let kind = self.count_kind(shape, of, span)?;
        let aggregates = vec![Aggregate { kind, heading: "count".to_owned() }];
        Some(self.grouped(shape, by, aggregates))
    }

    fn grouped(&mut self, shape: &mut Shape, by: Vec<Key>, aggregates: Vec<Aggregate>) -> Stage {
        let headings = by
            .iter()
            .map(|key| key.column.heading.clone())
            .chain(aggregates.iter().map(|aggregate| aggregate.heading.clone()))
            .collect();
        *shape = Shape::Table(headings);
        Stage::Group { by, aggregates }
    }

    fn count_kind(&mut self, shape: &Shape, of: &CountOf, span: Span) -> Option<AggregateKind> {
        match of {
            CountOf::Rows => Some(AggregateKind::CountRows),
            CountOf::Paths => {
                self.want_set(shape, span, "count paths")?;
                Some(AggregateKind::CountPaths)
            }
            CountOf::Evidence => {
                self.want_set(shape, span, "count evidence")?;
                Some(AggregateKind::CountEvidence)
            }
            CountOf::Noun(word, text) => {
                match self.column(shape, &word_column(word, text))?.kind {
                    ColumnKind::Node(node) => {
                        let noun = word.form.and_then(|form| self.graph.vocabulary().forms.get(form).noun);
                        let kinds = noun
                            .map_or(KindSet(u128::MAX), |noun| KindSet::of(&self.graph.vocabulary().noun(noun).kinds));
                        Some(AggregateKind::CountNode(node, kinds))
                    }
                    // A noun that the question does not hold has nothing to count: the row's own cancer is no noun.
                    ColumnKind::Evidence(_) if matches!(shape, Shape::Set(_)) && self.is_noun(word) => {
                        self.error(
                            Diagnostic::error(
                                Code::UnknownLabel,
                                word.span,
                                format!("no noun of the question is `{text}`"),
                            )
                            .help("`count by cancer` counts rows by a column of their evidence"),
                        );
                        None
                    }
                    kind => Some(AggregateKind::CountDistinct(Column { kind, heading: text.clone(), span: word.span })),
                }
            }
        }
    }

    fn is_noun(&self, word: &ast::Word) -> bool {
        word.form.is_some_and(|form| self.graph.vocabulary().forms.get(form).noun.is_some())
    }

    fn group_by(&mut self, shape: &mut Shape, by: &[ast::Key], columns: &[ast::Column]) -> Option<Stage> {
        let by = self.keys(shape, by)?;
        let mut aggregates = Vec::new();
        for column in columns {
            let ast::ColumnKind::Aggregate(aggregate) = &column.kind else {
                self.error(
                    Diagnostic::error(
                        Code::TypeMismatch,
                        column.span,
                        "after the colon stand numbers made of many rows",
                    )
                    .help("count, min(…), max(…), sum(…), avg(…), list(…)"),
                );
                return None;
            };
            aggregates.push(self.aggregate(shape, aggregate, column)?);
        }
        Some(self.grouped(shape, by, aggregates))
    }

    fn aggregate(&mut self, shape: &Shape, aggregate: &ast::Aggregate, column: &ast::Column) -> Option<Aggregate> {
        let alias = column.alias.as_ref().map(|alias| alias.text.clone());
        match aggregate {
            ast::Aggregate::Count(of) => {
                let kind = self.count_kind(shape, of, column.span)?;
                Some(Aggregate { kind, heading: alias.unwrap_or_else(|| "count".to_owned()) })
            }
            ast::Aggregate::Over { function, column: of } => {
                let of = self.column(shape, of)?;
                let heading = alias.unwrap_or_else(|| format!("{} {}", function_name(*function), of.heading));
                Some(Aggregate { kind: AggregateKind::Over(*function, of), heading })
            }
        }
    }

    fn top(&mut self, shape: &mut Shape, count: u64, by: Option<&ast::Key>, bottom: bool) -> Option<Stage> {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let by = match by {
            None => None,
            Some(key) => match self.counted_key(shape, key) {
                // `top 5 drugs by count genes`: the number is made first.
                Some(result) => return result.map(|by| Stage::Top { count, by: Some(by), bottom }),
                None => Some(self.key(shape, key)?),
            },
        };
        Some(Stage::Top { count, by, bottom })
    }

    /// A key that is a number per head entity: `by count genes`.
    fn counted_key(&mut self, shape: &Shape, key: &ast::Key) -> Option<Option<Key>> {
        let ast::ColumnKind::Aggregate(aggregate) = &key.column.kind else { return None };
        let Shape::Set(_) = shape else { return None };
        let aggregate = match self.aggregate(shape, aggregate, &key.column) {
            Some(aggregate) => aggregate,
            None => return Some(None),
        };
        let heading = aggregate.heading.clone();
        let column = Column { kind: ColumnKind::PerHead(Box::new(aggregate)), heading, span: key.column.span };
        Some(Some(Key { column, ascending: key.ascending }))
    }

    fn show(&mut self, shape: &mut Shape, columns: &[ast::Column]) -> Option<Stage> {
        let columns: Vec<Column> =
            columns.iter().map(|column| self.column(shape, column)).collect::<Option<Vec<Column>>>()?;
        *shape = Shape::Table(columns.iter().map(|column| column.heading.clone()).collect());
        Some(Stage::Show(columns))
    }

    fn distinct(&mut self, shape: &mut Shape, keys: &[ast::Key]) -> Option<Stage> {
        let keys = self.keys(shape, keys)?;
        if !keys.is_empty() {
            *shape = Shape::Table(keys.iter().map(|key| key.column.heading.clone()).collect());
        }
        Some(Stage::Distinct(keys))
    }

    fn follow(&mut self, shape: &mut Shape, verb: &ast::Word, to: Option<&ast::Head>, span: Span) -> Option<Stage> {
        let set = self.want_set(shape, span, "follow")?;
        let head = self.query.head_of(set);
        let kinds = self.query.node(head).kinds;
        let vocabulary = self.graph.vocabulary();
        let uses = verb.form.map(|form| vocabulary.forms.get(form).verbs.clone()).unwrap_or_default();
        if uses.is_empty() {
            self.unknown_word(verb.span, "a verb");
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
            let message = format!("this verb is not said of a {}", self.kind_list(kinds, "or"));
            self.error(Diagnostic::error(Code::WrongKind, verb.span, message));
            return None;
        }
        let steps = uses.iter().map(|usage| (usage.relation, usage.head.other())).collect();
        let word = uses.first().map_or_else(String::new, |usage| {
            let row = vocabulary.verb(usage.relation);
            row.participles[usize::from(usage.head == crate::vocabulary::End::From)].clone()
        });
        let from = self.push_node(Node { domain: Domain::Rows, ..self.blank(kinds, span) });
        let target = match to {
            Some(to) => self.phrase(&ast::Phrase { head: to.clone(), clauses: Vec::new(), span: to.span })?,
            None => self.push_node(self.blank(goals, span)),
        };
        let link = self.plain_link(steps, from, &word, span);
        let link = Condition::Link(self.push_link(link));
        let node = &mut self.query.nodes[target.0 as usize];
        node.condition = match std::mem::take(&mut node.condition) {
            Condition::True => link,
            other => Condition::And(vec![link, other]),
        };
        let id = self.push_set(SetNode::Phrase(target));
        *shape = Shape::Set(id);
        Some(Stage::Follow { target: id, from })
    }

    pub(crate) fn blank(&self, kinds: KindSet, span: Span) -> Node {
        let heading = self.heading(kinds);
        self.plain_node(kinds, &heading, span)
    }

    fn row_test(&mut self, shape: &Shape, expression: &Expression) -> Option<RowTest> {
        self.tests += 1;
        if self.is_full(Span::new(0, self.asked.len() as u32)) {
            return None;
        }
        match expression {
            Expression::Not(inner) => Some(RowTest::Not(Box::new(self.row_test(shape, inner)?))),
            Expression::And(parts) => {
                Some(RowTest::And(parts.iter().map(|part| self.row_test(shape, part)).collect::<Option<_>>()?))
            }
            Expression::Or(parts) => {
                Some(RowTest::Or(parts.iter().map(|part| self.row_test(shape, part)).collect::<Option<_>>()?))
            }
            Expression::Compare { column, operator, value } => {
                let column = self.column(shape, column)?;
                self.row_comparison(column, *operator, value)
            }
            Expression::Between { column, low, high } => {
                let column = self.column(shape, column)?;
                let least = self.row_comparison(column.clone(), Comparison::GreaterOrEqual, low)?;
                let most = self.row_comparison(column, Comparison::LessOrEqual, high)?;
                Some(RowTest::And(vec![least, most]))
            }
            Expression::In { column, values } => {
                let column = self.column(shape, column)?;
                let tests: Option<Vec<RowTest>> =
                    values.iter().map(|value| self.row_comparison(column.clone(), Comparison::Equal, value)).collect();
                Some(RowTest::Or(tests?))
            }
            Expression::Missing { column, negated } => {
                let column = self.column(shape, column)?;
                let test = RowTest::Compare { column, test: ValueTest::Missing };
                Some(if *negated { RowTest::Not(Box::new(test)) } else { test })
            }
        }
    }

    fn row_comparison(&mut self, column: Column, operator: Comparison, value: &ast::Value) -> Option<RowTest> {
        let property = match &column.kind {
            ColumnKind::Property(_, property) | ColumnKind::Evidence(EvidenceColumn::Property(property)) => {
                Some(*property)
            }
            ColumnKind::Node(_)
            | ColumnKind::Field(..)
            | ColumnKind::Evidence(_)
            | ColumnKind::Made(_)
            | ColumnKind::PerHead(_) => None,
        };
        let test = match property {
            Some(property) if self.is_coded(property) => self.ordered_test(property, operator, value)?,
            Some(_) | None => self.value_test(operator, value)?,
        };
        let known = RowTest::Not(Box::new(RowTest::Compare { column: column.clone(), test: ValueTest::Missing }));
        let test = RowTest::Compare { column, test };
        Some(if operator == Comparison::NotEqual {
            RowTest::And(vec![known, RowTest::Not(Box::new(test))])
        } else {
            test
        })
    }

    fn is_coded(&self, property: PropertyId) -> bool {
        matches!(self.graph.vocabulary().property(property).of, PropertyType::Ordered(_) | PropertyType::Enum(_))
    }

    fn ordered_test(&mut self, property: PropertyId, operator: Comparison, value: &ast::Value) -> Option<ValueTest> {
        let textual = matches!(
            operator,
            Comparison::Contains | Comparison::StartsWith | Comparison::EndsWith | Comparison::Matches
        );
        if textual {
            return self.value_test(operator, value);
        }
        let code = self.code(property, value)?;
        // The best code is the lowest number, and the best is the greatest.
        Some(match operator {
            Comparison::Greater => {
                code.checked_sub(1).map_or(ValueTest::Order(1, 0, property), |high| ValueTest::Order(0, high, property))
            }
            Comparison::GreaterOrEqual => ValueTest::Order(0, code, property),
            Comparison::Less => ValueTest::Order(code.saturating_add(1), u16::MAX, property),
            Comparison::LessOrEqual => ValueTest::Order(code, u16::MAX, property),
            Comparison::Equal
            | Comparison::NotEqual
            | Comparison::Contains
            | Comparison::StartsWith
            | Comparison::EndsWith
            | Comparison::Matches => ValueTest::Order(code, code, property),
        })
    }

    fn value_test(&mut self, operator: Comparison, value: &ast::Value) -> Option<ValueTest> {
        let text = self.value_text(value)?;
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        let quoted = matches!(value, ast::Value::Text { quoted: true, .. });
        if let (Some(number), false) = (number, quoted) {
            let range = match operator {
                Comparison::Equal | Comparison::NotEqual => Some((number, number)),
                Comparison::Less => Some((f64::NEG_INFINITY, number.next_down())),
                Comparison::LessOrEqual => Some((f64::NEG_INFINITY, number)),
                Comparison::Greater => Some((number.next_up(), f64::INFINITY)),
                Comparison::GreaterOrEqual => Some((number, f64::INFINITY)),
                Comparison::Contains | Comparison::StartsWith | Comparison::EndsWith | Comparison::Matches => None,
            };
            if let Some((low, high)) = range {
                return Some(ValueTest::Number(low, high, text.to_lowercase()));
            }
        }
        let comparison = text_comparison(operator, &text);
        if let crate::query::TextComparison::Matches(pattern) = &comparison
            && let Err(error) = regex_lite::Regex::new(pattern)
        {
            self.error(Diagnostic::error(
                Code::WrongValue,
                value.span(),
                format!("this is no regular expression: {error}"),
            ));
            return None;
        }
        Some(ValueTest::Text(comparison))
    }
}

fn word_column(word: &ast::Word, text: &str) -> ast::Column {
    ast::Column { kind: ast::ColumnKind::Word(*word, text.to_owned()), alias: None, span: word.span }
}

pub(crate) const fn function_name(function: ast::AggregateFunction) -> &'static str {
    match function {
        ast::AggregateFunction::Min => "min",
        ast::AggregateFunction::Max => "max",
        ast::AggregateFunction::Sum => "sum",
        ast::AggregateFunction::Avg => "avg",
        ast::AggregateFunction::List => "list",
    }
}
