import type { ProbeStatus } from '../probe.ts';

/** Beyond this relative error a sampled count says only that there were at least so many. */
const lowerBoundError = 0.5;

/** What sampling did to a probe's numbers over its instances, the worst of them. */
export type Estimate = { readonly factor: number; readonly error: number };

export const estimateOf = (statuses: readonly Pick<ProbeStatus, 'estimateFactor' | 'estimateError'>[]): Estimate => ({
  factor: Math.max(1, ...statuses.map((status) => status.estimateFactor)),
  error: Math.max(0, ...statuses.map((status) => status.estimateError)),
});

/** `est. ×4 ±8 %`, `at least, est. ×90`; undefined while every number is exact. */
export function estimateText({ factor, error }: Estimate): string | undefined {
  if (factor <= 1) return undefined;
  const times = `est. ×${factor < 10 ? Number(factor.toPrecision(2)) : Math.round(factor).toLocaleString('en')}`;
  return error >= lowerBoundError ? `at least, ${times}` : `${times} ±${Math.max(1, Math.round(error * 100))} %`;
}
