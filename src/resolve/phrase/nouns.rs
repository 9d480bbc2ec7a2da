//! Which noun on the left a verb is said of (rules R4 and R13).

use super::{Frame, Reading};
use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast::{self};
use crate::query::NodeId;
use crate::resolve::Resolver;
use crate::text::Span;
use crate::vocabulary::{KindSet, VerbUse};

impl<'a> Resolver<'a> {
    /// R4: the nearest noun on the left whose kind the verb accepts, with the readings that fit it.
    pub(super) fn find_noun(
        &mut self,
        frame: &Frame,
        relation: &ast::Relation,
        comma: bool,
    ) -> Option<(NodeId, Vec<Reading<'a>>)> {
        let mut verbs: Vec<Reading<'a>> = Vec::with_capacity(relation.verbs.len());
        for word in &relation.verbs {
            let uses: Vec<&VerbUse> = self.uses_of(word).filter(|verb| verb.noun_form.is_none()).collect();
            if uses.is_empty() {
                self.unknown_verb(word.span);
                return None;
            }
            verbs.push((uses, *word));
        }
        let objects = self.object_kinds(&relation.object);
        let nouns = if comma { std::slice::from_ref(&frame.base) } else { &frame.nouns };
        let mut found = None;
        for &noun in nouns.iter().rev() {
            let kinds = self.query.node(noun).kinds;
            let fits = |uses: &[&VerbUse]| uses.iter().any(|verb| self.fits(verb, kinds, objects));
            if !verbs.iter().all(|(uses, _)| fits(uses)) {
                continue;
            }
            if let Some(nearest) = found {
                self.two_nouns(nearest, noun, relation);
                break;
            }
            found = Some(noun);
        }
        let Some(noun) = found else {
            self.no_noun(frame, &verbs, relation);
            return None;
        };
        let kinds = self.query.node(noun).kinds;
        for (uses, _) in &mut verbs {
            uses.retain(|verb| self.fits(verb, kinds, objects));
        }
        Some((noun, verbs))
    }

    /// All readings of a verb or noun form.
    pub(super) fn uses_of(&self, word: &ast::Word) -> impl Iterator<Item = &'a VerbUse> + use<'a> {
        let vocabulary = self.graph.vocabulary();
        word.form.into_iter().flat_map(move |form| &vocabulary.forms.get(form).verbs)
    }

    /// R13: two nouns that fit.
    pub(super) fn two_nouns(&mut self, nearest: NodeId, other: NodeId, relation: &ast::Relation) {
        let (near, far) = (self.query.node(nearest), self.query.node(other));
        // A name is an end in itself: a clause after it that fits a noun further left as well is
        // read as R4 says, but only two nouns are worth a question.
        if near.named || far.named {
            return;
        }
        let verb = relation.verbs.first().map_or(relation_span(relation), |word| word.span);
        let clause = verb.to(relation_span(relation)).of(self.asked).to_owned();
        let (near_span, far_span) = (near.span, far.span);
        let (near_text, far_text) = (near_span.of(self.asked).to_owned(), far_span.of(self.asked).to_owned());
        if self.strict {
            self.error(
                Diagnostic::error(
                    Code::AmbiguousAttachment,
                    verb,
                    format!("`{clause}` could be said of `{near_text}` or of `{far_text}`"),
                )
                .label(near_span, "the nearest")
                .label(far_span, "the other")
                .help(format!("for `{near_text}`: put them in brackets, `({near_text} {clause})`"))
                .help(format!("for `{far_text}`: put a comma before it, `, {clause}`")),
            );
        } else {
            self.note(
                "attachment",
                format!(
                    "`{clause}` is read as said of the nearest, `{near_text}`; for `{far_text}` put a comma before it"
                ),
            );
        }
    }

    pub(super) fn no_noun(&mut self, frame: &Frame, verbs: &[Reading<'a>], relation: &ast::Relation) {
        let vocabulary = self.graph.vocabulary();
        let Some((uses, word)) = verbs.first() else { return };
        let heads = uses.iter().fold(KindSet::default(), |set, verb| set.or(head_kinds(vocabulary, verb)));
        let base = self.query.node(frame.base);
        let fits_head = !heads.and(base.kinds).is_empty();
        let (span, message) = if fits_head {
            let objects = uses.iter().fold(KindSet::default(), |set, verb| set.or(object_kinds(vocabulary, verb)));
            let object = self.object_kinds(&relation.object);
            (
                relation_span(relation),
                format!(
                    "this verb leads to a {}, not to a {}",
                    self.kind_list(objects, "or"),
                    self.kind_list(object, "or")
                ),
            )
        } else {
            (
                word.span,
                format!("this verb is said of a {}, and there is none on its left", self.kind_list(heads, "or")),
            )
        };
        // A name that is simply unknown is the better message.
        let errors = self.diagnostics.len();
        self.report_unknown_names(&relation.object, uses);
        if self.diagnostics.len() == errors {
            self.error(Diagnostic::error(Code::WrongKind, span, message));
        }
    }

    pub(super) fn report_unknown_names(&mut self, object: &ast::Object, uses: &[&'a VerbUse]) {
        let vocabulary = self.graph.vocabulary();
        let wanted = uses.iter().fold(KindSet::default(), |set, verb| set.or(object_kinds(vocabulary, verb)));
        if let ast::Object::Head(head) | ast::Object::Quantified { head, .. } = object
            && let ast::HeadKind::Names(names) = &head.kind
        {
            for name in &names.items {
                self.seed(name, Some(wanted), "");
            }
        }
    }

    pub(super) fn unknown_verb(&mut self, span: Span) {
        self.unknown_among(span, "a verb", |form| form.verbs.iter().any(|usage| usage.noun_form.is_none()));
    }

    /// Whether a reading of a verb goes with a noun of `kinds` and with an object of `objects`.
    pub(super) fn fits(&self, verb: &VerbUse, kinds: KindSet, objects: KindSet) -> bool {
        let vocabulary = self.graph.vocabulary();
        !self.inclusions.with_faces(head_kinds(vocabulary, verb)).and(kinds).is_empty()
            && !self.inclusions.including(object_kinds(vocabulary, verb)).and(objects).is_empty()
    }

    /// Kinds an object could be of, without any error.
    pub(super) fn object_kinds(&mut self, object: &ast::Object) -> KindSet {
        match object {
            ast::Object::Head(head) | ast::Object::Quantified { head, .. } => self.rough_head_kinds(head),
            ast::Object::Profile(profile) => profile
                .literals
                .iter()
                .flat_map(|literal| &literal.alternatives)
                .fold(KindSet::default(), |set, name| set.or(self.rough_kinds(name))),
        }
    }

    pub(super) fn rough_head_kinds(&mut self, head: &ast::Head) -> KindSet {
        let vocabulary = self.graph.vocabulary();
        match &head.kind {
            ast::HeadKind::What => KindSet(u128::MAX),
            ast::HeadKind::Noun { noun, .. } => noun
                .form
                .and_then(|form| vocabulary.forms.get(form).noun)
                .map_or(KindSet(u128::MAX), |noun| KindSet::of(&vocabulary.noun(noun).kinds)),
            ast::HeadKind::NounForm { form, .. } => form.form.map_or(KindSet(u128::MAX), |form| {
                vocabulary
                    .forms
                    .get(form)
                    .verbs
                    .iter()
                    .fold(KindSet::default(), |set, verb| set.or(head_kinds(vocabulary, verb)))
            }),
            ast::HeadKind::Names(names) => {
                names.items.iter().fold(KindSet::default(), |set, name| set.or(self.rough_kinds(name)))
            }
            ast::HeadKind::Group { set, .. } => self.rough_head_kinds(&set.first.head),
        }
    }

    /// `what resists X` answers the kinds that the verb is said of.
    pub(super) fn narrow(&mut self, node: NodeId, readings: &[Reading<'a>]) {
        let vocabulary = self.graph.vocabulary();
        let all = self.inclusions.all;
        if self.query.node(node).kinds != all || self.query.node(node).named {
            return;
        }
        let kinds = readings
            .iter()
            .flat_map(|(uses, _)| uses)
            .fold(KindSet::default(), |set, verb| set.or(head_kinds(vocabulary, verb)));
        let heading = self.heading(kinds);
        let node = &mut self.query.nodes[node.0 as usize];
        node.kinds = kinds;
        node.heading = heading;
    }

    /// The noun a bracket group says something of: that of its first verb, else the head.
    pub(super) fn group_target(
        &mut self,
        frame: &Frame,
        clause: &ast::Clause,
        clauses: &[ast::Clause],
    ) -> Option<NodeId> {
        match first_relation(clauses) {
            Some(relation) if !clause.comma => {
                let (target, _) = self.find_noun(frame, relation, false)?;
                Some(target)
            }
            Some(_) => Some(frame.base),
            // `(in gastric)` restricts the nearest noun that has a context of its own.
            None => {
                let own = frame.nouns.iter().rev().copied().find(|&noun| self.has_own_context(noun));
                Some(own.unwrap_or(frame.base))
            }
        }
    }
}

pub(super) fn head_kinds(vocabulary: &crate::vocabulary::Vocabulary, verb: &VerbUse) -> KindSet {
    let row = vocabulary.verb(verb.relation);
    if let Some(kind) = verb.noun_form.as_ref().and_then(|form| form.kind) {
        return KindSet::default().with(kind);
    }
    let mut kinds = KindSet::of(row.kinds(verb.head));
    if row.undirected {
        kinds = kinds.or(KindSet::of(row.kinds(verb.head.other())));
    }
    kinds
}

pub(super) fn object_kinds(vocabulary: &crate::vocabulary::Vocabulary, verb: &VerbUse) -> KindSet {
    KindSet::of(vocabulary.verb(verb.relation).kinds(verb.head.other()))
}

/// The first verb of a group, however deep in brackets (the scanner limits these).
pub(super) fn first_relation(clauses: &[ast::Clause]) -> Option<&ast::Relation> {
    clauses.iter().find_map(|inner| match &inner.kind {
        ast::ClauseKind::Relation(relation) => Some(relation),
        ast::ClauseKind::Group { clauses, .. } => first_relation(clauses),
        ast::ClauseKind::Context(_) | ast::ClauseKind::Without(_) | ast::ClauseKind::Filter(_) => None,
    })
}

pub(super) fn relation_span(relation: &ast::Relation) -> Span {
    match &relation.object {
        ast::Object::Head(head) => head.span,
        ast::Object::Quantified { span, .. } => *span,
        ast::Object::Profile(profile) => profile.span,
    }
}
