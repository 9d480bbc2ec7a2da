//! Verbs: their links and what may still be said of them (rules R3, R9 and R10).

use super::nouns::object_kinds;
use super::objects::Objects;
use super::{Frame, Reading, Slot, SlotContext};
use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast::{self, Connector};
use crate::query::{Condition, Evidence, Link, NodeId, Quantifier};
use crate::resolve::Resolver;
use crate::text::Span;
use crate::vocabulary::{Context, End, KindSet, RelationId, VerbUse};

impl<'a> Resolver<'a> {
    pub(super) fn relation(
        &mut self,
        frame: &mut Frame,
        clause: &ast::Clause,
        relation: &ast::Relation,
        connector: (Connector, Span),
    ) -> Option<()> {
        self.check_mixed(&relation.mixed);
        let (target, readings) = self.find_noun(frame, relation, clause.comma)?;
        self.narrow(target, &readings);
        self.attach(frame, target, &readings, relation.connector, &relation.object, relation.negated, connector)
    }

    /// Makes the links of a verb list with its object, and opens slots for what follows.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn attach(
        &mut self,
        frame: &mut Frame,
        node: NodeId,
        verbs: &[Reading<'a>],
        joined: Connector,
        object: &ast::Object,
        negated: bool,
        connector: (Connector, Span),
    ) -> Option<()> {
        let vocabulary = self.graph.vocabulary();
        let kinds = self.query.node(node).kinds;
        let groups: Vec<Reading<'a>> = match joined {
            // One walk over any of the verbs.
            Connector::Or => {
                let word =
                    ast::Word { form: verbs.first()?.1.form, span: verbs.first()?.1.span.to(verbs.last()?.1.span) };
                vec![(verbs.iter().flat_map(|(uses, _)| uses.clone()).collect(), word)]
            }
            Connector::And => verbs.to_vec(),
        };
        let wanted = groups
            .iter()
            .flat_map(|(uses, _)| uses)
            .fold(KindSet::default(), |set, verb| set.or(object_kinds(vocabulary, verb)));
        let and_profile = groups.iter().flat_map(|(uses, _)| uses).all(|verb| {
            let row = vocabulary.verb(verb.relation);
            // Only the side of the biomarkers: `drugs overcoming A and B`, not `X overcome by a and b`.
            row.and_profile
                && vocabulary.kind("profile").is_some_and(|profile| row.kinds(verb.head.other()).contains(&profile))
        });
        let objects = self.objects(frame, object, wanted, and_profile, &groups)?;
        let mut conditions = Vec::new();
        frame.verb_clauses += 1;
        let clause = frame.verb_clauses;
        for (uses, word) in &groups {
            for found in &objects.nodes {
                let link = self.verb_link(uses, word, *found, &objects, verbs);
                let id = self.push_link(link);
                let condition =
                    if objects.none { Condition::Not(Box::new(Condition::Link(id))) } else { Condition::Link(id) };
                conditions.push(condition);
                let context = self.slot_context(uses, node, kinds, *found);
                frame.slots.push(Slot {
                    node,
                    link: id,
                    negated: negated || objects.none,
                    taken: false,
                    context,
                    companion: None,
                    ends_in_in: uses.first().is_some_and(|verb| verb.preposition.as_deref() == Some("in")),
                    clause,
                });
            }
        }
        let condition = if conditions.len() == 1 { conditions.remove(0) } else { Condition::And(conditions) };
        let condition = if negated { Condition::Not(Box::new(condition)) } else { condition };
        frame.items.push((node, connector.0, condition));
        Some(())
    }

    pub(super) fn verb_link(
        &self,
        uses: &[&'a VerbUse],
        word: &ast::Word,
        object: NodeId,
        objects: &Objects,
        verbs: &[Reading<'a>],
    ) -> Link {
        let vocabulary = self.graph.vocabulary();
        let mut steps: Vec<(RelationId, End)> = Vec::new();
        for verb in uses {
            let step = (verb.relation, verb.head);
            let known = |&(relation, head): &(RelationId, End)| {
                relation == verb.relation && (head == verb.head || vocabulary.verb(relation).undirected)
            };
            if !steps.iter().any(known) {
                steps.push(step);
            }
        }
        let words: Vec<&str> = if uses.len() > 1 && verbs.len() > 1 {
            verbs
                .iter()
                .filter_map(|(_, word)| word.form)
                .map(|form| vocabulary.forms.get(form).text.as_str())
                .collect()
        } else {
            word.form.map(|form| vocabulary.forms.get(form).text.as_str()).into_iter().collect()
        };
        let mut link = self.plain_link(steps, object, &words.join(" or "), word.span);
        link.noun_form = uses.iter().any(|verb| verb.noun_form.is_some());
        link.transitive = uses.iter().any(|verb| verb.noun_form.as_ref().is_some_and(|form| form.transitive));
        link.quantifier = objects.quantifier;
        link.profile.clone_from(&objects.profile);
        link
    }

    /// How the verb takes an `in`.
    pub(super) fn slot_context(
        &self,
        uses: &[&'a VerbUse],
        node: NodeId,
        kinds: KindSet,
        object: NodeId,
    ) -> SlotContext {
        let vocabulary = self.graph.vocabulary();
        let Some(verb) = uses.first() else { return SlotContext::None };
        let row = vocabulary.verb(verb.relation);
        // What is asked of a statement is asked of the statement itself, whatever it is about.
        if row.derived.is_some() {
            return SlotContext::None;
        }
        match row.context {
            Context::None => SlotContext::None,
            Context::Statement => SlotContext::Statement,
            Context::Relation(relation) => {
                let holders = KindSet::of(&vocabulary.verb(relation).from);
                let object_kinds = self.query.node(object).kinds;
                if !holders.and(kinds).is_empty() {
                    SlotContext::Through(relation, node)
                } else if !holders.and(object_kinds).is_empty() {
                    SlotContext::Through(relation, object)
                } else {
                    SlotContext::None
                }
            }
        }
    }

    pub(crate) fn plain_link(&self, steps: Vec<(RelationId, End)>, object: NodeId, word: &str, span: Span) -> Link {
        Link {
            steps,
            object,
            quantifier: Quantifier::Some,
            transitive: false,
            evidence: Evidence::default(),
            profile: None,
            lifted: false,
            is_context: false,
            adjective: false,
            noun_form: false,
            took_in: false,
            word: word.to_owned(),
            span,
        }
    }

    /// `without X`: no relation to X, where one relation joins the kinds.
    pub(super) fn without(
        &mut self,
        frame: &mut Frame,
        clause: &ast::Clause,
        object: &ast::Object,
        connector: (Connector, Span),
    ) -> Option<()> {
        let vocabulary = self.graph.vocabulary();
        let objects = self.object_kinds(object);
        let kinds = self.query.node(frame.base).kinds;
        let mut joining = Vec::new();
        for (relation, verb) in vocabulary.relations() {
            for head in [End::From, End::To] {
                let fits = !KindSet::of(verb.kinds(head)).and(kinds).is_empty()
                    && !KindSet::of(verb.kinds(head.other())).and(objects).is_empty();
                let joins = fits && verb.derived.is_none() && !(verb.undirected && head == End::To);
                if joins && self.has_edge(relation, head, kinds, objects) {
                    joining.push((relation, head));
                }
            }
        }
        let participle = |&(relation, head): &(RelationId, End)| {
            vocabulary.verb(relation).participles[usize::from(head == End::To)].as_str()
        };
        match joining.as_slice() {
            [one] => {
                let word = ast::Word { form: vocabulary.forms.find(participle(one)), span: clause.span };
                let is_meant = |verb: &&VerbUse| (verb.relation, verb.head) == *one && verb.noun_form.is_none();
                let uses = self.uses_of(&word).filter(is_meant).collect();
                self.attach(frame, frame.base, &[(uses, word)], Connector::Or, object, true, connector)
            }
            [] => {
                let message = format!(
                    "no relation joins a {} and a {}",
                    self.kind_list(kinds, "or"),
                    self.kind_list(objects, "or")
                );
                self.error(Diagnostic::error(Code::WrongKind, clause.span, message));
                None
            }
            several => {
                let message = format!("`without` does not say which of {} relations is meant", several.len());
                let quoted: Vec<String> = several.iter().map(|step| format!("`not {} …`", participle(step))).collect();
                let quoted: Vec<&str> = quoted.iter().map(String::as_str).collect();
                let help = format!("write the verb: {}", crate::resolve::names::join_words(&quoted, "or"));
                self.error(Diagnostic::error(Code::AmbiguousAttachment, clause.span, message).help(help));
                None
            }
        }
    }

    /// Whether a relation joins entities of these kinds at all in this graph: `is a` is said of cancers and of
    /// drugs, but no drug is a cancer.
    pub(super) fn has_edge(&self, relation: RelationId, head: End, kinds: KindSet, objects: KindSet) -> bool {
        let adjacency = match head {
            End::From => self.graph.forward(relation),
            End::To => self.graph.backward(relation),
        };
        let kind = |entity: u32| self.graph.kind(crate::graph::EntityId(entity));
        let heads = adjacency.sources().filter(|&entity| kinds.has(kind(entity)));
        let mut targets = heads.flat_map(|entity| adjacency.targets(entity));
        targets.any(|&object| objects.has(kind(object)))
    }
}
