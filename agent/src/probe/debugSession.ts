import inspector from 'node:inspector';
import type { Debugger, Runtime } from 'node:inspector';
import { hookName } from '../shared/hookName.ts';
import type { BreakLocation, Location0, ScriptFacts } from '../shared/messages.ts';
import { createList, plainDescriptor, reflectApply, stringStartsWith } from './primordials.ts';

const { post: postTo } = inspector.Session.prototype;
const { defineProperty } = Object;

export type PausedEvent = Debugger.PausedEventDataType;

/** V8's debugger on the app's thread. Everything is synchronous: a same-thread session answers before `post` returns. */
export type DebugSession = {
  /** True from `enable` to `disable`. */
  readonly isEnabled: boolean;
  /** Returns every script loaded so far; later ones go to `onScript`. */
  enable(): ScriptFacts[];
  /** Leaves V8 as if no debugger had been there. */
  disable(): void;
  /** Of the innermost function around each start, from there to `end`; none where V8 has let go of that function's code. */
  breakableLocations(scriptId: string, starts: readonly Location0[], end: Location0): BreakLocation[];
  scriptSource(scriptId: string): string;
  /** Returns V8's breakpoint id. */
  setBreakpoint(scriptId: string, at: Location0, condition: string): string;
  removeBreakpoint(breakpointId: string): void;
  /**
   * Drops all machine code that V8 has compiled so far; it is compiled again as it gets hot. 2 to 4 ms on a small heap, 150 to
   * 250 ms at 300 MB (V8 walks the heap). It makes each further first breakpoint in a function cost 0.1 ms instead of a walk
   * of its own, and frees callers of what they were compiled with while a breakpoint was in (V8 by itself never does).
   */
  dropMachineCode(): void;
  /** Sets a breakpoint in the function that the hook holds under `name`; undefined where V8 knows no place in it. */
  breakInOwnFunction(name: string, condition: string): string | undefined;
  /** Calls `functionDeclaration` with the remote object as `this`; an exception in it is ignored. Only while paused. */
  callOn(objectId: string, functionDeclaration: string): void;
  resume(): void;
  /**
   * Whether a pause concerns us. Only from a condition that wants one to its end: otherwise `debugger` statements would stop
   * the app for us, and the pauses of other clients would come to us too, to be resumed.
   */
  takePauses(isOn: boolean): void;
};

/**
 * Nothing touches V8 before `enable`. Callbacks are called synchronously on the app's thread and must not throw.
 * `onPaused` must resume before it returns: a same-thread session that stays paused deadlocks (nodejs/node#51397).
 */
export function createDebugSession(on: {
  readonly script: (script: ScriptFacts) => void;
  readonly paused: (event: PausedEvent) => void;
}): DebugSession {
  let session: inspector.Session | undefined;
  let known: ScriptFacts[] | undefined;

  const post = <T>(method: string, params?: object): T => {
    if (session === undefined) throw new Error(`${method} without a session`);
    let result: unknown;
    let failure: Error | null | undefined;
    const heard = (error: Error | null, answer?: object) => {
      failure = error;
      result = answer;
    };
    reflectApply(postTo, session, [method, params, heard]);
    if (failure) throw new Error(`${method}: ${failure.message}`);
    return result as T;
  };

  const onScriptParsed = ({ params }: { readonly params: Debugger.ScriptParsedEventDataType }) => {
    // Every hit announces its condition as a script without a URL; those must cost next to nothing here.
    if (params.url === '' || stringStartsWith(params.url, 'node:')) return;
    const script = {
      scriptId: params.scriptId,
      url: params.url,
      sourceMapUrl: params.sourceMapURL ?? '',
      hash: params.hash,
    };
    if (known === undefined) on.script(script);
    else known[known.length] = script;
  };

  const dispatch = (event: string, message: { readonly params: never }): void => {
    if (event === 'Debugger.scriptParsed') onScriptParsed(message);
    else if (event === 'Debugger.paused') on.paused(message.params);
  };

  /**
   * Restricted to a function: otherwise V8 compiles a file's outermost code anew when it has let go of it, and on Node 24 and
   * 26 does not find its way about the file's functions afterwards.
   */
  const addLocations = (found: BreakLocation[], scriptId: string, start: Location0, end: Location0) => {
    const { locations } = post<Debugger.GetPossibleBreakpointsReturnType>('Debugger.getPossibleBreakpoints', {
      start: { scriptId, lineNumber: start.line0, columnNumber: start.column0 },
      end: { scriptId, lineNumber: end.line0, columnNumber: end.column0 },
      restrictToFunction: true,
    });
    for (let index = 0; index < locations.length; index++) {
      const location = locations[index];
      if (location === undefined) continue;
      const { lineNumber, columnNumber, type } = location;
      const kind = type === 'return' || type === 'call' ? type : 'other';
      found[found.length] = { line0: lineNumber, column0: columnNumber ?? 0, kind };
    }
  };

  return {
    get isEnabled() {
      return session !== undefined;
    },
    enable() {
      session = new inspector.Session();
      // In place of EventEmitter's: an app that has patched that must neither see our events nor be run by them; and Node
      // emits twice for the script that every hit announces.
      defineProperty(session, 'emit', plainDescriptor({ value: dispatch }));
      session.connect();
      known = createList();
      // Every hit leaves a script behind; without a limit the debugger would keep all of them, collected ones too.
      post('Debugger.enable', { maxScriptsCacheSize: 0 });
      this.takePauses(false);
      const scripts = known;
      known = undefined;
      return scripts;
    },
    disable() {
      const ended = session;
      if (ended === undefined) return;
      try {
        post('Debugger.disable');
      } finally {
        session = undefined;
        ended.disconnect();
      }
    },
    breakableLocations(scriptId, starts, end) {
      const found = createList<BreakLocation>();
      for (let index = 0; index < starts.length; index++) {
        const start = starts[index];
        if (start !== undefined) addLocations(found, scriptId, start, end);
      }
      return found;
    },
    scriptSource(scriptId) {
      return post<Debugger.GetScriptSourceReturnType>('Debugger.getScriptSource', { scriptId }).scriptSource;
    },
    setBreakpoint(scriptId, at, condition) {
      const breakAt = (columnNumber: number) =>
        post<Debugger.SetBreakpointReturnType>('Debugger.setBreakpoint', {
          location: { scriptId, lineNumber: at.line0, columnNumber },
          condition,
        });
      try {
        return breakAt(at.column0).breakpointId;
      } catch (error) {
        if (at.column0 === 0) throw error;
        // The place where an arrow function without braces returns is just past its end; once V8 has let go of the code
        // around it, no function is there. From the last character on, that place is the next.
        const { breakpointId, actualLocation } = breakAt(at.column0 - 1);
        if (actualLocation.columnNumber === at.column0) return breakpointId;
        post('Debugger.removeBreakpoint', { breakpointId });
        throw error;
      }
    },
    removeBreakpoint(breakpointId) {
      post('Debugger.removeBreakpoint', { breakpointId });
    },
    dropMachineCode() {
      // A breakpoint on the entry of a builtin makes V8 deoptimise everything that may have inlined it.
      const { result } = post<Runtime.EvaluateReturnType>('Runtime.evaluate', { expression: `${hookName}.builtin` });
      const { objectId } = result;
      const { breakpointId } = post<Pick<Debugger.SetBreakpointReturnType, 'breakpointId'>>(
        'Debugger.setBreakpointOnFunctionCall',
        { objectId, condition: 'false' },
      );
      post('Debugger.removeBreakpoint', { breakpointId });
      post('Runtime.releaseObject', { objectId });
    },
    breakInOwnFunction(name, condition) {
      const { result } = post<Runtime.EvaluateReturnType>('Runtime.evaluate', { expression: `${hookName}.${name}` });
      const { objectId } = result;
      const { internalProperties } = post<Runtime.GetPropertiesReturnType>('Runtime.getProperties', { objectId });
      post('Runtime.releaseObject', { objectId });
      const start = valueNamed('[[FunctionLocation]]', internalProperties);
      if (start === undefined) return undefined;
      const { locations } = post<Debugger.GetPossibleBreakpointsReturnType>('Debugger.getPossibleBreakpoints', {
        start,
        restrictToFunction: true,
      });
      const location = locations[0];
      if (location === undefined) return undefined;
      return post<Debugger.SetBreakpointReturnType>('Debugger.setBreakpoint', { location, condition }).breakpointId;
    },
    callOn(objectId, functionDeclaration) {
      post<Runtime.CallFunctionOnReturnType>('Runtime.callFunctionOn', { objectId, functionDeclaration, silent: true });
    },
    resume() {
      post('Debugger.resume');
    },
    takePauses(isOn) {
      post('Debugger.setSkipAllPauses', { skip: !isOn });
    },
  };
}

function valueNamed(name: string, properties: readonly Runtime.InternalPropertyDescriptor[] = []): unknown {
  for (let index = 0; index < properties.length; index++) {
    if (properties[index]?.name === name) return properties[index]?.value?.value;
  }
  return undefined;
}
