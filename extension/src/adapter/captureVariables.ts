import type { Capture, Frame, ObjectValue, Property, Scope, Value } from '@stillframe/protocol';
import {
  type CaptureObjects,
  captureObjects,
  cutText,
  memberPath,
  resolveRef,
  valueText,
  visibleText,
} from '@stillframe/protocol/reading';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Handles } from '@vscode/debugadapter';

/** What a variablesReference stands for. */
type Container =
  | { readonly kind: 'scope'; readonly frame: Frame; readonly scope: Scope | undefined; readonly withThis: boolean }
  | { readonly kind: 'watches' }
  | { readonly kind: 'object'; readonly value: ObjectValue; readonly path: string | undefined };

/** The scopes and variables of one capture, handed out by reference as DAP wants them. */
export type CaptureVariables = {
  readonly objects: CaptureObjects;
  scopes(frameIndex: number): DebugProtocol.Scope[];
  /** Undefined for a reference of another stop. */
  variables(args: DebugProtocol.VariablesArguments): DebugProtocol.Variable[] | undefined;
  /** Text, reference and counts of a value found by evaluating. */
  shown(value: Value, path: string | undefined): ShownValue;
};

export type ShownValue = Pick<
  DebugProtocol.Variable,
  'value' | 'type' | 'variablesReference' | 'namedVariables' | 'indexedVariables'
>;

/** From how many items on a list is paged by the client. */
const pagedFrom = 100;
const textLength = 300;

/** `firstHandle` keeps references of different stops apart. */
export function createCaptureVariables(capture: Capture, firstHandle: number): CaptureVariables {
  const objects = captureObjects(capture);
  const handles = new Handles<Container>(firstHandle);

  const shown = (value: Value, path: string | undefined): ShownValue => {
    const seen = resolveRef(value, objects);
    const text = valueText(value, objects, textLength);
    if (seen.t !== 'object' || memberCount(seen) === 0)
      return { value: text, type: typeName(seen), variablesReference: 0 };
    const items = itemCount(seen);
    return {
      value: text,
      type: typeName(seen),
      variablesReference: handles.create({ kind: 'object', value: seen, path }),
      ...(items > pagedFrom ? { indexedVariables: items, namedVariables: memberCount(seen) - items } : {}),
    };
  };
  const variable = (
    name: string,
    value: Value,
    path: string | undefined,
    property?: Property,
  ): DebugProtocol.Variable => ({
    name: visibleText(name) || "''",
    ...shown(value, path),
    evaluateName: path,
    presentationHint: {
      ...(property?.hidden === true || property?.symbol === true ? { visibility: 'internal' } : {}),
      attributes: ['readOnly'],
    },
  });
  const note = (text: string): DebugProtocol.Variable => ({
    name: '…',
    value: text,
    variablesReference: 0,
    presentationHint: { kind: 'virtual', attributes: ['readOnly'] },
  });

  const members = (
    value: ObjectValue,
    path: string | undefined,
  ): { indexed: DebugProtocol.Variable[]; named: DebugProtocol.Variable[] } => {
    let at = 0;
    const indexed = (value.items ?? []).map((item) => {
      const index = at;
      at += item.t === 'hole' ? item.count : 1;
      const name = item.t === 'hole' && item.count > 1 ? `${index} … ${at - 1}` : String(index);
      return variable(name, item, path === undefined || value.kind === 'set' ? undefined : memberPath(path, index));
    });
    const entries = (value.entries ?? []).map(([key, item], index) => {
      const keyText = valueText(key, objects, 60);
      const isSimple = key.t === 'string' || key.t === 'number';
      const readBy = isSimple && path !== undefined ? `${path}.get(${JSON.stringify(key.v)})` : undefined;
      return variable(isSimple ? keyText : `${index}: ${keyText}`, item, readBy);
    });
    const properties = value.props.map((property) =>
      variable(
        property.k,
        property.v,
        path === undefined || property.symbol === true ? undefined : memberPath(path, property.k),
        property,
      ),
    );
    return {
      indexed,
      named: [...entries, ...properties, ...(value.cut === undefined ? [] : [note(cutText(value.cut))])],
    };
  };

  const content = (container: Container): { indexed: DebugProtocol.Variable[]; named: DebugProtocol.Variable[] } => {
    switch (container.kind) {
      case 'watches': {
        const named = capture.watches.map(({ expression, value, error }) =>
          value === undefined
            ? { ...note(error?.message ?? 'not evaluated'), name: visibleText(expression) }
            : variable(expression, value, undefined),
        );
        return { indexed: [], named };
      }
      case 'scope': {
        const { frame, scope, withThis } = container;
        const own = withThis && frame.thisValue !== undefined ? [variable('this', frame.thisValue, 'this')] : [];
        const named = (scope?.variables ?? []).map((property) =>
          variable(property.k, property.v, property.k, property),
        );
        return { indexed: [], named: [...own, ...named] };
      }
      case 'object':
        return members(container.value, container.path);
    }
  };

  return {
    objects,
    shown,
    scopes(frameIndex) {
      const frame = capture.frames[frameIndex];
      if (frame === undefined) return [];
      const scopes = frame.scopes ?? [];
      const made = scopes.map((scope, index): DebugProtocol.Scope => ({
        name: scopeName[scope.kind],
        ...(scope.kind === 'local' ? { presentationHint: 'locals' } : {}),
        variablesReference: handles.create({ kind: 'scope', frame, scope, withThis: index === 0 }),
        expensive: scope.kind !== 'local' && scope.variables.length > pagedFrom,
      }));
      if (scopes.length === 0 && frame.thisValue !== undefined)
        made.push({
          name: 'This',
          variablesReference: handles.create({ kind: 'scope', frame, scope: undefined, withThis: true }),
          expensive: false,
        });
      // Clients open the first scope by themselves; locals are what most people want to see.
      if (frameIndex === 0 && capture.watches.length > 0)
        made.splice(1, 0, {
          name: 'Watches',
          variablesReference: handles.create({ kind: 'watches' }),
          expensive: false,
        });
      return made;
    },
    variables({ variablesReference, filter, start = 0, count }) {
      const container = handles.get(variablesReference);
      // `get` answers undefined for a reference it never gave, whatever its type says.
      if ((container as Container | undefined) === undefined) return undefined;
      const { indexed, named } = content(container);
      const page = (all: DebugProtocol.Variable[]) =>
        all.slice(start, count === undefined || count === 0 ? undefined : start + count);
      if (filter === 'indexed') return page(indexed);
      return filter === 'named' ? named : [...indexed, ...named];
    },
  };
}

const scopeName = { local: 'Local', closure: 'Closure', module: 'Module' } as const;

const itemCount = (value: ObjectValue): number => value.items?.length ?? 0;
const memberCount = (value: ObjectValue): number =>
  itemCount(value) + (value.entries?.length ?? 0) + value.props.length + (value.cut === undefined ? 0 : 1);

function typeName(value: Value): string {
  return value.t === 'object' ? visibleText(value.name) || value.kind : value.t;
}
