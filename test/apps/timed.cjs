'use strict';
// Functions of every kind to be timed. Each call notes when it surely was inside (from, to); whoever calls it notes when it
// surely was not (before, after): any right time lies between the two.
const { executionAsyncId } = require('node:async_hooks');
const { createServer } = require('node:http'); // PROBE top

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const now = () => performance.now();

async function job(call) {
  call.from = now(); // PROBE job
  await sleep(call.ms);
  if (call.end === 'early') return note(call); // PROBE jobEarly
  if (call.end === 'throw') throw fault(note(call));
  if (call.end === 'reject') await Promise.reject(fault(note(call)));
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
async function tree(call) {
  begin(call); // PROBE tree
  const children = (call.children ?? []).map((child) => timed(child, tree));
  await sleep(call.ms);
  await Promise.race([...children, sleep(1)]);
  note(call);
}

function sync(call) {
  begin(call); // PROBE sync
  spin(call.ms);
  for (const child of call.children ?? []) {
    try {
      timed(child, sync);
    } catch {
      spin(0.1);
    }
  }
  if (call.end === 'callee') fail(note(call));
  if (call.end === 'throw') {
    note(call);
    throw new Error(call.id);
  }
  if (call.end === 'early') return note(call);
  spin(call.ms);
  note(call);
}

const doubled = (call) => 2 * note(begin(call)); // PROBE doubled
class Thing {
  field = 1;
  constructor(call) {
    begin(call); // PROBE made
    note(call);
  }
  get size() {
    return this.field; // PROBE size
  }
}
function* counted() {
  yield 1; // PROBE generator
}
function drained(list) {
  while (list.length > 0) list.pop(); // PROBE loop
}
function held(call) {
  try {
    return begin(call); // PROBE held
  } finally {
    note(call);
  }
}

async function request(call) {
  for (let times = call.end === 'unbegun' ? 0 : call.end === 'twice' ? 2 : 1; times > 0; times--) {
    await sleep(2);
    call.before = now();
    begin(call); // PROBE tic
  }
  await sleep(call.ms);
  await between(call);
}
async function between(call) {
  await sleep(1);
  if (call.end !== 'lost') finish(call);
}
function finish(call) {
  note(call);
  return call; // PROBE toc
}

function begin(call) {
  call.from = now();
  return call;
}
function note(call) {
  call.to = now();
  return call.id;
}
const fault = (id) => new Error(String(id));
function fail(id) {
  throw fault(id);
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

/** Blocks the thread for `ms`, and runs the probed line each `everyMs` of it. Knows how long a round took at most. */
function block(ms, everyMs) {
  const until = now() + ms;
  let [rounds, longestMs] = [0, 0];
  while (now() < until) {
    const before = now();
    rounds += counting(rounds); // PROBE round
    longestMs = Math.max(longestMs, now() - before);
    spin(everyMs);
  }
  return { rounds, longestMs };
}
function counting(round) {
  return round >= 0 ? 1 : 0; // PROBE counting
}
function given(value) {
  return typeof value; // PROBE given
}
const odd = {
  zero: 0,
  minus: -5.5,
  huge: 1e300,
  tiny: 1e-12,
  big: 12345678901234567890n,
  nan: NaN,
  infinite: -Infinity,
};

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
    answer(block(Number(url.searchParams.get('ms')), Number(url.searchParams.get('every'))));
  } else if (url.pathname === '/rounds') {
    for (let round = 0; round < Number(url.searchParams.get('count')); round++) counting(round);
    answer({});
  } else if (url.pathname === '/odd') {
    answer(Object.values(odd).map(given));
  } else if (url.pathname === '/hooks') {
    await undefined;
    // 0 here unless async hooks are on.
    answer({ asyncId: executionAsyncId() });
  } else answer({});
}).listen(0, '127.0.0.1', function () {
  console.log(`listening ${this.address().port}`);
});
