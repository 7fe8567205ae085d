import type { Node, Program } from '@stillframe/protocol';

/**
 * The names whose values a result is made of, for the allow-list: of `order.total * rate` these are `total` and `rate`, since
 * `order` is only passed through. '' stands for a name that is known at the hit only.
 */
export function leafNames(program: Program): readonly string[] {
  const leaves: string[] = [];
  const visitAll = (nodes: readonly Node[]) => nodes.forEach(visit);
  visit(program.body);
  return leaves;

  function visit(node: Node): void {
    switch (node.op) {
      case 'literal':
      case 'bigint':
        return;
      case 'name':
        leaves.push(program.names[node.index] ?? '');
        return;
      case 'this':
        leaves.push('this');
        return;
      case 'member':
        addKey(node.object, node.key);
        return;
      case 'call':
        if (node.method === 'get' && node.args[0] !== undefined) addKey(node.object, node.args[0]);
        else {
          visit(node.object);
          visitAll(node.args);
        }
        return;
      case 'static':
        visitAll(node.args);
        return;
      case 'array':
        visitAll(node.items);
        return;
      case 'chain':
        visit(node.body);
        return;
      case 'unary':
        visit(node.argument);
        return;
      case 'binary':
      case 'logical':
        visit(node.left);
        visit(node.right);
        return;
      case 'conditional':
        visitAll([node.test, node.yes, node.no]);
        return;
      case 'template':
        visitAll(node.parts);
        return;
    }
  }

  /** An item is called like what it is an item of. */
  function addKey(object: Node, key: Node): void {
    if (key.op !== 'literal') leaves.push('');
    else if (typeof key.value === 'string') leaves.push(key.value);
    else visit(object);
  }
}
