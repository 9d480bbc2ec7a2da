//! Where exons of genes begin and end: `[[exon]]` rows of a vocabulary.
//!
//! Read when variants are sorted into groups, which opening a graph need not do.

use super::Vocabulary;
use super::rows::ExonRow;
use rustc_hash::FxHashMap;

/// First and last residue of exons, by gene and number.
#[derive(Clone, Debug, Default)]
pub struct Exons(FxHashMap<(String, u32), (u32, u32)>);

#[derive(serde::Deserialize)]
struct ExonRows {
    #[serde(default)]
    exon: Vec<ExonRow>,
}

impl Vocabulary {
    /// The exons that its text lists.
    pub fn exons(&self) -> Exons {
        // The text was checked when it was loaded; one from a damaged file lists none.
        let rows = toml::from_str(&self.text).map_or_else(|_| Vec::new(), |rows: ExonRows| rows.exon);
        let row = |row: ExonRow| ((row.gene, row.number), (row.residues[0], row.residues[1]));
        Exons(rows.into_iter().map(row).collect())
    }
}

impl Exons {
    /// First and last residue of an exon, where they are known.
    pub fn bounds(&self, gene: &str, number: u32) -> Option<(u32, u32)> {
        self.0.get(&(gene.to_owned(), number)).copied()
    }
}
