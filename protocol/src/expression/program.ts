/**
 * A checked expression, ready to be evaluated over live values (agent) or captured ones (debug adapter). Plain data: it
 * crosses threads and connections. Evaluating it can only read: there is no node that assigns, constructs or calls
 * anything but the listed pure built-ins.
 */
export type Program = {
  readonly text: string;
  readonly body: Node;
  /** Free names, each once, in order of appearance; `undefined`, `NaN` and `Infinity` are literals. */
  readonly names: readonly string[];
  readonly usesThis: boolean;
};

export type Node =
  | { readonly op: 'literal'; readonly value: string | number | boolean | null | undefined }
  | { readonly op: 'bigint'; readonly digits: string }
  /** `index` into Program.names. */
  | { readonly op: 'name'; readonly index: number }
  | { readonly op: 'this' }
  /** `object[key]`; `optional` for `?.`: null and undefined end the enclosing chain with undefined. */
  | { readonly op: 'member'; readonly object: Node; readonly key: Node; readonly optional: boolean }
  /** `object.method(...args)` of a listed pure built-in method. */
  | {
      readonly op: 'call';
      readonly object: Node;
      readonly method: string;
      readonly args: readonly Node[];
      readonly optional: boolean;
    }
  /** `Math.max(…)`, `Number.isNaN(…)`: a listed pure built-in function, by its full name; never the app's own. */
  | { readonly op: 'static'; readonly name: string; readonly args: readonly Node[] }
  /** An array literal; it exists for `['a', 'b'].includes(x)`. */
  | { readonly op: 'array'; readonly items: readonly Node[] }
  /** The extent of an optional chain. */
  | { readonly op: 'chain'; readonly body: Node }
  | { readonly op: 'unary'; readonly operator: UnaryOperator; readonly argument: Node }
  | { readonly op: 'binary'; readonly operator: BinaryOperator; readonly left: Node; readonly right: Node }
  | { readonly op: 'logical'; readonly operator: '&&' | '||' | '??'; readonly left: Node; readonly right: Node }
  | { readonly op: 'conditional'; readonly test: Node; readonly yes: Node; readonly no: Node }
  /** A template literal: text and expressions in turn, text first and last. */
  | { readonly op: 'template'; readonly texts: readonly string[]; readonly parts: readonly Node[] };

export type UnaryOperator = '!' | '-' | '+' | '~' | 'typeof' | 'void';
export type BinaryOperator =
  | '==='
  | '!=='
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '**'
  | '&'
  | '|'
  | '^'
  | '<<'
  | '>>'
  | '>>>'
  | 'in'
  | 'instanceof';
