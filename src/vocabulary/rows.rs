//! The shape of `vocabulary.toml`, as serde parses it: still text, with places.

use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;
use toml::Spanned;

/// The whole file.
#[derive(serde::Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct FileRow {
    #[serde(default)]
    pub graph: GraphRow,
    #[serde(default)]
    pub noun: Vec<Spanned<NounRow>>,
    #[serde(default)]
    pub verb: Vec<Spanned<VerbRow>>,
    #[serde(default)]
    pub property: Vec<Spanned<PropertyRow>>,
    /// Names for several kinds at once, in the slots of phrases.
    #[serde(default)]
    pub slot: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub phrase: Vec<Spanned<PhraseRow>>,
    #[serde(default)]
    pub offer: Vec<Spanned<OfferRow>>,
    #[serde(default)]
    pub plain: PlainRow,
    #[serde(default)]
    pub exon: Vec<Spanned<ExonRow>>,
    #[serde(default)]
    pub domain: Vec<Spanned<DomainRow>>,
}

/// `[[exon]]`
#[derive(serde::Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct ExonRow {
    /// Symbol of the gene.
    pub gene: String,
    pub number: u32,
    /// First and last.
    pub residues: [u32; 2],
    /// The residues themselves, one letter each, where insertions are compared by the protein that
    /// they make.
    #[serde(default)]
    pub sequence: String,
}

/// `[[domain]]`
#[derive(serde::Deserialize, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct DomainRow {
    /// Symbol of the gene.
    pub gene: String,
    /// As variants are named after it: `kinase domain`.
    pub name: String,
    /// First and last.
    pub residues: [u32; 2],
}

/// `[graph]`
#[derive(serde::Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct GraphRow {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub version: String,
}

/// `[[noun]]`
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NounRow {
    pub kind: Option<Spanned<OneOrMany>>,
    pub kinds: Option<Spanned<OneOrMany>>,
    pub forms: Option<Spanned<OneOrMany>>,
    pub context: Option<Spanned<String>>,
    pub hierarchical: Option<Spanned<String>>,
}

/// `[[verb]]`
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VerbRow {
    pub relation: Spanned<String>,
    #[serde(default)]
    pub abbreviation: String,
    pub from: Spanned<OneOrMany>,
    pub to: Spanned<OneOrMany>,
    pub lemma: Option<Spanned<String>>,
    pub forward: Option<Spanned<OneOrMany>>,
    pub inverse: Option<Spanned<OneOrMany>>,
    #[serde(default)]
    pub noun_forms: Vec<Spanned<NounFormRow>>,
    pub context: Option<Spanned<String>>,
    pub claim: Option<ClaimRow>,
    pub and: Option<Spanned<String>>,
    #[serde(default)]
    pub undirected: bool,
    pub derived: Option<Spanned<bool>>,
    pub via: Option<ViaRow>,
}

/// `{ form = "targets of", head = "to" }`
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NounFormRow {
    pub form: Spanned<String>,
    pub head: Spanned<String>,
    pub kind: Option<Spanned<String>>,
    #[serde(default)]
    pub transitive: bool,
}

/// `claim = { … }`; an end without a role is one that no field of a statement names, so that
/// edges of the verb are written as facts.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimRow {
    pub effects: Spanned<OneOrMany>,
    pub from: Option<Spanned<OneOrMany>>,
    pub to: Option<Spanned<OneOrMany>>,
}

/// `via = { kind = "gene", relation = "variant of" }` of a verb.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ViaRow {
    pub kind: Spanned<String>,
    pub relation: Spanned<String>,
}

/// `[[property]]`
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PropertyRow {
    pub name: Spanned<String>,
    pub on: Option<Spanned<OneOrMany>>,
    #[serde(rename = "type")]
    pub of: Option<Spanned<String>>,
    pub order: Option<Spanned<OneOrMany>>,
    pub values: Option<Spanned<OneOrMany>>,
    pub via: Option<Spanned<String>>,
    pub kind: Option<Spanned<String>>,
    pub adjectives: Option<Spanned<OneOrMany>>,
}

/// Part of a sentence that a pattern stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PhrasePlace {
    /// The whole question.
    Sentence,
    /// The beginning of a question: what is asked for.
    Head,
    /// A clause behind a head.
    Clause,
    /// Names only, in any order.
    Names,
    /// One thing that is written with several words; `of` says of which kind it is.
    Value,
    /// A noun by another word.
    Noun,
    /// A verb by other words.
    Verb,
    /// An adjective by other words.
    Adjective,
    /// Words at the end that become a stage.
    Tail,
    /// A condition that may be written anywhere in a question.
    Anywhere,
    /// Words that change nothing in the question; the note says so.
    Over,
    /// Words that ask for what the graph does not record: the question is refused with the note.
    Refuse,
}

/// `[[phrase]]`
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PhraseRow {
    pub rule: String,
    pub place: PhrasePlace,
    #[serde(default)]
    pub of: Vec<String>,
    pub pattern: String,
    #[serde(default)]
    pub canonical: String,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub words: Vec<String>,
    #[serde(default)]
    pub examples: Vec<(String, String)>,
}

/// `[plain]`
#[derive(serde::Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct PlainRow {
    /// Words that change nothing beside names.
    #[serde(default)]
    pub idle: Vec<String>,
}

/// `[[offer]]`
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfferRow {
    pub names: Vec<String>,
    #[serde(default)]
    pub words: Vec<String>,
    pub questions: Vec<String>,
}

/// `"a"` or `["a", "b"]`.
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    /// The texts, one or many.
    pub fn as_slice(&self) -> &[String] {
        match self {
            OneOrMany::One(text) => std::slice::from_ref(text),
            OneOrMany::Many(texts) => texts,
        }
    }
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrManyVisitor;
        impl<'de> Visitor<'de> for OneOrManyVisitor {
            type Value = OneOrMany;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a text or a list of texts")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany::One(text.to_string()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<OneOrMany, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = items.next_element::<String>()? {
                    texts.push(text);
                }
                Ok(OneOrMany::Many(texts))
            }
        }
        deserializer.deserialize_any(OneOrManyVisitor)
    }
}
