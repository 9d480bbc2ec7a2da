//! Whether a node is among those of one layer of a search, asked of many nodes.

use crate::exec::numbered::{narrow, wide};
use crate::graph::{EntityId, Graph};
use crate::vocabulary::KindSet;

/// Layers up to this size are put in order, so that they can be searched for.
const SMALL_LAYER: usize = 64;

/// The nodes after some number of steps.
pub(super) struct Layer {
    /// Their kinds; all kinds where they are many.
    pub(super) kinds: KindSet,
    pub(super) nodes: Nodes,
}

pub(super) enum Nodes {
    /// Few: in order, each once.
    Few(Vec<u32>),
    /// Many.
    Many(Sieve),
}

impl Layer {
    pub(super) fn of(graph: &Graph, level: &[u32]) -> Self {
        if level.len() > SMALL_LAYER {
            return Self { kinds: KindSet(u128::MAX), nodes: Nodes::Many(Sieve::of(level)) };
        }
        let mut nodes = level.to_vec();
        nodes.sort_unstable();
        let kinds = nodes.iter().fold(KindSet::default(), |kinds, &node| kinds.with(graph.kind(EntityId(node))));
        Self { kinds, nodes: Nodes::Few(nodes) }
    }
}

/// A Bloom filter: says quickly that most nodes are not among some. Those that are always pass, of
/// the others one in sixteen or so. It is small enough to stay near the processor, which marks of a
/// whole graph are not.
pub(super) struct Sieve {
    words: Vec<u64>,
    /// One less than the number of bits.
    mask: u32,
}

impl Sieve {
    /// Bits for each node, about.
    const SPARSE: usize = 16;
    /// Bits at most: half of what a processor keeps nearest.
    const BITS_MAX: usize = 1 << 17;

    fn of(nodes: &[u32]) -> Self {
        let bits = (Self::SPARSE * nodes.len()).next_power_of_two().clamp(64, Self::BITS_MAX);
        let mut sieve = Self { words: vec![0; bits / 64], mask: narrow(bits) - 1 };
        for &node in nodes {
            let bit = node & sieve.mask;
            if let Some(word) = sieve.words.get_mut(wide(bit / 64)) {
                *word |= 1 << (bit % 64);
            }
        }
        sieve
    }

    #[inline]
    pub(super) fn passes(&self, node: u32) -> bool {
        let bit = node & self.mask;
        self.words.get(wide(bit / 64)).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }
}
