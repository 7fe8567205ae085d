import os from 'node:os';

/** Day and machine, for the head of a section. */
export const dayAndMachine = () =>
  `on ${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} shared cores (load ${(os.loadavg()[0] ?? 0).toFixed(1)})`;
