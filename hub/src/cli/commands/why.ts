import { visibleText, whyNothing, type WhyStep } from '@stillframe/protocol/reading';
import type { Command } from 'commander';
import { withHub, type CommonOptions } from '../context.ts';
import { findProbe } from '../findProbe.ts';
import type { CliIo } from '../io.ts';
import { placesText, shortId } from '../render/words.ts';

/** `why`: the answer to "why did nothing arrive?". */
export function addWhyCommand(program: Command, io: CliIo): void {
  program
    .command('why <id>')
    .description('say why nothing arrived of a probe')
    .action((part: string, options: CommonOptions) =>
      withHub(io, options, async ({ client, output }) => {
        const { probes, paused } = await client.request('probes/list', {});
        const { instances } = await client.request('agents/list', {});
        const view = findProbe(part, probes);
        const why = whyNothing(view, { paused, instances, nowMs: Date.now() });
        const next = why.steps.map((step) => commandOf(step, shortId(view.probe.id)));
        output.document({ type: 'why', probeId: view.probe.id, answer: why.answer, facts: why.facts, next });
        const { palette } = output;
        output.text(`${palette.bold(view.probe.spec.kind)} ${placesText(view.probe.spec)}\n`);
        output.text(`${visibleText(why.answer)}\n`);
        for (const fact of why.facts) output.text(`  ${visibleText(fact)}\n`);
        for (const text of next) output.text(palette.faint(`Next: ${text}\n`));
      }),
    );
}

function commandOf(step: WhyStep, id: string): string {
  switch (step.kind) {
    case 'renew':
      return `stillframe renew ${id}`;
    case 'resume':
      return 'stillframe resume';
    case 'retarget':
      return `stillframe retarget all ${id}`;
    case 'move':
      return `place it on line ${step.line1}`;
    case 'enable':
      return 'enable it in the editor';
    case 'edit':
      return 'place it again with another expression';
  }
}
