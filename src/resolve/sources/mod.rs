//! Where rows come from: sets, and the sources that are more than a set.

use crate::language::ast;
use crate::model::SourceResolver;
use crate::query::{Compare, Described, Match, Paths, QueryParts, RowSource, SetId, SetNode, Why};
use crate::resolve::draft::Draft;
use crate::resolve::nest::{self, Nested};
use crate::resolve::scope::Scope;
use crate::resolve::sets;
use std::convert::Infallible;

mod compare;
mod describe;
mod endpoint;
mod findings;
mod paths;
mod resolve;
mod why;

pub use resolve::forced;

/// The source of a question; `None` where an error was recorded.
pub(super) fn source(scope: &Scope<'_>, draft: &mut Draft, source: &ast::SourceSyntax) -> Option<RowSource> {
    if let ast::SourceSyntax::Neighbours(neighbours) = source {
        return paths::neighbours(scope, draft, neighbours).map(RowSource::Set);
    }
    source.resolve(&mut SourceReading { scope, draft })
}

/// Gives the parts of a source a meaning.
struct SourceReading<'r, 's> {
    scope: &'r Scope<'s>,
    draft: &'r mut Draft,
}

impl SourceResolver<ast::SyntaxParts, QueryParts> for SourceReading<'_, '_> {
    fn set(&mut self, set: &ast::SetExpression) -> Option<SetId> {
        sets::set_expression(self.scope, self.draft, set)
    }

    fn question(&mut self, question: &ast::Phrase) -> Option<SetId> {
        self.phrase(question)
    }

    fn phrase(&mut self, phrase: &ast::Phrase) -> Option<SetId> {
        phrase_as_set(self.scope, self.draft, phrase)
    }

    fn described(&mut self, described: &ast::DescribedSyntax) -> Option<Described> {
        describe::describe(self.scope, self.draft, described)
    }

    fn name(&mut self, name: &ast::Text) -> Option<String> {
        resolve::resolve(self.scope, self.draft, name)
    }

    fn why(&mut self, why: &ast::WhySyntax) -> Option<Why> {
        why::why(self.scope, self.draft, why)
    }

    fn paths(&mut self, paths: &ast::PathsSyntax) -> Option<Paths> {
        paths::paths(self.scope, self.draft, paths)
    }

    /// They were made a set already.
    fn neighbours(&mut self, _: &ast::NeighboursSyntax) -> Option<Infallible> {
        None
    }

    fn compare(&mut self, compare: &ast::CompareSyntax) -> Option<Compare> {
        compare::compare(self.scope, self.draft, compare)
    }

    fn findings(&mut self, findings: &ast::MatchSyntax) -> Option<Match> {
        findings::match_question(self.scope, self.draft, findings)
    }

    fn about(&mut self, about: &Option<ast::Phrase>) -> Option<Option<SetId>> {
        match about {
            Some(phrase) => sets::phrase_set(self.scope, self.draft, phrase).map(Some),
            None => Some(None),
        }
    }
}

fn phrase_as_set(scope: &Scope<'_>, draft: &mut Draft, phrase: &ast::Phrase) -> Option<SetId> {
    let node = nest::read(scope, draft, &Nested::phrase(phrase, None))?;
    Some(draft.push_set(SetNode::Phrase(node)))
}
