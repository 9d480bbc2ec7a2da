//! stub
use super::{Failure, Import};
use crate::vocabulary::Vocabulary;
use std::path::PathBuf;
/// stub
pub fn vocabulary(_: &[PathBuf]) -> Result<Vocabulary, Failure> { super::recipe::builtin_vocabulary("oncology") }
/// stub
pub fn read(_: &mut Import<'_>) -> Result<(), Failure> { Ok(()) }
/// stub
pub fn statements(_: &mut Import<'_>) -> Result<(), Failure> { Ok(()) }
/// Column of nodes that holds the kind.
pub const KIND: &str = "onco_kind";

/// Column of edges that holds the relation.
pub const RELATION: &str = "onco_relation";

/// The column that makes an edge a statement.
pub const EFFECT: &str = "effect";

/// Biolink categories of kinds: for a kind the first is written, for a category the first kind
/// that the vocabulary has is meant.
pub const CATEGORIES: &[(&str, &str)] = &[
    ("gene", "biolink:Gene"),
    ("protein", "biolink:Protein"),
    ("gene family", "biolink:GeneFamily"),
    ("variant", "biolink:SequenceVariant"),
    ("profile", "biolink:Genotype"),
    ("biomarker", "biolink:ClinicalAttribute"),
    ("drug", "biolink:Drug"),
    ("drug", "biolink:SmallMolecule"),
    ("drug", "biolink:ChemicalEntity"),
    ("drug", "biolink:MolecularMixture"),
    ("compound", "biolink:SmallMolecule"),
    ("compound", "biolink:ChemicalEntity"),
    ("compound", "biolink:Drug"),
    ("drug class", "biolink:ChemicalRole"),
    ("pharmacologic class", "biolink:ChemicalRole"),
    ("regimen", "biolink:Treatment"),
    ("cancer", "biolink:Disease"),
    ("cancer", "biolink:DiseaseOrPhenotypicFeature"),
    ("disease", "biolink:Disease"),
    ("mechanism", "biolink:PathologicalProcess"),
    ("mechanism kind", "biolink:OntologyClass"),
    ("strategy", "biolink:ClinicalIntervention"),
    ("pathway", "biolink:Pathway"),
    ("biological process", "biolink:BiologicalProcess"),
    ("molecular function", "biolink:MolecularActivity"),
    ("cellular component", "biolink:CellularComponent"),
    ("anatomy", "biolink:GrossAnatomicalStructure"),
    ("anatomy", "biolink:AnatomicalEntity"),
    ("outcome", "biolink:Outcome"),
    ("side effect", "biolink:PhenotypicFeature"),
    ("symptom", "biolink:PhenotypicFeature"),
    ("source", "biolink:Publication"),
];

/// Biolink predicates of relations, used as [`CATEGORIES`] are.
pub const PREDICATES: &[(&str, &str)] = &[
    ("targets", "biolink:directly_physically_interacts_with"),
    ("targets", "biolink:physically_interacts_with"),
    ("is a", "biolink:subclass_of"),
    ("has member", "biolink:has_member"),
    ("encodes", "biolink:has_gene_product"),
    ("variant of", "biolink:is_sequence_variant_of"),
    ("involves", "biolink:has_participant"),
    ("activates", "biolink:positively_regulates"),
    ("inhibits", "biolink:negatively_regulates"),
    ("regulates", "biolink:regulates"),
    ("part of", "biolink:part_of"),
    ("part of", "biolink:participates_in"),
    ("beside", "biolink:close_match"),
    ("improves", "biolink:ameliorates_condition"),
    ("treats", "biolink:treats"),
    ("causes", "biolink:causes"),
];

/// Column of nodes that holds the names a curator wrote; `synonym` holds those of databases.
pub const ALIASES: &str = "aliases";

