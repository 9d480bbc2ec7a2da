//! From what was written to findings: the one place that does it, for files, the command line, the
//! language and the library.

use super::class::ChangeClass;
use super::finding::{Finding, FindingShape, Origin};
use super::listing::{Listing, UnreadListing, UnreadReason};
use super::marker::MarkerScale;
use crate::graph::{EntityId, Graph};
use crate::model::{Change, Whole};
use crate::names::{MatchedBy, NameIndex, Written};
use crate::vocabulary::KindId;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Words for no value, in small letters.
const BLANK: &[&str] = &["na", "n/a", "nan", "none", "null", "nil", "-", ".", "?", "unknown", "p.?", "#n/a"];
/// What stands in the column of genes where the finding is no gene's.
const NO_GENE: &[&str] = &["other biomarkers", "other biomarker", "biomarker", "biomarkers", "other", "marker"];
/// Words that say that both sides of a rearrangement are in one gene.
const INTRAGENIC: &[&str] = &["intragenic", "internal rearrangement"];
/// Words of a gene's name that are tried before a change.
const GENE_WORDS_MAX: usize = 4;
/// A longer text is no finding that somebody typed.
const LENGTH_MAX: usize = 200;

/// A gene as a file calls it.
#[derive(Clone, Debug, PartialEq)]
enum CalledGene {
    Known(EntityId),
    /// The graph has no gene of this name.
    Unknown,
    /// These.
    Ambiguous(Vec<EntityId>),
}

/// Reads findings, one listing after another, and remembers the genes. Each thread has its own.
#[derive(Debug)]
pub struct FindingReader<'e> {
    graph: &'e Graph,
    names: &'e NameIndex,
    genes: FxHashMap<Box<str>, CalledGene>,
}

/// What a listing comes to, before it is known where it was written.
type Read = Result<Finding, (UnreadReason, Option<EntityId>)>;

const fn unread<T>(reason: UnreadReason) -> Result<T, (UnreadReason, Option<EntityId>)> {
    Err((reason, None))
}

impl<'e> FindingReader<'e> {
    /// Of a graph and its names.
    pub(crate) fn new(graph: &'e Graph, names: &'e NameIndex) -> Self {
        Self { graph, names, genes: FxHashMap::default() }
    }

    /// What a listing says.
    ///
    /// # Errors
    /// The listing with the reason why it is no finding.
    pub fn read(&mut self, listing: &Listing<'_>) -> Result<Finding, UnreadListing> {
        let found = self.read_pieces(listing);
        let origin = match listing.origin.trim().to_ascii_lowercase().as_str() {
            "somatic" => Some(Origin::Somatic),
            "germline" => Some(Origin::Germline),
            _ => None,
        };
        match found {
            Ok(finding) => Ok(Finding { place: listing.place, origin, ..finding }),
            Err((reason, gene)) => {
                let pieces = [listing.gene, listing.partner, listing.change, listing.class, listing.copies];
                let pieces = pieces.into_iter().map(str::trim).filter(|piece| !piece.is_empty());
                let written: String = pieces.collect::<Vec<_>>().join(" ").chars().take(LENGTH_MAX).collect();
                Err(UnreadListing { place: listing.place, written, gene, reason })
            }
        }
    }

    /// What a text says that holds gene and change: `EGFR L858R`, `EML4::ALK fusion`, `MSI-H`.
    ///
    /// # Errors
    /// The text with the reason why it is no finding.
    pub fn read_text(&mut self, text: &str) -> Result<Finding, UnreadListing> {
        self.read(&Listing { gene: text, ..Listing::default() })
    }

    /// The gene that a name means, for the gene list of a panel; `None` where the graph has none or
    /// the name means several.
    pub fn gene(&mut self, name: &str) -> Option<EntityId> {
        match self.called(value(name)) {
            CalledGene::Known(gene) => Some(gene),
            CalledGene::Unknown | CalledGene::Ambiguous(_) => None,
        }
    }

    /// A change of a gene of the graph, read elsewhere.
    pub(crate) fn finding_of_change(&self, gene: EntityId, change: Change) -> Finding {
        self.finding_of((Some(gene), Cow::Borrowed(self.graph.name(gene))), change)
    }

    /// Something of which only the name is known.
    pub(crate) fn finding_called(&self, name: &str) -> Finding {
        self.empty(None, Cow::Borrowed(name))
    }

    fn read_pieces(&mut self, listing: &Listing<'_>) -> Read {
        let (gene, change, partner) = (value(listing.gene), value(listing.change), value(listing.partner));
        let copies = value(listing.copies);
        if gene.len() > LENGTH_MAX || change.len() > LENGTH_MAX || partner.len() > LENGTH_MAX {
            return unread(UnreadReason::NotUnderstood);
        }
        if !copies.is_empty() {
            return self.read_copies(gene, copies);
        }
        if !partner.is_empty() {
            return self.read_pair(gene, partner, listing.is_unordered, change);
        }
        let is_no_gene = NO_GENE.iter().any(|word| gene.eq_ignore_ascii_case(word));
        let class = ChangeClass::read(value(listing.class));
        match (is_no_gene || gene.is_empty(), change.is_empty()) {
            (true, true) => unread(UnreadReason::NoGene),
            (true, false) => self.read_whole(change),
            (false, true) if class == ChangeClass::Unsaid => self.read_whole(gene),
            (false, _) => self.read_change(gene, change, class, value(listing.position)),
        }
    }

    /// A number of a copy-number matrix, or a word.
    fn read_copies(&mut self, gene: &str, copies: &str) -> Read {
        if gene.is_empty() {
            return unread(UnreadReason::NoGene);
        }
        let whole = match copies.parse::<f64>() {
            Ok(number) if number >= 2.0 => Whole::Amplification,
            Ok(number) if number >= 1.0 => Whole::Gain,
            Ok(number) if number <= -2.0 => Whole::Deletion,
            Ok(number) if number <= -1.0 => Whole::Loss,
            Ok(number) if number.is_nan() => return unread(UnreadReason::NoChange),
            // -1.5 is how a partial deep deletion is written, and was met above.
            Ok(_) => return unread(UnreadReason::Diploid),
            Err(_) => return self.read_change(gene, copies, ChangeClass::Unsaid, ""),
        };
        let found = self.known_or_named(gene)?;
        Ok(self.finding_of(found, Change::Whole(whole)))
    }

    /// Two sides of a rearrangement.
    fn read_pair(&mut self, first: &str, second: &str, is_unordered: bool, words: &str) -> Read {
        let lower = words.to_ascii_lowercase();
        if first.is_empty() {
            return self.read_change(second, "fusion", ChangeClass::Unsaid, "");
        }
        let (one, other) = (self.known_or_named(first)?, self.known_or_named(second)?);
        let is_one_gene = if one.0.is_some() { one.0 == other.0 } else { one.1.eq_ignore_ascii_case(&other.1) };
        if is_one_gene || INTRAGENIC.iter().any(|word| lower.contains(word)) {
            return unread(UnreadReason::Intragenic);
        }
        Ok(self.fusion(one, other, is_unordered))
    }

    fn fusion(
        &self,
        one: (Option<EntityId>, Cow<'_, str>),
        other: (Option<EntityId>, Cow<'_, str>),
        is_unordered: bool,
    ) -> Finding {
        let change = Change::Partners(one.1.to_string(), other.1.to_string());
        let shape = FindingShape::Fusion {
            five_prime: Some(one.1.as_ref().into()),
            three_prime: Some(other.1.as_ref().into()),
            is_unordered,
        };
        let (gene, partner) = if other.0.is_some() { (other.0, one.0) } else { (one.0, None) };
        Finding { partner, change: Some(change), shape, ..self.empty(gene, other.1) }
    }

    /// The gene of the graph, or the name where it has none.
    fn known_or_named<'t>(
        &mut self,
        name: &'t str,
    ) -> Result<(Option<EntityId>, Cow<'t, str>), (UnreadReason, Option<EntityId>)> {
        match self.called(name) {
            CalledGene::Known(gene) => Ok((Some(gene), Cow::Owned(self.graph.name(gene).to_owned()))),
            CalledGene::Unknown => Ok((None, Cow::Borrowed(name))),
            CalledGene::Ambiguous(genes) => unread(self.ambiguous(&genes)),
        }
    }

    fn ambiguous(&self, genes: &[EntityId]) -> UnreadReason {
        UnreadReason::AmbiguousGene(genes.iter().map(|&gene| self.graph.name(gene).to_owned()).collect())
    }

    fn empty(&self, gene: Option<EntityId>, symbol: Cow<'_, str>) -> Finding {
        Finding {
            gene,
            partner: None,
            symbol: symbol.as_ref().into(),
            shape: FindingShape::Named,
            change: None,
            residues: None,
            origin: None,
            entities: Vec::new(),
            place: Default::default(),
        }
    }

    fn finding_of(&self, (gene, symbol): (Option<EntityId>, Cow<'_, str>), change: Change) -> Finding {
        let shape = FindingShape::of(&change);
        let residues = change.residues();
        Finding { shape, residues, change: Some(change), ..self.empty(gene, symbol) }
    }

    /// A gene, and a change in a column of its own.
    fn read_change(&mut self, gene: &str, change: &str, class: ChangeClass, position: &str) -> Read {
        let change = decoded(change);
        let change = without_gene(gene, &change);
        if INTRAGENIC.iter().any(|word| ends_with(change, word) || ends_with(gene, word)) {
            return unread(UnreadReason::Intragenic);
        }
        if let Some((five, three)) = pair_of(gene, change).or_else(|| pair_of(change, "")) {
            return self.read_pair(five, three, false, change);
        }
        let called = match self.called(gene) {
            CalledGene::Known(gene) => (Some(gene), Cow::Owned(self.graph.name(gene).to_owned())),
            CalledGene::Unknown => (None, Cow::Borrowed(gene)),
            CalledGene::Ambiguous(genes) => return unread(self.ambiguous(&genes)),
        };
        let known = called.0;
        if let Some(finding) = self.read_protein(&called, change, class, position)? {
            return Ok(finding);
        }
        if change.is_empty() {
            return Err((UnreadReason::NoChange, known));
        }
        self.read_words(&called, change).map_err(|reason| (reason, known))
    }

    /// A change of the protein, and what its class makes of it.
    fn read_protein(
        &self,
        called: &(Option<EntityId>, Cow<'_, str>),
        change: &str,
        class: ChangeClass,
        position: &str,
    ) -> Result<Option<Finding>, (UnreadReason, Option<EntityId>)> {
        let bare = change.strip_prefix("p.").unwrap_or(change).trim_matches(['(', ')']);
        let read = Change::read_protein(bare);
        let is_silent = bare.ends_with('=') || is_same_residue(bare);
        let shape = match class {
            ChangeClass::Splice => Some(FindingShape::Splice),
            ChangeClass::StartLoss => Some(FindingShape::StartLoss),
            _ if is_silent => return Err((UnreadReason::Silent, called.0)),
            ChangeClass::Silent if read.is_none() => return Err((UnreadReason::Silent, called.0)),
            ChangeClass::Frameshift if read.is_none() => Some(FindingShape::Frameshift),
            ChangeClass::Nonsense if read.is_none() => Some(FindingShape::Stop),
            ChangeClass::SpliceRegion if bare.is_empty() => return Err((UnreadReason::SpliceRegion, called.0)),
            ChangeClass::NotCoding if bare.is_empty() => return Err((UnreadReason::NotCoding, called.0)),
            _ => None,
        };
        let symbol = || Cow::Borrowed(called.1.as_ref());
        Ok(match (read, shape) {
            (Some(change), None) => Some(self.finding_of((called.0, symbol()), change)),
            (Some(change), Some(shape)) => Some(Finding { shape, ..self.finding_of((called.0, symbol()), change) }),
            (None, Some(shape)) => {
                let after_letters = bare.trim_start_matches(char::is_alphabetic);
                let residues = residues_at(position).or_else(|| residues_at(after_letters));
                // A splice site may be called after a residue that stays as it was.
                let named = called.0.filter(|_| !bare.is_empty()).map(|_| self.named(&format!("{} {bare}", called.1)));
                let entities = if let Some(Named::Entities(entities)) = named { entities } else { Vec::new() };
                Some(Finding { shape, residues, entities, ..self.empty(called.0, symbol()) })
            }
            (None, None) => None,
        })
    }

    /// Words about a gene: `amplification`, `exon 19 del`, `VIII`, `wild type`.
    fn read_words(&self, called: &(Option<EntityId>, Cow<'_, str>), words: &str) -> Result<Finding, UnreadReason> {
        let symbol = || Cow::Borrowed(called.1.as_ref());
        let change = Change::read(words);
        // G719X is any change of the residue, unless the graph has a stop there.
        let name = format!("{} {words}", called.1);
        let named = if called.0.is_some() { self.named(&name) } else { Named::Nothing };
        match (change, named) {
            (_, Named::Absent) => Err(UnreadReason::NotPresent),
            (Some(change), Named::Entities(entities)) => {
                Ok(Finding { entities, ..self.finding_of((called.0, symbol()), change) })
            }
            (Some(change), Named::Change(_) | Named::Several | Named::Nothing) => {
                Ok(self.finding_of((called.0, symbol()), change))
            }
            (None, Named::Entities(entities)) => Ok(self.named_finding(called.0, entities)),
            (None, Named::Change(change)) => Ok(self.finding_of((called.0, symbol()), change)),
            (None, Named::Several | Named::Nothing) => Err(UnreadReason::NotUnderstood),
        }
    }

    /// Something that the graph has a name for and nobody a rule.
    fn named_finding(&self, gene: Option<EntityId>, entities: Vec<EntityId>) -> Finding {
        let name = entities.first().map_or("", |&entity| self.graph.name(entity));
        let symbol = gene.map_or("", |gene| self.graph.name(gene));
        // The whole name is the symbol of what is no gene's.
        let change = name.strip_prefix(symbol).and_then(Change::read).filter(|_| gene.is_some());
        let found = self.empty(gene, Cow::Borrowed(if change.is_some() { symbol } else { name }));
        match change {
            Some(change) => Finding {
                entities,
                shape: FindingShape::of(&change),
                residues: change.residues(),
                change: Some(change),
                ..found
            },
            None => Finding { entities, ..found },
        }
    }

    /// Gene and change in one text, or a name of the graph.
    fn read_whole(&mut self, text: &str) -> Read {
        let text = decoded(text);
        let text = text.trim();
        if INTRAGENIC.iter().any(|word| ends_with(text, word)) {
            return unread(UnreadReason::Intragenic);
        }
        if let Some((five, three)) = pair_of(text, "") {
            return self.read_pair(five, three, false, text);
        }
        let mut ambiguous = None;
        for (at, after) in seams(text) {
            let (gene, change) = (text[..at].trim(), text[after..].trim());
            match self.called(gene) {
                CalledGene::Known(_) => {
                    let found = self.read_change(gene, change, ChangeClass::Unsaid, "");
                    match found {
                        Err((UnreadReason::NotUnderstood, _)) => {}
                        found => return found,
                    }
                }
                CalledGene::Ambiguous(genes) => ambiguous = ambiguous.or(Some(genes)),
                CalledGene::Unknown => {}
            }
        }
        match self.named(text) {
            Named::Entities(entities) => {
                let gene = entities.iter().find_map(|&entity| self.gene_of(entity));
                return Ok(self.named_finding(gene, entities));
            }
            Named::Absent => return unread(UnreadReason::NotPresent),
            Named::Change(_) | Named::Several | Named::Nothing => {}
        }
        if let Some(scale) = MarkerScale::read(text) {
            let value = (!scale.is_threshold).then_some(scale.value);
            let symbol = if value.is_some() {
                text.trim_end_matches(['%', ' '])
                    .trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.')
                    .trim_end()
            } else {
                text
            };
            return Ok(Finding { shape: FindingShape::Marker { value }, ..self.empty(None, Cow::Borrowed(symbol)) });
        }
        match (ambiguous, self.called(text)) {
            (Some(genes), _) | (None, CalledGene::Ambiguous(genes)) => unread(self.ambiguous(&genes)),
            (None, CalledGene::Known(gene)) => Err((UnreadReason::NoChange, Some(gene))),
            // A gene that the graph does not have, and a change of it.
            (None, CalledGene::Unknown) => {
                let split = text.split_once([' ', ':']).and_then(|(gene, change)| Some((gene, Change::read(change)?)));
                match split {
                    Some((gene, change)) if is_symbol(gene) => Ok(self.finding_of((None, Cow::Borrowed(gene)), change)),
                    _ => unread(UnreadReason::NotUnderstood),
                }
            }
        }
    }

    fn gene_of(&self, entity: EntityId) -> Option<EntityId> {
        super::leaf::genes_of(self.graph, entity).first().copied()
    }

    /// The gene that a name means: by symbol before earlier symbols and aliases.
    fn called(&mut self, name: &str) -> CalledGene {
        if let Some(known) = self.genes.get(name) {
            return known.clone();
        }
        let found = self.look_up_gene(name);
        self.genes.insert(name.into(), found.clone());
        found
    }

    fn look_up_gene(&self, name: &str) -> CalledGene {
        let kinds = &self.graph.model().kinds;
        let found = self.names.lookup(self.graph, name);
        let gene = |entity: EntityId| {
            let faces = self.graph.faces(&entity).iter().map(|&face| EntityId(face));
            let is_of = |kind: Option<KindId>, face: &EntityId| Some(self.graph.kind(*face)) == kind;
            let own = faces.clone().find(|face| is_of(kinds.gene, face));
            own.or_else(|| self.gene_of_protein(faces.into_iter().find(|face| is_of(kinds.protein, face))?))
        };
        let genes = |list: &[crate::names::NameCandidate<'_>]| {
            let mut genes: Vec<EntityId> = Vec::new();
            for found in list.iter().filter(|one| !matches!(one.matched, MatchedBy::Xref | MatchedBy::Stripped)) {
                genes.extend(gene(found.entity).filter(|gene| !genes.contains(gene)).as_slice());
            }
            genes
        };
        let best = genes(&found.best);
        let all = if best.is_empty() { genes(&found.others) } else { best };
        match all.as_slice() {
            [] => CalledGene::Unknown,
            [gene] => CalledGene::Known(*gene),
            _ => CalledGene::Ambiguous(all),
        }
    }

    fn gene_of_protein(&self, protein: EntityId) -> Option<EntityId> {
        let encodes = self.graph.model().relations.encodes?;
        let genes = self.graph.backward(encodes).targets(protein.0);
        genes.first().map(|&gene| EntityId(gene))
    }

    /// What the graph calls so, or means by it.
    fn named(&self, text: &str) -> Named {
        let kinds = &self.graph.model().kinds;
        let wanted = [kinds.variant, kinds.biomarker, kinds.mechanism, kinds.profile];
        let found = self.names.lookup(self.graph, text);
        let fits = |entity: &EntityId| {
            let mut faces = self.graph.faces(entity).iter();
            faces.any(|&face| wanted.contains(&Some(self.graph.kind(EntityId(face)))))
        };
        let is_name = |one: &&crate::names::NameCandidate<'_>| one.matched != MatchedBy::Stripped;
        // A variant, its profile and its mechanism are faces of one name.
        let mut best: Vec<EntityId> = Vec::new();
        for entity in found.best.iter().filter(is_name).map(|one| one.entity).filter(fits) {
            if !best.iter().any(|&known| self.graph.face(known) == self.graph.face(entity)) {
                best.push(entity);
            }
        }
        match best.as_slice() {
            [] => {}
            [one] => return Named::Entities(vec![*one]),
            several if self.names.is_any_of(self.graph, several) => return Named::Entities(best),
            _ => return Named::Several,
        }
        match self.names.written(self.graph, text) {
            Some(Written::Meant { entities, .. }) if entities.iter().all(fits) => Named::Entities(entities),
            Some(Written::Meant { .. }) | None => Named::Nothing,
            Some(Written::Ambiguous(_)) => Named::Several,
            Some(Written::Unlisted(change)) => Named::Change(change.change),
            Some(Written::Absent) => Named::Absent,
        }
    }
}

/// What a text comes to as a name of the graph.
enum Named {
    /// Any of these, which mean the same here.
    Entities(Vec<EntityId>),
    /// One of several things, and nobody says which.
    Several,
    /// A change that the graph has no name for.
    Change(Change),
    /// That something is absent.
    Absent,
    Nothing,
}

/// A field without blanks and quotes around it; empty where it is a word for no value.
fn value(text: &str) -> &str {
    let text = text.trim().trim_matches('"').trim();
    if text.len() <= 7 && BLANK.iter().any(|blank| text.eq_ignore_ascii_case(blank)) { "" } else { text }
}

/// `%3D` is how web services write `=`.
fn decoded(text: &str) -> Cow<'_, str> {
    if text.contains('%') {
        Cow::Owned(text.replace("%3D", "=").replace("%3d", "=").replace("%2A", "*").replace("%3E", ">"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The change without the gene before it: `EGFR:p.L858R`, `EGFR L858R`.
fn without_gene<'t>(gene: &str, change: &'t str) -> &'t str {
    let begins = change.get(..gene.len()).is_some_and(|start| start.eq_ignore_ascii_case(gene));
    let rest = if begins && !gene.is_empty() { &change[gene.len()..] } else { return change };
    match rest.strip_prefix([':', ' ', '_', '-']) {
        // EGFR-intragenic is told from EGFR; ALK::EML4 is a pair.
        Some(rest) if !rest.starts_with([':', '-']) => rest.trim(),
        _ => change,
    }
}

/// Two genes of a fusion: `EML4::ALK`, `EML4--ALK`, or `EML4-ALK fusion` with the word.
fn pair_of<'t>(text: &'t str, words: &str) -> Option<(&'t str, &'t str)> {
    let (pair, rest) = text.split_once(' ').unwrap_or((text, words));
    let lower = rest.trim().to_ascii_lowercase();
    let is_said =
        ["fusion", "rearrangement", "translocation", "rearranged", "fused"].iter().any(|word| lower.starts_with(word));
    let clear = pair.split_once("::").or_else(|| pair.split_once("--"));
    let (five, three) = match clear {
        Some(pair) if is_said || lower.is_empty() => pair,
        _ => pair.split_once(['-', '/']).filter(|(five, three)| is_said && is_symbol(five) && is_symbol(three))?,
    };
    let is_side = |side: &str| is_symbol(side) && !side.contains(':');
    (is_side(five) && is_side(three)).then_some((five, three))
}

/// Whether a text may be the symbol of a gene.
fn is_symbol(text: &str) -> bool {
    let is_plain = text.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.' | '@' | '_'));
    is_plain && (1..=20).contains(&text.len()) && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// Where a gene may end and a change begin: at `:`, at the first blanks, at the first hyphen.
fn seams(text: &str) -> Vec<(usize, usize)> {
    let mut seams: Vec<(usize, usize)> = Vec::new();
    seams.extend(text.find(':').map(|at| (at, at + 1)));
    seams.extend(text.match_indices(' ').take(GENE_WORDS_MAX).map(|(at, _)| (at, at + 1)));
    seams.extend(text.find('-').map(|at| (at, at + 1)).filter(|_| !text.contains("::")));
    seams
}

fn ends_with(text: &str, word: &str) -> bool {
    let cut = text.len().checked_sub(word.len());
    cut.and_then(|cut| text.get(cut..)).is_some_and(|end| end.eq_ignore_ascii_case(word))
}

/// `V600V`: the same amino acid.
fn is_same_residue(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (from, rest) = text.split_at(letters);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, to) = rest.split_at(digits);
    !from.is_empty() && !number.is_empty() && from.eq_ignore_ascii_case(to)
}

/// First and last residue of a position: `745`, `745-750/1210`.
fn residues_at(position: &str) -> Option<(u32, u32)> {
    let place = position.split('/').next()?;
    let (first, last) = place.split_once(['-', '_']).unwrap_or((place, place));
    let number = |text: &str| {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        text.get(..digits)?.parse::<u32>().ok().filter(|&number| number > 0)
    };
    let first = number(first)?;
    Some((first, number(last).unwrap_or(first)))
}
