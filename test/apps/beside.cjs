'use strict';
// A service that uses everything that may sit beside the agent in a process, and says whether it still works.
const asyncHooks = require('node:async_hooks');
const domain = require('node:domain');
const http = require('node:http');
const inspector = require('node:inspector');
const { setTimeout: sleep } = require('node:timers/promises');

const state = { warnings: [], formatted: 0, inits: 0, neighbour: [], wrong: [] };
process.on('warning', (warning) => state.warnings.push(warning.message));

Error.stackTraceLimit = 4;
Error.prepareStackTrace = (error, sites) => {
  state.formatted += 1;
  return `${error.name} at ${sites[0].getFunctionName()}, ${sites.length} sites`;
};

const requests = new asyncHooks.AsyncLocalStorage();
asyncHooks.createHook({ init: () => void (state.inits += 1) }).enable();

const same = (what, before, after) => {
  if (before !== after) state.wrong.push(what);
};

function work(order) {
  const before = [asyncHooks.executionAsyncId(), asyncHooks.triggerAsyncId(), requests.getStore(), process.domain];
  const total = order.qty * order.price; // PROBE work
  const after = [asyncHooks.executionAsyncId(), asyncHooks.triggerAsyncId(), requests.getStore(), process.domain];
  ['execution id', 'trigger id', 'store', 'domain'].forEach((what, index) => same(what, before[index], after[index]));
  return total;
}

function other(order) {
  const sum = order.qty + order.price;
  return sum; // PROBE other
}

async function serve(order) {
  const store = requests.getStore();
  const started = order.qty; // PROBE tic
  await sleep(2);
  same('store after an await', requests.getStore(), store);
  const result = { total: work(order), sum: other(order), started }; // PROBE toc
  return result;
}

function statement() {
  const reached = true;
  debugger;
  return { reached };
}

/** Another agent in the same position as ours: its own session on the app's thread, with breakpoints that pause. */
function startNeighbour() {
  const session = new inspector.Session();
  session.connect();
  const post = (method, params) => {
    let result;
    session.post(method, params, (error, answer) => (result = error ?? answer));
    return result;
  };
  let own;
  session.on('Debugger.paused', ({ params }) => {
    if (params.hitBreakpoints?.includes(own)) {
      const { callFrameId } = params.callFrames[0];
      state.neighbour.push(post('Debugger.evaluateOnCallFrame', { callFrameId, expression: 'sum' }).result?.value);
    }
    post('Debugger.resume');
  });
  const line = require('node:fs')
    .readFileSync(__filename, 'utf8')
    .split('\n')
    .findIndex((text) => text.endsWith('PROBE other'));
  return {
    on() {
      post('Debugger.enable');
      own = post('Debugger.setBreakpointByUrl', { urlRegex: 'beside\\.cjs$', lineNumber: line }).breakpointId;
    },
    off: () => post('Debugger.disable'),
  };
}
const neighbour = process.argv.includes('--neighbour') ? startNeighbour() : undefined;
neighbour?.on();

async function answer(path) {
  switch (path) {
    case '/work': {
      const inner = domain.create();
      const order = { qty: 2, price: 10 };
      return new Promise((resolve, reject) => {
        inner.run(() => requests.run({ order }, () => serve(order).then(resolve, reject)));
      });
    }
    case '/debugger':
      return statement();
    case '/open':
      inspector.open(0, '127.0.0.1');
      return { url: inspector.url() };
    case '/neighbour-off':
      return neighbour.off();
    case '/neighbour-on':
      neighbour.on();
      return {};
    case '/exit':
      return process.exit(0);
    default: {
      const before = state.formatted;
      const { stack } = new Error('a');
      return { ...state, stack, formattedNow: state.formatted - before, limit: Error.stackTraceLimit };
    }
  }
}

const server = http.createServer((request, response) => {
  answer(request.url).then(
    (body) => response.end(JSON.stringify(body ?? {})),
    (error) => {
      response.statusCode = 500;
      response.end(String(error.stack));
    },
  );
});
server.listen(0, '127.0.0.1', () => {
  // As many as are allowed; while it loads, Node 20 has one of its own.
  for (let index = 0; index < 10; index++) process.on('exit', () => {});
  console.log(`listening ${server.address().port}`);
});
