import * as v from 'valibot';

/** A request of ours beside the protocol's: what may be written next in an expression or template at a line. */
export const completeExpressionMethod = 'stillframe/completeExpression';

export const CompleteExpressionSchema = v.object({
  /** The document the expression is for. */
  uri: v.string(),
  /** 0-based, where it will be evaluated: before the line runs. */
  line: v.number(),
  text: v.pipe(v.string(), v.maxLength(10_000)),
  /** The cursor, 0-based. */
  offset: v.number(),
  kind: v.picklist(['expression', 'template']),
});
export type CompleteExpressionParams = v.InferOutput<typeof CompleteExpressionSchema>;

/** A name or member; `start` to the cursor is what it replaces. */
export type ExpressionCompletion = {
  readonly label: string;
  /** The value it had when it was last captured, or what it is. */
  readonly detail: string;
  readonly kind: 'variable' | 'member' | 'method';
  readonly start: number;
};

/** What is wrong with the text, and in which 1-based column. `isDoubt`: it can be placed, but will hardly work. */
export type ExpressionProblem = {
  readonly message: string;
  readonly column1: number | undefined;
  readonly isDoubt: boolean;
};

export type CompleteExpressionResult = {
  readonly items: readonly ExpressionCompletion[];
  readonly problem?: ExpressionProblem | undefined;
};
