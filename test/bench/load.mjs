import { once } from 'node:events';
import { connect } from 'node:net';
import { threadTime } from './threadTime.mjs';

const connections = 8;
const request = Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');

/**
 * Keeps a server of ours busy over a few kept-alive connections. It parses next to nothing, so that the server, not this
 * process, is what limits the rate: every answer ends with `}` and has no other.
 */
export async function connectLoad(port, pid) {
  const sockets = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(port, '127.0.0.1').setNoDelay(true);
      await once(socket, 'connect');
      return socket;
    }),
  );
  let onAnswer = () => {};
  for (const socket of sockets) socket.on('data', (data) => data.at(-1) === 0x7d && onAnswer(socket));
  const lost = new Promise((resolve) => {
    for (const socket of sockets) socket.on('error', () => {}).on('close', resolve);
  });

  return {
    /** Requests a second, and nanoseconds of a core that the server's main thread took for each. */
    async run(ms) {
      const before = threadTime(pid);
      const startedMs = performance.now();
      let answers = 0;
      let open = sockets.length;
      const answered = new Promise((resolve) => {
        onAnswer = (socket) => {
          answers++;
          if (performance.now() - startedMs < ms) socket.write(request);
          else if (--open === 0) resolve();
        };
        for (const socket of sockets) socket.write(request);
      });
      await Promise.race([answered, lost.then(() => Promise.reject(new Error(`process ${pid} closed a connection`)))]);
      const seconds = (performance.now() - startedMs) / 1e3;
      return { perSecond: answers / seconds, cpuNsEach: (threadTime(pid).onCoreNs - before.onCoreNs) / answers };
    },
    close() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
