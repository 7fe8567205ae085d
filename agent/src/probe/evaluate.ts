import type { Node, Program } from '@stillframe/protocol';
import { describe } from './evaluateDescribe.ts';
import { EvaluationFailure, maxSteps, missing, type Budget } from './evaluateFailure.ts';
import { pureFunction } from './evaluateFunctions.ts';
import { readMember } from './evaluateMember.ts';
import { callMethod } from './evaluateMethods.ts';
import { applyBinary, applyUnary, concatenate, toPrimitive } from './evaluateOperators.ts';
import {
  createArray,
  createList,
  functionHasInstance,
  getOwnPropertyDescriptor,
  hasOwn,
  reflectApply,
} from './primordials.ts';

export { EvaluationFailure, missing } from './evaluateFailure.ts';

/** `values[i]` belongs to `program.names[i]`. Throws EvaluationFailure, and nothing else. */
export type Evaluator = (values: readonly unknown[], thisValue: unknown) => unknown;

type Step = (values: readonly unknown[], thisValue: unknown) => unknown;

/**
 * Builds the evaluator of a checked expression: closures made once, no generated code. Evaluating reads data properties
 * and calls V8's own pure functions; whatever would run code of the app fails with the reason.
 */
export function compileProgram(program: Program): Evaluator {
  const budget: Budget = { steps: 0 };
  const run = compileNode(program.body, program.names, budget);
  return (values, thisValue) => {
    budget.steps = maxSteps;
    try {
      return run(values, thisValue);
    } catch (error) {
      throw isFailure(error) ? error : new EvaluationFailure(builtInReason(error));
    }
  };
}

const toBigint = BigInt;

/** What a step inside an optional chain gives when `?.` met null or undefined. */
const ended: unique symbol = Symbol('stillframe.ended');

function compileNode(node: Node, names: readonly string[], budget: Budget): Step {
  const compile = (inner: Node) => compileNode(inner, names, budget);
  switch (node.op) {
    case 'literal': {
      const { value } = node;
      return () => value;
    }
    case 'bigint': {
      const value = toBigint(node.digits);
      return () => value;
    }
    case 'name': {
      const { index } = node;
      return (values) => {
        const value = index < values.length ? values[index] : missing;
        if (value === missing) throw new EvaluationFailure('`' + describe(node, names) + '` is not available here.');
        return value;
      };
    }
    case 'this':
      return (_values, thisValue) => {
        if (thisValue === missing) throw new EvaluationFailure('`this` is not available here.');
        return thisValue;
      };
    case 'member': {
      const { optional } = node;
      const object = compile(node.object);
      const key = compile(node.key);
      const text = () => describe(node.object, names);
      return (values, thisValue) => {
        const base = object(values, thisValue);
        if (base === ended || (optional && (base === null || base === undefined))) return ended;
        return readMember(base, key(values, thisValue), text, budget);
      };
    }
    case 'call': {
      const { method, optional } = node;
      const object = compile(node.object);
      const args = compileList(node.args, compile);
      const text = () => describe(node.object, names);
      return (values, thisValue) => {
        const base = object(values, thisValue);
        if (base === ended || (optional && (base === null || base === undefined))) return ended;
        return callMethod(base, method, evaluateList(args, values, thisValue), text, budget);
      };
    }
    case 'static': {
      const call = pureFunction(node.name);
      const args = compileList(node.args, compile);
      if (call === undefined) return () => fail('`' + node.name + '` is not known to this agent.');
      return (values, thisValue) => call(evaluateList(args, values, thisValue), budget);
    }
    case 'array': {
      const items = compileList(node.items, compile);
      return (values, thisValue) => evaluateList(items, values, thisValue);
    }
    case 'chain': {
      const body = compile(node.body);
      return (values, thisValue) => {
        const value = body(values, thisValue);
        return value === ended ? undefined : value;
      };
    }
    case 'unary': {
      const { operator } = node;
      const argument = compile(node.argument);
      const text = () => describe(node.argument, names);
      return (values, thisValue) => applyUnary(operator, argument(values, thisValue), text, budget);
    }
    case 'binary': {
      const { operator } = node;
      const left = compile(node.left);
      const right = compile(node.right);
      const leftText = () => describe(node.left, names);
      const rightText = () => describe(node.right, names);
      return (values, thisValue) => {
        const leftValue = left(values, thisValue);
        return applyBinary(operator, leftValue, right(values, thisValue), leftText, rightText, budget);
      };
    }
    case 'logical':
      return compileLogical(node.operator, compile(node.left), compile(node.right));
    case 'conditional': {
      const test = compile(node.test);
      const yes = compile(node.yes);
      const no = compile(node.no);
      return (values, thisValue) => (test(values, thisValue) ? yes(values, thisValue) : no(values, thisValue));
    }
    case 'template':
      return compileTemplate(
        node.texts,
        compileList(node.parts, compile),
        (index) => {
          const part = node.parts[index];
          return part === undefined ? '' : describe(part, names);
        },
        budget,
      );
  }
}

function compileLogical(operator: '&&' | '||' | '??', left: Step, right: Step): Step {
  switch (operator) {
    case '&&':
      return (values, thisValue) => left(values, thisValue) && right(values, thisValue);
    case '||':
      return (values, thisValue) => left(values, thisValue) || right(values, thisValue);
    case '??':
      return (values, thisValue) => left(values, thisValue) ?? right(values, thisValue);
  }
}

function compileTemplate(
  texts: readonly string[],
  parts: readonly Step[],
  partText: (index: number) => string,
  budget: Budget,
): Step {
  return (values, thisValue) => {
    let text = texts[0] ?? '';
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i];
      if (part === undefined) continue;
      const value = toPrimitive(part(values, thisValue), () => partText(i), budget);
      text = concatenate(concatenate(text, '' + (value as number)), texts[i + 1] ?? '');
    }
    return text;
  };
}

function compileList(nodes: readonly Node[], compile: (node: Node) => Step): readonly Step[] {
  const steps = createList<Step>();
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i];
    if (node !== undefined) steps[i] = compile(node);
  }
  return steps;
}

function evaluateList(steps: readonly Step[], values: readonly unknown[], thisValue: unknown): unknown[] {
  const made = createArray(steps.length);
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i];
    if (step !== undefined) made[i] = step(values, thisValue);
  }
  return made;
}

function fail(reason: string): never {
  throw new EvaluationFailure(reason);
}

const isFailure = (error: unknown): error is EvaluationFailure =>
  reflectApply(functionHasInstance, EvaluationFailure, [error]);

/** The sentence of an error that V8's own functions threw, such as `toFixed(200)`. */
function builtInReason(error: unknown): string {
  const property = typeof error === 'object' && error !== null ? getOwnPropertyDescriptor(error, 'message') : undefined;
  const message: unknown = property !== undefined && hasOwn(property, 'value') ? property.value : undefined;
  return typeof message === 'string' ? message + '.' : 'an unexpected error inside the agent.';
}
