import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { DebugProtocol } from '@vscode/debugprotocol';

export type DapClient = {
  /** Resolves with the response's body; rejects with the adapter's message. */
  readonly request: <Body = unknown>(command: string, args?: unknown) => Promise<Body>;
  /** The next event of this name that nobody has taken yet. */
  readonly event: (name: string) => Promise<DebugProtocol.Event>;
  readonly stop: () => Promise<void>;
};

/** The real adapter in a process of its own, spoken to as an editor would: the Debug Adapter Protocol on its stdio. */
export function startAdapter(): DapClient {
  const main = fileURLToPath(new URL('../../../extension/src/adapter/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Map<number, (response: DebugProtocol.Response) => void>();
  const events: DebugProtocol.Event[] = [];
  const listeners: { readonly name: string; readonly take: (event: DebugProtocol.Event) => void }[] = [];
  let seq = 0;
  onMessages(child, (message) => {
    if (message.type === 'response') {
      const response = message as DebugProtocol.Response;
      waiting.get(response.request_seq)?.(response);
      waiting.delete(response.request_seq);
      return;
    }
    const event = message as DebugProtocol.Event;
    const index = listeners.findIndex(({ name }) => name === event.event);
    if (index < 0) events.push(event);
    else listeners.splice(index, 1)[0]?.take(event);
  });
  return {
    async request<Body>(command: string, args?: unknown) {
      const id = ++seq;
      const text = JSON.stringify({ seq: id, type: 'request', command, arguments: args });
      const answered = new Promise<DebugProtocol.Response>((resolve) => waiting.set(id, resolve));
      child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
      const response = await answered;
      if (response.success) return response.body as Body;
      const { error } = response.body as { error: DebugProtocol.Message };
      throw new Error(error.format.replace('{message}', error.variables?.['message'] ?? ''));
    },
    async event(name) {
      const index = events.findIndex((event) => event.event === name);
      const [past] = index < 0 ? [] : events.splice(index, 1);
      return past ?? (await new Promise((take) => listeners.push({ name, take })));
    },
    async stop() {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}

function onMessages(child: ChildProcess, listener: (message: DebugProtocol.ProtocolMessage) => void): void {
  let buffer = Buffer.alloc(0);
  child.stdout?.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const headerEnd = buffer.indexOf('\r\n\r\n');
      if (headerEnd < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(buffer.subarray(0, headerEnd).toString())?.[1]);
      const end = headerEnd + 4 + length;
      if (buffer.length < end) return;
      listener(JSON.parse(buffer.subarray(headerEnd + 4, end).toString()) as DebugProtocol.ProtocolMessage);
      buffer = buffer.subarray(end);
    }
  });
}
