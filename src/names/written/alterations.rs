//! Changes of genes as they are written: gene and change together or apart, a change without its
//! gene, families, fusions, and words such as `positive` and `wild type`.

use super::meaning::{RewriteReason, Written};
use super::reader::AlterationReader;
use super::table::codons_of;
use crate::graph::EntityId;
use crate::model::{Above, Change, Whole};
use crate::names::UnlistedChange;

/// Words of a gene's name that are tried before a change: `androgen receptor mutation`.
const GENE_WORDS_MAX: usize = 4;
/// Longest gene symbol that is looked for before a change that is written together with it.
const SYMBOL_MAX: usize = 12;
/// Endings that say that something is there.
const POSITIVE: &[&str] = &["positive", "pos", "+ve", "+"];
/// Endings that say that something is absent, with the words that a graph may have for it.
const ABSENT: &[(&str, &[&str])] = &[
    ("negative", &["-negative"]),
    ("neg", &["-negative"]),
    ("-ve", &["-negative"]),
    ("wild-type", &[" wildtype", " wild type"]),
    ("wild type", &[" wildtype", " wild type"]),
    ("wildtype", &[" wildtype", " wild type"]),
    ("wt", &[" wildtype", " wild type"]),
    ("non-mutated", &[" wildtype", " wild type"]),
    ("unmutated", &[" wildtype", " wild type"]),
];

/// What a text means as a change of a gene or as the presence or absence of something.
pub(super) fn read(reader: &AlterationReader<'_>, text: &str) -> Option<Written> {
    absent(reader, text)
        .or_else(|| positive(reader, text))
        .or_else(|| fusion(reader, text))
        .or_else(|| of_gene(reader, text))
        .or_else(|| alone(reader, text))
        .or_else(|| of_gene_around(reader, text))
        .or_else(|| {
            // `EGFR L858R+`: a change that is there.
            let (rest, _) = POSITIVE.iter().find_map(|ending| before_ending(text, ending))?;
            of_gene(reader, rest).or_else(|| alone(reader, rest))
        })
}

fn meant(entity: EntityId, how: RewriteReason) -> Written {
    Written::Meant { entities: vec![entity], how }
}

/// The text before an ending, and whether a space or hyphen is between them.
fn before_ending<'t>(text: &'t str, ending: &str) -> Option<(&'t str, bool)> {
    let cut = text.len().checked_sub(ending.len())?;
    let rest = text.get(..cut)?;
    if !text.get(cut..)?.eq_ignore_ascii_case(ending) {
        return None;
    }
    let bare = rest.trim_end_matches([' ', '-']);
    (!bare.is_empty()).then_some((bare, bare.len() < rest.len()))
}

/// Whether an ending of letters is separate from what is before it: `HER2neg`, `ALK pos`, but not
/// `oppos`.
fn is_apart(rest: &str, ending: &str, apart: bool) -> bool {
    let is_sign = !ending.starts_with(|letter: char| letter.is_ascii_alphabetic());
    apart || is_sign || rest.ends_with(|last: char| last.is_ascii_uppercase() || last.is_ascii_digit())
}

/// `HER2 neg`, `EGFR WT`: the graph's name for it, or none.
fn absent(reader: &AlterationReader<'_>, text: &str) -> Option<Written> {
    let found = ABSENT.iter().find_map(|&(ending, names)| {
        let (rest, apart) = before_ending(text, ending)?;
        is_apart(rest, ending, apart).then_some((rest, names))
    });
    let (rest, names) = found?;
    for name in names {
        for called in calls(reader, rest) {
            if let Some(entity) = reader.one(&format!("{called}{name}"), &[]) {
                return Some(meant(entity, RewriteReason::Spelling));
            }
        }
    }
    let is_known = !reader.called(rest, &[]).is_empty() || read(reader, rest).is_some();
    is_known.then_some(Written::Absent)
}

/// A text and, if it is a gene, all that the gene is called.
fn calls<'r>(reader: &AlterationReader<'r>, text: &'r str) -> Vec<&'r str> {
    let mut calls = vec![text];
    if let Some(gene) = reader.gene(text) {
        calls.push(reader.graph.name(gene));
        calls.extend(reader.graph.aliases(gene));
    }
    calls
}

/// `Ph positive`, `ER pos`, `ALK+`: what the graph calls so. Of a family, what it calls so of any
/// member.
fn positive(reader: &AlterationReader<'_>, text: &str) -> Option<Written> {
    let rest = POSITIVE.iter().find_map(|ending| {
        let (rest, apart) = before_ending(text, ending)?;
        is_apart(rest, ending, apart).then_some(rest)
    })?;
    let of = |name: &str| -> Vec<EntityId> {
        for called in calls(reader, name) {
            for ending in ["-positive", "+"] {
                let found = reader.called(&format!("{called}{ending}"), &[]);
                if found.len() == 1 || reader.names.is_any_of(reader.graph, &found) {
                    return found;
                }
            }
        }
        Vec::new()
    };
    let own = of(rest);
    if !own.is_empty() {
        return Some(Written::Meant { entities: own, how: RewriteReason::Spelling });
    }
    let members = members(reader, rest);
    let entities: Vec<EntityId> = members.iter().flat_map(|&gene| of(reader.graph.name(gene))).collect();
    (!entities.is_empty()).then_some(Written::Meant { entities, how: RewriteReason::Members })
}

/// Genes that a family or a text such as `BRCA1/2`, `KRAS/NRAS`, `NTRK1/2/3` stands for; none for a
/// single gene.
fn members(reader: &AlterationReader<'_>, text: &str) -> Vec<EntityId> {
    let graph = reader.graph;
    let (kinds, relations) = (&graph.model().kinds, &graph.model().relations);
    if let (Some(family), Some(has_member)) = (reader.one(text, &[kinds.gene_family]), relations.has_member) {
        let genes = graph.forward(has_member).targets(family.0).iter().map(|&gene| EntityId(gene));
        return genes.filter(|&gene| Some(graph.kind(gene)) == kinds.gene).collect();
    }
    let mut parts = text.split('/');
    let Some(first) = parts.next() else { return Vec::new() };
    let stem = first.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let mut genes: Vec<EntityId> = reader.gene(first).into_iter().collect();
    for part in parts {
        let short = part.bytes().all(|byte| byte.is_ascii_digit()) && stem.len() < first.len();
        let name = if short { format!("{stem}{part}") } else { part.to_owned() };
        genes.extend(reader.gene(&name));
    }
    if genes.len() == text.split('/').count() && genes.len() > 1 { genes } else { Vec::new() }
}

/// Two genes fused, one of which the graph knows.
fn fusion(reader: &AlterationReader<'_>, text: &str) -> Option<Written> {
    let graph = reader.graph;
    let symbol = |name: &str| reader.gene(name).map_or_else(|| name.to_owned(), |gene| graph.name(gene).to_owned());
    let stated = Change::partners(text);
    let pair = match &stated {
        Some(Change::Partners(five, three)) => Some((five.as_str(), three.as_str())),
        Some(_) | None => text.split_once('-').filter(|(five, three)| is_symbol(five) && is_symbol(three)),
    };
    let (five, three) = pair.map(|(five, three)| (symbol(five), symbol(three)))?;
    let change = Change::Partners(five.clone(), three.clone());
    let kinds = &graph.model().kinds;
    if let Some(entity) = reader.one(&change.to_string(), &[kinds.variant]) {
        return Some(meant(entity, RewriteReason::Spelling));
    }
    // Of a pair without the word `fusion` only the 3′ gene is believed, and only beside no other
    // name.
    let genes = match stated {
        Some(_) => vec![reader.gene(&three), reader.gene(&five)],
        None if reader.called(&five, &[]).is_empty() => vec![reader.gene(&three)],
        None => Vec::new(),
    };
    let found = genes.into_iter().flatten().map(|gene| unlisted(reader, gene, &change));
    found.into_iter().find(|found| !found.above.is_empty()).map(Written::Unlisted)
}

fn is_symbol(text: &str) -> bool {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    (2..=SYMBOL_MAX).contains(&text.len()) && is_plain && text.starts_with(|first: char| first.is_ascii_uppercase())
}

fn unlisted(reader: &AlterationReader<'_>, gene: EntityId, change: &Change) -> UnlistedChange {
    let name = match change {
        Change::Partners(..) => change.to_string(),
        _ => format!("{} {change}", reader.graph.name(gene)),
    };
    UnlistedChange { gene, change: change.clone(), name, above: reader.changes().above(reader.graph, gene, change) }
}

/// A gene or family, and a change after it, with or without a space.
fn of_gene(reader: &AlterationReader<'_>, text: &str) -> Option<Written> {
    let spaces = text.match_indices(' ').map(|(at, _)| at).take(GENE_WORDS_MAX);
    for at in spaces {
        let (name, change) = (text.get(..at)?, text.get(at + 1..)?);
        if let Some(found) = change_of(reader, name, change) {
            return Some(found);
        }
    }
    let first = text.split(' ').next()?;
    let ends = first.char_indices().map(|(at, _)| at).filter(|at| (2..=SYMBOL_MAX).contains(at));
    for at in ends.collect::<Vec<_>>().into_iter().rev() {
        let (name, change) = (text.get(..at)?, text.get(at..)?);
        if !is_seam(name, change) {
            continue;
        }
        if let Some(found) = change_of(reader, name, change) {
            return Some(found);
        }
    }
    None
}

/// `E255K ABL`: the change before its gene; `EGFR mutation L861Q`: a word for a change between them.
fn of_gene_around(reader: &AlterationReader<'_>, text: &str) -> Option<Written> {
    let words: Vec<&str> = text.split(' ').collect();
    match words[..] {
        [change, gene] if Change::read(change).is_some_and(|change| change.is_placed()) => {
            reader.gene(gene)?;
            change_of(reader, gene, change)
        }
        [gene, word, change] if CHANGES.contains(&word.to_ascii_lowercase().as_str()) => {
            Change::read(change).filter(Change::is_placed)?;
            change_of(reader, gene, change)
        }
        _ => None,
    }
}

/// Words for a change between a gene and the change.
const CHANGES: &[&str] =
    &["mutation", "mutations", "variant", "variants", "alteration", "mutant", "mutated", "substitution"];

/// Whether a gene may end and a change begin between two texts that are written together.
fn is_seam(name: &str, change: &str) -> bool {
    let (Some(last), Some(next)) = (name.chars().next_back(), change.chars().next()) else { return false };
    let has_case = (last.is_ascii_uppercase() || last.is_ascii_digit()) && next.is_ascii_lowercase();
    let is_residue = next.is_ascii_alphabetic() && change.bytes().any(|byte| byte.is_ascii_digit());
    last != '-' && (matches!(next, '-' | ':' | '_') || has_case || is_residue)
}

fn change_of(reader: &AlterationReader<'_>, name: &str, text: &str) -> Option<Written> {
    // A small m behind the symbol of a gene: EGFRm.
    let change = match text {
        "m" | "m+" => Change::Whole(Whole::Mutation),
        _ => Change::read(text)?,
    };
    if let Some(gene) = reader.gene(name) {
        return of_one_gene(reader, gene, &change, text);
    }
    let members = members(reader, name);
    let own = || change.names().into_iter().find_map(|call| reader.one(&format!("{name} {call}"), &[]));
    if members.is_empty() {
        return None;
    }
    if let Some(entity) = own() {
        return Some(meant(entity, RewriteReason::Spelling));
    }
    let listed = |&gene: &EntityId| listed(reader, gene, &change);
    let entities: Vec<EntityId> = members.iter().filter_map(listed).collect();
    (!entities.is_empty()).then_some(Written::Meant { entities, how: RewriteReason::Members })
}

/// The variant that a change of a gene is, whatever the graph calls it.
fn listed(reader: &AlterationReader<'_>, gene: EntityId, change: &Change) -> Option<EntityId> {
    let graph = reader.graph;
    let kinds = &graph.model().kinds;
    let kinds = [kinds.variant, kinds.biomarker];
    let named = |call: String| reader.one(&format!("{} {call}", graph.name(gene)), &kinds);
    change.names().into_iter().find_map(named).or_else(|| reader.changes().find(reader.graph, gene, change))
}

fn of_one_gene(reader: &AlterationReader<'_>, gene: EntityId, change: &Change, text: &str) -> Option<Written> {
    if let Some(entity) = listed(reader, gene, change).or_else(|| only_in_exon(reader, gene, change)) {
        return Some(meant(entity, RewriteReason::Spelling));
    }
    // G719X is any change at the residue, unless the graph has a stop there.
    let any = text.strip_suffix(['X', 'x']).and_then(Change::read).filter(|any| matches!(any, Change::Codon(_)));
    if let Some(any) = any {
        return of_one_gene(reader, gene, &any, "");
    }
    if let Change::Codon(codons) = change {
        let own = reader.changes().of_gene(reader.graph, gene);
        let is_at = |change: &Change| codons_of(change).iter().any(|codon| codons.contains(codon));
        let mut at: Vec<EntityId> = Vec::new();
        for (_, variant) in own.iter().filter(|(change, _)| is_at(change)) {
            if !at.contains(variant) {
                at.push(*variant);
            }
        }
        let above = reader.changes().above(reader.graph, gene, change);
        if at.len() > 1 && !above.iter().any(|(_, how)| *how == Above::Codon) {
            return Some(Written::Ambiguous(at));
        }
    }
    let found = unlisted(reader, gene, change);
    // A group that the graph does not have is a change all the same only where something is above
    // it.
    (change.is_placed() || !found.above.is_empty()).then_some(Written::Unlisted(found))
}

/// `HER2 ins`, `MET skipping`: the one exon of the gene that has such a change.
fn only_in_exon(reader: &AlterationReader<'_>, gene: EntityId, change: &Change) -> Option<EntityId> {
    let wanted = match change {
        Change::Whole(Whole::Deletion) => "deletion",
        Change::Whole(Whole::Insertion) => "insertion",
        Change::Whole(Whole::Skipping) => "skipping",
        Change::Exon { number, how: None } => {
            return listed(reader, gene, &Change::read(&format!("exon {number} mutation"))?);
        }
        _ => return None,
    };
    let is_wanted = |change: &Change| matches!(change, Change::Exon { .. }) && change.to_string().ends_with(wanted);
    let changes = reader.changes().of_gene(reader.graph, gene);
    let mut found = changes.iter().filter(|(change, _)| is_wanted(change)).map(|known| known.1);
    let one = found.next()?;
    found.all(|other| other == one).then_some(one)
}

/// A change without its gene: the variant, if one gene has it.
fn alone(reader: &AlterationReader<'_>, text: &str) -> Option<Written> {
    let change = Change::read(text)?;
    let table = reader.changes();
    if !change.is_placed() && change != Change::Whole(Whole::TandemDuplication) {
        return None;
    }
    let calls = change.names();
    let mut found: Vec<EntityId> = Vec::new();
    let mut add = |entities: &[EntityId]| {
        for &entity in entities {
            if !found.contains(&entity) {
                found.push(entity);
            }
        }
    };
    add(table.of_any_gene(reader.graph, &change));
    for other in calls.iter().filter_map(|call| Change::read(call)) {
        add(table.of_any_gene(reader.graph, &other));
    }
    if let Change::Codon(codons) = &change {
        let exact = table.of_any_gene(reader.graph, &change);
        let gene = |entity: EntityId| reader.graph.name(entity).split(' ').next();
        for &codon in codons {
            let others = table.at_residue(reader.graph, codon).iter().copied();
            let others: Vec<EntityId> =
                others.filter(|&other| !exact.iter().any(|&one| gene(one) == gene(other))).collect();
            add(&others);
        }
    }
    match found.as_slice() {
        [] => None,
        [one] => Some(meant(*one, RewriteReason::OnlyGene)),
        _ => Some(Written::Ambiguous(found)),
    }
}
