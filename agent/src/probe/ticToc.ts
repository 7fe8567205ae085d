import type { AsyncLocalStorage } from 'node:async_hooks';
import type { Opening, Openings } from './openings.ts';
import { createRecord } from './primordials.ts';
import type { StoragePool } from './storagePool.ts';

/** Pairs the two ends of a tictoc. A toc closes the newest tic that belongs to it; an older one waits to be given up. */
export type TicToc = {
  /** `gaps` counts the times that an end of the probe was taken out or put in. */
  tic(key: string | null, group: string | null, nowNs: number, gaps: number): void;
  /** The place of the tic ran, but its condition was false: what follows here is not timed. */
  skip(): void;
  /** The open tic that belongs here, which it closes; undefined when there is none. */
  toc(key: string | null, gaps: number): { readonly startNs: number; readonly group: string | null } | undefined;
  dispose(): void;
};

/**
 * Without a key, by asynchronous context: a tic is seen by everything that its context goes on to, and by nothing else.
 * The storage is taken at the first tic, because on Node 20 and 22 it switches async hooks on.
 */
export function createTicToc(isKeyed: boolean, openings: Openings, storages: StoragePool<Tic>): TicToc {
  return isKeyed ? createKeyed(openings) : createContextual(openings, storages);
}

/** `owner` tells the tics of a probe from those that a former one left in a context. */
export type Tic = Opening & { readonly gaps: number; readonly owner: Openings };

const begin = (openings: Openings, startNs: number, group: string | null, gaps: number): Tic => {
  const tic = { startNs, group, gaps, isOpen: true, owner: openings };
  openings.add(tic);
  return tic;
};

/** A pair between whose ends a place was out may have missed a tic or a toc: its time could be of two runs. */
function end(openings: Openings, tic: Tic | undefined, gaps: number): Tic | undefined {
  if (tic === undefined || !tic.isOpen) {
    openings.unopened();
    return undefined;
  }
  if (tic.gaps !== gaps) {
    openings.giveUp(tic);
    return undefined;
  }
  openings.close(tic);
  return tic;
}

function createContextual(openings: Openings, storages: StoragePool<Tic>): TicToc {
  let storage: AsyncLocalStorage<Tic | undefined> | undefined;
  const current = () => {
    const tic = storage?.getStore();
    return tic?.owner === openings ? tic : undefined;
  };
  return {
    tic(_key, group, nowNs, gaps) {
      storage ??= storages.take();
      storage.enterWith(begin(openings, nowNs, group, gaps));
    },
    skip() {
      if (current() !== undefined) storage?.enterWith(undefined);
    },
    toc: (_key, gaps) => end(openings, current(), gaps),
    dispose() {
      if (storage !== undefined) storages.giveBack(storage);
      storage = undefined;
    },
  };
}

function createKeyed(openings: Openings): TicToc {
  let open = createRecord<Tic>();
  let stored = 0;
  /** Keys of tics given up for their number or age stay behind; so they go whenever they may be half of all. */
  const forgetClosed = () => {
    const kept = createRecord<Tic>();
    stored = 0;
    for (const name in open) {
      const tic = open[name];
      if (tic?.isOpen !== true) continue;
      kept[name] = tic;
      stored++;
    }
    open = kept;
  };
  return {
    tic(key, group, nowNs, gaps) {
      const name = `=${key}`;
      const before = open[name];
      if (before === undefined) stored++;
      else openings.giveUp(before);
      open[name] = begin(openings, nowNs, group, gaps);
      if (stored > maxStored) forgetClosed();
    },
    // Which key it would have been is not known; a toc finds it by its own.
    skip() {},
    toc(key, gaps) {
      const name = `=${key}`;
      const tic = open[name];
      if (tic !== undefined) {
        delete open[name];
        stored--;
      }
      return end(openings, tic, gaps);
    },
    dispose() {
      open = createRecord();
      stored = 0;
    },
  };
}

/** Twice as many as can be open. */
const maxStored = 20_000;
