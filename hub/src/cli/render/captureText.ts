import type { Capture, Frame, Instance } from '@stillframe/protocol';
import { captureObjects, timeText, visibleText, type CaptureObjects } from '@stillframe/protocol/reading';
import type { Palette } from './palette.ts';
import { renderVariables } from './variables.ts';
import { instanceText, shortId } from './words.ts';

/** A capture for reading: a headline, watches, then the stack with its variables. */
export function captureText(capture: Capture, instance: Instance | undefined, palette: Palette): string {
  const objects = captureObjects(capture);
  const [top] = capture.frames;
  const place = top === undefined ? '' : ` at ${palette.bold(frameName(top))}  ${frameFile(top)}`;
  const lines = [
    `${palette.magenta('◉')} ${timeText(capture.atMs, Date.now())}${place}`,
    palette.faint(
      `  capture ${shortId(capture.id)} · hit ${capture.hit} · ${instanceText(instance, capture.instanceId)} · took ${costText(capture)}`,
    ),
  ];
  const request = requestText(capture);
  if (request !== '') lines.push(palette.faint(`  ${request}`));
  if (capture.watches.length > 0) {
    lines.push(palette.faint('  watches'));
    for (const watch of capture.watches) {
      if (watch.value !== undefined) {
        const named = { k: watch.expression, v: watch.value };
        lines.push(...renderVariables([named], objects, palette, '    '));
      } else {
        const reason = watch.error?.message ?? 'not evaluated';
        lines.push(`    ${palette.cyan(visibleText(watch.expression))}  ${palette.red(visibleText(reason))}`);
      }
    }
  }
  lines.push(palette.faint('  stack'));
  for (const frame of capture.frames) lines.push(...frameLines(frame, objects, palette));
  for (const note of capture.notes) lines.push(`  ${palette.yellow('note')}  ${visibleText(note)}`);
  return `${lines.join('\n')}\n`;
}

function frameLines(frame: Frame, objects: CaptureObjects, palette: Palette): readonly string[] {
  const name = frame.isAsync === true ? `async ${frameName(frame)}` : frameName(frame);
  const lines = [
    `  ${frame.origin === 'app' ? palette.bold(name) : palette.faint(name)}  ${palette.faint(frameFile(frame))}`,
  ];
  if (frame.thisValue !== undefined && frame.thisValue.t !== 'undefined') {
    lines.push(...renderVariables([{ k: 'this', v: frame.thisValue }], objects, palette, '      '));
  }
  for (const scope of frame.scopes ?? []) {
    if (scope.variables.length === 0) continue;
    const isOuter = scope.kind !== 'local';
    if (isOuter) lines.push(palette.faint(`      ${scope.kind}`));
    lines.push(...renderVariables(scope.variables, objects, palette, isOuter ? '        ' : '      '));
  }
  if (frame.note !== undefined) lines.push(palette.faint(`      ${visibleText(frame.note)}`));
  return lines;
}

/** `trace 4bf9… · span 00f0… · request r-7`, as far as known. */
export function requestText({ trace, requestId }: Pick<Capture, 'trace' | 'requestId'>): string {
  const parts = trace === undefined ? [] : [`trace ${trace.traceId}`, `span ${trace.spanId}`];
  if (requestId !== undefined) parts.push(`request ${requestId}`);
  return visibleText(parts.join(' · '));
}

const frameName = (frame: Frame) => visibleText(frame.name) || '(anonymous)';
const frameFile = (frame: Frame) => `${visibleText(frame.file)}:${frame.line1}`;

function costText({ cost }: Capture): string {
  const ms = (ns: number) => `${(ns / 1e6).toFixed(2)} ms`;
  return cost.pauseNs > 0 ? `${ms(cost.totalNs)}, paused ${ms(cost.pauseNs)}` : ms(cost.totalNs);
}
