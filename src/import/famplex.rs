//! FamPlex: families and complexes of genes, as two files of comma-separated values without header.
//!
//! Families may consist of families; `has member` leads to genes, so each family gets all genes
//! below it.

use super::context::Import;
use super::control::ImportFailure;
use super::identities::KnownEntities;
use super::read::TextFile;
use super::rows::{CsvRows, Separator};
use crate::graph::{EntityRecord, Place};
use crate::model::{kind, relation};
use crate::vocabulary::KindId;
use rustc_hash::{FxHashMap, FxHashSet};

/// What says that the left side belongs to the right.
const RELATIONS: &[&str] = &["isa", "partof"];

/// A member as the file names it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum FamilyMember<'t> {
    Family(&'t str),
    Gene(u32),
}

/// Reads the files of the present source.
///
/// # Errors
/// A file that cannot be read; cancellation.
pub fn read(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    let (gene, family) = (import.kind(kind::GENE)?, import.kind(kind::GENE_FAMILY)?);
    let has_member = import.relation(relation::HAS_MEMBER)?;
    let mut rows = Vec::new();
    for path in import.files.clone() {
        let text = TextFile::read(import, &path)?;
        let mut table = CsvRows::new(&text.text, Separator::Comma);
        while let Some((line, row)) = table.next() {
            rows.push((Place { file: text.file, line }, row.clone()));
        }
    }
    rows.sort_by(|one, other| (one.1.as_slice(), one.0).cmp(&(other.1.as_slice(), other.0)));
    let mut names: Vec<(&str, Place)> = Vec::new();
    let mut members: FxHashMap<&str, Vec<FamilyMember<'_>>> = FxHashMap::default();
    for (place, row) in &rows {
        let place = *place;
        match *row.iter().map(str::trim).collect::<Vec<_>>() {
            [name] => names.push((name, place)),
            [from, name, relation, "FPLX", group] if RELATIONS.contains(&relation) => {
                names.push((group, place));
                let member = match from {
                    "FPLX" => Some(FamilyMember::Family(name)),
                    "HGNC" => gene_called(import, gene, name, place).map(FamilyMember::Gene),
                    "UP" => gene_of_protein(import, name, place).map(FamilyMember::Gene),
                    _ => {
                        import.unusable(place, "", format!("unknown identifiers of `{from}`"));
                        None
                    }
                };
                members.entry(group).or_default().extend(member);
            }
            _ => import.unusable(place, "", "this is neither the name of a family nor a member of one"),
        }
    }
    let families = add_families(import, family, &names);
    for (name, of, place) in families {
        for gene in genes_below(name, &members) {
            import.builder.add_fact(of, has_member, gene, &[], place);
        }
    }
    Ok(())
}

/// The families with their entities, in the order of their first mention.
fn add_families<'t>(import: &mut Import<'_>, kind: KindId, names: &[(&'t str, Place)]) -> Vec<(&'t str, u32, Place)> {
    let mut families = Vec::new();
    let mut seen = FxHashSet::default();
    let kind = import.builder.vocabulary().kind_name(kind).to_owned();
    for &(name, place) in names {
        if !seen.insert(name) {
            continue;
        }
        let id = format!("fplx:{name}");
        let spaced = name.replace('_', " ");
        let entity =
            import.entity(&EntityRecord { id: &id, kind: &kind, name: &spaced, ..EntityRecord::default() }, place);
        families.extend(entity.map(|entity| (name, entity, place)));
    }
    families
}

fn gene_called(import: &mut Import<'_>, kind: KindId, symbol: &str, place: Place) -> Option<u32> {
    match import.named(&[kind], symbol) {
        KnownEntities::One(gene) => Some(gene),
        KnownEntities::Several(_) => {
            import.unusable(place, "", format!("`{symbol}` is another name of several genes"));
            None
        }
        KnownEntities::Nothing => {
            let id = format!("hgnc.symbol:{symbol}");
            import.note(place, "", format!("the gene `{symbol}` is not known from another source"));
            import.entity(&EntityRecord { id: &id, kind: kind::GENE, name: symbol, ..EntityRecord::default() }, place)
        }
    }
}

/// The gene that has the name of a known protein.
fn gene_of_protein(import: &mut Import<'_>, accession: &str, place: Place) -> Option<u32> {
    let gene = import.builder.model().kinds.gene?;
    let protein = import.builder.find_id(&format!("uniprot:{accession}"));
    let name = protein.map(|protein| import.builder.name(protein).to_owned());
    match name.map(|name| import.named(&[gene], &name)) {
        Some(KnownEntities::One(gene)) => Some(gene),
        Some(KnownEntities::Several(_) | KnownEntities::Nothing) | None => {
            import.unusable(place, "", format!("the protein `{accession}` belongs to no gene known so far"));
            None
        }
    }
}

/// All genes of a family and of the families in it; a cycle of families ends where it began.
fn genes_below<'t>(family: &'t str, members: &FxHashMap<&'t str, Vec<FamilyMember<'t>>>) -> Vec<u32> {
    let mut genes = Vec::new();
    let mut seen = FxHashSet::default();
    let mut open = vec![family];
    while let Some(family) = open.pop() {
        for &member in members.get(family).into_iter().flatten().filter(|&&member| seen.insert(member)) {
            match member {
                FamilyMember::Family(inner) => open.push(inner),
                FamilyMember::Gene(gene) => genes.push(gene),
            }
        }
    }
    genes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_has_the_genes_of_its_families() {
        let members = FxHashMap::from_iter([
            ("RAS_group", vec![FamilyMember::Family("RAS"), FamilyMember::Gene(4)]),
            ("RAS", vec![FamilyMember::Gene(1), FamilyMember::Gene(2), FamilyMember::Family("RAS_group")]),
        ]);
        assert_eq!(genes_below("RAS_group", &members), [4, 1, 2]);
        assert_eq!(genes_below("RAS", &members), [1, 2, 4]);
        assert!(genes_below("MEK", &members).is_empty());
    }
}
