//! Nodes and links without conditions yet.

use crate::query::{Condition, Domain, Evidence, Link, Node, NodeId, Quantifier, SetId};
use crate::resolve::draft::Draft;
use crate::resolve::scope::Scope;
use crate::text::Span;
use crate::vocabulary::{End, KindSet, RelationId};

pub(super) fn blank(scope: &Scope<'_>, kinds: KindSet, span: Span) -> Node {
    let heading = heading(scope, kinds);
    plain_node(kinds, &heading, span)
}

pub(super) fn set_node(draft: &mut Draft, id: SetId, domain: Domain, span: Span) -> NodeId {
    let inner = draft.query.node(draft.query.head_of(id));
    let node = Node {
        kinds: inner.kinds,
        domain,
        condition: Condition::True,
        label: None,
        heading: inner.heading.clone(),
        named: false,
        span,
    };
    draft.push_node(node)
}

pub(super) fn plain_node(kinds: KindSet, heading: &str, span: Span) -> Node {
    Node {
        kinds,
        domain: Domain::All,
        condition: Condition::True,
        label: None,
        heading: heading.to_owned(),
        named: false,
        span,
    }
}

/// The column name for entities of these kinds: the noun of the kind, `entity` where mixed.
pub(super) fn heading(scope: &Scope<'_>, kinds: KindSet) -> String {
    let vocabulary = scope.graph.vocabulary();
    let noun =
        vocabulary.nouns.iter().find(|noun| KindSet::of(&noun.kinds) == kinds).map(|noun| noun.singular().to_owned());
    noun.unwrap_or_else(|| "entity".to_owned())
}

pub(super) fn plain_link(steps: Vec<(RelationId, End)>, object: NodeId, word: &str, span: Span) -> Link {
    Link {
        steps,
        object,
        quantifier: Quantifier::Some,
        transitive: false,
        evidence: Evidence::default(),
        profile: None,
        lifted: false,
        is_context: false,
        adjective: false,
        noun_form: false,
        took_in: false,
        word: word.to_owned(),
        span,
    }
}
