/** Every limit of Stillframe in one place: unit in the name, the default first, then the ceiling an option may reach. */
export const limits = {
  expiryMs: { default: 3_600_000, max: 86_400_000 },
  /** Hits of one snapshot or log over the whole fleet, then the probe is done. */
  snapshotHits: { default: 10, max: 1_000 },
  logHits: { default: 1_000, max: 100_000 },
  /** Captures a second of one probe in one instance. */
  snapshotRatePerSecond: { default: 5, max: 50 },
  logRatePerSecond: { default: 50, max: 1_000 },
  framesWithLocals: { default: 5, max: 20 },
  stackFrames: { default: 20, max: 50 },
  depth: { default: 3, max: 8 },
  properties: { default: 50, max: 1_000 },
  items: { default: 100, max: 5_000 },
  stringLength: { default: 1_024, max: 65_536 },
  captureBytes: { default: 65_536, max: 1_048_576 },
  captureMs: { default: 10, max: 50 },
  groupKeys: 100,
  /** Captures kept beyond what a hub keeps otherwise. */
  pinnedCaptures: 100,
  watches: 20,
  /** Of a place's text; longer lines are not compared. */
  lineText: 500,
  expressionLength: 1_000,
  /** Share of one core that all probes of an instance may cost. */
  budgetShare: { default: 0.01, min: 0.0001, max: 0.25 },
  /** One JSON-RPC message; larger ones are refused. */
  messageBytes: 4 * 1_048_576,
  /** The largest `.stillframe` file that is read, and how deep its JSON may be nested: a capture of depth 8 needs about 45. */
  captureFileBytes: 64 * 1_048_576,
  captureFileNesting: 200,
} as const;

/** The group key of values beyond the first `limits.groupKeys` keys. */
export const otherKey = 'other';
