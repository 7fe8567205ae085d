import { badRequest, limits, parseExpression, StillframeError } from '@stillframe/protocol';
import type { HubModel } from '../../hub/hubModel.ts';

/** Adds an expression to a snapshot's watches; it is in every hit from then on. Rejects with a sentence where that cannot be. */
export async function addWatch(
  hub: Pick<HubModel, 'probes' | 'call'>,
  probeId: string,
  expression: string,
): Promise<void> {
  const refuse = (sentence: string) => new StillframeError(badRequest(sentence));
  const spec = hub.probes.get(probeId)?.probe.spec;
  if (spec?.kind !== 'snapshot')
    throw refuse('The snapshot that took this capture is gone. Place one on its line, then add the watch.');
  const parsed = parseExpression(expression);
  if (!parsed.ok) throw new StillframeError(parsed.error);
  if (spec.watches.some((watch) => watch.expression === expression))
    throw refuse(`${expression} is watched already; it is in every hit since it was added.`);
  if (spec.watches.length >= limits.watches)
    throw refuse(`A snapshot has at most ${limits.watches} watches. Remove one with Edit Probe.`);
  await hub.call('probe/update', { id: probeId, spec: { ...spec, watches: [...spec.watches, { expression }] } });
}
