import { runInThisContext } from 'node:vm';
import { afterEach, expect, test } from 'vitest';
import { createEngine } from '../../../agent/src/probe/engine.ts';
import { cell, createCells } from '../../../agent/src/shared/memory.ts';
import type { ToLink } from '../../../agent/src/shared/messages.ts';
import type { Action } from '../../../agent/src/shared/plan.ts';

const engines: ReturnType<typeof createEngine>[] = [];
afterEach(() => {
  for (const engine of engines.splice(0)) engine.stop();
});

/** An engine with one probe in a function of its own. */
function armed(name: string, action: Action, options: Partial<Parameters<typeof createEngine>[0]> = {}) {
  const sent: ToLink[] = [];
  const take = options.send ?? (() => true);
  const send = (message: ToLink) => sent.push(message) > 0 && take(message);
  const engine = createEngine({ isPauseSafe: () => true, ...options, send });
  engines.push(engine);
  const app = runInThisContext(`(function ${name}(x) {\n  const y = x + 1;\n  return y;\n})`, {
    filename: `/${name}.js`,
  }) as (x: number) => number;
  engine.handle({ type: 'enable' });
  const scriptId =
    sent
      .flatMap((message) => (message.type === 'enabled' ? message.scripts : []))
      .find(({ url }) => url.endsWith(`/${name}.js`))?.scriptId ?? '';
  const cells = createCells();
  const plan = {
    probe: 1,
    programs: [],
    condition: undefined,
    requestIds: [],
    action,
    maxHits: Infinity,
    ratePerSecond: Infinity,
    budgetShare: undefined,
  };
  engine.handle({ type: 'budget', share: 0.25 });
  engine.handle({ type: 'addProbe', plan, cells });
  const points = [{ probe: 1, role: 'hit', nameIndexes: [], variables: [] } as const];
  const condition = 'try{__stillframe__.hit(1,this)}catch{__stillframe__.nameThrew(1)}';
  const place = {
    place: 1,
    scriptId,
    line0: 2,
    column0: 2,
    condition,
    breakCostNs: 0,
    guard: { id: 1, at: [] },
    points,
  };
  engine.handle({ type: 'setPlaces', plans: [place] });
  const messages = (type: ToLink['type']) => sent.filter((message) => message.type === type);
  return { app, engine, cells, place, messages };
}

const counter: Action = { kind: 'counter', by: undefined };

test('a collaborator that throws inside a hit: the probe is out and told as broken, the app goes on', () => {
  const { app, messages } = armed('throwing', counter, {
    isPauseSafe: () => {
      throw new Error('injected');
    },
  });
  expect([app(1), app(2), app(3)]).toEqual([2, 3, 4]);
  expect(messages('broken')).toEqual([{ type: 'broken', probe: 1, reason: 'injected' }]);
});

test('a message that makes no sense: told as broken, and the probes go on', () => {
  const { app, engine, messages } = armed('nonsense', counter);
  engine.handle({ type: 'setPlaces', plans: undefined } as never);
  expect(messages('broken')).toHaveLength(1);
  expect(app(1)).toBe(2);
  expect(messages('series')).toHaveLength(1);
});

test('what cannot be handed to the link thread is counted with the probe', () => {
  const action: Action = { kind: 'log', parts: [], limits: { depth: 1, properties: 1, items: 1, stringLength: 1 } };
  const { app, cells } = armed('unsent', action, {
    send: (message) => message.type !== 'log',
  });
  expect(app(1)).toBe(2);
  expect(cells[cell.captured]).toBe(1);
  expect(cells[cell.notSent]).toBe(1);
});

test('code that V8 lets go of while the budget keeps its place out: the place is refused, nothing else is broken', () => {
  const { app, engine, place, messages } = armed('collected', counter);
  engine.handle({ type: 'budget', share: 1e-9 });
  app(1);
  expect(messages('throttled')).toHaveLength(1);
  place.scriptId = 'gone';
  engine.handle({ type: 'rearm', place: 1 });
  expect(messages('placed').at(-1)).toMatchObject({
    places: [{ place: 1, problem: expect.stringContaining('setBreakpoint') }],
  });
  expect(messages('broken')).toEqual([]);
});
