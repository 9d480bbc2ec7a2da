//! Any bytes are read as a file of tumours: an error that says why, or samples that are matched.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onco::matching::{MatchSettings, PageOptions, Patient};
use onco::patients::{Cohort, ReadOptions, ReadWatch};
use onco::Engine;
use std::sync::OnceLock;

static ENGINE: OnceLock<Engine> = OnceLock::new();

fuzz_target!(|bytes: &[u8]| {
    let engine = ENGINE.get_or_init(|| Engine::embedded().expect("the built-in graph opens"));
    let path = std::env::temp_dir().join(format!("onco-fuzz-{}", std::process::id()));
    std::fs::write(&path, bytes).expect("there is room for a file");
    let mut reader = engine.listing_reader();
    let options = ReadOptions { max_memory: Some(64 << 20), ..ReadOptions::default() };
    let mut cohort = Cohort::new(&mut reader, options);
    if cohort.read_file(&path, ReadWatch::default()).is_err() || cohort.join_unnamed().is_err() {
        return;
    }
    let samples = cohort.finish();
    let (unstated, _) = samples.unstated();
    assert!(unstated + samples.told().unused() <= samples.lines());
    let cancers = engine.cancer_called("lung cancer").expect("it is in the graph").cancers;
    for number in (0..samples.len()).take(16) {
        let sample = samples.sample(number).expect("the number is one of a sample");
        let patient = Patient { sample: sample.name, findings: sample.findings, cancers: cancers.clone(), ..Patient::default() };
        let matched = engine.match_cohort([patient], MatchSettings::default()).next().expect("there is one");
        let _ = engine.tumour_page(&matched, PageOptions { gene_level: true, about_patient: true });
    }
});
