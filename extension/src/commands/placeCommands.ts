import type { ProbeSpecInput } from '@stillframe/protocol';
import * as vscode from 'vscode';
import { placeAt } from '../files/placeAt.ts';
import type { LinePlace } from '../gutter/ticTocDraft.ts';
import { checkExpression, checkTemplate } from './checks.ts';
import type { CommandContext, CommandTable } from './commandContext.ts';
import { lineFor, probeOnLine } from './targets.ts';

const at = ({ uri, line1 }: LinePlace) => placeAt(uri, line1);

/** Commands that place probes; each takes the line menu's argument or the cursor's line. */
export function placeCommands({ hub, places, actions, draft, ask }: CommandContext): CommandTable {
  /** Runs with a line; when nothing is connected, the call's own refusal says so. */
  const onLine = (place: (line: LinePlace) => Promise<unknown>) => async (argument: unknown) => {
    const line = lineFor(argument);
    if (line !== undefined) await place(line);
  };
  const add = (spec: ProbeSpecInput) => actions.add(spec);

  return {
    'stillframe.addSnapshot': onLine((line) => add({ kind: 'snapshot', at: at(line) })),

    'stillframe.addConditionalSnapshot': onLine(async (line) => {
      const condition = await ask({
        title: 'Conditional Snapshot: capture only when this is true',
        placeHolder: 'user.id === 42',
        action: 'Place the snapshot',
        use: 'condition',
        check: checkExpression,
        place: line,
      });
      if (condition !== undefined) await add({ kind: 'snapshot', at: at(line), condition });
    }),

    'stillframe.addLog': onLine(async (line) => {
      const template = await ask({
        title: 'Log: text, with expressions in braces',
        placeHolder: 'order {order.id} took {ms}',
        action: 'Place the log',
        use: 'template',
        check: checkTemplate,
        place: line,
      });
      if (template !== undefined) await add({ kind: 'log', at: at(line), template });
    }),

    'stillframe.addMetric': onLine(async (line) => {
      const value = await ask({
        title: 'Metric: the number to record at every hit',
        placeHolder: 'cart.lines.length',
        action: 'Place the metric',
        use: 'value',
        check: checkExpression,
        place: line,
      });
      if (value !== undefined) await add({ kind: 'metric', at: at(line), value });
    }),

    'stillframe.measureFunction': onLine((line) => add({ kind: 'duration', at: at(line) })),

    'stillframe.toggleCounter': onLine(async (line) => {
      const counter = probeOnLine(places, line, 'counter');
      if (counter === undefined) await add({ kind: 'counter', at: at(line) });
      else await actions.enable([counter.probe.id], !counter.probe.enabled);
    }),

    'stillframe.toggleAllCounters': async () => {
      const counters = [...hub.probes.values()].filter((view) => view.probe.spec.kind === 'counter');
      const anyEnabled = counters.some((view) => view.probe.enabled);
      const ids = counters.filter((view) => view.probe.enabled === anyEnabled).map((view) => view.probe.id);
      await actions.enable(ids, !anyEnabled);
      const said = `${anyEnabled ? 'Disabled' : 'Enabled'} ${ids.length} counter${ids.length === 1 ? '' : 's'}.`;
      const none = 'There are no counters yet. Use Toggle Counter on a line.';
      vscode.window.setStatusBarMessage(`Stillframe: ${ids.length === 0 ? none : said}`, 4_000);
    },

    'stillframe.startTicToc': onLine((line) => Promise.resolve(draft.set(line))),

    'stillframe.endTicToc': onLine(async (line) => {
      const start = draft.current;
      if (start === undefined) {
        void vscode.window.showInformationMessage('First choose Start Tic-Toc Here on the line where the time starts.');
        return;
      }
      if (start.line1 === line.line1 && start.uri.toString() === line.uri.toString()) {
        void vscode.window.showInformationMessage('The time starts on this line. Choose another one for its end.');
        return;
      }
      draft.set(undefined);
      await add({ kind: 'tictoc', at: at(start), to: at(line) });
    }),

    'stillframe.cancelTicToc': () => Promise.resolve(draft.set(undefined)),
  };
}
