//! A snapshot is what was saved; anything else is an error and never a panic.

use super::*;
use crate::files;
use crate::graph::{ColumnValue, EntityId, FieldColumn};
use crate::import::TextGraph;
use crate::model::Field;
use crate::vocabulary::{KindId, PropertyId, RelationId};
use std::io;

fn mini() -> (Graph, NameIndex) {
    let text = TextGraph {
        vocabulary: include_str!("../../graphs/mini/vocabulary.toml"),
        entities: include_str!("../../graphs/mini/entities.tsv"),
        relations: include_str!("../../graphs/mini/relations.tsv"),
        statements: include_str!("../../graphs/mini/statements.tsv"),
    };
    let (graph, _) = text.build().unwrap();
    let names = NameIndex::build(&graph);
    (graph, names)
}

fn to_bytes(graph: &Graph, names: &NameIndex) -> Result<Vec<u8>, SnapshotError> {
    write_to(graph, names, io::Cursor::new(Vec::new())).map(io::Cursor::into_inner)
}

fn mini_bytes() -> Vec<u8> {
    let (graph, names) = mini();
    to_bytes(&graph, &names).unwrap()
}

/// The bytes as if they were a mapped file.
fn reader(bytes: &[u8]) -> Result<SectionReader, SnapshotError> {
    let mut map = memmap2::MmapMut::map_anon(bytes.len().max(1)).unwrap();
    map[..bytes.len()].copy_from_slice(bytes);
    SectionReader::new(Bytes::Map(Arc::new(map.make_read_only().unwrap())))
}

fn opened(bytes: &[u8]) -> Result<(Graph, NameIndex), SnapshotError> {
    read_from(&reader(bytes)?)
}

fn check_error(bytes: &[u8], expected: &str) {
    match opened(bytes) {
        Ok(_) => panic!("opened instead of: {expected}"),
        Err(error) => assert!(error.to_string().contains(expected), "{error}\n  instead of: {expected}"),
    }
}

/// The same bytes with the checksum of the header made right.
fn with_header_checksum(mut bytes: Vec<u8>) -> Vec<u8> {
    let checksum = xxhash_rust::xxh3::xxh3_64(&bytes[..56]);
    bytes[56..64].copy_from_slice(&checksum.to_le_bytes());
    bytes
}

/// Small numbers that look random and are the same in every run.
fn random(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    }
}

#[test]
fn what_is_opened_saves_as_the_same_bytes() {
    let bytes = mini_bytes();
    let (graph, names) = opened(&bytes).unwrap();
    assert!(to_bytes(&graph, &names).unwrap() == bytes);
    assert!(mini_bytes() == bytes, "equal graphs make equal files");
}

#[test]
fn what_is_opened_reads_as_what_was_saved() {
    let ((before, names_before), (after, names_after)) = (mini(), opened(&mini_bytes()).unwrap());
    assert_eq!(dump(&after, &names_after), dump(&before, &names_before));
    assert_eq!(format!("{:?}", after.vocabulary().kinds), format!("{:?}", before.vocabulary().kinds));
    assert_eq!(format!("{:?}", after.vocabulary().verbs), format!("{:?}", before.vocabulary().verbs));
    assert_eq!(after.vocabulary().properties, before.vocabulary().properties);
    assert_eq!(after.vocabulary().text, before.vocabulary().text);
    for (id, form) in before.vocabulary().forms.iter() {
        assert_eq!(after.vocabulary().forms.get(id), form);
    }
}

/// What the accessors say of every entity, edge and statement.
fn dump(graph: &Graph, names: &NameIndex) -> Vec<String> {
    let mut lines = Vec::new();
    for entity in (0..graph.entity_count() as u32).map(EntityId) {
        let properties: Vec<_> = (0..graph.vocabulary().properties.len() as u16)
            .map(|id| graph.entity_value(entity, PropertyId(id)))
            .collect();
        lines.push(format!(
            "{:?} {} {} {:?} {:?} {:?} {} {:?} {:?} {:?} {:?} {:?}",
            graph.kind(entity),
            graph.id(entity),
            graph.name(entity),
            graph.aliases(entity).collect::<Vec<_>>(),
            graph.imported_aliases(entity).collect::<Vec<_>>(),
            graph.xrefs(entity).collect::<Vec<_>>(),
            graph.description(entity),
            graph.faces(&entity),
            graph.profile_tree(entity),
            graph.profile_leaves(entity).collect::<Vec<_>>(),
            graph.regimen(entity),
            properties,
        ));
        let found = names.lookup(graph, graph.name(entity));
        lines.push(format!("{found:?} {:?}", names.longest(graph, &[graph.name(entity)], &[])));
    }
    for relation in (0..graph.vocabulary().verbs.len() as u16).map(RelationId) {
        for adjacency in [graph.forward(relation), graph.backward(relation)] {
            for entity in adjacency.sources().take(1000) {
                let facts: Vec<_> =
                    adjacency.range(entity).take(1000).filter_map(|place| adjacency.fact_at(place)).collect();
                let sources: Vec<_> = facts.iter().map(|&fact| graph.fact_sources(fact)).collect();
                lines.push(format!(
                    "{entity} {:?} {:?} {sources:?}",
                    adjacency.targets(entity),
                    adjacency.statements(entity)
                ));
            }
        }
    }
    for hierarchy in (0..graph.vocabulary().kinds.len() as u8).filter_map(|kind| graph.hierarchy(KindId(kind))) {
        let terms =
            hierarchy.kind_range().map(|term| (hierarchy.below(term), hierarchy.above(term), hierarchy.depth(term)));
        lines.push(format!("{:?}", terms.collect::<Vec<_>>()));
    }
    let table = graph.statements();
    for statement in table.iter() {
        lines.push(format!(
            "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {} {:?} {} {} {:?} {}",
            table.therapy(statement),
            table.therapy_parts(statement),
            table.therapy_members(statement),
            table.profile(statement),
            table.mechanism(statement),
            table.partners(statement),
            table.cancers(statement),
            table.except_cancers(statement),
            table.sources(statement),
            table.supports(statement),
            table.polarity(statement),
            table.rank(statement),
            table.gist(statement),
            table.same_subject(statement),
            table.is_cited(statement),
        ));
    }
    lines
}

#[test]
fn a_file_that_is_cut_anywhere_is_said_to_be_cut() {
    let bytes = mini_bytes();
    let reader = reader(&bytes).unwrap();
    let mut ends: Vec<usize> = (1..100).chain(reader.sections().map(|(_, length)| length as usize)).collect();
    let mut next = random(7);
    ends.extend((0..200).map(|_| 1 + next(bytes.len() - 1)));
    for end in ends.into_iter().filter(|&end| end < bytes.len()) {
        check_error(&bytes[..end], "cut off");
    }
}

#[test]
fn foreign_and_newer_files_are_told_apart() {
    check_error(b"id\tname\n", "not a graph snapshot");
    check_error(&[0; 4096], "not a graph snapshot");
    let mut bytes = mini_bytes();
    bytes[8] = 9;
    check_error(&bytes, "format 9, this program reads up to 1");
    bytes[8] = 0;
    check_error(&with_header_checksum(bytes), "damaged (header)");
    let mut bytes = mini_bytes();
    bytes.push(0);
    check_error(&bytes, "damaged (end of the file)");
}

#[test]
fn a_flipped_bit_is_an_error_or_harmless() {
    let bytes = mini_bytes();
    let (graph, names) = opened(&bytes).unwrap();
    let expected = dump(&graph, &names);
    let mut next = random(42);
    let mut errors = 0;
    for _ in 0..400 {
        let mut damaged = bytes.clone();
        damaged[next(bytes.len())] ^= 1 << next(8);
        match opened(&damaged) {
            // The bytes between two sections are never looked at.
            Ok((graph, names)) => assert_eq!(dump(&graph, &names), expected),
            Err(_) => errors += 1,
        }
    }
    assert!(errors > 250, "only {errors} flips were noticed");
}

#[test]
fn sections_too_large_to_be_checked_may_hold_anything() {
    let bytes = mini_bytes();
    let directory = format::Header::read(&bytes).unwrap().directory as usize;
    let mut next = random(1);
    for _ in 0..400 {
        let mut damaged = bytes.clone();
        for _ in 0..3 {
            damaged[64 + next(directory - 64)] ^= 1 << next(8);
        }
        let reader = reader(&damaged).unwrap();
        // The map of names is always checked: its reader trusts its bytes.
        if reader.verify(|name, _| name == NAME_KEYS || name == VOCABULARY).is_err() {
            continue;
        }
        if let Ok((graph, names)) = read_unverified(&reader) {
            assert!(!dump(&graph, &names).is_empty());
        }
    }
}

#[test]
fn a_whole_file_or_none() {
    let directory = std::env::temp_dir().join(format!("onco-snapshot-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let path = directory.join("mini.onco");
    let (graph, names) = mini();
    save(&graph, &names, &path).unwrap();
    assert!(std::fs::read(&path).unwrap().starts_with(format::MAGIC));
    assert!(open(&path).is_ok());
    assert!(verify(&path).unwrap().iter().any(|(name, length)| name == "names.bytes" && *length > 0));
    // The program ends while it writes: what is half written goes, what was there stays.
    let ended: io::Result<()> = files::replace(&path, |_| {
        assert_eq!(std::fs::read_dir(&directory).unwrap().count(), 2);
        files::discard_drafts();
        Ok(())
    });
    assert!(ended.is_err() && open(&path).is_ok());
    assert_eq!(std::fs::read_dir(&directory).unwrap().count(), 1);
    // So it is where writing fails.
    let full: io::Result<()> = files::replace(&path, |out| {
        out.write_all(b"half of it")?;
        Err(io::ErrorKind::StorageFull.into())
    });
    assert_eq!(full.unwrap_err().kind(), io::ErrorKind::StorageFull);
    assert!(open(&path).is_ok());
    assert_eq!(std::fs::read_dir(&directory).unwrap().count(), 1);
    // A directory has that name: no temporary file is left beside it.
    let taken = directory.join("taken.onco");
    std::fs::create_dir_all(taken.join("full")).unwrap();
    assert!(matches!(save(&graph, &names, &taken), Err(SnapshotError::File(_))));
    assert_eq!(std::fs::read_dir(&directory).unwrap().count(), 2);
    std::fs::remove_dir_all(&directory).unwrap();
}

#[test]
fn a_file_from_before_a_field_opens_without_its_values() {
    let (mut graph, names) = mini();
    let gone = [Field::Line, Field::Year, Field::Frequency, Field::Patients, Field::Region, Field::Onset];
    for field in gone {
        graph.statements.columns[field as usize] = FieldColumn::empty(field.row().stored);
    }
    let bytes = to_bytes(&graph, &names).unwrap();
    let (graph, _) = read_from(&reader(&bytes).unwrap()).unwrap();
    for statement in graph.statements().iter() {
        let value = |field| graph.statement_value(statement, graph.model().property(field).unwrap());
        assert!(gone.iter().all(|&field| value(field) == ColumnValue::Missing), "{statement:?}");
        assert_ne!(value(Field::Level), ColumnValue::Missing);
    }
}
