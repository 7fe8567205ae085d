import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const once = runInNewContext('gc') as () => void;

/** Often enough that V8 also lets go of code that has not run meanwhile. */
export function collectGarbage(): void {
  for (let round = 0; round < 6; round++) once();
}
