//! Keywords and punctuation, and what they say about the runs after them.

use super::{Tagger, Token};
use crate::language::marks::{Keyword, Mark, OPENING, STAGE};
use crate::language::scan::{Piece, PieceKind};

impl Tagger<'_> {
    pub(super) fn punctuation(&mut self, mark: Mark, at: usize) -> usize {
        let next = self.emit(mark, None, at, at + 1);
        let state = &mut self.state;
        match mark {
            Mark::Bar => {
                state.place = STAGE;
                state.behind_bar = true;
                state.in_condition = false;
            }
            Mark::Open => state.brackets.push(state.behind_bar),
            Mark::Close => {
                state.behind_bar = state.brackets.pop().unwrap_or(false);
                if state.value_list.is_some_and(|depth| state.brackets.len() < depth) {
                    state.value_list = None;
                }
            }
            Mark::Equal if std::mem::take(&mut state.let_open) => state.place = OPENING,
            _ if mark.is_comparison() => state.value_next = true,
            _ => {}
        }
        if state.value_list == Some(state.brackets.len()) && matches!(mark, Mark::Open | Mark::Comma) {
            state.value_next = true;
        }
        next
    }

    pub(super) fn keyword(&mut self, keyword: &'static Keyword, at: usize, end: usize) -> usize {
        let form = self.lexicon.vocabulary.forms.find(self.folded_of(at, end));
        let level_open = std::mem::take(&mut self.state.level_open);
        let before = self.out.tokens.last().copied();
        let opening = self.state.place == OPENING;
        let value_list =
            keyword.mark == Mark::In && self.state.in_condition && before.is_some_and(|token| self.is_property(&token));
        let listed_level = keyword.mark == Mark::Or && level_open && self.is_listed_level(end);
        self.emit(keyword.mark, form, at, end);
        let state = &mut self.state;
        match keyword.mark {
            Mark::Let => state.let_open = true,
            Mark::Set => state.identifier_next = true,
            Mark::Show if opening => state.identifier_next = true,
            Mark::Explain | Mark::Profile => state.place = OPENING,
            Mark::Why => state.why_open = true,
            Mark::As => state.identifier_next = true,
            Mark::By | Mark::Stage(_) => state.behind_bar = true,
            Mark::Where | Mark::With => state.in_condition = true,
            Mark::Resolve => return self.rest_as_text(end),
            Mark::In if std::mem::take(&mut state.why_open) => state.place = OPENING,
            Mark::In if value_list => state.value_list = Some(state.brackets.len() + 1),
            Mark::Between if state.in_condition => {
                state.between_open = true;
                state.value_next = true;
            }
            Mark::And if std::mem::take(&mut state.between_open) => state.value_next = true,
            Mark::Level => {
                self.state.value_next = self.is_level_value(end);
                self.state.level_open = self.state.value_next;
            }
            Mark::Or if listed_level => {
                state.value_next = true;
                state.level_open = true;
            }
            mark if mark.is_comparison() => state.value_next = true,
            _ => {}
        }
        end
    }

    fn is_property(&self, token: &Token) -> bool {
        matches!(token.mark, Mark::Member | Mark::Property | Mark::Level)
            || token.form.is_some_and(|form| !self.form(form).properties.is_empty())
    }

    /// `resolve` takes everything up to a stage or the closing question mark.
    fn rest_as_text(&mut self, at: usize) -> usize {
        let is_end = |piece: &Piece| matches!(piece.kind, PieceKind::Sign(Mark::Bar | Mark::Question));
        let end = self.pieces[at..].iter().position(is_end).map_or(self.pieces.len(), |length| at + length);
        if end > at { self.emit(Mark::Text, None, at, end) } else { at }
    }
}
