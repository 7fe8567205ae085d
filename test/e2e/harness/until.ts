import { setTimeout as delay } from 'node:timers/promises';

/** How long to go on asking, how often, and the words for the error when it never came true. */
export interface UntilOptions {
  readonly what: string;
  /** Default 15,000. */
  readonly timeoutMs?: number;
  /** Default 50. */
  readonly everyMs?: number;
}

/** For one question of many: what VS Code has just taken away is not worth the whole time there is. */
export const soonMs = 2000;

/** Asks `probe` until it gives something truthy, for what has no event to wait for; an error it throws counts as "not yet". */
export async function until<T>(probe: () => T | Promise<T>, options: UntilOptions): Promise<NonNullable<Awaited<T>>> {
  const deadlineMs = Date.now() + (options.timeoutMs ?? 15_000);
  let lastError = '';
  for (;;) {
    try {
      const value = await probe();
      if (value) return value;
    } catch (error) {
      lastError = error instanceof Error ? ` Last: ${error.message}` : ' It threw.';
    }
    if (Date.now() > deadlineMs) {
      throw new Error(`Timed out waiting for ${options.what}.${lastError}`);
    }
    await delay(options.everyMs ?? 50);
  }
}
