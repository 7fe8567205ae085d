import { parseExpression, parseTemplate } from '@stillframe/protocol';
import type { Problem } from './askText.ts';

/** What is wrong with an expression, and in which column; undefined when nothing. */
export function checkExpression(text: string): Problem | undefined {
  const parsed = parseExpression(text);
  return parsed.ok ? undefined : parsed.error;
}

/** What is wrong with a log template; undefined when nothing. */
export function checkTemplate(text: string): Problem | undefined {
  const parsed = parseTemplate(text);
  return parsed.ok ? undefined : parsed.error;
}
