import { iconUrl, type IconLook, type IconShape } from '../../../extension/src/gutter/icons.ts';
import type { Gutter } from '../harness/gutter.ts';
import { until } from '../harness/until.ts';

/** What a probe's icon in the gutter says: `snapshot armed`. */
export type Mark = `${IconShape} ${IconLook}`;

/** The icons of probes on a line of the active editor. */
export async function marksAt(gutter: Gutter, line1: number): Promise<readonly Mark[]> {
  const images = await gutter.iconImages(line1);
  return images.map((image) => markOf(image));
}

/** Waits until a line shows one of these icons; one that glows for a moment after a hit comes back to the other. */
export async function seeMark(gutter: Gutter, line1: number, wanted: Mark | readonly Mark[]): Promise<void> {
  let seen: readonly Mark[] = [];
  await until(
    async () => {
      seen = await marksAt(gutter, line1);
      return seen.some((mark) => wanted.includes(mark));
    },
    { what: `the icon ${String(wanted)} on line ${line1}`, timeoutMs: 30_000 },
  ).catch((error: unknown) => {
    throw new Error(`${String(error)} There is: ${seen.join(', ') || 'none'}.`, { cause: error });
  });
}

/** A snapshot in a line that runs all the time: it is armed, has just been hit, or has had its ten hits already. */
export const snapshotWorks: readonly Mark[] = ['snapshot armed', 'snapshot hit', 'snapshot ended'];

/** Waits until a line shows no icon. */
export async function seeNoMark(gutter: Gutter, line1: number): Promise<void> {
  await until(async () => (await marksAt(gutter, line1)).length === 0, { what: `no icon on line ${line1}` });
}

const shapes: readonly IconShape[] = ['snapshot', 'log', 'counter', 'tic', 'toc', 'metric'];
const looks: readonly IconLook[] = ['pending', 'armed', 'hit', 'throttled', 'ended', 'failed'];

// Both themes: dark is what the tests use, unless one turns to light.
function markOf(image: string): Mark {
  for (const shape of shapes) {
    for (const look of looks) {
      for (const theme of ['dark', 'light'] as const) {
        if (image.includes(iconUrl(shape, look, theme))) return `${shape} ${look}`;
      }
    }
  }
  throw new Error(`No icon of ours: ${image.slice(0, 200)}`);
}
