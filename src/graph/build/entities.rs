//! Entities: added, merged, and found by what files call them.

use super::builder::{GraphBuilder, UNCITED};
use super::lookup::{Entry, LookedUp, best};
use super::problem::Place;
use super::record::EntityRecord;
use super::texts::TextSort;
use super::values::{PropertyValue, bits_of, code_of, finite, quoted_if_needed, year, yes_or_no};
use crate::diagnostic::Severity;
use crate::graph::store::{NONE, ProfileTree};
use crate::vocabulary::{KindId, PropertyId, PropertyType};

/// Beginnings of identifiers that are sources wherever they are met, listed or not.
const SOURCE_PREFIXES: &[&str] = &["PMID:", "PMC", "NCT", "DOI:", "doi:", "10.", "FDA:", "EMA:", UNCITED];

/// Entities.
impl GraphBuilder {
    /// Number of entities so far.
    pub fn entity_count(&self) -> usize {
        self.entity_kinds.len()
    }

    /// The name of an entity.
    pub fn name(&self, entity: u32) -> &str {
        self.names.get(entity as usize)
    }

    /// The identifier of an entity.
    pub fn id(&self, entity: u32) -> &str {
        self.ids.get(entity as usize)
    }

    /// The kind of an entity.
    pub fn kind(&self, entity: u32) -> KindId {
        self.entity_kinds[entity as usize]
    }

    /// The entity with this identifier.
    pub fn find_id(&self, id: &str) -> Option<u32> {
        let same = |entry: &Entry| entry.sort == TextSort::Id && self.text(entry.sort, entry.text) == id;
        self.index.candidates(0, id).find(same).map(|entry| entry.entity)
    }

    /// Adds an entity and gives its index. An entity whose id is known gains what it lacks:
    /// aliases, cross-references, properties, and a description where it has none.
    pub fn add_entity(&mut self, record: &EntityRecord<'_>, place: Place) -> Option<u32> {
        let Some(kind) = self.vocabulary.kind(record.kind) else {
            let kinds: Vec<&str> = self.vocabulary.kinds.iter().map(|kind| &*kind.name).collect();
            let message = format!("there is no kind `{}`; kinds are {}", record.kind, kinds.join(", "));
            self.unusable(place, "kind", message);
            return None;
        };
        for (text, field) in [(record.id, "id"), (record.name, "name")] {
            if text.is_empty() {
                let wanted = if field == "id" { "an id" } else { "a name" };
                self.unusable(place, field, format!("an entity needs {wanted}"));
                return None;
            }
        }
        let entity = match self.find_id(record.id) {
            Some(known) if self.kind(known) != kind => {
                let message = format!("`{}` is already {}", record.id, self.described(known));
                self.unusable(place, "id", message);
                return None;
            }
            Some(known) => self.merge_name(known, record, place),
            None => self.new_entity(kind, record.id, record.name, record.description),
        };
        self.accepted += 1;
        self.add_names(entity, record);
        for &(property, value) in &record.properties {
            self.add_property(entity, property, value, place);
        }
        Some(entity)
    }

    fn merge_name(&mut self, known: u32, record: &EntityRecord<'_>, place: Place) -> u32 {
        if self.name(known) != record.name {
            let message = format!(
                "`{}` is called {} already; `{}` becomes another name of it",
                record.id,
                self.name(known),
                record.name
            );
            self.problem(place, "name", Severity::Warning, message);
            let number = self.imported_aliases.push(known, record.name);
            self.index.insert(0, record.name, Entry { entity: known, sort: TextSort::ImportedAlias, text: number });
        }
        known
    }

    pub(super) fn new_entity(&mut self, kind: KindId, id: &str, name: &str, description: &str) -> u32 {
        let entity = self.entity_kinds.len() as u32;
        self.entity_kinds.push(kind);
        self.facts.add_node(entity);
        let number = self.ids.push(id);
        self.index.insert(0, id, Entry { entity, sort: TextSort::Id, text: number });
        let number = self.names.push(name);
        if name != id {
            self.index.insert(0, name, Entry { entity, sort: TextSort::Name, text: number });
        }
        self.descriptions.push(description);
        entity
    }

    fn add_names(&mut self, entity: u32, record: &EntityRecord<'_>) {
        let lists = [
            (&record.aliases, TextSort::Alias, &mut self.aliases),
            (&record.imported_aliases, TextSort::ImportedAlias, &mut self.imported_aliases),
            (&record.xrefs, TextSort::Xref, &mut self.xrefs),
        ];
        for (texts, sort, owned) in lists {
            for &text in texts {
                let number = owned.push(entity, text);
                self.index.insert(0, text, Entry { entity, sort, text: number });
            }
        }
    }

    fn add_property(&mut self, entity: u32, property: PropertyId, text: &str, place: Place) {
        let of = self.vocabulary.property(property).of.clone();
        match self.read_value(&of, text) {
            Ok(value) => self.properties.push((entity, property, value)),
            Err(message) => {
                let field = self.vocabulary.property(property).name.clone();
                self.unusable(place, &field, message);
            }
        }
    }

    fn read_value(&mut self, of: &PropertyType, text: &str) -> Result<PropertyValue, String> {
        match of {
            PropertyType::Ordered(_) | PropertyType::Enum(_) => code_of(of, text).map(PropertyValue::Code),
            PropertyType::Set(_) => bits_of(of, text.split('|')).map(PropertyValue::Bits),
            PropertyType::Text | PropertyType::Date => Ok(PropertyValue::Text(self.property_texts.push(text))),
            PropertyType::Number => finite(text).map(PropertyValue::Number),
            PropertyType::Year => year(text).map(PropertyValue::Year),
            PropertyType::Bool => yes_or_no(text).map(PropertyValue::Bool),
            PropertyType::Via { .. } => Err("this property is read over a relation: write the edge instead".to_owned()),
        }
    }

    pub(super) fn find(&self, text: &str, kinds: &[KindId]) -> LookedUp {
        let same = || self.index.candidates(0, text).filter(|entry| self.text(entry.sort, entry.text) == text);
        let kind_of = |entry: Entry| (entry, self.kind(entry.entity));
        if let Some(horizon) = self.horizon {
            match best(same().filter(|entry| horizon.has(entry.sort, entry.text)).map(kind_of), kinds) {
                LookedUp::Nothing | LookedUp::OtherKind(_) => {}
                found => return found,
            }
        }
        best(same().map(kind_of), kinds)
    }

    /// The entity that `text` calls by id, name, alias or cross-reference, of the first of
    /// `kinds` that has one (no kinds: of any). `KIND:name` says the kind.
    ///
    /// # Errors
    /// The message for the user.
    pub fn resolve(&self, text: &str, kinds: &[KindId]) -> Result<u32, String> {
        let found = match self.find(text, kinds) {
            LookedUp::Nothing => self.find_with_kind(text, kinds),
            found => found,
        };
        match found {
            LookedUp::One(entity) => Ok(entity),
            LookedUp::Several(one, other) => {
                Err(format!("`{text}` is {} and {}: write the id", self.described(one), self.described(other)))
            }
            LookedUp::OtherKind(entity) => {
                Err(format!("`{text}` is {}; expected {}", self.described(entity), self.kind_list(kinds)))
            }
            LookedUp::Nothing => Err(format!("nothing is called `{text}`; expected {}", self.kind_list(kinds))),
        }
    }

    /// `gene:MET`.
    fn find_with_kind(&self, text: &str, kinds: &[KindId]) -> LookedUp {
        let Some((kind, name)) = text.split_once(':') else { return LookedUp::Nothing };
        match self.vocabulary.kind(kind) {
            Some(kind) if kinds.is_empty() || kinds.contains(&kind) => self.find(name, &[kind]),
            _ => LookedUp::Nothing,
        }
    }

    /// `gene ERBB2 (HGNC:3430)`.
    pub(super) fn described(&self, entity: u32) -> String {
        format!("{} {} ({})", self.vocabulary.kind_name(self.kind(entity)), self.name(entity), self.id(entity))
    }

    pub(super) fn kind_list(&self, kinds: &[KindId]) -> String {
        match kinds {
            [] => "any entity".to_owned(),
            kinds => kinds.iter().map(|&kind| self.vocabulary.kind_name(kind)).collect::<Vec<_>>().join(", "),
        }
    }

    /// The source with this id or name; papers and trials need not be listed.
    pub(super) fn source(&mut self, text: &str) -> Result<u32, String> {
        let [kind] = self.kinds_of.source[..] else { return Err("the vocabulary has no kind `source`".to_owned()) };
        match self.find(text, &[kind]) {
            LookedUp::One(entity) => Ok(entity),
            LookedUp::Nothing if SOURCE_PREFIXES.iter().any(|prefix| text.starts_with(prefix)) => {
                Ok(self.new_entity(kind, text, text, ""))
            }
            LookedUp::Nothing | LookedUp::Several(..) | LookedUp::OtherKind(_) => self.resolve(text, &[kind]),
        }
    }
}

impl GraphBuilder {
    /// A text by its number among those of its sort; ids and names have the numbers of their
    /// entities.
    pub fn text(&self, sort: TextSort, number: u32) -> &str {
        let texts = match sort {
            TextSort::Id => &self.ids,
            TextSort::Name => &self.names,
            TextSort::Alias => &self.aliases.texts,
            TextSort::ImportedAlias => &self.imported_aliases.texts,
            TextSort::Xref => &self.xrefs.texts,
        };
        texts.get(number as usize)
    }

    /// Number of texts of one sort so far.
    pub fn text_count(&self, sort: TextSort) -> u32 {
        self.owners(sort).map_or(self.entity_count(), <[u32]>::len) as u32
    }

    /// The entity that a text belongs to.
    pub fn text_owner(&self, sort: TextSort, number: u32) -> u32 {
        self.owners(sort).map_or(number, |owners| owners.get(number as usize).copied().unwrap_or(NONE))
    }

    /// By text: the entity; for ids and names that is the number itself.
    fn owners(&self, sort: TextSort) -> Option<&[u32]> {
        match sort {
            TextSort::Id | TextSort::Name => None,
            TextSort::Alias => Some(&self.aliases.owners),
            TextSort::ImportedAlias => Some(&self.imported_aliases.owners),
            TextSort::Xref => Some(&self.xrefs.owners),
        }
    }

    /// The name that a profile with this condition has: its canonical expression.
    pub fn profile_name(&self, tree: &ProfileTree<u32>) -> String {
        tree.print(&|&leaf| quoted_if_needed(self.name(leaf)))
    }
}
