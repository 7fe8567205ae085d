import type { Instance, InstanceView, Load, ProbeView } from '@stillframe/protocol';
import { formatSelector } from '@stillframe/protocol';
import { dropsText, processText, spanText, sumDrops, visibleText } from '@stillframe/protocol/reading';
import type { Command } from 'commander';
import { withHub, type CommonOptions } from '../context.ts';
import { currentStatuses, documents, mergedSeries } from '../documents.ts';
import type { CliIo } from '../io.ts';
import type { Palette } from '../render/palette.ts';
import { overallState } from '../render/probeText.ts';
import { renderTable, type Cell } from '../render/table.ts';
import { numberText, percentText, placesText, shortId } from '../render/words.ts';

/** `agents` and `probes`. */
export function addListCommands(program: Command, io: CliIo): void {
  program
    .command('agents')
    .description('list the processes with an agent in them')
    .action((options: CommonOptions) =>
      withHub(io, options, async ({ client, output }) => {
        const { instances } = await client.request('agents/list', {});
        for (const view of instances) output.document(documents.instance(view));
        output.text(`${agentsTable(instances, output.palette)}\n`);
      }),
    );
  program
    .command('probes')
    .description('list the probes, their state and cost')
    .action((options: CommonOptions) =>
      withHub(io, options, async ({ client, output }) => {
        const { probes, paused } = await client.request('probes/list', {});
        for (const view of probes) output.document(documents.probe(view));
        output.text(`${probesTable(probes, output.palette)}\n`);
        if (paused) output.text(output.palette.yellow('All probes are paused; `stillframe resume` arms them again.\n'));
      }),
    );
}

function agentsTable(instances: readonly InstanceView[], palette: Palette): string {
  if (instances.length === 0) {
    return 'No agent is connected. Start a service with `node --import @stillframe/agent/register app.js`.';
  }
  const titles = ['APP', 'VERSION', 'HOST', 'PID', 'NODE', 'TAGS', 'CPU', 'MEMORY', 'PROBES', 'UP', 'INSTANCE'];
  const rows = instances.map(({ instance, load, connected }): Cell[] => [
    { text: visibleText(instance.app), paint: palette.bold },
    visibleText(instance.version ?? instance.commit?.slice(0, 8) ?? '–'),
    visibleText(instance.host),
    visibleText(processText(instance)),
    visibleText(instance.nodeVersion),
    visibleText(
      Object.entries(instance.tags)
        .map(([key, value]) => `${key}=${value}`)
        .join(',') || '–',
    ),
    load === undefined ? '–' : percentText(load.cpu),
    load === undefined ? '–' : `${Math.round(load.rssBytes / 1_048_576)} MB`,
    load === undefined ? '–' : percentText(load.probeShare),
    upText(instance, load, connected, palette),
    { text: shortId(instance.instanceId), paint: palette.faint },
  ]);
  return renderTable([titles.map((text) => ({ text, paint: palette.faint })), ...rows]);
}

function upText({ startedAtMs }: Instance, load: Load | undefined, connected: boolean, palette: Palette): Cell {
  if (!connected) return { text: 'lost', paint: palette.red };
  // The agent gave up; `stillframe probes` says why.
  if (load?.failure !== undefined) return { text: 'failed', paint: palette.red };
  return spanText(Date.now() - startedAtMs);
}

function probesTable(probes: readonly ProbeView[], palette: Palette): string {
  if (probes.length === 0) return 'There are no probes. Place one with `stillframe snapshot FILE:LINE`.';
  const titles = ['ID', 'KIND', 'PLACE', 'STATE', 'HITS', 'COST', 'ON', 'LEFT', 'ABOUT'];
  const rows = probes.map((view): Cell[] => {
    const { probe, ended } = view;
    const state = overallState(view);
    const paint = state.includes('failed') ? palette.red : state.includes('armed') ? palette.green : palette.yellow;
    const reason = currentStatuses(view).find(({ status }) => status.reason !== undefined)?.status.reason;
    return [
      { text: shortId(probe.id), paint: palette.cyan },
      probe.spec.kind,
      placesText(probe.spec),
      { text: state, paint: ended === undefined ? paint : palette.faint },
      hitsText(view),
      percentText(view.statuses.reduce((sum, { status }) => sum + status.cost.share, 0)),
      visibleText(formatSelector(probe.spec.target)),
      ended === undefined ? spanText(probe.expiresAtMs - Date.now()) : '–',
      visibleText([probe.spec.label ?? reason?.message ?? '', lossText(view)].filter((text) => text !== '').join('; ')),
    ];
  });
  return renderTable([titles.map((text) => ({ text, paint: palette.faint })), ...rows]);
}

function lossText({ probe, statuses }: ProbeView): string {
  const dropped = statuses.reduce((sum, { status }) => sum + status.counts.dropped, 0);
  return dropsText(probe.spec.kind, dropped, sumDrops(statuses.map(({ status }) => status.drops)));
}

function hitsText(view: ProbeView): string {
  const { spec } = view.probe;
  if (spec.kind === 'snapshot' || spec.kind === 'log') return `${view.accepted}/${spec.maxHits ?? '∞'}`;
  return numberText(mergedSeries(view).reduce((sum, { count }) => sum + count, 0));
}
