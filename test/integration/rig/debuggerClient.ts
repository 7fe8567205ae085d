import { WebSocket } from 'ws';
import type { App } from './app.ts';

type Paused = {
  readonly callFrames: readonly { readonly callFrameId: string; readonly location: { readonly lineNumber: number } }[];
};
/** As much of an answer as the tests read. */
type Answer = { readonly result?: { readonly result?: { readonly value?: unknown } } };

/** A client of Node's debugger port, such as an editor or Chrome. */
export type DebuggerClient = {
  call(method: string, params?: object): Promise<Answer>;
  onPaused: (event: Paused) => void;
  close(): void;
};

/** The address that Node writes when it is started with `--inspect`. */
export async function debuggerUrl(app: App): Promise<string> {
  for (;;) {
    const url = /Debugger listening on (ws:\S+)/.exec(app.output())?.[1];
    if (url !== undefined) return url;
    await new Promise((resolve) => app.child.stderr?.once('data', resolve));
  }
}

export async function connectDebugger(url: string): Promise<DebuggerClient> {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  let nextId = 1;
  const client: DebuggerClient = {
    onPaused: () => {},
    call(method, params = {}) {
      const id = nextId++;
      socket.send(JSON.stringify({ id, method, params }));
      return new Promise((resolve) => waiting.set(id, resolve));
    },
    close: () => socket.close(),
  };
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString('utf8')) as Answer & {
      readonly id?: number;
      readonly method?: string;
      readonly params?: Paused;
    };
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    else if (message.method === 'Debugger.paused' && message.params !== undefined) client.onPaused(message.params);
  });
  return client;
}
