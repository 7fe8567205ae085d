import { setTimeout as sleep } from 'node:timers/promises';

const condition = [{ kind: 'condition', place: 'kernel' }];
/** The counter last: its count is compared with the truth from the moment it is armed. */
const everything = ['condition', 'log', 'tictoc', 'counter'].map((kind) => ({ kind, place: 'kernel' }));

/** A function of 17 ns in a loop without end, and probes on its line, under the default budget. */
export const kernel = {
  rows: ['kernel', 'kernelAll'],
  jobs({ wants, variants, isQuick, processes, backends, record }) {
    const windowMs = isQuick ? 5_000 : 6_000;
    const armed = variants.filter((variant) => variant !== 'hand').map((variant) => ['kernel', variant, condition]);
    const own = ['none', 'stillframe'].map((variant) => ['kernelAll', variant, everything]);
    return [...armed, ...own]
      .filter(([row]) => wants(row))
      .map(([row, variant, probes]) => ({
        title: `${row}, ${variant}`,
        run: () =>
          processes.use(variant, {}, async ({ call }) => {
            await call('startKernel');
            await sleep(1_500); // until V8 has optimised it
            const before = await speed(call, 1_500);
            const handles = [];
            let atArming = 0;
            for (const probe of probes) {
              handles.push(await call('arm', probe));
              atArming = (await call('kernelNow')).calls;
            }
            // A peer that slows it down ten thousand times needs no long window.
            const during = await speed(call, variant === 'none' || variant === 'stillframe' ? windowMs : 2_000);
            if (variant === 'stillframe')
              record(row, variant, 'count', await countError(backends.stillframe, handles.at(-1), call, atArming));
            for (const handle of handles) await call('disarm', handle);
            await sleep(500);
            const after = await speed(call, 1_500);
            await call('stopKernel');
            record(row, variant, 'kept', (during.own / before.own) * 100);
            record(row, variant, 'keptWall', (during.wall / before.wall) * 100);
            record(row, variant, 'after', (after.own / before.own) * 100);
          }),
      }));
  },
};

/** Calls a nanosecond over a window, by the process's own time and by the clock on the wall. */
async function speed(call, ms) {
  const from = await call('kernelNow');
  await sleep(ms);
  const to = await call('kernelNow');
  const calls = to.calls - from.calls;
  return { own: calls / (to.ownNs - from.ownNs), wall: calls / (to.wallNs - from.wallNs) };
}

/** How far the count that is shown is from the calls there were, %: at the moment a report arrives. */
async function countError(stillframe, id, call, atArming) {
  const last = stillframe.status(id);
  const { counts, estimateFactor } = await stillframe.report(id, (status) => status !== last);
  const calls = (await call('kernelNow')).calls - atArming;
  return (Math.abs(counts.hits * estimateFactor - calls) / calls) * 100;
}
