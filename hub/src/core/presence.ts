import type { Instance, InstanceView, Load, PeerToAgent } from './types.ts';

type Present = {
  readonly instance: Instance;
  load?: Load;
  /** Undefined after the connection was lost. */
  peer: PeerToAgent | undefined;
  forget?: NodeJS.Timeout;
};

/** Who is there: instances by id, connected or lost not long ago. */
export type Presence = ReturnType<typeof createPresence>;

export function createPresence(options: {
  readonly forgetAfterMs: number;
  readonly onChanged: (instanceId: string) => void;
  readonly onForgotten: (instanceId: string) => void;
}) {
  const { forgetAfterMs, onChanged, onForgotten } = options;
  const present = new Map<string, Present>();

  const view = ({ instance, load, peer }: Present): InstanceView => ({
    instance,
    load,
    connected: peer !== undefined,
  });

  return {
    /** Answers the peer that held this id until now: the same process connected anew before the old socket was known dead. */
    join(instance: Instance, peer: PeerToAgent): PeerToAgent | undefined {
      const before = present.get(instance.instanceId);
      clearTimeout(before?.forget);
      present.set(instance.instanceId, { instance, load: before?.load, peer });
      onChanged(instance.instanceId);
      return before?.peer;
    },
    /** The connection of this peer ended; nothing happens when a newer one took the id over. */
    leave(instanceId: string, peer: PeerToAgent): boolean {
      const entry = present.get(instanceId);
      if (entry === undefined || entry.peer !== peer) return false;
      entry.peer = undefined;
      entry.forget = setTimeout(() => {
        present.delete(instanceId);
        onForgotten(instanceId);
      }, forgetAfterMs).unref();
      onChanged(instanceId);
      return true;
    },
    setLoad(instanceId: string, load: Load) {
      const entry = present.get(instanceId);
      if (entry === undefined) return;
      entry.load = load;
      onChanged(instanceId);
    },
    get(instanceId: string): InstanceView | undefined {
      const entry = present.get(instanceId);
      return entry === undefined ? undefined : view(entry);
    },
    views: (): readonly InstanceView[] => [...present.values()].map(view),
    /** Those that can be told something now. */
    connected(): readonly { readonly instance: Instance; readonly peer: PeerToAgent }[] {
      const result: { instance: Instance; peer: PeerToAgent }[] = [];
      for (const { instance, peer } of present.values()) if (peer !== undefined) result.push({ instance, peer });
      return result;
    },
    dispose() {
      for (const { forget } of present.values()) clearTimeout(forget);
    },
  };
}
