import http from 'node:http';
import type { AddressInfo } from 'node:net';
import discount, { rates as prices, record } from './rates';

interface Line {
  readonly qty: number;
}

function quote(lines: readonly Line[], token: string): number {
  const factor = 2;
  const quantity = lines.reduce((sum, line) => sum + line.qty, 0);
  const price = quantity * prices.basic * factor - discount(quantity);
  record(price); // PROBE quoted
  return price + token.length - token.length;
}

const server = http.createServer((request, response) => {
  const wanted = Number(new URL(request.url ?? '/', 'http://localhost').searchParams.get('qty') ?? 1);
  const answer = { price: quote([{ qty: wanted }], 'hunter2') };
  response.end(JSON.stringify(answer));
});
server.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', () =>
  console.log(`listening ${(server.address() as AddressInfo).port}`),
);
