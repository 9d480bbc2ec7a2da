//! The tree printed back as text that parses to the same tree.
//!
//! Clauses are in the order of the tree, groups in brackets, profiles always in brackets; a word
//! the vocabulary knows is written as the vocabulary writes it.

mod source;
mod phrase;
mod clause;
mod condition;
mod stage;

use super::ast::{Expectation, QuantifierSyntax, QuerySyntax, StageSyntax, Statement, StatementKind, Text, Word};
use crate::vocabulary::Forms;

/// What printing needs besides the tree.
#[derive(Clone, Copy)]
pub struct TreePrinter<'a> {
    /// Words that the vocabulary knows.
    pub forms: &'a Forms,
    /// The text the tree was parsed from: words that the vocabulary does not have are copied from
    /// it.
    pub text: &'a str,
    /// Written around every clause: nothing, or signs that show where each begins and ends.
    pub clause: [&'a str; 2],
}

impl<'a> TreePrinter<'a> {
    /// A printer of trees that were parsed from `text`.
    pub const fn new(forms: &'a Forms, text: &'a str) -> Self {
        Self { forms, text, clause: ["", ""] }
    }

    /// A statement.
    pub fn statement(&self, statement: &Statement) -> String {
        self.print(|out| out.statement(&statement.kind))
    }

    /// A stage, without the bar before it.
    pub fn stage(&self, stage: &StageSyntax) -> String {
        self.print(|out| out.stage(&stage.kind))
    }

    fn print(&self, write: impl FnOnce(&mut TextOut<'_>)) -> String {
        let mut out = TextOut { printer: self, text: String::new() };
        write(&mut out);
        out.text
    }
}

/// A name as it can be written in a sentence.
pub fn quote_if_needed(name: &str) -> String {
    let plain = !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '\'' | '.'));
    if plain { name.to_owned() } else { quote(name) }
}

/// A text in double quotes.
pub fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

struct TextOut<'a> {
    printer: &'a TreePrinter<'a>,
    text: String,
}

impl TextOut<'_> {
    /// A word, after a space where one is needed.
    fn put(&mut self, word: &str) {
        if !self.text.is_empty() && !self.text.ends_with(['(', ' ', ':', '⟨']) {
            self.text.push(' ');
        }
        self.text.push_str(word);
    }

    /// A sign without a space before it.
    fn close(&mut self, sign: &str) {
        self.text.push_str(sign);
    }

    fn put_if(&mut self, condition: bool, word: &str) {
        if condition {
            self.put(word);
        }
    }

    fn put_number(&mut self, word: &str, number: u64) {
        self.put(word);
        self.put(&number.to_string());
    }

    fn quoted(&mut self, text: &str) {
        self.put(&quote(text));
    }

    fn variable(&mut self, name: &Text) {
        self.put(&format!("${}", name.text));
    }

    /// Items with commas between.
    fn listed<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                self.close(",");
            }
            write(self, item);
        }
    }

    /// Items with a word between.
    fn joined<T>(&mut self, items: &[T], word: &str, mut write: impl FnMut(&mut Self, &T)) {
        for (i, item) in items.iter().enumerate() {
            self.put_if(i > 0, word);
            write(self, item);
        }
    }

    fn word(&mut self, word: &Word) {
        let printer = self.printer;
        match word.form {
            Some(form) => self.put(&printer.forms.get(form).text),
            None => self.put(word.span.of(printer.text)),
        }
    }

    fn statement(&mut self, statement: &StatementKind) {
        match statement {
            StatementKind::Let { name, query } => {
                self.put("let");
                self.variable(name);
                self.put("=");
                self.query(query);
            }
            StatementKind::Param { name, value } => {
                self.put("param");
                self.variable(name);
                if let Some(value) = value {
                    self.put("=");
                    self.value(value);
                }
            }
            StatementKind::Set { name, value } => {
                self.put("set");
                self.put(&name.text);
                self.put("=");
                self.put(&value.text);
            }
            StatementKind::Use(file) => {
                self.put("use");
                self.quoted(&file.text);
            }
            StatementKind::Run(file) => {
                self.put("run");
                self.quoted(&file.text);
            }
            StatementKind::Show(topic) => {
                self.put("show");
                self.put(&topic.text);
            }
            StatementKind::Explain(query) => {
                self.put("explain");
                self.query(query);
            }
            StatementKind::Profile(query) => {
                self.put("profile");
                self.query(query);
            }
            StatementKind::Expect(expectation) => self.expectation(expectation),
            StatementKind::Query(query) => self.query(query),
        }
    }

    fn expectation(&mut self, expectation: &Expectation) {
        self.put("expect");
        match expectation {
            Expectation::Name { negated, name } => {
                self.put_if(*negated, "not");
                self.name(name);
            }
            Expectation::Rows { quantifier: QuantifierSyntax::Exactly(number), .. } => {
                self.put(&number.to_string());
                self.put("rows");
            }
            Expectation::Rows { quantifier, .. } => {
                self.quantifier(*quantifier);
                self.put("rows");
            }
        }
    }

    fn query(&mut self, query: &QuerySyntax) {
        self.source(&query.source);
        self.stages(&query.stages);
    }
}
