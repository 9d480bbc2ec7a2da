//! `onco lsp`: what an editor asks while a query file is written. Messages come and go over standard
//! input and output.

mod place;

use crate::cli::arguments::Global;
use crate::cli::exit::Exit;
use crate::cli::output::Printer;
use crate::cli::run::{open, settings};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::engine::{Cancel, Engine, Limits, ReadWord, Session, Settings, WordKind};
use crate::render::{self, Style};
use crate::text::Source;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use place::{offset, range};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::error::Error;
use std::time::Duration;

/// Lines of a description that are shown above a word.
const LINES_MAX: usize = 60;
/// Nobody waits longer for what is shown above a word.
const HOVER_TIME: Duration = Duration::from_secs(2);

/// Answers an editor until it says that it is done.
pub fn run(global: &Global, printer: &Printer) -> Exit {
    let engine = match open(global.graph.as_deref(), printer) {
        Ok(engine) => engine,
        Err(exit) => return exit,
    };
    match serve(&engine, &settings(global)) {
        Ok(()) => Exit::Done,
        Err(error) => {
            printer.problem(Code::File, &format!("the editor cannot be answered: {error}"));
            Exit::Failed
        }
    }
}

fn serve(engine: &Engine, settings: &Settings) -> Result<(), Box<dyn Error + Sync + Send>> {
    let (connection, threads) = Connection::stdio();
    connection.initialize(json!({
        "textDocumentSync": 1,
        "completionProvider": { "triggerCharacters": [" ", "|", "$", "\""] },
        "hoverProvider": true,
    }))?;
    let mut server = Server { engine, settings, connection: &connection, documents: HashMap::new() };
    for message in &connection.receiver {
        match message {
            Message::Request(request) => {
                if connection.handle_shutdown(&request)? {
                    break;
                }
                server.request(request)?;
            }
            Message::Notification(notification) => server.notification(&notification)?,
            Message::Response(_) => {}
        }
    }
    // The threads end when nobody can send to them any more.
    drop(connection);
    Ok(threads.join()?)
}

struct Server<'a> {
    engine: &'a Engine,
    settings: &'a Settings,
    connection: &'a Connection,
    /// Texts by address, as the editor has them.
    documents: HashMap<String, String>,
}

type Sent = Result<(), Box<dyn Error + Sync + Send>>;

impl Server<'_> {
    fn request(&self, request: Request) -> Sent {
        let answer = match request.method.as_str() {
            "textDocument/completion" => self.at_place(&request.params, |text, at| self.completions(text, at)),
            "textDocument/hover" => self.at_place(&request.params, |text, at| self.hover(text, at)),
            method => {
                let message = format!("onco knows no method {method}");
                let refused = Response::new_err(request.id, ErrorCode::MethodNotFound as i32, message);
                return Ok(self.connection.sender.send(refused.into())?);
            }
        };
        Ok(self.connection.sender.send(Response::new_ok(request.id, answer).into())?)
    }

    /// What is said about a place of a text; nothing where the text is not known.
    fn at_place(&self, parameters: &Value, say: impl FnOnce(&str, usize) -> Value) -> Value {
        let text = parameters["textDocument"]["uri"].as_str().and_then(|address| self.documents.get(address));
        text.map_or(Value::Null, |text| say(text, offset(text, &parameters["position"])))
    }

    fn completions(&self, text: &str, at: usize) -> Value {
        let found = self.engine.complete(text, at);
        let typed = text.get(found.start..at).unwrap_or("");
        let place = range(text, found.start, at);
        let items: Vec<Value> = found
            .items
            .iter()
            .enumerate()
            .map(|(number, item)| {
                let detail = if item.detail.is_empty() { &item.kind } else { &item.detail };
                json!({
                    "label": item.text,
                    "kind": completion_kind(&item.kind),
                    "detail": detail,
                    // What is nearly so, and names that are squeezed, pass the filter of the editor.
                    "filterText": if typed.is_empty() { item.text.as_str() } else { typed },
                    "sortText": format!("{number:04}"),
                    "textEdit": { "range": place, "newText": item.text },
                })
            })
            .collect();
        json!({ "isIncomplete": true, "items": items })
    }

    /// The description of the name, noun or verb at a place.
    fn hover(&self, text: &str, at: usize) -> Value {
        let words = self.engine.words(text);
        let is_at = |word: &&ReadWord| (word.span.start as usize..=word.span.end as usize).contains(&at);
        let Some(word) = words.iter().find(is_at) else { return Value::Null };
        let written = word.span.of(text);
        let question = match word.kind {
            WordKind::Name => format!("describe \"{}\"", written.replace('"', "\"\"")),
            WordKind::Quoted | WordKind::Noun | WordKind::Verb => format!("describe {written}"),
            _ => return Value::Null,
        };
        let limits = Limits { timeout: HOVER_TIME, ..self.settings.limits.clone() };
        let settings = Settings { limits, ..self.settings.clone() };
        let Ok(answer) = self.engine.ask(&question, &settings, &Cancel::new()) else { return Value::Null };
        let Some(markdown) = render::format("markdown") else { return Value::Null };
        let mut bytes = Vec::new();
        if (markdown.write)(&answer, &Style::default(), &mut bytes).is_err() {
            return Value::Null;
        }
        let page = String::from_utf8_lossy(&bytes);
        let shown: Vec<&str> = page.lines().take(LINES_MAX).collect();
        let place = range(text, word.span.start as usize, word.span.end as usize);
        json!({ "contents": { "kind": "markdown", "value": shown.join("\n") }, "range": place })
    }

    fn notification(&mut self, notification: &Notification) -> Sent {
        let parameters = &notification.params;
        let Some(address) = parameters["textDocument"]["uri"].as_str().map(str::to_owned) else { return Ok(()) };
        let text = match notification.method.as_str() {
            "textDocument/didOpen" => parameters["textDocument"]["text"].as_str(),
            "textDocument/didChange" => {
                parameters["contentChanges"].as_array().and_then(|changes| changes.last()?["text"].as_str())
            }
            "textDocument/didClose" => {
                self.documents.remove(&address);
                return self.publish(&address, &[]);
            }
            _ => return Ok(()),
        };
        let Some(text) = text else { return Ok(()) };
        let found = self.mistakes(&address, text);
        self.documents.insert(address.clone(), text.to_owned());
        self.publish(&address, &found)
    }

    fn publish(&self, address: &str, found: &[Value]) -> Sent {
        let parameters = json!({ "uri": address, "diagnostics": found });
        let told = Notification::new("textDocument/publishDiagnostics".to_owned(), parameters);
        Ok(self.connection.sender.send(told.into())?)
    }

    /// What is wrong with a query file.
    fn mistakes(&self, address: &str, text: &str) -> Vec<Value> {
        let name = address.strip_prefix("file://").unwrap_or(address).replace("%20", " ");
        let mut session = Session::new(self.engine, self.settings.clone());
        let Err(failure) = session.check_script(Source::new(name.clone(), text)) else { return Vec::new() };
        let own = failure.diagnostics().filter(|(source, _)| source.name == name);
        own.flat_map(|(_, faults)| faults).map(|fault| told(text, fault)).collect()
    }
}

fn told(text: &str, fault: &Diagnostic) -> Value {
    let span = fault.span();
    let mut message = fault.message.clone();
    let labels = fault.labels.iter().map(|label| label.text.as_str()).filter(|text| !text.is_empty());
    let advice = fault.help.iter().map(|help| help.text.as_str());
    for line in labels.chain(advice) {
        message.push('\n');
        message.push_str(line);
    }
    let severity = match fault.severity {
        Severity::Error => 1,
        Severity::Warning => 2,
    };
    json!({
        "range": range(text, span.start as usize, span.end as usize),
        "severity": severity,
        "code": fault.code.as_str(),
        "source": "onco",
        "message": message,
    })
}

/// The number that the protocol has for what a completion is.
fn completion_kind(kind: &str) -> u8 {
    match kind {
        "noun" => 7,
        "verb" => 2,
        "name" => 12,
        "property" | "adjective" => 10,
        "stage" => 3,
        _ => 14,
    }
}
