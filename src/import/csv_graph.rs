//! A typed graph as a directory of comma-separated values: `nodes_KIND.csv` (id, name) and
//! `edges_RELATION.csv` (source, target), each with a header that names its columns in any order.
//!
//! Made for millions of edges: files are read in pieces by all threads, an edge becomes two
//! numbers and never a text, and identifiers that are a prefix and a number are looked up by
//! that number. Rows that cannot be parsed so go through a slower parser that understands quotes.

use super::context::Import;
use super::control::{Control, ImportFailure, ImportOptions};
use super::hetionet::{kind_called, relation_called};
use super::table::tell_columns;
use super::{builtin, read};
use crate::graph::{EntityRecord, NONE, Place};
use crate::text::Source;
use crate::vocabulary::{End, KindId, RelationId, Vocabulary};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};
use std::fs::File;
use std::hash::Hasher;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Names of files; `*` is a kind or a relation.
pub const PATTERNS: &[&str] = &["nodes_*.csv*", "edges_*.csv*"];

/// Number of bytes that one thread takes at a time: they stay in its cache while it parses them.
const PIECE: u64 = 1 << 20;

/// Rows that are looked at to find out between which kinds a relation leads.
const SAMPLE: usize = 100;

/// Files of a graph by the name of their kind or relation.
struct Files {
    nodes: Vec<(String, PathBuf)>,
    edges: Vec<(String, PathBuf)>,
    /// What is called otherwise.
    others: Vec<PathBuf>,
}

impl Files {
    /// Files of directories, and files, in the order of their names.
    fn of(paths: &[PathBuf]) -> Result<Self, ImportFailure> {
        let mut all = Vec::new();
        for path in paths {
            if path.is_dir() {
                let failed = |error: std::io::Error| {
                    ImportFailure::file(path.display().to_string(), format!("cannot be read: {error}"))
                };
                for entry in std::fs::read_dir(path).map_err(failed)? {
                    all.push(entry.map_err(failed)?.path());
                }
            } else {
                all.push(path.clone());
            }
        }
        all.sort();
        let (mut nodes, mut edges, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for path in all {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let table = name.split_once(".csv").map_or("", |(name, _)| name);
            if let Some(kind) = table.strip_prefix("nodes_") {
                nodes.push((kind.to_owned(), path));
            } else if let Some(relation) = table.strip_prefix("edges_") {
                edges.push((relation.to_owned(), path));
            } else {
                others.push(path);
            }
        }
        if nodes.is_empty() {
            return Err(ImportFailure::whole(format!("there is no file {}", PATTERNS.join(" and "))));
        }
        Ok(Self { nodes, edges, others })
    }
}

/// The built-in vocabulary that has all kinds and relations of the files; else one that is made
/// of their names.
///
/// # Errors
/// Files that cannot be read; names that are not words.
pub fn vocabulary(paths: &[PathBuf], _: &ImportOptions) -> Result<Vocabulary, ImportFailure> {
    let files = Files::of(paths)?;
    for name in builtin::builtin_names() {
        let vocabulary = builtin::builtin_vocabulary(name)?;
        let kinds = files.nodes.iter().all(|(name, _)| kind_called(&vocabulary, name).is_some());
        if kinds && files.edges.iter().all(|(name, _)| relation_called(&vocabulary, name).is_some()) {
            return Ok(vocabulary);
        }
    }
    made_vocabulary(&files)
}

/// Nouns and verbs called as the files are.
fn made_vocabulary(files: &Files) -> Result<Vocabulary, ImportFailure> {
    let mut kind_of: FxHashMap<String, usize> = FxHashMap::default();
    for (number, (_, path)) in files.nodes.iter().enumerate() {
        let (_, rows) = rows_of(path)?;
        kind_of.extend(rows.into_iter().map(|row| (row.id, number)));
    }
    let kinds: Vec<String> = files.nodes.iter().map(|(kind, _)| words(kind)).collect();
    let mut verbs = Vec::new();
    for (relation, path) in &files.edges {
        let ends = kinds_of_ends(path, &kind_of)?;
        verbs.push(MadeVerb { relation: relation.clone(), verb: words(relation), undirected: false, ends });
    }
    vocabulary_of_names(&kinds, &verbs)
}

/// A verb of a vocabulary that is made for files.
pub(super) struct MadeVerb {
    /// As the files call it.
    pub(super) relation: String,
    /// As it is written in a question.
    pub(super) verb: String,
    /// It says the same from both ends.
    pub(super) undirected: bool,
    /// Numbers of the kinds at its ends.
    pub(super) ends: [Vec<usize>; 2],
}

/// A vocabulary whose nouns are `kinds`, with these verbs.
///
/// # Errors
/// Names that the language needs for itself.
pub(super) fn vocabulary_of_names(kinds: &[String], verbs: &[MadeVerb]) -> Result<Vocabulary, ImportFailure> {
    let mut text = String::from("[graph]\nname = \"imported\"\n");
    let quoted = |text: &str| toml::Value::from(text).to_string();
    for kind in kinds {
        text.push_str(&format!("\n[[noun]]\nkind = {}\n", quoted(kind)));
    }
    let list = |numbers: &[usize]| {
        let names = numbers.iter().filter_map(|&number| kinds.get(number)).map(|kind| quoted(kind));
        names.collect::<Vec<_>>().join(", ")
    };
    for MadeVerb { relation, verb, undirected, ends: [from, to] } in verbs {
        let (from, to, verb, relation) = (list(from), list(to), quoted(verb), quoted(relation));
        text.push_str(&format!("\n[[verb]]\nrelation = {relation}\nabbreviation = {relation}\nfrom = [{from}]\nto = [{to}]\nforward = [{verb}]\nundirected = {undirected}\n"));
    }
    let source = Source::new("vocabulary made of names of the files", text);
    Vocabulary::load(&source).map_err(|problems| ImportFailure::Problems(super::tsv::of_vocabulary(&source, &problems)))
}

/// `BiologicalProcess` and `biological_process` as words.
pub(super) fn words(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut before_lower = false;
    for character in name.chars() {
        let start = (character.is_uppercase() && before_lower) || !character.is_alphanumeric();
        if start && !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
        words.extend(character.to_lowercase().filter(|c| c.is_alphanumeric()));
        before_lower = character.is_lowercase();
    }
    words.trim_end().to_owned()
}

/// The kinds at both ends of a relation, by its first rows.
fn kinds_of_ends(path: &Path, kind_of: &FxHashMap<String, usize>) -> Result<[Vec<usize>; 2], ImportFailure> {
    let bytes = read::bytes(path)?;
    let mut found: [Vec<usize>; 2] = Default::default();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes.as_slice());
    let columns = EdgeColumns::of_header(&read::first_line(path)?)
        .map_err(|message| ImportFailure::file(path.display().to_string(), message))?;
    for row in reader.records().take(SAMPLE).flatten() {
        for (end, column) in found.iter_mut().zip([columns.from, columns.to]) {
            let id = row.get(column).unwrap_or("");
            if let Some(&kind) = kind_of.get(id.trim()).filter(|kind| !end.contains(kind)) {
                end.push(kind);
            }
        }
    }
    if found.iter().any(Vec::is_empty) {
        return Err(ImportFailure::file(path.display().to_string(), "its first rows name no node of nodes_*.csv"));
    }
    Ok(found)
}

/// A node as its file lists it.
struct NodeRow {
    line: u32,
    id: String,
    name: String,
}

/// The header's surplus columns and the rows of a file of nodes.
fn rows_of(path: &Path) -> Result<(Vec<String>, Vec<NodeRow>), ImportFailure> {
    let shown = path.display().to_string();
    let bytes = read::bytes(path)?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes.as_slice());
    let bad = |error: csv::Error| ImportFailure::file(shown.clone(), error.to_string());
    let header = reader.headers().map_err(bad)?.clone();
    let column = |name: &str| {
        header.iter().position(|column| column.trim().trim_start_matches('\u{feff}').eq_ignore_ascii_case(name))
    };
    let Some(id) = column("id") else { return Err(ImportFailure::file(shown, "the column `id` is missing")) };
    let name = column("name").unwrap_or(id);
    let surplus = header
        .iter()
        .enumerate()
        .filter(|(i, _)| *i != id && *i != name)
        .map(|(_, column)| column.to_owned())
        .collect();
    let mut rows = Vec::with_capacity(bytes.len() / 24);
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(bad)? {
        let text = |column: usize| String::from_utf8_lossy(record.get(column).unwrap_or(b"")).trim().to_owned();
        let line = record.position().map_or(0, csv::Position::line) as u32;
        let (id, name) = (text(id), text(name));
        rows.push(NodeRow { line, name: if name.is_empty() { id.clone() } else { name }, id });
    }
    Ok((surplus, rows))
}

/// Adds a directory of files.
///
/// # Errors
/// Files that cannot be read, or whose kind or relation the vocabulary does not have; cancellation.
pub fn read(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    let files = Files::of(&import.files)?;
    for path in &files.others {
        let file = import.builder.file(&path.display().to_string());
        import.note(Place { file, line: 0 }, "", "is neither nodes_*.csv nor edges_*.csv: not read");
    }
    let vocabulary = import.builder.vocabulary();
    let unknown = |what: &str, name: &str| {
        ImportFailure::whole(format!("the vocabulary `{}` has no {what} for `{name}`", vocabulary.name))
    };
    let mut kinds = Vec::new();
    for (name, path) in &files.nodes {
        kinds.push((kind_called(vocabulary, name).ok_or_else(|| unknown("kind", name))?, path.clone()));
    }
    let mut relations = Vec::new();
    for (name, path) in &files.edges {
        relations.push((relation_called(vocabulary, name).ok_or_else(|| unknown("relation", name))?, path.clone()));
    }
    let tables = nodes(import, kinds)?;
    edges(import, &relations, &tables)
}

/// Adds all nodes and gives a table of identifiers per kind.
fn nodes(import: &mut Import<'_>, mut kinds: Vec<(KindId, PathBuf)>) -> Result<Vec<IdTable>, ImportFailure> {
    // Sorted by kind and name, entities are already in the order that the graph will have.
    kinds.sort_by_key(|(kind, _)| *kind);
    let read: Result<Vec<_>, ImportFailure> = kinds
        .par_iter()
        .map(|(_, path)| {
            let (surplus, mut rows) = rows_of(path)?;
            rows.par_sort_unstable_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
            Ok((surplus, rows))
        })
        .collect();
    let read = read?;
    import.builder.reserve(read.iter().map(|(_, rows)| rows.len()).sum(), 0, 0);
    let mut ids: Vec<Vec<(&str, u32)>> = vec![Vec::new(); import.builder.vocabulary().kinds.len()];
    for ((kind, path), (surplus, rows)) in kinds.iter().zip(&read) {
        let length = std::fs::metadata(path).map_or(0, |of| of.len() as usize);
        import.control.tick(&path.display().to_string(), length, length)?;
        let file = import.builder.file(&path.display().to_string());
        tell_columns(import, Place { file, line: 1 }, surplus);
        let name = import.builder.vocabulary().kind_name(*kind).to_owned();
        let Some(known) = ids.get_mut(usize::from(kind.0)) else { continue };
        known.reserve(rows.len());
        for row in rows {
            let record = EntityRecord { id: &row.id, kind: &name, name: &row.name, ..EntityRecord::default() };
            if let Some(entity) = import.builder.add_entity(&record, Place { file, line: row.line }) {
                known.push((&row.id, entity));
            }
        }
    }
    Ok(ids.par_iter().map(|ids| IdTable::new(ids)).collect())
}

/// Entities of one kind by their identifiers.
enum IdTable {
    /// Identifiers are a prefix and a number: entity by number, or [`NONE`].
    Numbered { prefix: Vec<u8>, entities: Vec<u32> },
    /// Any identifiers: entity with some bits of its hash, by hash; the next free place is tried.
    Hashed { slots: Vec<(u32, u32)>, mask: usize, ids: Vec<u8>, ends: FxHashMap<u32, Range<u32>> },
}

impl IdTable {
    fn new(ids: &[(&str, u32)]) -> Self {
        Self::numbered(ids).unwrap_or_else(|| Self::hashed(ids))
    }

    /// `None` where identifiers are not of that form, or their numbers too far apart.
    fn numbered(ids: &[(&str, u32)]) -> Option<Self> {
        let (first, _) = ids.first()?;
        let prefix = first.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = |id: &str| -> Option<usize> {
            let digits = id.strip_prefix(prefix)?;
            let plain = !digits.is_empty()
                && digits.len() < 10
                && digits.bytes().all(|byte| byte.is_ascii_digit())
                && (digits == "0" || !digits.starts_with('0'));
            if plain { digits.parse().ok() } else { None }
        };
        let numbers: Option<Vec<usize>> = ids.iter().map(|(id, _)| number(id)).collect();
        let numbers = numbers?;
        let size = numbers.iter().max()? + 1;
        if size > 16 * ids.len() + 1024 {
            return None;
        }
        let mut entities = vec![NONE; size];
        for (&number, &(_, entity)) in numbers.iter().zip(ids) {
            entities[number] = entity;
        }
        Some(Self::Numbered { prefix: prefix.as_bytes().to_vec(), entities })
    }

    fn hashed(ids: &[(&str, u32)]) -> Self {
        let size = (2 * ids.len() + 1).next_power_of_two();
        let mask = size - 1;
        let mut slots = vec![(NONE, 0); size];
        let mut bytes = Vec::with_capacity(ids.iter().map(|(id, _)| id.len()).sum());
        let mut ends = FxHashMap::default();
        for &(id, entity) in ids {
            let start = bytes.len() as u32;
            bytes.extend_from_slice(id.as_bytes());
            ends.insert(entity, start..bytes.len() as u32);
            let hash = hash(id.as_bytes());
            let mut at = hash as usize & mask;
            while slots[at].0 != NONE {
                at = (at + 1) & mask;
            }
            slots[at] = (entity, (hash >> 32) as u32);
        }
        Self::Hashed { slots, mask, ids: bytes, ends }
    }

    /// The entity with this identifier, or [`NONE`].
    fn find(&self, id: &[u8]) -> u32 {
        match self {
            IdTable::Numbered { prefix, entities } => {
                let Some(digits) = id.strip_prefix(prefix.as_slice()) else { return NONE };
                let canonical = !digits.is_empty() && digits.len() < 10 && (digits == b"0" || digits[0] != b'0');
                let mut number = 0;
                for &byte in digits {
                    number = number * 10 + usize::from(byte.wrapping_sub(b'0'));
                    if !byte.is_ascii_digit() || !canonical {
                        return NONE;
                    }
                }
                if canonical { entities.get(number).copied().unwrap_or(NONE) } else { NONE }
            }
            IdTable::Hashed { slots, mask, ids, ends } => {
                let hash = hash(id);
                let mut at = hash as usize & mask;
                while let Some(&(entity, bits)) = slots.get(at).filter(|slot| slot.0 != NONE) {
                    let same = bits == (hash >> 32) as u32;
                    if same
                        && ends.get(&entity).and_then(|range| ids.get(range.start as usize..range.end as usize))
                            == Some(id)
                    {
                        return entity;
                    }
                    at = (at + 1) & mask;
                }
                NONE
            }
        }
    }

    /// The entity whose identifier starts at `at` and ends before `end`, and the place after
    /// that; `None` where it takes a closer look.
    #[inline]
    fn take(&self, bytes: &[u8], at: usize, end: u8) -> Option<(u32, usize)> {
        let rest = bytes.get(at..)?;
        match self {
            IdTable::Numbered { prefix, entities } => {
                let digits = rest.strip_prefix(prefix.as_slice())?;
                let mut number = 0_usize;
                let mut length = 0;
                while let Some(digit) =
                    digits.get(length).map(|byte| byte.wrapping_sub(b'0')).filter(|&digit| digit < 10)
                {
                    number = number.wrapping_mul(10).wrapping_add(usize::from(digit));
                    length += 1;
                }
                // A leading zero or too many digits would make two texts one number.
                let plain =
                    (1..10).contains(&length) && (length == 1 || digits[0] != b'0') && digits.get(length) == Some(&end);
                let entity = *entities.get(number).filter(|&&entity| plain && entity != NONE)?;
                Some((entity, at + prefix.len() + length + 1))
            }
            IdTable::Hashed { .. } => {
                let length = rest.iter().position(|&byte| byte == end || byte == b'"' || byte == b'\n')?;
                let entity = self.find(rest.get(..length).filter(|_| rest.get(length) == Some(&end))?);
                (entity != NONE).then_some((entity, at + length + 1))
            }
        }
    }
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

/// The tables in which an end of a relation is looked up, in the order of its kinds, and the
/// columns of its ends.
struct Ends<'t> {
    from: Vec<&'t IdTable>,
    to: Vec<&'t IdTable>,
    columns: EdgeColumns,
}

/// Where the ends of edges are in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
struct EdgeColumns {
    from: usize,
    to: usize,
    /// Names of the other columns.
    surplus: Vec<String>,
    /// Whether the names of the first two columns say nothing: they are the ends.
    guessed: bool,
}

/// Names of the columns of the ends of an edge.
const FROM: &[&str] =
    &["source", "src", "from", "start", "subject", "head", "source_id", "start_id", "from_id", ":start_id"];
const TO: &[&str] = &["target", "dst", "to", "end", "object", "tail", "target_id", "end_id", "to_id", ":end_id"];

impl EdgeColumns {
    /// The columns that a header names.
    fn of_header(header: &str) -> Result<Self, String> {
        let names = record_of(header.trim_start_matches('\u{feff}'));
        let names: Vec<&str> = names.iter().map(str::trim).collect();
        let place =
            |known: &[&str]| names.iter().position(|name| known.iter().any(|known| known.eq_ignore_ascii_case(name)));
        let (from, to, guessed) = match (place(FROM), place(TO)) {
            (Some(from), Some(to)) => (from, to, false),
            (None, None) if names.len() > 1 => (0, 1, true),
            (None, Some(_)) => return Err(format!("the column `{}` is missing", FROM[0])),
            (Some(_), None) => return Err(format!("the column `{}` is missing", TO[0])),
            (None, None) => return Err("a row of edges needs two fields".to_owned()),
        };
        let others = names.iter().enumerate().filter(|(place, name)| ![from, to].contains(place) && !name.is_empty());
        let surplus = others.map(|(_, name)| (*name).to_owned()).collect();
        Ok(Self { from, to, surplus, guessed })
    }
}

/// The fields of a line.
fn record_of(line: &str) -> csv::StringRecord {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(line.as_bytes());
    reader.records().next().and_then(Result::ok).unwrap_or_default()
}

/// Edges of a piece of a file.
#[derive(Default)]
struct Edges {
    from: Vec<u32>,
    to: Vec<u32>,
    /// Lines of the piece.
    lines: u32,
    /// Rows with something in other fields: how many, and the line of the first.
    long_rows: (usize, u32),
    /// Line within the piece and what is wrong with it.
    bad: Vec<(u32, String)>,
}

/// Where the bytes of a file are.
enum Content {
    /// On the disk, so long.
    File(u64),
    /// In memory, since they were compressed.
    Memory(Vec<u8>),
}

impl Content {
    fn of(path: &Path) -> Result<Self, ImportFailure> {
        // What is no text is named here.
        read::first_line(path)?;
        if read::is_compressed(path)? {
            return Ok(Content::Memory(read::bytes(path)?));
        }
        let length = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?.len();
        Ok(Content::File(length))
    }

    fn len(&self) -> u64 {
        match self {
            Content::File(length) => *length,
            Content::Memory(bytes) => bytes.len() as u64,
        }
    }

    /// The bytes of a range into `buffer`; fewer at the end of the file.
    fn read(&self, path: &Path, range: Range<u64>, buffer: &mut Vec<u8>) -> Result<(), ImportFailure> {
        buffer.clear();
        match self {
            Content::Memory(bytes) => {
                let end = range.end.min(bytes.len() as u64) as usize;
                buffer.extend_from_slice(bytes.get(range.start as usize..end).unwrap_or(&[]));
            }
            Content::File(_) => {
                let mut file = File::open(path).map_err(|error| unreadable(path, &error))?;
                let read = file
                    .seek(SeekFrom::Start(range.start))
                    .and_then(|_| file.take(range.end - range.start).read_to_end(buffer));
                read.map_err(|error| unreadable(path, &error))?;
            }
        }
        Ok(())
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> ImportFailure {
    ImportFailure::file(path.display().to_string(), format!("cannot be read: {error}"))
}

/// A piece of a file: the lines that start in a range.
struct FilePiece {
    file: usize,
    range: Range<u64>,
}

fn edges(
    import: &mut Import<'_>,
    relations: &[(RelationId, PathBuf)],
    tables: &[IdTable],
) -> Result<(), ImportFailure> {
    let contents: Result<Vec<Content>, ImportFailure> =
        relations.par_iter().map(|(_, path)| Content::of(path)).collect();
    let contents = contents?;
    let vocabulary = import.builder.vocabulary();
    let at = |relation: RelationId, end: End| {
        vocabulary.verb(relation).kinds(end).iter().filter_map(|kind| tables.get(usize::from(kind.0))).collect()
    };
    let mut ends: Vec<Ends<'_>> = Vec::with_capacity(relations.len());
    for (relation, path) in relations {
        let columns = EdgeColumns::of_header(&read::first_line(path)?)
            .map_err(|message| ImportFailure::file(path.display().to_string(), message))?;
        ends.push(Ends { from: at(*relation, End::From), to: at(*relation, End::To), columns });
    }
    let pieces: Vec<FilePiece> =
        contents.iter().enumerate().flat_map(|(file, content)| pieces(file, content.len())).collect();
    let control: Control<'_> = import.control;
    // Files are read in parallel: the bar is about all of them.
    let (done, total) = (AtomicU64::new(0), contents.iter().map(Content::len).sum::<u64>());
    let parsed: Result<Vec<Edges>, ImportFailure> = pieces
        .par_iter()
        .map_init(Vec::new, |buffer, piece| {
            let (path, content) = (&relations[piece.file].1, &contents[piece.file]);
            control.check()?;
            let edges = read_piece(path, content, piece, &ends[piece.file], buffer)?;
            if let Some(progress) = control.progress {
                let length = piece.range.end - piece.range.start;
                let bytes = done.fetch_add(length, Ordering::Relaxed) + length;
                progress(&super::control::Progress { file: "edges", bytes, total });
            }
            Ok(edges)
        })
        .collect();
    let mut parsed = parsed?.into_iter();
    for (number, &(relation, ref path)) in relations.iter().enumerate() {
        let of_file: Vec<Edges> =
            parsed.by_ref().take(pieces.iter().filter(|piece| piece.file == number).count()).collect();
        let file = import.builder.file(&path.display().to_string());
        let (mut before, mut long_rows) = (0, (0, 0));
        if let Some(ends) = ends.get(number) {
            tell_columns(import, Place { file, line: 1 }, &ends.columns.surplus);
            if ends.columns.guessed {
                let message =
                    "the header names neither end: the first column is taken for the start, the second for the end";
                import.note(Place { file, line: 1 }, "", message);
            }
        }
        for edges in &of_file {
            if edges.long_rows.0 > 0 {
                let first = if long_rows.0 == 0 { before + edges.long_rows.1 } else { long_rows.1 };
                long_rows = (long_rows.0 + edges.long_rows.0, first);
            }
            for (line, message) in &edges.bad {
                import.unusable(Place { file, line: before + line }, "", message.clone());
            }
            before += edges.lines;
        }
        if let (count @ 1.., line) = long_rows {
            let message = format!("not kept: what is in other columns, in {count} rows from here on");
            import.note(Place { file, line }, "", message);
        }
        let (from, to) = joined(of_file);
        import.builder.add_edges_bulk(relation, from, to);
    }
    Ok(())
}

fn pieces(file: usize, length: u64) -> impl Iterator<Item = FilePiece> {
    (0..length.div_ceil(PIECE))
        .map(move |number| FilePiece { file, range: number * PIECE..((number + 1) * PIECE).min(length) })
}

fn joined(mut pieces: Vec<Edges>) -> (Vec<u32>, Vec<u32>) {
    if let [only] = &mut pieces[..] {
        return (std::mem::take(&mut only.from), std::mem::take(&mut only.to));
    }
    let from = || pieces.iter().map(|piece| piece.from.as_slice()).collect::<Vec<_>>().concat();
    let to = || pieces.iter().map(|piece| piece.to.as_slice()).collect::<Vec<_>>().concat();
    rayon::join(from, to)
}

/// Reads the lines that start in the piece's range.
fn read_piece(
    path: &Path,
    content: &Content,
    piece: &FilePiece,
    ends: &Ends<'_>,
    buffer: &mut Vec<u8>,
) -> Result<Edges, ImportFailure> {
    // One byte more at the start shows whether a line starts there; the last line may end later.
    let start = piece.range.start.saturating_sub(1);
    let mut beyond = 4096;
    loop {
        content.read(path, start..piece.range.end + beyond, buffer)?;
        let own = (piece.range.end - start) as usize;
        let complete = start + buffer.len() as u64 >= content.len()
            || buffer.get(own.saturating_sub(1)..).is_some_and(|rest| rest.contains(&b'\n'));
        if complete {
            break;
        }
        beyond *= 16;
    }
    let own = (piece.range.end - start) as usize;
    let first = match piece.range.start {
        0 => 0,
        _ => buffer.iter().position(|&byte| byte == b'\n').map_or(buffer.len(), |newline| newline + 1),
    };
    Ok(parse(buffer, first..own, piece.range.start == 0, ends))
}

/// Parses the lines that start in `range`; the first is the header where `header` says so.
fn parse(bytes: &[u8], range: Range<usize>, header: bool, ends: &Ends<'_>) -> Edges {
    let mut edges = Edges::default();
    edges.from.reserve(range.len() / 16);
    edges.to.reserve(range.len() / 16);
    let mut at = range.start;
    if header {
        at = line_end(bytes, at) + 1;
        edges.lines += 1;
    }
    // Two columns, in either order, need no closer look.
    let quick = match (&ends.from[..], &ends.to[..], ends.columns.from, ends.columns.to) {
        ([from], [to], 0, 1) => Some((from, to, false)),
        ([from], [to], 1, 0) => Some((to, from, true)),
        _ => None,
    };
    while at < range.end {
        edges.lines += 1;
        if let Some((first, second, swapped)) = quick
            && let Some((one, after)) = first.take(bytes, at, b',')
            && let Some((other, after)) = second.take(bytes, after, b'\n')
        {
            let (from, to) = if swapped { (other, one) } else { (one, other) };
            edges.from.push(from);
            edges.to.push(to);
            at = after;
            continue;
        }
        let end = line_end(bytes, at);
        slow_line(bytes.get(at..end).unwrap_or(&[]), ends, &mut edges);
        at = end + 1;
    }
    edges
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or(&[]);
    rest.iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |length| at + length)
}

/// A line with quotes, spaces, more fields, an unknown name, or of a relation between many kinds.
fn slow_line(line: &[u8], ends: &Ends<'_>, edges: &mut Edges) {
    let text = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line));
    if text.trim().is_empty() {
        return;
    }
    if text.matches('"').count() % 2 == 1 {
        edges.bad.push((edges.lines, "a field in quotes does not end on its line: left out".to_owned()));
        return;
    }
    let record = record_of(&text);
    let columns = &ends.columns;
    let (Some(from), Some(to)) = (record.get(columns.from), record.get(columns.to)) else {
        edges.bad.push((edges.lines, "this row lacks an end of its edge".to_owned()));
        return;
    };
    let others = record.iter().enumerate().filter(|(place, _)| ![columns.from, columns.to].contains(place));
    if others.into_iter().any(|(_, field)| !field.trim().is_empty()) {
        let first = if edges.long_rows.0 == 0 { edges.lines } else { edges.long_rows.1 };
        edges.long_rows = (edges.long_rows.0 + 1, first);
    }
    let find = |tables: &[&IdTable], id: &str| {
        tables.iter().map(|table| table.find(id.trim().as_bytes())).find(|&entity| entity != NONE)
    };
    match (find(&ends.from, from), find(&ends.to, to)) {
        (Some(from), Some(to)) => {
            edges.from.push(from);
            edges.to.push(to);
        }
        (None, _) => edges.bad.push((edges.lines, format!("there is no node `{from}` of the kind at the start"))),
        (Some(_), None) => edges.bad.push((edges.lines, format!("there is no node `{to}` of the kind at the end"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(ids: &[&str], csv: &str, expected: &[(u32, u32)], bad: &[(u32, &str)]) {
        let numbered: Vec<(&str, u32)> = ids.iter().enumerate().map(|(number, id)| (*id, number as u32)).collect();
        let table = IdTable::new(&numbered);
        let columns = EdgeColumns::of_header("src,dst").unwrap();
        let ends = Ends { from: vec![&table], to: vec![&table], columns };
        let edges = parse(csv.as_bytes(), 0..csv.len(), true, &ends);
        assert_eq!(edges.from.iter().copied().zip(edges.to).collect::<Vec<_>>(), expected);
        assert_eq!(
            edges
                .bad
                .iter()
                .map(|(line, message)| (*line, message.split('`').nth(1).unwrap_or("")))
                .collect::<Vec<_>>(),
            bad
        );
    }

    #[test]
    fn ids_with_numbers_and_other_ids_read_alike() {
        for ids in [["G::0", "G::12", "G::7"], ["a", "b c", "z::7"]] {
            let [zero, one, two] = ids;
            let csv = format!("src,dst\n{zero},{one}\r\n\"{two}\", {zero} \n{one},{two},x\n\n{one},q\n{two},{two}");
            check(&ids, &csv, &[(0, 1), (2, 0), (1, 2), (2, 2)], &[(6, "q")]);
        }
    }

    #[test]
    fn the_ends_are_found_by_the_names_of_columns() {
        for (header, expected) in [
            ("source,target", Ok((0, 1, false))),
            ("\u{feff}\"Target\",Source", Ok((1, 0, false))),
            ("weight,from,to", Ok((1, 2, false))),
            ("a,b", Ok((0, 1, true))),
            ("source,b", Err("the column `target` is missing")),
            ("a", Err("a row of edges needs two fields")),
        ] {
            let columns = EdgeColumns::of_header(header).map(|found| (found.from, found.to, found.guessed));
            assert_eq!(columns, expected.map_err(str::to_owned), "{header}");
        }
    }

    #[test]
    fn a_number_is_not_another_spelling_of_it() {
        check(
            &["G1", "G2"],
            "a,b\nG01,G2\nG1,G2\nG1,G02\nG1,G99999999999999999999\nG1\n",
            &[(0, 1)],
            &[(2, "G01"), (4, "G02"), (5, "G99999999999999999999"), (6, "")],
        );
    }

    #[test]
    fn pieces_of_a_file_have_each_line_once() {
        let ids: Vec<String> = (0..50).map(|number| format!("N{number}")).collect();
        let numbered: Vec<(&str, u32)> =
            ids.iter().enumerate().map(|(number, id)| (id.as_str(), number as u32)).collect();
        let table = IdTable::new(&numbered);
        let columns = EdgeColumns::of_header("src,dst").unwrap();
        let ends = Ends { from: vec![&table], to: vec![&table], columns };
        let text: String = std::iter::once("src,dst\n".to_owned())
            .chain((0..200).map(|i| format!("N{},N{}\n", i % 50, i * 7 % 50)))
            .collect();
        let content = Content::Memory(text.clone().into_bytes());
        let whole = parse(text.as_bytes(), 0..text.len(), true, &ends);
        for size in [1_u64, 5, 7, 64, 1000] {
            let mut from = Vec::new();
            let mut lines = 0;
            for start in (0..text.len() as u64).step_by(size as usize) {
                let piece = FilePiece { file: 0, range: start..(start + size).min(text.len() as u64) };
                let edges = read_piece(Path::new(""), &content, &piece, &ends, &mut Vec::new()).unwrap();
                lines += edges.lines;
                from.extend(edges.from);
            }
            assert_eq!((lines, &from), (201, &whole.from), "{size}");
        }
    }

    #[test]
    fn names_of_files_are_words() {
        for (name, expected) in [
            ("BiologicalProcess", "biological process"),
            ("side_effect", "side effect"),
            ("Gene", "gene"),
            ("CbG", "cb g"),
        ] {
            assert_eq!(words(name), expected);
        }
        assert_eq!(super::super::hetionet::letters("Side Effect"), super::super::hetionet::letters("SideEffect"));
    }
}
