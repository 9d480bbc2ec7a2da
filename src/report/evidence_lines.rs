//! Statements and facts as lines of a tree, with their sources below.

use crate::answer::Tree;
use crate::exec::Run;
use crate::exec::rows::columns;
use crate::graph::{EntityId, Field, StatementId};
use crate::query::{Domain, Inclusion, Link};
use crate::vocabulary::{End, RelationId};

/// What the line of a statement says of it.
const IN_ONE_LINE: &[Field] =
    &[Field::Effect, Field::Direction, Field::Level, Field::Status, Field::Region, Field::Line];

/// Writes evidence of a run.
pub(super) struct EvidenceLines<'e, 'a> {
    pub(super) run: &'e Run<'a>,
}

impl EvidenceLines<'_, '_> {
    /// The name of an entity.
    pub(super) fn name(&self, entity: u32) -> &str {
        self.run.graph.name(EntityId(entity))
    }

    /// Why a statement does not support: failed, disputes, inconclusive, flagged.
    pub(super) fn stance(&self, statement: StatementId) -> String {
        let mut words = Vec::new();
        let (statements, model) = (self.run.graph.statements(), self.run.graph.model());
        if Some(statements.code(statement, Field::Status)) == model.statuses.failed {
            words.extend(self.field(statement, Field::Status));
        }
        if Some(statements.code(statement, Field::Direction)) != model.directions.supports {
            words.extend(self.field(statement, Field::Direction));
        }
        if statements.code(statement, Field::Disputed) == 1 {
            words.push("flagged disputed".to_owned());
        }
        words.join(", ")
    }

    fn field(&self, statement: StatementId, field: Field) -> Option<String> {
        columns::text_of_field(self.run, statement, field)
    }

    /// A statement in one line, with its sources below.
    pub(super) fn statement(&self, statement: StatementId, verdict: Option<&str>) -> Tree {
        let graph = self.run.graph;
        let statements = graph.statements();
        let mut text = graph.id(graph.statement_entity(statement)).to_owned();
        let fields: Vec<String> = IN_ONE_LINE
            .iter()
            .filter_map(|&field| {
                let value = self.field(statement, field)?;
                Some(if field == Field::Level { format!("level {value}") } else { value })
            })
            .collect();
        text.push_str(&format!(": {}", fields.join(", ")));
        let names = |list: &[u32]| list.iter().map(|&entity| self.name(entity)).collect::<Vec<_>>().join(", ");
        if let Some(therapy) = statements.therapy(statement) {
            text.push_str(&format!("; {}", self.name(therapy)));
        }
        if let Some(profile) = statements.profile(statement) {
            text.push_str(&format!("; {}", self.name(profile)));
        }
        if !statements.cancers(statement).is_empty() {
            text.push_str(&format!("; {}", names(statements.cancers(statement))));
        }
        if let Some(verdict) = verdict.filter(|verdict| !verdict.is_empty()) {
            text.push_str(&format!(" — does not count: {verdict}"));
        }
        let mut children = Vec::new();
        if !statements.gist(statement).is_empty() {
            children.push(leaf(statements.gist(statement).to_owned(), Vec::new()));
        }
        let sources: Vec<&str> =
            statements.sources(statement).iter().map(|&source| graph.id(EntityId(source))).collect();
        let cited = statements.is_cited(statement);
        children.push(leaf(
            if cited { format!("source {}", sources.join(", ")) } else { "uncited: curation of this graph".to_owned() },
            Vec::new(),
        ));
        leaf(text, children)
    }

    /// A fact with its sources: of the verbs of a link the one over which it holds.
    pub(super) fn fact(
        &self,
        link: &Link,
        (relation, end): (RelationId, End),
        (head, object): (u32, u32),
        fact: Option<u32>,
    ) -> Tree {
        let graph = self.run.graph;
        let relation = &graph.vocabulary().verb(relation).relation;
        let (from, to) = if end == End::From { (head, object) } else { (object, head) };
        let mut text = format!("{} {relation} {}", self.name(from), self.name(to));
        if let Some(how) = self.how(link, object) {
            text.push_str(&format!(" ({how})"));
        }
        let sources: Vec<&str> = fact.map_or_else(Vec::new, |fact| {
            graph.fact_sources(fact).iter().map(|&source| graph.id(EntityId(source))).collect()
        });
        let children = if sources.is_empty() {
            Vec::new()
        } else {
            vec![leaf(format!("source {}", sources.join(", ")), Vec::new())]
        };
        leaf(text, children)
    }

    /// How an object belongs to what was named, where it is not the thing itself.
    fn how(&self, link: &Link, object: u32) -> Option<String> {
        let Domain::Named(set) = &self.run.query.node(link.object).domain else { return None };
        let member = set.find(object)?;
        let seed = set.seeds.get(member.seed as usize)?;
        let named = seed.entities.first().map_or("", |entity| self.name(entity.0));
        match member.how {
            Inclusion::Exact => None,
            Inclusion::Subtype => Some(format!("below {named}")),
            Inclusion::Member => Some(format!("belongs to {named}")),
            Inclusion::Conditional | Inclusion::Codon | Inclusion::Exon | Inclusion::Category | Inclusion::Broader => {
                Some(format!("above {named}"))
            }
        }
    }
}

/// A line with what is below it.
pub(super) fn leaf(text: String, children: Vec<Tree>) -> Tree {
    Tree { text, children }
}
