//! Clauses and what they lead to.

use super::name::{joined, joint};
use super::phrase::without_brackets;
use super::walk::{TokenWalk, span_of, word};
use super::{Builder, Rule, RuleNode, RuleNodes};
use crate::language::ast::{
    Clause, ClauseKind, Connector, Context, Literal, Object, Profile, QuantifierSyntax, Relation,
};
use crate::language::marks::Mark;

impl Builder<'_> {
    pub(super) fn clauses(&mut self, nodes: RuleNodes<'_>) -> Option<Vec<Clause>> {
        nodes.map(|node| self.clause(node)).collect()
    }

    pub(super) fn clause(&mut self, node: RuleNode<'_>) -> Option<Clause> {
        let mut walk = self.walk(&node);
        let span = span_of(walk.tokens);
        let comma = walk.has(Mark::Comma);
        let connector = walk.tokens.first().and_then(|token| Some((Connector::of(token.mark)?, token.span)));
        let node = node.into_inner().next()?;
        let kind = match node.as_rule() {
            Rule::relation => ClauseKind::Relation(self.relation(node)?),
            Rule::context => ClauseKind::Context(self.context(node)?),
            Rule::without => ClauseKind::Without(self.object(node.into_inner().next()?)?),
            Rule::clauses => {
                let negated = self.walk(&node).has(Mark::Not);
                ClauseKind::Group { negated, clauses: self.clauses(node.into_inner())? }
            }
            Rule::filter => ClauseKind::Filter(self.filter(node)?),
            _ => return self.unknown_node(&node),
        };
        Some(Clause { comma, connector, kind, span })
    }

    pub(super) fn relation(&mut self, node: RuleNode<'_>) -> Option<Relation> {
        let mut walk = self.walk(&node);
        walk.take(|mark| matches!(mark, Mark::That | Mark::Which));
        walk.take(|mark| matches!(mark, Mark::Is | Mark::Does | Mark::Can));
        let negated = walk.has(Mark::Not);
        let object = node.into_inner().next()?;
        let count = walk.tokens.len().saturating_sub(self.walk(&object).tokens.len());
        let tokens = walk.tokens.get(..count)?;
        // Verbs and connectors take turns.
        let joints: Vec<_> = tokens.iter().skip(1).step_by(2).map(|token| joint(std::slice::from_ref(token))).collect();
        let verbs = joined(tokens.iter().step_by(2).map(word).collect(), &joints);
        Some(Relation { negated, verbs, object: self.object(object)? })
    }

    pub(super) fn object(&mut self, node: RuleNode<'_>) -> Option<Object> {
        match node.as_rule() {
            Rule::quantified => {
                let mut walk = self.walk(&node);
                let span = span_of(walk.tokens);
                let quantifier = self.quantifier(&mut walk)?;
                Some(Object::Quantified { quantifier, head: self.head(node.into_inner().next()?)?, span })
            }
            Rule::mixed => self.profile(node).map(Object::Profile),
            Rule::head => self.head(node).map(|head| Object::Head(without_brackets(head))),
            _ => self.unknown_node(&node),
        }
    }

    /// `at least 3`, `no`; a number alone means exactly that many.
    pub(super) fn quantifier(&mut self, walk: &mut TokenWalk<'_>) -> Option<QuantifierSyntax> {
        let first = walk.next()?;
        let counted: fn(u64) -> QuantifierSyntax = match first.mark {
            Mark::No => return Some(QuantifierSyntax::No),
            Mark::Only => return Some(QuantifierSyntax::Only),
            Mark::Every => return Some(QuantifierSyntax::Every),
            Mark::Number => return Some(QuantifierSyntax::Exactly(self.number(first))),
            Mark::AtLeast => QuantifierSyntax::AtLeast,
            Mark::AtMost => QuantifierSyntax::AtMost,
            Mark::Exactly => QuantifierSyntax::Exactly,
            Mark::MoreThan => QuantifierSyntax::MoreThan,
            Mark::FewerThan => QuantifierSyntax::FewerThan,
            _ => return self.unknown_token(first),
        };
        Some(counted(self.number(walk.next()?)))
    }

    pub(super) fn profile(&mut self, node: RuleNode<'_>) -> Option<Profile> {
        let span = self.span(&node);
        let literals = node.into_inner().map(|node| self.literal(node)).collect::<Option<_>>()?;
        Some(Profile { literals, span })
    }

    pub(super) fn literal(&mut self, node: RuleNode<'_>) -> Option<Literal> {
        let span = self.span(&node);
        let negated = match node.as_rule() {
            Rule::negative => true,
            Rule::positive | Rule::alternatives => false,
            _ => return self.unknown_node(&node),
        };
        let alternatives = node.into_inner().map(|name| self.name(&name)).collect::<Option<_>>()?;
        Some(Literal { negated, alternatives, span })
    }

    pub(super) fn context(&mut self, node: RuleNode<'_>) -> Option<Context> {
        let mut walk = self.walk(&node);
        let negated = walk.has(Mark::Not);
        let preposition = walk.next()?.span;
        Some(Context { negated, preposition, object: self.object(node.into_inner().next()?)? })
    }
}
