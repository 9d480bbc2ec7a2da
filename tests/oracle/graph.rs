//! What follows from the tables: faces of one name, what is below what, and every edge.

use crate::formula::{Formula, Given};
use crate::words::{End, Kind};
use crate::world::{Id, Statement, World};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// An edge that can be walked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    pub from: Id,
    pub to: Id,
    /// The statement it comes from; of a fact `None`.
    pub statement: Option<usize>,
    /// Sources of a fact.
    pub sources: Vec<Id>,
}

impl Edge {
    pub const fn at(&self, end: End) -> Id {
        match end {
            End::From => self.from,
            End::To => self.to,
        }
    }
}

/// A graph with everything that follows from its tables.
pub struct Graph {
    pub world: World,
    /// By entity: the least of the entities that are faces of its name.
    face: Vec<Id>,
    /// By least face: all of them.
    faces: BTreeMap<Id, Vec<Id>>,
    /// By relation, end and entity: its edges.
    edges: HashMap<(String, End), HashMap<Id, Vec<Edge>>>,
    /// By entity: everything above it in its hierarchy, itself included.
    above: Vec<BTreeSet<Id>>,
    /// By statement entity: its number.
    pub statement_of: HashMap<Id, usize>,
}

impl Graph {
    pub fn of(world: World) -> Self {
        let statement_of = world.statements.iter().enumerate().map(|(i, statement)| (statement.entity, i)).collect();
        let count = world.entities.len();
        let mut graph = Self {
            world,
            face: (0..count).collect(),
            faces: BTreeMap::new(),
            edges: HashMap::new(),
            above: Vec::new(),
            statement_of,
        };
        graph.join_faces();
        graph.above = (0..count).map(|entity| graph.climb(entity)).collect();
        graph.draw_facts();
        graph.draw_claims();
        graph.draw_statements();
        graph
    }

    // ---- faces (model section 2)

    fn join_faces(&mut self) {
        let world = &self.world;
        let mut pairs: Vec<(Id, Id)> = Vec::new();
        let encoding: Vec<_> = world.facts.iter().filter(|fact| fact.relation == "encodes").collect();
        for fact in &encoding {
            let proteins = encoding.iter().filter(|other| other.from == fact.from).count();
            if proteins == 1 || folded(world.name(fact.from)) == folded(world.name(fact.to)) {
                pairs.push((fact.from, fact.to));
            }
        }
        let mut by_name: HashMap<String, Id> = HashMap::new();
        for (id, entity) in world.entities.iter().enumerate() {
            if ["variant", "biomarker", "profile", "mechanism"].iter().any(|kind| world.is(id, kind)) {
                pairs.push((*by_name.entry(folded(&entity.name)).or_insert(id), id));
            }
            if let Some(Formula::Leaf(leaf)) = entity.formula {
                pairs.push((id, leaf));
            }
        }
        // Joined until nothing changes.
        loop {
            let mut changed = false;
            for &(one, other) in &pairs {
                let least = self.face[one].min(self.face[other]);
                changed |= self.face[one] != least || self.face[other] != least;
                self.face[one] = least;
                self.face[other] = least;
            }
            if !changed {
                break;
            }
        }
        for (id, &face) in self.face.iter().enumerate() {
            self.faces.entry(face).or_default().push(id);
        }
    }

    /// The one entity that stands for all faces of a name.
    pub fn face(&self, entity: Id) -> Id {
        self.face[entity]
    }

    pub fn faces(&self, entity: Id) -> &[Id] {
        &self.faces[&self.face[entity]]
    }

    /// The faces that are of these kinds.
    pub fn faces_of(&self, entity: Id, kinds: &[Kind]) -> Vec<Id> {
        self.faces(entity).iter().copied().filter(|&face| kinds.contains(&self.kind(face))).collect()
    }

    pub fn kind(&self, entity: Id) -> Kind {
        self.world.entities[entity].kind
    }

    // ---- hierarchies (model section 6)

    fn climb(&self, entity: Id) -> BTreeSet<Id> {
        let mut above = BTreeSet::from([entity]);
        let Some(is_a) = &self.world.words.hierarchy[self.kind(entity)] else { return above };
        let same_kind = |id: Id| self.kind(id) == self.kind(entity);
        loop {
            let known = above.len();
            for fact in self.world.facts.iter().filter(|fact| fact.relation == *is_a) {
                if above.contains(&fact.from) && same_kind(fact.to) {
                    above.insert(fact.to);
                }
            }
            if above.len() == known {
                return above;
            }
        }
    }

    /// Whether one is the other, or below it.
    pub fn is_below(&self, lower: Id, upper: Id) -> bool {
        self.above[lower].contains(&upper)
    }

    /// The entity and all below it.
    pub fn below(&self, upper: Id) -> Vec<Id> {
        (0..self.above.len()).filter(|&lower| self.is_below(lower, upper)).collect()
    }

    // ---- edges (model sections 2 to 4)

    /// The edges of one relation of an entity that stands at this end.
    pub fn edges(&self, relation: &str, end: End, entity: Id) -> &[Edge] {
        let of_relation = self.edges.get(&(relation.to_owned(), end));
        of_relation.and_then(|edges| edges.get(&entity)).map_or(&[], Vec::as_slice)
    }

    /// What an entity leads to.
    pub fn targets(&self, relation: &str, entity: Id) -> Vec<Id> {
        self.edges(relation, End::From, entity).iter().map(|edge| edge.to).collect()
    }

    /// What leads to an entity.
    pub fn origins(&self, relation: &str, entity: Id) -> Vec<Id> {
        self.edges(relation, End::To, entity).iter().map(|edge| edge.from).collect()
    }

    /// All edges of a relation.
    pub fn all_edges(&self, relation: &str) -> impl Iterator<Item = &Edge> {
        self.edges.get(&(relation.to_owned(), End::From)).into_iter().flat_map(HashMap::values).flatten()
    }

    fn draw(&mut self, relation: &str, from: Id, to: Id, statement: Option<usize>, sources: &[Id]) {
        let edge = Edge { from, to, statement, sources: sources.to_vec() };
        for (end, entity) in [(End::From, from), (End::To, to)] {
            let list = self.edges.entry((relation.to_owned(), end)).or_default().entry(entity).or_default();
            match list.iter_mut().find(|known| (known.from, known.to, known.statement) == (from, to, statement)) {
                Some(known) => known.sources.extend(sources),
                None => list.push(edge.clone()),
            }
        }
    }

    /// A fact holds for every face of its ends that the verb lists; hierarchies, `encodes` and
    /// `variant of` speak of one face.
    fn draw_facts(&mut self) {
        let facts = self.world.facts.clone();
        for fact in facts {
            let hierarchical = self.world.words.hierarchy.contains(&Some(fact.relation.clone()));
            let of_one_face = hierarchical || matches!(fact.relation.as_str(), "encodes" | "variant of");
            let verb = self.world.words.verb(&fact.relation);
            let (from, to) = if of_one_face {
                (vec![fact.from], vec![fact.to])
            } else {
                (self.faces_of(fact.from, &verb.from), self.faces_of(fact.to, &verb.to))
            };
            for &from in &from {
                to.iter().for_each(|&to| self.draw(&fact.relation, from, to, None, &fact.sources));
            }
        }
        if self.world.words.find_verb("has member").is_none() {
            return;
        }
        for regimen in 0..self.world.entities.len() {
            if self.world.entities[regimen].regimen.is_some() {
                for member in self.therapy_members(regimen) {
                    self.draw("has member", regimen, member, None, &[]);
                }
            }
        }
    }

    /// A therapy with the regimens it consists of and their members.
    fn taken_apart(&self, therapy: Id) -> BTreeSet<Id> {
        let mut all = BTreeSet::from([therapy]);
        for &member in self.world.entities[therapy].regimen.iter().flat_map(|(_, members)| members) {
            all.extend(self.taken_apart(member));
        }
        all
    }

    /// The drugs and classes a therapy consists of.
    pub fn therapy_members(&self, therapy: Id) -> BTreeSet<Id> {
        let all = self.taken_apart(therapy);
        all.into_iter().filter(|&part| self.world.entities[part].regimen.is_none()).collect()
    }

    /// What a statement speaks of one by one: its therapy, or each of the substitutes.
    pub fn therapy_parts(&self, statement: &Statement) -> Vec<Id> {
        let Some(therapy) = statement.therapy else { return Vec::new() };
        match &self.world.entities[therapy].regimen {
            Some((Given::Either, members)) => members.clone(),
            _ => vec![therapy],
        }
    }

    /// Combinations that the drug of a statement and its partners are, all of them and nothing
    /// else; a class on either side is any of its
    /// drugs.
    fn made_up(&self, statement: &Statement) -> Vec<Id> {
        let parts = self.therapy_parts(statement);
        if statement.partners.is_empty() || parts.len() != 1 {
            return Vec::new();
        }
        let own = self.therapy_members(parts[0]);
        let with: BTreeSet<Id> = statement.partners.iter().flat_map(|&partner| self.therapy_members(partner)).collect();
        let with: BTreeSet<Id> = &with - &own;
        let together =
            |id: &Id| self.world.entities[*id].regimen.as_ref().is_none_or(|(given, _)| *given == Given::Together);
        let alike = |one: Id, other: Id| self.is_kind_of(one, other) || self.is_kind_of(other, one);
        let fits = |regimen: &Id| {
            let members = self.therapy_members(*regimen);
            let others: BTreeSet<Id> = &members - &own;
            self.world.entities[*regimen].regimen.is_some()
                && *regimen != parts[0]
                && self.taken_apart(*regimen).iter().all(together)
                && own.is_subset(&members)
                && others.iter().all(|&other| with.iter().any(|&partner| alike(other, partner)))
                && with.iter().all(|&partner| others.iter().any(|&other| alike(other, partner)))
        };
        (0..self.world.entities.len()).filter(fits).collect()
    }

    /// Whether a drug or class is another, or a kind of it.
    fn is_kind_of(&self, one: Id, other: Id) -> bool {
        one == other || self.targets("is a", one).into_iter().any(|above| self.is_kind_of(above, other))
    }

    fn draw_claims(&mut self) {
        let relations: Vec<String> = self.world.words.verbs.iter().map(|verb| verb.relation.clone()).collect();
        for relation in relations {
            let verb = self.world.words.verb(&relation);
            let Some(claim) = &verb.claim else { continue };
            let (effects, from_roles, to_roles) = (claim.effects.clone(), claim.from.clone(), claim.to.clone());
            let via = verb.via.clone();
            for number in 0..self.world.statements.len() {
                let mut from = Vec::new();
                let mut to = Vec::new();
                let statement = &self.world.statements[number];
                let verb = self.world.words.verb(&relation);
                if effects.iter().any(|effect| effect == statement.field("effect")) {
                    from.extend(from_roles.iter().flat_map(|role| self.role(statement, role, &verb.from)));
                    to.extend(to_roles.iter().flat_map(|role| self.role(statement, role, &verb.to)));
                    // `causes` has no role at its end: such statements name none.
                }
                for (from, to) in pairs(&self.with_via(from, via.as_ref()), &to) {
                    self.draw(&relation, from, to, Some(number), &[]);
                }
            }
            if effects.iter().any(|effect| effect == "overcomes") {
                self.draw_overcoming(&relation, &from_roles);
            }
            self.repeat_facts(&relation, via.as_ref());
        }
    }

    /// Facts of a verb with a `via` hold for what stands there, too.
    fn repeat_facts(&mut self, relation: &str, via: Option<&(Kind, String)>) {
        let facts: Vec<Edge> = self.all_edges(relation).filter(|edge| edge.statement.is_none()).cloned().collect();
        for edge in facts {
            for from in self.with_via(vec![edge.from], via) {
                self.draw(relation, from, edge.to, None, &edge.sources);
            }
        }
    }

    /// The genes of variants stand where the variants do.
    fn with_via(&self, mut starts: Vec<Id>, via: Option<&(Kind, String)>) -> Vec<Id> {
        if let Some((kind, relation)) = via {
            let reached: Vec<Id> = starts.iter().flat_map(|&start| self.targets(relation, start)).collect();
            starts.extend(reached.into_iter().filter(|&id| self.kind(id) == *kind));
        }
        starts
    }

    /// The ends that a role of a statement gives.
    fn role(&self, statement: &Statement, role: &str, kinds: &[Kind]) -> Vec<Id> {
        let spread = |ends: Vec<Id>| ends.into_iter().flat_map(|end| self.faces_of(end, kinds)).collect();
        match role {
            "therapy" => spread(self.therapy_parts(statement).into_iter().chain(self.made_up(statement)).collect()),
            "cancer" => spread(statement.cancers.clone()),
            "mechanism" => spread(statement.mechanism.into_iter().collect()),
            "profile" => {
                let Some(profile) = statement.profile else { return Vec::new() };
                let mut ends = self.faces_of(profile, kinds);
                let formula = self.world.entities[profile].formula.as_ref();
                // Of what must be absent the question says nothing: the edge is conditional.
                let follows = |leaf: &Id, only: &Id, negated: bool| {
                    leaf == only
                        || negated && self.groups(*only).iter().any(|&group| self.face(group) == self.face(*leaf))
                };
                for &leaf in formula.map(|formula| formula.enough(&follows)).unwrap_or_default() {
                    ends.extend(self.part_of_profile(leaf, kinds));
                }
                ends
            }
            other => panic!("no role {other}"),
        }
    }

    /// All groups of changes that a finding is one of.
    pub fn groups(&self, finding: Id) -> Vec<Id> {
        let mut groups = self.targets("is a", finding);
        let mut next = 0;
        while let Some(&group) = groups.get(next) {
            next += 1;
            for wider in self.targets("is a", group) {
                if !groups.contains(&wider) {
                    groups.push(wider);
                }
            }
        }
        groups.retain(|&group| ["variant", "biomarker"].iter().any(|kind| self.world.is(group, kind)));
        groups
    }

    /// Whether a profile asks for something to be absent.
    pub fn asks_absence(&self, profile: Id) -> bool {
        let formula = self.world.entities[profile].formula.as_ref();
        formula.is_some_and(|formula| formula.leaves() > formula.positive().len())
    }

    /// Faces of a part of a profile; the profile of that part alone is another profile.
    fn part_of_profile(&self, leaf: Id, kinds: &[Kind]) -> Vec<Id> {
        self.faces_of(leaf, kinds).into_iter().filter(|&face| !self.world.is(face, "profile")).collect()
    }

    fn mechanisms(&self, entity: Id) -> Vec<Id> {
        self.faces(entity).iter().copied().filter(|&face| self.world.is(face, "mechanism")).collect()
    }

    /// Cancers in which a supported statement says that the mechanism resists.
    fn resists_in(&self, mechanism: Id) -> Vec<Id> {
        let says = |statement: &&Statement| {
            let subjects = statement.mechanism.into_iter().chain(statement.profile);
            statement.field("effect") == "resistance"
                && statement.supports()
                && subjects.into_iter().any(|subject| self.mechanisms(subject).contains(&mechanism))
        };
        self.world.statements.iter().filter(says).flat_map(|statement| statement.cancers.clone()).collect()
    }

    /// Sensitivity of exactly what a mechanism is or involves overcomes it, in a cancer in which it
    /// is stated to resist, or below.
    fn draw_overcoming(&mut self, relation: &str, from_roles: &[String]) {
        let mut drawn = Vec::new();
        for (number, statement) in self.world.statements.iter().enumerate() {
            let Some(profile) = statement.profile.filter(|_| statement.field("effect") == "sensitivity") else {
                continue;
            };
            let mut mechanisms = self.mechanisms(profile);
            for &face in self.faces(profile) {
                if ["variant", "biomarker", "profile"].iter().any(|kind| self.world.is(face, kind)) {
                    let involving = self.world.facts.iter().filter(|fact| fact.relation == "involves");
                    let of_face = involving.filter(|fact| self.face(fact.to) == self.face(face));
                    mechanisms.extend(of_face.flat_map(|fact| self.mechanisms(fact.from)));
                }
            }
            mechanisms.retain(|&mechanism| {
                let above = self.resists_in(mechanism);
                statement.cancers.iter().any(|&cancer| above.iter().any(|&upper| self.is_below(cancer, upper)))
            });
            if mechanisms.is_empty() {
                continue;
            }
            let verb = self.world.words.verb(relation);
            let from: Vec<Id> = from_roles.iter().flat_map(|role| self.role(statement, role, &verb.from)).collect();
            mechanisms.push(profile);
            let to: Vec<Id> = mechanisms.into_iter().flat_map(|end| self.faces_of(end, &verb.to)).collect();
            drawn.extend(pairs(&from, &to).into_iter().map(|(from, to)| (from, to, number)));
        }
        drawn.into_iter().for_each(|(from, to, number)| self.draw(relation, from, to, Some(number), &[]));
    }

    /// `about`, `supported by`, and what profiles involve.
    fn draw_statements(&mut self) {
        let mut drawn: Vec<(&str, Id, Id)> = Vec::new();
        let words = &self.world.words;
        if let Some(about) = words.find_verb("about") {
            for statement in &self.world.statements {
                let therapies = statement.therapy.map(|therapy| self.taken_apart(therapy)).unwrap_or_default();
                let others = statement.profile.into_iter().chain(statement.mechanism);
                let whole = therapies
                    .into_iter()
                    .chain(self.made_up(statement))
                    .chain(others)
                    .chain(statement.cancers.iter().copied());
                let mut ends: Vec<Id> = whole.flat_map(|end| self.faces_of(end, &about.to)).collect();
                ends.extend(statement.profile.iter().flat_map(|&profile| self.named_by(profile, &about.to)));
                drawn.extend(ends.into_iter().map(|end| ("about", statement.entity, end)));
                drawn.extend(statement.sources.iter().map(|&source| ("supported by", statement.entity, source)));
            }
        }
        if let Some(involves) = words.find_verb("involves") {
            let used: BTreeSet<Id> = self.world.statements.iter().filter_map(|statement| statement.profile).collect();
            for profile in used {
                if involves.from.contains(&self.kind(profile)) {
                    let ends = self.named_by(profile, &involves.to);
                    drawn.extend(ends.into_iter().map(|end| ("involves", profile, end)));
                }
            }
        }
        drawn.into_iter().for_each(|(relation, from, to)| self.draw(relation, from, to, None, &[]));
    }

    /// What a profile names positively, and the genes of that.
    fn named_by(&self, profile: Id, kinds: &[Kind]) -> Vec<Id> {
        let formula = self.world.entities[profile].formula.as_ref();
        let leaves = formula.map(Formula::positive).unwrap_or_default();
        let with_genes = leaves.into_iter().flat_map(|&leaf| {
            let genes = self.targets("variant of", leaf).into_iter().flat_map(|gene| self.faces_of(gene, kinds));
            self.part_of_profile(leaf, kinds).into_iter().chain(genes)
        });
        with_genes.collect()
    }
}

fn pairs(from: &[Id], to: &[Id]) -> Vec<(Id, Id)> {
    from.iter().flat_map(|&from| to.iter().map(move |&to| (from, to))).collect()
}

/// Names that differ in case, hyphens, slashes, underscores and spaces only are one; before a digit
/// these count unless a letter stands before them.
fn folded(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let keeps = |place: usize| {
        let separates = matches!(letters[place], '-' | '/' | '_' | ' ');
        let after_letter = place > 0 && letters[place - 1].is_alphabetic();
        let before_digit = letters.get(place + 1).is_some_and(char::is_ascii_digit);
        !separates || (before_digit && !after_letter)
    };
    (0..letters.len()).filter(|&place| keeps(place)).flat_map(|place| letters[place].to_lowercase()).collect()
}
