import { hookName } from '../shared/hookName.ts';
import { nowNs } from './clock.ts';
import type { DebugSession, PausedEvent } from './debugSession.ts';
import type { OpenSnapshot } from './snapshot.ts';
import { createList, stringIndexOf, stringStartsWith } from './primordials.ts';
import { stackStride } from './stack.ts';

type CallFrame = PausedEvent['callFrames'][number];
type Scope = CallFrame['scopeChain'][number];

/** Set while paused: what the function we call on a scope object should do with it. */
export type ScopeReceiver = { receive: ((scopeObject: object) => void) | undefined };

/**
 * While the app is paused: gives each waiting snapshot its callers' variables. Synchronous; stops at the deadline and says
 * so. One call a scope: V8 hands the scope over as an object, whose own data properties the walker reads like any other,
 * so no name has to be known beforehand and none can throw.
 */
export function collectCallers(
  event: PausedEvent,
  snapshots: readonly OpenSnapshot[],
  session: DebugSession,
  receiver: ScopeReceiver,
): void {
  const pausedAtNs = nowNs();
  for (let index = 0; index < snapshots.length; index++) {
    const snapshot = snapshots[index];
    if (snapshot === undefined) continue;
    try {
      collectFor(snapshot, event.callFrames, session, receiver);
    } finally {
      receiver.receive = undefined;
    }
    snapshot.pausedForNs(nowNs() - pausedAtNs);
  }
}

function collectFor(
  snapshot: OpenSnapshot,
  callFrames: readonly CallFrame[],
  session: DebugSession,
  receiver: ScopeReceiver,
): void {
  const callers = callersOf(snapshot, callFrames);
  for (let index = 0; index < callers.length; index++) {
    const caller = callers[index];
    if (caller === undefined) continue;
    const { found, frame } = caller;
    if (frame.this.objectId !== undefined && frame.this.className !== 'global') {
      receiver.receive = (value) => snapshot.addThis(found, value);
      session.callOn(frame.this.objectId, readScope);
    }
    const ownCount = ownScopeCount(frame);
    for (let at = 0; at < ownCount; at++) {
      if (nowNs() > snapshot.deadlineNs) return cutShort(snapshot);
      receiver.receive = (scopeObject) => snapshot.addScope(found, scopeObject, 'local');
      readAt(frame, at, session);
    }
  }
  // What is around a caller comes when all of them have their own: it is worth less.
  const startedNs = nowNs();
  for (let index = 0; index < callers.length; index++) {
    const caller = callers[index];
    if (caller === undefined) continue;
    const { found, frame } = caller;
    for (let at = ownScopeCount(frame); at < frame.scopeChain.length; at++) {
      if (nowNs() > snapshot.deadlineNs || nowNs() - startedNs > maxOuterNs) return cutShort(snapshot);
      receiver.receive = (scopeObject) => snapshot.addScope(found, scopeObject, 'closure');
      if (!isWholeScript(frame.scopeChain[at])) readAt(frame, at, session);
    }
  }
}

/** The variables around callers may take this long together: they are read without knowing which of them are used. */
const maxOuterNs = 2e6;

type Caller = { readonly found: number; readonly frame: CallFrame };

/** The frames whose variables are wanted, each with its index in the snapshot's stack. */
function callersOf(snapshot: OpenSnapshot, callFrames: readonly CallFrame[]): readonly Caller[] {
  const callers = createList<Caller>();
  // Who probes a dependency means dependencies; a server installed from npm is nothing else.
  const isInDependency = isDependency(snapshot.stack[1]);
  let stackIndex = 0;
  for (let depth = 1; depth < callFrames.length && callers.length + 1 < snapshot.frames; depth++) {
    const frame = callFrames[depth];
    if (frame === undefined) continue;
    const found = findInStack(snapshot.stack, frame, stackIndex + 1);
    if (found < 0) continue;
    stackIndex = found;
    // Node's own frames hold nothing of the user's; dependencies' frames would use up the few that are read.
    const url = snapshot.stack[found * stackStride + 1];
    if (isOutsideNode(url) && (isInDependency || !isDependency(url))) callers[callers.length] = { found, frame };
  }
  return callers;
}

/** A frame's own blocks come first and its function's own scope is the last of them; top-level code may have only blocks. */
function ownScopeCount({ scopeChain }: CallFrame): number {
  for (let index = 0; index < scopeChain.length; index++) if (scopeChain[index]?.type === 'local') return index + 1;
  let count = 0;
  while (isBlock(scopeChain[count])) count++;
  return count;
}

const isBlock = (scope: Scope | undefined) => scope?.type === 'block' || scope?.type === 'catch';

/** The top level of a file: what is declared there are functions, imports and settings, more than a pause has time for. */
const isWholeScript = (scope: Scope | undefined) =>
  scope?.startLocation?.lineNumber === 0 && scope.startLocation.columnNumber === 0;

function readAt({ scopeChain }: CallFrame, index: number, session: DebugSession): void {
  const scope = scopeChain[index];
  if (scope?.object.objectId === undefined) return;
  if (scope.type === 'local' || scope.type === 'closure' || isBlock(scope)) {
    session.callOn(scope.object.objectId, readScope);
  }
}

function cutShort({ notes }: OpenSnapshot): void {
  notes[notes.length] = 'The time limit of the capture was reached before all callers were read.';
}

/** Not of Node, nor of a condition of ours. */
const isOutsideNode = (url: string | number | undefined): boolean =>
  typeof url === 'string' && url !== '' && !stringStartsWith(url, 'node:');

const isDependency = (url: string | number | undefined): boolean =>
  typeof url === 'string' && stringIndexOf(url, '/node_modules/') >= 0;

const readScope = `function(){${hookName}.scope(this)}`;

function findInStack(stack: OpenSnapshot['stack'], frame: CallFrame, from: number): number {
  const { lineNumber, columnNumber } = frame.location;
  for (let index = from; index * stackStride < stack.length; index++) {
    const offset = index * stackStride;
    if (stack[offset + 2] === lineNumber + 1 && stack[offset + 3] === (columnNumber ?? 0) + 1) return index;
  }
  return -1;
}
