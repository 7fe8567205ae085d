import { expect } from 'vitest';
import { sourceLine } from './harness/sourceLine.ts';
import { until } from './harness/until.ts';
import type { Stage } from './stage.ts';

/** Registers one job a person does, named as a sentence. */
export type Job = (name: string, body: (stage: Stage) => Promise<void>) => void;

/** Lines of the shop that jobs use, by what they say. */
export const lines = {
  rate: sourceLine('checkout.ts', 'const rate = await rateFor(shop, user);'),
  net: sourceLine('checkout.ts', 'const net = netOf(cart);'),
  total: sourceLine('checkout.ts', 'const total = Math.round('),
  pay: sourceLine('checkout.ts', 'const charged = pay(user, total);'),
  /** A closing brace. */
  noCode: sourceLine('checkout.ts', "'OUT_OF_STOCK'") + 1,
  refund: sourceLine('refund.ts', 'const refundedAt = new Date();'),
} as const;

/**
 * Does something, and holds the service to it: requests were answered meanwhile, none failed or waited for ten seconds. A
 * machine that is short of time may skip some (64 were under way), but not as many as were sent.
 */
export async function whileServing(stage: Stage, body: () => Promise<void>): Promise<void> {
  const before = stage.scene.load();
  await body();
  await until(() => stage.scene.load().ok > before.ok + 10, { what: 'the shop to answer more requests' });
  const { failed, sent, skipped, lastError } = stage.scene.load();
  expect({ failed, lastError }).toMatchObject({ failed: before.failed });
  expect(skipped - before.skipped).toBeLessThan(sent - before.sent);
}
