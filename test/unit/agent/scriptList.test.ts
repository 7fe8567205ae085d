import { expect, test } from 'vitest';
import { createScriptList, maxUnfiled, maxVersions } from '../../../agent/src/link/scriptList.ts';

const script = (id: number, url: string) => ({ scriptId: String(id), url, sourceMapUrl: '', hash: '' });

test('the newest versions of one file are kept, and the one that had to go is told', () => {
  const list = createScriptList();
  for (let id = 0; id < maxVersions; id++) expect(list.add(script(id, 'file:///a.js'))).toEqual([]);
  expect(list.add(script(maxVersions, 'file:///a.js'))).toEqual([script(0, 'file:///a.js')]);
  expect(list.all()).toHaveLength(maxVersions);
});

test('of code under names of its own the oldest goes, but no file of the app for it', () => {
  const list = createScriptList();
  list.add(script(0, 'file:///app.js'));
  for (let id = 1; id <= maxUnfiled; id++) expect(list.add(script(id, `rule-${id}`))).toEqual([]);
  expect(list.add(script(maxUnfiled + 1, 'rule-last'))).toEqual([script(1, 'rule-1')]);
  expect(list.all()[0]?.url).toBe('file:///app.js');
  list.remove(script(0, 'file:///app.js'));
  expect(list.all()).toHaveLength(maxUnfiled);
});
