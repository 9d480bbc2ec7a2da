//! The objects that one head has over a verb, counted in and outside those that are asked for.

use crate::exec::budget::Stop;
use crate::exec::numbered::count;
use crate::exec::reach::StandsFor;
use crate::exec::reader::Mode;
use crate::exec::run::Run;
use crate::graph::EntityId;
use crate::query::{Link, Node, Quantifier};

/// Distinct objects, as representatives: the faces of one name count once.
#[derive(Default)]
pub(super) struct Tally {
    inside: Vec<u32>,
    outside: Vec<u32>,
}

impl Tally {
    /// Counts the objects of a head; `is_object` says which entities are asked for. Where one is
    /// enough the first is all that is counted.
    pub(super) fn of(
        run: &Run<'_>,
        (node, head): (&Node, u32),
        link: &Link,
        mode: Mode,
        is_object: impl Fn(u32) -> Result<bool, Stop>,
    ) -> Result<Self, Stop> {
        let reader = &run.reader;
        let mut tally = Self::default();
        for (start, upper) in reader.starts(node, link, head) {
            for &step in &link.steps {
                let adjacency = reader.adjacency(step);
                for edge in adjacency.range(start) {
                    let statement = adjacency.statement_at(edge);
                    if !reader.is_met(link, mode, statement) || !reader.starts_for(node, (start, upper), statement) {
                        continue;
                    }
                    let object = adjacency.all_targets()[edge];
                    let stands_for = reader.stands_for(link, statement, object, is_object(object)?);
                    tally.add(run, object, stands_for);
                    if link.quantifier == Quantifier::Some && !tally.inside.is_empty() {
                        return Ok(tally);
                    }
                }
                run.budget.spend(adjacency.degree(start) + 1)?;
            }
        }
        tally.finish();
        Ok(tally)
    }

    fn add(&mut self, run: &Run<'_>, object: u32, stands_for: StandsFor) {
        let face = |entity: u32| run.graph.face(EntityId(entity)).0;
        match stands_for {
            StandsFor::Object => self.inside.push(face(object)),
            StandsFor::Names(names) => {
                self.inside.extend(names.into_iter().map(face));
                self.outside.push(face(object));
            }
            StandsFor::Other => self.outside.push(face(object)),
            StandsFor::Nothing => {}
        }
    }

    fn finish(&mut self) {
        for list in [&mut self.inside, &mut self.outside] {
            list.sort_unstable();
            list.dedup();
        }
        let inside = &self.inside;
        self.outside.retain(|face| inside.binary_search(face).is_err());
    }

    /// Whether these are as many as a quantifier asks for; `all` counts the objects that there are.
    pub(super) fn fits(&self, quantifier: Quantifier, all: impl FnOnce() -> Result<usize, Stop>) -> Result<bool, Stop> {
        let inside = self.inside.len();
        Ok(match quantifier {
            Quantifier::Some => inside > 0,
            Quantifier::Between(low, high) => (low..=high).contains(&count(inside)),
            Quantifier::Only => inside > 0 && self.outside.is_empty(),
            Quantifier::Every => inside > 0 && inside == all()?,
        })
    }
}
