import type { Value } from '@stillframe/protocol';
import {
  captureObjects,
  createComparison,
  timeText,
  valueText,
  visibleText,
  type CaptureObjects,
} from '@stillframe/protocol/reading';
import { MarkupKind, type Hover, type Position } from 'vscode-languageserver/node';
import { evaluateCaptured } from '../../adapter/evaluate/evaluateCaptured.ts';
import type { HubModel } from '../../hub/hubModel.ts';
import { clip } from '../../values/clip.ts';
import type { DocumentSyntax } from './documentSyntax.ts';
import { codeBlock, codeSpan, plain } from './markdown.ts';
import { pathAt } from './namesInLine.ts';
import type { IsHere } from './probesInDocument.ts';
import { seenFrames, type SeenFrame } from './seenFrames.ts';

/** Hits listed with the value they had. */
const maxHistory = 8;
const maxValueLength = 600;
const maxHistoryLength = 80;

type Seen = SeenFrame & { readonly value: Value; readonly objects: CaptureObjects };

/**
 * What a variable, or a member of one, was at the last hit that captured it, and at the hits before. `command` is what a
 * client can open a capture with; without one the times are not links.
 */
export function hoverAt(options: {
  readonly hub: HubModel;
  readonly isHere: IsHere;
  readonly syntax: DocumentSyntax;
  readonly lineText: string;
  readonly position: Position;
  readonly command: string | undefined;
}): Hover | undefined {
  const { hub, isHere, syntax, lineText, position, command } = options;
  const path = pathAt(lineText, position.character);
  if (path === undefined) return undefined;
  const [name = ''] = path.text.split(/\??\./);
  const history: Seen[] = [];
  for (const seen of seenFrames(hub, isHere)) {
    const [first] = history;
    // The history is that of one place: elsewhere the variable may mean another thing.
    if (first !== undefined && !isSamePlace(first, seen)) continue;
    if (first !== undefined && history.at(-1)?.capture === seen.capture) continue;
    if (!syntax.isSame(name, position.line, path.start0, seen.frame.line1 - 1)) continue;
    const objects = captureObjects(seen.capture);
    const result = evaluateCaptured(path.text, seen.frame, objects);
    if (!result.ok || isUninteresting(result.value)) continue;
    history.push({ ...seen, value: result.value, objects });
    if (history.length > maxHistory) break;
  }
  const [latest] = history;
  if (latest === undefined) return undefined;
  const start = { line: position.line, character: path.start0 };
  return {
    contents: { kind: MarkupKind.Markdown, value: textFor(path.text, latest, history, hub, command) },
    range: { start, end: { line: position.line, character: path.start0 + path.text.length } },
  };
}

const isSamePlace = (a: SeenFrame, b: SeenFrame) =>
  a.capture.probeId === b.capture.probeId && a.frame.file === b.frame.file && a.frame.line1 === b.frame.line1;

/** A function or module says nothing that the source does not. */
const isUninteresting = (value: Value) =>
  value.t === 'function' ||
  (value.t === 'object' && value.kind === 'module') ||
  (value.t === 'unavailable' && value.reason === 'uninitialised');

function textFor(
  name: string,
  latest: Seen,
  history: readonly Seen[],
  hub: HubModel,
  command: string | undefined,
): string {
  const { capture, frame } = latest;
  const instance = hub.instances.get(capture.instanceId)?.instance;
  const where = [
    `hit ${capture.hit}`,
    `${visibleText(frame.name) || 'line'}:${frame.line1}`,
    instance === undefined ? '' : visibleText(`${instance.app} ${instance.host}`),
  ].filter((part) => part !== '');
  const value = `${name} = ${valueText(latest.value, latest.objects, maxValueLength, 2)}`;
  const heading = `**Stillframe** · ${linkTo(latest, command)} · ${plain(where.join(' · '))}`;
  return [heading, codeBlock(value), ...historyLines(history, command)].join('\n\n');
}

function historyLines(history: readonly Seen[], command: string | undefined): readonly string[] {
  if (history.length < 2) return [];
  const lines = history.slice(0, maxHistory).map((seen, index) => {
    const before = history[index + 1];
    const isChanged = before !== undefined && !createComparison(seen.objects, before.objects)(seen.value, before.value);
    const text = clip(valueText(seen.value, seen.objects, maxHistoryLength), maxHistoryLength);
    return `- ${linkTo(seen, command)} ${codeSpan(text)}${isChanged ? ' changed' : ''}`;
  });
  return [lines.join('\n')];
}

function linkTo({ capture }: Seen, command: string | undefined): string {
  const time = timeText(capture.atMs, Date.now());
  if (command === undefined) return time;
  return `[${time}](command:${command}?${encodeURIComponent(JSON.stringify([{ captureId: capture.id }]))} "Open this capture")`;
}
