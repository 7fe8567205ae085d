import { describe, expect, it } from 'vitest';
import { mainActions } from '../../../extension/src/commands/mainActions.ts';
import { iconSvg, lookOf } from '../../../extension/src/gutter/icons.ts';
import { formatLog } from '../../../extension/src/logs/formatLog.ts';
import { statusOf } from '../../../extension/src/status/statusOf.ts';

const live = { kind: 'live', url: 'ws://127.0.0.1:9240' } as const;
const base = { isOn: true, state: live, paused: false, targets: 2, isChoosingTicTocEnd: false };

describe('statusOf', () => {
  it.each([
    [base, '$(device-camera) Stillframe: 2 targets'],
    [{ ...base, targets: 1 }, '$(device-camera) Stillframe: 1 target'],
    [{ ...base, paused: true }, '$(debug-pause) Stillframe: paused'],
    [{ ...base, isOn: false }, '$(circle-slash) Stillframe: off'],
    [{ ...base, isChoosingTicTocEnd: true }, '$(watch) Stillframe: choose the end line'],
    [{ ...base, state: { kind: 'starting' } as const }, '$(sync~spin) Stillframe: connecting'],
    [{ ...base, state: { kind: 'down', why: 'x' } as const }, '$(debug-disconnect) Stillframe: no hub'],
  ])('%j', (now, text) => {
    expect(statusOf(now).text).toBe(text);
  });
});

describe('mainActions', () => {
  const commands = (now: Partial<Parameters<typeof mainActions>[0]>) =>
    mainActions({ isOn: true, state: 'live', paused: false, probes: 1, ...now }).map((action) => action.command);
  it('offers first what helps most', () => {
    expect(commands({})[0]).toBe('stillframe.openCaptures');
    expect(commands({ paused: true })[0]).toBe('stillframe.resumeAll');
    expect(commands({ state: 'down' })[0]).toBe('stillframe.startLocalHub');
    expect(commands({ isOn: false })[0]).toBe('stillframe.turnOn');
  });
  it('offers nothing for probes where there are none', () => {
    expect(commands({ probes: 0 })).not.toContain('stillframe.removeAllProbes');
  });
});

describe('formatLog', () => {
  const log = {
    id: 'l',
    probeId: 'p',
    instanceId: '0193abcdef',
    atMs: new Date(2026, 0, 2, 12, 3, 7, 114).getTime(),
    level: 'info',
    text: 'order 17 took 31',
  } as const;
  const instance = {
    instanceId: 'i',
    app: 'shop',
    host: 'pod-1',
    pid: 1,
    tags: {},
    nodeVersion: 'v24',
    agentVersion: '0',
    cwd: '/',
    startedAtMs: 0,
  };
  const spec = {
    kind: 'log',
    at: { file: '/app/src/checkout.ts', line1: 44 },
    template: 'x',
    level: 'info',
    to: 'editor',
    target: {},
    expiresInMs: 1,
  } as const;
  it('is one line with time, place and who', () => {
    expect(formatLog(log, instance, spec)).toBe('12:03:07.114 shop pod-1 order 17 took 31  (checkout.ts:44)');
    expect(formatLog({ ...log, level: 'warn' }, undefined, undefined)).toBe(
      '12:03:07.114 instance 0193abcd WARN order 17 took 31',
    );
  });
  it('stays one line whatever was logged', () => {
    expect(formatLog({ ...log, text: 'a\nb\u202ec' }, instance, spec)).toContain(String.raw`a\nb\u202ec`);
  });
});

describe('iconSvg', () => {
  it('is small, and differs by shape and look', () => {
    const shapes = ['snapshot', 'log', 'counter', 'tic', 'toc', 'metric'] as const;
    const looks = [...new Set(Object.values(lookOf)), 'hit'] as const;
    const all = shapes.flatMap((shape) => looks.map((look) => iconSvg(shape, look, 'dark')));
    expect(new Set(all).size).toBe(shapes.length * looks.length);
    for (const svg of all) expect(svg.length).toBeLessThan(1_000);
  });
});
