import { assertNever, ProbeSpecSchema } from '@stillframe/protocol';
import * as v from 'valibot';
import type { HubModel } from '../../hub/hubModel.ts';

/** The command of quick fixes: run by this server, or by a client that says it has it. */
export const applyFixCommand = 'stillframe.applyFix';

/** Its argument: what to do with which probe. */
export const FixSchema = v.variant('action', [
  v.object({ action: v.literal('move'), id: v.string(), spec: ProbeSpecSchema }),
  v.object({ action: v.literal('renew'), id: v.string() }),
  v.object({ action: v.literal('remove'), id: v.string() }),
]);
export type Fix = v.InferOutput<typeof FixSchema>;

/** Does it; rejects with a sentence when the hub does not. Unknown arguments are refused. */
export async function applyFix(argument: unknown, hub: Pick<HubModel, 'call'>): Promise<void> {
  const fix = v.parse(FixSchema, argument);
  switch (fix.action) {
    case 'move':
      await hub.call('probe/update', { id: fix.id, spec: fix.spec });
      return;
    case 'renew':
      await hub.call('probes/renew', { ids: [fix.id] });
      return;
    case 'remove':
      await hub.call('probes/remove', { ids: [fix.id] });
      return;
    default:
      assertNever(fix);
  }
}
