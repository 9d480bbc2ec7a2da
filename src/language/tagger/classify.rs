//! What the longest run is that starts at a piece.

use super::Tagger;
use super::run::RunKind;
use crate::language::keywords;
use crate::language::marks::{ANYWHERE, BEHIND_BAR, FUNCTION, Keyword, Mark, OPENING, STAGE};
use crate::language::scan::PieceKind;
use crate::vocabulary::FormId;
use crate::vocabulary::fold::fold_word;

impl Tagger<'_> {
    /// The longest run, and among equals label, keyword, form, name; an exact symbol in capitals
    /// outranks a word of the language of the same length.
    pub(super) fn classify(&self, at: usize) -> RunKind {
        if !self.labels.is_empty() && self.labels.contains(self.word_at(at)) {
            return RunKind::Label;
        }
        let keyword = self.keyword_at(at);
        let form = self.form_at(at);
        let keyword_length = keyword.map_or(0, |(length, _)| length);
        let form_length = form.map_or(0, |(length, _)| length);
        let word_length = keyword_length.max(form_length);
        if let Some(length) = self.name_length(at)
            && (length > word_length || (length == word_length && length == 1 && self.is_symbol(at)))
        {
            return RunKind::Name(length);
        }
        match (keyword, form) {
            (Some((length, keyword)), _) if length > 1 || length >= form_length => RunKind::Keyword(length, keyword),
            (_, Some((length, form))) => RunKind::Form(length, form),
            (Some((length, keyword)), None) => RunKind::Keyword(length, keyword),
            (None, None) => {
                self.misplaced_stage(at).map_or(RunKind::Unknown, |(length, keyword)| RunKind::Keyword(length, keyword))
            }
        }
    }

    fn is_symbol(&self, at: usize) -> bool {
        let word = self.word_at(at);
        word.bytes().any(|byte| byte.is_ascii_uppercase())
            && !word.bytes().any(|byte| byte.is_ascii_lowercase())
            && self.lexicon.names.is_exact_capital_symbol(word)
    }

    pub(super) fn name_length(&self, at: usize) -> Option<usize> {
        let end = self.run_end(at);
        self.lexicon.names.longest(self.folded_words.get(at..end)?, self.folded.language_word.get(at..end)?)
    }

    /// As [`Self::name_length`], with `first` in place of the word at `at`.
    pub(super) fn name_length_from(&self, first: &str, at: usize) -> Option<usize> {
        let mut folded = String::new();
        fold_word(first, &mut folded);
        let end = self.run_end(at);
        let mut words = self.folded_words.get(at..end)?.to_vec();
        *words.first_mut()? = &folded;
        self.lexicon.names.longest(&words, self.folded.language_word.get(at..end)?)
    }

    fn keyword_at(&self, at: usize) -> Option<(usize, &'static Keyword)> {
        self.keyword_rows(at).find(|(length, keyword)| self.is_allowed(keyword, at, at + length))
    }

    /// A stage without its bar; the grammar then says what is missing.
    fn misplaced_stage(&self, at: usize) -> Option<(usize, &'static Keyword)> {
        self.keyword_rows(at).find(|(_, keyword)| keyword.places & STAGE != 0)
    }

    /// Keywords that start here, the longer first, wherever they are allowed.
    pub(super) fn keyword_rows(&self, at: usize) -> impl Iterator<Item = (usize, &'static Keyword)> {
        let first = self.folded.first_words.get(at).copied().flatten();
        let can_be_longer = first.is_some_and(|word| word.longer) && self.run_end(at) > at + 1;
        let longer = if can_be_longer { keywords::find(self.folded_of(at, at + 2)) } else { None };
        let alone = first.and_then(|word| word.alone);
        longer.map(|keyword| (2, keyword)).into_iter().chain(alone.map(|keyword| (1, keyword)))
    }

    fn is_allowed(&self, keyword: &Keyword, at: usize, end: usize) -> bool {
        let function = keyword.places & FUNCTION != 0
            && self.state.behind_bar
            && self.pieces.get(end).is_some_and(|piece| piece.kind == PieceKind::Sign(Mark::Open));
        let allowed = keyword.places & (ANYWHERE | self.state.place) != 0
            || (keyword.places & BEHIND_BAR != 0 && self.state.behind_bar)
            || function
            || self.out.tokens.last().is_some_and(|token| keyword.after.contains(&token.mark));
        allowed && !(keyword.places & OPENING != 0 && self.is_noun_before_name(at, end))
    }

    /// `profile Mark::Value` is the noun, `profile drugs` the opener.
    fn is_noun_before_name(&self, at: usize, end: usize) -> bool {
        let noun = self.lexicon.vocabulary.forms.find(self.folded_of(at, end)).and_then(|form| self.form(form).noun);
        noun.is_some()
            && self.pieces.get(end).is_some_and(|next| match next.kind {
                PieceKind::Quoted => true,
                PieceKind::Word => self.form_at(end).is_none() && self.name_length(end).is_some(),
                PieceKind::Number | PieceKind::Variable | PieceKind::Sign(_) => false,
            })
    }

    pub(super) fn form_at(&self, at: usize) -> Option<(usize, FormId)> {
        let forms = &self.lexicon.vocabulary.forms;
        if !self.folded.language_word[at] {
            return None;
        }
        let mut longest = None;
        for end in at + 1..=self.run_end(at) {
            let text = self.folded_of(at, end);
            if let Some(form) = forms.find(text) {
                longest = Some((end - at, form));
            }
            if !forms.begins(text) {
                break;
            }
        }
        longest
    }
}
