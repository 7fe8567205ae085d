import type { Capture, InstanceView, LogRecord, Peer, ProbeView, hubForClients } from '@stillframe/protocol';

/** live: connected and subscribed. starting: the local hub is being started or found. down: retrying with back-off. */
export type HubState =
  | { readonly kind: 'live'; readonly url: string }
  | { readonly kind: 'starting' }
  | { readonly kind: 'down'; readonly why: string };

/** What changed since the last event; listeners re-read what they show. */
export type HubChange = {
  readonly state?: boolean;
  readonly instances?: boolean;
  /** Ids of probes that were added, changed or removed. */
  readonly probes?: readonly string[];
  /** New captures, newest first. */
  readonly captures?: readonly Capture[];
  readonly capturesCleared?: boolean;
  readonly pinned?: boolean;
  readonly logs?: readonly LogRecord[];
  readonly paused?: boolean;
};

/**
 * The hub's state as this window knows it: the one source every view, decoration and command reads. Read-only; it changes
 * only by what the hub says. Free of `vscode`, so that the views' logic can be tested without it.
 */
export type HubModel = {
  readonly state: HubState;
  readonly paused: boolean;
  /** By instance id. */
  readonly instances: ReadonlyMap<string, InstanceView>;
  /** By probe id, oldest first. */
  readonly probes: ReadonlyMap<string, ProbeView>;
  /** Newest first, at most `maxCaptures` (500) and the pinned ones. */
  readonly captures: readonly Capture[];
  /** Ids of pinned captures. */
  readonly pinned: ReadonlySet<string>;
  /** Calls the hub; rejects with a StillframeError (HUB_UNREACHABLE while down). */
  readonly call: Peer<typeof hubForClients>['request'];
  /** The returned function unsubscribes. */
  onDidChange(listener: (change: HubChange) => void): () => void;
};
