import type { Frame } from '@stillframe/protocol';
import { type CaptureObjects, resolveRef } from '@stillframe/protocol/reading';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { evaluateCaptured } from './evaluate/evaluateCaptured.ts';

const most = 200;

/** Names that may follow `text`, the console's line up to the cursor: members after a dot, else the frame's variables. */
export function completionsIn(text: string, frame: Frame, objects: CaptureObjects): DebugProtocol.CompletionItem[] {
  const member = /([\p{ID_Start}$_][\p{ID_Continue}$.[\]\d]*?)\??\.([\p{ID_Continue}$]*)$/u.exec(text);
  if (member === null) {
    const names = (frame.scopes ?? []).flatMap(({ variables }) => variables.map(({ k }) => k));
    return [...new Set(['this', ...names])].slice(0, most).map((label) => ({ label, type: 'variable' }));
  }
  const result = evaluateCaptured(member[1] ?? '', frame, objects);
  if (!result.ok) return [];
  const value = resolveRef(result.value, objects);
  if (value.t !== 'object') return [];
  return value.props
    .filter(({ k, symbol }) => symbol !== true && /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(k))
    .slice(0, most)
    .map(({ k }) => ({ label: k, type: 'property' }));
}
