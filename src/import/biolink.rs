//! Words of the Biolink model: categories of kinds, predicates of relations, and what is needed to
//! choose among several.

use super::csv_graph::words;
use crate::model::{effect, kind, relation};
use crate::vocabulary::{RelationId, Vocabulary};
use std::borrow::Cow;

/// Biolink categories of kinds: for a kind the first is written, for a category the first kind
/// that the vocabulary has is meant.
pub const CATEGORIES: &[(&str, &str)] = &[
    (kind::GENE, "biolink:Gene"),
    (kind::PROTEIN, "biolink:Protein"),
    (kind::GENE_FAMILY, "biolink:GeneFamily"),
    (kind::VARIANT, "biolink:SequenceVariant"),
    (kind::PROFILE, "biolink:Genotype"),
    (kind::BIOMARKER, "biolink:ClinicalAttribute"),
    (kind::DRUG, "biolink:Drug"),
    (kind::DRUG, "biolink:SmallMolecule"),
    (kind::DRUG, "biolink:ChemicalEntity"),
    (kind::DRUG, "biolink:MolecularMixture"),
    ("compound", "biolink:SmallMolecule"),
    ("compound", "biolink:ChemicalEntity"),
    ("compound", "biolink:Drug"),
    (kind::DRUG_CLASS, "biolink:ChemicalRole"),
    ("pharmacologic class", "biolink:ChemicalRole"),
    (kind::REGIMEN, "biolink:Treatment"),
    (kind::CANCER, "biolink:Disease"),
    (kind::CANCER, "biolink:DiseaseOrPhenotypicFeature"),
    ("disease", "biolink:Disease"),
    (kind::MECHANISM, "biolink:PathologicalProcess"),
    (kind::MECHANISM_KIND, "biolink:PathologicalProcess"),
    (kind::STRATEGY, "biolink:ClinicalIntervention"),
    ("pathway", "biolink:Pathway"),
    ("biological process", "biolink:BiologicalProcess"),
    ("molecular function", "biolink:MolecularActivity"),
    ("cellular component", "biolink:CellularComponent"),
    ("anatomy", "biolink:GrossAnatomicalStructure"),
    ("anatomy", "biolink:AnatomicalEntity"),
    ("outcome", "biolink:ClinicalFinding"),
    ("side effect", "biolink:PhenotypicFeature"),
    ("symptom", "biolink:PhenotypicFeature"),
    (kind::SOURCE, "biolink:Publication"),
    (kind::SOURCE, "biolink:Article"),
    (kind::SOURCE, "biolink:JournalArticle"),
    (kind::SOURCE, "biolink:PreprintPublication"),
];

/// Biolink predicates of relations, used as [`CATEGORIES`] are.
pub const PREDICATES: &[(&str, &str)] = &[
    (relation::TARGETS, "biolink:directly_physically_interacts_with"),
    (relation::TARGETS, "biolink:physically_interacts_with"),
    (relation::IS_A, "biolink:subclass_of"),
    (relation::HAS_MEMBER, "biolink:has_member"),
    (relation::ENCODES, "biolink:has_gene_product"),
    (relation::VARIANT_OF, "biolink:is_sequence_variant_of"),
    (relation::INVOLVES, "biolink:has_participant"),
    ("activates", "biolink:positively_regulates"),
    (relation::INHIBITS, "biolink:negatively_regulates"),
    ("regulates", "biolink:regulates"),
    ("part of", "biolink:part_of"),
    ("part of", "biolink:participates_in"),
    ("beside", "biolink:close_match"),
    (relation::IMPROVES, "biolink:ameliorates_condition"),
    (effect::TREATS, "biolink:treats"),
    ("causes", "biolink:causes"),
];

/// The category of what has none.
pub(super) const ANYTHING: &str = "biolink:NamedThing";

/// Classes by their distance from the root of the hierarchy, which is in the first line; classes
/// of all sorts of things, such as `ThingWithTaxon`, are in none.
#[rustfmt::skip]
const CLASSES: &[&str] = &[
    "NamedThing",
    "Activity AdministrativeEntity Attribute BiologicalEntity ChemicalEntity ClinicalEntity Device DiagnosticAid Event EvidenceType ExposureEvent InformationContentEntity OrganismTaxon Phenomenon PhysicalEntity PlanetaryEntity Procedure StudyResult",
    "Agent BehavioralExposure BiologicalProcessOrActivity BiologicalSex BioticExposure ChemicalExposure ChemicalMixture ChemicalRole ClinicalAttribute ClinicalIntervention CodingSequence ConfidenceLevel Dataset DiseaseOrPhenotypicFeature EnvironmentalExposure EnvironmentalFeature EnvironmentalProcess Exon Gene GeneFamily GeneticInheritance Genome Genotype GeographicLocation Haplotype MacromolecularComplex MaterialSample MolecularEntity NucleicAcidSequenceMotif OrganismAttribute OrganismalEntity Polypeptide PosttranslationalModification ProteinDomain ProteinFamily Publication RegulatoryRegion SequenceVariant SeverityValue Study Transcript Treatment Zygosity",
    "AccessibleDnaRegion AnatomicalEntity Article Bacterium BiologicalProcess Book BookChapter CellLine CellularOrganism ClinicalCourse ClinicalMeasurement ClinicalModifier ClinicalTrial ComplexMolecularMixture Disease DrugExposure DrugLabel Food Hospitalization IndividualOrganism LifeStage MolecularActivity MolecularMixture NucleicAcidEntity Patent PhenotypicFeature PhenotypicQuality PopulationOfIndividualOrganisms PreprintPublication ProcessedMaterial Protein RNAProduct Serial SmallMolecule Snv TranscriptionFactorBindingSite Virus WebPage",
    "Behavior BehavioralFeature Case Cell CellularComponent ClinicalFinding Drug Fungus GrossAnatomicalStructure Invertebrate JournalArticle Mammal NoncodingRNAProduct Onset PathologicalAnatomicalStructure PathologicalProcess Pathway PhysiologicalProcess Plant ProteinIsoform RNAProductIsoform StudyPopulation Vertebrate",
    "Cohort Human MicroRNA SiRNA",
];

/// Endings of the names of classes that only say what several sorts of things have in common.
const COMMON: &[&str] =
    &["OntologyClass", "ThingWithTaxon", "PhysicalEssence", "Occurrent", "Mixin", "SubjectOfInvestigation", "Entity"];

/// Predicates that say the same from both ends.
const SYMMETRIC: &[&str] = &[
    "associated_with",
    "binds",
    "chemically_similar_to",
    "close_match",
    "coexists_with",
    "coexpressed_with",
    "colocalizes_with",
    "correlated_with",
    "directly_physically_interacts_with",
    "exact_match",
    "gene_fusion_with",
    "genetic_association",
    "genetic_neighborhood_of",
    "genetically_associated_with",
    "genetically_interacts_with",
    "homologous_to",
    "in_cell_population_with",
    "in_complex_with",
    "in_linkage_disequilibrium_with",
    "in_pathway_with",
    "indirectly_physically_interacts_with",
    "interacts_with",
    "negatively_correlated_with",
    "occurs_together_in_literature_with",
    "opposite_of",
    "orthologous_to",
    "overlaps",
    "paralogous_to",
    "pharmacologically_interacts_with",
    "physically_interacts_with",
    "positively_correlated_with",
    "related_condition",
    "related_to",
    "related_to_at_concept_level",
    "related_to_at_instance_level",
    "same_as",
    "similar_to",
    "temporally_related_to",
    "xenologous_to",
];

/// A category or predicate without its prefix, whether that is short or an address.
pub(super) fn local(name: &str) -> &str {
    let after = |name: &str| name.find([':', '/', '#']).is_some();
    let start = name.rfind([':', '/', '#']).filter(|_| after(name)).map_or(0, |at| at + 1);
    name.get(start..).unwrap_or(name)
}

/// A predicate as Biolink writes it, without its prefix: `gene_associated_with_condition` of
/// `gene associated with condition`.
pub(super) fn predicate_name(predicate: &str) -> String {
    local(predicate.trim()).trim().replace([' ', '-'], "_").to_lowercase()
}

/// A category as Biolink writes it, without its prefix: `SmallMolecule` of `small molecule`.
fn class_name(category: &str) -> String {
    let name = local(category.trim());
    let capitalised = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    if name.contains([' ', '_']) || name.starts_with(char::is_lowercase) {
        name.split([' ', '_']).map(capitalised).collect()
    } else {
        name.to_owned()
    }
}

/// Whether a predicate says the same from both ends.
pub(super) fn is_symmetric(predicate: &str) -> bool {
    SYMMETRIC.contains(&predicate_name(predicate).as_str())
}

/// How much a category says: 0 for what is common to all sorts of things.
fn specificity(class: &str) -> usize {
    let depth = CLASSES.iter().position(|classes| classes.split(' ').any(|known| known == class));
    match depth {
        Some(depth) => 2 * depth + 1,
        None if COMMON.iter().any(|end| class.ends_with(end)) => 0,
        // A class of later models, or of the makers of the file.
        None => 2,
    }
}

/// The categories of a node, those that say most first; equals stay in the order of the file.
pub(super) fn by_specificity<'t>(categories: &'t [Cow<'_, str>]) -> Vec<&'t str> {
    let mut sorted: Vec<&str> = categories.iter().map(|name| &**name).collect();
    sorted.sort_by_key(|name| std::cmp::Reverse(specificity(&class_name(name))));
    sorted
}

/// The noun of a node with these categories in a vocabulary made of such words.
pub(super) fn noun_of(categories: &[Cow<'_, str>]) -> String {
    let most = by_specificity(categories).first().copied().unwrap_or(ANYTHING).to_owned();
    let class = class_name(&most);
    let is_source = |(kind, known): &&(&str, &str)| *kind == kind::SOURCE && local(known) == class;
    if CATEGORIES.iter().any(|row| is_source(&row)) { kind::SOURCE.to_owned() } else { words(&class) }
}

/// The kind that a node means: ours, else that of the category that says most.
pub(super) fn kind_of(vocabulary: &Vocabulary, kind: &str, categories: &[Cow<'_, str>]) -> Option<String> {
    let has = |name: &str| vocabulary.kind(name).is_some();
    if has(kind) {
        return Some(kind.to_owned());
    }
    let anything = [Cow::Borrowed(ANYTHING)];
    let categories = if categories.is_empty() { &anything[..] } else { categories };
    by_specificity(categories).into_iter().find_map(|category| {
        let class = class_name(category);
        let listed = CATEGORIES.iter().find(|(kind, known)| local(known) == class && has(kind));
        listed.map(|(kind, _)| (*kind).to_owned()).or_else(|| Some(words(&class)).filter(|name| has(name)))
    })
}

/// The relation that an edge means: ours, else that of the predicate.
pub(super) fn relation_of(vocabulary: &Vocabulary, relation: &str, predicate: &str) -> Option<RelationId> {
    if let Some(ours) = vocabulary.relation(relation) {
        return Some(ours);
    }
    let name = predicate_name(predicate);
    let listed = PREDICATES.iter().filter(|(_, known)| local(known) == name);
    listed
        .map(|(relation, _)| *relation)
        .find_map(|relation| vocabulary.relation(relation))
        .or_else(|| vocabulary.relation(&name))
        .or_else(|| vocabulary.relation(&name.replace('_', " ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_category_that_says_most_is_meant() {
        for (categories, noun) in [
            (&["biolink:ThingWithTaxon", "biolink:NamedThing", "biolink:Disease"][..], "disease"),
            (&["biolink:NamedThing", "biolink:SmallMolecule"], "small molecule"),
            (&["https://w3id.org/biolink/vocab/Disease"], "disease"),
            (&["biolink:GeneOrGeneProduct", "gene"], "gene"),
            (&["biolink:NamedThing", "my:Planet"], "planet"),
            (&["biolink:NamedThing", "biolink:Article"], "source"),
            (&[], "named thing"),
        ] {
            let categories: Vec<Cow<'_, str>> = categories.iter().map(|&name| Cow::Borrowed(name)).collect();
            assert_eq!(noun_of(&categories), noun, "{categories:?}");
        }
    }

    #[test]
    fn predicates_are_words_addresses_or_names() {
        for predicate in [
            "gene associated with condition",
            "https://w3id.org/biolink/vocab/gene_associated_with_condition",
            "biolink:gene_associated_with_condition",
        ] {
            assert_eq!(predicate_name(predicate), "gene_associated_with_condition");
        }
        assert!(is_symmetric("biolink:interacts_with") && !is_symmetric("biolink:treats"));
    }
}
