//! The cancer of each sample: of the clinical file, of its own lines, or the one of the command line.

use crate::engine::{CalledCancer, Engine, UnknownCancer};
use crate::graph::EntityId;
use crate::patients::{Clinical, grouped};
use rustc_hash::FxHashMap;

/// Samples without a cancer that a note names.
const SAMPLES_SHOWN: usize = 3;

/// Finds the cancers of samples, each name looked up once.
pub(super) struct Cancers<'e> {
    engine: &'e Engine,
    default: Option<CalledCancer>,
    clinical: Option<Clinical>,
    called: FxHashMap<Box<str>, Result<CalledCancer, UnknownCancer>>,
    /// Names that the graph does not know, with the number of samples.
    unknown: Vec<(UnknownCancer, u64)>,
    /// Samples without a cancer: how many, and the first of them.
    without: (u64, Vec<String>),
}

impl<'e> Cancers<'e> {
    pub(super) fn new(engine: &'e Engine, default: Option<CalledCancer>, clinical: Option<Clinical>) -> Self {
        Self { engine, default, clinical, called: FxHashMap::default(), unknown: Vec::new(), without: (0, Vec::new()) }
    }

    /// The cancer of a sample; none where nothing names one that is known.
    pub(super) fn of(&mut self, sample: &str, own: Option<&str>) -> Option<Vec<EntityId>> {
        let stated: Vec<Box<str>> = self.clinical.as_ref().map_or(Vec::new(), |file| file.cancers(sample).to_vec());
        let names: Vec<Box<str>> = if stated.is_empty() { own.map(Box::from).into_iter().collect() } else { stated };
        let mut first_unknown = None;
        for name in &names {
            let engine = self.engine;
            let called = self.called.entry(name.clone()).or_insert_with(|| engine.cancer_called(name));
            match called {
                Ok(called) => return Some(called.cancers.clone()),
                Err(unknown) => first_unknown = first_unknown.or(Some(unknown.clone())),
            }
        }
        match (first_unknown, &self.default) {
            (None, Some(default)) => return Some(default.cancers.clone()),
            (None, None) => {
                self.without.0 += 1;
                if self.without.1.len() < SAMPLES_SHOWN {
                    self.without.1.push(sample.to_owned());
                }
            }
            (Some(unknown), _) => match self.unknown.iter_mut().find(|(known, _)| *known == unknown) {
                Some((_, count)) => *count += 1,
                None => self.unknown.push((unknown, 1)),
            },
        }
        None
    }

    /// Names that the graph does not know.
    pub(super) fn unknown(&self) -> &[(UnknownCancer, u64)] {
        &self.unknown
    }

    /// What the reader should know of the cancers.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut called: Vec<&CalledCancer> =
            self.called.values().filter_map(|called| called.as_ref().ok()).chain(&self.default).collect();
        called.sort_by(|a, b| a.note.cmp(&b.note));
        let mut notes: Vec<String> = called.into_iter().filter_map(|called| called.note.clone()).collect();
        notes.dedup();
        for (unknown, samples) in &self.unknown {
            notes.push(format!("{}: {} not matched", unknown_text(unknown), counted(*samples)));
        }
        let (count, first) = &self.without;
        if *count > 0 {
            let more = if *count > first.len() as u64 { ", …" } else { "" };
            notes.push(format!(
                "no cancer is known of {} ({}{more}): not matched; `--cancer` names one for all that have none",
                counted(*count),
                first.join(", ")
            ));
        }
        notes
    }
}

fn counted(samples: u64) -> String {
    if samples == 1 { "1 sample".to_owned() } else { format!("{} samples", grouped(samples)) }
}

/// `BLAH is no cancer of this graph (did you mean …?)`.
pub(super) fn unknown_text(unknown: &UnknownCancer) -> String {
    let offers = match unknown.offers.as_slice() {
        [] => String::new(),
        offers => format!(" (did you mean {}?)", offers.join(", ")),
    };
    format!("no cancer of this graph is called `{}`{offers}", unknown.text)
}
