import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// The hostile values are read in processes of their own: patching every built-in would break the test runner.
const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'stillframe-hostile-'));
const program = join(folder, 'hostile.cjs');

const matrix = [20, 22, 24, 26].map((version) => ({
  version: `Node ${version}`,
  binary: join(here, `../../../.tools/nodes/node_modules/node${version}/bin/node`),
}));
const nodes = [
  { version: process.version, binary: process.execPath },
  ...matrix.filter(({ binary }) => existsSync(binary)),
];

type Round = {
  readonly touched: string[];
  readonly control: string[];
  readonly badThrows: string[];
  readonly tape: number;
  readonly results: Record<string, unknown>;
};
type Outcome = { readonly evaluated: number } & Record<'calm' | 'patched' | 'hooked', Round>;

beforeAll(() => {
  buildSync({
    entryPoints: [join(here, 'support/hostileProgram.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'silent',
  });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe.each(nodes)('on $version', ({ binary }) => {
  let outcome: Outcome;
  beforeAll(() => {
    const printed = execFileSync(binary, [program], { encoding: 'utf8', env: {}, maxBuffer: 1e8 });
    outcome = JSON.parse(printed) as Outcome;
  });

  test.each(['calm', 'patched', 'hooked'] as const)('no code of the app runs: %s', (name) => {
    const round = outcome[name];
    expect(outcome.evaluated).toBeGreaterThan(1_500);
    expect(round.tape).toBeGreaterThan(900);
    expect(round.touched).toEqual([]);
    expect(round.badThrows).toEqual([]);
    // The traps work: a naive reader sets them off.
    expect(round.control.join()).toContain('toJSON');
    expect(round.control.join()).toContain('Symbol.hasInstance');
  });

  test('and the right values come back, whatever was patched', () => {
    const expected = {
      'text.split(",")': ['some text', ' with words'],
      'list.join("-")': '1-2-three-',
      'map.get("k").deep': 1,
      'bytes.includes(2)': true,
      'big ** 2n': '25n',
      'date.toISOString()': '1970-01-01T00:00:00.000Z',
      'error.message': 'calm',
      'count.toFixed(2)': '3.00',
    };
    expect(outcome.calm.results).toMatchObject({ ...expected, 'map.size': 1 });
    expect(outcome.hooked.results).toMatchObject(expected);
    expect(outcome.patched.results).toMatchObject(expected);
  });

  test('a stack is read when nothing of the app formats it, and not when something does', () => {
    expect(outcome.calm.results['error.stack']).toMatch(/^TypeError: calm\n {4}at /);
    expect(outcome.hooked.results['error.stack']).toBe('failed');
    expect(outcome.patched.results['error.stack']).toBe('failed');
  });
});
