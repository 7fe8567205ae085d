const heaps = [
  { row: 'armSmall', bytes: 0 },
  { row: 'armWarm', bytes: 0, warmup: true },
  { row: 'armLarge', bytes: 1_073_741_824 },
];

/** How long the app's thread stands still while a snapshot is armed, and then one in another function. */
export const arming = {
  rows: heaps.map(({ row }) => row),
  jobs({ wants, variants, processes, record }) {
    const agents = variants.filter((variant) => variant !== 'none' && variant !== 'hand');
    return heaps
      .filter(({ row }) => wants(row))
      .flatMap(({ row, bytes, warmup = false }) =>
        agents
          .filter((variant) => !warmup || variant === 'stillframe')
          .map((variant) => ({
            title: `${row}, ${variant}`,
            run: () =>
              processes.use(variant, { execArgv: ['--max-old-space-size=4096'], warmup }, async ({ call }) => {
                await call('warmUp');
                if (bytes > 0) await call('fillHeap', bytes);
                const probes = ['handler', 'other'].map((place) => ({ kind: 'snapshot', frames: 1, place }));
                const [nothing, first, second] = await call('armingStalls', probes);
                record(row, 'none', 'first', nothing);
                record(row, variant, 'first', first);
                record(row, variant, 'second', second);
              }),
          })),
      );
  },
};
