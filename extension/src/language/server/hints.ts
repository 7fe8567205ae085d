import type { Capture } from '@stillframe/protocol';
import { captureObjects, timeText, type CaptureObjects } from '@stillframe/protocol/reading';
import { MarkupKind, type InlayHint } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { HubModel } from '../../hub/hubModel.ts';
import type { DocumentSyntax } from './documentSyntax.ts';
import { inlineLabel, longLabel, valuesForLine, valuesForNames, type NamedValue } from './inlineValues.ts';
import { codeBlock, plain } from './markdown.ts';
import { probesInDocument, type IsHere } from './probesInDocument.ts';
import { staleness } from './staleness.ts';

/** off; line: at the probe's line; function: also above it, where its function gave a variable its value. */
export type InlayMode = 'off' | 'line' | 'function';

export type HintSource = {
  readonly hub: HubModel;
  readonly document: TextDocument;
  readonly isHere: IsHere;
  readonly documentPath: string;
  /** Undefined while the text cannot be read; then only the probe's line has values. */
  readonly syntax: DocumentSyntax | undefined;
  /** When the text last changed in the editor. */
  readonly editedAtMs: number | undefined;
  readonly mode: InlayMode;
  readonly nowMs: number;
};

/** The values of each snapshot's last capture, at the ends of lines; a line that two snapshots reach has the newer one's. */
export function inlayHintsFor(source: HintSource): InlayHint[] {
  const { hub, document, documentPath, isHere, mode } = source;
  if (mode === 'off') return [];
  const byLine = new Map<number, { readonly capture: Capture; readonly hint: InlayHint; readonly isOwn: boolean }>();
  for (const { probe } of probesInDocument(hub.probes.values(), documentPath, isHere)) {
    const line0 = probe.spec.at.line1 - 1;
    if (probe.spec.kind !== 'snapshot' || line0 >= document.lineCount) continue;
    const capture = hub.captures.find((candidate) => candidate.probeId === probe.id);
    if (capture === undefined) continue;
    for (const hint of hintsOf(source, capture, line0)) {
      const { line } = hint.position;
      const isOwn = line === line0;
      const before = byLine.get(line);
      const wins = before === undefined || (isOwn === before.isOwn ? capture.atMs > before.capture.atMs : isOwn);
      if (wins) byLine.set(line, { capture, hint, isOwn });
    }
  }
  return [...byLine.values()].map(({ hint }) => hint);
}

function* hintsOf(source: HintSource, capture: Capture, line0: number): Generator<InlayHint> {
  const { document, syntax, mode, hub, editedAtMs, nowMs } = source;
  const objects = captureObjects(capture);
  const note = staleness(capture, hub, editedAtMs, nowMs);
  const own = hintAt(source, line0, capture, objects, valuesForLine(capture, lineText(document, line0)), note);
  if (own !== undefined) yield own;
  if (mode !== 'function' || syntax === undefined) return;
  for (const [line, names] of syntax.writesAbove(line0)) {
    if (line >= line0) continue;
    const hint = hintAt(source, line, capture, objects, valuesForNames(capture, names), note);
    if (hint !== undefined) yield hint;
  }
}

function hintAt(
  { document, hub }: HintSource,
  line0: number,
  capture: Capture,
  objects: CaptureObjects,
  values: readonly NamedValue[],
  note: string | undefined,
): InlayHint | undefined {
  const label = inlineLabel(values, objects);
  if (label === undefined) return undefined;
  return {
    position: { line: line0, character: lineText(document, line0).length },
    // First: VS Code cuts what is long, and it must not be this.
    label: note === undefined ? ` ${label}` : ` ${note}: ${label}`,
    paddingLeft: true,
    tooltip: { kind: MarkupKind.Markdown, value: tooltipFor(hub, capture, longLabel(values, objects), note) },
  };
}

function tooltipFor(hub: HubModel, capture: Capture, text: string, note: string | undefined): string {
  const instance = hub.instances.get(capture.instanceId)?.instance;
  const who = instance === undefined ? '' : ` · ${instance.app} ${instance.host}`;
  const [frame] = capture.frames;
  const where = frame === undefined ? '' : ` before line ${frame.line1}`;
  const heading = plain(`Captured ${timeText(capture.atMs)}${where}${who}, hit ${capture.hit}`);
  return `${heading}${note === undefined ? '' : ` · **${plain(note)}**`}\n\n${codeBlock(text)}`;
}

export function lineText(document: TextDocument, line0: number): string {
  const start = { line: line0, character: 0 };
  return document.getText({ start, end: { line: line0 + 1, character: 0 } }).replace(/[\r\n]+$/, '');
}
