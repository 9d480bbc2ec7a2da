//! `paths from A to B`, `neighbours of A`.

use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast;
use crate::query::{PathFilter, Paths, SetId, SetNode, Waypoints};
use crate::resolve::draft::Draft;
use crate::resolve::scope::Scope;
use crate::resolve::sources::endpoint;
use crate::resolve::{contexts, filters, names, nodes, unknown};
use crate::vocabulary::KindSet;

/// How far `paths` and `neighbours` go where the question does not say.
pub const DEFAULT_PATH_LENGTH: usize = 6;

pub(super) fn paths(scope: &Scope<'_>, draft: &mut Draft, paths: &ast::PathsSyntax) -> Option<Paths> {
    let from = endpoint::endpoint(scope, draft, &paths.from);
    let to = endpoint::endpoint(scope, draft, &paths.to);
    let mut resolved = Paths {
        shortest: paths.shortest,
        all: paths.all,
        from: from?,
        to: Some(to?),
        within: DEFAULT_PATH_LENGTH,
        via: Waypoints::default(),
        avoiding: Waypoints::default(),
        filter: PathFilter::default(),
    };
    // A shortest path is as long as it is, unless the question limits it.
    if paths.shortest {
        resolved.within = usize::MAX;
    }
    path_options(scope, draft, &mut resolved, &paths.options)?;
    Some(resolved)
}

pub(super) fn neighbours(scope: &Scope<'_>, draft: &mut Draft, neighbours: &ast::NeighboursSyntax) -> Option<SetId> {
    let from = endpoint::endpoint(scope, draft, &neighbours.of)?;
    let mut resolved = Paths {
        shortest: false,
        all: true,
        from,
        to: None,
        within: 1,
        via: Waypoints::default(),
        avoiding: Waypoints::default(),
        filter: PathFilter::default(),
    };
    path_options(scope, draft, &mut resolved, &neighbours.options)?;
    let kinds = scope.inclusions.all;
    let node = nodes::any(scope, kinds, crate::text::Span::default());
    let node = draft.push_node(node);
    Some(draft.push_set(SetNode::Neighbours(Box::new(resolved), node)))
}

fn path_options(scope: &Scope<'_>, draft: &mut Draft, paths: &mut Paths, options: &[ast::PathOption]) -> Option<()> {
    for option in options {
        match option {
            ast::PathOption::Within(steps, _) => paths.within = usize::try_from(*steps).unwrap_or(usize::MAX),
            ast::PathOption::Via(alternatives) => waypoints(scope, draft, alternatives, &mut paths.via)?,
            ast::PathOption::Avoiding(alternatives) => waypoints(scope, draft, alternatives, &mut paths.avoiding)?,
            ast::PathOption::Context(context) => {
                let nodes = contexts::context_nodes(scope, draft, context)?;
                draft.query.extra_contexts.extend(&nodes);
                paths.filter.contexts.extend(nodes);
            }
            ast::PathOption::Filter(filter) => {
                endpoint::note_inclusion(draft, filter);
                for (test, about, span) in filters::filter_tests(scope, draft, &[], filter)? {
                    if about.is_some() {
                        draft.error(Diagnostic::error(
                            Code::NoPlace,
                            span,
                            "paths can only be filtered by fields of statements",
                        ));
                        return None;
                    }
                    paths.filter.tests.push(test);
                }
            }
        }
    }
    Some(())
}

fn waypoints(
    scope: &Scope<'_>,
    draft: &mut Draft,
    alternatives: &[ast::Waypoint],
    waypoints: &mut Waypoints,
) -> Option<()> {
    for alternative in alternatives {
        match alternative {
            ast::Waypoint::Name(name) => {
                let seed = names::seed(scope, draft, name, None, "")?;
                waypoints.entities.extend(names::all_faces(scope, &seed.entities));
            }
            ast::Waypoint::Word(word) => {
                let form = word.form.map(|form| scope.graph.vocabulary().forms.get(form));
                match form {
                    Some(form) if form.noun.is_some() => {
                        let kinds = form.noun.map(|noun| KindSet::of(&scope.graph.vocabulary().noun(noun).kinds));
                        waypoints.kinds = waypoints.kinds.or(kinds.unwrap_or_default());
                    }
                    Some(form) if !form.verbs.is_empty() => {
                        for usage in &form.verbs {
                            if !waypoints.relations.contains(&usage.relation) {
                                waypoints.relations.push(usage.relation);
                            }
                        }
                    }
                    Some(_) | None => {
                        unknown::unknown_word(scope, draft, word.span, "a noun, a verb or a name");
                        return None;
                    }
                }
            }
        }
    }
    Some(())
}
