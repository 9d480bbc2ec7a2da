//! `--summary`: all samples in one table.

use crate::answer::{Answer, Cell, ColumnType};
use crate::cli::stats;
use crate::engine::Engine;
use crate::matching::{PageRow, PageSectionKind, TumourPage};
use std::collections::{BTreeMap, BTreeSet};

/// Rows of each part but the first.
const LINES: usize = 15;
/// Therapies that are named beside a finding.
const THERAPIES: usize = 6;
/// Where there is no level.
const NO_LEVEL: &str = "none";

/// The columns of the table.
const COLUMNS: &[(&str, ColumnType)] = &[
    ("part", ColumnType::Text),
    ("name", ColumnType::Text),
    ("patients", ColumnType::Number),
    ("percent", ColumnType::Number),
    ("best", ColumnType::Level),
    ("therapies", ColumnType::Texts),
];

/// A finding, in the patients that have it.
#[derive(Clone, Debug, Default)]
struct Frequent {
    patients: usize,
    best: String,
    /// With the number of patients, in the order in which rows name them: the best first.
    therapies: Vec<(String, usize)>,
}

/// Counts, sample by sample.
#[derive(Clone, Debug, Default)]
pub(super) struct CohortSummary {
    patients: usize,
    /// Best level of what a sample responds to in its own cancer.
    levels: BTreeMap<String, usize>,
    tiers: BTreeMap<String, usize>,
    actionable: BTreeMap<String, Frequent>,
    resistance: BTreeMap<String, Frequent>,
    gene_only: BTreeMap<String, Frequent>,
}

impl CohortSummary {
    /// One more sample. Its page must list gene-level rows.
    pub(super) fn add(&mut self, page: &TumourPage) {
        self.patients += 1;
        let own: Vec<&PageRow> = page
            .rows()
            .filter(|(kind, _)| {
                use PageSectionKind::{Conflicting, Resistant, Sensitive};
                matches!(kind, Conflicting | Sensitive | Resistant)
            })
            .map(|(_, row)| row)
            .collect();
        let (resistant, sensitive): (Vec<&PageRow>, Vec<&PageRow>) = own.iter().partition(|row| row.is_resistance);
        let best = sensitive.iter().map(|row| row.texts.level.as_str()).filter(|level| !level.is_empty()).min();
        *self.levels.entry(best.unwrap_or(NO_LEVEL).to_owned()).or_default() += 1;
        let tiers = page.rows().filter(|(kind, _)| *kind != PageSectionKind::GeneLevel).map(|(_, row)| &row.texts.tier);
        if let Some(tier) = tiers.filter(|tier| !tier.is_empty()).min_by_key(|tier| rank(tier)) {
            *self.tiers.entry(tier.clone()).or_default() += 1;
        }
        count(&mut self.actionable, &sensitive, |row| row.texts.finding.clone());
        count(&mut self.resistance, &resistant, |row| row.texts.finding.clone());
        let closer: BTreeSet<&str> = page
            .rows()
            .filter(|(kind, _)| !matches!(kind, PageSectionKind::GeneLevel | PageSectionKind::Waiting))
            .flat_map(|(_, row)| row.texts.finding.split([' ', ';']))
            .collect();
        let gene = |row: &PageRow| row.texts.finding.split(' ').next().unwrap_or("").to_owned();
        let gene_level = page.section(PageSectionKind::GeneLevel).iter();
        let only: Vec<&PageRow> = gene_level.filter(|row| !closer.contains(gene(row).as_str())).collect();
        count(&mut self.gene_only, &only, gene);
    }

    /// The table.
    pub(super) fn answer(&self, engine: &Engine) -> Answer {
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        let percent =
            |count: usize| Cell::Decimal((count as f64 * 1000.0 / self.patients.max(1) as f64).round() / 10.0);
        let plain = |part: &str, name: &str, count: usize| {
            vec![
                Cell::Text(part.to_owned()),
                Cell::Text(name.to_owned()),
                Cell::Integer(count as i64),
                percent(count),
                Cell::Missing,
                Cell::Missing,
            ]
        };
        rows.push(plain("patients", "all", self.patients));
        rows.extend(
            self.levels
                .iter()
                .filter(|(level, _)| *level != NO_LEVEL)
                .map(|(level, &count)| plain("patients by best level", level, count)),
        );
        rows.extend(self.levels.get(NO_LEVEL).map(|&count| plain("patients by best level", NO_LEVEL, count)));
        let mut tiers: Vec<(&String, usize)> = self.tiers.iter().map(|(tier, &count)| (tier, count)).collect();
        tiers.sort_by_key(|(tier, _)| rank(tier));
        rows.extend(tiers.into_iter().map(|(tier, count)| plain("patients by best tier", tier, count)));
        for (part, frequent) in [
            ("actionable findings", &self.actionable),
            ("resistance", &self.resistance),
            ("gene level only", &self.gene_only),
        ] {
            let mut most: Vec<(&String, &Frequent)> = frequent.iter().collect();
            most.sort_by(|a, b| b.1.patients.cmp(&a.1.patients).then_with(|| a.1.best.cmp(&b.1.best)));
            rows.extend(most.into_iter().take(LINES).map(|(name, frequent)| {
                let mut cells = plain(part, name, frequent.patients);
                cells[4] = Cell::Text(frequent.best.clone());
                cells[5] = Cell::Texts(frequent.named());
                cells
            }));
        }
        stats::table(engine, COLUMNS, rows)
    }
}

impl Frequent {
    /// One more patient with a therapy.
    fn count(&mut self, therapy: &str) {
        match self.therapies.iter_mut().find(|(known, _)| known == therapy) {
            Some((_, count)) => *count += 1,
            None => self.therapies.push((therapy.to_owned(), 1)),
        }
    }

    /// The therapies of most patients.
    fn named(&self) -> Vec<String> {
        let mut most: Vec<&(String, usize)> = self.therapies.iter().collect();
        most.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        most.into_iter().take(THERAPIES).map(|(name, _)| name.clone()).collect()
    }
}

/// Counts each name once for the sample whose rows these are.
fn count(into: &mut BTreeMap<String, Frequent>, rows: &[&PageRow], name: impl Fn(&PageRow) -> String) {
    let names: BTreeSet<String> = rows.iter().map(|row| name(row)).filter(|name| !name.is_empty()).collect();
    for one in names {
        let frequent = into.entry(one.clone()).or_default();
        frequent.patients += 1;
        let own = rows.iter().filter(|row| name(row) == one);
        let mut therapies: Vec<&str> = Vec::new();
        for therapy in own.clone().map(|row| row.texts.therapy.as_str()) {
            if !therapies.contains(&therapy) {
                therapies.push(therapy);
            }
        }
        therapies.into_iter().for_each(|therapy| frequent.count(therapy));
        let best = own.map(|row| row.texts.level.as_str()).filter(|level| !level.is_empty()).min().unwrap_or("");
        if frequent.best.is_empty() || (!best.is_empty() && best < frequent.best.as_str()) {
            frequent.best = best.to_owned();
        }
    }
}

/// Tiers of all systems, the highest first.
fn rank(tier: &str) -> usize {
    use crate::matching::TierSystem;
    let order = [TierSystem::Amp, TierSystem::OncoKbLike].into_iter().flat_map(|system| system.order());
    order.into_iter().position(|known| *known == tier).unwrap_or(usize::MAX)
}
