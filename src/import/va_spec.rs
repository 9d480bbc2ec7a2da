//! Statements of GA4GH's Variant Annotation Specification (VA-Spec) as JSON: what the VICC
//! metaknowledgebase, CIViCpy and others write. A file holds one statement, a list, JSON lines, or
//! an object with lists of statements and of what they refer to by identifier.

use super::context::Import;
use super::control::ImportFailure;
use super::evidence::{EvidenceNames, source_id};
use super::json::{self, JsonText, texts_of};
use super::read::TextFile;
use crate::graph::{Place, ProfileTree, StatementRecord};
use crate::model::{Field, direction, effect, origin};
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// Names of files.
pub const PATTERNS: &[&str] = &["*va-spec*.json*", "*metakb*.json*", "*_cdm_*.json*"];

/// Effects by predicates, with what the effect itself does not say.
const PREDICATES: &[(&str, &str, &str)] = &[
    ("predictsSensitivityTo", effect::SENSITIVITY, ""),
    ("predictsResistanceTo", effect::RESISTANCE, ""),
    ("predictsReducedSensitivityTo", effect::REDUCED_SENSITIVITY, ""),
    ("associatedWithBetterOutcomeFor", effect::PROGNOSTIC, "Better Outcome"),
    ("associatedWithWorseOutcomeFor", effect::PROGNOSTIC, "Poor Outcome"),
    ("isDiagnosticInclusionCriterionFor", effect::DIAGNOSTIC, "Positive"),
    ("isDiagnosticExclusionCriterionFor", effect::DIAGNOSTIC, "Negative"),
    ("isOncogenicFor", effect::ONCOGENIC, ""),
    ("isCausalFor", effect::PREDISPOSING, ""),
];

const DIRECTIONS: &[(&str, &str)] = &[
    ("supports", direction::SUPPORTS),
    ("disputes", direction::DISPUTES),
    ("refutes", direction::DISPUTES),
    ("neutral", direction::INCONCLUSIVE),
    ("none", direction::INCONCLUSIVE),
];

/// Levels by what issuers call the strength of their evidence: VICC's codes, and words.
const STRENGTHS: &[(&str, &str)] = &[
    ("e000001", "A"),
    ("e000002", "A"),
    ("e000003", "A"),
    ("e000004", "B"),
    ("e000005", "B"),
    ("e000006", "B"),
    ("e000007", "B"),
    ("e000008", "C"),
    ("e000009", "D"),
    ("e000010", "E"),
    ("fda-approved", "A"),
    ("fda approved", "A"),
    ("guideline", "A"),
    ("clinical trial", "B"),
    ("clinical evidence", "C"),
    ("preclinical evidence", "D"),
    ("inferential evidence", "E"),
];

/// The level of a statement whose strength is not known: the lowest, so that it never says too
/// much.
const LOWEST: &str = "E";

/// What joins therapies that are given together, and those that stand for each other.
const TOGETHER: &str = " + ";
const EITHER: &str = " | ";

/// Prefixes of identifiers as they are written here.
const SPELLINGS: &[(&str, &str)] = &[
    ("ncit:", "NCIT:"),
    ("doid:", "DOID:"),
    ("mondo:", "MONDO:"),
    ("hgnc:", "HGNC:"),
    ("oncotree:", "oncotree:"),
    ("rxcui:", "rxcui:"),
    ("drugbank:", "drugbank:"),
    ("chembl:", "chembl:"),
];

type VaSpecObject = Map<String, Value>;

/// Reads the files of the present source.
///
/// # Errors
/// A file that cannot be read or is no JSON; cancellation.
pub fn read(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    for path in import.files.clone() {
        let text = TextFile::read(import, &path)?;
        let mut file = VaSpecFile::default();
        file.collect(import, &text)?;
        let VaSpecFile { statements, objects } = file;
        let mut reader = VaSpecReader { objects, seen: FxHashSet::default() };
        for (place, statement) in &statements {
            import.control.check()?;
            reader.statement(import, statement, *place)?;
        }
    }
    Ok(())
}

/// What a file holds.
#[derive(Default)]
struct VaSpecFile {
    statements: Vec<(Place, VaSpecObject)>,
    /// What statements refer to, by identifier.
    objects: FxHashMap<String, VaSpecObject>,
}

impl VaSpecFile {
    fn collect(&mut self, import: &mut Import<'_>, text: &TextFile) -> Result<(), ImportFailure> {
        let json = JsonText::new(text);
        let whole = match json.parse::<&RawValue>() {
            Ok(whole) => whole,
            // JSON lines are no JSON as a whole.
            Err(failure) => return if self.lines(import, text)? { Ok(()) } else { Err(failure) },
        };
        let lists: Vec<&RawValue> = if json::is_list(whole) {
            vec![whole]
        } else {
            let parts: FxHashMap<String, &RawValue> = json.part(whole)?;
            if parts.contains_key("proposition") || parts.contains_key("subjectVariant") {
                self.take(import, whole.get(), json.lines().place(whole));
                return Ok(());
            }
            parts.into_values().filter(|part| json::is_list(part)).collect()
        };
        let mut items: Vec<&RawValue> = Vec::new();
        for list in lists {
            items.extend(json.part::<Vec<&RawValue>>(list)?);
        }
        // In the order of the file, whatever the order of the lists in memory.
        items.sort_by_key(|item| item.get().as_ptr() as usize);
        let mut lines = json.lines();
        for item in items {
            self.take(import, item.get(), lines.place(item));
        }
        Ok(())
    }

    /// Whether a file is JSON lines; takes them.
    fn lines(&mut self, import: &mut Import<'_>, text: &TextFile) -> Result<bool, ImportFailure> {
        let control = import.control;
        let mut lines = text.lines(&control);
        let mut is_first = true;
        while let Some((line, row)) = lines.next()? {
            if std::mem::take(&mut is_first) && serde_json::from_str::<VaSpecObject>(row).is_err() {
                return Ok(false);
            }
            self.take(import, row, Place { file: text.file, line });
        }
        Ok(!is_first)
    }

    fn take(&mut self, import: &mut Import<'_>, text: &str, place: Place) {
        match serde_json::from_str::<VaSpecObject>(text) {
            Ok(object) if object.contains_key("proposition") || object.contains_key("subjectVariant") => {
                self.statements.push((place, object));
            }
            Ok(object) => {
                if let Some(id) = object.get("id").and_then(Value::as_str) {
                    self.objects.insert(id.to_owned(), object);
                }
            }
            Err(error) => import.unusable(place, "", format!("this is no object: `{error}`")),
        }
    }
}

struct VaSpecReader {
    objects: FxHashMap<String, VaSpecObject>,
    /// Statements that have been read, by identifier: assertions hold their evidence again.
    seen: FxHashSet<String>,
}

impl VaSpecReader {
    /// What a value is: an object, or the identifier of one.
    fn object<'v>(&'v self, value: Option<&'v Value>) -> Option<&'v VaSpecObject> {
        match value? {
            Value::Object(object) => Some(object),
            Value::String(id) => self.objects.get(id.as_str()),
            _ => None,
        }
    }

    fn first<'v>(&'v self, of: &'v VaSpecObject, names: &[&str]) -> Option<&'v VaSpecObject> {
        names.iter().find_map(|name| self.object(of.get(*name)))
    }

    fn statement(
        &mut self,
        import: &mut Import<'_>,
        statement: &VaSpecObject,
        place: Place,
    ) -> Result<(), ImportFailure> {
        let id = text(statement, "id");
        if id.is_empty() {
            import.unusable(place, "id", "this statement has no id");
            return Ok(());
        }
        if !self.seen.insert(id.clone()) {
            return Ok(());
        }
        self.evidence_of(import, statement, place)?;
        let dataset = id.split(['.', ':']).next().filter(|_| id.contains(':')).unwrap_or("va-spec").to_owned();
        let mut names = EvidenceNames::new(import, &dataset)?;
        self.one(&mut names, statement, &id, &dataset, place);
        Ok(())
    }

    /// Reads the evidence that a statement rests on.
    fn evidence_of(
        &mut self,
        import: &mut Import<'_>,
        statement: &VaSpecObject,
        place: Place,
    ) -> Result<(), ImportFailure> {
        let mut items: Vec<VaSpecObject> = Vec::new();
        for line in list(statement, "hasEvidenceLines").iter().filter_map(|line| self.object(Some(line))) {
            let evidence = list(line, "hasEvidenceItems").iter().filter_map(|item| self.object(Some(item)));
            items.extend(evidence.filter(|item| item.contains_key("proposition")).cloned());
        }
        items.iter().try_for_each(|item| self.statement(import, item, place))
    }

    fn one(&self, names: &mut EvidenceNames<'_, '_>, statement: &VaSpecObject, id: &str, dataset: &str, place: Place) {
        let own = self.object(statement.get("proposition")).unwrap_or(statement);
        // An assertion of significance says of its evidence what it is significant for.
        let target = list(statement, "hasEvidenceLines")
            .iter()
            .filter_map(|line| self.object(Some(line)))
            .find_map(|line| self.object(line.get("targetProposition")));
        let predicate = text(own, "predicate");
        let listed = |predicate: &str| PREDICATES.iter().find(|(known, ..)| *known == predicate);
        let by_target = target.and_then(|target| Some((target, listed(&text(target, "predicate"))?)));
        let Some((proposition, &(_, effect, said))) = listed(&predicate).map(|row| (own, row)).or(by_target) else {
            names.import.unusable(place, "predicate", format!("there is no effect for the predicate `{predicate}`"));
            return;
        };
        let direction = text(statement, "direction").to_ascii_lowercase();
        let Some(&(_, direction)) = DIRECTIONS.iter().find(|(known, _)| *known == direction) else {
            names.import.unusable(place, "direction", format!("`{direction}` is not a direction"));
            return;
        };
        let Some(profile) = self.profile(names, proposition, place) else { return };
        let Some(therapy) = self.therapy(names, proposition, place) else { return };
        let Some((cancers, phenotypes)) = self.conditions(names, proposition, place) else { return };
        let (level, native) = self.level(names, statement, place);
        let qualifiers = self.first(proposition, &["qualifiers"]);
        let origin = ["alleleOriginQualifier", "alleleOrigin"].iter().find_map(|name| {
            let within = |of: &VaSpecObject| {
                of.get(*name).map(|value| {
                    self.object(Some(value)).map_or_else(|| json::text_of(value), |object| text(object, "name"))
                })
            };
            within(proposition).or_else(|| qualifiers.and_then(within))
        });
        let origin = match origin.unwrap_or_default().to_ascii_lowercase().as_str() {
            "somatic" => origin::SOMATIC,
            "germline" => origin::GERMLINE,
            "combined" => origin::COMBINED,
            _ => "",
        };
        let sources = self.sources(names, statement, place);
        let parts = [said, &text(statement, "description")].map(str::to_owned);
        let mut gist = parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(": ");
        if !phenotypes.is_empty() {
            gist.push_str(&format!(" [phenotypes: {}]", phenotypes.join(", ")));
        }
        let record = StatementRecord::new(id)
            .with(Field::Effect, effect)
            .with(Field::Direction, direction)
            .with(Field::Therapy, &therapy)
            .with(Field::Profile, &profile)
            .with(Field::Level, level)
            .with(Field::NativeLevel, &native)
            .with(Field::Origin, origin)
            .with(Field::Gist, gist.trim())
            .with(Field::Dataset, dataset)
            .with_list(Field::Cancer, cancers.iter().map(String::as_str))
            .with_list(Field::Source, sources.iter().map(String::as_str));
        names.import.builder.add_statement(&record, place);
    }

    /// The expression of what the statement is about.
    fn profile(&self, names: &mut EvidenceNames<'_, '_>, proposition: &VaSpecObject, place: Place) -> Option<String> {
        let Some(variant) = self.first(proposition, &["subjectVariant"]) else {
            names.import.unusable(place, "subjectVariant", "this statement names no variant");
            return None;
        };
        let qualifiers = self.first(proposition, &["qualifiers"]);
        let gene = self
            .first(proposition, &["geneContextQualifier", "geneContext"])
            .or_else(|| self.first(qualifiers?, &["geneContextQualifier", "geneContext"]))
            .map(name_of)
            .unwrap_or_default();
        let name = name_of(variant);
        let written = without_remark(&name);
        let Ok(tree) = ProfileTree::parse(written) else {
            names.import.unusable(place, "subjectVariant", format!("the profile `{name}` cannot be parsed"));
            return None;
        };
        let mut leaf = |span: Span| {
            let leaf = span.of(written);
            let (head, change) = leaf.split_once(' ').unwrap_or(("", leaf));
            // A change that is called without its gene, such as `V600E`.
            let of_gene = head.is_empty() && !gene.is_empty();
            let found = if of_gene { names.finding(&gene, leaf, place) } else { names.finding(head, change, place) };
            found.ok_or(())
        };
        let tree = tree.try_map(&mut leaf).ok()?;
        Some(tree.print(&|id| id.clone()))
    }

    /// The expression of the therapy; empty where there is none.
    fn therapy(&self, names: &mut EvidenceNames<'_, '_>, proposition: &VaSpecObject, place: Place) -> Option<String> {
        let Some(therapy) = self.first(proposition, &["objectTherapeutic", "objectTherapy", "therapeutic"]) else {
            return Some(String::new());
        };
        let members = ["therapies", "components", "substitutes", "members"];
        let Some(name) = members.iter().find(|name| therapy.contains_key(**name)) else {
            return names.therapy(&name_of(therapy), &identifiers(therapy), place);
        };
        let operator = text(therapy, "membershipOperator");
        let group = text(therapy, "groupType");
        let separator = match (operator.as_str(), *name, group.as_str()) {
            ("OR", ..) | (_, "substitutes", _) | (.., "TherapeuticSubstituteGroup") => EITHER,
            _ => TOGETHER,
        };
        let mut found = Vec::new();
        for member in list(therapy, name).iter().filter_map(|member| self.object(Some(member))) {
            found.push(names.therapy(&name_of(member), &identifiers(member), place)?);
        }
        Some(found.join(separator))
    }

    /// Ids of the cancers, and names of phenotypes.
    fn conditions(
        &self,
        names: &mut EvidenceNames<'_, '_>,
        proposition: &VaSpecObject,
        place: Place,
    ) -> Option<(Vec<String>, Vec<String>)> {
        let (mut cancers, mut phenotypes) = (Vec::new(), Vec::new());
        let Some(condition) = self.first(proposition, &["conditionQualifier", "objectCondition", "tumorType"]) else {
            return Some((cancers, phenotypes));
        };
        let several: Vec<&VaSpecObject> = match condition.get("conditions").and_then(Value::as_array) {
            Some(all) => all.iter().filter_map(|condition| self.object(Some(condition))).collect(),
            None => vec![condition],
        };
        for condition in several {
            if text(condition, "conceptType") == "Phenotype" {
                phenotypes.push(name_of(condition));
            } else {
                cancers.push(names.cancer(&name_of(condition), &identifiers(condition), place)?);
            }
        }
        Some((cancers, phenotypes))
    }

    /// The level here, and what the issuer calls it.
    fn level(
        &self,
        names: &mut EvidenceNames<'_, '_>,
        statement: &VaSpecObject,
        place: Place,
    ) -> (&'static str, String) {
        let mut said: Vec<String> = Vec::new();
        let lines = list(statement, "hasEvidenceLines").iter().filter_map(|line| self.object(Some(line)));
        let strengths = self
            .first(statement, &["strength", "evidenceLevel"])
            .into_iter()
            .chain(lines.filter_map(|line| self.object(line.get("strengthOfEvidenceProvided"))));
        for strength in strengths {
            said.extend(self.first(strength, &["primaryCoding", "primaryCode"]).map(|coding| text(coding, "code")));
            said.push(text(strength, "code"));
            said.push(name_of(strength));
            let codings =
                list(strength, "mappings").iter().filter_map(|mapping| self.object(Some(mapping)?.get("coding")));
            said.extend(codings.map(|coding| text(coding, "code")));
        }
        said.extend(self.first(statement, &["classification"]).map(name_of));
        said.retain(|text| !text.is_empty());
        let native = said.first().cloned().unwrap_or_default();
        let letter = |text: &String| ["A", "B", "C", "D", "E"].into_iter().find(|level| *level == text.as_str());
        let listed = |text: &String| {
            STRENGTHS.iter().find(|(known, _)| text.eq_ignore_ascii_case(known)).map(|&(_, level)| level)
        };
        let level = said.iter().find_map(letter).or_else(|| said.iter().find_map(listed));
        let level = level.unwrap_or_else(|| {
            let message = format!("`{native}` is no strength that is known: the statement has the lowest level");
            names.import.note(place, "strength", message);
            LOWEST
        });
        let native = if native == level { String::new() } else { native };
        (level, native)
    }

    fn sources(&self, names: &mut EvidenceNames<'_, '_>, statement: &VaSpecObject, place: Place) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let all = ["reportedIn", "isReportedIn"].iter().flat_map(|name| list(statement, name));
        for document in all {
            let object = self.object(Some(document));
            let known = object.and_then(|object| {
                let pmid = object.get("pmid").map(json::text_of).filter(|pmid| !pmid.is_empty());
                let doi = Some(text(object, "doi")).filter(|doi| !doi.is_empty());
                let addresses = object.get("urls").map(texts_of).unwrap_or_default();
                pmid.or(doi)
                    .and_then(|id| source_id(&id))
                    .or_else(|| addresses.iter().find_map(|address| source_id(address)))
            });
            let source = known.or_else(|| {
                let name = object.map_or_else(
                    || json::text_of(document),
                    |object| {
                        [name_of(object), text(object, "title"), text(object, "id")]
                            .into_iter()
                            .find(|name| !name.is_empty())
                            .unwrap_or_default()
                    },
                );
                // A page of the issuer about the statement itself is no source of it.
                let is_page = name.starts_with("http") && source_id(&name).is_none();
                if name.is_empty() || is_page { None } else { names.source(&name, place) }
            });
            found.extend(source.filter(|source| !found.contains(source)));
        }
        if found.is_empty() {
            found.extend(names.dataset_source(place));
        }
        found
    }
}

fn text(object: &VaSpecObject, name: &str) -> String {
    match object.get(name) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

fn name_of(object: &VaSpecObject) -> String {
    let name = text(object, "name");
    if name.is_empty() { text(object, "label") } else { name }
}

/// A list, or the one value that is in its place.
fn list<'o>(object: &'o VaSpecObject, name: &str) -> &'o [Value] {
    match object.get(name) {
        Some(Value::Array(all)) => all,
        Some(Value::Null) | None => &[],
        Some(other) => std::slice::from_ref(other),
    }
}

/// Identifiers of a concept in registries that are known here: of exact matches alone.
fn identifiers(concept: &VaSpecObject) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |id: &str| {
        let lower = id.to_ascii_lowercase();
        let known = SPELLINGS.iter().find_map(|(theirs, ours)| {
            let local = lower.starts_with(theirs).then(|| id.get(theirs.len()..))??;
            Some(format!("{ours}{local}"))
        });
        found.extend(known.filter(|id| !found.contains(id)));
    };
    let coding = |coding: &Value, add: &mut dyn FnMut(&str)| {
        for name in ["id", "code"] {
            if let Some(id) = coding.get(name).and_then(Value::as_str) {
                add(id);
            }
        }
    };
    if let Some(primary) = concept.get("primaryCoding") {
        coding(primary, &mut add);
    }
    for mapping in list(concept, "mappings") {
        let is_exact = mapping.get("relation").and_then(Value::as_str).is_none_or(|relation| relation == "exactMatch");
        if let Some(of) = mapping.get("coding").filter(|_| is_exact) {
            coding(of, &mut add);
        }
    }
    found
}

/// `BRAF p.V600E` of `BRAF p.V600E (Missense)`.
fn without_remark(name: &str) -> &str {
    match name.rsplit_once(" (") {
        Some((before, remark))
            if remark.ends_with(')')
                && !before.contains(" AND ")
                && before.contains(' ')
                && !remark.starts_with("c.") =>
        {
            before
        }
        _ => name,
    }
}
