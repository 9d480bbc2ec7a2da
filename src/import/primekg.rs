//! PrimeKG as its one table, `kg.csv` or `kg_grouped.csv`: a row is an edge with all about its two
//! nodes. Each edge is there in both directions and becomes one.

use super::builtin;
use super::context::Import;
use super::control::{ImportFailure, ImportOptions};
use super::read::{Pieces, TextFile};
use super::rows::{CsvRows, Separator, field};
use crate::graph::{EntityRecord, Place};
use crate::vocabulary::{RelationId, Vocabulary};
use csv::StringRecord;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Names of files.
pub const PATTERNS: &[&str] = &["kg.csv*", "kg_grouped*.csv*", "kg_giant.csv*", "kg_raw.csv*"];

/// Kinds by the types of nodes.
const KINDS: &[(&str, &str)] = &[
    ("gene/protein", "gene"),
    ("drug", "drug"),
    ("disease", "disease"),
    ("effect/phenotype", "phenotype"),
    ("biological_process", "biological process"),
    ("molecular_function", "molecular function"),
    ("cellular_component", "cellular component"),
    ("exposure", "exposure"),
    ("anatomy", "anatomy"),
    ("pathway", "pathway"),
];

/// Prefixes of identifiers by their source, and how many digits a number has.
const SOURCES: &[(&str, &str, usize)] = &[
    ("NCBI", "ncbigene:", 0),
    ("DrugBank", "drugbank:", 0),
    ("MONDO", "MONDO:", 7),
    ("MONDO_grouped", "MONDO_grouped:", 0),
    ("HPO", "HP:", 7),
    ("GO", "GO:", 7),
    ("UBERON", "UBERON:", 7),
    ("REACTOME", "reactome:", 0),
    ("CTD", "CTD:", 0),
];

/// The relation whose rows say in the second column what they are.
const DRUG_PROTEIN: &str = "drug_protein";

/// Columns in the order in which they are used: relation, what it is called, and for each end type,
/// source, identifier and name.
const COLUMNS: [&str; 10] =
    ["relation", "display_relation", "x_type", "x_source", "x_id", "x_name", "y_type", "y_source", "y_id", "y_name"];

/// For the table of importers.
pub(super) fn vocabulary(_: &[PathBuf], _: &ImportOptions) -> Result<Vocabulary, ImportFailure> {
    builtin::builtin_vocabulary("primekg")
}

/// Edges of one relation.
#[derive(Default)]
struct PrimekgEdges {
    from: Vec<u32>,
    to: Vec<u32>,
}

#[derive(Default)]
struct PrimekgReader {
    columns: [usize; 10],
    /// By source and identifier.
    nodes: FxHashMap<String, Option<u32>>,
    relations: FxHashMap<String, Option<RelationId>>,
    edges: Vec<PrimekgEdges>,
    /// Rows that cannot be used, by reason: how many, and the first.
    unusable: BTreeMap<String, (usize, Place)>,
}

/// Reads the files of the present source.
///
/// # Errors
/// A file that cannot be read or lacks the columns; cancellation.
pub fn read(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    import.keep_records_apart();
    let mut reader = PrimekgReader::default();
    reader.edges.resize_with(import.builder.vocabulary().verbs.len(), PrimekgEdges::default);
    for path in import.files.clone() {
        let mut pieces = Pieces::open(import, &path)?;
        let mut is_first = true;
        while let Some(piece) = pieces.next(import)? {
            reader.piece(import, &piece, std::mem::take(&mut is_first))?;
        }
    }
    for (number, edges) in reader.edges.into_iter().enumerate().filter(|(_, edges)| !edges.from.is_empty()) {
        import.builder.add_edges_bulk(RelationId(number as u16), edges.from, edges.to);
    }
    for (reason, (count, place)) in reader.unusable {
        import.unusable(place, "", format!("{reason}, in {count} rows from here on"));
    }
    Ok(())
}

impl PrimekgReader {
    fn piece(&mut self, import: &mut Import<'_>, piece: &TextFile, has_header: bool) -> Result<(), ImportFailure> {
        let mut rows = CsvRows::new(&piece.text, Separator::Comma);
        let mut row = StringRecord::new();
        if has_header && rows.next_into(&mut row).is_some() {
            let place = |name: &str| row.iter().position(|column| column.trim() == name);
            for (column, name) in self.columns.iter_mut().zip(COLUMNS) {
                *column = place(name).ok_or_else(|| {
                    ImportFailure::line(
                        &piece.name,
                        1,
                        &format!("the column `{name}` is missing: this is no table of PrimeKG"),
                    )
                })?;
            }
        }
        while let Some(line) = rows.next_into(&mut row) {
            self.row(import, &row, Place { file: piece.file, line: piece.lines_before + line });
        }
        Ok(())
    }

    fn row(&mut self, import: &mut Import<'_>, row: &StringRecord, place: Place) {
        let [relation, shown, x @ .., y_type, y_source, y_id, y_name] = self.columns.map(|column| field(row, column));
        // What a drug does with a protein is in the second column alone.
        let name = if relation == DRUG_PROTEIN { shown } else { relation };
        let relation = match self.relations.get(name) {
            Some(&known) => known,
            None => {
                let vocabulary = import.builder.vocabulary();
                let found = vocabulary.relation(name).or_else(|| vocabulary.relation(&name.replace('_', " ")));
                self.relations.insert(name.to_owned(), found);
                found
            }
        };
        let Some(relation) = relation else {
            self.told(format!("there is no relation for `{name}`"), place);
            return;
        };
        let [x_type, x_source, x_id, x_name] = x;
        let from = self.node(import, [x_type, x_source, x_id, x_name], place);
        let to = self.node(import, [y_type, y_source, y_id, y_name], place);
        let (Some(from), Some(to)) = (from, to) else { return };
        let verb = import.builder.vocabulary().verb(relation);
        let fits = |from: u32, to: u32| {
            verb.from.contains(&import.builder.kind(from)) && verb.to.contains(&import.builder.kind(to))
        };
        let (from, to) = match (fits(from, to), fits(to, from)) {
            (true, true) if verb.undirected => (from.min(to), from.max(to)),
            (true, _) => (from, to),
            (false, true) => (to, from),
            (false, false) => {
                self.told(format!("`{name}` does not lead between these kinds"), place);
                return;
            }
        };
        if let Some(edges) = self.edges.get_mut(usize::from(relation.0)) {
            edges.from.push(from);
            edges.to.push(to);
        }
    }

    fn node(&mut self, import: &mut Import<'_>, node: [&str; 4], place: Place) -> Option<u32> {
        let [of, source, id, name] = node;
        let prefix = SOURCES.iter().find(|(known, ..)| *known == source);
        let id = match prefix {
            Some((_, prefix, digits)) => format!("{prefix}{id:0>digits$}"),
            None => format!("{source}:{id}"),
        };
        if let Some(&known) = self.nodes.get(&id) {
            return known;
        }
        let kind = KINDS.iter().find(|(known, _)| *known == of).map(|&(_, kind)| kind);
        let kind = kind.filter(|kind| import.builder.vocabulary().kind(kind).is_some());
        let entity = match kind {
            Some(kind) => {
                let name = if name.is_empty() { &id } else { name };
                import.entity(&EntityRecord { id: &id, kind, name, ..EntityRecord::default() }, place)
            }
            None => {
                self.told(format!("there is no kind for `{of}`"), place);
                None
            }
        };
        self.nodes.insert(id, entity);
        entity
    }

    fn told(&mut self, reason: String, place: Place) {
        self.unusable.entry(reason).or_insert((0, place)).0 += 1;
    }
}
