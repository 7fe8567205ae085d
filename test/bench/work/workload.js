'use strict';
// The work that is measured: about 200 properties within reach of the probed line, five frames deep; and a small hot function.
const { AsyncLocalStorage } = require('node:async_hooks');

/** What a developer would have written into the source by hand; `isOn` names the kind. */
const hand = { isOn: '', seen: 0, last: undefined, started: new AsyncLocalStorage() };
exports.hand = hand;

exports.makeOrder = (id) => ({
  id,
  user: {
    id,
    name: 'Ada',
    email: 'ada@example.com',
    roles: ['buyer', 'admin'],
    address: { city: 'Ghent', zip: '9000' },
  },
  lines: Array.from({ length: 20 }, (_, line) => ({
    sku: `sku-${line}`,
    qty: line % 3,
    price: line * 1.5,
    tags: ['a', 'b'],
  })),
  totals: { net: 10, tax: 2, gross: 12 },
  meta: Object.fromEntries(Array.from({ length: 40 }, (_, key) => [`key${key}`, key])),
});

function finish(order, request, attempt) {
  const started = 1; // PROBE handlerStart
  if (hand.isOn === 'tictoc') hand.started.enterWith(performance.now());
  const total = order.totals.gross * attempt;
  const flags = { isPaid: true, isSent: false };
  if (hand.isOn !== '') byHand({ order, request, attempt, started, total, flags });
  return total + started; // PROBE handler
}
function price(order, request) {
  const attempt = request.attempt + 1;
  return finish(order, request, attempt) + 0;
}
function validate(order, request) {
  const errors = []; // PROBE other
  return price(order, request) + errors.length;
}
function route(order, request) {
  const path = request.url.slice(1);
  return validate(order, request) + (path.length > 100 ? 1 : 0);
}
exports.handle = function handle(order) {
  const request = { url: '/checkout', method: 'POST', headers: { host: 'localhost', accept: '*/*' }, attempt: 0 };
  return route(order, request) + 0;
};

function byHand(values) {
  hand.seen++;
  if (hand.isOn === 'snapshot') hand.last = structuredClone(values);
  if (hand.isOn === 'log') hand.last = `order ${values.order.id} total ${values.total}`;
  if (hand.isOn === 'tictoc') hand.last = performance.now() - hand.started.getStore();
  if (hand.isOn === 'condition' && values.order.id === -1) hand.last = structuredClone(values);
}

/** About 17 ns. */
function kernel(i) {
  let hash = i | 0; // PROBE kernel
  for (let round = 0; round < 8; round++) hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) + round;
  return hash; // PROBE kernelEnd
}
exports.spin = function spin(times) {
  let sum = 0;
  for (let i = 0; i < times; i++) sum = (sum + kernel(i)) | 0;
  return sum;
};
