import type { Frame, Property, Scope, Value } from '@stillframe/protocol';
import type { CaptureMessage } from '../shared/messages.ts';
import type { CallerNames, FrameVariable } from './callerNames.ts';
import type { LeftOut } from './leftOut.ts';

/** Gives callers their variables, in the order of the tape that `read` and `readNamed` go through. */
export async function readCallers(
  frames: Frame[],
  callers: CaptureMessage['callers'],
  callerNames: CallerNames,
  tape: {
    readonly read: () => Value;
    readonly readNamed: (name: string) => Property;
    readonly leftOut: LeftOut;
  },
): Promise<void> {
  for (const { stackIndex, scopes } of callers) {
    const frame = frames[stackIndex];
    const names = await callerNames.of(frame);
    const taken: { thisValue: Value | undefined; local: Property[]; closure: Property[] } = {
      thisValue: frame?.thisValue,
      local: variablesOf(frame, 'local'),
      closure: variablesOf(frame, 'closure'),
    };
    for (const scope of scopes) {
      if (scope.kind === 'this') taken.thisValue = tape.read();
      else {
        for (const name of scope.names) {
          const variable = names.of(name);
          const property = tape.readNamed(variable?.original ?? name);
          // An inner variable hides the outer one of its name.
          const isHidden = [...taken.local, ...taken.closure].some(({ k }) => k === property.k);
          if (isHidden || !isShown(variable, scope.kind)) tape.leftOut.add(property.v);
          else taken[scope.kind].push(variable?.isUninitialised === true ? uninitialised(property) : property);
        }
      }
    }
    if (frame === undefined) continue;
    const { thisValue, local, closure } = taken;
    const shown: Scope[] = [{ kind: 'local', variables: local }];
    if (closure.length > 0) shown.push({ kind: 'closure', variables: closure });
    frames[stackIndex] = { ...frame, thisValue, scopes: shown, note: names.note };
  }
}

const variablesOf = (frame: Frame | undefined, kind: Scope['kind']): Property[] => [
  ...(frame?.scopes?.find((scope) => scope.kind === kind)?.variables ?? []),
];

const isShown = (variable: FrameVariable | undefined, kind: 'local' | 'closure') =>
  variable !== undefined && (kind === 'local' || variable.isShownAsClosure);

/** Node 20's V8 says undefined where a variable has no value yet. */
const uninitialised = (property: Property): Property =>
  property.v.t === 'undefined' ? { ...property, v: { t: 'unavailable', reason: 'uninitialised' } } : property;
