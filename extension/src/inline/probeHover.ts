import type { ProbeView } from '@stillframe/protocol';
import { visibleText, whyNothing } from '@stillframe/protocol/reading';
import * as vscode from 'vscode';
import type { HubModel } from '../hub/hubModel.ts';
import { detailOf, kindLabel } from '../probes/probeLabels.ts';
import { distributionLabel } from '../probes/probeNumbers.ts';
import { describeCost, describeCounts, summarizeProbe } from '../probes/summarizeProbe.ts';
import { whyNow } from '../probes/whyNow.ts';

/** Commands that hovers may run; anything else in the text is inert. */
const enabledCommands = ['removeProbe', 'toggleProbe', 'editProbe', 'renewProbe', 'whyProbe'].map(
  (name) => `stillframe.${name}`,
);

/** What a probe is, how it fares and why, with its actions: shown on hover at its line and in the Probes view. */
export function probeHover(view: ProbeView, hub: Pick<HubModel, 'paused' | 'instances'>): vscode.MarkdownString {
  const { spec, id, enabled } = view.probe;
  const summary = summarizeProbe(view, hub.paused);
  const hover = new vscode.MarkdownString(undefined, true);
  hover.isTrusted = { enabledCommands };
  hover.appendMarkdown(`**${kindLabel[spec.kind]}** · ${summary.state}  \n`);
  const detail = detailOf(spec);
  if (detail !== '') hover.appendCodeblock(visibleText(detail), 'typescript');
  hover.appendText(`${summary.sentence}\n`);
  const isIn = summary.state === 'armed' || summary.state === 'throttled';
  if (isIn && summary.counts.captured === 0) {
    hover.appendText(`${visibleText(whyNothing(view, whyNow(hub)).answer)}\n`);
  }
  if (summary.boundLine1 !== undefined && summary.reason?.code !== 'SOURCE_DIFFERS') {
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
      link('$(question) Why did nothing arrive?', 'stillframe.whyProbe'),
      view.ended === undefined ? '' : link('$(history) Renew', 'stillframe.renewProbe'),
      link(enabled ? '$(debug-pause) Disable' : '$(play) Enable', 'stillframe.toggleProbe'),
      link('$(trash) Remove', 'stillframe.removeProbe'),
    ]
      .filter((text) => text !== '')
      .join(' &nbsp; ')}`,
  );
  return hover;
}
