//! `does … ?`: yes, no, contested or not stated (model section 5).

use crate::evidence::{Row, Telling};
use crate::meaning::Meaning;
use crate::question::{Clause, Context, Head, Name, Object, Own, Phrase, Quantifier, Said, Set};
use crate::words::{End, Verb};
use crate::world::{Id, Statement, sign};
use std::collections::BTreeSet;

/// What the answer is, and the ids of the statements for, against and opposite.
#[derive(Debug, PartialEq, Eq)]
pub struct Verdict {
    pub answer: &'static str,
    pub supporting: usize,
    pub disputing: usize,
    pub opposite: BTreeSet<String>,
    pub statements: BTreeSet<String>,
    pub against: BTreeSet<String>,
}

/// Whether the oracle says it: filters must be found to be taken away, and in a bracket they are
/// not.
pub fn is_asked(phrase: &Phrase) -> bool {
    !has_status(phrase) && !phrase.is_labelled && !matches!(phrase.head, Head::Bracket(_))
}

/// Whether an adjective stands for a filter, here or in an object.
fn has_status(phrase: &Phrase) -> bool {
    phrase.status.is_some() || phrase.clauses.iter().any(clause_has_status)
}

fn clause_has_status(clause: &Clause) -> bool {
    match clause {
        Clause::Said(said) => matches!(&said.object, Object::Phrase(phrase) if has_status(phrase)),
        Clause::Not(inner) => clause_has_status(inner),
        Clause::And(parts) | Clause::Or(parts) => parts.iter().any(clause_has_status),
        Clause::Own(_) | Clause::Statement(_) | Clause::Property(_) => false,
    }
}

pub fn does(meaning: &Meaning<'_>, phrase: &Phrase) -> Verdict {
    let set = Set::Phrase(phrase.clone());
    let rows = Telling::new(meaning, &set).rows(&set);
    let mut supported = rows.rows;
    if supported.is_empty() {
        supported = by_another_name(meaning, phrase);
    }
    let world = &meaning.graph.world;
    let all = || supported.iter().chain(&rows.contested);
    let numbers = |of: fn(&Row) -> &Vec<usize>| all().flat_map(of).copied().collect::<BTreeSet<usize>>();
    let (supporting, against) = (numbers(|row| &row.supporting), numbers(|row| &row.against));
    let (opposite, statements) = (numbers(|row| &row.opposite), numbers(|row| &row.statements));
    let answer = if !supported.is_empty() {
        if against.is_empty() && opposite.is_empty() { "yes" } else { "contested" }
    } else if !rows.contested.is_empty() {
        let against = || against.iter().map(|&number| &world.statements[number]);
        let is_claimed = !supporting.is_empty() || against().any(claims);
        if against().any(denies) && !is_claimed { "no" } else { "contested" }
    } else if is_filtered(meaning, phrase) {
        "no"
    } else {
        "not stated"
    };
    let opposite = if answer == "not stated" { say_the_opposite(meaning, phrase) } else { opposite };
    let ids = |numbers: &BTreeSet<usize>| numbers.iter().map(|&number| world.statements[number].id.clone()).collect();
    Verdict {
        answer,
        supporting: supporting.len(),
        disputing: against.len(),
        opposite: ids(&opposite),
        statements: ids(&statements),
        against: ids(&against),
    }
}

/// Supported statements that join the same ends by verbs of the other sign.
fn say_the_opposite(meaning: &Meaning<'_>, phrase: &Phrase) -> BTreeSet<usize> {
    let [Clause::Said(said)] = &phrase.clauses[..] else { return BTreeSet::new() };
    let words = &meaning.graph.world.words;
    let (own, sign) = (words.verb(&said.relation), sign_of(words.verb(&said.relation)));
    let is_one = !matches!(said.object, Object::AllOf(_));
    let is_plain = is_one && said.quantifier == Quantifier::Some && said.outside.is_none() && !said.without;
    let mut found = BTreeSet::new();
    for verb in words.verbs.iter().filter(|verb| is_plain && sign != 0 && sign_of(verb) == -sign) {
        for end in [End::From, End::To] {
            let shares = |mine: End, theirs: End| verb.kinds(theirs).iter().any(|kind| own.kinds(mine).contains(kind));
            if shares(said.head, end) && shares(said.head.other(), end.other()) {
                let said = Said { relation: verb.relation.clone(), head: end, ..said.clone() };
                let other = Phrase { clauses: vec![Clause::Said(said)], ..phrase.clone() };
                found.extend(supported(meaning, other).into_iter().flat_map(|row| row.supporting));
            }
        }
    }
    found
}

/// The sign that all effects of a claim verb have.
fn sign_of(verb: &Verb) -> i32 {
    let effects = verb.claim.iter().flat_map(|claim| &claim.effects);
    let signs: BTreeSet<i32> = effects.map(|effect| sign(effect)).collect();
    if signs.len() == 1 { signs.into_iter().sum() } else { 0 }
}

/// It says so, whoever flags it, and did not fail.
fn claims(statement: &Statement) -> bool {
    statement.field("direction") == "supports" && statement.field("status") != "failed"
}

fn denies(statement: &Statement) -> bool {
    statement.field("direction") == "disputes" || statement.field("status") == "failed"
}

/// Rows of mechanisms that involve the named finding, and beside it only changes of the same
/// residue.
fn by_another_name(meaning: &Meaning<'_>, phrase: &Phrase) -> Vec<Row> {
    let graph = meaning.graph;
    let Head::Named(name) = &phrase.head else { return Vec::new() };
    let Some(kind) = graph.world.words.find_kind("mechanism") else { return Vec::new() };
    let set = Set::Phrase(phrase.clone());
    let fresh = anew(meaning);
    let takes_mechanisms = Telling::new(&fresh, &set)
        .main()
        .is_some_and(|main| graph.world.words.verb(&main.relation).kinds(main.head).contains(&kind));
    if !takes_mechanisms {
        return Vec::new();
    }
    let mut rows = Vec::new();
    let findings = graph.faces(name.entity).iter().filter(|&&face| !graph.world.is(face, "gene"));
    let mechanisms: BTreeSet<Id> = findings.flat_map(|&face| graph.origins("involves", face)).collect();
    for mechanism in mechanisms.into_iter().filter(|&id| graph.kind(id) == kind && is_one_residue(meaning, id)) {
        let head = Head::Named(Name { entity: mechanism, kind: Some((kind, String::new())), ..name.clone() });
        rows.extend(supported(meaning, Phrase { head, ..phrase.clone() }));
    }
    rows
}

fn is_one_residue(meaning: &Meaning<'_>, mechanism: Id) -> bool {
    let graph = meaning.graph;
    let involved = graph.targets("involves", mechanism).into_iter();
    let variants: Vec<Id> = involved.filter(|&id| graph.world.is(id, "variant")).collect();
    let residues: BTreeSet<Option<String>> =
        variants.iter().map(|&variant| residue(graph.world.name(variant))).collect();
    variants.len() == 1 || residues.len() == 1 && !residues.contains(&None)
}

/// `RET G810S` → `RET G810`.
fn residue(name: &str) -> Option<String> {
    let (gene, change) = name.split_once(' ')?;
    let digits: String = change[1..].chars().take_while(char::is_ascii_digit).collect();
    let is_change = change.starts_with(|first: char| first.is_ascii_uppercase()) && !digits.is_empty();
    is_change.then(|| format!("{gene} {}{digits}", &change[..1]))
}

/// The supported rows of a changed question.
fn supported(meaning: &Meaning<'_>, phrase: Phrase) -> Vec<Row> {
    let set = Set::Phrase(phrase);
    Telling::new(&anew(meaning), &set).rows(&set).rows
}

/// The same rules without what they found of other phrases.
fn anew<'g>(meaning: &Meaning<'g>) -> Meaning<'g> {
    Meaning::new(meaning.graph, (false, false), meaning.first)
}

/// Whether the same question without level, status, year and `where` has a row.
fn is_filtered(meaning: &Meaning<'_>, phrase: &Phrase) -> bool {
    let mut free = phrase.clone();
    let mut count = 0;
    clear(&mut free, &mut count);
    count > 0 && !supported(meaning, free).is_empty()
}

fn clear(phrase: &mut Phrase, count: &mut usize) {
    phrase.clauses.iter_mut().for_each(|clause| clear_clause(clause, count));
}

fn clear_clause(clause: &mut Clause, count: &mut usize) {
    match clause {
        Clause::Said(Said { object, filters, inside, outside, .. }) => {
            *count += filters.len();
            filters.clear();
            if let Object::Phrase(phrase) = object {
                clear(phrase, count);
            }
            inside.iter_mut().chain(outside).for_each(|context| clear_context(context, count));
        }
        Clause::Own(Own { filters, inside, .. }) => {
            *count += filters.len();
            filters.clear();
            inside.iter_mut().for_each(|context| clear_context(context, count));
        }
        Clause::Not(inner) => clear_clause(inner, count),
        Clause::And(parts) | Clause::Or(parts) => parts.iter_mut().for_each(|part| clear_clause(part, count)),
        Clause::Statement(_) | Clause::Property(_) => {}
    }
}

fn clear_context(context: &mut Context, count: &mut usize) {
    if let Context::Set(phrase) = context {
        clear(phrase, count);
    }
}
