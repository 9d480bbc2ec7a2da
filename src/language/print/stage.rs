//! Stages, keys and columns.

use super::Output;
use crate::language::ast::{Aggregate, Column, ColumnKind, CountOf, Key, Stage, StageKind};

impl Output<'_> {
    pub(super) fn stages(&mut self, stages: &[Stage]) {
        for stage in stages {
            self.put("|");
            self.stage(&stage.kind);
        }
    }

    pub(super) fn stage(&mut self, stage: &StageKind) {
        match stage {
            StageKind::Count { of, by } => {
                self.count(of);
                self.put_if(!by.is_empty(), "by");
                self.keys(by);
            }
            StageKind::Group { by, aggregates } => {
                self.put("group by");
                self.keys(by);
                self.close(": ");
                self.listed(aggregates, |out, column| out.column(column));
            }
            StageKind::Sort(keys) => {
                self.put("sort by");
                self.keys(keys);
            }
            StageKind::Top { count, by } => {
                self.put_number("top", *count);
                if let Some(key) = by {
                    self.put("by");
                    self.key(key);
                }
            }
            StageKind::Bottom { count, by } => {
                self.put_number("bottom", *count);
                self.put("by");
                self.key(by);
            }
            StageKind::Limit(count) => self.put_number("limit", *count),
            StageKind::Skip(count) => self.put_number("skip", *count),
            StageKind::Show(columns) => {
                self.put("show");
                self.listed(columns, |out, column| out.column(column));
            }
            StageKind::Where(expression) => {
                self.put("where");
                self.condition(expression);
            }
            StageKind::Distinct(keys) => {
                self.put("distinct");
                self.keys(keys);
            }
            StageKind::Follow { verb, to } => {
                self.put("follow");
                self.word(verb);
                if let Some(head) = to {
                    self.put("to");
                    self.head(head);
                }
            }
            StageKind::Rank(by) => {
                self.put("rank by");
                self.put(by.word());
            }
            StageKind::As(format) => {
                self.put("as");
                self.put(&format.text);
            }
            StageKind::To(file) => {
                self.put("to");
                self.quoted(&file.text);
            }
        }
    }

    pub(super) fn column(&mut self, column: &Column) {
        match &column.kind {
            ColumnKind::Word(_, text) => self.put(text),
            ColumnKind::Member { of_text, property, .. } => self.put(&format!("{of_text}.{property}")),
            ColumnKind::Aggregate(Aggregate::Count(of)) => self.count(of),
            ColumnKind::Aggregate(Aggregate::Over { function, column }) => {
                self.put(function.word());
                self.close("(");
                self.column(column);
                self.close(")");
            }
        }
        self.alias(column.alias.as_ref());
    }

    pub(super) fn count(&mut self, of: &CountOf) {
        self.put("count");
        match of {
            CountOf::Rows => {}
            CountOf::Noun(_, text) => self.put(text),
            CountOf::Paths => self.put("paths"),
            CountOf::Evidence => self.put("evidence"),
        }
    }

    pub(super) fn key(&mut self, key: &Key) {
        self.column(&key.column);
        if let Some(ascending) = key.ascending {
            self.put(if ascending { "asc" } else { "desc" });
        }
    }

    pub(super) fn keys(&mut self, keys: &[Key]) {
        self.listed(keys, |out, key| out.key(key));
    }
}
