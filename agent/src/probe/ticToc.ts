import { AsyncLocalStorage } from 'node:async_hooks';

/** Pairs the two ends of a tictoc. */
export type TicToc = {
  tic(key: string | null, group: string | null, nowNs: number): void;
  /** The open tic that belongs here, which it closes; undefined when there is none. */
  toc(key: string | null): { readonly startNs: number; readonly group: string | null } | undefined;
  dispose(): void;
};

/** Explicit keys that may be open at once; the oldest is given up beyond that. */
const maxOpenKeys = 10_000;

/**
 * Without a key, by asynchronous context: a tic is seen by everything that its context goes on to, and by nothing else.
 * The storage is made at the first tic, because on Node 20 and 22 it switches async hooks on.
 */
export function createTicToc(isKeyed: boolean): TicToc {
  return isKeyed ? createKeyed() : createContextual();
}

type Tic = { readonly startNs: number; readonly group: string | null; isOpen: boolean };

function createContextual(): TicToc {
  let storage: AsyncLocalStorage<Tic> | undefined;
  return {
    tic(_key, group, nowNs) {
      storage ??= new AsyncLocalStorage<Tic>();
      storage.enterWith({ startNs: nowNs, group, isOpen: true });
    },
    toc() {
      const tic = storage?.getStore();
      if (tic === undefined || !tic.isOpen) return undefined;
      tic.isOpen = false;
      return tic;
    },
    dispose() {
      storage?.disable();
      storage = undefined;
    },
  };
}

function createKeyed(): TicToc {
  // Without a prototype: any text is a key. A ring of keys remembers the order in which they were opened.
  let open: Record<string, (Tic & { readonly slot: number }) | undefined> = { __proto__: null } as never;
  const ring = new Array<string>(maxOpenKeys).fill('');
  let slot = 0;
  return {
    tic(key, group, nowNs) {
      const oldest = ring[slot] ?? '';
      // A key that was closed, and perhaps opened again elsewhere in the ring, is not the oldest.
      if (open[oldest]?.slot === slot) delete open[oldest];
      const name = `=${key}`;
      ring[slot] = name;
      open[name] = { startNs: nowNs, group, isOpen: true, slot };
      slot = (slot + 1) % maxOpenKeys;
    },
    toc(key) {
      const name = `=${key}`;
      const tic = open[name];
      delete open[name];
      return tic;
    },
    dispose() {
      open = { __proto__: null } as never;
    },
  };
}
