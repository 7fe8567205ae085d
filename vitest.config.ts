import { defineConfig } from 'vitest/config';

// One project a stage of `npm test`; run one alone with `npx vitest run --project unit`.
export default defineConfig({
  test: {
    projects: [
      // A timeout ends what hangs; a machine that is short of time is no failure.
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 30_000 } },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          pool: 'forks',
          // Real processes on shared cores: side by side their timings would say nothing.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
