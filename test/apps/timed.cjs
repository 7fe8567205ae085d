'use strict';
// Functions of every kind to be timed. Each call notes when it surely was inside (from, to); whoever calls it notes when it
// surely was not (before, after): any right time lies between the two.
const { createServer } = require('node:http');

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const now = () => performance.now();

async function job(call) { // PROBE job
  call.from = now();
  await sleep(call.ms);
  if (call.end === 'early') return note(call); // PROBE jobEarly
  if (call.end === 'throw') throw new Error(`${note(call)}`);
  if (call.end === 'reject') await Promise.reject(new Error(`${note(call)}`));
  if (call.end === 'promise') return sleep(call.ms).then(() => note(call));
  try {
    if (call.end === 'finally') return await sleep(1);
  } finally {
    note(call);
  }
  await sleep(1);
  return note(call);
}

const brief = async ({ call }) => note(begin(call)); // PROBE brief

/** Starts its children and does not wait for all of them: it often ends before they do. */
async function tree(call) { // PROBE tree
  begin(call);
  const children = (call.children ?? []).map((child) => timed(child, tree));
  await sleep(call.ms);
  await Promise.race([...children, sleep(1)]);
  note(call);
}

function sync(call) { // PROBE sync
  begin(call);
  spin(call.ms);
  for (const child of call.children ?? []) {
    try {
      timed(child, sync);
    } catch {
      spin(0.1);
    }
  }
  if (call.end === 'callee') fail(note(call));
  if (call.end === 'throw') throw new Error(`${note(call)}`);
  if (call.end === 'early') return note(call);
  spin(call.ms);
  note(call);
}

const doubled = (call) => 2 * note(begin(call)); // PROBE doubled
class Thing { // PROBE thing
  field = 1;
  constructor(call) { // PROBE made
    begin(call);
    note(call);
  }
  get size() { // PROBE size
    return this.field;
  }
}
function* counted() { // PROBE generator
  yield 1;
}
function drained(list) {
  while (list.length > 0) list.pop(); // PROBE loop
}
function held(call) { // PROBE held
  try {
    return begin(call);
  } finally {
    note(call);
  }
}

async function request(call) {
  begin(call); // PROBE tic
  await sleep(call.ms);
  await between(call);
}
async function between(call) {
  await sleep(1);
  if (call.end !== 'lost') finish(call);
}
function finish(call) {
  note(call); // PROBE toc
}

function begin(call) {
  call.from = now();
  return call;
}
function note(call) {
  call.to = now();
  return call.id;
}
function fail(id) {
  throw new Error(String(id));
}
function spin(ms) {
  const until = now() + ms;
  while (now() < until);
}
function timed(call, run) {
  call.before = now();
  const after = () => (call.after = now());
  try {
    const result = run(call);
    if (typeof result?.then !== 'function') after();
    else return result.then(after, after);
  } catch (error) {
    after();
    throw error;
  }
}
function quietly(run) {
  try {
    return run();
  } catch {
    return undefined;
  }
}

const kinds = {
  job,
  brief: (call) => brief({ call }),
  tree,
  sync,
  doubled,
  made: (call) => new Thing(call).size,
  request,
  generator: () => [...counted()],
  loop: () => drained([1]),
  held,
};
const everyCall = (calls) => calls.flatMap((call) => [call, ...everyCall(call.children ?? [])]);

/** Blocks the thread for `ms`, running the probed line all the while, or only at first. */
function block(ms, isCounting) {
  const until = now() + ms;
  let rounds = 0;
  do {
    rounds += counting(rounds);
    while (!isCounting && now() < until);
  } while (now() < until);
  return rounds;
}
function counting(round) {
  return round >= 0 ? 1 : 0; // PROBE counting
}
function given(value) {
  return typeof value; // PROBE given
}
const odd = { zero: 0, minus: -5.5, huge: 1e300, tiny: 1e-12, big: 12345678901234567890n, nan: NaN, infinite: -Infinity };

createServer(async (incoming, response) => {
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  const answer = (value) => response.end(JSON.stringify(value));
  if (url.pathname === '/calls') {
    let body = '';
    for await (const chunk of incoming) body += chunk;
    const { kind, calls } = JSON.parse(body);
    await Promise.all(calls.map((call) => quietly(() => timed(call, kinds[kind]))));
    while (everyCall(calls).some(({ after }) => after === undefined)) await sleep(1);
    answer(everyCall(calls).map(({ children: _, ...call }) => call));
  } else if (url.pathname === '/one') {
    const call = Object.fromEntries(url.searchParams);
    call.ms = Number(call.ms);
    await timed(call, kinds.request);
    answer(call);
  } else if (url.pathname === '/block') {
    answer({ rounds: block(Number(url.searchParams.get('ms')), url.searchParams.get('counting') === 'yes') });
  } else if (url.pathname === '/odd') {
    answer(Object.values(odd).map(given));
  } else answer({});
}).listen(0, '127.0.0.1', function () {
  console.log(`listening ${this.address().port}`);
});
