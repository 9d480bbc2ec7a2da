//! Where exons and domains of genes begin and end: `[[exon]]` and `[[domain]]` rows of a vocabulary.
//!
//! Read when variants are sorted into groups, which opening a graph need not do.

use super::Vocabulary;
use super::rows::{DomainRow, ExonRow};
use rustc_hash::FxHashMap;

/// First and last residue of exons, by gene and number, and of domains.
#[derive(Clone, Debug, Default)]
pub struct Exons {
    bounds: FxHashMap<(String, u32), (u32, u32)>,
    /// By gene and name.
    domains: FxHashMap<(String, String), (u32, u32)>,
    /// By gene: the first residue of a stretch, and its residues.
    sequences: FxHashMap<String, Vec<(u32, String)>>,
}

/// Exons by gene and number, domains by gene and name, stretches of proteins by gene and first
/// residue: plain rows, sorted, as a snapshot keeps them.
pub type PlaceRows = (Vec<(String, u32, u32, u32)>, Vec<(String, String, u32, u32)>, Vec<(String, u32, String)>);

#[derive(serde::Deserialize, Default)]
struct PlaceTables {
    #[serde(default)]
    exon: Vec<ExonRow>,
    #[serde(default)]
    domain: Vec<DomainRow>,
}

impl Vocabulary {
    /// The exons that its rows list.
    pub fn exons(&self) -> Exons {
        // The text was checked when it was loaded; one from a damaged file lists none.
        let from_text = || Exons::from_tables(toml::from_str(&self.text).unwrap_or_default());
        self.rare.exons().unwrap_or_else(from_text)
    }
}

impl Exons {
    fn from_tables(tables: PlaceTables) -> Self {
        let mut exons = Self::default();
        for row in tables.exon {
            if !row.sequence.is_empty() {
                exons.sequences.entry(row.gene.clone()).or_default().push((row.residues[0], row.sequence));
            }
            exons.bounds.insert((row.gene, row.number), (row.residues[0], row.residues[1]));
        }
        for row in tables.domain {
            exons.domains.insert((row.gene, row.name.to_lowercase()), (row.residues[0], row.residues[1]));
        }
        exons
    }

    /// From plain rows.
    pub fn from_rows((exons, domains, sequences): PlaceRows) -> Self {
        let bounds = exons.into_iter().map(|(gene, number, first, last)| ((gene, number), (first, last))).collect();
        let domains = domains.into_iter().map(|(gene, name, first, last)| ((gene, name), (first, last))).collect();
        let mut found = Self { bounds, domains, ..Self::default() };
        for (gene, first, sequence) in sequences {
            found.sequences.entry(gene).or_default().push((first, sequence));
        }
        found
    }

    /// As plain rows.
    pub fn to_rows(&self) -> PlaceRows {
        let mut exons: Vec<_> =
            self.bounds.iter().map(|(key, bounds)| (key.0.clone(), key.1, bounds.0, bounds.1)).collect();
        let mut domains: Vec<_> =
            self.domains.iter().map(|(key, bounds)| (key.0.clone(), key.1.clone(), bounds.0, bounds.1)).collect();
        let stretches = self.sequences.iter().flat_map(|(gene, list)| list.iter().map(move |one| (gene, one)));
        let mut sequences: Vec<_> =
            stretches.map(|(gene, (first, sequence))| (gene.clone(), *first, sequence.clone())).collect();
        exons.sort_unstable();
        domains.sort_unstable();
        sequences.sort_unstable();
        (exons, domains, sequences)
    }

    /// First and last residue of an exon, where they are known.
    pub fn bounds(&self, gene: &str, number: u32) -> Option<(u32, u32)> {
        self.bounds.get(&(gene.to_owned(), number)).copied()
    }

    /// First and last residue of a domain; case makes no difference.
    pub fn domain(&self, gene: &str, name: &str) -> Option<(u32, u32)> {
        self.domains.get(&(gene.to_owned(), name.to_lowercase())).copied()
    }

    /// The known stretch of the protein of a gene that residues are in: the number of its first
    /// residue, and its residues.
    pub fn sequence(&self, gene: &str, residues: (u32, u32)) -> Option<(u32, &str)> {
        let holds = |(first, sequence): &&(u32, String)| {
            *first <= residues.0 && u64::from(residues.1) < u64::from(*first) + sequence.len() as u64
        };
        self.sequences.get(gene)?.iter().find(holds).map(|(first, sequence)| (*first, sequence.as_str()))
    }
}
