import * as v from 'valibot';
import { UserErrorSchema } from './errors.ts';

/** One process (later: or worker thread) with an agent in it. */
export const InstanceSchema = v.object({
  /** UUID v7 made when the agent starts; a restarted process is a new instance. */
  instanceId: v.string(),
  app: v.string(),
  version: v.optional(v.string()),
  commit: v.optional(v.string()),
  host: v.string(),
  pid: v.number(),
  /** The worker thread it is; absent for the process's main thread. `name` is '' where the service gave none. */
  thread: v.optional(v.object({ id: v.number(), name: v.string() })),
  tags: v.optional(v.record(v.string(), v.string()), {}),
  nodeVersion: v.string(),
  agentVersion: v.string(),
  /** Absolute path of the process's working directory; original files are often below it. */
  cwd: v.string(),
  startedAtMs: v.number(),
});
export type Instance = v.InferOutput<typeof InstanceSchema>;

/** What the process is like right now, beside the probes. */
export const LoadSchema = v.object({
  /** CPU of the whole process over the last interval, in cores. */
  cpu: v.number(),
  /** CPU of the app's own thread, in cores: how busy its event loop is. Known on Linux. */
  appCpu: v.optional(v.number()),
  rssBytes: v.number(),
  /** The app's JavaScript heap and what it may grow to. Known while a probe is in: only the app's thread can tell. */
  heapUsedBytes: v.optional(v.number()),
  heapLimitBytes: v.optional(v.number()),
  /** How long the app's event loop kept a message waiting, ms, once a second. Known while a probe is in. */
  loopDelayMs: v.optional(v.number()),
  /** Share of one core taken by all probes over the last interval, 0 to 1. */
  probeShare: v.number(),
  /** Why the agent gave up and places nothing; absent while it works. */
  failure: v.optional(UserErrorSchema),
  /** How long the app's thread stood still when the last probe left, ms, since it started; absent before the first time. */
  disarmStallMs: v.optional(v.number()),
});
export type Load = v.InferOutput<typeof LoadSchema>;
