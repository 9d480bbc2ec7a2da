//! Variants that are one of a group by their names (model section 6a): `is a` that follows and is
//! not told.

use crate::world::Id;
use regex_lite::Regex;

/// A variant of a gene, by what its name says.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Residues, and what became of them: another amino acid, a stop, a shifted frame, any other
    /// amino acid.
    At(Vec<(char, u32)>, Became),
    /// An exon, and the word after it.
    Exon(u32, String),
    /// A fusion of two named genes.
    Fusion(String, String),
    /// Any other words: `mutation`, `amplification`, `loss`.
    Words(String),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Became {
    Residue,
    Stop,
    Shifted,
    /// `V600`: whatever it became.
    Anything,
}

/// Variants with their gene's name and all that is told of them.
pub struct Named {
    pub entity: Id,
    pub genes: Vec<String>,
    pub shape: Shape,
}

impl Named {
    pub fn read(entity: Id, name: &str, gene: &str) -> Option<Self> {
        let matches = |pattern: &str, text: &str| -> Option<Vec<String>> {
            let found = Regex::new(pattern).expect("a pattern").captures(text)?;
            Some(found.iter().skip(1).flatten().map(|part| part.as_str().to_owned()).collect())
        };
        if let Some(partners) = matches(r"^([\w-]+)::([\w-]+) fusion$", name) {
            let shape = Shape::Fusion(partners[0].clone(), partners[1].clone());
            return Some(Self { entity, genes: partners, shape });
        }
        let change = name.strip_prefix(gene)?.strip_prefix(' ')?;
        let residue = |text: &str| Some((text.chars().next()?, text[1..].parse().ok()?));
        let became = [
            (r"^([A-Z]\d+)[A-Z]$", Became::Residue),
            (r"^([A-Z]\d+)\*$", Became::Stop),
            (r"^([A-Z]\d+)[A-Z]?fs.*$", Became::Shifted),
        ];
        let at = became
            .into_iter()
            .find_map(|(pattern, became)| Some(Shape::At(vec![residue(&matches(pattern, change)?[0])?], became)));
        let codon = || {
            let parts = matches(r"^([A-Z]\d+(?:/[A-Z]\d+)*)$", change)?;
            Some(Shape::At(parts[0].split('/').map(residue).collect::<Option<_>>()?, Became::Anything))
        };
        let exon = || {
            let parts = matches(r"^exon (\d+) (mutation|deletion|insertion|skipping)$", change)?;
            Some(Shape::Exon(parts[0].parse().ok()?, parts[1].clone()))
        };
        let shape = at.or_else(codon).or_else(exon).unwrap_or_else(|| Shape::Words(change.to_owned()));
        Some(Self { entity, genes: vec![gene.to_owned()], shape })
    }

    /// Whether it is one of a group of changes of the same gene; `bounds` are the residues of an
    /// exon.
    fn is_one_of(&self, group: &Named, bounds: &dyn Fn(&str, u32) -> Option<(u32, u32)>) -> bool {
        let Some(gene) = self.genes.iter().find(|gene| group.genes.contains(gene)) else { return false };
        if self.shape == group.shape {
            return false;
        }
        match (&self.shape, &group.shape) {
            (Shape::At(own, Became::Residue | Became::Anything), Shape::At(all, Became::Anything)) => {
                own.iter().all(|residue| all.contains(residue))
            }
            (Shape::At(own, _), Shape::Exon(number, how)) => {
                let inside = |(first, last): (u32, u32)| own.iter().all(|&(_, at)| (first..=last).contains(&at));
                how == "mutation" && bounds(gene, *number).is_some_and(inside)
            }
            (Shape::Exon(own, _), Shape::Exon(number, how)) => own == number && how == "mutation",
            (Shape::Fusion(..), Shape::Words(words)) => {
                ["fusion", "rearrangement", "translocation", "alteration"].contains(&words.as_str())
            }
            (own, Shape::Words(words)) => own.is_in(words),
            (_, _) => false,
        }
    }
}

/// Words after a gene of which the model knows what they are.
const KNOWN: &[&str] = &[
    "mutation",
    "activating mutation",
    "loss-of-function",
    "truncating mutation",
    "kinase domain mutation",
    "ITD",
    "alteration",
    "amplification",
    "deletion",
    "loss",
    "fusion",
    "rearrangement",
    "translocation",
];

impl Shape {
    /// Whether a change that is no fusion with a partner is one of those that such words mean.
    fn is_in(&self, words: &str) -> bool {
        let is_placed = matches!(self, Shape::At(..) | Shape::Exon(..));
        let cuts_short = matches!(self, Shape::At(_, Became::Stop | Became::Shifted));
        let is = |known: &[&str]| matches!(self, Shape::Words(own) if known.contains(&own.as_str()));
        match words {
            // Amplification, loss and expression are no mutations.
            "mutation" => {
                let mutations = ["activating mutation", "loss-of-function", "truncating mutation", "ITD"];
                is_placed || is(&mutations) || is(&["kinase domain mutation"])
            }
            "loss-of-function" => cuts_short || is(&["truncating mutation"]),
            "truncating mutation" => cuts_short,
            "loss" => is(&["deletion"]),
            "alteration" => is_placed || is(KNOWN),
            _ => false,
        }
    }
}

/// What follows: each variant with the nearest groups that nothing tells it to be one of.
pub fn follow(
    variants: &[Named],
    told: &[(Id, Id)],
    bounds: &dyn Fn(&str, u32) -> Option<(u32, u32)>,
) -> Vec<(Id, Id)> {
    let groups = |variant: &Named| -> Vec<Id> {
        variants.iter().filter(|group| variant.is_one_of(group, bounds)).map(|group| group.entity).collect()
    };
    let mut all: Vec<(usize, Id, Vec<Id>)> = variants
        .iter()
        .map(|variant| (variant.entity, groups(variant)))
        .map(|(id, all)| (all.len(), id, all))
        .collect();
    all.sort();
    let mut edges = told.to_vec();
    let leads = |edges: &[(Id, Id)], from: Id, to: Id| {
        let mut reached = vec![from];
        let mut next = 0;
        while let Some(&lower) = reached.get(next) {
            next += 1;
            for &(_, upper) in edges.iter().filter(|(start, _)| *start == lower) {
                if !reached.contains(&upper) {
                    reached.push(upper);
                }
            }
        }
        reached.contains(&to)
    };
    let size = |group: Id| all.iter().find(|(_, id, _)| *id == group).map_or(0, |(size, ..)| *size);
    let mut found = Vec::new();
    for (_, lower, groups) in &all {
        let mut groups = groups.clone();
        // The group that is itself one of most groups is the nearest.
        groups.sort_by_key(|&group| (std::cmp::Reverse(size(group)), group));
        for upper in groups {
            if !leads(&edges, *lower, upper) && !leads(&edges, upper, *lower) {
                edges.push((*lower, upper));
                found.push((*lower, upper));
            }
        }
    }
    found
}
