//! Names without their noun: `gastric` is another name of `gastric cancer`.
//!
//! Only hierarchical kinds have such names, and only where nothing of the kind is called so
//! anyway. Of several terms that could have one, the name in the words of the kind's own noun
//! counts most, then the topmost term.

use crate::graph::{EntityId, Graph, Hierarchy};
use crate::vocabulary::{KindId, Vocabulary, fold};
use rustc_hash::FxHashSet;

/// A name without its last words.
pub(super) struct StrippedAlias<'g> {
    /// The name without its ending.
    pub text: &'g str,
    /// Whose it is.
    pub entity: EntityId,
    /// 0 the name, n + 1 the curated alias n.
    pub place: usize,
    /// How many words at its end are left out.
    pub words_cut: usize,
}

/// Words that close names of a kind although they are no form of its noun.
const OTHER_ENDINGS: &[&str] = &["carcinoma", "adenocarcinoma", "neoplasm"];

/// All stripped aliases of a graph.
pub(super) fn aliases(graph: &Graph) -> Vec<StrippedAlias<'_>> {
    let vocabulary = graph.vocabulary();
    let kinds = (0..vocabulary.kinds.len()).map(|kind| KindId(kind as u8));
    kinds.filter_map(|kind| Some(of_kind(graph, kind, graph.hierarchy(kind)?))).flatten().collect()
}

/// How well an ending marks a term as what its kind is about, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum EndingMatch {
    NameInFirstForm,
    AliasInFirstForm,
    NameInOtherForm,
    AliasInOtherForm,
    OtherEnding,
}

struct StrippedName<'g> {
    key: String,
    claim: EndingMatch,
    alias: StrippedAlias<'g>,
}

fn of_kind<'g>(graph: &'g Graph, kind: KindId, hierarchy: &Hierarchy) -> Vec<StrippedAlias<'g>> {
    let endings = endings(graph.vocabulary(), kind);
    let mut taken = FxHashSet::default();
    let mut found = Vec::new();
    for entity in graph.kind_range(kind).map(EntityId) {
        let own = std::iter::once(graph.name(entity)).chain(graph.aliases(entity));
        for (place, text) in own.enumerate() {
            taken.insert(fold::squeezed(text));
            found.extend(strip(text, &endings, entity, place));
        }
        taken.extend(graph.imported_aliases(entity).map(fold::squeezed));
    }
    found.retain(|found| !taken.contains(&found.key));
    found.sort_by(|left, right| {
        let order = |found: &StrippedName| (found.claim, found.alias.entity, found.alias.place);
        left.key.cmp(&right.key).then_with(|| order(left).cmp(&order(right)))
    });
    let mut kept = Vec::new();
    let groups = found.chunk_by(|left, right| left.key == right.key).map(<[StrippedName]>::len).collect::<Vec<_>>();
    let mut rest = found.into_iter();
    for length in groups {
        let group: Vec<StrippedName> = rest.by_ref().take(length).collect();
        kept.extend(winners(group, hierarchy));
    }
    kept
}

/// Folded words, and whether they are the noun's first form; `None` for those that are no form.
type NameEnding = (Vec<String>, Option<bool>);

/// Endings of names of a kind, those of several words first.
fn endings(vocabulary: &Vocabulary, kind: KindId) -> Vec<NameEnding> {
    let words = |text: &str| fold::spaced(text).split(' ').map(str::to_string).collect::<Vec<_>>();
    let mut endings = Vec::new();
    let own = vocabulary.kinds.get(usize::from(kind.0)).and_then(|kind| kind.noun);
    let nouns = vocabulary.nouns.iter().filter(|noun| noun.kinds.contains(&kind));
    for noun in own.map(|noun| vocabulary.noun(noun)).into_iter().chain(nouns) {
        for form in &noun.forms {
            endings.push((words(form), Some(endings.is_empty())));
        }
    }
    endings.extend(OTHER_ENDINGS.iter().map(|ending| (words(ending), None)));
    // The longest ending first: `solid tumour` before `tumour`. The sort keeps the order of forms.
    endings.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    endings
}

fn strip<'g>(text: &'g str, endings: &[NameEnding], entity: EntityId, place: usize) -> Option<StrippedName<'g>> {
    let last = fold::squeezed(text.split_whitespace().next_back()?);
    let (ending, first) = endings.iter().find(|(ending, _)| ends_with(text, &last, ending))?;
    let rest = without_last_words(text, ending.len());
    let key = fold::squeezed(rest);
    let claim = match (first, place) {
        (Some(true), 0) => EndingMatch::NameInFirstForm,
        (Some(true), _) => EndingMatch::AliasInFirstForm,
        (Some(false), 0) => EndingMatch::NameInOtherForm,
        (Some(false), _) => EndingMatch::AliasInOtherForm,
        (None, _) => EndingMatch::OtherEnding,
    };
    let alias = StrippedAlias { text: rest, entity, place, words_cut: ending.len() };
    (!key.is_empty()).then_some(StrippedName { key, claim, alias })
}

/// Whether a text, whose last word folds to `last`, ends with these words.
fn ends_with(text: &str, last: &str, ending: &[String]) -> bool {
    let Some((ending_last, before)) = ending.split_last() else { return false };
    let mut words = text.split_whitespace().rev().skip(1);
    ending_last == last
        && before.iter().rev().all(|wanted| words.next().is_some_and(|word| fold::squeezed(word) == *wanted))
}

/// Of all that could have one alias: the best claims, and of these none that is below another.
fn winners<'g>(group: Vec<StrippedName<'g>>, hierarchy: &Hierarchy) -> impl Iterator<Item = StrippedAlias<'g>> {
    let best = group.first().map(|found| found.claim);
    let mut group: Vec<_> = group.into_iter().filter(|found| Some(found.claim) == best).collect();
    group.dedup_by_key(|found| found.alias.entity);
    let entities: Vec<u32> = group.iter().map(|found| found.alias.entity.0).collect();
    let topmost =
        move |entity: u32| !entities.iter().any(|&other| other != entity && hierarchy.is_below(entity, other));
    let kept: Vec<_> = group.into_iter().filter(|found| topmost(found.alias.entity.0)).collect();
    kept.into_iter().map(|found| found.alias)
}

/// The text without its last words.
pub(super) fn without_last_words(text: &str, count: usize) -> &str {
    let mut rest = text.trim_end();
    for _ in 0..count {
        rest = rest.rfind(char::is_whitespace).map_or("", |end| rest[..end].trim_end());
    }
    rest
}
