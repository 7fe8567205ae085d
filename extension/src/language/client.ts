import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { Log } from '../log.ts';
import {
  completeExpressionMethod,
  type CompleteExpressionParams,
  type CompleteExpressionResult,
} from './expressionRequest.ts';
import { probesFileName } from '../probesFile/probesFileSchema.ts';
import { onDidChangeServerSettings, readSettings } from '../settings.ts';

const languages = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact'];

export type LanguageFeatures = vscode.Disposable & {
  /** What may be written next in an expression; nothing while the server does not run. */
  complete(params: CompleteExpressionParams): Promise<CompleteExpressionResult>;
};

/** What the server may have this window do; links in its hovers can run nothing else. */
const commands = { openCapture: 'stillframe.openCapture', editProbe: 'stillframe.editProbe', applyFix: true };

/** Runs the language server, which shows captured values, numbers and problems in the code; anew when its settings change. */
export function startLanguageClient(serverModule: string, log: Log): LanguageFeatures {
  let client = start(serverModule, log);
  const listener = onDidChangeServerSettings(() => {
    const old = client;
    client = start(serverModule, log);
    void stop(old, log);
  });
  return {
    async complete(params) {
      if (client?.isRunning() !== true) return { items: [] };
      return await client.sendRequest<CompleteExpressionResult>(completeExpressionMethod, params);
    },
    dispose() {
      listener.dispose();
      void stop(client, log);
    },
  };
}

function start(module: string, log: Log): LanguageClient | undefined {
  const { enabled, hub, inlayValues } = readSettings();
  if (!enabled) return undefined;
  const client = new LanguageClient(
    'stillframe',
    'Stillframe Language Server',
    { module, transport: TransportKind.ipc },
    {
      documentSelector: [
        ...languages.map((language) => ({ scheme: 'file', language })),
        { scheme: 'file', pattern: `**/${probesFileName}` },
      ],
      initializationOptions: { hub, client: `VS Code ${vscode.version}`, inlayValues, commands },
      markdown: { isTrusted: { enabledCommands: [commands.openCapture] } },
    },
  );
  client.start().catch((error: unknown) => log.error(`The language server did not start: ${String(error)}`));
  return client;
}

async function stop(client: LanguageClient | undefined, log: Log): Promise<void> {
  try {
    await client?.dispose();
  } catch (error) {
    log.warn(`The language server did not stop cleanly: ${String(error)}`);
  }
}
