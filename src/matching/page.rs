//! What is known for one sample as a page: sections of rows in words, in the order in which a
//! tumour board reads them.

use super::assays::Assay;
use super::matched::{Matched, MatchedRow, VariantMatch};
use super::texts::MatchedTexts;
use crate::graph::{EntityId, Field, Graph};
use std::collections::BTreeMap;

/// A part of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageSectionKind {
    /// Therapies that are stated to work and not to work, in the patient's cancer.
    Conflicting,
    /// What it responds to.
    Sensitive,
    /// What it resists.
    Resistant,
    /// Other effects of therapies.
    OtherEffects,
    /// Nothing but evidence against.
    Contested,
    /// In other cancers.
    OtherIndication,
    /// Judged only when something else is known.
    Waiting,
    /// Diagnostic, prognostic and predisposing.
    AboutPatient,
    /// Rows that name no more than the gene.
    GeneLevel,
}

impl PageSectionKind {
    /// All, in the order of a page.
    pub const ALL: [Self; 9] = [
        Self::Conflicting,
        Self::Sensitive,
        Self::Resistant,
        Self::OtherEffects,
        Self::Contested,
        Self::OtherIndication,
        Self::Waiting,
        Self::AboutPatient,
        Self::GeneLevel,
    ];

    /// Above the section.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Conflicting => "Conflicting: stated to work and not to work",
            Self::Sensitive => "Sensitive",
            Self::Resistant => "Resistant",
            Self::OtherEffects => "Other effects",
            Self::Contested => "Contested: only evidence against, failed or disputed",
            Self::OtherIndication => "Other indications",
            Self::Waiting => "Waiting for something that is not known",
            Self::AboutPatient => "Diagnostic, prognostic and predisposing",
            Self::GeneLevel => "Gene level: the statement names no more than the gene",
        }
    }
}

/// What the page of a row shows, and the identifiers of what it names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageRow {
    /// In words.
    pub texts: MatchedTexts,
    /// Identifier and kind of the therapy.
    pub therapy: Option<(String, String)>,
    /// Identifier and kind of the cancer.
    pub cancer: Option<(String, String)>,
    /// Whether it says that a therapy does not work.
    pub is_resistance: bool,
    /// Whether there is only evidence against it.
    pub is_contested: bool,
}

/// A section with its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageSection {
    /// Which.
    pub kind: PageSectionKind,
    /// The rows, in order.
    pub rows: Vec<PageRow>,
    /// Rows that are counted and not listed, in words: a line for each gene or kind of statement.
    pub folded: Vec<String>,
}

/// What is known for one sample.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TumourPage {
    /// What the files call the sample; empty where they do not.
    pub sample: String,
    /// Names of its cancer.
    pub cancers: Vec<String>,
    /// What was found, in words.
    pub findings: Vec<String>,
    /// Sections that are not empty.
    pub sections: Vec<PageSection>,
    /// Findings of which the graph states nothing.
    pub without_statement: Vec<String>,
    /// What was not looked for, and how many statements that leaves open: `not looked for: copy
    /// number (360 statements), fusion (388)`; empty where nothing is left open.
    pub not_assessed: String,
    /// What was written and could not be read.
    pub unread: Vec<String>,
}

/// What a page lists besides what everybody wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageOptions {
    /// Rows that name no more than the gene; else a line for each gene.
    pub gene_level: bool,
    /// Diagnostic, prognostic and predisposing rows; else their number.
    pub about_patient: bool,
}

impl TumourPage {
    /// Of a sample.
    pub(crate) fn of(graph: &Graph, matched: &Matched, options: PageOptions) -> Self {
        let names = |list: &[EntityId]| {
            let mut names: Vec<String> = list.iter().map(|&one| graph.name(one).to_owned()).collect();
            names.dedup();
            names
        };
        let page = Pages { graph, matched };
        let sections = page.order().into_iter().map(|kind| page.section(kind, options));
        Self {
            sample: matched.sample.clone(),
            cancers: names(&matched.cancers),
            findings: matched.findings.iter().map(|finding| finding.name()).collect(),
            sections: sections.filter(|section| !section.rows.is_empty() || !section.folded.is_empty()).collect(),
            without_statement: matched.without_statement.iter().map(|&one| matched.findings[one].name()).collect(),
            not_assessed: not_assessed(&matched.not_assessed),
            unread: matched.unread.iter().map(|unread| format!("{}: {}", unread.written, unread.reason)).collect(),
        }
    }

    /// All rows, in the order of the sections.
    pub fn rows(&self) -> impl Iterator<Item = (PageSectionKind, &PageRow)> {
        self.sections.iter().flat_map(|section| section.rows.iter().map(|row| (section.kind, row)))
    }

    /// Leaves out the rows that name no more than the gene.
    pub fn without_gene_level(&mut self) {
        self.sections.retain(|section| section.kind != PageSectionKind::GeneLevel);
    }

    /// The rows of a section.
    pub fn section(&self, kind: PageSectionKind) -> &[PageRow] {
        self.sections.iter().find(|section| section.kind == kind).map_or(&[], |section| &section.rows)
    }
}

fn not_assessed(open: &[(Assay, usize)]) -> String {
    let one = |(place, (assay, count)): (usize, &(Assay, usize))| {
        let statements = if place == 0 { " statements need it" } else { "" };
        format!("{} ({count}{statements})", assay.as_str())
    };
    let list: Vec<String> = open.iter().enumerate().map(one).collect();
    if list.is_empty() { String::new() } else { format!("not looked for: {}", list.join(", ")) }
}

/// Writes rows in words.
struct Pages<'p> {
    graph: &'p Graph,
    matched: &'p Matched,
}

impl Pages<'_> {
    /// Therapies with evidence both ways come first where what works best is one of them; else
    /// behind what nothing contradicts.
    fn order(&self) -> [PageSectionKind; 9] {
        let mut order = PageSectionKind::ALL;
        if self.matched.sensitive.first().is_some_and(|best| !best.is_conflict) {
            order.swap(0, 1);
        }
        order
    }

    fn section(&self, kind: PageSectionKind, options: PageOptions) -> PageSection {
        let Matched { other_effects, other_indication, waiting, about_patient, .. } = self.matched;
        // What names no more than the gene is never beside what is closer.
        let is_gene = |row: &&MatchedRow| row.variant_match == VariantMatch::Gene;
        let contested = self.matched.contested.iter();
        let gene_level: Vec<&MatchedRow> =
            self.matched.gene_level.iter().chain(contested.clone().filter(is_gene)).collect();
        let apart = |list: &[MatchedRow]| self.rows(list.iter().filter(|row| !row.is_conflict));
        let (rows, folded) = match kind {
            PageSectionKind::Conflicting => (self.conflicting(), Vec::new()),
            PageSectionKind::Sensitive => (apart(&self.matched.sensitive), Vec::new()),
            PageSectionKind::Resistant => (apart(&self.matched.resistant), Vec::new()),
            PageSectionKind::OtherEffects => (self.rows(other_effects), Vec::new()),
            PageSectionKind::Contested => (self.rows(contested.filter(|row| !is_gene(row))), Vec::new()),
            PageSectionKind::OtherIndication => (self.rows(other_indication), Vec::new()),
            PageSectionKind::Waiting => (self.rows(waiting), Vec::new()),
            PageSectionKind::AboutPatient if options.about_patient => (self.rows(about_patient), Vec::new()),
            PageSectionKind::AboutPatient => {
                (Vec::new(), self.counted(&about_patient.iter().collect::<Vec<_>>(), |row| row.effect.clone()))
            }
            PageSectionKind::GeneLevel if options.gene_level => (self.rows(gene_level), Vec::new()),
            PageSectionKind::GeneLevel => (Vec::new(), self.counted(&gene_level, |row| row.finding.clone())),
        };
        PageSection { kind, rows, folded }
    }

    fn rows<'r>(&self, rows: impl IntoIterator<Item = &'r MatchedRow>) -> Vec<PageRow> {
        rows.into_iter().map(|row| self.row(row)).collect()
    }

    fn row(&self, row: &MatchedRow) -> PageRow {
        let graph = self.graph;
        let entity = |entity: EntityId| {
            (graph.id(entity).to_owned(), graph.vocabulary().kind_name(graph.kind(entity)).to_owned())
        };
        let texts = MatchedTexts::of(graph, self.matched, row);
        let cancers = graph.statements().cancers(row.best);
        let cancer = row.cancer.map(|(_, cancer)| cancer).or_else(|| cancers.first().map(|&one| EntityId(one)));
        PageRow {
            texts,
            therapy: row.therapy.map(entity),
            cancer: cancer.map(entity),
            is_resistance: self.is_resistance(row),
            is_contested: row.is_contested(),
        }
    }

    fn is_resistance(&self, row: &MatchedRow) -> bool {
        let graph = self.graph;
        graph.statements().code(row.best, Field::Effect) == row.effect
            && graph.statements().sign(row.best) == crate::graph::Sign::Negative
    }

    /// For each therapy with rows both ways all of them together, the closer and then the better
    /// first.
    fn conflicting(&self) -> Vec<PageRow> {
        let both: Vec<&MatchedRow> =
            self.matched.sensitive.iter().chain(&self.matched.resistant).filter(|row| row.is_conflict).collect();
        let mut therapies: Vec<EntityId> = Vec::new();
        for therapy in both.iter().filter_map(|row| row.therapy) {
            if !therapies.contains(&therapy) {
                therapies.push(therapy);
            }
        }
        let level = |row: &MatchedRow| self.graph.statements().code(row.best, Field::Level);
        let block = |therapy: EntityId| {
            let mut block: Vec<&MatchedRow> = both.iter().copied().filter(|row| row.therapy == Some(therapy)).collect();
            block.sort_by_key(|row| (row.variant_match, level(row)));
            block
        };
        self.rows(therapies.into_iter().flat_map(block))
    }

    /// A line for each of what rows have in common: `KRAS G12C: 12 rows, the best at level A`.
    fn counted(&self, rows: &[&MatchedRow], common: impl Fn(&MatchedTexts) -> String) -> Vec<String> {
        let mut counts: BTreeMap<String, (usize, BTreeMap<String, usize>)> = BTreeMap::new();
        for row in rows {
            let texts = MatchedTexts::of(self.graph, self.matched, row);
            let (count, levels) = counts.entry(common(&texts)).or_default();
            *count += 1;
            *levels.entry(texts.level).or_default() += 1;
        }
        let line = |(name, (count, levels)): (String, (usize, BTreeMap<String, usize>))| {
            let rows = if count == 1 { "row" } else { "rows" };
            let levels: Vec<String> = levels
                .into_iter()
                .filter(|(level, _)| !level.is_empty())
                .map(|(level, n)| format!("{level} {n}"))
                .collect();
            let levels = if levels.is_empty() { String::new() } else { format!(" ({})", levels.join(", ")) };
            format!("{name}: {count} {rows}{levels}")
        };
        counts.into_iter().map(line).collect()
    }
}
