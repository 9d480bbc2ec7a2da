//! A row in words: what the columns of every format hold.

use super::finding::Finding;
use super::matched::{Matched, MatchedRow, WaitsFor};
use crate::graph::{EntityId, Field, Graph, StatementId, values_of};

/// The cells of a row, in the order of the columns. A missing value is an empty text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MatchedTexts {
    /// Of the sample.
    pub sample: String,
    /// What was found: ` and ` joins what is there together, `; ` what is enough alone.
    pub finding: String,
    /// How closely a profile names it; `conditional` where only absences are not known.
    pub variant_match: String,
    /// What says more about how it was met.
    pub remark: String,
    /// Name of the therapy.
    pub therapy: String,
    /// The effect.
    pub effect: String,
    /// A to E.
    pub level: String,
    /// The best status of the statements.
    pub status: String,
    /// Where it has this status.
    pub region: String,
    /// The profile of the best statement.
    pub profile: String,
    /// What it is given with.
    pub partners: Vec<String>,
    /// The cancer of the best statement.
    pub cancer: String,
    /// How that relates to the patient's.
    pub cancer_match: String,
    /// The tier, where tiers were asked for.
    pub tier: String,
    /// `conflict`, `outweighed` or both.
    pub conflict: String,
    /// What must be absent, and is.
    pub assumes: Vec<String>,
    /// What is not known: `BCR::ABL1 fusion (fusion not assessed)`.
    pub waits_for: Vec<String>,
    /// Mechanisms of a resistance.
    pub mechanism: Vec<String>,
    /// What overcomes it.
    pub overcome_by: Vec<String>,
    /// Year of the best statement.
    pub year: String,
    /// Identifiers of the statements behind the row.
    pub statements: Vec<String>,
    /// Identifiers of those against it.
    pub against: Vec<String>,
    /// Identifiers of their sources.
    pub sources: Vec<String>,
}

impl MatchedTexts {
    pub(crate) fn of(graph: &Graph, matched: &Matched, row: &MatchedRow) -> Self {
        let statements = graph.statements();
        let names = |list: &[EntityId]| list.iter().map(|&one| graph.name(one).to_owned()).collect::<Vec<_>>();
        let ids = |list: &[StatementId]| {
            list.iter().map(|&one| graph.id(graph.statement_entity(one)).to_owned()).collect::<Vec<_>>()
        };
        let value = |statement: Option<StatementId>, field: Field| {
            statement.map_or_else(String::new, |statement| coded(graph, field, statements.code(statement, field)))
        };
        let mut sources: Vec<u32> = Vec::new();
        for &source in row.statements().iter().flat_map(|&one| statements.sources(one)) {
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        let year = statements.year(row.best);
        Self {
            sample: matched.sample.clone(),
            finding: written(&matched.findings, &row.findings),
            variant_match: row.variant_match_text().to_owned(),
            remark: row.remark.unwrap_or("").to_owned(),
            therapy: row.therapy.map_or_else(String::new, |therapy| graph.name(therapy).to_owned()),
            effect: coded(graph, Field::Effect, row.effect),
            level: value(Some(row.best), Field::Level),
            status: value(row.status, Field::Status),
            region: row.status.map_or_else(String::new, |status| short_text(graph, status, Field::Region)),
            profile: profile(graph, row.best),
            partners: statements.partners(row.best).iter().map(|&one| graph.name(EntityId(one)).to_owned()).collect(),
            cancer: row.cancer.map_or_else(
                || {
                    statements
                        .cancers(row.best)
                        .first()
                        .map_or_else(String::new, |&one| graph.name(EntityId(one)).to_owned())
                },
                |(_, cancer)| graph.name(cancer).to_owned(),
            ),
            cancer_match: row.cancer.map_or("", |(how, _)| how.as_str()).to_owned(),
            tier: row.tier.unwrap_or("").to_owned(),
            conflict: row.conflict_text().to_owned(),
            assumes: names(&row.assumes),
            waits_for: row.waits_for.iter().map(|one| waits(graph, one)).collect(),
            mechanism: names(&row.mechanism.mechanisms),
            overcome_by: names(&row.mechanism.overcome_by),
            year: if year == 0 { String::new() } else { year.to_string() },
            statements: ids(row.statements()),
            against: if row.is_contested() { Vec::new() } else { ids(&row.against) },
            sources: sources.into_iter().map(|one| graph.id(EntityId(one)).to_owned()).collect(),
        }
    }
}

impl MatchedRow {
    /// The word of the column `variant_match`: `conditional` where all that is asked for was found,
    /// and only what must be absent is not known.
    pub(crate) fn variant_match_text(&self) -> &'static str {
        let is_conditional = !self.waits_for.is_empty() && self.waits_for.iter().all(|one| one.is_absence);
        if is_conditional { "conditional" } else { self.variant_match.as_str() }
    }

    /// The word of the column `conflict`; empty where nothing contradicts.
    pub(crate) fn conflict_text(&self) -> &'static str {
        match (self.is_conflict, self.is_outweighed) {
            (true, true) => "conflict, outweighed",
            (true, false) => "conflict",
            (false, true) => "outweighed",
            (false, false) => "",
        }
    }
}

/// Findings as the column shows them.
pub(crate) fn written(findings: &[Finding], alternatives: &[Vec<usize>]) -> String {
    let one = |together: &Vec<usize>| {
        let names: Vec<String> = together.iter().map(|&number| findings[number].name()).collect();
        names.join(" and ")
    };
    alternatives.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// `BCR::ABL1 fusion (not assessed)`.
pub(crate) fn waits(graph: &Graph, waiting: &WaitsFor) -> String {
    let no = if waiting.is_absence { "no " } else { "" };
    format!("{no}{} ({} not assessed)", graph.name(waiting.leaf), waiting.assay.as_str())
}

fn profile(graph: &Graph, statement: StatementId) -> String {
    let statements = graph.statements();
    let condition = statements.profile(statement).or(statements.mechanism(statement));
    condition.map_or_else(String::new, |condition| graph.name(EntityId(condition)).to_owned())
}

/// The value of a code, as the vocabulary calls it.
fn coded(graph: &Graph, field: Field, code: u8) -> String {
    let Some(property) = graph.model().property(field) else { return String::new() };
    let values = values_of(&graph.vocabulary().property(property).of);
    values.get(usize::from(code)).cloned().unwrap_or_default()
}

fn short_text(graph: &Graph, statement: StatementId, field: Field) -> String {
    use crate::graph::ColumnValue;
    let Some(property) = graph.model().property(field) else { return String::new() };
    match graph.statement_value(statement, property) {
        ColumnValue::Text(text) => text.to_owned(),
        _ => coded(graph, field, graph.statements().code(statement, field)),
    }
}
