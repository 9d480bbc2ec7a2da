//! ObjectTargets of verbs: quantifiers, lists and profiles (rules R8, R9 and R11).

use crate::diagnostic::{Code, Diagnostic};
use crate::graph::EntityId;
use crate::language::ast;
use crate::query::{
    Domain, Inclusion, Member, Node, NodeId, ProfileLiteral, ProfileName, ProfileQuestion, Quantifier, Seed, SetNode,
};
use crate::resolve::draft::{Draft, MAX_FINDINGS};
use crate::resolve::frame::{Frame, Walk};
use crate::resolve::scope::Scope;
use crate::resolve::{connectors, expand, heads, names, nodes};
use crate::text::Span;
use crate::vocabulary::{KindId, KindSet};
use std::sync::Arc;

/// What an object came to.
pub(super) struct ObjectTargets {
    /// Joined by `or`, in each by `and`.
    pub(super) alternatives: Vec<Vec<NodeId>>,
    pub(super) quantifier: Quantifier,
    /// `no X`
    pub(super) none: bool,
}

impl ObjectTargets {
    /// One of whatever a node holds.
    pub(super) fn some(node: NodeId) -> Self {
        Self::of(vec![vec![node]])
    }

    pub(super) const fn of(alternatives: Vec<Vec<NodeId>>) -> Self {
        Self { alternatives, quantifier: Quantifier::Some, none: false }
    }
}

/// `every MEK` asks for each gene of the family, not for the family itself nor for every variant.
pub(super) fn keep_units(scope: &Scope<'_>, draft: &mut Draft, mut node: NodeId) {
    // Brackets around the names change nothing.
    while let Domain::Set(set) = draft.query.node(node).domain
        && let SetNode::Phrase(inner) = draft.query.set(set)
    {
        node = *inner;
    }
    let known = &scope.graph.model().kinds;
    let kinds = |kinds: [Option<KindId>; 2]| kinds.into_iter().flatten().fold(KindSet::default(), KindSet::with);
    let (groups, parts) = (kinds([known.gene_family, known.drug_class]), kinds([known.variant, known.profile]));
    let graph = scope.graph;
    let Domain::Named(set) = &mut draft.query.nodes[node.0 as usize].domain else { return };
    let set = Arc::make_mut(set);
    let kind = |member: &Member| graph.kind(EntityId(member.entity));
    if set.members.iter().any(|member| !groups.has(kind(member)) && !parts.has(kind(member))) {
        set.members.retain(|member| {
            let is_part = parts.has(kind(member)) && member.how == Inclusion::Member;
            !groups.has(kind(member)) && !is_part
        });
    }
}

/// What the verbs expect, for the error of a name that does not fit.
pub(super) fn place(scope: &Scope<'_>, walk: &Walk<'_>, wanted: KindSet) -> String {
    walk.forms.first().map_or_else(String::new, |&form| {
        let verb = &scope.graph.vocabulary().forms.get(form).text;
        format!("`{verb}` expects {}", scope.one_of(wanted))
    })
}

/// `treating A and not B`: the verb must be said again (R11).
pub(super) fn ellipsis(scope: &Scope<'_>, draft: &mut Draft, profile: &ast::Profile, walk: &Walk<'_>) {
    let verb = walk.span.of(scope.asked);
    let parts: Vec<String> = profile
        .literals
        .iter()
        .map(|literal| {
            let names: Vec<&str> = literal.alternatives.iter().map(|name| name.span.of(scope.asked)).collect();
            let names = if names.len() > 1 { format!("({})", names.join(" or ")) } else { names.concat() };
            format!("{}{verb} {names}", if literal.negated { "not " } else { "" })
        })
        .collect();
    let rewritten = parts.join(" and ");
    let whole = walk.span.to(profile.span);
    draft.error(
        Diagnostic::error(Code::Ellipsis, profile.span, format!("`{verb}` must be repeated in each part")).fix(
            format!("write `{rewritten}`"),
            whole,
            rewritten,
        ),
    );
}

pub(super) fn require_profile(draft: &mut Draft, and_profile: bool, span: Span) -> Option<()> {
    if !and_profile {
        draft.error(
            Diagnostic::error(Code::WrongKind, span, "only verbs about biomarkers take a list with `not`")
                .help("repeat the verb: `targeting A and not targeting B`"),
        );
        return None;
    }
    Some(())
}

/// `targeting A and B`: both; or one profile, where the verb says so (R9). `A and B or C`: both, or
/// C.
pub(super) fn listed(
    scope: &Scope<'_>,
    draft: &mut Draft,
    frame: &mut Frame,
    names: &ast::Names,
    wanted: KindSet,
    and_profile: bool,
    place: &str,
) -> Option<ObjectTargets> {
    connectors::check_mixed(scope, draft, names.list.mixed);
    let mut alternatives: Vec<Vec<NodeId>> = Vec::new();
    // Names without a connector are one object: any of them.
    let alone: Vec<&ast::Name> = names.list.alternatives.iter().filter(|all| all.len() == 1).flatten().collect();
    if !alone.is_empty() {
        let node = heads::any_name(scope, draft, &alone, names.span, Some(wanted), place)?;
        alternatives.push(vec![node]);
    }
    let mut all_alone = alternatives.pop();
    for all in &names.list.alternatives {
        if all.len() == 1 {
            alternatives.extend(all_alone.take());
        } else if and_profile {
            let literals = all.iter().map(|name| (false, std::slice::from_ref(name)));
            alternatives.push(vec![profile(scope, draft, literals, wanted, place)?]);
        } else {
            let mut targets = Vec::new();
            for name in all {
                let node = heads::any_name(scope, draft, &[name], name.span, Some(wanted), place)?;
                targets.push(node);
            }
            frame.nouns.extend(targets.last());
            alternatives.push(targets);
        }
    }
    Some(ObjectTargets::of(alternatives))
}

/// A node of the profiles that need findings together.
pub(super) fn profile<'n>(
    scope: &Scope<'_>,
    draft: &mut Draft,
    literals: impl ExactSizeIterator<Item = (bool, &'n [ast::Name])>,
    wanted: KindSet,
    place: &str,
) -> Option<NodeId> {
    let (seed, span) = together(scope, draft, literals, wanted, place)?;
    let profiles = scope.graph.model().kinds.profile.map_or(wanted, |kind| KindSet::default().with(kind));
    let domain = Domain::Named(expand::expand(scope, vec![seed], profiles));
    let node = Node { domain, named: true, ..nodes::any(scope, profiles, span) };
    Some(draft.push_node(node))
}

/// A head of findings: those joined by `and` are one profile.
pub(super) fn of_findings(scope: &Scope<'_>, draft: &mut Draft, names: &ast::Names, wanted: KindSet) -> Option<NodeId> {
    connectors::check_mixed(scope, draft, names.list.mixed);
    let mut seeds = Vec::new();
    for all in &names.list.alternatives {
        match &all[..] {
            [name] => seeds.extend(names::seeds(scope, draft, name, Some(wanted), "")?),
            all => {
                let literals = all.iter().map(|name| (false, std::slice::from_ref(name)));
                seeds.push(together(scope, draft, literals, wanted, "")?.0);
            }
        }
    }
    let mut node = heads::of_seeds(scope, seeds, Some(wanted), names.span);
    // Where no profile needs them together, that is what is asked for all the same.
    node.kinds = scope.graph.model().kinds.profile.map_or(node.kinds, |kind| node.kinds.with(kind));
    node.noun = nodes::noun_of(scope, node.kinds);
    Some(draft.push_node(node))
}

/// Findings of one profile, each `not` or plain, with the names any of which will do.
pub(super) fn together<'n>(
    scope: &Scope<'_>,
    draft: &mut Draft,
    literals: impl ExactSizeIterator<Item = (bool, &'n [ast::Name])>,
    wanted: KindSet,
    place: &str,
) -> Option<(Seed, Span)> {
    let mut question = ProfileQuestion { literals: Vec::with_capacity(literals.len()) };
    let mut span = None;
    for (negated, names) in literals {
        let first = names.first()?.span;
        if question.literals.len() == MAX_FINDINGS {
            draft.too_long(first, "parts of one profile", MAX_FINDINGS);
            return None;
        }
        let mut alternatives = Vec::with_capacity(names.len());
        for name in names {
            let seeds = names::seeds(scope, draft, name, Some(wanted), place)?;
            let name = |seed: Seed| ProfileName { faces: names::all_faces(scope, &seed.entities), name: seed };
            alternatives.extend(seeds.into_iter().map(name));
        }
        span = Some(span.unwrap_or(first).to(names.last()?.span));
        question.literals.push(ProfileLiteral { negated, alternatives });
    }
    let span = span?;
    let present = question.literals.iter().filter(|literal| !literal.negated);
    let mut entities: Vec<EntityId> =
        present.flat_map(|literal| &literal.alternatives).flat_map(|name| &name.name.entities).copied().collect();
    entities.sort_unstable();
    entities.dedup();
    let seed = Seed {
        entities,
        typed: span.of(scope.asked).to_owned(),
        exactly: false,
        or_broader: false,
        forced: None,
        stripped: false,
        unlisted: None,
        together: Some(Arc::new(question)),
    };
    Some((seed, span))
}

pub(super) fn check_object_kind(
    scope: &Scope<'_>,
    draft: &mut Draft,
    node: NodeId,
    wanted: KindSet,
    span: Span,
) -> Option<()> {
    let kinds = draft.query.node(node).kinds;
    if scope.inclusions.with_faces(wanted).and(kinds).is_empty() && !scope.inclusions.share_faces(wanted, kinds) {
        let message = format!("this is {}, but {} is needed here", scope.one_of(kinds), scope.one_of(wanted));
        draft.error(Diagnostic::error(Code::WrongKind, span, message));
        return None;
    }
    Some(())
}

pub(super) fn quantifier_of(quantifier: ast::QuantifierSyntax) -> (Quantifier, bool) {
    match quantifier {
        ast::QuantifierSyntax::AtLeast(n) => (Quantifier::Between(n, u64::MAX), false),
        ast::QuantifierSyntax::AtMost(n) => (Quantifier::Between(0, n), false),
        ast::QuantifierSyntax::Exactly(n) => (Quantifier::Between(n, n), false),
        ast::QuantifierSyntax::MoreThan(n) => (Quantifier::Between(n.saturating_add(1), u64::MAX), false),
        // Fewer than none is met by nothing: an empty range.
        ast::QuantifierSyntax::FewerThan(0) => (Quantifier::Between(1, 0), false),
        ast::QuantifierSyntax::FewerThan(n) => (Quantifier::Between(0, n - 1), false),
        ast::QuantifierSyntax::No => (Quantifier::Some, true),
        ast::QuantifierSyntax::Only => (Quantifier::Only, false),
        ast::QuantifierSyntax::Every => (Quantifier::Every, false),
    }
}
