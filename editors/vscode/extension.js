// Starts `onco lsp` and connects the editor to it.
const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

function activate() {
  const settings = workspace.getConfiguration("onco");
  const graph = settings.get("graph");
  const server = { command: settings.get("path"), args: [...(graph ? ["--graph", graph] : []), "lsp"] };
  client = new LanguageClient("onco", "onco", server, {
    documentSelector: [{ scheme: "file", language: "onq" }],
  });
  return client.start();
}

function deactivate() {
  return client ? client.stop() : undefined;
}

module.exports = { activate, deactivate };
