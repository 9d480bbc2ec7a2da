//! Graphs that other programs draw and exchange: nodes and edges with attributes of any names.
//!
//! What an attribute means is decided by its name. What onco wrote itself says exactly what it is,
//! down to the fields of a statement, and comes back as the same graph; in other files the usual
//! names are looked for. An attribute that means nothing here is reported and left out.

use super::builtin;
use super::context::Import;
use super::control::{Control, ImportFailure, ImportOptions};
use super::csv_graph::words;
use super::hetionet::{kind_called, letters, relation_called};
use super::identities::KnownEntities;
use super::kgx::{CATEGORIES, PREDICATES};
use crate::graph::{EntityRecord, GraphBuilder, Place, StatementRecord};
use crate::model::{FIELDS, Field, kind};
use crate::text::Source;
use crate::vocabulary::{KindId, PropertyId, PropertyType, RelationId, Vocabulary};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Name of the attribute of nodes that holds names of databases: only onco writes it, so that
/// `aliases` beside it are those of a curator.
pub const IMPORTED_ALIASES: &str = "imported_aliases";

/// Name of the attribute of nodes that holds the names that a curator gave, where onco wrote it.
const ALIASES: &str = "aliases";

/// Name of the attribute of edges that follow from others: they are made again, not read.
pub const DERIVED: &str = "derived";

/// Name of the attribute of edges that says whether the statement counts for the edge, which follows
/// from the statement itself: only onco writes it.
pub const SUPPORTS: &str = "supports";

/// What an attribute of a node says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NodeRole {
    Id,
    Name,
    Kind,
    Aliases,
    References,
    Description,
}

/// Usual names of attributes of nodes; of several with one role the first here is taken.
const NODE_ROLES: &[(&str, NodeRole)] = &[
    ("id", NodeRole::Id),
    ("kind", NodeRole::Kind),
    ("labels", NodeRole::Kind),
    ("category", NodeRole::Kind),
    ("node_type", NodeRole::Kind),
    ("entity_type", NodeRole::Kind),
    ("type", NodeRole::Kind),
    ("class", NodeRole::Kind),
    ("name", NodeRole::Name),
    ("display_name", NodeRole::Name),
    ("preferred_name", NodeRole::Name),
    ("label", NodeRole::Name),
    ("title", NodeRole::Name),
    ("shared_name", NodeRole::Name),
    ("symbol", NodeRole::Name),
    (ALIASES, NodeRole::Aliases),
    ("alias", NodeRole::Aliases),
    ("synonyms", NodeRole::Aliases),
    ("synonym", NodeRole::Aliases),
    (IMPORTED_ALIASES, NodeRole::Aliases),
    ("xrefs", NodeRole::References),
    ("xref", NodeRole::References),
    ("description", NodeRole::Description),
    ("definition", NodeRole::Description),
];

/// What an attribute of an edge says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EdgeRole {
    Relation,
    Sources,
    /// The statement, or nothing but other edges, that the edge follows from.
    Follows,
}

/// As [`NODE_ROLES`], of edges.
const EDGE_ROLES: &[(&str, EdgeRole)] = &[
    ("relation", EdgeRole::Relation),
    ("predicate", EdgeRole::Relation),
    ("relationship", EdgeRole::Relation),
    ("relationship_type", EdgeRole::Relation),
    ("edge_type", EdgeRole::Relation),
    ("interaction", EdgeRole::Relation),
    ("shared_interaction", EdgeRole::Relation),
    ("label", EdgeRole::Relation),
    ("type", EdgeRole::Relation),
    ("sources", EdgeRole::Sources),
    ("publications", EdgeRole::Sources),
    ("pmids", EdgeRole::Sources),
    ("pmid", EdgeRole::Sources),
    (kind::STATEMENT, EdgeRole::Follows),
    (DERIVED, EdgeRole::Follows),
];

/// The kind of nodes that nothing is said of, where the words are made of the file.
const NODE: &str = "node";

/// The relation of edges that nothing is said of, where the words are made of the file.
const LINKED: &str = "linked to";

/// A name without regard to case, blanks and hyphens.
fn plain(name: &str) -> String {
    name.trim().to_ascii_lowercase().replace([' ', '-'], "_")
}

/// An attribute: the number of its name, and its value; a list is several of one name.
type DrawnValue = (u32, String);

/// A node as its file has it.
#[derive(Debug, Default)]
pub(super) struct DrawnNode {
    /// Where it is.
    pub(super) place: Place,
    /// What edges call it by: a number of [`Drawing::key`].
    pub(super) key: u32,
    /// What the file itself says of its kind, apart from attributes.
    pub(super) kinds: Vec<String>,
    attributes: Vec<DrawnValue>,
    /// Chosen among the kinds when all nodes are known.
    kind: Option<String>,
}

impl DrawnNode {
    /// A node that nothing is said of yet.
    pub(super) fn new(place: Place, key: u32) -> Self {
        Self { place, key, ..Self::default() }
    }
}

/// An edge as its file has it.
#[derive(Debug, Default)]
pub(super) struct DrawnEdge {
    /// Where it is.
    pub(super) place: Place,
    /// Key of the node it begins at.
    pub(super) from: u32,
    /// Key of the node it leads to.
    pub(super) to: u32,
    /// What the file itself says of its relation, apart from attributes: a number of
    /// [`Drawing::key`].
    pub(super) relation: Option<u32>,
    /// Whether it leads both ways.
    pub(super) undirected: bool,
    attributes: Vec<DrawnValue>,
}

impl DrawnEdge {
    /// An edge that nothing is said of yet.
    pub(super) fn new(place: Place, from: u32, to: u32) -> Self {
        Self { place, from, to, ..Self::default() }
    }
}

/// The name of an attribute.
#[derive(Debug)]
struct NamedAttribute {
    name: String,
    /// Where it was met first.
    place: Place,
    /// Number of its row among the usual names.
    row: Option<usize>,
}

/// AttributeNames of attributes by their numbers.
#[derive(Debug, Default)]
struct AttributeNames {
    numbers: FxHashMap<String, u32>,
    names: Vec<NamedAttribute>,
}

impl AttributeNames {
    fn number<R>(&mut self, name: &str, place: Place, usual: &[(&str, R)]) -> u32 {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let (number, plain) = (self.names.len() as u32, plain(name));
        self.numbers.insert(name.to_owned(), number);
        let row = usual.iter().position(|(known, _)| *known == plain);
        self.names.push(NamedAttribute { name: name.to_owned(), place, row });
        number
    }

    fn name(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", |named| &named.name)
    }

    /// Values of the attributes whose usual name has a role, in the order of the table, with the
    /// number of the row.
    fn values<'n, R: Copy + PartialEq>(
        &self,
        attributes: &'n [DrawnValue],
        usual: &[(&str, R)],
        role: R,
    ) -> Vec<(usize, &'n str)> {
        let row = |number: u32| self.names.get(number as usize)?.row;
        let mut found: Vec<(usize, &str)> = Vec::new();
        for (number, value) in attributes {
            if let Some(row) = row(*number).filter(|&row| usual.get(row).is_some_and(|(_, of)| *of == role)) {
                found.push((row, value));
            }
        }
        found.sort_by_key(|(row, _)| *row);
        found
    }
}

/// A graph as files have it.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    /// Nodes in the order of the files.
    nodes: Vec<DrawnNode>,
    listed: FxHashSet<u32>,
    /// Edges in the order of the files.
    pub(super) edges: Vec<DrawnEdge>,
    node_names: AttributeNames,
    edge_names: AttributeNames,
    /// Keys of nodes and names of relations, each once, by number.
    texts: Vec<String>,
    numbers: FxHashMap<String, u32>,
    /// Whether edges may name nodes that are not listed.
    implies_nodes: bool,
    /// Whether the head of a file declares an attribute that only onco writes.
    declared_as_ours: bool,
}

/// Reads the files of a graph.
pub(super) type Draw = fn(&mut Import<'_>, &[PathBuf], &ImportOptions) -> Result<Drawing, ImportFailure>;

impl Drawing {
    /// A drawing whose edges may name nodes that are not listed.
    pub(super) fn of_edges() -> Self {
        Self { implies_nodes: true, ..Self::default() }
    }

    /// The number of a key or a relation.
    pub(super) fn key(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let number = self.texts.len() as u32;
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        number
    }

    /// Lists a node.
    pub(super) fn list(&mut self, node: DrawnNode) {
        self.listed.insert(node.key);
        self.nodes.push(node);
    }

    /// Whether a node with this key is listed.
    pub(super) fn is_listed(&self, key: u32) -> bool {
        self.listed.contains(&key)
    }

    fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", String::as_str)
    }

    /// Takes note of an attribute of nodes that a file declares, whether or not a node has it.
    pub(super) fn declare(&mut self, name: &str) {
        self.declared_as_ours |= name == IMPORTED_ALIASES;
    }

    /// Adds an attribute to a node of this drawing.
    pub(super) fn describe_node(&mut self, node: &mut DrawnNode, name: &str, value: &str) {
        if !value.trim().is_empty() {
            node.attributes.push((self.node_names.number(name, node.place, NODE_ROLES), value.to_owned()));
        }
    }

    /// Adds an attribute to an edge of this drawing.
    pub(super) fn describe_edge(&mut self, edge: &mut DrawnEdge, name: &str, value: &str) {
        if !value.trim().is_empty() {
            edge.attributes.push((self.edge_names.number(name, edge.place, EDGE_ROLES), value.to_owned()));
        }
    }

    /// Whether a node has an attribute of this name.
    pub(super) fn node_has(&self, node: &DrawnNode, name: &str) -> bool {
        has(&self.node_names, &node.attributes, name)
    }

    /// Whether an edge has an attribute of this name.
    pub(super) fn edge_has(&self, edge: &DrawnEdge, name: &str) -> bool {
        has(&self.edge_names, &edge.attributes, name)
    }

    /// Whether onco wrote it.
    pub(super) fn is_ours(&self) -> bool {
        self.declared_as_ours || self.node_names.numbers.contains_key(IMPORTED_ALIASES)
    }

    /// The first attribute of a node with this role, by the order of the table.
    fn of_node<'n>(&self, node: &'n DrawnNode, role: NodeRole) -> Option<&'n str> {
        self.all_of_node(node, role).first().map(|(_, value)| *value)
    }

    /// All attributes of a node with this role, with the rows of their names.
    fn all_of_node<'n>(&self, node: &'n DrawnNode, role: NodeRole) -> Vec<(usize, &'n str)> {
        self.node_names.values(&node.attributes, NODE_ROLES, role)
    }

    fn of_edge<'n>(&self, edge: &'n DrawnEdge, role: EdgeRole) -> Vec<(usize, &'n str)> {
        self.edge_names.values(&edge.attributes, EDGE_ROLES, role)
    }

    /// What is said of an edge's relation.
    fn relation<'n>(&'n self, edge: &'n DrawnEdge) -> &'n str {
        let said = match edge.relation {
            Some(relation) => self.text(relation),
            None => self.of_edge(edge, EdgeRole::Relation).first().map_or("", |(_, value)| *value),
        };
        if said.is_empty() { LINKED } else { said }
    }

    /// Says what each node is: of several labels the one that the fewest nodes have says most.
    fn choose_kinds(&mut self) {
        let mut all: Vec<Vec<String>> = Vec::with_capacity(self.nodes.len());
        let mut counts: FxHashMap<String, usize> = FxHashMap::default();
        let ours = self.is_ours();
        for node in &self.nodes {
            let mut kinds: Vec<String> = if ours { Vec::new() } else { node.kinds.clone() };
            if kinds.is_empty() {
                kinds.extend(self.of_node(node, NodeRole::Kind).into_iter().flat_map(labels).map(str::to_owned));
            }
            kinds.iter().for_each(|kind| *counts.entry(kind.clone()).or_default() += 1);
            all.push(kinds);
        }
        for (node, kinds) in self.nodes.iter_mut().zip(all) {
            node.kind = kinds.into_iter().min_by_key(|kind| counts.get(kind).copied().unwrap_or(0));
        }
    }
}

fn has(names: &AttributeNames, attributes: &[DrawnValue], name: &str) -> bool {
    names.numbers.get(name).is_some_and(|wanted| attributes.iter().any(|(number, _)| number == wanted))
}

/// The labels of one value: `:Gene:Entity`, `Gene|NamedThing`, `gene/protein`.
fn labels(value: &str) -> impl Iterator<Item = &str> {
    let separators: &[char] = if value.starts_with(':') { &[':'] } else { &['|', ';'] };
    value.split(separators).map(str::trim).filter(|label| !label.is_empty())
}

/// The items of a list as an attribute writes it: with bars, or as a list of JSON.
fn list(value: &str) -> Vec<Cow<'_, str>> {
    if value.starts_with('[')
        && let Ok(items) = serde_json::from_str::<Vec<String>>(value)
    {
        return items.into_iter().map(Cow::Owned).collect();
    }
    value.split('|').map(str::trim).filter(|item| !item.is_empty()).map(Cow::Borrowed).collect()
}

/// The kind of a vocabulary that a label means: by its name, else as a category of Biolink.
fn kind_of(vocabulary: &Vocabulary, label: &str) -> Option<KindId> {
    let local = label.strip_prefix("biolink:").unwrap_or(label);
    let listed = || {
        let same =
            |category: &str| category.strip_prefix("biolink:").is_some_and(|name| letters(name) == letters(local));
        CATEGORIES.iter().filter(|(_, category)| same(category)).find_map(|(kind, _)| vocabulary.kind(kind))
    };
    kind_called(vocabulary, local).or_else(listed)
}

/// The relation of a vocabulary that a label means, likewise.
fn relation_of(vocabulary: &Vocabulary, label: &str) -> Option<RelationId> {
    let local = label.strip_prefix("biolink:").unwrap_or(label);
    let listed = || {
        let same = |known: &str| known.strip_prefix("biolink:").is_some_and(|name| letters(name) == letters(local));
        PREDICATES.iter().filter(|(_, known)| same(known)).find_map(|(relation, _)| vocabulary.relation(relation))
    };
    relation_called(vocabulary, local).or_else(listed)
}

/// The built-in vocabulary that has all kinds and relations of the files, and lets its relations
/// lead where those of the files do; else one that is made of the files' own words.
///
/// # Errors
/// Files that cannot be read; words that the language needs for itself.
pub(super) fn vocabulary(draw: Draw, paths: &[PathBuf], options: &ImportOptions) -> Result<Vocabulary, ImportFailure> {
    let oncology = builtin::builtin_vocabulary("oncology")?;
    let mut import = Import::new(GraphBuilder::new(oncology), &Control::NONE);
    let mut drawing = draw(&mut import, paths, options)?;
    drawing.choose_kinds();
    let words = DrawnWords::of(&drawing, options);
    for name in builtin::builtin_names() {
        let vocabulary = builtin::builtin_vocabulary(name)?;
        if words.fit(&vocabulary) {
            return Ok(vocabulary);
        }
    }
    words.vocabulary()
}

/// Between which kinds a relation leads, and whether it always leads both ways.
struct DrawnEnds {
    /// Numbers of kinds.
    pairs: Vec<(usize, usize)>,
    undirected: bool,
}

/// Kinds and relations of a drawing.
struct DrawnWords {
    kinds: Vec<String>,
    relations: BTreeMap<String, DrawnEnds>,
}

impl DrawnWords {
    fn of(drawing: &Drawing, options: &ImportOptions) -> Self {
        let mut kinds: Vec<String> = Vec::new();
        let mut of_node: FxHashMap<u32, usize> = FxHashMap::default();
        let unsaid = options.kind.as_deref().unwrap_or(NODE);
        let mut number = |kind: &str| {
            kinds.iter().position(|known| known == kind).unwrap_or_else(|| {
                kinds.push(kind.to_owned());
                kinds.len() - 1
            })
        };
        for node in &drawing.nodes {
            of_node.insert(node.key, number(node.kind.as_deref().unwrap_or(unsaid)));
        }
        let mut relations: BTreeMap<String, DrawnEnds> = BTreeMap::new();
        for edge in &drawing.edges {
            let mut of = |key: u32| match of_node.get(&key) {
                Some(&kind) => Some(kind),
                None => drawing.implies_nodes.then(|| number(unsaid)),
            };
            let (Some(from), Some(to)) = (of(edge.from), of(edge.to)) else { continue };
            let name = drawing.relation(edge);
            let ends = match relations.get_mut(name) {
                Some(ends) => ends,
                None => relations.entry(name.to_owned()).or_insert(DrawnEnds { pairs: Vec::new(), undirected: true }),
            };
            ends.undirected &= edge.undirected;
            if !ends.pairs.contains(&(from, to)) {
                ends.pairs.push((from, to));
            }
        }
        Self { kinds, relations }
    }

    /// Whether a vocabulary has all of them.
    fn fit(&self, vocabulary: &Vocabulary) -> bool {
        let of: Option<Vec<KindId>> = self.kinds.iter().map(|kind| kind_of(vocabulary, kind)).collect();
        let Some(of) = of else { return false };
        let ends_fit = |(name, ends): (&String, &DrawnEnds)| {
            relation_of(vocabulary, name).is_some_and(|relation| {
                let verb = vocabulary.verb(relation);
                let among = |kinds: &[KindId], number: usize| of.get(number).is_some_and(|kind| kinds.contains(kind));
                ends.pairs.iter().all(|&(from, to)| {
                    let ahead = among(&verb.from, from) && among(&verb.to, to);
                    ahead || (verb.undirected && among(&verb.from, to) && among(&verb.to, from))
                })
            })
        };
        self.relations.iter().all(ends_fit)
    }

    /// A vocabulary of these words alone.
    fn vocabulary(&self) -> Result<Vocabulary, ImportFailure> {
        let mut text = String::from("[graph]\nname = \"imported\"\n");
        let quoted = |text: &str| toml::Value::from(text).to_string();
        let mut nouns: Vec<String> = Vec::new();
        for kind in self.kinds.iter().map(|kind| words(kind)) {
            if !nouns.contains(&kind) {
                text.push_str(&format!("\n[[noun]]\nkind = {}\n", quoted(&kind)));
                nouns.push(kind);
            }
        }
        for (relation, ends) in &self.relations {
            let kind = |number: usize| self.kinds.get(number).map_or_else(String::new, |kind| words(kind));
            let side = |of: fn(&(usize, usize)) -> usize| {
                let mut names: Vec<String> = ends.pairs.iter().map(|pair| kind(of(pair))).collect();
                if ends.undirected {
                    names.extend(ends.pairs.iter().flat_map(|&(from, to)| [kind(from), kind(to)]));
                }
                names.sort();
                names.dedup();
                names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
            };
            let (from, to) = (side(|pair| pair.0), side(|pair| pair.1));
            let (name, verb) = (quoted(relation), quoted(&words(relation)));
            text.push_str(&format!("\n[[verb]]\nrelation = {name}\nabbreviation = {name}\nfrom = [{from}]\nto = [{to}]\nforward = [{verb}]\n"));
            if ends.undirected {
                text.push_str("undirected = true\n");
            }
        }
        let source = Source::new("vocabulary made of words of the files", text);
        Vocabulary::load(&source)
            .map_err(|problems| ImportFailure::Problems(super::tsv::of_vocabulary(&source, &problems)))
    }
}

/// Adds the entities and facts of the present source.
///
/// # Errors
/// Files that cannot be read; cancellation.
pub(super) fn read(import: &mut Import<'_>, draw: Draw) -> Result<(), ImportFailure> {
    let (files, options) = (import.files.clone(), import.options.clone());
    let mut drawing = draw(import, &files, &options)?;
    drawing.choose_kinds();
    import.keep_records_apart();
    let mut adding =
        Adding { drawing: &drawing, ours: drawing.is_ours(), used: Vec::new(), entities: FxHashMap::default() };
    let stem = stem(&files);
    for node in &drawing.nodes {
        import.control.check()?;
        adding.node(import, node, &stem);
    }
    for edge in &drawing.edges {
        adding.edge(import, edge, &stem);
    }
    adding.tell_unused(import);
    Ok(())
}

/// Adds the statements that nodes of the present source are: onco writes them so.
///
/// # Errors
/// As [`read`].
pub(super) fn statements(import: &mut Import<'_>, draw: Draw) -> Result<(), ImportFailure> {
    let (files, options) = (import.files.clone(), import.options.clone());
    let before = (import.builder.problems().len(), import.notes.len());
    let mut drawing = draw(import, &files, &options)?;
    // What is wrong with the files was told when their nodes were read.
    import.builder.problems_mut().truncate(before.0);
    import.notes.truncate(before.1);
    if !drawing.is_ours() {
        return Ok(());
    }
    drawing.choose_kinds();
    for node in drawing.nodes.iter().filter(|node| node.kind.as_deref() == Some(kind::STATEMENT)) {
        let mut record =
            StatementRecord::new(drawing.of_node(node, NodeRole::Id).unwrap_or_else(|| drawing.text(node.key)));
        for (number, value) in &node.attributes {
            if let Some(field) = Field::named(drawing.node_names.name(*number)) {
                record.read(field, value);
            }
        }
        import.builder.add_statement(&record, node.place);
    }
    Ok(())
}

/// What identifiers without a prefix get where several sources become one graph.
fn stem(files: &[PathBuf]) -> String {
    let name = files.first().and_then(|file| file.file_name()).map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_default();
    name.split('.').next().unwrap_or("").replace(|c: char| !c.is_ascii_alphanumeric(), "_")
}

/// What is known while a drawing is added.
struct Adding<'d> {
    drawing: &'d Drawing,
    ours: bool,
    /// Numbers of attributes of nodes that some kind has as a property.
    used: Vec<u32>,
    entities: FxHashMap<u32, Option<u32>>,
}

impl<'d> Adding<'d> {
    fn node(&mut self, import: &mut Import<'_>, node: &'d DrawnNode, stem: &str) {
        if self.entities.contains_key(&node.key) {
            import.unusable(
                node.place,
                "id",
                format!("the node `{}` is there twice: the first is kept", self.drawing.text(node.key)),
            );
            return;
        }
        // A statement is no entity of its own: it is read when all entities are known.
        let is_statement = self.ours && node.kind.as_deref() == Some(kind::STATEMENT);
        let entity = if is_statement { None } else { self.entity(import, node, stem) };
        self.entities.insert(node.key, entity);
    }

    fn entity(&mut self, import: &mut Import<'_>, node: &DrawnNode, stem: &str) -> Option<u32> {
        let own = self.drawing.of_node(node, NodeRole::Id).unwrap_or_else(|| self.drawing.text(node.key));
        let name = self.drawing.of_node(node, NodeRole::Name).unwrap_or(own);
        let label = node.kind.clone().or_else(|| import.options.kind.clone());
        let (kind, known) = self.kind(import, label.as_deref(), name, node.place)?;
        if known.is_some() {
            return known;
        }
        let id = id_among_others(import, own, stem);
        let items = |role: NodeRole, wanted: &dyn Fn(usize) -> bool| -> Vec<Cow<'_, str>> {
            let values = self.drawing.all_of_node(node, role).into_iter().filter(|(row, _)| wanted(*row));
            let items = values.flat_map(|(_, value)| list(value));
            items.filter(|item| self.ours || *item != name && *item != id).collect()
        };
        // Only what onco wrote says which names a curator gave.
        let curated = |row: usize| self.ours && NODE_ROLES.get(row).is_some_and(|(name, _)| *name == ALIASES);
        let aliases = items(NodeRole::Aliases, &curated);
        let imported = items(NodeRole::Aliases, &|row| !curated(row));
        let xrefs = items(NodeRole::References, &|_| true);
        let mut properties = Vec::new();
        for (number, value) in &node.attributes {
            let vocabulary = import.builder.vocabulary();
            // What is read over a relation is no attribute: an edge says it.
            let is_stored =
                |property: &PropertyId| !matches!(vocabulary.property(*property).of, PropertyType::Via { .. });
            let property = vocabulary.property_of(self.drawing.node_names.name(*number), kind);
            if let Some(property) = property.filter(is_stored) {
                properties.push((property, value.as_str()));
                if !self.used.contains(number) {
                    self.used.push(*number);
                }
            }
        }
        let kind = import.builder.vocabulary().kind_name(kind).to_owned();
        let record = EntityRecord {
            id: &id,
            kind: &kind,
            name,
            aliases: aliases.iter().map(|item| &**item).collect(),
            imported_aliases: imported.iter().map(|item| &**item).collect(),
            xrefs: xrefs.iter().map(|item| &**item).collect(),
            description: self.drawing.of_node(node, NodeRole::Description).unwrap_or(""),
            properties,
        };
        import.entity(&record, node.place)
    }

    /// The kind of a node; where nothing is said of it, the entity that is called so, or the one
    /// kind that the files' own words have.
    fn kind(
        &self,
        import: &mut Import<'_>,
        label: Option<&str>,
        name: &str,
        place: Place,
    ) -> Option<(KindId, Option<u32>)> {
        let vocabulary = import.builder.vocabulary();
        if let Some(label) = label {
            let kind = kind_of(vocabulary, label);
            if kind.is_none() {
                import.unusable(place, "kind", format!("there is no kind for `{label}`"));
            }
            return kind.map(|kind| (kind, None));
        }
        if let Some(kind) = vocabulary.kind(NODE) {
            return Some((kind, None));
        }
        let kinds: Vec<KindId> = (0..vocabulary.kinds.len()).map(|number| KindId(number as u8)).collect();
        match import.named(&kinds, name) {
            KnownEntities::One(entity) => Some((import.builder.kind(entity), Some(entity))),
            KnownEntities::Several(_) => {
                let message = format!("`{name}` is the name of several things, and the file does not say its kind");
                import.unusable(place, "kind", message);
                None
            }
            KnownEntities::Nothing => {
                let message = format!(
                    "nothing is called `{name}` so far, and the file does not say its kind: give it with --kind (`kind` in a recipe)"
                );
                import.unusable(place, "kind", message);
                None
            }
        }
    }

    fn edge(&mut self, import: &mut Import<'_>, edge: &'d DrawnEdge, stem: &str) {
        if !self.drawing.of_edge(edge, EdgeRole::Follows).is_empty() {
            return;
        }
        if self.drawing.implies_nodes {
            for key in [edge.from, edge.to] {
                if !self.entities.contains_key(&key) {
                    let node = DrawnNode::new(edge.place, key);
                    let entity = self.entity(import, &node, stem);
                    self.entities.insert(key, entity);
                }
            }
        }
        let name = self.drawing.relation(edge);
        let Some(relation) = relation_of(import.builder.vocabulary(), name) else {
            import.unusable(edge.place, "relation", format!("there is no relation for `{name}`"));
            return;
        };
        let mut ends = [None; 2];
        for (end, key) in ends.iter_mut().zip([edge.from, edge.to]) {
            match self.entities.get(&key) {
                Some(&entity) => *end = entity,
                None => import.unusable(
                    edge.place,
                    "",
                    format!("there is no node `{}` for this edge", self.drawing.text(key)),
                ),
            }
        }
        // A node that could not be used has been told of.
        let [Some(from), Some(to)] = ends else { return };
        let verb = import.builder.vocabulary().verb(relation);
        if verb.derived.is_some() {
            return;
        }
        let turned = verb.undirected
            && !(verb.from.contains(&import.builder.kind(from)) && verb.to.contains(&import.builder.kind(to)));
        let (from, to) = if turned { (to, from) } else { (from, to) };
        let listed = self.drawing.of_edge(edge, EdgeRole::Sources).into_iter();
        let sources: Vec<Cow<'_, str>> = listed.flat_map(|(_, value)| list(value)).map(with_prefix).collect();
        let sources: Vec<&str> = sources.iter().map(|source| &**source).collect();
        let (from, to) = (import.builder.id(from).to_owned(), import.builder.id(to).to_owned());
        let relation = import.builder.vocabulary().verb(relation).relation.clone();
        import.builder.add_relation(&from, &relation, &to, &sources, edge.place);
    }

    /// Reports attributes that say nothing here.
    fn tell_unused(&self, import: &mut Import<'_>) {
        let is_field = |name: &str| self.ours && (name == SUPPORTS || FIELDS.iter().any(|row| row.name == name));
        let means_nothing = |named: &&NamedAttribute| named.row.is_none() && !is_field(&named.name);
        let nodes = self.drawing.node_names.names.iter().zip(0..);
        let nodes = nodes.filter(|(_, number)| !self.used.contains(number)).map(|(named, _)| named);
        let of_nodes: Vec<&NamedAttribute> = nodes.filter(means_nothing).collect();
        let of_edges: Vec<&NamedAttribute> = self.drawing.edge_names.names.iter().filter(means_nothing).collect();
        for (of, unused) in [("nodes", of_nodes), ("edges", of_edges)] {
            if let Some(first) = unused.first() {
                let names: Vec<&str> = unused.iter().map(|named| named.name.as_str()).collect();
                import.note(first.place, "", format!("not kept: the attributes `{}` of {of}", names.join(", ")));
            }
        }
    }
}

/// A paper's number with its prefix.
fn with_prefix(source: Cow<'_, str>) -> Cow<'_, str> {
    let is_number = !source.is_empty() && source.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { Cow::Owned(format!("PMID:{source}")) } else { source }
}

/// An identifier that is none of another source's: one without a prefix, such as `n0`, is the
/// file's own.
fn id_among_others(import: &Import<'_>, id: &str, stem: &str) -> String {
    if import.source_count() > 1 && !id.contains(':') { format!("{stem}:{id}") } else { id.to_owned() }
}

/// The files of a graph: those given, and those of folders that end so.
///
/// # Errors
/// A folder that cannot be read.
pub(super) fn files_in(paths: &[PathBuf], wanted: fn(&str) -> bool) -> Result<Vec<PathBuf>, ImportFailure> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let failed =
            |error: std::io::Error| ImportFailure::file(path.display().to_string(), format!("cannot be read: {error}"));
        let mut inside = Vec::new();
        for entry in std::fs::read_dir(path).map_err(failed)? {
            inside.push(entry.map_err(failed)?.path());
        }
        inside.retain(|file: &PathBuf| file.is_file() && wanted(&name_of(file)));
        inside.sort();
        files.extend(inside);
    }
    Ok(files)
}

/// The name of a file without its folder.
pub(super) fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
