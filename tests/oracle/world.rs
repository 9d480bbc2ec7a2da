//! A graph as the text tables tell it: entities, facts and statements, nothing derived yet.

use crate::categories::{self, Named};
use crate::formula::{self, Formula, Given};
use crate::table::{Row, Table};
use crate::words::{Kind, Verb, Words};
use std::collections::{BTreeMap, HashMap};

/// An entity by its place in the order of all: by kind, name, id.
pub type Id = usize;

/// The source that means curation without a citation.
pub const UNCITED: &str = "onco:curation-2026";

/// The texts of a graph.
#[derive(Clone, Copy)]
pub struct Texts<'t> {
    pub vocabulary: &'t str,
    pub entities: &'t str,
    pub relations: &'t str,
    pub statements: &'t str,
}

#[derive(Clone, Debug)]
pub struct Entity {
    pub id: String,
    pub kind: Kind,
    pub name: String,
    /// Other names, best first: 1 an alias, 2 an imported alias, 3 a cross-reference.
    pub others: Vec<(u8, String)>,
    pub properties: BTreeMap<String, String>,
    /// What a profile stands for.
    pub formula: Option<Formula<Id>>,
    /// How a regimen is given, and its members.
    pub regimen: Option<(Given, Vec<Id>)>,
}

#[derive(Clone, Debug)]
pub struct Fact {
    pub relation: String,
    pub from: Id,
    pub to: Id,
    pub sources: Vec<Id>,
}

/// One record of the table of statements.
#[derive(Clone, Debug, Default)]
pub struct Statement {
    pub id: String,
    pub entity: Id,
    pub therapy: Option<Id>,
    pub profile: Option<Id>,
    pub mechanism: Option<Id>,
    pub partners: Vec<Id>,
    pub cancers: Vec<Id>,
    pub except_cancers: Vec<Id>,
    pub sources: Vec<Id>,
    /// Fields that are no entity, by name; those without a value are absent.
    pub fields: BTreeMap<String, String>,
}

/// The fields of a statement that are no entity, as users name them.
const FIELDS: [&str; 17] = [
    "effect",
    "direction",
    "level",
    "rating",
    "status",
    "onset",
    "line",
    "origin",
    "phase",
    "frequency",
    "patients",
    "region",
    "as_of",
    "year",
    "dataset",
    "disputed",
    "flagged",
];

/// Evidence levels and statuses, best first.
pub const LEVELS: [&str; 5] = ["A", "B", "C", "D", "E"];
pub const STATUSES: [&str; 6] = ["approved", "guideline", "investigational", "withdrawn", "failed", "preclinical"];

impl Statement {
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// Place of the level, best first.
    pub fn level(&self) -> usize {
        LEVELS.iter().position(|level| *level == self.field("level")).unwrap_or(LEVELS.len())
    }

    /// It supports what it says, did not fail, and nobody flags it.
    pub fn supports(&self) -> bool {
        self.field("direction") == "supports" && self.field("status") != "failed" && self.field("disputed") != "yes"
    }

    /// Which way the effect points.
    pub fn sign(&self) -> i32 {
        sign(self.field("effect"))
    }

    /// A number of a field; zero where there is none.
    pub fn number(&self, name: &str) -> u32 {
        self.field(name).parse().unwrap_or(0)
    }
}

/// Which way an effect points.
pub fn sign(effect: &str) -> i32 {
    match effect {
        "sensitivity" | "treats" | "overcomes" => 1,
        "resistance" | "reduced sensitivity" => -1,
        _ => 0,
    }
}

#[derive(Debug)]
pub struct World {
    pub words: Words,
    pub entities: Vec<Entity>,
    pub facts: Vec<Fact>,
    /// In the order of their ids.
    pub statements: Vec<Statement>,
}

impl World {
    pub fn read(texts: Texts<'_>) -> Self {
        let mut loading = Loading::new(Words::read(texts.vocabulary));
        Table::read(texts.entities).rows().for_each(|row| loading.entity(row));
        let relations = Table::read(texts.relations);
        relations.rows().for_each(|row| loading.fact(row));
        let statements = Table::read(texts.statements);
        statements.rows().for_each(|row| loading.statement(row));
        loading.finish()
    }

    pub fn is(&self, entity: Id, kind: &str) -> bool {
        self.words.is(self.entities[entity].kind, kind)
    }

    /// The name of an entity.
    pub fn name(&self, entity: Id) -> &str {
        &self.entities[entity].name
    }
}

/// The tables while they are read: entities in the order of the files.
struct Loading {
    words: Words,
    entities: Vec<Entity>,
    /// Entities by each text that calls them: 0 for id and name, greater for poorer ways.
    called: HashMap<String, Vec<(u8, Id)>>,
    facts: Vec<Fact>,
    statements: Vec<Statement>,
}

impl Loading {
    fn new(words: Words) -> Self {
        Self { words, entities: Vec::new(), called: HashMap::new(), facts: Vec::new(), statements: Vec::new() }
    }

    fn add(&mut self, kind: Kind, id: &str, name: &str) -> Id {
        let entity = self.entities.len();
        self.entities.push(Entity {
            id: id.to_owned(),
            kind,
            name: name.to_owned(),
            others: Vec::new(),
            properties: BTreeMap::new(),
            formula: None,
            regimen: None,
        });
        self.called.entry(id.to_owned()).or_default().push((0, entity));
        if name != id {
            self.called.entry(name.to_owned()).or_default().push((0, entity));
        }
        entity
    }

    fn entity(&mut self, row: Row<'_>) {
        let kind = self.words.kind(row.text("kind"));
        assert!(!self.called.contains_key(row.text("id")), "{} is listed twice", row.text("id"));
        let entity = self.add(kind, row.text("id"), row.text("name"));
        for (goodness, column) in [(1, "aliases"), (2, "imported_aliases"), (3, "xrefs")] {
            for other in row.list(column) {
                self.entities[entity].others.push((goodness, other.to_owned()));
                self.called.entry(other.to_owned()).or_default().push((goodness, entity));
            }
        }
        let known = ["id", "kind", "name", "aliases", "imported_aliases", "xrefs", "description"];
        for (column, text) in row.fields().filter(|(column, _)| !known.contains(column)) {
            self.entities[entity].properties.insert(column.to_owned(), text.to_owned());
        }
    }

    /// The entity that a text calls: the best way of calling, then the first of the kinds.
    fn find(&self, text: &str, kinds: &[Kind]) -> Option<Id> {
        let place = |entity: Id| kinds.iter().position(|&kind| kind == self.entities[entity].kind);
        let found = self.called.get(text)?.iter().filter_map(|&(way, entity)| Some((way, place(entity)?, entity)));
        found.min().map(|(_, _, entity)| entity)
    }

    fn named(&self, text: &str, kinds: &[Kind]) -> Id {
        let with_kind = || {
            let (kind, name) = text.split_once(':')?;
            self.find(name, &[self.words.find_kind(kind)?])
        };
        self.find(text, kinds).or_else(with_kind).unwrap_or_else(|| panic!("nothing is called {text}"))
    }

    fn kinds(&self, names: &[&str]) -> Vec<Kind> {
        names.iter().filter_map(|name| self.words.find_kind(name)).collect()
    }

    fn source(&mut self, text: &str) -> Id {
        let kind = self.words.kind("source");
        self.find(text, &[kind]).unwrap_or_else(|| self.add(kind, text, text))
    }

    fn fact(&mut self, row: Row<'_>) {
        let relation = row.text("relation");
        let verb = self.words.verb(relation);
        let (from, to) = (self.named(row.text("from"), &verb.from), self.named(row.text("to"), &verb.to));
        let sources: Vec<Id> = row.list("sources").into_iter().map(|text| self.source(text)).collect();
        let known =
            self.facts.iter_mut().find(|fact| (fact.relation.as_str(), fact.from, fact.to) == (relation, from, to));
        match known {
            Some(fact) => fact.sources.extend(sources),
            None => self.facts.push(Fact { relation: relation.to_owned(), from, to, sources }),
        }
    }

    fn statement(&mut self, row: Row<'_>) {
        let id = row.text("id");
        assert!(!self.called.contains_key(id), "{id} is told twice");
        let entity = self.add(self.words.kind("statement"), id, id);
        let cancer = self.kinds(&["cancer"]);
        let all = |loading: &Self, column: &str, kinds: &[Kind]| -> Vec<Id> {
            let mut found: Vec<Id> = row.list(column).into_iter().map(|text| loading.named(text, kinds)).collect();
            found.dedup();
            found
        };
        let therapies = self.kinds(THERAPIES);
        let statement = Statement {
            id: id.to_owned(),
            entity,
            therapy: Some(row.text("therapy")).filter(|text| !text.is_empty()).map(|text| self.therapy(text)),
            profile: Some(row.text("profile")).filter(|text| !text.is_empty()).map(|text| self.profile(text)),
            mechanism: all(self, "mechanism", &self.kinds(&["mechanism"])).first().copied(),
            partners: all(self, "partners", &therapies),
            cancers: all(self, "cancer", &cancer),
            except_cancers: all(self, "except_cancer", &cancer),
            sources: row.list("source").into_iter().map(|text| self.source(text)).collect(),
            fields: FIELDS
                .into_iter()
                .map(|name| (name.to_owned(), row.text(name).to_owned()))
                .filter(|(_, text)| !text.is_empty())
                .collect(),
        };
        self.statements.push(statement);
    }

    /// A profile is called by the canonical text of its formula.
    fn profile(&mut self, text: &str) -> Id {
        let leaves = self.kinds(&["variant", "biomarker"]);
        let formula = formula::profile(text).map(&mut |name: &String| self.named(name, &leaves));
        let name = formula::canonical(&formula.map(&mut |&leaf: &Id| self.entities[leaf].name.clone()));
        let kind = self.words.kind("profile");
        let known = self.find(&name, &[kind]);
        let profile = known.unwrap_or_else(|| self.add(kind, &format!("onco:profile-{name}"), &name));
        self.entities[profile].formula.get_or_insert(formula);
        profile
    }

    /// A drug, class or regimen by its name, or what an expression combines.
    fn therapy(&mut self, text: &str) -> Id {
        let kinds = self.kinds(THERAPIES);
        if let Some(known) = self.find(text, &kinds) {
            return known;
        }
        let combined = Given::ALL.into_iter().find(|given| text.contains(given.operator()));
        let Some(given) = combined else { return self.named(text, &kinds) };
        let mut members: Vec<Id> = text.split(given.operator()).map(|part| self.therapy(part.trim())).collect();
        if given != Given::InTurn {
            members.sort_by_key(|&member| self.entities[member].name.clone());
            members.dedup();
        }
        if let [only] = members[..] {
            return only;
        }
        let names: Vec<String> = members.iter().map(|&member| self.entities[member].name.clone()).collect();
        let name = names.join(given.operator());
        let kind = self.words.kind("regimen");
        let known = self.find(&name, &[kind]);
        let regimen = known.unwrap_or_else(|| self.add(kind, &format!("onco:regimen-{name}"), &name));
        self.entities[regimen].regimen.get_or_insert((given, members));
        regimen
    }

    /// A regimen of which only the members are told is given together.
    fn complete_regimens(&mut self) {
        let Some(kind) = self.words.find_kind("regimen") else { return };
        for entity in 0..self.entities.len() {
            if self.entities[entity].kind != kind || self.entities[entity].regimen.is_some() {
                continue;
            }
            let of = |fact: &&Fact| fact.relation == "has member" && fact.from == entity;
            let members: Vec<Id> = self.facts.iter().filter(of).map(|fact| fact.to).collect();
            if !members.is_empty() {
                self.entities[entity].regimen = Some((Given::Together, members));
                continue;
            }
            // Its name may be an expression, whether a statement gives it or not.
            let name = self.entities[entity].name.clone();
            let combined = Given::ALL.into_iter().find(|given| name.contains(given.operator()));
            let kinds = self.kinds(THERAPIES);
            if let Some(given) = combined {
                let parts = name.split(given.operator()).map(|part| self.find(part.trim(), &kinds));
                if let Some(mut members) = parts.collect::<Option<Vec<Id>>>() {
                    if given != Given::InTurn {
                        members.sort_by_key(|&member| self.entities[member].name.clone());
                    }
                    self.entities[entity].regimen = Some((given, members));
                }
            }
        }
    }

    /// Adds the `is a` of variants that their names imply.
    fn follow_names(&mut self) {
        let of = |relation: &str| -> Vec<(Id, Id)> {
            let facts = self.facts.iter().filter(|fact| fact.relation == relation);
            facts.map(|fact| (fact.from, fact.to)).collect()
        };
        let read =
            |&(variant, gene): &(Id, Id)| Named::read(variant, &self.entities[variant].name, &self.entities[gene].name);
        let mut variants: Vec<Named> = of("variant of").iter().filter_map(read).collect();
        variants.dedup_by_key(|variant| variant.entity);
        let exons = &self.words.exons;
        let bounds = |gene: &str, number: u32| {
            exons.iter().find(|exon| exon.gene == gene && exon.number == number).map(|exon| exon.residues)
        };
        for (from, to) in categories::follow(&variants, &of("is a"), &bounds) {
            let sources = vec![self.source("onco:derived")];
            self.facts.push(Fact { relation: "is a".to_owned(), from, to, sources });
        }
    }

    /// Puts everything into its order.
    fn finish(mut self) -> World {
        self.complete_regimens();
        self.follow_names();
        let mut order: Vec<Id> = (0..self.entities.len()).collect();
        order.sort_by_key(|&old| {
            let entity = &self.entities[old];
            (entity.kind, entity.name.clone(), entity.id.clone())
        });
        let mut new_of = vec![0; order.len()];
        order.iter().enumerate().for_each(|(new, &old)| new_of[old] = new);
        let one = |old: Id| new_of[old];
        let sorted = |list: &[Id]| {
            let mut list: Vec<Id> = list.iter().map(|&old| one(old)).collect();
            list.sort_unstable();
            list.dedup();
            list
        };
        let mut entities: Vec<Entity> = order.iter().map(|&old| self.entities[old].clone()).collect();
        for entity in &mut entities {
            entity.formula = entity.formula.as_ref().map(|formula| formula.map(&mut |&old: &Id| one(old)));
            if let Some((_, members)) = &mut entity.regimen {
                members.iter_mut().for_each(|member| *member = one(*member));
            }
        }
        for fact in &mut self.facts {
            (fact.from, fact.to, fact.sources) = (one(fact.from), one(fact.to), sorted(&fact.sources));
        }
        for statement in &mut self.statements {
            statement.entity = one(statement.entity);
            for end in [&mut statement.therapy, &mut statement.profile, &mut statement.mechanism] {
                *end = end.map(one);
            }
            for list in
                [&mut statement.partners, &mut statement.cancers, &mut statement.except_cancers, &mut statement.sources]
            {
                *list = sorted(list);
            }
            complete_fields(statement, &entities);
        }
        self.statements.sort_by(|a, b| a.id.cmp(&b.id));
        World { words: self.words, entities, facts: self.facts, statements: self.statements }
    }
}

/// Kinds of therapies, in the order in which a name is looked for.
const THERAPIES: &[&str] = &["drug", "regimen", "drug class", "strategy"];

/// What a statement has though its row does not say so, and how users see the rest.
fn complete_fields(statement: &mut Statement, entities: &[Entity]) {
    let is_uncited = statement.sources.iter().all(|&source| entities[source].id == UNCITED);
    if is_uncited {
        statement.fields.remove("year");
    } else if statement.field("year").is_empty() {
        let newest = statement.sources.iter().filter_map(|&source| entities[source].properties.get("year")).max();
        statement.fields.extend(newest.map(|year| ("year".to_owned(), year.clone())));
    }
    if statement.field("dataset").is_empty() {
        let issuer = statement.id.split([':', '.']).next().unwrap_or("").to_owned();
        statement.fields.insert("dataset".to_owned(), issuer);
    }
    for flag in ["disputed", "flagged"] {
        let text = if matches!(statement.field(flag), "true" | "yes") { "yes" } else { "no" };
        statement.fields.insert(flag.to_owned(), text.to_owned());
    }
}

/// Whether anything but uncited curation stands behind a statement.
pub fn is_cited(world: &World, statement: &Statement) -> bool {
    statement.sources.iter().any(|&source| world.entities[source].id != UNCITED)
}

/// Whether a verb has edges made from statements.
pub const fn is_claim(verb: &Verb) -> bool {
    verb.claim.is_some()
}
