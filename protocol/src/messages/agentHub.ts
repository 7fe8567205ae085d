import * as v from 'valibot';
import { CaptureSchema, LogRecordSchema } from '../capture.ts';
import { InstanceSchema, LoadSchema } from '../instance.ts';
import { ProbeSchema, ProbeStatusSchema } from '../probe.ts';
import { RedactionRulesSchema } from '../redaction.ts';
import type { Contract } from './contract.ts';

/** What the hub answers to agents. */
export const hubForAgents = {
  /** First message of a connection. The hub answers, then pushes the probes that are for this instance. */
  'agent/hello': {
    params: v.object({ protocol: v.number(), instance: InstanceSchema }),
    result: v.object({ hubVersion: v.string() }),
  },
  /**
   * Captures and logs, oldest first. Answered once they are stored: until then the agent keeps and resends them (ids
   * de-duplicate). Empty, it asks whether everything before it has arrived.
   */
  'agent/deliver': {
    params: v.object({
      captures: v.array(CaptureSchema),
      logs: v.array(LogRecordSchema),
    }),
    result: v.object({ stored: v.number() }),
  },
  /** Whatever changed since the last report: at once after a state change, else at most once a second. */
  'agent/report': {
    params: v.object({ statuses: v.array(ProbeStatusSchema), load: v.optional(LoadSchema) }),
  },
} as const satisfies Contract;

/** What agents answer to the hub. */
export const agentForHub = {
  /** The difference to what this agent was told before; `reset` first forgets everything (a new connection).
   * `remove` is done before `set`: a probe in both starts over. Many probes come in several messages. */
  'probes/change': {
    params: v.object({
      reset: v.boolean(),
      set: v.array(ProbeSchema),
      remove: v.array(v.string()),
      /** Pause all: probes stay known, none is armed. */
      paused: v.boolean(),
      /** A person said to go on: an agent that gave up tries again. */
      resume: v.optional(v.boolean(), false),
    }),
  },
  /** What to hide beside the process's own rules, all of it: before the first probes of a connection and when it changes. */
  'redaction/changed': { params: v.object({ rules: RedactionRulesSchema }) },
} as const satisfies Contract;
