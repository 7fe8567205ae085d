import { positionKey, type FunctionCode } from '../shared/plan.ts';
import { captureStack, stackStride } from './stack.ts';

/** Deeper stacks are not looked through. */
const maxFrames = 250;

/**
 * On the app's thread, inside a breakpoint condition. How many frames of a function are on the stack, the running one, which
 * must be one of them, included; undefined when the stack is too deep to tell.
 */
export function ownDepth(code: FunctionCode, ownFrames: Function): number | undefined {
  const { flat: stack } = captureStack(maxFrames, ownFrames, false);
  if (stack.length === 0 || stack.length >= maxFrames * stackStride) return undefined;
  let depth = 1;
  for (let index = stackStride; index < stack.length; index += stackStride) {
    const position = positionKey((stack[index + 2] as number) - 1, (stack[index + 3] as number) - 1);
    if (stack[index + 4] === 0 && isIn(code, stack[index + 1], position)) depth++;
  }
  return depth;
}

function isIn(code: FunctionCode, file: unknown, position: number): boolean {
  if (position < code.start || position >= code.end) return false;
  if (code.files[0] !== file && code.files[1] !== file) return false;
  for (let index = 0; index < code.inner.length; index++) {
    const inner = code.inner[index];
    if (inner !== undefined && inner[0] <= position && position < inner[1]) return false;
  }
  return true;
}
