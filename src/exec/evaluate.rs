//! Sets at a time: chains run as semi-joins from their bound end, conditions are checked per edge,
//! and what is not asked for is not touched.

use crate::answer::Note;
use crate::exec::budget::{Budget, Stop};
use crate::exec::reader::{Mode, Reader};
use crate::exec::recorder::Recorder;
use crate::exec::set::{Bits, Set, kind_span};
use crate::exec::sets::naive::Naive;
use crate::exec::sets::profile;
use crate::graph::{EntityId, Lists};
use crate::plan::{Access, Plan, Spread, Step};
use crate::query::{Condition, Domain, Link, LinkId, NodeId, Quantifier, Query, SetId, SetNode};
use crate::vocabulary::{End, KindSet, RelationId};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::rc::Rc;

/// Evaluates the sets of one question.
pub struct Evaluator<'a> {
    /// Edges and statements.
    pub reader: Reader<'a>,
    /// How.
    pub plan: &'a Plan,
    /// How much.
    pub budget: &'a Budget<'a>,
    /// What each part cost, for `profile`.
    pub recorder: Recorder,
    /// Sets of nodes that do not depend on where they stand.
    memo: RefCell<FxHashMap<(NodeId, Mode), Set>>,
    /// The rows of the stage before, for `follow`.
    rows: RefCell<Option<Set>>,
    /// Nodes that are asked about row by row, in the form that is quickest to ask.
    tested: RefCell<FxHashMap<NodeId, Rc<Set>>>,
    /// Sets made by stages, filled in by whoever runs them.
    staged: RefCell<FxHashMap<SetId, Set>>,
    /// Found when somebody asks for the first time.
    distances: std::cell::OnceCell<Vec<(u32, u32)>>,
    notes: RefCell<Vec<Note>>,
    depth: std::cell::Cell<usize>,
}

/// A set of objects, for tests.
enum Objects {
    /// Every entity of the kinds that the edges lead to.
    Any,
    In(Set),
}

impl Objects {
    /// The same, in the form that is quickest to ask.
    fn for_tests(self) -> Self {
        match self {
            Objects::Any => Objects::Any,
            Objects::In(set) => Objects::In(set.for_tests()),
        }
    }

    #[inline]
    fn has(&self, entity: u32) -> bool {
        match self {
            Objects::Any => true,
            Objects::In(set) => set.contains(entity),
        }
    }
}

impl<'a> Evaluator<'a> {
    /// Prepares a question: contexts first, as everything else tests them.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn new(
        graph: &'a crate::graph::Graph,
        query: &'a Query,
        plan: &'a Plan,
        budget: &'a Budget<'a>,
    ) -> Result<Self, Stop> {
        Self::with_recorder(graph, query, plan, budget, Recorder::default())
    }

    /// The same, and notes what each part costs.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn recorded(
        graph: &'a crate::graph::Graph,
        query: &'a Query,
        plan: &'a Plan,
        budget: &'a Budget<'a>,
    ) -> Result<Self, Stop> {
        Self::with_recorder(graph, query, plan, budget, Recorder::on())
    }

    fn with_recorder(
        graph: &'a crate::graph::Graph,
        query: &'a Query,
        plan: &'a Plan,
        budget: &'a Budget<'a>,
        recorder: Recorder,
    ) -> Result<Self, Stop> {
        let mut evaluator = Self {
            reader: Reader::new(graph, query),
            plan,
            budget,
            recorder,
            memo: RefCell::default(),
            rows: RefCell::default(),
            tested: RefCell::default(),
            staged: RefCell::default(),
            distances: std::cell::OnceCell::new(),
            notes: RefCell::default(),
            depth: std::cell::Cell::new(0),
        };
        for &node in &plan.contexts {
            let row = query.node(node);
            let context = evaluator.recorder.measure(
                Step::Context(node),
                |_| 0,
                || {
                    let set = match row.domain {
                        Domain::Named(_) => None,
                        Domain::Set(set) | Domain::Below(set) => Some(evaluator.set(set, Mode::Supported)?),
                        Domain::All | Domain::Same(_) | Domain::Rows => Some(evaluator.node(node, Mode::Supported)?),
                    };
                    Ok(evaluator.reader.context_of(row, set.as_ref()))
                },
            )?;
            evaluator.reader.contexts[node.0 as usize] = Some(context);
        }
        Ok(evaluator)
    }

    /// The question.
    pub fn query(&self) -> &'a Query {
        self.reader.query
    }

    /// How many steps away a neighbour was found.
    pub fn distance(&self, entity: u32) -> Option<u32> {
        let distances = self.distances.get_or_init(|| {
            // The rows are there; where the budget ends now, they stay without distances.
            let mut distances = crate::exec::walks::paths::distances(self).unwrap_or_default();
            distances.sort_unstable();
            distances
        });
        let place = distances.partition_point(|&(other, _)| other < entity);
        distances.get(place).filter(|(other, _)| *other == entity).map(|&(_, steps)| steps)
    }

    /// Something to tell beside the rows.
    pub fn note(&self, code: &'static str, text: String) {
        let note = Note { code, text };
        let mut notes = self.notes.borrow_mut();
        if !notes.contains(&note) {
            notes.push(note);
        }
    }

    /// What was noted so far.
    pub fn take_notes(&self) -> Vec<Note> {
        self.notes.take()
    }

    /// Sets the rows that `follow` starts from.
    pub fn set_rows(&self, rows: Set) {
        self.memo.borrow_mut().clear();
        self.tested.borrow_mut().clear();
        *self.rows.borrow_mut() = Some(rows);
    }

    /// Gives the result of a bracket with stages.
    pub fn set_staged(&self, set: SetId, rows: Set) {
        self.staged.borrow_mut().insert(set, rows);
    }

    /// A set: contested rows take no part in set operations unless the question includes them.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn set(&self, set: SetId, mode: Mode) -> Result<Set, Stop> {
        self.recorder.measure(Step::Set(set), Set::len, || self.fresh_set(set, mode))
    }

    fn fresh_set(&self, set: SetId, mode: Mode) -> Result<Set, Stop> {
        let nested = if self.query().including_contested { mode } else { Mode::Supported };
        match self.query().set(set) {
            SetNode::Phrase(node) => self.node(*node, mode),
            SetNode::Union(left, right) => {
                let (left, right) = (self.set(*left, nested)?, self.set(*right, nested)?);
                Ok(left.union(right))
            }
            SetNode::Except(left, right) => {
                let (left, right) = (self.set(*left, nested)?, self.faces(self.set(*right, nested)?));
                left.filter(|entity| Ok(!self.has_face(&right, entity)))
            }
            SetNode::Intersect(left, right) => {
                let (left, right) = (self.set(*left, nested)?, self.faces(self.set(*right, nested)?));
                left.filter(|entity| Ok(self.has_face(&right, entity)))
            }
            SetNode::Neighbours(paths, _) => crate::exec::walks::paths::neighbours(self, paths),
            SetNode::Staged(inner, stages) => {
                let staged = self.staged.borrow().get(&set).cloned();
                match staged {
                    Some(set) => Ok(set),
                    None => crate::exec::stages::staged_set(self, *inner, stages),
                }
            }
        }
    }

    /// A set as the representatives of its names.
    fn faces(&self, set: Set) -> Set {
        let graph = self.reader.graph;
        if !graph.has_faces() {
            return set;
        }
        Set::from_list(set.into_sorted().into_iter().map(|entity| graph.face(EntityId(entity)).0).collect())
    }

    fn has_face(&self, faces: &Set, entity: u32) -> bool {
        faces.contains(self.reader.graph.face(EntityId(entity)).0)
    }

    /// The entities of a node.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn node(&self, node: NodeId, mode: Mode) -> Result<Set, Stop> {
        if let Some(set) = self.memo.borrow().get(&(node, mode)) {
            return Ok(set.clone());
        }
        let set = self.recorder.measure(Step::Node(node), Set::len, || self.fresh_node(node, mode))?;
        if self.plan.is_shared(node) {
            self.memo.borrow_mut().insert((node, mode), set.clone());
        }
        Ok(set)
    }

    /// The supported entities of a node, for asking about many: they are found once.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn tested_node(&self, node: NodeId) -> Result<Rc<Set>, Stop> {
        if let Some(set) = self.tested.borrow().get(&node) {
            return Ok(Rc::clone(set));
        }
        let set = Rc::new(self.node(node, Mode::Supported)?.for_tests());
        self.tested.borrow_mut().insert(node, Rc::clone(&set));
        Ok(set)
    }

    fn fresh_node(&self, node: NodeId, mode: Mode) -> Result<Set, Stop> {
        if self.plan.is_correlated(node) {
            return Naive::of_cycles(self).node(node, mode);
        }
        let row = self.query().node(node);
        match row.condition {
            Condition::True => self.domain(node, mode),
            ref condition => {
                let domain = match row.domain {
                    Domain::All => None,
                    Domain::Named(_) | Domain::Set(_) | Domain::Same(_) | Domain::Below(_) | Domain::Rows => {
                        Some(self.domain(node, mode)?)
                    }
                };
                let kinds = self.plan.kinds(node);
                self.condition(node, kinds, condition, mode, domain)
            }
        }
    }

    fn domain(&self, node: NodeId, mode: Mode) -> Result<Set, Stop> {
        let row = self.query().node(node);
        Ok(match &row.domain {
            Domain::All => Set::of_kinds(self.reader.graph, self.plan.kinds(node)),
            Domain::Named(set) => Set::Sorted(set.members.iter().map(|member| member.entity).collect()),
            Domain::Set(set) | Domain::Below(set) => self.set(*set, mode)?,
            Domain::Rows => self.rows.borrow().clone().unwrap_or(Set::empty()),
            // A label outside its own phrase; the naive evaluator binds it.
            Domain::Same(other) => Set::of_kinds(self.reader.graph, self.query().node(*other).kinds),
        })
    }

    /// Entities of `kinds` (of `candidates`, where given) that meet a condition.
    fn condition(
        &self,
        node: NodeId,
        kinds: KindSet,
        condition: &Condition,
        mode: Mode,
        candidates: Option<Set>,
    ) -> Result<Set, Stop> {
        let everything =
            |candidates: Option<Set>| candidates.unwrap_or_else(|| Set::of_kinds(self.reader.graph, kinds));
        match condition {
            Condition::True => Ok(everything(candidates)),
            Condition::Link(link) => {
                self.recorder.measure(Step::Link(*link), Set::len, || self.link(kinds, *link, mode, candidates))
            }
            Condition::And(parts) => {
                let mut result = candidates;
                for &i in &self.plan.order(node, parts) {
                    let set = self.condition(node, kinds, &parts[i], mode, result.take())?;
                    if set.is_empty() {
                        return Ok(Set::empty());
                    }
                    result = Some(set);
                }
                Ok(everything(result))
            }
            Condition::Or(parts) => {
                let mut union = Set::empty();
                for part in parts {
                    union = union.union(self.condition(node, kinds, part, mode, candidates.clone())?);
                }
                Ok(union)
            }
            Condition::Not(inner) => {
                let candidates = everything(candidates);
                // Only what is supported can exclude.
                let found = self.condition(node, kinds, inner, Mode::Supported, Some(candidates.clone()))?;
                self.without(candidates, found)
            }
            Condition::Property(test) => everything(candidates).filter(|entity| {
                self.budget.spend(1)?;
                Ok(self.reader.test_entity(test, EntityId(entity)))
            }),
            Condition::Evidence(evidence) => everything(candidates).filter(|entity| {
                self.budget.spend(1)?;
                let statement = self.reader.graph.statement_of(EntityId(entity));
                Ok(statement.is_some_and(|statement| self.reader.meets(evidence, statement)))
            }),
        }
    }

    fn without(&self, candidates: Set, found: Set) -> Result<Set, Stop> {
        self.budget.spend(candidates.len())?;
        let found = found.for_tests();
        candidates.filter(|entity| Ok(!found.contains(entity)))
    }

    fn link(&self, kinds: KindSet, id: LinkId, mode: Mode, candidates: Option<Set>) -> Result<Set, Stop> {
        let link = self.query().link(id);
        if link.transitive {
            return self.transitive(link, kinds, mode, candidates);
        }
        if link.quantifier != Quantifier::Some {
            return self.quantified(kinds, link, mode, candidates);
        }
        let spread = self.spreads(kinds, link);
        let access = match (&candidates, &spread) {
            (Some(candidates), None) => self.plan.access(self.reader.graph, self.query(), id, candidates.len()),
            (Some(_) | None, _) => Access::Push,
        };
        let objects = self.objects(link, mode)?;
        let Some(spread) = spread else {
            return match (access, candidates) {
                (Access::Probe, Some(candidates)) => self.probe(link, mode, &objects.for_tests(), candidates),
                (Access::Push | Access::Probe, candidates) => self.push(kinds, link, mode, objects, candidates),
            };
        };
        let wide = self.push(kinds.or(spread.kinds), link, mode, objects, None)?;
        let all = self.carry(wide, &spread, kinds)?;
        Ok(match candidates {
            Some(candidates) => all.filter(|entity| Ok(candidates.contains(entity)))?,
            None => all,
        })
    }

    /// The objects of a link, as a test.
    fn objects(&self, link: &Link, mode: Mode) -> Result<Objects, Stop> {
        if let Some(question) = &link.profile {
            return Ok(Objects::In(Set::from_list(profile::profiles(self.reader.graph, question))));
        }
        let row = self.query().node(link.object);
        let plain = matches!((&row.domain, &row.condition), (Domain::All, Condition::True));
        if plain && self.leads_only_to(link, self.plan.kinds(link.object)) {
            return Ok(Objects::Any);
        }
        // What a phrase leads through is supported; only the head's own edges may be contested.
        let nested = if self.query().including_contested { mode } else { Mode::Supported };
        self.deeper(|| Ok(Objects::In(self.node(link.object, nested)?)))
    }

    fn deeper<T>(&self, run: impl FnOnce() -> Result<T, Stop>) -> Result<T, Stop> {
        // The resolver caps the depth of a sentence; this only guards the stack.
        self.depth.set(self.depth.get() + 1);
        let result = run();
        self.depth.set(self.depth.get() - 1);
        result
    }

    fn leads_only_to(&self, link: &Link, kinds: KindSet) -> bool {
        let vocabulary = self.reader.graph.vocabulary();
        link.steps
            .iter()
            .all(|&(relation, head)| vocabulary.verb(relation).kinds(head.other()).iter().all(|&kind| kinds.has(kind)))
    }

    /// Heads found from the objects backwards.
    fn push(
        &self,
        kinds: KindSet,
        link: &Link,
        mode: Mode,
        objects: Objects,
        candidates: Option<Set>,
    ) -> Result<Set, Stop> {
        let plain = self.reader.is_plain(link, mode);
        let objects = match objects {
            Objects::Any => return self.any_object(kinds, link, mode, candidates),
            Objects::In(set) => set,
        };
        if let (true, [step], Set::Sorted(list), None) = (plain, link.steps.as_slice(), &objects, &candidates)
            && let [one] = list.as_slice()
            && self.leads_back_only_to(*step, kinds)
        {
            let heads = self.reader.reverse(*step).targets(*one);
            self.budget.spend(heads.len())?;
            return Ok(Set::Sorted(heads.to_vec()));
        }
        let span = kind_span(self.reader.graph, kinds);
        let mut found = Bits::over(span);
        let mut list = Vec::new();
        let candidates = candidates.map(Set::for_tests);
        for &step in &link.steps {
            let reverse = self.reader.reverse(step);
            let lists = reverse.lists();
            let exact = self.leads_back_only_to(step, kinds);
            objects.each(|object| {
                let heads = lists.of(object);
                self.budget.spend(heads.len() + 1)?;
                if plain && exact {
                    let heads = heads.iter().copied();
                    match &candidates {
                        None => list.extend(heads.filter(|&head| found.insert(head))),
                        Some(candidates) => {
                            list.extend(heads.filter(|&head| candidates.contains(head) && found.insert(head)));
                        }
                    }
                    return Ok(());
                }
                let statements = reverse.statements(object);
                for (i, &head) in heads.iter().enumerate() {
                    let counts = plain || self.reader.counts(link, mode, statements.get(i).copied(), object);
                    if counts
                        && (exact || kinds.has(self.reader.graph.kind(EntityId(head))))
                        && candidates.as_ref().is_none_or(|candidates| candidates.contains(head))
                        && found.insert(head)
                    {
                        list.push(head);
                    }
                }
                Ok(())
            })?;
        }
        Ok(ordered(found, list))
    }

    fn leads_back_only_to(&self, (relation, head): (RelationId, End), kinds: KindSet) -> bool {
        let verb = self.reader.graph.vocabulary().verb(relation);
        let mut all = verb.kinds(head).to_vec();
        if verb.undirected {
            all.extend_from_slice(verb.kinds(head.other()));
        }
        all.iter().all(|&kind| kinds.has(kind))
    }

    /// Heads with any edge at all.
    fn any_object(&self, kinds: KindSet, link: &Link, mode: Mode, candidates: Option<Set>) -> Result<Set, Stop> {
        let candidates = candidates.unwrap_or_else(|| Set::of_kinds(self.reader.graph, kinds));
        self.probe(link, mode, &Objects::Any, candidates)
    }

    /// Those candidates that have an edge to one of the objects.
    fn probe(&self, link: &Link, mode: Mode, objects: &Objects, candidates: Set) -> Result<Set, Stop> {
        if self.reader.is_plain(link, mode) {
            return match objects {
                Objects::Any => self.probe_plain(link, candidates, |targets| (!targets.is_empty()).then_some(0)),
                Objects::In(Set::Bits(bits)) => {
                    self.probe_plain(link, candidates, |targets| targets.iter().position(|&one| bits.contains(one)))
                }
                Objects::In(set) => {
                    self.probe_plain(link, candidates, |targets| targets.iter().position(|&one| set.contains(one)))
                }
            };
        }
        candidates.filter(|head| {
            for &step in &link.steps {
                let adjacency = self.reader.adjacency(step);
                let (targets, statements) = (adjacency.targets(head), adjacency.statements(head));
                for (i, &object) in targets.iter().enumerate() {
                    if objects.has(object) && self.reader.counts(link, mode, statements.get(i).copied(), object) {
                        self.budget.spend(i + 1)?;
                        return Ok(true);
                    }
                }
                self.budget.spend(targets.len() + 1)?;
            }
            Ok(false)
        })
    }

    /// As `probe`, where every edge counts: `first` finds the first object among the targets of a candidate.
    fn probe_plain(&self, link: &Link, candidates: Set, first: impl Fn(&[u32]) -> Option<usize>) -> Result<Set, Stop> {
        let lists: Vec<Lists<'_>> = link.steps.iter().map(|&step| self.reader.adjacency(step).lists()).collect();
        candidates.filter(|head| {
            for list in &lists {
                let targets = list.of(head);
                let found = first(targets);
                self.budget.spend(found.unwrap_or(targets.len()) + 1)?;
                if found.is_some() {
                    return Ok(true);
                }
            }
            Ok(false)
        })
    }

    /// `at least 2`, `only`, `every`: distinct objects are counted per head.
    fn quantified(&self, kinds: KindSet, link: &Link, mode: Mode, candidates: Option<Set>) -> Result<Set, Stop> {
        let objects = self.objects(link, mode)?;
        let wanted = match (&objects, link.quantifier) {
            (Objects::In(set), Quantifier::Every) => self.distinct_faces(set.clone()).len(),
            (Objects::Any, Quantifier::Every) => {
                self.distinct_faces(Set::of_kinds(self.reader.graph, self.plan.kinds(link.object))).len()
            }
            (Objects::In(_) | Objects::Any, Quantifier::Some | Quantifier::Between(..) | Quantifier::Only) => 0,
        };
        let candidates = candidates.unwrap_or_else(|| Set::of_kinds(self.reader.graph, kinds));
        candidates.filter(|head| {
            let (inside, outside) = self.count_objects(link, mode, &objects, head)?;
            Ok(match link.quantifier {
                Quantifier::Some => inside > 0,
                Quantifier::Between(low, high) => (low..=high).contains(&(inside as u64)),
                Quantifier::Only => inside > 0 && outside == 0,
                Quantifier::Every => wanted > 0 && inside == wanted,
            })
        })
    }

    fn distinct_faces(&self, set: Set) -> Set {
        self.faces(set)
    }

    /// How many distinct objects a head has in and outside the set; faces of one name count once.
    fn count_objects(&self, link: &Link, mode: Mode, objects: &Objects, head: u32) -> Result<(usize, usize), Stop> {
        let graph = self.reader.graph;
        let (mut inside, mut outside) = (Vec::new(), Vec::new());
        for &step in &link.steps {
            let adjacency = self.reader.adjacency(step);
            let statements = adjacency.statements(head);
            for (i, &object) in adjacency.targets(head).iter().enumerate() {
                if self.reader.counts(link, mode, statements.get(i).copied(), object) {
                    let list = if objects.has(object) { &mut inside } else { &mut outside };
                    list.push(graph.face(EntityId(object)).0);
                }
            }
            self.budget.spend(adjacency.degree(head) + 1)?;
        }
        let distinct = |list: &mut Vec<u32>| {
            list.sort_unstable();
            list.dedup();
        };
        distinct(&mut inside);
        outside.retain(|face| inside.binary_search(face).is_err());
        distinct(&mut outside);
        Ok((inside.len(), outside.len()))
    }

    /// `subtypes of X`: one step or more, so that nothing is a subtype of itself.
    fn transitive(&self, link: &Link, kinds: KindSet, mode: Mode, candidates: Option<Set>) -> Result<Set, Stop> {
        let objects = match self.objects(link, mode)? {
            Objects::In(set) => set,
            Objects::Any => Set::of_kinds(self.reader.graph, self.plan.kinds(link.object)),
        };
        // Names already include what is below; the walk starts at what was named.
        let start: Vec<u32> = match &self.query().node(link.object).domain {
            Domain::Named(set) => set.seeds.iter().flat_map(|seed| &seed.entities).map(|entity| entity.0).collect(),
            Domain::All | Domain::Set(_) | Domain::Same(_) | Domain::Below(_) | Domain::Rows => objects.into_sorted(),
        };
        let mut found = Vec::new();
        let mut pending = start;
        let mut seen = rustc_hash::FxHashSet::default();
        while let Some(object) = pending.pop() {
            for &step in &link.steps {
                let heads = self.reader.reverse(step).targets(object);
                self.budget.spend(heads.len() + 1)?;
                for &head in heads {
                    if seen.insert(head) {
                        pending.push(head);
                        found.push(head);
                    }
                }
            }
        }
        let graph = self.reader.graph;
        found.retain(|&entity| kinds.has(graph.kind(EntityId(entity))));
        if let Some(candidates) = candidates {
            found.retain(|&entity| candidates.contains(entity));
        }
        Ok(Set::from_list(found))
    }

    /// Heads that answer through others: a class through its members in a context, a regimen through
    /// its drugs where the verb knows only drugs.
    fn spreads(&self, kinds: KindSet, link: &Link) -> Option<Spread> {
        self.plan.spread(self.reader.graph, kinds, link, self.query().including_combinations)
    }

    /// Adds the heads of `kinds` that answer through an entity of `found`.
    fn carry(&self, found: Set, spread: &Spread, kinds: KindSet) -> Result<Set, Stop> {
        let graph = self.reader.graph;
        let mut list = Vec::new();
        found.each(|entity| {
            self.budget.spend(1)?;
            let kind = graph.kind(EntityId(entity));
            if kinds.has(kind) {
                list.push(entity);
            }
            // A class answers through its members, not through the classes below it.
            if !spread.kinds.has(kind) {
                return Ok(());
            }
            for &relation in &spread.forward {
                for &class in graph.forward(relation).targets(entity) {
                    match graph.hierarchy(graph.kind(EntityId(class))) {
                        Some(hierarchy) => list.extend_from_slice(hierarchy.above(class)),
                        None => list.push(class),
                    }
                }
            }
            for &relation in &spread.backward {
                list.extend_from_slice(graph.backward(relation).targets(entity));
            }
            Ok(())
        })?;
        list.retain(|&entity| kinds.has(graph.kind(EntityId(entity))));
        Ok(Set::from_list(list))
    }
}

/// Sorts the few, scans the many.
fn ordered(found: Bits, mut list: Vec<u32>) -> Set {
    if list.len() * 8 < found.words_len() * 4 || list.len() < 64 {
        list.sort_unstable();
        return Set::Sorted(list);
    }
    list.clear();
    list.extend(found.iter());
    Set::Sorted(list)
}
