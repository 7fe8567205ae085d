import { hookName } from '../shared/hookName.ts';
import { nowNs } from './clock.ts';
import type { DebugSession, PausedEvent } from './debugSession.ts';
import type { OpenSnapshot } from './snapshot.ts';
import { stringIndexOf, stringStartsWith } from './primordials.ts';
import { stackStride } from './stack.ts';

type CallFrame = PausedEvent['callFrames'][number];

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
  let stackIndex = 0;
  let taken = 1;
  for (let depth = 1; depth < callFrames.length && taken < snapshot.frames; depth++) {
    const frame = callFrames[depth];
    if (frame === undefined) continue;
    const found = findInStack(snapshot.stack, frame, stackIndex + 1);
    if (found < 0) continue;
    stackIndex = found;
    // Node's own frames hold nothing of the user's; dependencies' frames would use up the few that are read.
    if (!isOfApp(snapshot.stack[found * stackStride + 1])) continue;
    taken++;
    if (frame.this.objectId !== undefined && frame.this.className !== 'global') {
      receiver.receive = (value) => snapshot.addThis(found, value);
      session.callOn(frame.this.objectId, readScope);
    }
    for (let index = 0; index < frame.scopeChain.length; index++) {
      const scope = frame.scopeChain[index];
      if (scope === undefined) continue;
      if (nowNs() > snapshot.deadlineNs) {
        snapshot.notes[snapshot.notes.length] =
          'The time limit of the capture was reached before all callers were read.';
        return;
      }
      const { objectId } = scope.object;
      if (objectId === undefined) continue;
      if (scope.type !== 'local' && scope.type !== 'block' && scope.type !== 'catch') continue;
      receiver.receive = (scopeObject) => snapshot.addScope(found, scopeObject);
      session.callOn(objectId, readScope);
    }
  }
}

/** Not of Node, nor of a dependency, nor of a condition of ours. */
const isOfApp = (url: string | number | undefined): boolean =>
  typeof url === 'string' && url !== '' && !stringStartsWith(url, 'node:') && stringIndexOf(url, '/node_modules/') < 0;

const readScope = `function(){${hookName}.scope(this)}`;

function findInStack(stack: OpenSnapshot['stack'], frame: CallFrame, from: number): number {
  const { lineNumber, columnNumber } = frame.location;
  for (let index = from; index * stackStride < stack.length; index++) {
    const offset = index * stackStride;
    if (stack[offset + 2] === lineNumber + 1 && stack[offset + 3] === (columnNumber ?? 0) + 1) return index;
  }
  return -1;
}
