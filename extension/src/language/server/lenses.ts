import type { CodeLens } from 'vscode-languageserver/node';
import type { HubModel } from '../../hub/hubModel.ts';
import { numbersLabel } from '../../probes/probeNumbers.ts';
import type { Rates } from '../../probes/rates.ts';
import { probesInDocument } from './probesInDocument.ts';

/** The numbers of counters, tic-tocs, durations and metrics above their lines. */
export function codeLensesFor(hub: HubModel, rates: Rates, documentPath: string, nowMs: number): CodeLens[] {
  return probesInDocument(hub.probes.values(), documentPath).flatMap((view): readonly CodeLens[] => {
    const title = numbersLabel(view, rates.rate(view.probe.id, nowMs));
    if (title === undefined) return [];
    const start = { line: view.probe.spec.at.line1 - 1, character: 0 };
    const prefix = view.probe.enabled ? '' : 'disabled · ';
    return [{ range: { start, end: start }, command: { title: prefix + title, command: 'stillframe.openMetrics' } }];
  });
}
