//! Sets: phrases joined by `and`, `or` and `except`, brackets and variables (rules R6 and R7).

use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast::{self};
use crate::query::{SetId, SetNode};
use crate::resolve::{Binding, Resolver};
use crate::text::Span;

impl Resolver<'_> {
    /// A chain of set operations: `and` binds tighter than `or` and `except` (R6).
    pub(crate) fn set_expression(&mut self, set: &ast::SetExpression) -> Option<SetId> {
        self.check_mixed_set(set);
        let mut sum: Option<(ast::SetOperator, SetId)> = None;
        let mut product = self.phrase_set(&set.first);
        let mut pending: Option<ast::SetOperator> = None;
        for (operator, _, phrase) in &set.rest {
            if self.is_full(phrase.span) {
                return None;
            }
            if *operator == ast::SetOperator::Intersect {
                let right = self.phrase_set(phrase);
                product = self.combine(SetNode::Intersect, product, right);
            } else {
                sum = self.add_up(sum, pending, product);
                pending = Some(*operator);
                product = self.phrase_set(phrase);
            }
        }
        self.add_up(sum, pending, product).map(|(_, set)| set)
    }

    pub(super) fn add_up(
        &mut self,
        sum: Option<(ast::SetOperator, SetId)>,
        operator: Option<ast::SetOperator>,
        right: Option<SetId>,
    ) -> Option<(ast::SetOperator, SetId)> {
        let right = right?;
        let Some((_, left)) = sum else { return Some((ast::SetOperator::Union, right)) };
        let node = match operator {
            Some(ast::SetOperator::Except) => SetNode::Except(left, right),
            Some(ast::SetOperator::Union | ast::SetOperator::Intersect) | None => SetNode::Union(left, right),
        };
        self.check_same_kind(left, right);
        Some((ast::SetOperator::Union, self.push_set(node)))
    }

    pub(super) fn combine(
        &mut self,
        make: impl Fn(SetId, SetId) -> SetNode,
        left: Option<SetId>,
        right: Option<SetId>,
    ) -> Option<SetId> {
        let (left, right) = (left?, right?);
        self.check_same_kind(left, right);
        Some(self.push_set(make(left, right)))
    }

    /// A set holds entities of one kind (or of the kinds of one verb side).
    pub(super) fn check_same_kind(&mut self, left: SetId, right: SetId) {
        let (left, right) = (self.query.head_of(left), self.query.head_of(right));
        let (a, b) = (self.query.node(left).kinds, self.query.node(right).kinds);
        if a.and(b).is_empty() && !self.inclusions.share_faces(a, b) {
            let span = self.query.node(right).span;
            let message =
                format!("a {} and a {} have nothing in common", self.kind_list(a, "or"), self.kind_list(b, "or"));
            self.error(
                Diagnostic::error(Code::WrongKind, span, message)
                    .help("both sides of a set operation must be of one kind"),
            );
        }
    }

    pub(super) fn check_mixed_set(&mut self, set: &ast::SetExpression) {
        let find = |wanted| set.rest.iter().find(|(operator, _, _)| *operator == wanted).map(|(_, span, _)| *span);
        if let (Some(and), Some(or)) = (find(ast::SetOperator::Intersect), find(ast::SetOperator::Union)) {
            self.mixed(and, or);
        }
    }

    /// R7: `and` and `or` side by side.
    pub(super) fn mixed(&mut self, and: Span, or: Span) {
        if self.strict {
            self.error(
                Diagnostic::error(
                    Code::MixedConnectors,
                    and.to(or),
                    "`and` and `or` stand side by side without brackets",
                )
                .label(and, "this binds first")
                .help("put the part that belongs together in brackets: `(A and B) or C`, or `A and (B or C)`"),
            );
        } else {
            self.note("mixed", "`and` binds tighter than `or`: see the brackets in the reading".to_owned());
        }
    }

    pub(crate) fn push_set(&mut self, set: SetNode) -> SetId {
        self.query.sets.push(set);
        SetId(self.query.sets.len() as u32 - 1)
    }

    pub(super) fn phrase_set(&mut self, phrase: &ast::Phrase) -> Option<SetId> {
        if phrase.clauses.is_empty()
            && phrase.head.adjectives.is_empty()
            && phrase.head.label.is_none()
            && let Some(set) = self.bare_set(&phrase.head)
        {
            return set;
        }
        let node = self.phrase(phrase)?;
        Some(self.push_set(SetNode::Phrase(node)))
    }

    /// A bracket or variable with nothing said of it is the set itself.
    pub(super) fn bare_set(&mut self, head: &ast::Head) -> Option<Option<SetId>> {
        match &head.kind {
            ast::HeadKind::Group { set, stages } => Some(self.group(set, stages)),
            ast::HeadKind::Names(names) => {
                let [name] = names.items.as_slice() else { return None };
                let ast::NameText::Variable(variable) = &name.text else { return None };
                let binding = self.binding(&variable.text);
                matches!(binding, Some((_, Binding::Query(_)))).then(|| self.variable_set(variable))
            }
            ast::HeadKind::What | ast::HeadKind::Noun { .. } | ast::HeadKind::NounForm { .. } => None,
        }
    }

    pub(super) fn group(&mut self, set: &ast::SetExpression, stages: &[ast::Stage]) -> Option<SetId> {
        self.deeper(set.first.span, |resolver| {
            let id = resolver.set_expression(set)?;
            resolver.staged(id, stages)
        })
    }

    pub(super) fn staged(&mut self, set: SetId, stages: &[ast::Stage]) -> Option<SetId> {
        if stages.is_empty() {
            return Some(set);
        }
        let stages = self.set_stages(set, stages)?;
        Some(self.push_set(SetNode::Staged(set, stages)))
    }

    /// Reads the query of a `let` in place; it sees only what was set before it.
    pub(crate) fn variable_set(&mut self, variable: &ast::Text) -> Option<SetId> {
        if self.is_full(variable.span) {
            return None;
        }
        let Some((index, binding)) = self.binding(&variable.text) else {
            self.unknown_variable(variable);
            return None;
        };
        let Binding::Query(query) = binding else {
            self.parameter(variable)?;
            return None;
        };
        let ast::Source::Set(set) = &query.source else {
            self.error(Diagnostic::error(
                Code::TypeMismatch,
                variable.span,
                format!("`${}` is a table; a set of entities is wanted here", variable.text),
            ));
            return None;
        };
        let all = self.bindings;
        self.bindings = &all[..index];
        let errors = self.diagnostics.len();
        let id = self.deeper(variable.span, |resolver| {
            let id = resolver.set_expression(set)?;
            resolver.staged(id, &query.stages)
        });
        self.bindings = all;
        // Places inside the other statement mean nothing here: point at the variable.
        for diagnostic in &mut self.diagnostics[errors..] {
            diagnostic.labels.truncate(1);
            for label in &mut diagnostic.labels {
                label.span = variable.span;
            }
            diagnostic.help.iter_mut().for_each(|help| help.fix = None);
        }
        id
    }
}
