import { onTestFinished } from 'vitest';
import type { ProbeSpecInput, ProbeView } from '@stillframe/protocol';
import { connectToHub, type HubEvent } from '../../../../hub/src/cli/hubClient.ts';
import { createInbox } from './inbox.ts';

type ProbeChanged = Extract<HubEvent, { method: 'probe/changed' }>;

/** An editor: subscribed, with everything it was told in `events`. */
export async function connectClient(hub: { url: string; token: string }) {
  const events = createInbox<HubEvent>('client');
  const client = await connectToHub(hub, (event) => events.push(event));
  onTestFinished(() => client.close());
  const atStart = await client.request('subscribe', {});
  return {
    ...client,
    events,
    atStart,
    add: async (spec: ProbeSpecInput): Promise<ProbeView> => (await client.request('probe/add', { spec })).probe,
    /** The next view of the probe that fits. */
    async viewOf(id: string, fits: (view: ProbeView) => boolean): Promise<ProbeView> {
      const isIt = (event: HubEvent): event is ProbeChanged =>
        event.method === 'probe/changed' && event.params.probe.id === id && fits(event.params);
      return (await events.next(isIt)).params;
    },
  };
}

/** A snapshot somewhere in the shop. */
export const snapshotSpec = (changes: Partial<Extract<ProbeSpecInput, { kind: 'snapshot' }>> = {}): ProbeSpecInput => ({
  kind: 'snapshot',
  at: { file: 'src/cart.ts', line1: 12 },
  ...changes,
});
