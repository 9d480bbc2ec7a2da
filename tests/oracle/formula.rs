//! Expressions of the tables: profiles (`A AND NOT (B OR C)`) and therapies (`a + b`).

/// A condition over the findings of a tumour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula<Leaf> {
    Leaf(Leaf),
    Not(Box<Formula<Leaf>>),
    And(Vec<Formula<Leaf>>),
    Or(Vec<Formula<Leaf>>),
}

impl<Leaf> Formula<Leaf> {
    /// Whether it holds; `is_true` is asked for each leaf with whether it is negated.
    pub fn holds(&self, negated: bool, is_true: &dyn Fn(&Leaf, bool) -> bool) -> bool {
        match self {
            Formula::Leaf(leaf) => is_true(leaf, negated),
            Formula::Not(inner) => !inner.holds(!negated, is_true),
            Formula::And(parts) => parts.iter().all(|part| part.holds(negated, is_true)),
            Formula::Or(parts) => parts.iter().any(|part| part.holds(negated, is_true)),
        }
    }

    /// The leaves that are not negated.
    pub fn positive(&self) -> Vec<&Leaf> {
        let mut found = Vec::new();
        self.collect(false, &mut found);
        found
    }

    fn collect<'f>(&'f self, negated: bool, found: &mut Vec<&'f Leaf>) {
        match self {
            Formula::Leaf(leaf) => found.extend((!negated).then_some(leaf)),
            Formula::Not(inner) => inner.collect(!negated, found),
            Formula::And(parts) | Formula::Or(parts) => parts.iter().for_each(|part| part.collect(negated, found)),
        }
    }

    /// The leaves that are negated.
    pub fn negative<'f>(&'f self, found: &mut Vec<&'f Leaf>) {
        match self {
            Formula::Leaf(_) => {}
            Formula::Not(inner) => found.extend(inner.positive()),
            Formula::And(parts) | Formula::Or(parts) => parts.iter().for_each(|part| part.negative(found)),
        }
    }

    /// How many leaves there are.
    pub fn leaves(&self) -> usize {
        match self {
            Formula::Leaf(_) => 1,
            Formula::Not(inner) => inner.leaves(),
            Formula::And(parts) | Formula::Or(parts) => parts.iter().map(Formula::leaves).sum(),
        }
    }

    /// The leaves each of which alone is enough.
    pub fn sufficient(&self) -> Vec<&Leaf> {
        match self {
            Formula::Leaf(leaf) => vec![leaf],
            Formula::Or(parts) => parts.iter().flat_map(Formula::sufficient).collect(),
            Formula::And(_) | Formula::Not(_) => Vec::new(),
        }
    }

    /// Leaves that are enough where all else is absent; `follows` says whether a leaf is true
    /// because of another.
    pub fn enough(&self, follows: &dyn Fn(&Leaf, &Leaf, bool) -> bool) -> Vec<&Leaf> {
        if self.holds(false, &|_, _| false) {
            return Vec::new();
        }
        let is_enough = |only: &&Leaf| self.holds(false, &|leaf, negated| follows(leaf, only, negated));
        self.positive().into_iter().filter(is_enough).collect()
    }

    pub fn map<To>(&self, change: &mut dyn FnMut(&Leaf) -> To) -> Formula<To> {
        match self {
            Formula::Leaf(leaf) => Formula::Leaf(change(leaf)),
            Formula::Not(inner) => Formula::Not(Box::new(inner.map(change))),
            Formula::And(parts) => Formula::And(parts.iter().map(|part| part.map(change)).collect()),
            Formula::Or(parts) => Formula::Or(parts.iter().map(|part| part.map(change)).collect()),
        }
    }
}

#[derive(Debug, PartialEq)]
enum Token {
    Word(String),
    And,
    Or,
    Not,
    Open,
    Close,
}

/// Reads a profile: `NOT` binds tightest, then `AND`.
pub fn profile(text: &str) -> Formula<String> {
    let tokens = tokens(text);
    let mut rest = &tokens[..];
    let formula = either(&mut rest);
    assert!(rest.is_empty(), "{text}");
    formula
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut name: Vec<&str> = Vec::new();
    let mut rest = text.trim_start();
    fn close(name: &mut Vec<&str>, tokens: &mut Vec<Token>) {
        if !name.is_empty() {
            tokens.push(Token::Word(name.join(" ")));
            name.clear();
        }
    }
    while let Some(first) = rest.chars().next() {
        let at_start = name.is_empty();
        let mut length = 1;
        match first {
            '(' if at_start => tokens.push(Token::Open),
            ')' => {
                close(&mut name, &mut tokens);
                tokens.push(Token::Close);
            }
            '"' if at_start => {
                let end = rest[1..].find('"').expect("a closing quote");
                tokens.push(Token::Word(rest[1..=end].to_owned()));
                length = end + 2;
            }
            _ => {
                length = word_length(rest);
                let (word, is_operator) = (&rest[..length], matches!(&rest[..length], "AND" | "OR" | "NOT"));
                if is_operator {
                    close(&mut name, &mut tokens);
                    tokens.push(match word {
                        "AND" => Token::And,
                        "OR" => Token::Or,
                        _ => Token::Not,
                    });
                } else {
                    name.push(word);
                }
            }
        }
        rest = rest[length..].trim_start();
    }
    close(&mut name, &mut tokens);
    tokens
}

/// A word ends at a space, or at a bracket that it did not open.
fn word_length(text: &str) -> usize {
    let mut open = 0;
    for (place, character) in text.char_indices() {
        match character {
            '(' => open += 1,
            ')' if open == 0 => return place,
            ')' => open -= 1,
            _ if character.is_whitespace() => return place,
            _ => {}
        }
    }
    text.len()
}

fn either(rest: &mut &[Token]) -> Formula<String> {
    let mut parts = vec![both(rest)];
    while rest.first() == Some(&Token::Or) {
        *rest = &rest[1..];
        parts.push(both(rest));
    }
    if parts.len() == 1 { parts.remove(0) } else { Formula::Or(parts) }
}

fn both(rest: &mut &[Token]) -> Formula<String> {
    let mut parts = vec![one(rest)];
    while rest.first() == Some(&Token::And) {
        *rest = &rest[1..];
        parts.push(one(rest));
    }
    if parts.len() == 1 { parts.remove(0) } else { Formula::And(parts) }
}

fn one(rest: &mut &[Token]) -> Formula<String> {
    let (first, more) = rest.split_first().expect("a name");
    *rest = more;
    match first {
        Token::Not => Formula::Not(Box::new(one(rest))),
        Token::Open => {
            let inner = either(rest);
            assert_eq!(rest.first(), Some(&Token::Close));
            *rest = &rest[1..];
            inner
        }
        Token::Word(name) => Formula::Leaf(name.clone()),
        other => panic!("{other:?} where a name belongs"),
    }
}

/// The text that is the same for every way to write a formula: parts in the order of their texts,
/// each once, brackets only where they are needed.
pub fn canonical(formula: &Formula<String>) -> String {
    write(formula).0
}

/// The text and how tightly its operator binds: 0 `OR`, 1 `AND`, 2 `NOT`, 3 a name.
fn write(formula: &Formula<String>) -> (String, u8) {
    match formula {
        Formula::Leaf(name) => (name_in_formula(name), 3),
        Formula::Not(inner) => match &**inner {
            Formula::Not(twice) => write(twice),
            _ => {
                let (text, tightness) = write(inner);
                (format!("NOT {}", bracketed(text, tightness < 2)), 2)
            }
        },
        Formula::And(_) => joined(formula, 1, " AND "),
        Formula::Or(_) => joined(formula, 0, " OR "),
    }
}

fn joined(formula: &Formula<String>, own: u8, operator: &str) -> (String, u8) {
    let mut parts = Vec::new();
    flatten(formula, own, &mut parts);
    parts.sort();
    parts.dedup();
    if parts.len() == 1 {
        return parts.remove(0);
    }
    let texts: Vec<String> = parts.into_iter().map(|(text, tightness)| bracketed(text, tightness < own)).collect();
    (texts.join(operator), own)
}

fn flatten(formula: &Formula<String>, own: u8, parts: &mut Vec<(String, u8)>) {
    match (formula, own) {
        (Formula::And(inner), 1) | (Formula::Or(inner), 0) => inner.iter().for_each(|part| flatten(part, own, parts)),
        _ => parts.push(write(formula)),
    }
}

fn bracketed(text: String, needed: bool) -> String {
    if needed { format!("({text})") } else { text }
}

/// A name that holds a word of the notation is quoted.
fn name_in_formula(name: &str) -> String {
    let tokens = tokens(name);
    if tokens == [Token::Word(name.to_owned())] { name.to_owned() } else { format!("\"{name}\"") }
}

/// How the members of a regimen are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    Together,
    InTurn,
    Either,
}

impl Given {
    /// Loosest first.
    pub const ALL: [Given; 3] = [Given::Either, Given::InTurn, Given::Together];

    pub const fn operator(self) -> &'static str {
        match self {
            Given::Together => " + ",
            Given::InTurn => " > ",
            Given::Either => " | ",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_canonical_text_is_one_for_every_way_to_write_it() {
        for (text, expected) in [
            ("B OR A", "A OR B"),
            ("A AND (C OR B)", "A AND (B OR C)"),
            ("(B AND A) AND A", "A AND B"),
            ("NOT (A) AND f(x) y", "NOT A AND f(x) y"),
            ("NOT (A OR B)", "NOT (A OR B)"),
            ("\"A OR B\" AND C", "\"A OR B\" AND C"),
        ] {
            assert_eq!(canonical(&profile(text)), expected, "{text}");
        }
    }
}
