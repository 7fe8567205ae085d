'use strict';
// Ends itself in the way that is asked for, right after a line that can be probed.
const http = require('node:http');

const ways = {
  exit: () => process.exit(3),
  throw: () => {
    throw new Error('nobody catches this');
  },
  reject: () => void Promise.reject(new Error('nobody handles this')),
  sigterm: () => process.kill(process.pid, 'SIGTERM'),
  'nothing left': () => server.close().closeAllConnections(),
};

function last(how, order) {
  const total = order.qty * order.price;
  return { how, total }; // PROBE last
}

if (process.argv.includes('--handle-sigterm')) {
  process.on('SIGTERM', () => {
    last('handler', { qty: 1, price: 1 });
    process.exit(7);
  });
}
process.on('exit', () => {
  if (process.argv.includes('--hit-at-exit')) last('exit listener', { qty: 1, price: 2 });
});

const server = http.createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost');
  const how = url.searchParams.get('how');
  if (how === null) {
    response.end(JSON.stringify({ listeners: process.listenerCount('exit'), max: process.getMaxListeners() }));
    return;
  }
  // Outside of the server's own frames, so that nothing catches.
  setImmediate(() => {
    for (let count = Number(url.searchParams.get('times') ?? 1); count > 0; count--) last(how, { qty: 2, price: 10 });
    ways[how]?.();
  });
});
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
