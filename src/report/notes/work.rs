//! What all notes of one answer share.

use crate::answer::Note;
use crate::exec::phrase::{Displayed, displayed};
use crate::exec::result::{SetRow, SetRows};
use crate::exec::set::Set;
use crate::exec::{Mode, Run, Stop};
use crate::graph::{EntityId, Field, NO_CODE, NONE, StatementId, values_of};
use crate::query::{Domain, LinkId, NamedSet, NodeId, SetId};
use crate::vocabulary::KindSet;
use crate::words::Parts;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::OnceCell;
use std::rc::Rc;

/// How many names a note lists.
const NAMES_SHOWN: usize = 5;

/// An answer, and the notes that were made of it so far.
pub(super) struct NoteWork<'w, 'a> {
    pub(super) run: &'w Run<'a>,
    pub(super) set: SetId,
    pub(super) head: NodeId,
    pub(super) rows: &'w SetRows,
    /// The verbs of the head.
    pub(super) verbs: Displayed,
    pub(super) notes: Vec<Note>,
    /// The names of the answer's rows, contested ones among them, as representatives.
    known: FxHashSet<EntityId>,
    claimed: OnceCell<Vec<EntityId>>,
    /// What `rest` found.
    pub(super) rest: OnceCell<Option<Rc<Set>>>,
}

impl<'w, 'a> NoteWork<'w, 'a> {
    pub(super) fn new(run: &'w Run<'a>, set: SetId, head: NodeId, rows: &'w SetRows) -> Self {
        let known = rows.rows.iter().chain(&rows.contested).map(|row| run.graph.face(EntityId(row.entity))).collect();
        Self {
            run,
            set,
            head,
            rows,
            verbs: displayed(run, head),
            notes: Vec::new(),
            known,
            claimed: OnceCell::new(),
            rest: OnceCell::new(),
        }
    }

    /// Whether a name is not among the rows, neither supported nor contested.
    pub(super) fn is_further(&self, entity: EntityId) -> bool {
        !self.known.contains(&self.run.graph.face(entity))
    }

    pub(super) fn name(&self, entity: u32) -> &str {
        self.run.graph.name(EntityId(entity))
    }

    pub(super) fn push(&mut self, code: &'static str, text: String) {
        if !self.notes.iter().any(|other| other.text == text) {
            self.notes.push(Note::new(code, text));
        }
    }

    /// The names of a node, where it was named.
    pub(super) fn named(&self, node: NodeId) -> Option<&'a NamedSet> {
        match &self.run.query.node(node).domain {
            Domain::Named(set) => Some(set),
            Domain::All | Domain::Set(_) | Domain::Below(_) | Domain::Same(_) | Domain::Rows => None,
        }
    }

    /// Writes parts of the question.
    pub(super) fn parts(&self) -> Parts<'_> {
        Parts { query: self.run.query, graph: self.run.graph }
    }

    /// What a node was called.
    pub(super) fn called(&self, node: NodeId) -> String {
        self.parts().called(node)
    }

    /// Classes and regimens that a claim verb of the head joins to its objects by a supporting
    /// statement: no others can be rows with evidence of their own.
    pub(super) fn claimed(&self) -> Result<&[EntityId], Stop> {
        if let Some(found) = self.claimed.get() {
            return Ok(found);
        }
        let (run, kinds) = (self.run, self.run.graph.model().kinds);
        let wanted = [kinds.drug_class, kinds.regimen].into_iter().flatten().fold(KindSet::default(), KindSet::with);
        let statements = run.graph.statements();
        let mut found = Vec::new();
        for &id in &self.verbs.claims {
            let link = run.query.link(id);
            let objects = run.object_set(id)?.unwrap_or_else(|| Set::of_kinds(run.graph, run.plan.kinds(link.object)));
            for &step in &link.steps {
                let reverse = run.reader.reverse(step);
                objects.each(|object| {
                    let edges = reverse.range(object);
                    run.budget.spend(edges.len() + 1)?;
                    for edge in edges {
                        let head = EntityId(reverse.all_targets()[edge]);
                        let Some(statement) = reverse.statement_at(edge) else { continue };
                        if wanted.has(run.graph.kind(head))
                            && !found.contains(&head)
                            && statements.supports(StatementId(statement))
                            && run.reader.counts(link, Mode::Supported, Some(statement), object)
                        {
                            found.push(head);
                        }
                    }
                    Ok::<(), Stop>(())
                })?;
            }
        }
        Ok(self.claimed.get_or_init(|| found))
    }

    /// Whether any edge of a link leads to one of these.
    pub(super) fn has_edges_to(&self, id: LinkId, objects: &[EntityId]) -> bool {
        let mut steps = self.run.query.link(id).steps.iter().map(|&step| self.run.reader.reverse(step));
        steps.any(|reverse| objects.iter().any(|object| reverse.degree(object.0) > 0))
    }

    /// The first of these names, and how many more there are.
    pub(super) fn listed(&self, names: impl ExactSizeIterator<Item = impl AsRef<str>>) -> String {
        let hidden = names.len().saturating_sub(NAMES_SHOWN);
        let mut text = String::new();
        for (place, name) in names.take(NAMES_SHOWN).enumerate() {
            text.push_str(if place == 0 { "" } else { ", " });
            text.push_str(name.as_ref());
        }
        if hidden > 0 {
            text.push_str(&format!(" and {hidden} more"));
        }
        text
    }

    /// The names of rows.
    pub(super) fn row_names(&self, rows: &[SetRow]) -> String {
        self.listed(rows.iter().map(|row| self.name(row.entity)))
    }

    /// `8 more at level B to E on NSCLC, 2 more at level C on …`, most first: rows by what their
    /// best statements are on.
    pub(super) fn by_level(&self, rows: impl Iterator<Item = (Option<StatementId>, Option<u32>)>) -> String {
        let statements = self.run.graph.statements();
        let mut levels: FxHashMap<u32, Vec<u8>> = FxHashMap::default();
        for (best, on) in rows {
            let level = best.map_or(NO_CODE, |best| statements.code(best, Field::Level));
            levels.entry(on.unwrap_or(NONE)).or_default().push(level);
        }
        levels.remove(&NONE);
        let mut groups: Vec<(Vec<u8>, &str)> = levels.into_iter().map(|(on, levels)| (levels, self.name(on))).collect();
        groups.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.1.cmp(b.1)));
        let told = |(levels, name): (Vec<u8>, &str)| format!("{} more{} on {name}", levels.len(), self.levels(&levels));
        self.listed(groups.into_iter().map(told))
    }

    /// ` at level B to E`; nothing where there are no levels.
    fn levels(&self, codes: &[u8]) -> String {
        let graph = self.run.graph;
        let Some(property) = graph.model().property(Field::Level) else { return String::new() };
        let names = values_of(&graph.vocabulary().property(property).of);
        let name = |code: Option<&u8>| names.get(usize::from(*code?)).map(String::as_str);
        match (name(codes.iter().min()), name(codes.iter().filter(|&&code| code != NO_CODE).max())) {
            (Some(best), Some(worst)) if best == worst => format!(" at level {best}"),
            (Some(best), Some(worst)) => format!(" at level {best} to {worst}"),
            (_, _) => String::new(),
        }
    }

    /// `3 in HER2-positive breast cancer, 1 in …`, most first; rows without a cancer are left out.
    pub(super) fn by_cancer(&self, cancers: impl Iterator<Item = Option<u32>>, word: &str) -> String {
        let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
        cancers.flatten().for_each(|cancer| *counts.entry(cancer).or_default() += 1);
        let mut counts: Vec<(usize, &str)> =
            counts.into_iter().map(|(cancer, count)| (count, self.name(cancer))).collect();
        counts.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        self.listed(counts.into_iter().map(|(count, name)| format!("{count} {word} {name}")))
    }
}

pub(super) fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
