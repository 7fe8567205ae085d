/**
 * The only functions an expression may call: built-ins that neither change anything nor run code of the app. The agent
 * takes its own copies of them at load, so what the app patches later is never called.
 */
export const pureMethods = {
  string: words(
    'at charAt charCodeAt codePointAt endsWith includes indexOf lastIndexOf slice split startsWith substring',
    'toLowerCase toString toUpperCase trim trimEnd trimStart valueOf',
  ),
  number: words('toExponential toFixed toPrecision toString valueOf'),
  bigint: words('toString valueOf'),
  boolean: words('toString valueOf'),
  symbol: words('toString'),
  /** Typed arrays and Buffers have the same but `slice`. */
  array: words('at includes indexOf join lastIndexOf slice'),
  map: words('get has'),
  set: words('has'),
  date: words(
    'getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth getSeconds getTime getTimezoneOffset',
    'getUTCDate getUTCDay getUTCFullYear getUTCHours getUTCMilliseconds getUTCMinutes getUTCMonth getUTCSeconds',
    'toISOString valueOf',
  ),
  object: words('hasOwnProperty'),
} as const satisfies Record<string, readonly string[]>;

/** Pure built-in functions, by the name they are called by. */
export const pureFunctions: readonly string[] = words(
  'Array.isArray BigInt Boolean Date.now Math.abs Math.cbrt Math.ceil Math.exp Math.floor Math.hypot Math.log Math.log10',
  'Math.log2 Math.max Math.min Math.pow Math.round Math.sign Math.sqrt Math.trunc Number Number.isFinite Number.isInteger',
  'Number.isNaN Number.isSafeInteger Number.parseFloat Number.parseInt Object.hasOwn Object.is Object.keys String isFinite',
  'isNaN parseFloat parseInt performance.now',
);

export type ReceiverKind = keyof typeof pureMethods;

const anyMethod: ReadonlySet<string> = new Set(Object.values(pureMethods).flat());
const anyFunction: ReadonlySet<string> = new Set(pureFunctions);

/** Whether some built-in type has a listed method of this name. */
export const isPureMethod = (name: string): boolean => anyMethod.has(name);

/** Whether `name`, such as `Math.max`, is a listed function. */
export const isPureFunction = (name: string): boolean => anyFunction.has(name);

function words(...lines: readonly string[]): readonly string[] {
  return lines.join(' ').split(' ');
}
