//! Sources.

use super::TextOut;
use crate::language::ast::{
    CompareSyntax, DescribedSyntax, EndpointSyntax, MatchSyntax, NeighboursSyntax, PathOption, PathsSyntax, Phrase,
    SetExpression, SourceSyntax, SyntaxParts, Text, Waypoint, WhySubjectSyntax, WhySyntax,
};
use crate::model::SourceVisitor;

impl TextOut<'_> {
    pub(super) fn source(&mut self, source: &SourceSyntax) {
        source.show(&mut SourceOut { out: self, keyword: source.kind().row().keyword });
    }

    /// A question needs a clause or ends in an adjective: `is lapatinib approved`.
    pub(super) fn question(&mut self, phrase: &Phrase) {
        if !phrase.clauses.is_empty() {
            self.put("does");
            return self.phrase(phrase);
        }
        self.put("is");
        let (last, others) = match phrase.head.adjectives.split_last() {
            Some((last, others)) => (Some(last), others),
            None => (None, phrase.head.adjectives.as_slice()),
        };
        self.head_with(others, &phrase.head);
        if let Some(adjective) = last {
            self.adjective(adjective);
        }
    }

    pub(super) fn path_options(&mut self, options: &[PathOption]) {
        for option in options {
            match option {
                PathOption::Within(steps, _) => self.put_number("within", *steps),
                PathOption::Via(points) => self.waypoints("via", points),
                PathOption::Avoiding(points) => self.waypoints("avoiding", points),
                PathOption::Context(context) => self.context(context),
                PathOption::Filter(filter) => self.filter(filter),
            }
        }
    }

    pub(super) fn waypoints(&mut self, word: &str, points: &[Waypoint]) {
        self.put(word);
        self.listed(points, |out, point| match point {
            Waypoint::Word(word) => out.word(word),
            Waypoint::Name(name) => out.name(name),
        });
    }

    pub(super) fn endpoint(&mut self, endpoint: &EndpointSyntax) {
        match endpoint {
            EndpointSyntax::Name(name) => self.name(name),
            EndpointSyntax::Set(set, stages) => {
                self.put("(");
                self.set(set);
                self.stages(stages);
                self.close(")");
            }
        }
    }
}

/// Writes a source that begins with certain words.
struct SourceOut<'o, 'a> {
    out: &'o mut TextOut<'a>,
    keyword: &'static str,
}

impl SourceVisitor<SyntaxParts> for SourceOut<'_, '_> {
    type Out = ();

    fn set(&mut self, set: &SetExpression) {
        self.out.set(set);
    }

    fn question(&mut self, question: &Phrase) {
        self.out.question(question);
    }

    fn phrase(&mut self, phrase: &Phrase) {
        self.out.put(self.keyword);
        self.out.phrase(phrase);
    }

    fn described(&mut self, described: &DescribedSyntax) {
        self.out.put(self.keyword);
        match described {
            DescribedSyntax::Names(names) => self.out.names(names),
            DescribedSyntax::Word(word) => self.out.word(word),
        }
    }

    fn name(&mut self, name: &Text) {
        self.out.put(self.keyword);
        self.out.quoted(&name.text);
    }

    fn why(&mut self, why: &WhySyntax) {
        self.out.put(self.keyword);
        self.out.put_if(why.negated, "not");
        match &why.subject {
            WhySubjectSyntax::Name(name) => self.out.name(name),
            WhySubjectSyntax::Row(row, _) => self.out.put(&row.to_string()),
        }
        if let Some(query) = &why.query {
            self.out.put("in");
            self.out.query(query);
        }
    }

    fn paths(&mut self, paths: &PathsSyntax) {
        self.out.put_if(paths.all, "all");
        self.out.put_if(paths.shortest, "shortest");
        self.out.put("paths from");
        self.out.endpoint(&paths.from);
        self.out.put("to");
        self.out.endpoint(&paths.to);
        self.out.path_options(&paths.options);
    }

    fn neighbours(&mut self, neighbours: &NeighboursSyntax) {
        self.out.put(self.keyword);
        self.out.endpoint(&neighbours.of);
        self.out.path_options(&neighbours.options);
    }

    fn compare(&mut self, compare: &CompareSyntax) {
        self.out.put(self.keyword);
        self.out.joined(&compare.sides, "with", |out, side| out.endpoint(side));
        if !compare.by.is_empty() {
            self.out.put("by");
            self.out.listed(&compare.by, |out, column| out.column(column));
        }
    }

    fn findings(&mut self, findings: &MatchSyntax) {
        self.out.put(self.keyword);
        if let Some(file) = &findings.file {
            self.out.put("file");
            self.out.quoted(&file.text);
        }
        self.out.listed(&findings.findings, |out, profile| out.literals(profile));
        if let Some(context) = &findings.context {
            self.out.context(context);
        }
        for filter in &findings.filters {
            self.out.filter(filter);
        }
    }

    fn about(&mut self, about: &Option<Phrase>) {
        self.out.put(self.keyword);
        if let Some(phrase) = about {
            self.out.put("about");
            self.out.phrase(phrase);
        }
    }
}
