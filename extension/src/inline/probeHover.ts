import type { ProbeView } from '@stillframe/protocol';
import { visibleText } from '@stillframe/protocol/reading';
import * as vscode from 'vscode';
import { detailOf, kindLabel } from '../probes/probeLabels.ts';
import { distributionLabel } from '../probes/probeNumbers.ts';
import { describeCost, describeCounts, summarizeProbe } from '../probes/summarizeProbe.ts';

/** Commands that hovers may run; anything else in the text is inert. */
const enabledCommands = ['stillframe.removeProbe', 'stillframe.toggleProbe', 'stillframe.editProbe'];

/** What a probe is, how it fares and why, with its actions: shown on hover at its line and in the Probes view. */
export function probeHover(view: ProbeView, paused: boolean): vscode.MarkdownString {
  const { spec, id, enabled } = view.probe;
  const summary = summarizeProbe(view, paused);
  const hover = new vscode.MarkdownString(undefined, true);
  hover.isTrusted = { enabledCommands };
  hover.appendMarkdown(`**${kindLabel[spec.kind]}** · ${summary.state}  \n`);
  const detail = detailOf(spec);
  if (detail !== '') hover.appendCodeblock(visibleText(detail), 'typescript');
  hover.appendText(`${summary.sentence}\n`);
  if (summary.boundLine1 !== undefined) {
    const where = spec.kind === 'duration' ? 'The function begins' : 'It really is';
    hover.appendText(`${where} on line ${summary.boundLine1}.\n`);
  }
  const distribution = distributionLabel(view);
  if (distribution !== undefined) hover.appendText(`${distribution}\n`);
  hover.appendText(`${describeCounts(summary.counts)}; ${describeCost(summary)}.`);
  if (summary.losses !== '') hover.appendText(`\n${summary.losses}.`);
  const link = (title: string, command: string) =>
    `[${title}](command:${command}?${encodeURIComponent(JSON.stringify([{ probeId: id }]))})`;
  hover.appendMarkdown(
    `\n\n${[
      link('$(edit) Edit', 'stillframe.editProbe'),
      link(enabled ? '$(debug-pause) Disable' : '$(play) Enable', 'stillframe.toggleProbe'),
      link('$(trash) Remove', 'stillframe.removeProbe'),
    ].join(' &nbsp; ')}`,
  );
  return hover;
}
