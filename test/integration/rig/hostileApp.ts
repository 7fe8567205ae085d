import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostileValues } from '../../unit/agent/support/hostileValues.ts';
import { patchEverything } from '../../unit/agent/support/patchEverything.ts';

// A service whose values tell when their code runs, and that replaces every built-in around the probed lines.
const { captureStackTrace } = Error;
// Without a prototype: its setters are replaced.
const touched = Object.setPrototypeOf([], null) as string[];
const touch = (what: string) => {
  if (!isWatching) return;
  const at = { stack: '' };
  isWatching = false;
  captureStackTrace(at, touch);
  touched[touched.length] = `${what} ${at.stack}`;
  isWatching = true;
};
let isWatching = false;

const values = hostileValues(touch);

function inner(hostile: Record<string, unknown>, text: string, list: readonly unknown[], bytes: ArrayBuffer) {
  const { proxy, tricky, loudMap, loudError, conversions } = hostile;
  const started = text.length; // PROBE started
  const seen = [proxy, tricky, loudMap, loudError, conversions, list, bytes];
  return seen.length + started; // PROBE inner
}

const text = 'x'.repeat(300);
const service = {
  tricky: values['tricky'],
  outer(hostile: Record<string, unknown>) {
    const { array, Tricky, callableProxy, named, revoked } = hostile;
    const count = inner(hostile, text, [1, 'two', { three: 3 }], new ArrayBuffer(8));
    return [array, Tricky, callableProxy, named, revoked, count].length;
  },
};

/** How often the lines run with everything replaced: the first hits, and later ones that find a group known. */
const rounds = 3;

function run(patch: () => () => void) {
  touched.length = 0;
  const restore = patch();
  isWatching = true;
  for (let round = 0; round < rounds; round++) service.outer(values);
  isWatching = false;
  restore();
  return Array.prototype.slice.call(touched);
}

const server = http.createServer((request, response) => {
  const found = request.url === '/calm' ? run(() => () => {}) : run(() => patchEverything(touch));
  response.end(JSON.stringify({ found }));
});
server.listen(0, '127.0.0.1', () => console.log(`listening ${(server.address() as AddressInfo).port}`));
