//! Which records of several sources are the same entity: by identifier first, then by a name that
//! only one entity of the kind has. Every decision is kept for the report.

use super::context::Import;
use super::decision::{Decision, Merge};
use super::identities::KnownEntities;
use super::salts;
use crate::graph::{EntityRecord, Place};
use crate::vocabulary::KindId;

impl Import<'_> {
    /// Adds an entity, or what is new about it to the one it is known to be.
    pub fn entity(&mut self, record: &EntityRecord<'_>, place: Place) -> Option<u32> {
        let Some(kind) = self.builder.vocabulary().kind(record.kind) else {
            return self.builder.add_entity(record, place);
        };
        self.identities.catch_up(&self.builder);
        let (decision, known) = self.identities.find(&self.builder, kind, record);
        match known {
            KnownEntities::Nothing => match self.base_of(kind, record) {
                Some(base) => {
                    self.decided(Decision::Form, record, &[base], place);
                    // Its identifier is that of the salt: the drug itself has another, in the same
                    // database, too.
                    let id = self.builder.id(base).to_owned();
                    let names = EntityRecord { id: &id, xrefs: Vec::new(), ..record.clone() };
                    self.add_to(base, kind, &names, place)
                }
                None => self.builder.add_entity(record, place),
            },
            KnownEntities::One(entity) => {
                self.decided(decision, record, &[entity], place);
                self.add_to(entity, kind, record, place)
            }
            KnownEntities::Several(entities) => {
                self.decided(Decision::Apart, record, &entities, place);
                let mut own = record.clone();
                if let [one] = entities[..] {
                    // A reference that they share goes on meaning the one that had it.
                    own.xrefs.retain(|xref| !self.identities.has_reference(&self.builder, one, xref));
                }
                self.builder.add_entity(&own, place)
            }
        }
    }

    /// The known drug that a record is a salt of, if only one is called so.
    fn base_of(&self, kind: KindId, record: &EntityRecord<'_>) -> Option<u32> {
        let base = salts::base(record.name).filter(|_| self.builder.model().kinds.drug == Some(kind))?;
        match self.identities.named(&self.builder, &[kind], base) {
            KnownEntities::One(drug) => Some(drug),
            KnownEntities::Several(_) | KnownEntities::Nothing => None,
        }
    }

    /// A text of a record was found to be a known entity.
    pub(super) fn joined(&mut self, decision: Decision, text: (&str, &str), entity: u32, place: Place) {
        let record = EntityRecord { id: text.0, name: text.1, ..EntityRecord::default() };
        self.decided(decision, &record, &[entity], place);
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
            names.filter(|name| !self.identities.has_name(&self.builder, entity, kind, name)).copied().collect();
        let ids = std::iter::once(&record.id).chain(&record.xrefs);
        let xrefs: Vec<&str> =
            ids.filter(|id| !self.identities.has_reference(&self.builder, entity, id)).copied().collect();
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
        let known = self.builder.add_entity(&added, place);
        self.identities.catch_up_joined(&self.builder);
        known
    }

    /// From now on until the next source, records with different ids are different entities.
    pub fn keep_records_apart(&mut self) {
        self.identities.keep_apart(Some(self.builder.entity_count()));
    }

    /// A new source begins: its records may be each other by name again.
    pub(super) fn join_records(&mut self) {
        self.identities.keep_apart(None);
    }

    /// What a name of one of these kinds leads to: names and curated aliases before imported
    /// ones, then the earlier kind before the later.
    pub fn named(&mut self, kinds: &[KindId], name: &str) -> KnownEntities {
        self.identities.catch_up(&self.builder);
        self.identities.named(&self.builder, kinds, name)
    }

    /// The entity of a kind with this identifier, its own or in another database.
    pub fn with_reference(&mut self, kind: KindId, id: &str) -> KnownEntities {
        self.identities.catch_up(&self.builder);
        self.identities.with_reference(&self.builder, kind, id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::GraphBuilder;
    use crate::import::Control;
    use crate::import::builtin::builtin_vocabulary;

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
            &[Decision::Apart, Decision::Apart],
        );
    }

    #[test]
    fn a_curated_alias_is_an_instruction_to_join() {
        let mut import = Import::new(GraphBuilder::new(builtin_vocabulary("oncology").unwrap()), &Control::NONE);
        let curated = EntityRecord {
            id: "NCIT:C1",
            kind: "drug",
            name: "imatinib",
            aliases: vec!["imatinib mesylate"],
            ..EntityRecord::default()
        };
        import.builder.add_entity(&curated, Place::default());
        for (id, name) in [("rxcui:1", "IMATINIB"), ("rxcui:2", "IMATINIB MESYLATE"), ("NCIT:C2", "Imatinib Mesylate")]
        {
            let record = EntityRecord { id, kind: "drug", name, ..EntityRecord::default() };
            let entity = import.entity(&record, Place::default()).unwrap();
            assert_eq!(import.builder.id(entity), "NCIT:C1", "{id}");
        }
        let decisions: Vec<Decision> = import.merges.iter().map(|merge| merge.decision).collect();
        assert_eq!(decisions, [Decision::Name, Decision::CuratedAlias, Decision::CuratedAlias]);
    }

    #[test]
    fn a_second_code_of_one_reference_with_another_name_stays_apart() {
        check(
            &[
                ("DOID:1", "cancer", "dysgerminoma", &["NCIT:C9"]),
                ("oncotree:A", "cancer", "Dysgerminoma", &["NCIT:C9"]),
                ("oncotree:B", "cancer", "Dysgerminoma", &["NCIT:C9"]),
                ("oncotree:C", "cancer", "Seminoma", &["NCIT:C9"]),
            ],
            &["DOID:1", "DOID:1", "DOID:1", "oncotree:C"],
            &[Decision::Reference, Decision::Reference, Decision::Apart],
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
