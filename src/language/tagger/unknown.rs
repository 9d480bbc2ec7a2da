//! Words that nothing knows: a name or a verb, by their place.

use super::Tagger;
use super::form::form_mark;
use super::run::RunKind;
use crate::language::marks::Mark;
use crate::language::scan::PieceKind;
use crate::vocabulary::Form;

/// Unknown words of one statement that are compared with all verbs; more are hardly a question.
const COMPARED_MAX: usize = 16;

impl Tagger<'_> {
    /// A run that nothing knows, with the unknown words after it.
    pub(super) fn unknown(&mut self, at: usize) -> usize {
        let verb_place = self.out.tokens.last().is_some_and(|token| ends_head(token.mark)) && !self.state.behind_bar;
        if verb_place && (self.resembles_verb(at) || self.starts_object(at + 1)) {
            return self.emit(Mark::UnknownVerb, None, at, at + 1);
        }
        let limit = self.run_end(at);
        let mut end = at + 1;
        while end < limit
            && self.pieces[end].kind == PieceKind::Word
            && matches!(self.classify(end), RunKind::Unknown)
            && !self.resembles_verb(end)
        {
            end += 1;
        }
        // `TP53 R273H`: a known name with an unknown word after it is an unknown name.
        if verb_place
            && let Some(first) = self.out.tokens.last().filter(|token| token.mark == Mark::Name).map(|token| token.span)
            && let Some(last) = self.pieces.get(end - 1).map(|piece| piece.span)
        {
            self.retag(self.out.tokens.len() - 1, Mark::Unknown);
            if let Some(token) = self.out.tokens.last_mut() {
                token.span = first.to(last);
            }
            return end;
        }
        self.emit(Mark::Unknown, None, at, end)
    }

    /// Whether a known object starts at a piece.
    fn starts_object(&self, at: usize) -> bool {
        let Some(piece) = self.pieces.get(at) else { return false };
        match piece.kind {
            PieceKind::Quoted | PieceKind::Variable | PieceKind::Sign(Mark::Open) => true,
            PieceKind::Number | PieceKind::Sign(_) => false,
            PieceKind::Word => match self.classify(at) {
                RunKind::Label | RunKind::Name(_) => true,
                RunKind::Keyword(_, keyword) => starts_object(keyword.mark),
                RunKind::Form(_, form) => starts_object(form_mark(self.form(form))),
                RunKind::Unknown => false,
            },
        }
    }

    /// Whether an unknown word is a verb with a slip of the pen.
    fn resembles_verb(&mut self, at: usize) -> bool {
        let folded = self.folded_of(at, at + 1);
        let distance_max = match folded.len() {
            0..=4 => return false,
            5..=6 => 1,
            _ => 2,
        };
        if self.state.compared >= COMPARED_MAX {
            return false;
        }
        let close = |form: &Form| {
            let first = form.text.split(' ').next().unwrap_or("");
            !form.verbs.is_empty()
                && first.len().abs_diff(folded.len()) <= distance_max
                && strsim::osa_distance(first, folded) <= distance_max
        };
        let found = self.lexicon.vocabulary.forms.iter().any(|(_, form)| close(form));
        self.state.compared += 1;
        found
    }
}

/// Whether a verb may follow this mark.
fn ends_head(mark: Mark) -> bool {
    matches!(
        mark,
        Mark::Noun
            | Mark::NounOrVerb
            | Mark::NounOrAdjective
            | Mark::NounOfName
            | Mark::Name
            | Mark::Quoted
            | Mark::Label
            | Mark::Identifier
            | Mark::Variable
            | Mark::Close
            | Mark::That
            | Mark::Which
            | Mark::What
            | Mark::Is
            | Mark::Does
            | Mark::Can
            | Mark::But
    )
}

/// Whether an object may start with this mark, besides with a name.
fn starts_object(mark: Mark) -> bool {
    mark.is_noun()
        || mark.is_noun_form()
        || mark.is_determiner()
        || mark.is_quantifier()
        || matches!(mark, Mark::Adjective | Mark::What)
}
