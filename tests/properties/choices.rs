//! Graphs and questions made from a list of numbers, so that a failing case shrinks by itself: a
//! number that is not there is zero, and zero is always the simplest choice.

/// Numbers to choose by.
#[derive(Clone, Debug)]
pub struct Choices<'a> {
    numbers: &'a [u16],
    next: usize,
}

impl<'a> Choices<'a> {
    pub fn new(numbers: &'a [u16]) -> Self {
        Self { numbers, next: 0 }
    }

    /// A number below `count`.
    pub fn below(&mut self, count: usize) -> usize {
        let number = self.numbers.get(self.next).copied().unwrap_or(0);
        self.next += 1;
        usize::from(number) % count.max(1)
    }

    /// One of these.
    pub fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }

    /// Whether something that happens once in `odds` happens.
    pub fn rarely(&mut self, odds: usize) -> bool {
        self.below(odds) == odds - 1
    }
}
