//! Rule: of conditions joined by `and`, the one that leaves fewest entities comes first, so that
//! the others look at few; what can only take away comes last.

use super::Estimates;
use crate::query::{Condition, Requirement};

/// The places of `parts` in the order in which they are evaluated.
pub(super) fn order(estimates: &Estimates, parts: &[Condition]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..parts.len()).collect();
    // The sort is stable: equal estimates keep the order of the sentence.
    order.sort_by(|&a, &b| key(estimates, &parts[a]).total_cmp(&key(estimates, &parts[b])));
    order
}

fn key(estimates: &Estimates, part: &Condition) -> f64 {
    match part {
        Condition::Not(_) => f64::INFINITY,
        // A test of a property costs little and keeps some share of what is there.
        Condition::Leaf(Requirement::Property(_) | Requirement::Evidence(_)) => f64::MAX,
        Condition::Leaf(Requirement::Link(_)) | Condition::And(_) | Condition::Or(_) => estimates.condition(part),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::LinkId;

    #[test]
    fn fewest_first_and_negation_last() {
        let estimates = Estimates { links: vec![500.0, 3.0], ..Estimates::default() };
        let link = |i| Condition::Leaf(Requirement::Link(LinkId(i)));
        let parts = [Condition::Not(Box::new(link(1))), link(0), link(1)];
        assert_eq!(order(&estimates, &parts), [2, 1, 0]);
    }
}
