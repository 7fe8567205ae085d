import type { Node, Program } from './program.ts';

/**
 * Every name, member key and looked-up text of an expression, each once, so that redaction can tell what it reads:
 * `user.password`, `user['pass' + 'word']` and `headers.get('cookie')` give their keys. A key that is only known at
 * the hit (`user[field]`) gives the name of its variable.
 */
export function identifiersOf(program: Program): string[] {
  const found = new Set<string>(program.names);
  visit(program.body);
  return [...found];

  function visit(node: Node): void {
    switch (node.op) {
      case 'member':
        addText(node.key);
        visit(node.object);
        visit(node.key);
        return;
      case 'call':
        visit(node.object);
        for (const argument of node.args) {
          if (node.method === 'get') addText(argument);
          visit(argument);
        }
        return;
      case 'static':
        node.args.forEach(visit);
        return;
      case 'array':
        node.items.forEach(visit);
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
        visit(node.test);
        visit(node.yes);
        visit(node.no);
        return;
      case 'template':
        node.parts.forEach(visit);
        return;
      default:
        return;
    }
  }

  function addText(node: Node): void {
    const text = constantText(node);
    if (text !== undefined) found.add(text);
  }
}

/** The text of an expression made of literals only. */
function constantText(node: Node): string | undefined {
  if (node.op === 'literal') return String(node.value);
  if (node.op === 'binary' && node.operator === '+') return joined([node.left, node.right].map(constantText));
  if (node.op !== 'template') return undefined;
  const pieces: (string | undefined)[] = [node.texts[0]];
  node.parts.forEach((part, index) => pieces.push(constantText(part), node.texts[index + 1]));
  return joined(pieces);
}

function joined(pieces: readonly (string | undefined)[]): string | undefined {
  return pieces.some((piece) => piece === undefined) ? undefined : pieces.join('');
}
