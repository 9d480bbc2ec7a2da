//! Which entities answer: every rule of the model in one place, entity by entity and edge by edge.

use crate::graph::{Edge, Graph};
use crate::question::{
    Clause, Comparison, Context, Filter, Head, Literal, Name, Object, Phrase, PropertyTest, Quantifier, Said, Set,
    Tail, Test,
};
use crate::words::{End, Kind, Takes};
use crate::world::{Id, LEVELS, STATUSES, Statement};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// Which edges of the head count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    Supported,
    /// Contested ones, too.
    All,
}

/// How something belongs to a name, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    Exact,
    Subtype,
    /// Of a class or family, or a variant of a gene.
    Member,
    /// It, if something else is absent.
    Conditional,
    /// All changes of its residue, of its exon, or another group of changes.
    Codon,
    Exon,
    Category,
    /// Above it, by `or broader` or because the statement has authority (section 6a).
    Broader,
}

impl How {
    /// The word of the column `match`.
    pub const fn word(self) -> &'static str {
        match self {
            How::Exact => "exact",
            How::Subtype | How::Member => "subtype",
            How::Conditional => "conditional",
            How::Codon => "codon",
            How::Exon => "exon",
            How::Category => "category",
            How::Broader => "broader",
        }
    }
}

/// A verb with what it leads to and what one statement must meet: the smallest thing a row rests
/// on.
#[derive(Clone, Debug)]
pub struct Link<'q> {
    pub relation: String,
    pub head: End,
    pub quantifier: Quantifier,
    pub transitive: bool,
    pub goal: Goal<'q>,
    /// What the statement's own cancers must match.
    pub inside: Vec<&'q Context>,
    pub filters: Vec<&'q Filter>,
    /// It stands for the `in` of a noun or of a verb of facts.
    pub is_context: bool,
    /// The sentence's `in` went to it.
    pub took_in: bool,
    /// What was named and has this verb: what stands above it may answer for it.
    pub subject: Option<Subject<'q>>,
    /// What the object itself must be related to: a relation, its context and filters.
    pub of_object: Option<(String, Option<&'q Context>, Vec<&'q Filter>)>,
    /// The objects once they were asked for.
    known: RefCell<HashMap<(Mode, Option<Id>), Objects>>,
}

/// What a phrase begins with, where that is named.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'q> {
    Name(&'q Name),
    Together(&'q [Literal]),
}

/// A profile that needs findings together (R9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needing {
    pub profile: Id,
    pub how: How,
    /// Only statements with authority hold for the findings: the profile is one of groups of
    /// changes.
    pub by_authority: bool,
}

/// What a link leads to.
#[derive(Clone, Debug)]
pub enum Goal<'q> {
    Any,
    Named(&'q [Name]),
    Profile(&'q [Literal]),
    Phrase(&'q Phrase),
    /// A bracket after `in`: what it holds and what is below.
    Below(&'q Phrase),
    Rows(&'q BTreeSet<Id>),
    /// The entity of the labelled phrase.
    Label,
}

/// Objects that answer, with how each came in; `None` where anything does.
pub type Objects = Option<Rc<BTreeMap<Id, Option<How>>>>;

/// A name as it includes: entity, forced kind, `exactly`, `or broader`, and the kinds looked for.
type NameKey = (Id, Option<Kind>, bool, bool, Option<Vec<Kind>>);

/// The rules for one question.
pub struct Meaning<'g> {
    pub graph: &'g Graph,
    pub including_contested: bool,
    pub including_combinations: bool,
    known: RefCell<HashMap<(usize, Mode, Option<Id>), Rc<BTreeSet<Id>>>>,
    named: RefCell<HashMap<NameKey, Rc<Vec<(Id, How)>>>>,
    /// The entity of the labelled phrase that is looked at.
    labelled: Cell<Option<Id>>,
    /// How the first rows of a set are found; given by whoever knows the order of rows.
    pub first: &'g dyn Fn(&Meaning<'_>, &Set, usize) -> BTreeSet<Id>,
}

impl<'g> Meaning<'g> {
    pub fn new(
        graph: &'g Graph,
        including: (bool, bool),
        first: &'g dyn Fn(&Meaning<'_>, &Set, usize) -> BTreeSet<Id>,
    ) -> Self {
        Self {
            graph,
            including_contested: including.0,
            including_combinations: including.1,
            known: RefCell::default(),
            named: RefCell::default(),
            labelled: Cell::new(None),
            first,
        }
    }

    /// What a phrase leads through is supported; only the head's own edges may be contested.
    pub fn behind(&self, mode: Mode) -> Mode {
        if self.including_contested { mode } else { Mode::Supported }
    }

    // ---- sets

    pub fn set(&self, set: &Set, mode: Mode) -> BTreeSet<Id> {
        let behind = self.behind(mode);
        let has_name = |names: &BTreeSet<Id>, entity: Id| {
            names.iter().any(|&other| self.graph.face(other) == self.graph.face(entity))
        };
        match set {
            Set::Phrase(phrase) => self.phrase(phrase, mode),
            Set::Union(left, right) => &self.set(left, behind) | &self.set(right, behind),
            Set::Except(left, right) => {
                let right = self.set(right, behind);
                self.set(left, behind).into_iter().filter(|&entity| !has_name(&right, entity)).collect()
            }
            Set::Intersect(left, right) => {
                let right = self.set(right, behind);
                self.set(left, behind).into_iter().filter(|&entity| has_name(&right, entity)).collect()
            }
            Set::First(inner, count) => (self.first)(self, inner, *count),
        }
    }

    /// The kinds that may answer for a phrase.
    pub fn kinds(&self, phrase: &Phrase) -> Vec<Kind> {
        let words = &self.graph.world.words;
        match &phrase.head {
            Head::Noun { kinds, .. } | Head::NounForm { kinds } => {
                let mut kinds = kinds.clone();
                let (drug, regimen) = (words.find_kind("drug"), words.find_kind("regimen"));
                if self.including_combinations
                    && drug.is_some_and(|drug| kinds.contains(&drug))
                    && let Some(regimen) = regimen.filter(|regimen| !kinds.contains(regimen))
                {
                    kinds.push(regimen);
                }
                kinds
            }
            Head::Named(name) => {
                let members = self.members(std::slice::from_ref(name), None);
                let kinds: BTreeSet<Kind> = members.keys().map(|&member| self.graph.kind(member)).collect();
                kinds.into_iter().collect()
            }
            Head::Together(_) => self.graph.world.words.find_kind("profile").into_iter().collect(),
            Head::Bracket(set) => self.kinds_of_set(set),
        }
    }

    /// The kinds that may be in a set: those of both sides of a union, else of the left.
    pub fn kinds_of_set(&self, set: &Set) -> Vec<Kind> {
        match set {
            Set::Phrase(phrase) => self.kinds(phrase),
            Set::Union(left, right) => {
                let (left, right) = (self.kinds_of_set(left), self.kinds_of_set(right));
                let all: BTreeSet<Kind> = left.into_iter().chain(right).collect();
                all.into_iter().collect()
            }
            Set::Except(left, _) | Set::Intersect(left, _) | Set::First(left, _) => self.kinds_of_set(left),
        }
    }

    pub fn phrase(&self, phrase: &Phrase, mode: Mode) -> BTreeSet<Id> {
        let key = (std::ptr::from_ref(phrase) as usize, mode, self.labelled.get());
        if let Some(known) = self.known.borrow().get(&key) {
            return (**known).clone();
        }
        let kinds = self.kinds(phrase);
        let all = match &phrase.head {
            Head::Noun { .. } | Head::NounForm { .. } => {
                (0..self.graph.world.entities.len()).filter(|&id| kinds.contains(&self.graph.kind(id))).collect()
            }
            Head::Named(name) => self.members(std::slice::from_ref(name), None).into_keys().collect(),
            Head::Together(literals) => self.profiles(literals).into_iter().map(|found| found.profile).collect(),
            Head::Bracket(set) => self.set(set, mode),
        };
        let all: BTreeSet<Id> = all;
        let clause = self.condition(phrase);
        let holds = |id: Id| self.labelled_as(phrase, id, || self.holds(&clause, &kinds, id, mode));
        let found: BTreeSet<Id> = all.into_iter().filter(|&id| holds(id)).collect();
        self.known.borrow_mut().insert(key, Rc::new(found.clone()));
        found
    }

    /// Does something while the label of a phrase, if it has one, stands for an entity.
    pub fn labelled_as<T>(&self, phrase: &Phrase, entity: Id, work: impl FnOnce() -> T) -> T {
        let before = if phrase.is_labelled { self.labelled.replace(Some(entity)) } else { self.labelled.get() };
        let result = work();
        self.labelled.set(before);
        result
    }

    // ---- what is said of a phrase

    /// A phrase's clauses with its adjective where that belongs (language R5a): `approved` is a
    /// filter of a verb that reads statements of treatment, else a treatment with that status in
    /// the `in` of the phrase.
    pub fn condition<'q>(&self, phrase: &'q Phrase) -> Condition<'q> {
        let kinds = self.kinds(phrase);
        let open = open_clause(phrase);
        let mut status = phrase.status.map(status_filter);
        let mut parts: Vec<Condition<'q>> = Vec::new();
        for clause in &phrase.clauses {
            let takes = open.is_some_and(|open| std::ptr::eq(open, clause) && self.reads_treatment(open));
            let more = if takes { status.take() } else { None };
            parts.push(self.clause(clause, &kinds, more));
        }
        if let Some(status) = status {
            let first_in = match open {
                Some(Clause::Said(said)) => said.inside.first(),
                _ => None,
            };
            let relation = kinds.iter().find_map(|&kind| self.graph.world.words.context[kind].clone());
            let relation = relation.expect("the noun of an adjective has a context");
            parts.push(Condition::Link(self.context_link(&relation, first_in, vec![status])));
        }
        let mut condition = Condition::And(parts);
        match &phrase.head {
            Head::Named(name) => condition.say_of(Subject::Name(name)),
            Head::Together(literals) => condition.say_of(Subject::Together(literals)),
            Head::Noun { .. } | Head::NounForm { .. } | Head::Bracket(_) => {}
        }
        condition
    }

    fn reads_treatment(&self, clause: &Clause) -> bool {
        let words = &self.graph.world.words;
        let relation = match clause {
            Clause::Said(said) if said.quantifier == Quantifier::No => return false,
            Clause::Said(said) if matches!(words.verb(&said.relation).takes, Takes::Through(_)) => return true,
            Clause::Said(said) => &said.relation,
            Clause::Own(own) => &own.relation,
            _ => return false,
        };
        let claim = words.verb(relation).claim.as_ref();
        claim.is_some_and(|claim| {
            let has = |effect: &str| claim.effects.iter().any(|other| other == effect);
            (has("treats") && claim.from.iter().any(|role| role == "therapy"))
                || (has("sensitivity") && !has("overcomes"))
        })
    }

    fn clause<'q>(&self, clause: &'q Clause, kinds: &[Kind], more: Option<&'q Filter>) -> Condition<'q> {
        let all = |parts: &'q [Clause]| parts.iter().map(|part| self.clause(part, kinds, None)).collect();
        match clause {
            Clause::Said(said) => self.said(said, kinds, more),
            Clause::Own(own) => {
                let context = own.inside.as_ref();
                Condition::Link(self.context_link(&own.relation, context, own.filters.iter().chain(more).collect()))
            }
            Clause::Statement(own) => Condition::Statement(own.inside.iter().collect(), own.filters.iter().collect()),
            Clause::Not(inner) => Condition::Not(Box::new(self.clause(inner, kinds, None))),
            Clause::And(parts) => Condition::And(all(parts)),
            Clause::Or(parts) => Condition::Or(all(parts)),
            Clause::Property(test) => Condition::Property(test),
        }
    }

    /// A verb: its own statement meets the conditions or, for a verb of facts, another link does
    /// (section 6).
    fn said<'q>(&self, said: &'q Said, kinds: &[Kind], more: Option<&'q Filter>) -> Condition<'q> {
        if let Some(condition) = self.inhibitors(said, kinds) {
            return condition;
        }
        let takes = &self.graph.world.words.verb(&said.relation).takes;
        let inside: Vec<&Context> = said.inside.iter().collect();
        let filters: Vec<&Filter> = said.filters.iter().chain(more).collect();
        let goals: Vec<Goal<'q>> = match &said.object {
            Object::AnyOf(names) => vec![Goal::Named(names)],
            Object::AllOf(names) => names.iter().map(|name| Goal::Named(std::slice::from_ref(name))).collect(),
            Object::Profile(literals) => vec![Goal::Profile(literals)],
            Object::Phrase(phrase) => vec![Goal::Phrase(phrase)],
            Object::Label => vec![Goal::Label],
            Object::Rows(rows) => vec![Goal::Rows(rows)],
        };
        let is_restricted = !inside.is_empty() || !filters.is_empty();
        let mut parts = Vec::new();
        for goal in &goals {
            let mut link = Link {
                relation: said.relation.clone(),
                head: said.head,
                quantifier: said.quantifier,
                transitive: said.transitive,
                goal: goal.clone(),
                inside: Vec::new(),
                filters: Vec::new(),
                is_context: false,
                took_in: false,
                subject: None,
                of_object: None,
                known: RefCell::default(),
            };
            if *takes == Takes::Statement {
                (link.inside, link.filters) = (inside.clone(), filters.clone());
                link.took_in = !inside.is_empty();
            }
            if let Takes::Through(relation) = takes
                && is_restricted
                && !self.restricts_head(relation, kinds)
            {
                link.of_object = Some((relation.clone(), said.inside.first(), filters.clone()));
            }
            parts.push(Condition::Link(link));
        }
        if let Takes::Through(relation) = takes
            && is_restricted
            && self.restricts_head(relation, kinds)
        {
            parts.push(Condition::Link(self.context_link(relation, said.inside.first(), filters)));
        }
        if let Some(outside) = &said.outside {
            parts.push(self.outside(said, &goals[0], outside, kinds));
        }
        let all = Condition::And(parts);
        if said.quantifier == Quantifier::No { Condition::Not(Box::new(all)) } else { all }
    }

    /// `drugs inhibiting GENE`, where that is stated of no drug: those that target it and are of a
    /// class that is called after its inhibitors and targets it or its family.
    fn inhibitors<'q>(&self, said: &'q Said, kinds: &[Kind]) -> Option<Condition<'q>> {
        let (graph, words) = (self.graph, &self.graph.world.words);
        let is_meant = said.relation == "inhibits" && said.head == End::From && said.quantifier == Quantifier::Some;
        let (Object::AnyOf(names), [kind]) = (&said.object, kinds) else { return None };
        if !is_meant || !words.is(*kind, "drug") {
            return None;
        }
        let is_drug = |&id: &Id| graph.world.is(id, "drug");
        let own = self.members(names, Some(&words.verb("inhibits").to));
        if own.keys().any(|&goal| graph.origins("inhibits", goal).iter().any(is_drug)) {
            return None;
        }
        let seeds = names.iter().flat_map(|name| self.seeds(name, Some(&words.verb("inhibits").to)));
        let families = seeds.flat_map(|seed| self.broader(seed)).filter(|&id| graph.world.is(id, "gene family"));
        let mut goals: BTreeSet<Id> = self.members(names, Some(&words.verb("targets").to)).into_keys().collect();
        goals.extend(families);
        let is_named_so = |class: Id| {
            let entity = &graph.world.entities[class];
            let texts = entity.others.iter().map(|(_, text)| text).chain([&entity.name]);
            texts.into_iter().any(|text| ["inhibitor", "TKI"].contains(&text.rsplit(' ').next().unwrap_or_default()))
        };
        let classes = (0..graph.world.entities.len()).filter(|&id| graph.world.is(id, "drug class"));
        let hitting = classes.filter(|&class| {
            is_named_so(class) && graph.targets("targets", class).iter().any(|hit| goals.contains(hit))
        });
        let name = |entity: Id| Name { entity, text: String::new(), kind: None, exactly: false, or_broader: false };
        let classes: Vec<Name> = hitting.map(name).collect();
        if classes.is_empty() {
            return None;
        }
        let link = |relation: &str, goal: Goal<'q>| {
            Condition::Link(Link {
                relation: relation.to_owned(),
                goal,
                ..self.context_link(relation, None, Vec::new())
            })
        };
        let mut both = vec![link("targets", Goal::Named(names)), link("is a", Goal::Named(Box::leak(classes.into())))];
        for condition in &mut both {
            if let Condition::Link(link) = condition {
                link.is_context = false;
            }
        }
        Some(Condition::And(both))
    }

    fn restricts_head(&self, relation: &str, kinds: &[Kind]) -> bool {
        let verb = self.graph.world.words.verb(relation);
        kinds.iter().any(|kind| verb.from.contains(kind))
    }

    /// `not in X` says the verb again, without its own `in` and filters (R5b).
    fn outside<'q>(&self, said: &'q Said, goal: &Goal<'q>, outside: &'q Context, kinds: &[Kind]) -> Condition<'q> {
        let link = match &self.graph.world.words.verb(&said.relation).takes {
            Takes::Through(relation) => {
                assert!(self.restricts_head(relation, kinds), "such a question is not made");
                self.context_link(relation, Some(outside), Vec::new())
            }
            Takes::Statement | Takes::Nothing => Link {
                relation: said.relation.clone(),
                head: said.head,
                quantifier: said.quantifier,
                transitive: said.transitive,
                goal: goal.clone(),
                inside: vec![outside],
                filters: Vec::new(),
                is_context: false,
                took_in: false,
                subject: None,
                of_object: None,
                known: RefCell::default(),
            },
        };
        Condition::Not(Box::new(Condition::Link(link)))
    }

    /// The relation of a noun to a context: `drugs in gastric` are those that treat it.
    fn context_link<'q>(&self, relation: &str, inside: Option<&'q Context>, filters: Vec<&'q Filter>) -> Link<'q> {
        let words = &self.graph.world.words;
        let leads_to_cancer = words.verb(relation).to.iter().any(|&kind| words.is(kind, "cancer"));
        let goal = match inside {
            Some(Context::Named(names)) if leads_to_cancer => Goal::Named(names),
            Some(Context::Set(phrase)) if leads_to_cancer => Goal::Below(phrase),
            _ => Goal::Any,
        };
        Link {
            relation: relation.to_owned(),
            head: End::From,
            quantifier: Quantifier::Some,
            transitive: false,
            goal,
            inside: inside.into_iter().filter(|_| !leads_to_cancer).collect(),
            filters,
            is_context: true,
            took_in: inside.is_some(),
            subject: None,
            of_object: None,
            known: RefCell::default(),
        }
    }

    // ---- names

    /// Kinds that a link leads to.
    pub fn goal_kinds(&self, link: &Link<'_>) -> Vec<Kind> {
        self.graph.world.words.verb(&link.relation).kinds(link.head.other()).to_vec()
    }

    /// What names include where `wanted` kinds are looked for, each with the nearest reason.
    pub fn members(&self, names: &[Name], wanted: Option<&[Kind]>) -> BTreeMap<Id, How> {
        let mut members: BTreeMap<Id, How> = BTreeMap::new();
        for name in names {
            for &(member, how) in &*self.members_of(name, wanted) {
                members.entry(member).and_modify(|known| *known = how.min(*known)).or_insert(how);
            }
        }
        members
    }

    fn members_of(&self, name: &Name, wanted: Option<&[Kind]>) -> Rc<Vec<(Id, How)>> {
        let forced = name.kind.as_ref().map(|(kind, _)| *kind);
        let key = (name.entity, forced, name.exactly, name.or_broader, wanted.map(<[Kind]>::to_vec));
        if let Some(known) = self.named.borrow().get(&key) {
            return Rc::clone(known);
        }
        let members = Rc::new(self.fresh_members(name, wanted));
        self.named.borrow_mut().insert(key, Rc::clone(&members));
        members
    }

    fn fresh_members(&self, name: &Name, wanted: Option<&[Kind]>) -> Vec<(Id, How)> {
        let graph = self.graph;
        let seeds = self.seeds(name, wanted);
        let own_kinds: Vec<Kind> = seeds.iter().map(|&seed| graph.kind(seed)).collect();
        let kinds = wanted.unwrap_or(&own_kinds);
        let mut members = Vec::new();
        members.extend(seeds.iter().filter(|&&seed| kinds.contains(&graph.kind(seed))).map(|&seed| (seed, How::Exact)));
        for &seed in &seeds {
            let mut add = |entity: Id, how: How| {
                members.extend(graph.faces_of(entity, kinds).into_iter().map(|face| (face, how)));
            };
            if !name.exactly {
                let below = graph.below(seed).into_iter().filter(|&lower| lower != seed);
                below.filter(|&lower| kinds.contains(&graph.kind(lower))).for_each(|lower| add(lower, How::Subtype));
                self.parts_of(seed).into_iter().for_each(|part| add(part, How::Member));
            }
            if name.or_broader {
                self.broader(seed).into_iter().for_each(|upper| add(upper, How::Broader));
                let kinds = self.kinds_reached(name, &seeds, kinds);
                for group in graph.faces(seed).iter().flat_map(|&face| graph.groups(face)) {
                    let how = self.word(group);
                    members.extend(graph.faces_of(group, &kinds).into_iter().map(|face| (face, how)));
                }
            }
        }
        members
    }

    /// What a name stands for itself: the faces of the kind that is forced, of those that are
    /// wanted, or all.
    pub fn seeds(&self, name: &Name, wanted: Option<&[Kind]>) -> Vec<Id> {
        let of = |kinds: &[Kind]| self.graph.faces_of(name.entity, kinds);
        let forced = name.kind.as_ref().map(|(kind, _)| of(&[*kind]));
        let wanted = || wanted.map(of).filter(|faces| !faces.is_empty());
        forced.or_else(wanted).unwrap_or_else(|| self.graph.faces(name.entity).to_vec())
    }

    /// Members of classes and families, variants of genes.
    fn parts_of(&self, seed: Id) -> Vec<Id> {
        let graph = self.graph;
        let mut parts = Vec::new();
        for class in graph.below(seed) {
            if let Some(is_a) = &graph.world.words.hierarchy[graph.kind(class)] {
                let members = graph.origins(is_a, class);
                parts.extend(members.into_iter().filter(|&member| graph.kind(member) != graph.kind(class)));
            }
        }
        let mut genes = graph.faces(seed).to_vec();
        if graph.world.is(seed, "gene family") {
            let members = graph.targets("has member", seed);
            parts.extend(&members);
            genes.extend(members);
        }
        let is_gene = |entity: &Id| graph.world.is(*entity, "gene");
        parts.extend(genes.into_iter().filter(is_gene).flat_map(|gene| graph.origins("variant of", gene)));
        parts
    }

    /// `or broader`: all that is above, and the families of a gene.
    fn broader(&self, seed: Id) -> Vec<Id> {
        let graph = self.graph;
        let mut above: Vec<Id> = graph.targets("is a", seed);
        let mut next = 0;
        while let Some(&upper) = above.get(next) {
            next += 1;
            for higher in graph.targets("is a", upper) {
                if !above.contains(&higher) {
                    above.push(higher);
                }
            }
        }
        for &face in graph.faces(seed) {
            let owners = graph.origins("has member", face);
            above.extend(owners.into_iter().filter(|&owner| graph.world.is(owner, "gene family")));
        }
        above
    }

    // ---- objects

    /// What a link may lead to.
    pub fn objects(&self, link: &Link<'_>, mode: Mode) -> Objects {
        let key = (mode, self.labelled.get());
        if let Some(known) = link.known.borrow().get(&key) {
            return known.clone();
        }
        let objects = self.fresh_objects(link, mode);
        link.known.borrow_mut().insert(key, objects.clone());
        objects
    }

    fn fresh_objects(&self, link: &Link<'_>, mode: Mode) -> Objects {
        let wanted = self.goal_kinds(link);
        let mut objects: BTreeMap<Id, Option<How>> = match &link.goal {
            Goal::Any => return None,
            Goal::Label => self.labelled.get().map(|entity| (entity, None)).into_iter().collect(),
            Goal::Named(names) => {
                let mut members = self.members(names, Some(&wanted));
                if link.quantifier == Quantifier::Every {
                    self.keep_units(&mut members);
                }
                if is_inherited(link) {
                    let classes =
                        names.iter().filter(|name| !name.exactly).flat_map(|name| self.seeds(name, Some(&wanted)));
                    let above = classes.flat_map(|seed| self.broader(seed));
                    for class in above.filter(|&class| self.graph.world.is(class, "drug class")) {
                        members.entry(class).or_insert(How::Broader);
                    }
                }
                members.into_iter().map(|(member, how)| (member, Some(how))).collect()
            }
            Goal::Profile(literals) => {
                let own = self.profiles(literals).into_iter().filter(|found| !found.by_authority);
                own.map(|found| (found.profile, Some(found.how))).collect()
            }
            Goal::Phrase(phrase) => self.phrase(phrase, self.behind(mode)).into_iter().map(|id| (id, None)).collect(),
            Goal::Below(phrase) => {
                let set = self.phrase(phrase, self.behind(mode));
                set.into_iter().flat_map(|id| self.graph.below(id)).map(|id| (id, None)).collect()
            }
            Goal::Rows(rows) => rows.iter().flat_map(|&id| self.graph.faces(id)).map(|&id| (id, None)).collect(),
        };
        if let Some((relation, inside, filters)) = &link.of_object {
            let kinds: BTreeSet<Kind> = match &link.goal {
                Goal::Phrase(phrase) => self.kinds(phrase).into_iter().collect(),
                _ => objects.keys().map(|&object| self.graph.kind(object)).collect(),
            };
            let kinds: Vec<Kind> = kinds.into_iter().collect();
            let condition = Condition::Link(self.context_link(relation, *inside, filters.clone()));
            let mode = self.behind(mode);
            objects.retain(|&object, _| self.holds(&condition, &kinds, object, mode));
        }
        Some(Rc::new(objects))
    }

    /// `every MEK` is every gene of the family, not the family and not each variant.
    fn keep_units(&self, members: &mut BTreeMap<Id, How>) {
        let is = |id: Id, kinds: &[&str]| kinds.iter().any(|kind| self.graph.world.is(id, kind));
        let (groups, parts) = (["gene family", "drug class"], ["variant", "profile"]);
        if members.keys().any(|&id| !is(id, &groups) && !is(id, &parts)) {
            members.retain(|&id, how| !(is(id, &groups) || is(id, &parts) && *how == How::Member));
        }
    }

    /// Profiles that need all the findings together, none of them less, and exclude what is
    /// excluded (R9). A finding is also one of its groups (section 6a), if the statement has
    /// authority or the name says `or broader`.
    pub fn profiles(&self, literals: &[Literal]) -> Vec<Needing> {
        let graph = self.graph;
        let names = |negated: bool| literals.iter().filter(move |one| one.negated == negated).map(|one| &one.name);
        let present: Vec<&Name> = names(false).collect();
        let absent: Vec<&Name> = names(true).collect();
        let face = |name: &Name| graph.face(name.entity);
        if present.iter().enumerate().any(|(i, one)| present[..i].iter().any(|other| face(other) == face(one))) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for profile in (0..graph.world.entities.len()).filter(|&id| graph.world.is(id, "profile")) {
            let Some(formula) = &graph.world.entities[profile].formula else { continue };
            // Each finding as near as it must be; the nearest that is enough counts.
            let holds = |names: &[&Name], farthest: How, by_authority: bool| {
                formula.holds(false, &|&leaf, negated| {
                    names.iter().any(|name| {
                        let how = self.is_one_of(name, leaf);
                        let may_reach = !name.exactly && (name.or_broader || by_authority);
                        how.is_some_and(|how| negated || how == How::Exact || may_reach && how <= farthest)
                    })
                })
            };
            let answers = |farthest: How, by_authority: bool| {
                let without = |left_out: usize| {
                    let rest: Vec<&Name> = (0..present.len()).filter(|i| *i != left_out).map(|i| present[i]).collect();
                    holds(&rest, farthest, by_authority)
                };
                let with = |more: &&Name| holds(&[present.as_slice(), &[more]].concat(), farthest, by_authority);
                holds(&present, farthest, by_authority) && !(0..present.len()).any(without) && !absent.iter().any(with)
            };
            let ways = [How::Exact, How::Codon, How::Exon, How::Category];
            let all = [false, true].into_iter().flat_map(|by_authority| ways.map(|how| (how, by_authority)));
            let Some((how, by_authority)) = { all }.find(|&(how, by_authority)| answers(how, by_authority)) else {
                continue;
            };
            let mut excluded = Vec::new();
            formula.negative(&mut excluded);
            let is_said = |leaf: &&Id| absent.iter().any(|name| self.is_one_of(name, **leaf).is_some());
            let is_conditional = !excluded.iter().all(is_said);
            if is_conditional && literals.iter().any(|literal| literal.name.exactly) {
                continue;
            }
            let how = if is_conditional { how.max(How::Conditional) } else { how };
            found.push(Needing { profile, how, by_authority });
        }
        found
    }

    /// How a finding meets a part of a profile: it is that, or one of that group.
    fn is_one_of(&self, name: &Name, leaf: Id) -> Option<How> {
        let graph = self.graph;
        if graph.face(name.entity) == graph.face(leaf) {
            return Some(How::Exact);
        }
        let groups = graph.faces(name.entity).iter().flat_map(|&face| graph.groups(face));
        groups.filter(|&group| graph.face(group) == graph.face(leaf)).map(|group| self.word(group)).min()
    }

    // ---- conditions

    pub fn holds(&self, condition: &Condition<'_>, kinds: &[Kind], entity: Id, mode: Mode) -> bool {
        match condition {
            Condition::Link(link) => self.link(link, kinds, entity, mode),
            Condition::Statement(inside, filters) => {
                let statement = &self.graph.world.statements[self.graph.statement_of[&entity]];
                inside.iter().all(|context| self.own_cancer_in(statement, context).is_some())
                    && filters.iter().all(|filter| passes(filter, statement))
            }
            // Only what is supported can exclude.
            Condition::Not(inner) => !self.holds(inner, kinds, entity, Mode::Supported),
            Condition::And(parts) => parts.iter().all(|part| self.holds(part, kinds, entity, mode)),
            Condition::Or(parts) => parts.iter().any(|part| self.holds(part, kinds, entity, mode)),
            Condition::Property(test) => self.property(test, entity),
        }
    }

    fn link(&self, link: &Link<'_>, kinds: &[Kind], entity: Id, mode: Mode) -> bool {
        let others = self.answers_through(link, kinds, entity);
        self.own_link(link, entity, mode) || others.into_iter().any(|other| self.own_link(link, other, mode))
    }

    /// A class answers a context through its members; with `including combinations` a regimen
    /// answers through its drugs where the verb knows only drugs (sections 4 and 6).
    pub fn answers_through(&self, link: &Link<'_>, kinds: &[Kind], entity: Id) -> Vec<Id> {
        let graph = self.graph;
        let words = &graph.world.words;
        let heads = words.verb(&link.relation).kinds(link.head);
        let kind = graph.kind(entity);
        if !kinds.contains(&kind) || link.transitive || !matches!(link.quantifier, Quantifier::Some | Quantifier::No) {
            return Vec::new();
        }
        let mut others = Vec::new();
        let is_claim = words.verb(&link.relation).claim.is_some();
        if let Some(is_a) = words.hierarchy[kind].as_ref().filter(|_| link.is_context || is_claim) {
            let members = graph.below(entity).into_iter().flat_map(|class| graph.origins(is_a, class));
            let mut members: Vec<Id> = members.filter(|&member| graph.kind(member) != kind).collect();
            // Where members are asked for themselves, a class is another answer.
            let is_member =
                |member: &Kind| heads.contains(member) && *member != kind && words.verb(is_a).from.contains(member);
            if !link.is_context && kinds.iter().any(is_member) {
                members.clear();
            }
            others.extend(members);
        }
        let is_regimen = words.is(kind, "regimen");
        if self.including_combinations && is_regimen && !heads.contains(&kind) {
            others.extend(graph.targets("has member", entity));
        }
        others.retain(|&other| heads.contains(&graph.kind(other)));
        others
    }

    fn own_link(&self, link: &Link<'_>, entity: Id, mode: Mode) -> bool {
        let objects = self.objects(link, mode);
        if link.transitive {
            return self.leads_up(link, entity);
        }
        let is_object = |object: Id| objects.as_ref().is_none_or(|objects| objects.contains_key(&object));
        let edges = self.edges(link, entity).into_iter().map(|(edge, _)| edge);
        let met: Vec<&Edge> = edges.filter(|edge| self.is_met(link, edge, mode)).collect();
        let answered = met.iter().flat_map(|edge| self.answers_for(link, &objects, edge));
        let inside: BTreeSet<Id> = answered.map(|(object, _)| self.graph.face(object)).collect();
        let ends = met.iter().map(|edge| edge.at(link.head.other()));
        let outside: BTreeSet<Id> = ends.filter(|&end| !is_object(end)).map(|end| self.graph.face(end)).collect();
        match link.quantifier {
            Quantifier::Some | Quantifier::No => !inside.is_empty(),
            Quantifier::AtLeast(number) => inside.len() >= number,
            Quantifier::AtMost(number) => inside.len() <= number,
            Quantifier::Exactly(number) => inside.len() == number,
            Quantifier::MoreThan(number) => inside.len() > number,
            Quantifier::FewerThan(number) => inside.len() < number,
            Quantifier::Only => !inside.is_empty() && outside.is_subset(&inside),
            Quantifier::Every => {
                let all = objects.expect("`every` has a noun or names");
                let all: BTreeSet<Id> = all.keys().map(|&object| self.graph.face(object)).collect();
                !all.is_empty() && inside == all
            }
        }
    }

    /// `subtypes of X`: one step or more, so that X is none of its own.
    fn leads_up(&self, link: &Link<'_>, entity: Id) -> bool {
        let Goal::Named(names) = &link.goal else { panic!("such a question is not made") };
        let wanted = self.goal_kinds(link);
        let goals: Vec<Id> = names.iter().flat_map(|name| self.seeds(name, Some(&wanted))).collect();
        let mut reached = self.graph.targets(&link.relation, entity);
        let mut next = 0;
        while let Some(&upper) = reached.get(next) {
            next += 1;
            for higher in self.graph.targets(&link.relation, upper) {
                if !reached.contains(&higher) {
                    reached.push(higher);
                }
            }
        }
        reached.into_iter().any(|upper| goals.contains(&upper))
    }

    /// Whether the statement of an edge supports (section 5) and meets all conditions at once
    /// (section 1).
    pub fn is_met(&self, link: &Link<'_>, edge: &Edge, mode: Mode) -> bool {
        let Some(number) = edge.statement else { return link.inside.is_empty() && link.filters.is_empty() };
        let statement = &self.graph.world.statements[number];
        let may_be_contested = mode == Mode::All || is_lifted(link);
        (may_be_contested || statement.supports()) && self.meets(statement, &link.inside, &link.filters)
    }

    /// A claim never answers for a cancer that it excludes, or below (section 4).
    pub fn is_allowed(&self, link: &Link<'_>, statement: &Statement, object: Id) -> bool {
        let Goal::Named(names) = &link.goal else { return true };
        let wanted = self.goal_kinds(link);
        // `exactly` leaves out what holds only if something else is absent (section 6a).
        let brings = |name: &&Name| self.members_of(name, Some(&wanted)).iter().any(|(member, _)| *member == object);
        let mut brings_it = names.iter().filter(brings).peekable();
        let is_exactly = brings_it.peek().is_some() && brings_it.all(|name| name.exactly);
        if is_exactly && statement.profile.is_some_and(|profile| self.is_conditional(profile, object)) {
            return false;
        }
        if statement.except_cancers.is_empty() {
            return true;
        }
        let mut bringing = names.iter().filter(brings).peekable();
        bringing.peek().is_none() || bringing.any(|name| !self.excludes(statement, &self.seeds(name, Some(&wanted))))
    }

    pub fn excludes(&self, statement: &Statement, seeds: &[Id]) -> bool {
        let is_excluded = |seed: Id| statement.except_cancers.iter().any(|&upper| self.graph.is_below(seed, upper));
        seeds.iter().any(|&seed| is_excluded(seed))
    }

    /// Whether one statement meets all of it.
    pub fn meets(&self, statement: &Statement, inside: &[&Context], filters: &[&Filter]) -> bool {
        inside.iter().all(|context| self.cancer_in(statement, context).is_some())
            && filters.iter().all(|filter| passes(filter, statement))
    }

    /// The cancer of a statement that matches a context best, and how.
    pub fn cancer_in(&self, statement: &Statement, context: &Context) -> Option<(How, Id)> {
        self.own_cancer_in(statement, context).or_else(|| self.cancer_above(statement, context))
    }

    /// The same of a statement that is asked for itself: it does not reach down (section 3).
    pub fn own_cancer_in(&self, statement: &Statement, context: &Context) -> Option<(How, Id)> {
        let cancer = [self.graph.world.words.kind("cancer")];
        let mut best: Option<(How, Id)> = None;
        let mut offer = |how: How, id: Id| {
            if statement.cancers.contains(&id) {
                best = Some(best.map_or((how, id), |known| known.min((how, id))));
            }
        };
        match context {
            Context::Named(names) => {
                for name in names {
                    if !self.excludes(statement, &self.seeds(name, Some(&cancer))) {
                        self.members_of(name, Some(&cancer)).iter().for_each(|&(id, how)| offer(how, id));
                    }
                }
            }
            Context::Set(phrase) => {
                for upper in self.phrase(phrase, Mode::Supported) {
                    if !self.excludes(statement, &[upper]) {
                        let how = |id: Id| if id == upper { How::Exact } else { How::Subtype };
                        self.graph.below(upper).into_iter().for_each(|id| offer(how(id), id));
                    }
                }
            }
        }
        best
    }

    fn property(&self, test: &PropertyTest, entity: Id) -> bool {
        match test {
            PropertyTest::NameContains(part) => {
                self.graph.world.name(entity).to_lowercase().contains(&part.to_lowercase())
            }
            PropertyTest::Via { relation, kind, value, .. } => {
                self.parents(relation, *kind, entity).into_iter().any(|parent| self.graph.world.name(parent) == value)
            }
        }
    }

    /// The direct parents of a kind, of any face.
    pub fn parents(&self, relation: &str, kind: Kind, entity: Id) -> Vec<Id> {
        let faces = self.graph.faces(entity).iter();
        let parents = faces.flat_map(|&face| self.graph.targets(relation, face));
        let found: BTreeSet<Id> = parents.filter(|&parent| self.graph.kind(parent) == kind).collect();
        found.into_iter().collect()
    }
}

/// What is said of a noun, with every verb's conditions in place.
#[derive(Clone, Debug)]
pub enum Condition<'q> {
    Link(Link<'q>),
    Statement(Vec<&'q Context>, Vec<&'q Filter>),
    Not(Box<Condition<'q>>),
    And(Vec<Condition<'q>>),
    Or(Vec<Condition<'q>>),
    Property(&'q PropertyTest),
}

impl<'q> Condition<'q> {
    /// Says of every link which name it is about.
    fn say_of(&mut self, subject: Subject<'q>) {
        match self {
            Condition::Link(link) => link.subject = Some(subject),
            Condition::Not(inner) => inner.say_of(subject),
            Condition::And(parts) | Condition::Or(parts) => parts.iter_mut().for_each(|part| part.say_of(subject)),
            Condition::Statement(..) | Condition::Property(_) => {}
        }
    }

    /// The links that are not negated, in the order of the sentence.
    pub fn links(&self) -> Vec<&Link<'q>> {
        match self {
            Condition::Link(link) => vec![link],
            Condition::And(parts) | Condition::Or(parts) => parts.iter().flat_map(Condition::links).collect(),
            Condition::Not(_) | Condition::Statement(..) | Condition::Property(_) => Vec::new(),
        }
    }

    /// Whether nothing meets it without this link.
    pub fn is_needed(&self, link: &Link<'_>) -> bool {
        match self {
            Condition::Link(own) => crate::evidence::is_same(own, link),
            Condition::And(parts) => parts.iter().any(|part| part.is_needed(link)),
            Condition::Or(_) | Condition::Not(_) | Condition::Statement(..) | Condition::Property(_) => false,
        }
    }

    /// What is negated.
    pub fn negated(&self) -> Vec<&Condition<'q>> {
        match self {
            Condition::Not(inner) => vec![inner],
            Condition::And(parts) | Condition::Or(parts) => parts.iter().flat_map(Condition::negated).collect(),
            Condition::Link(_) | Condition::Statement(..) | Condition::Property(_) => Vec::new(),
        }
    }
}

/// What is stated of a class holds for its members, too: benefits.
pub fn is_inherited(link: &Link<'_>) -> bool {
    let is_counted = !matches!(link.quantifier, Quantifier::Some | Quantifier::No);
    link.relation == "improves" && link.head == End::To && !is_counted
}

/// A condition that names status failed, direction or disputed makes contested statements rows
/// (section 5).
pub fn is_lifted(link: &Link<'_>) -> bool {
    link.filters.iter().any(|filter| matches!(filter, Filter::Where(test) if lifts(test)))
}

fn lifts(test: &Test) -> bool {
    match test {
        Test::Compare("direction" | "disputed", ..) | Test::OneOf("direction" | "disputed", _) => true,
        Test::Compare("status", Comparison::Equal, value) => value == "failed",
        Test::OneOf("status", values) => values.iter().all(|value| value == "failed"),
        Test::Compare(..) | Test::OneOf(..) | Test::Missing(_) | Test::Known(_) => false,
        Test::Either(one, other) => lifts(one) || lifts(other),
        Test::Not(inner) => lifts(inner),
    }
}

fn status_filter(status: &'static str) -> &'static Filter {
    thread_local! {
        static FILTERS: HashMap<&'static str, &'static Filter> = STATUSES
            .into_iter()
            .map(|status| {
                let test = Test::Compare("status", Comparison::Equal, status.to_owned());
                (status, &*Box::leak(Box::new(Filter::Where(test))))
            })
            .collect();
    }
    FILTERS.with(|filters| filters[status])
}

/// The clause that stands outside all brackets, where an adjective sees it (R5c).
fn open_clause(phrase: &Phrase) -> Option<&Clause> {
    match (&phrase.head, &phrase.clauses[..]) {
        (Head::NounForm { .. }, [first, ..]) => Some(first),
        (_, [only]) if only.is_plain() => Some(only),
        _ => None,
    }
}

/// Whether a statement passes a filter.
fn passes(filter: &Filter, statement: &Statement) -> bool {
    let place = |level: &str| LEVELS.iter().position(|other| *other == level).expect("a level");
    match filter {
        Filter::Level(level, tail) => {
            let own = statement.level();
            match tail {
                Tail::Exactly => own == place(level),
                Tail::OrBetter => own <= place(level),
                Tail::OrWorse => own >= place(level),
                Tail::Or(other) => own == place(level) || own == place(other),
            }
        }
        // What has no year is neither since nor before.
        Filter::Since(year) => statement.number("year") >= *year,
        Filter::Before(year) => (1..*year).contains(&statement.number("year")),
        Filter::Where(test) => is_met(test, statement),
    }
}

/// A field without a value meets no comparison.
fn is_met(test: &Test, statement: &Statement) -> bool {
    match test {
        Test::Compare(field, comparison, value) => {
            let own = statement.field(field);
            !own.is_empty() && compare(field, own, *comparison, value)
        }
        Test::Missing(field) => statement.field(field).is_empty(),
        Test::Known(field) => !statement.field(field).is_empty(),
        Test::OneOf(field, values) => {
            values.iter().any(|value| own_values(statement.field(field)).contains(&value.as_str()))
        }
        Test::Either(one, other) => is_met(one, statement) || is_met(other, statement),
        Test::Not(inner) => !is_met(inner, statement),
    }
}

/// The values of a field; `onset` may have two.
pub fn own_values(text: &str) -> Vec<&str> {
    text.split('|').map(str::trim).collect()
}

fn compare(field: &str, own: &str, comparison: Comparison, value: &str) -> bool {
    // Of levels the best is the greatest.
    let order = match field {
        "level" => {
            let place = |text: &str| LEVELS.iter().position(|level| *level == text);
            place(value).cmp(&place(own))
        }
        "rating" | "year" | "patients" | "frequency" => {
            let number = |text: &str| text.parse::<f64>().expect("a number");
            number(own).total_cmp(&number(value))
        }
        _ => own.to_lowercase().cmp(&value.to_lowercase()),
    };
    match comparison {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::AtMost => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::AtLeast => order.is_ge(),
    }
}
