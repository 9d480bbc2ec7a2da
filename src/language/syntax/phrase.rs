//! Sets, phrases and their heads.

use super::walk::{TokenWalk, span_of, word};
use super::{Builder, RuleNode};
use crate::language::ast::{
    AdjectiveWord, Head, HeadKind, Name, Object, Phrase, SetExpression, SetOperator, StageSyntax, Text,
};
use crate::language::marks::Mark;
use crate::language::tagger::Token;

impl Builder<'_> {
    pub(super) fn set(&mut self, node: RuleNode<'_>) -> Option<SetExpression> {
        let mut inner = node.into_inner();
        let first = self.phrase(inner.next()?)?;
        let mut rest = Vec::new();
        for phrase in inner {
            // The operator is the one token between two phrases.
            let operator = self.tagged.tokens.get(self.number_at(phrase.as_span().start()).checked_sub(1)?)?;
            let Some(kind) = SetOperator::of(operator.mark) else { return self.unknown_token(operator) };
            rest.push((kind, operator.span, self.phrase(phrase)?));
        }
        Some(SetExpression { first, rest })
    }

    pub(super) fn phrase(&mut self, node: RuleNode<'_>) -> Option<Phrase> {
        let span = self.span(&node);
        let mut inner = node.into_inner();
        let head = self.head(inner.next()?)?;
        Some(Phrase { head, clauses: self.clauses(inner)?, span })
    }

    pub(super) fn head(&mut self, node: RuleNode<'_>) -> Option<Head> {
        let mut walk = self.walk(&node);
        let tokens = walk.tokens;
        let mut inner = node.into_inner();
        // `what` alone, or with a label, is a head itself.
        let before_noun = tokens.get(1).is_some_and(|next| next.mark != Mark::As);
        let determiner = walk.take(|mark| mark.is_determiner() || (mark == Mark::What && before_noun));
        let determiner = determiner.map(|token| token.span);
        let adjectives = self.adjectives(&mut walk)?;
        let kind = match walk.mark()? {
            Mark::NounForm | Mark::NounFormOrVerb => {
                let form = word(walk.next()?);
                HeadKind::NounForm { form, object: Box::new(self.object(inner.next()?)?) }
            }
            Mark::Open => self.group(inner.next()?)?,
            Mark::What => HeadKind::What,
            mark if mark.is_noun() => {
                let noun = word(walk.next()?);
                let names = match inner.next() {
                    Some(names) => Some(self.names(names)?),
                    None => None,
                };
                HeadKind::Noun { noun, names }
            }
            // Every other head is a list of names: what a name may begin with is checked there.
            _ => HeadKind::Names(self.names(inner.next()?)?),
        };
        // `targets of drugs as d`: the label is that of the object, which ends where the head does.
        let label = if is_labelled_within(&kind) { None } else { self.label(tokens) };
        Some(Head { determiner, adjectives, kind, label, span: span_of(tokens) })
    }

    /// `as g` at the end of a node.
    pub(super) fn label(&self, tokens: &[Token]) -> Option<Text> {
        let [.., word, label] = tokens else { return None };
        (word.mark == Mark::As && label.mark == Mark::Identifier).then(|| self.text(label))
    }

    pub(super) fn adjectives(&mut self, walk: &mut TokenWalk<'_>) -> Option<Vec<AdjectiveWord>> {
        let mut adjectives = Vec::new();
        loop {
            // A word that is noun and adjective is an adjective before another noun.
            let before_noun = walk.tokens.get(1).is_some_and(|next| next.mark.is_noun());
            let adjective = walk.take(|mark| mark.is_adjective() || (mark == Mark::NounOrAdjective && before_noun));
            let Some(adjective) = adjective else { return Some(adjectives) };
            let mut adjective = self.adjective(adjective)?;
            while let (AdjectiveWord::Names(names), [joint, next, ..]) = (&mut adjective, walk.tokens)
                && matches!(joint.mark, Mark::Or | Mark::Comma)
                && next.mark == Mark::NameAsAdjective
            {
                names.push(self.name_before_noun(next)?);
                walk.next();
                walk.next();
            }
            adjectives.push(adjective);
        }
    }

    pub(super) fn adjective(&mut self, token: &Token) -> Option<AdjectiveWord> {
        if token.mark != Mark::NameAsAdjective {
            return Some(AdjectiveWord::Form(word(token)));
        }
        Some(AdjectiveWord::Names(vec![self.name_before_noun(token)?]))
    }

    fn name_before_noun(&mut self, token: &Token) -> Option<Name> {
        let text = self.name_text(token)?;
        Some(Name { exactly: false, kind: None, text, noun_after: None, or_broader: false, span: token.span })
    }

    pub(super) fn group(&mut self, node: RuleNode<'_>) -> Option<HeadKind> {
        self.bracket(node).map(|(set, stages)| HeadKind::Group { set, stages })
    }

    /// A set in brackets, and what stages do with it there.
    pub(super) fn bracket(&mut self, node: RuleNode<'_>) -> Option<(Box<SetExpression>, Vec<StageSyntax>)> {
        let mut inner = node.into_inner();
        let set = Box::new(self.set(inner.next()?)?);
        let mut stages = Vec::new();
        for stage in inner {
            stages.push(self.stage(stage)?);
        }
        Some((set, stages))
    }
}

/// A list of names alone in brackets is that list: `in (kidney or liver)`.
pub(super) fn without_brackets(head: Head) -> Head {
    let is_list = matches!(&head.kind, HeadKind::Group { set, stages } if stages.is_empty() && is_name_list(set))
        && head.adjectives.is_empty()
        && head.label.is_none();
    if !is_list {
        return head;
    }
    let Head { determiner, adjectives, kind, label, span } = head;
    let kind = match kind {
        HeadKind::Group { set, .. } => set.first.head.kind,
        other => other,
    };
    Head { determiner, adjectives, kind, label, span }
}

fn is_name_list(set: &SetExpression) -> bool {
    let head = &set.first.head;
    set.rest.is_empty()
        && set.first.clauses.is_empty()
        && head.determiner.is_none()
        && head.adjectives.is_empty()
        && head.label.is_none()
        && matches!(head.kind, HeadKind::Names(_))
}

/// Whether the object of a noun form takes the label after it.
fn is_labelled_within(kind: &HeadKind) -> bool {
    let HeadKind::NounForm { object, .. } = kind else { return false };
    match &**object {
        Object::Head(head) | Object::Quantified { head, .. } => head.label.is_some() || is_labelled_within(&head.kind),
        Object::Profile(_) => false,
    }
}
