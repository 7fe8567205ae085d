import { readFileSync } from 'node:fs';
import inspector, { type Debugger, type Runtime } from 'node:inspector';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { analyzeCode } from '../../../agent/src/link/codeAnalysis.ts';
import { placeCondition } from '../../../agent/src/link/placeCondition.ts';
import { isReadable } from '../../../agent/src/link/placeTable.ts';
import { captureStack } from '../../../agent/src/probe/stack.ts';
import { hookName } from '../../../agent/src/shared/hookName.ts';

// Runs a program with a breakpoint at every place that V8 knows in it, each reading every name that the analysis calls
// readable. Prints what was odd as JSON. Arguments: the program, and how to read: plain, guarded or pause.
const [path = '', mode = 'plain'] = process.argv.slice(2);
const text = readFileSync(path, 'utf8');
const analysis = analyzeCode(text);

type Place = {
  readonly at: string;
  readonly kind: string;
  readonly names: readonly string[];
  readonly states: ReadonlyMap<string, string>;
  hits: number;
};

/** Names that hold what others were called. */
const passedOn = new Set(
  'argument both d1 early extra given index item joined looped made maybe old read result seen sent shown t4 top0 value what without'.split(
    ' ',
  ),
);
const maxHits = 2;
const places: Place[] = [];
const odd = new Set<string>();
const missing = Symbol('missing');
let isInside = false;
let threw = 0;
let pauses = 0;

const session = new inspector.Session();
session.connect();
const post = <T>(method: string, params: object = {}): T => {
  let answer: object | undefined;
  (session.post as (...args: unknown[]) => void)(method, params, (error: Error | null, result: object) => {
    if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
    answer = result;
  });
  return answer as T;
};

const look = (place: Place, name: string, value: unknown) => {
  const state = place.states.get(name);
  const where = `${place.at} ${place.kind} ${name}`;
  if (value === missing) {
    if (state === 'ready') odd.add(`${where}: called ready, and reading it threw`);
    return;
  }
  if (passedOn.has(name)) return;
  if (value === undefined && state === 'ready') odd.add(`${where}: called ready, and is undefined`);
  if (typeof value === 'string' && /^\w+@/.test(value) && !value.startsWith(`${name}@`)) {
    odd.add(`${where}: has the value of another, ${value}`);
  }
  inspect(value, { depth: 1 });
};

const hook = {
  missing,
  hit(id: number, thisValue: unknown, ...values: unknown[]): boolean {
    const place = places[id];
    if (place === undefined || isInside || ++place.hits > maxHits) return false;
    isInside = true;
    inspect(thisValue, { depth: 1 });
    place.names.forEach((name, index) => look(place, name, values[index]));
    isInside = false;
    return mode === 'pause' && place.hits === 1 && captureStack(20, hook.hit, true).isPauseSafe;
  },
  nameThrew(id: number) {
    threw++;
    const place = places[id];
    if (place !== undefined) place.hits++;
    return false;
  },
  scopeOf(scopeObject: Record<string, unknown>) {
    isInside = true;
    for (const key of Reflect.ownKeys(scopeObject)) {
      try {
        const property = Object.getOwnPropertyDescriptor(scopeObject, key);
        if (property !== undefined && 'value' in property) {
          const value: unknown = property.value;
          if (
            typeof value === 'string' &&
            /^\w+@/.test(value) &&
            !value.startsWith(`${String(key)}@`) &&
            !passedOn.has(String(key))
          ) {
            odd.add(`scope of a frame: ${String(key)} has the value of another, ${value}`);
          }
          inspect(value, { depth: 0 });
        }
      } catch {
        // Not initialised.
      }
    }
    isInside = false;
  },
};
Object.defineProperty(globalThis, hookName, { value: hook });

const scripts = new Map<string, string>();
session.on('Debugger.scriptParsed', ({ params }) => {
  if (params.url !== '') scripts.set(params.url.replace(/\?.*$/, ''), params.scriptId);
});
session.on('Debugger.paused', ({ params }) => {
  pauses++;
  for (const frame of params.callFrames) {
    if (frame.url.startsWith('node:')) continue;
    for (const { type, object } of frame.scopeChain) {
      if (type === 'global' || object.objectId === undefined) continue;
      post<Runtime.CallFunctionOnReturnType>('Runtime.callFunctionOn', {
        objectId: object.objectId,
        functionDeclaration: `function(){${hookName}.scopeOf(this)}`,
        silent: true,
      });
    }
  }
  post('Debugger.resume');
});
post('Debugger.enable');

const isModule = path.endsWith('.mjs');
const require = createRequire(path);
type Program = { readonly run: () => unknown };
const load = async (query: string): Promise<Program> => {
  if (isModule) return (await import(`${pathToFileURL(path).href}${query}`)) as Program;
  Reflect.deleteProperty(require.cache, require.resolve(path));
  return require(path) as Program;
};

const plainResult = await (await load('')).run();
const scriptId = scripts.get(pathToFileURL(path).href) ?? scripts.get(path) ?? '';
const { locations } = post<Debugger.GetPossibleBreakpointsReturnType>('Debugger.getPossibleBreakpoints', {
  start: { scriptId, lineNumber: 0, columnNumber: 0 },
  end: { scriptId, lineNumber: text.split('\n').length, columnNumber: 0 },
});
const only = process.env['ONLY_PLACES']?.split(',').map(Number);
for (const { lineNumber, columnNumber = 0, type = 'other' } of locations) {
  const kind = type === 'return' || type === 'call' ? type : 'other';
  const at = { line0: lineNumber, column0: columnNumber, kind } as const;
  if (analysis.unsafeAt(at) !== undefined) continue;
  const visible = analysis.namesAt(at).filter(isReadable);
  const id = places.length;
  const names = visible.map(({ name }) => name);
  places.push({
    at: `${lineNumber + 1}:${columnNumber + 1}`,
    kind,
    names,
    states: new Map(visible.map(({ name, state }) => [name, state])),
    hits: 0,
  });
  if (only !== undefined && !only.includes(id)) continue;
  if (only !== undefined) console.error('PLACE', places[id]?.at, kind, names.join());
  const escaped = path.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  post('Debugger.setBreakpointByUrl', {
    urlRegex: `${escaped}(\\?.*)?$`,
    lineNumber,
    columnNumber,
    condition: placeCondition(id, names, {
      isGuarded: mode === 'guarded',
      isThisKnown: analysis.isThisKnownAt(at),
    }),
  });
}
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const program = await load('?again');
const result = await program.run();
collect();
await program.run();
collect();
const count = places.filter(({ hits }) => hits > 0).length;
const never = places.filter(({ hits }) => hits === 0).map(({ at, kind }) => `${at} ${kind}`);
console.log(
  JSON.stringify({
    isSame: result === plainResult,
    places: places.length,
    hit: count,
    threw,
    pauses,
    never,
    odd: [...odd].sort(),
  }),
);
