//! At which step a search has first seen each node.

use crate::exec::numbered::wide;
use std::cell::RefCell;

/// At which step a search from one end has first seen each node; kept per thread, so that a search
/// costs what it touches and not the size of the graph.
#[derive(Default)]
pub struct Marks {
    /// Of each node in the upper half which search has seen it, in the lower half at which step: one
    /// number, so that both are compared at once.
    seen: Vec<u64>,
    run: u32,
}

/// Marks of graphs above this size are given back after use.
const KEPT_NODES: usize = 1 << 22;

impl Marks {
    fn start(&mut self, nodes: usize) {
        if self.seen.len() < nodes || self.run == u32::MAX {
            self.seen = vec![0; nodes];
            self.run = 0;
        }
        self.run += 1;
    }

    /// The step of a node; `None` where it was not seen.
    #[inline]
    pub fn depth(&self, node: u32) -> Option<u32> {
        let mark = self.seen.get(wide(node))?;
        (mark >> 32 == u64::from(self.run)).then_some(*mark as u32)
    }

    /// Whether a node was seen at this step.
    #[inline]
    pub fn is_at(&self, node: u32, depth: u32) -> bool {
        self.seen.get(wide(node)) == Some(&mark_of(self.run, depth))
    }

    /// Marks a node; returns whether it was new.
    #[inline]
    pub fn insert(&mut self, node: u32, depth: u32) -> bool {
        let run = self.run;
        match self.seen.get_mut(wide(node)) {
            Some(mark) if *mark >> 32 != u64::from(run) => {
                *mark = mark_of(run, depth);
                true
            }
            Some(_) | None => false,
        }
    }

    fn finish(&mut self) {
        if self.seen.len() > KEPT_NODES {
            *self = Self::default();
        }
    }
}

/// The mark of a search at a step.
const fn mark_of(run: u32, depth: u32) -> u64 {
    (run as u64) << 32 | depth as u64
}

thread_local! {
    static MARKS: RefCell<[Marks; 2]> = RefCell::default();
}

/// Runs two searches over so many nodes, each with marks of its own. Not to be called within
/// itself.
pub fn with_two<R>(nodes: usize, run: impl FnOnce(&mut [Marks; 2]) -> R) -> R {
    MARKS.with_borrow_mut(|marks| {
        marks.iter_mut().for_each(|marks| marks.start(nodes));
        let result = run(marks);
        marks.iter_mut().for_each(Marks::finish);
        result
    })
}
