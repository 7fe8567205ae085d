import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSafely } from './support/evaluateSafely.ts';
import { expressionTexts } from './support/expressionTexts.ts';

test(
  '100,000 expressions by the grammar neither write, nor run code of the app, nor go on for ever',
  { timeout: 120_000 },
  () => {
    const safely = createSafely();
    const seen = { refused: 0, failed: 0, gave: 0 };
    fc.assert(
      fc.property(expressionTexts(safely.names), (text) => {
        seen[safely.run(text)]++;
      }),
      { numRuns: 100_000 },
    );
    // A generator of nothing but refused texts would show nothing.
    expect(seen.gave).toBeGreaterThan(10_000);
    expect(seen.failed).toBeGreaterThan(10_000);
  },
);
