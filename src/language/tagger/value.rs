//! Values: after a comparison any one run is one, and after `level` a level.

use super::Tagger;
use super::run::RunKind;
use crate::language::marks::Mark;
use crate::language::scan::PieceKind;
use crate::vocabulary::PropertyType;

impl Tagger<'_> {
    /// One run, whatever it is: a listed value, a form, a name, a keyword, or unknown words.
    pub(super) fn value(&mut self, at: usize) -> usize {
        match self.pieces[at].kind {
            PieceKind::Quoted => return self.emit(Mark::Quoted, None, at, at + 1),
            PieceKind::Variable => return self.emit(Mark::Variable, None, at, at + 1),
            PieceKind::Number => return self.emit(Mark::Number, None, at, at + 1),
            PieceKind::Word | PieceKind::Sign(_) => {}
        }
        let level_open = self.state.level_open;
        let known = if level_open { Some(1) } else { self.value_length(at) };
        let end = known.map_or_else(|| self.unknown_end(at), |length| at + length);
        self.emit(Mark::Value, None, at, end);
        self.state.level_open = level_open;
        end
    }

    fn value_length(&self, at: usize) -> Option<usize> {
        let listed = self.listed_value(at);
        let form = self.form_at(at).map(|(length, _)| length);
        let keyword = self.keyword_rows(at).next().map(|(length, _)| length);
        listed.max(form).max(keyword).max(self.name_length(at))
    }

    /// The longest value of the property before the comparison that starts here.
    fn listed_value(&self, at: usize) -> Option<usize> {
        let column = self.out.tokens.len().checked_sub(2).and_then(|i| self.out.tokens.get(i))?;
        let properties = &self.form(column.form?).properties;
        let values = properties.iter().filter_map(|&property| match &self.lexicon.vocabulary.property(property).of {
            PropertyType::Ordered(values) | PropertyType::Enum(values) | PropertyType::Set(values) => Some(values),
            PropertyType::Text | PropertyType::Number | PropertyType::Year => None,
            PropertyType::Date | PropertyType::Bool | PropertyType::Via { .. } => None,
        });
        let limit = self.run_end(at);
        let length = |value: &String| {
            let end = at + value.split(' ').count();
            let same = value.split(' ').zip(at..end).all(|(one, i)| one.eq_ignore_ascii_case(self.word_at(i)));
            (end <= limit && same).then_some(end - at)
        };
        values.flatten().filter_map(length).max()
    }

    fn unknown_end(&self, at: usize) -> usize {
        (at + 1..self.run_end(at))
            .find(|&end| !matches!(self.classify(end), RunKind::Unknown))
            .unwrap_or(self.run_end(at))
    }

    /// Whether the piece after `level` is its value: not in `level = A`, `by level desc`.
    pub(super) fn is_level_value(&self, at: usize) -> bool {
        self.is_listed_level(at)
            || self.pieces.get(at).is_some_and(|piece| match piece.kind {
                PieceKind::Quoted | PieceKind::Variable | PieceKind::Number => true,
                PieceKind::Word => self.keyword_rows(at).next().is_none(),
                PieceKind::Sign(_) => false,
            })
    }

    /// Whether a piece is one letter or a value of an ordered property.
    pub(super) fn is_listed_level(&self, at: usize) -> bool {
        let word = self.word_at(at);
        let listed = |values: &[String]| values.iter().any(|value| value.eq_ignore_ascii_case(word));
        !word.is_empty()
            && (word.len() == 1
                || self.lexicon.vocabulary.properties.iter().any(|property| match &property.of {
                    PropertyType::Ordered(values) => listed(values),
                    PropertyType::Enum(_) | PropertyType::Set(_) | PropertyType::Text | PropertyType::Number => false,
                    PropertyType::Year | PropertyType::Date | PropertyType::Bool | PropertyType::Via { .. } => false,
                }))
    }
}
