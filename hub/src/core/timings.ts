/** How long the hub waits for what, and how much it lets one connection do. Tests shorten some. */
export type Timings = {
  /** Between pings; a peer that misses two is dead. */
  readonly heartbeatMs: number;
  /** From connecting to `hello`. */
  readonly helloMs: number;
  /** A lost agent is shown as not connected this long, then forgotten. */
  readonly forgetAgentMs: number;
  /** Done and expired probes stay listed this long after their expiry. */
  readonly keepEndedMs: number;
  /** Least time between two notifications about the same thing. */
  readonly coalesceMs: number;
  /** Between deletions of what is too old. */
  readonly sweepMs: number;
};

export const defaultTimings: Timings = {
  heartbeatMs: 15_000,
  helloMs: 10_000,
  forgetAgentMs: 60_000,
  keepEndedMs: 24 * 3_600_000,
  coalesceMs: 50,
  sweepMs: 60_000,
};
