//! KGX: nodes and edges as a pair of tab-separated or JSON-lines files, with Biolink categories
//! and predicates.
//!
//! Columns of ours ([`KIND`], [`RELATION`] and those of statements.tsv) say exactly what a
//! category or predicate says roughly; where they are missing the tables below decide. An edge
//! with an `effect` is a statement.

use super::builtin;
use super::context::Import;
use super::control::{Control, ImportFailure, ImportOptions};
use super::csv_graph::{vocabulary_of_names, words};
use super::read::{TextFile, items};
use super::table::{TextRow, TextTable, tell_columns};
use super::tsv::ID;
use crate::graph::{EntityRecord, Place, StatementRecord};
use crate::model::{FIELDS, Field, effect, kind, relation};
use crate::vocabulary::{On, RelationId, Vocabulary};
use rustc_hash::FxHashMap;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Column of nodes that holds the kind.
pub const KIND: &str = "onco_kind";

/// Column of edges that holds the relation.
pub const RELATION: &str = "onco_relation";

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
    (kind::MECHANISM_KIND, "biolink:OntologyClass"),
    (kind::STRATEGY, "biolink:ClinicalIntervention"),
    ("pathway", "biolink:Pathway"),
    ("biological process", "biolink:BiologicalProcess"),
    ("molecular function", "biolink:MolecularActivity"),
    ("cellular component", "biolink:CellularComponent"),
    ("anatomy", "biolink:GrossAnatomicalStructure"),
    ("anatomy", "biolink:AnatomicalEntity"),
    ("outcome", "biolink:Outcome"),
    ("side effect", "biolink:PhenotypicFeature"),
    ("symptom", "biolink:PhenotypicFeature"),
    (kind::SOURCE, "biolink:Publication"),
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

/// Column of nodes that holds the names a curator wrote; `synonym` holds those of databases.
pub const ALIASES: &str = "aliases";

/// Names of the columns of nodes; a column may also be called as a property of the kind is.
const NODE_COLUMNS: [&str; 8] = ["id", "category", "name", "description", "xref", "synonym", ALIASES, KIND];
/// Names of the columns of edges that are no field of a statement.
const EDGE_COLUMNS: [&str; 7] = ["subject", "predicate", "object", "publications", RELATION, Field::Effect.name(), ID];

/// Columns of edges that our own export fills from what other columns say.
const REPEATED: &[&str] =
    &["category", "primary_knowledge_source", "knowledge_level", "agent_type", "negated", "disease_context_qualifier"];

/// A file of rows, whichever way they are written.
struct File {
    text: TextFile,
    /// Columns of a table; empty for JSON lines.
    header: Vec<String>,
}

impl File {
    fn read(import: &mut Import<'_>, path: &std::path::Path) -> Result<Self, ImportFailure> {
        Ok(Self::new(TextFile::read(import, path)?))
    }

    fn new(text: TextFile) -> Self {
        let first = text.text.lines().next().unwrap_or("");
        let header = if first.trim_start().starts_with('{') {
            Vec::new()
        } else {
            first.trim_start_matches('\u{feff}').split('\t').map(|name| name.trim().to_owned()).collect()
        };
        Self { text, header }
    }

    fn is_edges(&self) -> bool {
        match self.header.is_empty() {
            false => self.header.iter().any(|name| name == "subject"),
            true => self.text.text.lines().next().is_some_and(|line| line.contains("\"subject\"")),
        }
    }

    /// Reports columns, or keys of objects, that none of these uses.
    fn tell_unused(&self, import: &mut Import<'_>, known: &[&str]) -> Result<(), ImportFailure> {
        let mut names: BTreeSet<String> = self.header.iter().cloned().collect();
        if self.header.is_empty() {
            let control = import.control;
            let mut lines = self.text.lines(&control);
            while let Some((_, row)) = lines.next()? {
                let object = serde_json::from_str::<serde_json::Map<String, Value>>(row);
                names.extend(object.into_iter().flat_map(|object| object.into_iter().map(|(name, _)| name)));
            }
        }
        // What we wrote ourselves says the same elsewhere, in columns of ours.
        let ours = names.contains(RELATION);
        let is_read = |name: &str| known.contains(&name) || (ours && REPEATED.contains(&name));
        names.retain(|name| !is_read(name));
        let names: Vec<String> = names.into_iter().collect();
        tell_columns(import, Place { file: self.text.file, line: 1 }, &names);
        Ok(())
    }

    /// Calls `take` with the line number of each row and its fields by the order of `names`.
    fn rows(
        &self,
        import: &mut Import<'_>,
        names: &[&str],
        take: &mut dyn FnMut(&mut Import<'_>, Place, &[Cow<'_, str>]),
    ) -> Result<(), ImportFailure> {
        if self.header.is_empty() { self.objects(import, names, take) } else { self.lines(import, names, take) }
    }

    /// As [`File::rows`], of JSON lines.
    fn objects(
        &self,
        import: &mut Import<'_>,
        names: &[&str],
        take: &mut dyn FnMut(&mut Import<'_>, Place, &[Cow<'_, str>]),
    ) -> Result<(), ImportFailure> {
        let control = import.control;
        let mut lines = self.text.lines(&control);
        while let Some((line, row)) = lines.next()? {
            let place = Place { file: self.text.file, line };
            match serde_json::from_str::<serde_json::Map<String, Value>>(row) {
                Ok(object) => {
                    let field = |name: &&str| Cow::Owned(object.get(*name).map_or_else(String::new, text_of));
                    take(import, place, &names.iter().map(field).collect::<Vec<_>>());
                }
                Err(error) => import.unusable(place, "", format!("this line is not a JSON object: `{error}`")),
            }
        }
        Ok(())
    }

    /// As [`File::rows`], of a table.
    fn lines(
        &self,
        import: &mut Import<'_>,
        names: &[&str],
        take: &mut dyn FnMut(&mut Import<'_>, Place, &[Cow<'_, str>]),
    ) -> Result<(), ImportFailure> {
        let control = import.control;
        let mut table = TextTable::new(&self.text, &control)?;
        let columns: Vec<Option<usize>> =
            names.iter().map(|name| self.header.iter().position(|column| column == name)).collect();
        let mut row = TextRow::default();
        while table.next(&mut row)? {
            let fields: Vec<Cow<'_, str>> = columns.iter().map(|&column| Cow::Borrowed(row.optional(column))).collect();
            take(import, row.place, &fields);
        }
        Ok(())
    }
}

/// Prefix of the registry whose identifiers are written without one elsewhere.
pub const TRIALS: &str = "clinicaltrials:";

/// The identifier of a node as this graph writes it: `NCT01120184`, not
/// `clinicaltrials:NCT01120184`.
fn id_of(curie: &str) -> &str {
    curie.strip_prefix(TRIALS).filter(|id| id.starts_with("NCT")).unwrap_or(curie)
}

/// A value as a table writes it: lists with bars.
fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(text_of).collect::<Vec<_>>().join("|"),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

/// A category or predicate without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The kind that a row means: ours, else the first that the vocabulary has for a category.
fn kind_of(vocabulary: &Vocabulary, kind: &str, categories: &str) -> Option<String> {
    let has = |name: &str| vocabulary.kind(name).is_some();
    if has(kind) {
        return Some(kind.to_owned());
    }
    items(categories, &['|']).find_map(|category| {
        let listed =
            CATEGORIES.iter().find(|(kind, known)| *known == category && has(kind)).map(|(kind, _)| (*kind).to_owned());
        listed.or_else(|| Some(words(local(category))).filter(|name| has(name)))
    })
}

/// The relation that a row means, likewise.
fn relation_of(vocabulary: &Vocabulary, relation: &str, predicate: &str) -> Option<RelationId> {
    let spaced = local(predicate).replace('_', " ");
    let listed = || {
        PREDICATES
            .iter()
            .filter(|(_, known)| *known == predicate)
            .find_map(|(relation, _)| vocabulary.relation(relation))
    };
    vocabulary
        .relation(relation)
        .or_else(listed)
        .or_else(|| vocabulary.relation(&spaced))
        .or_else(|| vocabulary.relation(local(predicate)))
}

/// The words of files of this format: where they have our columns the built-in ones that know all
/// that is there, those of oncology where it lacks nothing, else words made of their categories
/// and predicates.
///
/// # Errors
/// Files that cannot be read; our columns with words that are in no built-in vocabulary; names that
/// the language needs for itself.
pub fn vocabulary(paths: &[PathBuf], _: &ImportOptions) -> Result<Vocabulary, ImportFailure> {
    let oncology = builtin::builtin_vocabulary("oncology")?;
    let mut import = Import::new(crate::graph::GraphBuilder::new(oncology.clone()), &Control::NONE);
    let mut files = Vec::new();
    for path in paths {
        files.push(File::read(&mut import, path)?);
    }
    files.sort_by_key(File::is_edges);
    let mut known = true;
    let (mut own_kinds, mut own_relations): (BTreeSet<String>, BTreeSet<String>) = Default::default();
    let mut kinds: Vec<String> = Vec::new();
    let mut kind_numbers: FxHashMap<String, usize> = FxHashMap::default();
    let mut relations: Vec<(String, [Vec<usize>; 2])> = Vec::new();
    for file in &files {
        if file.is_edges() {
            file.rows(&mut import, &EDGE_COLUMNS, &mut |_, _, row| {
                let [subject, predicate, object, _, relation, ..] = row else { return };
                own_relations.extend(Some(&**relation).filter(|name| !name.is_empty()).map(str::to_owned));
                known &= relation_of(&oncology, relation, predicate).is_some();
                let name = local(predicate);
                let place = relations.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
                    relations.push((name.to_owned(), Default::default()));
                    relations.len() - 1
                });
                let Some((_, ends)) = relations.get_mut(place) else { return };
                for (end, id) in ends.iter_mut().zip([subject, object]) {
                    if let Some(&kind) = kind_numbers.get(&**id).filter(|kind| !end.contains(kind)) {
                        end.push(kind);
                    }
                }
            })?;
        } else {
            file.rows(&mut import, &NODE_COLUMNS, &mut |_, _, row| {
                let [id, category, _, _, _, _, _, kind] = row else { return };
                own_kinds.extend(Some(&**kind).filter(|name| !name.is_empty()).map(str::to_owned));
                known &= kind_of(&oncology, kind, category).is_some();
                let name = words(local(items(category, &['|']).next().unwrap_or("")));
                let number = kinds.iter().position(|known| *known == name).unwrap_or_else(|| {
                    kinds.push(name);
                    kinds.len() - 1
                });
                kind_numbers.insert(id.clone().into_owned(), number);
            })?;
        }
    }
    relations.retain(|(_, ends)| ends.iter().all(|end| !end.is_empty()));
    if !own_kinds.is_empty() || !own_relations.is_empty() {
        return built_in_with(&own_kinds, &own_relations);
    }
    if known { Ok(oncology) } else { vocabulary_of_names(&kinds, &relations) }
}

/// The first built-in vocabulary with all these kinds and relations.
fn built_in_with(kinds: &BTreeSet<String>, relations: &BTreeSet<String>) -> Result<Vocabulary, ImportFailure> {
    let mut lacking = String::new();
    for name in builtin::builtin_names() {
        let vocabulary = builtin::builtin_vocabulary(name)?;
        let kind = kinds.iter().find(|kind| vocabulary.kind(kind).is_none());
        match kind.or_else(|| relations.iter().find(|relation| vocabulary.relation(relation).is_none())) {
            None => return Ok(vocabulary),
            Some(missing) if lacking.is_empty() => lacking.clone_from(missing),
            Some(_) => {}
        }
    }
    Err(ImportFailure::whole(format!(
        "these files have words of their own, such as `{lacking}`, that no built-in vocabulary has: \
         give the vocabulary that they were written with (--vocabulary FILE)"
    )))
}

/// Reads nodes and facts of the present source.
///
/// # Errors
/// A file that cannot be read; cancellation.
pub fn read(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    import.keep_records_apart();
    let mut files = Vec::new();
    for path in import.files.clone() {
        files.push(File::read(import, &path)?);
    }
    files.sort_by_key(File::is_edges);
    for file in &files {
        if file.is_edges() {
            let read: Vec<&str> =
                EDGE_COLUMNS.into_iter().chain([ID]).chain(FIELDS.iter().map(|row| row.name)).collect();
            file.tell_unused(import, &read)?;
            file.rows(import, &EDGE_COLUMNS, &mut fact)?;
        } else {
            let columns = node_columns(import.builder.vocabulary());
            let names: Vec<&str> = columns.iter().map(String::as_str).collect();
            file.tell_unused(import, &names)?;
            file.rows(import, &names, &mut |import, place, row| node(import, place, row, &names))?;
        }
    }
    Ok(())
}

/// The fixed columns, then those of properties.
fn node_columns(vocabulary: &Vocabulary) -> Vec<String> {
    let mut columns: Vec<String> = NODE_COLUMNS.iter().map(|name| (*name).to_owned()).collect();
    for property in vocabulary.properties.iter().filter(|property| property.on != On::Statement) {
        if !columns.contains(&property.name) {
            columns.push(property.name.clone());
        }
    }
    columns
}

fn node(import: &mut Import<'_>, place: Place, row: &[Cow<'_, str>], columns: &[&str]) {
    let [id, category, name, description, xref, synonym, aliases, kind, properties @ ..] = row else { return };
    let Some(kind) = kind_of(import.builder.vocabulary(), kind, category) else {
        import.unusable(place, "category", format!("there is no kind for the category `{category}`"));
        return;
    };
    let filled = columns.iter().skip(NODE_COLUMNS.len()).zip(properties).filter(|(_, value)| !value.is_empty());
    let mut known = Vec::new();
    for (column, value) in filled {
        let vocabulary = import.builder.vocabulary();
        match vocabulary.kind(&kind).and_then(|kind| vocabulary.property_of(column, kind)) {
            Some(property) => known.push((property, &**value)),
            None => {
                import.unusable(place, column, format!("a `{kind}` has no property `{column}`: `{value}` is left out"))
            }
        }
    }
    let id = id_of(id);
    let record = EntityRecord {
        id,
        kind: &kind,
        name: if name.is_empty() { id } else { name },
        aliases: items(aliases, &['|']).collect(),
        properties: known,
        imported_aliases: items(synonym, &['|']).collect(),
        xrefs: items(xref, &['|']).collect(),
        description,
    };
    import.entity(&record, place);
}

fn fact(import: &mut Import<'_>, place: Place, row: &[Cow<'_, str>]) {
    let [subject, predicate, object, publications, relation, effect, _] = row else { return };
    if !effect.is_empty() {
        return;
    }
    let Some(relation) = relation_of(import.builder.vocabulary(), relation, predicate) else {
        import.unusable(place, "predicate", format!("there is no relation for the predicate `{predicate}`"));
        return;
    };
    let relation = import.builder.vocabulary().verb(relation).relation.clone();
    let sources: Vec<&str> = items(publications, &['|']).map(id_of).collect();
    import.builder.add_relation(id_of(subject), &relation, id_of(object), &sources, place);
}

/// Reads statements of the present source.
///
/// # Errors
/// As [`read`].
pub fn statements(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    let names: Vec<&str> = std::iter::once(ID).chain(FIELDS.iter().map(|row| row.name)).collect();
    for path in import.files.clone() {
        let file = File::read(import, &path)?;
        if !file.is_edges() {
            continue;
        }
        file.rows(import, &names, &mut |import, place, row| {
            let [id, texts @ ..] = row else { return };
            let mut record = StatementRecord::new(id);
            FIELDS.iter().zip(texts).for_each(|(row, text)| record.read(row.field, text));
            if !record.texts(Field::Effect).is_empty() {
                import.builder.add_statement(&record, place);
            }
        })?;
    }
    Ok(())
}
