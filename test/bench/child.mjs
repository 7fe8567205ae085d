// One process of the bench: `node child.mjs VARIANT`. Loads that variant's agent, then the work, and does what the parent asks.
import { createRequire } from 'node:module';
import { createRpc } from './rpc.mjs';
import { probedLines, workDir, workFile } from './probedLines.mjs';
import { createHandlerWork } from './inside/handler.mjs';
import { createKernelWork } from './inside/kernel.mjs';
import { standsStill } from './inside/standsStill.mjs';
import { serve } from './inside/serve.mjs';
import { fillHeap } from './inside/fillHeap.mjs';

const [variant] = process.argv.slice(2);
let work;
let kept;
const ask = (method, params) => call(method, params);
const { createAgent } = await import(`./agents/${variant}.mjs`);
const agent = createAgent({ ask, lines: probedLines(), work: () => work });
await agent.start();
work = createRequire(import.meta.url)(`${workDir}${workFile}`);
const handler = createHandlerWork(work);
const kernel = createKernelWork(work);

const call = createRpc(process, {
  settled: () => agent.settled?.(),
  arm: (probe) => agent.arm(probe),
  disarm: (handle) => agent.disarm(handle),
  seen: () => agent.seen?.() ?? 0,
  warmUp: () => handler.warmUp(),
  hits: (pace) => handler.hits(pace),
  startKernel: () => kernel.start(),
  stopKernel: () => kernel.stop(),
  kernelNow: () => kernel.now(),
  fillHeap(bytes) {
    kept = fillHeap(bytes);
    return kept.length;
  },
  /** How long the thread stood still while nothing was armed, and while each of the probes was. */
  armingStalls: (probes) => standsStill([() => {}, ...probes.map((probe) => () => agent.arm(probe))]),
  serve: () => serve(work),
});
process.once('disconnect', () => process.exit());
process.send({ ready: true });
