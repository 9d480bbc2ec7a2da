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

impl<Leaf> Default for Formula<Leaf> {
    fn default() -> Self {
        Formula::TRUE
    }
}

impl<Leaf> Formula<Leaf> {
    /// What always holds.
    pub const TRUE: Self = Formula::And(Vec::new());

    /// The opposite of a formula.
    pub fn negation(formula: Self) -> Self {
        Formula::Not(Box::new(formula))
    }

    /// All of these: a single one as itself.
    pub fn all(mut parts: Vec<Self>) -> Self {
        if parts.len() == 1 { parts.remove(0) } else { Formula::And(parts) }
    }

    /// One of these: a single one as itself.
    pub fn any(mut parts: Vec<Self>) -> Self {
        if parts.len() == 1 { parts.remove(0) } else { Formula::Or(parts) }
    }

    /// Whether it asks for nothing.
    #[inline]
    pub const fn is_true(&self) -> bool {
        matches!(self, Formula::And(parts) if parts.is_empty())
    }

    /// The parts that must all hold.
    pub fn conjuncts(&self) -> &[Self] {
        match self {
            Formula::And(parts) => parts,
            Formula::Leaf(_) | Formula::Not(_) | Formula::Or(_) => std::slice::from_ref(self),
        }
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

    /// Visits all leaves.
    pub fn for_each<'a>(&'a self, see: &mut impl FnMut(&'a Leaf)) {
        self.visit(false, &mut |leaf, _| see(leaf));
    }

    /// Visits the leaves that are under no `Not`.
    pub fn for_each_positive<'a>(&'a self, see: &mut impl FnMut(&'a Leaf)) {
        match self {
            Formula::Leaf(leaf) => see(leaf),
            Formula::Not(_) => {}
            Formula::And(parts) | Formula::Or(parts) => parts.iter().for_each(|part| part.for_each_positive(see)),
        }
    }

    /// Visits what the outermost `Not`s negate.
    pub fn for_each_negated<'a>(&'a self, see: &mut impl FnMut(&'a Self)) {
        match self {
            Formula::Leaf(_) => {}
            Formula::Not(inner) => see(inner),
            Formula::And(parts) | Formula::Or(parts) => parts.iter().for_each(|part| part.for_each_negated(see)),
        }
    }

    /// Whether a leaf anywhere in it is so.
    pub fn has_leaf(&self, is_so: &impl Fn(&Leaf) -> bool) -> bool {
        match self {
            Formula::Leaf(leaf) => is_so(leaf),
            Formula::Not(inner) => inner.has_leaf(is_so),
            Formula::And(parts) | Formula::Or(parts) => parts.iter().any(|part| part.has_leaf(is_so)),
        }
    }

    /// Visits each leaf that, where nothing else is true, makes it true. `is_true` is asked whether
    /// a leaf is true because of another, with whether it is under an odd number of `Not`s.
    pub fn sufficient_if_else_absent<'a>(&'a self, is_true: &impl Fn(&Leaf, &Leaf, bool) -> bool) -> Vec<&'a Leaf> {
        if self.evaluate(&|_, _| false) {
            return Vec::new();
        }
        let mut positive = Vec::new();
        self.visit(false, &mut |leaf, negated| positive.extend((!negated).then_some(leaf)));
        positive.retain(|&only| self.evaluate(&|leaf, negated| is_true(leaf, only, negated)));
        positive
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

    #[test]
    fn visits_keep_apart_what_is_negated() {
        let inner = Formula::Or(vec![Formula::Leaf(2), Formula::negation(Formula::Leaf(3))]);
        let formula = Formula::And(vec![Formula::Leaf(1), Formula::negation(inner.clone()), Formula::Leaf(4)]);
        let (mut all, mut positive, mut negated) = (Vec::new(), Vec::new(), Vec::new());
        formula.for_each(&mut |leaf| all.push(*leaf));
        formula.for_each_positive(&mut |leaf| positive.push(*leaf));
        formula.for_each_negated(&mut |part| negated.push(part));
        assert_eq!((all, positive, negated), (vec![1, 2, 3, 4], vec![1, 4], vec![&inner]));
        assert!(formula.has_leaf(&|leaf| *leaf == 3));
        assert!(!formula.has_leaf(&|leaf| *leaf == 5));
    }

    #[test]
    fn nothing_asked_is_true() {
        assert!(Formula::<u8>::all(Vec::new()).is_true());
        assert!(!Formula::<u8>::any(Vec::new()).is_true());
        assert!(Formula::<u8>::TRUE.conjuncts().is_empty());
        assert_eq!(Formula::all(vec![Formula::Leaf(1)]).conjuncts(), [Formula::Leaf(1)]);
    }
}
