import type { InstanceView, Load } from '@stillframe/protocol';
import { describe, expect, test } from 'vitest';
import { canaryTarget } from '../../../extension/src/probes/canaryTarget.ts';
import { instanceDescription, instanceFacts } from '../../../extension/src/probes/instanceFacts.ts';

const instance = (app: string, cwd: string, load?: Load, connected = true): InstanceView => ({
  connected,
  load,
  instance: {
    instanceId: `${app} ${cwd}`,
    app,
    version: '1.2.0',
    commit: '9f31c2e0aa11',
    host: 'pod-1',
    pid: 7,
    tags: { region: 'eu' },
    nodeVersion: 'v24.21.0',
    agentVersion: '0.1.0',
    cwd,
    startedAtMs: 0,
  },
});
const idle: Load = { cpu: 0.31, appCpu: 0.24, rssBytes: 94_371_840, probeShare: 0 };
const read = (view: InstanceView) =>
  Object.fromEntries(instanceFacts(view, 3_600_000).map(({ label, text }) => [label, text]));

describe('what is told of an instance', () => {
  test('without probes: load from beside its thread, and what is not known says so', () => {
    expect(read(instance('shop', '/srv/shop', idle))).toEqual({
      Version: '1.2.0 · 9f31c2e0aa11',
      Tags: 'region=eu',
      Up: '1h',
      CPU: '24 % its event loop · 31 % in all',
      'Event loop delay': 'known while a probe is in',
      Heap: 'known while a probe is in',
      Memory: '90 MB',
      Probes: '0 % of a core',
      'Node.js': 'v24.21.0 · agent 0.1.0',
      Folder: '/srv/shop',
    });
    expect(instanceDescription(instance('shop', '/srv/shop', idle), 60_000)).toBe('pid 7 · eu · up 1m · CPU 24 %');
  });

  test('with probes: delay and heap', () => {
    const load = { ...idle, loopDelayMs: 3.14, heapUsedBytes: 31_457_280, heapLimitBytes: 2_147_483_648 };
    expect(read(instance('shop', '/srv/shop', load))).toMatchObject({
      'Event loop delay': '3.1 ms',
      Heap: '30 MB of 2,048 MB',
    });
  });

  test('not from Linux, lost, or given up', () => {
    const elsewhere: Load = { cpu: 0.31, rssBytes: 94_371_840, probeShare: 0 };
    expect(read(instance('shop', '/srv', elsewhere))['CPU']).toBe('31 %');
    expect(instanceDescription(instance('shop', '/srv', idle, false), 60_000)).toBe('pid 7 · eu · lost');
    const failure = { code: 'AGENT_FAILED', message: 'It gave up.' } as const;
    expect(instanceFacts(instance('shop', '/srv', { ...idle, failure }), 0)[0]?.text).toBe('It gave up.');
  });
});

describe('the service a file belongs to', () => {
  const apps = [
    instance('shop', '/code/shop'),
    instance('api', '/code/shop/packages/api'),
    instance('web', '/srv/web'),
  ];
  test.each([
    ['/code/shop/src/a.ts', { app: 'shop', anyOne: true }],
    ['/code/shop/packages/api/src/a.ts', { app: 'api', anyOne: true }],
    ['/code/shopping/a.ts', undefined],
    ['/home/a.ts', undefined],
  ])('%s', (file, expected) => {
    expect(canaryTarget(file, apps)).toEqual(expected);
  });

  test('the only one there is, wherever it runs; lost ones do not count', () => {
    expect(canaryTarget('/home/a.ts', [instance('shop', '/app'), instance('web', '/x', undefined, false)])).toEqual({
      anyOne: true,
    });
  });
});
