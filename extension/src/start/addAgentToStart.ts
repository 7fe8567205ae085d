import * as vscode from 'vscode';
import { withAgent } from './withAgent.ts';

/**
 * Puts the agent into a script of a package.json that starts Node.js. The file is shown, changed and not saved, so that a
 * person looks at it first.
 */
export async function addAgentToStart(): Promise<void> {
  const uri = await pickManifest();
  if (uri === undefined) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const scripts = scriptsOf(document.getText());
  const name = await pickScript(scripts);
  const script = name === undefined ? undefined : scripts[name];
  if (name === undefined || script === undefined) return;
  const result = withAgent(script);
  if (result.kind === 'hasIt') {
    void vscode.window.showInformationMessage(`The script ${name} loads the agent already.`);
    return;
  }
  const range = result.kind === 'changed' ? rangeOf(document, name, script) : undefined;
  if (result.kind === 'noNode' || range === undefined) {
    await vscode.window.showTextDocument(document);
    const how = 'NODE_OPTIONS="--import @stillframe/agent/register"';
    const copy = 'Copy It';
    const message = `The script ${name} does not call node by itself. Start it with ${how} in its environment.`;
    if ((await vscode.window.showInformationMessage(message, copy)) === copy) await vscode.env.clipboard.writeText(how);
    return;
  }
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, range, JSON.stringify(result.script));
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document, { selection: range });
  void vscode.window.showInformationMessage(
    `The script ${name} loads the agent now. Review and save package.json, add @stillframe/agent to the service's dependencies, and start it.`,
  );
}

async function pickManifest(): Promise<vscode.Uri | undefined> {
  const found = await vscode.workspace.findFiles('**/package.json', '**/node_modules/**', 100);
  if (found.length === 0) {
    void vscode.window.showInformationMessage(
      'There is no package.json in this workspace. Open the folder of a service first.',
    );
    return undefined;
  }
  if (found.length === 1) return found[0];
  const items = found
    .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.label.length - b.label.length);
  return (await vscode.window.showQuickPick(items, { title: 'Add the Agent', placeHolder: 'Which service?' }))?.uri;
}

/** The one called `start`, where there is one; else a person says which. */
async function pickScript(scripts: Readonly<Record<string, string>>): Promise<string | undefined> {
  const names = Object.keys(scripts);
  if (names.includes('start')) return 'start';
  if (names.length === 0) {
    const message =
      'This package.json has no scripts. Start the service with node --import @stillframe/agent/register.';
    void vscode.window.showInformationMessage(message);
    return undefined;
  }
  const items = names.map((label) => ({ label, description: scripts[label] ?? '' }));
  const options = { title: 'Add the Agent', placeHolder: 'Which script starts the service?' };
  return (await vscode.window.showQuickPick(items, options))?.label;
}

function scriptsOf(text: string): Readonly<Record<string, string>> {
  try {
    const manifest: unknown = JSON.parse(text);
    const scripts = typeof manifest === 'object' && manifest !== null && 'scripts' in manifest ? manifest.scripts : {};
    const entries = typeof scripts === 'object' && scripts !== null ? Object.entries(scripts) : [];
    return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return {}; // being edited right now
  }
}

/** Where the script's text stands, with its quotes; undefined when it is written in another way than JSON.stringify does. */
function rangeOf(document: vscode.TextDocument, name: string, script: string): vscode.Range | undefined {
  const text = document.getText();
  const key = JSON.stringify(name);
  const value = JSON.stringify(script);
  for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
    const colon = /^\s*:\s*/.exec(text.slice(at + key.length));
    const start = at + key.length + (colon?.[0].length ?? 0);
    if (colon === null || !text.startsWith(value, start)) continue;
    return new vscode.Range(document.positionAt(start), document.positionAt(start + value.length));
  }
  return undefined;
}
