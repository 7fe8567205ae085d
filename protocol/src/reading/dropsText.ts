import type { Drops, ProbeKind } from '../probe.ts';

/** "3 captures were lost: 2 while the hub was away, 1 too large for the hub"; '' when none was. */
export function dropsText(kind: ProbeKind, dropped: number, drops: Drops | undefined): string {
  if (dropped === 0) return '';
  const what = kind === 'log' ? 'log record' : kind === 'snapshot' ? 'capture' : 'record';
  const head = `${dropped} ${what}${dropped === 1 ? ' was' : 's were'} lost`;
  const parts = (['queue', 'outbox', 'refused', 'exit'] as const).flatMap((place) => {
    const count = drops?.[place] ?? 0;
    return count === 0 ? [] : [`${count} ${why[place]}`];
  });
  return parts.length === 0 ? head : `${head}: ${parts.join(', ')}`;
}

/** Over all instances; undefined while none says anything. */
export function sumDrops(all: readonly (Drops | undefined)[]): Drops | undefined {
  return all.reduce((a, b) => {
    if (a === undefined || b === undefined) return a ?? b;
    return {
      queue: a.queue + b.queue,
      outbox: a.outbox + b.outbox,
      refused: a.refused + b.refused,
      exit: a.exit + b.exit,
    };
  }, undefined);
}

const why: Record<keyof Drops, string> = {
  queue: 'faster than the agent could read them',
  outbox: 'while the hub was away or slow for too long',
  refused: 'too large for the hub',
  exit: 'when the process ended before the hub had them',
};
