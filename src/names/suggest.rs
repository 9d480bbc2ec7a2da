//! What was probably meant: names near a misspelled one, and names that begin so.

use super::{MatchedBy, NameIndex, NameSlot};
use crate::graph::{EntityId, Graph};
use crate::vocabulary::{KindId, allowed_distance, fold, slips_allowed};
use fst::raw::CompiledAddr;
use fst::{IntoStreamer, Streamer};
use rustc_hash::FxHashSet;

/// A name somebody may have meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Whose name it is.
    pub entity: EntityId,
    /// The name as the graph writes it.
    pub text: String,
}

/// Bytes of a normal form that are compared; a longer text is cut. Bounds the time of a search.
const LENGTH_MAX: usize = 64;
/// Steps through the map in one search for near names.
const STEPS_MAX: usize = 300_000;
/// Near names looked at.
const NEAR_MAX: usize = 256;
/// Keys looked at for one completion.
const KEYS_MAX: usize = 8_000;
/// Letters a text must have before names that only begin with it are suggested.
const PREFIX_MIN: usize = 3;
/// Letters of a name that another name ends in.
const BROADER_MIN: usize = 5;
/// What beginning alike counts as, in edits: a word cut short is likelier than a slip.
const PREFIX_DISTANCE: usize = 0;
/// Names taken below one place of the map.
const BELOW_MAX: usize = 16;

/// Distance, whether imported, letters that differ as written, text, whose: sorts as suggestions
/// are ranked.
type Near<'g> = (usize, bool, usize, &'g str, EntityId);

impl NameIndex {
    /// Names near a text that is no name, the nearest first: few letters inserted, left out,
    /// changed or swapped, or the beginning of a name. Each entity and those that share its name,
    /// once; only of `kinds`, if given. Curated names come before imported ones at equal distance.
    pub fn suggest(&self, graph: &Graph, text: &str, kinds: Option<&[KindId]>, limit: usize) -> Vec<Suggestion> {
        let folded = fold::squeezed(text);
        let query = folded.as_bytes().get(..LENGTH_MAX).unwrap_or(folded.as_bytes());
        let mut found = Vec::new();
        let mut steps = STEPS_MAX;
        for distance in 1..=allowed_distance(query.len()) {
            // Each round finds what the rounds before found too: the first with a result is enough.
            let near = NearSearch::new(query, distance).run(self, graph, &mut steps);
            self.collect(graph, text, &near, kinds, &mut found);
            if !found.is_empty() {
                break;
            }
        }
        if query.len() >= PREFIX_MIN {
            let beginning: Vec<_> =
                self.keys_from(graph, query).take(NEAR_MAX).map(|first| (PREFIX_DISTANCE, first)).collect();
            self.collect(graph, text, &beginning, kinds, &mut found);
        }
        found.sort_unstable();
        let all = found.into_iter().map(|(_, _, _, text, entity)| (text, entity));
        distinct(graph, all, limit)
    }

    /// The broader thing that the last word of a text ends in the name of: sarcoma for liposarcoma.
    /// Only kinds that have a hierarchy have broader things.
    pub fn broader(&self, graph: &Graph, text: &str, kinds: Option<&[KindId]>) -> Option<Suggestion> {
        let last = text.split_whitespace().next_back()?;
        let ends = last.char_indices().map(|(at, _)| at).skip(1).filter(|at| last.len() - at >= BROADER_MIN);
        let broader = |at: usize| {
            let found = self.lookup(graph, last.get(at..)?);
            let fits = |entity: EntityId| is_of(graph, entity, kinds) && graph.hierarchy(graph.kind(entity)).is_some();
            let best = found.best.first().filter(|one| fits(one.entity) && !is_reference_match(one.matched))?;
            Some(Suggestion { entity: best.entity, text: best.text.to_owned() })
        };
        ends.take(LENGTH_MAX).find_map(broader)
    }

    /// Adds the names of first postings, each with its distance and whether it is imported.
    fn collect<'g>(
        &self,
        graph: &'g Graph,
        written: &str,
        near: &[(usize, u64)],
        kinds: Option<&[KindId]>,
        found: &mut Vec<Near<'g>>,
    ) {
        for &(distance, first) in near {
            let names = self.names_from(graph, first as usize).take(NEAR_MAX);
            for (slot, entity) in names.filter(|(slot, entity)| is_offered(graph, *slot, *entity, kinds)) {
                let text = slot.text(graph, entity);
                // HER2 before HER-2 for HRE2: both have one normal form.
                let differs = text.len().abs_diff(written.len());
                found.push((distance, slot.matched() == MatchedBy::Imported, differs, text, entity));
            }
        }
    }

    /// Names that begin so: curated before imported, first those of which little is missing and much is
    /// known. Each entity and those that share its name, once; only of `kinds`, if given.
    /// Identifiers are offered where the text has a colon. Looks at a bounded number of names.
    pub fn complete(&self, graph: &Graph, beginning: &str, kinds: Option<&[KindId]>, limit: usize) -> Vec<Suggestion> {
        let folded = fold::squeezed(beginning);
        let mut found: Vec<(MatchedBy, &str, EntityId)> = Vec::new();
        if let (true, Some(kinds)) = (folded.is_empty(), kinds) {
            let entities = kinds.iter().flat_map(|&kind| graph.kind_range(kind)).map(EntityId);
            found.extend(entities.take(KEYS_MAX).map(|entity| (MatchedBy::Name, graph.name(entity), entity)));
        } else {
            let with_references = folded.contains(':');
            for first in self.keys_from(graph, folded.as_bytes()).take(KEYS_MAX) {
                for (slot, entity) in self.names_from(graph, first as usize).take(NEAR_MAX) {
                    let offered = (with_references && is_reference(slot) && is_of(graph, entity, kinds))
                        || is_offered(graph, slot, entity, kinds);
                    if offered {
                        found.push((slot.matched(), slot.text(graph, entity), entity));
                    }
                }
            }
        }
        found.sort_by_cached_key(|&(matched, text, entity)| {
            let rest = fold::squeezed(text).len().saturating_sub(folded.len());
            // What is nearly typed is likelier meant than what much is known of.
            let rank = rest as i64 - 2 * i64::from(weight(graph, entity));
            (rest > 0, matched == MatchedBy::Imported, rank, matched, text.len(), text)
        });
        // What two things are called is one text to type: for the second, its next name is offered.
        let mut seen = FxHashSet::default();
        let different = found.into_iter().filter(|(_, text, _)| seen.insert(*text));
        distinct(graph, different.map(|(_, text, entity)| (text, entity)), limit)
    }

    /// Names that begin nearly so, the nearest first: few letters inserted, left out, changed or
    /// swapped. None for a text of fewer letters than a slip could be told from.
    pub fn near_beginnings(
        &self,
        graph: &Graph,
        text: &str,
        kinds: Option<&[KindId]>,
        limit: usize,
    ) -> Vec<Suggestion> {
        let folded = fold::squeezed(text);
        let query = folded.as_bytes().get(..LENGTH_MAX).unwrap_or(folded.as_bytes());
        let distance_max = slips_allowed(query.len());
        if distance_max == 0 {
            return Vec::new();
        }
        let mut steps = STEPS_MAX;
        let near = NearSearch::of_beginnings(query, distance_max).run(self, graph, &mut steps);
        let mut found = Vec::new();
        for (distance, first) in near {
            for (slot, entity) in self.names_from(graph, first as usize).take(NEAR_MAX) {
                if is_offered(graph, slot, entity, kinds) {
                    let imported = slot.matched() == MatchedBy::Imported;
                    found.push((distance, imported, slot.text(graph, entity), entity));
                }
            }
        }
        found.sort_by_cached_key(|&(distance, imported, text, entity)| {
            (distance, imported, std::cmp::Reverse(weight(graph, entity)), text.len(), text)
        });
        distinct(graph, found.into_iter().map(|(_, _, text, entity)| (text, entity)), limit)
    }

    /// First postings of the keys that begin so, in order.
    fn keys_from<'i>(&'i self, graph: &Graph, beginning: &'i [u8]) -> impl Iterator<Item = u64> + 'i {
        let cut = self.cut_key_from(graph, beginning);
        let mut stream = self.keys.as_ref().map(|keys| keys.range().ge(beginning).into_stream());
        let inside = std::iter::from_fn(move || {
            let (key, first) = stream.as_mut()?.next()?;
            key.starts_with(beginning).then(|| first.value())
        });
        cut.into_iter().chain(inside)
    }
}

fn is_of(graph: &Graph, entity: EntityId, kinds: Option<&[KindId]>) -> bool {
    kinds.is_none_or(|kinds| kinds.contains(&graph.kind(entity)))
}

/// How much a graph knows of an entity, roughly: the number of digits of its number of edges, in
/// base two.
fn weight(graph: &Graph, entity: EntityId) -> u32 {
    let edges: usize = graph
        .vocabulary()
        .relations()
        .map(|(relation, _)| graph.forward(relation).degree(entity.0) + graph.backward(relation).degree(entity.0))
        .sum();
    usize::BITS - edges.leading_zeros()
}

fn is_reference(slot: NameSlot) -> bool {
    is_reference_match(slot.matched())
}

fn is_reference_match(matched: MatchedBy) -> bool {
    matches!(matched, MatchedBy::Id | MatchedBy::Xref)
}

/// Identifiers differ by a digit without being near each other.
fn is_offered(graph: &Graph, slot: NameSlot, entity: EntityId, kinds: Option<&[KindId]>) -> bool {
    !is_reference(slot) && is_of(graph, entity, kinds)
}

/// The first `limit` names of different entities.
fn distinct<'g>(graph: &Graph, names: impl Iterator<Item = (&'g str, EntityId)>, limit: usize) -> Vec<Suggestion> {
    let mut seen = FxHashSet::default();
    names
        .filter(|(_, entity)| seen.insert(graph.face(*entity)))
        .take(limit)
        .map(|(text, entity)| Suggestion { entity, text: text.to_string() })
        .collect()
}

/// A walk over all keys that are within some edits of a query.
///
/// Edits are letters (bytes of the normal form) inserted, left out, changed, or swapped with their
/// neighbour. For each step down the map one row of the table of distances is computed, only
/// near its diagonal, and a branch is left where no entry of the row is small enough.
struct NearSearch<'q> {
    query: &'q [u8],
    distance_max: usize,
    /// Whether the beginning of a key is enough.
    beginnings: bool,
    /// By depth: distances of the path so far from each beginning of the query.
    rows: Vec<u8>,
    path: Vec<u8>,
}

/// A node on the way down: where, which branch comes next, and the output so far.
struct PathNode {
    node: CompiledAddr,
    next: usize,
    output: u64,
}

impl<'q> NearSearch<'q> {
    fn new(query: &'q [u8], distance_max: usize) -> Self {
        let width = query.len() + 1;
        let mut rows = vec![u8::MAX; width * (width + distance_max + 1)];
        for (j, cell) in rows.iter_mut().take(distance_max + 1).take(width).enumerate() {
            *cell = j as u8;
        }
        Self { query, distance_max, beginnings: false, rows, path: Vec::with_capacity(width + distance_max) }
    }

    fn of_beginnings(query: &'q [u8], distance_max: usize) -> Self {
        Self { beginnings: true, ..Self::new(query, distance_max) }
    }

    fn run(mut self, names: &NameIndex, graph: &Graph, steps: &mut usize) -> Vec<(usize, u64)> {
        let Some(keys) = &names.keys else { return Vec::new() };
        let mut found = Vec::new();
        let mut stack = vec![PathNode { node: keys.root().addr(), next: 0, output: 0 }];
        while let Some(frame) = stack.last_mut() {
            let node = keys.node(frame.node);
            if frame.next == node.len() || *steps == 0 || found.len() >= NEAR_MAX {
                stack.pop();
                self.path.pop();
                continue;
            }
            let step = node.transition(frame.next);
            frame.next += 1;
            *steps -= 1;
            let output = frame.output + step.out.value();
            if !self.descend(step.inp) {
                continue;
            }
            let child = keys.node(step.addr);
            if self.beginnings && usize::from(self.last_cell()) <= self.distance_max {
                self.take_below(names, graph, step.addr, output, &mut found);
                self.path.pop();
                continue;
            }
            if child.is_final() {
                let first = output + child.final_output().value();
                let distance = if child.is_empty() && self.beginnings {
                    distance_of_beginning(self.query, &names.key_at(graph, first as usize))
                } else if child.is_empty() {
                    self.distance_along(names.key_at(graph, first as usize).as_bytes())
                } else {
                    usize::from(self.last_cell())
                };
                if distance <= self.distance_max {
                    found.push((distance, first));
                }
            }
            stack.push(PathNode { node: step.addr, next: 0, output });
        }
        found
    }

    /// Takes the first keys below a node, each with the least distance of a beginning of it.
    fn take_below(
        &self,
        names: &NameIndex,
        graph: &Graph,
        top: CompiledAddr,
        output: u64,
        found: &mut Vec<(usize, u64)>,
    ) {
        let Some(keys) = &names.keys else { return };
        let mut stack = vec![(top, output)];
        let mut taken = 0;
        while let Some((address, output)) = stack.pop() {
            let node = keys.node(address);
            if node.is_final() {
                let first = output + node.final_output().value();
                let key = names.key_at(graph, first as usize);
                found.push((distance_of_beginning(self.query, &key), first));
                taken += 1;
            }
            if taken >= BELOW_MAX {
                return;
            }
            stack.extend((0..node.len()).rev().map(|branch| {
                let step = node.transition(branch);
                (step.addr, output + step.out.value())
            }));
        }
    }

    /// Goes one letter down; `false`, and stays, where nothing near can be below.
    fn descend(&mut self, letter: u8) -> bool {
        let width = self.query.len() + 1;
        let depth = self.path.len() + 1;
        if depth > self.query.len() + self.distance_max {
            return false;
        }
        let (before, row) = self.rows.split_at_mut(depth * width);
        let above = &before[(depth - 1) * width..];
        let swapped = self.path.last().map(|&last| (last, &before[depth.saturating_sub(2) * width..]));
        let low = depth.saturating_sub(self.distance_max);
        let high = (depth + self.distance_max).min(self.query.len());
        // What lies beside the band counts as far, whatever an earlier branch left there.
        if low > 0 {
            row[low - 1] = u8::MAX;
        }
        let mut nearest = u8::MAX;
        for j in low..=high {
            let mut cell = above[j].saturating_add(1);
            if let Some(i) = j.checked_sub(1) {
                let changed = u8::from(self.query[i] != letter);
                cell = cell.min(row[i].saturating_add(1)).min(above[i].saturating_add(changed));
                if let (Some((last, two_above)), Some(k)) = (swapped, i.checked_sub(1))
                    && self.query[i] == last
                    && self.query[k] == letter
                {
                    cell = cell.min(two_above[k].saturating_add(1));
                }
            }
            row[j] = cell;
            nearest = nearest.min(cell);
        }
        if high < self.query.len() {
            row[high + 1] = u8::MAX;
        }
        let near = usize::from(nearest) <= self.distance_max;
        if near {
            self.path.push(letter);
        }
        near
    }

    /// Distance of a key, of which the path is the beginning, from the whole query.
    fn distance_along(&mut self, key: &[u8]) -> usize {
        let depth = self.path.len();
        let near = key.get(depth..).unwrap_or(&[]).iter().all(|&letter| self.descend(letter));
        let distance = if near { usize::from(self.last_cell()) } else { usize::MAX };
        self.path.truncate(depth);
        distance
    }

    /// Distance of the path from the whole query.
    fn last_cell(&self) -> u8 {
        let width = self.query.len() + 1;
        let (depth, end) = (self.path.len(), self.query.len());
        // Too short a path has no entry for the whole query in its band.
        if depth + self.distance_max < end { u8::MAX } else { self.rows[depth * width + end] }
    }
}

/// The least distance of a text from a beginning of a key.
fn distance_of_beginning(query: &[u8], key: &str) -> usize {
    let text = String::from_utf8_lossy(query);
    let letters = text.chars().count();
    let slips = slips_allowed(letters);
    let lengths = letters.saturating_sub(slips)..=letters + slips;
    let distances = lengths.map(|length| {
        let beginning: String = key.chars().take(length).collect();
        strsim::osa_distance(&text, &beginning)
    });
    distances.min().unwrap_or(usize::MAX)
}
