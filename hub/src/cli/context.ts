import { createEventQueue, type EventQueue } from './eventQueue.ts';
import { findHub } from './findHub.ts';
import { connectToHub, type HubClient, type HubEvent } from './hubClient.ts';
import type { CliIo } from './io.ts';
import { createOutput, type Output } from './output.ts';

/** Options every command has. */
export type CommonOptions = { readonly hub?: string; readonly token?: string; readonly json?: boolean };

/** A connected command. */
export type Session = {
  readonly client: HubClient;
  readonly events: EventQueue<HubEvent>;
  readonly output: Output;
  readonly interrupted: AbortSignal;
};

/** Connects as the options say, runs, and disconnects whatever happens. */
export async function withHub<T>(io: CliIo, options: CommonOptions, run: (session: Session) => Promise<T>): Promise<T> {
  const output = createOutput(io, options.json === true);
  const events = createEventQueue<HubEvent>(io.interrupted);
  const address = findHub({ hub: options.hub, token: options.token, env: io.env });
  const client = await connectToHub(address, (event) => events.push(event));
  try {
    return await run({ client, events, output, interrupted: io.interrupted });
  } finally {
    client.close();
  }
}
