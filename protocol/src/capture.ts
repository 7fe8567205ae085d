import * as v from 'valibot';
import { UserErrorSchema } from './errors.ts';
import { PropertySchema, ValueSchema } from './value.ts';

export const ScopeSchema = v.object({
  kind: v.picklist(['local', 'closure', 'module']),
  variables: v.array(PropertySchema),
});
export type Scope = v.InferOutput<typeof ScopeSchema>;

export const FrameSchema = v.object({
  /** Original function name; '' for top-level code and unnamed functions. */
  name: v.string(),
  /** Absolute path or URL of the original file, when one is known; else of the generated one. */
  file: v.string(),
  line1: v.number(),
  column1: v.number(),
  /** Where it runs, when that differs from the original. */
  generated: v.optional(v.object({ url: v.string(), line1: v.number(), column1: v.number() })),
  /** app: the user's own code; dependency: under node_modules; node: inside Node.js. */
  origin: v.picklist(['app', 'dependency', 'node']),
  /** Reached through an `await`: it waits for the frame above and has no variables. */
  isAsync: v.optional(v.boolean()),
  /** `this` at the frame, when it was captured. */
  thisValue: v.optional(ValueSchema),
  /** Innermost first; absent when this frame's variables were not taken. */
  scopes: v.optional(v.array(ScopeSchema)),
  /** Why variables are missing, or not called as in the source, in a sentence. */
  note: v.optional(v.string()),
});
export type Frame = v.InferOutput<typeof FrameSchema>;

export const WatchResultSchema = v.object({
  expression: v.string(),
  value: v.optional(ValueSchema),
  /** Given instead of `value` when the expression could not be evaluated. */
  error: v.optional(UserErrorSchema),
});
export type WatchResult = v.InferOutput<typeof WatchResultSchema>;

/** OpenTelemetry's active span at the hit, hex as it writes them; absent without one. */
const TraceSchema = v.optional(v.object({ traceId: v.string(), spanId: v.string() }));
/** What the service's own setting says identifies the request; absent where that is not visible. */
const RequestIdSchema = v.optional(v.string());

/** What a snapshot's hit brought back. `id` is a UUID v7. */
export const CaptureSchema = v.object({
  id: v.string(),
  probeId: v.string(),
  instanceId: v.string(),
  /** Milliseconds since the epoch, with fractions. */
  atMs: v.number(),
  /** 1 for the probe's first capture on that instance. */
  hit: v.number(),
  /** Innermost first. */
  frames: v.array(FrameSchema),
  watches: v.array(WatchResultSchema),
  trace: TraceSchema,
  requestId: RequestIdSchema,
  cost: v.object({
    /** Time the app's thread spent on this capture, ns. */
    totalNs: v.number(),
    /** Of it, standing in a pause, ns; 0 when nothing paused. */
    pauseNs: v.number(),
  }),
  /** Sentences about what is missing and why (deadline reached, callers not taken). */
  notes: v.array(v.string()),
});
export type Capture = v.InferOutput<typeof CaptureSchema>;

/** A log probe's rendered line. `id` is a UUID v7. */
export const LogRecordSchema = v.object({
  id: v.string(),
  probeId: v.string(),
  instanceId: v.string(),
  atMs: v.number(),
  level: v.picklist(['debug', 'info', 'warn', 'error']),
  text: v.string(),
  trace: TraceSchema,
  requestId: RequestIdSchema,
});
export type LogRecord = v.InferOutput<typeof LogRecordSchema>;
