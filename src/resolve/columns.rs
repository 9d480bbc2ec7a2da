//! Words of stages → columns.

use super::Resolver;
use super::filters::BuiltIn;
use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast;
use crate::query::{Column, ColumnKind, Condition, Domain, EvidenceColumn, NodeId, SetId, SetNode};
use crate::text::Span;
use crate::vocabulary::{KindSet, On, PropertyId};

/// What the rows are at a stage.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    /// Entities of this set.
    Set(SetId),
    /// Rows with these headings.
    Table(Vec<String>),
}

impl Resolver<'_> {
    /// A column of the rows at this stage.
    pub(crate) fn column(&mut self, shape: &Shape, column: &ast::Column) -> Option<Column> {
        let heading = column.alias.as_ref().map(|alias| alias.text.clone());
        let (kind, own) = match &column.kind {
            ast::ColumnKind::Word(word, text) => self.word_column(shape, word, text, column.span)?,
            ast::ColumnKind::Member { of, of_text, property, property_span } => {
                self.member_column(shape, of, of_text, property, *property_span)?
            }
            ast::ColumnKind::Aggregate(_) => {
                self.error(
                    Diagnostic::error(
                        Code::UnknownProperty,
                        column.span,
                        "a number made of many rows is no column here",
                    )
                    .help("make it first: `| group by level: count`"),
                );
                return None;
            }
        };
        Some(Column { kind, heading: heading.unwrap_or(own), span: column.span })
    }

    fn word_column(&mut self, shape: &Shape, word: &ast::Word, text: &str, span: Span) -> Option<(ColumnKind, String)> {
        match shape {
            Shape::Table(headings) => {
                let found = headings.iter().position(|heading| heading.eq_ignore_ascii_case(text)).or_else(|| {
                    let noun = self.noun_of(word)?;
                    headings.iter().position(|heading| *heading == noun)
                });
                if found.is_none() {
                    self.unknown_column(text, span, headings);
                }
                found.map(|i| (ColumnKind::Made(i), headings[i].clone()))
            }
            Shape::Set(set) => self.set_column(*set, word, text, span),
        }
    }

    fn noun_of(&self, word: &ast::Word) -> Option<String> {
        let vocabulary = self.graph.vocabulary();
        let noun = vocabulary.forms.get(word.form?).noun?;
        Some(vocabulary.noun(noun).singular().to_owned())
    }

    fn unknown_column(&mut self, text: &str, span: Span, headings: &[String]) {
        let mut error = Diagnostic::error(Code::UnknownProperty, span, format!("these rows have no column `{text}`"));
        if let Some(near) = crate::names::suggest_word(text, headings.iter().map(String::as_str)) {
            error = error.fix(format!("`{near}` is close"), span, near);
        }
        self.error(error.help(format!("they have: {}", headings.join(", "))));
    }

    fn set_column(&mut self, set: SetId, word: &ast::Word, text: &str, span: Span) -> Option<(ColumnKind, String)> {
        let head = self.query.head_of(set);
        if let Some(&node) = self.labels.get(text) {
            return Some((ColumnKind::Node(node), text.to_owned()));
        }
        let vocabulary = self.graph.vocabulary();
        let properties = word.form.map(|form| vocabulary.forms.get(form).properties.clone()).unwrap_or_default();
        if let Some(&property) = properties.iter().find(|&&id| self.has_property(head, id)) {
            return Some((ColumnKind::Property(head, property), text.to_owned()));
        }
        if let Some(noun) = word.form.and_then(|form| vocabulary.forms.get(form).noun) {
            let singular = vocabulary.noun(noun).singular().to_owned();
            let kinds = KindSet::of(&vocabulary.noun(noun).kinds);
            match self.nodes_of_kinds(set, kinds).as_slice() {
                [] => {}
                [one] => return Some((ColumnKind::Node(*one), singular)),
                [first, ..] if *first == head => return Some((ColumnKind::Node(head), singular)),
                _ => {
                    self.error(
                        Diagnostic::error(
                            Code::AmbiguousAttachment,
                            span,
                            format!("`{text}` stands more than once in the question"),
                        )
                        .help(format!("label the one you mean: `{text} as x … | show x`")),
                    );
                    return None;
                }
            }
        }
        if let Some(&property) = properties.iter().find(|&&id| vocabulary.property(id).on == On::Statement) {
            return Some((ColumnKind::Evidence(EvidenceColumn::Property(property)), text.to_owned()));
        }
        if let Some(property) = vocabulary.statement_property(text) {
            return Some((ColumnKind::Evidence(EvidenceColumn::Property(property)), text.to_owned()));
        }
        if let Some(built_in) = BuiltIn::named(text) {
            return Some((ColumnKind::Field(head, built_in.field()), text.to_owned()));
        }
        let singular = self.noun_of(word);
        let evidence = [Some(text), singular.as_deref()].into_iter().flatten().find_map(EvidenceColumn::named);
        if let Some((name, column)) = evidence {
            return Some((ColumnKind::Evidence(column), name.to_owned()));
        }
        if let Some((of, property)) = text.split_once('.')
            && (BuiltIn::named(property).is_some() || vocabulary.properties.iter().any(|row| row.name == property))
        {
            self.unknown_label(of, span);
            return None;
        }
        let nodes = self.positive_nodes(set);
        self.unknown_property(text, span, &nodes);
        None
    }

    /// `k.name` where nothing is labelled `k`.
    fn unknown_label(&mut self, label: &str, span: Span) {
        let span = Span::new(span.start, span.start + label.len() as u32);
        let mut error = Diagnostic::error(Code::UnknownLabel, span, format!("nothing is labelled `{label}`"));
        let mut labels: Vec<&str> = self.labels.keys().map(String::as_str).collect();
        labels.sort_unstable();
        if let Some(near) = crate::names::suggest_word(label, labels.iter().copied()) {
            error = error.fix(format!("`{near}` is close"), span, near);
        }
        let help = match labels.is_empty() {
            true => format!("label a noun with `as`: `genes as {label}`"),
            false => format!("labels of this question: {}", labels.join(", ")),
        };
        self.error(error.help(help));
    }

    fn member_column(
        &mut self,
        shape: &Shape,
        of: &ast::Word,
        of_text: &str,
        property: &str,
        property_span: Span,
    ) -> Option<(ColumnKind, String)> {
        let heading = format!("{of_text}.{property}");
        let set = match shape {
            Shape::Set(set) => *set,
            Shape::Table(headings) => {
                let found = headings.iter().position(|known| known.eq_ignore_ascii_case(&heading));
                if found.is_none() {
                    self.unknown_column(&heading, property_span, headings);
                }
                return found.map(|i| (ColumnKind::Made(i), heading));
            }
        };
        let nodes = self.positive_nodes(set);
        let node = self.node_called(&nodes, of, of_text)?;
        let vocabulary = self.graph.vocabulary();
        let id = vocabulary
            .properties
            .iter()
            .position(|row| row.name == property)
            .map(|i| PropertyId(i as u16))
            .filter(|&id| self.has_property(node, id));
        if let Some(id) = id {
            return Some((ColumnKind::Property(node, id), heading));
        }
        if let Some(built_in) = BuiltIn::named(property) {
            return Some((ColumnKind::Field(node, built_in.field()), heading));
        }
        self.unknown_property(property, property_span, &[node]);
        None
    }

    /// The node that a label or noun of a column means.
    pub(crate) fn node_called(&mut self, nodes: &[NodeId], word: &ast::Word, text: &str) -> Option<NodeId> {
        if let Some(&node) = self.labels.get(text) {
            return Some(node);
        }
        let vocabulary = self.graph.vocabulary();
        let kinds = word
            .form
            .and_then(|form| vocabulary.forms.get(form).noun)
            .map(|noun| KindSet::of(&vocabulary.noun(noun).kinds));
        let found: Vec<NodeId> = nodes
            .iter()
            .copied()
            .filter(|&node| kinds.is_some_and(|kinds| !kinds.and(self.query.node(node).kinds).is_empty()))
            .collect();
        match found.as_slice() {
            [one] => Some(*one),
            [] => {
                self.error(Diagnostic::error(
                    Code::UnknownLabel,
                    word.span,
                    format!("no noun of the question is `{text}`"),
                ));
                None
            }
            [first, ..] if Some(first) == nodes.first() => Some(*first),
            _ => {
                self.error(
                    Diagnostic::error(
                        Code::AmbiguousAttachment,
                        word.span,
                        format!("`{text}` stands more than once in the question"),
                    )
                    .help(format!("label the one you mean: `{text} as x`")),
                );
                None
            }
        }
    }

    fn nodes_of_kinds(&self, set: SetId, kinds: KindSet) -> Vec<NodeId> {
        let all = self.positive_nodes(set);
        let exact: Vec<NodeId> = all.iter().copied().filter(|&node| self.query.node(node).kinds == kinds).collect();
        if !exact.is_empty() {
            return exact;
        }
        all.into_iter().filter(|&node| !self.query.node(node).kinds.and(kinds).is_empty()).collect()
    }

    /// The nodes of a phrase that its rows are made of, the head first: not those under `not`.
    pub(crate) fn positive_nodes(&self, set: SetId) -> Vec<NodeId> {
        let mut nodes = Vec::new();
        let mut pending = vec![self.query.head_of(set)];
        while let Some(node) = pending.pop() {
            if nodes.contains(&node) {
                continue;
            }
            nodes.push(node);
            let mut next = Vec::new();
            positive_objects(&self.query, &self.query.node(node).condition, &mut next);
            // A bracket and the phrase inside are one noun: only what is below it is another.
            let mut inside = node;
            while let Domain::Set(set) = self.query.node(inside).domain
                && let SetNode::Phrase(inner) = self.query.set(set)
            {
                inside = *inner;
                positive_objects(&self.query, &self.query.node(inside).condition, &mut next);
            }
            pending.extend(next.into_iter().rev());
        }
        nodes
    }
}

fn positive_objects(query: &crate::query::Query, condition: &Condition, objects: &mut Vec<NodeId>) {
    match condition {
        Condition::Link(link) => {
            let link = query.link(*link);
            // The cancers of an `in` are told by the row's `cancer` column, not by a noun.
            if !link.is_context && link.profile.is_none() {
                objects.push(link.object);
            }
        }
        Condition::And(parts) | Condition::Or(parts) => {
            parts.iter().for_each(|part| positive_objects(query, part, objects));
        }
        Condition::Not(_) | Condition::True | Condition::Property(_) | Condition::Evidence(_) => {}
    }
}
