import path from 'node:path';
import * as vscode from 'vscode';
import { createReadCaptureFile } from './captureFiles/readCaptureFile.ts';
import { createAskExpression } from './commands/askExpression.ts';
import { captureCommands } from './commands/captureCommands.ts';
import { createExpressionHistory } from './commands/expressionHistory.ts';
import { pickTarget } from './commands/pickTarget.ts';
import { createProbeActions } from './commands/probeActions.ts';
import { placeCommands } from './commands/placeCommands.ts';
import { fixCommands } from './commands/fixCommands.ts';
import { groupingCommands } from './commands/groupingCommands.ts';
import { probeCareCommands } from './commands/probeCareCommands.ts';
import { probeCommands } from './commands/probeCommands.ts';
import { registerCommands } from './commands/registerCommands.ts';
import { windowCommands } from './commands/windowCommands.ts';
import { registerDebugging } from './debug/registerDebugging.ts';
import { watchLiveSessions } from './debug/sessions.ts';
import { createOpenFrame } from './files/openFrame.ts';
import { createWorkspaceFiles } from './files/workspaceFiles.ts';
import { startDecorations } from './gutter/startDecorations.ts';
import { startLineContext } from './gutter/startLineContext.ts';
import { createTicTocDraft } from './gutter/ticTocDraft.ts';
import { watchBreakpoints } from './gutter/watchBreakpoints.ts';
import { createLocalHub } from './hub/localHub.ts';
import { startHubConnection } from './hub/startHubConnection.ts';
import { startLineNotes } from './inline/startLineNotes.ts';
import { startLanguageFeatures } from './language/startLanguageFeatures.ts';
import { startLogChannel } from './logs/startLogChannel.ts';
import { createFollowedLines } from './probes/followedLines.ts';
import { startMovingProbes } from './probes/startMovingProbes.ts';
import { createProbePlaces } from './probes/probePlaces.ts';
import { startProbesFiles } from './probesFile/startProbesFiles.ts';
import { readSettings, onDidChangeSettings } from './settings.ts';
import { addAgentToStart } from './start/addAgentToStart.ts';
import { runExample } from './start/runExample.ts';
import { startStatusBar } from './status/startStatusBar.ts';
import { startProbeDrops } from './views/probeDrag.ts';
import { createProbeGrouping } from './views/probeGrouping.ts';
import { startProbesTree } from './views/probesTree.ts';
import { startTargetsTree } from './views/targetsTree.ts';
import { registerWebviews } from './views/webviews/registerWebviews.ts';
import { createWantedCapture } from './views/webviews/wantedCapture.ts';

/** Composition: everything is made here, in the order it depends on one another, and nothing is kept elsewhere. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Stillframe', { log: true });
  const bundle = (file: string) => path.join(context.extensionPath, 'dist', 'extension', file);

  const localHub = createLocalHub({ script: bundle('hub.cjs'), log });
  const isOn = () => readSettings().enabled;
  const run = async (id: string, argument: unknown) => void (await vscode.commands.executeCommand(id, argument));
  const connection = startHubConnection({
    settings: () => (isOn() ? readSettings().hub : undefined),
    client: `VS Code ${vscode.version}`,
    onMissing: () => {
      if (readSettings().startLocalHub) localHub.start();
    },
    log,
  });
  const hub = connection.model;

  const files = createWorkspaceFiles();
  const openFrame = createOpenFrame(files);
  const followed = createFollowedLines();
  const places = createProbePlaces(hub, files, followed);
  const draft = createTicTocDraft();
  const probesFiles = startProbesFiles({ hub, log, isOn: () => readSettings().probesFile });
  const actions = createProbeActions({
    hub,
    log,
    isCanary: () => readSettings().canary,
    pickOne: (views) => pickTarget('Place on One Instance First', views, true),
    file: probesFiles,
  });
  const logs = startLogChannel(hub);
  const grouping = createProbeGrouping(context.workspaceState);
  const liveSessions = watchLiveSessions();
  const wanted = createWantedCapture();

  const debugging = registerDebugging(context, hub, async (file) => {
    const uris = await files.find(file);
    // Several fit: no line is better than one of the wrong file.
    return uris.length === 1 ? uris[0]?.fsPath : undefined;
  });

  const language = startLanguageFeatures(bundle('languageServer.cjs'), log);
  const ask = createAskExpression(language, createExpressionHistory(context.workspaceState));
  const commandContext = { hub, places, actions, draft, ask };
  const commands = {
    ...placeCommands(commandContext),
    ...probeCommands(commandContext, files),
    ...probeCareCommands(commandContext),
    ...groupingCommands(grouping),
    ...captureCommands(hub, debugging.openInDebugger, wanted),
    ...fixCommands(actions),
    'stillframe.addAgentToStart': () => addAgentToStart(),
    'stillframe.runExample': () => runExample(context),
    'stillframe.openWalkthrough': () => run('workbench.action.openWalkthrough', 'stillframe.stillframe#start'),
    ...windowCommands({
      hub,
      localHub,
      settings: () => readSettings().hub,
      isOn,
      reconnect: () => connection.reconnect(),
      showLogs: () => logs.show(),
      showLog: () => log.show(),
    }),
  };

  context.subscriptions.push(
    log,
    connection,
    files,
    followed,
    places,
    probesFiles,
    startMovingProbes({ hub, files, followed, log }),
    draft,
    grouping,
    logs,
    liveSessions,
    registerCommands(commands, log),
    startStatusBar(hub, draft, isOn),
    watchBreakpoints({ hub, places, actions, log }),
    startDecorations(hub, places, draft, liveSessions),
    startLineContext(places),
    startLineNotes(hub, places),
    startTargetsTree(hub),
    startProbesTree(hub, grouping),
    startProbeDrops(hub, actions),
    language,
    onDidChangeSettings(() => connection.reconnect()),
  );
  registerWebviews(context, hub, {
    openFrame,
    openInDebugger: debugging.openInDebugger,
    openProbe: (probeId) => run('stillframe.openProbe', { probeId }),
    readCaptureFile: createReadCaptureFile(bundle('captureFileWorker.cjs')),
    wanted,
  });
}
