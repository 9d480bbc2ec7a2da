//! The rows of an answer: entities with the statements behind them, in the order of the contract
//! (model section 5, language section 5).

use crate::graph::Graph;
use crate::meaning::{Condition, Goal, How, Link, Meaning, Mode, is_inherited, is_lifted};
use crate::question::{Head, Phrase, Set};
use crate::words::Kind;
use crate::world::{Id, Statement, is_cited, is_claim};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What stands behind a row. Statements are numbers, best first.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub entity: Id,
    pub contested: bool,
    pub best: Option<usize>,
    pub supporting: Vec<usize>,
    pub against: Vec<usize>,
    /// Of all claim verbs of the row.
    pub statements: Vec<usize>,
    /// The statement of the best status.
    pub status: Option<usize>,
    pub cancer: Option<Id>,
    pub how: Option<How>,
    /// How its finding matches.
    pub finding: Option<How>,
    /// Where the best statement comes among those of other rows.
    pub goodness: Option<Goodness>,
    pub outweighed: bool,
    pub other_cancers: Vec<Id>,
    pub other_profiles: Vec<Id>,
    pub opposite: Vec<usize>,
    pub via: Option<Id>,
    pub fact_sources: Vec<Id>,
    pub class_against: usize,
    pub through_members: bool,
}

/// The key of section 5, best first: level; about what the verb of facts names (section 6);
/// approved or in a guideline; match; cited; rating; newer year; id.
pub type Goodness = (usize, bool, bool, usize, bool, Reverse<u32>, Reverse<u32>, usize);

#[derive(Clone, Debug, Default)]
pub struct Rows {
    pub rows: Vec<Row>,
    pub contested: Vec<Row>,
    pub has_claims: bool,
}

/// What the nouns of some clauses stand for.
pub type Bound = BTreeMap<usize, Id>;

/// A phrase whose rows are told.
pub struct Telling<'m, 'g, 'q> {
    pub meaning: &'m Meaning<'g>,
    pub phrase: &'q Phrase,
    kinds: Vec<Kind>,
    /// The kinds of the whole set, which the phrase begins.
    of_set: Vec<Kind>,
    condition: Condition<'q>,
}

impl<'m, 'g, 'q> Telling<'m, 'g, 'q> {
    pub fn new(meaning: &'m Meaning<'g>, set: &'q Set) -> Self {
        let phrase = set.first();
        let (kinds, of_set) = (meaning.kinds(phrase), meaning.kinds_of_set(set));
        Self { meaning, phrase, kinds, of_set, condition: meaning.condition(phrase) }
    }

    pub fn condition(&self) -> &Condition<'q> {
        &self.condition
    }

    /// Which clause of the phrase a link came from.
    fn clause_of(&self, link: &Link<'_>) -> Option<usize> {
        let Condition::And(parts) = &self.condition else { return None };
        let is_first = |part: &Condition<'_>| part.links().first().is_some_and(|own| is_same(own, link));
        parts.iter().position(is_first)
    }

    /// Whether the rows may be of several kinds.
    pub fn is_mixed(&self) -> bool {
        self.of_set.len() > 1
    }

    fn graph(&self) -> &'g Graph {
        self.meaning.graph
    }

    /// Which objects of a phrase count for the rows that are told.
    fn told_mode(&self) -> Mode {
        if self.meaning.including_contested { Mode::All } else { Mode::Supported }
    }

    fn is_claim(&self, link: &Link<'_>) -> bool {
        is_claim(self.graph().world.words.verb(&link.relation))
    }

    fn claims(&self) -> Vec<&Link<'q>> {
        self.condition.links().into_iter().filter(|link| self.is_claim(link)).collect()
    }

    fn facts(&self) -> Vec<&Link<'q>> {
        self.condition.links().into_iter().filter(|link| !self.is_claim(link)).collect()
    }

    /// The verb whose statements give the columns: the one that took the `in`, else the first.
    pub fn main(&self) -> Option<&Link<'q>> {
        let claims = self.claims();
        claims.iter().find(|link| link.took_in).or(claims.first()).copied()
    }

    /// The verb that gives the columns of one row: behind an `or` the first that makes it a row.
    fn main_of(&self, entity: Id, contested: bool, bound: &Bound) -> Option<&Link<'q>> {
        let main = self.main()?;
        let supports = |link: &Link<'_>, number: usize| {
            contested || is_lifted(link) || self.graph().world.statements[number].supports()
        };
        let makes = |link: &&Link<'q>| self.matching(link, entity, bound).iter().any(|edge| supports(link, edge.0));
        if self.condition.is_needed(main) || makes(&main) {
            return Some(main);
        }
        Some(self.claims().into_iter().find(makes).unwrap_or(main))
    }

    fn is_about_statements(&self) -> bool {
        matches!(self.kinds[..], [kind] if self.graph().world.words.is(kind, "statement"))
    }

    // ---- rows

    /// The entities that are supported, and those that are contested.
    pub fn heads(&self, set: &Set) -> (Vec<Id>, Vec<Id>) {
        let meaning = self.meaning;
        let (supported, all) = (meaning.set(set, Mode::Supported), meaning.set(set, Mode::All));
        let contested: BTreeSet<Id> = &all - &supported;
        // With contested evidence counted, a row may be one too many (`only`, `at most`).
        let supported = if meaning.including_contested { &supported & &all } else { supported };
        let supported = self.one_per_name(supported);
        let names: BTreeSet<Id> = supported.iter().map(|&entity| self.graph().face(entity)).collect();
        let mut contested = self.one_per_name(contested);
        contested.retain(|&entity| !names.contains(&self.graph().face(entity)));
        (supported, contested)
    }

    pub fn rows(&self, set: &Set) -> Rows {
        let (supported, contested) = self.heads(set);
        let make = |entities: Vec<Id>, contested: bool| -> Vec<Row> {
            entities.into_iter().map(|entity| self.row(entity, contested)).collect()
        };
        let mut rows = Rows { rows: make(supported, false), ..Rows::default() };
        let contested = make(contested, true);
        if self.meaning.including_contested {
            rows.rows.extend(contested);
        } else {
            rows.contested = contested;
        }
        let asks_evidence = self.main().is_some() || self.is_about_statements();
        self.sort(&mut rows.rows, asks_evidence);
        self.sort(&mut rows.contested, asks_evidence);
        let is_told = rows.rows.iter().chain(&rows.contested).any(|row| row.best.is_some());
        rows.has_claims = asks_evidence && (rows.rows.is_empty() || is_told);
        rows
    }

    /// Of several faces of one name, the one whose kind the verb lists first.
    fn one_per_name(&self, entities: BTreeSet<Id>) -> Vec<Id> {
        if self.of_set.len() < 2 {
            return entities.into_iter().collect();
        }
        let words = &self.graph().world.words;
        let preferred: Vec<Kind> = self
            .condition
            .links()
            .iter()
            .flat_map(|link| words.verb(&link.relation).kinds(link.head).to_vec())
            .collect();
        let place = |entity: Id| {
            let kind = self.graph().kind(entity);
            (preferred.iter().position(|&other| other == kind).unwrap_or(usize::MAX), entity)
        };
        let is_best = |&entity: &Id| {
            let same = entities.iter().filter(|&&other| self.graph().face(other) == self.graph().face(entity));
            same.min_by_key(|&&other| place(other)) == Some(&entity)
        };
        entities.iter().copied().filter(is_best).collect()
    }

    /// The key of the best statement, then name; outweighed rows last. Never the number of
    /// statements.
    fn sort(&self, rows: &mut [Row], asks_evidence: bool) {
        let world = &self.graph().world;
        let name = |row: &Row| (world.name(row.entity).to_owned(), row.entity);
        if !asks_evidence {
            return rows.sort_by_key(name);
        }
        rows.sort_by_key(|row| (row.outweighed, row.best.is_none(), row.goodness, name(row)));
    }

    /// Where a statement comes whose match is so near.
    fn goodness(&self, number: usize, is_beside: bool, how: Option<How>) -> Goodness {
        let world = &self.graph().world;
        let statement = &world.statements[number];
        // The words of section 5, in their order; a member is told as a subtype.
        let nearness = match how {
            None | Some(How::Exact) => 0,
            Some(How::Subtype | How::Member) => 1,
            Some(How::Conditional) => 2,
            Some(How::Codon | How::Exon | How::Category) => 3,
            Some(How::Broader) => 4,
        };
        (
            statement.level(),
            is_beside,
            !["approved", "guideline"].contains(&statement.field("status")),
            nearness,
            !is_cited(world, statement),
            Reverse(statement.number("rating")),
            Reverse(statement.number("year")),
            number,
        )
    }

    /// The same of a statement that a verb finds with this object: its match is the less near of
    /// the two.
    fn goodness_for(
        &self,
        (link, entity): (&Link<'_>, Id),
        number: usize,
        object: Id,
        of_object: Option<How>,
    ) -> Goodness {
        let statement = &self.graph().world.statements[number];
        let cancer = link.inside.first().and_then(|context| self.meaning.cancer_in(statement, context));
        let finding = self.meaning.finding(statement, object, of_object);
        let how = cancer.map(|(how, _)| how).max(of_object).max(finding).max(self.of_head(link, entity, number));
        self.goodness(number, !self.is_preferred(statement), how)
    }

    /// How a head that is a finding, or what stands above it, matches what was named (section 6a).
    fn of_head(&self, link: &Link<'_>, entity: Id, number: usize) -> Option<How> {
        let graph = self.graph();
        let is_finding =
            |id: Id| ["variant", "biomarker", "profile", "mechanism"].iter().any(|kind| graph.world.is(id, kind));
        let of_statement = |face: Id| {
            let edges = self.meaning.edges(link, face).into_iter();
            edges.filter(|(edge, _)| edge.statement == Some(number)).map(|(_, how)| how).collect::<Vec<Option<How>>>()
        };
        let hows: Vec<Option<How>> = graph.faces(entity).iter().flat_map(|&face| of_statement(face)).collect();
        if !hows.contains(&None) {
            return hows.into_iter().flatten().min();
        }
        let statement = &graph.world.statements[number];
        let conditional = statement.profile.is_some_and(|profile| self.meaning.is_conditional(profile, entity));
        match (is_finding(entity), conditional) {
            (true, true) => Some(How::Conditional),
            (true, false) => link.subject.map(|_| How::Exact),
            (false, _) => None,
        }
    }

    /// `drugs targeting HER2 in gastric`: statements about HER2 stand first within a level (section
    /// 6).
    fn is_preferred(&self, statement: &Statement) -> bool {
        if !self.main().is_some_and(|main| main.is_context) {
            return true;
        }
        let mut named = BTreeSet::new();
        for link in self.facts() {
            if let (Goal::Named(_), Some(objects)) = (&link.goal, self.meaning.objects(link, self.told_mode())) {
                named.extend(objects.keys().copied());
            }
        }
        named.is_empty() || self.graph().targets("about", statement.entity).iter().any(|end| named.contains(end))
    }

    /// Edges of a claim verb that match in everything but support: statement, object, and how that
    /// matches.
    fn matching(&self, link: &Link<'_>, entity: Id, bound: &Bound) -> Vec<(usize, Id, Option<How>)> {
        let goal = self.clause_of(link).and_then(|place| bound.get(&place));
        let mode = self.told_mode();
        let objects = self.meaning.objects(link, mode);
        let mut found = Vec::new();
        let heads = self.graph().faces(entity).iter().copied();
        for head in heads.chain(self.meaning.answers_through(link, &self.kinds, entity)) {
            for (edge, _) in self.meaning.edges(link, head) {
                let end = edge.at(link.head.other());
                if let Some(number) = edge.statement
                    && self.meaning.is_met(link, edge, Mode::All)
                    && goal.is_none_or(|goal| *goal == end)
                {
                    let how = self.meaning.answers_for(link, &objects, edge).into_iter().map(|(_, how)| how).min();
                    found.extend(how.map(|how| (number, end, how)));
                }
            }
        }
        found
    }

    /// The row of one entity.
    pub fn row(&self, entity: Id, contested: bool) -> Row {
        self.bound_row(entity, contested, &Bound::new())
    }

    /// The same where the nouns of some clauses stand for one entity each.
    pub fn bound_row(&self, entity: Id, contested: bool, bound: &Bound) -> Row {
        self.meaning.labelled_as(self.phrase, entity, || self.plain_row(entity, contested, bound))
    }

    fn plain_row(&self, entity: Id, contested: bool, bound: &Bound) -> Row {
        if let Some(&own) = self.graph().statement_of.get(&entity)
            && self.is_about_statements()
        {
            return self.statement_row(entity, own);
        }
        let world = &self.graph().world;
        let supports = |&number: &usize| world.statements[number].supports();
        let mut row = Row { entity, contested, ..Row::default() };
        let main = self.main_of(entity, contested, bound);
        let edges = main.map(|main| self.matching(main, entity, bound)).unwrap_or_default();
        let distinct = |mut keys: Vec<Goodness>| {
            keys.sort();
            let mut numbers: Vec<usize> = Vec::new();
            for key in keys {
                if !numbers.contains(&key.7) {
                    numbers.push(key.7);
                }
            }
            numbers
        };
        let keys = |link: &Link<'_>| -> Vec<Goodness> {
            let found = self.matching(link, entity, bound).into_iter();
            found.map(|(number, object, how)| self.goodness_for((link, entity), number, object, how)).collect()
        };
        let own_keys = main.map(keys).unwrap_or_default();
        let all = distinct(own_keys.clone());
        (row.supporting, row.against) = all.iter().partition(|number| supports(number));
        row.statements = distinct(self.claims().into_iter().flat_map(keys).collect());
        let is_lifted = main.is_some_and(is_lifted);
        if !contested && !is_lifted {
            row.statements.retain(supports);
        }
        row.best =
            if is_lifted { all.first().copied() } else { row.supporting.first().or(row.against.first()).copied() };
        row.status = self.best_status(&all);
        let best_key = |numbers: &[usize]| own_keys.iter().filter(|key| numbers.contains(&key.7)).min().copied();
        row.goodness = row.best.and_then(|best| best_key(&[best]));
        if !contested
            && !is_lifted
            && let (Some(own), Some(against)) = (row.goodness, best_key(&row.against))
        {
            row.outweighed = against.0 < own.0;
        }
        if let (Some(best), Some(main)) = (row.best, main) {
            self.place(main, best, &edges, &mut row);
            if self.is_through_members(main, best, entity) {
                row.via = self.member_of(main, best, entity).or(row.via);
                let is_class = self.graph().world.words.hierarchy[self.graph().kind(entity)].is_some();
                row.through_members = !is_class || main.is_context;
            }
            let shown: Vec<(usize, Id)> = edges
                .iter()
                .map(|&(number, object, _)| (number, object))
                .filter(|(number, _)| is_lifted || contested || supports(number))
                .collect();
            self.others(main, &shown, &mut row);
        }
        row.opposite = self.opposite(entity, &all);
        if edges.is_empty() {
            row.fact_sources = self.fact_sources(entity);
            row.via = self.fact_via(entity);
        }
        row.class_against = self.class_against(entity);
        row
    }

    fn statement_row(&self, entity: Id, own: usize) -> Row {
        let statement = &self.graph().world.statements[own];
        let contexts = own_contexts(&self.condition);
        let matched = contexts.into_iter().find_map(|context| self.meaning.own_cancer_in(statement, context));
        let (supporting, against) = if statement.supports() { (vec![own], vec![]) } else { (vec![], vec![own]) };
        Row {
            entity,
            best: Some(own),
            supporting,
            against,
            statements: vec![own],
            status: Some(own),
            cancer: matched.map(|(_, cancer)| cancer).or(statement.cancers.first().copied()),
            how: matched.map(|(how, _)| how),
            goodness: Some(self.goodness(own, false, matched.map(|(how, _)| how))),
            ..Row::default()
        }
    }

    /// Of all that match, the one with the best status.
    fn best_status(&self, all: &[usize]) -> Option<usize> {
        let world = &self.graph().world;
        let place = |number: usize| {
            let status = world.statements[number].field("status");
            crate::world::STATUSES.iter().position(|other| *other == status)
        };
        // They come best first, and `min_by_key` takes the first of equal ones.
        let with_status = all.iter().copied().filter(|&number| place(number).is_some());
        with_status.min_by_key(|&number| place(number))
    }

    /// What else the cells of profile and cancer stand for.
    fn others(&self, main: &Link<'_>, shown: &[(usize, Id)], row: &mut Row) {
        let world = &self.graph().world;
        let Some(best) = row.best.map(|best| &world.statements[best]) else { return };
        let profiles: BTreeSet<Id> = shown.iter().filter_map(|&(number, _)| world.statements[number].profile).collect();
        row.other_profiles = profiles.into_iter().filter(|&profile| Some(profile) != best.profile).collect();
        if best.cancers.contains(&row.entity) {
            return;
        }
        let mut cancers = BTreeSet::new();
        for &(number, object) in shown {
            let statement = &world.statements[number];
            match (main.inside.first(), &main.goal) {
                (Some(context), _) => cancers.extend(self.meaning.cancer_in(statement, context).map(|(_, id)| id)),
                (None, Goal::Named(_)) if statement.cancers.contains(&object) => {
                    cancers.insert(object);
                }
                (None, _) => cancers.extend(&statement.cancers),
            }
        }
        row.other_cancers = cancers.into_iter().filter(|&cancer| Some(cancer) != row.cancer).collect();
    }

    /// Cancer, match and `via` are those of the best statement.
    fn place(&self, main: &Link<'_>, best: usize, edges: &[(usize, Id, Option<How>)], row: &mut Row) {
        let statement = &self.graph().world.statements[best];
        let of_best = edges.iter().filter(|(number, ..)| *number == best);
        let matched = of_best.map(|&(_, object, how)| (how, object)).min();
        let cancer_in = main.inside.first().and_then(|context| self.meaning.cancer_in(statement, context));
        match (cancer_in, matched) {
            (Some((how, cancer)), _) => (row.cancer, row.how) = (Some(cancer), Some(how)),
            (None, Some((how, object))) if statement.cancers.contains(&object) => {
                (row.cancer, row.how) = (Some(object), how);
            }
            (None, _) => row.cancer = statement.cancers.first().copied(),
        }
        let findings = edges.iter().filter(|(number, ..)| *number == best);
        let of_object = findings.filter_map(|&(_, object, how)| self.meaning.finding(statement, object, how)).min();
        match self.of_head(main, row.entity, best) {
            Some(How::Broader) => {
                let above = |cancer: &&Id| self.meaning.is_above_named(main, **cancer);
                row.cancer = statement.cancers.iter().find(above).copied().or(row.cancer);
                row.how = Some(How::Broader);
            }
            of_head => row.finding = of_object.max(of_head),
        }
        if let Some((Some(How::Member), object)) = matched
            && !statement.cancers.contains(&object)
        {
            row.via = Some(object);
        }
    }

    /// A class or regimen whose best statement speaks of its members only.
    fn is_through_members(&self, main: &Link<'_>, best: usize, entity: Id) -> bool {
        let graph = self.graph();
        let statement = &graph.world.statements[best];
        let subjects = [statement.therapy, statement.profile, statement.mechanism];
        let about = subjects.into_iter().flatten().chain(graph.therapy_parts(statement));
        let speaks = |other: Id| graph.face(other) == graph.face(entity);
        !self.meaning.answers_through(main, &self.kinds, entity).is_empty() && !about.into_iter().any(speaks)
    }

    /// The first of the members that a statement is about.
    fn member_of(&self, main: &Link<'_>, best: usize, entity: Id) -> Option<Id> {
        let graph = self.graph();
        let statement = &graph.world.statements[best];
        let subjects = [statement.therapy, statement.profile, statement.mechanism];
        let about: Vec<Id> = subjects.into_iter().flatten().chain(graph.therapy_parts(statement)).collect();
        let members = self.meaning.answers_through(main, &self.kinds, entity).into_iter();
        members.filter(|&member| graph.face(member) != graph.face(entity) && about.contains(&member)).min()
    }

    /// Supported statements on the same profile (or mechanism), therapies and cancer that point the
    /// other way (section 8).
    fn opposite(&self, entity: Id, all: &[usize]) -> Vec<usize> {
        let statements = &self.graph().world.statements;
        // A combination answers through its drug and partners; the drug alone is something else.
        let is_combination = self.graph().world.is(entity, "regimen");
        let is_own = |statement: &Statement| !is_combination || self.graph().therapy_parts(statement).contains(&entity);
        let is_opposite = |number: &usize| {
            let other = &statements[*number];
            other.supports()
                && !all.contains(number)
                && all.iter().map(|&own| &statements[own]).any(|own| {
                    own.supports()
                        && is_own(own)
                        && own.sign() != 0
                        && own.sign() == -other.sign()
                        && self.is_same_subject(own, other)
                        && self.is_same_cancer(own, other)
                })
        };
        let mut found: Vec<usize> = (0..statements.len()).filter(is_opposite).collect();
        found.sort_by_key(|&number| self.goodness(number, false, None));
        found
    }

    fn is_same_subject(&self, one: &Statement, other: &Statement) -> bool {
        let graph = self.graph();
        let subject = |statement: &Statement| statement.profile.or(statement.mechanism).map(|id| graph.face(id));
        let members = |statement: &Statement| statement.therapy.map(|therapy| graph.therapy_members(therapy));
        let substitutes = |statement: &Statement| graph.therapy_parts(statement).len() > 1;
        subject(one) == subject(other)
            && members(one).unwrap_or_default() == members(other).unwrap_or_default()
            && substitutes(one) == substitutes(other)
    }

    fn is_same_cancer(&self, one: &Statement, other: &Statement) -> bool {
        let graph = self.graph();
        let none = one.cancers.is_empty() && other.cancers.is_empty();
        let excludes = |one: &Statement, other: &Statement| {
            let is_left_out = |&cancer: &Id| one.except_cancers.iter().any(|&upper| graph.is_below(cancer, upper));
            !other.cancers.is_empty() && other.cancers.iter().all(is_left_out)
        };
        if excludes(one, other) || excludes(other, one) {
            return false;
        }
        none || one.cancers.iter().any(|&a| other.cancers.iter().any(|&b| graph.is_below(a, b) || graph.is_below(b, a)))
    }

    /// Sources of the facts that join a row to its objects, where no statement stands behind it.
    fn fact_sources(&self, entity: Id) -> Vec<Id> {
        let mode = self.told_mode();
        let mut sources = BTreeSet::new();
        for link in self.facts().into_iter().chain(self.main()) {
            let objects = self.meaning.objects(link, mode);
            for &face in self.graph().faces(entity) {
                for edge in self.graph().edges(&link.relation, link.head, face) {
                    let object = edge.at(link.head.other());
                    if edge.statement.is_none() && objects.as_ref().is_none_or(|known| known.contains_key(&object)) {
                        sources.extend(&edge.sources);
                    }
                }
            }
        }
        sources.into_iter().collect()
    }

    /// The member of a named class or family through which a fact holds, where it does not hold
    /// directly.
    fn fact_via(&self, entity: Id) -> Option<Id> {
        let facts = self.facts();
        let link = facts.first()?;
        if !matches!(link.goal, Goal::Named(_)) {
            return None;
        }
        let objects = self.meaning.objects(link, self.told_mode())?;
        let edges = self.graph().edges(&link.relation, link.head, entity).iter();
        let reached = edges.filter_map(|edge| {
            let object = edge.at(link.head.other());
            objects.get(&object).copied().flatten().map(|how| (how, object))
        });
        let is_through = |how: How| how == How::Member || how == How::Broader && is_inherited(link);
        reached.min().filter(|(how, _)| is_through(*how)).map(|(_, object)| object)
    }

    /// Statements on a class of the head that would have excluded it under `not` (section 4).
    fn class_against(&self, entity: Id) -> usize {
        let graph = self.graph();
        let mut against = BTreeSet::new();
        for class in self.classes(entity) {
            for condition in self.condition.negated() {
                if !self.meaning.holds(condition, &self.kinds, class, Mode::Supported) {
                    continue;
                }
                for link in condition.links() {
                    let mode = self.told_mode();
                    let objects = self.meaning.objects(link, mode);
                    for edge in graph.edges(&link.relation, link.head, class) {
                        if self.meaning.counts(link, &objects, edge, Mode::Supported) {
                            against.extend(edge.statement);
                        }
                    }
                }
            }
        }
        against.len()
    }

    fn classes(&self, entity: Id) -> BTreeSet<Id> {
        let graph = self.graph();
        let direct = graph.targets("is a", entity).into_iter().filter(|&class| graph.world.is(class, "drug class"));
        let direct: Vec<Id> = direct.collect();
        (0..graph.world.entities.len())
            .filter(|&upper| direct.iter().any(|&class| graph.is_below(class, upper)))
            .collect()
    }
}

/// Whether it is the same link, not one that is equal.
pub fn is_same(one: &Link<'_>, other: &Link<'_>) -> bool {
    std::ptr::from_ref(one).cast::<()>() == std::ptr::from_ref(other).cast::<()>()
}

fn own_contexts<'q>(condition: &Condition<'q>) -> Vec<&'q crate::question::Context> {
    match condition {
        Condition::Statement(contexts, _) => contexts.clone(),
        Condition::And(parts) | Condition::Or(parts) => parts.iter().flat_map(own_contexts).collect(),
        Condition::Not(_) | Condition::Link(_) | Condition::Property(_) => Vec::new(),
    }
}

/// What the column of the head is called: its noun, or `entity`.
pub fn heading(meaning: &Meaning<'_>, set: &Set) -> String {
    let own = |phrase: &Phrase| match &phrase.head {
        Head::Noun { kinds, .. } | Head::NounForm { kinds } => kinds.clone(),
        Head::Bracket(_) | Head::Named(_) | Head::Together(_) => meaning.kinds(phrase),
    };
    let kinds: BTreeSet<Kind> = match set {
        Set::Phrase(Phrase { head: Head::Bracket(inner), .. }) => return heading(meaning, inner),
        Set::Phrase(Phrase { head: Head::Noun { singular, .. }, .. }) => return singular.clone(),
        Set::Phrase(phrase) => own(phrase).into_iter().collect(),
        Set::Union(left, right) => {
            let names = (heading(meaning, left), heading(meaning, right));
            if names.0 == names.1 && names.0 != "entity" {
                return names.0;
            }
            let plain = Meaning::new(meaning.graph, (meaning.including_contested, false), meaning.first);
            plain.kinds_of_set(set).into_iter().collect()
        }
        Set::Except(left, _) | Set::Intersect(left, _) | Set::First(left, _) => return heading(meaning, left),
    };
    let mut nouns = meaning.graph.world.words.nouns.iter();
    let noun = nouns.find(|noun| noun.kinds.iter().copied().collect::<BTreeSet<Kind>>() == kinds);
    noun.map_or_else(|| "entity".to_owned(), |noun| noun.singular.clone())
}
