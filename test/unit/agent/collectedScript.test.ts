import { setFlagsFromString } from 'node:v8';
import { runInNewContext, runInThisContext } from 'node:vm';
import { afterEach, expect, test } from 'vitest';
import { createDebugSession } from '../../../agent/src/probe/debugSession.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

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
  for (let round = 0; round < 6; round++) collectGarbage();
}

const start = { line0: 1, column0: 0 };
const end = { line0: 2, column0: 0 };

test('a script that nobody asked about is collected, and V8 says so', () => {
  const script = load('unasked');
  drop();
  expect(() => session.breakableLocations(script, start, end)).toThrow('Script not found');
});

// So a place that was found can be set, and set again, whatever the app lets go of meanwhile.
test('a script that told its places stays until the debugger is off', () => {
  const script = load('asked');
  const place = session.breakableLocations(script, start, end)[0];
  drop();
  const breakpoint = session.setBreakpoint(script, place ?? start, 'false');
  session.removeBreakpoint(breakpoint);
  drop();
  expect(session.setBreakpoint(script, place ?? start, 'false')).not.toBe('');
});
