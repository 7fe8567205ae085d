/** What the hub keeps at most; the oldest goes first. */
export type Retention = {
  readonly maxAgeMs: number;
  readonly maxCaptures: number;
  readonly maxCaptureBytes: number;
  readonly maxLogs: number;
  readonly maxLogBytes: number;
};

export const defaultRetention: Retention = {
  maxAgeMs: 7 * 86_400_000,
  maxCaptures: 10_000,
  maxCaptureBytes: 256 * 1_048_576,
  maxLogs: 100_000,
  maxLogBytes: 64 * 1_048_576,
};
