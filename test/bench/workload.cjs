'use strict';
// The work that is measured: about 200 properties within reach of the probed line, five frames deep.

const hand = { snapshot: undefined, log: undefined, counter: 0, isOn: '' };
exports.hand = hand;

const makeOrder = (id) => ({
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
exports.makeOrder = makeOrder;

function finish(order, request, attempt) {
  const started = 1;
  const total = order.totals.gross * attempt;
  const flags = { isPaid: true, isSent: false };
  if (hand.isOn === 'snapshot') hand.snapshot = structuredClone({ order, request, attempt, started, total, flags });
  if (hand.isOn === 'log') hand.log = `order ${order.id} total ${total}`;
  if (hand.isOn === 'counter') hand.counter++;
  if (hand.isOn === 'condition' && order.id === -1) hand.counter++;
  return total + started; // PROBE
}
function price(order, request) {
  const attempt = request.attempt + 1;
  return finish(order, request, attempt) + 0;
}
function validate(order, request) {
  const errors = [];
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
