import http from 'node:http';
import type { AddressInfo } from 'node:net';

interface Line {
  readonly sku: string;
  readonly qty: number;
}

enum Size {
  Small = 1,
  Large = 2,
}

// Types, an interface and an enum above: generated lines are others than these.
function quote(lines: readonly Line[], size: Size): number {
  const count: number = lines.reduce((sum: number, line: Line) => sum + line.qty, 0);
  const price: number = count * size;
  return price; // PROBE quoted
}

const server = http.createServer((request, response) => {
  const qty = Number(new URL(request.url ?? '/', 'http://localhost').searchParams.get('qty') ?? 1);
  response.end(JSON.stringify({ price: quote([{ sku: 'a', qty }], Size.Large) }));
});
server.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', () =>
  console.log(`listening ${(server.address() as AddressInfo).port}`),
);
