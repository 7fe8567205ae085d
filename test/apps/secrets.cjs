// Secrets in every place that a probe can show. The test gives them, so that this file holds none.
const http = require('node:http');

// Not in a variable of the module, which a probe shows too.
const given = (kind) => JSON.parse(process.env.SECRETS)[kind];

class Account {
  number = given('type');
  owner = { name: given('type') };
}

class Refused extends Error {
  constructor(message, options) {
    super(message, options);
    this.attempt = { apiKey: given('name') };
  }
}

function pay(user, account, taxId) {
  const note = `paid with ${given('card')}, next ${given('jwt')}`;
  const order = given('own');
  const long = `${'x'.repeat(1017)} ${given('card')} ${given('jwt')}`;
  const error = new Refused(`refused ${given('card')}`, { cause: new Error(`because of ${given('own')}`) });
  const map = new Map([
    ['cookie', given('name')],
    [given('card'), given('own')],
    [{ password: given('name') }, [given('jwt')]],
  ]);
  const rawHeaders = ['Host', 'x', 'Authorization', `Bearer ${given('name')}`];
  const header = `Authorization: Bearer ${given('name')}`;
  const url = `postgres://shop:${given('name')}@db/orders?token=${given('name')}`;
  const text = JSON.stringify({ password: given('name'), pan: given('card') });
  const bytes = Buffer.from(given('card'));
  const digits = Number(given('card'));
  const symbol = Symbol(given('card'));
  const keyed = { [given('card')]: 1, [given('jwt')]: 2, when: Symbol.for(given('own')) };
  const mixed = [
    account,
    account.owner,
    order,
    new Set([given('card')]),
    new RegExp(given('own')),
    Object(given('jwt')),
  ];
  const done = [note, order, long, error, map, rawHeaders, header, url, text, bytes, digits, symbol, keyed, mixed];
  return done.length; // PROBE paid
}

function checkout(user) {
  const accessToken = given('name');
  const account = new Account();
  const caller = `${given('card')} of ${given('own')}`;
  const count = pay(user, account, given('listed'));
  return [accessToken, caller, count].length; // PROBE checked
}

const server = http.createServer((request, response) => {
  const done = checkout.call(
    { secret: given('name'), note: given('card') },
    { name: 'Ada', password: given('name'), note: `by ${given('own')}` },
  );
  response.end(JSON.stringify({ done, url: request.url }));
});
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
