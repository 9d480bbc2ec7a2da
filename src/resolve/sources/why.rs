//! `why [not] NAME in QUERY`.

use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast;
use crate::query::{RowSource, Why, WhySubject};
use crate::resolve::draft::Draft;
use crate::resolve::scope::Scope;
use crate::resolve::{names, sets, stages};

pub(super) fn why(scope: &Scope<'_>, draft: &mut Draft, why: &ast::WhySyntax) -> Option<Why> {
    let (set, wanted) = match &why.query {
        None => (None, None),
        Some(query) => {
            let ast::SourceSyntax::Set(set) = &query.source else {
                draft.error(
                    Diagnostic::error(Code::TypeMismatch, query.span, "`why` asks about a row of a set of entities")
                        .help(
                            "write a question such as `why not lapatinib in approved drugs targeting HER2 in gastric`",
                        ),
                );
                return None;
            };
            let set = sets::set_expression(scope, draft, set)?;
            let mut source = RowSource::Set(set);
            stages::stages(scope, draft, &mut source, &query.stages, &mut stages::AnswerOutput::default());
            let kinds = draft.query.kinds_of(set);
            (Some(set), Some(kinds))
        }
    };
    let subject = match &why.subject {
        ast::WhySubjectSyntax::Row(row, _) => WhySubject::Row(*row),
        ast::WhySubjectSyntax::Name(name) => WhySubject::Entity(names::seed(scope, draft, name, wanted, "")?),
    };
    Some(Why { negated: why.negated, subject, set })
}
