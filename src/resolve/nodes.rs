//! Nodes and links without conditions yet.

use crate::query::{Condition, Domain, Evidence, Link, Node, NodeId, Quantifier, SetId};
use crate::resolve::draft::Draft;
use crate::resolve::scope::Scope;
use crate::text::Span;
use crate::vocabulary::{End, KindSet, NounId, RelationId};

/// Anything of these kinds.
pub(super) fn any(scope: &Scope<'_>, kinds: KindSet, span: Span) -> Node {
    of_noun(kinds, noun_of(scope, kinds), span)
}

/// Anything of these kinds, called by a noun.
pub(super) const fn of_noun(kinds: KindSet, noun: Option<NounId>, span: Span) -> Node {
    Node { kinds, domain: Domain::All, condition: Condition::TRUE, label: None, noun, before: None, named: false, span }
}

/// What a set holds.
pub(super) fn of_set(scope: &Scope<'_>, draft: &mut Draft, id: SetId, domain: Domain, span: Span) -> NodeId {
    let (kinds, inner) = (draft.query.kinds_of(id), draft.query.node(draft.query.head_of(id)));
    let noun = if kinds == inner.kinds { inner.noun } else { noun_of(scope, kinds) };
    let node = Node { domain, ..of_noun(kinds, noun, span) };
    draft.push_node(node)
}

/// The noun for entities of these kinds; none where no noun stands for just these.
pub(super) fn noun_of(scope: &Scope<'_>, kinds: KindSet) -> Option<NounId> {
    let place = scope.vocabulary().nouns.iter().position(|noun| KindSet::of(&noun.kinds) == kinds)?;
    Some(NounId(place as u16))
}

/// Edges of these relations to an object.
pub(super) fn link(steps: Vec<(RelationId, End)>, object: NodeId, span: Span) -> Link {
    Link {
        steps,
        object,
        quantifier: Quantifier::Some,
        transitive: false,
        evidence: Evidence::default(),
        lifted: false,
        is_context: false,
        adjective: false,
        noun_form: false,
        took_in: false,
        forms: Vec::new(),
        span,
    }
}
