'use strict';
const http = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');

const TAX = 0.2;

class Cart {
  #secretNote = 'hidden';
  constructor(lines) {
    this.lines = lines;
    this.note = this.#secretNote.length;
  }
  get boom() {
    globalThis.canaryTouched = 'Cart.boom';
    throw new Error('a getter was run');
  }
}

function priceOf(cart, discount) {
  const rate = 1 - discount;
  const total = cart.lines.reduce((sum, line) => sum + line.qty * line.price, 0) * rate;
  return total; // PROBE priced
}

async function checkout(user, cart) {
  const startedBy = user.name;
  await sleep(1);
  const net = priceOf(cart, user.discount);
  const total = net * (1 + TAX);
  return { startedBy, total }; // PROBE checkedOut
}

async function timed(id, ms) {
  const label = `job-${id}`; // PROBE tic
  await sleep(ms);
  return label; // PROBE toc
}

function hostile() {
  const trap = (name) => () => {
    globalThis.canaryTouched = name;
    throw new Error(`${name} was run`);
  };
  const proxy = new Proxy({}, { get: trap('get'), ownKeys: trap('ownKeys'), getPrototypeOf: trap('getPrototypeOf') });
  const cyclic = { name: 'ring' };
  cyclic.self = cyclic;
  const getter = {};
  Object.defineProperty(getter, 'value', { get: trap('getter'), enumerable: true });
  const poison = { toString: trap('toString'), valueOf: trap('valueOf'), toJSON: trap('toJSON') };
  const long = 'x'.repeat(50 * 1_048_576);
  const password = 'hunter2';
  const cart = new Cart([]);
  const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`key${index}`, index]));
  return [proxy, cyclic, getter, poison, wide, long.length, password, cart].length; // PROBE hostile
}

function hot(times) {
  let sum = 0;
  for (let index = 0; index < times; index++) {
    sum += index % 7; // PROBE hot
  }
  return sum;
}

const users = [
  { id: 1, name: 'Ada', discount: 0, password: 'correct horse', email: 'ada@example.com' },
  { id: 2, name: 'Bo', discount: 0.5, password: 'battery staple', email: 'bo@example.com' },
];

async function answer(url) {
  const query = url.searchParams;
  switch (url.pathname) {
    case '/order': {
      const user = users[Number(query.get('user') ?? 1) - 1];
      return await checkout(user, new Cart([{ qty: Number(query.get('qty') ?? 2), price: 10 }]));
    }
    case '/timed':
      return Promise.all(Array.from({ length: Number(query.get('n')) }, (_, index) => timed(index, 5 + index)));
    case '/hostile':
      return { count: hostile(), touched: globalThis.canaryTouched ?? null };
    case '/hot':
      return { sum: hot(Number(query.get('times'))) };
    case '/block': {
      const endMs = Date.now() + Number(query.get('ms'));
      while (Date.now() < endMs);
      return {};
    }
    case '/late':
      return require('./late.cjs').refund(Number(query.get('amount')));
    default:
      return { globals: Object.keys(globalThis).includes('__stillframe__'), touched: globalThis.canaryTouched ?? null };
  }
}

const server = http.createServer((request, response) => {
  answer(new URL(request.url, 'http://localhost')).then(
    (body) => response.end(JSON.stringify(body)),
    (error) => {
      response.statusCode = 500;
      response.end(String(error.stack));
    },
  );
});
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => console.log(`listening ${server.address().port}`));
