//! Objects of verbs: names, quantified nouns, lists and profiles (rules R8, R9 and R11).

use super::{Frame, Reading};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::EntityId;
use crate::language::ast::{self, Connector};
use crate::query::{
    Condition, Domain, Inclusion, Member, Node, NodeId, ProfileLiteral, ProfileQuestion, Quantifier, SetNode,
};
use crate::resolve::{MAX_FINDINGS, Resolver};
use crate::text::Span;
use crate::vocabulary::KindSet;

impl<'a> Resolver<'a> {
    /// The nodes of an object: one, or several that must all be met.
    pub(super) fn objects(
        &mut self,
        frame: &mut Frame,
        object: &ast::Object,
        wanted: KindSet,
        and_profile: bool,
        groups: &[Reading<'a>],
    ) -> Option<Objects> {
        let place = self.place(groups, wanted);
        match object {
            ast::Object::Profile(profile) => {
                if !and_profile {
                    self.ellipsis(profile, groups);
                    return None;
                }
                let names: Vec<&ast::Literal> = profile.literals.iter().collect();
                self.profile_objects(&names, wanted, &place)
            }
            ast::Object::Quantified { quantifier, head, .. } => {
                let node = self.object_node(frame, head, wanted, &place)?;
                let (quantifier, none) = quantifier_of(*quantifier);
                if quantifier == Quantifier::Every {
                    self.keep_units(node);
                }
                Some(Objects { nodes: vec![node], quantifier, none, profile: None })
            }
            ast::Object::Head(head) => {
                if let Some(names) = plain_names(head)
                    && names.connector == Connector::And
                    && names.items.len() > 1
                {
                    return self.all_names(frame, names, wanted, and_profile, &place);
                }
                let node = self.object_node(frame, head, wanted, &place)?;
                Some(Objects { nodes: vec![node], quantifier: Quantifier::Some, none: false, profile: None })
            }
        }
    }

    /// `every MEK` asks for each gene of the family, not for the family itself nor for every variant.
    pub(super) fn keep_units(&mut self, mut node: NodeId) {
        // Brackets around the names change nothing.
        while let Domain::Set(set) = self.query.node(node).domain
            && let SetNode::Phrase(inner) = self.query.set(set)
        {
            node = *inner;
        }
        let vocabulary = self.graph.vocabulary();
        let kinds = |names: &[&str]| {
            names.iter().filter_map(|kind| vocabulary.kind(kind)).fold(KindSet::default(), KindSet::with)
        };
        let (groups, parts) = (kinds(&["gene family", "drug class"]), kinds(&["variant", "profile"]));
        let graph = self.graph;
        let Domain::Named(set) = &mut self.query.nodes[node.0 as usize].domain else { return };
        let kind = |member: &Member| graph.kind(EntityId(member.entity));
        if set.members.iter().any(|member| !groups.has(kind(member)) && !parts.has(kind(member))) {
            set.members.retain(|member| {
                let is_part = parts.has(kind(member)) && member.how == Inclusion::Member;
                !groups.has(kind(member)) && !is_part
            });
        }
    }

    pub(super) fn place(&self, groups: &[Reading<'a>], wanted: KindSet) -> String {
        let form = groups.first().and_then(|(_, word)| word.form);
        form.map_or_else(String::new, |form| {
            let verb = &self.graph.vocabulary().forms.get(form).text;
            format!("`{verb}` expects a {}", self.kind_list(wanted, "or"))
        })
    }

    /// `treating A and not B`: the verb must be said again (R11).
    pub(super) fn ellipsis(&mut self, profile: &ast::Profile, groups: &[Reading<'a>]) {
        let verb = groups.first().map_or("", |(_, word)| word.span.of(self.asked)).to_owned();
        let parts: Vec<String> = profile
            .literals
            .iter()
            .map(|literal| {
                let names: Vec<&str> = literal.alternatives.iter().map(|name| name.span.of(self.asked)).collect();
                let names = if names.len() > 1 { format!("({})", names.join(" or ")) } else { names.concat() };
                format!("{}{verb} {names}", if literal.negated { "not " } else { "" })
            })
            .collect();
        let rewritten = parts.join(" and ");
        let whole = groups.first().map_or(profile.span, |(_, word)| word.span.to(profile.span));
        self.error(
            Diagnostic::error(Code::Ellipsis, profile.span, format!("`{verb}` must be said again in each part")).fix(
                format!("write `{rewritten}`"),
                whole,
                rewritten,
            ),
        );
    }

    pub(super) fn require_profile(&mut self, and_profile: bool, span: Span) -> Option<()> {
        if !and_profile {
            self.error(
                Diagnostic::error(Code::WrongKind, span, "only verbs about biomarkers take a list with `not`")
                    .help("write the verb again: `targeting A and not targeting B`"),
            );
            return None;
        }
        Some(())
    }

    /// `targeting A and B`: both; or one profile, where the verb says so (R9).
    pub(super) fn all_names(
        &mut self,
        frame: &mut Frame,
        names: &ast::Names,
        wanted: KindSet,
        and_profile: bool,
        place: &str,
    ) -> Option<Objects> {
        self.check_mixed_names(names);
        if and_profile {
            let literals: Vec<ast::Literal> = names
                .items
                .iter()
                .map(|name| ast::Literal { negated: false, alternatives: vec![name.clone()], span: name.span })
                .collect();
            return self.profile_objects(&literals.iter().collect::<Vec<_>>(), wanted, place);
        }
        let nodes = self.each_name(names, wanted, place)?;
        frame.nouns.extend(nodes.last());
        Some(Objects { nodes, quantifier: Quantifier::Some, none: false, profile: None })
    }

    pub(super) fn profile_objects(
        &mut self,
        literals: &[&ast::Literal],
        wanted: KindSet,
        place: &str,
    ) -> Option<Objects> {
        if let Some(first) = literals.get(MAX_FINDINGS) {
            self.too_long(first.span, "parts of one profile", MAX_FINDINGS);
            return None;
        }
        let mut question = ProfileQuestion { literals: Vec::new() };
        let mut seeds = Vec::new();
        for literal in literals {
            let mut alternatives = Vec::new();
            for name in &literal.alternatives {
                let seed = self.seed(name, Some(wanted), place)?;
                alternatives.push(self.all_faces(&seed.entities));
                seeds.push(seed);
            }
            question.literals.push(ProfileLiteral { negated: literal.negated, alternatives });
        }
        let span = literals.first()?.span.to(literals.last()?.span);
        let node = self.push_node(Node {
            kinds: wanted,
            domain: Domain::All,
            condition: Condition::True,
            label: None,
            heading: "profile".to_owned(),
            named: true,
            span,
        });
        self.query.profile_seeds.insert(node, seeds);
        Some(Objects { nodes: vec![node], quantifier: Quantifier::Some, none: false, profile: Some(question) })
    }

    pub(crate) fn all_faces(&self, entities: &[EntityId]) -> Vec<EntityId> {
        let mut faces: Vec<_> =
            entities.iter().flat_map(|entity| self.graph.faces(entity).iter().map(|&face| EntityId(face))).collect();
        faces.sort_unstable();
        faces.dedup();
        faces
    }

    pub(super) fn object_node(
        &mut self,
        frame: &mut Frame,
        head: &ast::Head,
        wanted: KindSet,
        place: &str,
    ) -> Option<NodeId> {
        self.deeper(head.span, |resolver| {
            let node = match plain_names(head) {
                Some(names) => resolver.named_node(names, Some(wanted), place, None)?,
                None => resolver.bare_head(head, Some(wanted))?,
            };
            resolver.check_object_kind(node, wanted, head.span)?;
            frame.nouns.push(node);
            if let ast::HeadKind::NounForm { form, object } = &head.kind {
                resolver.noun_form(frame, node, form, object)?;
            }
            resolver.label_and_adjectives(frame, node, head);
            Some(node)
        })
    }

    pub(super) fn check_object_kind(&mut self, node: NodeId, wanted: KindSet, span: Span) -> Option<()> {
        let kinds = self.query.node(node).kinds;
        if self.inclusions.with_faces(wanted).and(kinds).is_empty() && !self.inclusions.share_faces(wanted, kinds) {
            let message = format!(
                "this is a {}, but a {} is wanted here",
                self.kind_list(kinds, "or"),
                self.kind_list(wanted, "or")
            );
            self.error(Diagnostic::error(Code::WrongKind, span, message));
            return None;
        }
        Some(())
    }
}

/// What an object came to.
pub(super) struct Objects {
    pub nodes: Vec<NodeId>,
    pub quantifier: Quantifier,
    /// `no X`
    pub none: bool,
    pub profile: Option<ProfileQuestion>,
}

pub(super) fn quantifier_of(quantifier: ast::Quantifier) -> (Quantifier, bool) {
    match quantifier {
        ast::Quantifier::AtLeast(n) => (Quantifier::Between(n, u64::MAX), false),
        ast::Quantifier::AtMost(n) => (Quantifier::Between(0, n), false),
        ast::Quantifier::Exactly(n) => (Quantifier::Between(n, n), false),
        ast::Quantifier::MoreThan(n) => (Quantifier::Between(n.saturating_add(1), u64::MAX), false),
        // Fewer than none is met by nothing: an empty range.
        ast::Quantifier::FewerThan(0) => (Quantifier::Between(1, 0), false),
        ast::Quantifier::FewerThan(n) => (Quantifier::Between(0, n - 1), false),
        ast::Quantifier::No => (Quantifier::Some, true),
        ast::Quantifier::Only => (Quantifier::Only, false),
        ast::Quantifier::Every => (Quantifier::Every, false),
    }
}

/// The names of a head that is nothing but names, brackets around them included.
pub(super) fn plain_names(head: &ast::Head) -> Option<&ast::Names> {
    if !head.adjectives.is_empty() || head.label.is_some() {
        return None;
    }
    match &head.kind {
        ast::HeadKind::Names(names) => Some(names),
        ast::HeadKind::Group { set, stages } => only_names(set, stages),
        ast::HeadKind::What | ast::HeadKind::Noun { .. } | ast::HeadKind::NounForm { .. } => None,
    }
}

pub(super) fn only_names<'a>(set: &'a ast::SetExpression, stages: &[ast::Stage]) -> Option<&'a ast::Names> {
    (set.rest.is_empty() && stages.is_empty() && set.first.clauses.is_empty()).then(|| plain_names(&set.first.head))?
}
