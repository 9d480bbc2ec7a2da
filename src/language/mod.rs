//! What was written: tagger, grammar, syntax tree, and the tree printed back.
//!
//! ```text
//! text ──scan──▶ pieces ──tagger──▶ tagged line ──syntax──▶ ast ──print──▶ text
//!                                       └──expect──▶ what is wrong, what may come next
//! ```
//!
//! This module knows the vocabulary and the names of a graph, never its edges. Every tree it gives
//! has the right shape and a span on every node; names are still text.

pub mod ast;
mod complete;
mod expect;
mod highlight;
pub mod marks;
pub mod keywords;
pub mod lexicon;
pub mod plain;
mod print;
mod scan;
mod syntax;
mod tagger;
mod tidy;
#[cfg(test)]
mod tests;

pub use complete::{CompletionKind, complete};
pub use highlight::{ReadWord, WordKind, words};
pub use lexicon::{Lexicon, NameHint, NameLookup};
pub use print::{TreePrinter, quote, quote_if_needed};
pub use tidy::tidy;

use crate::diagnostic::{Code, Diagnostic};
use crate::text::{Source, Span};
use ast::{Script, Statement};
use scan::{Scan, scan};
use std::ops::Range;

/// A statement of a file that does not parse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// All of it; empty where what is wrong belongs to no statement.
    pub span: Span,
    /// What is wrong with it.
    pub faults: Vec<Diagnostic>,
}

/// Parses a query file. The script has every statement that parses; all others are unread, in the
/// order of the text.
pub fn parse_script(source: &Source, lexicon: &Lexicon<'_>) -> (Script, Vec<Unread>) {
    let mut scan = scan(&source.text);
    let (mut statements, mut unread) = (Vec::new(), Vec::new());
    for (number, range) in scan.statements.clone().into_iter().enumerate() {
        let pieces = scan.pieces.get(range.clone()).unwrap_or(&[]);
        let span = match pieces {
            [first, .., last] => first.span.to(last.span),
            [only] => only.span,
            [] => Span::default(),
        };
        match parse_statement(&source.text, &mut scan, number, range, lexicon) {
            Ok(statement) => statements.push(statement),
            Err(faults) => unread.push(Unread { span, faults }),
        }
    }
    // What belongs to no statement, such as a text that is too long.
    let others: Vec<Diagnostic> = scan.faults.into_iter().map(|(_, fault)| fault).collect();
    if !others.is_empty() {
        unread.push(Unread { span: Span::default(), faults: others });
    }
    (Script { statements }, unread)
}

/// Parses exactly one statement.
///
/// # Errors
/// What is wrong with the text: with its first statement, or that it is empty or holds several.
pub fn parse_query(source: &Source, lexicon: &Lexicon<'_>) -> Result<Statement, Vec<Diagnostic>> {
    let mut scan = scan(&source.text);
    if let Some(second) = scan.statements.get(1).and_then(|range| scan.pieces.get(range.start)) {
        let message = "there is more than one question";
        let help = "put several questions into a file and run it with `onco run`";
        return Err(vec![
            Diagnostic::error(Code::Syntax, second.span, message).at("the second starts here").help(help),
        ]);
    }
    match scan.statements.first().cloned() {
        Some(range) => parse_statement(&source.text, &mut scan, 0, range, lexicon),
        None if scan.faults.is_empty() => {
            let end = source.text.len() as u32;
            let help = "for example: `describe NAME`, or `show nouns`";
            Err(vec![Diagnostic::error(Code::EmptyQuery, Span::new(0, end), "there is no question here").help(help)])
        }
        None => Err(scan.faults.into_iter().map(|(_, fault)| fault).collect()),
    }
}

fn parse_statement(
    text: &str,
    scan: &mut Scan,
    number: usize,
    range: Range<usize>,
    lexicon: &Lexicon<'_>,
) -> Result<Statement, Vec<Diagnostic>> {
    if !scan.faults.is_empty() {
        let (own, others) =
            std::mem::take(&mut scan.faults).into_iter().partition(|(statement, _)| *statement == number);
        scan.faults = others;
        let own: Vec<(usize, Diagnostic)> = own;
        if !own.is_empty() {
            return Err(own.into_iter().map(|(_, fault)| fault).collect());
        }
    }
    let tagged = tagger::tag(text, scan.pieces.get(range).unwrap_or(&[]), lexicon);
    match syntax::parse_line(&tagged.line) {
        Ok(nodes) => syntax::build(text, &tagged, nodes),
        Err(_) => Err(vec![expect::explain(text, &tagged, lexicon)]),
    }
}
