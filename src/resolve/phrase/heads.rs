//! Heads: the noun, names, noun form or bracket that a phrase begins with.

use super::Frame;
use super::nouns::head_kinds;
use super::objects::{only_names, plain_names};
use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast::{self, Connector};
use crate::query::{Condition, Domain, Node, NodeId, SetId, SetNode};
use crate::resolve::{Binding, Resolver};
use crate::text::Span;
use crate::vocabulary::{KindSet, VerbUse};

impl<'a> Resolver<'a> {
    /// The head of a phrase, with a frame for its clauses.
    pub(super) fn head(&mut self, head: &ast::Head, wanted: Option<KindSet>) -> Option<(NodeId, Frame)> {
        let node = self.bare_head(head, wanted)?;
        let mut frame = Frame::new(node);
        if let ast::HeadKind::NounForm { form, object } = &head.kind {
            self.noun_form(&mut frame, node, form, object)?;
        }
        self.label_and_adjectives(&mut frame, node, head);
        Some((node, frame))
    }

    pub(super) fn label_and_adjectives(&mut self, frame: &mut Frame, node: NodeId, head: &ast::Head) {
        if let Some(label) = &head.label {
            if self.labels.insert(label.text.clone(), node).is_some() {
                self.error(Diagnostic::error(
                    Code::DuplicateName,
                    label.span,
                    format!("the label `{}` is given twice", label.text),
                ));
            }
            self.query.nodes[node.0 as usize].label = Some(label.text.clone());
        }
        for adjective in &head.adjectives {
            self.adjective(frame, node, adjective);
        }
    }

    /// The node of a head, without label, adjectives and the verb of a noun form.
    pub(super) fn bare_head(&mut self, head: &ast::Head, wanted: Option<KindSet>) -> Option<NodeId> {
        let node = match &head.kind {
            ast::HeadKind::What => {
                let kinds = wanted.unwrap_or(self.inclusions.all);
                self.plain_node(kinds, "entity", head.span)
            }
            ast::HeadKind::Noun { noun, names } => return self.noun_head(head, noun, names.as_ref(), wanted),
            ast::HeadKind::NounForm { form, .. } => {
                let kinds = self.noun_form_kinds(form)?;
                let heading = self.heading(kinds);
                self.plain_node(kinds, &heading, head.span)
            }
            ast::HeadKind::Names(names) => return self.named_node(names, wanted, "", None),
            ast::HeadKind::Group { set, stages } => {
                if let Some(names) = only_names(set, stages) {
                    return self.named_node(names, wanted, "", None);
                }
                // Names with more said of them include in brackets what they include without.
                let names_only = set.rest.is_empty() && stages.is_empty() && plain_names(&set.first.head).is_some();
                let id = if names_only {
                    let node = self.phrase_of(&set.first, wanted)?;
                    self.push_set(SetNode::Phrase(node))
                } else {
                    self.group(set, stages)?
                };
                return Some(self.set_node(id, Domain::Set(id), head.span));
            }
        };
        Some(self.push_node(node))
    }

    pub(super) fn set_node(&mut self, id: SetId, domain: Domain, span: Span) -> NodeId {
        let inner = self.query.node(self.query.head_of(id));
        let node = Node {
            kinds: inner.kinds,
            domain,
            condition: Condition::True,
            label: None,
            heading: inner.heading.clone(),
            named: false,
            span,
        };
        self.push_node(node)
    }

    pub(crate) fn plain_node(&self, kinds: KindSet, heading: &str, span: Span) -> Node {
        Node {
            kinds,
            domain: Domain::All,
            condition: Condition::True,
            label: None,
            heading: heading.to_owned(),
            named: false,
            span,
        }
    }

    /// The column name for entities of these kinds: the noun of the kind, `entity` where mixed.
    pub(crate) fn heading(&self, kinds: KindSet) -> String {
        let vocabulary = self.graph.vocabulary();
        let noun = vocabulary
            .nouns
            .iter()
            .find(|noun| KindSet::of(&noun.kinds) == kinds)
            .map(|noun| noun.singular().to_owned());
        noun.unwrap_or_else(|| "entity".to_owned())
    }

    pub(super) fn noun_head(
        &mut self,
        head: &ast::Head,
        noun: &ast::Word,
        names: Option<&ast::Names>,
        wanted: Option<KindSet>,
    ) -> Option<NodeId> {
        let Some(id) = noun.form.and_then(|form| self.graph.vocabulary().forms.get(form).noun) else {
            self.unknown_word(noun.span, "a noun or a name");
            return None;
        };
        let noun = self.graph.vocabulary().noun(id).clone();
        let kinds = KindSet::of(&noun.kinds);
        if let Some(names) = names {
            return self.named_node(names, Some(kinds), "", Some(kinds));
        }
        let mut narrowed = wanted.map_or(kinds, |wanted| kinds.and(wanted));
        if narrowed.is_empty() {
            narrowed = kinds;
        }
        let node = self.plain_node(narrowed, noun.singular(), head.span);
        Some(self.push_node(node))
    }

    /// Reports a run that is neither a word nor a name, at a place where `expected` belongs.
    pub(crate) fn unknown_word(&mut self, span: Span, expected: &str) {
        self.unknown_among(span, expected, |form| form.noun.is_some() || !form.verbs.is_empty());
    }

    pub(super) fn unknown_among(
        &mut self,
        span: Span,
        expected: &str,
        fits: impl Fn(&crate::vocabulary::Form) -> bool,
    ) {
        let text = span.of(self.asked);
        let forms = &self.graph.vocabulary().forms;
        let candidates = forms.iter().map(|(_, form)| form).filter(|form| fits(form)).map(|form| form.text.as_str());
        let near = crate::names::suggest_word(text, candidates);
        let mut error = Diagnostic::error(Code::UnknownWord, span, format!("`{text}` is not a word of this graph"))
            .at(format!("{expected} is wanted here"));
        if let Some(near) = near {
            error = error.fix(format!("`{near}` is close"), span, near);
        }
        self.error(error);
    }

    /// A node of named entities; several names joined by `or` are one set.
    pub(super) fn named_node(
        &mut self,
        names: &ast::Names,
        wanted: Option<KindSet>,
        place: &str,
        forced: Option<KindSet>,
    ) -> Option<NodeId> {
        if let [name] = names.items.as_slice() {
            match &name.text {
                ast::NameText::Label(label) => return self.label_node(label),
                ast::NameText::Variable(variable) => {
                    if let Some((_, Binding::Query(_))) = self.binding(&variable.text) {
                        let id = self.variable_set(variable)?;
                        return Some(self.set_node(id, Domain::Set(id), name.span));
                    }
                }
                ast::NameText::Known { .. } | ast::NameText::Unknown { .. } => {}
            }
        }
        self.check_mixed_names(names);
        let mut seeds = Vec::with_capacity(names.items.len());
        for name in &names.items {
            if self.is_full(name.span) {
                return None;
            }
            seeds.push(self.seed(name, wanted.or(forced), place));
        }
        let seeds: Vec<_> = seeds.into_iter().collect::<Option<_>>()?;
        let own = seeds
            .iter()
            .flat_map(|seed| &seed.entities)
            .fold(KindSet::default(), |set, &entity| set.with(self.graph.kind(entity)));
        let kinds = wanted.unwrap_or(own);
        let set = self.expand(seeds, kinds);
        let kinds = set.members.iter().fold(KindSet::default(), |kinds, member| {
            kinds.with(self.graph.kind(crate::graph::EntityId(member.entity)))
        });
        let heading = self.heading(kinds);
        let node = Node {
            kinds,
            domain: Domain::Named(set),
            condition: Condition::True,
            label: None,
            heading,
            named: true,
            span: names.span,
        };
        Some(self.push_node(node))
    }

    pub(super) fn label_node(&mut self, label: &ast::Text) -> Option<NodeId> {
        let Some(&same) = self.labels.get(&label.text) else {
            self.error(Diagnostic::error(
                Code::UnknownLabel,
                label.span,
                format!("no noun on the left is labelled `{}`", label.text),
            ));
            return None;
        };
        let kinds = self.query.node(same).kinds;
        let mut node = self.plain_node(kinds, &label.text, label.span);
        node.domain = Domain::Same(same);
        Some(self.push_node(node))
    }

    pub(super) fn check_mixed_names(&mut self, names: &ast::Names) {
        self.check_mixed(&names.mixed);
    }

    pub(super) fn check_mixed(&mut self, connectors: &[(Connector, Span)]) {
        let find = |wanted| connectors.iter().find(|(connector, _)| *connector == wanted).map(|(_, span)| *span);
        if let (Some(and), Some(or)) = (find(Connector::And), find(Connector::Or)) {
            self.mixed(and, or);
        }
    }

    pub(super) fn noun_form_kinds(&mut self, form: &ast::Word) -> Option<KindSet> {
        let vocabulary = self.graph.vocabulary();
        let uses = form.form.map(|form| &vocabulary.forms.get(form).verbs[..]).unwrap_or_default();
        let kinds = uses.iter().fold(KindSet::default(), |set, verb| set.or(head_kinds(vocabulary, verb)));
        if kinds.is_empty() {
            self.unknown_word(form.span, "a noun or a name");
            return None;
        }
        Some(kinds)
    }

    /// `targets of trastuzumab`: the head's own verb.
    pub(super) fn noun_form(
        &mut self,
        frame: &mut Frame,
        node: NodeId,
        form: &ast::Word,
        object: &ast::Object,
    ) -> Option<()> {
        let mut uses: Vec<&VerbUse> = self.uses_of(form).collect();
        let (kinds, objects) = (self.query.node(node).kinds, self.object_kinds(object));
        if uses.iter().any(|verb| self.fits(verb, kinds, objects)) {
            uses.retain(|verb| self.fits(verb, kinds, objects));
        }
        self.attach(frame, node, &[(uses, *form)], Connector::Or, object, false, (Connector::And, form.span))
    }
}
