//! Where rows come from: sets, and the sources that are more than a set.

use crate::language::ast;
use crate::query::{RowSource, SetId, SetNode};
use crate::resolve::draft::Draft;
use crate::resolve::nest::{self, Nested};
use crate::resolve::scope::Scope;
use crate::resolve::sets;

mod compare;
mod describe;
mod endpoint;
mod findings;
mod paths;
mod resolve;
mod why;

pub use findings::is_sequence_change;
pub use resolve::forced;

/// The source of a question; `None` where an error was recorded.
pub(super) fn source(scope: &Scope<'_>, draft: &mut Draft, source: &ast::SourceSyntax) -> Option<RowSource> {
    match source {
        ast::SourceSyntax::Set(set) => sets::set_expression(scope, draft, set).map(RowSource::Set),
        ast::SourceSyntax::Does(phrase) => phrase_as_set(scope, draft, phrase).map(RowSource::Does),
        ast::SourceSyntax::Evidence(phrase) => phrase_as_set(scope, draft, phrase).map(RowSource::Evidence),
        ast::SourceSyntax::Describe { names, word } => describe::describe(scope, draft, names.as_ref(), word.as_ref()),
        ast::SourceSyntax::Resolve(text) => resolve::resolve(scope, draft, text),
        ast::SourceSyntax::Why(why) => why::why(scope, draft, why),
        ast::SourceSyntax::Paths(paths) => paths::paths(scope, draft, paths).map(RowSource::Paths),
        ast::SourceSyntax::Neighbours { of, options, .. } => paths::neighbours(scope, draft, of, options),
        ast::SourceSyntax::Compare { sides, by, .. } => compare::compare(scope, draft, sides, by),
        ast::SourceSyntax::Match(question) => findings::match_question(scope, draft, question),
        ast::SourceSyntax::Conflicts { about, .. } => match about {
            None => Some(RowSource::Conflicts(None)),
            Some(phrase) => phrase_as_set(scope, draft, phrase).map(|set| RowSource::Conflicts(Some(set))),
        },
    }
}

fn phrase_as_set(scope: &Scope<'_>, draft: &mut Draft, phrase: &ast::Phrase) -> Option<SetId> {
    let node = nest::read(scope, draft, &Nested::phrase(phrase, None))?;
    Some(draft.push_set(SetNode::Phrase(node)))
}
