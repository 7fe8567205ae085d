import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';

const endpoints = [
  '/v0.4/traces',
  '/v0.7/config',
  '/debugger/v1/input',
  '/debugger/v2/input',
  '/debugger/v1/diagnostics',
];

/**
 * A stand-in for Datadog's local agent on loopback: remote configuration with unsigned targets, and the debugger's intake.
 * Only what the live debugger needs; the shape follows dd-trace's own integration tests.
 */
export async function startDdtraceBackend() {
  const files = new Map();
  let version = 0;
  const arrived = { count: 0 };

  const answers = {
    '/info': () => ({ endpoints }),
    '/v0.7/config': (body) => configFor(JSON.parse(body), files, version),
    '/debugger/v1/input': (body) => take(JSON.parse(body)),
    '/debugger/v2/input': (body) => take(JSON.parse(body)),
    '/debugger/v1/diagnostics': (body) => take(JSON.parse(/\[\{.*\}\]/s.exec(body)?.[0] ?? '[]')),
  };
  const arrivals = new EventEmitter();
  const take = (entries) => {
    arrived.count += entries.filter(({ debugger: { snapshot } }) => snapshot !== undefined).length;
    arrivals.emit('arrived');
    return {};
  };

  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const answer = answers[request.url.split('?')[0]] ?? (() => ({}));
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer(Buffer.concat(chunks).toString('utf8'))));
    });
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });

  return {
    url: `http://127.0.0.1:${server.address().port}`,
    add(probe) {
      const raw = JSON.stringify(probe);
      const path = `datadog/2/LIVE_DEBUGGING/logProbe_${probe.id}/${sha256(probe.id)}`;
      files.set(probe.id, { path, raw, hash: sha256(raw) });
      version++;
    },
    remove(id) {
      files.delete(id);
      version++;
    },
    /** Captures and log records that came in. */
    received: () => arrived.count,
    /** Resolves once that many have; rejects after 10 s. */
    async receive(count) {
      const signal = AbortSignal.timeout(10_000);
      while (arrived.count < count) await once(arrivals, 'arrived', { signal });
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function configFor({ client, cached_target_files: cached }, files, version) {
  if (client.state.targets_version === version) return {};
  const all = client.products.includes('LIVE_DEBUGGING') ? [...files.values()] : [];
  if (all.length === 0) return { client_configs: [] };
  const entries = all.map(({ path, raw, hash }) => [
    path,
    { custom: { v: 1 }, hashes: { sha256: hash }, length: raw.length },
  ]);
  const signed = { custom: { opaque_backend_state: 'bench' }, targets: Object.fromEntries(entries), version };
  const isCached = ({ path, hash }) =>
    cached?.some((file) => file.path === path && file.hashes.some((known) => known.hash === hash)) ?? false;
  return {
    targets: base64(JSON.stringify({ signed })),
    target_files: all.filter((file) => !isCached(file)).map(({ path, raw }) => ({ path, raw: base64(raw) })),
    client_configs: all.map(({ path }) => path),
  };
}

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const base64 = (text) => Buffer.from(text).toString('base64');
