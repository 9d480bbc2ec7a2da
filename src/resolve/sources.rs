//! Where rows come from: sets, and the sources that are more than a set.

use super::Resolver;
use super::columns::Shape;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{EntityId, Graph};
use crate::language::ast;
use crate::names::NameIndex;
use crate::query::{
    Attribute, Compare, Endpoint, Finding, Match, PathFilter, Paths, Seed, SetId, SetNode, Source, Waypoints, Why,
    WhySubject,
};
use crate::vocabulary::{End, KindSet, On, RelationId};

/// How far `paths` and `neighbours` go where the question does not say.
pub const DEFAULT_PATH_LENGTH: usize = 6;

/// What the rows of a source are.
pub(super) fn shape(source: &Source) -> Shape {
    match source {
        Source::Set(set) | Source::Evidence(set) => Shape::Set(*set),
        other => Shape::Table(other.columns().into_iter().map(|(name, _)| name).collect()),
    }
}

impl Resolver<'_> {
    /// The source of a question; `None` where an error was recorded.
    pub(crate) fn source(&mut self, source: &ast::Source) -> Option<Source> {
        match source {
            ast::Source::Set(set) => self.set_expression(set).map(Source::Set),
            ast::Source::Does(phrase) => self.phrase_as_set(phrase).map(Source::Does),
            ast::Source::Evidence(phrase) => self.phrase_as_set(phrase).map(Source::Evidence),
            ast::Source::Describe { names, word } => self.describe(names.as_ref(), word.as_ref()),
            ast::Source::Resolve(text) => Some(Source::Resolve(text.text.clone())),
            ast::Source::Why(why) => self.why(why),
            ast::Source::Paths(paths) => self.paths(paths).map(Source::Paths),
            ast::Source::Neighbours { of, options, .. } => self.neighbours(of, options),
            ast::Source::Compare { sides, by, .. } => self.compare(sides, by),
            ast::Source::Match(question) => self.match_question(question),
            ast::Source::Conflicts { about, .. } => match about {
                None => Some(Source::Conflicts(None)),
                Some(phrase) => self.phrase_as_set(phrase).map(|set| Source::Conflicts(Some(set))),
            },
        }
    }

    fn phrase_as_set(&mut self, phrase: &ast::Phrase) -> Option<SetId> {
        let node = self.phrase(phrase)?;
        Some(self.push_set(SetNode::Phrase(node)))
    }

    fn describe(&mut self, names: Option<&ast::Names>, word: Option<&ast::Word>) -> Option<Source> {
        if let Some(names) = names {
            let seeds: Vec<Option<Seed>> = names.items.iter().map(|name| self.seed(name, None, "")).collect();
            return Some(Source::Describe(seeds.into_iter().collect::<Option<_>>()?));
        }
        let word = word?;
        let form = word.form.map(|form| self.graph.vocabulary().forms.get(form));
        match form {
            Some(form) if form.noun.is_some() => form.noun.map(Source::DescribeNoun),
            Some(form) if !form.verbs.is_empty() => {
                let mut relations: Vec<RelationId> = form.verbs.iter().map(|usage| usage.relation).collect();
                relations.dedup();
                Some(Source::DescribeVerb(relations))
            }
            Some(_) | None => {
                self.unknown_word(word.span, "a name, a noun or a verb");
                None
            }
        }
    }

    fn why(&mut self, why: &ast::Why) -> Option<Source> {
        let (set, stages, wanted) = match &why.query {
            None => (None, Vec::new(), None),
            Some(query) => {
                let ast::Source::Set(set) = &query.source else {
                    self.error(
                        Diagnostic::error(
                            Code::TypeMismatch,
                            query.span,
                            "`why` asks about a row of a set of entities",
                        )
                        .help(
                            "write a question such as `why not lapatinib in approved drugs targeting HER2 in gastric`",
                        ),
                    );
                    return None;
                };
                let set = self.set_expression(set)?;
                let mut source = Source::Set(set);
                let stages = self.stages(&mut source, &query.stages, &mut None, &mut None);
                let kinds = self.query.node(self.query.head_of(set)).kinds;
                (Some(set), stages, Some(kinds))
            }
        };
        let (subject, span) = match &why.subject {
            ast::WhySubject::Row(row, span) => (WhySubject::Row(*row), *span),
            ast::WhySubject::Name(name) => (WhySubject::Entity(self.seed(name, wanted, "")?), name.span),
        };
        Some(Source::Why(Why { negated: why.negated, subject, set, stages, span }))
    }

    fn endpoint(&mut self, endpoint: &ast::Endpoint) -> Option<Endpoint> {
        match endpoint {
            ast::Endpoint::Name(name) => {
                if let ast::NameText::Variable(variable) = &name.text
                    && let Some((_, super::Binding::Query(_))) = self.binding(&variable.text)
                {
                    return self.variable_set(variable).map(Endpoint::Set);
                }
                self.seed(name, None, "").map(Endpoint::Entity)
            }
            ast::Endpoint::Set(set, _) => {
                if let Some(name) = single_name(set) {
                    return self.seed(name, None, "").map(Endpoint::Entity);
                }
                self.set_expression(set).map(Endpoint::Set)
            }
        }
    }

    fn paths(&mut self, paths: &ast::Paths) -> Option<Paths> {
        let from = self.endpoint(&paths.from);
        let to = self.endpoint(&paths.to);
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
        self.path_options(&mut resolved, &paths.options)?;
        Some(resolved)
    }

    fn neighbours(&mut self, of: &ast::Endpoint, options: &[ast::PathOption]) -> Option<Source> {
        let from = self.endpoint(of)?;
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
        self.path_options(&mut resolved, options)?;
        let kinds = self.inclusions.all;
        let node = self.blank(kinds, crate::text::Span::default());
        let node = self.push_node(node);
        Some(Source::Set(self.push_set(SetNode::Neighbours(Box::new(resolved), node))))
    }

    fn path_options(&mut self, paths: &mut Paths, options: &[ast::PathOption]) -> Option<()> {
        for option in options {
            match option {
                ast::PathOption::Within(steps, _) => paths.within = usize::try_from(*steps).unwrap_or(usize::MAX),
                ast::PathOption::Via(alternatives) => self.waypoints(alternatives, &mut paths.via)?,
                ast::PathOption::Avoiding(alternatives) => self.waypoints(alternatives, &mut paths.avoiding)?,
                ast::PathOption::Context(context) => {
                    let nodes = self.context_nodes(context)?;
                    self.query.extra_contexts.extend(&nodes);
                    paths.filter.contexts.extend(nodes);
                }
                ast::PathOption::Filter(filter) => {
                    self.note_inclusion(filter);
                    for (test, about, span) in self.filter_tests(&[], filter)? {
                        if about.is_some() {
                            self.error(Diagnostic::error(
                                Code::NoPlace,
                                span,
                                "only fields of statements can be asked of a path",
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

    /// `including contested`, `including combinations`: said of the whole question.
    fn note_inclusion(&mut self, filter: &ast::Filter) {
        match filter {
            ast::Filter::IncludingContested(_) => self.query.including_contested = true,
            ast::Filter::IncludingCombinations(_) => self.query.including_combinations = true,
            ast::Filter::Where(..) | ast::Filter::Level { .. } | ast::Filter::Since(..) | ast::Filter::Before(..) => {}
        }
    }

    fn waypoints(&mut self, alternatives: &[ast::Waypoint], waypoints: &mut Waypoints) -> Option<()> {
        for alternative in alternatives {
            match alternative {
                ast::Waypoint::Name(name) => {
                    let seed = self.seed(name, None, "")?;
                    waypoints.entities.extend(self.all_faces(&seed.entities));
                }
                ast::Waypoint::Word(word) => {
                    let form = word.form.map(|form| self.graph.vocabulary().forms.get(form));
                    match form {
                        Some(form) if form.noun.is_some() => {
                            let kinds = form.noun.map(|noun| KindSet::of(&self.graph.vocabulary().noun(noun).kinds));
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
                            self.unknown_word(word.span, "a noun, a verb or a name");
                            return None;
                        }
                    }
                }
            }
        }
        Some(())
    }

    fn compare(&mut self, sides: &[ast::Endpoint], by: &[ast::Column]) -> Option<Source> {
        let mut resolved = Vec::new();
        let mut kinds = KindSet::default();
        for side in sides {
            let endpoint = self.endpoint(side)?;
            let label = match &endpoint {
                Endpoint::Entity(seed) => {
                    let entity = *seed.entities.first()?;
                    kinds = kinds.with(self.graph.kind(entity));
                    self.graph.name(entity).to_owned()
                }
                Endpoint::Set(set) => {
                    kinds = kinds.or(self.query.node(self.query.head_of(*set)).kinds);
                    format!("set {}", resolved.len() + 1)
                }
            };
            resolved.push((label, endpoint));
        }
        let mut attributes = Vec::new();
        for column in by {
            attributes.push(self.attribute(kinds, column)?);
        }
        Some(Source::Compare(Compare { sides: resolved, by: attributes }))
    }

    fn attribute(&mut self, kinds: KindSet, column: &ast::Column) -> Option<(String, Attribute)> {
        let heading = column.alias.as_ref().map(|alias| alias.text.clone());
        let ast::ColumnKind::Word(word, text) = &column.kind else {
            self.error(Diagnostic::error(
                Code::UnknownProperty,
                column.span,
                "a property, a noun or a relation is wanted here",
            ));
            return None;
        };
        let vocabulary = self.graph.vocabulary();
        let form = word.form.map(|form| vocabulary.forms.get(form));
        let property = form.into_iter().flat_map(|form| &form.properties).copied().find(|&id| {
            matches!(&vocabulary.property(id).on, On::Kinds(on) if on.is_empty() || on.iter().any(|&kind| kinds.has(kind)))
        });
        let attribute = if let Some(property) = property {
            Attribute::Property(property)
        } else if let Some(noun) = form.and_then(|form| form.noun) {
            Attribute::Kinds(KindSet::of(&vocabulary.noun(noun).kinds))
        } else if let Some(usage) = form.and_then(|form| form.verbs.first()) {
            Attribute::Relation(usage.relation, usage.head)
        } else if let Some(relation) = vocabulary.relation(text) {
            Attribute::Relation(relation, End::From)
        } else {
            self.unknown_among_properties(text, column.span, |_, _, row| match &row.on {
                On::Statement => false,
                On::Kinds(on) => on.is_empty() || on.iter().any(|&kind| kinds.has(kind)),
            });
            return None;
        };
        Some((heading.unwrap_or_else(|| text.clone()), attribute))
    }

    fn match_question(&mut self, question: &ast::Match) -> Option<Source> {
        let mut findings = Vec::new();
        if let Some(first) = question.findings.get(super::MAX_FINDINGS) {
            self.too_long(first.span, "findings", super::MAX_FINDINGS);
            return None;
        }
        for profile in &question.findings {
            for literal in &profile.literals {
                if literal.negated {
                    self.error(
                        Diagnostic::error(Code::WrongValue, literal.span, "findings are what a tumour has")
                            .help("what is not listed counts as absent"),
                    );
                    return None;
                }
                for name in &literal.alternatives {
                    findings.push(self.finding_of(name)?);
                }
            }
        }
        let contexts = match &question.context {
            Some(context) => self.context_nodes(context)?,
            None => Vec::new(),
        };
        self.query.extra_contexts.extend(&contexts);
        let mut tests = Vec::new();
        for filter in &question.filters {
            self.note_inclusion(filter);
            for (test, about, span) in self.filter_tests(&[], filter)? {
                if about.is_some() {
                    self.error(Diagnostic::error(Code::NoPlace, span, "only fields of statements can be asked here"));
                    return None;
                }
                tests.push(test);
            }
        }
        Some(Source::Match(Match { findings, file: question.file.clone(), contexts, tests }))
    }

    /// A finding: a known name, or a variant of a known gene that the graph does not list (`TP53 R273H`).
    fn finding_of(&mut self, name: &ast::Name) -> Option<Finding> {
        let text = match &name.text {
            ast::NameText::Known { text, .. } | ast::NameText::Unknown { text, .. } => text.clone(),
            ast::NameText::Variable(variable) => self.parameter(variable)?,
            ast::NameText::Label(label) => label.text.clone(),
        };
        let finding = self.finding(&text);
        if finding.entities.is_empty() && finding.gene.is_none() {
            self.unknown_name(&text, name.span, None, "");
            return None;
        }
        Some(finding)
    }

    /// Looks a finding up; one that nothing knows has neither entities nor gene.
    pub(crate) fn finding(&self, text: &str) -> Finding {
        finding(self.graph, self.names, text)
    }
}

/// Kinds that a finding may be of.
const FINDING_KINDS: &[&str] = &["variant", "biomarker", "profile", "mechanism", "gene", "protein"];

/// Looks a finding up: a name, or a variant of a known gene that the graph does not list. One that nothing
/// knows has neither entities nor gene.
pub fn finding(graph: &Graph, names: &NameIndex, text: &str) -> Finding {
    let kinds =
        FINDING_KINDS.iter().filter_map(|kind| graph.vocabulary().kind(kind)).fold(KindSet::default(), KindSet::with);
    let called = |text: &str| {
        let found = names.lookup(graph, text);
        let fits = |entity: EntityId| graph.faces(&entity).iter().any(|&face| kinds.has(graph.kind(EntityId(face))));
        found.best.iter().chain(&found.others).map(|candidate| candidate.entity).find(|&entity| fits(entity))
    };
    if let Some(entity) = called(text) {
        let entities = graph.faces(&entity).iter().map(|&face| EntityId(face)).collect();
        return Finding { typed: text.to_owned(), entities, gene: None };
    }
    let gene = text.split_whitespace().next().filter(|first| first.len() < text.len()).and_then(called);
    Finding { typed: text.to_owned(), entities: Vec::new(), gene }
}

/// Whether the part of a variant's name after the gene tells a change of the sequence: `L858R`, `p.L858R`,
/// `exon 19 deletion`, `mutation`; not an amplification, a fusion or a level of expression.
pub fn is_sequence_change(change: &str) -> bool {
    let change = change.trim();
    let change = change.strip_prefix("p.").unwrap_or(change);
    let mut letters = change.chars();
    let is_amino_acid = letters.next().is_some_and(|first| first.is_ascii_uppercase())
        && letters.next().is_some_and(|next| next.is_ascii_digit());
    let starts = |word: &str| change.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    is_amino_acid || ["exon", "mutation", "del", "ins", "truncating", "frameshift"].into_iter().any(starts)
}

fn single_name(set: &ast::SetExpression) -> Option<&ast::Name> {
    if !set.rest.is_empty() || !set.first.clauses.is_empty() || set.first.head.label.is_some() {
        return None;
    }
    let ast::HeadKind::Names(names) = &set.first.head.kind else { return None };
    match names.items.as_slice() {
        [name] if !matches!(name.text, ast::NameText::Variable(_)) => Some(name),
        _ => None,
    }
}
