//! KGX: nodes and edges as tables, JSON lines or JSON, with Biolink categories and predicates.
//!
//! Columns of ours ([`KIND`], [`RELATION`] and those of statements.tsv) say exactly what a
//! category or predicate says roughly; where they are missing the tables of `biolink` decide. An
//! edge with an `effect` is a statement.
//!
//! An edge that is negated is no fact, and one with qualifiers is the fact that they make of it or
//! none: read without them it would say more than its source.

pub use super::biolink::{CATEGORIES, PREDICATES};
use super::biolink::{by_specificity, is_symmetric, kind_of, local, noun_of, predicate_name, relation_of};
use super::builtin;
use super::context::Import;
use super::control::{Control, ImportFailure, ImportOptions};
use super::csv_graph::{MadeVerb, vocabulary_of_names};
use super::kgx_files::{KgxFile, KgxRow, open};
use super::tsv::ID;
use crate::graph::{EntityRecord, Place, StatementRecord};
use crate::model::{FIELDS, Field, kind, relation};
use crate::vocabulary::{On, RelationId, Vocabulary};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Column of nodes that holds the kind.
pub const KIND: &str = "onco_kind";

/// Column of edges that holds the relation.
pub const RELATION: &str = "onco_relation";

/// Column of nodes that holds the names a curator wrote; `synonym` holds those of databases.
pub const ALIASES: &str = "aliases";

/// Names of the columns of nodes; a column may also be called as a property of the kind is.
const NODE_COLUMNS: [&str; 8] = [ID, "category", "name", "description", "xref", "synonym", ALIASES, KIND];

/// Places of the columns in [`NODE_COLUMNS`].
mod node_column {
    pub(super) const ID: usize = 0;
    pub(super) const CATEGORY: usize = 1;
    pub(super) const NAME: usize = 2;
    pub(super) const DESCRIPTION: usize = 3;
    pub(super) const XREF: usize = 4;
    pub(super) const SYNONYM: usize = 5;
    pub(super) const ALIASES: usize = 6;
    pub(super) const KIND: usize = 7;
}

/// Names of the columns of edges that are no field of a statement; those of qualifiers follow.
const EDGE_COLUMNS: [&str; 8] =
    ["subject", "predicate", "object", "publications", RELATION, Field::Effect.name(), NEGATED, "knowledge_level"];

/// Places of the columns in [`EDGE_COLUMNS`].
mod edge_column {
    pub(super) const SUBJECT: usize = 0;
    pub(super) const PREDICATE: usize = 1;
    pub(super) const OBJECT: usize = 2;
    pub(super) const PUBLICATIONS: usize = 3;
    pub(super) const RELATION: usize = 4;
    pub(super) const EFFECT: usize = 5;
    pub(super) const NEGATED: usize = 6;
    pub(super) const KNOWLEDGE_LEVEL: usize = 7;
}

const NEGATED: &str = "negated";

/// Columns of edges that our own export fills from what other columns say.
const REPEATED: &[&str] =
    &["category", "primary_knowledge_source", "knowledge_level", "agent_type", NEGATED, "disease_context_qualifier"];

/// Values of `negated` that say that the edge is not so.
const TRUE: &[&str] = &["true", "t", "yes", "y", "1", "1.0"];

/// Levels of knowledge of edges that nobody has asserted.
const PREDICTED: &[&str] = &["prediction", "text_co_occurrence"];

/// What a direction of a qualifier says.
const DIRECTIONS: &[(&str, &str)] = &[
    ("decreased", "decreases"),
    ("downregulated", "decreases"),
    ("increased", "increases"),
    ("upregulated", "increases"),
];

/// Predicates that say no more than what a direction says.
const BARE: &[&str] = &["affects", "regulates", "causes", "related_to", "interacts_with"];

/// Qualifiers that are part of what an edge with one of [`BARE`] says: the direction, of what, and
/// the predicate that they belong to.
const DIRECTION: &str = "object_direction_qualifier";
const ASPECT: &str = "object_aspect_qualifier";
const QUALIFIED: &str = "qualified_predicate";

/// Relations of qualified edges in vocabularies that have no verb of that name.
const OF_QUALIFIED: &[(&str, &str)] = &[
    ("decreases", relation::INHIBITS),
    ("decreases_activity", relation::INHIBITS),
    ("decreases_activity_or_abundance", relation::INHIBITS),
    ("increases", "activates"),
    ("increases_activity", "activates"),
    ("increases_activity_or_abundance", "activates"),
    ("affects_activity", "regulates"),
    ("affects_activity_or_abundance", "regulates"),
];

/// Whether a column narrows or changes what an edge says.
fn is_qualifier(name: &str) -> bool {
    name == QUALIFIED || name.ends_with("_qualifier") || matches!(name, "qualifier" | "qualifiers")
}

/// The columns of a file of edges: the fixed ones, then those of its qualifiers.
fn edge_columns(file: &KgxFile) -> Vec<&str> {
    EDGE_COLUMNS.into_iter().chain(file.names().filter(|name| is_qualifier(name))).collect()
}

/// Prefix of the registry whose identifiers are written without one elsewhere.
pub const TRIALS: &str = "clinicaltrials:";

/// Beginnings of addresses that are identifiers, with their prefix here; where that is empty it
/// is in the rest, and its first `_` or `/` ends it.
const ADDRESSES: &[(&str, &str)] = &[
    ("purl.obolibrary.org/obo/", ""),
    ("identifiers.org/", ""),
    ("www.ncbi.nlm.nih.gov/pubmed/", "PMID:"),
    ("pubmed.ncbi.nlm.nih.gov/", "PMID:"),
    ("clinicaltrials.gov/study/", TRIALS),
    ("clinicaltrials.gov/ct2/show/", TRIALS),
    ("doi.org/", "doi:"),
    ("www.genenames.org/data/gene-symbol-report/#!/hgnc_id/", ""),
];

/// The identifier of a node as this graph writes it: `NCT01120184`, not
/// `clinicaltrials:NCT01120184`, and `MONDO:1`, not its address.
fn id_of(written: &str) -> Cow<'_, str> {
    let address = written.strip_prefix("https://").or_else(|| written.strip_prefix("http://"));
    let known = address.and_then(|rest| {
        let (start, prefix) = ADDRESSES.iter().find(|(start, _)| rest.starts_with(start))?;
        let local = rest.get(start.len()..)?.trim_end_matches('/');
        Some(if prefix.is_empty() && !local.contains(':') {
            let (prefix, number) = local.split_once('_').or_else(|| local.split_once('/'))?;
            format!("{prefix}:{number}")
        } else {
            format!("{prefix}{local}")
        })
    });
    let trial = |id: &str| id.strip_prefix(TRIALS).filter(|id| id.starts_with("NCT")).map(str::to_owned);
    match known {
        Some(id) => Cow::Owned(trial(&id).unwrap_or(id)),
        None => Cow::Borrowed(written.strip_prefix(TRIALS).filter(|id| id.starts_with("NCT")).unwrap_or(written)),
    }
}

/// What the predicate and the qualifiers of an edge say together.
enum EdgeMeaning {
    /// What the predicate says.
    Predicate(String),
    /// What the predicate says with its direction and aspect: `decreases_activity`.
    Qualified(String),
    /// More than a fact can hold: the qualifiers.
    More(Vec<String>),
}

fn said(row: &KgxRow<'_>, columns: &[&str]) -> EdgeMeaning {
    let predicate = row.text(edge_column::PREDICATE).into_owned();
    let filled: Vec<(&str, Cow<'_, str>)> = columns
        .iter()
        .enumerate()
        .skip(EDGE_COLUMNS.len())
        .map(|(number, name)| (*name, row.text(number)))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    if filled.is_empty() {
        return EdgeMeaning::Predicate(predicate);
    }
    let value = |wanted: &str| filled.iter().find(|(name, _)| *name == wanted).map(|(_, value)| local(value));
    let direction = value(DIRECTION).map(|value| DIRECTIONS.iter().find(|(known, _)| *known == value));
    let others = filled.iter().any(|(name, _)| ![DIRECTION, ASPECT, QUALIFIED].contains(name));
    let is_bare = BARE.contains(&predicate_name(&predicate).as_str())
        && value(QUALIFIED).is_none_or(|qualified| BARE.contains(&predicate_name(qualified).as_str()));
    let verb = match direction {
        Some(Some((_, verb))) if is_bare && !others => *verb,
        None if is_bare && !others && value(ASPECT).is_some() => "affects",
        Some(_) | None => {
            return EdgeMeaning::More(filled.into_iter().map(|(name, value)| format!("{name} = {value}")).collect());
        }
    };
    let aspect = value(ASPECT).map_or_else(String::new, |aspect| format!("_{}", predicate_name(aspect)));
    EdgeMeaning::Qualified(format!("{verb}{aspect}"))
}

/// The relation of a qualified edge.
fn qualified_relation(vocabulary: &Vocabulary, name: &str) -> Option<RelationId> {
    let listed = || OF_QUALIFIED.iter().find(|(known, _)| *known == name);
    vocabulary.relation(name).or_else(|| listed().and_then(|(_, relation)| vocabulary.relation(relation)))
}

fn is_true(value: &str) -> bool {
    TRUE.iter().any(|yes| value.eq_ignore_ascii_case(yes))
}

/// MadeWords that files of foreign origin need, as far as they have been read.
#[derive(Default)]
struct MadeWords {
    kinds: Vec<String>,
    kind_of_node: FxHashMap<String, usize>,
    verbs: Vec<MadeVerb>,
    has_publications: bool,
}

impl MadeWords {
    fn kind(&mut self, name: String) -> usize {
        self.kinds.iter().position(|known| *known == name).unwrap_or_else(|| {
            self.kinds.push(name);
            self.kinds.len() - 1
        })
    }

    fn node(&mut self, id: &str, categories: &[Cow<'_, str>]) {
        let number = self.kind(noun_of(categories));
        // The first row of an identifier is the one that is kept.
        self.kind_of_node.entry(id.to_owned()).or_insert(number);
    }

    fn edge(&mut self, relation: &str, verb: String, undirected: bool, ends: [&str; 2]) {
        let place = self.verbs.iter().position(|known| known.relation == relation).unwrap_or_else(|| {
            let (relation, ends) = (relation.to_owned(), Default::default());
            self.verbs.push(MadeVerb { relation, verb, undirected, ends });
            self.verbs.len() - 1
        });
        let Some(known) = self.verbs.get_mut(place) else { return };
        let [from, to] = ends.map(|id| self.kind_of_node.get(id).copied());
        let Some((from, to)) = from.zip(to) else { return };
        let [starts, goals] = &mut known.ends;
        // What says the same from both ends has both kinds at each.
        let pairs = if undirected { [Some((from, to)), Some((to, from))] } else { [Some((from, to)), None] };
        for (from, to) in pairs.into_iter().flatten() {
            starts.extend((!starts.contains(&from)).then_some(from));
            goals.extend((!goals.contains(&to)).then_some(to));
        }
    }

    fn vocabulary(mut self) -> Result<Vocabulary, ImportFailure> {
        self.verbs.retain(|verb| verb.ends.iter().all(|end| !end.is_empty()));
        if self.has_publications {
            self.kind(kind::SOURCE.to_owned());
        }
        vocabulary_of_names(&self.kinds, &self.verbs)
    }
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
    let files = open(&mut import, paths)?;
    let mut known = true;
    let (mut own_kinds, mut own_relations): (BTreeSet<String>, BTreeSet<String>) = Default::default();
    let mut made = MadeWords::default();
    for file in &files {
        if file.is_edges() {
            let columns = edge_columns(file);
            file.rows(&mut import, &columns, &mut |_, _, row| {
                let relation = row.text(edge_column::RELATION);
                own_relations.extend(Some(&*relation).filter(|name| !name.is_empty()).map(str::to_owned));
                made.has_publications |= !row.list(edge_column::PUBLICATIONS).is_empty();
                if !row.text(edge_column::EFFECT).is_empty() || is_true(&row.text(edge_column::NEGATED)) {
                    return;
                }
                let (subject, object) = (row.text(edge_column::SUBJECT), row.text(edge_column::OBJECT));
                let ends = [&*id_of(&subject), &*id_of(&object)];
                match said(row, &columns) {
                    EdgeMeaning::Predicate(predicate) => {
                        known &= relation_of(&oncology, &relation, &predicate).is_some();
                        let name = predicate_name(&predicate);
                        let verb = name.replace('_', " ");
                        made.edge(&name, verb, is_symmetric(&predicate), ends);
                    }
                    EdgeMeaning::Qualified(name) => {
                        known &= qualified_relation(&oncology, &name).is_some();
                        let verb = name.replace('_', " ");
                        made.edge(&name, verb, false, ends);
                    }
                    EdgeMeaning::More(_) => {}
                }
            })?;
        } else {
            file.rows(&mut import, &NODE_COLUMNS, &mut |_, _, row| {
                let (kind, categories) = (row.text(node_column::KIND), row.list(node_column::CATEGORY));
                own_kinds.extend(Some(&*kind).filter(|name| !name.is_empty()).map(str::to_owned));
                known &= kind_of(&oncology, &kind, &categories).is_some();
                made.node(&id_of(&row.text(node_column::ID)), &categories);
            })?;
        }
    }
    if !own_kinds.is_empty() || !own_relations.is_empty() {
        return built_in_with(&own_kinds, &own_relations);
    }
    if known { Ok(oncology) } else { made.vocabulary() }
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
    let files = open(import, &import.files.clone())?;
    let mut both_ends = FxHashSet::default();
    let mut diseases = Diseases::default();
    for file in &files {
        let ours = file.has(RELATION) || file.has(KIND);
        if file.is_edges() {
            let columns = edge_columns(file);
            let fields: Vec<&str> = FIELDS.iter().map(|row| row.name).collect();
            // What we wrote ourselves says the same elsewhere, in columns of ours.
            let is_read = |name: &str| {
                let repeated = ours && REPEATED.contains(&name);
                repeated || name == ID || columns.contains(&name) || (ours && fields.contains(&name))
            };
            file.tell_unused(import, is_read);
            file.rows(import, &columns, &mut |import, place, row| fact(import, place, row, &columns, &mut both_ends))?;
        } else {
            let columns = node_columns(import.builder.vocabulary());
            let names: Vec<&str> = columns.iter().map(String::as_str).collect();
            file.tell_unused(import, |name| names.contains(&name));
            file.rows(import, &names, &mut |import, place, row| node(import, place, row, &names, &mut diseases))?;
        }
    }
    if let (count @ 1.., Some(place)) = (diseases.count, diseases.first) {
        let message = format!(
            "{count} diseases are read as `{}`, the only kind of disease of this vocabulary: --vocabulary gives another",
            kind::CANCER
        );
        import.note(place, "category", message);
    }
    Ok(())
}

/// Diseases that the vocabulary has no other kind for.
#[derive(Default)]
struct Diseases {
    count: usize,
    first: Option<Place>,
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

fn node(import: &mut Import<'_>, place: Place, row: &KgxRow<'_>, columns: &[&str], diseases: &mut Diseases) {
    let categories = row.list(node_column::CATEGORY);
    let own = row.text(node_column::KIND);
    let Some(kind) = kind_of(import.builder.vocabulary(), &own, &categories) else {
        let message = match by_specificity(&categories).first() {
            Some(category) => format!("there is no kind for the category `{category}`"),
            None => "a node without category".to_owned(),
        };
        import.unusable(place, "category", message);
        return;
    };
    if categories.is_empty() && own.is_empty() {
        import.unusable(place, "category", format!("a node without category: it is a `{kind}`"));
    }
    if kind == kind::CANCER && own.is_empty() {
        diseases.count += 1;
        diseases.first = diseases.first.or(Some(place));
    }
    let mut known = Vec::new();
    let values: Vec<(&str, Cow<'_, str>)> = columns
        .iter()
        .enumerate()
        .skip(NODE_COLUMNS.len())
        .map(|(number, column)| (*column, row.text(number)))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    for (column, value) in &values {
        let vocabulary = import.builder.vocabulary();
        match vocabulary.kind(&kind).and_then(|kind| vocabulary.property_of(column, kind)) {
            Some(property) => known.push((property, &**value)),
            None => {
                import.unusable(place, column, format!("a `{kind}` has no property `{column}`: `{value}` is left out"));
            }
        }
    }
    let [written, name, description] =
        [node_column::ID, node_column::NAME, node_column::DESCRIPTION].map(|number| row.text(number));
    let id = id_of(&written);
    let [aliases, synonyms, xrefs] =
        [node_column::ALIASES, node_column::SYNONYM, node_column::XREF].map(|number| row.list(number));
    // What we wrote ourselves is written as it was.
    let xrefs: Vec<Cow<'_, str>> =
        xrefs.iter().map(|xref| if own.is_empty() { id_of(xref) } else { Cow::Borrowed(&**xref) }).collect();
    let record = EntityRecord {
        id: &id,
        kind: &kind,
        name: if name.is_empty() { &id } else { &name },
        aliases: aliases.iter().map(|text| &**text).collect(),
        properties: known,
        imported_aliases: synonyms.iter().map(|text| &**text).collect(),
        xrefs: xrefs.iter().map(|text| &**text).collect(),
        description: &description,
    };
    import.entity(&record, place);
}

fn fact(
    import: &mut Import<'_>,
    place: Place,
    row: &KgxRow<'_>,
    columns: &[&str],
    both_ends: &mut FxHashSet<(String, RelationId, String)>,
) {
    if !row.text(edge_column::EFFECT).is_empty() {
        return;
    }
    if is_true(&row.text(edge_column::NEGATED)) {
        import.unusable(place, NEGATED, "this edge says that something is not so: left out");
        return;
    }
    let vocabulary = import.builder.vocabulary();
    let own = row.text(edge_column::RELATION);
    let relation = match said(row, columns) {
        _ if vocabulary.relation(&own).is_some() => vocabulary.relation(&own).ok_or_else(String::new),
        EdgeMeaning::Predicate(predicate) => relation_of(vocabulary, &own, &predicate)
            .ok_or_else(|| format!("there is no relation for the predicate `{predicate}`")),
        EdgeMeaning::Qualified(name) => {
            qualified_relation(vocabulary, &name).ok_or_else(|| format!("there is no relation for `{name}`: left out"))
        }
        EdgeMeaning::More(qualifiers) => {
            Err(format!("this edge holds only with `{}`, which a fact cannot say: left out", qualifiers.join(", ")))
        }
    };
    let relation = match relation {
        Ok(relation) => relation,
        Err(message) => {
            import.unusable(place, "predicate", message);
            return;
        }
    };
    if PREDICTED.contains(&&*row.text(edge_column::KNOWLEDGE_LEVEL)) {
        import.note(place, "knowledge_level", "this edge is predicted, not asserted: read as a fact");
    }
    let verb = import.builder.vocabulary().verb(relation);
    let (name, undirected) = (verb.relation.clone(), verb.undirected);
    let (subject, object) = (row.text(edge_column::SUBJECT), row.text(edge_column::OBJECT));
    let (from, to) = (id_of(&subject), id_of(&object));
    if undirected && from != to {
        if both_ends.contains(&(to.to_string(), relation, from.to_string())) {
            import.note(place, "", "this edge is listed from its other end, too: it is one");
        } else {
            both_ends.insert((from.to_string(), relation, to.to_string()));
        }
    }
    let publications = row.list(edge_column::PUBLICATIONS);
    let sources: Vec<Cow<'_, str>> = publications.iter().map(|text| id_of(text)).collect();
    let sources: Vec<&str> = sources.iter().map(|text| &**text).collect();
    import.builder.add_relation(&from, &name, &to, &sources, place);
}

/// Reads statements of the present source.
///
/// # Errors
/// As [`read`].
pub fn statements(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    let names: Vec<&str> = std::iter::once(ID).chain(FIELDS.iter().map(|row| row.name)).collect();
    for file in open(import, &import.files.clone())? {
        if !file.is_edges() || !file.has(Field::Effect.name()) {
            continue;
        }
        file.rows(import, &names, &mut |import, place, row| {
            let id = row.text(0);
            let texts: Vec<Cow<'_, str>> = (1..names.len()).map(|number| row.text(number)).collect();
            let mut record = StatementRecord::new(&id);
            FIELDS.iter().zip(&texts).for_each(|(row, text)| record.read(row.field, text));
            if !record.texts(Field::Effect).is_empty() {
                import.builder.add_statement(&record, place);
            }
        })?;
    }
    Ok(())
}
