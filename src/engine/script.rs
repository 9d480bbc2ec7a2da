//! Statements → steps: everything is parsed and resolved before anything runs.

use super::pipeline::{Observer, Phase};
use super::plain::is_bare;
use super::prepared::Prepared;
use super::state::{Held, OpenGraphs, State};
use super::{Engine, Failure, Settings, settings, show};
use crate::answer::{Answer, Note};
use crate::diagnostic::{Code, Diagnostic, Help};
use crate::exec::Cancel;
use crate::language::ast::{self, Expectation, QuantifierSyntax, StatementKind, Text};
use crate::query::Resolved;
use crate::resolve::{self, Binding, BoundQuery};
use crate::text::{Source, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How deep `run` may lead from file to file.
const FILES_DEEP: usize = 32;
/// How many files one script may run in all.
const FILES_MAX: usize = 1_000;

/// One thing to do, with nothing left to go wrong but limits, files and expectations.
#[derive(Clone, Debug)]
pub(super) struct Task<'e> {
    pub(super) engine: Held<'e>,
    pub(super) settings: Arc<Settings>,
    pub(super) source: Arc<Source>,
    pub(super) span: Span,
    /// What files are relative to.
    pub(super) folder: Arc<PathBuf>,
    pub(super) action: TaskKind,
    /// Where the question was asked in plain words.
    pub(super) plain: Option<PlainOrigin>,
}

/// How a question in plain words was read.
#[derive(Clone, Debug)]
pub(super) struct PlainOrigin {
    /// As it was typed.
    pub(super) asked: String,
    pub(super) notes: Vec<Note>,
}

impl Task<'_> {
    /// A question of this step, ready to run.
    pub(super) fn prepared<'a>(&'a self, resolved: &'a Resolved, cancel: &'a Cancel) -> Prepared<'a> {
        let text = self.span.of(&self.source.text).trim();
        let is_drawn = self.settings.draws(resolved);
        Prepared { engine: &self.engine, resolved, text, limits: &self.settings.limits, cancel, is_drawn }
    }
}

/// What a step does.
#[derive(Clone, Debug)]
pub(super) enum TaskKind {
    /// A question.
    Ask(Arc<Resolved>),
    /// `why` about the last answer.
    WhyLast(WhyLast),
    /// `explain QUERY`
    Explain(Arc<Resolved>),
    /// `profile QUERY`
    Profile(Arc<Resolved>),
    /// `show TOPIC`: known already.
    Tell(Box<Answer>),
    /// `expect …`
    Expect(Expected),
}

/// `why 3`, `why trastuzumab`: of the last answer.
#[derive(Clone, Debug)]
pub(super) struct WhyLast {
    pub(super) negated: bool,
    pub(super) subject: crate::query::WhySubject,
    pub(super) span: Span,
}

/// What the last answer must be.
#[derive(Clone, Debug)]
pub(super) enum Expected {
    /// A row with one of these entities, or without them.
    Name { negated: bool, name: String, faces: Vec<u32> },
    /// So many rows.
    Rows(QuantifierSyntax),
}

/// Reads statements into steps.
pub(super) struct StatementReader<'e, 's> {
    pub(super) state: State<'e>,
    pub(super) steps: Vec<Task<'e>>,
    opened: &'s mut OpenGraphs,
    /// Whether an answer comes before the statement being checked.
    answered: bool,
    /// Files being run, outermost first.
    running: Vec<PathBuf>,
    files: usize,
    faults: Vec<(Arc<Source>, Vec<Diagnostic>)>,
}

/// The statements of one file while they are checked.
struct ScriptFile {
    source: Arc<Source>,
    folder: Arc<PathBuf>,
    faults: Vec<Diagnostic>,
    /// Names that a statement with a mistake would have set: what uses them is not looked at.
    broken: Vec<String>,
    /// Names set in this file, with their places.
    set_here: FxHashMap<String, Span>,
    is_script: bool,
}

impl ScriptFile {
    fn uses_broken(&self, span: Span) -> bool {
        let text = span.of(&self.source.text);
        self.broken.iter().any(|name| mentions(text, name))
    }
}

/// Whether a text holds `$name`.
fn mentions(text: &str, name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices('$')
        .any(|(at, _)| text[at + 1..].strip_prefix(name).is_some_and(|rest| !rest.starts_with(is_word)))
}

impl<'e, 's> StatementReader<'e, 's> {
    pub(super) fn new(state: State<'e>, opened: &'s mut OpenGraphs, answered: bool) -> Self {
        Self { state, steps: Vec::new(), opened, answered, running: Vec::new(), files: 0, faults: Vec::new() }
    }

    /// Reads one line of a conversation.
    pub(super) fn line(&mut self, source: &Arc<Source>, watch: &mut Observer<'_>) {
        let mut file = self.file_of(source, false);
        let parsed = self.state.engine.statement(source);
        watch(Phase::Parse);
        let steps = self.steps.len();
        let bare = match parsed {
            Ok(statement) => {
                self.statement(&mut file, &statement);
                let engine = &self.state.engine;
                is_bare(&statement)
                    || engine.has_plural_head(&statement, &source.text)
                    || engine.has_described_finding(&statement, &source.text)
            }
            Err(faults) => {
                file.faults = faults;
                false
            }
        };
        if bare || !file.faults.is_empty() {
            self.plain(&mut file, steps);
        }
        if !file.faults.is_empty() {
            file.faults.sort_by_key(|fault| fault.span().start);
            self.state.engine.with_offers(source, &self.state, &mut file.faults);
        }
        self.close(file);
        watch(Phase::Resolve);
    }

    /// Reads what is no sentence of the language, or only names, as what people mean by it.
    /// `steps`: how many there were before this line.
    fn plain(&mut self, file: &mut ScriptFile, steps: usize) {
        let understood = file.faults.is_empty();
        if self.state.settings.strict {
            let whole = Span::new(0, file.source.text.len() as u32);
            self.offer_sentence(&file.source, whole, &mut file.faults);
            return;
        }
        let (opener, question) = explained(&file.source);
        match self.state.engine.clone().plain(&question, &self.state) {
            Ok(None) => {}
            Ok(Some(read)) => {
                file.faults.clear();
                self.steps.truncate(steps);
                self.answered = true;
                self.steps.push(Task {
                    engine: self.state.engine.clone(),
                    settings: Arc::clone(&self.state.settings),
                    source: read.source,
                    span: read.statement.span,
                    folder: Arc::clone(&file.folder),
                    action: opener(Arc::new(read.resolved)),
                    plain: Some(PlainOrigin { asked: file.source.text.trim().to_owned(), notes: read.notes }),
                });
            }
            Err(fault) if !understood => file.faults = vec![fault],
            Err(_) => {}
        }
    }

    /// Reads a whole script by the strict rules.
    pub(super) fn script(&mut self, source: &Arc<Source>) {
        let path = Path::new(&source.name);
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        self.running.push(path);
        let strict = self.state.settings.strict;
        Arc::make_mut(&mut self.state.settings).strict = true;
        let file = self.file_of(source, true);
        self.statements(file);
        Arc::make_mut(&mut self.state.settings).strict = strict;
        self.running.pop();
    }

    /// The steps and the state behind them, or all that is wrong.
    pub(super) fn finish(mut self) -> Result<(State<'e>, Vec<Task<'e>>), Failure> {
        match self.faults.len() {
            0 => Ok((self.state, self.steps)),
            1 => {
                let (source, faults) = self.faults.remove(0);
                Err(Failure::Diagnostics(Arc::unwrap_or_clone(source), faults))
            }
            _ => {
                let files = self.faults.into_iter().map(|(source, faults)| (Arc::unwrap_or_clone(source), faults));
                Err(Failure::Files(files.collect()))
            }
        }
    }

    fn file_of(&self, source: &Arc<Source>, is_script: bool) -> ScriptFile {
        let folder = Path::new(&source.name).parent().unwrap_or(Path::new("")).to_owned();
        ScriptFile {
            source: Arc::clone(source),
            folder: Arc::new(folder),
            faults: Vec::new(),
            broken: Vec::new(),
            set_here: FxHashMap::default(),
            is_script,
        }
    }

    fn close(&mut self, mut file: ScriptFile) {
        if !file.faults.is_empty() {
            file.faults.sort_by_key(|fault| fault.span().start);
            file.faults.dedup();
            self.faults.push((file.source, file.faults));
        }
    }

    /// All statements of a file. Words are tagged by the graph that is asked, so what follows a
    /// `use` is parsed again with the words of that graph.
    fn statements(&mut self, mut file: ScriptFile) {
        let mut from = 0;
        loop {
            let (script, unread) = self.state.engine.script(&file.source);
            // What is before `from` was parsed already, with the words of another graph.
            let rest = file.source.text.get(from as usize..).unwrap_or("");
            file.broken.extend(names_lost(rest, &script));
            let mut switch = None;
            for statement in script.statements.iter().filter(|statement| statement.span.start >= from) {
                let went_well = self.statement(&mut file, statement);
                if let StatementKind::Use(_) = statement.kind {
                    switch = Some((statement.span.end, went_well));
                    break;
                }
            }
            let end = switch.map_or(u32::MAX, |(end, _)| end);
            for mut one in unread {
                one.faults.retain(|fault| (from..end).contains(&fault.span().start));
                self.offer_sentence(&file.source, one.span, &mut one.faults);
                file.faults.extend(one.faults);
            }
            match switch {
                Some((end, true)) => from = end,
                // Nothing can be said about questions to a graph that is not there.
                Some((_, false)) | None => break,
            }
        }
        self.close(file);
    }

    /// Reads one statement; false where it has a mistake.
    fn statement(&mut self, file: &mut ScriptFile, statement: &ast::Statement) -> bool {
        if file.uses_broken(statement.span) {
            if let StatementKind::Let { name, .. } = &statement.kind {
                file.broken.push(name.text.clone());
            }
            return false;
        }
        let before = file.faults.len();
        let action = match &statement.kind {
            StatementKind::Query(query) => self.question(file, query),
            StatementKind::Explain(query) => self.prepare(file, query).map(TaskKind::Explain),
            StatementKind::Profile(query) => self.prepare(file, query).map(TaskKind::Profile),
            StatementKind::Expect(expectation) => self.expectation(file, expectation, statement.span),
            StatementKind::Show(topic) => self.topic(file, topic),
            StatementKind::Let { name, query } => {
                self.let_(file, name, query, statement.span);
                None
            }
            StatementKind::Param { name, value } => {
                self.param(file, name, value.as_ref());
                None
            }
            StatementKind::Set { name, value } => {
                if let Err(fault) = settings::set(Arc::make_mut(&mut self.state.settings), name, value) {
                    file.faults.push(fault);
                }
                None
            }
            StatementKind::Use(path) => {
                self.use_(file, path);
                None
            }
            StatementKind::Run(path) => return self.run(file, path),
        };
        if let Some(action) = action {
            self.answered |= !matches!(action, TaskKind::Expect(_));
            self.steps.push(Task {
                engine: self.state.engine.clone(),
                settings: Arc::clone(&self.state.settings),
                source: Arc::clone(&file.source),
                span: statement.span,
                folder: Arc::clone(&file.folder),
                action,
                plain: None,
            });
        }
        if file.is_script {
            let mut own = file.faults.split_off(before);
            self.offer_sentence(&file.source, statement.span, &mut own);
            file.faults.extend(own);
        }
        file.faults.len() == before
    }

    /// Adds the sentence of the language that a statement in plain words means, ready to paste: strict
    /// rules accept sentences of the language only. An error that can be mended otherwise is left alone.
    fn offer_sentence(&self, source: &Source, span: Span, faults: &mut [Diagnostic]) {
        let has_fix = |fault: &Diagnostic| fault.help.iter().any(|help| help.fix.is_some());
        let Some(first) = faults.iter().position(|fault| !has_fix(fault)).filter(|_| !faults.iter().any(has_fix))
        else {
            return;
        };
        let statement = Source::new(source.name.clone(), span.of(&source.text));
        if let Ok(Some(read)) = self.state.engine.plain(&statement, &self.state) {
            let sentence = read.source.text.clone();
            let fix = Some((span, sentence.clone()));
            faults[first].help.push(Help { text: format!("as a sentence of the language: `{sentence}`"), fix });
        }
    }

    fn question(&mut self, file: &mut ScriptFile, query: &ast::QuerySyntax) -> Option<TaskKind> {
        if let ast::SourceSyntax::Why(why) = &query.source
            && why.query.is_none()
        {
            return self.why_last(file, why);
        }
        self.prepare(file, query).map(TaskKind::Ask)
    }

    fn prepare(&mut self, file: &mut ScriptFile, query: &ast::QuerySyntax) -> Option<Arc<Resolved>> {
        let state = &self.state;
        match state.engine.prepare(query, &file.source, &state.bindings, &state.settings) {
            Ok(resolved) => Some(Arc::new(resolved)),
            Err(faults) => {
                // A question after a mistake may miss only what that mistake would have given.
                self.answered = true;
                file.faults.extend(faults);
                None
            }
        }
    }

    fn why_last(&mut self, file: &mut ScriptFile, why: &ast::WhySyntax) -> Option<TaskKind> {
        if !self.answered {
            let fault = Diagnostic::error(Code::NoLastAnswer, why.span, "there is no earlier answer")
                .help("name the question: `why NAME in QUERY`");
            file.faults.push(fault);
            return None;
        }
        let (subject, span) = match &why.subject {
            ast::WhySubjectSyntax::Row(row, span) => (crate::query::WhySubject::Row(*row), *span),
            ast::WhySubjectSyntax::Name(name) => (crate::query::WhySubject::Entity(self.seed(file, name)?), name.span),
        };
        Some(TaskKind::WhyLast(WhyLast { negated: why.negated, subject, span }))
    }

    fn seed(&self, file: &mut ScriptFile, name: &ast::Name) -> Option<crate::query::Seed> {
        let state = &self.state;
        let environment = state.engine.environment(&state.bindings, state.settings.strict);
        resolve::name(name, &file.source.text, environment).map_err(|faults| file.faults.extend(faults)).ok()
    }

    fn expectation(&mut self, file: &mut ScriptFile, expectation: &Expectation, span: Span) -> Option<TaskKind> {
        if !self.answered {
            let fault = Diagnostic::error(Code::NoLastAnswer, span, "there is no earlier answer to check")
                .help("write it after the question that it checks");
            file.faults.push(fault);
            return None;
        }
        let expected = match expectation {
            Expectation::Rows { quantifier, .. } => Expected::Rows(*quantifier),
            Expectation::Name { negated, name } => {
                let seed = self.seed(file, name)?;
                let graph = self.state.engine.graph();
                let faces = seed.entities.iter().map(|&entity| graph.face(entity).0).collect();
                Expected::Name { negated: *negated, name: seed.typed, faces }
            }
        };
        Some(TaskKind::Expect(expected))
    }

    fn topic(&self, file: &mut ScriptFile, topic: &Text) -> Option<TaskKind> {
        match show::topic(&self.state, self.opened, topic) {
            Ok(answer) => Some(TaskKind::Tell(Box::new(answer))),
            Err(fault) => {
                file.faults.push(fault);
                None
            }
        }
    }

    /// `let`: kept as it is written, but checked here, so that a mistake is reported at its place.
    fn let_(&mut self, file: &mut ScriptFile, name: &Text, query: &ast::QuerySyntax, span: Span) {
        self.is_set_before(file, name);
        if self.prepare(file, query).is_none() {
            file.broken.push(name.text.clone());
            return;
        }
        self.state.lets.push((name.text.clone(), Arc::clone(&file.source), span));
        let bound = BoundQuery { query: query.clone(), text: Arc::clone(&file.source) };
        self.state.bind(&name.text, Binding::Query(bound));
    }

    /// `param`: a value given from outside wins over the default.
    fn param(&mut self, file: &mut ScriptFile, name: &Text, value: Option<&ast::ValueSyntax>) {
        let set_before = self.is_set_before(file, name);
        if !set_before && self.state.is_bound(&name.text) {
            return;
        }
        let value = match value {
            Some(ast::ValueSyntax::Text { text, .. }) => text.clone(),
            Some(ast::ValueSyntax::Variable(variable)) => {
                let bound = self.state.bindings.iter().rev().find(|(bound, _)| *bound == variable.text);
                match bound {
                    Some((_, Binding::Value(value))) => value.clone(),
                    Some((_, Binding::Query(_) | Binding::Foreign)) => {
                        let message = format!("`${}` is a query, but a value is needed here", variable.text);
                        file.faults.push(Diagnostic::error(Code::TypeMismatch, variable.span, message));
                        file.broken.push(name.text.clone());
                        return;
                    }
                    None => {
                        let message = format!("`${}` was never set", variable.text);
                        file.faults.push(Diagnostic::error(Code::UnknownVariable, variable.span, message));
                        file.broken.push(name.text.clone());
                        return;
                    }
                }
            }
            None => {
                let fault =
                    Diagnostic::error(Code::MissingParameter, name.span, format!("`${}` has no value", name.text))
                        .help(format!("give one with `--param {0}=…`, or a default: `param ${0} = …`", name.text));
                file.faults.push(fault);
                file.broken.push(name.text.clone());
                return;
            }
        };
        self.state.bind(&name.text, Binding::Value(value));
    }

    /// Whether a file sets a name again, which is a mistake: there each has one meaning. In a
    /// conversation the newest counts.
    fn is_set_before(&self, file: &mut ScriptFile, name: &Text) -> bool {
        if !file.is_script {
            return false;
        }
        let first = file.set_here.get(&name.text).copied();
        if let Some(first) = first {
            let fault = Diagnostic::error(Code::DuplicateName, name.span, format!("`${}` is set twice", name.text))
                .label(first, "first here");
            file.faults.push(fault);
        }
        file.set_here.entry(name.text.clone()).or_insert(name.span);
        first.is_some()
    }

    fn use_(&mut self, file: &mut ScriptFile, path: &Text) {
        match self.open(&file.folder, &path.text) {
            Ok(engine) => self.state.switch(Held::Owned(engine)),
            Err(message) => file.faults.push(Diagnostic::error(Code::Graph, path.span, message)),
        }
    }

    fn open(&mut self, folder: &Path, name: &str) -> Result<Arc<Engine>, String> {
        let path = folder.join(name);
        // The name of a built-in graph means that graph wherever the script is.
        let path = if path.exists() { path } else { PathBuf::from(name) };
        if let Some((_, engine)) = self.opened.iter().find(|(opened, _)| *opened == path) {
            return Ok(Arc::clone(engine));
        }
        let engine = Arc::new(Engine::open(&path).map_err(|error| error.to_string())?);
        self.opened.push((path, Arc::clone(&engine)));
        Ok(engine)
    }

    /// `run`: the statements of another file take its place, with their names and settings.
    fn run(&mut self, file: &mut ScriptFile, path: &Text) -> bool {
        let full = file.folder.join(&path.text);
        let known = full.canonicalize().unwrap_or_else(|_| full.clone());
        let fault = if self.running.contains(&known) {
            let message = format!("`{}` is already running: it runs itself", path.text);
            Some(Diagnostic::error(Code::Cycle, path.span, message))
        } else if self.running.len() >= FILES_DEEP || self.files >= FILES_MAX {
            Some(Diagnostic::error(Code::Cycle, path.span, "files that run files are nested too deeply"))
        } else {
            None
        };
        if let Some(fault) = fault {
            file.faults.push(fault);
            return false;
        }
        match std::fs::read_to_string(&full) {
            Ok(text) => {
                self.files += 1;
                let before = self.faults.len();
                self.script(&Arc::new(Source::new(full.display().to_string(), text)));
                self.faults.len() == before
            }
            Err(error) => {
                let message = format!("`{}` cannot be read: {error}", full.display());
                file.faults.push(Diagnostic::error(Code::File, path.span, message));
                false
            }
        }
    }
}

/// What to do with a question in plain words, and the question: `explain which drugs …`.
fn explained(source: &Arc<Source>) -> (fn(Arc<Resolved>) -> TaskKind, Arc<Source>) {
    let openers: [(&str, fn(Arc<Resolved>) -> TaskKind); 2] =
        [("explain ", TaskKind::Explain), ("profile ", TaskKind::Profile)];
    let text = source.text.trim_start();
    let behind = |opener: &str| {
        text.get(..opener.len()).filter(|start| start.eq_ignore_ascii_case(opener)).map(|_| &text[opener.len()..])
    };
    let found = openers.into_iter().find_map(|(opener, action)| Some((action, behind(opener)?)));
    match found {
        Some((action, rest)) => (action, Arc::new(Source::new(source.name.clone(), rest))),
        None => (TaskKind::Ask, Arc::clone(source)),
    }
}

/// Names that statements with errors would have set.
fn names_lost(text: &str, script: &ast::Script) -> Vec<String> {
    let set: FxHashSet<&str> = script
        .statements
        .iter()
        .filter_map(|statement| match &statement.kind {
            StatementKind::Let { name, .. } | StatementKind::Param { name, .. } => Some(name.text.as_str()),
            StatementKind::Set { .. }
            | StatementKind::Use(_)
            | StatementKind::Run(_)
            | StatementKind::Show(_)
            | StatementKind::Explain(_)
            | StatementKind::Profile(_)
            | StatementKind::Expect(_)
            | StatementKind::Query(_) => None,
        })
        .collect();
    let lines = text.split(['\n', ';']).map(str::trim_start);
    let names = lines.filter_map(|line| {
        let rest = line.strip_prefix("let").or_else(|| line.strip_prefix("param"))?.trim_start().strip_prefix('$')?;
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        Some(rest[..end].to_owned())
    });
    names.filter(|name| !set.contains(name.as_str())).collect()
}
