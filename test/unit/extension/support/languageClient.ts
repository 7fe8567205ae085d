import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type CodeAction,
  type Diagnostic,
  type Hover,
  type InitializeResult,
  type InlayHint,
} from 'vscode-languageserver/node';

const main = fileURLToPath(new URL('../../../../extension/src/language/server/main.ts', import.meta.url));

/** An editor of one document, as far as the language server can tell. */
export type LanguageClient = {
  readonly capabilities: InitializeResult['capabilities'];
  request<Result>(method: string, params: unknown): Promise<Result>;
  notify(method: string, params: unknown): void;
  /** Asks now and after every word of the server, until `find` gives something. */
  until<T>(find: () => Promise<T | undefined | false>): Promise<T>;
  /** What was published last. */
  diagnostics(): readonly Diagnostic[];
  hints(): Promise<InlayHint[]>;
  hover(line: number, character: number): Promise<string | undefined>;
  actions(line: number): Promise<CodeAction[]>;
  change(line: number, text: string): void;
  close(): void;
};

/** Starts the server on its stdio, and opens a document in it. */
export async function startLanguageClient(options: {
  readonly uri: string;
  readonly text: string;
  readonly languageId: string;
  readonly initializationOptions?: unknown;
  readonly env?: Readonly<Record<string, string>>;
}): Promise<LanguageClient> {
  const { uri, text, languageId, initializationOptions, env = {} } = options;
  const child = spawn(process.execPath, [main, '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const listeners = new Set<() => void>();
  const wake = () => {
    for (const listener of listeners) listener();
    return null;
  };
  let diagnostics: readonly Diagnostic[] = [];
  connection.onRequest('workspace/inlayHint/refresh', wake);
  connection.onRequest('workspace/codeLens/refresh', wake);
  connection.onNotification('textDocument/publishDiagnostics', (params: { uri: string; diagnostics: Diagnostic[] }) => {
    if (params.uri === uri) diagnostics = params.diagnostics;
    wake();
  });
  connection.listen();

  const request = <Result>(method: string, params: unknown): Promise<Result> =>
    connection.sendRequest<Result>(method, params);
  const notify = (method: string, params: unknown) => void connection.sendNotification(method, params);
  const { capabilities } = await request<InitializeResult>('initialize', {
    processId: null,
    rootUri: null,
    capabilities: { workspace: { inlayHint: { refreshSupport: true }, codeLens: { refreshSupport: true } } },
    initializationOptions,
  });
  notify('initialized', {});
  notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  let version = 1;

  return {
    capabilities,
    request,
    notify,
    until: (find) =>
      new Promise((resolve, reject) => {
        const look = () =>
          void find().then((found) => {
            if (found === undefined || found === false) return;
            listeners.delete(look);
            resolve(found);
          }, reject);
        listeners.add(look);
        look();
      }),
    diagnostics: () => diagnostics,
    hints: () =>
      request('textDocument/inlayHint', {
        textDocument: { uri },
        range: { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } },
      }),
    async hover(line, character) {
      const hover = await request<Hover | null>('textDocument/hover', {
        textDocument: { uri },
        position: { line, character },
      });
      return (hover?.contents as { value: string } | undefined)?.value;
    },
    actions: (line) =>
      request('textDocument/codeAction', {
        textDocument: { uri },
        range: { start: { line, character: 0 }, end: { line, character: 0 } },
        context: { diagnostics },
      }),
    change(line, inserted) {
      const start = { line, character: 0 };
      version += 1;
      notify('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ range: { start, end: start }, text: inserted }],
      });
    },
    close() {
      connection.dispose();
      child.kill();
    },
  };
}
