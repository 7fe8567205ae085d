import { type Capture, captureFileText, limits, parseCaptureFile, type Value } from '@stillframe/protocol';
import { captureObjects, headText, valueText } from '@stillframe/protocol/reading';
import { describe, expect, it } from 'vitest';
import { sampleCapture } from '../adapter/sampleCapture.ts';

const instance = {
  instanceId: 'instance-1',
  app: 'shop',
  host: 'pod-1',
  pid: 7,
  tags: {},
  nodeVersion: '24.0.0',
  agentVersion: '0.1.0',
  cwd: '/srv',
  startedAtMs: 1,
};
const textOf = (captures: Capture[], more: object = {}) =>
  [...captureFileText({ captures, exportedAtMs: 5, instances: [instance], probes: [], ...more })].join('');
const problemOf = (text: string): string => {
  const answer = parseCaptureFile(text);
  return 'problem' in answer ? answer.problem.message : 'it was read';
};
const capturesOf = (text: string): readonly Capture[] => {
  const answer = parseCaptureFile(text);
  return 'file' in answer ? answer.file.captures : [];
};
/** A capture whose only variable has this value. */
const holding = (v: Value, k = 'it'): Capture => ({
  ...sampleCapture(1),
  frames: [
    {
      name: 'f',
      file: '/f.js',
      line1: 1,
      column1: 1,
      origin: 'app',
      scopes: [{ kind: 'local', variables: [{ k, v }] }],
    },
  ],
});

describe('a capture file', () => {
  it('gives back what was written, newest first, with the processes that took part and no others', () => {
    const captures = [sampleCapture(1), sampleCapture(2, 'NaN')];
    const text = textOf(captures, { instances: [instance, { ...instance, instanceId: 'other' }] });
    const answer = parseCaptureFile(text);
    expect(answer).toEqual({
      file: {
        type: 'captures',
        version: 1,
        exportedAtMs: 5,
        instances: [instance],
        probes: [],
        captures: [captures[1], captures[0]],
      },
    });
  });
  it('has one capture a line', () => {
    const lines = textOf([sampleCapture(2), sampleCapture(1)]).split('\n');
    expect(lines.length).toBe(5);
    expect(JSON.parse((lines[1] ?? '').slice(0, -1))).toMatchObject({ id: 'capture-2' });
  });
  it.each([
    ['what show --json prints', JSON.stringify({ type: 'capture', capture: sampleCapture(1) })],
    [
      'what captures --json prints, logs among them',
      [
        { type: 'capture', capture: sampleCapture(1) },
        { type: 'log', log: {} },
      ]
        .map((document) => `${JSON.stringify(document)}\r\n`)
        .join(''),
    ],
    ['a capture as an API gives it', JSON.stringify(sampleCapture(1), null, 2)],
    ['a list of them', JSON.stringify([sampleCapture(1)])],
    ['a file with a byte order mark', `\ufeff${textOf([sampleCapture(1)])}`],
  ])('is also read from %s', (_, text) => expect(capturesOf(text)).toEqual([sampleCapture(1)]));
});

describe('a file that is no capture file', () => {
  it.each([
    ['nothing', '', 'it is not JSON, or ends too early'],
    ['words', 'hello\nworld', 'it is not JSON, or ends too early'],
    ['half of one', textOf([sampleCapture(1)]).slice(0, -40), 'it is not JSON, or ends too early'],
    ['other JSON', '{"a":1}', 'captures.0.id is not as it should be'],
    ['null', 'null', 'it holds no captures'],
    ['a list of numbers', '[1,2]', 'it holds no captures'],
    ['one without captures', textOf([]), 'it holds no captures'],
    [
      'one with a wrong capture',
      textOf([{ ...sampleCapture(1), frames: 'x' } as unknown as Capture]),
      'captures.0.frames',
    ],
    [
      'one of a future',
      '{"type":"captures","version":2,"captures":{}}',
      'newer Stillframe (format 2, this one reads up to 1)',
    ],
    ['one of no version', '{"type":"captures","captures":[]}', 'version is not as it should be'],
  ])('%s: says so in a sentence', (_, text, sentence) => {
    expect(problemOf(text)).toContain(sentence);
    expect(problemOf(text)).toMatch(/\.$/);
    expect(problemOf(text).length).toBeLessThan(400);
  });

  it('is refused when it is nested to break the stack, and read up to the limit', () => {
    const nested = (levels: number) => `${'['.repeat(levels)}1${']'.repeat(levels)}`;
    expect(problemOf(nested(200_000))).toContain('nested deeper than any capture');
    expect(problemOf(nested(limits.captureFileNesting + 1))).toContain('nested deeper');
    expect(problemOf(nested(limits.captureFileNesting))).not.toContain('nested deeper');
  });
});

describe('hostile content', () => {
  const string = (v: string): Value => ({ t: 'string', v });
  it('keeps __proto__ keys as the names they are', () => {
    const object: Value = {
      t: 'object',
      id: 1,
      kind: 'object',
      name: '__proto__',
      props: [{ k: '__proto__', v: string('x') }],
    };
    const [read] = capturesOf(textOf([holding(object, '__proto__')]));
    expect(read?.frames[0]?.scopes?.[0]?.variables).toEqual([{ k: '__proto__', v: object }]);
    expect(({} as Record<string, unknown>)['t']).toBeUndefined();
  });
  it('drops members that no capture has, such as a prototype', () => {
    const text = textOf([sampleCapture(1)]).replace(
      '{"id":"capture-1"',
      '{"__proto__":{"polluted":1},"evil":2,"id":"capture-1"',
    );
    const [read] = capturesOf(text);
    expect(read).toEqual(sampleCapture(1));
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  });
  it.each([
    ['<img src=x onerror=alert(1)>', "'<img src=x onerror=alert(1)>'"],
    ['a\u202Eb\u0000\u001b[31m', String.raw`'a\u202eb\0\u001b[31m'`],
    ['\ud800', String.raw`'\ud800'`],
  ])('%j is shown as what it is', (text, shown) => {
    const [read] = capturesOf(textOf([holding(string(text))]));
    const value = read?.frames[0]?.scopes?.[0]?.variables[0]?.v ?? string('');
    expect(valueText(value, new Map())).toBe(shown);
  });
  it('follows no reference that leads nowhere or to itself', () => {
    const cyclic: Value = { t: 'object', id: 1, kind: 'array', name: 'Array', items: [{ t: 'ref', id: 1 }], props: [] };
    const [read] = capturesOf(textOf([holding(cyclic)]));
    expect(read === undefined ? 0 : captureObjects(read).size).toBe(1);
    expect(headText({ t: 'ref', id: 99 }, captureObjects(holding(cyclic)))).toBe('(not captured)');
  });
});
