import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, describe, expect, test } from 'vitest';
import { readTrace } from '../../../agent/src/probe/traceContext.ts';
import { parseRequestId } from '../../../agent/src/link/requestId.ts';

const apiKey = Symbol.for('opentelemetry.js.api.1');
const spanKey = Symbol.for('OpenTelemetry Context Key SPAN');
const holder = globalThis as { [apiKey]?: unknown };
afterEach(() => {
  delete holder[apiKey];
});

const read = () => {
  const runtime = { plan: { requestIds: [] } };
  const { traceId, spanId } = readTrace(runtime as never, {} as never, {} as never);
  return [traceId, spanId];
};
const none = [null, null];
const ids = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };

/** What is active when a context manager holds `context`. */
const readIn = (context: unknown) => {
  const storage = new AsyncLocalStorage<unknown>();
  holder[apiKey] = { version: '1.9.0', context: { _asyncLocalStorage: storage } };
  return storage.run(context, read);
};
const contextOf = (span: unknown) => ({ _currentContext: new Map([[spanKey, span]]) });
const explosive = new Proxy(
  {},
  {
    get: () => expect.unreachable('a trap was run'),
    getOwnPropertyDescriptor: () => expect.unreachable('a trap was run'),
    getPrototypeOf: () => expect.unreachable('a trap was run'),
  },
);
const getter = (key: string) => ({
  get [key]() {
    return expect.unreachable('a getter was run');
  },
});

test('the active span, as OpenTelemetry holds it', () => {
  expect(readIn(contextOf({ _spanContext: ids }))).toEqual([ids.traceId, ids.spanId]);
});

describe('nothing, and no code is run', () => {
  test('without OpenTelemetry', () => expect(read()).toEqual(none));
  test.each<[string, unknown]>([
    ['no context', undefined],
    ['a context without a span', { _currentContext: new Map() }],
    ['a span of another make', contextOf({ context: ids })],
    ['a context that is a proxy', explosive],
    ['a context with getters', getter('_currentContext')],
    ['something that is no Map', { _currentContext: { get: () => expect.unreachable('get was run') } }],
    ['a span that is a proxy', contextOf(explosive)],
    ['a span with getters', contextOf(getter('_spanContext'))],
    ['ids with getters', contextOf({ _spanContext: getter('traceId') })],
    ['ids that are no texts', contextOf({ _spanContext: { traceId: {}, spanId: [] } })],
  ])('%s', (_name, context) => expect(readIn(context)).toEqual(none));
  test.each<[string, unknown]>([
    ['an API that is a proxy', explosive],
    ['an API with getters', getter('context')],
    ['a manager that is a proxy', { context: explosive }],
    [
      'a storage that only looks like one',
      { context: { _asyncLocalStorage: { getStore: () => expect.unreachable() } } },
    ],
    [
      'a storage of a class of the app',
      { context: { _asyncLocalStorage: new (class extends AsyncLocalStorage<1> {})() } },
    ],
  ])('%s', (_name, api) => {
    holder[apiKey] = api;
    expect(read()).toEqual(none);
  });
});

test('each side of a ?? is tried on its own', () => {
  const { programs } = parseRequestId('req.id ?? headers["x-request-id"] ?? x');
  expect(programs.map(({ body }) => body.op)).toEqual(['member', 'member', 'name']);
});

test('no setting is no expression, and a bad one says why', () => {
  expect(parseRequestId('')).toEqual({ programs: [] });
  expect(parseRequestId('req.getId()').error).toMatchObject({ code: 'EXPRESSION_REFUSED' });
});
