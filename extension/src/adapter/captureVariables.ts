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

type Content = { readonly indexed: DebugProtocol.Variable[]; readonly named: DebugProtocol.Variable[] };

/** The references of a session; each belongs to one capture and stays valid. */
export type VariableHandles = {
  ofCapture(capture: Capture): CaptureVariables;
  /** Undefined for a reference that was never given. */
  variables(args: DebugProtocol.VariablesArguments): DebugProtocol.Variable[] | undefined;
};

/** The scopes and variables of one capture, handed out by reference as DAP wants them. */
export type CaptureVariables = {
  readonly objects: CaptureObjects;
  scopes(frame: Frame): DebugProtocol.Scope[];
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

export function createVariableHandles(): VariableHandles {
  const handles = new Handles<() => Content>();
  return {
    ofCapture: (capture) => createCaptureVariables(capture, handles),
    variables({ variablesReference, filter, start = 0, count }) {
      const read = handles.get(variablesReference);
      // `get` answers undefined for a reference it never gave, whatever its type says.
      if ((read as (() => Content) | undefined) === undefined) return undefined;
      const { indexed, named } = read();
      const page = (all: DebugProtocol.Variable[]) =>
        all.slice(start, count === undefined || count === 0 ? undefined : start + count);
      if (filter === 'indexed') return page(indexed);
      return filter === 'named' ? named : [...indexed, ...named];
    },
  };
}

function createCaptureVariables(capture: Capture, handles: Handles<() => Content>): CaptureVariables {
  const objects = captureObjects(capture);
  const handleOf = (container: Container): number => handles.create(() => content(container));

  const shown = (value: Value, path: string | undefined): ShownValue => {
    const seen = resolveRef(value, objects);
    const text = valueText(value, objects, textLength);
    if (seen.t !== 'object' || memberCount(seen) === 0)
      return { value: text, type: typeName(seen), variablesReference: 0 };
    const items = itemCount(seen);
    return {
      value: text,
      type: typeName(seen),
      variablesReference: handleOf({ kind: 'object', value: seen, path }),
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

  const members = (value: ObjectValue, path: string | undefined): Content => {
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

  const content = (container: Container): Content => {
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
    scopes(frame) {
      const scopes = frame.scopes ?? [];
      const made = scopes.map((scope, index): DebugProtocol.Scope => ({
        name: scopeName[scope.kind],
        ...(scope.kind === 'local' ? { presentationHint: 'locals' } : {}),
        variablesReference: handleOf({ kind: 'scope', frame, scope, withThis: index === 0 }),
        expensive: scope.kind !== 'local' && scope.variables.length > pagedFrom,
      }));
      if (scopes.length === 0 && frame.thisValue !== undefined)
        made.push({
          name: 'This',
          variablesReference: handleOf({ kind: 'scope', frame, scope: undefined, withThis: true }),
          expensive: false,
        });
      // Clients open the first scope by themselves; locals are what most people want to see.
      if (frame === capture.frames[0] && capture.watches.length > 0)
        made.splice(1, 0, {
          name: 'Watches',
          variablesReference: handleOf({ kind: 'watches' }),
          expensive: false,
        });
      return made;
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
