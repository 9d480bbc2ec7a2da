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
    /// The exons that its rows list.
    pub fn exons(&self) -> Exons {
        // The text was checked when it was loaded; one from a damaged file lists none.
        let from_text = || toml::from_str(&self.text).map_or_else(|_| Vec::new(), |rows: ExonRows| rows.exon);
        let row = |row: ExonRow| ((row.gene, row.number), (row.residues[0], row.residues[1]));
        self.rare.exons().unwrap_or_else(|| Exons(from_text().into_iter().map(row).collect()))
    }
}

impl Exons {
    /// From gene, number, first and last residue of each.
    pub fn from_rows(rows: Vec<(String, u32, u32, u32)>) -> Self {
        Self(rows.into_iter().map(|(gene, number, first, last)| ((gene, number), (first, last))).collect())
    }

    /// Gene, number, first and last residue of each, sorted.
    pub fn to_rows(&self) -> Vec<(String, u32, u32, u32)> {
        let row = |(key, bounds): (&(String, u32), &(u32, u32))| (key.0.clone(), key.1, bounds.0, bounds.1);
        let mut rows: Vec<_> = self.0.iter().map(row).collect();
        rows.sort_unstable();
        rows
    }

    /// First and last residue of an exon, where they are known.
    pub fn bounds(&self, gene: &str, number: u32) -> Option<(u32, u32)> {
        self.0.get(&(gene.to_owned(), number)).copied()
    }
}
