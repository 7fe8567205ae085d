// The service of `npm run bench:latency`. POST /order runs the probed line and answers when that was; POST /bare sends a
// message as large as its body over a bare WebSocket, and answers when that was. Times are ms since 1970, with fractions.
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocketServer } from 'ws';

const nowMs = () => performance.timeOrigin + performance.now();

const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0 });
await new Promise((resolve) => sockets.once('listening', resolve));

const server = createServer((request, response) => {
  void answer(request).then((body) => response.end(JSON.stringify(body)));
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('Server listening at', server.address().port));

async function answer(request) {
  const body = await text(request);
  if (request.url === '/order') return { atMs: placeOrder(orderFrom(body)) };
  if (request.url === '/bare') return { atMs: sendBare(JSON.parse(body)) };
  return { socketPort: sockets.address().port };
}

function placeOrder(order) {
  const total = order.lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
  const hitAtMs = nowMs();
  order.total = total; // PROBE order
  return hitAtMs;
}

function sendBare(filler) {
  const sentAtMs = nowMs();
  for (const socket of sockets.clients) socket.send(JSON.stringify({ atMs: sentAtMs, filler }));
  return sentAtMs;
}

/** Large enough that a capture of it is a few KB, as those of real requests are. */
function orderFrom(customer) {
  return {
    customer: { name: customer, address: { street: 'Veldstraat 1', city: 'Ghent', zip: '9000' } },
    lines: Array.from({ length: 8 }, (_, index) => ({
      sku: `sku-${index}`,
      quantity: 1 + index,
      price: 9.5,
      tags: ['new', 'light'],
    })),
    placedAt: new Date(),
  };
}
