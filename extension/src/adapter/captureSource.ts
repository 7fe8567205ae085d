import type { Launch } from './readLaunch.ts';
import { describeHit } from './hits.ts';
import type { SessionSource, SessionView } from './sessionSource.ts';

/** More would only fill the Call Stack; those nearest to the one asked for are shown. */
export const maxThreads = 50;

/** Captures that are there: each hit is a thread, Continue ends. */
export function createCaptureSource({ captures, startAt, resolvePath }: Launch): SessionSource {
  let view: SessionView | undefined;
  return {
    resolvePath,
    describe(hit) {
      const siblings = view?.hits.siblings(hit) ?? [];
      const place = `${siblings.indexOf(hit) + 1} of ${siblings.length}`;
      // VS Code shows no thread row, only this, while there is one thread.
      return { name: describeHit(hit), state: siblings.length > 1 ? place : describeHit(hit) };
    },
    start(given) {
      view = given;
      const from = Math.max(0, Math.min(startAt - Math.floor(maxThreads / 2), captures.length - maxThreads));
      const hits = captures.slice(from, from + maxThreads).map((capture) => given.hits.add(capture));
      const first = hits[startAt - from];
      if (first === undefined) return given.end();
      given.stop(first, true);
      for (const hit of hits) if (hit !== first) given.stop(hit, false);
    },
    threads: () => [],
    setBreakpoints(_path, wanted) {
      const message =
        'This session shows captures that are there already. Start one with "request": "attach" to set breakpoints.';
      return Promise.resolve(wanted.map(({ line }) => ({ verified: false, line, message })));
    },
    resume: () => view?.end(),
    dispose: () => Promise.resolve(),
  };
}
