//! Names and lists of them.

use super::walk::{span_of, unquoted, word};
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
            Mark::NameAsAdjective if text.starts_with('"') => {
                NameText::Known { text: unquoted(&text), quoted: true, span }
            }
            Mark::Name | Mark::NameAsAdjective => NameText::Known { text, quoted: false, span },
            Mark::Quoted => NameText::Known { text, quoted: true, span },
            Mark::Unknown => NameText::Unknown { text, quoted: false, span },
            Mark::Variable => NameText::Variable(Text { text, span }),
            Mark::Label => NameText::Label(Text { text, span }),
            _ => return self.unknown_token(token),
        })
    }
}

/// The connector between two items; none where there is only a comma.
pub(super) fn joint(tokens: &[Token]) -> Option<(Connector, Span)> {
    tokens.iter().find_map(|token| Some((Connector::of(token.mark)?, token.span)))
}

/// A list of its items and of what separates them. A comma means the connector after it;
/// where none follows, for the last one, and for `or` where the list has none (R6).
pub(super) fn joined<T>(items: Vec<T>, joints: &[Option<(Connector, Span)>]) -> Joined<T> {
    let words = || joints.iter().flatten();
    let first = |wanted| words().find(|(connector, _)| *connector == wanted).map(|(_, span)| *span);
    let mut after = words().last().map_or(Connector::Or, |(connector, _)| *connector);
    let mut connectors: Vec<Connector> = Vec::with_capacity(joints.len());
    for joint in joints.iter().rev() {
        after = joint.map_or(after, |(connector, _)| connector);
        connectors.push(after);
    }
    let mut alternatives: Vec<Vec<T>> = Vec::new();
    for item in items {
        let before = if alternatives.is_empty() { None } else { connectors.pop() };
        match alternatives.last_mut() {
            Some(all) if before == Some(Connector::And) => all.push(item),
            Some(_) | None => alternatives.push(vec![item]),
        }
    }
    Joined { alternatives, mixed: first(Connector::And).zip(first(Connector::Or)) }
}
