//! The cohort of 393 stomach tumours against what was found in it without this program.

use onco::exchange::build_graph;
use onco::matching::{
    Assay, Assays, Listing, MatchSettings, Matched, MatchedTexts, Patient, UnreadListing, UnreadReason, VariantMatch,
};
use onco::{Engine, EntityId, Graph, StatementId};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    if !path.exists() {
        eprintln!("skipped: no {}", path.display());
        return None;
    }
    Some(path)
}

fn text_of(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap();
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
    } else {
        text = String::from_utf8(bytes).unwrap();
    }
    text
}

fn rows(path: &Path) -> Vec<Vec<String>> {
    let text = text_of(path);
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// CIViC with the disease ontology, which says what is above a cancer. Of solid tumours only the
/// built-in graph says it, which knows more names of genes, too.
fn civic(is_with_built_in: bool) -> Option<Engine> {
    let built_in = if is_with_built_in { "[[source]]\nformat = \"builtin\"\nname = \"oncology\"\n" } else { "" };
    let (civic, doid) = (shared("data/civic-AcceptedEvidence-2026-05.tsv")?, shared("data/doid-2024.obo")?);
    let recipe = format!(
        "name = \"civic\"\nvocabulary = \"builtin:oncology\"\n\
         {built_in}\
         [[source]]\nformat = \"obo\"\nfiles = [{doid:?}]\nkind = \"cancer\"\nroot = \"DOID:162\"\n\
         [[source]]\nformat = \"civic\"\nfiles = [{civic:?}]\n"
    );
    let path = std::env::temp_dir().join(format!("onco-matching-{}-{is_with_built_in}.toml", std::process::id()));
    std::fs::write(&path, recipe).unwrap();
    let built = build_graph(&path, &onco::exchange::Control::NONE);
    std::fs::remove_file(path).unwrap();
    match built {
        Ok(imported) => Some(Engine::new(imported.graph)),
        Err(failure) => panic!("{failure:?}"),
    }
}

fn entity(graph: &Graph, id: &str) -> EntityId {
    (0..graph.entity_count() as u32).map(EntityId).find(|&entity| graph.id(entity) == id).unwrap()
}

/// The patients of the cohort, in the order of their names.
fn patients(engine: &Engine, assays: &Assays) -> Option<Vec<Patient>> {
    let text = text_of(&shared("data/TCGA-STAD.Firehose.maf.gz")?);
    let mut lines = text.lines();
    let headings: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let column = |name: &str| headings.iter().position(|heading| *heading == name).unwrap();
    let [gene, class, sample, change] =
        ["Hugo_Symbol", "Variant_Classification", "Tumor_Sample_Barcode", "Protein_Change"].map(column);
    let cancers = vec![entity(engine.graph(), "DOID:3717")];
    let mut reader = engine.finding_reader();
    let mut patients: BTreeMap<&str, Patient> = BTreeMap::new();
    let mut count = 0;
    for (number, line) in lines.enumerate() {
        let cells: Vec<&str> = line.split('\t').collect();
        let patient = patients.entry(cells[sample]).or_insert_with(|| Patient {
            sample: cells[sample].to_owned(),
            assays: assays.clone(),
            cancers: cancers.clone(),
            ..Patient::default()
        });
        let place = onco::matching::LinePlace { file: 0, line: number + 2 };
        let listing =
            Listing { gene: cells[gene], change: cells[change], class: cells[class], place, ..Listing::default() };
        count += 1;
        match reader.read(&listing) {
            Ok(finding) => patient.findings.push(finding),
            Err(unread) => patient.unread.push(unread),
        }
    }
    assert_eq!(count, 135_763);
    let used: usize = patients.values().map(|patient| patient.findings.len() + patient.unread.len()).sum();
    assert_eq!(used, count, "a line is a finding, or is told");
    Some(patients.into_values().collect())
}

/// Level of a statement, A to E.
fn level(engine: &Engine, statement: StatementId) -> String {
    let graph = engine.graph();
    let property = graph.vocabulary().statement_property("level").unwrap();
    match graph.statement_value(statement, property) {
        onco::building::ColumnValue::Text(level) => level.to_owned(),
        other => panic!("{other:?}"),
    }
}

/// Rows about a therapy that need no further test.
fn judged<'m>(engine: &Engine, matched: &'m Matched) -> Vec<(&'m onco::matching::MatchedRow, MatchedTexts)> {
    let effects = ["sensitivity", "resistance", "reduced sensitivity"];
    let rows = matched.rows().filter(|row| row.therapy.is_some() && row.waits_for.is_empty());
    let told = rows.map(|row| (row, engine.matched_texts(matched, row)));
    told.filter(|(_, texts)| effects.contains(&texts.effect.as_str())).collect()
}

#[test]
fn the_gold_of_the_cohort_is_found() {
    let (Some(engine), Some(gold)) = (civic(false), shared("gold/match")) else { return };
    let assays = Assays::none().with(Assay::Mutation);
    let Some(patients) = patients(&engine, &assays) else { return };
    let unread: Vec<&UnreadListing> = patients.iter().flat_map(|patient| &patient.unread).collect();
    assert!(unread.iter().all(|unread| unread.reason == UnreadReason::NotUnderstood), "{unread:?}");
    assert_eq!(unread.len(), 3, "{unread:?}");
    let matched: Vec<Matched> = engine.match_cohort(patients, MatchSettings::default()).collect();
    pairs(&engine, &matched, &gold);
    exact_changes(&engine, &matched, &gold);
}

#[test]
fn the_best_level_of_every_patient_is_found() {
    let (Some(engine), Some(gold)) = (civic(true), shared("gold/match")) else { return };
    let Some(patients) = patients(&engine, &Assays::none().with(Assay::Mutation)) else { return };
    let matched: Vec<Matched> = engine.match_cohort(patients, MatchSettings::default()).collect();
    best_levels(&engine, &matched, &gold);
}

/// Every statement of the gold, and none besides, but for the rule that the gold does not have: a
/// truncating mutation is a loss.
fn pairs(engine: &Engine, matched: &[Matched], gold: &Path) {
    let gold = gold_pairs(gold);
    let mut found: BTreeMap<(String, String), String> = BTreeMap::new();
    for one in matched {
        for (row, texts) in judged(engine, one) {
            for &statement in &row.supporting {
                let told = format!("{} {} {}", texts.finding, texts.profile, texts.remark);
                found.insert((one.sample.clone(), id(engine, statement)), told);
            }
        }
    }
    assert_eq!(gold.len(), 10_551);
    let missing: Vec<_> = gold.iter().filter(|pair| !found.contains_key(*pair)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let extra: Vec<_> =
        found.iter().filter(|(pair, told)| !gold.contains(pair) && !told.ends_with("by mutation")).collect();
    assert!(extra.is_empty(), "{extra:?}");
}

/// Patients and numbers of statements.
fn gold_pairs(gold: &Path) -> BTreeSet<(String, String)> {
    rows(&gold.join("stad_statements.tsv.gz")).into_iter().map(|row| (row[0].clone(), row[4].clone())).collect()
}

/// The number that CIViC gave a statement.
fn id(engine: &Engine, statement: StatementId) -> String {
    let graph = engine.graph();
    graph.id(graph.statement_entity(statement)).replace("civic.eid:", "")
}

/// The best level of each patient in the own indication.
fn best_levels(engine: &Engine, matched: &[Matched], gold: &Path) {
    let pairs = gold_pairs(gold);
    let gold: BTreeMap<String, Vec<String>> =
        rows(&gold.join("stad_best_level.tsv")).into_iter().map(|row| (row[0].clone(), row)).collect();
    assert_eq!(gold.len(), 393);
    for one in matched {
        let best = |is_sensitive: bool, is_closer: bool| {
            let rows = judged(engine, one).into_iter().filter(|(row, texts)| {
                row.cancer.is_none_or(|(how, _)| how.is_own())
                    && (texts.effect == "sensitivity") == is_sensitive
                    && (!is_closer || row.variant_match != VariantMatch::Gene)
            });
            // The gold has no losses by mutation.
            let statements = rows.flat_map(|(row, _)| row.supporting.clone());
            let in_gold = statements.filter(|&statement| pairs.contains(&(one.sample.clone(), id(engine, statement))));
            in_gold.map(|statement| level(engine, statement)).min().unwrap_or_else(|| "-".to_owned())
        };
        let own = &gold[&one.sample];
        // Columns: sensitive own exact, closer, all; sensitive any …; resistant own exact, closer, all.
        let expected = [&own[2], &own[3], &own[8], &own[9]];
        let found = [best(true, true), best(true, false), best(false, true), best(false, false)];
        assert_eq!(found.each_ref(), expected, "{}", one.sample);
    }
}

/// Names of profiles that a change is, by spelling and after reading it: each is behind a row of the
/// patient.
fn exact_changes(engine: &Engine, matched: &[Matched], gold: &Path) {
    let graph = engine.graph();
    let mut named: BTreeSet<(String, String)> = BTreeSet::new();
    for one in matched {
        let statements = one.rows().flat_map(|row| row.supporting.iter().chain(&row.against));
        let profiles: BTreeSet<u32> =
            statements.filter_map(|&statement| graph.statements().profile(statement)).collect();
        let leaves = profiles.into_iter().flat_map(|profile| graph.profile_leaves(EntityId(profile)));
        named.extend(leaves.map(|leaf| (one.sample.clone(), graph.name(leaf).to_lowercase())));
    }
    for (name, variants, patients, count) in
        [("stad_exact_strings.tsv", 60, 160, 196), ("stad_exact_normalised.tsv", 75, 174, 222)]
    {
        let rows = rows(&gold.join(name));
        let is_by_leaf = name.contains("normalised");
        let leaf = |row: &[String]| if is_by_leaf { row[3].clone() } else { format!("{} {}", row[1], row[2]) };
        let is_named = |row: &&Vec<String>| named.contains(&(row[0].clone(), leaf(row).to_lowercase()));
        let missing: Vec<String> = rows.iter().filter(|row| !is_named(row)).map(|row| leaf(row)).collect();
        // That one is named only together with BRAF V600E, which the patient does not have.
        assert!(missing.iter().all(|leaf| leaf == "GNAS R201C") && missing.len() <= 1, "{name} {missing:?}");
        assert_eq!(rows.len(), count, "{name}");
        let distinct =
            |key: &dyn Fn(&[String]) -> Vec<String>| rows.iter().map(|row| key(row)).collect::<BTreeSet<_>>();
        let counted = (distinct(&|row| vec![leaf(row)]).len(), distinct(&|row| vec![row[0].clone()]).len());
        assert_eq!(counted, (variants, patients), "{name}");
    }
}
