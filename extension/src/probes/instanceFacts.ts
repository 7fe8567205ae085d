import type { InstanceView } from '@stillframe/protocol';
import { processText, spanText } from '@stillframe/protocol/reading';
import { formatMs, formatShare } from './formatNumbers.ts';
import type { ProbeFact } from './probeFacts.ts';

/** What there is to know of an instance: what runs there, since when, and how it fares. */
export function instanceFacts({ instance, load, connected }: InstanceView, nowMs: number): readonly ProbeFact[] {
  const { version, commit, tags } = instance;
  const fact = (label: string, text: string | undefined, icon: string): readonly ProbeFact[] =>
    text === undefined || text === '' ? [] : [{ label, text, icon }];
  const tagText = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
  return [
    ...fact('', load?.failure?.message, 'error'),
    ...fact(
      '',
      connected ? '' : 'The connection was lost; it is forgotten a minute later unless it returns.',
      'warning',
    ),
    ...fact('Version', [version, commit?.slice(0, 12)].filter((part) => part !== undefined).join(' · '), 'git-commit'),
    ...fact('Tags', tagText.join(', '), 'tag'),
    ...fact('Up', spanText(nowMs - instance.startedAtMs), 'history'),
    ...fact('CPU', load && cpuText(load.cpu, load.appCpu), 'pulse'),
    ...fact(
      'Event loop delay',
      load && (load.loopDelayMs === undefined ? askedOnly : formatMs(load.loopDelayMs)),
      'watch',
    ),
    ...fact('Heap', load && heapText(load.heapUsedBytes, load.heapLimitBytes), 'database'),
    ...fact('Memory', load && megabytes(load.rssBytes), 'chip'),
    ...fact('Probes', load && `${formatShare(load.probeShare)} of a core`, 'dashboard'),
    ...fact('Node.js', `${instance.nodeVersion} · agent ${instance.agentVersion}`, 'symbol-misc'),
    ...fact('Folder', instance.cwd, 'folder'),
  ];
}

/** `pid 71 · eu · up 5m · CPU 12 %`. */
export function instanceDescription({ instance, load, connected }: InstanceView, nowMs: number): string {
  return [
    `pid ${processText(instance)}`,
    ...Object.values(instance.tags),
    connected ? `up ${spanText(nowMs - instance.startedAtMs)}` : 'lost',
    connected && load !== undefined ? `CPU ${formatShare(load.appCpu ?? load.cpu)}` : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** Only the app's own thread could tell, and without a probe nothing of ours runs there. */
const askedOnly = 'known while a probe is in';

const cpuText = (cpu: number, appCpu: number | undefined) =>
  appCpu === undefined ? formatShare(cpu) : `${formatShare(appCpu)} its event loop · ${formatShare(cpu)} in all`;

const heapText = (used: number | undefined, limit: number | undefined) =>
  used === undefined ? askedOnly : `${megabytes(used)}${limit === undefined ? '' : ` of ${megabytes(limit)}`}`;

const megabytes = (bytes: number) => `${Math.round(bytes / 1_048_576).toLocaleString('en-US')} MB`;
