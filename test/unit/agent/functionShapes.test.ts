import { parse } from 'acorn';
import inspector from 'node:inspector';
import { createContext, Script } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endsOf, functionShapes, type Stop } from '../../../agent/src/link/functionShapes.ts';

const session = new inspector.Session();
const loaded = new Map<string, string>();
beforeAll(() => {
  session.connect();
  session.on('Debugger.scriptParsed', ({ params }) => loaded.set(params.url, params.scriptId));
  session.post('Debugger.enable');
});
afterAll(() => session.disconnect());

let next = 0;
/** Where V8 says that it can stop in a text of one line. */
function stopsIn(text: string): readonly Stop[] {
  const filename = `shape-${next++}.js`;
  new Script(text, { filename }).runInContext(createContext());
  const scriptId = loaded.get(filename) ?? '';
  let stops: readonly Stop[] = [];
  const start = { scriptId, lineNumber: 0, columnNumber: 0 };
  session.post('Debugger.getPossibleBreakpoints', { start }, (_error, { locations }) => {
    stops = locations.map(({ columnNumber = 0, type }) => ({
      offset: columnNumber,
      kind: type === 'return' || type === 'call' ? type : 'other',
    }));
  });
  return stops;
}

const program = (text: string) => parse(text, { ecmaVersion: 'latest' });

/** `«` where the function's calls begin, `»` where they can be seen to end. */
function marked(text: string): string {
  const [shape] = functionShapes(program(text));
  if (shape === undefined) throw new Error('no function');
  const ends = endsOf(shape, stopsIn(text));
  if (!ends.ok) return ends.reason;
  let result = '';
  for (let offset = 0; offset <= text.length; offset++) {
    if (offset === ends.enter.offset) result += '«';
    if (ends.leave.some((end) => end.offset === offset)) result += '»';
    result += text[offset] ?? '';
  }
  return result;
}

test.each([
  ['function f(a) { return a + 1; }', 'function f(a) { «return a + 1;» }'],
  ['function f(a) { if (a) return 1; g(a); }', 'function f(a) { «if (a) return 1;» g(a); »}'],
  ['function f(){return g()}', 'function f(){«return g()»}'],
  ['function f() {}', 'function f() {«»}'],
  // Passed only when the default is needed.
  ['function f(a = g(), { b = g() } = {}) { h(); }', 'function f(a = g(), { b = g() } = {}) { «h(); »}'],
  // The pattern's default stands before the value, and runs after it.
  ['function f() { const { p = g() } = o; }', 'function f() { const { p = g() } = «o; »}'],
  [
    'function f() { let b; function g() {} const c = b || g(); }',
    'function f() { let «b; function g() {} const c = b || g(); »}',
  ],
  ['function f() { for (let i = 0; i < 3; i++) g(i); }', 'function f() { for (let i = «0; i < 3; i++) g(i); »}'],
  ['function f(list) { for (const one of list) g(one); }', 'function f(list) { for (const one of «list) g(one); »}'],
  ['function f() { try { g(); } catch { h(); } }', 'function f() { try { «g(); } catch { h(); } »}'],
  ['function f() { while (g()) h(); }', 'loop'],
  ['function f() { for (;;) if (g()) return; }', 'loop'],
  ['function f() { do g(); while (h()); }', 'loop'],
  ['function f() { try { return g(); } finally { h(); } }', 'unseen'],
  ['const f = (a) => a + 1;', 'const f = (a) => a «+ 1»;'],
  ['const f = (a) => (a.b ? g() : 2) + h();', 'const f = (a) => (a.«b ? g() : 2) + h()»;'],
  ['const f = (a) => g(a ? h() : 1);', 'const f = (a) => «g(a ? h() : 1)»;'],
  ['const f = async (a) => g(await a);', 'const f = async (a) => «g(await a);'],
  ['async function f() { await g(); return 1; }', 'async function f() { «await g(); return 1; }'],
  // Its own throws leave it, unless something of its own may hold them.
  ['function f() { g(); throw new Error(); }', 'function f() { «g(); »throw new Error(); }'],
  [
    'function f() { try { throw g(); } catch (e) { throw e; } }',
    'function f() { try { «throw g(); } catch (e) { »throw e; } }',
  ],
  ['function f() { g(); try { throw 1; } finally { h(); } }', 'unseen'],
  ['function f() { return () => { throw g(); }; }', 'function f() { «return () => { throw g(); };» }'],
  [
    'function f() { class A { x = g(); m() { return 1; } } return A; }',
    'function f() { class A { x = g(); m() { return 1; } } «return A;» }',
  ],
])('%s', (text, expected) => {
  expect(marked(text)).toBe(expected);
});

test('the inner of two arrow functions that end at one place has no end to be seen', () => {
  const text = 'const f = (a) => (b) => a + b;';
  const [outer, inner] = functionShapes(program(text));
  const stops = stopsIn(text);
  expect(outer && endsOf(outer, stops)).toMatchObject({ ok: true });
  expect(inner && endsOf(inner, stops)).toEqual({ ok: false, reason: 'unseen' });
});

test('knows async functions, generators, and functions in fields and static blocks', () => {
  const text = 'async function a() {} function* b() {} class C { x = () => 1; static { (() => 2)(); } async *m() {} }';
  expect(functionShapes(program(text)).map(({ kind }) => kind)).toEqual([
    'async',
    'generator',
    'sync',
    'sync',
    'generator',
  ]);
});
