import type { Node } from '@stillframe/protocol';

/** The source text of a part of an expression, for a failure's sentence. */
export function describe(node: Node, names: readonly string[]): string {
  switch (node.op) {
    case 'literal':
      return typeof node.value === 'string' ? "'" + node.value + "'" : '' + node.value;
    case 'bigint':
      return node.digits + 'n';
    case 'name':
      return names[node.index] ?? '';
    case 'this':
      return 'this';
    case 'chain':
      return describe(node.body, names);
    case 'member':
      return describe(node.object, names) + (node.optional ? '?' : '') + describeKey(node, names);
    case 'call':
      return describe(node.object, names) + (node.optional ? '?.' : '.') + node.method + '(…)';
    case 'static':
      return node.name + '(…)';
    case 'array':
      return '[…]';
    case 'unary':
      return node.operator + (node.operator.length > 1 ? ' ' : '') + describe(node.argument, names);
    case 'binary':
    case 'logical':
      return '(' + describe(node.left, names) + ' ' + node.operator + ' ' + describe(node.right, names) + ')';
    case 'conditional':
      return '(' + describe(node.test, names) + ' ? … : …)';
    case 'template':
      return '`…`';
  }
}

function describeKey(node: Extract<Node, { op: 'member' }>, names: readonly string[]): string {
  const { key } = node;
  if (key.op === 'literal' && typeof key.value === 'string') return '.' + key.value;
  return (node.optional ? '.[' : '[') + describe(key, names) + ']';
}
