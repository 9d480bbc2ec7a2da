//! Arguments of the command line.

use crate::engine::{bytes, duration};
use crate::matching::{Assay, TierSystem};
use crate::render::{FORMATS, Format, NoteAmount, format};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;

const AFTER_HELP: &str = "\
`onco` alone opens a prompt; `onco help language` shows how to ask.
Exit codes: 0 done, 1 failed while running, 2 wrong usage, 3 the text does not read, 4 a graph or file cannot be opened, 10 not yes (with --exit-status), 130 interrupted.
For research: not for clinical decisions.";

/// Ask a knowledge graph of precision oncology in English and get cited evidence.
#[derive(Debug, Parser)]
#[command(name = "onco", version, after_help = AFTER_HELP, disable_help_subcommand = true)]
pub struct Arguments {
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// None: the prompt.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Options that every command takes.
#[derive(Clone, Debug, Args)]
pub struct Global {
    /// Graph to ask: a snapshot, a folder of TSV files or the name of a built-in graph [default:
    /// $ONCO_GRAPH or the built-in one]
    #[arg(long, global = true, value_name = "FILE|DIR|NAME")]
    pub graph: Option<String>,
    /// How answers are written [default: table]
    #[arg(long, short, global = true, value_parser = formats())]
    pub format: Option<&'static Format>,
    /// Value of a parameter of the query; may be repeated
    #[arg(long = "param", global = true, value_name = "NAME=VALUE", value_parser = parameter)]
    pub parameters: Vec<(String, String)>,
    /// Longest time for one query, as in 500ms, 30s, 2m [default: 30s; none where files are matched]
    #[arg(long, global = true, value_parser = duration)]
    pub timeout: Option<Duration>,
    /// Most rows of an answer
    #[arg(long, global = true, value_name = "N")]
    pub max_rows: Option<usize>,
    /// Most memory for one query, as in 512MiB, 2GiB
    #[arg(long, global = true, default_value = "2GiB", value_name = "SIZE", value_parser = bytes)]
    pub max_memory: u64,
    /// Refuse ambiguous questions, as scripts do
    #[arg(long, global = true)]
    pub strict: bool,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
    /// Tables as wide as they get, with all columns and lists in full
    #[arg(long, global = true)]
    pub wide: bool,
    /// How many notes are written [default: few on a terminal, else all]
    #[arg(long, global = true, value_parser = note_amounts(), value_name = "all|few|none")]
    pub notes: Option<NoteAmount>,
    /// No reading, notes or progress
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Do not read or write the user's own files: settings and history
    #[arg(long, global = true)]
    pub no_config: bool,
    /// What shows long answers: from the user's file or the environment. Empty: nothing does.
    #[arg(skip)]
    pub pager: Option<String>,
    /// Where each setting comes from; those that are not here have their default.
    #[arg(skip)]
    pub origins: Vec<(&'static str, SettingOrigin)>,
}

/// Where a value comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SettingOrigin {
    /// Nobody said anything.
    #[default]
    Default,
    /// The user's file.
    File,
    /// A variable of the environment.
    Environment(&'static str),
    /// An option.
    CommandLine,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Even into a pipe.
    Always,
    /// Nowhere.
    Never,
}

/// The command to run.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Ask one question
    Query(QueryArguments),
    /// Run query files
    Run(RunArguments),
    /// Match the findings of patients: files of tumours, or findings as one writes them
    Match(MatchArguments),
    /// Check query files without running them
    Check(FilesArguments),
    /// Lay out query files: spaces, lines, blank lines
    Fmt(FmtArguments),
    /// Turn files of one source into a graph
    Import(ImportArguments),
    /// Build a graph from many sources, as a recipe says
    Build(BuildArguments),
    /// Write the statements of a database as a layer of text upon the built-in graph
    Pack(PackArguments),
    /// Write the graph in a format that other programs use
    Export(ExportArguments),
    /// Check a graph
    Lint(LintArguments),
    /// Compare two graphs
    Diff(DiffArguments),
    /// Count what is in the graph
    Stats,
    /// List the sources behind a name, and open them in a browser
    Open(OpenArguments),
    /// Write a file to begin with: recipe, script, vocabulary or table-map
    New(NewArguments),
    /// Answer an editor: completion, hover and mistakes of query files (feature `lsp`)
    Lsp,
    /// Show every setting and where its value comes from
    Config,
    /// What may be typed at the end of a question, for completions of shells
    #[command(hide = true)]
    CompleteQuestion(CompleteArguments),
    /// Write completions for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Write the manual page, or those of all commands into a folder
    Man {
        /// Folder for onco.1, onco-query.1 and so on
        #[arg(long, short, value_name = "DIR")]
        output: Option<PathBuf>,
    },
    /// Explain a command or a topic, such as `language`
    Help {
        /// A command or topic
        topic: Option<String>,
    },
}

/// Arguments of `onco query`.
#[derive(Debug, Args)]
pub struct QueryArguments {
    /// The question; `-` reads it from standard input
    pub query: String,
    /// Run it N times and report times as JSON on standard error
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub bench: Option<u32>,
    /// Columns to show instead of the usual ones, as `| show` does, such as drug,level,line
    #[arg(long, value_name = "COLUMNS")]
    pub columns: Option<String>,
    /// Exit with 0 for yes and 10 for anything else; for other questions, whether there are rows
    #[arg(long)]
    pub exit_status: bool,
}

/// Arguments of `onco run`.
#[derive(Debug, Args)]
pub struct RunArguments {
    /// Query files (*.onq); `-` reads one from standard input
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Stop at the first file that fails
    #[arg(long, conflicts_with = "keep_going")]
    pub fail_fast: bool,
    /// Run all files, whatever fails (the default)
    #[arg(long)]
    pub keep_going: bool,
    /// Write what passed and what failed as JUnit XML
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
    /// Run again whenever a file changes; Ctrl-C ends it
    #[arg(long)]
    pub watch: bool,
}

/// Arguments of `onco check`.
#[derive(Debug, Args)]
pub struct FilesArguments {
    /// Query files (*.onq); `-` reads one from standard input
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
}

/// Arguments of `onco fmt`.
#[derive(Debug, Args)]
pub struct FmtArguments {
    /// Query files (*.onq), which are written anew; `-` lays out standard input
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Change nothing; exit with 1 where a file would be changed
    #[arg(long)]
    pub check: bool,
}

/// Arguments of `onco open`.
#[derive(Debug, Args)]
pub struct OpenArguments {
    /// A drug, gene, variant, cancer, paper or anything else that has a name
    #[arg(required = true)]
    pub name: Vec<String>,
    /// Only list the addresses
    #[arg(long)]
    pub print: bool,
    /// Open so many at most
    #[arg(long, default_value_t = 5, value_name = "N")]
    pub limit: usize,
}

/// Arguments of `onco new`.
#[derive(Debug, Args)]
pub struct NewArguments {
    /// What to begin
    #[arg(value_enum)]
    pub what: NewFile,
    /// Where it goes [default: its usual name, such as onco.toml]
    pub file: Option<PathBuf>,
}

/// What `onco new` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NewFile {
    /// Builds a graph of several sources
    Recipe,
    /// Questions of a tumour board with what is expected of the answers
    Script,
    /// Words of an own graph
    Vocabulary,
    /// Says which column of an own table is what
    TableMap,
}

/// Arguments of the command behind completions.
#[derive(Debug, Args)]
pub struct CompleteArguments {
    /// The question so far, with or without an opening quote
    #[arg(allow_hyphen_values = true)]
    pub text: String,
    /// Add what each is, as fish shows it
    #[arg(long)]
    pub describe: bool,
}

const AFTER_MATCH: &str = "\
Files: MAF; VCF annotated by VEP or SnpEff; tables of gene and change; copy numbers as matrix or list;
fusions, structural variants, STAR-Fusion; each as .gz, too. Several files are put together by sample.
  onco match --cancer NSCLC 'EGFR L858R' 'EGFR T790M' 'MET amplification'
  onco match tumour.maf.gz --cancer-from clinical.txt -o hits.tsv
  onco match cohort.maf data_cna.txt --clinical clinical.txt --tiers amp --summary -o out/
  onco match patient.maf --cancer LUAD --format html -o report.html
Formats: table, json, jsonl, tsv, csv, html. For research: not for clinical decisions.";

/// Arguments of `onco match`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_MATCH)]
pub struct MatchArguments {
    /// Files of tumours, and findings such as 'EGFR L858R'
    #[arg(required = true, value_name = "FILE|FINDING")]
    pub inputs: Vec<String>,
    /// The cancer of the samples of which no file names one: a name, an OncoTree code or a tissue
    #[arg(long, value_name = "CANCER")]
    pub cancer: Option<String>,
    /// A table with the cancer of each sample
    #[arg(long, visible_alias = "cancer-from", value_name = "FILE")]
    pub clinical: Option<PathBuf>,
    /// What else was looked for: mutation, copy-number, fusion, expression, marker
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = assay)]
    pub assayed: Vec<Assay>,
    /// The genes that were looked at: a list between commas, or a file with a gene a line
    #[arg(long, value_name = "GENES|FILE")]
    pub panel: Option<String>,
    /// What is not named was looked for and is absent
    #[arg(long)]
    pub all_tested: bool,
    /// A gain of copies counts as an amplification
    #[arg(long)]
    pub gains: bool,
    /// Give each row a tier, computed from level and cancer
    #[arg(long, value_name = "SYSTEM", value_parser = tiers())]
    pub tiers: Option<TierSystem>,
    /// List statements that name no more than the gene
    #[arg(long)]
    pub gene_level: bool,
    /// List diagnostic, prognostic and predisposing statements
    #[arg(long)]
    pub prognosis: bool,
    /// All samples in one table: best levels, most frequent findings
    #[arg(long)]
    pub summary: bool,
    /// Write the tables back with columns appended, as annotators do
    #[arg(long, conflicts_with = "summary")]
    pub annotate: bool,
    /// Samples of TCGA that are of one patient are one
    #[arg(long)]
    pub case_from_barcode: bool,
    /// Where to write: a file, or a folder
    #[arg(long, short, value_name = "FILE|DIR")]
    pub output: Option<PathBuf>,
}

/// Arguments of `onco import`.
#[derive(Debug, Args)]
pub struct ImportArguments {
    /// What the files are, such as civic, hgnc, obo
    pub source: String,
    /// Files or a folder
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Where the graph goes
    #[arg(long, short)]
    pub output: PathBuf,
    /// The vocabulary, where the source has none
    #[arg(long, value_name = "FILE|builtin:NAME")]
    pub vocabulary: Option<String>,
    /// Kind of the entities, where the files do not say it, as for an ontology
    #[arg(long)]
    pub kind: Option<String>,
    /// Only this term of an ontology and what is below it
    #[arg(long, value_name = "ID")]
    pub root: Option<String>,
    /// What the columns of a table mean: a file, or a map that comes with onco (cgi, oncokb)
    #[arg(long, value_name = "FILE|NAME")]
    pub map: Option<String>,
    /// Where to list rows that could not be used and records that became one: a table, or a page
    /// (.html)
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

/// Arguments of `onco build`.
#[derive(Debug, Args)]
pub struct BuildArguments {
    /// The recipe
    pub recipe: PathBuf,
    /// Where the graph goes
    #[arg(long, short)]
    pub output: PathBuf,
    /// Where to list rows that could not be used and records that became one: a table, or a page
    /// (.html)
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

/// Arguments of `onco pack`.
#[derive(Debug, Args)]
pub struct PackArguments {
    /// Which database: civic
    #[arg(value_parser = ["civic"])]
    pub source: String,
    /// Its file, for CIViC the accepted evidence
    pub file: PathBuf,
    /// Folder for the layer
    #[arg(long, short, value_name = "DIR")]
    pub output: PathBuf,
    /// Predisposing, functional and oncogenic statements, too
    #[arg(long)]
    pub all: bool,
    /// Genes of HGNC: identifiers and other symbols
    #[arg(long, value_name = "FILE")]
    pub hgnc: Option<PathBuf>,
    /// The Disease Ontology: names and the hierarchy
    #[arg(long, value_name = "FILE")]
    pub doid: Option<PathBuf>,
    /// Where to list what was done with each row
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

/// Arguments of `onco export`.
#[derive(Debug, Args)]
pub struct ExportArguments {
    /// kgx, graphml, neo4j, cypher, rdf, trig, dot, cytoscape or tsv
    pub target: String,
    /// Folder to write to; a format of one file takes the name of a file, too
    #[arg(long, short, value_name = "DIR|FILE")]
    pub output: Option<PathBuf>,
    /// Only what is near to a name; may be repeated
    #[arg(long, value_name = "NAME")]
    pub around: Vec<String>,
    /// How many steps from it
    #[arg(long, value_name = "N", default_value_t = 1, requires = "around")]
    pub within: usize,
    /// Only what the answer to a question speaks of
    #[arg(long, value_name = "QUESTION", conflicts_with = "around")]
    pub query: Option<String>,
}

/// Arguments of `onco lint`.
#[derive(Debug, Args)]
pub struct LintArguments {
    /// The graph to check instead of --graph
    pub path: Option<PathBuf>,
}

/// Arguments of `onco diff`.
#[derive(Debug, Args)]
pub struct DiffArguments {
    /// The older graph
    pub old: PathBuf,
    /// The newer graph
    pub new: PathBuf,
    /// Only these fields, subjects or changes, such as level,direction,status or entity or added
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Count differences by what they are
    #[arg(long)]
    pub summary: bool,
    /// Only what concerns a name: `about NAME`
    #[arg(value_name = "about NAME", num_args = 0..)]
    pub about: Vec<String>,
}

fn formats() -> impl TypedValueParser<Value = &'static Format> {
    let values = FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.description));
    PossibleValuesParser::new(values).try_map(|name| format(&name).ok_or("no such format"))
}

fn note_amounts() -> impl TypedValueParser<Value = NoteAmount> {
    let names = NoteAmount::NAMED.iter().map(|&(name, _)| name);
    PossibleValuesParser::new(names).try_map(|name| NoteAmount::named(&name).ok_or("no such amount"))
}

fn assay(text: &str) -> Result<Assay, String> {
    Assay::named(text).ok_or_else(|| {
        let names: Vec<String> = Assay::ALL.iter().map(|assay| assay.as_str().replace(' ', "-")).collect();
        format!("expected one of {}", names.join(", "))
    })
}

fn tiers() -> impl TypedValueParser<Value = TierSystem> {
    let values = [TierSystem::Amp, TierSystem::OncoKbLike].map(TierSystem::as_str);
    PossibleValuesParser::new(values).try_map(|name| TierSystem::named(&name).ok_or("no such system"))
}

fn parameter(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    match name.strip_prefix('$').unwrap_or(name) {
        "" => Err("the name is missing".to_owned()),
        name => Ok((name.to_owned(), value.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn parsed(line: &str) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from(line.split('~').map(str::trim))
    }

    #[test]
    fn the_declaration_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn lines_that_read() {
        let dump = |line: &str| {
            let arguments = parsed(line).unwrap_or_else(|error| panic!("{line}: {error}"));
            format!("{:?}", arguments.command)
        };
        for (line, expected) in [
            ("onco", "None"),
            (
                "onco ~ query ~ drugs in gastric",
                r#"Some(Query(QueryArguments { query: "drugs in gastric", bench: None, columns: None, exit_status: false }))"#,
            ),
            (
                "onco ~ query ~ - ~ --bench ~ 300",
                r#"Some(Query(QueryArguments { query: "-", bench: Some(300), columns: None, exit_status: false }))"#,
            ),
            (
                "onco ~ query ~ does x y ~ --exit-status",
                r#"Some(Query(QueryArguments { query: "does x y", bench: None, columns: None, exit_status: true }))"#,
            ),
            (
                "onco ~ run ~ board.onq ~ --param ~ cancer=gastric",
                r#"Some(Run(RunArguments { files: ["board.onq"], fail_fast: false, keep_going: false, junit: None, watch: false }))"#,
            ),
            (
                "onco ~ import ~ civic ~ a.tsv ~ b.tsv ~ -o ~ c.onco",
                r#"Some(Import(ImportArguments { source: "civic", files: ["a.tsv", "b.tsv"], output: "c.onco", vocabulary: None, kind: None, root: None, map: None, report: None }))"#,
            ),
            (
                "onco ~ diff ~ a ~ b ~ about ~ EGFR",
                r#"Some(Diff(DiffArguments { old: "a", new: "b", only: [], summary: false, about: ["about", "EGFR"] }))"#,
            ),
            ("onco ~ help ~ language", r#"Some(Help { topic: Some("language") })"#),
        ] {
            assert_eq!(dump(line), expected, "{line}");
        }
    }

    #[test]
    fn global_options_stand_anywhere() {
        for line in [
            "onco ~ --format ~ json ~ --timeout ~ 2m ~ --max-memory ~ 512MiB ~ --param ~ $a=b=c ~ query ~ x",
            "onco ~ query ~ x ~ --format ~ json ~ --timeout ~ 120 ~ --max-memory ~ 0.5gib ~ --param ~ a=b=c",
        ] {
            let global = parsed(line).unwrap().global;
            assert_eq!(global.format.map(|format| format.name), Some("json"));
            assert_eq!((global.timeout, global.max_memory), (Some(Duration::from_secs(120)), 512 << 20));
            assert_eq!(global.parameters, [("a".to_owned(), "b=c".to_owned())]);
        }
    }

    #[test]
    fn lines_that_do_not_read() {
        for (line, expected) in [
            ("onco ~ query", "<QUERY>"),
            ("onco ~ query ~ x ~ --format ~ xml", "possible values: table"),
            ("onco ~ query ~ x ~ --timeout ~ soon", "a number and ms"),
            ("onco ~ query ~ x ~ --timeout ~ 0s", "a number and ms"),
            ("onco ~ query ~ x ~ --max-memory ~ 2 spoons", "a number and KiB"),
            ("onco ~ query ~ x ~ --param ~ cancer", "expected NAME=VALUE"),
            ("onco ~ query ~ x ~ --bench ~ 0", "0 is not in"),
            ("onco ~ qeury ~ x", "'query'"),
        ] {
            let error = parsed(line).unwrap_err();
            assert_eq!(error.exit_code(), 2, "{line}");
            assert!(error.to_string().contains(expected), "{line}: {error}");
        }
    }
}
