import { createServer } from 'node:http';

/** Answers each request with the work's result. Gives the port. */
export async function serve({ handle, makeOrder }) {
  const orders = Array.from({ length: 64 }, (_, id) => makeOrder(id));
  let next = 0;
  const server = createServer((_request, response) => {
    response.end(JSON.stringify({ total: handle(orders[next++ % orders.length]) }));
  });
  // A connection waits for its turn, however long the others take.
  server.keepAliveTimeout = 0;
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server.address().port;
}
