// Starts `pts lsp` for .pts files. Without `npm install` in this folder colours and brackets still work.
const { workspace, window } = require("vscode");

let client;

exports.activate = async function () {
  let LanguageClient;
  try {
    ({ LanguageClient } = require("vscode-languageclient/node"));
  } catch (error) {
    window.showWarningMessage(
      "pts: run `npm install` in the extension's folder for errors, completion and help."
    );
    return;
  }
  const command = workspace.getConfiguration("pts").get("program");
  client = new LanguageClient(
    "pts",
    "pts",
    { command, args: ["lsp"] },
    {
      documentSelector: [{ language: "pts" }],
      // Data files that a script names: it is checked again when they change.
      synchronize: {
        fileEvents: workspace.createFileSystemWatcher("**/*.{pts,csv,tsv,jsonl,json,gz}"),
      },
    }
  );
  try {
    await client.start();
  } catch (error) {
    window.showErrorMessage(`pts: ${command} lsp can't be started: ${error.message}`);
  }
};

exports.deactivate = function () {
  return client && client.stop();
};
