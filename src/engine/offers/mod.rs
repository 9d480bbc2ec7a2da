//! What to ask instead of a text that is not understood: questions about the names in it that have rows.

mod questions;
mod trial;

use super::lexicon::GraphNames;
use super::state::State;
use super::{Engine, Settings, plain};
use crate::answer::Note;
use crate::diagnostic::{Code, Diagnostic, Help};
use crate::graph::EntityId;
use crate::language::{Lexicon, plain as words};
use crate::query::{Domain, Resolved};
use crate::text::{Source, Span};
use crate::vocabulary::{End, KindSet};
use questions::Subject;
pub(super) use trial::Trial;

/// So many questions are offered.
const OFFERS_MAX: usize = 3;

/// Where no other question would help: the fault is not in the words.
const NOT_OF_WORDS: &[Code] = &[
    Code::EmptyQuery,
    Code::File,
    Code::Graph,
    Code::Vocabulary,
    Code::Cycle,
    Code::MissingParameter,
    Code::UnknownSetting,
    Code::UnknownVariable,
    Code::NoLastAnswer,
    Code::ExpectFailed,
];

impl Engine {
    /// Adds to the faults of a text which names in it are known, and what can be asked about them.
    pub(super) fn with_offers(&self, source: &Source, state: &State<'_>, faults: &mut [Diagnostic]) {
        let fixed = if let [fault] = &*faults { self.fixed(source, fault, state) } else { Vec::new() };
        let Some(fault) = faults.first_mut().filter(|fault| !NOT_OF_WORDS.contains(&fault.code)) else { return };
        let found = self.recognised(&source.text);
        let subjects = self.subjects(&found);
        let mut trial = Trial::new(self, &state.bindings, &state.settings, OFFERS_MAX);
        for reading in std::mem::take(&mut fault.offers) {
            if !trial.take(&reading) && !trial.is_full() {
                let text = format!("`{reading}` is one meaning: it has no rows");
                fault.help.push(Help { text, fix: None });
            }
        }
        if !subjects.is_empty() {
            trial.take_all(fixed);
            trial.take_all(self.parts(source, state));
            trial.take_all(questions::of_rows(&self.rules().phrases.offers, &found, &subjects));
            if trial.found.is_empty() {
                trial.take_all(questions::of_words(self.graph.vocabulary(), &subjects));
            }
            fault.help.push(Help { text: self.summary(&subjects), fix: None });
        }
        fault.offers = trial.found;
    }

    /// The note beside an empty answer whose question looks for an edge that a name never has: questions
    /// about the same names that have rows.
    pub(super) fn elsewhere(&self, text: &str, resolved: &Resolved, settings: &Settings) -> Option<Note> {
        let absent = self.absent_edge(resolved)?;
        let found = self.recognised(text);
        let mut trial = Trial::new(self, &[], settings, OFFERS_MAX);
        trial.take_all(questions::of_rows(&self.rules().phrases.offers, &found, &self.subjects(&found)));
        if trial.found.is_empty() {
            return None;
        }
        let questions: Vec<String> = trial.found.iter().map(|question| format!("`{question}`")).collect();
        Some(Note::new("offers", format!("{absent}; these questions have rows: {}", questions.join(", "))))
    }

    /// A verb of facts that no edge of its object's name has.
    fn absent_edge(&self, resolved: &Resolved) -> Option<String> {
        let vocabulary = self.graph.vocabulary();
        for link in &resolved.query.links {
            let Domain::Named(names) = &resolved.query.node(link.object).domain else { continue };
            let [(relation, head)] = link.steps[..] else { continue };
            let verb = vocabulary.verb(relation);
            if verb.is_claim() || verb.derived.is_some() || link.is_context || link.adjective {
                continue;
            }
            let edges = match head {
                End::From => self.graph.backward(relation),
                End::To => self.graph.forward(relation),
            };
            if names.members.iter().all(|member| edges.degree(member.entity) == 0) {
                let participle = &verb.participles[usize::from(head == End::To)];
                let name = names.seeds.first()?.typed.as_str();
                return Some(format!("nothing in this graph is stated as {participle} {name}"));
            }
        }
        None
    }

    fn recognised(&self, text: &str) -> words::Recognised {
        let names = GraphNames::new(self);
        words::recognise(text, &Lexicon { vocabulary: self.graph.vocabulary(), names: &names }, self.rules())
    }

    /// The names of a text, and the genes of its variants.
    fn subjects(&self, found: &words::Recognised) -> Vec<Subject> {
        let mut subjects: Vec<Subject> = found.things.iter().map(|thing| self.subject(thing)).collect();
        for thing in &found.things {
            for gene in self.genes_of(&thing.text) {
                let text = self.graph.name(gene).to_owned();
                if subjects.iter().all(|subject| !subject.text.eq_ignore_ascii_case(&text)) {
                    let kinds = KindSet::of(&[self.graph.kind(gene)]);
                    subjects.push(Subject { text, kinds, meanings: Vec::new(), is_part: true });
                }
            }
        }
        subjects
    }

    fn subject(&self, thing: &words::Thing) -> Subject {
        let entities = GraphNames::new(self).entities_of(unquoted(&thing.text));
        let mut faces: Vec<EntityId> = Vec::new();
        for entity in &entities {
            let face = self.graph.face(*entity);
            if !faces.contains(&face) {
                faces.push(face);
            }
        }
        let several = faces.len() > 1 && !self.names.is_any_of(&self.graph, &entities);
        let meanings =
            if several { faces.iter().map(|&face| self.graph.name(face).to_owned()).collect() } else { Vec::new() };
        // `PARP inhibitors` is the class PARP inhibitor.
        let singular = faces.first().map(|&face| self.graph.name(face));
        let singular = singular.filter(|name| faces.len() == 1 && thing.text.eq_ignore_ascii_case(&format!("{name}s")));
        let text = singular.unwrap_or(&thing.text).to_owned();
        Subject { text, kinds: thing.kinds, meanings, is_part: thing.is_part }
    }

    /// The genes that a name is a variant of.
    fn genes_of(&self, text: &str) -> Vec<EntityId> {
        let Some(variant_of) = self.graph.model().relations.variant_of else { return Vec::new() };
        let entities = GraphNames::new(self).entities_of(unquoted(text));
        let faces = entities.iter().flat_map(|entity| self.graph.faces(entity));
        let mut genes: Vec<u32> =
            faces.flat_map(|&face| self.graph.forward(variant_of).targets(face)).copied().collect();
        genes.sort_unstable();
        genes.dedup();
        genes.into_iter().map(EntityId).collect()
    }

    /// `recognised: NSCLC (cancer), exon 20 insertion (variant: EGFR …, ERBB2 …)`.
    fn summary(&self, subjects: &[Subject]) -> String {
        let vocabulary = self.graph.vocabulary();
        let whole = subjects.iter().filter(|subject| !subject.is_part);
        let names: Vec<String> = whole
            .map(|subject| {
                let kind = subject.kinds.iter().next().map_or("name", |kind| vocabulary.kind_name(kind));
                match subject.meanings.as_slice() {
                    [] => format!("{} ({kind})", unquoted(&subject.text)),
                    meanings => format!("{} ({kind}: {})", unquoted(&subject.text), meanings.join(" or ")),
                }
            })
            .collect();
        format!("recognised: {}", names.join(", "))
    }

    /// The text with each fix of its fault, where that makes a question of it.
    fn fixed(&self, source: &Source, fault: &Diagnostic, state: &State<'_>) -> Vec<String> {
        let fixes = fault.help.iter().filter_map(|help| help.fix.as_ref());
        fixes.filter_map(|(span, text)| self.sentence(&replaced(&source.text, *span, text)?, state)).collect()
    }

    /// The questions that a text consists of, where the whole is none.
    fn parts(&self, source: &Source, state: &State<'_>) -> Vec<String> {
        let names = GraphNames::new(self);
        let lexicon = Lexicon { vocabulary: self.graph.vocabulary(), names: &names };
        let parts = words::parts(&source.text, &lexicon, self.rules());
        parts.iter().filter_map(|part| self.sentence(part, state)).collect()
    }

    /// A text as a sentence of the language, whether it is one or is read as one.
    fn sentence(&self, text: &str, state: &State<'_>) -> Option<String> {
        let source = Source::new("query", text.trim());
        let statement = self.statement(&source).ok();
        if statement.is_some_and(|statement| !plain::is_bare(&statement)) {
            return Some(source.text);
        }
        let read = self.plain(&source, state).ok()??;
        Some(read.source.text.clone())
    }
}

/// A name as it was typed: plain words put one in quotes where it is written for another.
fn unquoted(text: &str) -> &str {
    text.trim_matches('"')
}

/// A text with another piece in place of a span.
fn replaced(text: &str, span: Span, piece: &str) -> Option<String> {
    let (before, after) = (text.get(..span.start as usize)?, text.get(span.end as usize..)?);
    Some(format!("{before}{piece}{after}"))
}
