//! Names and lists of them.

use super::walk::{span_of, word};
use super::{Builder, RuleNode};
use crate::language::ast::{Connector, Name, NameText, Names, Text};
use crate::language::marks::Mark;
use crate::language::tagger::Token;
use crate::text::Span;

impl Builder<'_> {
    pub(super) fn names(&mut self, node: RuleNode<'_>) -> Option<Names> {
        let walk = self.walk(&node);
        let span = span_of(walk.tokens);
        let items = node.into_inner().map(|name| self.name(&name)).collect::<Option<Vec<_>>>()?;
        let words = if items.len() > 1 { connectors(walk.tokens) } else { Vec::new() };
        let (connector, mixed) = joined(words, Connector::Or);
        Some(Names { items, connector, mixed, span })
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

/// All connectors among these tokens.
pub(super) fn connectors(tokens: &[Token]) -> Vec<(Connector, Span)> {
    tokens.iter().filter_map(|token| Some((Connector::of(token.mark)?, token.span))).collect()
}

/// The connector that a list's words come to: the last; the places of all where both words occur.
pub(super) fn joined(words: Vec<(Connector, Span)>, otherwise: Connector) -> (Connector, Vec<(Connector, Span)>) {
    let last = words.last().map_or(otherwise, |(connector, _)| *connector);
    let is_mixed = words.iter().any(|(connector, _)| *connector != last);
    (last, if is_mixed { words } else { Vec::new() })
}
