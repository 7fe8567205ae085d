import { formatSelector, notFound } from '@stillframe/protocol';
import type { Command } from 'commander';
import { parseTarget } from '../arguments.ts';
import { CliError, errorLine } from '../cliError.ts';
import { withHub, type CommonOptions } from '../context.ts';
import { exitCodes, type CliIo } from '../io.ts';
import { shortId } from '../render/words.ts';

type RemoveOptions = CommonOptions & { readonly all?: boolean };

/** `rm`, `enable`, `disable`, `renew`, `retarget`, `pin`, `unpin`, `pause` and `resume`. */
export function addChangeCommands(program: Command, io: CliIo): void {
  program
    .command('rm [id...]')
    .description('remove probes')
    .option('--all', 'remove every probe')
    .action((parts: string[], options: RemoveOptions) => {
      if ((parts.length === 0) !== (options.all === true)) {
        throw new CliError(exitCodes.usage, 'Give the ids of probes, or --all. `stillframe probes` lists them.');
      }
      return withHub(io, options, async ({ client, output }) => {
        const asked =
          options.all === true
            ? (await client.request('probes/list', {})).probes.map(({ probe }) => probe.id)
            : [...new Set(parts)];
        const { ids } = await client.request('probes/remove', { ids: asked });
        for (const id of ids) {
          output.document({ type: 'removed', id });
          output.text(`removed ${shortId(id)}\n`);
        }
        if (asked.length === 0) output.text('There are no probes.\n');
        const missing = asked.find((part) => !ids.some((id) => id.startsWith(part) || id.endsWith(part)));
        if (missing === undefined) return;
        throw new CliError(
          exitCodes.failed,
          errorLine(notFound(`probe ${missing}`, '`stillframe probes` lists them.')),
        );
      });
    });

  const setEnabled = (name: string, enabled: boolean, description: string) =>
    program
      .command(`${name} <id...>`)
      .description(description)
      .action((ids: string[], options: CommonOptions) =>
        withHub(io, options, async ({ client, output }) => {
          await client.request('probes/enable', { ids, enabled });
          for (const id of ids) {
            output.document({ type: 'enabled', id, enabled });
            output.text(`${name}d ${id}\n`);
          }
        }),
      );
  setEnabled('enable', true, 'arm disabled probes again; their counts go on');
  setEnabled('disable', false, 'take probes out of the code without forgetting them, until `enable`');

  program
    .command('renew <id...>')
    .description('let probes live on, as long as they were placed for; those that ended start over')
    .action((ids: string[], options: CommonOptions) =>
      withHub(io, options, async ({ client, output }) => {
        await client.request('probes/renew', { ids });
        for (const id of ids) {
          output.document({ type: 'renewed', id });
          output.text(`renewed ${id}\n`);
        }
      }),
    );
  program
    .command('retarget <selector> <id...>')
    .description('other instances for these probes: all, any, an app, or key=value,…')
    .action((selector: string, ids: string[], options: CommonOptions) => {
      const target = parseTarget(selector);
      return withHub(io, options, async ({ client, output }) => {
        await client.request('probes/retarget', { ids, target });
        for (const id of ids) {
          output.document({ type: 'retargeted', id, target });
          output.text(`${id} is for ${formatSelector(target)} now\n`);
        }
      });
    });
  const setPinned = (name: string, pinned: boolean, description: string, text: string) =>
    program
      .command(`${name} <captures...>`)
      .description(description)
      .action((parts: string[], options: CommonOptions) =>
        withHub(io, options, async ({ client, output }) => {
          const { ids } = await client.request('captures/pin', { ids: parts, pinned });
          for (const id of ids) {
            output.document({ type: 'pinned', id, pinned });
            output.text(`${text} ${shortId(id)}\n`);
          }
        }),
      );
  setPinned('pin', true, 'keep captures whatever else is deleted', 'pinned');
  setPinned('unpin', false, 'keep them no longer than others', 'unpinned');

  const setPaused = (name: string, paused: boolean, description: string, text: string) =>
    program
      .command(name)
      .description(description)
      .action((options: CommonOptions) =>
        withHub(io, options, async ({ client, output }) => {
          await client.request('probes/pause', { paused });
          output.document({ type: 'paused', paused });
          output.text(`${text}\n`);
        }),
      );
  setPaused('pause', true, 'take every probe out until `resume`', 'All probes are paused.');
  setPaused('resume', false, 'arm the probes again', 'Probes are armed again.');
}
