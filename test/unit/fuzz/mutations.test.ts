import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSafely } from './support/evaluateSafely.ts';
import { expressionTexts, garbage, mutated } from './support/expressionTexts.ts';

test.each([
  ['70,000 expressions with mistakes in them', 70_000, mutated],
  ['50,000 texts that are none', 50_000, () => garbage],
])('%s neither write, nor run code of the app, nor go on for ever', { timeout: 120_000 }, (_, numRuns, texts) => {
  const safely = createSafely();
  const seen = { refused: 0, failed: 0, gave: 0 };
  fc.assert(
    fc.property(texts(expressionTexts(safely.names)), (text) => {
      seen[safely.run(text)]++;
    }),
    { numRuns },
  );
  expect(seen.gave).toBeGreaterThan(100);
});
