import { parseExpression, parseTemplate, pureMethods, type Program, type Value } from '@stillframe/protocol';
import { captureObjects, resolveRef, valueText, visibleText, type CaptureObjects } from '@stillframe/protocol/reading';
import { evaluateCaptured } from '../../adapter/evaluate/evaluateCaptured.ts';
import type { HubModel } from '../../hub/hubModel.ts';
import { clip } from '../../values/clip.ts';
import type { CompleteExpressionResult, ExpressionCompletion, ExpressionProblem } from '../expressionRequest.ts';
import type { DocumentSyntax } from './documentSyntax.ts';
import type { IsHere } from './probesInDocument.ts';
import { seenFrames, type SeenFrame } from './seenFrames.ts';

const maxItems = 50;
const maxDetail = 60;

export type ExpressionContext = {
  readonly hub: Pick<HubModel, 'captures'>;
  readonly isHere: IsHere;
  readonly syntax: DocumentSyntax;
  readonly line0: number;
};

/** Names in scope at the line and members seen in captures that fit what is written before the cursor; and what is wrong. */
export function completeExpression(
  text: string,
  offset: number,
  kind: 'expression' | 'template',
  context: ExpressionContext,
): CompleteExpressionResult {
  const problem = problemOf(text, kind, context);
  const start = kind === 'template' ? expressionStart(text.slice(0, offset)) : 0;
  if (start === undefined) return { items: [], problem };
  const written = text.slice(start, offset);
  const member = /([\p{ID_Start}$_][\p{ID_Continue}$.?[\]\d]*?)\??\.([\p{ID_Continue}$]*)$/u.exec(written);
  const part = member?.[2] ?? /[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.exec(written)?.[0] ?? '';
  // What is left of whole texts has a quote only where one is still open.
  const isInText = /['"`]/.test(written.replace(/'[^']*'|"[^"]*"|`[^`]*`/g, ''));
  if (isInText || (member === null && /\.\s*$/.test(written))) return { items: [], problem };
  const all = member === null ? namesAt(context) : membersOf(member[1] ?? '', context);
  const wanted = part.toLowerCase();
  const items = all
    .filter(({ label }) => label.toLowerCase().startsWith(wanted) && label !== part)
    .slice(0, maxItems)
    .map((item) => ({ ...item, start: offset - part.length }));
  return { items, problem };
}

type Offered = Omit<ExpressionCompletion, 'start'>;

function namesAt({ hub, isHere, syntax, line0 }: ExpressionContext): readonly Offered[] {
  const frames = [...seenFrames(hub, isHere)];
  const offered = syntax.namesAt(line0).map((label): Offered & { readonly isKnown: boolean; isPlain: boolean } => {
    const seen = seenValue(label, frames, syntax, line0);
    const isPlain = seen !== undefined && (seen.value.t === 'function' || isModule(seen.value));
    return {
      label,
      kind: 'variable',
      detail: seen === undefined ? '' : detailOf(seen),
      isKnown: seen !== undefined,
      isPlain,
    };
  });
  // Values first; a function or an import is hardly what a condition asks for.
  const weight = ({ isKnown, isPlain }: (typeof offered)[number]) => (isPlain ? 2 : isKnown ? 0 : 1);
  const withThis = seenValue('this', frames, syntax, line0);
  const self: readonly Offered[] =
    withThis === undefined ? [] : [{ label: 'this', kind: 'variable', detail: detailOf(withThis) }];
  const sorted = [...offered].sort((a, b) => weight(a) - weight(b));
  return [...sorted.map(({ label, kind, detail }) => ({ label, kind, detail })), ...self];
}

function membersOf(object: string, { hub, isHere, syntax, line0 }: ExpressionContext): readonly Offered[] {
  const seen = seenValue(object, [...seenFrames(hub, isHere)], syntax, line0);
  if (seen === undefined) return [];
  const { value, objects } = seen;
  const members =
    value.t !== 'object'
      ? []
      : value.props
          .filter(({ k, symbol }) => symbol !== true && identifier.test(k))
          .map(({ k, v }): Offered => ({ label: k, kind: 'member', detail: detailOf({ value: v, objects }) }));
  const sized: readonly Offered[] = sizeNames(value).map((label) => ({ label, kind: 'member', detail: '' }));
  const methods = methodsOf(value).map((label): Offered => ({ label: `${label}(`, kind: 'method', detail: 'method' }));
  return [...members, ...sized, ...methods];
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
type Seen = { readonly value: Value; readonly objects: CaptureObjects };

/** The value of a path when it was last captured, as the variable that is meant at the line. */
function seenValue(
  path: string,
  frames: readonly SeenFrame[],
  syntax: DocumentSyntax,
  line0: number,
): Seen | undefined {
  const name = /^[\p{ID_Continue}$]+/u.exec(path)?.[0] ?? '';
  for (const { capture, frame } of frames) {
    if (!syntax.isSameLine(name, line0, frame.line1 - 1)) continue;
    const objects = captureObjects(capture);
    const result = evaluateCaptured(path, frame, objects);
    if (!result.ok) continue;
    const value = resolveRef(result.value, objects);
    if (value.t !== 'unavailable') return { value, objects };
  }
  return undefined;
}

const detailOf = ({ value, objects }: Seen) => clip(visibleText(valueText(value, objects, maxDetail)), maxDetail);
const isModule = (value: Value) => value.t === 'object' && value.kind === 'module';

function sizeNames(value: Value): readonly string[] {
  if (value.t === 'string') return ['length'];
  if (value.t !== 'object') return [];
  if (value.kind === 'array' || value.kind === 'typedarray') return ['length'];
  return value.kind === 'map' || value.kind === 'set' ? ['size'] : [];
}

function methodsOf(value: Value): readonly string[] {
  if (value.t === 'string' || value.t === 'number' || value.t === 'bigint') return pureMethods[value.t];
  if (value.t !== 'object') return [];
  switch (value.kind) {
    case 'array':
    case 'map':
    case 'set':
    case 'date':
      return pureMethods[value.kind];
    default:
      return [];
  }
}

/** Where the expression around the end of `text` begins in a template; undefined in its plain text. */
function expressionStart(text: string): number | undefined {
  let open: number | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (open === undefined && character === '{') {
      if (text.charAt(at + 1) === '{') at += 1;
      else open = at + 1;
    } else if (open !== undefined && character === '}') open = undefined;
  }
  return open;
}

function problemOf(
  text: string,
  kind: 'expression' | 'template',
  { syntax, line0 }: ExpressionContext,
): ExpressionProblem | undefined {
  if (text.trim() === '') return undefined;
  const parsed = kind === 'template' ? parseTemplate(text) : parseExpression(text);
  if (!parsed.ok) return { message: parsed.error.message, column1: parsed.error.column1, isDoubt: false };
  const programs: readonly Program[] = 'parts' in parsed.value ? parsed.value.parts : [parsed.value];
  const visible = new Set(syntax.namesAt(line0));
  const unknown = programs.flatMap(({ names }) => names).find((name) => !visible.has(name) && !(name in globalThis));
  if (unknown === undefined) return undefined;
  const column1 =
    text.search(new RegExp(String.raw`(?<![\p{ID_Continue}$.])${escaped(unknown)}(?![\p{ID_Continue}$])`, 'u')) + 1;
  const message = `Column ${column1}: \`${visibleText(unknown)}\` has no value at line ${line0 + 1} of this text.`;
  return { message, column1, isDoubt: true };
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
