import { CodeLensRefreshRequest, type CodeLens, type Connection } from 'vscode-languageserver/node';
import type { HubModel } from '../../hub/hubModel.ts';
import { startHubConnection } from '../../hub/startHubConnection.ts';
import { countOf } from '../../probes/probeNumbers.ts';
import { createRates } from '../../probes/rates.ts';
import { codeLensesFor } from './lenses.ts';
import { createRefresh, type Refresh } from './refresh.ts';

/** A counter that stands still says nothing, but its rate falls, and values grow old, ms. */
const tickMs = 2_000;

/** A hub connection, and the editor told to read again when what it shows has changed. */
export type Session = {
  readonly hub: HubModel;
  readonly hints: Refresh;
  readonly lenses: { readonly refresh: Refresh; read(path: string): CodeLens[] };
  dispose(): void;
};

export function startSession(
  connection: Connection,
  options: {
    readonly hub: { readonly url: string; readonly token: string };
    readonly client: string;
    /** What the editor can be told to read again. */
    readonly refresh: { readonly hints: boolean; readonly lenses: boolean };
  },
): Session {
  const { refresh } = options;
  const link = startHubConnection({
    settings: () => options.hub,
    client: options.client,
    log: connection.console,
  });
  const rates = createRates();
  const ignore = () => {}; // the editor may be gone before it answers
  const hints = createRefresh(() => void connection.languages.inlayHint.refresh().catch(ignore));
  const lenses = createRefresh(() => void connection.sendRequest(CodeLensRefreshRequest.type).catch(ignore));
  const tick = setInterval(() => {
    if (link.model.probes.size === 0) return;
    if (refresh.lenses) lenses.request();
    if (refresh.hints) hints.request();
  }, tickMs);
  tick.unref();

  link.model.onDidChange((change) => {
    for (const id of change.probes ?? []) {
      const view = link.model.probes.get(id);
      if (view === undefined) rates.forget(id);
      else rates.sample(id, countOf(view), Date.now());
    }
    const probesChanged = change.probes !== undefined;
    const valuesChanged = change.captures !== undefined || change.capturesCleared === true || probesChanged;
    if (refresh.hints && (valuesChanged || change.instances === true)) hints.request();
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
