import type { InstanceView } from '@stillframe/protocol';
import type { HubModel } from '../hub/hubModel.ts';

/** What "why did nothing arrive?" is answered from, beside the probe. */
export type WhyNow = { readonly paused: boolean; readonly instances: readonly InstanceView[]; readonly nowMs: number };

export const whyNow = (hub: Pick<HubModel, 'paused' | 'instances'>): WhyNow => ({
  paused: hub.paused,
  instances: [...hub.instances.values()],
  nowMs: Date.now(),
});
