//! Objects of verbs: quantifiers, lists and profiles (rules R8, R9 and R11).

use crate::diagnostic::{Code, Diagnostic};
use crate::graph::EntityId;
use crate::language::ast;
use crate::model::kind;
use crate::query::{
    Condition, Domain, Inclusion, Member, Node, NodeId, ProfileLiteral, ProfileQuestion, Quantifier, SetNode,
};
use crate::resolve::draft::Draft;
use crate::resolve::draft::MAX_FINDINGS;
use crate::resolve::frame::{Frame, Reading};
use crate::resolve::scope::Scope;
use crate::resolve::{connectors, heads, names};
use crate::text::Span;
use crate::vocabulary::{KindId, KindSet};

/// What an object came to.
pub(super) struct Objects {
    pub nodes: Vec<NodeId>,
    pub quantifier: Quantifier,
    /// `no X`
    pub none: bool,
    pub profile: Option<ProfileQuestion>,
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
    let kind = |member: &Member| graph.kind(EntityId(member.entity));
    if set.members.iter().any(|member| !groups.has(kind(member)) && !parts.has(kind(member))) {
        set.members.retain(|member| {
            let is_part = parts.has(kind(member)) && member.how == Inclusion::Member;
            !groups.has(kind(member)) && !is_part
        });
    }
}

pub(super) fn place<'a>(scope: &Scope<'a>, groups: &[Reading<'a>], wanted: KindSet) -> String {
    let form = groups.first().and_then(|(_, word)| word.form);
    form.map_or_else(String::new, |form| {
        let verb = &scope.graph.vocabulary().forms.get(form).text;
        format!("`{verb}` expects a {}", scope.kind_list(wanted, "or"))
    })
}

/// `treating A and not B`: the verb must be said again (R11).
pub(super) fn ellipsis<'a>(scope: &Scope<'a>, draft: &mut Draft, profile: &ast::Profile, groups: &[Reading<'a>]) {
    let verb = groups.first().map_or("", |(_, word)| word.span.of(scope.asked)).to_owned();
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
    let whole = groups.first().map_or(profile.span, |(_, word)| word.span.to(profile.span));
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

/// `targeting A and B`: both; or one profile, where the verb says so (R9).
pub(super) fn all_names(
    scope: &Scope<'_>,
    draft: &mut Draft,
    frame: &mut Frame,
    names: &ast::Names,
    wanted: KindSet,
    and_profile: bool,
    place: &str,
) -> Option<Objects> {
    connectors::check_mixed_names(scope, draft, names);
    if and_profile {
        let literals: Vec<ast::Literal> = names
            .items
            .iter()
            .map(|name| ast::Literal { negated: false, alternatives: vec![name.clone()], span: name.span })
            .collect();
        return profile_objects(scope, draft, &literals.iter().collect::<Vec<_>>(), wanted, place);
    }
    let nodes = heads::each_name(scope, draft, names, wanted, place)?;
    frame.nouns.extend(nodes.last());
    Some(Objects { nodes, quantifier: Quantifier::Some, none: false, profile: None })
}

pub(super) fn profile_objects(
    scope: &Scope<'_>,
    draft: &mut Draft,
    literals: &[&ast::Literal],
    wanted: KindSet,
    place: &str,
) -> Option<Objects> {
    if let Some(first) = literals.get(MAX_FINDINGS) {
        draft.too_long(first.span, "parts of one profile", MAX_FINDINGS);
        return None;
    }
    let mut question = ProfileQuestion { literals: Vec::new() };
    let mut seeds = Vec::new();
    for literal in literals {
        let mut alternatives = Vec::new();
        for name in &literal.alternatives {
            let seed = names::seed(scope, draft, name, Some(wanted), place)?;
            alternatives.push(names::all_faces(scope, &seed.entities));
            seeds.push(seed);
        }
        question.literals.push(ProfileLiteral { negated: literal.negated, alternatives });
    }
    let span = literals.first()?.span.to(literals.last()?.span);
    let node = draft.push_node(Node {
        kinds: wanted,
        domain: Domain::All,
        condition: Condition::True,
        label: None,
        heading: kind::PROFILE.to_owned(),
        named: true,
        span,
    });
    draft.query.profile_seeds.insert(node, seeds);
    Some(Objects { nodes: vec![node], quantifier: Quantifier::Some, none: false, profile: Some(question) })
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
        let message = format!(
            "this is a {}, but a {} is needed here",
            scope.kind_list(kinds, "or"),
            scope.kind_list(wanted, "or")
        );
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
