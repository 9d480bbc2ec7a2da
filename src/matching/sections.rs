//! The statements that bear on one sample, as rows in sections.

use super::assays::Assay;
use super::finding::Finding;
use super::index::{MatchIndex, StatedCondition};
use super::indication::{Placement, indication};
use super::judge::{Judge, JudgedWay};
use super::listing::UnreadListing;
use super::matched::{CancerMatch, Matched, MatchedRow, Mechanism, VariantMatch, WaitsFor};
use super::patient::{MatchSettings, Patient};
use super::tiers::{TierFacts, tier};
use crate::graph::{EntityId, Field, Graph, NO_CODE, Sign, StatementId};
use rustc_hash::FxHashMap;

/// Most therapies that are named as overcoming a resistance.
const OVERCOMING_MAX: usize = 8;

/// Matches samples against a graph.
#[derive(Clone, Copy)]
pub(crate) struct Matcher<'m> {
    pub graph: &'m Graph,
    pub index: &'m MatchIndex,
    pub settings: MatchSettings,
    /// Statements that may count.
    pub keeps: &'m dyn Fn(StatementId) -> bool,
    /// Where a statement belongs; none: as the cancers of the sample and it relate.
    pub place: Option<&'m dyn Fn(StatementId) -> Placement>,
}

/// What statements of one row have in common.
#[derive(Clone, PartialEq, Eq, Hash)]
struct RowKey {
    findings: Vec<Vec<usize>>,
    therapy: Option<u32>,
    effect: u8,
    section: SectionKind,
    waits_for: Vec<WaitsFor>,
}

/// Where a statement belongs before rows are made.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum SectionKind {
    Own,
    OtherIndication,
    GeneLevel,
    GeneLevelOther,
    Waiting,
    AboutPatient,
    AboutPatientByGene,
}

/// A statement of a row.
struct Bearing {
    statement: StatementId,
    how: VariantMatch,
    remark: Option<&'static str>,
    cancer: Option<(CancerMatch, EntityId)>,
    assumes: Vec<EntityId>,
}

impl Matcher<'_> {
    /// One sample: every finding once.
    pub fn matched(&self, patient: &Patient) -> Matched {
        let mut findings: Vec<Finding> = Vec::new();
        let mut seen: FxHashMap<(Option<EntityId>, Option<(u32, u32)>), Vec<usize>> = FxHashMap::default();
        for finding in &patient.findings {
            let alike = seen.entry((finding.gene, finding.residues)).or_default();
            if !alike.iter().any(|&known| findings[known].is_same(finding)) {
                alike.push(findings.len());
                findings.push(finding.clone());
            }
        }
        let unread = patient.unread.iter().filter(|unread| unread.hides_change()).filter_map(|unread| unread.gene);
        let judge = Judge::new(self.graph, self.index, &findings, unread, &patient.assays, self.settings);
        let rows = self.rows(&judge, &patient.cancers);
        let mut matched = Matched {
            sample: patient.sample.clone(),
            cancers: patient.cancers.clone(),
            unread: patient.unread.clone(),
            findings,
            ..Matched::default()
        };
        self.sort_into(&mut matched, rows);
        let mut bears = vec![false; matched.findings.len()];
        matched.rows().for_each(|row| row.findings.iter().flatten().for_each(|&finding| bears[finding] = true));
        matched.without_statement = (0..bears.len()).filter(|&finding| !bears[finding]).collect();
        matched
    }

    /// Statements on which no finding bears, by the assays that would tell.
    pub fn not_assessed(&self, patient: &Patient) -> Vec<(Assay, usize)> {
        let judge = Judge::new(self.graph, self.index, &[], std::iter::empty(), &patient.assays, self.settings);
        let mut counts = [0; Assay::ALL.len()];
        for condition in &self.index.conditions {
            let statements = || condition.statements.iter().filter(|&&statement| self.is_of_therapy(statement));
            let missing = judge.missing(&condition.tree);
            if !missing.is_empty() {
                let count = statements().count();
                missing.into_iter().for_each(|assay| counts[assay as usize] += count);
            }
        }
        Assay::ALL.into_iter().zip(counts).filter(|(_, count)| *count > 0).collect()
    }

    fn is_of_therapy(&self, statement: StatementId) -> bool {
        !self.graph.statements().therapy_parts(statement).is_empty()
    }

    fn rows(&self, judge: &Judge<'_>, cancers: &[EntityId]) -> Vec<(SectionKind, MatchedRow)> {
        let mut conditions: Vec<u32> =
            judge.met().flat_map(|leaf| &self.index.conditions_of[leaf as usize]).copied().collect();
        conditions.sort_unstable();
        conditions.dedup();
        let mut rows: FxHashMap<RowKey, Vec<Bearing>> = FxHashMap::default();
        for number in conditions {
            let condition = &self.index.conditions[number as usize];
            if let Some(best) = ClosestWays::of(judge.ways(&condition.tree)) {
                self.add_statements(condition, &best, cancers, &mut rows);
            }
        }
        rows.into_iter().map(|(key, bearing)| (key.section, self.row(key, bearing))).collect()
    }

    fn add_statements(
        &self,
        condition: &StatedCondition,
        best: &ClosestWays,
        cancers: &[EntityId],
        rows: &mut FxHashMap<RowKey, Vec<Bearing>>,
    ) {
        for &statement in &condition.statements {
            if !(self.keeps)(statement) {
                continue;
            }
            let placed =
                self.place.map_or_else(|| indication(self.graph, cancers, statement), |place| place(statement));
            let cancer = match placed {
                Placement::Excluded => continue,
                Placement::Unsaid => None,
                Placement::In(how, cancer) => Some((how, cancer)),
            };
            let section = self.section(statement, best, cancer);
            let therapies = self.graph.statements().therapy_parts(statement);
            let therapies =
                if therapies.is_empty() { vec![None] } else { therapies.iter().copied().map(Some).collect() };
            for therapy in therapies {
                let key = RowKey {
                    findings: best.findings.clone(),
                    therapy,
                    effect: self.effect_of(statement),
                    section,
                    waits_for: best.waits_for.clone(),
                };
                let (how, remark, assumes) = (best.how, best.remark, best.assumes.clone());
                rows.entry(key).or_default().push(Bearing { statement, how, remark, cancer, assumes });
            }
        }
    }

    fn section(
        &self,
        statement: StatementId,
        best: &ClosestWays,
        cancer: Option<(CancerMatch, EntityId)>,
    ) -> SectionKind {
        let is_own = cancer.is_none_or(|(how, _)| how.is_own());
        if !self.is_of_therapy(statement) {
            if best.how == VariantMatch::Gene { SectionKind::AboutPatientByGene } else { SectionKind::AboutPatient }
        } else if !best.waits_for.is_empty() {
            SectionKind::Waiting
        } else if best.how == VariantMatch::Gene {
            if is_own { SectionKind::GeneLevel } else { SectionKind::GeneLevelOther }
        } else if is_own {
            SectionKind::Own
        } else {
            SectionKind::OtherIndication
        }
    }

    /// Approval counts as sensitivity.
    fn effect_of(&self, statement: StatementId) -> u8 {
        let effects = &self.graph.model().effects;
        let code = self.graph.statements().code(statement, Field::Effect);
        match (effects.treats, effects.sensitivity) {
            (Some(treats), Some(sensitivity)) if treats == code => sensitivity,
            _ => code,
        }
    }

    fn row(&self, key: RowKey, mut bearing: Vec<Bearing>) -> MatchedRow {
        let statements = self.graph.statements();
        bearing.sort_by_key(|one| {
            let against = !statements.supports(one.statement);
            (
                against,
                self.goodness(one.statement),
                one.how,
                one.cancer.map(|cancer| cancer.0),
                statements.rank(one.statement),
            )
        });
        let (supporting, against): (Vec<StatementId>, Vec<StatementId>) =
            bearing.iter().map(|one| one.statement).partition(|&statement| statements.supports(statement));
        let status = bearing
            .iter()
            .map(|one| (statements.code(one.statement, Field::Status), statements.rank(one.statement), one.statement))
            .filter(|(code, _, _)| *code != NO_CODE)
            .min()
            .map(|(_, _, statement)| statement);
        let level = |statement: StatementId| statements.code(statement, Field::Level);
        let is_outweighed = match (supporting.first(), against.iter().map(|&one| level(one)).min()) {
            (Some(&best), Some(against)) => against < level(best),
            _ => false,
        };
        let best = bearing.swap_remove(0);
        let mut row = MatchedRow {
            findings: key.findings,
            variant_match: best.how,
            remark: best.remark,
            therapy: key.therapy.map(EntityId),
            effect: key.effect,
            best: best.statement,
            status,
            supporting,
            against,
            cancer: best.cancer,
            tier: None,
            is_conflict: false,
            is_outweighed,
            assumes: best.assumes,
            waits_for: key.waits_for,
            mechanism: Mechanism::default(),
        };
        row.tier = self.tier_of(&row);
        row
    }

    /// Approved first, then by level.
    fn goodness(&self, statement: StatementId) -> (u8, bool) {
        let statements = self.graph.statements();
        let official = self.graph.model().statuses.is_official(statements.code(statement, Field::Status));
        (statements.code(statement, Field::Level), !official)
    }

    fn tier_of(&self, row: &MatchedRow) -> Option<&'static str> {
        let system = self.settings.tiers?;
        if row.is_contested() || !row.waits_for.is_empty() {
            return None;
        }
        let statements = self.graph.statements();
        let sign = self.sign(row);
        let is_approved =
            |statement| self.graph.model().statuses.is_official(statements.code(statement, Field::Status));
        let facts = TierFacts {
            level: statements.code(row.best, Field::Level),
            is_resistance: sign == Sign::Negative,
            is_approved: row.status.is_some_and(is_approved),
            cancer: row.cancer.map(|cancer| cancer.0),
        };
        (sign != Sign::Neutral).then(|| tier(system, facts)).flatten()
    }

    fn sign(&self, row: &MatchedRow) -> Sign {
        self.graph.model().effects.sign(row.effect)
    }

    /// The order of a page: approved, level, closeness, indication, several findings before one,
    /// newest, name.
    fn order(&self, row: &MatchedRow) -> impl Ord + use<> {
        let statements = self.graph.statements();
        let statuses = &self.graph.model().statuses;
        let is_official = |statement| statuses.is_official(statements.code(statement, Field::Status));
        (
            !row.status.is_some_and(is_official),
            statements.code(row.best, Field::Level),
            row.variant_match,
            row.cancer.map(|cancer| cancer.0),
            std::cmp::Reverse(row.findings.iter().map(Vec::len).max()),
            std::cmp::Reverse(statements.year(row.best)),
            row.therapy.map(|therapy| self.graph.name(therapy).to_owned()),
            row.effect,
            row.findings.clone(),
            row.waits_for.clone(),
        )
    }

    fn sort_into(&self, matched: &mut Matched, rows: Vec<(SectionKind, MatchedRow)>) {
        let mut rows: Vec<(SectionKind, MatchedRow)> = rows;
        rows.sort_by_cached_key(|(_, row)| self.order(row));
        self.mark_conflicts(&mut rows);
        for (kind, mut row) in rows {
            let sign = self.sign(&row);
            if sign == Sign::Negative && !row.is_contested() {
                row.mechanism = self.mechanism(&row, &matched.findings);
            }
            let list = match kind {
                SectionKind::Waiting => &mut matched.waiting,
                SectionKind::AboutPatient | SectionKind::AboutPatientByGene => &mut matched.about_patient,
                _ if row.is_contested() => &mut matched.contested,
                SectionKind::GeneLevel | SectionKind::GeneLevelOther => &mut matched.gene_level,
                SectionKind::OtherIndication => &mut matched.other_indication,
                SectionKind::Own => match sign {
                    Sign::Positive => &mut matched.sensitive,
                    Sign::Negative => &mut matched.resistant,
                    Sign::Neutral => &mut matched.other_effects,
                },
            };
            list.push(row);
        }
        make_blocks(matched, |row| self.graph.statements().code(row.best, Field::Level));
    }

    /// A therapy that is both sensitive and resistant in the patient's cancer, at whatever
    /// closeness.
    fn mark_conflicts(&self, rows: &mut [(SectionKind, MatchedRow)]) {
        let is_of_own = |kind: SectionKind, row: &MatchedRow| {
            matches!(kind, SectionKind::Own | SectionKind::GeneLevel) && !row.is_contested()
        };
        let mut closest: FxHashMap<EntityId, [Option<VariantMatch>; 2]> = FxHashMap::default();
        for (kind, row) in rows.iter().filter(|(kind, row)| is_of_own(*kind, row)) {
            let _ = kind;
            let side = match self.sign(row) {
                Sign::Positive => 0,
                Sign::Negative => 1,
                Sign::Neutral => continue,
            };
            let Some(therapy) = row.therapy else { continue };
            let known = &mut closest.entry(therapy).or_default()[side];
            *known = Some(known.map_or(row.variant_match, |known| known.min(row.variant_match)));
        }
        for (kind, row) in rows {
            let Some([Some(sensitive), Some(resistant)]) = row.therapy.and_then(|therapy| closest.get(&therapy)) else {
                continue;
            };
            let opposite = match self.graph.model().effects.sign(row.effect) {
                Sign::Positive => resistant,
                Sign::Negative => sensitive,
                Sign::Neutral => continue,
            };
            if is_of_own(*kind, row) {
                row.is_conflict = true;
                row.is_outweighed |= *opposite < row.variant_match;
            }
        }
    }

    fn mechanism(&self, row: &MatchedRow, findings: &[Finding]) -> Mechanism {
        let model = self.graph.model();
        let statements = self.graph.statements();
        let mut mechanisms: Vec<EntityId> = Vec::new();
        let mut add = |entity: EntityId| {
            if !mechanisms.contains(&entity) {
                mechanisms.push(entity);
            }
        };
        row.supporting.iter().filter_map(|&one| statements.mechanism(one)).for_each(|one| add(EntityId(one)));
        let profiles = row.supporting.iter().filter_map(|&one| statements.profile(one)).map(EntityId);
        let leaves = profiles.flat_map(|profile| self.graph.profile_leaves(profile).collect::<Vec<_>>());
        let named = row.findings.iter().flatten().flat_map(|&finding| &findings[finding].entities).copied();
        let faces: Vec<EntityId> = leaves.chain(named).collect();
        let is_mechanism = |face: &u32| Some(self.graph.kind(EntityId(*face))) == model.kinds.mechanism;
        for face in &faces {
            self.graph.faces(face).iter().filter(|face| is_mechanism(face)).for_each(|&face| add(EntityId(face)));
        }
        let overcome_by = self.overcoming(&mechanisms, row.therapy);
        Mechanism { mechanisms, overcome_by }
    }

    /// Therapies that overcome one of these, best first.
    fn overcoming(&self, mechanisms: &[EntityId], resisted: Option<EntityId>) -> Vec<EntityId> {
        let Some(overcomes) = self.graph.model().relations.overcomes_relation else { return Vec::new() };
        let statements = self.graph.statements();
        let backward = self.graph.backward(overcomes);
        let mut found: Vec<(u32, EntityId)> = Vec::new();
        for face in mechanisms.iter().flat_map(|mechanism| self.graph.faces(mechanism)) {
            for (edge, &therapy) in backward.range(*face).zip(backward.targets(*face)) {
                let statement = backward.statement_at(edge).map(StatementId);
                if statement.is_none_or(|statement| statements.supports(statement))
                    && Some(EntityId(therapy)) != resisted
                {
                    found.push((statement.map_or(0, |statement| statements.rank(statement)), EntityId(therapy)));
                }
            }
        }
        found.sort_unstable();
        let mut therapies: Vec<EntityId> = Vec::new();
        for (_, therapy) in found {
            if !therapies.contains(&therapy) {
                therapies.push(therapy);
            }
        }
        therapies.truncate(OVERCOMING_MAX);
        therapies
    }
}

/// The closest ways to meet a profile; ways that are as close are told together.
struct ClosestWays {
    findings: Vec<Vec<usize>>,
    how: VariantMatch,
    remark: Option<&'static str>,
    assumes: Vec<EntityId>,
    waits_for: Vec<WaitsFor>,
}

impl ClosestWays {
    fn of(ways: Vec<JudgedWay>) -> Option<Self> {
        let key = |way: &JudgedWay| (way.how, way.findings.len(), way.waits_for.len());
        let first = ways.iter().min_by_key(|way| key(way))?.clone();
        let mut findings: Vec<Vec<usize>> = ways
            .iter()
            .filter(|way| key(way) == key(&first) && way.waits_for == first.waits_for)
            .map(|way| way.findings.clone())
            .collect();
        findings.sort_unstable();
        findings.dedup();
        Some(Self {
            findings,
            how: first.how?,
            remark: first.remark,
            assumes: first.assumes,
            waits_for: first.waits_for,
        })
    }
}

/// Rows on one therapy that contradict each other stand together, where the closer (then better) of
/// them belongs.
fn make_blocks(matched: &mut Matched, level: impl Fn(&MatchedRow) -> u8) {
    let best = |rows: &[MatchedRow], therapy: Option<EntityId>| {
        rows.iter().filter(|row| row.therapy == therapy).map(|row| (row.variant_match, level(row))).min()
    };
    let mut done: Vec<Option<EntityId>> = Vec::new();
    let conflicting: Vec<Option<EntityId>> =
        matched.sensitive.iter().filter(|row| row.is_conflict).map(|row| row.therapy).collect();
    for therapy in conflicting {
        let (Some(sensitive), Some(resistant)) = (best(&matched.sensitive, therapy), best(&matched.resistant, therapy))
        else {
            continue;
        };
        if done.contains(&therapy) {
            continue;
        }
        done.push(therapy);
        let (winners, losers) = if resistant < sensitive {
            (&mut matched.resistant, &mut matched.sensitive)
        } else {
            (&mut matched.sensitive, &mut matched.resistant)
        };
        let (moved, left): (Vec<MatchedRow>, Vec<MatchedRow>) =
            std::mem::take(losers).into_iter().partition(|row| row.therapy == therapy);
        *losers = left;
        let (own, mut others): (Vec<MatchedRow>, Vec<MatchedRow>) = {
            let first = winners.iter().position(|row| row.therapy == therapy).unwrap_or(winners.len());
            let rest = winners.split_off(first);
            rest.into_iter().partition(|row| row.therapy == therapy)
        };
        winners.extend(own);
        winners.extend(moved);
        winners.append(&mut others);
    }
}

impl MatchedRow {
    /// Whether nothing supports it.
    pub fn is_contested(&self) -> bool {
        self.supporting.is_empty()
    }

    /// The statements that stand behind the row: those for it, or those against it where there are
    /// no others.
    pub fn statements(&self) -> &[StatementId] {
        if self.is_contested() { &self.against } else { &self.supporting }
    }
}

impl Matched {
    /// All rows, section by section.
    pub fn rows(&self) -> impl Iterator<Item = &MatchedRow> {
        self.sections().into_iter().flat_map(|(_, rows)| rows)
    }

    /// All sections with their headings, in the order of a page; some may be empty.
    pub fn sections(&self) -> [(&'static str, &[MatchedRow]); 8] {
        [
            ("sensitive", self.sensitive.as_slice()),
            ("resistant", &self.resistant),
            ("other effects", &self.other_effects),
            ("contested", &self.contested),
            ("other indication", &self.other_indication),
            ("waits for", &self.waiting),
            ("diagnostic and prognostic", &self.about_patient),
            ("gene level", &self.gene_level),
        ]
    }
}

impl UnreadListing {
    /// Whether there may be a change of its gene that nobody could read.
    pub(crate) fn hides_change(&self) -> bool {
        use super::listing::UnreadReason::{NoChange, NotUnderstood};
        matches!(self.reason, NoChange | NotUnderstood)
    }
}
