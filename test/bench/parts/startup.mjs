const startsPerRound = 3;

/** From the fork of a process until its agent has started and its code is loaded, beyond what that takes without agent. */
export const startup = {
  rows: ['start'],
  jobs: ({ wants, variants, processes, record }) =>
    wants('start')
      ? [
          {
            title: 'start',
            async run() {
              for (let start = 0; start < startsPerRound; start++) {
                const withoutMs = await processes.use('none', { isIdle: true }, ({ startMs }) => startMs);
                record('start', 'none', 'ms', withoutMs);
                for (const variant of variants) {
                  if (variant === 'none' || variant === 'hand') continue;
                  const ms = await processes.use(variant, { isIdle: true }, ({ startMs }) => startMs);
                  record('start', variant, 'ms', ms - withoutMs);
                }
              }
            },
          },
        ]
      : [],
};
