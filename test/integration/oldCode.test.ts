import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { appPath, probeLine, registerPath } from './rig/app.ts';
import { startRig, type Rig } from './rig/rig.ts';

let rig: Rig;
let app: Awaited<ReturnType<Rig['start']>>;
beforeAll(async () => {
  rig = await startRig();
  app = await rig.start('old.cjs', { nodeArgs: ['--expose-gc', '--import', registerPath] });
});
beforeEach(() => app.get('/?collect'));
afterAll(() => rig.stop());

const at = (name: string) => ({ file: 'old.cjs', line1: probeLine(appPath('old.cjs'), name) });

// On Node 24 and 26 V8 tells no place of a line that begins outside of a function, once the file's own code is gone.
test.each([
  ['arrow', 'text.length', '8'],
  ['oneLine', 'number', '2'],
  ['nested', 'first', '1'],
  ['getter', '1', '1'],
  ['inside', 'name', 'Adalbert'],
  ['inDead', 'value', '1'],
])('a log in a function of a file that ran long ago: %s', async (name, expression, said) => {
  const id = await rig.client.placeAnd('armed', { kind: 'log', at: at(name), template: `{${expression}}` });
  await app.get('/');
  const log = await rig.client.until('a log', () => rig.client.logs.find(({ probeId }) => probeId === id));
  expect(log.text).toBe(said);
  await rig.client.call('probes/remove', { ids: [id] });
});

test.each(['arrow', 'oneLine', 'defaultValue', 'getter', 'inside', 'inDead'])('its duration: %s', async (name) => {
  const id = await rig.client.placeAnd('armed', { kind: 'duration', at: at(name) });
  await app.get('/');
  await rig.client.until('a time', () => (rig.client.status(id)?.counts.captured ?? 0) > 0);
  await rig.client.call('probes/remove', { ids: [id] });
});
