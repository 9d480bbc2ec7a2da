//! One run of a question: what every operator is given.
//!
//! The ground floor of `exec`. It knows the graph, the question, the plan and the limits, and keeps
//! what was found so far. It finds nothing itself: where one operator needs another it asks here,
//! and the table of [`Operators`] says which function answers.

use super::budget::{Budget, Stop};
use super::reader::{Mode, Reader};
use super::recorder::Recorder;
use super::set::Set;
use crate::answer::Note;
use crate::graph::Graph;
use crate::plan::{Plan, Step};
use crate::query::{Condition, Domain, Link, LinkId, NodeId, Paths, Query, SetId, Stage};
use crate::vocabulary::KindSet;
use rustc_hash::FxHashMap;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

/// The one recursion of `exec`: a set may hold phrases, neighbours and stages, and all of these
/// need sets.
pub struct Operators {
    /// The entities of a set.
    pub set: fn(&Run<'_>, SetId, Mode) -> Result<Set, Stop>,
    /// The entities that a noun can be bound to.
    pub node: fn(&Run<'_>, NodeId, Mode) -> Result<Set, Stop>,
    /// Whether one entity at a noun meets a condition of it.
    pub meets: fn(&Run<'_>, NodeId, &Condition, u32, Mode) -> Result<bool, Stop>,
    /// What is reached by a walk.
    pub neighbours: fn(&Run<'_>, &Paths) -> Result<Set, Stop>,
    /// How many steps away each neighbour of the question is.
    pub distances: fn(&Run<'_>) -> Result<Vec<(u32, u32)>, Stop>,
    /// The entities that stages leave of a set.
    pub staged: fn(&Run<'_>, SetId, &[Stage]) -> Result<Set, Stop>,
}

/// A question while it is answered.
pub struct Run<'a> {
    /// The graph that is asked.
    pub graph: &'a Graph,
    /// The question.
    pub query: &'a Query,
    /// Reads edges and statements as the question asks for them.
    pub reader: Reader<'a>,
    /// The order and direction of the work.
    pub plan: &'a Plan,
    /// Time and memory that are left.
    pub budget: &'a Budget<'a>,
    /// What each part cost, for `profile`.
    pub recorder: Recorder,
    operators: &'static Operators,
    /// Sets of nodes that several links lead to.
    memo: RefCell<FxHashMap<(NodeId, Mode), Set>>,
    /// The rows of the stage before, for `follow`.
    rows: RefCell<Option<Set>>,
    /// Nodes that are asked about row by row, in the form that is quickest to ask.
    tested: RefCell<FxHashMap<(NodeId, Mode), Rc<Set>>>,
    /// Found when somebody asks for the first time; sorted by entity.
    distances: OnceCell<Vec<(u32, u32)>>,
    notes: RefCell<Vec<Note>>,
}

impl<'a> Run<'a> {
    /// Prepares a question: contexts first, as everything else tests them.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn new(
        graph: &'a Graph,
        (query, plan): (&'a Query, &'a Plan),
        budget: &'a Budget<'a>,
        recorder: Recorder,
        operators: &'static Operators,
    ) -> Result<Self, Stop> {
        let mut run = Self {
            graph,
            query,
            reader: Reader::new(graph, query),
            plan,
            budget,
            recorder,
            operators,
            memo: RefCell::default(),
            rows: RefCell::default(),
            tested: RefCell::default(),
            distances: OnceCell::new(),
            notes: RefCell::default(),
        };
        for &node in &plan.contexts {
            let row = query.node(node);
            let context = run.recorder.measure(
                Step::Context(node),
                |_| 0,
                || {
                    let set = match row.domain {
                        Domain::Named(_) => None,
                        Domain::Set(set) | Domain::Below(set) => Some(run.set(set, Mode::Supported)?),
                        Domain::All | Domain::Same(_) | Domain::Rows => Some(run.node(node, Mode::Supported)?),
                    };
                    Ok(run.reader.context_of(row, set.as_ref()))
                },
            )?;
            run.reader.set_context(node, context);
        }
        Ok(run)
    }

    /// The kinds that may be in a set.
    pub fn kinds_of(&self, set: SetId) -> KindSet {
        self.query.fold_kinds(set, &|node| self.plan.kinds(node))
    }

    /// A set: contested rows take no part in set operations unless the question includes them.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn set(&self, set: SetId, mode: Mode) -> Result<Set, Stop> {
        self.recorder.measure(Step::Set(set), Set::len, || (self.operators.set)(self, set, mode))
    }

    /// The entities of a node.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn node(&self, node: NodeId, mode: Mode) -> Result<Set, Stop> {
        if let Some(set) = self.memo.borrow().get(&(node, mode)) {
            return Ok(set.clone());
        }
        let set = self.recorder.measure(Step::Node(node), Set::len, || (self.operators.node)(self, node, mode))?;
        if self.plan.is_shared(node) {
            self.memo.borrow_mut().insert((node, mode), set.clone());
        }
        Ok(set)
    }

    /// The entities of a node, for asking about many: they are found once.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn tested_node(&self, node: NodeId, mode: Mode) -> Result<Rc<Set>, Stop> {
        if let Some(set) = self.tested.borrow().get(&(node, mode)) {
            return Ok(Rc::clone(set));
        }
        let set = Rc::new(self.node(node, mode)?.for_tests());
        self.tested.borrow_mut().insert((node, mode), Rc::clone(&set));
        Ok(set)
    }

    /// The objects of a link as a set; `None` where any will do.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn object_set(&self, id: LinkId) -> Result<Option<Set>, Stop> {
        let link = self.query.link(id);
        let row = self.query.node(link.object);
        let plain = matches!(row.domain, Domain::All) && row.condition.is_true();
        // `treated by regimens`: the verb leads to drugs, too, and these are no objects.
        if plain && self.reader.leads_only_to(link, self.plan.kinds(link.object)) {
            return Ok(None);
        }
        let mode = if self.query.including_contested { Mode::All } else { Mode::Supported };
        self.node(link.object, mode).map(|objects| Some(self.with_reached(link, objects)))
    }

    /// The objects of a link with what is above the names among them, whose statements may
    /// reach down.
    pub fn with_reached(&self, link: &Link, objects: Set) -> Set {
        let reached = self.reader.reached(self.query.node(link.object));
        if reached.is_empty() || !self.reader.has_statements(link) {
            return objects;
        }
        objects.union(Set::from_list(reached.iter().map(|upper| upper.entity).collect()))
    }

    /// Whether one entity at a node meets a condition.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn meets(&self, node: NodeId, condition: &Condition, entity: u32, mode: Mode) -> Result<bool, Stop> {
        (self.operators.meets)(self, node, condition, entity, mode)
    }

    /// What is reached by a walk, without the start.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn neighbours(&self, paths: &Paths) -> Result<Set, Stop> {
        (self.operators.neighbours)(self, paths)
    }

    /// The entities that stages leave of a set.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn staged(&self, set: SetId, stages: &[Stage]) -> Result<Set, Stop> {
        (self.operators.staged)(self, set, stages)
    }

    /// How many steps away a neighbour was found.
    pub fn distance(&self, entity: u32) -> Option<u32> {
        let distances = self.distances.get_or_init(|| {
            // The rows are there; where the budget ends now, they stay without distances.
            let mut distances = (self.operators.distances)(self).unwrap_or_default();
            distances.sort_unstable();
            distances
        });
        let place = distances.partition_point(|&(other, _)| other < entity);
        distances.get(place).filter(|(other, _)| *other == entity).map(|&(_, steps)| steps)
    }

    /// The rows of the stage before, where there is one.
    pub fn rows_before(&self) -> Set {
        self.rows.borrow().clone().unwrap_or(Set::empty())
    }

    /// Sets the rows that `follow` starts from; what was found before may depend on others.
    pub fn set_rows(&self, rows: Set) {
        self.memo.borrow_mut().clear();
        self.tested.borrow_mut().clear();
        *self.rows.borrow_mut() = Some(rows);
    }

    /// Notes that only the first `kept` of `all` rows are left, where there are more.
    pub fn note_cut(&self, all: usize, kept: usize) {
        if all > kept {
            self.note("cut", format!("the first {kept} of {all} rows"));
        }
    }

    /// Whether a verb of the question has statements.
    pub fn rests_on_statements(&self) -> bool {
        self.query.links.iter().any(|link| self.reader.has_statements(link))
    }

    /// Something that the reader should know beside the rows.
    pub fn note(&self, code: &'static str, text: String) {
        let note = Note::new(code, text);
        let mut notes = self.notes.borrow_mut();
        if !notes.contains(&note) {
            notes.push(note);
        }
    }

    /// What was noted so far.
    pub fn take_notes(&self) -> Vec<Note> {
        self.notes.take()
    }
}
