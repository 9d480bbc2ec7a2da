//! Runs that are no name but were written for one: `exon 19 del`, `BRAF (V600E)`,
//! `PD-L1 CPS >= 10`.

use super::Tagger;
use super::run::RunKind;
use crate::language::marks::Mark;
use crate::language::scan::PieceKind;
use crate::text::Span;

/// Most words of such a run.
const RUN_MAX: usize = 6;
/// What stands between the members of a combination.
const PLUS: &[&str] = &["+", "plus"];
/// Most members of a combination behind the first.
const MEMBERS_MAX: usize = 6;
/// Words that may belong to a name though the vocabulary knows them, too.
const ALTERATIONS: &[&str] = &["mutation", "mutations", "fusion", "fusions", "alteration", "alterations", "exon"];

impl Tagger<'_> {
    /// How many pieces make a name by rewriting; more than `known`, the length of the name that
    /// starts here anyway.
    pub(super) fn written_length(&self, at: usize, known: usize) -> Option<usize> {
        if let Some(length) = self.combined_length(at, known) {
            return Some(length);
        }
        let mut end = at + known.max(1);
        if known > 0 && self.extended(at, end).is_none() {
            return None;
        }
        let mut ends = Vec::new();
        if known == 0 {
            ends.push(end);
        }
        while let Some(next) = self.extended(at, end).filter(|&next| next <= at + RUN_MAX) {
            ends.push(next);
            end = next;
        }
        ends.into_iter().rev().find(|&end| self.is_written(at, end)).map(|end| end - at)
    }

    /// How many pieces name a combination by its members: `encorafenib + binimetinib`.
    fn combined_length(&self, at: usize, known: usize) -> Option<usize> {
        let mut end = at + known;
        let mut ends = Vec::new();
        while known > 0
            && ends.len() < MEMBERS_MAX
            && self.pieces.get(end).is_some_and(|piece| piece.joined && piece.kind == PieceKind::Word)
            && PLUS.contains(&self.word_at(end))
            && self.pieces.get(end + 1).is_some_and(|piece| piece.joined && piece.kind == PieceKind::Word)
            && let RunKind::Name(length) = self.classify(end + 1)
        {
            end += 1 + length;
            ends.push(end);
        }
        let last = ends.into_iter().rev().find(|&end| self.is_written(at, end))?;
        Some(last - at)
    }

    /// Whether the pieces from one to before another were written for a name.
    fn is_written(&self, at: usize, end: usize) -> bool {
        let (Some(first), Some(last)) = (self.pieces.get(at), self.pieces.get(end - 1)) else { return false };
        self.lexicon.names.is_written(Span::new(first.span.start, last.span.end).of(self.text))
    }

    /// Where a run goes on that reaches up to `end`, if what follows may belong to its name.
    fn extended(&self, at: usize, end: usize) -> Option<usize> {
        let next = self.pieces.get(end).filter(|piece| piece.joined)?;
        let is_word = |at: usize| {
            self.pieces.get(at).is_some_and(|piece| matches!(piece.kind, PieceKind::Word | PieceKind::Number))
        };
        match next.kind {
            PieceKind::Number => Some(end + 1),
            PieceKind::Word => self.may_belong(at, end).then_some(end + 1),
            PieceKind::Sign(Mark::Open) => {
                let is_closed =
                    self.pieces.get(end + 2).is_some_and(|piece| piece.kind == PieceKind::Sign(Mark::Close));
                (is_word(end + 1) && is_closed).then_some(end + 3)
            }
            PieceKind::Sign(mark) if mark.is_comparison() => is_word(end + 1).then_some(end + 2),
            PieceKind::Sign(_) | PieceKind::Quoted | PieceKind::Variable => None,
        }
    }

    /// Whether a word may belong to the name before it. What is a word of the language or a name of
    /// its own does so only behind a word that is neither: `exon 9 mutation`, `squamous lung`.
    fn may_belong(&self, at: usize, end: usize) -> bool {
        let alteration = ALTERATIONS.contains(&self.folded_of(end, end + 1));
        if !alteration && self.folded.language_word.get(end).copied().unwrap_or(false) {
            return false;
        }
        match self.classify(end) {
            RunKind::Unknown => true,
            RunKind::Name(length) => length == 1 && end == at + 1 && matches!(self.classify(at), RunKind::Unknown),
            RunKind::Form(1, _) => alteration,
            RunKind::Form(..) | RunKind::Keyword(..) | RunKind::Label => false,
        }
    }
}
