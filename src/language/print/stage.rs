//! Stages, keys and columns.

use super::TextOut;
use crate::language::ast::{
    AggregateSyntax, ColumnKindSyntax, ColumnSyntax, CountOf, KeySyntax, StageKind, StageSyntax,
};

impl TextOut<'_> {
    pub(super) fn stages(&mut self, stages: &[StageSyntax]) {
        for stage in stages {
            self.put("|");
            self.stage(&stage.kind);
        }
    }

    pub(super) fn stage(&mut self, stage: &StageKind) {
        self.put(stage.name().row().keyword);
        match stage {
            StageKind::Count { of, by } => {
                self.counted(of);
                self.put_if(!by.is_empty(), "by");
                self.keys(by);
            }
            StageKind::Group { by, aggregates } => {
                self.keys(by);
                self.close(": ");
                self.listed(aggregates, |out, column| out.column(column));
            }
            StageKind::Sort(keys) | StageKind::Distinct(keys) => self.keys(keys),
            StageKind::Top { count, by } => {
                self.number(*count);
                self.by_key(by.as_ref());
            }
            StageKind::Bottom { count, by } => {
                self.number(*count);
                self.by_key(Some(by));
            }
            StageKind::Limit(count) | StageKind::Skip(count) => self.number(*count),
            StageKind::Show(columns) => self.listed(columns, |out, column| out.column(column)),
            StageKind::Where(expression) => self.condition(expression),
            StageKind::Follow { verb, to } => {
                self.word(verb);
                if let Some(head) = to {
                    self.put("to");
                    self.head(head);
                }
            }
            StageKind::Rank(by) => self.put(by.word()),
            StageKind::As(format) => self.put(&format.text),
            StageKind::To(file) => self.quoted(&file.text),
        }
    }

    fn by_key(&mut self, key: Option<&KeySyntax>) {
        if let Some(key) = key {
            self.put("by");
            self.key(key);
        }
    }

    pub(super) fn column(&mut self, column: &ColumnSyntax) {
        match &column.kind {
            ColumnKindSyntax::Word(_, text) => self.put(text),
            ColumnKindSyntax::Member { of_text, property, .. } => self.put(&format!("{of_text}.{property}")),
            ColumnKindSyntax::Aggregate(AggregateSyntax::Count(of)) => {
                self.put("count");
                self.counted(of);
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
    fn counted(&mut self, of: &CountOf) {
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

    pub(super) fn keys(&mut self, keys: &[KeySyntax]) {
        self.listed(keys, |out, key| out.key(key));
    }
}
