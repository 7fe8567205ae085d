import { matchesTarget, type Instance, type Target } from '@stillframe/protocol';

/**
 * Which of the connected instances a probe is for. With `anyOne` (the canary) the one chosen before as long as it is
 * there, else the one that carries the fewest canaries.
 */
export function resolveTarget(options: {
  readonly target: Target;
  readonly connected: readonly Instance[];
  readonly canaryBefore: string | undefined;
  readonly canariesOf: (instanceId: string) => number;
}): readonly string[] {
  const { target, connected, canaryBefore, canariesOf } = options;
  const ids = connected.filter((instance) => matchesTarget(target, instance)).map(({ instanceId }) => instanceId);
  if (target.anyOne !== true || ids.length <= 1) return ids;
  if (canaryBefore !== undefined && ids.includes(canaryBefore)) return [canaryBefore];
  const [fewest] = ids.sort((a, b) => canariesOf(a) - canariesOf(b) || (a < b ? -1 : 1));
  return fewest === undefined ? [] : [fewest];
}
