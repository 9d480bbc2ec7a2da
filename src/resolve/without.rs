//! `without X`: no relation to X, where one relation joins the kinds (rule R8).

use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast;
use crate::language::ast::Connector;
use crate::resolve::draft::Draft;
use crate::resolve::frame::Frame;
use crate::resolve::scope::{Scope, join_words};
use crate::resolve::verbs::VerbClause;
use crate::resolve::{kinds, nouns, verbs};
use crate::text::Span;
use crate::vocabulary::{End, KindSet, RelationId, VerbUse, fold};

/// `without X`: no relation to X, where one relation joins the kinds.
pub(super) fn without(
    scope: &Scope<'_>,
    draft: &mut Draft,
    frame: &mut Frame,
    clause: &ast::Clause,
    object: &ast::Object,
    connector: (Connector, Span),
) -> Option<()> {
    let vocabulary = scope.graph.vocabulary();
    let objects = kinds::object_kinds(scope, draft, object);
    let kinds = draft.query.node(frame.base).kinds;
    let mut joining = Vec::new();
    for (relation, verb) in vocabulary.relations() {
        for head in [End::From, End::To] {
            let fits = !KindSet::of(verb.kinds(head)).and(kinds).is_empty()
                && !KindSet::of(verb.kinds(head.other())).and(objects).is_empty();
            let joins = fits && verb.derived.is_none() && !(verb.undirected && head == End::To);
            if joins && has_edge(scope, relation, head, kinds, objects) {
                joining.push((relation, head));
            }
        }
    }
    let participle = |&(relation, head): &(RelationId, End)| {
        vocabulary.verb(relation).participles[usize::from(head == End::To)].as_str()
    };
    match joining.as_slice() {
        [one] => {
            let word = ast::Word { form: vocabulary.forms.find(&fold::spaced(participle(one))), span: clause.span };
            let is_meant = |verb: &&VerbUse| (verb.relation, verb.head) == *one && verb.noun_form.is_none();
            let uses = kinds::uses_of(scope, &word).filter(is_meant).collect();
            let verbs = vec![vec![(uses, word)]];
            let said = VerbClause { node: frame.base, verbs, object, negated: true, connector: connector.0 };
            verbs::attach(scope, draft, frame, &said)
        }
        [] => {
            let errors = draft.diagnostics.len();
            nouns::report_unknown_names(scope, draft, object, None);
            if draft.diagnostics.len() > errors {
                return None;
            }
            let message = format!("no relation joins {} and {}", scope.one_of(kinds), scope.one_of(objects));
            draft.error(Diagnostic::error(Code::WrongKind, clause.span, message));
            None
        }
        several => {
            let message = format!("`without` does not say which of {} relations is meant", several.len());
            let quoted: Vec<String> = several.iter().map(|step| format!("`not {} …`", participle(step))).collect();
            let quoted: Vec<&str> = quoted.iter().map(String::as_str).collect();
            let help = format!("write the verb: {}", join_words(&quoted, "or"));
            draft.error(Diagnostic::error(Code::AmbiguousAttachment, clause.span, message).help(help));
            None
        }
    }
}

/// Whether a relation joins entities of these kinds at all in this graph: `is a` is used for
/// cancers and for drugs, but no drug is a cancer.
fn has_edge(scope: &Scope<'_>, relation: RelationId, head: End, kinds: KindSet, objects: KindSet) -> bool {
    let adjacency = match head {
        End::From => scope.graph.forward(relation),
        End::To => scope.graph.backward(relation),
    };
    let kind = |entity: u32| scope.graph.kind(crate::graph::EntityId(entity));
    let heads = adjacency.sources().filter(|&entity| kinds.has(kind(entity)));
    let mut targets = heads.flat_map(|entity| adjacency.targets(entity));
    targets.any(|&object| objects.has(kind(object)))
}
