//! The far end of a link, ready to be asked about edge by edge.

use crate::exec::budget::Stop;
use crate::exec::reader::Mode;
use crate::exec::run::Run;
use crate::exec::set::Set;
use crate::query::{Domain, Link};

/// A set of objects, for tests.
pub(super) enum Objects {
    /// Every entity of the kinds that the edges lead to.
    Any,
    In(Set),
}

impl Objects {
    /// The objects of a link.
    pub(super) fn of(run: &Run<'_>, link: &Link, mode: Mode) -> Result<Self, Stop> {
        let row = run.query.node(link.object);
        let plain = matches!(row.domain, Domain::All) && row.condition.is_true();
        if plain && run.reader.leads_only_to(link, run.plan.kinds(link.object)) {
            return Ok(Objects::Any);
        }
        // What a phrase leads through is supported; only the head's own edges may be contested.
        let nested = if run.query.including_contested { mode } else { Mode::Supported };
        Ok(Objects::In(run.with_reached(link, run.node(link.object, nested)?)))
    }

    /// The same, in the form that is quickest to ask.
    pub(super) fn for_tests(self) -> Self {
        match self {
            Objects::Any => Objects::Any,
            Objects::In(set) => Objects::In(set.for_tests()),
        }
    }

    #[inline]
    pub(super) fn has(&self, entity: u32) -> bool {
        match self {
            Objects::Any => true,
            Objects::In(set) => set.contains(entity),
        }
    }

    /// As a set, where any is every entity of the kinds of the link's noun.
    pub(super) fn into_set(self, run: &Run<'_>, link: &Link) -> Set {
        match self {
            Objects::In(set) => set,
            Objects::Any => Set::of_kinds(run.graph, run.plan.kinds(link.object)),
        }
    }
}
