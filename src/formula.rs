//! `And`, `Or` and `Not` over leaves of any type: profiles of tumours, conditions, tests on rows.

/// A formula of propositional logic.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Formula<Leaf> {
    /// A proposition.
    Leaf(Leaf),
    /// The opposite.
    Not(Box<Formula<Leaf>>),
    /// All of them; of none: always true.
    And(Vec<Formula<Leaf>>),
    /// At least one of them; of none: never true.
    Or(Vec<Formula<Leaf>>),
}

impl<Leaf> Formula<Leaf> {
    /// The opposite of a formula.
    pub fn negation(formula: Self) -> Self {
        Formula::Not(Box::new(formula))
    }

    /// Whether it holds. `is_true` is asked about leaves and given whether the leaf is under an
    /// odd number of `Not`s.
    #[inline]
    pub fn evaluate(&self, is_true: &impl Fn(&Leaf, bool) -> bool) -> bool {
        self.evaluate_under(false, is_true)
    }

    fn evaluate_under(&self, negated: bool, is_true: &impl Fn(&Leaf, bool) -> bool) -> bool {
        match self {
            Formula::Leaf(leaf) => is_true(leaf, negated),
            Formula::Not(inner) => !inner.evaluate_under(!negated, is_true),
            Formula::And(parts) => parts.iter().all(|part| part.evaluate_under(negated, is_true)),
            Formula::Or(parts) => parts.iter().any(|part| part.evaluate_under(negated, is_true)),
        }
    }

    /// Whether it holds, where finding out about a leaf may fail. Leaves that no longer matter are
    /// not asked about.
    ///
    /// # Errors
    /// The first error of `is_true`.
    pub fn try_evaluate<E>(&self, is_true: &impl Fn(&Leaf) -> Result<bool, E>) -> Result<bool, E> {
        let (parts, decisive) = match self {
            Formula::Leaf(leaf) => return is_true(leaf),
            Formula::Not(inner) => return Ok(!inner.try_evaluate(is_true)?),
            Formula::And(parts) => (parts, false),
            Formula::Or(parts) => (parts, true),
        };
        for part in parts {
            if part.try_evaluate(is_true)? == decisive {
                return Ok(decisive);
            }
        }
        Ok(!decisive)
    }

    /// All leaves, each with whether it is under an odd number of `Not`s.
    pub fn leaves(&self) -> Vec<(&Leaf, bool)> {
        let mut leaves = Vec::new();
        self.visit(false, &mut |leaf, negated| leaves.push((leaf, negated)));
        leaves
    }

    fn visit<'a>(&'a self, negated: bool, see: &mut impl FnMut(&'a Leaf, bool)) {
        match self {
            Formula::Leaf(leaf) => see(leaf, negated),
            Formula::Not(inner) => inner.visit(!negated, see),
            Formula::And(parts) | Formula::Or(parts) => parts.iter().for_each(|part| part.visit(negated, see)),
        }
    }

    /// The leaves each of which satisfies it alone: the only leaf, or the alternatives of an `Or`.
    pub fn sufficient(&self) -> Vec<&Leaf> {
        match self {
            Formula::Leaf(leaf) => vec![leaf],
            Formula::Or(parts) => parts.iter().flat_map(|part| part.sufficient()).collect(),
            Formula::Not(_) | Formula::And(_) => Vec::new(),
        }
    }

    /// The same formula with every leaf replaced.
    ///
    /// # Errors
    /// The first error of `change`.
    pub fn try_map<To, E>(self, change: &mut impl FnMut(Leaf) -> Result<To, E>) -> Result<Formula<To>, E> {
        let mut all = |parts: Vec<Self>| -> Result<Vec<Formula<To>>, E> {
            parts.into_iter().map(|part| part.try_map(change)).collect()
        };
        Ok(match self {
            Formula::And(parts) => Formula::And(all(parts)?),
            Formula::Or(parts) => Formula::Or(all(parts)?),
            Formula::Leaf(leaf) => Formula::Leaf(change(leaf)?),
            Formula::Not(inner) => Formula::Not(Box::new(inner.try_map(change)?)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Formula;

    fn decided(parts: Vec<Formula<Result<bool, ()>>>, or: bool) -> Result<bool, ()> {
        let formula = if or { Formula::Or(parts) } else { Formula::And(parts) };
        formula.try_evaluate(&|leaf| *leaf)
    }

    #[test]
    fn evaluation_stops_at_what_decides() {
        let parts = |first: bool| vec![Formula::Leaf(Ok(first)), Formula::Leaf(Err(()))];
        assert_eq!(decided(parts(false), false), Ok(false));
        assert_eq!(decided(parts(true), false), Err(()));
        assert_eq!(decided(parts(true), true), Ok(true));
        assert_eq!(decided(parts(false), true), Err(()));
        assert_eq!(decided(Vec::new(), false), Ok(true));
        assert_eq!(decided(Vec::new(), true), Ok(false));
    }

    #[test]
    fn two_negations_cancel_out() {
        let formula = Formula::negation(Formula::negation(Formula::Leaf(1)));
        assert_eq!(formula.leaves(), [(&1, false)]);
        assert!(formula.evaluate(&|leaf, negated| *leaf == 1 && !negated));
    }
}
