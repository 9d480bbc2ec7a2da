//! Cards: what the graph holds about one thing, as a page for a person. What is approved comes first,
//! then what resists, what overcomes that, other evidence, what is contested, plain facts, sources.

use crate::answer::{Card, CardSection, EntityCell};
use crate::exec::rows::columns;
use crate::exec::{Run, Stop};
use crate::graph::{EntityId, Field, StatementId};
use crate::model::kind;
use crate::vocabulary::{On, PropertyId, PropertyType, RelationId};
use rustc_hash::{FxHashMap, FxHashSet};

/// Rows of a table before it says how many more there are.
const ROWS_SHOWN: usize = 12;
/// Names in a list before it says how many more there are.
const NAMES_SHOWN: usize = 12;

/// The card of an entity, with all faces of its name.
///
/// # Errors
/// When the budget is used up.
pub fn card(run: &Run<'_>, entity: EntityId) -> Result<Card, Stop> {
    let maker = CardMaker::new(run, entity)?;
    let graph = run.graph;
    Ok(Card {
        entity: EntityCell {
            id: graph.id(entity).to_owned(),
            name: graph.name(entity).to_owned(),
            kind: graph.vocabulary().shared_kind_name(graph.kind(entity)),
            alias: None,
        },
        description: graph.description(entity).to_owned(),
        facts: maker.facts(),
        sections: maker.sections(),
    })
}

struct CardMaker<'c, 'a> {
    run: &'c Run<'a>,
    entity: EntityId,
    /// The entity, its faces, what is below it, regimens with it, variants of a gene.
    about: FxHashSet<u32>,
    /// Statements about any of these, best first.
    statements: Vec<StatementId>,
}

impl<'c, 'a> CardMaker<'c, 'a> {
    fn new(run: &'c Run<'a>, entity: EntityId) -> Result<Self, Stop> {
        let graph = run.graph;
        let relations = graph.model().relations;
        let mut about: FxHashSet<u32> = graph.faces(&entity).iter().copied().collect();
        for face in about.clone() {
            if let Some(hierarchy) = graph.hierarchy(graph.kind(EntityId(face))) {
                about.extend(hierarchy.below(face));
            }
        }
        for relation in [relations.variant_of, relations.has_member].into_iter().flatten() {
            for member in about.clone() {
                let parts = graph.backward(relation).targets(member);
                run.budget.spend(parts.len() + 1)?;
                about.extend(parts.iter().flat_map(|&part| graph.faces(&EntityId(part)).to_vec()));
            }
        }
        let mut statements: FxHashSet<StatementId> = FxHashSet::default();
        for relation in [relations.about, relations.supported_by].into_iter().flatten() {
            for &member in &about {
                let found = graph.backward(relation).targets(member);
                run.budget.spend(found.len() + 1)?;
                statements.extend(found.iter().filter_map(|&found| graph.statement_of(EntityId(found))));
            }
        }
        let mut statements: Vec<StatementId> = statements.into_iter().collect();
        statements.sort_unstable_by_key(|&statement| graph.statements().rank(statement));
        Ok(Self { run, entity, about, statements })
    }

    fn name(&self, entity: u32) -> String {
        self.run.graph.name(EntityId(entity)).to_owned()
    }

    fn names(&self, entities: &[u32]) -> String {
        entities.iter().map(|&entity| self.name(entity)).collect::<Vec<_>>().join(", ")
    }

    fn field(&self, statement: StatementId, field: Field) -> String {
        columns::text_of_field(self.run, statement, field).unwrap_or_default()
    }

    /// What it is called, what it is, and what plain facts join it to.
    fn facts(&self) -> Vec<(String, Vec<String>)> {
        let graph = self.run.graph;
        let entity = self.entity;
        let vocabulary = graph.vocabulary();
        let mut facts: Vec<(String, Vec<String>)> = Vec::new();
        let mut push = |label: &str, values: Vec<String>| {
            if !values.is_empty() {
                facts.push((label.to_owned(), values));
            }
        };
        push("also called", shortened(graph.aliases(entity).map(str::to_owned).collect()));
        for (place, property) in vocabulary.properties.iter().enumerate() {
            let On::Kinds(kinds) = &property.on else { continue };
            if (kinds.is_empty() || kinds.contains(&graph.kind(entity)))
                && !matches!(property.of, PropertyType::Via { .. })
            {
                let value = columns::property(self.run, &[entity.0], PropertyId(place as u16));
                push(&property.name, columns::texts(self.run, &value));
            }
        }
        let told = [graph.model().relations.about, graph.model().relations.supported_by];
        for (relation, verb) in vocabulary.relations() {
            if verb.derived.is_some() || verb.claim.is_some() || told.contains(&Some(relation)) {
                continue;
            }
            let ends = if verb.undirected { 1 } else { 2 };
            for (place, participle) in verb.participles.iter().enumerate().take(ends) {
                push(participle, shortened(self.joined(relation, place == 0)));
            }
        }
        push(
            "identifiers",
            shortened(std::iter::once(graph.id(entity)).chain(graph.xrefs(entity)).map(str::to_owned).collect()),
        );
        facts
    }

    /// The names that facts of a relation lead to.
    fn joined(&self, relation: RelationId, forward: bool) -> Vec<String> {
        let graph = self.run.graph;
        let adjacency = if forward { graph.forward(relation) } else { graph.backward(relation) };
        let mut names: Vec<String> = Vec::new();
        for &face in graph.faces(&self.entity) {
            for edge in adjacency.range(face).filter(|&edge| adjacency.statement_at(edge).is_none()) {
                names.push(self.name(adjacency.all_targets()[edge]));
            }
        }
        names.sort_unstable();
        names.dedup();
        names
    }

    fn sections(&self) -> Vec<CardSection> {
        let graph = self.run.graph;
        let (table, model) = (graph.statements(), graph.model());
        let is_official = |&statement: &StatementId| model.statuses.is_official(table.code(statement, Field::Status));
        let effect = |statement: StatementId| table.code(statement, Field::Effect);
        let overcomes = |statement: StatementId| Some(effect(statement)) == model.effects.overcomes;
        let supported = || self.statements.iter().copied().filter(|&statement| table.supports(statement));
        let helps =
            |&statement: &StatementId| table.sign(statement) == crate::graph::Sign::Positive && !overcomes(statement);
        let resists = |&statement: &StatementId| table.sign(statement) == crate::graph::Sign::Negative;
        let approved: Vec<_> = supported().filter(helps).filter(is_official).collect();
        let resistance: Vec<_> = supported().filter(resists).collect();
        let overcome = self.overcoming(&resistance, supported().filter(|&statement| overcomes(statement)).collect());
        let further: Vec<_> = supported().filter(helps).filter(|statement| !is_official(statement)).collect();
        let is_told = |statement: &StatementId| helps(statement) || resists(statement) || overcomes(*statement);
        let others: Vec<_> = supported().filter(|statement| !is_told(statement)).collect();
        let contested: Vec<_> =
            self.statements.iter().copied().filter(|&statement| !table.supports(statement)).collect();
        let sections = [
            self.section(
                "Approved or in guidelines",
                &approved,
                &[
                    CardPart::Therapy,
                    CardPart::Cancer,
                    CardPart::Line,
                    CardPart::Finding,
                    CardPart::With,
                    CardPart::Status,
                    CardPart::Date,
                ],
            ),
            self.section(
                if self.is_therapy() { "Resisted by" } else { "Resistance" },
                &self.by_kind(resistance),
                &[CardPart::Kind, CardPart::Cause, CardPart::Therapy, CardPart::Level, CardPart::Cancer],
            ),
            self.section(
                "What overcomes resistance",
                &overcome,
                &[CardPart::Cause, CardPart::Therapy, CardPart::With, CardPart::Level, CardPart::Cancer],
            ),
            self.section(
                "Further evidence of benefit",
                &further,
                &[CardPart::Level, CardPart::Therapy, CardPart::Finding, CardPart::Cancer, CardPart::With],
            ),
            self.section(
                "Other statements",
                &others,
                &[CardPart::Effect, CardPart::Level, CardPart::Therapy, CardPart::Finding, CardPart::Cancer],
            ),
            self.section(
                "Contested: against, failed or disputed",
                &contested,
                &[
                    CardPart::Effect,
                    CardPart::Level,
                    CardPart::Therapy,
                    CardPart::Finding,
                    CardPart::Cancer,
                    CardPart::Stance,
                ],
            ),
            self.sources(),
        ];
        sections.into_iter().flatten().collect()
    }

    fn is_therapy(&self) -> bool {
        let kinds = self.run.graph.model().kinds;
        let kind = Some(self.run.graph.kind(self.entity));
        [kinds.drug, kinds.drug_class, kinds.regimen, kinds.strategy].contains(&kind)
    }

    /// What overcomes these causes of resistance, besides what is known to.
    fn overcoming(&self, resistance: &[StatementId], mut known: Vec<StatementId>) -> Vec<StatementId> {
        let graph = self.run.graph;
        let (table, model) = (graph.statements(), graph.model());
        let causes: FxHashSet<u32> = resistance.iter().filter_map(|&statement| self.cause(statement)).collect();
        if let Some(about) = model.relations.about {
            for cause in causes.into_iter().flat_map(|cause| graph.faces(&EntityId(cause)).to_vec()) {
                let found = graph.backward(about).targets(cause).iter();
                known.extend(found.filter_map(|&found| graph.statement_of(EntityId(found))).filter(|&statement| {
                    table.supports(statement) && Some(table.code(statement, Field::Effect)) == model.effects.overcomes
                }));
            }
        }
        known.sort_unstable_by_key(|&statement| table.rank(statement));
        known.dedup();
        known
    }

    /// Sorted by the kind of what resists, best first within each.
    fn by_kind(&self, mut statements: Vec<StatementId>) -> Vec<StatementId> {
        statements.sort_by_cached_key(|&statement| {
            let kind = self.kind_of_cause(statement);
            (kind.is_empty(), kind)
        });
        statements
    }

    /// What a statement gives as the reason: its mechanism, else its profile.
    fn cause(&self, statement: StatementId) -> Option<u32> {
        let table = self.run.graph.statements();
        table.mechanism(statement).or_else(|| table.profile(statement))
    }

    /// `on-target`, `bypass`, …: the kind of the mechanism of a statement.
    fn kind_of_cause(&self, statement: StatementId) -> String {
        let graph = self.run.graph;
        let Some(cause) = self.cause(statement) else { return String::new() };
        let faces = graph.faces(&EntityId(cause)).to_vec();
        let is_kind = |property: &crate::vocabulary::Property| matches!(property.of, PropertyType::Via { kind, .. } if Some(kind) == graph.model().kinds.mechanism_kind);
        let Some(place) = graph.vocabulary().properties.iter().position(is_kind) else { return String::new() };
        let of_mechanism =
            faces.into_iter().filter(|&face| Some(graph.kind(EntityId(face))) == graph.model().kinds.mechanism);
        let value = columns::property(self.run, &of_mechanism.collect::<Vec<_>>(), PropertyId(place as u16));
        columns::texts(self.run, &value).join(", ")
    }

    fn part(&self, part: CardPart, statement: StatementId) -> String {
        let table = self.run.graph.statements();
        match part {
            CardPart::Therapy => table.therapy(statement).map(|therapy| self.name(therapy)).unwrap_or_default(),
            CardPart::Cancer => self.names(table.cancers(statement)),
            CardPart::Line => self.field(statement, Field::Line),
            CardPart::Finding => {
                let finding = table.profile(statement).or_else(|| table.mechanism(statement));
                finding.map(|finding| self.name(finding)).unwrap_or_default()
            }
            CardPart::Cause => self.cause(statement).map(|cause| self.name(cause)).unwrap_or_default(),
            CardPart::Kind => self.kind_of_cause(statement),
            CardPart::With => self.names(table.partners(statement)),
            CardPart::Level => self.field(statement, Field::Level),
            CardPart::Effect => self.field(statement, Field::Effect),
            CardPart::Status => {
                let words = [self.field(statement, Field::Status), self.field(statement, Field::Region)];
                words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
            }
            CardPart::Date => self.field(statement, Field::AsOf),
            CardPart::Stance => super::evidence_lines::EvidenceLines { run: self.run }.stance(statement),
        }
    }

    /// A table of statements. Those that say the same are one row; a column in which nothing stands,
    /// or in every row the name that the card is about, is left out.
    fn section(&self, heading: &str, statements: &[StatementId], parts: &[CardPart]) -> Option<CardSection> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut sources: Vec<Vec<&str>> = Vec::new();
        let mut places: FxHashMap<Vec<String>, usize> = FxHashMap::default();
        for &statement in statements {
            let row: Vec<String> = parts.iter().map(|&part| self.part(part, statement)).collect();
            let next = rows.len();
            let place = *places.entry(row.clone()).or_insert(next);
            if place == next {
                rows.push(row);
                sources.push(Vec::new());
            }
            let of_row = self.run.graph.statements().sources(statement).iter();
            sources[place].extend(of_row.map(|&source| self.run.graph.id(EntityId(source))));
        }
        let own = self.name(self.entity.0);
        let says = |place: &usize| rows.iter().any(|row| !row[*place].is_empty() && row[*place] != own);
        let kept: Vec<usize> = (0..parts.len()).filter(says).collect();
        let columns = kept.iter().map(|&place| parts[place].heading().to_owned());
        let more = rows.len().saturating_sub(ROWS_SHOWN);
        let rows: Vec<Vec<String>> = rows
            .iter()
            .zip(&mut sources)
            .take(ROWS_SHOWN)
            .map(|(row, sources)| {
                sources.sort_unstable();
                sources.dedup();
                let source = match sources.as_slice() {
                    [] => String::new(),
                    [one] => (*one).to_owned(),
                    [first, rest @ ..] => format!("{first} +{}", rest.len()),
                };
                kept.iter().map(|&place| row[place].clone()).chain([source]).collect()
            })
            .collect();
        let columns = columns.chain([kind::SOURCE.to_owned()]).collect();
        (!rows.is_empty()).then(|| CardSection { heading: heading.to_owned(), columns, rows, more })
    }

    /// What the statements rest on, what most of them rest on first.
    fn sources(&self) -> Option<CardSection> {
        let graph = self.run.graph;
        let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
        for &statement in &self.statements {
            graph.statements().sources(statement).iter().for_each(|&source| *counts.entry(source).or_default() += 1);
        }
        counts.retain(|source, _| !self.about.contains(source));
        let mut counts: Vec<(u32, usize)> = counts.into_iter().collect();
        counts.sort_unstable_by_key(|&(source, count)| (std::cmp::Reverse(count), source));
        let more = counts.len().saturating_sub(ROWS_SHOWN);
        let row = |&(source, count): &(u32, usize)| {
            let (id, name) = (graph.id(EntityId(source)), graph.name(EntityId(source)));
            let title = if id == name { graph.description(EntityId(source)) } else { name };
            vec![id.to_owned(), title.to_owned(), count.to_string()]
        };
        let mut rows: Vec<Vec<String>> = counts.iter().take(ROWS_SHOWN).map(row).collect();
        let mut columns = vec![kind::SOURCE.to_owned(), "title".to_owned(), "statements".to_owned()];
        if rows.iter().all(|row| row[1].is_empty()) {
            columns.remove(1);
            rows.iter_mut().for_each(|row| drop(row.remove(1)));
        }
        (!rows.is_empty()).then(|| CardSection { heading: "Sources".to_owned(), columns, rows, more })
    }
}

/// What a column of a card says of a statement.
#[derive(Clone, Copy)]
enum CardPart {
    Therapy,
    Cancer,
    Line,
    Finding,
    Cause,
    Kind,
    With,
    Level,
    Effect,
    Status,
    Date,
    Stance,
}

impl CardPart {
    const fn heading(self) -> &'static str {
        match self {
            CardPart::Therapy => Field::Therapy.name(),
            CardPart::Cancer => Field::Cancer.name(),
            CardPart::Line => Field::Line.name(),
            CardPart::Finding => kind::BIOMARKER,
            CardPart::Cause => "by",
            CardPart::Kind => "kind",
            CardPart::With => "with",
            CardPart::Level => Field::Level.name(),
            CardPart::Effect => Field::Effect.name(),
            CardPart::Status => Field::Status.name(),
            CardPart::Date => "since",
            CardPart::Stance => "why contested",
        }
    }
}

/// The first of many names, and how many more there are.
fn shortened(mut names: Vec<String>) -> Vec<String> {
    let more = names.len().saturating_sub(NAMES_SHOWN);
    names.truncate(NAMES_SHOWN);
    if more > 0 {
        names.push(format!("and {more} more"));
    }
    names
}
