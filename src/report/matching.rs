//! `match EGFR L858R, EGFR T790M in lung adenocarcinoma`: what is known for a tumour with these
//! findings.
//!
//! Every profile is asked which findings it needs. What must be absent is looked for among all
//! findings; what must be present may be the finding itself, a category above it, or any change of
//! its gene.

use super::tumour::{Closeness, Need, Tumour, written};
use crate::exec::goodness::{Goodness, Nearness};
use crate::exec::result::{Table, Value};
use crate::exec::rows::columns;
use crate::exec::{Run, Stop};
use crate::graph::{EntityId, Field, NO_CODE, Sign, StatementId};
use crate::model::SourceKind;
use crate::query::{Domain, EvidenceColumn, Match, NodeId, TypedFinding};
use rustc_hash::FxHashMap;

/// How the cancer of a statement fits the one asked for, nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Indication {
    Exact,
    Subtype,
    Broader,
    Other,
}

impl Indication {
    const fn as_str(self) -> &'static str {
        match self {
            Indication::Exact => "exact",
            Indication::Subtype => "subtype",
            Indication::Broader => "broader",
            Indication::Other => "other indication",
        }
    }

    const fn nearness(self) -> Nearness {
        match self {
            // Rows of other indications are apart: among them the cancer says nothing.
            Indication::Exact | Indication::Other => Nearness::Exact,
            Indication::Subtype => Nearness::Subtype,
            Indication::Broader => Nearness::Broader,
        }
    }
}

/// A statement that answers for some of the findings.
struct Answering {
    statement: StatementId,
    closeness: Closeness,
    indication: Option<(Indication, u32)>,
    goodness: Goodness,
}

impl Answering {
    fn new(run: &Run<'_>, statement: StatementId, closeness: Closeness, indication: Option<(Indication, u32)>) -> Self {
        let of_cancer = indication.map(|(indication, _)| indication.nearness()).unwrap_or_default();
        let goodness = Goodness::of(run.graph, statement, closeness.nearness().max(of_cancer));
        Self { statement, closeness, indication, goodness }
    }
}

/// What belongs in one row: the findings, the therapy, and the effect.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct MatchSubject {
    findings: Vec<usize>,
    effect_order: u8,
    effect: u8,
    therapy: u32,
}

/// The rows of `match`: by finding (single ones first), by their place on a page for a tumour board,
/// sensitive before resistant, then by level.
///
/// # Errors
/// When the budget is used up.
pub fn matches(run: &Run<'_>, question: &Match) -> Result<Table, Stop> {
    let tumour = Tumour::new(run.graph, &question.findings, question.file.is_some());
    let mut subjects: FxHashMap<MatchSubject, Vec<Answering>> = FxHashMap::default();
    let mut needs_of: FxHashMap<u32, Vec<Need>> = FxHashMap::default();
    let statements = run.graph.statements();
    for statement in statements.iter() {
        run.budget.spend(1)?;
        let Some(condition) = statements.profile(statement).or(statements.mechanism(statement)) else { continue };
        let needs = needs_of.entry(condition).or_insert_with(|| tumour.needs_of(EntityId(condition)));
        let parts = statements.therapy_parts(statement);
        if needs.is_empty()
            || parts.is_empty()
            || !question.tests.iter().all(|test| run.reader.test_statement(test, statement))
        {
            continue;
        }
        let indication = match place(run, &question.contexts, statement) {
            Placed::Excluded => continue,
            Placed::NotAsked => None,
            Placed::In(indication, cancer) => Some((indication, cancer)),
        };
        for (findings, closeness) in needs.iter() {
            for &therapy in parts {
                let (effect_order, effect) = effect_of(run, statement);
                let subject = MatchSubject { findings: findings.clone(), effect_order, effect, therapy };
                let answering = Answering::new(run, statement, *closeness, indication);
                subjects.entry(subject).or_default().push(answering);
            }
        }
    }
    Ok(listed(run, question, subjects))
}

/// Approval counts as sensitivity; other effects are themselves. The order is that of the
/// signs: sensitive, resistant, neither.
fn effect_of(run: &Run<'_>, statement: StatementId) -> (u8, u8) {
    let statements = run.graph.statements();
    let effects = &run.graph.model().effects;
    let code = statements.code(statement, Field::Effect);
    let order = match statements.sign(statement) {
        Sign::Positive => 0,
        Sign::Negative => 1,
        Sign::Neutral => 2,
    };
    match (effects.treats, effects.sensitivity) {
        (Some(treats), Some(sensitivity)) if treats == code => (order, sensitivity),
        (_, _) => (order, code),
    }
}

/// How the cancer of a statement relates to the cancers asked for.
enum Placed {
    /// No cancer was asked for.
    NotAsked,
    /// It says that it does not speak of this cancer.
    Excluded,
    /// So, with the cancer that it names.
    In(Indication, u32),
}

fn place(run: &Run<'_>, contexts: &[NodeId], statement: StatementId) -> Placed {
    let graph = run.graph;
    let statements = graph.statements();
    let Some(&context) = contexts.first() else { return Placed::NotAsked };
    let cancers = statements.cancers(statement);
    if let Some((cancer, how)) = run.reader.cancer_in(statement, context) {
        use crate::query::Inclusion;
        let indication = match how {
            Inclusion::Exact => Indication::Exact,
            Inclusion::Subtype | Inclusion::Member => Indication::Subtype,
            Inclusion::Conditional | Inclusion::Codon | Inclusion::Exon | Inclusion::Category | Inclusion::Broader => {
                Indication::Broader
            }
        };
        return Placed::In(indication, cancer);
    }
    let asked: Vec<u32> = match &run.query.node(context).domain {
        Domain::Named(set) => set.seeds.iter().flat_map(|seed| &seed.entities).map(|entity| entity.0).collect(),
        Domain::All | Domain::Set(_) | Domain::Same(_) | Domain::Rows | Domain::Below(_) => Vec::new(),
    };
    let is_above = |upper: u32, lower: u32| {
        graph.hierarchy(graph.kind(EntityId(lower))).is_some_and(|hierarchy| hierarchy.is_below(lower, upper))
    };
    let except = statements.except_cancers(statement);
    if !asked.is_empty() && asked.iter().all(|&cancer| except.iter().any(|&upper| is_above(upper, cancer))) {
        return Placed::Excluded;
    }
    match cancers.iter().find(|&&upper| asked.iter().any(|&cancer| is_above(upper, cancer))) {
        Some(&cancer) => Placed::In(Indication::Broader, cancer),
        None => match cancers.first() {
            Some(&cancer) => Placed::In(Indication::Other, cancer),
            // A statement without a cancer speaks of every one.
            None => Placed::NotAsked,
        },
    }
}

/// Rows in order, contested ones last, and one row for each finding of which nothing is stated.
fn listed(run: &Run<'_>, question: &Match, subjects: FxHashMap<MatchSubject, Vec<Answering>>) -> Table {
    let graph = run.graph;
    let mut rows: Vec<MatchRow> =
        subjects.into_iter().map(|(subject, answering)| MatchRow::new(run, subject, answering)).collect();
    rows.sort_by(|a, b| {
        let key = |row: &MatchRow| {
            let subject = &row.subject;
            (
                row.is_contested(),
                subject.findings.len(),
                subject.findings.clone(),
                row.part(run),
                subject.effect_order,
                row.is_outweighed(),
                row.best.goodness,
            )
        };
        let name = |row: &MatchRow| graph.name(EntityId(row.subject.therapy)).to_owned();
        key(a).cmp(&key(b)).then_with(|| name(a).cmp(&name(b)))
    });
    // Those asked for are among the rows, which show that nothing supports them.
    let contested =
        if run.query.including_contested { 0 } else { rows.iter().filter(|row| row.is_contested()).count() };
    let mut silent: Vec<Vec<Value>> = Vec::new();
    for (number, finding) in question.findings.iter().enumerate() {
        if !rows.iter().any(|row| row.subject.findings.contains(&number)) {
            let mut cells = vec![Value::Missing; SourceKind::Match.row().columns.len()];
            cells[0] = Value::Text(finding.typed.clone());
            silent.push(cells);
        }
        if let (true, Some(gene)) = (finding.entities.is_empty(), finding.gene) {
            let (typed, gene) = (&finding.typed, graph.name(gene));
            run.note("unknown-variant", format!("{typed} is not a variant in this graph, but {gene} is a gene in it: only evidence on any mutation of {gene} can match"));
        }
    }
    let (supported, rest) = rows.split_at(rows.len() - contested);
    let write = |row: &MatchRow| row.write(run, &question.findings);
    let written = supported.iter().map(write).chain(silent).chain(rest.iter().map(write)).collect();
    let mut table = Table { contested, ..Table::of(SourceKind::Match, written) };
    if rows.iter().any(MatchRow::is_outweighed) {
        mark_outweighed(&mut table, &rows);
    }
    table
}

/// A column that marks rows whose evidence against is of a better level than all evidence for. Such
/// rows are supported, so that their places in the table are those in the list.
fn mark_outweighed(table: &mut Table, rows: &[MatchRow]) {
    table.columns.extend(EvidenceColumn::Outweighed.heading().map(|(name, of)| (name.to_owned(), of)));
    let marks = rows.iter().take_while(|row| !row.is_contested()).map(MatchRow::is_outweighed);
    for (cells, mark) in table.rows.iter_mut().zip(marks.chain(std::iter::repeat(false))) {
        cells.push(if mark { Value::Bool(true) } else { Value::Missing });
    }
}

/// The parts of the page for one finding, in their order: what is given, what will not work, what
/// else is known from patients, what is given elsewhere, and the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum PagePart {
    /// Approved or in a guideline, in the cancer asked for.
    Approved,
    /// Resistance in this cancer that is validated or seen in trials.
    Resistance,
    /// Other evidence in this cancer that is validated or seen in trials.
    Clinical,
    /// Approved or in a guideline in another cancer.
    ApprovedElsewhere,
    /// Case reports and less, in this cancer.
    Weak,
    /// Other evidence in other cancers.
    Elsewhere,
}

/// Levels of evidence that is validated or from trials come before this one in the vocabulary.
const FIRST_WEAK_LEVEL: u8 = 2;

/// A row of `match` before it is written.
struct MatchRow {
    subject: MatchSubject,
    /// The statement that the row shows.
    best: Answering,
    status: Option<StatementId>,
    supporting: Vec<StatementId>,
    against: Vec<StatementId>,
    against_best: Option<Goodness>,
}

impl MatchRow {
    /// Evidence in the cancer asked for is never mixed with that in another one.
    fn new(run: &Run<'_>, subject: MatchSubject, mut answering: Vec<Answering>) -> Self {
        let statements = run.graph.statements();
        let elsewhere = |one: &Answering| matches!(one.indication, Some((Indication::Other, _)));
        answering.sort_by_key(|one| (elsewhere(one), !statements.supports(one.statement), one.goodness));
        let first = elsewhere(&answering[0]);
        answering.retain(|one| elsewhere(one) == first);
        let (supporting, against): (Vec<StatementId>, Vec<StatementId>) =
            answering.iter().map(|one| one.statement).partition(|&statement| statements.supports(statement));
        let status = answering
            .iter()
            .map(|one| (statements.code(one.statement, Field::Status), one.goodness, one.statement))
            .filter(|(code, _, _)| *code != NO_CODE)
            .min()
            .map(|(_, _, statement)| statement);
        let against_best =
            answering.iter().filter(|one| !statements.supports(one.statement)).map(|one| one.goodness).min();
        Self { subject, best: answering.swap_remove(0), status, supporting, against, against_best }
    }

    /// Whether the evidence against is of a better level than all evidence for.
    fn is_outweighed(&self) -> bool {
        !self.is_contested() && self.against_best.is_some_and(|against| against.is_of_better_level(&self.best.goodness))
    }

    fn is_contested(&self) -> bool {
        self.supporting.is_empty()
    }

    fn is_elsewhere(&self) -> bool {
        matches!(self.best.indication, Some((Indication::Other, _)))
    }

    /// Where on the page it belongs.
    fn part(&self, run: &Run<'_>) -> PagePart {
        let statements = run.graph.statements();
        let statuses = &run.graph.model().statuses;
        let is_official = |statement| statuses.is_official(statements.code(statement, Field::Status));
        let is_official = self.status.is_some_and(is_official);
        let sign = statements.sign(self.best.statement);
        let is_strong = statements.code(self.best.statement, Field::Level) < FIRST_WEAK_LEVEL;
        match (self.is_elsewhere(), sign) {
            (false, Sign::Positive) if is_official => PagePart::Approved,
            (false, Sign::Negative) if is_strong => PagePart::Resistance,
            (false, _) if is_strong => PagePart::Clinical,
            (false, _) => PagePart::Weak,
            (true, Sign::Positive) if is_official => PagePart::ApprovedElsewhere,
            (true, _) => PagePart::Elsewhere,
        }
    }

    /// The cells, in the order of the columns.
    fn write(&self, run: &Run<'_>, findings: &[TypedFinding]) -> Vec<Value> {
        let model = run.graph.model();
        let statements = run.graph.statements();
        let of = |statement: Option<StatementId>, column: &EvidenceColumn| {
            statement.map_or(Value::Missing, |statement| columns::of_statement(run, statement.0, column))
        };
        let property = |statement: Option<StatementId>, field: Field| match model.property(field) {
            Some(property) => of(statement, &EvidenceColumn::Property(property)),
            None => Value::Missing,
        };
        let best = Some(self.best.statement);
        let effect = model
            .property(Field::Effect)
            .map_or(Value::Missing, |property| Value::Code(property, u16::from(self.subject.effect)));
        let numbers = |list: &[StatementId]| Value::Statements(list.iter().map(|statement| statement.0).collect());
        let shown = if self.is_contested() { &self.against } else { &self.supporting };
        let mut sources: Vec<u32> = Vec::new();
        for &source in shown.iter().flat_map(|&statement| statements.sources(statement)) {
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        let cancer = match self.best.indication {
            Some((_, cancer)) => Value::Entity(cancer),
            None => {
                statements.cancers(self.best.statement).first().map_or(Value::Missing, |&cancer| Value::Entity(cancer))
            }
        };
        vec![
            Value::Text(written(findings, &self.subject.findings)),
            Value::Text(self.best.closeness.as_str().to_owned()),
            Value::Entity(self.subject.therapy),
            effect,
            property(best, Field::Level),
            property(self.status, Field::Status),
            property(self.status, Field::Region),
            property(self.status, Field::AsOf),
            of(best, &EvidenceColumn::Profile),
            of(best, &EvidenceColumn::Partners),
            cancer,
            self.best.indication.map_or(Value::Missing, |(indication, _)| Value::Text(indication.as_str().to_owned())),
            property(best, Field::Year),
            Value::count(self.supporting.len()),
            Value::count(self.against.len()),
            numbers(shown),
            if self.is_contested() { numbers(&[]) } else { numbers(&self.against) },
            Value::Entities(sources),
        ]
    }
}
