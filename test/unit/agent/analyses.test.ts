import { expect, test } from 'vitest';
import { createAnalyses } from '../../../agent/src/link/analyses.ts';

const script = (scriptId: string) => ({ scriptId, url: `/${scriptId}.js`, sourceMapUrl: '', hash: '' });
const text = 'let one = 1;';

/** Analyses with room for two such scripts, and what was read for them. */
function withRoomForTwo() {
  const read: string[] = [];
  const analyses = createAnalyses(
    ({ scriptId }) => {
      read.push(scriptId);
      return Promise.resolve(text);
    },
    text.length * 100 * 2,
  );
  return { analyses, read };
}

test('a script asked for again while it is being analysed is analysed once', async () => {
  const { analyses, read } = withRoomForTwo();
  const [first, second] = await Promise.all([analyses.of(script('a')), analyses.of(script('a'))]);
  expect(first).toBe(second);
  expect(read).toEqual(['a']);
});

test('what is asked for twice at once takes its memory once', async () => {
  const { analyses, read } = withRoomForTwo();
  await Promise.all([analyses.of(script('a')), analyses.of(script('a'))]);
  await analyses.of(script('b'));
  await analyses.of(script('a'));
  expect(read.filter((name) => name === 'a')).toHaveLength(1);
  await analyses.of(script('c'));
  await analyses.of(script('b'));
  expect(read).toEqual(['a', 'b', 'c', 'b']);
});

test('a script that could not be read is read anew', async () => {
  let isThere = false;
  const analyses = createAnalyses(() => (isThere ? Promise.resolve(text) : Promise.reject(new Error('gone'))));
  await expect(analyses.of(script('a'))).rejects.toThrow('gone');
  isThere = true;
  expect((await analyses.of(script('a'))).text).toBe(text);
});
