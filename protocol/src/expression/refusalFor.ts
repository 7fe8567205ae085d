import type { AnyNode, CallExpression } from 'acorn';
import { isPureMethod } from './pureMethods.ts';

/** The sentence for a part of the language that expressions do not have, with what to write instead. */
export function refusalFor(node: AnyNode): string {
  switch (node.type) {
    case 'CallExpression':
      return callRefusal(node);
    case 'AssignmentExpression':
      return 'an assignment would change the program. To compare, write `===`.';
    case 'UpdateExpression':
      return `\`${node.operator}\` would change the program. Write \`+ 1\` or \`- 1\`.`;
    case 'UnaryExpression':
      return '`delete` would change the program. To ask whether a key is there, write `key in object`.';
    case 'NewExpression':
      return '`new` runs a constructor. Read the values that are already there.';
    case 'AwaitExpression':
      return '`await` cannot wait at a probe. Probe the line after the await, where the result has a name.';
    case 'YieldExpression':
      return '`yield` cannot run at a probe. Probe the line after it.';
    case 'ImportExpression':
      return '`import()` loads code. Read names that are visible at the line.';
    case 'Literal':
      return 'a regular expression may run without end. Use `includes`, `startsWith` or `indexOf`.';
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'ClassExpression':
      return 'functions and classes cannot be written here. Use members, operators and listed methods such as `includes`.';
    case 'SpreadElement':
      return 'a spread runs an iterator. Give the values one by one.';
    case 'SequenceExpression':
      return 'a comma separates expressions and only one is allowed. Use one watch for each.';
    case 'TaggedTemplateExpression':
      return 'a tagged template is a call, and calls may have effects. Write the template without the tag.';
    case 'ObjectExpression':
      return 'an object literal is not needed here. Use one watch for each value.';
    case 'PrivateIdentifier':
      return `private members such as \`#${node.name}\` cannot be read from outside the class. Watch a public member.`;
    case 'Super':
      return '`super` cannot be read here. Use `this`.';
    case 'MetaProperty':
      return `\`${node.meta.name}.${node.property.name}\` cannot be read here. Use a name that is visible at the line.`;
    default:
      return 'this is not part of the expression language. Use names, members, operators and listed methods such as `includes`.';
  }
}

function callRefusal(node: CallExpression): string {
  const { callee } = node;
  if (callee.type === 'MemberExpression' && !callee.computed && callee.property.type === 'Identifier') {
    const method = callee.property.name;
    if (node.optional && isPureMethod(method)) return `write \`?.${method}(…)\` instead of \`.${method}?.(…)\`.`;
    return `calls may have effects; \`${method}\` is not one of the built-in methods known to have none. ${callAdvice}`;
  }
  if (callee.type === 'Identifier') return `calls may have effects; \`${callee.name}\` is not run. ${callAdvice}`;
  return `calls may have effects. ${callAdvice}`;
}

const callAdvice = 'Read members, or use one such as `includes`, `slice`, `get`, `has`, `toFixed` or `Math.max`.';
