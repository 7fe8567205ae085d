import * as vscode from 'vscode';
import type { Log } from '../log.ts';
import { probesFileName } from '../probesFile/probesFileSchema.ts';
import type { LanguageFeatures } from './client.ts';

/**
 * Starts the language client once a file is open that it is for: its library takes more time to load than all the rest of
 * the extension (66 of 105 ms), and nobody waits for it before there is code to read. The build puts it into a file of its own.
 */
export function startLanguageFeatures(serverModule: string, log: Log): LanguageFeatures {
  let client: LanguageFeatures | undefined;
  let isOver = false;

  const start = async (): Promise<void> => {
    listener.dispose();
    const { startLanguageClient } = await import('./client.ts');
    if (!isOver) client = startLanguageClient(serverModule, log);
  };
  const startLogged = () => {
    start().catch((error: unknown) => log.error(`The language client did not load: ${String(error)}`));
  };
  const listener = vscode.workspace.onDidOpenTextDocument((document) => {
    if (isOurs(document)) startLogged();
  });
  // Not within activation: VS Code counts and shows that time.
  if (vscode.workspace.textDocuments.some(isOurs)) setImmediate(startLogged);
  return {
    complete: async (params) => (await client?.complete(params)) ?? { items: [] },
    dispose() {
      isOver = true;
      listener.dispose();
      client?.dispose();
    },
  };
}

const isOurs = ({ uri, languageId }: vscode.TextDocument) =>
  uri.scheme === 'file' &&
  (/^(?:javascript|typescript)(?:react)?$/.test(languageId) || uri.path.endsWith(`/${probesFileName}`));
