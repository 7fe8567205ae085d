import * as v from 'valibot';
import { CaptureSchema, LogRecordSchema } from '../capture.ts';
import { limits } from '../limits.ts';
import { InstanceSchema, LoadSchema } from '../instance.ts';
import { PlaceSchema, ProbeSchema, ProbeSpecSchema, ProbeStatusSchema } from '../probe.ts';
import { RedactionRulesSchema } from '../redaction.ts';
import { TargetSchema } from '../target.ts';
import type { Contract } from './contract.ts';

/** An instance as the hub sees it. */
export const InstanceViewSchema = v.object({
  instance: InstanceSchema,
  load: v.optional(LoadSchema),
  /** False after the connection was lost, until it is forgotten a minute later. */
  connected: v.boolean(),
});
export type InstanceView = v.InferOutput<typeof InstanceViewSchema>;

/** A probe with what every instance last said of it. */
export const ProbeViewSchema = v.object({
  probe: ProbeSchema,
  /** Captures or logs accepted over the whole fleet. */
  accepted: v.number(),
  /** done or expired as a whole; else the instances tell. */
  ended: v.optional(v.picklist(['done', 'expired'])),
  /** Instance ids the probe is for right now. */
  instances: v.array(v.string()),
  statuses: v.array(v.object({ instanceId: v.string(), status: ProbeStatusSchema })),
});
export type ProbeView = v.InferOutput<typeof ProbeViewSchema>;

/** Only those of this trace id, or of this request id. */
const TraceFilterSchema = v.optional(v.pipe(v.string(), v.maxLength(1_000)));

const Nothing = v.object({});
const Ids = v.object({ ids: v.array(v.string()) });

/** What the hub answers to editors and the CLI. Failures are JSON-RPC errors with a UserError in `data`. */
export const hubForClients = {
  'client/hello': {
    params: v.object({ protocol: v.number(), client: v.string() }),
    result: v.object({ hubVersion: v.string(), paused: v.boolean() }),
  },
  'agents/list': { params: Nothing, result: v.object({ instances: v.array(InstanceViewSchema) }) },
  'probes/list': { params: Nothing, result: v.object({ probes: v.array(ProbeViewSchema), paused: v.boolean() }) },
  /** Refuses a bad spec or expression at once; what needs the running process arrives as `probe/changed`. */
  'probe/add': { params: v.object({ spec: ProbeSpecSchema }), result: v.object({ probe: ProbeViewSchema }) },
  /** Removes and places anew under the same id: counts start over. */
  'probe/update': {
    params: v.object({ id: v.string(), spec: ProbeSpecSchema }),
    result: v.object({ probe: ProbeViewSchema }),
  },
  'probes/enable': { params: v.object({ ids: v.array(v.string()), enabled: v.boolean() }), result: Nothing },
  /**
   * Lets probes live on from now, as long as they were placed for. One that goes on keeps its counts; one that is done or
   * expired starts over.
   */
  'probes/renew': { params: Ids, result: Nothing },
  /** The same statement is on another line of the edited file now. Counts go on. */
  'probe/move': { params: v.object({ id: v.string(), at: PlaceSchema, to: v.optional(PlaceSchema) }), result: Nothing },
  /** Other instances for the same probes. Counts stay where an instance is in both: a canary is widened this way. */
  'probes/retarget': { params: v.object({ ids: v.array(v.string()), target: TargetSchema }), result: Nothing },
  /** Answers which were there; unknown ids are NOT_FOUND. A beginning or end of at least 4 characters may stand for an id. */
  'probes/remove': { params: Ids, result: Ids },
  /** Pauses or resumes every probe at once. Resuming also lets agents that gave up try again. */
  'probes/pause': { params: v.object({ paused: v.boolean() }), result: Nothing },
  /** Newest first; `beforeId` pages. An answer ends early where it would outgrow a message: page until one is empty. */
  'captures/list': {
    params: v.object({
      probeId: v.optional(v.string()),
      beforeId: v.optional(v.string()),
      trace: TraceFilterSchema,
      /** Only those that are pinned. */
      pinned: v.optional(v.literal(true)),
      limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000)), 100),
    }),
    /** `pinned`: the ids of the pinned ones among them. */
    result: v.object({ captures: v.array(CaptureSchema), pinned: v.optional(v.array(v.string()), []) }),
  },
  'capture/get': { params: v.object({ id: v.string() }), result: v.object({ capture: CaptureSchema }) },
  /** A pinned capture outlives retention and `captures/clear`. Answers the ids, of which parts may have been given. */
  'captures/pin': {
    params: v.object({
      ids: v.pipe(v.array(v.string()), v.maxLength(limits.pinnedCaptures)),
      pinned: v.boolean(),
    }),
    result: Ids,
  },
  /** Deletes all but the pinned ones. */
  'captures/clear': {
    params: v.object({ probeId: v.optional(v.string()) }),
    result: v.object({ removed: v.number() }),
  },
  /** Oldest first, the newest `limit` of them. */
  'logs/list': {
    params: v.object({
      probeId: v.optional(v.string()),
      trace: TraceFilterSchema,
      limit: v.optional(v.number(), 200),
    }),
    result: v.object({ logs: v.array(LogRecordSchema) }),
  },
  /** What all agents hide beside their processes' own rules. */
  'redaction/get': { params: Nothing, result: v.object({ rules: RedactionRulesSchema }) },
  /** Replaces them; for captures that agents build from then on. Answers them as kept. */
  'redaction/set': {
    params: v.object({ rules: RedactionRulesSchema }),
    result: v.object({ rules: RedactionRulesSchema }),
  },
  /** From now on this connection gets the notifications of clientForHub. Answered with the state at that moment. */
  subscribe: {
    params: Nothing,
    result: v.object({
      instances: v.array(InstanceViewSchema),
      probes: v.array(ProbeViewSchema),
      paused: v.boolean(),
    }),
  },
} as const satisfies Contract;

/** What the hub tells subscribed clients. */
export const clientForHub = {
  'instance/changed': { params: InstanceViewSchema },
  'instance/gone': { params: v.object({ instanceId: v.string() }) },
  'probe/changed': { params: ProbeViewSchema },
  'probe/removed': { params: v.object({ id: v.string() }) },
  'captures/added': { params: v.object({ captures: v.array(CaptureSchema) }) },
  'captures/pinned': { params: v.object({ ids: v.array(v.string()), pinned: v.boolean() }) },
  'captures/cleared': { params: v.object({ probeId: v.optional(v.string()) }) },
  'logs/added': { params: v.object({ logs: v.array(LogRecordSchema) }) },
  'paused/changed': { params: v.object({ paused: v.boolean() }) },
} as const satisfies Contract;
