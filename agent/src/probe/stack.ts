import { createList } from './primordials.ts';

const { captureStackTrace } = Error;
const { defineProperty, getOwnPropertyDescriptor, deleteProperty } = Reflect;

/** Five entries a frame: function name, script URL or path, line1, column1, 1 when reached through an await. */
export type FlatStack = (string | number)[];

export const stackStride = 5;

/**
 * On the app's thread, inside a breakpoint condition. The stack from the probed frame outwards, V8's own zero-cost async
 * frames included. The app's `Error.prepareStackTrace` is put aside meanwhile, so it is neither run nor disturbed. Empty
 * where `Error` is frozen.
 */
export function captureStack(maxFrames: number, ownFrames: Function): FlatStack {
  const savedPrepare = getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  const savedLimit = getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  const flat = createList<string | number>();
  const prepare = (_error: unknown, sites: readonly NodeJS.CallSite[]) => {
    for (let index = 0; index < sites.length; index++) {
      const site = sites[index];
      // The condition itself is an eval frame on top.
      if (site === undefined || (index === 0 && site.isEval())) continue;
      flat[flat.length] = site.getFunctionName() ?? '';
      flat[flat.length] = site.getFileName() ?? '';
      flat[flat.length] = site.getLineNumber() ?? 0;
      flat[flat.length] = site.getColumnNumber() ?? 0;
      flat[flat.length] = site.isAsync() ? 1 : 0;
    }
    return '';
  };
  if (!defineProperty(Error, 'prepareStackTrace', { value: prepare, configurable: true, writable: true })) return flat;
  defineProperty(Error, 'stackTraceLimit', { value: maxFrames + 1, configurable: true, writable: true });
  try {
    const holder: { stack?: unknown } = {};
    captureStackTrace(holder, ownFrames);
    void holder.stack; // V8 formats at the first read
    return flat;
  } finally {
    restore('prepareStackTrace', savedPrepare);
    restore('stackTraceLimit', savedLimit);
  }
}

function restore(key: string, saved: PropertyDescriptor | undefined): void {
  if (saved === undefined) deleteProperty(Error, key);
  else defineProperty(Error, key, saved);
}
