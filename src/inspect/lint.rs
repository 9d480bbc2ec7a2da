//! What is wrong with a graph, or looks so.

use super::curation::{self, FoundProblem};
use crate::diagnostic::Severity;
use crate::export::facts;
use crate::export::fields::{References, View};
use crate::graph::{EntityId, Field, Graph, Problem, Sign, StatementId};
use crate::language::keywords;
use crate::names::NameIndex;
use crate::vocabulary::{KindId, fold};
use rustc_hash::FxHashMap;

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LintFinding {
    /// Errors make a graph that misleads; warnings should be looked at.
    pub severity: Severity,
    /// Name of the check.
    pub check: &'static str,
    /// Identifier of what it is about; may be empty.
    pub id: String,
    /// A name in its row that is the place to look at; may be empty.
    pub name: String,
    /// In words.
    pub message: String,
    /// File, line, column where known; line and column 0 where not.
    pub file: String,
    /// From 1 on.
    pub line: u32,
    /// In characters from 1 on.
    pub column: u32,
}

/// Something that is looked for.
pub struct Check {
    /// Stable, one word with hyphens.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// For the help.
    pub summary: &'static str,
    find: fn(&Graph, &mut dyn FnMut(EntityId, &str, String)),
}

/// All checks of an opened graph.
pub const CHECKS: &[Check] = &[
    Check {
        name: "duplicate-alias",
        severity: Severity::Error,
        summary: "one curated name for two entities of the same kind that it does not mean together",
        find: duplicate_aliases,
    },
    Check {
        name: "unknown-prefix",
        severity: Severity::Warning,
        summary: "an identifier whose prefix is in no registry",
        find: unknown_prefixes,
    },
    Check {
        name: "domain-range",
        severity: Severity::Error,
        summary: "a fact between kinds that its relation does not join",
        find: ends_of_facts,
    },
    Check { name: "no-level", severity: Severity::Error, summary: "a claim without level", find: claims_without_level },
    Check {
        name: "no-source",
        severity: Severity::Error,
        summary: "a claim without source",
        find: claims_without_source,
    },
    Check {
        name: "no-cancer",
        severity: Severity::Warning,
        summary: "a claim on a therapy that names no cancer",
        find: claims_without_cancer,
    },
    Check {
        name: "no-drug",
        severity: Severity::Error,
        summary: "resistance without a therapy",
        find: resistance_without_drug,
    },
    Check {
        name: "obsolete-name",
        severity: Severity::Warning,
        summary: "an obsolete symbol that has a successor",
        find: obsolete_names,
    },
    Check {
        name: "says-both",
        severity: Severity::Warning,
        summary: "one source that supports opposite claims",
        find: sources_that_say_both,
    },
    Check {
        name: "language-word",
        severity: Severity::Warning,
        summary: "another name that is a word of the language",
        find: aliases_that_are_words,
    },
    Check {
        name: "uncited-a",
        severity: Severity::Warning,
        summary: "a claim of level A that cites neither a document nor a paper",
        find: curation::uncited_validated,
    },
    Check {
        name: "undated-approval",
        severity: Severity::Warning,
        summary: "an approval without region or date",
        find: curation::status_without_date,
    },
    Check {
        name: "level-above-source",
        severity: Severity::Warning,
        summary: "a claim of level A that rests on a registration or an abstract alone",
        find: curation::level_above_source,
    },
    Check {
        name: "shadowing-alias",
        severity: Severity::Warning,
        summary: "another name that is the name of something of another kind",
        find: curation::shadowing_aliases,
    },
    Check {
        name: "older-label",
        severity: Severity::Warning,
        summary: "a status that a newer one of the same drug, cancer and region replaces",
        find: curation::older_labels,
    },
];

/// Name of the check that a file of a graph can be parsed at all.
pub const READS: &str = "unreadable";
/// Name of the check that the examples of phrase rows are understood as they say.
pub const WORDING: &str = "wording";
/// Name of the check that the checksums of a snapshot fit.
pub const CHECKSUM: &str = "checksum";

impl LintFinding {
    /// A finding on a whole graph.
    pub fn whole(check: &'static str, file: &str, message: String) -> Self {
        Self {
            severity: Severity::Error,
            check,
            id: String::new(),
            name: String::new(),
            message,
            file: file.to_owned(),
            line: 0,
            column: 0,
        }
    }

    /// What a builder reported about a row.
    pub fn of_problem(problem: &Problem) -> Self {
        Self {
            severity: problem.severity,
            check: READS,
            id: String::new(),
            name: problem.field.clone(),
            message: problem.message.clone(),
            file: problem.file.clone(),
            line: problem.line,
            column: problem.column,
        }
    }
}

/// Everything that the checks find, check by check.
pub fn lint(graph: &Graph) -> Vec<LintFinding> {
    let mut found = Vec::new();
    for check in CHECKS {
        (check.find)(graph, &mut |entity, name, message| {
            found.push(LintFinding {
                severity: check.severity,
                check: check.name,
                id: graph.id(entity).to_owned(),
                name: name.to_owned(),
                message,
                file: String::new(),
                line: 0,
                column: 0,
            });
        });
    }
    found
}

/// Finds the rows of findings in the files that a graph was read from: pairs of a name to show and
/// the text. A row is found by its id.
pub fn find_places(findings: &mut [LintFinding], files: &[(String, String)]) {
    let mut rows: FxHashMap<&str, (&str, u32, &str)> = FxHashMap::default();
    for (file, text) in files {
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            if let Some(id) = line.split('\t').next() {
                rows.entry(id).or_insert((file, number as u32 + 1, line));
            }
        }
    }
    for finding in findings.iter_mut().filter(|finding| finding.line == 0) {
        let Some(&(file, number, line)) = rows.get(finding.id.as_str()) else { continue };
        let before = line.find(&finding.name).and_then(|offset| line.get(..offset)).unwrap_or("");
        finding.file = file.to_owned();
        finding.line = number;
        finding.column = before.chars().count() as u32 + 1;
    }
}

fn all_entities(graph: &Graph) -> impl Iterator<Item = EntityId> {
    (0..graph.entity_count() as u32).map(EntityId)
}

fn shown(graph: &Graph, entity: EntityId) -> String {
    format!("{} ({})", graph.name(entity), graph.id(entity))
}

fn value(graph: &Graph, statement: StatementId, field: Field) -> String {
    View { graph, references: References::Ids }.field(statement, field)
}

fn duplicate_aliases(graph: &Graph, found: FoundProblem<'_>) {
    // A name that groups of changes of one gene share means any of them (HER2-positive).
    let names = NameIndex::build(graph);
    for kind in (0..graph.vocabulary().kinds.len()).map(|kind| KindId(kind as u8)) {
        let mut owners: FxHashMap<String, EntityId> = FxHashMap::default();
        for entity in graph.kind_range(kind).map(EntityId) {
            owners.entry(fold::squeezed(graph.name(entity))).or_insert(entity);
        }
        for entity in graph.kind_range(kind).map(EntityId) {
            for alias in graph.aliases(entity) {
                let owner = *owners.entry(fold::squeezed(alias)).or_insert(entity);
                if owner != entity && !names.is_any_of(graph, &[owner, entity]) {
                    found(
                        entity,
                        alias,
                        format!("`{alias}` is another name of {} and of {}", shown(graph, entity), shown(graph, owner)),
                    );
                }
            }
        }
    }
}

/// Prefixes of identifiers, as Bioregistry writes them, and those of our own.
const PREFIXES: &[&str] = &[
    "HGNC",
    "uniprot",
    "NCIT",
    "DOID",
    "oncotree",
    "ncbigene",
    "ensembl",
    "rxcui",
    "rxnorm",
    "chembl",
    "chembl.compound",
    "drugbank",
    "drugcentral",
    "FDA",
    "EMA",
    "NMPA",
    "PMID",
    "FDA",
    "EMA",
    "PMC",
    "DOI",
    "doi",
    "MONDO",
    "mondo",
    "MESH",
    "mesh",
    "UMLS",
    "umls",
    "UMLS_CUI",
    "ICD10CM",
    "ICD9CM",
    "ICDO",
    "icd10",
    "OMIM",
    "MIM",
    "omim",
    "ORDO",
    "Orphanet",
    "EFO",
    "HP",
    "GO",
    "SO",
    "SNOMEDCT",
    "clinvar",
    "civic.eid",
    "civic.mpid",
    "civic.vid",
    "civic.aid",
    "civic.tid",
    "civic.gid",
    "civic.did",
    "civic.source",
    "civic",
    "caid",
    "hgvs",
    "dbsnp",
    "fplx",
    "hgnc.genegroup",
    "reactome",
    "kegg",
    "kegg.pathway",
    "wikipathways",
    "cosmic",
    "oncokb",
    "iuphar.ligand",
    "pubchem.compound",
    "cas",
    "CHEBI",
    "chebi",
    "ATC",
    "atc",
    "nct",
    "clinicaltrials",
    "ASCO",
    "ASH",
    "meddra",
    "uberon",
    "UBERON",
    "dgidb",
    "ttd",
    "pharmgkb",
    "ncbi",
    "NCI",
    "GARD",
    "KEGG",
    "MEDDRA",
    "https",
    "http",
    "onco",
];

fn unknown_prefixes(graph: &Graph, found: FoundProblem<'_>) {
    let mut told: FxHashMap<&str, usize> = FxHashMap::default();
    for entity in all_entities(graph) {
        for id in std::iter::once(graph.id(entity)).chain(graph.xrefs(entity)) {
            // `Gene::2064` is how Hetionet writes its identifiers; trials have no colon at all.
            let Some((prefix, local)) = id.split_once(':').filter(|(_, local)| !local.starts_with(':')) else {
                continue;
            };
            let known = PREFIXES.contains(&prefix) && !local.is_empty();
            // A prefix that is wrong is wrong a thousand times: the first place is enough.
            if !known && *told.entry(prefix).and_modify(|count| *count += 1).or_insert(1) == 1 {
                found(entity, id, format!("unknown prefix `{prefix}` in `{id}`"));
            }
        }
    }
}

fn ends_of_facts(graph: &Graph, found: FoundProblem<'_>) {
    for fact in facts(graph) {
        let verb = graph.vocabulary().verb(fact.relation);
        for (entity, kinds) in [(fact.from, &verb.from), (fact.to, &verb.to)] {
            if !kinds.contains(&graph.kind(entity)) {
                let kind = graph.vocabulary().kind_name(graph.kind(entity));
                found(entity, "", format!("`{}` has no {kind} at this end: {}", verb.relation, shown(graph, entity)));
            }
        }
    }
}

/// Calls for every statement that `lacks` something.
fn statements_that(graph: &Graph, found: FoundProblem<'_>, message: &str, lacks: impl Fn(StatementId) -> bool) {
    for statement in graph.statements().iter().filter(|&statement| lacks(statement)) {
        found(
            graph.statement_entity(statement),
            "",
            format!("{} {message}", graph.id(graph.statement_entity(statement))),
        );
    }
}

fn claims_without_level(graph: &Graph, found: FoundProblem<'_>) {
    statements_that(graph, found, "has no level", |statement| value(graph, statement, Field::Level).is_empty());
}

fn claims_without_source(graph: &Graph, found: FoundProblem<'_>) {
    statements_that(graph, found, "has no source", |statement| graph.statements().sources(statement).is_empty());
}

fn claims_without_cancer(graph: &Graph, found: FoundProblem<'_>) {
    statements_that(graph, found, "names no cancer", |statement| {
        graph.statements().cancers(statement).is_empty()
            && graph.model().effects.is_of_therapy(graph.statements().code(statement, Field::Effect))
    });
}

fn resistance_without_drug(graph: &Graph, found: FoundProblem<'_>) {
    statements_that(graph, found, "is on resistance and names no therapy", |statement| {
        graph.statements().therapy(statement).is_none() && graph.statements().sign(statement) == Sign::Negative
    });
}

/// Words by which databases mark what is no longer used.
const OBSOLETE: &[&str] = &["obsolete", "withdrawn", "replaced by", "merged into", "entry withdrawn"];

fn obsolete_names(graph: &Graph, found: FoundProblem<'_>) {
    for kind in (0..graph.vocabulary().kinds.len()).map(|kind| KindId(kind as u8)) {
        let mut owners: FxHashMap<&str, EntityId> = FxHashMap::default();
        for entity in graph.kind_range(kind).map(EntityId) {
            owners.extend(graph.aliases(entity).chain(graph.imported_aliases(entity)).map(|alias| (alias, entity)));
        }
        for entity in graph.kind_range(kind).map(EntityId) {
            let name = graph.name(entity);
            let description = graph.description(entity).to_lowercase();
            // Our own identifier says that no registry has it under this name.
            let successor = owners
                .get(name)
                .filter(|&&owner| owner != entity && is_our_own(graph.id(entity)) && !is_our_own(graph.id(owner)));
            if let Some(&successor) = successor {
                found(entity, name, format!("`{name}` is an older name of {}: use that", shown(graph, successor)));
            } else if OBSOLETE.iter().any(|word| description.starts_with(word)) || name.starts_with("obsolete ") {
                found(entity, name, format!("`{name}` is obsolete: {}", graph.description(entity)));
            }
        }
    }
}

fn is_our_own(id: &str) -> bool {
    id.starts_with("onco:")
}

fn sources_that_say_both(graph: &Graph, found: FoundProblem<'_>) {
    let table = graph.statements();
    let shares = |one: &[u32], other: &[u32]| one.iter().any(|item| other.contains(item));
    for group in 0..table.group_count() as u32 {
        let group = table.group(group);
        for (i, &one) in group.iter().enumerate() {
            let one = StatementId(one);
            if table.polarity(one) != Sign::Positive {
                continue;
            }
            let against = group.iter().enumerate().filter(|&(j, _)| j != i).map(|(_, &other)| StatementId(other));
            for other in against.filter(|&other| table.polarity(other) == Sign::Negative) {
                let source = table.sources(one).iter().find(|source| table.sources(other).contains(source));
                let (Some(&source), true) = (source, shares(table.cancers(one), table.cancers(other))) else {
                    continue;
                };
                // Uncited curation is no source that could contradict itself.
                if !table.is_cited(one) || !table.is_cited(other) {
                    continue;
                }
                let (entity, opposite) = (graph.statement_entity(one), graph.statement_entity(other));
                let message = format!(
                    "{} and {} are opposite and both cite {}",
                    graph.id(entity),
                    graph.id(opposite),
                    graph.id(EntityId(source))
                );
                found(entity, graph.id(EntityId(source)), message);
            }
        }
    }
}

fn aliases_that_are_words(graph: &Graph, found: FoundProblem<'_>) {
    let forms = &graph.vocabulary().forms;
    for entity in all_entities(graph) {
        for alias in graph.aliases(entity) {
            // Written in capitals it is a name everywhere.
            let capitals = !alias.chars().any(char::is_lowercase);
            let folded = fold::spaced(alias);
            if !capitals && (keywords::find(&folded).is_some() || forms.find(&folded).is_some()) {
                found(
                    entity,
                    alias,
                    format!(
                        "`{alias}`, another name of {}, is a word of the language: it works in quotes only",
                        shown(graph, entity)
                    ),
                );
            }
        }
    }
}
