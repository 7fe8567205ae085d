// Taken when the module loads: an app may replace it.
const { process: source } = globalThis;
const hrtime = source.hrtime.bind(source);

/** Milliseconds of a clock that all threads of the machine read alike and that never jumps. */
export function machineMs(): number {
  const time = hrtime();
  return time[0] * 1e3 + time[1] / 1e6;
}
