import type { AnyNode, CallExpression, Expression, Literal, MemberExpression, TemplateLiteral } from 'acorn';
import { isPureFunction, isPureMethod } from './pureMethods.ts';
import type { Node, Program, UnaryOperator } from './program.ts';
import { refusalFor } from './refusalFor.ts';

/** Why an expression is refused; `at0` is the 0-based offset. Thrown inside the parser only. */
export class Refusal extends Error {
  readonly at0: number;
  readonly reason: string;
  constructor(at0: number, reason: string) {
    super(reason);
    this.at0 = at0;
    this.reason = reason;
  }
}

/** Deeper trees are refused: evaluating one must never come near the end of the app's stack. */
export const maxNesting = 100;

/** Turns acorn's tree into a Program, or throws a Refusal at the first part that is not of the safe subset. */
export function translate(text: string, expression: Expression): Program {
  const names: string[] = [];
  let usesThis = false;
  let depth = 0;
  return { text, body: nodeOf(expression), names, usesThis };

  function nodeOf(node: AnyNode): Node {
    if (++depth > maxNesting) {
      throw new Refusal(node.start, `it is nested more than ${maxNesting} levels deep. Use a simpler expression.`);
    }
    const made = convert(node);
    depth--;
    return made;
  }

  function convert(node: AnyNode): Node {
    switch (node.type) {
      case 'ParenthesizedExpression':
        return nodeOf(node.expression);
      case 'Literal':
        return literalOf(node);
      case 'Identifier':
        return nameOf(node.name);
      case 'ThisExpression':
        usesThis = true;
        return { op: 'this' };
      case 'MemberExpression':
        return { op: 'member', object: objectOf(node), key: keyOf(node), optional: node.optional };
      case 'ChainExpression':
        return { op: 'chain', body: nodeOf(node.expression) };
      case 'CallExpression':
        return callOf(node);
      case 'UnaryExpression':
        if (!isUnaryOperator(node.operator)) throw refuse(node);
        return { op: 'unary', operator: node.operator, argument: nodeOf(node.argument) };
      case 'BinaryExpression': {
        const { left, right } = node;
        if (left.type === 'PrivateIdentifier') throw refuse(left);
        return { op: 'binary', operator: node.operator, left: nodeOf(left), right: nodeOf(right) };
      }
      case 'LogicalExpression':
        return { op: 'logical', operator: node.operator, left: nodeOf(node.left), right: nodeOf(node.right) };
      case 'ConditionalExpression':
        return {
          op: 'conditional',
          test: nodeOf(node.test),
          yes: nodeOf(node.consequent),
          no: nodeOf(node.alternate),
        };
      case 'TemplateLiteral':
        return templateOf(node);
      case 'ArrayExpression':
        return {
          op: 'array',
          items: node.elements.map((item) => {
            if (item === null) throw new Refusal(node.start, 'a hole in an array is refused. Write undefined.');
            return nodeOf(item);
          }),
        };
      default:
        throw refuse(node);
    }
  }

  function nameOf(name: string): Node {
    if (name === 'undefined') return { op: 'literal', value: undefined };
    if (name === 'NaN') return { op: 'literal', value: NaN };
    if (name === 'Infinity') return { op: 'literal', value: Infinity };
    const known = names.indexOf(name);
    return { op: 'name', index: known >= 0 ? known : names.push(name) - 1 };
  }

  function objectOf(node: MemberExpression): Node {
    if (node.object.type === 'Super') throw refuse(node.object);
    return nodeOf(node.object);
  }

  function keyOf(node: MemberExpression): Node {
    if (node.property.type === 'PrivateIdentifier') throw refuse(node.property);
    if (!node.computed && node.property.type === 'Identifier') return { op: 'literal', value: node.property.name };
    return nodeOf(node.property);
  }

  function callOf(node: CallExpression): Node {
    const name = pureFunctionName(node);
    if (name !== undefined) return { op: 'static', name, args: node.arguments.map(nodeOf) };
    const { callee } = node;
    if (node.optional || callee.type !== 'MemberExpression' || callee.computed) throw refuse(node);
    if (callee.property.type !== 'Identifier' || !isPureMethod(callee.property.name)) throw refuse(node);
    return {
      op: 'call',
      object: objectOf(callee),
      method: callee.property.name,
      args: node.arguments.map(nodeOf),
      optional: callee.optional,
    };
  }

  function templateOf(node: TemplateLiteral): Node {
    return {
      op: 'template',
      texts: node.quasis.map((quasi) => quasi.value.cooked ?? ''),
      parts: node.expressions.map(nodeOf),
    };
  }
}

function literalOf(node: Literal): Node {
  if (node.regex) throw refuse(node);
  if (typeof node.bigint === 'string') return { op: 'bigint', digits: BigInt(node.bigint).toString() };
  const { value } = node;
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return { op: 'literal', value };
  }
  throw refuse(node);
}

function pureFunctionName({ callee, optional }: CallExpression): string | undefined {
  if (optional) return undefined;
  if (callee.type === 'Identifier') return isPureFunction(callee.name) ? callee.name : undefined;
  if (callee.type !== 'MemberExpression' || callee.computed || callee.optional) return undefined;
  if (callee.object.type !== 'Identifier' || callee.property.type !== 'Identifier') return undefined;
  const name = `${callee.object.name}.${callee.property.name}`;
  return isPureFunction(name) ? name : undefined;
}

const unaryOperators: readonly string[] = ['!', '-', '+', '~', 'typeof', 'void'] satisfies UnaryOperator[];
const isUnaryOperator = (operator: string): operator is UnaryOperator => unaryOperators.includes(operator);

const refuse = (node: AnyNode) => new Refusal(node.start, refusalFor(node));
