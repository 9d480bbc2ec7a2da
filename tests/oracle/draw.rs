//! Questions made from a list of numbers about any graph.

use crate::choices::Choices;
use crate::graph::Graph;
use crate::question::{
    Aggregate, Clause, Column, Comparison, Context, Filter, Head, Key, Literal, Name, Object, Own, Phrase,
    PropertyTest, Quantifier, Question, RowTest, Said, Set, Stage, Tail, Test,
};
use crate::words::{End, Kind, Takes, Verb, Words};
use crate::world::{Id, LEVELS};
use std::collections::{BTreeSet, HashMap};

/// Texts that call one thing only.
pub struct Names {
    by_entity: HashMap<Id, Vec<String>>,
    /// By kind: entities that can be called.
    by_kind: HashMap<Kind, Vec<Id>>,
}

impl Names {
    pub fn of(graph: &Graph) -> Self {
        let mut owners: HashMap<String, BTreeSet<Id>> = HashMap::new();
        let texts = |id: Id| {
            let entity = &graph.world.entities[id];
            let others = entity.others.iter().map(|(_, text)| text.clone());
            std::iter::once(entity.name.clone()).chain(others).collect::<Vec<String>>()
        };
        let count = graph.world.entities.len();
        for id in 0..count {
            for text in texts(id).iter().chain([&graph.world.entities[id].id]) {
                owners.entry(letters(text)).or_default().insert(graph.face(id));
            }
        }
        let mut names = Self { by_entity: HashMap::new(), by_kind: HashMap::new() };
        for id in 0..count {
            let is_plain = |text: &String| text.is_ascii() && !text.contains('"') && owners[&letters(text)].len() == 1;
            let own: Vec<String> = texts(id).into_iter().filter(is_plain).collect();
            if !own.is_empty() {
                names.by_kind.entry(graph.kind(id)).or_default().push(id);
                names.by_entity.insert(id, own);
            }
        }
        names
    }
}

/// What is left of a name that is written in another way.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A way to say a verb: relation, end of the head, word.
type Use<'g> = (&'g Verb, End, &'g str);

pub struct Drawing<'c, 'n, 'g> {
    pub choices: &'c mut Choices<'n>,
    pub graph: &'g Graph,
    pub names: &'g Names,
    /// The kind of the labelled phrase around what is drawn.
    pub label: Option<Kind>,
    /// Whether the label is used.
    pub uses_label: bool,
}

const FIELDS: &[&str] = &["level", "status", "year", "rating", "effect", "direction"];
const EVIDENCE: &[&str] = &["level", "status", "year", "rating", "supporting", "disputing", "match", "direction"];

impl<'g> Drawing<'_, '_, 'g> {
    fn words(&self) -> &'g Words {
        &self.graph.world.words
    }

    pub fn question(&mut self) -> Option<Question> {
        let set = self.top_set()?;
        let including_contested = self.choices.rarely(8);
        let including_combinations = self.choices.rarely(10);
        let stages = if self.choices.rarely(2) { self.stages(&set) } else { Vec::new() };
        Some(Question { set, including_contested, including_combinations, stages })
    }

    fn top_set(&mut self) -> Option<Set> {
        let kinds = self.noun()?;
        match self.choices.below(9) {
            6 => {
                let other = self.overlapping(kinds);
                let (left, right) = (self.operand(kinds)?, self.operand(other)?);
                Some(match self.choices.below(3) {
                    0 => Set::Union(Box::new(left), Box::new(right)),
                    1 => Set::Except(Box::new(left), Box::new(right)),
                    _ => Set::Intersect(Box::new(left), Box::new(right)),
                })
            }
            7 if self.choices.rarely(2) => {
                let other = self.overlapping(kinds);
                let (left, right) = (self.operand(kinds)?, self.operand(other)?);
                let head = Head::Bracket(Box::new(Set::Union(Box::new(left), Box::new(right))));
                let noun = *self.choices.one(&[kinds, other]);
                let kinds = self.words().nouns[noun].kinds.clone();
                let clause = Clause::Said(self.said(&kinds, 1)?);
                Some(Set::Phrase(Phrase { head, is_labelled: false, status: None, clauses: vec![clause] }))
            }
            8 if self.choices.rarely(4) => match self.findings() {
                Some(phrase) => Some(Set::Phrase(phrase)),
                None => Some(Set::Phrase(self.phrase(kinds, 2)?)),
            },
            _ => Some(Set::Phrase(self.phrase(kinds, 2)?)),
        }
    }

    /// Most often the same noun; sometimes another that shares kinds with it.
    fn overlapping(&mut self, noun: usize) -> usize {
        let kinds = &self.words().nouns[noun].kinds;
        let shares = |&other: &usize| {
            let others = &self.words().nouns[other].kinds;
            others.iter().any(|kind| kinds.contains(kind)) && !self.uses(others).is_empty()
        };
        let others: Vec<usize> = (0..self.words().nouns.len()).filter(shares).collect();
        if self.choices.rarely(3) { *self.choices.one(&others) } else { noun }
    }

    fn operand(&mut self, noun: usize) -> Option<Set> {
        let set = Set::Phrase(self.phrase(noun, 1)?);
        Some(if self.choices.rarely(8) { Set::First(Box::new(set), self.choices.below(4) + 1) } else { set })
    }

    /// A noun that something can be said of.
    fn noun(&mut self) -> Option<usize> {
        let known = |kind: &Kind| self.names.by_kind.contains_key(kind);
        let nouns: Vec<usize> = (0..self.words().nouns.len())
            .filter(|&noun| {
                let kinds = &self.words().nouns[noun].kinds;
                kinds.iter().any(known) && !self.uses(kinds).is_empty()
            })
            .collect();
        (!nouns.is_empty()).then(|| *self.choices.one(&nouns))
    }

    /// Verbs that can be said of these kinds and have edges.
    fn uses(&self, kinds: &[Kind]) -> Vec<Use<'g>> {
        let mut uses = Vec::new();
        for verb in &self.words().verbs {
            for (end, word) in [(End::From, &verb.forward), (End::To, &verb.inverse)] {
                if let Some(word) = word
                    && verb.kinds(end).iter().any(|kind| kinds.contains(kind))
                    && self.graph.all_edges(&verb.relation).next().is_some()
                {
                    uses.push((verb, end, word.as_str()));
                }
            }
        }
        uses
    }

    fn phrase(&mut self, noun: usize, depth: usize) -> Option<Phrase> {
        let noun = &self.words().nouns[noun];
        let kinds = noun.kinds.clone();
        if self.choices.rarely(10)
            && let Some(phrase) = self.noun_form(&kinds, depth)
        {
            return Some(phrase);
        }
        let named = depth == 2 && kinds.len() == 1 && self.choices.rarely(12);
        let entity = named.then(|| self.any_of_kind(kinds[0])).flatten();
        let head = match entity {
            Some(entity) => Head::Named(self.name(entity, &kinds, false)),
            None => Head::Noun { plural: noun.plural.clone(), singular: noun.singular.clone(), kinds: kinds.clone() },
        };
        let is_named = matches!(head, Head::Named(_));
        let is_labelled = depth == 2 && !is_named && kinds.len() == 1 && self.choices.rarely(12);
        if is_labelled {
            self.label = Some(kinds[0]);
        }
        let count = match self.choices.below(8) {
            0 => usize::from(depth == 2 || is_named),
            1..=4 => 1,
            5 | 6 => 2,
            _ => 3,
        };
        let mut clauses = Vec::new();
        for _ in 0..count {
            clauses.push(self.clause(&kinds, depth, is_named)?);
        }
        // What follows `without X` could be said of X.
        clauses.sort_by_key(is_without);
        clauses.dedup_by(|one, other| is_without(one) && is_without(other));
        if !is_named && self.choices.rarely(14) {
            clauses.extend(self.property(&kinds));
        }
        let has_context = kinds.iter().any(|&kind| self.words().context[kind].is_some());
        let reads_status =
            !self.graph.world.statements.is_empty() && has_context && !is_named && !self.is_statement(&kinds);
        let status = reads_status && self.choices.rarely(12);
        let status = status.then(|| *self.choices.one(&["approved", "investigational", "failed", "withdrawn"]));
        if is_labelled {
            self.label = None;
        }
        Some(Phrase { head, is_labelled, status, clauses })
    }

    /// `A and B resisting X`: findings of one profile.
    fn findings(&mut self) -> Option<Phrase> {
        let profile = self.words().find_kind("profile")?;
        let uses: Vec<Use<'g>> = self.uses(&[profile]).into_iter().filter(|(verb, ..)| verb.and_profile).collect();
        if uses.is_empty() {
            return None;
        }
        let chosen = *self.choices.one(&uses);
        let said = self.said_of(chosen, &[profile], 1, true)?;
        let mut literals = Vec::new();
        for _ in 0..2 {
            let entity = self.biomarker()?;
            let mut name = self.plain_name(entity);
            match self.choices.below(8) {
                6 => name.exactly = true,
                7 => name.or_broader = true,
                _ => {}
            }
            literals.push(Literal { negated: false, name });
        }
        let head = Head::Together(literals);
        Some(Phrase { head, is_labelled: false, status: None, clauses: vec![Clause::Said(said)] })
    }

    fn is_statement(&self, kinds: &[Kind]) -> bool {
        matches!(kinds, [kind] if self.words().is(*kind, "statement"))
    }

    /// `targets of X`, `subtypes of X`
    fn noun_form(&mut self, kinds: &[Kind], depth: usize) -> Option<Phrase> {
        let mut forms = Vec::new();
        for verb in &self.words().verbs {
            for form in &verb.noun_forms {
                let own = form.kind.map_or_else(|| verb.kinds(form.head).to_vec(), |kind| vec![kind]);
                if own.iter().any(|kind| kinds.contains(kind)) && self.graph.all_edges(&verb.relation).next().is_some()
                {
                    forms.push((verb, form, own));
                }
            }
        }
        if forms.is_empty() {
            return None;
        }
        let (verb, form, kinds) = self.choices.one(&forms).clone();
        let mut said = self.said_of((verb, form.head, form.form.as_str()), &kinds, depth, false)?;
        said.transitive = form.transitive;
        if form.transitive {
            said.quantifier = Quantifier::Some;
            let (_, object) = self.ends(verb, form.head, &kinds)?;
            said.object = Object::AnyOf(vec![self.name(object, verb.kinds(form.head.other()), false)]);
        }
        Some(Phrase {
            head: Head::NounForm { kinds },
            is_labelled: false,
            status: None,
            clauses: vec![Clause::Said(said)],
        })
    }

    fn clause(&mut self, kinds: &[Kind], depth: usize, is_named: bool) -> Option<Clause> {
        let is_statement = self.is_statement(kinds);
        match self.choices.below(10) {
            5 if is_statement => self.own_of_statement(),
            5 | 6 if !is_named && !is_statement => match self.own(kinds, depth) {
                Some(own) => Some(Clause::Own(own)),
                None => Some(Clause::Said(self.said(kinds, depth)?)),
            },
            7 if !is_statement => self.negated(kinds, depth, is_named),
            8 => {
                let mut parts = vec![Clause::Said(self.said(kinds, depth)?), Clause::Said(self.said(kinds, depth)?)];
                if self.choices.rarely(5) {
                    let last = parts.pop()?;
                    parts.push(Clause::Not(Box::new(last)));
                }
                Some(if self.choices.rarely(2) { Clause::And(parts) } else { Clause::Or(parts) })
            }
            _ => Some(Clause::Said(self.said(kinds, depth)?)),
        }
    }

    fn negated(&mut self, kinds: &[Kind], depth: usize, is_named: bool) -> Option<Clause> {
        if self.choices.rarely(4)
            && let Some(said) = self.without(kinds)
        {
            return Some(Clause::Not(Box::new(Clause::Said(said))));
        }
        if !is_named
            && self.choices.rarely(3)
            && let Some(mut own) = self.own(kinds, depth)
        {
            own.filters.clear();
            return Some(Clause::Not(Box::new(Clause::Own(own))));
        }
        let said = self.said(kinds, depth)?;
        Some(Clause::Not(Box::new(Clause::Said(said))))
    }

    /// `without X`: legal where one relation joins the kinds.
    fn without(&mut self, kinds: &[Kind]) -> Option<Said> {
        let mut said = self.said(kinds, 0)?;
        let Object::AnyOf(names) = &said.object else { return None };
        let [name] = &names[..] else { return None };
        let objects: Vec<Kind> = self.graph.faces(name.entity).iter().map(|&face| self.graph.kind(face)).collect();
        let mut joining = BTreeSet::new();
        for verb in self.words().verbs.iter().filter(|verb| !verb.derived) {
            for end in [End::From, End::To] {
                let joins = self.graph.all_edges(&verb.relation).any(|edge| {
                    kinds.contains(&self.graph.kind(edge.at(end)))
                        && objects.contains(&self.graph.kind(edge.at(end.other())))
                });
                if joins {
                    joining.insert((verb.relation.as_str(), end));
                }
            }
        }
        let only = joining.len() == 1 && joining.contains(&(said.relation.as_str(), said.head));
        (said.inside, said.filters, said.outside, said.quantifier, said.without) =
            (Vec::new(), Vec::new(), None, Quantifier::Some, true);
        let is_plain = matches!(&said.object, Object::AnyOf(names) if names[0].kind.is_none());
        (only && is_plain).then_some(said)
    }

    /// `in X` with the noun's own context.
    fn own(&mut self, kinds: &[Kind], depth: usize) -> Option<Own> {
        let relation = kinds.iter().find_map(|&kind| self.words().context[kind].clone())?;
        let verb = self.words().verb(&relation);
        if !verb.kinds(End::From).iter().any(|kind| kinds.contains(kind)) || verb.derived {
            return None;
        }
        let inside = Some(self.context(depth)?);
        let filters = self.filters();
        Some(Own { relation, inside, filters })
    }

    fn own_of_statement(&mut self) -> Option<Clause> {
        let inside = Some(self.context(0)?);
        let filters = self.filters();
        Some(Clause::Statement(Own { relation: "about".to_owned(), inside, filters }))
    }

    fn property(&mut self, kinds: &[Kind]) -> Option<Clause> {
        let via = self.words().vias.iter().find(|via| kinds == [via.on]);
        if let Some(via) = via.filter(|_| self.choices.rarely(2)) {
            let parent = self.any_of_kind(via.kind)?;
            let value = self.graph.world.name(parent).to_owned();
            let (property, relation, kind) = (via.name.clone(), via.relation.clone(), via.kind);
            return Some(Clause::Property(PropertyTest::Via { property, relation, kind, value }));
        }
        let entity = self.any_of_kind(kinds[0])?;
        let name: Vec<char> = self.graph.world.name(entity).chars().collect();
        let start = self.choices.below(name.len());
        let part: String = name[start..].iter().take(2).filter(|letter| letter.is_ascii_alphanumeric()).collect();
        (!part.is_empty()).then_some(Clause::Property(PropertyTest::NameContains(part)))
    }

    // ---- verbs

    fn said(&mut self, kinds: &[Kind], depth: usize) -> Option<Said> {
        let uses = self.uses(kinds);
        if uses.is_empty() {
            return None;
        }
        let chosen = *self.choices.one(&uses);
        self.said_of(chosen, kinds, depth, true)
    }

    fn said_of(&mut self, (verb, head, word): Use<'g>, kinds: &[Kind], depth: usize, counts: bool) -> Option<Said> {
        let goals = verb.kinds(head.other());
        let is_profile = verb.and_profile && goals.iter().any(|&kind| self.words().is(kind, "profile"));
        let quantifier = if counts && self.choices.rarely(6) { self.quantifier() } else { Quantifier::Some };
        let object = self.object(verb, head, kinds, depth, is_profile, quantifier)?;
        let on_head = match &verb.takes {
            Takes::Through(relation) => kinds.iter().any(|kind| self.words().verb(relation).from.contains(kind)),
            Takes::Nothing | Takes::Statement => true,
        };
        let (mut inside, mut outside, mut filters) = (Vec::new(), None, Vec::new());
        if verb.takes != Takes::Nothing && quantifier != Quantifier::No {
            if self.choices.rarely(3) {
                inside.push(self.context(depth)?);
            }
            if self.choices.rarely(4) {
                filters = self.filters();
            }
            let is_single = !matches!(object, Object::AllOf(_));
            if is_single && on_head && !word.ends_with(" in") && self.choices.rarely(10) {
                outside = Some(self.context(0)?);
            }
        }
        Some(Said {
            relation: verb.relation.clone(),
            head,
            word: word.to_owned(),
            transitive: false,
            quantifier,
            object,
            inside,
            outside,
            filters,
            without: false,
        })
    }

    fn quantifier(&mut self) -> Quantifier {
        match self.choices.below(8) {
            0 => Quantifier::AtLeast(2),
            1 => Quantifier::AtMost(1),
            2 => Quantifier::Exactly(1),
            3 => Quantifier::MoreThan(1),
            4 => Quantifier::FewerThan(2),
            5 => Quantifier::No,
            6 => Quantifier::Only,
            _ => Quantifier::Every,
        }
    }

    /// The two ends of some edge of a verb.
    fn ends(&mut self, verb: &Verb, head: End, kinds: &[Kind]) -> Option<(Id, Id)> {
        let mut fitting: Vec<(Id, Id)> = self
            .graph
            .all_edges(&verb.relation)
            .map(|edge| (edge.at(head), edge.at(head.other())))
            .filter(|(head, object)| {
                kinds.contains(&self.graph.kind(*head)) && self.names.by_entity.contains_key(object)
            })
            .collect();
        fitting.sort_unstable();
        (!fitting.is_empty()).then(|| *self.choices.one(&fitting))
    }

    fn object(
        &mut self,
        verb: &'g Verb,
        head: End,
        kinds: &[Kind],
        depth: usize,
        is_profile: bool,
        quantifier: Quantifier,
    ) -> Option<Object> {
        let goals = verb.kinds(head.other());
        let is_counted = quantifier != Quantifier::Some;
        if self.label.is_some_and(|kind| goals.contains(&kind)) && !is_counted && self.choices.rarely(2) {
            self.uses_label = true;
            return Some(Object::Label);
        }
        match self.choices.below(7) {
            0 | 1 => {}
            2 if !is_counted && is_profile => {
                let (one, other) = (self.biomarker()?, self.biomarker()?);
                let negated = self.choices.rarely(4);
                return Some(Object::Profile(vec![
                    Literal { negated: false, name: self.plain_name(one) },
                    Literal { negated, name: self.plain_name(other) },
                ]));
            }
            2 if !is_counted => {
                let (one, other) = (self.some_object(verb, head, kinds)?, self.some_object(verb, head, kinds)?);
                return Some(Object::AllOf(vec![self.name(one, goals, false), self.name(other, goals, false)]));
            }
            3 => {
                let (one, other) = (self.some_object(verb, head, kinds)?, self.some_object(verb, head, kinds)?);
                let names = vec![self.name(one, goals, is_counted), self.name(other, goals, is_counted)];
                return Some(Object::AnyOf(names));
            }
            4..=6 => {
                if let Some(phrase) = self.object_phrase(goals, depth, quantifier) {
                    return Some(Object::Phrase(Box::new(phrase)));
                }
            }
            _ => {}
        }
        let object = self.some_object(verb, head, kinds)?;
        Some(Object::AnyOf(vec![self.name(object, goals, is_counted)]))
    }

    fn object_phrase(&mut self, goals: &[Kind], depth: usize, quantifier: Quantifier) -> Option<Phrase> {
        let fits = |noun: &usize| {
            let kinds = &self.words().nouns[*noun].kinds;
            let inside = kinds.iter().all(|kind| goals.contains(kind));
            inside && (quantifier != Quantifier::Every || kinds.len() == 1)
        };
        let nouns: Vec<usize> = (0..self.words().nouns.len()).filter(fits).collect();
        if nouns.is_empty() {
            return None;
        }
        let noun = *self.choices.one(&nouns);
        let has_more = depth > 0 && self.choices.rarely(2) && !self.uses(&self.words().nouns[noun].kinds).is_empty();
        let row = &self.words().nouns[noun];
        if has_more {
            return self.phrase(noun, depth - 1);
        }
        let head = Head::Noun { plural: row.plural.clone(), singular: row.singular.clone(), kinds: row.kinds.clone() };
        Some(Phrase { head, is_labelled: false, status: None, clauses: Vec::new() })
    }

    /// Something that an edge leads to, or what includes it.
    fn some_object(&mut self, verb: &'g Verb, head: End, kinds: &[Kind]) -> Option<Id> {
        // What is stated of genes and classes: drugs inhibit what their class is called after.
        if verb.relation == "inhibits" && head == End::From && self.choices.rarely(2) {
            let goals = self.graph.all_edges("targets").map(|edge| edge.at(End::To));
            let genes: Vec<Id> = goals.filter(|&goal| self.graph.world.is(goal, "gene")).collect();
            let known: Vec<Id> = genes.into_iter().filter(|gene| self.names.by_entity.contains_key(gene)).collect();
            return if known.is_empty() { None } else { Some(*self.choices.one(&known)) };
        }
        let (_, object) = self.ends(verb, head, kinds)?;
        if !self.choices.rarely(4) {
            return Some(object);
        }
        let mut wider: Vec<Id> = self.graph.targets("is a", object);
        wider.extend(self.graph.targets("variant of", object));
        wider.extend(
            self.graph.origins("has member", object).into_iter().filter(|&id| self.graph.world.is(id, "gene family")),
        );
        wider.retain(|id| self.names.by_entity.contains_key(id));
        Some(if wider.is_empty() { object } else { *self.choices.one(&wider) })
    }

    fn biomarker(&mut self) -> Option<Id> {
        let kinds: Vec<Kind> =
            ["variant", "biomarker"].iter().filter_map(|kind| self.words().find_kind(kind)).collect();
        let known: Vec<Kind> = kinds.into_iter().filter(|kind| self.names.by_kind.contains_key(kind)).collect();
        if known.is_empty() {
            return None;
        }
        // Most often one that stands beside another in a profile.
        let beside: Vec<Id> = self
            .graph
            .world
            .entities
            .iter()
            .filter_map(|entity| entity.formula.as_ref())
            .flat_map(|formula| formula.positive().into_iter().copied().collect::<Vec<Id>>())
            .filter(|id| self.names.by_entity.contains_key(id))
            .collect();
        if !beside.is_empty() && !self.choices.rarely(4) {
            return Some(*self.choices.one(&beside));
        }
        let kind = *self.choices.one(&known);
        self.any_of_kind(kind)
    }

    fn any_of_kind(&mut self, kind: Kind) -> Option<Id> {
        let all = self.names.by_kind.get(&kind)?;
        Some(*self.choices.one(all))
    }

    fn plain_name(&mut self, entity: Id) -> Name {
        let text = self.choices.one(&self.names.by_entity[&entity]).clone();
        Name { entity, text, kind: None, exactly: false, or_broader: false }
    }

    fn name(&mut self, entity: Id, goals: &[Kind], is_counted: bool) -> Name {
        let mut name = self.plain_name(entity);
        match self.choices.below(12) {
            8 if !is_counted => name.exactly = true,
            9 => name.or_broader = true,
            10 if goals.contains(&self.graph.kind(entity)) => {
                let kind = self.graph.kind(entity);
                let word = self.words().kinds[kind].clone();
                if !word.contains(' ') {
                    name.kind = Some((kind, word));
                }
            }
            _ => {}
        }
        name
    }

    // ---- conditions

    fn context(&mut self, depth: usize) -> Option<Context> {
        let cancer = self.words().find_kind("cancer")?;
        if depth > 0 && self.choices.rarely(10) {
            let noun = self.words().nouns.iter().position(|noun| noun.kinds == [cancer])?;
            let row = &self.words().nouns[noun];
            let head =
                Head::Noun { plural: row.plural.clone(), singular: row.singular.clone(), kinds: row.kinds.clone() };
            let clauses = vec![Clause::Said(self.said(&[cancer], 0)?)];
            return Some(Context::Set(Box::new(Phrase { head, is_labelled: false, status: None, clauses })));
        }
        let mut names = Vec::new();
        for _ in 0..=usize::from(self.choices.rarely(6)) {
            // A cancer of some statement, or above one, so that something may match.
            let statements = &self.graph.world.statements;
            let told: Vec<Id> = statements.iter().flat_map(|statement| statement.cancers.clone()).collect();
            let mut entity = if told.is_empty() { self.any_of_kind(cancer)? } else { *self.choices.one(&told) };
            if self.choices.rarely(3) {
                let above = self.graph.targets("is a", entity);
                entity = if above.is_empty() { entity } else { *self.choices.one(&above) };
            }
            if !self.names.by_entity.contains_key(&entity) {
                return None;
            }
            let mut name = self.plain_name(entity);
            match self.choices.below(8) {
                6 => name.exactly = true,
                7 => name.or_broader = true,
                _ => {}
            }
            names.push(name);
        }
        Some(Context::Named(names))
    }

    fn filters(&mut self) -> Vec<Filter> {
        if self.graph.world.statements.is_empty() {
            return Vec::new();
        }
        (0..self.choices.below(3)).map(|_| self.filter()).collect()
    }

    fn level(&mut self) -> &'static str {
        self.choices.one::<&str>(&LEVELS)
    }

    fn filter(&mut self) -> Filter {
        let years = [2005, 2012, 2015, 2018, 2020];
        match self.choices.below(8) {
            0 => Filter::Level(self.level(), Tail::OrBetter),
            1 => Filter::Level(self.level(), Tail::Exactly),
            2 => Filter::Level(self.level(), Tail::OrWorse),
            3 => Filter::Level(self.level(), Tail::Or(self.level())),
            4 => Filter::Since(*self.choices.one(&years)),
            5 => Filter::Before(*self.choices.one(&years)),
            _ => Filter::Where(self.test(true)),
        }
    }

    fn test(&mut self, nests: bool) -> Test {
        let equals = [Comparison::Equal, Comparison::NotEqual];
        let all = [
            Comparison::Equal,
            Comparison::NotEqual,
            Comparison::Less,
            Comparison::AtMost,
            Comparison::Greater,
            Comparison::AtLeast,
        ];
        let of = |choices: &mut Choices<'_>, values: &[&str]| (*choices.one(values)).to_owned();
        let statuses = ["approved", "failed", "withdrawn", "investigational"];
        match self.choices.below(11) {
            0 | 1 => {
                let value = of(self.choices, &statuses);
                Test::Compare("status", *self.choices.one(&equals), value)
            }
            2 => {
                let value = of(self.choices, &["supports", "disputes", "inconclusive"]);
                Test::Compare("direction", *self.choices.one(&equals), value)
            }
            3 => {
                let value = of(self.choices, &["sensitivity", "resistance", "treats", "overcomes", "occurrence"]);
                Test::Compare("effect", *self.choices.one(&equals), value)
            }
            4 => Test::Compare("rating", *self.choices.one(&all), (self.choices.below(5) + 1).to_string()),
            5 => Test::Compare("year", *self.choices.one(&all), (2008 + self.choices.below(14)).to_string()),
            6 => Test::Compare("level", *self.choices.one(&all), (*self.choices.one(&LEVELS)).to_owned()),
            7 => {
                let field = *self.choices.one(&["status", "rating", "year"]);
                if self.choices.rarely(2) { Test::Missing(field) } else { Test::Known(field) }
            }
            8 => {
                let values = vec![of(self.choices, &statuses), of(self.choices, &statuses)];
                Test::OneOf("status", values)
            }
            9 if nests => Test::Either(Box::new(self.test(false)), Box::new(self.test(false))),
            10 if nests => Test::Not(Box::new(self.test(false))),
            _ => Test::Compare("disputed", Comparison::Equal, of(self.choices, &["yes", "no"])),
        }
    }

    // ---- stages

    fn stages(&mut self, set: &Set) -> Vec<Stage> {
        let phrase = set.first();
        let columns = match set {
            Set::Phrase(_) => self.columns(phrase),
            _ => self.plain_columns(phrase),
        };
        let mut stages = Vec::new();
        let mut columns = columns;
        for _ in 0..self.choices.below(3) {
            match self.choices.below(8) {
                0 => stages.push(Stage::Limit(self.choices.below(5))),
                1 => stages.push(Stage::Skip(self.choices.below(3))),
                2 => stages.push(Stage::Top(self.choices.below(4) + 1, None)),
                3 => stages.push(Stage::Top(self.choices.below(4) + 1, Some(self.key(&columns, true)))),
                4 => stages.push(Stage::Bottom(self.choices.below(4) + 1, self.key(&columns, true))),
                5 => stages.push(Stage::Sort(vec![self.key(&columns, true), self.key(&columns, true)])),
                6 => stages.push(self.row_filter(&columns)),
                _ => {
                    if let Some(stage) = self.follow(phrase, &stages) {
                        stages.push(stage);
                        columns = vec![Column::Name, Column::Evidence("level"), Column::Evidence("supporting")];
                    }
                }
            }
        }
        let followed = stages.iter().any(|stage| matches!(stage, Stage::Follow { .. }));
        let phrase = (!followed).then_some(phrase);
        self.table_stages(&columns, phrase, &mut stages);
        stages
    }

    fn table_stages(&mut self, columns: &[Column], phrase: Option<&Phrase>, stages: &mut Vec<Stage>) {
        let headings: Vec<Column>;
        match self.choices.below(8) {
            0 => {
                let keys: Vec<Key> = (0..self.choices.below(3)).map(|_| self.key(columns, false)).collect();
                let keys = distinct(keys);
                headings = self.made(&keys, &["count"]);
                stages.push(Stage::Count(keys));
            }
            1 => {
                let aggregate = self.aggregate(columns);
                let keys = distinct(vec![self.key(columns, false)]);
                headings = self.made(&keys, &[&aggregate.heading()]);
                stages.push(Stage::Group(keys, vec![aggregate]));
            }
            2 => {
                let shown = distinct(vec![self.key(columns, true), self.key(columns, true), self.key(columns, true)]);
                let shown: Vec<Column> = shown.into_iter().map(|key| key.column).collect();
                headings = shown.iter().map(|column| Column::Made(column.text())).collect();
                stages.push(Stage::Show(shown));
            }
            3 => {
                let keys = distinct(vec![self.key(columns, false), self.key(columns, false)]);
                headings = self.made(&keys, &[]);
                stages.push(Stage::Distinct(keys));
            }
            4 if phrase.is_some_and(|phrase| self.has_evidence(phrase)) => {
                let column = Column::Evidence(self.choices.one::<&str>(FIELDS));
                let keys = if self.choices.rarely(3) { vec![] } else { vec![Key { column, ascending: None }] };
                headings = self.made(&keys, &["count"]);
                stages.push(Stage::CountEvidence(keys));
            }
            5 => {
                headings = Vec::new();
                stages.push(Stage::Count(Vec::new()));
            }
            _ => return,
        }
        for _ in 0..self.choices.below(3) {
            let key = |drawing: &mut Self| Key {
                column: drawing.choices.one(&headings).clone(),
                ascending: *drawing.choices.one(&[None, None, Some(true), Some(false)]),
            };
            let stage = match self.choices.below(7) {
                2 | 3 | 6 if headings.is_empty() => Stage::Skip(0),
                0 => Stage::Limit(self.choices.below(5)),
                1 => Stage::Top(self.choices.below(4) + 1, None),
                2 => Stage::Top(self.choices.below(4) + 1, Some(key(self))),
                3 => Stage::Sort(vec![key(self)]),
                4 => Stage::Skip(self.choices.below(3)),
                5 => Stage::Distinct(Vec::new()),
                _ => {
                    let column = self.choices.one(&headings).clone();
                    let test = if self.choices.rarely(2) { RowTest::Missing } else { RowTest::Known };
                    Stage::Where(column, test)
                }
            };
            stages.push(stage);
        }
    }

    fn made(&self, keys: &[Key], more: &[&str]) -> Vec<Column> {
        // Headings that are words of the language cannot be written as columns.
        let more = more.iter().filter(|heading| !heading.contains(' ') && **heading != "count");
        let more = more.map(|heading| Column::Made((*heading).to_owned()));
        keys.iter().map(|key| Column::Made(key.column.text())).chain(more).collect()
    }

    fn key(&mut self, columns: &[Column], orders: bool) -> Key {
        let column = self.choices.one(columns).clone();
        let ascending = if orders { *self.choices.one(&[None, None, Some(true), Some(false)]) } else { None };
        Key { column, ascending }
    }

    fn aggregate(&mut self, columns: &[Column]) -> Aggregate {
        let number = Column::Evidence(self.choices.one::<&str>(&["year", "rating", "supporting"]));
        let nouns: Vec<&Column> =
            columns.iter().filter(|column| matches!(column, Column::Head(_) | Column::Noun(..))).collect();
        match self.choices.below(7) {
            0 => Aggregate::Count,
            1 if !nouns.is_empty() => Aggregate::CountNoun((*self.choices.one(&nouns)).clone()),
            2 => Aggregate::Over("min", self.choices.one(&[Column::Evidence("level"), Column::Name]).clone()),
            3 => Aggregate::Over("max", number),
            4 => Aggregate::Over("sum", number),
            5 => Aggregate::Over("avg", number),
            _ => Aggregate::Over("list", self.choices.one(&[Column::Evidence("level"), Column::Name]).clone()),
        }
    }

    fn row_filter(&mut self, columns: &[Column]) -> Stage {
        let column = self.choices.one(columns).clone();
        let number = |choices: &mut Choices<'_>| {
            *choices.one(&[Comparison::Less, Comparison::AtLeast, Comparison::Equal, Comparison::NotEqual])
        };
        let test = match &column {
            _ if self.choices.rarely(4) => {
                if self.choices.rarely(2) {
                    RowTest::Missing
                } else {
                    RowTest::Known
                }
            }
            Column::Evidence("level") => {
                let comparison = number(self.choices);
                RowTest::Compare(comparison, (*self.choices.one(&LEVELS)).to_owned())
            }
            Column::Evidence("year") => {
                let comparison = number(self.choices);
                RowTest::Compare(comparison, (2010 + self.choices.below(12)).to_string())
            }
            Column::Evidence("rating" | "supporting" | "disputing") => {
                let comparison = number(self.choices);
                RowTest::Compare(comparison, self.choices.below(4).to_string())
            }
            Column::Evidence("status") => RowTest::Compare(Comparison::NotEqual, "approved".to_owned()),
            Column::Evidence("match") => RowTest::Compare(Comparison::Equal, "subtype".to_owned()),
            _ => RowTest::Known,
        };
        Stage::Where(column, test)
    }

    fn follow(&mut self, phrase: &Phrase, before: &[Stage]) -> Option<Stage> {
        let has_followed = before.iter().any(|stage| matches!(stage, Stage::Follow { .. }));
        let Head::Noun { kinds, .. } = &phrase.head else { return None };
        let uses: Vec<Use<'g>> = self.uses(kinds).into_iter().filter(|(verb, ..)| !verb.derived).collect();
        if has_followed || uses.is_empty() {
            return None;
        }
        let (verb, from, word) = *self.choices.one(&uses);
        let kinds = verb.kinds(from.other()).to_vec();
        Some(Stage::Follow { relation: verb.relation.clone(), from, word: word.to_owned(), kinds })
    }

    /// Whether a claim verb is said of the head, so that there is evidence of its own.
    fn has_evidence(&self, phrase: &Phrase) -> bool {
        let Head::Noun { kinds, .. } = &phrase.head else { return false };
        self.is_statement(kinds)
            || phrase.clauses.iter().any(|clause| match clause {
                Clause::Said(said) => {
                    said.quantifier != Quantifier::No && self.words().verb(&said.relation).claim.is_some()
                }
                Clause::Own(_) => true,
                _ => false,
            })
    }

    fn plain_columns(&self, phrase: &Phrase) -> Vec<Column> {
        let mut columns: Vec<Column> = EVIDENCE.iter().map(|name| Column::Evidence(name)).collect();
        columns.push(Column::Name);
        if let Head::Noun { singular, kinds, .. } = &phrase.head {
            columns.push(Column::Head(singular.clone()));
            let via = self.words().vias.iter().find(|via| *kinds == [via.on]);
            columns.extend(via.map(|via| Column::Via {
                property: via.name.clone(),
                relation: via.relation.clone(),
                kind: via.kind,
            }));
        }
        columns
    }

    /// Columns that can be asked of a phrase, with the nouns that stand in it once.
    fn columns(&self, phrase: &Phrase) -> Vec<Column> {
        let mut columns = self.plain_columns(phrase);
        let Head::Noun { kinds, .. } = &phrase.head else { return columns };
        let mut nodes: Vec<(Vec<Kind>, Option<(String, Vec<usize>)>)> = vec![(kinds.clone(), None)];
        self.nouns(phrase, &[], true, &mut nodes);
        for (place, (kinds, noun)) in nodes.iter().enumerate() {
            let others = nodes.iter().enumerate().filter(|(other, _)| *other != place);
            let is_alone = others.into_iter().all(|(_, (other, _))| !other.iter().any(|kind| kinds.contains(kind)));
            if let Some((noun, path)) = noun
                && is_alone
                && kinds.len() == 1
                && !matches!(noun.as_str(), "mechanism" | "class" | "kind" | "source")
            {
                // Twice, as it is worth more than a field.
                columns.extend([Column::Noun(noun.clone(), path.clone()), Column::Noun(noun.clone(), path.clone())]);
            }
        }
        let cancer = self.words().find_kind("cancer");
        if cancer.is_some_and(|cancer| nodes.iter().all(|(kinds, _)| !kinds.contains(&cancer))) {
            columns.push(Column::Evidence("cancer"));
        }
        columns
    }

    /// Every noun and name that is not negated, with the path to it where a column can reach it.
    fn nouns(
        &self,
        phrase: &Phrase,
        path: &[usize],
        reachable: bool,
        nodes: &mut Vec<(Vec<Kind>, Option<(String, Vec<usize>)>)>,
    ) {
        for (place, clause) in phrase.clauses.iter().enumerate() {
            self.nouns_of(clause, &[path, &[place]].concat(), reachable, nodes);
        }
    }

    fn nouns_of(
        &self,
        clause: &Clause,
        path: &[usize],
        reachable: bool,
        nodes: &mut Vec<(Vec<Kind>, Option<(String, Vec<usize>)>)>,
    ) {
        match clause {
            Clause::Said(said) => {
                let goals = self.words().verb(&said.relation).kinds(said.head.other());
                match &said.object {
                    Object::Phrase(phrase) => {
                        let reachable = reachable && said.quantifier != Quantifier::No;
                        match &phrase.head {
                            Head::Noun { singular, kinds, .. } => {
                                let noun = reachable.then(|| (singular.clone(), path.to_vec()));
                                nodes.push((kinds.clone(), noun));
                            }
                            _ => nodes.push((goals.to_vec(), None)),
                        }
                        self.nouns(phrase, path, reachable, nodes);
                    }
                    _ => nodes.push((goals.to_vec(), None)),
                }
            }
            Clause::And(parts) | Clause::Or(parts) => {
                parts.iter().for_each(|part| self.nouns_of(part, path, false, nodes));
            }
            Clause::Not(_) | Clause::Own(_) | Clause::Statement(_) | Clause::Property(_) => {}
        }
    }
}

fn is_without(clause: &Clause) -> bool {
    matches!(clause, Clause::Not(inner) if matches!(&**inner, Clause::Said(said) if said.without))
}

fn distinct(keys: Vec<Key>) -> Vec<Key> {
    let mut kept: Vec<Key> = Vec::new();
    for key in keys {
        if kept.iter().all(|known| known.column.text() != key.column.text()) {
            kept.push(key);
        }
    }
    kept
}
