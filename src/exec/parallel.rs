//! Work in pieces, on all threads where there is enough of it.

use super::budget::{Budget, Stop};
use rayon::prelude::*;
use std::ops::Range;

/// With fewer edges to touch than this, waking another thread costs more than it brings.
pub const EDGES_FROM: usize = 1_000_000;

/// Runs `piece` over `0..count`, `size` at a time, and gives what the pieces give, in their order.
/// `edges` is about how many edges they touch together; each piece returns how many it did, besides
/// its result. `state` is made once per thread and piece of work that a thread takes.
///
/// # Errors
/// When the budget is used up.
pub fn in_pieces<S, T: Send>(
    budget: &Budget<'_>,
    edges: usize,
    (count, size): (usize, usize),
    state: impl Fn() -> S + Sync + Send,
    piece: impl Fn(&mut S, Range<usize>) -> (T, usize) + Sync + Send,
) -> Result<Vec<T>, Stop> {
    let size = size.max(1);
    let range = |number: usize| number * size..count.min((number + 1) * size);
    let pieces = count.div_ceil(size);
    if edges < EDGES_FROM || pieces < 2 {
        let mut state = state();
        let run = |number| {
            let (result, work) = piece(&mut state, range(number));
            budget.spend(work).map(|()| result)
        };
        return (0..pieces).map(run).collect();
    }
    let watch = budget.watch();
    let run = |state: &mut S, number| watch.check().map(|()| piece(state, range(number)));
    let done: Result<Vec<(T, usize)>, Stop> = (0..pieces).into_par_iter().map_init(state, run).collect();
    let done = done?;
    budget.spend(done.iter().map(|(_, work)| work).sum())?;
    Ok(done.into_iter().map(|(result, _)| result).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exec::budget::{Cancel, Limits};

    fn check(edges: usize) {
        let (limits, cancel) = (Limits::default(), Cancel::new());
        let budget = Budget::start(&limits, &cancel);
        let numbers = |_: &mut (), range: Range<usize>| (range.clone().collect::<Vec<_>>(), range.len());
        let found = in_pieces(&budget, edges, (1000, 7), || (), numbers).unwrap();
        assert_eq!(found.concat(), (0..1000).collect::<Vec<_>>());
        assert_eq!(budget.work(), 1000);
        cancel.cancel();
        let stopped = in_pieces(&budget, edges, (1 << 20, 7), || (), numbers);
        assert_eq!(stopped.unwrap_err(), Stop::Cancelled);
    }

    #[test]
    fn pieces_come_in_order_on_one_thread() {
        check(10);
    }

    #[test]
    fn pieces_come_in_order_on_all_threads() {
        check(EDGES_FROM);
    }
}
