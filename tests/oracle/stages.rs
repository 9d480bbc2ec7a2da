//! What is done with rows (language section 3): one stage after another.

use crate::check::Sheet;
use crate::evidence::{Bound, Row, Rows, Telling};
use crate::meaning::{Condition, Link, Meaning, Mode, own_values};
use crate::question::{
    Aggregate, Clause, Column, Comparison, Head, Key, Object, Phrase, Quantifier, Question, RowTest, Said, Set, Stage,
};
use crate::world::{Id, LEVELS, STATUSES, Statement};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// One value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Missing,
    Entity(Id),
    /// An entity that is written by its name only.
    Named(Id),
    Entities(Vec<Id>),
    /// A value of an enumeration with its place in it.
    Coded(usize, String),
    Text(String),
    Texts(Vec<String>),
    Number(f64),
    Bool(bool),
    Sources(Vec<Id>),
    Statements(Vec<usize>),
    Opposite(Vec<usize>),
}

/// Rows that are no entities any more.
#[derive(Clone, Debug, Default)]
pub struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Value>>,
    pub contested: Vec<Vec<Value>>,
}

const EFFECTS: &[&str] = &[
    "sensitivity",
    "resistance",
    "reduced sensitivity",
    "adverse response",
    "no effect",
    "overcomes",
    "treats",
    "diagnostic",
    "prognostic",
    "predisposing",
    "oncogenic",
    "functional",
    "occurrence",
];

/// Fields whose values have an order of their own.
const ENUMERATIONS: &[(&str, &[&str])] = &[
    ("level", &LEVELS),
    ("status", &STATUSES),
    ("effect", EFFECTS),
    ("direction", &["supports", "disputes", "inconclusive"]),
    ("line", &["first", "later"]),
    ("origin", &["somatic", "germline", "combined", "mixed"]),
    ("phase", &["cis", "trans"]),
];

impl Value {
    pub fn is_missing(&self) -> bool {
        match self {
            Value::Missing => true,
            Value::Entities(list) | Value::Sources(list) => list.is_empty(),
            Value::Statements(list) | Value::Opposite(list) => list.is_empty(),
            Value::Texts(list) => list.is_empty(),
            Value::Entity(_)
            | Value::Named(_)
            | Value::Coded(..)
            | Value::Text(_)
            | Value::Number(_)
            | Value::Bool(_) => false,
        }
    }
}

/// A field of one statement.
fn field(statement: &Statement, name: &str) -> Value {
    let text = statement.field(name);
    if text.is_empty() {
        return Value::Missing;
    }
    if let Some((_, values)) = ENUMERATIONS.iter().find(|(field, _)| *field == name) {
        let place = values.iter().position(|value| *value == text).unwrap_or_else(|| panic!("{name} {text}"));
        return Value::Coded(place, text.to_owned());
    }
    match name {
        "rating" | "year" | "patients" | "frequency" => Value::Number(text.parse().expect("a number")),
        "onset" => Value::Texts(own_values(text).into_iter().map(str::to_owned).collect()),
        "disputed" | "flagged" => Value::Bool(text == "yes"),
        _ => Value::Text(text.to_owned()),
    }
}

/// A column that the evidence of a row gives it.
pub fn evidence(meaning: &Meaning<'_>, row: &Row, column: &str) -> Value {
    let world = &meaning.graph.world;
    let entity = |id: Option<Id>| id.map_or(Value::Missing, Value::Entity);
    let best = row.best.map(|best| &world.statements[best]);
    let status = row.status.map(|status| &world.statements[status]);
    let behind = if row.contested { &row.against } else { &row.statements };
    match column {
        "status" | "region" | "as_of" => status.map_or(Value::Missing, |status| field(status, column)),
        "status_statement" => match row.status.filter(|&number| !world.statements[number].field("status").is_empty()) {
            Some(number) => Value::Text(world.statements[number].id.clone()),
            None => Value::Missing,
        },
        "cancer" => entity(row.cancer),
        "variant_match" => row.finding.map_or(Value::Missing, |how| Value::Text(how.word().to_owned())),
        "match" => row.how.map_or(Value::Missing, |how| Value::Text(how.word().to_owned())),
        "supporting" | "disputing" if best.is_none() => Value::Missing,
        "supporting" => Value::Number(if row.contested { 0.0 } else { row.supporting.len() as f64 }),
        "disputing" => Value::Number(row.against.len() as f64),
        "opposite" => Value::Opposite(row.opposite.clone()),
        "statements" => Value::Statements(behind.clone()),
        "against" if row.contested => Value::Statements(Vec::new()),
        "against" => Value::Statements(row.against.clone()),
        "via" => entity(row.via),
        "sources" => {
            let of_statements = behind.iter().flat_map(|&number| world.statements[number].sources.clone());
            let mut sources: Vec<Id> = Vec::new();
            for source in of_statements.chain(row.fact_sources.iter().copied()) {
                if !sources.contains(&source) {
                    sources.push(source);
                }
            }
            Value::Sources(sources)
        }
        "other_profiles" => Value::Entities(row.other_profiles.clone()),
        "other_cancers" => Value::Entities(row.other_cancers.clone()),
        "outweighed" if row.outweighed => Value::Bool(true),
        "outweighed" => Value::Missing,
        "profile" => best.and_then(|best| best.profile).map_or(Value::Missing, Value::Named),
        "therapy" => entity(best.and_then(|best| best.therapy)),
        "mechanism" => entity(best.and_then(|best| best.mechanism)),
        "partners" => Value::Entities(best.map(|best| best.partners.clone()).unwrap_or_default()),
        _ => best.map_or(Value::Missing, |best| field(best, column)),
    }
}

/// The same of one statement.
fn of_statement(statement: &Statement, column: &str) -> Value {
    match column {
        "cancer" => match statement.cancers[..] {
            [] => Value::Missing,
            [only] => Value::Entity(only),
            _ => Value::Entities(statement.cancers.clone()),
        },
        "profile" => statement.profile.map_or(Value::Missing, Value::Named),
        _ => field(statement, column),
    }
}

/// Answers a question.
pub fn answer(meaning: &Meaning<'_>, question: &Question) -> Sheet {
    let rows = Telling::new(meaning, &question.set).rows(&question.set);
    run(meaning, &question.set, rows, &question.stages)
}

/// The first rows of a set, for brackets with `limit`.
pub fn first(meaning: &Meaning<'_>, set: &Set, count: usize) -> BTreeSet<Id> {
    let rows = Telling::new(meaning, set).rows(set).rows;
    rows.iter().take(count).map(|row| row.entity).collect()
}

fn run(meaning: &Meaning<'_>, set: &Set, mut rows: Rows, stages: &[Stage]) -> Sheet {
    let work = Work { meaning, telling: Telling::new(meaning, set) };
    for (place, stage) in stages.iter().enumerate() {
        let rest = &stages[place + 1..];
        match stage {
            Stage::Limit(count) | Stage::Top(count, None) => keep(&mut rows, 0, *count),
            Stage::Skip(count) => keep(&mut rows, *count, usize::MAX),
            Stage::Top(count, Some(key)) => {
                work.sort(&mut rows.rows, &[(key.column.clone(), key.ascending.unwrap_or(!is_numeric(&key.column)))]);
                keep(&mut rows, 0, *count);
            }
            Stage::Bottom(count, key) => {
                work.sort(&mut rows.rows, &[(key.column.clone(), !key.ascending.unwrap_or(!is_numeric(&key.column)))]);
                keep(&mut rows, 0, *count);
            }
            Stage::Sort(keys) => work.sort(&mut rows.rows, &ascending(keys)),
            Stage::Where(column, test) => {
                for list in [&mut rows.rows, &mut rows.contested] {
                    list.retain(|row| work.meets(&work.value(row, column), test));
                }
            }
            Stage::Distinct(keys) if keys.is_empty() => {}
            Stage::Distinct(keys) => return work.run_table(work.distinct(&rows, keys), rest),
            Stage::Show(columns) => return work.run_table(work.show(&rows, columns), rest),
            Stage::Count(keys) => return work.run_table(work.group(&rows, keys, &[Aggregate::Count]), rest),
            Stage::CountEvidence(keys) => {
                return work.run_table(work.group(&rows, keys, &[Aggregate::CountEvidence]), rest);
            }
            Stage::Group(keys, aggregates) => return work.run_table(work.group(&rows, keys, aggregates), rest),
            Stage::Follow { relation, from, word, kinds } => {
                let reached: BTreeSet<Id> = rows.rows.iter().map(|row| row.entity).collect();
                let said = Said {
                    relation: relation.clone(),
                    head: from.other(),
                    word: word.clone(),
                    transitive: false,
                    quantifier: Quantifier::Some,
                    object: Object::Rows(reached),
                    inside: Vec::new(),
                    outside: None,
                    filters: Vec::new(),
                    without: false,
                };
                let head = Head::NounForm { kinds: kinds.clone() };
                let set =
                    Set::Phrase(Phrase { head, is_labelled: false, status: None, clauses: vec![Clause::Said(said)] });
                // A meaning of its own: what is known of phrases is known by where they are.
                let including = (meaning.including_contested, meaning.including_combinations);
                let meaning = Meaning::new(meaning.graph, including, meaning.first);
                let rows = Telling::new(&meaning, &set).rows(&set);
                return run(&meaning, &set, rows, rest);
            }
        }
    }
    Sheet::of_rows(meaning, set, &rows)
}

/// What the head's own clauses are bound to.
fn bound(binding: &Binding) -> Bound {
    binding.iter().filter(|(path, _)| path.len() == 1).map(|(path, &id)| (path[0], id)).collect()
}

/// A limit leaves no contested rows.
fn keep(rows: &mut Rows, skip: usize, count: usize) {
    rows.rows = std::mem::take(&mut rows.rows).into_iter().skip(skip).take(count).collect();
    rows.contested.clear();
}

fn ascending(keys: &[Key]) -> Vec<(Column, bool)> {
    keys.iter().map(|key| (key.column.clone(), key.ascending.unwrap_or(true))).collect()
}

/// Numbers and years descend in `top`.
fn is_numeric(column: &Column) -> bool {
    matches!(
        column,
        Column::Evidence("rating" | "year" | "as_of" | "patients" | "frequency" | "supporting" | "disputing")
    )
}

/// Rows, and the groups that they fall into.
struct Group {
    keys: Vec<Value>,
    rows: BTreeSet<Id>,
    statements: BTreeSet<usize>,
    /// By aggregate.
    entities: Vec<BTreeSet<Id>>,
    values: Vec<Vec<Value>>,
}

/// Which entity each noun that is mentioned stands for.
type Binding = BTreeMap<Vec<usize>, Id>;

struct Work<'m, 'g, 'q> {
    meaning: &'m Meaning<'g>,
    telling: Telling<'m, 'g, 'q>,
}

impl Work<'_, '_, '_> {
    // ---- columns

    fn value(&self, row: &Row, column: &Column) -> Value {
        self.bound_value(row, &Binding::new(), column)
    }

    fn bound_value(&self, row: &Row, binding: &Binding, column: &Column) -> Value {
        let world = &self.meaning.graph.world;
        match column {
            Column::Head(_) => Value::Entity(row.entity),
            Column::Noun(_, path) => match binding.get(path) {
                Some(&entity) => Value::Entity(entity),
                None => {
                    let all = self.combinations(row, &[column]);
                    some_of(all.into_iter().map(|binding| binding[path]).collect())
                }
            },
            Column::Name => Value::Text(world.name(row.entity).to_owned()),
            Column::Via { relation, kind, .. } => {
                some_of(self.meaning.parents(relation, *kind, row.entity).into_iter().collect())
            }
            // A row of one statement: what stands behind it leads to the nouns that are bound.
            Column::Evidence(name) => {
                let bound = bound(binding);
                if bound.is_empty() {
                    return evidence(self.meaning, row, name);
                }
                evidence(self.meaning, &self.telling.bound_row(row.entity, row.contested, &bound), name)
            }
            Column::Made(_) => panic!("rows have no column of a table"),
        }
    }

    /// The distinct combinations of the nouns that columns mention.
    fn combinations(&self, row: &Row, columns: &[&Column]) -> Vec<Binding> {
        let mut wanted: Vec<Vec<usize>> = Vec::new();
        for column in columns {
            if let Column::Noun(_, path) = column
                && !wanted.contains(path)
            {
                wanted.push(path.clone());
            }
        }
        let mode = if row.contested { Mode::All } else { Mode::Supported };
        let phrase = self.telling.phrase;
        let bind = || self.bind(self.telling.condition(), phrase, row.entity, &[], &wanted, mode);
        let mut found = self.meaning.labelled_as(phrase, row.entity, bind);
        found.sort_by_key(|binding| wanted.iter().map(|path| binding[path]).collect::<Vec<Id>>());
        found.dedup();
        found
    }

    fn bind(
        &self,
        condition: &Condition<'_>,
        phrase: &Phrase,
        entity: Id,
        path: &[usize],
        wanted: &[Vec<usize>],
        mode: Mode,
    ) -> Vec<Binding> {
        let own = wanted.iter().find(|wanted| *wanted == path);
        let mut all = vec![own.map(|path| (path.clone(), entity)).into_iter().collect::<Binding>()];
        let Condition::And(parts) = condition else { return all };
        for (place, part) in parts.iter().enumerate().take(phrase.clauses.len()) {
            let further = [path, &[place]].concat();
            if !wanted.iter().any(|wanted| wanted.starts_with(&further)) {
                continue;
            }
            let Clause::Said(said) = &phrase.clauses[place] else { panic!("such a column is not made") };
            let Object::Phrase(object) = &said.object else { panic!("such a column is not made") };
            let links = part.links();
            let mut longer = Vec::new();
            for end in self.reached(links[0], entity, mode) {
                let condition = self.meaning.condition(object);
                for more in self.bind(&condition, object, end, &further, wanted, self.meaning.behind(mode)) {
                    longer.extend(
                        all.iter().map(|known| known.iter().chain(&more).map(|(k, v)| (k.clone(), *v)).collect()),
                    );
                }
            }
            all = longer;
        }
        all
    }

    fn reached(&self, link: &Link<'_>, entity: Id, mode: Mode) -> BTreeSet<Id> {
        let objects = self.meaning.objects(link, mode);
        let edges = self.meaning.edges(link, entity).into_iter().map(|(edge, _)| edge);
        let counted = edges.filter(|edge| self.meaning.counts(link, &objects, edge, mode));
        counted.map(|edge| edge.at(link.head.other())).collect()
    }

    // ---- stages on entities

    fn sort(&self, rows: &mut Vec<Row>, keys: &[(Column, bool)]) {
        let mut keyed: Vec<(Vec<Value>, Row)> = std::mem::take(rows)
            .into_iter()
            .map(|row| (keys.iter().map(|(column, _)| self.value(&row, column)).collect(), row))
            .collect();
        let name = |row: &Row| self.meaning.graph.world.name(row.entity);
        keyed.sort_by(|(a, one), (b, other)| self.order(a, b, keys).then_with(|| name(one).cmp(name(other))));
        *rows = keyed.into_iter().map(|(_, row)| row).collect();
    }

    fn order(&self, a: &[Value], b: &[Value], keys: &[(Column, bool)]) -> Ordering {
        let orders = keys.iter().enumerate().map(|(i, (_, ascending))| self.compare(&a[i], &b[i], *ascending));
        orders.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }

    /// What is missing stands last either way.
    fn compare(&self, a: &Value, b: &Value, ascending: bool) -> Ordering {
        let name = |id: Id| self.meaning.graph.world.name(id);
        let order = match (a, b) {
            (a, b) if a.is_missing() || b.is_missing() => return a.is_missing().cmp(&b.is_missing()),
            (Value::Coded(a, _), Value::Coded(b, _)) => a.cmp(b),
            (Value::Number(a), Value::Number(b)) => a.total_cmp(b),
            (Value::Text(a), Value::Text(b)) => a.cmp(b),
            (Value::Texts(a), Value::Texts(b)) => a.cmp(b),
            (a, b) if !ids(a).is_empty() && !ids(b).is_empty() => {
                let names = |value: &Value| ids(value).into_iter().map(name).collect::<Vec<&str>>();
                names(a).cmp(&names(b)).then_with(|| ids(a).cmp(&ids(b)))
            }
            (a, b) => panic!("{a:?} and {b:?} in one column"),
        };
        if ascending { order } else { order.reverse() }
    }

    fn show(&self, rows: &Rows, columns: &[Column]) -> Table {
        let mentioned: Vec<&Column> = columns.iter().collect();
        let cells = |row: &Row| {
            let mut all: Vec<Vec<Value>> = Vec::new();
            for binding in self.combinations(row, &mentioned) {
                let cells = columns.iter().map(|column| self.bound_value(row, &binding, column)).collect();
                if !all.contains(&cells) {
                    all.push(cells);
                }
            }
            all
        };
        Table {
            columns: columns.iter().map(Column::text).collect(),
            rows: rows.rows.iter().flat_map(cells).collect(),
            contested: rows.contested.iter().flat_map(cells).collect(),
        }
    }

    fn distinct(&self, rows: &Rows, keys: &[Key]) -> Table {
        let columns: Vec<Column> = keys.iter().map(|key| key.column.clone()).collect();
        let mut table = self.show(rows, &columns);
        // Contested rows are never counted.
        table.contested.clear();
        let mut seen = different(table.rows.into_iter().flat_map(each).collect());
        let sorted = ascending(keys);
        seen.sort_by(|a, b| self.order(a, b, &sorted).then_with(|| self.in_order_of_columns(a, b)));
        Table { rows: seen, contested: Vec::new(), ..table }
    }

    fn in_order_of_columns(&self, a: &[Value], b: &[Value]) -> Ordering {
        let orders = a.iter().zip(b).map(|(a, b)| self.compare(a, b, true));
        orders.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }

    fn group(&self, rows: &Rows, keys: &[Key], aggregates: &[Aggregate]) -> Table {
        let mut groups: Vec<Group> = Vec::new();
        let new = |keys: Vec<Value>| Group {
            keys,
            rows: BTreeSet::new(),
            statements: BTreeSet::new(),
            entities: vec![BTreeSet::new(); aggregates.len()],
            values: vec![Vec::new(); aggregates.len()],
        };
        if keys.is_empty() {
            groups.push(new(Vec::new()));
        }
        let of_aggregates = aggregates.iter().filter_map(|aggregate| match aggregate {
            Aggregate::CountNoun(column) | Aggregate::Over(_, column) => Some(column),
            Aggregate::Count | Aggregate::CountEvidence => None,
        });
        let mentioned: Vec<&Column> = keys.iter().map(|key| &key.column).chain(of_aggregates).collect();
        let counts_evidence = aggregates.iter().any(|aggregate| matches!(aggregate, Aggregate::CountEvidence));
        for row in &rows.rows {
            for binding in self.combinations(row, &mentioned) {
                let statements: Vec<Option<usize>> = match bound(&binding) {
                    _ if !counts_evidence => vec![None],
                    bound if bound.is_empty() => row.statements.iter().copied().map(Some).collect(),
                    bound => {
                        let row = self.telling.bound_row(row.entity, row.contested, &bound);
                        row.statements.into_iter().map(Some).collect()
                    }
                };
                for statement in statements {
                    let value = |column: &Column| match (column, statement) {
                        (Column::Evidence(name), Some(number)) => {
                            of_statement(&self.meaning.graph.world.statements[number], name)
                        }
                        (column, _) => self.bound_value(row, &binding, column),
                    };
                    for values in each(keys.iter().map(|key| value(&key.column)).collect()) {
                        let place = groups.iter().position(|group| group.keys == values);
                        let place = place.unwrap_or_else(|| {
                            groups.push(new(values));
                            groups.len() - 1
                        });
                        let group = &mut groups[place];
                        group.rows.insert(row.entity);
                        group.statements.extend(statement);
                        for (i, aggregate) in aggregates.iter().enumerate() {
                            match aggregate {
                                Aggregate::CountNoun(column) => {
                                    if let Value::Entity(id) = value(column) {
                                        group.entities[i].insert(self.meaning.graph.face(id));
                                    }
                                }
                                Aggregate::Over(_, column) => {
                                    group.values[i].extend(each(vec![value(column)]).into_iter().flatten());
                                }
                                Aggregate::Count | Aggregate::CountEvidence => {}
                            }
                        }
                    }
                }
            }
        }
        self.finish(groups, keys, aggregates)
    }

    fn finish(&self, groups: Vec<Group>, keys: &[Key], aggregates: &[Aggregate]) -> Table {
        let of = |group: Group| {
            let made = aggregates.iter().enumerate().map(|(i, aggregate)| match aggregate {
                Aggregate::Count => Value::Number(group.rows.len() as f64),
                Aggregate::CountEvidence => Value::Number(group.statements.len() as f64),
                Aggregate::CountNoun(_) => Value::Number(group.entities[i].len() as f64),
                Aggregate::Over(function, column) => self.over(function, column, &group.values[i]),
            });
            group.keys.iter().cloned().chain(made).collect::<Vec<Value>>()
        };
        let mut rows: Vec<Vec<Value>> = groups.into_iter().map(of).collect();
        let order = ascending(keys);
        rows.sort_by(|a, b| self.order(a, b, &order));
        let headings = keys.iter().map(|key| key.column.text()).chain(aggregates.iter().map(Aggregate::heading));
        Table { columns: headings.collect(), rows, contested: Vec::new() }
    }

    fn over(&self, function: &str, column: &Column, values: &[Value]) -> Value {
        let mut known: Vec<Value> = values.iter().filter(|value| !value.is_missing()).cloned().collect();
        known.sort_by(|a, b| self.compare(a, b, true));
        let numbers: Vec<f64> = known
            .iter()
            .filter_map(|value| if let Value::Number(number) = value { Some(*number) } else { None })
            .collect();
        match function {
            "min" | "max" => {
                let found = if function == "min" { known.first() } else { known.last() };
                match (found, column) {
                    (Some(Value::Entity(id)), Column::Evidence(_) | Column::Via { .. }) => Value::Named(*id),
                    (found, _) => found.cloned().unwrap_or(Value::Missing),
                }
            }
            "sum" | "avg" if numbers.is_empty() => Value::Missing,
            "sum" => Value::Number(numbers.iter().sum()),
            "avg" => Value::Number(numbers.iter().sum::<f64>() / numbers.len() as f64),
            "list" => {
                known.dedup();
                let entities: Vec<Id> = known
                    .iter()
                    .filter_map(|value| if let Value::Entity(id) = value { Some(*id) } else { None })
                    .collect();
                if entities.len() == known.len() {
                    Value::Entities(entities)
                } else {
                    Value::Texts(known.iter().flat_map(|value| self.texts(value)).collect())
                }
            }
            other => panic!("no function {other}"),
        }
    }

    fn texts(&self, value: &Value) -> Vec<String> {
        let name = |id: Id| self.meaning.graph.world.name(id).to_owned();
        match value {
            Value::Entity(id) | Value::Named(id) => vec![name(*id)],
            Value::Entities(list) => list.iter().map(|&id| name(id)).collect(),
            Value::Coded(_, text) | Value::Text(text) => vec![text.clone()],
            Value::Texts(texts) => texts.clone(),
            Value::Number(number) => vec![number.to_string()],
            Value::Missing => Vec::new(),
            other => panic!("{other:?} is not compared"),
        }
    }

    fn meets(&self, value: &Value, test: &RowTest) -> bool {
        let is_any = |comparison: Comparison, text: &str| {
            each(vec![value.clone()]).into_iter().flatten().any(|value| self.compares(&value, comparison, text))
        };
        match test {
            RowTest::Missing => value.is_missing(),
            RowTest::Known => !value.is_missing(),
            RowTest::Compare(..) if value.is_missing() => false,
            RowTest::Compare(Comparison::NotEqual, text) => !is_any(Comparison::Equal, text),
            RowTest::Compare(comparison, text) => is_any(*comparison, text),
        }
    }

    fn compares(&self, value: &Value, comparison: Comparison, text: &str) -> bool {
        let order = match value {
            Value::Number(number) => number.total_cmp(&text.parse().expect("a number")),
            // Of levels and their like the best is the greatest.
            Value::Coded(place, _) => {
                let of = |values: &&[&str]| values.iter().position(|value| *value == text);
                let other = ENUMERATIONS.iter().find_map(|(_, values)| of(values)).expect("a value");
                other.cmp(place)
            }
            other => self.texts(other).concat().to_lowercase().cmp(&text.to_lowercase()),
        };
        match comparison {
            Comparison::Equal => order.is_eq(),
            Comparison::NotEqual => order.is_ne(),
            Comparison::Less => order.is_lt(),
            Comparison::AtMost => order.is_le(),
            Comparison::Greater => order.is_gt(),
            Comparison::AtLeast => order.is_ge(),
        }
    }

    // ---- stages on tables

    fn run_table(&self, mut table: Table, stages: &[Stage]) -> Sheet {
        for stage in stages {
            table = self.on_table(table, stage);
        }
        Sheet::of_table(&self.meaning.graph.world, &table)
    }

    fn on_table(&self, mut table: Table, stage: &Stage) -> Table {
        let place = |column: &Column| {
            let heading = column.text();
            table.columns.iter().position(|known| *known == heading).unwrap_or_else(|| panic!("no column {heading}"))
        };
        let keys_of = |keys: &[(usize, bool)]| keys.to_vec();
        match stage {
            Stage::Limit(count) => keep_table(&mut table, 0, *count),
            Stage::Skip(count) => keep_table(&mut table, *count, usize::MAX),
            Stage::Sort(keys) => {
                let keys: Vec<(usize, bool)> =
                    keys.iter().map(|key| (place(&key.column), key.ascending.unwrap_or(true))).collect();
                let order = |a: &Vec<Value>, b: &Vec<Value>| self.order_of_table(a, b, &keys_of(&keys));
                table.rows.sort_by(order);
                table.contested.sort_by(order);
            }
            Stage::Top(count, None) => {
                let is_number = |i: &usize| matches!(table.rows.first().map(|row| &row[*i]), Some(Value::Number(_)));
                if let Some(last) = (0..table.columns.len()).rev().find(is_number) {
                    table.rows.sort_by(|a, b| self.order_of_table(a, b, &[(last, false)]));
                }
                keep_table(&mut table, 0, *count);
            }
            Stage::Top(count, Some(key)) | Stage::Bottom(count, key) => {
                let column = place(&key.column);
                let first = table.rows.iter().map(|row| &row[column]).find(|value| !value.is_missing());
                let natural = !matches!(first, Some(Value::Number(_)));
                let is_bottom = matches!(stage, Stage::Bottom(..));
                let ascending = key.ascending.unwrap_or(natural) != is_bottom;
                table.rows.sort_by(|a, b| self.order_of_table(a, b, &[(column, ascending)]));
                keep_table(&mut table, 0, *count);
            }
            Stage::Where(column, test) => {
                let column = place(column);
                for list in [&mut table.rows, &mut table.contested] {
                    list.retain(|row| self.meets(&row[column], test));
                }
            }
            Stage::Show(columns) => {
                let places: Vec<usize> = columns.iter().map(place).collect();
                let pick = |row: &Vec<Value>| places.iter().map(|&place| row[place].clone()).collect::<Vec<Value>>();
                return Table {
                    columns: places.iter().map(|&place| table.columns[place].clone()).collect(),
                    rows: table.rows.iter().map(pick).collect(),
                    contested: table.contested.iter().map(pick).collect(),
                };
            }
            Stage::Distinct(keys) if keys.is_empty() => {
                table.rows = different(table.rows);
                table.contested = different(table.contested);
            }
            Stage::Count(keys) if keys.is_empty() => {
                return Table {
                    columns: vec!["count".to_owned()],
                    rows: vec![vec![Value::Number(table.rows.len() as f64)]],
                    contested: Vec::new(),
                };
            }
            other => panic!("{other:?} does not follow a table here"),
        }
        table
    }

    /// Ties in the order of the columns.
    fn order_of_table(&self, a: &[Value], b: &[Value], keys: &[(usize, bool)]) -> Ordering {
        let orders = keys.iter().map(|&(place, ascending)| self.compare(&a[place], &b[place], ascending));
        let first = orders.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal);
        first.then_with(|| self.in_order_of_columns(a, b))
    }
}

/// The entities of a value: one among rows with several is a list of one.
fn ids(value: &Value) -> Vec<Id> {
    match value {
        Value::Entity(id) | Value::Named(id) => vec![*id],
        Value::Entities(list) => list.clone(),
        _ => Vec::new(),
    }
}

fn keep_table(table: &mut Table, skip: usize, count: usize) {
    table.rows = std::mem::take(&mut table.rows).into_iter().skip(skip).take(count).collect();
    table.contested.clear();
}

/// Each row once, where it stands first.
fn different(rows: Vec<Vec<Value>>) -> Vec<Vec<Value>> {
    let mut seen: Vec<Vec<Value>> = Vec::new();
    for row in rows {
        if !seen.contains(&row) {
            seen.push(row);
        }
    }
    seen
}

fn some_of(entities: BTreeSet<Id>) -> Value {
    let list: Vec<Id> = entities.into_iter().collect();
    match list[..] {
        [] => Value::Missing,
        [only] => Value::Entity(only),
        _ => Value::Entities(list),
    }
}

/// A row with several values of a key counts under each.
fn each(keys: Vec<Value>) -> Vec<Vec<Value>> {
    let mut all = vec![Vec::new()];
    for key in keys {
        let values: Vec<Value> = match key {
            Value::Entities(list) if !list.is_empty() => list.into_iter().map(Value::Entity).collect(),
            Value::Texts(list) if !list.is_empty() => list.into_iter().map(Value::Text).collect(),
            Value::Entities(_) | Value::Texts(_) => vec![Value::Missing],
            other => vec![other],
        };
        all = all
            .into_iter()
            .flat_map(|start: Vec<Value>| {
                values.iter().map(move |value| [start.as_slice(), std::slice::from_ref(value)].concat())
            })
            .collect();
    }
    all
}
