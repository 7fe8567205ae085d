import * as v from 'valibot';
import { UserErrorSchema } from './errors.ts';
import { limits } from './limits.ts';
import { SeriesSchema } from './series.ts';
import { TargetSchema } from './target.ts';

const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));
const ExpressionSchema = text(limits.expressionLength);
const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

/** A place in an original (or, without source maps, generated) file. */
export const PlaceSchema = v.object({
  /**
   * Relative: must be a whole-segment suffix of the running file's path. Absolute: the same path, else the longest
   * common suffix of at least two segments. `/` separates on every platform.
   */
  file: text(4_096),
  line1: whole(1, 10_000_000),
  /** The line's text where it was chosen: where the running text differs, the statement is looked for, and that is said. */
  text: v.optional(v.pipe(v.string(), v.maxLength(limits.lineText))),
});
export type Place = v.InferOutput<typeof PlaceSchema>;

/** How much a capture takes; each is clamped to the agent's ceilings (limits.ts). */
export const CaptureLimitsSchema = v.object({
  depth: v.optional(whole(0, limits.depth.max)),
  properties: v.optional(whole(1, limits.properties.max)),
  items: v.optional(whole(1, limits.items.max)),
  stringLength: v.optional(whole(1, limits.stringLength.max)),
  captureBytes: v.optional(whole(1_024, limits.captureBytes.max)),
  captureMs: v.optional(whole(1, limits.captureMs.max)),
});
export type CaptureLimits = v.InferOutput<typeof CaptureLimitsSchema>;

export const WatchSchema = v.object({ expression: ExpressionSchema, depth: v.optional(whole(0, limits.depth.max)) });

const common = {
  at: PlaceSchema,
  condition: v.optional(ExpressionSchema),
  target: v.optional(TargetSchema, {}),
  expiresInMs: v.optional(whole(1_000, limits.expiryMs.max), limits.expiryMs.default),
  /** Hits over the whole fleet after which the probe is done. Default: 10 snapshots, 1,000 logs, no limit for numbers. */
  maxHits: v.optional(whole(1, limits.logHits.max)),
  /** Captures or records a second in one instance. Default: 5 snapshots, 50 logs, no limit for numbers. */
  ratePerSecond: v.optional(v.pipe(v.number(), v.minValue(0.001), v.maxValue(limits.logRatePerSecond.max))),
  /** Share of one core it may cost on one instance. Default, and at most: what that process allows. */
  budgetShare: v.optional(v.pipe(v.number(), v.minValue(limits.budgetShare.min), v.maxValue(limits.budgetShare.max))),
  label: v.optional(text(200)),
  /** The file that wishes for it, and which of its wishes: such a probe comes and goes with that file. */
  origin: v.optional(v.object({ file: text(4_096), key: text(16_384) })),
};
const by = { by: v.optional(ExpressionSchema) };

export const SnapshotSpecSchema = v.object({
  kind: v.literal('snapshot'),
  ...common,
  /** Frames with variables, the probed one included. 1 never pauses. */
  frames: v.optional(whole(1, limits.framesWithLocals.max), limits.framesWithLocals.default),
  watches: v.optional(v.pipe(v.array(WatchSchema), v.maxLength(limits.watches)), []),
  limits: v.optional(CaptureLimitsSchema, {}),
});
export const LogSpecSchema = v.object({
  kind: v.literal('log'),
  ...common,
  /** Text with `{expression}` in it; `{{` and `}}` are braces. */
  template: text(4_096),
  level: v.optional(v.picklist(['debug', 'info', 'warn', 'error']), 'info'),
  to: v.optional(v.picklist(['editor', 'stdout', 'both']), 'editor'),
});
export const CounterSpecSchema = v.object({ kind: v.literal('counter'), ...common, ...by });
export const TicTocSpecSchema = v.object({
  kind: v.literal('tictoc'),
  ...common,
  /** Where the time ends; `at` is where it starts. */
  to: PlaceSchema,
  ...by,
  /** Pairs explicitly by this expression's value, instead of by asynchronous context. */
  key: v.optional(ExpressionSchema),
});
/**
 * Time from entering to leaving the function around `at`, any line of it; of an async function to its completion.
 * Condition and `by` are evaluated on entry, where the parameters are known.
 */
export const DurationSpecSchema = v.object({ kind: v.literal('duration'), ...common, ...by });
export const MetricSpecSchema = v.object({ kind: v.literal('metric'), ...common, value: ExpressionSchema, ...by });

/** What somebody asked to observe. A discriminated union on `kind`. Defaults are filled in by parsing. */
export const ProbeSpecSchema = v.variant('kind', [
  SnapshotSpecSchema,
  LogSpecSchema,
  CounterSpecSchema,
  TicTocSpecSchema,
  MetricSpecSchema,
  DurationSpecSchema,
]);
/** A spec as written, defaults absent. */
export type ProbeSpecInput = v.InferInput<typeof ProbeSpecSchema>;
export type ProbeSpec = v.InferOutput<typeof ProbeSpecSchema>;
export type ProbeKind = ProbeSpec['kind'];
export type SnapshotSpec = v.InferOutput<typeof SnapshotSpecSchema>;
export type LogSpec = v.InferOutput<typeof LogSpecSchema>;
export type CounterSpec = v.InferOutput<typeof CounterSpecSchema>;
export type TicTocSpec = v.InferOutput<typeof TicTocSpecSchema>;
export type MetricSpec = v.InferOutput<typeof MetricSpecSchema>;
export type DurationSpec = v.InferOutput<typeof DurationSpecSchema>;

/** Whether the numbers of a kind are milliseconds, from one place in the code to another. */
export const isTimed = (kind: ProbeKind): kind is 'tictoc' | 'duration' => kind === 'tictoc' || kind === 'duration';

/** A probe the hub holds. `id` is a UUID v7, so ids sort by age. Times are milliseconds since the epoch. */
export const ProbeSchema = v.object({
  id: v.string(),
  spec: ProbeSpecSchema,
  createdAtMs: v.number(),
  createdBy: v.string(),
  expiresAtMs: v.number(),
  enabled: v.boolean(),
});
export type Probe = v.InferOutput<typeof ProbeSchema>;

export const probeStates = ['pending', 'armed', 'throttled', 'done', 'expired', 'failed', 'disabled'] as const;
export type ProbeState = (typeof probeStates)[number];

/** A place where a probe really is, in original and in generated positions. */
export const BoundSchema = v.object({
  /** Absolute path or URL of the original file as the running process knows it. */
  file: v.string(),
  line1: v.number(),
  column1: v.number(),
  generated: v.optional(v.object({ url: v.string(), line1: v.number(), column1: v.number() })),
});
export type Bound = v.InferOutput<typeof BoundSchema>;

/** Where captures and logs were lost, and how many, in the order they travel. */
export const DropsSchema = v.object({
  /** The agent's own thread did not keep up. */
  queue: v.optional(v.number(), 0),
  /** The agent's buffer was full: the hub was away or slow for too long. */
  outbox: v.optional(v.number(), 0),
  /** Larger than the hub takes, or refused by it. */
  refused: v.optional(v.number(), 0),
  /** The process ended before the hub had them. */
  exit: v.optional(v.number(), 0),
});
export type Drops = v.InferOutput<typeof DropsSchema>;

/** What became of the hits, since the probe was placed on that instance. */
export const HitCountsSchema = v.object({
  /** Times the armed line ran, as far as seen (an undercount while sampled). */
  hits: v.number(),
  conditionFalse: v.number(),
  conditionFailed: v.number(),
  /** Let go by rate or budget. */
  throttled: v.number(),
  /** Captures, log records, or numbers recorded. */
  captured: v.number(),
  /** Captured, then lost on the way to the hub. */
  dropped: v.number(),
  /** Of a tictoc or duration: begun, and its end not seen yet. */
  open: v.optional(v.number()),
  /** Of a tictoc or duration: begun and given up without a time, because its end was not or may not have been seen. */
  unpaired: v.optional(v.number()),
  /** Of a tictoc or duration: an end whose beginning was not seen. */
  unopened: v.optional(v.number()),
});
export type HitCounts = v.InferOutput<typeof HitCountsSchema>;

/** A probe on one instance, as that instance last reported it. */
export const ProbeStatusSchema = v.object({
  probeId: v.string(),
  state: v.picklist(probeStates),
  /** When it entered that state, by the instance's clock, ms since the epoch. Absent from older agents. */
  sinceMs: v.optional(v.number()),
  /** Why it is in that state, when there is something to say. */
  reason: v.optional(UserErrorSchema),
  bound: v.array(BoundSchema),
  counts: HitCountsSchema,
  /** Where `counts.dropped` were lost. Absent from older agents, and while nothing was. */
  drops: v.optional(DropsSchema),
  /** The last reason a condition, watch or template failed. */
  lastFailure: v.optional(UserErrorSchema),
  cost: v.object({
    /** Time taken from the app by hits, V8's estimated share included, ns. */
    totalNs: v.number(),
    /** Share of one core over the last report interval, 0 to 1. */
    share: v.number(),
    /** How long arming made the app's thread stand still, ms. */
    armStallMs: v.number(),
  }),
  /** > 1 while the probe was sampled: real numbers are about this many times what was counted. 1 when exact. */
  estimateFactor: v.optional(v.number(), 1),
  /**
   * How far off such an estimate may be, relative: 0.08 is ±8 %. 1: it is a lower bound, the line runs so often that V8's own
   * time hides the app's.
   */
  estimateError: v.optional(v.number(), 0),
  /** Numbers of counter, tictoc, duration and metric probes, cumulative since placed. */
  series: v.optional(v.array(SeriesSchema), []),
});
export type ProbeStatus = v.InferOutput<typeof ProbeStatusSchema>;
