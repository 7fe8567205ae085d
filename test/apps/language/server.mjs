// Runs the programs of this folder: GET /functions.cjs loads it once and calls its `run`. GET /gate lets `topLevel.mjs` go on.
import http from 'node:http';

let open;
globalThis.gate = new Promise((resolve) => (open = resolve));

const server = http.createServer(async (request, response) => {
  try {
    if (request.url === '/gate') return response.end(JSON.stringify({ open: open() ?? true }));
    const { default: program, run = program.run } = await import(
      `.${new URL(request.url, 'http://localhost').pathname}`
    );
    response.end(JSON.stringify({ result: await run() }));
  } catch (error) {
    response.statusCode = 500;
    response.end(String(error?.stack));
  }
});
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => console.log(`listening ${server.address().port}`));
