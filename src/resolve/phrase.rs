//! Phrases: which noun a clause belongs to, which verb a condition belongs to (rules R3 to R9).

use super::query::{
    Condition, Domain, Evidence, KindSet, Link, LinkId, Node, NodeId, ProfileLiteral, ProfileQuestion, Quantifier,
    SetId, SetNode, Test,
};
use super::{Binding, MAX_DEPTH, Resolver};
use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast::{self, Connector};
use crate::text::Span;
use crate::vocabulary::{
    AdjectiveValue, Adjectives, Context, End, KindId, On, PropertyId, PropertyType, RelationId, Role, VerbUse,
};

/// A verb that may still take an `in` or a filter.
#[derive(Clone, Debug)]
struct Slot {
    /// The noun it belongs to.
    node: NodeId,
    link: LinkId,
    negated: bool,
    /// It already has an `in`.
    taken: bool,
    context: SlotContext,
    /// The link that takes its context and filters, once there is one (for a fact verb).
    companion: Option<LinkId>,
    /// The preposition it ends in.
    preposition: Option<String>,
    /// The clause it came from: `targeting A and B` is two verbs with the same conditions.
    clause: u32,
}

/// How a verb takes a context.
#[derive(Clone, Copy, Debug, PartialEq)]
enum SlotContext {
    None,
    /// Its own statement does.
    Statement,
    /// This node must stand in this relation to the context.
    Through(RelationId, NodeId),
}

/// What the last `in` went to; filters follow it.
#[derive(Clone, Copy, Debug)]
enum Taker {
    Slot(usize),
    Link(LinkId),
    Statement(NodeId),
}

/// A bracket group being read.
struct Frame {
    base: NodeId,
    /// Nouns from left to right.
    nouns: Vec<NodeId>,
    slots: Vec<Slot>,
    items: Vec<(NodeId, Connector, Condition)>,
    taker: Option<Taker>,
    /// The link of the head noun's own context, once there is one.
    head_link: Option<LinkId>,
    /// Filters that found no verb on their left: an `in` further on may take them.
    waiting: Vec<(Test, Span)>,
    adjectives: Vec<(NodeId, PropertyId, u16, Span)>,
    contexts: Vec<NodeId>,
    /// Verb clauses so far.
    verb_clauses: u32,
}

impl Frame {
    fn new(base: NodeId) -> Self {
        Self {
            base,
            nouns: vec![base],
            slots: Vec::new(),
            items: Vec::new(),
            taker: None,
            head_link: None,
            waiting: Vec::new(),
            adjectives: Vec::new(),
            contexts: Vec::new(),
            verb_clauses: 0,
        }
    }

    /// The slots that share the conditions of one: those of the same clause.
    fn peers(&self, index: usize) -> Vec<usize> {
        let clause = self.slots[index].clause;
        (0..self.slots.len()).filter(|&other| self.slots[other].clause == clause).collect()
    }
}

impl Resolver<'_> {
    /// A chain of set operations: `and` binds tighter than `or` and `except` (R6).
    pub(crate) fn set_expression(&mut self, set: &ast::SetExpression) -> Option<SetId> {
        self.check_mixed_set(set);
        let mut sum: Option<(ast::SetOperator, SetId)> = None;
        let mut product = self.phrase_set(&set.first);
        let mut pending: Option<ast::SetOperator> = None;
        for (operator, _, phrase) in &set.rest {
            if *operator == ast::SetOperator::Intersect {
                let right = self.phrase_set(phrase);
                product = self.combine(SetNode::Intersect, product, right);
            } else {
                sum = self.add_up(sum, pending, product);
                pending = Some(*operator);
                product = self.phrase_set(phrase);
            }
        }
        self.add_up(sum, pending, product).map(|(_, set)| set)
    }

    fn add_up(
        &mut self,
        sum: Option<(ast::SetOperator, SetId)>,
        operator: Option<ast::SetOperator>,
        right: Option<SetId>,
    ) -> Option<(ast::SetOperator, SetId)> {
        let right = right?;
        let Some((_, left)) = sum else { return Some((ast::SetOperator::Union, right)) };
        let node = match operator {
            Some(ast::SetOperator::Except) => SetNode::Except(left, right),
            Some(ast::SetOperator::Union | ast::SetOperator::Intersect) | None => SetNode::Union(left, right),
        };
        self.check_same_kind(left, right);
        Some((ast::SetOperator::Union, self.push_set(node)))
    }

    fn combine(
        &mut self,
        make: impl Fn(SetId, SetId) -> SetNode,
        left: Option<SetId>,
        right: Option<SetId>,
    ) -> Option<SetId> {
        let (left, right) = (left?, right?);
        self.check_same_kind(left, right);
        Some(self.push_set(make(left, right)))
    }

    /// A set holds entities of one kind (or of the kinds of one verb side).
    fn check_same_kind(&mut self, left: SetId, right: SetId) {
        let (left, right) = (self.query.head_of(left), self.query.head_of(right));
        let (a, b) = (self.query.node(left).kinds, self.query.node(right).kinds);
        if a.and(b).is_empty() && !self.share_faces(a, b) {
            let span = self.query.node(right).span;
            let message =
                format!("a {} and a {} have nothing in common", self.kind_list(a, "or"), self.kind_list(b, "or"));
            self.error(
                Diagnostic::error(Code::WrongKind, span, message)
                    .help("both sides of a set operation must be of one kind"),
            );
        }
    }

    fn share_faces(&self, a: KindSet, b: KindSet) -> bool {
        let vocabulary = self.graph.vocabulary();
        let groups = [["gene", "protein"].as_slice(), ["variant", "biomarker", "profile", "mechanism"].as_slice()];
        groups.iter().any(|group| {
            let group = group.iter().filter_map(|kind| vocabulary.kind(kind)).fold(KindSet::default(), KindSet::with);
            !a.and(group).is_empty() && !b.and(group).is_empty()
        })
    }

    fn check_mixed_set(&mut self, set: &ast::SetExpression) {
        let find = |wanted| set.rest.iter().find(|(operator, _, _)| *operator == wanted).map(|(_, span, _)| *span);
        if let (Some(and), Some(or)) = (find(ast::SetOperator::Intersect), find(ast::SetOperator::Union)) {
            self.mixed(and, or);
        }
    }

    /// R7: `and` and `or` side by side.
    fn mixed(&mut self, and: Span, or: Span) {
        if self.strict {
            self.error(
                Diagnostic::error(
                    Code::MixedConnectors,
                    and.to(or),
                    "`and` and `or` stand side by side without brackets",
                )
                .label(and, "this binds first")
                .help("put the part that belongs together in brackets: `(A and B) or C`, or `A and (B or C)`"),
            );
        } else {
            self.note("mixed", "`and` binds tighter than `or`: see the brackets in the reading".to_owned());
        }
    }

    pub(crate) fn push_set(&mut self, set: SetNode) -> SetId {
        self.query.sets.push(set);
        SetId(self.query.sets.len() as u32 - 1)
    }

    fn phrase_set(&mut self, phrase: &ast::Phrase) -> Option<SetId> {
        if phrase.clauses.is_empty()
            && phrase.head.adjectives.is_empty()
            && phrase.head.label.is_none()
            && let Some(set) = self.bare_set(&phrase.head)
        {
            return set;
        }
        let node = self.phrase(phrase)?;
        Some(self.push_set(SetNode::Phrase(node)))
    }

    /// A bracket or variable with nothing said of it is the set itself.
    fn bare_set(&mut self, head: &ast::Head) -> Option<Option<SetId>> {
        match &head.kind {
            ast::HeadKind::Group { set, stages } => Some(self.group(set, stages)),
            ast::HeadKind::Names(names) => {
                let [name] = names.items.as_slice() else { return None };
                let ast::NameText::Variable(variable) = &name.text else { return None };
                let binding = self.binding(&variable.text);
                matches!(binding, Some((_, Binding::Query(_)))).then(|| self.variable_set(variable))
            }
            ast::HeadKind::What | ast::HeadKind::Noun { .. } | ast::HeadKind::NounForm { .. } => None,
        }
    }

    fn group(&mut self, set: &ast::SetExpression, stages: &[ast::Stage]) -> Option<SetId> {
        self.deeper(set.first.span, |resolver| {
            let id = resolver.set_expression(set)?;
            resolver.staged(id, stages)
        })
    }

    fn staged(&mut self, set: SetId, stages: &[ast::Stage]) -> Option<SetId> {
        if stages.is_empty() {
            return Some(set);
        }
        let stages = self.set_stages(set, stages)?;
        Some(self.push_set(SetNode::Staged(set, stages)))
    }

    /// Reads the query of a `let` in place; it sees only what was set before it.
    pub(crate) fn variable_set(&mut self, variable: &ast::Text) -> Option<SetId> {
        let Some((index, binding)) = self.binding(&variable.text) else {
            self.unknown_variable(variable);
            return None;
        };
        let Binding::Query(query) = binding else {
            self.parameter(variable)?;
            return None;
        };
        let ast::Source::Set(set) = &query.source else {
            self.error(Diagnostic::error(
                Code::TypeMismatch,
                variable.span,
                format!("`${}` is a table; a set of entities is wanted here", variable.text),
            ));
            return None;
        };
        let all = self.bindings;
        self.bindings = &all[..index];
        let errors = self.diagnostics.len();
        let id = self.deeper(variable.span, |resolver| {
            let id = resolver.set_expression(set)?;
            resolver.staged(id, &query.stages)
        });
        self.bindings = all;
        // Places inside the other statement mean nothing here: point at the variable.
        for diagnostic in &mut self.diagnostics[errors..] {
            diagnostic.labels.truncate(1);
            for label in &mut diagnostic.labels {
                label.span = variable.span;
            }
            diagnostic.help.iter_mut().for_each(|help| help.fix = None);
        }
        id
    }

    fn deeper<T>(&mut self, span: Span, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth >= MAX_DEPTH {
            self.error(Diagnostic::error(Code::TooDeep, span, format!("phrases nest more than {MAX_DEPTH} deep here")));
            return None;
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// A head with its clauses.
    pub(crate) fn phrase(&mut self, phrase: &ast::Phrase) -> Option<NodeId> {
        self.phrase_of(phrase, None)
    }

    /// The same where a verb wants certain kinds: its names include what it wants of them.
    fn phrase_of(&mut self, phrase: &ast::Phrase, wanted: Option<KindSet>) -> Option<NodeId> {
        self.deeper(phrase.span, |resolver| {
            let (base, mut frame) = resolver.head(&phrase.head, wanted)?;
            resolver.clauses(&mut frame, &phrase.clauses);
            resolver.finish(frame);
            Some(base)
        })
    }

    fn push_node(&mut self, node: Node) -> NodeId {
        self.query.nodes.push(node);
        NodeId(self.query.nodes.len() as u32 - 1)
    }

    fn push_link(&mut self, link: Link) -> LinkId {
        self.query.links.push(link);
        LinkId(self.query.links.len() as u32 - 1)
    }

    /// The head of a phrase, with a frame for its clauses.
    fn head(&mut self, head: &ast::Head, wanted: Option<KindSet>) -> Option<(NodeId, Frame)> {
        let node = self.bare_head(head, wanted)?;
        let mut frame = Frame::new(node);
        if let ast::HeadKind::NounForm { form, object } = &head.kind {
            self.noun_form(&mut frame, node, form, object)?;
        }
        self.label_and_adjectives(&mut frame, node, head);
        Some((node, frame))
    }

    fn label_and_adjectives(&mut self, frame: &mut Frame, node: NodeId, head: &ast::Head) {
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
    fn bare_head(&mut self, head: &ast::Head, wanted: Option<KindSet>) -> Option<NodeId> {
        let node = match &head.kind {
            ast::HeadKind::What => {
                let kinds = wanted.unwrap_or(self.all_kinds());
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

    fn set_node(&mut self, id: SetId, domain: Domain, span: Span) -> NodeId {
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

    fn plain_node(&self, kinds: KindSet, heading: &str, span: Span) -> Node {
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

    /// All kinds that a question without a noun may answer.
    pub(crate) fn all_kinds(&self) -> KindSet {
        (0..self.graph.vocabulary().kinds.len()).fold(KindSet::default(), |set, i| set.with(KindId(i as u8)))
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

    fn noun_head(
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

    fn unknown_among(&mut self, span: Span, expected: &str, fits: impl Fn(&crate::vocabulary::Form) -> bool) {
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
    fn named_node(
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

    fn label_node(&mut self, label: &ast::Text) -> Option<NodeId> {
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

    fn check_mixed_names(&mut self, names: &ast::Names) {
        self.check_mixed(&names.mixed);
    }

    fn check_mixed(&mut self, connectors: &[(Connector, Span)]) {
        let find = |wanted| connectors.iter().find(|(connector, _)| *connector == wanted).map(|(_, span)| *span);
        if let (Some(and), Some(or)) = (find(Connector::And), find(Connector::Or)) {
            self.mixed(and, or);
        }
    }

    fn noun_form_kinds(&mut self, form: &ast::Word) -> Option<KindSet> {
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
    fn noun_form(&mut self, frame: &mut Frame, node: NodeId, form: &ast::Word, object: &ast::Object) -> Option<()> {
        let id = form.form?;
        let uses = self.graph.vocabulary().forms.get(id).verbs.clone();
        let fitting = self.fitting_uses(&uses, self.query.node(node).kinds, object);
        let uses = if fitting.is_empty() { uses } else { fitting };
        self.attach(frame, node, &[(uses, form.clone())], Connector::Or, object, false, (Connector::And, form.span))
    }

    fn adjective(&mut self, frame: &mut Frame, node: NodeId, adjective: &ast::AdjectiveWord) {
        match adjective {
            ast::AdjectiveWord::Form(word) => {
                let Some(form) = word.form else {
                    self.unknown_word(word.span, "an adjective");
                    return;
                };
                let adjectives = self.graph.vocabulary().forms.get(form).adjectives.clone();
                let kinds = self.query.node(node).kinds;
                let chosen = adjectives.into_iter().find(|adjective| {
                    match &self.graph.vocabulary().property(adjective.property).on {
                        On::Statement => true,
                        On::Kinds(on) => on.is_empty() || !kinds.and(KindSet::of(on)).is_empty(),
                    }
                });
                let Some(chosen) = chosen else {
                    self.error(Diagnostic::error(
                        Code::WrongKind,
                        word.span,
                        "this adjective does not go with this noun",
                    ));
                    return;
                };
                let AdjectiveValue::Value(value) = chosen.value;
                frame.adjectives.push((node, chosen.property, value, word.span));
            }
            ast::AdjectiveWord::Name(name) => self.name_adjective(frame, node, name),
        }
    }

    /// `on-target mechanisms`: the property whose values are names.
    fn name_adjective(&mut self, frame: &mut Frame, node: NodeId, name: &ast::Name) {
        let vocabulary = self.graph.vocabulary();
        let kinds = self.query.node(node).kinds;
        let property = vocabulary.properties.iter().find_map(|property| {
            let PropertyType::Via { relation, kind } = property.of else { return None };
            let On::Kinds(on) = &property.on else { return None };
            (property.adjectives == Adjectives::Names && !kinds.and(KindSet::of(on)).is_empty())
                .then_some((relation, kind))
        });
        let Some((relation, kind)) = property else {
            self.error(Diagnostic::error(Code::WrongKind, name.span, "this name cannot stand before this noun"));
            return;
        };
        let wanted = KindSet::default().with(kind);
        let Some(seed) = self.seed(name, Some(wanted), "") else { return };
        let set = self.expand(vec![seed], wanted);
        let object = self.push_node(Node {
            kinds: wanted,
            domain: Domain::Named(set),
            condition: Condition::True,
            label: None,
            heading: self.heading(wanted),
            named: true,
            span: name.span,
        });
        let mut link = self.plain_link(vec![(relation, End::From)], object, "is a", name.span);
        link.adjective = true;
        let link = self.push_link(link);
        frame.items.push((node, Connector::And, Condition::Link(link)));
    }

    fn plain_link(&self, steps: Vec<(RelationId, End)>, object: NodeId, word: &str, span: Span) -> Link {
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

    fn clauses(&mut self, frame: &mut Frame, clauses: &[ast::Clause]) {
        let connectors: Vec<_> = clauses.iter().filter_map(|clause| clause.connector).collect();
        if clauses.iter().all(|clause| !clause.comma) {
            self.check_mixed(&connectors);
        }
        for clause in clauses {
            // One mistake is told; what follows it is still read.
            let _ = self.clause(frame, clause);
        }
    }

    fn clause(&mut self, frame: &mut Frame, clause: &ast::Clause) -> Option<()> {
        let connector = clause.connector.unwrap_or((Connector::And, clause.span));
        match &clause.kind {
            ast::ClauseKind::Group { negated, clauses } => {
                self.clause_group(frame, clause, *negated, clauses, connector)
            }
            ast::ClauseKind::Relation(relation) => self.relation(frame, clause, relation, connector),
            ast::ClauseKind::Context(context) => self.context(frame, clause, context),
            ast::ClauseKind::Without(object) => self.without(frame, clause, object, connector),
            ast::ClauseKind::Filter(filter) => self.filter(frame, filter),
        }
    }

    /// `( … )` or `not ( … )`: a closed group about one noun of the group around it.
    fn clause_group(
        &mut self,
        frame: &mut Frame,
        clause: &ast::Clause,
        negated: bool,
        clauses: &[ast::Clause],
        connector: (Connector, Span),
    ) -> Option<()> {
        let target = self.group_target(frame, clause, clauses)?;
        self.deeper(clause.span, |resolver| {
            let mut inner = Frame::new(target);
            resolver.clauses(&mut inner, clauses);
            let condition = resolver.close(inner);
            let condition = if negated { Condition::Not(Box::new(condition)) } else { condition };
            frame.items.push((target, connector.0, condition));
            Some(())
        })
    }

    /// The noun a bracket group says something of: that of its first verb, else the head.
    fn group_target(&mut self, frame: &Frame, clause: &ast::Clause, clauses: &[ast::Clause]) -> Option<NodeId> {
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

    /// R4: the nearest noun on the left whose kind the verb accepts, with the readings that fit it.
    fn find_noun(
        &mut self,
        frame: &Frame,
        relation: &ast::Relation,
        comma: bool,
    ) -> Option<(NodeId, Vec<(Vec<VerbUse>, ast::Word)>)> {
        let vocabulary = self.graph.vocabulary();
        let mut verbs = Vec::new();
        for word in &relation.verbs {
            let uses: Vec<VerbUse> = word
                .form
                .map(|form| {
                    vocabulary.forms.get(form).verbs.iter().filter(|verb| verb.noun_form.is_none()).cloned().collect()
                })
                .unwrap_or_default();
            if uses.is_empty() {
                self.unknown_verb(word.span);
                return None;
            }
            verbs.push((uses, word.clone()));
        }
        let nouns: Vec<NodeId> = if comma { vec![frame.base] } else { frame.nouns.iter().rev().copied().collect() };
        let mut fitting = nouns.iter().filter_map(|&noun| {
            let kinds = self.query.node(noun).kinds;
            let readings: Vec<_> = verbs
                .iter()
                .map(|(uses, word)| (self.fitting_uses(uses, kinds, &relation.object), word.clone()))
                .collect();
            readings.iter().all(|(uses, _)| !uses.is_empty()).then_some((noun, readings))
        });
        let found: Vec<_> = fitting.by_ref().take(2).collect();
        let mut found = found.into_iter();
        let Some(first) = found.next() else {
            self.no_noun(frame, &verbs, relation);
            return None;
        };
        if let Some((second, _)) = found.next() {
            self.two_nouns(first.0, second, relation);
        }
        Some(first)
    }

    /// R13: two nouns that fit.
    fn two_nouns(&mut self, nearest: NodeId, other: NodeId, relation: &ast::Relation) {
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

    fn no_noun(&mut self, frame: &Frame, verbs: &[(Vec<VerbUse>, ast::Word)], relation: &ast::Relation) {
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

    fn report_unknown_names(&mut self, object: &ast::Object, uses: &[VerbUse]) {
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

    fn unknown_verb(&mut self, span: Span) {
        self.unknown_among(span, "a verb", |form| form.verbs.iter().any(|usage| usage.noun_form.is_none()));
    }

    /// The readings of a verb that go with a noun of `kinds` and with the object.
    fn fitting_uses(&mut self, uses: &[VerbUse], kinds: KindSet, object: &ast::Object) -> Vec<VerbUse> {
        let objects = self.object_kinds(object);
        let vocabulary = self.graph.vocabulary();
        let fits = |verb: &&VerbUse| {
            !self.with_faces(head_kinds(vocabulary, verb)).and(kinds).is_empty()
                && !self.including(object_kinds(vocabulary, verb)).and(objects).is_empty()
        };
        uses.iter().filter(fits).cloned().collect()
    }

    /// Kinds plus those that are other faces of the same names.
    fn with_faces(&self, kinds: KindSet) -> KindSet {
        let vocabulary = self.graph.vocabulary();
        let mut all = kinds;
        for group in [["gene", "protein"].as_slice(), ["variant", "biomarker", "profile", "mechanism"].as_slice()] {
            let group = group.iter().filter_map(|kind| vocabulary.kind(kind)).fold(KindSet::default(), KindSet::with);
            // A mechanism may stand where a variant does only by name, so nouns do not spread.
            if group.has(vocabulary.kind("protein").unwrap_or(KindId(127))) && !kinds.and(group).is_empty() {
                all = all.or(group);
            }
        }
        all
    }

    /// Kinds whose names include something of `kinds`: families for genes, genes for variants, classes for drugs.
    fn including(&self, kinds: KindSet) -> KindSet {
        let vocabulary = self.graph.vocabulary();
        let mut all = self.with_faces(kinds);
        let groups = [
            ("variant", "gene"),
            ("profile", "variant"),
            ("variant", "profile"),
            ("variant", "mechanism"),
            ("profile", "mechanism"),
            ("mechanism", "variant"),
            ("variant", "protein"),
            ("gene", "gene family"),
            ("drug", "drug class"),
            ("mechanism", "mechanism kind"),
        ];
        // Twice, so that a family reaches variants through its genes.
        for _ in 0..2 {
            for (inner, outer) in groups {
                if let (Some(inner), Some(outer)) = (vocabulary.kind(inner), vocabulary.kind(outer))
                    && all.has(inner)
                {
                    all = all.with(outer);
                }
            }
        }
        all
    }

    /// Kinds an object could be of, without any error.
    fn object_kinds(&mut self, object: &ast::Object) -> KindSet {
        match object {
            ast::Object::Head(head) | ast::Object::Quantified { head, .. } => self.rough_head_kinds(head),
            ast::Object::Profile(profile) => profile
                .literals
                .iter()
                .flat_map(|literal| &literal.alternatives)
                .fold(KindSet::default(), |set, name| set.or(self.rough_kinds(name))),
        }
    }

    fn rough_head_kinds(&mut self, head: &ast::Head) -> KindSet {
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

    fn relation(
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

    /// `what resists X` answers the kinds that the verb is said of.
    fn narrow(&mut self, node: NodeId, readings: &[(Vec<VerbUse>, ast::Word)]) {
        let vocabulary = self.graph.vocabulary();
        let all = self.all_kinds();
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

    /// Makes the links of a verb list with its object, and opens slots for what follows.
    #[allow(clippy::too_many_arguments)]
    fn attach(
        &mut self,
        frame: &mut Frame,
        node: NodeId,
        verbs: &[(Vec<VerbUse>, ast::Word)],
        joined: Connector,
        object: &ast::Object,
        negated: bool,
        connector: (Connector, Span),
    ) -> Option<()> {
        let vocabulary = self.graph.vocabulary();
        let kinds = self.query.node(node).kinds;
        let groups: Vec<(Vec<VerbUse>, ast::Word)> = match joined {
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
                    preposition: uses.first().and_then(|verb| verb.preposition.clone()),
                    clause,
                });
            }
        }
        let condition = if conditions.len() == 1 { conditions.remove(0) } else { Condition::And(conditions) };
        let condition = if negated { Condition::Not(Box::new(condition)) } else { condition };
        frame.items.push((node, connector.0, condition));
        Some(())
    }

    fn verb_link(
        &self,
        uses: &[VerbUse],
        word: &ast::Word,
        object: NodeId,
        objects: &Objects,
        verbs: &[(Vec<VerbUse>, ast::Word)],
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
    fn slot_context(&self, uses: &[VerbUse], node: NodeId, kinds: KindSet, object: NodeId) -> SlotContext {
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

    /// The nodes of an object: one, or several that must all be met.
    fn objects(
        &mut self,
        frame: &mut Frame,
        object: &ast::Object,
        wanted: KindSet,
        and_profile: bool,
        groups: &[(Vec<VerbUse>, ast::Word)],
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
    fn keep_units(&mut self, node: NodeId) {
        let vocabulary = self.graph.vocabulary();
        let kinds = |names: &[&str]| {
            names.iter().filter_map(|kind| vocabulary.kind(kind)).fold(KindSet::default(), KindSet::with)
        };
        let (groups, parts) = (kinds(&["gene family", "drug class"]), kinds(&["variant", "profile"]));
        let graph = self.graph;
        if let Domain::Named(set) = &mut self.query.nodes[node.0 as usize].domain {
            let kind = |member: &super::query::Member| graph.kind(crate::graph::EntityId(member.entity));
            let has_units = set.members.iter().any(|member| !groups.has(kind(member)) && !parts.has(kind(member)));
            if has_units {
                set.members.retain(|member| {
                    let is_part = parts.has(kind(member)) && member.how == super::query::Inclusion::Member;
                    !groups.has(kind(member)) && !is_part
                });
            }
        }
    }

    fn place(&self, groups: &[(Vec<VerbUse>, ast::Word)], wanted: KindSet) -> String {
        let form = groups.first().and_then(|(_, word)| word.form);
        form.map_or_else(String::new, |form| {
            let verb = &self.graph.vocabulary().forms.get(form).text;
            format!("`{verb}` expects a {}", self.kind_list(wanted, "or"))
        })
    }

    /// `treating A and not B`: the verb must be said again (R11).
    fn ellipsis(&mut self, profile: &ast::Profile, groups: &[(Vec<VerbUse>, ast::Word)]) {
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

    fn require_profile(&mut self, and_profile: bool, span: Span) -> Option<()> {
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
    fn all_names(
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
        let mut nodes = Vec::new();
        for name in &names.items {
            let one =
                ast::Names { items: vec![name.clone()], connector: Connector::Or, mixed: Vec::new(), span: name.span };
            nodes.push(self.named_node(&one, Some(wanted), place, None)?);
        }
        frame.nouns.extend(nodes.last());
        Some(Objects { nodes, quantifier: Quantifier::Some, none: false, profile: None })
    }

    fn profile_objects(&mut self, literals: &[&ast::Literal], wanted: KindSet, place: &str) -> Option<Objects> {
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
        self.profile_seeds.insert(node, seeds);
        Some(Objects { nodes: vec![node], quantifier: Quantifier::Some, none: false, profile: Some(question) })
    }

    pub(crate) fn all_faces(&self, entities: &[crate::graph::EntityId]) -> Vec<crate::graph::EntityId> {
        let mut faces: Vec<_> = entities
            .iter()
            .flat_map(|entity| self.graph.faces(entity).iter().map(|&face| crate::graph::EntityId(face)))
            .collect();
        faces.sort_unstable();
        faces.dedup();
        faces
    }

    fn object_node(&mut self, frame: &mut Frame, head: &ast::Head, wanted: KindSet, place: &str) -> Option<NodeId> {
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

    fn check_object_kind(&mut self, node: NodeId, wanted: KindSet, span: Span) -> Option<()> {
        let kinds = self.query.node(node).kinds;
        if self.with_faces(wanted).and(kinds).is_empty() && !self.share_faces(wanted, kinds) {
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

    /// `in X`: to the nearest verb on the left that has a free slot, else to the noun itself (R3, R5, R5b).
    fn context(&mut self, frame: &mut Frame, clause: &ast::Clause, context: &ast::Context) -> Option<()> {
        let repeat = self.repeats_verb(frame, clause, context);
        if let Some(slot) = repeat {
            return self.repeat_verb(frame, clause, context, slot);
        }
        for object in self.context_nodes(context)? {
            self.place_context(frame, clause, context, object)?;
        }
        Some(())
    }

    /// R3: after `mutated in X`, `but not in Y` says `mutated in` again.
    fn repeats_verb(&self, frame: &Frame, clause: &ast::Clause, context: &ast::Context) -> Option<usize> {
        let last = frame.slots.len().checked_sub(1)?;
        let slot = &frame.slots[last];
        let connected = clause.connector.is_some() || context.negated;
        (connected && slot.preposition.as_deref() == Some("in")).then_some(last)
    }

    fn repeat_verb(
        &mut self,
        frame: &mut Frame,
        clause: &ast::Clause,
        context: &ast::Context,
        slot: usize,
    ) -> Option<()> {
        let slot = frame.slots[slot].clone();
        let steps = self.query.link(slot.link).steps.clone();
        let word = self.query.link(slot.link).word.clone();
        let vocabulary = self.graph.vocabulary();
        let wanted = steps.iter().fold(KindSet::default(), |set, (relation, head)| {
            set.or(KindSet::of(vocabulary.verb(*relation).kinds(head.other())))
        });
        let (ast::Object::Head(head) | ast::Object::Quantified { head, .. }) = &context.object else {
            self.require_profile(false, clause.span)?;
            return None;
        };
        let object = self.object_node(frame, head, wanted, "")?;
        let link = self.plain_link(steps, object, &word, clause.span);
        let id = self.push_link(link);
        let condition = Condition::Link(id);
        let condition = if context.negated { Condition::Not(Box::new(condition)) } else { condition };
        let connector = clause.connector.map_or(Connector::And, |(connector, _)| connector);
        frame.items.push((slot.node, connector, condition));
        frame.verb_clauses += 1;
        let clause = frame.verb_clauses;
        frame.slots.push(Slot { link: id, negated: context.negated, taken: false, companion: None, clause, ..slot });
        Some(())
    }

    /// The cancers that an `in` names: several nodes where all of them must hold.
    pub(crate) fn context_nodes(&mut self, context: &ast::Context) -> Option<Vec<NodeId>> {
        let wanted = self.context_kinds;
        if wanted.is_empty() {
            self.error(Diagnostic::error(
                Code::NoStatements,
                context.preposition,
                "this graph holds no statements, so nothing is said `in` anything",
            ));
            return None;
        }
        let place = format!("`in` expects a {}", self.kind_list(wanted, "or"));
        let (ast::Object::Head(head) | ast::Object::Quantified { head, .. }) = &context.object else {
            self.require_profile(false, context.preposition)?;
            return None;
        };
        if let Some(names) = plain_names(head) {
            if names.connector == Connector::And && names.items.len() > 1 {
                return self.each_name(names, wanted, &place);
            }
            if !single_set_variable(self, names) {
                return Some(vec![self.named_node(names, Some(wanted), &place, None)?]);
            }
        }
        let (node, frame) = self.head(head, Some(wanted))?;
        self.finish(frame);
        self.check_object_kind(node, wanted, head.span)?;
        // A noun (`in any cancer`) is no restriction beyond itself; a set includes what is below.
        if let Domain::Set(set) = self.query.node(node).domain {
            self.query.nodes[node.0 as usize].domain = Domain::Below(set);
        }
        Some(vec![node])
    }

    fn each_name(&mut self, names: &ast::Names, wanted: KindSet, place: &str) -> Option<Vec<NodeId>> {
        let mut nodes = Vec::new();
        for name in &names.items {
            let one =
                ast::Names { items: vec![name.clone()], connector: Connector::Or, mixed: Vec::new(), span: name.span };
            nodes.push(self.named_node(&one, Some(wanted), place, None)?);
        }
        Some(nodes)
    }

    fn place_context(
        &mut self,
        frame: &mut Frame,
        clause: &ast::Clause,
        context: &ast::Context,
        object: NodeId,
    ) -> Option<()> {
        if !context.negated {
            frame.contexts.push(object);
        }
        let free = frame
            .slots
            .iter()
            .rposition(|slot| !slot.negated && (!slot.taken || context.negated) && slot.context != SlotContext::None);
        let connector = clause.connector.map_or(Connector::And, |(connector, _)| connector);
        match free {
            Some(index) if context.negated => self.exclude_context(frame, index, object, connector),
            Some(index) => self.take_context(frame, index, object),
            None => self.head_context(frame, context, object, connector)?,
        }
        Some(())
    }

    fn take_context(&mut self, frame: &mut Frame, index: usize, object: NodeId) {
        for peer in frame.peers(index) {
            let slot = frame.slots[peer].clone();
            match slot.context {
                SlotContext::Through(..) => {
                    let link = self.companion(frame, peer);
                    self.query.links[link.0 as usize].object = object;
                    self.query.links[link.0 as usize].took_in = true;
                }
                SlotContext::Statement | SlotContext::None => {
                    let link = &mut self.query.links[slot.link.0 as usize];
                    link.evidence.contexts.push(object);
                    link.took_in = true;
                }
            }
            frame.slots[peer].taken = true;
        }
        frame.taker = Some(Taker::Slot(index));
    }

    /// `not in X`: there is no supported row of the same verb there.
    fn exclude_context(&mut self, frame: &mut Frame, index: usize, object: NodeId, connector: Connector) {
        let slot = frame.slots[index].clone();
        let (node, link) = match slot.context {
            SlotContext::Through(relation, holder) => (holder, self.context_link(relation, object, slot.link)),
            SlotContext::Statement | SlotContext::None => {
                let mut link = self.query.link(slot.link).clone();
                link.evidence.contexts.push(object);
                (slot.node, link)
            }
        };
        let id = self.push_link(link);
        frame.items.push((node, connector, Condition::Not(Box::new(Condition::Link(id)))));
    }

    fn context_link(&self, relation: RelationId, object: NodeId, verb: LinkId) -> Link {
        let span = self.query.link(verb).span;
        let word = self.graph.vocabulary().verb(relation).participles[0].clone();
        let mut link = self.plain_link(vec![(relation, End::From)], object, &word, span);
        link.is_context = true;
        link
    }

    /// The link that stands for the context of a fact verb, made at first use (in any cancer).
    fn companion(&mut self, frame: &mut Frame, index: usize) -> LinkId {
        let slot = frame.slots[index].clone();
        if let Some(link) = slot.companion {
            return link;
        }
        // Verbs of one clause that restrict the same noun share its context.
        let shared = frame.peers(index).into_iter().find_map(|peer| {
            let other = &frame.slots[peer];
            (other.context == slot.context).then_some(other.companion).flatten()
        });
        if let Some(link) = shared {
            frame.slots[index].companion = Some(link);
            return link;
        }
        let (relation, holder) = match slot.context {
            SlotContext::Through(relation, holder) => (relation, holder),
            SlotContext::Statement | SlotContext::None => return slot.link,
        };
        let kinds = KindSet::of(&self.graph.vocabulary().verb(relation).to);
        let heading = self.heading(kinds);
        let any = self.plain_node(kinds, &heading, self.query.link(slot.link).span);
        let any = self.push_node(any);
        let link = self.context_link(relation, any, slot.link);
        let id = self.push_link(link);
        // It belongs to the same group of `and` and `or` as the verb it restricts.
        let own = frame.items.iter_mut().find(|(node, _, condition)| *node == holder && mentions(condition, slot.link));
        match own {
            Some((_, _, condition)) => {
                let verb = std::mem::take(condition);
                *condition = Condition::And(vec![verb, Condition::Link(id)]);
            }
            None => frame.items.push((holder, Connector::And, Condition::Link(id))),
        }
        frame.slots[index].companion = Some(id);
        id
    }

    /// `drugs in gastric`: the noun's own context.
    fn head_context(
        &mut self,
        frame: &mut Frame,
        context: &ast::Context,
        object: NodeId,
        connector: Connector,
    ) -> Option<()> {
        let base = frame.base;
        if self.is_statement(base) {
            let evidence = Evidence { contexts: vec![object], tests: Vec::new() };
            let condition = Condition::Evidence(evidence);
            let condition = if context.negated { Condition::Not(Box::new(condition)) } else { condition };
            frame.items.push((base, connector, condition));
            frame.taker = Some(Taker::Statement(base));
            return Some(());
        }
        let Some(link) = self.own_context_link(base, Some(object)) else {
            self.no_context(frame, context);
            return None;
        };
        let id = self.push_link(link);
        let condition = Condition::Link(id);
        let condition = if context.negated {
            Condition::Not(Box::new(condition))
        } else {
            frame.taker = Some(Taker::Link(id));
            frame.head_link = Some(id);
            self.query.links[id.0 as usize].took_in = true;
            condition
        };
        frame.items.push((base, connector, condition));
        Some(())
    }

    fn has_own_context(&self, node: NodeId) -> bool {
        let row = self.query.node(node);
        let kinds = &self.graph.vocabulary().kinds;
        !row.named
            && (self.is_statement(node) || row.kinds.iter().any(|kind| kinds[usize::from(kind.0)].context.is_some()))
    }

    fn is_statement(&self, node: NodeId) -> bool {
        let statement = self.graph.vocabulary().kind("statement");
        statement.is_some_and(|kind| self.query.node(node).kinds == KindSet::default().with(kind))
    }

    /// The link of a noun's own context, in `object` or in any cancer.
    fn own_context_link(&mut self, node: NodeId, object: Option<NodeId>) -> Option<Link> {
        let vocabulary = self.graph.vocabulary();
        let kinds = self.query.node(node).kinds;
        let relation = kinds.iter().find_map(|kind| vocabulary.kinds[usize::from(kind.0)].context)?;
        let verb = vocabulary.verb(relation);
        let span = self.query.node(node).span;
        let word = verb.participles[0].clone();
        let to = KindSet::of(&verb.to);
        let leads_to_context = !to.and(self.context_kinds).is_empty();
        let goal = match object {
            Some(object) if leads_to_context => object,
            Some(_) | None => {
                let heading = self.heading(to);
                let any = self.plain_node(to, &heading, span);
                self.push_node(any)
            }
        };
        let mut link = self.plain_link(vec![(relation, End::From)], goal, &word, span);
        link.is_context = true;
        if let Some(object) = object
            && !leads_to_context
        {
            link.evidence.contexts.push(object);
        }
        Some(link)
    }

    fn no_context(&mut self, frame: &Frame, context: &ast::Context) {
        let base = self.query.node(frame.base);
        let message = format!(
            "nothing here can be restricted with `in`: no verb on the left takes it, nor does {}",
            base.heading
        );
        self.error(Diagnostic::error(Code::NoPlace, context.preposition, message).help(
            "verbs made from statements take `in`, and so do drugs, mechanisms, genes and variants by themselves",
        ));
    }

    /// `without X`: no relation to X, where one relation joins the kinds.
    fn without(
        &mut self,
        frame: &mut Frame,
        clause: &ast::Clause,
        object: &ast::Object,
        connector: (Connector, Span),
    ) -> Option<()> {
        let vocabulary = self.graph.vocabulary();
        let objects = self.object_kinds(object);
        let kinds = self.query.node(frame.base).kinds;
        let mut uses = Vec::new();
        for (relation, verb) in vocabulary.relations() {
            for head in [End::From, End::To] {
                let fits = !KindSet::of(verb.kinds(head)).and(kinds).is_empty()
                    && !KindSet::of(verb.kinds(head.other())).and(objects).is_empty();
                let joins = fits && verb.derived.is_none() && !(verb.undirected && head == End::To);
                if joins && self.has_edge(relation, head, kinds, objects) {
                    uses.push(VerbUse { relation, head, noun_form: None, preposition: None });
                }
            }
        }
        match uses.as_slice() {
            [one] => {
                let participle = &vocabulary.verb(one.relation).participles[usize::from(one.head == End::To)];
                let form = vocabulary.forms.find(participle);
                let word = ast::Word { form, span: clause.span };
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
                let participles: Vec<&str> = several
                    .iter()
                    .map(|verb| vocabulary.verb(verb.relation).participles[usize::from(verb.head == End::To)].as_str())
                    .collect();
                let message = format!("`without` does not say which of {} relations is meant", participles.len());
                let quoted: Vec<String> =
                    participles.iter().map(|participle| format!("`not {participle} …`")).collect();
                let quoted: Vec<&str> = quoted.iter().map(String::as_str).collect();
                let help = format!("write the verb: {}", super::names::join_words(&quoted, "or"));
                self.error(Diagnostic::error(Code::AmbiguousAttachment, clause.span, message).help(help));
                None
            }
        }
    }

    /// Whether a relation joins entities of these kinds at all in this graph: `is a` is said of cancers and of
    /// drugs, but no drug is a cancer.
    fn has_edge(&self, relation: RelationId, head: End, kinds: KindSet, objects: KindSet) -> bool {
        let adjacency = match head {
            End::From => self.graph.forward(relation),
            End::To => self.graph.backward(relation),
        };
        let kind = |entity: u32| self.graph.kind(crate::graph::EntityId(entity));
        let heads = adjacency.sources().filter(|&entity| kinds.has(kind(entity)));
        let mut targets = heads.flat_map(|entity| adjacency.targets(entity));
        targets.any(|&object| objects.has(kind(object)))
    }

    fn filter(&mut self, frame: &mut Frame, filter: &ast::Filter) -> Option<()> {
        match filter {
            ast::Filter::IncludingContested(_) => {
                self.query.including_contested = true;
                Some(())
            }
            ast::Filter::IncludingCombinations(_) => {
                self.query.including_combinations = true;
                Some(())
            }
            ast::Filter::Where(..) | ast::Filter::Level { .. } | ast::Filter::Since(..) | ast::Filter::Before(..) => {
                for (test, on_statement, span) in self.filter_tests(frame.nouns.as_slice(), filter)? {
                    match on_statement {
                        None => self.place_test(frame, test, span),
                        Some(node) => frame.items.push((node, Connector::And, Condition::Property(test))),
                    }
                }
                Some(())
            }
        }
    }

    /// R5a: to the verb of the nearest `in`, else to the nearest verb on the left that has statements.
    fn place_test(&mut self, frame: &mut Frame, test: Test, span: Span) {
        match frame.taker {
            Some(Taker::Slot(index)) => return self.test_slot(frame, index, test),
            Some(Taker::Link(link)) => return self.add_test(link, test),
            Some(Taker::Statement(node)) => return self.test_statement(frame, node, test),
            None => {}
        }
        let free = frame.slots.iter().rposition(|slot| !slot.negated && slot.context != SlotContext::None);
        if let Some(index) = free {
            self.test_slot(frame, index, test);
        } else if self.is_statement(frame.base) {
            self.test_statement(frame, frame.base, test);
        } else {
            frame.waiting.push((test, span));
        }
    }

    fn test_statement(&mut self, frame: &mut Frame, node: NodeId, test: Test) {
        let evidence = Evidence { contexts: Vec::new(), tests: vec![test] };
        frame.items.push((node, Connector::And, Condition::Evidence(evidence)));
    }

    fn test_slot(&mut self, frame: &mut Frame, index: usize, test: Test) {
        let mut links: Vec<LinkId> = frame.peers(index).into_iter().map(|peer| self.companion(frame, peer)).collect();
        links.sort_unstable();
        links.dedup();
        for link in links {
            self.add_test(link, test.clone());
        }
    }

    fn add_test(&mut self, link: LinkId, test: Test) {
        let lifts = self.lifts(&test);
        let link = &mut self.query.links[link.0 as usize];
        link.lifted |= lifts;
        link.evidence.tests.push(test);
    }

    /// Reads what was left for the end of a group: waiting filters and adjectives; then folds all items.
    fn close(&mut self, mut frame: Frame) -> Condition {
        for (test, span) in std::mem::take(&mut frame.waiting) {
            if frame.taker.is_some() {
                self.place_test(&mut frame, test, span);
            } else {
                self.error(
                    Diagnostic::error(Code::NoPlace, span, "no verb on the left has evidence that this could filter")
                        .help("filters such as `level B or better` belong to a verb, or to an `in`"),
                );
            }
        }
        for (node, property, value, span) in std::mem::take(&mut frame.adjectives) {
            self.place_adjective(&mut frame, node, property, value, span);
        }
        let base = frame.base;
        let mut own = Vec::new();
        let mut others: Vec<(NodeId, Vec<(Connector, Condition)>)> = Vec::new();
        for (node, connector, condition) in frame.items {
            if node == base {
                own.push((connector, condition));
            } else if let Some((_, items)) = others.iter_mut().rev().find(|(other, _)| *other == node) {
                items.push((connector, condition));
            } else {
                others.push((node, vec![(connector, condition)]));
            }
        }
        for (node, items) in others {
            let condition = fold(items);
            let node = &mut self.query.nodes[node.0 as usize];
            node.condition = join(std::mem::take(&mut node.condition), condition);
        }
        fold(own)
    }

    fn finish(&mut self, frame: Frame) {
        let base = frame.base;
        let condition = self.close(frame);
        let node = &mut self.query.nodes[base.0 as usize];
        node.condition = join(std::mem::take(&mut node.condition), condition);
    }

    /// R5a for adjectives.
    fn place_adjective(&mut self, frame: &mut Frame, node: NodeId, property: PropertyId, value: u16, span: Span) {
        let test = Test::Code { property, codes: 1 << value.min(63) };
        if let On::Kinds(_) = self.graph.vocabulary().property(property).on {
            frame.items.push((node, Connector::And, Condition::Property(test)));
            return;
        }
        if self.is_statement(node) {
            self.test_statement(frame, node, test);
            return;
        }
        let is_status = self.graph.vocabulary().property(property).name == "status";
        let fits = |resolver: &Self, slot: &Slot| {
            !slot.negated
                && slot.context != SlotContext::None
                && (slot.node == node || matches!(slot.context, SlotContext::Through(_, holder) if holder == node))
                && (!is_status || resolver.reads_treatment(slot))
        };
        let taken = frame.slots.iter().position(|slot| slot.taken && fits(self, slot));
        if let Some(index) = taken.or_else(|| frame.slots.iter().position(|slot| fits(self, slot))) {
            self.test_slot(frame, index, test);
            return;
        }
        if let Some(link) = frame.head_link
            && node == frame.base
            && (!is_status || self.link_reads_treatment(link))
        {
            self.add_test(link, test);
            return;
        }
        // No verb reads it: some statement of the noun's own context with that value, in the `in` of the phrase.
        let contexts = frame.contexts.clone();
        let Some(mut link) = self.own_context_link(node, contexts.first().copied()) else {
            self.error(Diagnostic::error(
                Code::NoPlace,
                span,
                "no verb here has evidence that this adjective could filter",
            ));
            return;
        };
        let further = contexts.into_iter().skip(1);
        link.evidence.contexts.extend(further);
        let id = self.push_link(link);
        self.add_test(id, test);
        frame.items.push((node, Connector::And, Condition::Link(id)));
    }

    fn reads_treatment(&self, slot: &Slot) -> bool {
        match slot.context {
            SlotContext::Through(..) => true,
            SlotContext::Statement => self.link_reads_treatment(slot.link),
            SlotContext::None => false,
        }
    }

    /// Whether a verb's statements are about treatment or sensitivity.
    fn link_reads_treatment(&self, link: LinkId) -> bool {
        let vocabulary = self.graph.vocabulary();
        self.query.link(link).steps.iter().any(|(relation, _)| {
            vocabulary.verb(*relation).claim.as_ref().is_some_and(|claim| {
                claim.from.contains(&Role::Therapy) && claim.effects.iter().any(|effect| effect == "treats")
                    || claim.effects.iter().any(|effect| effect == "sensitivity")
                        && !claim.effects.iter().any(|effect| effect == "overcomes")
            })
        })
    }
}

/// What an object came to.
struct Objects {
    nodes: Vec<NodeId>,
    quantifier: Quantifier,
    /// `no X`
    none: bool,
    profile: Option<ProfileQuestion>,
}

fn quantifier_of(quantifier: ast::Quantifier) -> (Quantifier, bool) {
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

fn head_kinds(vocabulary: &crate::vocabulary::Vocabulary, verb: &VerbUse) -> KindSet {
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

fn object_kinds(vocabulary: &crate::vocabulary::Vocabulary, verb: &VerbUse) -> KindSet {
    KindSet::of(vocabulary.verb(verb.relation).kinds(verb.head.other()))
}

/// The names of a head that is nothing but names, brackets around them included.
fn plain_names(head: &ast::Head) -> Option<&ast::Names> {
    if !head.adjectives.is_empty() || head.label.is_some() {
        return None;
    }
    match &head.kind {
        ast::HeadKind::Names(names) => Some(names),
        ast::HeadKind::Group { set, stages } => only_names(set, stages),
        ast::HeadKind::What | ast::HeadKind::Noun { .. } | ast::HeadKind::NounForm { .. } => None,
    }
}

fn only_names<'a>(set: &'a ast::SetExpression, stages: &[ast::Stage]) -> Option<&'a ast::Names> {
    (set.rest.is_empty() && stages.is_empty() && set.first.clauses.is_empty()).then(|| plain_names(&set.first.head))?
}

/// The first verb of a group, however deep in brackets (the scanner limits these).
fn first_relation(clauses: &[ast::Clause]) -> Option<&ast::Relation> {
    clauses.iter().find_map(|inner| match &inner.kind {
        ast::ClauseKind::Relation(relation) => Some(relation),
        ast::ClauseKind::Group { clauses, .. } => first_relation(clauses),
        ast::ClauseKind::Context(_) | ast::ClauseKind::Without(_) | ast::ClauseKind::Filter(_) => None,
    })
}

fn single_set_variable(resolver: &Resolver<'_>, names: &ast::Names) -> bool {
    let [name] = names.items.as_slice() else { return false };
    let ast::NameText::Variable(variable) = &name.text else { return false };
    matches!(resolver.binding(&variable.text), Some((_, Binding::Query(_))))
}

fn relation_span(relation: &ast::Relation) -> Span {
    match &relation.object {
        ast::Object::Head(head) => head.span,
        ast::Object::Quantified { span, .. } => *span,
        ast::Object::Profile(profile) => profile.span,
    }
}

fn mentions(condition: &Condition, link: LinkId) -> bool {
    match condition {
        Condition::Link(id) => *id == link,
        Condition::And(parts) | Condition::Or(parts) => parts.iter().any(|part| mentions(part, link)),
        Condition::Not(part) => mentions(part, link),
        Condition::True | Condition::Property(_) | Condition::Evidence(_) => false,
    }
}

/// `and` binds tighter than `or`.
fn fold(items: Vec<(Connector, Condition)>) -> Condition {
    let mut alternatives: Vec<Vec<Condition>> = vec![Vec::new()];
    for (i, (connector, condition)) in items.into_iter().enumerate() {
        if i > 0 && connector == Connector::Or {
            alternatives.push(Vec::new());
        }
        if let Some(last) = alternatives.last_mut() {
            last.push(condition);
        }
    }
    let mut parts: Vec<Condition> = alternatives.into_iter().map(all_of).collect();
    if parts.len() == 1 { parts.remove(0) } else { Condition::Or(parts) }
}

fn all_of(mut parts: Vec<Condition>) -> Condition {
    match parts.len() {
        0 => Condition::True,
        1 => parts.remove(0),
        _ => Condition::And(parts),
    }
}

fn join(first: Condition, second: Condition) -> Condition {
    match (first, second) {
        (Condition::True, other) | (other, Condition::True) => other,
        (Condition::And(mut parts), other) => {
            parts.push(other);
            Condition::And(parts)
        }
        (first, second) => Condition::And(vec![first, second]),
    }
}
