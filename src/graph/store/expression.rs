//! Profile and therapy expressions: `EGFR L858R AND NOT (A OR B)`, `a + b > c | d`.

use super::ids::EntityId;
use crate::formula::Formula;
use crate::text::Span;
use std::fmt::Write as _;

/// Brackets and `NOT`s may be nested this deep.
pub const MAX_DEPTH: usize = 64;

/// Names, operators and brackets of one expression.
const MAX_TOKENS: usize = 2048;

/// A condition over the variants and biomarkers of a tumour.
pub type ProfileTree<Leaf = EntityId> = Formula<Leaf>;

/// How drugs are combined.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TherapyTree<Leaf = EntityId> {
    /// One drug, class or named regimen.
    Leaf(Leaf),
    /// Given together; order has no meaning.
    Combination(Vec<TherapyTree<Leaf>>),
    /// Given one after another.
    Sequence(Vec<TherapyTree<Leaf>>),
    /// Any one of them.
    Substitutes(Vec<TherapyTree<Leaf>>),
}

/// Why an expression cannot be parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpressionError {
    /// Where, in bytes of the expression.
    pub offset: usize,
    /// The error in words.
    pub message: &'static str,
}

fn error<T>(offset: usize, message: &'static str) -> Result<T, ExpressionError> {
    Err(ExpressionError { offset, message })
}

impl<Leaf> ProfileTree<Leaf> {
    /// The canonical text: nested operators of one kind are flat, operands sorted and each only
    /// once, so that order and nesting make no difference. `name` writes a leaf.
    pub fn print(&self, name: &impl Fn(&Leaf) -> String) -> String {
        self.print_with_strength(name).0
    }

    /// The text and how strongly its outermost operator binds.
    fn print_with_strength(&self, name: &impl Fn(&Leaf) -> String) -> (String, Strength) {
        match self {
            ProfileTree::Leaf(leaf) => (name(leaf), Strength::Leaf),
            ProfileTree::Not(inner) => match &**inner {
                ProfileTree::Not(twice) => twice.print_with_strength(name),
                ProfileTree::Leaf(_) | ProfileTree::And(_) | ProfileTree::Or(_) => {
                    let (text, strength) = inner.print_with_strength(name);
                    (format!("NOT {}", bracketed(text, strength < Strength::Not)), Strength::Not)
                }
            },
            ProfileTree::And(_) => self.print_operands(Strength::And, " AND ", name),
            ProfileTree::Or(_) => self.print_operands(Strength::Or, " OR ", name),
        }
    }

    fn print_operands(&self, own: Strength, operator: &str, name: &impl Fn(&Leaf) -> String) -> (String, Strength) {
        let mut texts: Vec<(String, Strength)> = Vec::new();
        self.collect_operands(own, name, &mut texts);
        texts.sort();
        texts.dedup();
        if texts.len() == 1 {
            return texts.swap_remove(0);
        }
        let mut joined = String::new();
        for (i, (text, strength)) in texts.into_iter().enumerate() {
            let operator = if i == 0 { "" } else { operator };
            // Writing to a String cannot fail.
            let _ = write!(joined, "{operator}{}", bracketed(text, strength < own));
        }
        (joined, own)
    }

    fn collect_operands(&self, own: Strength, name: &impl Fn(&Leaf) -> String, texts: &mut Vec<(String, Strength)>) {
        match (self, own) {
            (ProfileTree::And(parts), Strength::And) | (ProfileTree::Or(parts), Strength::Or) => {
                parts.iter().for_each(|part| part.collect_operands(own, name, texts));
            }
            _ => texts.push(self.print_with_strength(name)),
        }
    }
}

/// How strongly an operator binds, weakest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Or,
    And,
    Not,
    Leaf,
}

fn bracketed(text: String, needed: bool) -> String {
    if needed { format!("({text})") } else { text }
}

impl ProfileTree<Span> {
    /// Reads an expression; a leaf is the piece of `text` that names it.
    ///
    /// `AND`, `OR` and `NOT` are upper case; `NOT` binds tightest, then `AND`. Brackets group;
    /// within a name they belong to it. Double quotes make everything between them a name.
    ///
    /// # Errors
    /// The first place where `text` is not an expression.
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        let tokens = tokens_of(text)?;
        if let Some(&(_, offset)) = tokens.get(MAX_TOKENS) {
            return error(offset, "this expression is too long");
        }
        let mut parser = Parser { tokens: &tokens, next: 0, end: text.len() };
        let tree = parser.alternatives(0)?;
        match parser.peek() {
            None => Ok(tree),
            Some((ExpressionToken::Close, offset)) => error(offset, "this bracket was never opened"),
            Some((_, offset)) => error(offset, "AND or OR is missing here"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum ExpressionToken {
    And,
    Or,
    Not,
    Open,
    Close,
    Name(Span),
}

/// Operators by how they are written.
const OPERATORS: [(&str, ExpressionToken); 3] =
    [("AND", ExpressionToken::And), ("OR", ExpressionToken::Or), ("NOT", ExpressionToken::Not)];

fn tokens_of(text: &str) -> Result<Vec<(ExpressionToken, usize)>, ExpressionError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(first) = rest.chars().next() else { break };
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (token, end) = match first {
            '(' => (ExpressionToken::Open, at + 1),
            ')' => (ExpressionToken::Close, at + 1),
            '"' => quoted(text, at)?,
            _ => operator_or_name(text, at),
        };
        tokens.push((token, at));
        at = end;
    }
    Ok(tokens)
}

fn quoted(text: &str, open: usize) -> Result<(ExpressionToken, usize), ExpressionError> {
    match text[open + 1..].find('"') {
        Some(length) => {
            let end = open + 1 + length;
            Ok((ExpressionToken::Name(Span::new(open as u32 + 1, end as u32)), end + 1))
        }
        None => error(open, "this quote is never closed"),
    }
}

fn operator_at(text: &str, at: usize) -> Option<(ExpressionToken, usize)> {
    let word_end = text[at..].find(|c: char| c.is_whitespace() || c == '(').map_or(text.len(), |length| at + length);
    let (_, token) = OPERATORS.iter().find(|(word, _)| *word == &text[at..word_end])?;
    Some((*token, word_end))
}

/// An operator, or a name: everything up to the next operator word or to a bracket that the name
/// itself did not open.
fn operator_or_name(text: &str, start: usize) -> (ExpressionToken, usize) {
    if let Some(operator) = operator_at(text, start) {
        return operator;
    }
    let mut open = 0_usize;
    let mut end = text.len();
    let mut after_space = false;
    for (offset, character) in text[start..].char_indices() {
        let at = start + offset;
        if (character == ')' && open == 0) || (after_space && open == 0 && operator_at(text, at).is_some()) {
            end = at;
            break;
        }
        match character {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        after_space = character.is_whitespace();
    }
    let name_end = start + text[start..end].trim_end().len();
    (ExpressionToken::Name(Span::new(start as u32, name_end as u32)), end)
}

struct Parser<'a> {
    tokens: &'a [(ExpressionToken, usize)],
    next: usize,
    end: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<(ExpressionToken, usize)> {
        self.tokens.get(self.next).copied()
    }

    fn take(&mut self, token: ExpressionToken) -> bool {
        let found = self.peek().is_some_and(|(next, _)| next == token);
        self.next += usize::from(found);
        found
    }

    fn alternatives(&mut self, depth: usize) -> Result<ProfileTree<Span>, ExpressionError> {
        let mut parts = vec![self.conjunction(depth)?];
        while self.take(ExpressionToken::Or) {
            parts.push(self.conjunction(depth)?);
        }
        Ok(one_or(parts, ProfileTree::Or))
    }

    fn conjunction(&mut self, depth: usize) -> Result<ProfileTree<Span>, ExpressionError> {
        let mut parts = vec![self.operand(depth)?];
        while self.take(ExpressionToken::And) {
            parts.push(self.operand(depth)?);
        }
        Ok(one_or(parts, ProfileTree::And))
    }

    fn operand(&mut self, depth: usize) -> Result<ProfileTree<Span>, ExpressionError> {
        let Some((token, offset)) = self.peek() else { return error(self.end, "a name is missing at the end") };
        if depth > MAX_DEPTH {
            return error(offset, "brackets are nested too deeply");
        }
        self.next += 1;
        match token {
            ExpressionToken::Name(span) if span.is_empty() => error(offset, "this name is empty"),
            ExpressionToken::Name(span) => Ok(ProfileTree::Leaf(span)),
            ExpressionToken::Not => Ok(ProfileTree::Not(Box::new(self.operand(depth + 1)?))),
            ExpressionToken::Open => {
                let inner = self.alternatives(depth + 1)?;
                if self.take(ExpressionToken::Close) {
                    Ok(inner)
                } else {
                    error(offset, "this bracket is never closed")
                }
            }
            ExpressionToken::And | ExpressionToken::Or | ExpressionToken::Close => {
                error(offset, "a name is missing here")
            }
        }
    }
}

/// The only part, or all of them under an operator.
fn one_or<Tree>(mut parts: Vec<Tree>, operator: impl FnOnce(Vec<Tree>) -> Tree) -> Tree {
    if parts.len() == 1 { parts.swap_remove(0) } else { operator(parts) }
}

impl<Leaf> TherapyTree<Leaf> {
    /// The same tree with every leaf replaced.
    pub fn try_map<To, E>(self, change: &mut impl FnMut(Leaf) -> Result<To, E>) -> Result<TherapyTree<To>, E> {
        let mut all = |parts: Vec<Self>| -> Result<Vec<TherapyTree<To>>, E> {
            parts.into_iter().map(|part| part.try_map(change)).collect()
        };
        Ok(match self {
            TherapyTree::Combination(parts) => TherapyTree::Combination(all(parts)?),
            TherapyTree::Sequence(parts) => TherapyTree::Sequence(all(parts)?),
            TherapyTree::Substitutes(parts) => TherapyTree::Substitutes(all(parts)?),
            TherapyTree::Leaf(leaf) => TherapyTree::Leaf(change(leaf)?),
        })
    }
}

impl TherapyTree<Span> {
    /// Reads an expression; a leaf is the piece of `text` that names it.
    ///
    /// `|` binds loosest, then `>`, then `+`; each is between spaces, so that a name may contain
    /// these characters.
    ///
    /// # Errors
    /// The first place where a name is missing.
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        parse_operators(text, Span::new(0, text.len() as u32), &THERAPY_OPERATORS)
    }
}

type TherapyOperator = (&'static str, fn(Vec<TherapyTree<Span>>) -> TherapyTree<Span>);

/// Operators of therapies, loosest first.
const THERAPY_OPERATORS: [TherapyOperator; 3] =
    [(" | ", TherapyTree::Substitutes), (" > ", TherapyTree::Sequence), (" + ", TherapyTree::Combination)];

fn parse_operators(
    text: &str,
    span: Span,
    operators: &[TherapyOperator],
) -> Result<TherapyTree<Span>, ExpressionError> {
    let Some(((separator, combine), tighter)) = operators.split_first() else { return therapy_leaf(text, span) };
    let mut parts = Vec::new();
    let mut start = span.start as usize;
    for piece in span.of(text).split(separator) {
        let end = start + piece.len();
        parts.push(parse_operators(text, Span::new(start as u32, end as u32), tighter)?);
        start = end + separator.len();
    }
    Ok(one_or(parts, combine))
}

fn therapy_leaf(text: &str, span: Span) -> Result<TherapyTree<Span>, ExpressionError> {
    let piece = span.of(text);
    let start = span.start as usize + (piece.len() - piece.trim_start().len());
    let name = piece.trim();
    if name.is_empty() {
        return error(start, "a name is missing here");
    }
    for (operator, _) in &THERAPY_OPERATORS {
        // With the space that follows or precedes it at an end of the text cut off.
        if name == operator.trim() || name.starts_with(operator.trim_start()) {
            return error(start, "a name is missing before this");
        }
        if name.ends_with(operator.trim_end()) {
            return error(start + name.len(), "a name is missing at the end");
        }
    }
    Ok(TherapyTree::Leaf(Span::new(start as u32, (start + name.len()) as u32)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> String {
        match ProfileTree::parse(text) {
            Ok(tree) => tree.print(&|span: &Span| span.of(text).to_owned()),
            Err(error) => format!("{}: {}", error.offset, error.message),
        }
    }

    fn therapy(text: &str) -> String {
        match TherapyTree::parse(text) {
            Ok(tree) => {
                format!("{:?}", tree.try_map(&mut |span: Span| Ok::<_, ()>(span.of(text))).unwrap()).replace('"', "")
            }
            Err(error) => format!("{}: {}", error.offset, error.message),
        }
    }

    #[test]
    fn order_nesting_and_repetition_make_no_difference() {
        for text in ["B AND A AND C", "(C AND B) AND A", "A AND (B AND (C AND A))", "  A  AND NOT NOT B AND ((C))"] {
            assert_eq!(canonical(text), "A AND B AND C");
        }
        assert_eq!(canonical("A OR A"), "A");
    }

    #[test]
    fn brackets_stand_only_where_they_decide() {
        assert_eq!(canonical("A OR B AND C"), "A OR B AND C");
        assert_eq!(canonical("(A OR B) AND C"), "(A OR B) AND C".split(' ').collect::<Vec<_>>().join(" "));
        assert_eq!(canonical("NOT (B OR A) AND NOT C"), "NOT (A OR B) AND NOT C");
        assert_eq!(canonical("NOT A AND B"), "B AND NOT A");
    }

    #[test]
    fn names_may_hold_brackets_and_operator_words() {
        assert_eq!(canonical("EGFR exon 20 (in frame) OR ORM1 AND BAND3"), "BAND3 AND ORM1 OR EGFR exon 20 (in frame)");
        assert_eq!(canonical("\"A OR B\" AND (C)"), "A OR B AND C");
    }

    #[test]
    fn errors_say_where() {
        for (text, message) in [
            ("", "0: a name is missing at the end"),
            ("A AND", "5: a name is missing at the end"),
            ("A AND OR B", "6: a name is missing here"),
            ("(A OR B", "0: this bracket is never closed"),
            ("A) OR B", "1: this bracket was never opened"),
            ("A NOT B", "2: AND or OR is missing here"),
            ("\"A", "0: this quote is never closed"),
            ("\"\"", "0: this name is empty"),
        ] {
            assert_eq!(canonical(text), message, "{text}");
        }
        assert_eq!(canonical(&"(".repeat(500)), "65: brackets are nested too deeply");
        assert_eq!(canonical(&"NOT ".repeat(500)), "260: brackets are nested too deeply");
    }

    #[test]
    fn an_endless_expression_is_refused() {
        assert_eq!(canonical(&"A AND ".repeat(5000)), "6144: this expression is too long");
    }

    #[test]
    fn evaluation_tells_whether_a_leaf_is_negated() {
        let text = "A AND NOT (B OR NOT C)";
        let tree = ProfileTree::parse(text).unwrap();
        let negated: Vec<_> = tree.leaves().into_iter().map(|(span, negated)| (span.of(text), negated)).collect();
        assert_eq!(negated, [("A", false), ("B", true), ("C", false)]);
        assert!(tree.evaluate(&|span, _| ["A", "C"].contains(&span.of(text))));
        assert!(!tree.evaluate(&|span, _| ["A", "B", "C"].contains(&span.of(text))));
    }

    #[test]
    fn only_alternatives_suffice_alone() {
        for (text, expected) in [("A", "A"), ("A OR (B OR C AND D)", "A B"), ("A AND NOT B", ""), ("NOT A", "")] {
            let tree = ProfileTree::parse(text).unwrap();
            assert_eq!(tree.sufficient().iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" "), expected);
        }
    }

    #[test]
    fn therapies_bind_by_operator() {
        assert_eq!(
            therapy("a + b > c | d e"),
            "Substitutes([Sequence([Combination([Leaf(a), Leaf(b)]), Leaf(c)]), Leaf(d e)])"
        );
        assert_eq!(therapy("anti-PD-(L)1+"), "Leaf(anti-PD-(L)1+)");
        assert_eq!(therapy("a +  + b"), "4: a name is missing here");
        assert_eq!(therapy("a + "), "4: a name is missing here");
        assert_eq!(therapy("a +"), "3: a name is missing at the end");
        assert_eq!(therapy("> a"), "0: a name is missing before this");
        assert_eq!(therapy("|"), "0: a name is missing before this");
        assert_eq!(therapy(""), "0: a name is missing here");
    }
}
