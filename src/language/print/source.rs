//! Sources.

use super::TextOut;
use crate::language::ast::{
    ColumnSyntax, EndpointSyntax, MatchSyntax, PathOption, PathsSyntax, Phrase, SourceSyntax, Waypoint,
    WhySubjectSyntax, WhySyntax,
};

impl TextOut<'_> {
    pub(super) fn source(&mut self, source: &SourceSyntax) {
        match source {
            SourceSyntax::Set(set) => self.set(set),
            SourceSyntax::Does(phrase) => self.question(phrase),
            SourceSyntax::Evidence(phrase) => {
                self.put("evidence for");
                self.phrase(phrase);
            }
            SourceSyntax::Describe { names, word } => {
                self.put("describe");
                if let Some(names) = names {
                    self.names(names);
                }
                if let Some(word) = word {
                    self.word(word);
                }
            }
            SourceSyntax::Resolve(text) => {
                self.put("resolve");
                self.quoted(&text.text);
            }
            SourceSyntax::Why(why) => self.why(why),
            SourceSyntax::Paths(paths) => self.paths(paths),
            SourceSyntax::Neighbours { of, options, .. } => {
                self.put("neighbours of");
                self.endpoint(of);
                self.path_options(options);
            }
            SourceSyntax::Compare { sides, by, .. } => self.compare(sides, by),
            SourceSyntax::Match(matched) => self.matched(matched),
            SourceSyntax::Conflicts { about, .. } => {
                self.put("conflicts");
                if let Some(phrase) = about {
                    self.put("about");
                    self.phrase(phrase);
                }
            }
        }
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

    pub(super) fn why(&mut self, why: &WhySyntax) {
        self.put("why");
        self.put_if(why.negated, "not");
        match &why.subject {
            WhySubjectSyntax::Name(name) => self.name(name),
            WhySubjectSyntax::Row(row, _) => self.put(&row.to_string()),
        }
        if let Some(query) = &why.query {
            self.put("in");
            self.query(query);
        }
    }

    pub(super) fn paths(&mut self, paths: &PathsSyntax) {
        self.put_if(paths.all, "all");
        self.put_if(paths.shortest, "shortest");
        self.put("paths from");
        self.endpoint(&paths.from);
        self.put("to");
        self.endpoint(&paths.to);
        self.path_options(&paths.options);
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
            EndpointSyntax::Set(set, _) => {
                self.put("(");
                self.set(set);
                self.close(")");
            }
        }
    }

    pub(super) fn compare(&mut self, sides: &[EndpointSyntax], by: &[ColumnSyntax]) {
        self.put("compare");
        self.joined(sides, "with", |out, side| out.endpoint(side));
        if !by.is_empty() {
            self.put("by");
            self.listed(by, |out, column| out.column(column));
        }
    }

    pub(super) fn matched(&mut self, matched: &MatchSyntax) {
        self.put("match");
        if let Some(file) = &matched.file {
            self.put("file");
            self.quoted(&file.text);
        }
        self.listed(&matched.findings, |out, profile| out.literals(profile));
        if let Some(context) = &matched.context {
            self.context(context);
        }
        for filter in &matched.filters {
            self.filter(filter);
        }
    }
}
