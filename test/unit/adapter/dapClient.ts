import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { createInbox } from '../hub/support/inbox.ts';

/** Machines of tests are slow at times; nothing here takes this long. */
const timeoutMs = 20_000;

/** The test client keeps the process to itself. */
type WithProcess = { readonly _adapterProcess: ChildProcess };

export type Dap = {
  /** Microsoft's own client of the protocol, by which adapters show that they speak it. */
  readonly client: DebugClient;
  readonly adapterProcess: () => ChildProcess;
  /** Disconnects, when the adapter still runs. */
  stop(): Promise<void>;
  /** The next event of this name that nobody has taken yet and that fits. */
  event<Body = Record<string, unknown>>(name: string, fits?: (body: Body) => boolean): Promise<Body>;
};

/** The real adapter in a process of its own, spoken to as an editor would: the Debug Adapter Protocol on its stdio. */
export async function startAdapter(env: Readonly<Record<string, string>> = {}): Promise<Dap> {
  const main = fileURLToPath(new URL('../../../extension/src/adapter/main.ts', import.meta.url));
  const options = { env: { ...process.env, ...env } };
  const client = new DebugClient(process.execPath, main, 'stillframe', options, true);
  client.defaultTimeout = timeoutMs;
  const inboxes = new Map(
    ['initialized', 'stopped', 'output', 'thread', 'breakpoint', 'terminated'].map((name) => {
      const inbox = createInbox<DebugProtocol.Event>(name);
      client.on(name, (event: DebugProtocol.Event) => inbox.push(event));
      return [name, inbox] as const;
    }),
  );
  await client.start();
  const adapterProcess = () => (client as unknown as WithProcess)._adapterProcess;
  return {
    client,
    adapterProcess,
    async stop() {
      if (adapterProcess().exitCode === null) await client.stop();
    },
    async event<Body>(name: string, fits: (body: Body) => boolean = () => true) {
      const inbox = inboxes.get(name);
      if (inbox === undefined) throw new Error(`No inbox is kept for ${name}.`);
      return (await inbox.next((event) => fits(event.body as Body), timeoutMs)).body as Body;
    },
  };
}
