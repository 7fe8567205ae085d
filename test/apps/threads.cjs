'use strict';
// A service that gives its work to worker threads; what they do is in `threadWork.cjs`. GET /?do=… answers when it is done.
const http = require('node:http');
const { once } = require('node:events');
const { join } = require('node:path');
const { Worker } = require('node:worker_threads');

const file = join(__dirname, 'threadWork.cjs');
const workers = new Map();

const jobs = {
  /** A worker with an environment of its own: nothing of ours is in it. */
  start: async ({ name }) => {
    const worker = new Worker(file, { name, env: {}, resourceLimits: { maxOldGenerationSizeMb: 32 } });
    workers.set(name, worker);
    await once(worker, 'online');
    return { threadId: worker.threadId };
  },
  work: async ({ name, count }) => {
    const worker = workers.get(name);
    worker.postMessage(Number(count));
    const [answer] = await once(worker, 'message');
    return answer;
  },
  spin: async ({ name, ms }) => {
    workers.get(name).postMessage({ spinMs: Number(ms) });
    return (await once(workers.get(name), 'message'))[0];
  },
  /** The worker ends by itself: nothing keeps it any longer. */
  close: async ({ name }) => {
    workers.get(name).postMessage('close');
    return { code: (await once(workers.get(name), 'exit'))[0] };
  },
  terminate: async ({ name }) => ({ code: await workers.get(name).terminate() }),
  many: async ({ count }) => {
    for (let index = 0; index < Number(count); index++) await once(new Worker(file, { workerData: 'short' }), 'exit');
    globalThis.gc?.();
    return { rssBytes: process.memoryUsage.rss() };
  },
  end: async () => {
    server.close();
    for (const worker of workers.values()) worker.unref();
    return {};
  },
};

const server = http.createServer((request, response) => {
  // Nothing is left open when the server is closed.
  response.setHeader('connection', 'close');
  const query = Object.fromEntries(new URL(request.url, 'http://localhost').searchParams);
  jobs[query.do](query).then(
    (body) => response.end(JSON.stringify(body)),
    (error) => {
      response.statusCode = 500;
      response.end(String(error.stack));
    },
  );
});
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
