import type {
  CompleteExpressionResult,
  ExpressionCompletion,
  ExpressionProblem,
} from '../language/expressionRequest.ts';
import type { Problem } from './askText.ts';

/** A row below the input. */
export type Row =
  /** Takes the text as it is; the first row, so that Enter does it. */
  | { readonly kind: 'submit'; readonly label: string; readonly detail: string; readonly isRefused: boolean }
  | { readonly kind: 'completion'; readonly label: string; readonly description: string; readonly text: string }
  | { readonly kind: 'used'; readonly label: string; readonly text: string };

/** The rows for a text: what is wrong with it or what Enter does, what may come next, and what was used before. */
export function rowsFor(options: {
  readonly text: string;
  readonly action: string;
  readonly isOptional: boolean;
  readonly problem: Problem | undefined;
  readonly answer: CompleteExpressionResult;
  readonly used: readonly string[];
}): readonly Row[] {
  const { text, action, isOptional, problem, answer, used } = options;
  const completions = answer.items.map((item): Row => ({
    kind: 'completion',
    label: `${iconOf[item.kind]} ${item.label}`,
    description: item.detail,
    text: completed(text, item),
  }));
  const earlier = used
    .filter((each) => each !== text && each.startsWith(text))
    .map((each): Row => ({ kind: 'used', label: `$(history) ${each}`, text: each }));
  return [submitRow(text, action, isOptional, problem, answer.problem), ...completions, ...earlier];
}

const iconOf = { variable: '$(symbol-variable)', member: '$(symbol-field)', method: '$(symbol-method)' } as const;

/** The cursor is always at the end: VS Code does not say where it is. */
export const completed = (text: string, { start, label }: ExpressionCompletion): string => text.slice(0, start) + label;

function submitRow(
  text: string,
  action: string,
  isOptional: boolean,
  problem: Problem | undefined,
  doubt: ExpressionProblem | undefined,
): Row {
  if (text.trim() === '' && !isOptional)
    return { kind: 'submit', label: '$(edit) Write an expression', detail: '', isRefused: true };
  if (problem !== undefined) {
    const detail = problem.column1 === undefined ? '' : marked(text, problem.column1);
    return { kind: 'submit', label: `$(error) ${problem.message}`, detail, isRefused: true };
  }
  if (doubt?.isDoubt === true) {
    const detail = `${doubt.message} Enter places it nevertheless.`;
    return { kind: 'submit', label: `$(warning) ${action}`, detail, isRefused: false };
  }
  return { kind: 'submit', label: `$(check) ${action}`, detail: '', isRefused: false };
}

/** The text with a mark before the column that is meant. */
const marked = (text: string, column1: number) => `${text.slice(0, column1 - 1)}▸${text.slice(column1 - 1)}`;
