//! Stages, keys and columns.

use super::TextOut;
use crate::language::ast::{
    AggregateSyntax, ColumnKindSyntax, ColumnSyntax, CountOf, Expression, GoalSyntax, KeySyntax, RankBy, StageKind,
    StageSyntax, SyntaxParts, Text,
};
use crate::model::{Best, CountBy, GroupBy, StageVisitor};

impl TextOut<'_> {
    pub(super) fn stages(&mut self, stages: &[StageSyntax]) {
        for stage in stages {
            self.put("|");
            self.stage(&stage.kind);
        }
    }

    pub(super) fn stage(&mut self, stage: &StageKind) {
        self.put(stage.name().row().keyword);
        stage.show(self);
    }

    pub(super) fn column(&mut self, column: &ColumnSyntax) {
        match &column.kind {
            ColumnKindSyntax::Word(_, text) => self.put(text),
            ColumnKindSyntax::Member { of_text, property, .. } => self.put(&format!("{of_text}.{property}")),
            ColumnKindSyntax::Aggregate(AggregateSyntax::Count(of)) => {
                self.put("count");
                self.unit(of);
            }
            ColumnKindSyntax::Aggregate(AggregateSyntax::Over { function, column }) => {
                self.put(function.word());
                self.close("(");
                self.column(column);
                self.close(")");
            }
        }
        self.alias(column.alias.as_ref());
    }

    /// What `count` counts.
    fn unit(&mut self, of: &CountOf) {
        match of {
            CountOf::Rows => {}
            CountOf::Noun(_, text) => self.put(text),
            CountOf::Paths => self.put("paths"),
            CountOf::Evidence => self.put("evidence"),
        }
    }

    pub(super) fn key(&mut self, key: &KeySyntax) {
        self.column(&key.column);
        if let Some(ascending) = key.ascending {
            self.put(if ascending { "asc" } else { "desc" });
        }
    }
}

/// What follows the word of a stage.
impl StageVisitor<SyntaxParts> for TextOut<'_> {
    type Out = ();

    fn counted(&mut self, counted: &CountBy<SyntaxParts>) {
        self.unit(&counted.of);
        self.put_if(!counted.by.is_empty(), "by");
        self.keys(&counted.by);
    }

    fn grouped(&mut self, grouped: &GroupBy<SyntaxParts>) {
        self.keys(&grouped.by);
        self.close(": ");
        self.columns(&grouped.numbers);
    }

    fn keys(&mut self, keys: &[KeySyntax]) {
        self.listed(keys, |out, key| out.key(key));
    }

    fn best(&mut self, best: &Best<SyntaxParts>) {
        self.put(&best.count.to_string());
        if let Some(key) = &best.by {
            self.put("by");
            self.key(key);
        }
    }

    fn number(&mut self, number: &usize) {
        self.put(&number.to_string());
    }

    fn columns(&mut self, columns: &[ColumnSyntax]) {
        self.listed(columns, |out, column| out.column(column));
    }

    fn test(&mut self, test: &Expression) {
        self.condition(test);
    }

    fn goal(&mut self, goal: &GoalSyntax) {
        self.word(&goal.verb);
        if let Some(head) = &goal.to {
            self.put("to");
            self.head(head);
        }
    }

    fn measure(&mut self, measure: &RankBy) {
        self.put(measure.word());
    }

    fn format(&mut self, format: &Text) {
        self.put(&format.text);
    }

    fn file(&mut self, file: &Text) {
        self.quoted(&file.text);
    }
}
