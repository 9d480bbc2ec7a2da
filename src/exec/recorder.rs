//! The cost of each part of a run, for `profile`. When off, it is one branch per operator.

use super::budget::Stop;
use crate::plan::Step;
use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

/// What one part of a run did.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// The operator of the plan that did the work.
    pub step: Step,
    /// Entities or rows that it found, when it ran last.
    pub rows: usize,
    /// Time of all its runs, without that of the parts inside it.
    pub time: Duration,
}

/// Notes what runs. Off unless made by [`Recorder::on`].
#[derive(Debug, Default)]
pub struct Recorder {
    measures: Option<RefCell<Vec<Measure>>>,
    /// Time of the parts inside the one that runs.
    inner: Cell<Duration>,
}

impl Recorder {
    /// One that notes.
    pub fn on() -> Self {
        Self { measures: Some(RefCell::default()), inner: Cell::default() }
    }

    /// Runs a part; `size` gives the number of entities or rows it found.
    ///
    /// # Errors
    /// Those of the part.
    #[inline]
    pub fn measure<T>(
        &self,
        step: Step,
        size: impl FnOnce(&T) -> usize,
        run: impl FnOnce() -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        match &self.measures {
            None => run(),
            Some(measures) => {
                let outer = self.inner.replace(Duration::ZERO);
                let start = Instant::now();
                let result = run();
                let whole = start.elapsed();
                let time = whole.saturating_sub(self.inner.get());
                self.inner.set(outer + whole);
                if let Ok(found) = &result {
                    note(&mut measures.borrow_mut(), Measure { step, rows: size(found), time });
                }
                result
            }
        }
    }

    /// What was noted of a part.
    pub fn of(&self, step: Step) -> Option<Measure> {
        self.measures.as_ref()?.borrow().iter().find(|measure| measure.step == step).copied()
    }
}

fn note(measures: &mut Vec<Measure>, new: Measure) {
    match measures.iter_mut().find(|measure| measure.step == new.step) {
        Some(measure) => {
            measure.rows = new.rows;
            measure.time += new.time;
        }
        None => measures.push(new),
    }
}
