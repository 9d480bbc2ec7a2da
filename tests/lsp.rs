//! `onco lsp`, as an editor talks to it.

#![cfg(feature = "lsp")]
#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// An editor with one file.
struct Editor {
    server: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    asked: u64,
}

const FILE: &str = "file:///tmp/board.onq";

impl Editor {
    fn new() -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_onco"))
            .args(["--graph", "mini", "--no-config", "lsp"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (server.stdin.take().unwrap(), BufReader::new(server.stdout.take().unwrap()));
        let mut editor = Self { server, input, output, asked: 0 };
        let can = editor.ask("initialize", json!({ "capabilities": {} }));
        assert_eq!(can["capabilities"]["hoverProvider"], true);
        editor.tell("initialized", json!({}));
        editor
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.input.flush().unwrap();
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.output.read_line(&mut line).unwrap();
            match line.trim().split_once(": ") {
                Some(("Content-Length", number)) => length = number.parse().unwrap(),
                Some(_) => {}
                None => break,
            }
        }
        let mut bytes = vec![0; length];
        self.output.read_exact(&mut bytes).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    fn ask(&mut self, method: &str, parameters: Value) -> Value {
        self.asked += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.asked, "method": method, "params": parameters }));
        let answer = self.receive();
        assert_eq!(answer["id"], self.asked, "{answer}");
        answer["result"].clone()
    }

    fn tell(&mut self, method: &str, parameters: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": parameters }));
    }

    /// Changes the text; what is wrong with it.
    fn change(&mut self, text: &str) -> Vec<Value> {
        let parameters = json!({ "textDocument": { "uri": FILE, "version": 2 }, "contentChanges": [{ "text": text }] });
        self.tell("textDocument/didChange", parameters);
        self.diagnostics()
    }

    fn diagnostics(&mut self) -> Vec<Value> {
        let told = self.receive();
        assert_eq!(told["method"], "textDocument/publishDiagnostics");
        told["params"]["diagnostics"].as_array().unwrap().clone()
    }

    fn at(&mut self, method: &str, line: u32, character: u32) -> Value {
        let place = json!({ "line": line, "character": character });
        self.ask(method, json!({ "textDocument": { "uri": FILE }, "position": place }))
    }
}

#[test]
fn an_editor_gets_completion_descriptions_and_mistakes() {
    let mut editor = Editor::new();
    let opened =
        json!({ "textDocument": { "uri": FILE, "languageId": "onq", "version": 1, "text": "drugs targeting EGFR\n" } });
    editor.tell("textDocument/didOpen", opened);
    assert!(editor.diagnostics().is_empty());

    let wrong = editor.change("drugs targeting EGFR\ndrugs targeting HRE2\n");
    assert_eq!((wrong.len(), wrong[0]["code"].as_str()), (1, Some("unknown-name")));
    assert_eq!(
        wrong[0]["range"],
        json!({ "start": { "line": 1, "character": 16 }, "end": { "line": 1, "character": 20 } })
    );
    assert!(wrong[0]["message"].as_str().unwrap().contains("HER2"), "{}", wrong[0]);

    editor.change("# a note\ndrugs targeting EG");
    let offered = editor.at("textDocument/completion", 1, 18);
    let items = offered["items"].as_array().unwrap();
    let egfr = items.iter().find(|item| item["label"] == "EGFR").unwrap();
    assert_eq!((egfr["detail"].as_str(), egfr["textEdit"]["newText"].as_str()), (Some("gene"), Some("EGFR")));
    assert_eq!(egfr["textEdit"]["range"]["start"], json!({ "line": 1, "character": 16 }));

    assert!(editor.change("drugs targeting MET\n").is_empty());
    let shown = editor.at("textDocument/hover", 0, 17);
    assert!(shown["contents"]["value"].as_str().unwrap().contains("MET"), "{shown}");
    assert!(editor.at("textDocument/hover", 0, 2)["contents"]["value"].as_str().unwrap().contains("drug"));

    editor.ask("shutdown", Value::Null);
    editor.tell("exit", Value::Null);
    assert!(editor.server.wait().unwrap().success());
}
