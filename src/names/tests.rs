//! The index over a graph small enough to hold in the head.

use super::suggest::Suggestion;
use super::*;
use crate::graph::{EntityRecord, GraphBuilder, Place};
use crate::text::Source;
use crate::vocabulary::{KindId, Vocabulary};
use proptest::prelude::*;

const VOCABULARY: &str = r#"
[[noun]]
kind = "cancer"
forms = ["cancer", "cancers", "tumour", "tumours"]
hierarchical = "is a"

[[noun]]
kind = "drug"

[[noun]]
kind = "gene"

[[noun]]
kind = "gene family"
forms = ["family"]

[[verb]]
relation = "is a"
from = "cancer"
to = "cancer"
"#;

/// Kind, id, name, curated aliases, imported aliases, cross-references.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
    &'static [&'static str],
);

#[rustfmt::skip]
const ENTITIES: &[Row] = &[
    ("cancer", "DOID:9119", "acute myeloid leukaemia", &["AML", "ALL-like"], &[], &[]),
    ("cancer", "DOID:9952", "acute lymphoblastic leukemia", &["ALL"], &[], &[]),
    ("cancer", "DOID:162", "cancer", &["malignant neoplasm"], &[], &[]),
    ("cancer", "DOID:3717", "gastric adenocarcinoma", &[], &[], &[]),
    ("cancer", "DOID:10534", "gastric cancer", &["stomach cancer"], &[], &["MONDO:1056"]),
    ("cancer", "x:1", "lung carcinoma", &[], &[], &[]),
    ("cancer", "x:2", "lung adenocarcinoma", &[], &[], &[]),
    ("cancer", "x:3", "lung neoplasm", &[], &[], &[]),
    ("cancer", "DOID:3908", "non-small cell lung cancer", &["NSCLC"], &[], &[]),
    ("cancer", "x:4", "oesophageal tumour", &["NSCLC cancer"], &[], &[]),
    ("drug", "NCIT:1", "TOP-fix", &["top 1"], &[], &[]),
    ("drug", "NCIT:C1647", "trastuzumab", &["Herceptin"], &[], &["CHEMBL:1201585"]),
    ("gene", "HGNC:3430", "ERBB2", &["HER2", "HER2/neu"], &["NEU", "in"], &[]),
    ("gene", "HGNC:6840", "MAP2K1", &["MEK"], &[], &[]),
    ("gene", "HGNC:7029", "MET", &[], &["AS A"], &[]),
    ("gene", "HGNC:7758", "NEU1", &[], &["NEU"], &[]),
    ("gene", "HGNC:11986", "TOP1", &[], &[], &[]),
    ("gene", "HGNC:x", "met2", &["Met"], &[], &["HGNC:7758"]),
    ("gene family", "onco:mek", "MEK", &["MAP2K"], &[], &[]),
];

/// Term and parent, by id.
const PARENTS: &[(&str, &str)] = &[
    ("DOID:10534", "DOID:162"),
    ("DOID:3717", "DOID:10534"),
    ("x:3", "DOID:162"),
    ("x:1", "x:3"),
    ("x:2", "x:1"),
    ("DOID:3908", "x:1"),
];

fn graph() -> Graph {
    let vocabulary = Vocabulary::load(&Source::new("vocabulary.toml", VOCABULARY)).unwrap();
    let mut builder = GraphBuilder::new(vocabulary);
    for &(kind, id, name, aliases, imported, xrefs) in ENTITIES {
        let record = EntityRecord {
            id,
            kind,
            name,
            aliases: aliases.to_vec(),
            imported_aliases: imported.to_vec(),
            xrefs: xrefs.to_vec(),
            ..EntityRecord::default()
        };
        builder.add_entity(&record, Place::default()).unwrap();
    }
    for (term, parent) in PARENTS {
        builder.add_relation(term, "is a", parent, &[], Place::default());
    }
    builder.freeze().unwrap().0
}

fn show(graph: &Graph, candidates: &[NameCandidate]) -> String {
    let show = |candidate: &NameCandidate| {
        let exact = if candidate.exact { "=" } else { "~" };
        format!("{} {:?}{exact}{}", graph.id(candidate.entity), candidate.matched, candidate.text)
    };
    candidates.iter().map(show).collect::<Vec<_>>().join(", ")
}

#[test]
fn a_name_means_its_best_matches() {
    let graph = graph();
    let index = NameIndex::build(&graph);
    for (text, best, others) in [
        ("ERBB2", "HGNC:3430 Name=ERBB2", ""),
        ("erbb-2", "HGNC:3430 Name~ERBB2", ""),
        (" Her 2 ", "HGNC:3430 Alias~HER2", ""),
        ("HER2/neu", "HGNC:3430 Alias=HER2/neu", ""),
        ("hgnc:3430", "HGNC:3430 Id=HGNC:3430", ""),
        ("hgnc3430", "", ""),
        ("mondo:1056", "DOID:10534 Xref=MONDO:1056", ""),
        ("mondo:10-56", "DOID:10534 Xref~MONDO:1056", ""),
        ("HGNC:7758", "HGNC:7758 Id=HGNC:7758", "HGNC:x Xref=HGNC:7758"),
        ("NEU", "HGNC:3430 Imported=NEU, HGNC:7758 Imported=NEU", ""),
        ("MET", "HGNC:7029 Name=MET", "HGNC:x Alias~Met"),
        ("Met", "HGNC:x Alias=Met", "HGNC:7029 Name~MET"),
        ("met", "HGNC:7029 Name~MET", "HGNC:x Alias~Met"),
        ("mek", "onco:mek Name~MEK", "HGNC:6840 Alias~MEK"),
        ("MEK", "onco:mek Name=MEK", "HGNC:6840 Alias=MEK"),
        ("Gastric", "DOID:10534 Stripped~gastric", ""),
        ("stomach", "DOID:10534 Stripped=stomach", ""),
        ("lung", "x:3 Stripped=lung", ""),
        ("esophageal", "x:4 Stripped~oesophageal", ""),
        ("esophageal tumor", "x:4 Name~oesophageal tumour", ""),
        ("NSCLC", "DOID:3908 Alias=NSCLC", ""),
        ("acute myeloid leukemia", "DOID:9119 Name~acute myeloid leukaemia", ""),
        ("HRE2", "", ""),
        ("", "", ""),
    ] {
        let lookup = index.lookup(&graph, text);
        assert_eq!(
            (show(&graph, &lookup.best).as_str(), show(&graph, &lookup.others).as_str()),
            (best, others),
            "{text}"
        );
    }
    assert_eq!(show(&graph, &index.lookup_folded(&graph, "her2").best), "HGNC:3430 Alias~HER2");
}

#[test]
fn longest_run_keeps_spaces_beside_words_of_the_language() {
    let graph = graph();
    let index = NameIndex::build(&graph);
    let language = ["in", "top", "as", "a", "cancer", "cancers", "at"];
    for (text, expected) in [
        ("her 2 in gastric", Some(2)),
        ("erbb2", Some(1)),
        ("gastric cancer", Some(2)),
        ("gastriccancer", Some(1)),
        ("gastric", Some(1)),
        ("gastric in", Some(1)),
        ("non small cell lung cancer in x", Some(5)),
        ("nonsmall cell lung cancer", Some(4)),
        ("lung cancer", Some(1)),
        ("top 1", Some(2)),
        ("top1", Some(1)),
        ("top fix", None),
        ("topfix", Some(1)),
        ("as a", None),
        ("asa", Some(1)),
        ("in gastric", None),
        ("met", Some(1)),
        ("unknown", None),
        ("", None),
    ] {
        let words: Vec<&str> = text.split(' ').collect();
        let language_word: Vec<bool> = words.iter().map(|word| language.contains(word)).collect();
        assert_eq!(index.longest(&graph, &words, &language_word), expected, "{text}");
    }
}

#[test]
fn symbols_in_capitals() {
    let graph = graph();
    let index = NameIndex::build(&graph);
    for (text, expected) in [
        ("MET", true),
        ("ALL", true),
        ("TOP1", true),
        ("met", false),
        ("NEU", false),
        ("HER", false),
        ("A", false),
        ("10534", false),
    ] {
        assert_eq!(index.is_exact_capital_symbol(&graph, text), expected, "{text}");
    }
}

fn listed(suggestions: &[Suggestion]) -> Vec<&str> {
    suggestions.iter().map(|suggestion| suggestion.text.as_str()).collect()
}

#[test]
fn near_names_are_suggested() {
    let graph = graph();
    let index = NameIndex::build(&graph);
    let gene: &[KindId] = &[graph.vocabulary().kind("gene").unwrap()];
    let drug: &[KindId] = &[graph.vocabulary().kind("drug").unwrap()];
    for (text, kinds, expected) in [
        ("HRE2", None, vec!["HER2"]),
        ("tratuzumab", None, vec!["trastuzumab"]),
        ("rtasutzumab", None, vec!["trastuzumab"]),
        // Letters too many or too few, before all others or behind them: as many as are forgiven.
        ("xyztrastuzumab", None, vec!["trastuzumab"]),
        ("trastuzumabxyz", None, vec!["trastuzumab"]),
        ("astuzumab", None, vec!["trastuzumab"]),
        ("trast", None, vec!["trastuzumab"]),
        ("trastuzumab", Some(gene), vec![]),
        ("MTE", Some(gene), vec!["MET", "Met"]),
        ("NEU2", Some(drug), vec![]),
        ("hercceptni", Some(drug), vec!["Herceptin"]),
        ("gastrik", None, vec!["gastric"]),
        ("gastr", None, vec!["gastric", "gastric adenocarcinoma"]),
        ("x", None, vec![]),
        ("", None, vec![]),
        ("zzzzzzzz", None, vec![]),
    ] {
        assert_eq!(listed(&index.suggest(&graph, text, kinds, 3)), expected, "{text}");
    }
}

#[test]
fn beginnings_are_completed() {
    let graph = graph();
    let index = NameIndex::build(&graph);
    let drug: &[KindId] = &[graph.vocabulary().kind("drug").unwrap()];
    for (text, kinds, expected) in [
        ("gas", None, vec!["gastric", "gastric adenocarcinoma"]),
        ("her", None, vec!["HER2", "Herceptin"]),
        ("her", Some(drug), vec!["Herceptin"]),
        ("", Some(drug), vec!["TOP-fix", "trastuzumab"]),
        ("neu", None, vec!["NEU", "NEU1"]),
        ("HGNC:1", None, vec!["HGNC:11986"]),
        ("qq", None, vec![]),
    ] {
        assert_eq!(listed(&index.complete(&graph, text, kinds, 5)), expected, "{text}");
    }
}

#[test]
fn beginnings_with_a_slip_are_completed() {
    let graph = graph();
    let index = NameIndex::build(&graph);
    let drug: &[KindId] = &[graph.vocabulary().kind("drug").unwrap()];
    for (text, kinds, expected) in [
        ("gasrt", None, vec!["gastric", "gastric adenocarcinoma"]),
        ("trsat", None, vec!["trastuzumab"]),
        ("tratzum", Some(drug), vec!["trastuzumab"]),
        ("trsat", Some(&[graph.vocabulary().kind("gene").unwrap()][..]), vec![]),
        ("hre", None, vec![]),
        ("", None, vec![]),
        ("zzzzzz", None, vec![]),
    ] {
        assert_eq!(listed(&index.near_beginnings(&graph, text, kinds, 5)), expected, "{text}");
    }
}

/// The map holds only the beginnings of names; what it leaves out counts all the same.
#[test]
fn a_name_is_its_whole_text() {
    let graph = graph();
    let index = NameIndex::build(&graph);
    let names: Vec<&str> = ENTITIES.iter().map(|row| row.2).collect();
    let forms: Vec<String> = names.iter().map(|name| fold::squeezed(name)).collect();
    for (name, form) in names.iter().zip(&forms) {
        assert!(index.lookup(&graph, name).best.iter().any(|found| found.text == *name), "{name}");
        assert_eq!(index.longest(&graph, &[form], &[]), Some(1), "{name}");
        assert_eq!(index.longest(&graph, &[form, "zzz"], &[]), Some(1), "{name}");
        let longer = format!("{form}q");
        assert_eq!(index.lookup(&graph, &longer).best, [], "{longer}");
        assert_eq!(index.longest(&graph, &[&longer], &[]), None, "{longer}");
        for (end, _) in form.char_indices().skip(1) {
            let found = index.complete(&graph, &form[..end], None, 99);
            assert!(found.iter().any(|found| graph.name(found.entity) == *name), "{} of {name}", &form[..end]);
        }
        assert_eq!(index.complete(&graph, &longer, None, 99), [], "{longer}");
    }
}

#[test]
fn arrays_make_the_same_index_again() {
    let graph = graph();
    let built = NameIndex::build(&graph);
    let arrays = (built.entities.clone(), built.slots.clone(), built.breaks.clone());
    let again = NameIndex::from_arrays(built.key_bytes(), arrays.0, arrays.1, arrays.2).unwrap();
    assert_eq!(again.lookup(&graph, "her2"), built.lookup(&graph, "her2"));
    assert!(NameIndex::from_arrays(built.key_bytes(), vec![1].into(), Array::default(), Array::default()).is_none());
    assert!(
        NameIndex::from_arrays(vec![1, 2, 3].into(), Array::default(), Array::default(), Array::default()).is_none()
    );
}

/// The distance that the walk over the map must agree with.
fn nearest_by_hand(graph: &Graph, query: &str) -> Option<usize> {
    let all = (0..graph.entity_count() as u32).map(EntityId);
    let names = all.flat_map(|entity| {
        std::iter::once(graph.name(entity)).chain(graph.aliases(entity)).chain(graph.imported_aliases(entity))
    });
    names.map(|name| strsim::osa_distance(query, &fold::squeezed(name))).min()
}

proptest! {
    #[test]
    fn longest_takes_any_words(words in prop::collection::vec("\\PC{0,6}|her2|gastric|cancer|top|1", 0..6), marks in prop::collection::vec(any::<bool>(), 0..6)) {
        let graph = graph();
        let index = NameIndex::build(&graph);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        prop_assert!(index.longest(&graph, &words, &marks).is_none_or(|length| length <= words.len()));
    }

    #[test]
    fn anything_can_be_asked(text in "\\PC{0,90}") {
        let graph = graph();
        let index = NameIndex::build(&graph);
        index.lookup(&graph, &text);
        index.complete(&graph, &text, None, 3);
        prop_assert!(index.suggest(&graph, &text, None, 3).len() <= 3);
    }

    #[test]
    fn every_name_two_edits_away_is_found(name in prop::sample::select(vec!["trastuzumab", "gastriccancer", "herceptin"]), edits in prop::collection::vec((0_usize..13, "[a-z]"), 1..3)) {
        let mut query: Vec<char> = name.chars().collect();
        for (at, letter) in edits {
            let at = at % query.len();
            query[at] = letter.chars().next().unwrap();
        }
        let query: String = query.into_iter().collect();
        let graph = graph();
        let found = !NameIndex::build(&graph).suggest(&graph, &query, None, 9).is_empty();
        let distance = nearest_by_hand(&graph, &query).unwrap();
        prop_assert!(found || distance == 0 || distance > 2, "{query} {distance}");
    }
}
