import {
  callSiteColumn,
  callSiteFileName,
  callSiteFunctionName,
  callSiteIsAsync,
  callSiteIsEval,
  callSiteLine,
  createList,
  errorConstructor,
  getOwnPropertyDescriptor,
  isErrorOurs,
  plainDescriptor,
} from './primordials.ts';

const { captureStackTrace } = Error;
const { defineProperty, deleteProperty } = Reflect;

/** Five entries a frame: function name, script URL or path, line1, column1, 1 when reached through an await. */
export type FlatStack = (string | number)[];

export const stackStride = 5;

/**
 * On the app's thread, inside a breakpoint condition. The stack from the probed frame outwards, V8's own zero-cost async
 * frames included. The app's `Error.prepareStackTrace` is put aside meanwhile, so it is neither run nor disturbed. Empty
 * where `Error` is frozen or replaced. With `isWhole` every frame is looked at, to say whether a pause is safe: V8 shows
 * all of them to the debugger, and Node 20 dies of some frames of class initialisers. Taken for safe where there is no stack.
 */
export function captureStack(
  maxFrames: number,
  ownFrames: Function,
  isWhole: boolean,
): { readonly flat: FlatStack; readonly isPauseSafe: boolean } {
  const savedPrepare = getOwnPropertyDescriptor(errorConstructor, 'prepareStackTrace');
  const savedLimit = getOwnPropertyDescriptor(errorConstructor, 'stackTraceLimit');
  const flat = createList<string | number>();
  let isPauseSafe = true;
  if (!isErrorOurs()) return { flat, isPauseSafe };
  const prepare = (_error: unknown, sites: readonly NodeJS.CallSite[]) => {
    for (let index = 0; index < sites.length; index++) {
      const site = sites[index];
      // The condition itself is an eval frame on top.
      if (site === undefined || (index === 0 && callSiteIsEval(site))) continue;
      const name = callSiteFunctionName(site) ?? '';
      if (name === '<static_initializer>' || name === '<instance_members_initializer>') isPauseSafe = false;
      if (index > maxFrames) continue;
      flat[flat.length] = name;
      flat[flat.length] = callSiteFileName(site) ?? '';
      flat[flat.length] = callSiteLine(site) ?? 0;
      flat[flat.length] = callSiteColumn(site) ?? 0;
      flat[flat.length] = callSiteIsAsync(site) ? 1 : 0;
    }
    return '';
  };
  if (!setProperty('prepareStackTrace', prepare)) return { flat, isPauseSafe };
  setProperty('stackTraceLimit', isWhole ? Infinity : maxFrames + 1);
  try {
    const holder: { stack?: unknown } = {};
    captureStackTrace(holder, ownFrames);
    void holder.stack; // V8 formats at the first read
    return { flat, isPauseSafe };
  } finally {
    restore('prepareStackTrace', savedPrepare);
    restore('stackTraceLimit', savedLimit);
  }
}

const setProperty = (key: string, value: unknown): boolean =>
  defineProperty(errorConstructor, key, plainDescriptor({ value, configurable: true, writable: true }));

function restore(key: string, saved: PropertyDescriptor | undefined): void {
  if (saved === undefined) deleteProperty(errorConstructor, key);
  else defineProperty(errorConstructor, key, plainDescriptor(saved));
}
