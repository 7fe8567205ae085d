import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const pauseMs = 20;

/**
 * Sends the talks of a server round after round; the requests of one talk follow each other, talks run beside each other.
 * `onAnswer` gets each answer with the name of its request; a request without one is a failure.
 */
export function startLoad({ url, talks, onAnswer, onFailure }) {
  const agent = new http.Agent({ keepAlive: true });
  const isOver = new AbortController();
  let [rounds, requests] = [0, 0];
  const waiting = new Set();
  const talk = async (steps) => {
    for (const step of steps) {
      const startMs = performance.now();
      try {
        const answer = await (step.exchange?.(url) ?? send(url, step, agent));
        onAnswer(nameOf(step), answer, performance.now() - startMs);
      } catch (error) {
        onFailure(`${nameOf(step)}: ${error.message}`);
      }
      requests++;
    }
  };
  const done = (async () => {
    while (!isOver.signal.aborted) {
      await Promise.all(talks.map(talk));
      rounds++;
      for (const one of waiting) if (rounds >= one.from) one.resolve();
      await delay(pauseMs);
    }
    agent.destroy();
  })();
  return {
    get requests() {
      return requests;
    },
    /** Settled once this many more whole rounds are over. */
    rounds: (count) => new Promise((resolve) => waiting.add({ from: rounds + count + 1, resolve })),
    async stop() {
      isOver.abort();
      await done;
    },
  };
}

const nameOf = ({ name, method = 'GET', path, headers, body }) =>
  name ??
  [method, path, ...Object.values(headers ?? {}), body === undefined ? '' : String(body.length)].join(' ').trim();

function send(url, { method = 'GET', path, headers, body }, agent) {
  return new Promise((resolve, reject) => {
    const request = http.request(url + path, { method, headers, agent }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('latin1'),
        }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}
