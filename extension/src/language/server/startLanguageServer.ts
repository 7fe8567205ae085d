import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  CodeLensRefreshRequest,
  TextDocuments,
  TextDocumentSyncKind,
  type Connection,
  type InitializeParams,
  type Range,
} from 'vscode-languageserver/node';
import type { HubModel } from '../../hub/hubModel.ts';
import { startHubConnection, type HubConnection } from '../../hub/startHubConnection.ts';
import { countOf } from '../../probes/probeNumbers.ts';
import { createRates } from '../../probes/rates.ts';
import { inlayHintsFor } from './hints.ts';
import { codeLensesFor } from './lenses.ts';
import { createRefresh, type Refresh } from './refresh.ts';

/** A counter that stands still says nothing, but its rate falls, ms. */
const rateTickMs = 2_000;

/** What the editor may give; without it the hub of `~/.stillframe/hub.json` is used. */
const OptionsSchema = v.object({
  hub: v.optional(v.object({ url: v.string(), token: v.string() })),
  client: v.optional(v.string()),
});

/** Serves inlay values and lenses, fed by a hub connection of its own; no editor's API is needed. */
export function startLanguageServer(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);
  let session: Session | undefined;

  connection.onInitialize((params) => {
    const parsed = v.safeParse(OptionsSchema, params.initializationOptions ?? {});
    const { hub = { url: '', token: '' }, client = 'language server' } = parsed.success ? parsed.output : {};
    session = startSession(connection, { hub, client, refresh: supportOf(params) });
    return {
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        inlayHintProvider: true,
        codeLensProvider: { resolveProvider: false },
      },
      serverInfo: { name: 'stillframe' },
    };
  });
  connection.onShutdown(() => session?.dispose());

  connection.languages.inlayHint.on(({ textDocument, range }) => {
    const document = documents.get(textDocument.uri);
    const path = pathOf(textDocument.uri);
    if (document === undefined || path === undefined || session === undefined) return [];
    const { hub } = session;
    session.hints.answered(textDocument.uri, () => inlayHintsFor(hub, document, path, wholeDocument));
    return inlayHintsFor(hub, document, path, range);
  });
  connection.onCodeLens(({ textDocument }) => {
    const path = pathOf(textDocument.uri);
    if (path === undefined || session === undefined) return [];
    const { lenses } = session;
    lenses.refresh.answered(textDocument.uri, () => lenses.read(path));
    return lenses.read(path);
  });
  documents.onDidClose(({ document: { uri } }) => {
    session?.hints.forget(uri);
    session?.lenses.refresh.forget(uri);
  });
  documents.listen(connection);
  connection.listen();
}

type Support = { readonly hints: boolean; readonly lenses: boolean };
type Session = {
  readonly hub: HubModel;
  readonly hints: Refresh;
  readonly lenses: { readonly refresh: Refresh; read(path: string): ReturnType<typeof codeLensesFor> };
  dispose(): void;
};

const wholeDocument: Range = { start: { line: 0, character: 0 }, end: { line: Number.MAX_SAFE_INTEGER, character: 0 } };

function startSession(
  connection: Connection,
  options: { readonly hub: { url: string; token: string }; readonly client: string; readonly refresh: Support },
): Session {
  const { refresh } = options;
  const link: HubConnection = startHubConnection({
    settings: () => options.hub,
    client: options.client,
    log: connection.console,
  });
  const rates = createRates();
  const ignore = () => {}; // the editor may be gone before it answers
  const hints = createRefresh(() => void connection.languages.inlayHint.refresh().catch(ignore));
  const lenses = createRefresh(() => void connection.sendRequest(CodeLensRefreshRequest.type).catch(ignore));
  const tick = setInterval(() => {
    if (link.model.probes.size > 0 && refresh.lenses) lenses.request();
  }, rateTickMs);
  tick.unref();

  link.model.onDidChange((change) => {
    for (const id of change.probes ?? []) {
      const view = link.model.probes.get(id);
      if (view === undefined) rates.forget(id);
      else rates.sample(id, countOf(view), Date.now());
    }
    const probesChanged = change.probes !== undefined;
    if (refresh.hints && (change.captures !== undefined || change.capturesCleared === true || probesChanged))
      hints.request();
    if (refresh.lenses && probesChanged) lenses.request();
  });

  return {
    hub: link.model,
    hints,
    lenses: { refresh: lenses, read: (path) => codeLensesFor(link.model, rates, path, Date.now()) },
    dispose() {
      clearInterval(tick);
      hints.dispose();
      lenses.dispose();
      link.dispose();
    },
  };
}

const supportOf = ({ capabilities: { workspace } }: InitializeParams): Support => ({
  hints: workspace?.inlayHint?.refreshSupport === true,
  lenses: workspace?.codeLens?.refreshSupport === true,
});

function pathOf(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(uri).replaceAll('\\', '/');
  } catch {
    return undefined;
  }
}
