import type { Capture, LogRecord, Probe, RedactionRules } from '@stillframe/protocol';

/** A probe as it is kept: what was asked, and how much of its fleet-wide hit limit is used. */
export type StoredProbe = {
  readonly probe: Probe;
  readonly accepted: number;
  readonly ended?: 'done' | 'expired';
};

export type Page = {
  readonly probeId?: string;
  readonly beforeId?: string;
  /** A trace id or request id. */
  readonly trace?: string;
  /** Only pinned ones. */
  readonly pinned?: true;
  readonly limit: number;
  /** Stops before a record that would make the page larger than this; the first is always given. */
  readonly maxBytes: number;
};

/** Everything the hub remembers over a restart. One hub owns a store; calls are synchronous and throw only for bugs and full disks. */
export type Store = {
  probes(): readonly StoredProbe[];
  putProbe(stored: StoredProbe): void;
  deleteProbe(id: string): void;
  isPaused(): boolean;
  setPaused(paused: boolean): void;
  /** Throws when what is kept cannot be read: a hub without its rules would show what they hide. */
  redaction(): RedactionRules;
  setRedaction(rules: RedactionRules): void;
  /** All of `work`'s changes or, when it throws, none. */
  atomically<T>(work: () => T): T;
  /** False when this id is stored already. */
  addCapture(capture: Capture): boolean;
  addLog(log: LogRecord): boolean;
  /** Newest first, by id. */
  captures(page: Page): readonly Capture[];
  /** Ids that begin or end with `part`, at most 10. */
  captureIds(part: string): readonly string[];
  capture(id: string): Capture | undefined;
  /** Keeps captures from `sweep` and `clearCaptures`, or no longer. */
  pinCaptures(ids: readonly string[], pinned: boolean): void;
  pinnedIds(): ReadonlySet<string>;
  /** Answers how many. */
  clearCaptures(probeId?: string): number;
  /** Oldest first, the newest `limit` of them. */
  logs(page: Page): readonly LogRecord[];
  /** Deletes what is too old, too many or too large. */
  sweep(nowMs: number): void;
  close(): void;
};
