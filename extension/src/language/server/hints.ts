import type { Capture } from '@stillframe/protocol';
import { captureObjects, timeText } from '@stillframe/protocol/reading';
import { MarkupKind, type InlayHint, type Range } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { HubModel } from '../../hub/hubModel.ts';
import { inlineLabel, longLabel, valuesForLine } from './inlineValues.ts';
import { probesInDocument } from './probesInDocument.ts';

/** The values of each snapshot's last capture, at the end of its line. */
export function inlayHintsFor(hub: HubModel, document: TextDocument, documentPath: string, range: Range): InlayHint[] {
  return probesInDocument(hub.probes.values(), documentPath).flatMap(({ probe }): readonly InlayHint[] => {
    const line0 = probe.spec.at.line1 - 1;
    if (probe.spec.kind !== 'snapshot' || line0 < range.start.line || line0 > range.end.line) return [];
    if (line0 >= document.lineCount) return [];
    const capture = hub.captures.find((candidate) => candidate.probeId === probe.id);
    const text = lineText(document, line0);
    if (capture === undefined) return [];
    const objects = captureObjects(capture);
    const values = valuesForLine(capture, text);
    const label = inlineLabel(values, objects);
    if (label === undefined) return [];
    return [
      {
        position: { line: line0, character: text.length },
        label: ` ${label}`,
        paddingLeft: true,
        tooltip: { kind: MarkupKind.Markdown, value: tooltipFor(hub, capture, longLabel(values, objects)) },
      },
    ];
  });
}

function tooltipFor(hub: HubModel, capture: Capture, text: string): string {
  const instance = hub.instances.get(capture.instanceId)?.instance;
  const who = instance === undefined ? '' : ` · ${instance.app} ${instance.host}`;
  // A fence longer than any run of backticks in the text cannot be closed by it.
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const heading = `Captured ${timeText(capture.atMs)}${who}, hit ${capture.hit}`.replace(
    /[\\`*_{}[\]<>#|!]/g,
    String.raw`\$&`,
  );
  return `${heading}\n\n${fence}typescript\n${text}\n${fence}`;
}

export function lineText(document: TextDocument, line0: number): string {
  const start = { line: line0, character: 0 };
  return document.getText({ start, end: { line: line0 + 1, character: 0 } }).replace(/[\r\n]+$/, '');
}
