import {
  StillframeError,
  badRequest,
  notFound,
  type Place,
  type Probe,
  type ProbeSpec,
  type ProbeStatus,
  type ProbeView,
  type Target,
} from '@stillframe/protocol';
import { v7 as timeOrderedId } from 'uuid';
import type { Store } from '../store/store.ts';
import { checkSpec, withHitLimit } from './checkSpec.ts';
import { lostStatus } from './lostStatus.ts';
import { matchingIds } from './matchingIds.ts';

/** More are refused: each is held, pushed and listed. */
export const maxProbes = 1_000;

/** A probe as the hub holds it. */
export type HeldProbe = {
  probe: Probe;
  accepted: number;
  ended?: 'done' | 'expired';
  /** Goes up with every change agents must hear of. */
  revision: number;
  /** Goes up when the probe starts over under the same id. */
  generation: number;
  /** Connected instances it is for, as last resolved. */
  instances: readonly string[];
  readonly statuses: Map<string, ProbeStatus>;
};

/** What is probed: the desired set, kept in the store, with what every instance last said. */
export type Probes = ReturnType<typeof createProbes>;

export function createProbes(options: {
  readonly store: Store;
  readonly nowMs: () => number;
  readonly keepEndedMs: number;
  readonly onChanged: (id: string) => void;
  readonly onRemoved: (id: string) => void;
}) {
  const { store, nowMs, keepEndedMs, onChanged, onRemoved } = options;
  const held = new Map<string, HeldProbe>();
  for (const { probe, accepted, ended } of store.probes()) {
    held.set(probe.id, { probe, accepted, ended, revision: 1, generation: 1, instances: [], statuses: new Map() });
  }

  const save = (entry: HeldProbe) => {
    store.putProbe({ probe: entry.probe, accepted: entry.accepted, ended: entry.ended });
    onChanged(entry.probe.id);
  };
  /** A change that agents must hear of. */
  const saveChange = (entry: HeldProbe) => {
    entry.revision += 1;
    save(entry);
  };
  const refuseBad = (spec: ProbeSpec): ProbeSpec => {
    const problem = checkSpec(spec);
    if (problem !== undefined) throw new StillframeError(problem);
    return withHitLimit(spec);
  };
  const startOver = (entry: HeldProbe, spec: ProbeSpec) => {
    const { id, createdBy, enabled } = entry.probe;
    entry.probe = { ...place(id, spec, createdBy, nowMs()), enabled };
    entry.accepted = 0;
    entry.ended = undefined;
    entry.statuses.clear();
    entry.generation += 1;
  };
  const found = (part: string): HeldProbe => {
    const ids = matchingIds(part, held.keys());
    const entry = held.get(ids[0] ?? '');
    if (entry === undefined) throw new StillframeError(noSuchProbe(part));
    if (ids.length > 1) throw new StillframeError(ambiguousId(part, ids));
    return entry;
  };

  return {
    all: (): Iterable<HeldProbe> => held.values(),
    get: (id: string) => held.get(id),
    /** By id or by a part of it that fits one probe; throws NOT_FOUND. */
    find: found,
    add(spec: ProbeSpec, createdBy: string): HeldProbe {
      const checked = refuseBad(spec);
      if (held.size >= maxProbes) {
        throw new StillframeError(
          badRequest(`The hub holds ${maxProbes} probes already. Remove some with \`stillframe rm\`.`),
        );
      }
      const probe = place(timeOrderedId(), checked, createdBy, nowMs());
      const entry: HeldProbe = {
        probe,
        accepted: 0,
        revision: 1,
        generation: 1,
        instances: [],
        statuses: new Map(),
      };
      held.set(probe.id, entry);
      save(entry);
      return entry;
    },
    update(part: string, spec: ProbeSpec): HeldProbe {
      const entry = found(part);
      startOver(entry, refuseBad(spec));
      saveChange(entry);
      return entry;
    },
    setEnabled(parts: readonly string[], enabled: boolean) {
      for (const entry of parts.map(found)) {
        if (entry.probe.enabled === enabled) continue;
        entry.probe = { ...entry.probe, enabled };
        saveChange(entry);
      }
    },
    renew(parts: readonly string[]) {
      for (const entry of parts.map(found)) {
        const { probe } = entry;
        if (entry.ended !== undefined) startOver(entry, probe.spec);
        else entry.probe = { ...probe, expiresAtMs: nowMs() + probe.spec.expiresInMs };
        saveChange(entry);
      }
    },
    move(part: string, at: Place, to: Place | undefined) {
      const entry = found(part);
      const { spec } = entry.probe;
      const moved = spec.kind === 'tictoc' ? { ...spec, at, to: to ?? spec.to } : { ...spec, at };
      entry.probe = { ...entry.probe, spec: refuseBad(moved) };
      saveChange(entry);
    },
    retarget(parts: readonly string[], target: Target) {
      for (const entry of parts.map(found)) {
        entry.probe = { ...entry.probe, spec: { ...entry.probe.spec, target } };
        saveChange(entry);
      }
    },
    /** Removes those that are there and answers them; NOT_FOUND when none is. */
    remove(parts: readonly string[]): readonly string[] {
      const ids = new Set(parts.map((part) => matchOne(part, held.keys())).filter((id) => id !== undefined));
      if (ids.size === 0 && parts.length > 0) throw new StillframeError(noSuchProbe(parts[0] ?? ''));
      for (const id of ids) {
        held.delete(id);
        store.deleteProbe(id);
        onRemoved(id);
      }
      return [...ids];
    },
    /** Counts what was just stored; at the hit limit the probe is done. */
    setAccepted(entry: HeldProbe, accepted: number) {
      entry.accepted = accepted;
      if (accepted >= (entry.probe.spec.maxHits ?? Infinity)) entry.ended ??= 'done';
      save(entry);
    },
    setStatus(instanceId: string, status: ProbeStatus) {
      const entry = held.get(status.probeId);
      // A last word about an ended probe counts; one about a probe that is not for this instance does not.
      if (entry === undefined || !(entry.instances.includes(instanceId) || entry.statuses.has(instanceId))) return;
      entry.statuses.set(instanceId, status);
      onChanged(status.probeId);
      if (entry.ended === undefined && numbersReached(entry)) {
        entry.ended = 'done';
        save(entry);
      }
    },
    instanceLost(instanceId: string) {
      for (const entry of held.values()) {
        const status = entry.statuses.get(instanceId);
        if (status === undefined) continue;
        entry.statuses.set(instanceId, lostStatus(status));
        onChanged(entry.probe.id);
      }
    },
    /** Numbers outlive the instance that counted them; a bare state does not. */
    instanceForgotten(instanceId: string) {
      for (const entry of held.values()) {
        const status = entry.statuses.get(instanceId);
        if (status === undefined || status.counts.captured > 0) continue;
        entry.statuses.delete(instanceId);
        onChanged(entry.probe.id);
      }
      for (const entry of held.values()) dropOldStatuses(entry);
    },
    /** Ends what has expired and forgets what ended long ago; answers when to look again. */
    expire(): number | undefined {
      const now = nowMs();
      let next: number | undefined;
      // Deleting while iterating a map is defined.
      for (const entry of held.values()) {
        const { id, expiresAtMs } = entry.probe;
        if (entry.ended === undefined && expiresAtMs <= now) {
          entry.ended = 'expired';
          save(entry);
        }
        const deadlineMs = entry.ended === undefined ? expiresAtMs : expiresAtMs + keepEndedMs;
        if (deadlineMs > now) next = Math.min(next ?? Infinity, deadlineMs);
        else {
          held.delete(id);
          store.deleteProbe(id);
          onRemoved(id);
        }
      }
      return next;
    },
    view: ({ probe, accepted, ended, instances, statuses }: HeldProbe): ProbeView => ({
      probe,
      accepted,
      ended,
      instances: [...instances],
      statuses: [...statuses].map(([instanceId, status]) => ({ instanceId, status })),
    }),
  };
}

const place = (id: string, spec: ProbeSpec, createdBy: string, nowMs: number): Probe => ({
  id,
  spec,
  createdAtMs: nowMs,
  createdBy,
  expiresAtMs: nowMs + spec.expiresInMs,
  enabled: true,
});

/** Counters and the like send no records: their hit limit is met by what the instances report, so not exactly. */
function numbersReached({ probe, statuses }: HeldProbe): boolean {
  const { spec } = probe;
  if (spec.kind === 'snapshot' || spec.kind === 'log' || spec.maxHits === undefined) return false;
  let captured = 0;
  for (const { counts } of statuses.values()) captured += counts.captured;
  return captured >= spec.maxHits;
}

/** Statuses of instances that are gone, kept for their numbers; a probe on a crash-looping service must not grow. */
const keptGone = 100;

function dropOldStatuses({ instances, statuses }: HeldProbe) {
  const gone = [...statuses.keys()].filter((id) => !instances.includes(id));
  for (const id of gone.slice(0, Math.max(0, gone.length - keptGone))) statuses.delete(id);
}

function matchOne(part: string, ids: Iterable<string>): string | undefined {
  const matches = matchingIds(part, ids);
  if (matches.length > 1) throw new StillframeError(ambiguousId(part, matches));
  return matches[0];
}

const noSuchProbe = (part: string) => notFound(`probe ${clip(part)}`, '`stillframe probes` lists them.');
const ambiguousId = (part: string, ids: readonly string[]) =>
  badRequest(`${clip(part)} fits ${ids.length} probes: ${ids.slice(0, 5).join(', ')}. Give more of the id.`);
const clip = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
