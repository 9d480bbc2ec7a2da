//! What people write: a text that is no sentence of the language is read as the one that it means.

use super::lexicon::GraphNames;
use super::state::State;
use super::{Engine, Settings};
use crate::answer::Note;
use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast::{ClauseKind, HeadKind, Name, SourceSyntax, Statement, StatementKind};
use crate::language::plain::{self, Candidate, Plain, Rules};
use crate::language::{Lexicon, NameLookup};
use crate::query::Resolved;
use crate::text::{Source, Span};
use crate::words;
use std::sync::Arc;

/// A text that was read as a sentence of the language.
#[derive(Clone, Debug)]
pub(super) struct PlainReading {
    /// The sentence, which spans point into.
    pub(super) source: Arc<Source>,
    pub(super) statement: Statement,
    pub(super) resolved: Resolved,
    pub(super) notes: Vec<Note>,
}

/// A candidate that has a meaning, and the meaning in words.
struct Meant {
    reading: String,
    plain: PlainReading,
}

impl Engine {
    /// Reads a text in plain words.
    ///
    /// # Errors
    /// It asks for what the graph does not hold, or it has several meanings. None: it has no
    /// meaning that is known.
    pub(super) fn plain(&self, source: &Source, state: &State<'_>) -> Result<Option<PlainReading>, Diagnostic> {
        let whole = Span::new(0, source.text.len() as u32);
        let names = GraphNames::new(self);
        let lexicon = Lexicon { vocabulary: self.graph.vocabulary(), names: &names };
        for read in [plain::read, plain::read_loosely] {
            let groups = match read(&source.text, &lexicon, self.rules()) {
                Plain::Candidates(groups) => groups,
                Plain::Refused(why) => return Err(Diagnostic::error(Code::NotRecorded, whole, why)),
            };
            for group in groups {
                let mut meant = self.meanings(&group, source, state);
                match meant.len() {
                    0 => {}
                    1 => return Ok(meant.pop().map(|meant| meant.plain)),
                    _ => return Err(ambiguous(whole, &meant)),
                }
            }
        }
        Ok(None)
    }

    /// The different meanings of candidates.
    fn meanings(&self, group: &[Candidate], source: &Source, state: &State<'_>) -> Vec<Meant> {
        let mut meant: Vec<Meant> = Vec::new();
        for candidate in group {
            if let Some(found) = self.meaning(candidate, source, &state.bindings, &state.settings)
                && meant.iter().all(|other| other.reading != found.reading)
            {
                meant.push(found);
            }
        }
        meant
    }

    /// Whether the head of a question is nothing but names in the plural: those of classes mean what
    /// belongs to them (`PARP inhibitors treating …`), which a row of the vocabulary says.
    pub(super) fn has_plural_head(&self, statement: &Statement, text: &str) -> bool {
        let StatementKind::Query(query) = &statement.kind else { return false };
        let SourceSyntax::Set(set) = &query.source else { return false };
        let HeadKind::Names(names) = &set.first.head.kind else { return false };
        let known = GraphNames::new(self);
        names.iter().all(|name| {
            let plural = text.get(name.span.start as usize..name.span.end as usize).unwrap_or_default();
            let singular = plural.strip_suffix('s').unwrap_or_default();
            !singular.is_empty() && known.kinds_of(singular) == known.kinds_of(plural)
        })
    }

    /// Whether a question is nothing but findings with an adjective (`germline BRCA1 mutation`), which
    /// is of the statements about them.
    pub(super) fn has_described_finding(&self, statement: &Statement, text: &str) -> bool {
        let StatementKind::Query(query) = &statement.kind else { return false };
        let SourceSyntax::Set(set) = &query.source else { return false };
        let phrase = &set.first;
        let HeadKind::Names(names) = &phrase.head.kind else { return false };
        let kinds = &self.graph.model().kinds;
        let findings = [kinds.variant, kinds.profile, kinds.biomarker];
        let known = GraphNames::new(self);
        let is_finding = |name: &Name| {
            let text = text.get(name.span.start as usize..name.span.end as usize).unwrap_or_default();
            known.kinds_of(text).into_iter().any(|kind| findings.contains(&Some(kind)))
        };
        set.rest.is_empty()
            && !phrase.head.adjectives.is_empty()
            && phrase.clauses.iter().all(|clause| matches!(clause.kind, ClauseKind::Context(_)))
            && names.iter().all(is_finding)
    }

    /// The rules of the vocabulary for plain words, made once.
    pub(super) fn rules(&self) -> &Rules {
        self.rules.get_or_init(|| Rules::new(self.graph.vocabulary().phrases()))
    }

    fn meaning(
        &self,
        candidate: &Candidate,
        asked: &Source,
        bindings: &[(String, crate::resolve::Binding)],
        settings: &Settings,
    ) -> Option<Meant> {
        let source = Source::new(asked.name.clone(), candidate.canonical.clone());
        let statement = self.statement(&source).ok()?;
        let StatementKind::Query(query) = &statement.kind else { return None };
        // Names alone are no question.
        if query.stages.is_empty() && is_bare(&statement) {
            return None;
        }
        let resolved = self.prepare(query, &source, bindings, settings).ok()?;
        let reading = words::reading(&resolved, &self.graph);
        let mut notes =
            vec![Note::new("plain", format!("read as `{}` ({})", candidate.canonical, candidate.rules.join("; ")))];
        notes.extend(candidate.notes.iter().map(|note| Note::new("read-over", note.clone())));
        Some(Meant { reading, plain: PlainReading { source: Arc::new(source), statement, resolved, notes } })
    }
}

/// The meanings are its offers; whether each has rows is found out later.
fn ambiguous(whole: Span, meant: &[Meant]) -> Diagnostic {
    let mut fault = Diagnostic::error(Code::AmbiguousReading, whole, "this can be understood in several ways");
    fault.offers = meant.iter().map(|one| one.plain.source.text.clone()).collect();
    fault
}

/// Whether a statement is nothing but names, or names `in` others: people who type that ask about
/// the things named.
pub(super) fn is_bare(statement: &Statement) -> bool {
    let StatementKind::Query(query) = &statement.kind else { return false };
    let SourceSyntax::Set(set) = &query.source else { return false };
    let phrase = &set.first;
    set.rest.is_empty()
        && phrase.clauses.iter().all(|clause| matches!(clause.kind, ClauseKind::Context(_)))
        && phrase.head.adjectives.is_empty()
        && matches!(phrase.head.kind, HeadKind::Names(_))
}
