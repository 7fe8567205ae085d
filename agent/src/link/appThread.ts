import type { BreakLocation, Location0, ToLink, ToProbe } from '../shared/messages.ts';

/** The app's thread as the link thread sees it: messages out, and questions with answers. */
export type AppThread = {
  send(message: ToProbe): void;
  /** Breakable locations of the innermost function around each start, from there to `end`. Rejects with an AppRefused. */
  locations(scriptId: string, starts: readonly Location0[], end: Location0): Promise<readonly BreakLocation[]>;
  source(scriptId: string): Promise<string>;
};

type Answer = Extract<ToLink, { type: 'answer' }>;

/** V8 could not answer: most likely the script asked about is collected. */
export class AppRefused extends Error {}

/** `settle` is to be called with every answer that arrives. */
export function createAppThread(send: (message: ToProbe) => void): AppThread & { settle(answer: Answer): void } {
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  let nextRequest = 1;

  const ask = (message: (request: number) => ToProbe) =>
    new Promise<Answer>((resolve, reject) => {
      const request = nextRequest++;
      waiting.set(request, { resolve, reject });
      send(message(request));
    });

  return {
    send,
    async locations(scriptId, starts, end) {
      const answer = await ask((request) => ({ type: 'locations', request, scriptId, starts, end }));
      return 'locations' in answer ? answer.locations : [];
    },
    async source(scriptId) {
      const answer = await ask((request) => ({ type: 'source', request, scriptId }));
      return 'source' in answer ? answer.source : '';
    },
    settle(answer) {
      const question = waiting.get(answer.request);
      waiting.delete(answer.request);
      if ('problem' in answer) question?.reject(new AppRefused(answer.problem));
      else question?.resolve(answer);
    },
  };
}
