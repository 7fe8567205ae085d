import type { Node as AcornNode } from 'acorn';
import type { ScopeManager } from 'eslint-scope';
import { isWrapper, rangeOf } from './placeScope.ts';
import { childrenOf, type AnyNode } from './syntaxPath.ts';

/** `object.key`, where the variable `object`, declared at the top of the script at `declaredAt`, holds a required module. */
export type ImportRead = {
  readonly object: string;
  readonly declaredAt: number;
  readonly key: string;
  readonly at: number;
};

type Named = AcornNode & { readonly name: string };

/** What compilers make of the names of `import` in CommonJS: `lib_1.rate`, `import_lib.default`, `(0, _lib.rate)(…)`. */
export function importReads(program: AcornNode, manager: ScopeManager): readonly ImportRead[] {
  /** Where each mention of such a variable is: minifiers give its name to others too. */
  const mentions = new Map<number, number>();
  for (const scope of manager.scopes.filter((one) => one.type === 'module' || isWrapper(one))) {
    for (const { defs, references } of scope.variables) {
      const [definition] = defs;
      if (definition?.type !== 'Variable' || !isRequired(definition.node.init as AcornNode | null)) continue;
      const declaredAt = rangeOf(definition.name)[0];
      for (const { identifier } of references) mentions.set(rangeOf(identifier)[0], declaredAt);
    }
  }
  const reads: ImportRead[] = [];
  if (mentions.size > 0) collect(program, mentions, reads);
  return reads;
}

/** `require(…)`, also inside the helpers that make a namespace of it. */
function isRequired(node: AcornNode | null | undefined): boolean {
  if (node?.type !== 'CallExpression') return false;
  const { callee } = node as unknown as { readonly callee: Named };
  if (callee.type === 'Identifier' && callee.name === 'require') return true;
  return ((node as AnyNode)['arguments'] as readonly AcornNode[]).some(isRequired);
}

function collect(node: AcornNode, mentions: ReadonlyMap<number, number>, reads: ImportRead[]): void {
  const { type, object, property, computed } = node as unknown as {
    readonly type: string;
    readonly object: Named;
    readonly property: Named;
    readonly computed: boolean;
  };
  if (type === 'MemberExpression' && !computed && object.type === 'Identifier') {
    const declaredAt = mentions.get(object.start);
    if (declaredAt !== undefined) reads.push({ object: object.name, declaredAt, key: property.name, at: node.start });
  }
  for (const child of childrenOf(node)) collect(child, mentions, reads);
}
