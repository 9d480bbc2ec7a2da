//! `match EGFR L858R, EGFR T790M in lung adenocarcinoma`: what is known for a tumour with these
//! findings, as a table. What bears on it is found by `matching`.

use crate::exec::result::{Table, Value};
use crate::exec::rows::columns;
use crate::exec::{Run, Stop};
use crate::graph::{EntityId, Field, StatementId};
use crate::matching::{
    Assay, Assays, CancerMatch, Finding, FindingReader, MatchIndex, MatchSettings, Matched, MatchedRow, MatchedTexts,
    Matcher, Patient, Placement,
};
use crate::model::SourceKind;
use crate::names::NameIndex;
use crate::query::{Domain, EvidenceColumn, Match, NodeId, TypedFinding};
use std::collections::BTreeMap;

/// Rows that wait for something are listed up to this number.
const WAITING_MAX: usize = 5;

/// The rows of `match` in the order of a page for a tumour board: what it responds to, what it
/// resists, other effects, what holds if something else is absent, other indications, findings of
/// which nothing is stated, and what has nothing but evidence against it.
///
/// # Errors
/// When the budget is used up.
pub fn matches(run: &Run<'_>, names: &NameIndex, question: &Match) -> Result<Table, Stop> {
    let graph = run.graph;
    let mut reader = FindingReader::new(graph, names);
    let findings: Vec<Finding> =
        question.findings.iter().enumerate().map(|(number, typed)| finding(&mut reader, number, typed)).collect();
    // A file shows what it holds: mutations, and what else is among its findings.
    let shown = findings.iter().filter_map(Finding::assay).chain([Assay::Mutation]);
    let assays = if question.file.is_some() { shown.fold(Assays::none(), Assays::with) } else { Assays::none() };
    let patient = Patient { findings, assays, ..Patient::default() };
    let index = MatchIndex::of(graph);
    run.budget.spend(index.len())?;
    let keeps = |statement| question.tests.iter().all(|test| run.reader.test_statement(test, statement));
    let place = |statement| place(run, &question.contexts, statement);
    let settings = MatchSettings::default();
    let matched = Matcher { graph, index: &index, settings, keeps: &keeps, place: Some(&place) }.matched(&patient);
    run.budget.spend(matched.rows().count())?;
    Ok(listed(run, question, &matched))
}

/// A finding as `matching` knows it; line `number + 1` is the finding `number` of the question.
fn finding(reader: &mut FindingReader<'_>, number: usize, typed: &TypedFinding) -> Finding {
    let read = reader.read_text(&typed.typed).ok();
    let mut finding = match (read, &typed.unlisted) {
        (Some(finding), _) => finding,
        (None, Some(unlisted)) => reader.finding_of_change(unlisted.gene, unlisted.change.clone()),
        (None, None) => reader.finding_called(&typed.typed),
    };
    for &entity in &typed.entities {
        if !finding.entities.contains(&entity) {
            finding.entities.push(entity);
        }
    }
    finding.place.line = number + 1;
    finding
}

fn place(run: &Run<'_>, contexts: &[NodeId], statement: StatementId) -> Placement {
    let graph = run.graph;
    let statements = graph.statements();
    let Some(&context) = contexts.first() else { return Placement::Unsaid };
    let cancers = statements.cancers(statement);
    if let Some((cancer, how)) = run.reader.cancer_in(statement, context) {
        use crate::query::Inclusion;
        let indication = match how {
            Inclusion::Exact => CancerMatch::Exact,
            Inclusion::Subtype | Inclusion::Member => CancerMatch::Subtype,
            Inclusion::Conditional | Inclusion::Codon | Inclusion::Exon | Inclusion::Category | Inclusion::Broader => {
                CancerMatch::Broader
            }
        };
        return Placement::In(indication, EntityId(cancer));
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
        return Placement::Excluded;
    }
    match cancers.iter().find(|&&upper| asked.iter().any(|&cancer| is_above(upper, cancer))) {
        Some(&cancer) => Placement::In(CancerMatch::Broader, EntityId(cancer)),
        None => match cancers.first() {
            Some(&cancer) => Placement::In(CancerMatch::Other, EntityId(cancer)),
            // A statement without a cancer speaks of every one.
            None => Placement::Unsaid,
        },
    }
}

/// Rows in order, contested ones last, and one row for each finding of which nothing is stated.
fn listed(run: &Run<'_>, question: &Match, matched: &Matched) -> Table {
    let conditional: Vec<&MatchedRow> = matched.waiting.iter().filter(|row| is_conditional(row)).collect();
    let supported = matched.sensitive.iter().chain(&matched.resistant).chain(&matched.other_effects);
    let supported: Vec<&MatchedRow> = supported.chain(conditional).chain(&matched.other_indication).collect();
    let shown: Vec<&MatchedRow> = supported.iter().copied().chain(&matched.contested).collect();
    let write = |row: &MatchedRow| write(run, question, matched, row);
    let mut silent: Vec<Vec<Value>> = Vec::new();
    for (number, finding) in matched.findings.iter().enumerate() {
        if !shown.iter().any(|row| row.findings.iter().flatten().any(|&one| one == number)) {
            let mut cells = vec![Value::Missing; SourceKind::Match.row().columns.len()];
            cells[0] = Value::Text(typed(question, finding));
            silent.push(cells);
        }
    }
    note_apart(run, question, matched);
    let contested = if run.query.including_contested { 0 } else { matched.contested.len() };
    let rows = supported.iter().map(|row| write(row)).chain(silent);
    let rows = rows.chain(matched.contested.iter().map(write)).collect();
    Table { contested, ..Table::of(SourceKind::Match, rows) }
}

/// All that is asked for was found, and only what must be absent is not known.
fn is_conditional(row: &MatchedRow) -> bool {
    row.waits_for.iter().all(|one| one.is_absence) && !row.is_contested()
}

/// Notes on what is apart from the rows: gene level, what waits, what is about the patient.
fn note_apart(run: &Run<'_>, question: &Match, matched: &Matched) {
    let graph = run.graph;
    let mut of_gene: BTreeMap<&str, (usize, u8)> = BTreeMap::new();
    for row in &matched.gene_level {
        let level = graph.statements().code(row.best, Field::Level);
        let mut genes: Vec<EntityId> =
            row.findings.iter().flatten().filter_map(|&one| matched.findings[one].gene).collect();
        genes.sort_unstable();
        genes.dedup();
        for gene in genes {
            let known = of_gene.entry(graph.name(gene)).or_insert((0, level));
            *known = (known.0 + 1, known.1.min(level));
        }
    }
    for (gene, (count, level)) in of_gene {
        let best = level_name(run, level);
        run.note(
            "gene-level",
            format!(
                "{}, the best of level {best}: write {gene} mutation",
                counted(count, &format!("row on any change of {gene}"))
            ),
        );
    }
    let waiting: Vec<&MatchedRow> = matched.waiting.iter().filter(|row| !is_conditional(row)).collect();
    if !waiting.is_empty() {
        let told: Vec<String> = waiting
            .iter()
            .take(WAITING_MAX)
            .map(|row| {
                let texts = MatchedTexts::of(graph, matched, row);
                format!("{} of {} for {}", texts.effect, texts.therapy, texts.waits_for.join(" and "))
            })
            .collect();
        let more = waiting.len().saturating_sub(WAITING_MAX);
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        let verb = if waiting.len() == 1 { "waits" } else { "wait" };
        run.note(
            "waits-for",
            format!("{} {verb} for what is not known: {}{more}", counted(waiting.len(), "row"), told.join("; ")),
        );
    }
    if !matched.about_patient.is_empty() {
        let effects: BTreeMap<String, usize> = matched.about_patient.iter().fold(BTreeMap::new(), |mut counts, row| {
            let effect = MatchedTexts::of(graph, matched, row).effect;
            *counts.entry(effect).or_default() += row.supporting.len() + row.against.len();
            counts
        });
        let told: Vec<String> = effects.iter().map(|(effect, count)| format!("{count} {effect}")).collect();
        run.note("about-patient", format!("statements without a therapy: {}", told.join(", ")));
    }
    for finding in question.findings.iter().filter(|finding| finding.entities.is_empty()) {
        if let Some(gene) = finding.gene {
            let (typed, gene) = (&finding.typed, graph.name(gene));
            run.note("unknown-variant", format!("{typed} is not a variant in this graph, but {gene} is a gene in it: what is stated of groups that it is one of can match"));
        }
    }
}

fn counted(count: usize, of: &str) -> String {
    let plural = of.replacen("row", "rows", 1);
    format!("{count} {}", if count == 1 { of } else { &plural })
}

fn level_name(run: &Run<'_>, level: u8) -> String {
    let property = run.graph.model().property(Field::Level);
    let values = property.map(|property| crate::graph::values_of(&run.graph.vocabulary().property(property).of));
    values.and_then(|values| values.get(usize::from(level)).cloned()).unwrap_or_default()
}

/// A finding as it was typed.
fn typed(question: &Match, finding: &Finding) -> String {
    let number = finding.place.line.wrapping_sub(1);
    question.findings.get(number).map_or_else(|| finding.name(), |typed| typed.typed.clone())
}

/// The cells, in the order of the columns.
fn write(run: &Run<'_>, question: &Match, matched: &Matched, row: &MatchedRow) -> Vec<Value> {
    let model = run.graph.model();
    let statements = run.graph.statements();
    let of = |statement: Option<StatementId>, column: &EvidenceColumn| {
        statement.map_or(Value::Missing, |statement| columns::of_statement(run, statement.0, column))
    };
    let property = |statement: Option<StatementId>, field: Field| match model.property(field) {
        Some(property) => of(statement, &EvidenceColumn::Property(property)),
        None => Value::Missing,
    };
    let best = Some(row.best);
    let effect =
        model.property(Field::Effect).map_or(Value::Missing, |property| Value::Code(property, u16::from(row.effect)));
    let numbers = |list: &[StatementId]| Value::Statements(list.iter().map(|statement| statement.0).collect());
    let text = |text: String| if text.is_empty() { Value::Missing } else { Value::Text(text) };
    let mut sources: Vec<u32> = Vec::new();
    for &source in row.statements().iter().flat_map(|&statement| statements.sources(statement)) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    let cancer = match row.cancer {
        Some((_, cancer)) => Value::Entity(cancer.0),
        None => statements.cancers(row.best).first().map_or(Value::Missing, |&cancer| Value::Entity(cancer)),
    };
    let together = |list: &Vec<usize>| {
        list.iter().map(|&one| typed(question, &matched.findings[one])).collect::<Vec<_>>().join(" and ")
    };
    let assumed: Vec<&str> = row.assumes.iter().map(|&one| run.graph.name(one)).collect();
    vec![
        Value::Text(row.findings.iter().map(together).collect::<Vec<_>>().join("; ")),
        Value::Text(row.variant_match_text().to_owned()),
        row.therapy.map_or(Value::Missing, |therapy| Value::Entity(therapy.0)),
        effect,
        property(best, Field::Level),
        property(row.status, Field::Status),
        property(row.status, Field::Region),
        property(row.status, Field::AsOf),
        of(best, &EvidenceColumn::Profile),
        of(best, &EvidenceColumn::Partners),
        cancer,
        row.cancer.map_or(Value::Missing, |(how, _)| Value::Text(how.as_str().to_owned())),
        text(row.conflict_text().to_owned()),
        text(assumed.join("; ")),
        property(best, Field::Year),
        Value::count(row.supporting.len()),
        Value::count(row.against.len()),
        numbers(row.statements()),
        if row.is_contested() { numbers(&[]) } else { numbers(&row.against) },
        Value::Entities(sources),
    ]
}
