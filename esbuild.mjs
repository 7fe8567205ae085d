// What is built, in order: the extension carries the hub's bundle.
import { buildAgent } from './agent/build.mjs';
import { buildExtension } from './extension/build.mjs';
import { buildHub } from './hub/build.mjs';

await timed('agent', buildAgent);
await timed('hub', buildHub);
await timed('extension', buildExtension);

/**
 * @param {string} name
 * @param {() => Promise<void>} buildPart
 */
async function timed(name, buildPart) {
  const startedMs = performance.now();
  await buildPart();
  console.log(`built ${name} in ${Math.round(performance.now() - startedMs)} ms`);
}
