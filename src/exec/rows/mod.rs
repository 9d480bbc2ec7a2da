//! Rows: entities with the statements behind them, each row's numbers those of one statement.

pub mod bindings;
pub mod columns;

use crate::exec::budget::Stop;
use crate::exec::evaluate::Evaluator;
use crate::exec::reader::Mode;
use crate::exec::set::Set;
use crate::exec::sets::profile;
use crate::graph::{EntityId, NONE, Sign, StatementId};
use crate::query::{Condition, Domain, Inclusion, Link, LinkId, NodeId, SetId};
use crate::vocabulary::KindId;
use rustc_hash::{FxHashMap, FxHashSet};

/// The statements behind a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowEvidence {
    /// The best statement: supporting, or contesting in a contested row.
    pub best: Option<StatementId>,
    /// Supporting statements, best first.
    pub supporting: Vec<StatementId>,
    /// The others that match, best first.
    pub against: Vec<StatementId>,
    /// Supporting statements of all claim verbs of the row, best first.
    pub statements: Vec<StatementId>,
    /// The matching statement with the best status.
    pub status: Option<StatementId>,
    /// The cancer of the best statement.
    pub cancer: Option<u32>,
    /// How it matches; absent where the question names none.
    pub inclusion: Option<Inclusion>,
    /// Supported statements of the opposite polarity, best first.
    pub opposite: Vec<StatementId>,
    /// The member of the named class or family through which the row came.
    pub via: Option<u32>,
    /// Sources of the facts behind the row, where no statement stands behind it.
    pub fact_sources: Vec<u32>,
    /// Statements on a class of the head that would have excluded it (`not`, `without`).
    pub class_against: usize,
    /// The head is a class or regimen, and what is told is stated of its members.
    pub through_members: bool,
}

/// One row of a set.
#[derive(Clone, Debug, PartialEq)]
pub struct SetRow {
    /// The entity: of several faces of one name, the one the verb prefers.
    pub entity: u32,
    /// Only contested statements stand behind it.
    pub contested: bool,
    /// What stands behind it; absent where nothing was asked that has evidence.
    pub evidence: Option<Box<RowEvidence>>,
}

/// The rows of a set, supported ones before contested ones.
#[derive(Clone, Debug, Default)]
pub struct SetRows {
    /// In the contract's order.
    pub rows: Vec<SetRow>,
    /// Contested rows, shown apart.
    pub contested: Vec<SetRow>,
    /// A statement took part: rows have level, status and the like.
    pub has_claims: bool,
    /// The question names a cancer, or a verb leads to one: rows have cancer and match.
    pub has_cancer: bool,
}

/// The verbs of a phrase that rows are told about.
pub struct Displayed {
    /// The verb whose statements give the columns.
    pub main: Option<LinkId>,
    /// All positive claim verbs.
    pub claims: Vec<LinkId>,
    /// Positive fact verbs.
    pub facts: Vec<LinkId>,
}

/// Finds the verbs of a phrase: the one that took the `in`, else the first positive claim verb.
pub fn displayed(evaluator: &Evaluator<'_>, node: NodeId) -> Displayed {
    let mut links = Vec::new();
    positive_links(&evaluator.query().node(node).condition, &mut links);
    let vocabulary = evaluator.reader.graph.vocabulary();
    let (claims, facts): (Vec<LinkId>, Vec<LinkId>) = links.into_iter().partition(|&link| {
        evaluator.query().link(link).steps.iter().any(|(relation, _)| vocabulary.verb(*relation).is_claim())
    });
    let took_in = claims.iter().copied().find(|&link| evaluator.query().link(link).took_in);
    let main = took_in.or_else(|| claims.first().copied());
    Displayed { main, claims, facts }
}

/// Whether the entities of a node are statements themselves.
pub fn is_statement(evaluator: &Evaluator<'_>, node: NodeId) -> bool {
    let kinds = evaluator.query().node(node).kinds;
    evaluator.reader.graph.vocabulary().kind("statement").is_some_and(|kind| kinds.len() == 1 && kinds.has(kind))
}

fn positive_links(condition: &Condition, links: &mut Vec<LinkId>) {
    match condition {
        Condition::Link(link) => links.push(*link),
        Condition::And(parts) | Condition::Or(parts) => parts.iter().for_each(|part| positive_links(part, links)),
        Condition::Not(_) | Condition::True | Condition::Property(_) | Condition::Evidence(_) => {}
    }
}

/// The conditions under `not`.
fn negated_conditions<'q>(condition: &'q Condition, negated: &mut Vec<&'q Condition>) {
    match condition {
        Condition::Not(inner) => negated.push(inner),
        Condition::And(parts) | Condition::Or(parts) => parts.iter().for_each(|part| negated_conditions(part, negated)),
        Condition::Link(_) | Condition::True | Condition::Property(_) | Condition::Evidence(_) => {}
    }
}

/// The links under `not`.
pub fn negated_links(condition: &Condition, links: &mut Vec<LinkId>) {
    match condition {
        Condition::Not(inner) => positive_links(inner, links),
        Condition::And(parts) | Condition::Or(parts) => parts.iter().for_each(|part| negated_links(part, links)),
        Condition::Link(_) | Condition::True | Condition::Property(_) | Condition::Evidence(_) => {}
    }
}

/// The rows of a set with their evidence, in the contract's order.
///
/// # Errors
/// When the budget is used up.
pub fn rows(evaluator: &Evaluator<'_>, set: SetId) -> Result<SetRows, Stop> {
    let including = evaluator.query().including_contested;
    let mut supported = evaluator.set(set, Mode::Supported)?;
    let contested = if evaluator.may_contest(set) {
        let all = evaluator.set(set, Mode::All)?;
        let contested = all.clone().filter(|entity| Ok(!supported.contains(entity)))?;
        if including {
            // What is contested may be one too many (`only`, `at most`): it counts as all else does.
            supported = supported.filter(|entity| Ok(all.contains(entity)))?;
        }
        contested
    } else {
        Set::empty()
    };
    let head = evaluator.query().head_of(set);
    let work = RowWork::new(evaluator, head)?;
    let mut result = SetRows { has_claims: work.has_claims(), has_cancer: work.has_cancer(), ..SetRows::default() };
    let (supported, contested) = (work.representatives(supported), work.representatives(contested));
    let known: FxHashSet<u32> = if contested.is_empty() {
        FxHashSet::default()
    } else {
        supported.iter().map(|&entity| evaluator.reader.graph.face(EntityId(entity)).0).collect()
    };
    result.rows = work.make(supported, false)?;
    let contested: Vec<u32> = contested
        .into_iter()
        .filter(|&entity| !known.contains(&evaluator.reader.graph.face(EntityId(entity)).0))
        .collect();
    let contested = work.make(contested, true)?;
    if including {
        result.rows.extend(contested);
    } else {
        result.contested = contested;
    }
    work.sort(&mut result.rows);
    work.sort(&mut result.contested);
    // Where only facts were found, rows are told as those of a fact.
    let told = |row: &SetRow| row.evidence.as_ref().is_some_and(|evidence| evidence.best.is_some());
    if !result.rows.is_empty() && !result.rows.iter().chain(&result.contested).any(told) {
        result.has_claims = false;
    }
    Ok(result)
}

/// Whether edges of a verb have sources of their own.
fn has_sources(evaluator: &Evaluator<'_>, link: LinkId) -> bool {
    let steps = &evaluator.query().link(link).steps;
    steps.iter().any(|&step| evaluator.reader.adjacency(step).has_facts())
}

/// Making rows for one head.
pub struct RowWork<'e, 'a> {
    evaluator: &'e Evaluator<'a>,
    head: NodeId,
    displayed: Displayed,
    objects: FxHashMap<LinkId, Option<Set>>,
    /// What the fact verbs of the phrase lead to: statements about it stand first within a level.
    preferred: Vec<u32>,
    preference: Vec<KindId>,
    negated: Vec<&'a Condition>,
}

impl<'e, 'a> RowWork<'e, 'a> {
    /// Prepares the object sets that statements are matched with.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn new(evaluator: &'e Evaluator<'a>, head: NodeId) -> Result<Self, Stop> {
        let displayed = displayed(evaluator, head);
        let mut objects = FxHashMap::default();
        // Facts without sources say nothing about a row, so that what they lead to is not looked for.
        let sourced = displayed.facts.iter().filter(|&&link| has_sources(evaluator, link));
        for &link in displayed.claims.iter().chain(sourced) {
            objects.insert(link, evaluator.object_set(link)?);
        }
        let query = evaluator.query();
        let mut preferred = Vec::new();
        if displayed.main.is_some_and(|main| query.link(main).is_context) {
            for &fact in &displayed.facts {
                if let Domain::Named(set) = &query.node(query.link(fact).object).domain {
                    preferred.extend(set.members.iter().map(|member| member.entity));
                }
            }
        }
        preferred.sort_unstable();
        preferred.dedup();
        let mut negated = Vec::new();
        negated_conditions(&query.node(head).condition, &mut negated);
        Ok(Self { preference: preference(evaluator, head), evaluator, head, displayed, objects, preferred, negated })
    }

    fn has_claims(&self) -> bool {
        self.displayed.main.is_some() || self.is_statement()
    }

    fn is_statement(&self) -> bool {
        is_statement(self.evaluator, self.head)
    }

    fn has_cancer(&self) -> bool {
        self.has_claims()
    }

    /// One entity per name: of several faces the one whose kind the verb lists first.
    pub fn representatives(&self, set: Set) -> Vec<u32> {
        let graph = self.evaluator.reader.graph;
        let list = set.into_sorted();
        let kinds = self.evaluator.plan.kinds(self.head);
        if !graph.has_faces() || kinds.len() < 2 {
            return list;
        }
        let mut best: FxHashMap<u32, (usize, u32)> = FxHashMap::default();
        for &entity in &list {
            let kind = graph.kind(EntityId(entity));
            let place = self.preference.iter().position(|&other| other == kind).unwrap_or(usize::MAX);
            let entry = best.entry(graph.face(EntityId(entity)).0).or_insert((place, entity));
            *entry = (*entry).min((place, entity));
        }
        list.into_iter()
            .filter(|&entity| best.get(&graph.face(EntityId(entity)).0).is_some_and(|&(_, chosen)| chosen == entity))
            .collect()
    }

    /// Rows with evidence, in the order of the entities.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn make(&self, entities: Vec<u32>, contested: bool) -> Result<Vec<SetRow>, Stop> {
        self.evaluator.budget.hold(entities.len() * size_of::<SetRow>())?;
        let needs_evidence =
            self.has_claims() || self.has_sourced_facts() || !self.negated.is_empty() && self.has_classes();
        if !needs_evidence {
            return Ok(entities.into_iter().map(|entity| SetRow { entity, contested, evidence: None }).collect());
        }
        entities
            .into_iter()
            .map(|entity| {
                let evidence = self.evidence(entity, contested)?;
                Ok(SetRow { entity, contested, evidence: Some(Box::new(evidence)) })
            })
            .collect()
    }

    fn has_sourced_facts(&self) -> bool {
        self.displayed.facts.iter().any(|&link| has_sources(self.evaluator, link))
    }

    fn has_classes(&self) -> bool {
        self.evaluator.reader.graph.vocabulary().kind("drug class").is_some()
    }

    /// The statements behind one entity.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn evidence(&self, entity: u32, contested: bool) -> Result<RowEvidence, Stop> {
        let graph = self.evaluator.reader.graph;
        let statements = graph.statements();
        if let Some(own) = graph.statement_of(EntityId(entity)).filter(|_| self.is_statement()) {
            return Ok(self.statement_row(own));
        }
        let mut row = RowEvidence::default();
        let mut edges: Vec<(StatementId, u32)> = Vec::new();
        for &link in &self.displayed.claims {
            let found = self.matching(link, entity)?;
            if Some(link) == self.displayed.main {
                edges.clone_from(&found);
            }
            row.statements.extend(found.iter().map(|&(statement, _)| statement));
        }
        let lifted = self.displayed.main.is_some_and(|main| self.evaluator.query().link(main).lifted);
        let supports = |statement: StatementId| statements.supports(statement);
        edges.sort_unstable_by_key(|&(statement, object)| (self.order(statement), object));
        for &(statement, _) in &edges {
            let list = if supports(statement) { &mut row.supporting } else { &mut row.against };
            if list.last() != Some(&statement) && !list.contains(&statement) {
                list.push(statement);
            }
        }
        row.statements.sort_unstable_by_key(|&statement| self.order(statement));
        row.statements.dedup();
        let counted = contested || lifted;
        if !counted {
            row.statements.retain(|&statement| supports(statement));
        }
        let best = if lifted {
            edges.first().map(|&(statement, _)| statement)
        } else {
            row.supporting.first().or(row.against.first()).copied()
        };
        row.best = best;
        row.status = self.best_status(edges.iter().map(|&(statement, _)| statement));
        if let (Some(best), Some(main)) = (best, self.displayed.main) {
            self.place(main, best, &edges, &mut row);
        }
        row.through_members = row.best.is_some_and(|best| {
            let own = graph.face(EntityId(entity));
            let about = [statements.therapy(best), statements.profile(best), statements.mechanism(best)];
            let parts = statements.therapy_parts(best).iter().copied();
            let is_spread = self.displayed.main.is_some_and(|main| {
                let link = self.evaluator.query().link(main);
                let kinds = self.evaluator.plan.kinds(self.head);
                self.evaluator.plan.spread(graph, kinds, link, self.evaluator.query().including_combinations).is_some()
            });
            is_spread && !about.into_iter().flatten().chain(parts).any(|other| graph.face(EntityId(other)) == own)
        });
        row.opposite = self.opposite(&edges);
        if edges.is_empty() {
            row.fact_sources = self.fact_sources(entity)?;
            row.via = self.fact_via(entity);
        }
        row.class_against = self.class_against(entity)?;
        Ok(row)
    }

    /// A statement as its own row.
    fn statement_row(&self, own: StatementId) -> RowEvidence {
        let statements = self.evaluator.reader.graph.statements();
        let supports = statements.supports(own);
        let contexts = self.own_contexts();
        let matched = contexts.iter().filter_map(|&context| self.evaluator.reader.cancer_in(own, context)).next();
        RowEvidence {
            best: Some(own),
            supporting: if supports { vec![own] } else { Vec::new() },
            against: if supports { Vec::new() } else { vec![own] },
            statements: vec![own],
            status: Some(own),
            cancer: matched.map(|(cancer, _)| cancer).or_else(|| statements.cancers(own).first().copied()),
            inclusion: matched.map(|(_, how)| how),
            ..RowEvidence::default()
        }
    }

    fn own_contexts(&self) -> Vec<NodeId> {
        fn collect(condition: &Condition, contexts: &mut Vec<NodeId>) {
            match condition {
                Condition::Evidence(evidence) => contexts.extend(&evidence.contexts),
                Condition::And(parts) | Condition::Or(parts) => parts.iter().for_each(|part| collect(part, contexts)),
                Condition::Not(_) | Condition::True | Condition::Link(_) | Condition::Property(_) => {}
            }
        }
        let mut contexts = Vec::new();
        collect(&self.evaluator.query().node(self.head).condition, &mut contexts);
        contexts
    }

    /// The order in which statements of a row are preferred: level, then those about what the fact verb
    /// names, then the rest of the order of model section 5.
    fn order(&self, statement: StatementId) -> (u8, bool, u32) {
        let statements = self.evaluator.reader.graph.statements();
        let level = statements.code(statement, crate::graph::Field::Level);
        (level, !self.is_preferred(statement), statements.rank(statement))
    }

    fn is_preferred(&self, statement: StatementId) -> bool {
        if self.preferred.is_empty() {
            return true;
        }
        let graph = self.evaluator.reader.graph;
        let Some(about) = graph.vocabulary().relation("about") else { return true };
        let entity = graph.statement_entity(statement).0;
        graph.forward(about).targets(entity).iter().any(|target| self.preferred.binary_search(target).is_ok())
    }

    /// Edges of a claim verb that match everything but support: statement and far end.
    fn matching(&self, id: LinkId, entity: u32) -> Result<Vec<(StatementId, u32)>, Stop> {
        let evaluator = self.evaluator;
        let link = evaluator.query().link(id);
        let objects = self.objects.get(&id).and_then(Option::as_ref);
        let mut found = Vec::new();
        for head in self.heads_of(link, entity) {
            for &step in &link.steps {
                let adjacency = evaluator.reader.adjacency(step);
                let range = adjacency.range(head);
                evaluator.budget.spend(range.len() + 1)?;
                for edge in range {
                    let object = adjacency.all_targets()[edge];
                    let Some(statement) = adjacency.statement_at(edge).filter(|&number| number != NONE) else {
                        continue;
                    };
                    if objects.is_none_or(|objects| objects.contains(object))
                        && evaluator.reader.counts(link, Mode::All, Some(statement), object)
                    {
                        found.push((StatementId(statement), object));
                    }
                }
            }
        }
        Ok(found)
    }

    /// The entity itself with its faces; of a class in a context its members, too.
    pub fn heads_of(&self, link: &Link, entity: u32) -> Vec<u32> {
        let evaluator = self.evaluator;
        let graph = evaluator.reader.graph;
        let id = EntityId(entity);
        let mut heads = graph.faces(&id).to_vec();
        let kinds = evaluator.plan.kinds(self.head);
        if let Some(spread) = evaluator.plan.spread(graph, kinds, link, evaluator.query().including_combinations) {
            for &relation in &spread.forward {
                let classes = graph
                    .hierarchy(graph.kind(id))
                    .map_or_else(|| vec![entity], |hierarchy| hierarchy.below(entity).to_vec());
                heads.extend(classes.iter().flat_map(|&class| graph.backward(relation).targets(class).iter().copied()));
            }
            for &relation in &spread.backward {
                heads.extend_from_slice(graph.forward(relation).targets(entity));
            }
            heads.sort_unstable();
            heads.dedup();
        }
        heads
    }

    /// The cancer of one matching statement of a row, and how it matches.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn place_of(&self, statement: StatementId, entity: u32) -> Result<(Option<u32>, Option<Inclusion>), Stop> {
        let mut row = RowEvidence::default();
        if let Some(main) = self.displayed.main {
            let edges = self.matching(main, entity)?;
            self.place(main, statement, &edges, &mut row);
        }
        Ok((row.cancer, row.inclusion))
    }

    fn best_status(&self, statements: impl Iterator<Item = StatementId>) -> Option<StatementId> {
        let table = self.evaluator.reader.graph.statements();
        statements
            .map(|statement| (table.code(statement, crate::graph::Field::Status), table.rank(statement), statement))
            .filter(|(code, _, _)| *code != crate::graph::NO_CODE)
            .min()
            .map(|(_, _, statement)| statement)
    }

    /// Cancer, match and via of the best statement.
    fn place(&self, main: LinkId, best: StatementId, edges: &[(StatementId, u32)], row: &mut RowEvidence) {
        let evaluator = self.evaluator;
        let graph = evaluator.reader.graph;
        let link = evaluator.query().link(main);
        let object_row = evaluator.query().node(link.object);
        let statements = graph.statements();
        let named = match &object_row.domain {
            Domain::Named(set) => Some(set),
            Domain::All | Domain::Set(_) | Domain::Below(_) | Domain::Same(_) | Domain::Rows => None,
        };
        let objects = edges.iter().filter(|(statement, _)| *statement == best).map(|&(_, object)| object);
        let matched: Option<(u32, Option<Inclusion>)> = objects
            .map(|object| (object, named.and_then(|set| set.find(object)).map(|member| member.how)))
            .min_by_key(|&(object, how)| (how, object));
        let cancers = statements.cancers(best);
        match (link.evidence.contexts.first(), matched) {
            (Some(&context), _) => {
                if let Some((cancer, how)) = evaluator.reader.cancer_in(best, context) {
                    row.cancer = Some(cancer);
                    row.inclusion = Some(how);
                }
            }
            (None, Some((object, how))) if cancers.contains(&object) => {
                row.cancer = Some(object);
                row.inclusion = how;
            }
            (None, _) => row.cancer = cancers.first().copied(),
        }
        if let Some((object, Some(Inclusion::Member))) = matched
            && !cancers.contains(&object)
        {
            row.via = Some(object);
        }
    }

    /// Supported statements of the opposite polarity with the same profile, therapy and cancer.
    fn opposite(&self, edges: &[(StatementId, u32)]) -> Vec<StatementId> {
        let graph = self.evaluator.reader.graph;
        let statements = graph.statements();
        let matching: Vec<StatementId> = edges.iter().map(|&(statement, _)| statement).collect();
        let mut opposite: Vec<StatementId> = Vec::new();
        for &statement in matching.iter().filter(|&&statement| statements.supports(statement)) {
            let sign = statements.sign(statement);
            if sign == Sign::Neutral {
                continue;
            }
            for &other in statements.same_subject(statement) {
                let other = StatementId(other);
                if statements.sign(other).number() == -sign.number()
                    && statements.supports(other)
                    && !matching.contains(&other)
                    && !opposite.contains(&other)
                    && same_cancer(self.evaluator, statement, other)
                {
                    opposite.push(other);
                }
            }
        }
        opposite.sort_unstable_by_key(|&statement| statements.rank(statement));
        opposite
    }

    /// Sources of the facts that lead from an entity to the objects of its fact verbs.
    fn fact_sources(&self, entity: u32) -> Result<Vec<u32>, Stop> {
        let evaluator = self.evaluator;
        let graph = evaluator.reader.graph;
        let mut sources = Vec::new();
        let id = EntityId(entity);
        // A claim verb may hold plain facts, too.
        let claims = self.displayed.claims.iter().filter(|&&claim| self.displayed.main == Some(claim));
        for &fact in self.displayed.facts.iter().chain(claims) {
            let link = evaluator.query().link(fact);
            let objects = self.objects.get(&fact).and_then(Option::as_ref);
            for &step in &link.steps {
                let adjacency = evaluator.reader.adjacency(step);
                for &head in graph.faces(&id) {
                    let range = adjacency.range(head);
                    evaluator.budget.spend(range.len() + 1)?;
                    for edge in range {
                        let object = adjacency.all_targets()[edge];
                        if objects.is_none_or(|objects| objects.contains(object))
                            && let Some(number) = adjacency.fact_at(edge).filter(|&number| number != NONE)
                        {
                            sources.extend_from_slice(graph.fact_sources(number));
                        }
                    }
                }
            }
        }
        sources.sort_unstable();
        sources.dedup();
        Ok(sources)
    }

    /// Through which member of a named class or family a fact holds, where it does not hold directly.
    fn fact_via(&self, entity: u32) -> Option<u32> {
        let evaluator = self.evaluator;
        let &fact = self.displayed.facts.first()?;
        let link = evaluator.query().link(fact);
        let Domain::Named(set) = &evaluator.query().node(link.object).domain else { return None };
        let mut best: Option<(Inclusion, u32)> = None;
        for &step in &link.steps {
            for &object in evaluator.reader.adjacency(step).targets(entity) {
                if let Some(member) = set.find(object) {
                    best = Some(best.map_or((member.how, object), |best| best.min((member.how, object))));
                }
            }
        }
        best.filter(|(how, _)| *how == Inclusion::Member).map(|(_, object)| object)
    }

    /// Supporting statements on a class of the head that would have excluded it.
    fn class_against(&self, entity: u32) -> Result<usize, Stop> {
        let evaluator = self.evaluator;
        let graph = evaluator.reader.graph;
        let classes = classes_of(graph, entity);
        if classes.is_empty() {
            return Ok(0);
        }
        let mut against = FxHashSet::default();
        let naive = crate::exec::sets::naive::Naive::new(evaluator);
        let mut holding = Vec::new();
        for &condition in &self.negated {
            let mut links = Vec::new();
            positive_links(condition, &mut links);
            for &class in &classes {
                if naive.meets(self.head, condition, class, Mode::Supported)? {
                    holding.extend(links.iter().map(|&link| (link, class)));
                }
            }
        }
        for (id, class) in holding {
            let link = evaluator.query().link(id);
            let objects = evaluator.object_set(id)?;
            {
                for &step in &link.steps {
                    let adjacency = evaluator.reader.adjacency(step);
                    for edge in adjacency.range(class) {
                        let object = adjacency.all_targets()[edge];
                        let statement = adjacency.statement_at(edge).filter(|&number| number != NONE);
                        if let Some(statement) = statement
                            && objects.as_ref().is_none_or(|objects| objects.contains(object))
                            && evaluator.reader.counts(link, Mode::Supported, Some(statement), object)
                        {
                            against.insert(statement);
                        }
                    }
                }
            }
        }
        Ok(against.len())
    }

    /// By level, then number of supporting statements, then name; without statements by name.
    pub fn sort(&self, rows: &mut [SetRow]) {
        let graph = self.evaluator.reader.graph;
        let one_kind = self.evaluator.plan.kinds(self.head).len() < 2;
        if !self.has_claims() {
            if !one_kind {
                rows.sort_by(|a, b| {
                    graph.name(EntityId(a.entity)).cmp(graph.name(EntityId(b.entity))).then(a.entity.cmp(&b.entity))
                });
            }
            return;
        }
        let level = |row: &SetRow| {
            let best = row.evidence.as_ref().and_then(|evidence| evidence.best);
            best.map_or(u8::MAX, |best| graph.statements().code(best, crate::graph::Field::Level))
        };
        let count = |row: &SetRow| {
            row.evidence.as_ref().map_or(0, |evidence| {
                let supporting = if row.contested { 0 } else { evidence.supporting.len() };
                usize::MAX - supporting
            })
        };
        let cited = |row: &SetRow| {
            let best = row.evidence.as_ref().and_then(|evidence| evidence.best);
            best.is_none_or(|best| !graph.statements().is_cited(best))
        };
        rows.sort_by(|a, b| {
            (level(a), cited(a), count(a))
                .cmp(&(level(b), cited(b), count(b)))
                .then_with(|| graph.name(EntityId(a.entity)).cmp(graph.name(EntityId(b.entity))))
                .then(a.entity.cmp(&b.entity))
        });
    }
}

/// All drug classes of an entity, over every number of steps.
pub fn classes_of(graph: &crate::graph::Graph, entity: u32) -> Vec<u32> {
    let vocabulary = graph.vocabulary();
    let (Some(class), Some(is_a)) = (vocabulary.kind("drug class"), vocabulary.relation("is a")) else {
        return Vec::new();
    };
    let mut classes = Vec::new();
    for &parent in graph.forward(is_a).targets(entity) {
        if graph.kind(EntityId(parent)) == class {
            match graph.hierarchy(class) {
                Some(hierarchy) => classes.extend_from_slice(hierarchy.above(parent)),
                None => classes.push(parent),
            }
        }
    }
    classes.sort_unstable();
    classes.dedup();
    classes
}

/// Whether two statements have cancers of which one is the other or below it.
pub fn same_cancer(evaluator: &Evaluator<'_>, one: StatementId, other: StatementId) -> bool {
    let graph = evaluator.reader.graph;
    let statements = graph.statements();
    let (a, b) = (statements.cancers(one), statements.cancers(other));
    if a.is_empty() && b.is_empty() {
        return true;
    }
    a.iter().any(|&a| {
        b.iter().any(|&b| {
            a == b
                || graph
                    .hierarchy(graph.kind(EntityId(a)))
                    .is_some_and(|hierarchy| hierarchy.is_below(a, b) || hierarchy.is_below(b, a))
        })
    })
}

/// Kinds in the order in which the head's verb lists them.
fn preference(evaluator: &Evaluator<'_>, head: NodeId) -> Vec<KindId> {
    let mut links = Vec::new();
    positive_links(&evaluator.query().node(head).condition, &mut links);
    let vocabulary = evaluator.reader.graph.vocabulary();
    links
        .iter()
        .flat_map(|&link| &evaluator.query().link(link).steps)
        .flat_map(|&(relation, end)| vocabulary.verb(relation).kinds(end).to_vec())
        .collect()
}

impl Evaluator<'_> {
    /// The objects of a link as a set; `None` where any will do.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn object_set(&self, id: LinkId) -> Result<Option<Set>, Stop> {
        let link = self.query().link(id);
        if let Some(question) = &link.profile {
            return Ok(Some(Set::from_list(profile::profiles(self.reader.graph, question))));
        }
        let row = self.query().node(link.object);
        if matches!((&row.domain, &row.condition), (Domain::All, Condition::True)) {
            return Ok(None);
        }
        let mode = if self.query().including_contested { Mode::All } else { Mode::Supported };
        self.node(link.object, mode).map(Some)
    }

    /// Whether contested rows are possible at all: some positive claim verb says something of the head.
    pub fn may_contest(&self, set: SetId) -> bool {
        use crate::query::SetNode;
        match self.query().set(set) {
            SetNode::Phrase(node) => {
                // With them, what is contested behind the head counts as well.
                let own = if self.query().including_contested { None } else { Some(displayed(self, *node).claims) };
                let all = || (0..self.query().links.len() as u32).map(LinkId).collect();
                own.unwrap_or_else(all).iter().any(|&link| !self.query().link(link).lifted)
            }
            SetNode::Union(left, right) => {
                self.query().including_contested && (self.may_contest(*left) || self.may_contest(*right))
            }
            SetNode::Except(left, _) | SetNode::Intersect(left, _) => {
                self.query().including_contested && self.may_contest(*left)
            }
            SetNode::Staged(..) | SetNode::Neighbours(..) => false,
        }
    }
}
