//! Names and identifiers of all entities so far, and the entity that a record is by them.

use super::decision::Decision;
use crate::graph::{Chains, EntityRecord, GraphBuilder, TextSort};
use crate::model::kind;
use crate::vocabulary::{KindId, Vocabulary, fold};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// Identifiers that other databases use for the same entity, with the kinds for which an equal
/// identifier means the same entity. (A protein's identifier is not here for genes: several genes
/// can encode one protein.)
const UNIFYING: &[(&str, &[&str])] = &[
    ("hgnc", &[kind::GENE]),
    ("ncbigene", &[kind::GENE]),
    ("uniprot", &[kind::PROTEIN]),
    ("fplx", &[kind::GENE_FAMILY]),
    ("doid", &[kind::CANCER]),
    ("mondo", &[kind::CANCER]),
    ("oncotree", &[kind::CANCER]),
    ("ncit", &[kind::DRUG, kind::DRUG_CLASS, kind::CANCER]),
    ("drugbank", &[kind::DRUG]),
    ("chembl", &[kind::DRUG]),
    ("rxcui", &[kind::DRUG]),
    ("civic.mpid", &[kind::PROFILE]),
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
    (kind::GENE, Folding::Exact),
    (kind::PROTEIN, Folding::Exact),
    (kind::VARIANT, Folding::Case),
    (kind::PROFILE, Folding::Case),
    (kind::STATEMENT, Folding::Never),
    (kind::SOURCE, Folding::Never),
];

/// Kinds whose imported aliases are too often another entity's name to identify anything.
const NO_IMPORTED: &[&str] = &[kind::GENE, kind::PROTEIN];

/// Kinds of which a database lists several records for one thing: a drug, its salts and spellings.
const HAS_FORMS: &[&str] = &[kind::DRUG];

/// What a name or record leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KnownEntities {
    /// One entity.
    One(u32),
    /// Several.
    Several(Vec<u32>),
    /// Nothing.
    Nothing,
}

impl KnownEntities {
    fn of(entities: Vec<u32>) -> Self {
        match entities[..] {
            [] => KnownEntities::Nothing,
            [one] => KnownEntities::One(one),
            _ => KnownEntities::Several(entities),
        }
    }
}

/// A text of an entity, by its number in the builder.
#[derive(Clone, Copy, Debug)]
struct EntityText {
    sort: TextSort,
    number: u32,
}

/// Names and identifiers of all entities so far. The texts themselves stay in the builder.
#[derive(Debug, Default)]
pub(super) struct Identities {
    foldings: Vec<Folding>,
    no_imported: Vec<bool>,
    /// By prefix: the kinds that its identifiers unify.
    unifying: FxHashMap<&'static str, Vec<KindId>>,
    /// By kind: whether several records of a database may be one thing.
    has_forms: Vec<bool>,
    /// Curated aliases, by kind.
    curated: Chains<EntityText>,
    /// Names and curated aliases, by kind.
    strong: Chains<EntityText>,
    /// Imported aliases, by kind.
    weak: Chains<EntityText>,
    /// Identifiers of any kind, in one realm.
    references: Chains<EntityText>,
    prefix_numbers: FxHashMap<String, u32>,
    /// (entity, number of the prefix) of all its identifiers.
    prefixes: FxHashSet<(u32, u32)>,
    /// Those of them that no later record brought.
    own_prefixes: FxHashSet<(u32, u32)>,
    /// How many texts of each sort are in here.
    seen: [u32; SORTS.len()],
    /// Entities from here on are of a source whose records differ wherever their ids do.
    apart_from: Option<usize>,
}

/// In the order in which they are taken in.
const SORTS: [TextSort; 5] = [TextSort::Id, TextSort::Name, TextSort::Alias, TextSort::ImportedAlias, TextSort::Xref];

impl Identities {
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let folding = |name: &str| {
            FOLDINGS.iter().find(|(kind, _)| *kind == name).map_or(Folding::Squeezed, |&(_, folding)| folding)
        };
        let kinds = |names: &[&str]| names.iter().filter_map(|name| vocabulary.kind(name)).collect();
        Self {
            foldings: vocabulary.kinds.iter().map(|kind| folding(&kind.name)).collect(),
            has_forms: vocabulary.kinds.iter().map(|kind| HAS_FORMS.contains(&&*kind.name)).collect(),
            no_imported: vocabulary.kinds.iter().map(|kind| NO_IMPORTED.contains(&&*kind.name)).collect(),
            unifying: UNIFYING.iter().map(|(prefix, names)| (*prefix, kinds(names))).collect(),
            ..Self::default()
        }
    }

    /// From now on entities from `start` on are different wherever their ids differ; `None`: no
    /// longer.
    pub(super) fn keep_apart(&mut self, start: Option<usize>) {
        self.apart_from = start;
    }

    fn fold<'t>(&self, kind: KindId, name: &'t str) -> Option<Cow<'t, str>> {
        match self.foldings.get(usize::from(kind.0)).copied().unwrap_or(Folding::Exact) {
            Folding::Never => None,
            Folding::Exact => Some(name.into()),
            Folding::Case => Some(name.to_lowercase().into()),
            Folding::Squeezed => Some(fold::squeezed(name).into()),
        }
    }

    /// Takes in what the builder has received since the last time.
    pub(super) fn catch_up(&mut self, builder: &GraphBuilder) {
        self.take_in(builder, false);
    }

    /// As [`Identities::catch_up`], of what a record has brought to an entity that was known.
    pub(super) fn catch_up_joined(&mut self, builder: &GraphBuilder) {
        self.take_in(builder, true);
    }

    fn take_in(&mut self, builder: &GraphBuilder, is_joined: bool) {
        for (place, sort) in SORTS.into_iter().enumerate() {
            let count = builder.text_count(sort);
            for number in self.seen[place]..count {
                self.add(builder, EntityText { sort, number }, is_joined);
            }
            self.seen[place] = count;
        }
    }

    fn add(&mut self, builder: &GraphBuilder, told: EntityText, is_joined: bool) {
        let text = builder.text(told.sort, told.number);
        let entity = builder.text_owner(told.sort, told.number);
        let kind = builder.kind(entity);
        match told.sort {
            TextSort::Id | TextSort::Xref => {
                let (prefix, id) = canonical(text);
                self.references.insert(0, &id, told);
                let next = self.prefix_numbers.len() as u32;
                let prefix = *self.prefix_numbers.entry(prefix).or_insert(next);
                self.prefixes.insert((entity, prefix));
                if !is_joined {
                    self.own_prefixes.insert((entity, prefix));
                }
            }
            TextSort::Name | TextSort::Alias | TextSort::ImportedAlias => {
                let Some(name) = self.fold(kind, text) else { return };
                if told.sort == TextSort::Alias {
                    self.curated.insert(kind.0, &name, told);
                }
                let names = if told.sort == TextSort::ImportedAlias { &mut self.weak } else { &mut self.strong };
                names.insert(kind.0, &name, told);
            }
        }
    }

    /// The entities of a kind with this folded name, in the order in which they were added.
    fn holders(&self, builder: &GraphBuilder, names: &Chains<EntityText>, kind: KindId, folded: &str) -> Vec<u32> {
        let is_name = |entity: u32, text: &str| {
            builder.kind(entity) == kind && self.fold(kind, text).is_some_and(|name| name == folded)
        };
        owners(builder, names.candidates(kind.0, folded), is_name)
    }

    /// The entities with this canonical identifier, in the order in which they were added.
    fn referred(&self, builder: &GraphBuilder, id: &str) -> Vec<u32> {
        owners(builder, self.references.candidates(0, id), |_, text| canonical(text).1 == id)
    }

    fn referred_of_kind(&self, builder: &GraphBuilder, kind: KindId, id: &str) -> Vec<u32> {
        let mut all = self.referred(builder, id);
        all.retain(|&entity| builder.kind(entity) == kind && self.is_earlier(entity));
        all
    }

    /// The page of an identifier of this kind.
    pub(super) fn with_reference(&self, builder: &GraphBuilder, kind: KindId, id: &str) -> KnownEntities {
        KnownEntities::of(self.referred_of_kind(builder, kind, &canonical(id).1))
    }

    /// Whether an entity may be what a record of the present source is.
    fn is_earlier(&self, entity: u32) -> bool {
        self.apart_from.is_none_or(|start| (entity as usize) < start)
    }

    /// What a name of one of these kinds leads to: names and curated aliases first, then imported
    /// ones; the earlier kind before the later.
    pub(super) fn named(&self, builder: &GraphBuilder, kinds: &[KindId], name: &str) -> KnownEntities {
        for names in [&self.strong, &self.weak] {
            for &kind in kinds {
                let Some(folded) = self.fold(kind, name) else { continue };
                let holders = self.holders(builder, names, kind, &folded);
                if !holders.is_empty() {
                    return KnownEntities::of(holders);
                }
            }
        }
        KnownEntities::Nothing
    }

    pub(super) fn has_name(&self, builder: &GraphBuilder, entity: u32, kind: KindId, name: &str) -> bool {
        let Some(folded) = self.fold(kind, name) else { return false };
        [&self.strong, &self.weak].iter().any(|names| self.holders(builder, names, kind, &folded).contains(&entity))
    }

    pub(super) fn has_reference(&self, builder: &GraphBuilder, entity: u32, id: &str) -> bool {
        self.referred(builder, &canonical(id).1).contains(&entity)
    }

    /// What a record is, if it is known, and how that is known.
    pub(super) fn find(
        &self,
        builder: &GraphBuilder,
        kind: KindId,
        record: &EntityRecord<'_>,
    ) -> (Decision, KnownEntities) {
        if let Some(entity) = builder.find_id(record.id).filter(|&entity| builder.kind(entity) == kind) {
            return (Decision::SameId, KnownEntities::One(entity));
        }
        let (prefix, id) = canonical(record.id);
        let by_id = self.referred_of_kind(builder, kind, &id);
        if !by_id.is_empty() {
            return (Decision::Reference, KnownEntities::of(by_id));
        }
        // Two records of one database are two entities, whatever else they have in common.
        let other_database = |entity: &u32| prefix == OWN || canonical(builder.id(*entity)).0 != prefix;
        let mut by_reference: Vec<u32> = Vec::new();
        for xref in &record.xrefs {
            let (prefix, id) = canonical(xref);
            if self.unifying.get(prefix.as_str()).is_some_and(|kinds| kinds.contains(&kind)) {
                by_reference.extend(self.referred_of_kind(builder, kind, &id).into_iter().filter(other_database));
            }
        }
        by_reference.sort_unstable();
        by_reference.dedup();
        if let [one] = by_reference[..]
            && self.is_another(builder, kind, one, record, &prefix)
        {
            return (Decision::Apart, KnownEntities::Several(by_reference));
        }
        if !by_reference.is_empty() {
            return (Decision::Reference, KnownEntities::of(by_reference));
        }
        self.find_name(builder, kind, record.name, &prefix)
    }

    /// Whether a record that shares a reference with an entity is another thing: the entity is
    /// another record of the same database already, and is not called so.
    fn is_another(
        &self,
        builder: &GraphBuilder,
        kind: KindId,
        entity: u32,
        record: &EntityRecord<'_>,
        database: &str,
    ) -> bool {
        let number = self.prefix_numbers.get(database).copied().filter(|_| database != OWN);
        let is_listed = number.is_some_and(|prefix| self.prefixes.contains(&(entity, prefix)));
        let has_forms = self.has_forms.get(usize::from(kind.0)).copied().unwrap_or(false);
        is_listed && !has_forms && !self.has_name(builder, entity, kind, record.name)
    }

    /// What a record is by its name. Names that a curator gave come first: an alias is an
    /// instruction to join, even several records of one database to one entity, since a database
    /// lists salts and spellings. Then names, then imported aliases; there a record is another
    /// entity than one that its own database lists.
    fn find_name(&self, builder: &GraphBuilder, kind: KindId, name: &str, database: &str) -> (Decision, KnownEntities) {
        let Some(folded) = self.fold(kind, name) else { return (Decision::Name, KnownEntities::Nothing) };
        let is = |list: &[bool]| list.get(usize::from(kind.0)).copied().unwrap_or(false);
        let has_forms = is(&self.has_forms);
        let curated = self.holders(builder, &self.curated, kind, &folded);
        if let [one] = curated[..]
            && self.is_earlier(one)
            && (has_forms || database == OWN || canonical(builder.id(one)).0 != database)
        {
            return (Decision::CuratedAlias, KnownEntities::One(one));
        }
        let number = self.prefix_numbers.get(database).copied().filter(|_| database != OWN);
        // A drug may be several records of a database, which came to it one by one.
        let prefixes = if has_forms { &self.own_prefixes } else { &self.prefixes };
        let allowed = |entity: &u32| {
            self.is_earlier(*entity) && number.is_none_or(|prefix| !prefixes.contains(&(*entity, prefix)))
        };
        let no_imported = is(&self.no_imported);
        for names in [Some(&self.strong), Some(&self.weak).filter(|_| !no_imported)].into_iter().flatten() {
            match self.holders(builder, names, kind, &folded)[..] {
                [] => {}
                [one] if !allowed(&one) && has_forms && self.is_earlier(one) => {
                    return (Decision::Apart, KnownEntities::Several(vec![one]));
                }
                [one] if !allowed(&one) => return (Decision::Name, KnownEntities::Nothing),
                ref all if !all.iter().any(|&entity| self.is_earlier(entity)) => {
                    return (Decision::Name, KnownEntities::Nothing);
                }
                // That several have the name stays so, whichever of them come into question.
                ref all => return (Decision::Name, KnownEntities::of(all.to_vec())),
            }
        }
        (Decision::Name, KnownEntities::Nothing)
    }
}

/// The owners of those texts that `is_it` accepts, each once, in the order in which they were
/// added.
fn owners(
    builder: &GraphBuilder,
    candidates: impl Iterator<Item = EntityText>,
    is_it: impl Fn(u32, &str) -> bool,
) -> Vec<u32> {
    let mut found = Vec::new();
    for told in candidates {
        let entity = builder.text_owner(told.sort, told.number);
        if is_it(entity, builder.text(told.sort, told.number)) {
            found.push(entity);
        }
    }
    found.reverse();
    let mut kept: Vec<u32> = Vec::with_capacity(found.len());
    for entity in found {
        if !kept.contains(&entity) {
            kept.push(entity);
        }
    }
    kept
}

/// Prefix and whole of an identifier, written in one way.
fn canonical(id: &str) -> (String, String) {
    let Some((prefix, local)) = id.split_once(':') else { return (String::new(), id.to_owned()) };
    let lower = prefix.to_ascii_lowercase();
    let prefix = PREFIXES.iter().find(|(other, _)| *other == lower).map_or(lower, |&(_, prefix)| prefix.to_owned());
    let whole = format!("{prefix}:{local}");
    (prefix, whole)
}
