import type { Capture } from '@stillframe/protocol';
import { baseName, timeText } from '@stillframe/protocol/reading';
import * as vscode from 'vscode';
import { type Launch, launchOf, readLaunch } from '../adapter/readLaunch.ts';
import type { HubModel } from '../hub/hubModel.ts';
import { debugType } from './sessions.ts';

export type Debugging = vscode.Disposable & {
  /** Shows a capture in VS Code's own debug views; the other hits of its probe, `among` these, are a step away. */
  readonly openInDebugger: (capture: Capture, among?: readonly Capture[]) => Promise<void>;
};

/** Registers the `stillframe` debug type; `resolvePath` finds a file of the process in this workspace. */
export function registerDebugging(
  context: vscode.ExtensionContext,
  hub: HubModel,
  resolvePath: Launch['resolvePath'],
): Debugging {
  const launch = async (args: unknown) => {
    const captureId = captureIdOf(args);
    const capture = hub.captures.find(({ id }) => id === captureId);
    // A hand-written launch configuration brings its own captures.
    if (capture === undefined) return { ...(await readLaunch(args)), resolvePath };
    return launchOf(
      hub.captures.filter(({ probeId }) => probeId === capture.probeId),
      capture.id,
      resolvePath,
    );
  };
  const attach = async (args: unknown) => {
    // The window is connected already; another hub than its own is named by the settings, not by the configuration.
    const find = async (file: string) => await resolvePath(file);
    const { createLiveSource } = await import('../adapter/live/liveSource.ts');
    const { readAttach } = await import('../adapter/live/readAttach.ts');
    return createLiveSource(await readAttach(args, () => ({ model: hub, dispose() {} }), find));
  };
  const factory = vscode.debug.registerDebugAdapterDescriptorFactory(debugType, {
    async createDebugAdapterDescriptor() {
      // Loaded when it is wanted: activation does not wait for a debug adapter.
      const { StillframeSession } = await import('../adapter/stillframeSession.ts');
      const { createCaptureSource } = await import('../adapter/captureSource.ts');
      return new vscode.DebugAdapterInlineImplementation(
        new StillframeSession({ launch: async (args) => createCaptureSource(await launch(args)), attach }),
      );
    },
  });
  const debugging = {
    dispose: () => void factory.dispose(),
    async openInDebugger(capture: Capture, among: readonly Capture[] = hub.captures) {
      const top = capture.frames[0];
      const place = top === undefined ? 'capture' : `${baseName(top.file)}:${top.line1}`;
      const configuration: vscode.DebugConfiguration = {
        type: debugType,
        request: 'launch',
        name: `Stillframe: ${place} ${timeText(capture.atMs, Date.now())}`,
        captureId: capture.id,
        // Those of a file are in no hub, so they travel along.
        ...(hub.captures.includes(capture)
          ? {}
          : { captures: among.filter(({ probeId }) => probeId === capture.probeId) }),
        internalConsoleOptions: 'neverOpen',
      };
      const isStarted = await vscode.debug.startDebugging(undefined, configuration, {
        // Nothing is run or built here, so nothing is saved and the window keeps its colour.
        suppressSaveBeforeStart: true,
        suppressDebugStatusbar: true,
      });
      if (!isStarted) throw new Error('The capture could not be opened in the debug views.');
      await vscode.commands.executeCommand('workbench.view.debug');
    },
  };
  context.subscriptions.push(debugging);
  return debugging;
}

function captureIdOf(args: unknown): string | undefined {
  const id = typeof args === 'object' && args !== null && 'captureId' in args ? args.captureId : undefined;
  return typeof id === 'string' ? id : undefined;
}
