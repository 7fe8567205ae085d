import type { ProbeSpecInput, ProbeView } from '@stillframe/protocol';
import { describe, expect, it } from 'vitest';
import { planProbes } from '../../../extension/src/probesFile/planProbes.ts';
import { probesFileJsonSchema } from '../../../extension/src/probesFile/probesFileJsonSchema.ts';
import { readProbesFile, type ProbesFileEntry } from '../../../extension/src/probesFile/readProbesFile.ts';

const probesFile = '/home/ada/shop/stillframe.json';
const source = ['function pay(user, total) {', '  const rest = total;', '', '  return rest;', '}', '}'];
const linesOf = (file: string) => (file === '/home/ada/shop/src/pay.ts' ? source : undefined);
const read = (text: string) => readProbesFile(text, { probesFile, linesOf });
const readOne = (entry: object): ProbesFileEntry => {
  const [only] = read(JSON.stringify({ probes: [entry] })) ?? [];
  if (only === undefined) throw new Error('no entry');
  return only;
};
/** What a problem says, and the text it underlines. */
const problemsIn = (entry: object) => {
  const text = JSON.stringify({ probes: [entry] });
  return readOne(entry).problems.map(
    ({ message, offset, length }) => `${text.slice(offset, offset + length)}: ${message}`,
  );
};

describe('an entry of stillframe.json', () => {
  it('becomes a probe at the line, with its text', () =>
    expect(
      readOne({ kind: 'snapshot', at: 'src/pay.ts:2', condition: 'total > 1', target: 'app=shop' }).spec,
    ).toMatchObject({
      kind: 'snapshot',
      at: { file: '/home/ada/shop/src/pay.ts', line1: 2, text: '  const rest = total;' },
      condition: 'total > 1',
      target: { app: 'shop' },
      origin: { file: probesFile },
    }));
  it('finds its line by the text', () =>
    expect(readOne({ kind: 'counter', at: 'src/pay.ts:1', text: 'return rest;' }).spec?.at.line1).toBe(4));
  it('has two places when it is a tic-toc', () =>
    expect(readOne({ kind: 'tictoc', at: 'src/pay.ts:1', to: 'src/pay.ts:4' }).spec).toMatchObject({
      at: { line1: 1 },
      to: { line1: 4 },
    }));
  it('says where a log goes', () =>
    expect(readOne({ kind: 'log', at: 'src/pay.ts:2', template: 'paid {total}', to: 'both' }).spec).toMatchObject({
      template: 'paid {total}',
      to: 'both',
    }));
  it('is the same with its fields in another order', () =>
    expect(readOne({ at: 'src/pay.ts:2', kind: 'counter' }).key).toBe(
      readOne({ kind: 'counter', at: 'src/pay.ts:2' }).key,
    ));

  it.each([
    [{ kind: 'counter', at: 'src/gone.ts:2' }, '"src/gone.ts:2": There is no file src/gone.ts in this folder.'],
    [{ kind: 'counter', at: 'src/pay.ts:7' }, '"src/pay.ts:7": src/pay.ts has 6 lines.'],
    [{ kind: 'counter', at: 'src/pay.ts:1', text: 'x' }, '"x": src/pay.ts has no such line, or several.'],
    [{ kind: 'tictoc', at: 'src/pay.ts:1', to: 'src/no.ts:4' }, '"src/no.ts:4": There is no file src/no.ts in this'],
    [{ kind: 'counter', at: 'src/pay.ts:2', target: 'app=' }, '"app=": `app=` is not a selector.'],
    [{ kind: 'counter', at: 'src/pay.ts:2', condition: 'total = 1' }, '"total = 1": '],
    [{ kind: 'counter', at: 'src/pay.ts:2', by: 'f(' }, '"f(": '],
    [{ kind: 'metric', at: 'src/pay.ts:2', value: 'total++' }, '"total++": '],
    [{ kind: 'tictoc', at: 'src/pay.ts:1', to: 'src/pay.ts:4', key: '1 +' }, '"1 +": '],
    [{ kind: 'log', at: 'src/pay.ts:2', template: 'a {' }, '"a {": '],
    [{ kind: 'snapshot', at: 'src/pay.ts:2', watches: [{ expression: 'go()' }] }, '"go()": '],
  ])('%j cannot be', (entry, problem) => {
    const problems = problemsIn(entry);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.slice(0, problem.length)).toBe(problem);
    expect(readOne(entry).spec).toBeUndefined();
  });
  it.each([
    { kind: 'counter' },
    { kind: 'counter', at: 'src/pay.ts' },
    { kind: 'counter', at: 'src/pay.ts:0' },
    { kind: 'counter', at: 'src/pay.ts:2', conditon: 'true' },
    { kind: 'counter', at: 'src/pay.ts:2', origin: { file: '/etc', key: '' } },
  ])('%j has not the form of one: the schema says so, not we', (entry) =>
    expect(readOne(entry)).toMatchObject({ spec: undefined, problems: [] }),
  );
});

describe('the text of stillframe.json', () => {
  it('may have comments and a comma too many', () =>
    expect(read('// shared\n{ "probes": [ { "kind": "counter", "at": "src/pay.ts:2" }, ] }')).toHaveLength(1));
  it.each(['', '{', '{ "probes": [', '{}', '{ "probes": {} }', '[]'])('%j is still being written', (text) =>
    expect(read(text)).toBeUndefined(),
  );
});

describe('what is placed for stillframe.json', () => {
  const entry = (line1: number) => readOne({ kind: 'counter', at: `src/pay.ts:${line1}` });
  const view = (id: string, spec: Partial<ProbeSpecInput> | undefined): ProbeView =>
    ({ probe: { id, spec: spec ?? {} } }) as ProbeView;
  const ids = (entries: readonly ProbesFileEntry[], views: readonly ProbeView[]) => {
    const { add, remove } = planProbes(probesFile, entries, views);
    return { add: add.map(({ at }) => at.line1), remove };
  };

  it('is what it wishes and has not', () =>
    expect(ids([entry(2), entry(4)], [view('a', entry(2).spec)])).toEqual({ add: [4], remove: [] }));
  it('goes when the wish is gone', () =>
    expect(ids([entry(4)], [view('a', entry(2).spec), view('b', entry(4).spec)])).toEqual({ add: [], remove: ['a'] }));
  it('goes when it cannot be any more', () => {
    const broken = { ...entry(2), spec: undefined };
    expect(ids([broken], [view('a', entry(2).spec)])).toEqual({ add: [], remove: ['a'] });
  });
  it('is there once, however often it is wished or was placed', () =>
    expect(ids([entry(2), entry(2)], [view('a', entry(2).spec), view('b', entry(2).spec)])).toEqual({
      add: [],
      remove: ['b'],
    }));
  it('leaves the probes of people and of other files alone', () => {
    const other = { ...entry(2).spec, origin: { file: '/elsewhere/stillframe.json', key: 'k' } };
    expect(ids([], [view('a', undefined), view('b', other)])).toEqual({ add: [], remove: [] });
  });
});

it('the schema that editors use is that of the file', async () => {
  await expect(`${JSON.stringify(probesFileJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    '../../../extension/media/stillframe.schema.json',
  );
});
