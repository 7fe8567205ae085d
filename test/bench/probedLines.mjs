import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const workDir = fileURLToPath(new URL('work/', import.meta.url));
export const workFile = 'workload.js';

/** `{ kernel: 71, … }`: the 1-based lines marked `// PROBE name`. */
export function probedLines() {
  const lines = readFileSync(`${workDir}${workFile}`, 'utf8').split('\n');
  return Object.fromEntries(
    lines.flatMap((line, index) => {
      const name = /\/\/ PROBE (\w+)$/.exec(line)?.[1];
      return name === undefined ? [] : [[name, index + 1]];
    }),
  );
}

/** A condition that is never true, for each probed line: the name, the member of it that is compared, if any. */
export const falseConditions = {
  handler: { name: 'order', member: 'id', text: 'order.id === -1' },
  kernel: { name: 'i', member: undefined, text: 'i === -1' },
};
