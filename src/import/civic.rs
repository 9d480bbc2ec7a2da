//! CIViC: accepted evidence items and assertions, as tab-separated values.
//!
//! A double quote is a character like any other there. Every item becomes a statement with its
//! own effect; what has no disease, no therapy or a significance that says nothing stays and is
//! reported. Names of dumps before molecular profiles (`gene`, `variant`, `drugs`,
//! `clinical_significance`) are understood, too.

use super::builtin;
use super::civic_names::{CivicNames, NameOf, NameRow, code_after_class, common_name, drug_of_form, finding_name};
use super::context::Import;
use super::control::ImportFailure;
use super::identities::KnownEntities;
use super::read::{TextFile, items};
use super::rows::{CsvRows, Separator, field};
use super::table::{TextRow, TextTable};
use crate::graph::{EntityRecord, Place, ProfileTree, StatementRecord};
use crate::model::{Field, direction, effect, kind, origin, relation, status};
use crate::text::Span;
use crate::vocabulary::{KindId, PropertyId, RelationId};
use rustc_hash::{FxHashMap, FxHashSet};

/// Effects of predictive items by their significance; older dumps write some differently.
const PREDICTIVE: &[(&str, &str)] = &[
    ("Sensitivity/Response", effect::SENSITIVITY),
    ("Sensitivity", effect::SENSITIVITY),
    ("Resistance", effect::RESISTANCE),
    ("Resistance or Non-Response", effect::RESISTANCE),
    ("Reduced Sensitivity", effect::REDUCED_SENSITIVITY),
    ("Adverse Response", effect::ADVERSE_RESPONSE),
    ("N/A", effect::NO_EFFECT),
    ("", effect::NO_EFFECT),
];

/// Effects of the other types of items; their significance goes to the gist.
const TYPES: &[(&str, &str)] = &[
    ("Diagnostic", effect::DIAGNOSTIC),
    ("Prognostic", effect::PROGNOSTIC),
    ("Predisposing", effect::PREDISPOSING),
    ("Oncogenic", effect::ONCOGENIC),
    ("Functional", effect::FUNCTIONAL),
];

const DIRECTIONS: &[(&str, &str)] = &[
    ("Supports", direction::SUPPORTS),
    ("Does Not Support", direction::DISPUTES),
    ("N/A", direction::INCONCLUSIVE),
    ("", direction::INCONCLUSIVE),
];

/// Origins; an empty one says nothing.
const ORIGINS: &[(&str, &str)] = &[
    ("Somatic", origin::SOMATIC),
    ("Somatic Mutation", origin::SOMATIC),
    ("Rare Germline", origin::GERMLINE),
    ("Common Germline", origin::GERMLINE),
    ("Germline", origin::GERMLINE),
    ("Germline Mutation", origin::GERMLINE),
    ("Rare Germline Mutation", origin::GERMLINE),
    ("Common Germline Mutation", origin::GERMLINE),
    ("Combined", origin::COMBINED),
    ("Mixed", origin::MIXED),
    ("N/A", ""),
    ("Unknown", ""),
    ("", ""),
];

/// The status that an item must have, where the file has one.
const ACCEPTED: &[&str] = &["accepted", ""];

const SEQUENTIAL: &str = "Sequential";

/// Separator of the drugs of a therapy.
const INTERACTIONS: &[(&str, &str)] = &[("Combination", " + "), ("Substitutes", " | "), (SEQUENTIAL, " > ")];

/// What joins the drugs of a combination.
const TOGETHER: &str = " + ";

/// First words of profiles that are no gene but something measured.
const BIOMARKERS: &[&str] = &["MSI", "TMB", "Methylation", "Kataegis", "CK", "C19MC"];

/// Partners of a fusion that mean "any" or "unknown".
const ANY_PARTNER: &[&str] = &["v", "?"];

/// Last words of therapies that are classes of drugs.
const CLASS_WORDS: &[&str] = &[
    "inhibitor",
    "inhibitors",
    "antibody",
    "antibodies",
    "antagonist",
    "agonist",
    "chemotherapy",
    "immunotherapy",
    "therapy",
];

/// The end of the names of regimens.
const REGIMEN_END: &str = " Regimen";

/// Levels of assertions by their AMP/ASCO/CAP category.
const CATEGORIES: &[(&str, &str)] = &[("Level A", "A"), ("Level B", "B"), ("Level C", "C"), ("Level D", "D")];

/// The level of an assertion that has no AMP category: the lowest, so that it never says too much.
const LEVEL_WITHOUT_CATEGORY: &str = "E";

/// The source of assertions none of whose evidence items is known.
const ASSERTIONS: (&str, &str) = ("onco:civic-assertions", "CIViC assertions");

fn lookup<'t>(table: &[(&str, &'t str)], text: &str) -> Option<&'t str> {
    table.iter().find(|(key, _)| *key == text).map(|&(_, value)| value)
}

/// Columns by their names, the present one first.
struct CivicColumns {
    profile: Option<usize>,
    profile_id: Option<usize>,
    gene: Option<usize>,
    variant: Option<usize>,
    disease: usize,
    doid: usize,
    phenotypes: Option<usize>,
    therapies: usize,
    interaction: Option<usize>,
    kind: usize,
    direction: usize,
    significance: usize,
    origin: Option<usize>,
    status: Option<usize>,
    flagged: Option<usize>,
    id: usize,
    /// The text of the claim.
    text: usize,
    sort: SortColumns,
}

/// Columns that only one of the two sorts of files has.
enum SortColumns {
    Evidence {
        level: usize,
        rating: usize,
        citation_id: usize,
        source_type: Option<usize>,
        citation: usize,
        trials: Option<usize>,
        reviewed: Option<usize>,
    },
    Assertions {
        category: Option<usize>,
        codes: Option<usize>,
        approval: Option<usize>,
        guideline: Option<usize>,
        evidence: Option<usize>,
        reviewed: Option<usize>,
    },
}

impl CivicColumns {
    fn new(table: &TextTable<'_, '_>) -> Result<Self, ImportFailure> {
        let assertions = table.column(&["assertion_id"]).is_some();
        let sort = if assertions {
            SortColumns::Assertions {
                category: table.column(&["amp_category", "amp_level"]),
                codes: table.column(&["acmg_codes"]),
                approval: table.column(&["regulatory_approval", "fda_regulatory_approval"]),
                guideline: table.column(&["nccn_guideline"]),
                evidence: table.column(&["evidence_item_ids", "evidence_ids"]),
                reviewed: table.column(&["last_review_date"]),
            }
        } else {
            SortColumns::Evidence {
                level: table.needed(&["evidence_level"])?,
                rating: table.needed(&["rating"])?,
                citation_id: table.needed(&["citation_id", "pubmed_id"])?,
                source_type: table.column(&["source_type"]),
                citation: table.needed(&["citation"])?,
                trials: table.column(&["nct_ids"]),
                reviewed: table.column(&["last_review_date"]),
            }
        };
        let profile = table.column(&["molecular_profile"]);
        if profile.is_none() {
            table.needed(&["gene"])?;
            table.needed(&["variant"])?;
        }
        Ok(Self {
            profile,
            profile_id: table.column(&["molecular_profile_id"]),
            gene: table.column(&["gene"]),
            variant: table.column(&["variant"]),
            disease: table.needed(&["disease"])?,
            doid: table.needed(&["doid"])?,
            phenotypes: table.column(&["phenotypes"]),
            therapies: table.needed(&["therapies", "drugs"])?,
            interaction: table.column(&["therapy_interaction_type", "drug_interaction_type"]),
            kind: table.needed(&["evidence_type", "assertion_type"])?,
            direction: table.needed(&["evidence_direction", "assertion_direction"])?,
            significance: table.needed(&["significance", "clinical_significance"])?,
            origin: table.column(&["variant_origin"]),
            status: table.column(&["evidence_status"]),
            flagged: table.column(&["is_flagged"]),
            id: table.needed(&["assertion_id", "evidence_id"])?,
            text: table.needed(&["evidence_statement", "assertion_summary", "assertion_description"])?,
            sort,
        })
    }
}

/// Reads the files of the present source.
///
/// # Errors
/// A file that cannot be read or lacks the columns; cancellation.
pub fn read(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    let mut reader = CivicReader::new(import)?;
    let mut texts = Vec::new();
    for path in reader.import.files.clone() {
        let text = TextFile::read(reader.import, &path)?;
        let is_assertions = reader.names_in(&text)?;
        texts.push((is_assertions, text));
    }
    // An assertion cites evidence items: they come first, in whatever order the files are given.
    texts.sort_by_key(|(is_assertions, _)| *is_assertions);
    texts.iter().try_for_each(|(_, text)| reader.file(text))
}

struct Kinds {
    gene: KindId,
    leaves: Vec<KindId>,
    therapies: Vec<KindId>,
    cancer: KindId,
    profile: KindId,
}

/// Reads rows; what was met before is kept by its text.
struct CivicReader<'i, 'c> {
    import: &'i mut Import<'c>,
    kinds: Kinds,
    variant_of: RelationId,
    is_a: RelationId,
    names: CivicNames,
    source_year: Option<PropertyId>,
    drugs: FxHashSet<String>,
    therapies: FxHashMap<String, String>,
    leaves: FxHashMap<String, Option<u32>>,
    profiles: FxHashMap<String, Option<String>>,
    cancers: FxHashMap<(String, String), String>,
    sources: FxHashMap<String, Vec<String>>,
    /// Therapies of evidence items, by their numbers.
    given: FxHashMap<String, String>,
    /// Names of therapies of the shipped graph, in small letters.
    shipped: FxHashSet<String>,
    has_member: RelationId,
}

impl<'i, 'c> CivicReader<'i, 'c> {
    fn new(import: &'i mut Import<'c>) -> Result<Self, ImportFailure> {
        let kinds = Kinds {
            gene: import.kind(kind::GENE)?,
            leaves: vec![import.kind(kind::VARIANT)?, import.kind(kind::BIOMARKER)?],
            therapies: vec![import.kind(kind::DRUG)?, import.kind(kind::REGIMEN)?, import.kind(kind::DRUG_CLASS)?],
            cancer: import.kind(kind::CANCER)?,
            profile: import.kind(kind::PROFILE)?,
        };
        let source = import.kind(kind::SOURCE)?;
        let variant_of = import.relation(relation::VARIANT_OF)?;
        let is_a = import.relation(relation::IS_A)?;
        let has_member = import.relation(relation::HAS_MEMBER)?;
        let source_year = import.builder.vocabulary().property_of(Field::Year.name(), source);
        Ok(Self {
            import,
            kinds,
            variant_of,
            is_a,
            names: CivicNames::new(),
            source_year,
            drugs: FxHashSet::default(),
            therapies: FxHashMap::default(),
            leaves: FxHashMap::default(),
            profiles: FxHashMap::default(),
            cancers: FxHashMap::default(),
            sources: FxHashMap::default(),
            given: FxHashMap::default(),
            shipped: shipped_therapies()?,
            has_member,
        })
    }

    /// Takes in the names of therapies of a file; says whether it is one of assertions.
    fn names_in(&mut self, text: &TextFile) -> Result<bool, ImportFailure> {
        let control = self.import.control;
        let mut table = TextTable::new(text, &control)?;
        let columns = CivicColumns::new(&table)?;
        let mut row = TextRow::default();
        while table.next(&mut row)? {
            let (therapy, interaction) = (row.get(columns.therapies), row.optional(columns.interaction));
            if interaction.is_empty() && !therapy.contains(',') {
                self.drugs.insert(therapy.to_owned());
            } else if operator_of(interaction).is_some() {
                self.drugs.extend(plain_items(therapy).map(str::to_owned));
            }
        }
        self.drugs.remove("");
        table.tell_unused(self.import);
        Ok(matches!(columns.sort, SortColumns::Assertions { .. }))
    }

    fn file(&mut self, text: &TextFile) -> Result<(), ImportFailure> {
        let control = self.import.control;
        let mut table = TextTable::new(text, &control)?;
        let columns = CivicColumns::new(&table)?;
        for row in &table.sorted_rows()? {
            // Programs cut empty fields at the end of a row, or end it with a tab more.
            let is_cut = row.get(columns.id).is_empty();
            if is_cut || row.has_more_than(table.width()) {
                let message = format!("this row has {} fields, not {}", row.width(), table.width());
                self.import.unusable(row.place, "", message);
            } else {
                self.row(&columns, row);
            }
        }
        Ok(())
    }

    fn row(&mut self, columns: &CivicColumns, row: &TextRow) {
        let place = row.place;
        let status = row.optional(columns.status);
        if !ACCEPTED.contains(&status) {
            self.import.unusable(place, "evidence_status", format!("the item is not accepted: it is `{status}`"));
            return;
        }
        let (kind, significance) = (row.get(columns.kind), row.get(columns.significance));
        let effect = if kind == "Predictive" { lookup(PREDICTIVE, significance) } else { lookup(TYPES, kind) };
        let Some(effect) = effect else {
            self.import.unusable(
                place,
                "significance",
                format!("unknown significance `{significance}` of type `{kind}`"),
            );
            return;
        };
        let direction = row.get(columns.direction);
        let Some(direction) = lookup(DIRECTIONS, direction) else {
            self.import.unusable(place, Field::Direction.name(), format!("`{direction}` is not a direction"));
            return;
        };
        let Some(profile) = self.profile_of_row(columns, row) else { return };
        let cited = match &columns.sort {
            SortColumns::Assertions { evidence, .. } => row.optional(*evidence),
            SortColumns::Evidence { .. } => "",
        };
        let therapy = self.therapy(row.get(columns.therapies), row.optional(columns.interaction), cited, place);
        let cancer = self.cancer(row.get(columns.disease), row.get(columns.doid), place);
        let (text, phenotypes) = match self.import.options.without_text {
            true => ("", ""),
            false => (row.get(columns.text), row.optional(columns.phenotypes)),
        };
        let gist = gist(effect, significance, text, phenotypes);
        // Editors are asked to look at the item again; that is no claim against what it says.
        let is_flagged = row.optional(columns.flagged) == "true";
        if is_flagged {
            self.import.note(place, "is_flagged", "is flagged for review: kept, and marked as flagged");
        }
        let origin = self.origin(row.optional(columns.origin), place);
        let interaction = row.optional(columns.interaction);
        // The file lists the drugs of a sequence in any order, and calls regimens after some of
        // their drugs: who has read the paper knows better.
        let yields = interaction.eq_ignore_ascii_case(SEQUENTIAL) || row.get(columns.therapies).contains(REGIMEN_END);
        let record = StatementRecord::new("")
            .yielding(yields.then_some(Field::Therapy))
            .with(Field::Effect, effect)
            .with(Field::Direction, direction)
            .with(Field::Therapy, &therapy)
            .with(Field::Profile, &profile)
            .with_list(Field::Cancer, cancer.as_deref())
            .with(Field::Origin, origin)
            .with(Field::Gist, &gist)
            .with(Field::Flagged, if is_flagged { "true" } else { "" })
            .with(Field::Dataset, "civic");
        match &columns.sort {
            SortColumns::Evidence { .. } => {
                self.evidence(&columns.sort, columns.id, row, &record);
                self.given.insert(row.get(columns.id).to_owned(), therapy.clone());
            }
            SortColumns::Assertions { .. } => self.assertion(&columns.sort, columns.id, row, &record),
        }
    }

    fn origin(&mut self, origin: &str, place: Place) -> &'static str {
        lookup(ORIGINS, origin).unwrap_or_else(|| {
            self.import.note(place, "variant_origin", format!("unknown origin `{origin}`: left out"));
            ""
        })
    }

    fn evidence<'r>(&mut self, columns: &SortColumns, id: usize, row: &'r TextRow, record: &StatementRecord<'r>) {
        let SortColumns::Evidence { level, rating, citation_id, source_type, citation, trials, reviewed } = columns
        else {
            return;
        };
        let mut sources =
            vec![self.source(row.get(*citation_id), row.optional(*source_type), row.get(*citation), row.place)];
        sources.extend(items(row.optional(*trials), &[',', ';']).map(str::to_owned));
        let id = format!("civic.eid:{}", row.get(id));
        let filled = record
            .clone()
            .with_id(&id)
            .with(Field::Level, row.get(*level))
            .with(Field::Rating, row.get(*rating))
            .with(Field::AsOf, day(row.optional(*reviewed)))
            .with_list(Field::Source, sources.iter().map(String::as_str));
        self.import.builder.add_statement(&filled, row.place);
        self.sources.insert(id, sources);
    }

    fn assertion<'r>(&mut self, columns: &SortColumns, id: usize, row: &'r TextRow, record: &StatementRecord<'r>) {
        let SortColumns::Assertions { category, codes, approval, guideline, evidence, reviewed } = columns else {
            return;
        };
        let category = row.optional(*category);
        let level = CATEGORIES
            .iter()
            .find(|(end, _)| category.ends_with(end))
            .map_or(LEVEL_WITHOUT_CATEGORY, |&(_, level)| level);
        let native = match (category, row.optional(*codes)) {
            ("", "") => String::new(),
            ("", codes) => format!("ACMG {codes}"),
            (category, _) => format!("AMP {category}"),
        };
        let mut sources: Vec<String> = Vec::new();
        for number in items(row.optional(*evidence), &[',', ';', '|']) {
            let of_item = match self.sources.get(&format!("civic.eid:{number}")) {
                Some(known) => known.clone(),
                None => vec![self.item(number, row.place)],
            };
            sources.extend(of_item);
        }
        let mut seen = FxHashSet::default();
        sources.retain(|source| seen.insert(source.clone()));
        if sources.is_empty() {
            let source =
                EntityRecord { id: ASSERTIONS.0, kind: kind::SOURCE, name: ASSERTIONS.1, ..EntityRecord::default() };
            self.import.builder.add_entity(&source, row.place);
            sources.push(ASSERTIONS.0.to_owned());
        }
        let (status, region) = match (row.optional(*approval), row.optional(*guideline)) {
            ("true" | "t", _) => (status::APPROVED, "US"),
            (_, "") => ("", ""),
            (_, _) => (status::GUIDELINE, "US"),
        };
        let id = format!("civic.aid:{}", row.get(id));
        let filled = record
            .clone()
            .with_id(&id)
            .with(Field::Level, level)
            .with(Field::NativeLevel, &native)
            .with(Field::Status, status)
            .with(Field::Region, region)
            .with(Field::AsOf, day(row.optional(*reviewed)))
            .with_list(Field::Source, sources.iter().map(String::as_str));
        self.import.builder.add_statement(&filled, row.place);
    }
}

impl CivicReader<'_, '_> {
    /// An evidence item that is in no file, as the source of an assertion. Not by its own
    /// identifier: that is a statement's wherever the item is read.
    fn item(&mut self, number: &str, place: Place) -> String {
        let (id, name) = (format!("onco:civic-eid-{number}"), format!("CIViC evidence item {number}"));
        let source = EntityRecord { id: &id, kind: kind::SOURCE, name: &name, ..EntityRecord::default() };
        self.import.builder.add_entity(&source, place);
        id
    }
}

/// The day of `2023-01-09 21:46:26 UTC`.
fn day(time: &str) -> &str {
    time.split(' ').next().unwrap_or("")
}

/// The claim in words, with what no other field of a statement holds.
fn gist(effect: &str, significance: &str, text: &str, phenotypes: &str) -> String {
    let mut gist = String::with_capacity(text.len() + significance.len() + phenotypes.len() + 20);
    if TYPES.iter().any(|(_, other)| *other == effect) && !matches!(significance, "" | "N/A") {
        gist.push_str(significance);
        gist.push_str(if text.is_empty() { "" } else { ": " });
    }
    gist.push_str(text);
    if !phenotypes.is_empty() {
        gist.push_str(" [phenotypes: ");
        gist.push_str(phenotypes);
        gist.push(']');
    }
    gist
}

/// Profiles, their variants and genes.
impl CivicReader<'_, '_> {
    /// The expression of a row's profile over the ids of its leaves.
    fn profile_of_row(&mut self, columns: &CivicColumns, row: &TextRow) -> Option<String> {
        let text = match columns.profile {
            Some(column) => row.get(column).to_owned(),
            None => format!("{} {}", row.optional(columns.gene), row.optional(columns.variant)).trim().to_owned(),
        };
        if let Some(known) = self.profiles.get(&text) {
            if known.is_none() {
                self.import.unusable(row.place, "molecular_profile", format!("the profile `{text}` cannot be parsed"));
            }
            return known.clone();
        }
        let profile = match ProfileTree::parse(&text) {
            Ok(tree) => self.profile(&text, tree, row.optional(columns.profile_id), row.place),
            Err(error) => {
                let message =
                    format!("the profile `{text}` cannot be parsed: {} at byte {}", error.message, error.offset);
                self.import.unusable(row.place, "molecular_profile", message);
                None
            }
        };
        self.profiles.insert(text, profile.clone());
        profile
    }

    fn profile(&mut self, text: &str, tree: ProfileTree<Span>, id: &str, place: Place) -> Option<String> {
        let tree = tree.try_map(&mut |span: Span| self.leaf(span.of(text), place).ok_or(())).ok()?;
        if !id.is_empty() {
            let name = self.import.builder.profile_name(&tree);
            let theirs = format!("civic.mpid:{id}");
            // Two profiles of theirs may be one by the names used here.
            let known = match self.import.named(&[self.kinds.profile], &name) {
                KnownEntities::One(known) => self.import.builder.id(known).to_owned(),
                KnownEntities::Several(_) | KnownEntities::Nothing => theirs.clone(),
            };
            let xrefs = if known == theirs { Vec::new() } else { vec![theirs.as_str()] };
            let imported_aliases = if name.eq_ignore_ascii_case(text) { Vec::new() } else { vec![text] };
            let kind = kind::PROFILE;
            let record =
                EntityRecord { id: &known, kind, name: &name, imported_aliases, xrefs, ..EntityRecord::default() };
            self.import.entity(&record, place);
        }
        Some(tree.print(&|&leaf| self.import.builder.id(leaf).to_owned()))
    }

    /// The variant or biomarker that a leaf names.
    fn leaf(&mut self, name: &str, place: Place) -> Option<u32> {
        if let Some(&known) = self.leaves.get(name) {
            return known;
        }
        let row = self.names.row(NameOf::Finding, name);
        let here = row.map_or_else(|| finding_name(name), |row| row.here.clone());
        let entity = match self.import.named(&self.kinds.leaves, &here) {
            KnownEntities::One(entity) => Some(entity),
            KnownEntities::Several(_) | KnownEntities::Nothing => self.new_leaf(name, &here, place),
        };
        if let Some(entity) = entity {
            self.genes_of(entity, name, place);
        }
        self.leaves.insert(name.to_owned(), entity);
        entity
    }

    /// A leaf that CIViC calls `civic` and that is called `name` here.
    fn new_leaf(&mut self, civic: &str, name: &str, place: Place) -> Option<u32> {
        let kind = if BIOMARKERS.contains(&head(civic)) { kind::BIOMARKER } else { kind::VARIANT };
        let id = self.import.builder.free_id(&format!("onco:{kind}-"), name);
        self.import.entity(&EntityRecord { id: &id, kind, name, ..EntityRecord::default() }, place)
    }

    /// Says of which genes a variant is: of all partners where it is a fusion.
    fn genes_of(&mut self, variant: u32, name: &str, place: Place) {
        let head = head(name);
        if BIOMARKERS.contains(&head)
            || !self.import.builder.vocabulary().verb(self.variant_of).from.contains(&self.import.builder.kind(variant))
        {
            return;
        }
        for symbol in head.split("::").filter(|symbol| !ANY_PARTNER.contains(symbol)) {
            if let Some(gene) = self.gene(symbol, place) {
                self.import.builder.add_fact(variant, self.variant_of, gene, &[], place);
            }
        }
    }

    fn gene(&mut self, symbol: &str, place: Place) -> Option<u32> {
        match self.import.named(&[self.kinds.gene], symbol) {
            KnownEntities::One(gene) => return Some(gene),
            KnownEntities::Several(_) | KnownEntities::Nothing => {}
        }
        let id = format!("hgnc.symbol:{symbol}");
        self.import.note(place, "molecular_profile", format!("the gene `{symbol}` is not known from another source"));
        self.import.entity(&EntityRecord { id: &id, kind: kind::GENE, name: symbol, ..EntityRecord::default() }, place)
    }
}

/// The first word of a variant: its gene, fusion partners or biomarker.
fn head(name: &str) -> &str {
    name.split(' ').next().unwrap_or("")
}

/// Therapies.
impl CivicReader<'_, '_> {
    /// The expression of a row's therapy over the ids of its drugs. `cited` are the numbers of
    /// evidence items, which say how the drugs of an assertion are given.
    fn therapy(&mut self, text: &str, interaction: &str, cited: &str, place: Place) -> String {
        let names = self.split(text);
        let mut drugs: Vec<String> = names.into_iter().map(|name| self.drug(name, place)).collect();
        drugs.retain(|drug| !drug.is_empty());
        if drugs.len() < 2 {
            return drugs.pop().unwrap_or_default();
        }
        match operator_of(interaction) {
            Some(operator) => drugs.join(operator),
            None => self.together(drugs, interaction, cited, place),
        }
    }

    /// The names of therapies in a cell.
    fn split<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let known = |name: &str| self.drugs.contains(name) || self.shipped.contains(&name.to_lowercase());
        split_therapies(text, &known)
    }

    /// Several drugs of which the row does not say how they are given: as in the evidence items
    /// that are cited for them, else a regimen that says no more than which drugs are in it.
    fn together(&mut self, mut drugs: Vec<String>, interaction: &str, cited: &str, place: Place) -> String {
        let sorted = |drugs: &[String]| {
            let mut sorted = drugs.to_vec();
            sorted.sort();
            sorted
        };
        drugs = sorted(&drugs);
        let parts = |therapy: &str| {
            let found = INTERACTIONS.iter().find(|(_, operator)| therapy.contains(operator));
            let operator = found.map_or(TOGETHER, |(_, operator)| operator);
            sorted(&therapy.split(operator).map(str::to_owned).collect::<Vec<_>>())
        };
        let of_items: FxHashSet<&String> = items(cited, &[',', ';', '|'])
            .filter_map(|number| self.given.get(number))
            .filter(|therapy| parts(therapy) == drugs)
            .collect();
        if let (Some(only), 1) = (of_items.iter().next(), of_items.len()) {
            return (*only).clone();
        }
        let builder = &self.import.builder;
        let named = |id: &String| builder.find_id(id).map(|drug| builder.name(drug).to_owned());
        let mut names: Vec<String> = drugs.iter().filter_map(named).collect();
        names.sort();
        let name = format!("{} (not stated how they are given)", names.join(", "));
        let message = match interaction {
            "" => format!("how `{}` are given is not stated", names.join(", ")),
            other => format!("`{other}` is not known: how `{}` are given is not stated", names.join(", ")),
        };
        self.import.note(place, "therapy_interaction_type", message);
        let id = self.therapy_called(&name, &name, kind::REGIMEN, place);
        let ends = self.import.builder.find_id(&id).into_iter();
        let pairs: Vec<(u32, u32)> = ends
            .flat_map(|regimen| drugs.iter().map(move |drug| (regimen, drug)))
            .filter_map(|(regimen, drug)| Some((regimen, self.import.builder.find_id(drug)?)))
            .collect();
        for (regimen, drug) in pairs {
            self.import.builder.add_fact(regimen, self.has_member, drug, &[], place);
        }
        id
    }

    /// The id of what a name is here; an expression where it is a combination.
    fn drug(&mut self, name: &str, place: Place) -> String {
        if let Some(known) = self.therapies.get(name) {
            return known.clone();
        }
        let id = match self.names.row(NameOf::Therapy, name).cloned() {
            Some(row) => self.drug_of_row(name, &row, place),
            None => match name.strip_suffix(REGIMEN_END) {
                Some(short) => self.regimen(short, place),
                None => self.single(name, place),
            },
        };
        self.therapies.insert(name.to_owned(), id.clone());
        id
    }

    /// Several drugs with a bar between them, or one, each of which is known; otherwise a regimen
    /// of its own.
    fn regimen(&mut self, short: &str, place: Place) -> String {
        let members: Vec<&str> = short.split('/').collect();
        if members.iter().all(|member| self.is_known(member)) {
            return members.iter().map(|member| self.single(member, place)).collect::<Vec<_>>().join(TOGETHER);
        }
        self.therapy_called(short, short, kind::REGIMEN, place)
    }

    /// Whether a name is that of a therapy, here or anywhere in the file.
    fn is_known(&mut self, name: &str) -> bool {
        self.drugs.contains(name) || matches!(self.import.named(&self.kinds.therapies, name), KnownEntities::One(_))
    }

    fn drug_of_row(&mut self, name: &str, row: &NameRow, place: Place) -> String {
        if row.here.is_empty() {
            self.import.note(place, "therapies", format!("`{name}` is no therapy: left out"));
        }
        let kind = if row.kind.is_empty() { kind::DRUG } else { &row.kind };
        let parts: Vec<&str> = row.here.split(TOGETHER).filter(|part| !part.is_empty()).collect();
        // Only what is one thing here is another name of it.
        let alias = |part| if parts.len() == 1 { name } else { part };
        parts.iter().map(|part| self.therapy_called(part, alias(part), kind, place)).collect::<Vec<_>>().join(TOGETHER)
    }

    /// A therapy that is no combination by its name.
    fn single(&mut self, name: &str, place: Place) -> String {
        let drug = drug_of_form(name).filter(|drug| self.is_known(drug)).unwrap_or(name);
        let drug = code_after_class(drug).unwrap_or(drug);
        let last = drug.rsplit(' ').next().unwrap_or("").to_ascii_lowercase();
        let kind = if CLASS_WORDS.contains(&last.as_str()) { kind::DRUG_CLASS } else { kind::DRUG };
        let here = if self.is_written_so(drug) { drug.to_owned() } else { common_name(drug) };
        self.therapy_called(&here, name, kind, place)
    }

    /// Whether a therapy is called exactly so here.
    fn is_written_so(&mut self, name: &str) -> bool {
        match self.import.named(&self.kinds.therapies, name) {
            KnownEntities::One(entity) => self.import.builder.name(entity) == name,
            KnownEntities::Several(_) | KnownEntities::Nothing => false,
        }
    }

    /// The id of the therapy with a name; one of this kind is made where there is none. `alias` is
    /// what CIViC calls it.
    fn therapy_called(&mut self, name: &str, alias: &str, kind: &str, place: Place) -> String {
        let found = self.import.named(&self.kinds.therapies, name);
        let (id, kind, name) = match found {
            KnownEntities::One(entity) => {
                let builder = &self.import.builder;
                let kind = builder.vocabulary().kind_name(builder.kind(entity)).to_owned();
                (builder.id(entity).to_owned(), kind, builder.name(entity).to_owned())
            }
            KnownEntities::Several(_) | KnownEntities::Nothing => {
                let prefix = if kind == kind::DRUG_CLASS { "class" } else { kind };
                let id = self.import.builder.free_id(&format!("onco:{prefix}-"), name);
                (id, kind.to_owned(), name.to_owned())
            }
        };
        let is_new = !alias.eq_ignore_ascii_case(&name);
        let imported_aliases = if is_new { vec![alias] } else { Vec::new() };
        let record = EntityRecord { id: &id, kind: &kind, name: &name, imported_aliases, ..EntityRecord::default() };
        self.import.entity(&record, place);
        id
    }
}

/// The separator of the drugs of a therapy, by how CIViC says that they are given.
fn operator_of(interaction: &str) -> Option<&'static str> {
    INTERACTIONS.iter().find(|(known, _)| known.eq_ignore_ascii_case(interaction)).map(|&(_, operator)| operator)
}

/// Names of therapies of the shipped graph, in small letters.
fn shipped_therapies() -> Result<FxHashSet<String>, ImportFailure> {
    let mut rows = CsvRows::with_comments(builtin::builtin_graph("oncology")?.entities, Separator::Tab);
    let columns: Vec<Option<usize>> = rows.next().map_or_else(Vec::new, |(_, header)| {
        ["kind", "name", "aliases"].map(|name| header.iter().position(|column| column == name)).to_vec()
    });
    let mut names = FxHashSet::default();
    while let Some((_, row)) = rows.next() {
        let text = |number: usize| columns.get(number).copied().flatten().map_or("", |column| field(row, column));
        if [kind::DRUG, kind::DRUG_CLASS, kind::REGIMEN].contains(&text(0)) {
            names.extend(std::iter::once(text(1)).chain(items(text(2), &['|'])).map(str::to_lowercase));
        }
    }
    Ok(names)
}

/// A name without the quotes that some programs put around it.
fn unquoted(name: &str) -> &str {
    let name = name.trim();
    name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name)
}

/// Those names of a list that are certainly whole: between commas that separate.
fn plain_items(text: &str) -> impl Iterator<Item = &str> {
    let pieces: Vec<&str> = text.split(',').collect();
    let whole = move |number: usize| {
        let piece = pieces.get(number)?;
        let next = pieces.get(number + 1).copied().unwrap_or("a");
        let separates = next.starts_with(|c: char| c.is_alphabetic() || c == '"') && !piece.starts_with(' ');
        Some(unquoted(piece)).filter(|name| separates && is_like_a_name(name))
    };
    (0..=text.matches(',').count()).filter_map(whole)
}

/// Whether a piece between commas can be a name of its own.
fn is_like_a_name(piece: &str) -> bool {
    piece.len() >= 3 && piece.starts_with(char::is_alphabetic)
}

/// Splits a list of therapies whose names may hold commas: the longest known name first. A comma
/// that a blank follows is inside a name (`… Inhibitor, PD173074`) unless what is on both of its
/// sides is known; and a piece that is no name is the rest of the one before it (`CP-724,714`).
fn split_therapies<'t>(text: &'t str, known: &dyn Fn(&str) -> bool) -> Vec<&'t str> {
    let mut ends: Vec<usize> = text.match_indices(',').map(|(comma, _)| comma).collect();
    ends.push(text.len());
    let mut names = Vec::new();
    let piece = |start: usize, end: usize| unquoted(text.get(start..end).unwrap_or(""));
    let is_known = |from: usize, last: usize| known(piece(from, ends[last]));
    let separates = |last: usize| {
        let from = ends[last] + 1;
        let rest = text.get(from..).unwrap_or("");
        !rest.starts_with(' ') || (last + 1..ends.len()).any(|next| is_known(from, next))
    };
    // The last piece of the longest known name that starts at a place.
    let longest =
        |start: usize, first: usize| (first..ends.len()).rev().find(|&last| is_known(start, last) && separates(last));
    let (mut start, mut first) = (0, 0);
    while first < ends.len() {
        let last = longest(start, first).unwrap_or_else(|| {
            let is_rest = |next: usize| {
                let (from, end) = (ends[next - 1] + 1, ends[next]);
                let rest = text.get(from..end).unwrap_or("");
                longest(from, next).is_none()
                    && (rest.starts_with(' ') || !is_like_a_name(unquoted(rest)))
                    && !rest.is_empty()
            };
            first + (first + 1..ends.len()).take_while(|&next| is_rest(next)).count()
        });
        names.push(piece(start, ends[last]));
        start = ends[last] + 1;
        first = last + 1;
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Cancers and sources.
impl CivicReader<'_, '_> {
    /// The id of a row's disease; none where it has none.
    fn cancer(&mut self, name: &str, doid: &str, place: Place) -> Option<String> {
        if name.is_empty() && doid.is_empty() {
            self.import.note(place, "disease", "has no disease: kept without");
            return None;
        }
        let key = (name.to_owned(), doid.to_owned());
        if let Some(known) = self.cancers.get(&key) {
            if doid.is_empty() {
                self.import.note(place, "doid", format!("the disease `{name}` has no DOID: kept by its name"));
            }
            return Some(known.clone());
        }
        let number = doid
            .strip_prefix("DOID:")
            .or_else(|| name.strip_prefix("DOID:").filter(|_| doid.is_empty()))
            .unwrap_or(doid);
        let id = if number.is_empty() {
            self.cancer_by_name(name, place)
        } else {
            self.cancer_by_number(name, number, place)
        };
        self.cancers.insert(key, id.clone());
        Some(id)
    }

    fn cancer_by_number(&mut self, name: &str, number: &str, place: Place) -> String {
        let id = format!("DOID:{number}");
        let row = self.names.row(NameOf::Cancer, name).cloned();
        if let KnownEntities::One(entity) = self.import.with_reference(self.kinds.cancer, &id) {
            self.place_below(Some(entity), row.as_ref(), place);
            return self.import.builder.id(entity).to_owned();
        }
        self.import.note(
            place,
            "doid",
            format!("`{id} {name}` is in no ontology read so far: it has no place in the hierarchy"),
        );
        let here = match &row {
            Some(row) if row.here != id => row.here.clone(),
            _ if name.is_empty() || name == id => id.clone(),
            _ => common_name(name),
        };
        // Not by its name: another term may be called so, and a DOID says which is meant.
        let record = EntityRecord { id: &id, kind: kind::CANCER, name: &here, ..EntityRecord::default() };
        let cancer = self.import.builder.add_entity(&record, place);
        self.place_below(cancer, row.as_ref(), place);
        id
    }

    /// Puts a disease that no ontology has below the cancer that its row names.
    fn place_below(&mut self, cancer: Option<u32>, row: Option<&NameRow>, place: Place) {
        let (Some(cancer), Some(row)) = (cancer, row.filter(|row| !row.below.is_empty())) else { return };
        if let KnownEntities::One(above) = self.import.named(&[self.kinds.cancer], &row.below)
            && above != cancer
        {
            self.import.builder.add_fact(cancer, self.is_a, above, &[], place);
        }
    }

    fn cancer_by_name(&mut self, name: &str, place: Place) -> String {
        self.import.note(place, "doid", format!("the disease `{name}` has no DOID: kept by its name"));
        let row = self.names.row(NameOf::Cancer, name).cloned();
        let here = row.as_ref().map_or_else(|| common_name(name), |row| row.here.clone());
        let known = match self.import.named(&[self.kinds.cancer], &here) {
            KnownEntities::One(entity) => Some(entity),
            KnownEntities::Several(_) | KnownEntities::Nothing => {
                let id = self.import.builder.free_id("onco:cancer-", &here);
                let record = EntityRecord { id: &id, kind: kind::CANCER, name: &here, ..EntityRecord::default() };
                self.import.builder.add_entity(&record, place)
            }
        };
        self.place_below(known, row.as_ref(), place);
        known.map_or_else(String::new, |cancer| self.import.builder.id(cancer).to_owned())
    }

    /// The id of a row's paper or abstract.
    fn source(&mut self, number: &str, source_type: &str, citation: &str, place: Place) -> String {
        let id = match source_type {
            "ASCO" => format!("onco:asco-{number}"),
            _ if number.starts_with("10.") => format!("doi:{number}"),
            "" | "PubMed" | "PUBMED" => format!("PMID:{number}"),
            other => format!("onco:{}-{number}", other.to_lowercase()),
        };
        if self.import.builder.find_id(&id).is_none() {
            let name = if citation.is_empty() { &id } else { citation };
            let year = years(citation).next();
            let properties = self.source_year.zip(year).into_iter().collect();
            self.import.builder.add_entity(
                &EntityRecord { id: &id, kind: kind::SOURCE, name, properties, ..EntityRecord::default() },
                place,
            );
        }
        id
    }
}

/// Numbers of four digits that can be years.
fn years(citation: &str) -> impl Iterator<Item = &str> {
    let words = citation.split(|c: char| !c.is_ascii_digit());
    words.filter(|word| word.len() == 4 && (word.starts_with("19") || word.starts_with("20")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, known: &[&str], expected: &[&str]) {
        assert_eq!(split_therapies(text, &|name| known.contains(&name)), expected);
    }

    #[test]
    fn therapies_are_split_by_known_names() {
        check("Cetuximab,Chemotherapy", &["Cetuximab"], &["Cetuximab", "Chemotherapy"]);
        check("Lapatinib,2,4-pyrimidinediamine", &["2,4-pyrimidinediamine"], &["Lapatinib", "2,4-pyrimidinediamine"]);
        check("2,4-pyrimidinediamine,Lapatinib", &["2,4-pyrimidinediamine"], &["2,4-pyrimidinediamine", "Lapatinib"]);
        check("HER2 Inhibitor CP-724,714,Trastuzumab", &["Trastuzumab"], &["HER2 Inhibitor CP-724,714", "Trastuzumab"]);
        check("A, B,", &["A", "B"], &["A", "B"]);
        check("Alpha,Beta", &[], &["Alpha", "Beta"]);
        check("Alpha, Beta", &["Alpha"], &["Alpha, Beta"]);
        check("Alpha, Beta", &["Alpha", "Beta"], &["Alpha", "Beta"]);
        check("\"Alpha\",\"Beta\"", &[], &["Alpha", "Beta"]);
        check("2,4-pyrimidinediamine", &[], &["2,4-pyrimidinediamine"]);
        check("Alpha,FGF Inhibitor, PD173074", &["Alpha"], &["Alpha", "FGF Inhibitor, PD173074"]);
    }

    #[test]
    fn the_year_of_a_citation() {
        let first = |text| years(text).next().unwrap_or("").to_owned();
        assert_eq!(first("Levine et al., 2005"), "2005");
        assert_eq!(first("Scott Kopetz, 2019, Gastrointestinal Cancers Symposium, Abstract 688"), "2019");
        assert_eq!(first("Alexander E. Drilon, 2018, ASCO Annual Meeting, Abstract 4503"), "2018");
        assert_eq!(first("no year"), "");
    }
}
