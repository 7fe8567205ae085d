import { setImmediate as turn } from 'node:timers/promises';
import { falseConditions, workFile } from '../probedLines.mjs';

/** This project's agent, loaded by `--import`; probes go through a real hub, which the parent holds. */
export function createAgent({ ask, lines }) {
  let armed = 0;
  return {
    start() {},
    arm(probe) {
      armed++;
      return ask('place', specOf(probe, lines));
    },
    async disarm(id) {
      await ask('remove', id);
      // The agent's only global is there as long as any probe is.
      if (--armed === 0) while ('__stillframe__' in globalThis) await turn();
    },
  };
}

function specOf({ kind, place, frames }, lines) {
  const at = { file: workFile, line1: lines[place] };
  switch (kind) {
    case 'snapshot':
      return { kind, at, frames, maxHits: 1_000, ratePerSecond: 50 };
    case 'log': {
      const template = place === 'kernel' ? 'kernel {i}' : 'order {order.id}';
      return { kind, at, template, maxHits: 100_000, ratePerSecond: 1_000 };
    }
    case 'counter':
      return { kind, at };
    case 'tictoc':
      return place === 'kernel'
        ? { kind, at, to: { file: workFile, line1: lines.kernelEnd } }
        : { kind, at: { file: workFile, line1: lines.handlerStart }, to: at };
    case 'condition':
      return { kind: 'snapshot', at, frames: 1, condition: falseConditions[place].text };
    default:
      throw new Error(`no ${kind}`);
  }
}
