//! KGX: nodes and edges as tables, with Biolink categories and predicates.
//!
//! A statement is one association: its subject and object are the two entities that its effect is
//! between, everything else is in columns of its own, named as in statements.tsv. Kinds and
//! relations are written besides the categories and predicates, so that importing the files again
//! gives the same graph.

use super::fields::{References, View, entity_properties, entity_property, joined, one_line, statement_columns};
use super::output::{Output, OutputWriter, capitalised};
use super::walk;
use crate::graph::{EntityId, Graph, StatementId};
use crate::import::kgx::{ALIASES, CATEGORIES, KIND, PREDICATES, RELATION, TRIALS};
use crate::model::{Field, direction, effect};
use std::io::{self, Write};

pub(super) const OUTPUTS: &[Output] = &[
    Output { file: "nodes.tsv", write: OutputWriter::Whole(nodes) },
    Output { file: "edges.tsv", write: OutputWriter::Whole(edges) },
];

/// The predicate of a relation for which Biolink has none.
const RELATED: &str = "biolink:related_to";

/// The field of a statement that is an end of its association.
#[derive(Clone, Copy)]
enum AssociationSubject {
    Therapy,
    Marker,
    Cancer,
}

/// Subject, predicate and object of the association that a statement with this effect is.
const EFFECTS: &[(&str, AssociationSubject, &str, AssociationSubject)] = &[
    (
        effect::SENSITIVITY,
        AssociationSubject::Marker,
        "biolink:associated_with_sensitivity_to",
        AssociationSubject::Therapy,
    ),
    (
        effect::RESISTANCE,
        AssociationSubject::Marker,
        "biolink:associated_with_resistance_to",
        AssociationSubject::Therapy,
    ),
    (
        effect::REDUCED_SENSITIVITY,
        AssociationSubject::Marker,
        "biolink:associated_with_resistance_to",
        AssociationSubject::Therapy,
    ),
    (effect::NO_EFFECT, AssociationSubject::Marker, "biolink:associated_with", AssociationSubject::Therapy),
    (effect::ADVERSE_RESPONSE, AssociationSubject::Marker, "biolink:associated_with", AssociationSubject::Therapy),
    (effect::OVERCOMES, AssociationSubject::Therapy, "biolink:ameliorates_condition", AssociationSubject::Marker),
    (effect::TREATS, AssociationSubject::Therapy, "biolink:treats", AssociationSubject::Cancer),
    (effect::DIAGNOSTIC, AssociationSubject::Marker, "biolink:biomarker_for", AssociationSubject::Cancer),
    (effect::PROGNOSTIC, AssociationSubject::Marker, "biolink:associated_with", AssociationSubject::Cancer),
    (effect::PREDISPOSING, AssociationSubject::Marker, "biolink:predisposes_to_condition", AssociationSubject::Cancer),
    (effect::ONCOGENIC, AssociationSubject::Marker, "biolink:contributes_to", AssociationSubject::Cancer),
    (effect::FUNCTIONAL, AssociationSubject::Marker, "biolink:associated_with", AssociationSubject::Cancer),
    (effect::OCCURRENCE, AssociationSubject::Marker, "biolink:associated_with", AssociationSubject::Cancer),
];

/// The first in a table of pairs; else the name itself in the way in which Biolink writes.
fn listed(table: &[(&'static str, &'static str)], name: &str) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == name).map(|&(_, text)| text)
}

/// `biolink:GeneFamily` of `gene family`.
fn category(kind: &str) -> String {
    let camel = || kind.split(' ').map(capitalised).collect::<String>();
    listed(CATEGORIES, kind).map_or_else(|| format!("biolink:{}", camel()), str::to_owned)
}

fn nodes(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let properties = entity_properties(graph);
    write!(out, "id\tcategory\tname\tdescription\txref\tsynonym\t{ALIASES}\t{KIND}")?;
    properties.iter().try_for_each(|name| write!(out, "\t{name}"))?;
    writeln!(out)?;
    for entity in walk::entities(graph) {
        let kind = graph.vocabulary().kind_name(graph.kind(entity));
        write!(out, "{}\t{}\t{}", curie(graph, entity), category(kind), one_line(graph.name(entity)))?;
        write!(out, "\t{}", one_line(graph.description(entity)))?;
        write!(out, "\t{}", joined(graph.xrefs(entity).map(one_line)))?;
        write!(out, "\t{}", joined(graph.imported_aliases(entity).map(one_line)))?;
        write!(out, "\t{}\t{kind}", joined(graph.aliases(entity).map(one_line)))?;
        properties.iter().try_for_each(|name| write!(out, "\t{}", entity_property(graph, entity, name)))?;
        writeln!(out)?;
    }
    Ok(())
}

/// The identifier of an entity with its prefix: every node of KGX has one.
fn curie(graph: &Graph, entity: EntityId) -> String {
    let id = one_line(graph.id(entity));
    if id.starts_with("NCT") { format!("{TRIALS}{id}") } else { id }
}

/// Columns of an edge before those of a statement; the first of these is the edge's own `id`.
const EDGE_COLUMNS: &[&str] = &[
    "subject",
    "predicate",
    "object",
    "category",
    "publications",
    "primary_knowledge_source",
    "knowledge_level",
    "agent_type",
    "negated",
    "disease_context_qualifier",
    RELATION,
];

/// Who says it, in the terms of Biolink: curators did, of their own knowledge.
const CURATED: &str = "knowledge_assertion\tmanual_agent";

fn edges(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let fields: Vec<&str> = statement_columns().collect();
    writeln!(out, "id\t{}\t{}", EDGE_COLUMNS.join("\t"), fields.join("\t"))?;
    let view = View { graph, references: References::Ids };
    let id = |entity: EntityId| curie(graph, entity);
    let empty = "\t".repeat(fields.len());
    for (number, fact) in walk::facts(graph).enumerate() {
        let relation = &graph.vocabulary().verb(fact.relation).relation;
        let predicate = listed(PREDICATES, relation).unwrap_or(RELATED);
        let sources = joined(fact.sources.iter().map(|&source| id(EntityId(source))));
        write!(out, "onco:edge-{}\t{}\t{predicate}\t{}\tbiolink:Association", number + 1, id(fact.from), id(fact.to))?;
        writeln!(out, "\t{sources}\tinfores:onco\t{CURATED}\t\t\t{relation}{empty}")?;
    }
    for statement in graph.statements().iter() {
        let (subject, predicate, object) = association(view, statement);
        let table = graph.statements();
        let sources = joined(table.sources(statement).iter().map(|&source| id(EntityId(source))));
        let dataset = view.field(statement, Field::Dataset);
        let negated = view.field(statement, Field::Direction) == direction::DISPUTES;
        let cancers = joined(table.cancers(statement).iter().map(|&cancer| id(EntityId(cancer))));
        write!(
            out,
            "{}\t{subject}\t{predicate}\t{object}\tbiolink:Association",
            id(graph.statement_entity(statement))
        )?;
        write!(out, "\t{sources}\tinfores:{dataset}\t{CURATED}\t{negated}\t{cancers}\t")?;
        view.fields(statement).try_for_each(|text| write!(out, "\t{text}"))?;
        writeln!(out)?;
    }
    Ok(())
}

/// Subject, predicate and object. A node is needed at both ends: where the field is empty, the
/// next one that is not, and the source at last.
fn association(view: View<'_>, statement: StatementId) -> (String, &'static str, String) {
    let effect = view.field(statement, Field::Effect);
    let listed = EFFECTS.iter().find(|(known, ..)| *known == effect);
    let &(_, subject, predicate, object) =
        listed.unwrap_or(&("", AssociationSubject::Marker, RELATED, AssociationSubject::Cancer));
    let subject = end(view.graph, statement, subject, None);
    let object = end(view.graph, statement, object, subject);
    let id = |entity: Option<EntityId>| entity.map_or_else(String::new, |entity| curie(view.graph, entity));
    (id(subject), predicate, id(object))
}

fn end(graph: &Graph, statement: StatementId, wanted: AssociationSubject, other: Option<EntityId>) -> Option<EntityId> {
    let table = graph.statements();
    let therapy = table.therapy(statement);
    let marker = table.profile(statement).or(table.mechanism(statement));
    let cancer = table.cancers(statement).first().copied();
    let source = table.sources(statement).first().copied();
    let order = match wanted {
        AssociationSubject::Therapy => [therapy, cancer, marker, source],
        AssociationSubject::Marker => [marker, therapy, cancer, source],
        AssociationSubject::Cancer => [cancer, therapy, marker, source],
    };
    order.into_iter().flatten().map(EntityId).find(|&entity| Some(entity) != other)
}
