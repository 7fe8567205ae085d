import type { Capture, Frame } from '@stillframe/protocol';
import { type ComparedCapture, menuActions } from '@stillframe/protocol/webview';
import * as vscode from 'vscode';
import type { HubModel } from '../../hub/hubModel.ts';
import { startCapturesFeed } from './capturesFeed.ts';
import { registerCaptureFileEditor } from '../../captureFiles/captureFileEditor.ts';
import type { ReadCaptureFile } from '../../captureFiles/readCaptureFile.ts';
import { saveCaptures } from '../../captureFiles/saveCaptures.ts';
import { createViewProvider } from './createViewProvider.ts';
import { createInstanceHistory } from './instanceHistory.ts';
import { createMetricHistory } from './metricHistory.ts';
import { startMetricsFeed } from './metricsFeed.ts';
import { createPages } from './pages.ts';
import { showComparison } from './showComparison.ts';
import { showInPanel } from './showInPanel.ts';
import { fileSurroundings } from './surroundings.ts';
import { createWantedCapture, type WantedCapture } from './wantedCapture.ts';

/** What the webviews ask of the rest of the extension. */
export type WebviewActions = {
  readonly openFrame: (frame: Frame) => void | Promise<void>;
  readonly openInDebugger: (capture: Capture, among: readonly Capture[]) => void | Promise<void>;
  readonly openProbe: (probeId: string) => void | Promise<void>;
  readonly readCaptureFile: ReadCaptureFile;
  readonly wanted: WantedCapture;
  /** Default: VS Code's clipboard. */
  readonly copy?: (text: string) => void | Promise<void>;
};

/** Registers the Captures and the Metrics view; numbers are sampled from now on, so that a view opened later has a past. */
export function registerWebviews(
  context: vscode.ExtensionContext,
  hub: HubModel,
  actions: WebviewActions,
): vscode.Disposable {
  const { extensionUri } = context;
  const copy = actions.copy ?? (async (text: string) => await vscode.env.clipboard.writeText(text));
  const pages = createPages();
  const page = { extensionUri, pages, bundle: 'captures', title: 'Stillframe captures' } as const;
  const all = {
    ...actions,
    copy,
    confirmClear,
    saveCaptures,
    compare: (left: ComparedCapture, right: ComparedCapture) => showComparison(left, right, page),
    tell: (sentence: string) => void vscode.window.showInformationMessage(sentence),
  };
  const history = createMetricHistory(hub, () => Date.now());
  const instances = createInstanceHistory(hub, () => Date.now());
  const captures = createViewProvider({
    ...page,
    startFeed: (post) => startCapturesFeed(hub, post, all),
  });
  const metrics = createViewProvider({
    extensionUri,
    pages,
    bundle: 'metrics',
    title: 'Stillframe metrics',
    startFeed: (post) => startMetricsFeed(hub, history, instances, post, all),
  });
  const disposable = vscode.Disposable.from(
    vscode.window.registerWebviewViewProvider('stillframe.captures', captures),
    vscode.window.registerWebviewViewProvider('stillframe.metrics', metrics),
    registerCaptureFileEditor({
      read: actions.readCaptureFile,
      show: (panel, { model, problem }) =>
        showInPanel(panel, page, (post) => {
          // What is asked for elsewhere in the editor is in the hub.
          const inFile = { ...all, wanted: createWantedCapture() };
          return startCapturesFeed(model, post, inFile, () => fileSurroundings(problem));
        }),
    }),
    ...menuActions.map((action) =>
      vscode.commands.registerCommand(`stillframe.page.${action}`, (context: unknown) => pages.choose(action, context)),
    ),
    history,
    instances,
  );
  context.subscriptions.push(disposable);
  return disposable;
}

async function confirmClear(count: number): Promise<boolean> {
  const clear = 'Clear';
  const what = count === 1 ? 'this capture' : `these ${count} captures`;
  const detail = 'They are deleted from the hub, for everybody who is connected to it. Pinned captures stay.';
  return (await vscode.window.showWarningMessage(`Clear ${what}?`, { modal: true, detail }, clear)) === clear;
}
