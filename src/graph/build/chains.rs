//! Values by the hash of a text, in some twenty bytes each: an import has millions of texts.

use crate::graph::store::NONE;
use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Values by text. Only hashes are kept, so whoever asks compares the text itself.
#[derive(Debug)]
pub struct Chains<T> {
    /// The newest link of each hash.
    heads: HashTable<u32>,
    links: Vec<ChainLink<T>>,
}

#[derive(Debug)]
struct ChainLink<T> {
    value: T,
    hash: u32,
    /// The link before it with the same hash, or [`NONE`].
    next: u32,
}

impl<T> Default for Chains<T> {
    fn default() -> Self {
        Self { heads: HashTable::new(), links: Vec::new() }
    }
}

impl<T: Copy> Chains<T> {
    /// Makes room.
    pub fn reserve(&mut self, values: usize) {
        let Self { heads, links } = self;
        links.reserve(values);
        heads.reserve(values, |&link| spread(links[link as usize].hash));
    }

    /// Adds a value under a text. Texts of different `realm`s never meet.
    pub fn insert(&mut self, realm: u8, text: &str, value: T) {
        let Self { heads, links } = self;
        let hash = hash_of(realm, text);
        let place = links.len() as u32;
        let hasher = |link: &u32| spread(links[*link as usize].hash);
        let next = match heads.entry(spread(hash), |link| links[*link as usize].hash == hash, hasher) {
            hashbrown::hash_table::Entry::Occupied(mut head) => std::mem::replace(head.get_mut(), place),
            hashbrown::hash_table::Entry::Vacant(free) => {
                free.insert(place);
                NONE
            }
        };
        links.push(ChainLink { value, hash, next });
    }

    /// Everything that a text may refer to, the newest first.
    pub fn candidates(&self, realm: u8, text: &str) -> impl Iterator<Item = T> {
        let hash = hash_of(realm, text);
        let same = |link: &u32| self.link(*link).is_some_and(|link| link.hash == hash);
        let head = self.heads.find(spread(hash), same).copied().unwrap_or(NONE);
        std::iter::successors(self.link(head), |link| self.link(link.next)).map(|link| link.value)
    }

    fn link(&self, place: u32) -> Option<&ChainLink<T>> {
        self.links.get(place as usize)
    }
}

fn hash_of(realm: u8, text: &str) -> u32 {
    xxh3_64_with_seed(text.as_bytes(), u64::from(realm)) as u32
}

/// A hash as the table needs it: with differences in the upper bits, too.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_by_realm_and_text_newest_first() {
        let mut chains = Chains::default();
        for number in 0..1000_u32 {
            chains.insert((number % 2) as u8, &(number / 10).to_string(), number);
        }
        for number in 0..100_u32 {
            let text = number.to_string();
            let expected: Vec<u32> = (0..10).rev().map(|digit| 10 * number + digit).collect();
            let of = |realm: u8| chains.candidates(realm, &text).collect::<Vec<_>>();
            assert_eq!(of(0), expected.iter().copied().filter(|value| value % 2 == 0).collect::<Vec<_>>());
            assert_eq!(of(1), expected.iter().copied().filter(|value| value % 2 == 1).collect::<Vec<_>>());
        }
        assert_eq!(chains.candidates(2, "1").count() + chains.candidates(0, "x").count(), 0);
    }
}
