//! The `.onco` file: a graph as it lies in memory.
//!
//! Arrays are in the file as they are used, aligned and little-endian, so that opening maps the
//! file and copies nothing; only the words of the graph, some ten thousand bytes, are decoded.
//! Foreign, cut, damaged and newer files each give one clear error.
//!
//! Header, directory and all sections up to [`VERIFIED_MAX`] bytes are checked against their
//! checksums whenever a file is opened, and so are the words of the graph, which are decoded, and
//! the map of names, whose reader trusts its bytes.
//! Larger sections are checked by [`verify`]; every reader of them takes any number they may hold.

mod error;
mod format;
mod map;
mod parts;
mod read;
mod words;
mod write;

#[cfg(test)]
mod tests;

pub use error::SnapshotError;

use crate::graph::{Array, Graph};
use crate::model::Model;
use crate::names::NameIndex;
use crate::vocabulary::Rare;
use parts::{SectionName, SnapshotPart};
use read::{Bytes, SectionReader};
use std::fs::File;
use std::io::{Seek, Write};
use std::path::Path;
use std::sync::Arc;
use words::{Mirror, StoredPhrases, StoredRareParts};
use write::Writer;

#[cfg(target_endian = "big")]
compile_error!("snapshots are little-endian and used without conversion");

/// Sections up to so many bytes are checked whenever a file is opened. Checking touches every page
/// of them: with four times as many bytes that takes a tenth of the time of a first answer.
pub const VERIFIED_MAX: u64 = 16 << 10;
/// Words and the map of names are checked up to so many bytes.
const TRUSTED_VERIFIED_MAX: u64 = 64 << 20;

/// Name of the section of words.
const VOCABULARY: &str = "vocabulary";
/// Names of the sections of words that few questions need.
const PHRASES: &str = "phrases";
const EXONS: &str = "exons";
/// Names of the sections of the name index.
const NAME_KEYS: &str = "name_index.keys";
const NAME_ENTITIES: &str = "name_index.entities";
const NAME_SLOTS: &str = "name_index.slots";
const NAME_BREAKS: &str = "name_index.breaks";

/// Writes a graph with its names to a file, as a whole or not at all. Equal graphs make equal
/// files.
///
/// # Errors
/// The file cannot be written; what was there before stays.
pub fn save(graph: &Graph, names: &NameIndex, path: &Path) -> Result<(), SnapshotError> {
    crate::files::replace(path, |file| write_to(graph, names, file).map(|_| ()))
}

/// Opens a file. Takes time per section, not per edge.
///
/// # Errors
/// It cannot be read or is not a sound snapshot.
pub fn open(path: &Path) -> Result<(Graph, NameIndex), SnapshotError> {
    read_from(&reader_of(path)?)
}

/// Opens a snapshot that is part of the program; its first byte must be aligned to 64. Sections are
/// trusted as the program itself is.
///
/// # Errors
/// It is no sound snapshot.
pub fn open_static(bytes: &'static [u8]) -> Result<(Graph, NameIndex), SnapshotError> {
    read_unverified(&SectionReader::new(Bytes::Static(bytes))?)
}

/// Checks every checksum of a file, and gives the names of its sections with their lengths in
/// bytes.
///
/// # Errors
/// As for [`open`].
pub fn verify(path: &Path) -> Result<Vec<(String, u64)>, SnapshotError> {
    let reader = reader_of(path)?;
    reader.verify(|_, _| true)?;
    Ok(reader.sections().map(|(name, length)| (name.to_owned(), length)).collect())
}

/// The bytes of a snapshot with checksums made to fit, whatever its sections hold: what a test
/// needs to get past them. Only the map of names keeps its own, since its reader trusts its bytes.
/// Gives up where header or directory cannot be read.
#[doc(hidden)]
pub fn resealed(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let header = format::Header::read(&bytes).ok()?;
    let start = usize::try_from(header.directory).ok()?;
    let mut directory: format::Directory = format::decode(bytes.get(start..)?)?;
    for section in directory.sections.iter_mut().filter(|section| section.name != NAME_KEYS) {
        let (from, length) = (usize::try_from(section.offset).ok()?, usize::try_from(section.length).ok()?);
        section.checksum = xxhash_rust::xxh3::xxh3_64(bytes.get(from..from.checked_add(length)?)?);
    }
    let encoded = format::encode(&directory).ok()?;
    bytes.truncate(start);
    bytes.extend_from_slice(&encoded);
    let directory_checksum = xxhash_rust::xxh3::xxh3_64(&encoded);
    let header = format::Header { file_length: bytes.len() as u64, directory: header.directory, directory_checksum };
    bytes.get_mut(..format::HEADER)?.copy_from_slice(&header.to_bytes());
    Some(bytes)
}

fn reader_of(path: &Path) -> Result<SectionReader, SnapshotError> {
    let file = File::open(path)?;
    if file.metadata()?.len() == 0 {
        // Nothing to map, which some systems refuse.
        return Err(SnapshotError::Foreign);
    }
    SectionReader::new(Bytes::Map(Arc::new(map::map(&file)?)))
}

fn write_to<W: Write + Seek>(graph: &Graph, names: &NameIndex, out: W) -> Result<W, SnapshotError> {
    let mut out = Writer::new(out);
    graph.write(&mut SectionName::default(), &mut out);
    let vocabulary = &graph.vocabulary;
    out.structure(PHRASES, &StoredPhrases::of(&vocabulary.phrases()));
    out.structure(EXONS, &vocabulary.exons().to_rows());
    out.section(NAME_KEYS, &names.key_bytes());
    out.section(NAME_ENTITIES, names.entities.as_bytes());
    out.section(NAME_SLOTS, names.slots.as_bytes());
    out.section(NAME_BREAKS, names.breaks.as_bytes());
    out.finish()
}

fn read_from(input: &SectionReader) -> Result<(Graph, NameIndex), SnapshotError> {
    let trusted = [VOCABULARY, PHRASES, EXONS, NAME_KEYS];
    input.verify(|name, length| length <= if trusted.contains(&name) { TRUSTED_VERIFIED_MAX } else { VERIFIED_MAX })?;
    read_unverified(input)
}

fn read_unverified(input: &SectionReader) -> Result<(Graph, NameIndex), SnapshotError> {
    let mut graph = Graph::read(&mut SectionName::default(), input)?;
    graph.model = Model::new(&graph.vocabulary);
    let rare = StoredRareParts { phrases: input.array(PHRASES)?, exons: input.array(EXONS)? };
    graph.vocabulary.rare = Rare::new(rare);
    if let Some(part) = unsound(&graph) {
        return Err(SnapshotError::damaged(part));
    }
    let keys = input.array(NAME_KEYS)?;
    let (entities, slots, breaks) = (input.array(NAME_ENTITIES)?, input.array(NAME_SLOTS)?, input.array(NAME_BREAKS)?);
    let names =
        NameIndex::from_arrays(keys, entities, slots, breaks).ok_or_else(|| SnapshotError::damaged(NAME_KEYS))?;
    Ok((graph, names))
}

/// What in a graph is inconsistent, as far as that can be seen without reading all of it: the
/// lengths that readers of several arrays rely on.
fn unsound(graph: &Graph) -> Option<&'static str> {
    let starts = &graph.kind_starts;
    let count = graph.entity_count();
    let words = &graph.vocabulary;
    let lists_fit = graph.forward.len() == words.verbs.len()
        && graph.backward.len() == words.verbs.len()
        && graph.hierarchies.len() == words.kinds.len()
        && graph.columns.len() == words.properties.len();
    let kinds_fit = starts.len() == words.kinds.len() + 1 && starts.first() == Some(&0) && starts.is_sorted();
    let statements = &graph.statements;
    let statements_end = u64::from(statements.first_entity) + statements.len() as u64;
    let adjacencies = graph.forward.iter().chain(&graph.backward);
    let column_fits = |column: &Array<u32>, edges: usize| column.is_empty() || column.len() == edges;
    let mut edges = adjacencies.map(|adjacency| {
        let edges = adjacency.targets.len();
        let covered = u64::from(adjacency.base) + adjacency.offsets.len().saturating_sub(1) as u64;
        let ends = adjacency.offsets.last().map_or(0, |&end| end as usize);
        covered <= count as u64
            && ends == edges
            && column_fits(&adjacency.statements, edges)
            && column_fits(&adjacency.facts, edges)
    });
    let mut hierarchies =
        graph.hierarchies.iter().flatten().map(|hierarchy| u64::from(hierarchy.base) + hierarchy.depth.len() as u64);
    let checks = [
        ("lists", lists_fit),
        ("kinds", kinds_fit && count < u32::MAX as usize),
        ("identifiers", graph.ids.len() == count && graph.names.len() == count),
        ("faces", graph.face_of.is_empty() || graph.face_of.len() == count),
        ("statements", statements_end <= count as u64 && statements.columns_fit()),
        ("edges", edges.all(|fits| fits)),
        ("hierarchies", hierarchies.all(|end| end <= count as u64)),
    ];
    checks.iter().find(|(_, fits)| !fits).map(|&(part, _)| part)
}
