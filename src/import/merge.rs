//! Which records of several sources are one thing: by identifier first, then by a name that only
//! one thing of the kind has. Every decision is kept for the report.

use super::context::Import;
use crate::graph::{EntityRecord, GraphBuilder, OtherNames, Place};
use crate::vocabulary::{KindId, Vocabulary, fold};
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt;

/// Identifiers of one thing that other databases write, too, with the kinds for which an equal
/// identifier means the same thing. (A protein's identifier is not here for genes: several genes
/// can encode one protein.)
const UNIFYING: &[(&str, &[&str])] = &[
    ("hgnc", &["gene"]),
    ("ncbigene", &["gene"]),
    ("uniprot", &["protein"]),
    ("fplx", &["gene family"]),
    ("doid", &["cancer"]),
    ("mondo", &["cancer"]),
    ("oncotree", &["cancer"]),
    ("ncit", &["drug", "drug class", "cancer"]),
    ("drugbank", &["drug"]),
    ("chembl", &["drug"]),
    ("rxcui", &["drug"]),
    ("civic.mpid", &["profile"]),
];

/// Prefixes that databases write in several ways.
const PREFIXES: &[(&str, &str)] = &[
    ("nci", "ncit"),
    ("nci_thesaurus", "ncit"),
    ("chembl.compound", "chembl"),
    ("entrez", "ncbigene"),
    ("ncbi_geneid", "ncbigene"),
    ("entrezgene", "ncbigene"),
    ("uniprotkb", "uniprot"),
    ("rxnorm", "rxcui"),
    ("famplex", "fplx"),
    ("do", "doid"),
];

/// The prefix of identifiers that the project itself gives: equal prefixes say nothing there.
const OWN: &str = "onco";

/// How names of a kind are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Folding {
    /// Not at all: they are no names.
    Never,
    /// As written.
    Exact,
    /// Without regard to case: a hyphen may be a minus.
    Case,
    /// By the normal form of names.
    Squeezed,
}

/// Kinds whose names are not compared by their normal form.
const FOLDINGS: &[(&str, Folding)] = &[
    ("gene", Folding::Exact),
    ("protein", Folding::Exact),
    ("variant", Folding::Case),
    ("profile", Folding::Case),
    ("statement", Folding::Never),
    ("source", Folding::Never),
];

/// Kinds whose imported aliases are too often another thing's name to identify anything.
const NO_IMPORTED: &[&str] = &["gene", "protein"];

/// What was decided about a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// It has the identifier of a thing that was known.
    SameId,
    /// It is a known thing by an identifier of another database.
    Reference,
    /// It is the only known thing of its kind with that name.
    Name,
    /// It may be several known things, so it stays apart.
    Apart,
}

impl Decision {
    /// As the report writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Decision::SameId => "same id",
            Decision::Reference => "same reference",
            Decision::Name => "same name",
            Decision::Apart => "kept apart",
        }
    }
}

/// A decision about a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// What was decided.
    pub decision: Decision,
    /// Where the record is.
    pub file: String,
    /// Line of the record, 0 if unknown.
    pub line: u32,
    /// Identifier and name of the record.
    pub record: (String, String),
    /// Identifiers of what it was joined to, or might have been.
    pub known: Vec<String>,
}

impl fmt::Display for Merge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (id, name) = &self.record;
        write!(f, "{name} ({id}) and {}", self.known.join(", "))
    }
}

/// Who has a name or an identifier.
#[derive(Debug, Default, Clone)]
struct Holders(Vec<u32>);

impl Holders {
    fn add(&mut self, entity: u32) {
        if !self.0.contains(&entity) {
            self.0.push(entity);
        }
    }
}

/// What a name or record leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// One thing.
    One(u32),
    /// Several.
    Several(Vec<u32>),
    /// Nothing.
    Nothing,
}

impl Known {
    fn of(entities: Vec<u32>) -> Self {
        match entities[..] {
            [] => Known::Nothing,
            [one] => Known::One(one),
            _ => Known::Several(entities),
        }
    }
}

/// Names and identifiers of all things so far.
#[derive(Debug, Default)]
pub(super) struct Identities {
    foldings: Vec<Folding>,
    no_imported: Vec<bool>,
    /// By prefix: the kinds that its identifiers unify.
    unifying: FxHashMap<&'static str, Vec<KindId>>,
    /// Names and curated aliases.
    strong: FxHashMap<(KindId, String), Holders>,
    /// Imported aliases.
    weak: FxHashMap<(KindId, String), Holders>,
    references: FxHashMap<String, Holders>,
    /// (entity, prefix) of all its identifiers.
    prefixes: FxHashSet<(u32, String)>,
    /// How much of the builder is in here.
    seen: [usize; 4],
    /// Entities from here on are of a source whose records differ wherever their ids do.
    apart_from: Option<usize>,
}

impl Identities {
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let folding = |name: &str| {
            FOLDINGS.iter().find(|(kind, _)| *kind == name).map_or(Folding::Squeezed, |&(_, folding)| folding)
        };
        let kinds = |names: &[&str]| names.iter().filter_map(|name| vocabulary.kind(name)).collect();
        Self {
            foldings: vocabulary.kinds.iter().map(|kind| folding(&kind.name)).collect(),
            no_imported: vocabulary.kinds.iter().map(|kind| NO_IMPORTED.contains(&kind.name.as_str())).collect(),
            unifying: UNIFYING.iter().map(|(prefix, names)| (*prefix, kinds(names))).collect(),
            ..Self::default()
        }
    }

    fn fold(&self, kind: KindId, name: &str) -> Option<String> {
        match self.foldings.get(usize::from(kind.0)).copied().unwrap_or(Folding::Exact) {
            Folding::Never => None,
            Folding::Exact => Some(name.to_owned()),
            Folding::Case => Some(name.to_lowercase()),
            Folding::Squeezed => Some(fold::squeezed(name)),
        }
    }

    /// Takes in what the builder has been told since the last time.
    fn catch_up(&mut self, builder: &GraphBuilder) {
        for entity in self.seen[0]..builder.entity_count() {
            let entity = entity as u32;
            self.add_reference(entity, builder.id(entity));
            if let Some(name) = self.fold(builder.kind(entity), builder.name(entity)) {
                self.strong.entry((builder.kind(entity), name)).or_default().add(entity);
            }
        }
        self.seen[0] = builder.entity_count();
        for (place, sort) in [(1, OtherNames::Aliases), (2, OtherNames::Imported), (3, OtherNames::Xrefs)] {
            for (entity, text) in builder.other_names(sort, self.seen[place]) {
                self.add_other(entity, builder.kind(entity), sort, text);
            }
            self.seen[place] = builder.other_name_count(sort);
        }
    }

    fn add_other(&mut self, entity: u32, kind: KindId, sort: OtherNames, text: &str) {
        let name = self.fold(kind, text);
        match (sort, name) {
            (OtherNames::Xrefs, _) => self.add_reference(entity, text),
            (OtherNames::Aliases, Some(name)) => self.strong.entry((kind, name)).or_default().add(entity),
            (OtherNames::Imported, Some(name)) => self.weak.entry((kind, name)).or_default().add(entity),
            (OtherNames::Aliases | OtherNames::Imported, None) => {}
        }
    }

    fn add_reference(&mut self, entity: u32, id: &str) {
        let (prefix, id) = canonical(id);
        self.references.entry(id).or_default().add(entity);
        self.prefixes.insert((entity, prefix));
    }

    fn of_kind(&self, holders: Option<&Holders>, kind: KindId, builder: &GraphBuilder) -> Vec<u32> {
        let all = holders.map_or(&[][..], |holders| &holders.0);
        all.iter().copied().filter(|&entity| builder.kind(entity) == kind && self.is_earlier(entity)).collect()
    }

    /// Whether an entity may be what a record of the present source is.
    fn is_earlier(&self, entity: u32) -> bool {
        self.apart_from.is_none_or(|start| (entity as usize) < start)
    }

    /// What a name of one of these kinds leads to: names and curated aliases first, then imported
    /// ones; the earlier kind before the later.
    fn named(&self, kinds: &[KindId], name: &str) -> Known {
        for names in [&self.strong, &self.weak] {
            for &kind in kinds {
                let Some(folded) = self.fold(kind, name) else { continue };
                if let Some(holders) = names.get(&(kind, folded)) {
                    return Known::of(holders.0.clone());
                }
            }
        }
        Known::Nothing
    }

    fn has_name(&self, entity: u32, kind: KindId, name: &str) -> bool {
        let Some(folded) = self.fold(kind, name) else { return false };
        let key = (kind, folded);
        [&self.strong, &self.weak]
            .iter()
            .any(|names| names.get(&key).is_some_and(|holders| holders.0.contains(&entity)))
    }

    fn has_reference(&self, entity: u32, id: &str) -> bool {
        self.references.get(&canonical(id).1).is_some_and(|holders| holders.0.contains(&entity))
    }

    /// What a record is, if it is known, and how that is known.
    fn find(&self, builder: &GraphBuilder, kind: KindId, record: &EntityRecord<'_>) -> (Decision, Known) {
        if let Some(entity) = builder.find_id(record.id).filter(|&entity| builder.kind(entity) == kind) {
            return (Decision::SameId, Known::One(entity));
        }
        let (prefix, id) = canonical(record.id);
        let by_id = self.of_kind(self.references.get(&id), kind, builder);
        if !by_id.is_empty() {
            return (Decision::Reference, Known::of(by_id));
        }
        // Two records of one database are two things, whatever else they have in common.
        let other_database = |entity: &u32| prefix == OWN || canonical(builder.id(*entity)).0 != prefix;
        let mut by_reference: Vec<u32> = Vec::new();
        for xref in &record.xrefs {
            let (prefix, id) = canonical(xref);
            if self.unifying.get(prefix.as_str()).is_some_and(|kinds| kinds.contains(&kind)) {
                by_reference
                    .extend(self.of_kind(self.references.get(&id), kind, builder).into_iter().filter(other_database));
            }
        }
        by_reference.sort_unstable();
        by_reference.dedup();
        if !by_reference.is_empty() {
            return (Decision::Reference, Known::of(by_reference));
        }
        let unnumbered = |entity: &u32| {
            self.is_earlier(*entity) && (prefix == OWN || !self.prefixes.contains(&(*entity, prefix.clone())))
        };
        (Decision::Name, self.find_name(kind, record.name, unnumbered))
    }

    fn find_name(&self, kind: KindId, name: &str, allowed: impl Fn(&u32) -> bool) -> Known {
        let Some(folded) = self.fold(kind, name) else { return Known::Nothing };
        let key = (kind, folded);
        let no_imported = self.no_imported.get(usize::from(kind.0)).copied().unwrap_or(false);
        for names in [Some(&self.strong), Some(&self.weak).filter(|_| !no_imported)].into_iter().flatten() {
            match names.get(&key).map(|holders| &holders.0[..]) {
                None => {}
                Some([one]) if !allowed(one) => return Known::Nothing,
                Some(all) if !all.iter().any(|&entity| self.is_earlier(entity)) => return Known::Nothing,
                // That several have the name stays so, whichever of them come into question.
                Some(all) => return Known::of(all.to_vec()),
            }
        }
        Known::Nothing
    }
}

/// Prefix and whole of an identifier, written in one way.
fn canonical(id: &str) -> (String, String) {
    let Some((prefix, local)) = id.split_once(':') else { return (String::new(), id.to_owned()) };
    let lower = prefix.to_ascii_lowercase();
    let prefix = PREFIXES.iter().find(|(other, _)| *other == lower).map_or(lower, |&(_, prefix)| prefix.to_owned());
    let whole = format!("{prefix}:{local}");
    (prefix, whole)
}

impl Import<'_> {
    /// Adds an entity, or what is new about it to the one it is known to be.
    pub fn entity(&mut self, record: &EntityRecord<'_>, place: Place) -> Option<u32> {
        let Some(kind) = self.builder.vocabulary().kind(record.kind) else {
            return self.builder.add_entity(record, place);
        };
        self.identities.catch_up(&self.builder);
        let (decision, known) = self.identities.find(&self.builder, kind, record);
        match known {
            Known::Nothing => self.builder.add_entity(record, place),
            Known::One(entity) => {
                self.decided(decision, record, &[entity], place);
                self.add_to(entity, kind, record, place)
            }
            Known::Several(entities) => {
                self.decided(Decision::Apart, record, &entities, place);
                self.builder.add_entity(record, place)
            }
        }
    }

    fn decided(&mut self, decision: Decision, record: &EntityRecord<'_>, entities: &[u32], place: Place) {
        self.merges.push(Merge {
            decision,
            file: self.builder.file_name(place.file).to_owned(),
            line: place.line,
            record: (record.id.to_owned(), record.name.to_owned()),
            known: entities.iter().map(|&entity| self.builder.id(entity).to_owned()).collect(),
        });
    }

    /// Names, identifiers and properties of a record that the entity does not have yet.
    fn add_to(&mut self, entity: u32, kind: KindId, record: &EntityRecord<'_>, place: Place) -> Option<u32> {
        let names = std::iter::once(&record.name).chain(&record.aliases).chain(&record.imported_aliases);
        let imported_aliases: Vec<&str> =
            names.filter(|name| !self.identities.has_name(entity, kind, name)).copied().collect();
        let ids = std::iter::once(&record.id).chain(&record.xrefs);
        let xrefs: Vec<&str> = ids.filter(|id| !self.identities.has_reference(entity, id)).copied().collect();
        let (id, name) = (self.builder.id(entity).to_owned(), self.builder.name(entity).to_owned());
        let added = EntityRecord {
            id: &id,
            kind: record.kind,
            name: &name,
            imported_aliases,
            xrefs,
            description: record.description,
            properties: record.properties.clone(),
            ..EntityRecord::default()
        };
        self.builder.add_entity(&added, place)
    }

    /// From now on until the next source, records with different ids are different things.
    pub fn keep_records_apart(&mut self) {
        self.identities.apart_from = Some(self.builder.entity_count());
    }

    /// A new source begins: its records may be each other by name again.
    pub(super) fn join_records(&mut self) {
        self.identities.apart_from = None;
    }

    /// What a name of one of these kinds leads to: names and curated aliases before imported
    /// ones, then the earlier kind before the later.
    pub fn named(&mut self, kinds: &[KindId], name: &str) -> Known {
        self.identities.catch_up(&self.builder);
        self.identities.named(kinds, name)
    }

    /// The entity of a kind with this identifier, its own or in another database.
    pub fn with_reference(&mut self, kind: KindId, id: &str) -> Known {
        self.identities.catch_up(&self.builder);
        let holders = self.identities.references.get(&canonical(id).1);
        Known::of(self.identities.of_kind(holders, kind, &self.builder))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Control;
    use crate::import::recipe::builtin_vocabulary;

    /// Adds (id, kind, name, xrefs) one after the other; gives the id each ended up in and the
    /// decisions.
    fn check(records: &[(&str, &str, &str, &[&str])], ids: &[&str], decisions: &[Decision]) {
        let mut import = Import::new(GraphBuilder::new(builtin_vocabulary("oncology").unwrap()), &Control::NONE);
        let mut found = Vec::new();
        for (id, kind, name, xrefs) in records {
            let record = EntityRecord { id, kind, name, xrefs: xrefs.to_vec(), ..EntityRecord::default() };
            let entity = import.entity(&record, Place::default()).unwrap();
            found.push(import.builder.id(entity).to_owned());
        }
        assert_eq!(found, ids);
        assert_eq!(import.merges.iter().map(|merge| merge.decision).collect::<Vec<_>>(), decisions);
    }

    #[test]
    fn an_identifier_decides_before_a_name() {
        check(
            &[
                ("DOID:10534", "cancer", "stomach cancer", &["NCI:C4911"]),
                ("DOID:1", "cancer", "other", &[]),
                ("oncotree:STAD", "cancer", "other", &["NCIT:C4911"]),
                ("DOID:10534", "cancer", "gastric cancer", &[]),
            ],
            &["DOID:10534", "DOID:1", "DOID:10534", "DOID:10534"],
            &[Decision::Reference, Decision::SameId],
        );
    }

    #[test]
    fn a_name_decides_where_only_one_has_it() {
        check(
            &[("NCIT:C1647", "drug", "trastuzumab", &[]), ("chembl:CHEMBL1201585", "drug", "TRASTUZUMAB", &[])],
            &["NCIT:C1647", "NCIT:C1647"],
            &[Decision::Name],
        );
        check(
            &[("NCIT:C1", "drug", "A-1", &[]), ("NCIT:C2", "drug", "A1", &[]), ("chembl:X", "drug", "a1", &[])],
            &["NCIT:C1", "NCIT:C2", "chembl:X"],
            &[Decision::Apart],
        );
    }

    #[test]
    fn kinds_and_records_of_one_database_stay_apart() {
        check(&[("HGNC:1", "gene", "RAF", &[]), ("fplx:RAF", "gene family", "RAF", &[])], &["HGNC:1", "fplx:RAF"], &[]);
        check(
            &[("oncotree:A", "cancer", "Sarcoma", &["NCIT:C9"]), ("oncotree:B", "cancer", "sarcoma", &["NCIT:C9"])],
            &["oncotree:A", "oncotree:B"],
            &[],
        );
        check(
            &[("onco:v1", "variant", "VHL c.463-1G>T", &[]), ("onco:v2", "variant", "VHL c.4631G>T", &[])],
            &["onco:v1", "onco:v2"],
            &[],
        );
    }
}
