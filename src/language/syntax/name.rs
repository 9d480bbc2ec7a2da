//! Names and lists of them.

use super::walk::{span_of, word};
use super::{Builder, RuleNode};
use crate::language::ast::{Connector, Joined, Name, NameText, Names, Text};
use crate::language::marks::Mark;
use crate::language::tagger::Token;
use crate::text::Span;

impl Builder<'_> {
    pub(super) fn names(&mut self, node: RuleNode<'_>) -> Option<Names> {
        let span = span_of(self.walk(&node).tokens);
        let (mut items, mut joints) = (Vec::new(), Vec::new());
        let mut end = None;
        for name in node.into_inner() {
            let place = name.as_span();
            if let Some(end) = end {
                let between = self.number_at(end)..self.number_at(place.start());
                joints.push(joint(self.tagged.tokens.get(between)?));
            }
            end = Some(place.end());
            items.push(self.name(&name)?);
        }
        Some(Names { list: joined(items, &joints), span })
    }

    pub(super) fn name(&mut self, node: &RuleNode<'_>) -> Option<Name> {
        let mut walk = self.walk(node);
        let span = span_of(walk.tokens);
        let exactly = walk.has(Mark::Exactly);
        let kind = walk.take(|mark| mark == Mark::Kind || mark.is_noun()).map(|token| self.text(token));
        let text = self.name_text(walk.next()?)?;
        let noun_after = walk.take(|mark| mark == Mark::NounOfName).map(word);
        Some(Name { exactly, kind, text, noun_after, or_broader: walk.has(Mark::OrBroader), span })
    }

    pub(super) fn name_text(&mut self, token: &Token) -> Option<NameText> {
        let Text { text, span } = self.text(token);
        Some(match token.mark {
            Mark::Name | Mark::NameAsAdjective => NameText::Known { text, quoted: false, span },
            Mark::Quoted => NameText::Known { text, quoted: true, span },
            Mark::Unknown => NameText::Unknown { text, quoted: false, span },
            Mark::Variable => NameText::Variable(Text { text, span }),
            Mark::Label => NameText::Label(Text { text, span }),
            _ => return self.unknown_token(token),
        })
    }
}

/// The connector between two items; none where only a comma stands there.
pub(super) fn joint(tokens: &[Token]) -> Option<(Connector, Span)> {
    tokens.iter().find_map(|token| Some((Connector::of(token.mark)?, token.span)))
}

/// A list of its items and of what stands between them. A comma stands for the connector after it; where none
/// follows, for the last one, and for `or` where the list has none (R6).
pub(super) fn joined<T>(items: Vec<T>, joints: &[Option<(Connector, Span)>]) -> Joined<T> {
    let words = |from: usize| joints.iter().skip(from).flatten();
    let first = |wanted| words(0).find(|(connector, _)| *connector == wanted).map(|(_, span)| *span);
    let connector = |joint: usize| words(joint).next().or_else(|| words(0).last()).map(|(connector, _)| *connector);
    let mut alternatives: Vec<Vec<T>> = Vec::new();
    for (place, item) in items.into_iter().enumerate() {
        match (alternatives.last_mut(), place.checked_sub(1).and_then(connector)) {
            (Some(all), Some(Connector::And)) => all.push(item),
            (_, _) => alternatives.push(vec![item]),
        }
    }
    Joined { alternatives, mixed: first(Connector::And).zip(first(Connector::Or)) }
}
