import { v7 as uuid } from 'uuid';
import {
  expressionFailed,
  type Capture,
  type Frame,
  type Property,
  type Scope,
  type Value,
  type WatchResult,
} from '@stillframe/protocol';
import type { CaptureMessage } from '../shared/messages.ts';
import { isReadable, type Layout } from './placeTable.ts';
import type { PlannedProbe } from './planProbe.ts';
import { createTapeReader, decodeNamed, decodeValue } from './decodeValue.ts';
import { readCallers } from './callerFrames.ts';
import type { CallerNames } from './callerNames.ts';
import type { FunctionNames } from './functionNames.ts';
import { createLeftOut, type LeftOut } from './leftOut.ts';
import { mapStack } from './mapStack.ts';
import { redactedByName, type Redaction } from './redaction.ts';
import type { Scripts } from './scripts.ts';
import { traceFields } from './traceFields.ts';

/** Turns what a hit left on the tape into the capture that people see: original positions, names, redaction. */
export async function buildCapture(
  message: CaptureMessage,
  context: {
    readonly probeId: string;
    readonly instanceId: string;
    readonly planned: PlannedProbe;
    readonly layout: Layout;
    readonly scripts: Scripts;
    readonly callerNames: CallerNames;
    readonly functionNames: FunctionNames;
    readonly redaction: Redaction;
  },
): Promise<Capture> {
  const { planned, layout, redaction } = context;
  const reader = createTapeReader(message.tape);
  const read = () => decodeValue(reader, redaction);
  const readNamed = (name: string): Property => ({ k: name, v: decodeNamed(reader, redaction, name) });

  const frames: Frame[] = [...(await mapStack(message.stack, context.scripts, context.functionNames))];
  const thisValue = read();
  const own = readScopes(layout, readNamed);
  const watches = readWatches(message, planned, read);
  frames[0] = {
    ...probedFrame(frames[0], layout),
    thisValue: isTelling(thisValue) ? thisValue : undefined,
    scopes: own,
  };
  const leftOut = createLeftOut();
  await readCallers(frames, message.callers, context.callerNames, { read, readNamed, leftOut });

  return {
    id: uuid(),
    probeId: context.probeId,
    instanceId: context.instanceId,
    atMs: message.atMs,
    hit: message.hit,
    frames: frames.map((frame) => withRestored(frame, leftOut)),
    watches: watches.map(({ value, ...watch }) => ({ ...watch, value: value && leftOut.restored(value) })),
    ...traceFields(message.trace, planned, redaction),
    cost: { totalNs: message.costNs, pauseNs: message.pauseNs },
    notes: [...message.notes],
  };
}

const withRestored = (frame: Frame, leftOut: LeftOut): Frame => ({
  ...frame,
  thisValue: frame.thisValue && leftOut.restored(frame.thisValue),
  scopes: frame.scopes?.map(({ kind, variables }) => ({
    kind,
    variables: variables.map((property) => ({ ...property, v: leftOut.restored(property.v) })),
  })),
});

/** `undefined` and the bare module object are what `this` is where nobody uses it. */
const isTelling = (value: Value) =>
  value.t !== 'undefined' &&
  !(value.t === 'object' && value.kind === 'object' && value.name === 'Object' && value.props.length === 0);

function readScopes(layout: Layout, readNamed: (name: string) => Property): Scope[] {
  const properties = layout.variables.map((variable) => ({
    scope: variable.scope,
    property: isReadable(variable)
      ? readNamed(variable.original)
      : { k: variable.original, v: { t: 'unavailable', reason: 'uninitialised' } satisfies Value },
  }));
  return (['local', 'closure', 'module'] as const).flatMap((kind) => {
    const variables = properties.flatMap(({ scope, property }) => (scope === kind ? [property] : []));
    return variables.length > 0 || kind === 'local' ? [{ kind, variables }] : [];
  });
}

function readWatches(message: CaptureMessage, planned: PlannedProbe, read: () => Value): WatchResult[] {
  const { action, programs } = planned.plan;
  if (action.kind !== 'snapshot') return [];
  return action.watches.map(({ program }, index) => {
    const expression = programs[program]?.text ?? '';
    const failure = message.watchFailures[index] ?? null;
    if (failure !== null) return { expression, error: expressionFailed(expression, failure) };
    const value = read();
    return { expression, value: planned.secret.has(program) ? redactedByName(value) : value };
  });
}

/** The probe's own frame is known exactly, also where no stack could be had (a frozen `Error`). */
function probedFrame(frame: Frame | undefined, { spot }: Layout): Frame {
  return {
    name: frame?.name ?? '',
    origin: frame?.origin ?? 'app',
    generated: frame?.generated,
    file: spot.file,
    line1: spot.line1,
    column1: spot.column1,
  };
}
