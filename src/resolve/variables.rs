//! `$names`: parameters, and names that are bound to nothing.

use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast;
use crate::language::ast::ValueSyntax;
use crate::resolve::draft::Draft;
use crate::resolve::environment::Binding;
use crate::resolve::scope::Scope;

/// The value of a parameter; an error is recorded where there is none.
pub(super) fn parameter(scope: &Scope<'_>, draft: &mut Draft, variable: &ast::Text) -> Option<String> {
    match scope.binding(&variable.text) {
        Some((_, Binding::Value(value))) => Some(value.clone()),
        Some((_, Binding::Query(_))) => {
            draft.error(Diagnostic::error(
                Code::TypeMismatch,
                variable.span,
                format!("`${}` is a set, but a name or value is needed here", variable.text),
            ));
            None
        }
        Some((_, Binding::Foreign)) => {
            foreign_variable(draft, variable);
            None
        }
        None => {
            unknown_variable(scope, draft, variable);
            None
        }
    }
}

fn foreign_variable(draft: &mut Draft, variable: &ast::Text) {
    let message =
        format!("`${}` was set for another graph and cannot be understood with the words of this one", variable.text);
    let help = format!("set it again: `let ${} = …`", variable.text);
    draft.error(Diagnostic::error(Code::UnknownVariable, variable.span, message).help(help));
}

pub(super) fn unknown_variable(scope: &Scope<'_>, draft: &mut Draft, variable: &ast::Text) {
    let mut error =
        Diagnostic::error(Code::UnknownVariable, variable.span, format!("`${}` was never set", variable.text));
    let near = crate::names::suggest_word(&variable.text, scope.bindings.iter().map(|(name, _)| name.as_str()));
    error = match near {
        Some(near) => error.fix(format!("did you mean `${near}`?"), variable.span, format!("${near}")),
        None => error.help(format!("set it with `let ${0} = …` or `--param {0}=…`", variable.text)),
    };
    draft.error(error);
}

/// The text of a value; a parameter gives its own.
pub(super) fn value_text(scope: &Scope<'_>, draft: &mut Draft, value: &ValueSyntax) -> Option<String> {
    match value {
        ValueSyntax::Text { text, .. } => Some(text.clone()),
        ValueSyntax::Variable(variable) => parameter(scope, draft, variable),
    }
}
