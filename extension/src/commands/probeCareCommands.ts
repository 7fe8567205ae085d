import { assertNever, type ProbeView } from '@stillframe/protocol';
import { visibleText, whyNothing, type Why, type WhyStep } from '@stillframe/protocol/reading';
import * as vscode from 'vscode';
import { placeAt } from '../files/placeAt.ts';
import { movedTo, movedToLine } from '../probes/moveProbe.ts';
import { whyNow } from '../probes/whyNow.ts';
import type { CommandContext, CommandTable } from './commandContext.ts';
import { onProbe } from './onProbe.ts';
import { pickTarget } from './pickTarget.ts';
import { lineFor, probeFor, titleOf } from './targets.ts';

/** Commands that look after a probe: why nothing came, more time, another line, other instances, another one like it. */
export function probeCareCommands(context: CommandContext): CommandTable {
  const { hub, places, actions } = context;

  return {
    'stillframe.whyProbe': onProbe(context, async (view) => {
      const why = whyNothing(view, whyNow(hub));
      const labels = new Map(why.steps.map((step) => [labelOf(step), step]));
      const picked = await vscode.window.showInformationMessage(
        `${titleOf(view)}: ${sentences(why)}`,
        ...labels.keys(),
      );
      const step = picked === undefined ? undefined : labels.get(picked);
      if (step === undefined) return;
      if (step.kind === 'move') await actions.update(view.probe.id, movedToLine(view.probe.spec, step.line1));
      else await vscode.commands.executeCommand(commandOf(step), { probeId: view.probe.id });
    }),
    'stillframe.renewProbe': onProbe(context, (view) => actions.renew([view.probe.id])),
    'stillframe.duplicateProbe': onProbe(context, (view) => actions.add(view.probe.spec)),
    'stillframe.moveProbe': async (...given) => {
      const place = lineFor(undefined);
      if (place === undefined) return;
      // Of the tree row, or one that is elsewhere: the one at the cursor is there already.
      const isElsewhere = ({ probe: { id } }: ProbeView) =>
        places.atLine(place.uri, place.line1).every(({ view }) => view.probe.id !== id);
      const view = await probeFor(given, hub, places, isElsewhere);
      if (view !== undefined)
        await actions.update(view.probe.id, movedTo(view.probe.spec, placeAt(place.uri, place.line1)));
    },
    'stillframe.retargetProbe': onProbe(context, async (view) => {
      const target = await pickTarget(`Where shall ${titleOf(view)} be?`, [...hub.instances.values()]);
      if (target !== undefined) await actions.retarget([view.probe.id], target);
    }),
    'stillframe.widenProbe': onProbe(
      context,
      async ({ probe: { id, spec } }) => {
        const { anyOne, ...everywhere } = spec.target;
        if (anyOne === true) await actions.retarget([id], everywhere);
      },
      (view) => view.probe.spec.target.anyOne === true,
    ),
  };
}

/** A notification has room for the answer and the two weightiest facts; the Probes view has the rest. */
const sentences = ({ answer, facts }: Why) => visibleText([answer, ...facts.slice(0, 2)].join(' '));

function labelOf(step: WhyStep): string {
  switch (step.kind) {
    case 'move':
      return `Move to Line ${step.line1}`;
    case 'enable':
      return 'Enable Probe';
    case 'resume':
      return 'Resume All';
    case 'renew':
      return 'Renew Probe';
    case 'edit':
      return 'Edit Probe…';
    case 'retarget':
      return 'Choose Other Instances…';
    default:
      return assertNever(step);
  }
}

const commandOf = ({ kind }: Exclude<WhyStep, { kind: 'move' }>) =>
  kind === 'resume' ? 'stillframe.resumeAll' : `stillframe.${kind}Probe`;
