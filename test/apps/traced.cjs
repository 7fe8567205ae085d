'use strict';
// A service under OpenTelemetry: each request is a span of its own, and overlaps the others.
const http = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');
const { context, trace } = require('@opentelemetry/api');
const { NodeTracerProvider } = require('@opentelemetry/sdk-trace-node');

new NodeTracerProvider().register();
const tracer = trace.getTracer('traced');
for (const name of ['getActiveSpan', 'getSpan']) {
  const original = trace[name];
  trace[name] = (...args) => {
    if (globalThis.__stillframe__ !== undefined && new Error().stack.includes('at hit')) globalThis.asked = name;
    return original.apply(trace, args);
  };
}

function handle(req, headers) {
  const answer = { path: req.path };
  return answer; // PROBE handled
}

function plain(n) {
  return n + 1; // PROBE plain
}

async function serve(index) {
  await sleep(index % 3);
  handle(index % 2 === 0 ? { path: '/', id: `r-${index}` } : { path: '/' }, { 'x-request-id': `h-${index}` });
  plain(index);
  return { ...trace.getActiveSpan().spanContext(), index };
}

const server = http.createServer((request, response) => {
  const count = Number(new URL(request.url, 'http://localhost').searchParams.get('n') ?? 1);
  const all = Array.from({ length: count }, (_, index) =>
    tracer.startActiveSpan('request', (span) => serve(index).finally(() => span.end())),
  );
  Promise.all(all).then((spans) => {
    // Outside of any span.
    context.with(trace.deleteSpan(context.active()), () => plain(0));
    response.end(JSON.stringify({ spans, asked: globalThis.asked ?? null }));
  });
});
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
