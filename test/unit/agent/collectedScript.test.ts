import { runInThisContext } from 'node:vm';
import { afterEach, expect, test } from 'vitest';
import { createDebugSession } from '../../../agent/src/probe/debugSession.ts';
import { collectGarbage } from './support/collectGarbage.ts';

const session = createDebugSession({ script: () => {}, paused: () => {} });
afterEach(() => session.disable());

/** A script that nothing but `held` keeps. */
const held: { code: unknown } = { code: undefined };
function load(name: string): string {
  held.code = runInThisContext(`(function ${name}(x) {\n  return x;\n})`, { filename: `/${name}.js` });
  return Array.from(session.enable()).find(({ url }) => url.endsWith(`/${name}.js`))?.scriptId ?? '';
}
function drop(): void {
  held.code = undefined;
  collectGarbage();
}

const start = { line0: 1, column0: 0 };
const end = { line0: 2, column0: 0 };

test('a script that nobody asked about is collected, and V8 says so', () => {
  const script = load('unasked');
  drop();
  expect(() => session.breakableLocations(script, [start], end)).toThrow('Script not found');
});

// The agent then looks for the places of the probe once more.
test('a place in code that was collected while its breakpoint was out is refused', () => {
  const script = load('asked');
  const place = session.breakableLocations(script, [start], end)[0];
  drop();
  session.removeBreakpoint(session.setBreakpoint(script, place ?? start, 'false'));
  drop();
  expect(() => session.setBreakpoint(script, place ?? start, 'false')).toThrow('Could not resolve breakpoint');
});
