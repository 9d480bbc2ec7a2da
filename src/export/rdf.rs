//! RDF with its provenance, as N-Quads or TriG: what an engine of SPARQL reads.
//!
//! - The default graph holds what things are: kind, names, properties, and each statement with its
//!   fields and sources.
//! - What a statement claims is a triple in the graph that is named by the statement. One that its
//!   statement does not support is no triple: the statement says what it disputes.
//! - A fact is a triple in a graph for each of its sources, so that `GRAPH ?source { … }` asks who
//!   says so; what follows from facts and statements is in the graph [`DERIVED_GRAPH`].
//!
//! Identifiers become the addresses under which their publishers know them ([`ADDRESSES`]), others
//! are below [`BASE`].

use super::attributes::{ALIASES, AttributeType, ColumnText, DESCRIPTION, ID, KIND, NAME, NodeAttributes, XREFS};
use super::output::{Output, OutputWriter};
use super::walk::{self, ListedEdge};
use crate::graph::{EntityId, Graph, StatementId};
use crate::import::drawing::IMPORTED_ALIASES;
use crate::import::kgx::{CATEGORIES, PREDICATES};
use crate::model::{FIELDS, Field, Stored};
use crate::subgraph::GraphPart;
use crate::vocabulary::{KindId, RelationId};
use oxrdf::vocab::{rdf, rdfs, xsd};
use oxrdf::{GraphName, Literal, NamedNode, Quad, Term};
use oxttl::{NQuadsSerializer, TriGSerializer};
use std::io::{self, Write};

pub(super) const NQUADS: &[Output] = &[Output { file: "graph.nq", write: OutputWriter::Part(nquads) }];
pub(super) const TRIG: &[Output] = &[Output { file: "graph.trig", write: OutputWriter::Part(trig) }];

/// Beginning of the addresses of what nobody else has one for.
const BASE: &str = "https://example.org/onco/";
/// Graph of facts without a source.
const UNSOURCED_GRAPH: &str = "https://example.org/onco/graph/facts";
/// Graph of edges that follow from facts and statements.
const DERIVED_GRAPH: &str = "https://example.org/onco/graph/derived";

const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const DCTERMS: &str = "http://purl.org/dc/terms/";
const PROV: &str = "http://www.w3.org/ns/prov#";
const OBO_IN_OWL: &str = "http://www.geneontology.org/formats/oboInOwl#";
const BIOLINK: &str = "https://w3id.org/biolink/vocab/";

/// Prefixes of identifiers, and the beginnings of addresses that their publishers or registries use;
/// the local part follows.
const ADDRESSES: &[(&str, &str)] = &[
    ("HGNC:", "https://identifiers.org/hgnc:"),
    ("ncbigene:", "https://identifiers.org/ncbigene:"),
    ("uniprot:", "http://purl.uniprot.org/uniprot/"),
    ("DOID:", "http://purl.obolibrary.org/obo/DOID_"),
    ("MONDO:", "http://purl.obolibrary.org/obo/MONDO_"),
    ("NCIT:", "http://purl.obolibrary.org/obo/NCIT_"),
    ("CHEBI:", "http://purl.obolibrary.org/obo/CHEBI_"),
    ("GO:", "http://purl.obolibrary.org/obo/GO_"),
    ("UBERON:", "http://purl.obolibrary.org/obo/UBERON_"),
    ("PMC", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC"),
    ("civic.eid:", "https://identifiers.org/civic.eid:"),
    ("hgnc.symbol:", "https://identifiers.org/hgnc.symbol:"),
    ("PMID:", "https://pubmed.ncbi.nlm.nih.gov/"),
    ("doi:", "https://doi.org/"),
    ("DOI:", "https://doi.org/"),
    ("NCT", "https://clinicaltrials.gov/study/NCT"),
    ("chembl:", "https://identifiers.org/chembl:"),
    ("drugbank:", "https://identifiers.org/drugbank:"),
    ("rxcui:", "https://identifiers.org/rxnorm:"),
];

fn nquads(part: &GraphPart<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = NQuadsSerializer::new().for_writer(&mut *out);
    quads(part, &mut |quad| writer.serialize_quad(quad))
}

fn trig(part: &GraphPart<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut format = TriGSerializer::new();
    let bases = [
        ("kind", "https://example.org/onco/kind/"),
        ("relation", "https://example.org/onco/relation/"),
        ("property", "https://example.org/onco/property/"),
        ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
        ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
        ("xsd", "http://www.w3.org/2001/XMLSchema#"),
        ("skos", SKOS),
        ("dcterms", DCTERMS),
        ("prov", PROV),
        ("biolink", BIOLINK),
        ("obo", "http://purl.obolibrary.org/obo/"),
        ("hgnc", "https://identifiers.org/hgnc:"),
        ("pubmed", "https://pubmed.ncbi.nlm.nih.gov/"),
    ];
    for (prefix, iri) in bases {
        format = format.with_prefix(prefix, iri).map_err(io::Error::other)?;
    }
    let mut writer = format.for_writer(&mut *out);
    quads(part, &mut |quad| writer.serialize_quad(quad))?;
    writer.finish().map(|_| ())
}

/// Takes a quad.
type QuadSink<'s> = dyn FnMut(&Quad) -> io::Result<()> + 's;

fn quads(part: &GraphPart<'_>, sink: &mut QuadSink<'_>) -> io::Result<()> {
    let graph = part.graph;
    words(graph, sink)?;
    let nodes = NodeAttributes::of(graph);
    for entity in part.entities() {
        node(graph, &nodes, entity, sink)?;
    }
    for edge in walk::edges_in(part) {
        write_edge(graph, &edge, sink)?;
    }
    Ok(())
}

/// Kinds and relations with their names and what they are close to elsewhere.
fn words(graph: &Graph, sink: &mut QuadSink<'_>) -> io::Result<()> {
    let vocabulary = graph.vocabulary();
    let close = |table: &[(&str, &'static str)], name: &str| {
        let found = table.iter().find(|(known, _)| *known == name)?;
        Some(named(&format!("{BIOLINK}{}", found.1.strip_prefix("biolink:")?)))
    };
    for number in 0..vocabulary.kinds.len() {
        let kind = KindId(number as u8);
        let (class, name) = (class(graph, kind), vocabulary.kind_name(kind));
        plain(&class, rdf::TYPE.into_owned(), rdfs::CLASS.into_owned(), sink)?;
        plain(&class, rdfs::LABEL.into_owned(), Literal::new_simple_literal(name), sink)?;
        if let Some(category) = close(CATEGORIES, name) {
            plain(&class, named(&format!("{SKOS}closeMatch")), category, sink)?;
        }
    }
    for (relation, verb) in vocabulary.relations() {
        let property = property(graph, relation);
        plain(&property, rdf::TYPE.into_owned(), rdf::PROPERTY.into_owned(), sink)?;
        plain(&property, rdfs::LABEL.into_owned(), Literal::new_simple_literal(&*verb.relation), sink)?;
        if let Some(predicate) = close(PREDICATES, &verb.relation) {
            plain(&property, named(&format!("{SKOS}closeMatch")), predicate, sink)?;
        }
    }
    Ok(())
}

/// A triple of the default graph.
fn plain(
    subject: &NamedNode,
    predicate: NamedNode,
    object: impl Into<Term>,
    sink: &mut QuadSink<'_>,
) -> io::Result<()> {
    sink(&Quad::new(subject.clone(), predicate, object, GraphName::DefaultGraph))
}

fn node(graph: &Graph, nodes: &NodeAttributes<'_>, entity: EntityId, sink: &mut QuadSink<'_>) -> io::Result<()> {
    let subject = address(graph.id(entity));
    plain(&subject, rdf::TYPE.into_owned(), class(graph, graph.kind(entity)), sink)?;
    plain(&subject, named(&format!("{DCTERMS}identifier")), Literal::new_simple_literal(graph.id(entity)), sink)?;
    let statement = graph.statement_of(entity);
    for (attribute, value) in nodes.values(entity) {
        match (attribute.name.as_str(), statement) {
            (ID | KIND, _) => {}
            (name, Some(statement)) => field(graph, (&subject, statement), name, attribute.of, &value, sink)?,
            (NAME, None) => texts(&subject, rdfs::LABEL.into_owned(), &value, sink)?,
            (ALIASES, None) => texts(&subject, named(&format!("{SKOS}altLabel")), &value, sink)?,
            (IMPORTED_ALIASES, None) => texts(&subject, named(&format!("{SKOS}hiddenLabel")), &value, sink)?,
            (XREFS, None) => texts(&subject, named(&format!("{OBO_IN_OWL}hasDbXref")), &value, sink)?,
            (DESCRIPTION, None) => texts(&subject, named(&format!("{DCTERMS}description")), &value, sink)?,
            (name, None) => values(&subject, name, attribute.of, &value, sink)?,
        }
    }
    Ok(())
}

fn items(value: &ColumnText) -> &[String] {
    match value {
        ColumnText::One(text) => std::slice::from_ref(text),
        ColumnText::Several(items) => items,
    }
}

fn texts(subject: &NamedNode, predicate: NamedNode, value: &ColumnText, sink: &mut QuadSink<'_>) -> io::Result<()> {
    items(value)
        .iter()
        .try_for_each(|text| plain(subject, predicate.clone(), Literal::new_simple_literal(text.as_str()), sink))
}

/// Values of a property, typed.
fn values(
    subject: &NamedNode,
    name: &str,
    of: AttributeType,
    value: &ColumnText,
    sink: &mut QuadSink<'_>,
) -> io::Result<()> {
    let predicate = below("property", name);
    let literal = |text: &String| match of {
        AttributeType::Text | AttributeType::Texts => Literal::new_simple_literal(text.as_str()),
        AttributeType::Integer => Literal::new_typed_literal(text.as_str(), xsd::INTEGER),
        AttributeType::Decimal => Literal::new_typed_literal(text.as_str(), xsd::DOUBLE),
        AttributeType::Bool => Literal::new_typed_literal(text.as_str(), xsd::BOOLEAN),
    };
    items(value).iter().try_for_each(|text| plain(subject, predicate.clone(), literal(text), sink))
}

/// A field of a statement: entities as what they are, other values typed.
fn field(
    graph: &Graph,
    (subject, statement): (&NamedNode, StatementId),
    name: &str,
    of: AttributeType,
    value: &ColumnText,
    sink: &mut QuadSink<'_>,
) -> io::Result<()> {
    let Some(row) = FIELDS.iter().find(|row| row.name == name) else { return Ok(()) };
    let table = graph.statements();
    let entities: Vec<u32> = match row.stored {
        Stored::Entity(_) => table.entity(statement, row.field).into_iter().collect(),
        Stored::Entities(_) => table.entities(statement, row.field).to_vec(),
        _ => return values(subject, name, of, value, sink),
    };
    let is_source = row.field == Field::Source;
    for entity in entities {
        let object = address(graph.id(EntityId(entity)));
        if is_source {
            plain(subject, named(&format!("{PROV}wasDerivedFrom")), object.clone(), sink)?;
        }
        plain(subject, below("property", name), object, sink)?;
    }
    Ok(())
}

fn write_edge(graph: &Graph, listed: &ListedEdge<'_>, sink: &mut QuadSink<'_>) -> io::Result<()> {
    let edge = &listed.edge;
    let (from, to) = (address(graph.id(edge.from)), address(graph.id(edge.to)));
    let verb = graph.vocabulary().verb(edge.relation);
    let mut graphs: Vec<NamedNode> = match edge.statement {
        Some(statement) if !graph.statements().supports(statement) => return Ok(()),
        Some(statement) => vec![address(graph.id(graph.statement_entity(statement)))],
        None if !listed.listed && edge.sources.is_empty() => vec![named(DERIVED_GRAPH)],
        None => edge.sources.iter().map(|&source| address(graph.id(EntityId(source)))).collect(),
    };
    if graphs.is_empty() {
        graphs.push(named(UNSOURCED_GRAPH));
    }
    let property = property(graph, edge.relation);
    for graph in graphs {
        sink(&Quad::new(from.clone(), property.clone(), to.clone(), graph.clone()))?;
        if verb.undirected && from != to {
            sink(&Quad::new(to.clone(), property.clone(), from.clone(), graph))?;
        }
    }
    Ok(())
}

fn class(graph: &Graph, kind: KindId) -> NamedNode {
    below("kind", graph.vocabulary().kind_name(kind))
}

fn property(graph: &Graph, relation: RelationId) -> NamedNode {
    below("relation", &graph.vocabulary().verb(relation).relation)
}

/// An address of our own.
fn below(room: &str, name: &str) -> NamedNode {
    named(&format!("{BASE}{room}/{}", encoded(&name.replace(' ', "_"))))
}

/// The address of an identifier.
fn address(id: &str) -> NamedNode {
    let known = ADDRESSES.iter().find_map(|(prefix, iri)| Some((id.strip_prefix(prefix)?, iri)));
    match known {
        Some((local, iri)) if !local.is_empty() => named(&format!("{iri}{}", encoded(local))),
        _ => named(&format!("{BASE}id/{}", encoded(id))),
    }
}

/// A text as a part of an address: all but letters, digits and a few signs by their bytes.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b':' | b'/' | b'(' | b')' => {
                encoded.push(char::from(byte));
            }
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    encoded
}

/// An address of ASCII that was put together above.
fn named(iri: &str) -> NamedNode {
    NamedNode::new_unchecked(iri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_have_addresses() {
        for (id, expected) in [
            ("DOID:1612", "http://purl.obolibrary.org/obo/DOID_1612"),
            ("PMID:20728210", "https://pubmed.ncbi.nlm.nih.gov/20728210"),
            ("NCT01041404", "https://clinicaltrials.gov/study/NCT01041404"),
            ("doi:10.1038/x(99)<1>", "https://doi.org/10.1038/x(99)%3C1%3E"),
            ("onco:a b\"#?", "https://example.org/onco/id/onco:a%20b%22%23%3F"),
            ("DOID:", "https://example.org/onco/id/DOID:"),
            ("é", "https://example.org/onco/id/%C3%A9"),
        ] {
            assert_eq!(address(id).as_str(), expected);
            assert!(NamedNode::new(expected).is_ok());
        }
    }
}
