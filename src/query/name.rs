//! Names of a question, and what they include.

use crate::graph::EntityId;
use crate::model::Above;
use crate::names::UnlistedChange;
use std::sync::Arc;

/// Entities named in the question, and what their names include.
#[derive(Clone, Debug, Default)]
pub struct NamedSet {
    /// Sorted by id, each once.
    pub members: Vec<Member>,
    /// Further names that bring a member in, sorted by id: empty where each has one name.
    pub further: Vec<Member>,
    /// What is above the names and is no member, sorted by id, once for each name: from there
    /// authority reaches down to them (model section 6a).
    pub reached: Vec<Member>,
    /// The names as the user gave them, in the order of the text.
    pub seeds: Vec<Seed>,
    /// A finding is meant exactly: what holds for it only if something else is absent does not
    /// answer (model section 6a).
    pub exactly: bool,
}

impl NamedSet {
    /// A set of members in any order, each kept once for the nearest way in which it belongs.
    pub fn new(mut members: Vec<Member>, seeds: Vec<Seed>) -> Self {
        members.sort_unstable_by_key(|member| (member.entity, member.how, member.seed));
        let mut further = Vec::new();
        members.dedup_by(|member, nearest| {
            let is_same = member.entity == nearest.entity;
            if is_same && member.seed != nearest.seed {
                further.push(*member);
            }
            is_same
        });
        Self { members, further, reached: Vec::new(), seeds, exactly: false }
    }

    /// The same set, with what is above its names.
    #[must_use]
    pub fn reached_from(mut self, mut above: Vec<Member>) -> Self {
        above.retain(|upper| self.find(upper.entity).is_none());
        above.sort_unstable_by_key(|upper| (upper.entity, upper.seed, upper.how));
        above.dedup_by_key(|upper| (upper.entity, upper.seed));
        self.reached = above;
        self
    }

    /// What it stands for: its members, and what stands above a name without an entity or above
    /// findings that were named together.
    pub fn entities(&self) -> impl Iterator<Item = u32> {
        let reached = self.reached.iter().filter(|upper| self.stands_for_itself(upper));
        self.members.iter().chain(reached).map(|member| member.entity)
    }

    /// Whether an entity is one of [`NamedSet::entities`].
    pub fn has(&self, entity: u32) -> bool {
        self.find(entity).is_some() || self.above(entity).iter().any(|upper| self.stands_for_itself(upper))
    }

    fn stands_for_itself(&self, upper: &Member) -> bool {
        self.members.is_empty() || self.seeds.get(upper.seed as usize).is_some_and(|seed| seed.together.is_some())
    }

    /// The names to which something reaches down.
    pub fn seeds_below_reached(&self) -> Vec<u32> {
        let is_below = |&(number, _): &(usize, &Seed)| self.reached.iter().any(|upper| upper.seed as usize == number);
        let seeds = self.seeds.iter().enumerate().filter(is_below);
        seeds.flat_map(|(_, seed)| &seed.entities).map(|entity| entity.0).collect()
    }

    /// How an entity that is no member is above each of the names.
    pub fn above(&self, entity: u32) -> &[Member] {
        let first = self.reached.partition_point(|upper| upper.entity < entity);
        let rest = &self.reached[first..];
        &rest[..rest.partition_point(|upper| upper.entity == entity)]
    }

    /// The member with this id.
    pub fn find(&self, entity: u32) -> Option<&Member> {
        self.members.binary_search_by_key(&entity, |member| member.entity).ok().map(|i| &self.members[i])
    }

    /// Every name that brings an entity in, and how.
    pub fn ways(&self, entity: u32) -> impl Iterator<Item = (Inclusion, &Seed)> {
        let first = self.further.partition_point(|member| member.entity < entity);
        let further = self.further[first..].iter().take_while(move |member| member.entity == entity);
        let all = self.find(entity).into_iter().chain(further);
        all.filter_map(|member| Some((member.how, self.seeds.get(member.seed as usize)?)))
    }
}

/// A name of the question.
#[derive(Clone, Debug)]
pub struct Seed {
    /// What it names: one entity, or the faces of one name.
    pub entities: Vec<EntityId>,
    /// As typed.
    pub typed: String,
    /// `exactly`
    pub exactly: bool,
    /// `or broader`
    pub or_broader: bool,
    /// The kind that the user forced, as a prefix.
    pub forced: Option<String>,
    /// Typed without the noun that its full name ends in (`gastric`).
    pub stripped: bool,
    /// A change that the graph has no entity for; `entities` are then the groups nearest to it.
    pub unlisted: Option<UnlistedChange>,
    /// Findings that a profile must need together (`EGFR L858R and EGFR T790M`, language R9);
    /// `entities` are then those that must be there.
    pub together: Option<Arc<ProfileQuestion>>,
}

impl Seed {
    /// Entities as if their name had been typed, with no word beside it.
    pub fn of(entities: Vec<EntityId>, typed: &str) -> Self {
        Self {
            entities,
            typed: typed.to_owned(),
            exactly: false,
            or_broader: false,
            forced: None,
            stripped: false,
            unlisted: None,
            together: None,
        }
    }
}

/// A profile asked for as a whole: `EGFR L858R and EGFR T790M`.
#[derive(Clone, Debug)]
pub struct ProfileQuestion {
    /// Literals joined by `and`.
    pub literals: Vec<ProfileLiteral>,
}

/// `EGFR T790M`, `not (EGFR mutation or ALK fusion)`.
#[derive(Clone, Debug)]
pub struct ProfileLiteral {
    /// `not`
    pub negated: bool,
    /// Any of these.
    pub alternatives: Vec<ProfileName>,
}

/// A name in a profile.
#[derive(Clone, Debug)]
pub struct ProfileName {
    /// As it was written.
    pub name: Seed,
    /// All faces of what it names, sorted.
    pub faces: Vec<EntityId>,
}

/// One entity of a named set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its id.
    pub entity: u32,
    /// Which name brought it in.
    pub seed: u32,
    /// Why it is included.
    pub how: Inclusion,
}

/// How an entity belongs to a name, or how a statement matches it: the nearest first, which is the
/// order in which the best statement of a row is chosen (model section 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Inclusion {
    /// It is what was named.
    Exact,
    /// Below it in its hierarchy.
    Subtype,
    /// A member of the class or family, or a variant of the gene.
    Member,
    /// It needs a finding to be absent, of which the question says nothing.
    Conditional,
    /// All changes of the residue that was named.
    Codon,
    /// All changes of the exon in which it is.
    Exon,
    /// Another group of changes of which it is one.
    Category,
    /// Above it in its hierarchy.
    Broader,
}

impl From<Above> for Inclusion {
    fn from(above: Above) -> Self {
        match above {
            Above::Codon => Inclusion::Codon,
            Above::Exon => Inclusion::Exon,
            Above::Category => Inclusion::Category,
        }
    }
}

impl Inclusion {
    /// Whether it stands above what was named: `or broader` brings it in, or authority reaches down
    /// from it.
    pub const fn is_above(self) -> bool {
        match self {
            Inclusion::Exact | Inclusion::Subtype | Inclusion::Member | Inclusion::Conditional => false,
            Inclusion::Codon | Inclusion::Exon | Inclusion::Category | Inclusion::Broader => true,
        }
    }

    /// The word of the columns `match` and `variant_match`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Inclusion::Exact => "exact",
            Inclusion::Subtype | Inclusion::Member => "subtype",
            Inclusion::Conditional => "conditional",
            Inclusion::Codon => "codon",
            Inclusion::Exon => "exon",
            Inclusion::Category => "category",
            Inclusion::Broader => "broader",
        }
    }
}
