//! HGNC: genes with their symbols, as the complete set (text or JSON) or a custom download.
//!
//! A withdrawn symbol becomes another name of its successor, which only the free text names.

use super::context::Import;
use super::control::ImportFailure;
use super::json::{JsonText, texts_of};
use super::read::{TextFile, items};
use super::table::{TextRow, TextTable, tell_columns};
use crate::graph::{EntityRecord, Place};
use crate::model::{kind, relation};
use crate::vocabulary::{PropertyId, RelationId};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Separator of the items of a list: a comma in custom downloads, a bar in the complete set.
const SEPARATORS: &[char] = &['|', ','];

struct HgncColumns {
    id: usize,
    symbol: usize,
    name: usize,
    status: Option<usize>,
    aliases: Option<usize>,
    previous: Option<usize>,
    entrez: Option<usize>,
    uniprot: Option<usize>,
    ensembl: Option<usize>,
}

impl HgncColumns {
    /// By the order of [`KEYS`].
    fn of_documents() -> Self {
        Self {
            id: 0,
            symbol: 1,
            name: 2,
            status: Some(3),
            aliases: Some(4),
            previous: Some(5),
            entrez: Some(6),
            uniprot: Some(7),
            ensembl: Some(8),
        }
    }

    fn new(table: &TextTable<'_, '_>) -> Result<Self, ImportFailure> {
        Ok(Self {
            id: table.needed(&["HGNC ID", "hgnc_id"])?,
            symbol: table.needed(&["Approved symbol", "symbol"])?,
            name: table.needed(&["Approved name", "name"])?,
            status: table.column(&["Status", "status"]),
            aliases: table.column(&["Alias symbols", "alias_symbol"]),
            previous: table.column(&["Previous symbols", "prev_symbol"]),
            entrez: table.column(&["NCBI Gene ID(supplied by NCBI)", "NCBI Gene ID", "entrez_id"]),
            uniprot: table.column(&["UniProt ID(supplied by UniProt)", "uniprot_ids"]),
            ensembl: table.column(&["Ensembl gene ID", "Ensembl ID(supplied by Ensembl)", "ensembl_gene_id"]),
        })
    }
}

/// A symbol that is no longer used.
struct Withdrawn {
    place: Place,
    id: String,
    symbol: String,
    text: String,
}

/// Reads the files of the present source.
///
/// # Errors
/// A file that cannot be read or lacks the columns; cancellation.
pub fn read(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    let gene = import.kind(kind::GENE)?;
    let words = Words {
        entrez: import.builder.vocabulary().property_of("entrez", gene),
        encodes: import.builder.vocabulary().relation(relation::ENCODES),
    };
    for path in import.files.clone() {
        let text = TextFile::read(import, &path)?;
        let mut reader = HgncReader { words: &words, withdrawn: Vec::new() };
        if text.text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
            reader.documents(import, &text)?;
        } else {
            reader.table(import, &text)?;
        }
        for gone in reader.withdrawn {
            add_withdrawn(import, &gone);
        }
    }
    Ok(())
}

struct HgncReader<'w> {
    words: &'w Words,
    withdrawn: Vec<Withdrawn>,
}

impl HgncReader<'_> {
    fn table(&mut self, import: &mut Import<'_>, text: &TextFile) -> Result<(), ImportFailure> {
        let control = import.control;
        let mut table = TextTable::new(text, &control)?;
        let columns = HgncColumns::new(&table)?;
        import.builder.reserve(text.text.len() / 100, text.text.len() / 300, 0);
        for row in &table.sorted_rows()? {
            self.row(import, &columns, row);
        }
        table.tell_unused(import);
        Ok(())
    }

    /// The complete set as JSON: documents whose keys are the columns of the text.
    fn documents(&mut self, import: &mut Import<'_>, text: &TextFile) -> Result<(), ImportFailure> {
        let json = JsonText::new(text);
        let documents = json.parse::<HgncFile<'_>>()?.response.docs;
        let columns = HgncColumns::of_documents();
        let mut unused: BTreeSet<String> = BTreeSet::new();
        let mut lines = json.lines();
        for document in documents {
            import.control.check()?;
            let place = lines.place(document);
            match serde_json::from_str::<Map<String, Value>>(document.get()) {
                Ok(document) => {
                    let text =
                        |key: &&str| document.get(*key).map_or_else(String::new, |value| texts_of(value).join("|"));
                    unused.extend(document.keys().filter(|key| !KEYS.contains(&key.as_str())).cloned());
                    self.row(import, &columns, &TextRow::of(place, KEYS.iter().map(text)));
                }
                Err(error) => import.unusable(place, "", format!("this is no document: `{error}`")),
            }
        }
        tell_columns(import, Place { file: text.file, line: 1 }, &unused.into_iter().collect::<Vec<_>>());
        Ok(())
    }

    fn row(&mut self, import: &mut Import<'_>, columns: &HgncColumns, row: &TextRow) {
        if is_approved(row.optional(columns.status)) {
            add_gene(import, columns, self.words, row);
        } else {
            let [id, symbol, text] =
                [columns.id, columns.symbol, columns.name].map(|column| row.get(column).to_owned());
            self.withdrawn.push(Withdrawn { place: row.place, id, symbol, text });
        }
    }
}

#[derive(serde::Deserialize)]
struct HgncFile<'t> {
    #[serde(borrow)]
    response: HgncResponse<'t>,
}

#[derive(serde::Deserialize)]
struct HgncResponse<'t> {
    #[serde(borrow)]
    docs: Vec<&'t RawValue>,
}

/// Keys of a document that are used, in the order of [`HgncColumns::of_documents`].
const KEYS: &[&str] = &[
    "hgnc_id",
    "symbol",
    "name",
    "status",
    "alias_symbol",
    "prev_symbol",
    "entrez_id",
    "uniprot_ids",
    "ensembl_gene_id",
];

/// The complete set holds approved genes only and may lack the column.
fn is_approved(status: &str) -> bool {
    status.is_empty() || status.eq_ignore_ascii_case("Approved")
}

/// What of the vocabulary genes have.
struct Words {
    entrez: Option<PropertyId>,
    encodes: Option<RelationId>,
}

fn add_gene(import: &mut Import<'_>, columns: &HgncColumns, words: &Words, row: &TextRow) {
    let symbol = row.get(columns.symbol);
    let entrez = row.optional(columns.entrez);
    let mut xrefs: Vec<String> = Vec::new();
    let lists = [("ncbigene", entrez), ("ensembl", row.optional(columns.ensembl))];
    for (prefix, list) in lists {
        xrefs.extend(items(list, SEPARATORS).map(|id| format!("{prefix}:{id}")));
    }
    let lists = [row.optional(columns.aliases), row.optional(columns.previous)];
    let mut other: Vec<&str> = Vec::new();
    for name in lists.into_iter().flat_map(|list| items(list, SEPARATORS)).filter(|name| *name != symbol) {
        if !other.contains(&name) {
            other.push(name);
        }
    }
    let record = EntityRecord {
        id: row.get(columns.id),
        kind: kind::GENE,
        name: symbol,
        imported_aliases: other,
        xrefs: xrefs.iter().map(String::as_str).collect(),
        description: row.get(columns.name),
        properties: words
            .entrez
            .filter(|_| !entrez.is_empty())
            .map(|property| (property, entrez))
            .into_iter()
            .collect(),
        ..EntityRecord::default()
    };
    let Some(gene) = import.entity(&record, row.place) else { return };
    let Some(encodes) = words.encodes else { return };
    for accession in items(row.optional(columns.uniprot), SEPARATORS) {
        let id = format!("uniprot:{accession}");
        // Several genes can encode one protein: it keeps the name of the first.
        let protein = match import.builder.find_id(&id) {
            Some(known) => Some(known),
            None => import.builder.add_entity(
                &EntityRecord { id: &id, kind: kind::PROTEIN, name: symbol, ..EntityRecord::default() },
                row.place,
            ),
        };
        if let Some(protein) = protein {
            import.builder.add_fact(gene, encodes, protein, &[], row.place);
        }
    }
}

fn add_withdrawn(import: &mut Import<'_>, gone: &Withdrawn) {
    let successor = successor(&gone.text).and_then(|id| Some((id, import.builder.find_id(id)?)));
    let Some((id, gene)) = successor else {
        import.note(gone.place, "Status", format!("`{}` is withdrawn and no successor is named", gone.symbol));
        return;
    };
    let name = import.builder.name(gene).to_owned();
    import.note(gone.place, "Status", format!("`{}` is withdrawn: it is another name of `{name}`", gone.symbol));
    let known = EntityRecord {
        id,
        kind: kind::GENE,
        name: &name,
        imported_aliases: vec![&gone.symbol],
        xrefs: vec![&gone.id],
        ..EntityRecord::default()
    };
    import.builder.add_entity(&known, gone.place);
}

/// The first identifier in `symbol withdrawn, see [HGNC:12469](/data/…)`.
fn successor(text: &str) -> Option<&str> {
    let start = text.find("HGNC:")?;
    let rest = text.get(start..)?;
    let digits = rest.get(5..)?.find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |end| end + 5);
    rest.get(..digits).filter(|id| id.len() > 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_successor_stands_in_free_text() {
        for (text, expected) in [
            ("symbol withdrawn, see [HGNC:12469](/data/gene-symbol-report/#!/hgnc_id/HGNC:12469)", Some("HGNC:12469")),
            ("symbol withdrawn, see HGNC:7", Some("HGNC:7")),
            ("amino acid transport, beta", None),
            ("see HGNC:", None),
        ] {
            assert_eq!(successor(text), expected, "{text}");
        }
    }
}
