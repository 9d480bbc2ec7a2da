//! Random small graphs, as text.

use super::choices::Choices;
use onco::{Engine, TextGraph};
use std::fmt::Write as _;

/// The words of the mini graph serve.
pub const VOCABULARY: &str = include_str!("../../graphs/mini/vocabulary.toml");

/// Entities of one kind: the kind, the beginning of their names, and how many there are.
pub const KINDS: &[(&str, &str, usize)] = &[
    ("gene", "gena", 3),
    ("variant", "vari", 4),
    ("drug", "druga", 4),
    ("drug class", "clasa", 3),
    ("cancer", "tuma", 5),
    ("mechanism", "mecha", 2),
    ("mechanism kind", "mekia", 2),
    ("regimen", "regia", 1),
];

/// Genes with a protein of the same name.
const PROTEINS: usize = 2;
/// Variants with a mechanism of the same name.
const FACED_VARIANTS: usize = 1;

/// The name of an entity.
pub fn name(kind: &str, number: usize) -> String {
    let row = KINDS.iter().find(|row| row.0 == kind).expect("a kind of the table");
    format!("{}{number}", row.1)
}

/// Another name of it.
pub fn alias(kind: &str, number: usize) -> String {
    format!("{}alias{number}", kind.replace(' ', ""))
}

/// Its identifier.
pub fn id(kind: &str, number: usize) -> String {
    format!("test:{}-{number}", kind.replace(' ', "-"))
}

/// A graph as text, with its facts for those who count by hand.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    pub entities: String,
    pub relations: String,
    pub statements: String,
    /// Relation, from, to: kinds and numbers.
    pub facts: Vec<(&'static str, (&'static str, usize), (&'static str, usize))>,
}

/// How many edges of a relation may be drawn, between which kinds.
const FACTS: &[(&str, &str, &str, usize)] = &[
    ("targets", "drug", "gene", 6),
    ("targets", "drug class", "gene", 2),
    ("targets", "drug", "variant", 2),
    ("is a", "drug", "drug class", 4),
    ("is a", "mechanism", "mechanism kind", 3),
    ("variant of", "variant", "gene", 4),
    ("involves", "mechanism", "gene", 3),
    ("involves", "mechanism", "variant", 2),
    ("has member", "regimen", "drug", 2),
];

const EFFECTS: &[&str] = &[
    "sensitivity",
    "resistance",
    "treats",
    "overcomes",
    "occurrence",
    "sensitivity",
    "resistance",
    "treats",
    "reduced sensitivity",
];
const DIRECTIONS: &[&str] = &["supports", "supports", "supports", "disputes", "inconclusive"];
const LEVELS: &[&str] = &["A", "B", "C", "D", "E"];
const STATUSES: &[&str] = &["", "", "approved", "failed", "withdrawn", "investigational"];

impl Sample {
    pub fn draw(choices: &mut Choices<'_>) -> Self {
        let mut sample = Self::default();
        sample.entities.push_str("id\tkind\tname\taliases\n");
        sample.relations.push_str("from\trelation\tto\tsources\n");
        sample.statements.push_str(
            "id\teffect\tdirection\ttherapy\tprofile\tcancer\texcept_cancer\tmechanism\tlevel\trating\tstatus\tyear\tsource\tdisputed\n",
        );
        for &(kind, _, count) in KINDS {
            for number in 0..count {
                let _ = writeln!(
                    sample.entities,
                    "{}\t{kind}\t{}\t{}",
                    id(kind, number),
                    name(kind, number),
                    alias(kind, number)
                );
            }
        }
        for number in 0..PROTEINS {
            let _ = writeln!(sample.entities, "test:protein-{number}\tprotein\t{}\t", name("gene", number));
            let _ = writeln!(sample.relations, "gene:{0}\tencodes\tprotein:{0}\tPMID:1", name("gene", number));
        }
        for number in 0..FACED_VARIANTS {
            let _ = writeln!(sample.entities, "test:faced-{number}\tmechanism\t{}\t", name("variant", number));
        }
        sample.draw_facts(choices);
        for number in 0..choices.below(40) {
            sample.draw_statement(choices, number);
        }
        sample
    }

    fn fact(&mut self, relation: &'static str, from: (&'static str, usize), to: (&'static str, usize)) {
        if self.facts.contains(&(relation, from, to)) {
            return;
        }
        let _ = writeln!(self.relations, "{}\t{relation}\t{}\tPMID:1", id(from.0, from.1), id(to.0, to.1));
        self.facts.push((relation, from, to));
    }

    fn draw_facts(&mut self, choices: &mut Choices<'_>) {
        let count = |kind: &str| KINDS.iter().find(|row| row.0 == kind).map_or(0, |row| row.2);
        for &(relation, from, to, most) in FACTS {
            for _ in 0..choices.below(2 * most + 1) {
                let pair = (choices.below(count(from)), choices.below(count(to)));
                self.fact(relation, (from, pair.0), (to, pair.1));
            }
        }
        // Hierarchies lead from greater numbers to smaller ones, so they have no cycles.
        for kind in ["cancer", "drug class", "variant"] {
            for lower in 1..count(kind) {
                for _ in 0..choices.below(3) {
                    let upper = choices.below(lower);
                    self.fact("is a", (kind, lower), (kind, upper));
                }
            }
        }
    }

    fn draw_statement(&mut self, choices: &mut Choices<'_>, number: usize) {
        let effect = *choices.one(EFFECTS);
        let direction = *choices.one(DIRECTIONS);
        let therapy = match choices.below(6) {
            0..=3 => name("drug", choices.below(4)),
            4 => name("drug class", choices.below(3)),
            _ => format!("{} + {}", name("drug", choices.below(2)), name("drug", 2 + choices.below(2))),
        };
        let variant = |choices: &mut Choices<'_>| name("variant", choices.below(4));
        let profile = match choices.below(6) {
            0 | 1 => variant(choices),
            2 => String::new(),
            3 => format!("{} OR {}", name("variant", choices.below(2)), name("variant", 2 + choices.below(2))),
            4 => format!("{} AND {}", name("variant", choices.below(2)), name("variant", 2 + choices.below(2))),
            _ => format!("{} AND NOT {}", name("variant", choices.below(2)), name("variant", 2 + choices.below(2))),
        };
        let cancers = match choices.below(4) {
            0 | 1 => vec![choices.below(5)],
            2 => Vec::new(),
            _ => vec![choices.below(2), 2 + choices.below(3)],
        };
        // Hierarchies lead to smaller numbers: what is excluded is none of the cancers and not
        // above them.
        let least = cancers.iter().max().map_or(0, |greatest| greatest + 1);
        let excludes = choices.rarely(6) && least < 5;
        let except = if excludes { name("cancer", least + choices.below(5 - least)) } else { String::new() };
        let cancer = cancers.iter().map(|&number| name("cancer", number)).collect::<Vec<String>>().join("|");
        let mechanism = if choices.rarely(3) { name("mechanism", choices.below(2)) } else { String::new() };
        let level = choices.one(LEVELS);
        let rating = choices.below(5) + 1;
        let status = choices.one(STATUSES);
        let year = 2010 + choices.below(12);
        let disputed = if choices.rarely(8) { "true" } else { "" };
        let _ = writeln!(
            self.statements,
            "test:statement-{number}\t{effect}\t{direction}\t{therapy}\t{profile}\t{cancer}\t{except}\t{mechanism}\t{level}\t{rating}\t{status}\t{year}\tPMID:{number}\t{disputed}",
        );
    }

    /// The graph, if what was drawn is one.
    pub fn engine(&self) -> Result<Engine, String> {
        let text = TextGraph {
            vocabulary: VOCABULARY,
            entities: &self.entities,
            relations: &self.relations,
            statements: &self.statements,
        };
        Engine::from_text(&text).map_err(|error| error.to_string())
    }
}
