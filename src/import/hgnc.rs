//! HGNC: genes with their symbols, as the complete set or a custom download.
//!
//! A withdrawn symbol becomes another name of its successor, which only the free text names.

use super::context::Import;
use super::control::ImportFailure;
use super::read::{TextFile, items};
use super::table::{TextRow, TextTable};
use crate::graph::{EntityRecord, Place};
use crate::model::{kind, relation};
use crate::vocabulary::{PropertyId, RelationId};

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
        let control = import.control;
        let mut table = TextTable::new(&text, &control)?;
        let columns = HgncColumns::new(&table)?;
        import.builder.reserve(text.text.len() / 100, text.text.len() / 300, 0);
        let mut withdrawn = Vec::new();
        let mut row = TextRow::default();
        while table.next(&mut row)? {
            if is_approved(row.optional(columns.status)) {
                add_gene(import, &columns, &words, &row);
            } else {
                let [id, symbol, text] =
                    [columns.id, columns.symbol, columns.name].map(|column| row.get(column).to_owned());
                withdrawn.push(Withdrawn { place: row.place, id, symbol, text });
            }
        }
        table.tell_unused(import);
        for gone in withdrawn {
            add_withdrawn(import, &gone);
        }
    }
    Ok(())
}

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
