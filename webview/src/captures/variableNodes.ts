import type { Capture, Frame, ObjectValue, Property, Scope, Value } from '@stillframe/protocol';
import {
  type CaptureObjects,
  cutText,
  memberPath,
  propertyKey,
  resolveRef,
  visibleText,
} from '@stillframe/protocol/reading';

/** A row of the variables tree, before it is laid out. `path` is its identity across hits of the same probe. */
export type VariableNode =
  | {
      readonly kind: 'scope';
      readonly path: string;
      readonly label: string;
      readonly children: readonly VariableNode[];
    }
  | {
      readonly kind: 'value';
      readonly path: string;
      readonly label: string;
      readonly value: Value;
      /** The same place in the previous hit; undefined when there is no such place. */
      readonly previous?: Value;
      /** JavaScript that reads it, when there is such. */
      readonly expression?: string;
      readonly isFaint?: boolean;
    }
  | {
      readonly kind: 'note';
      readonly path: string;
      readonly text: string;
      readonly isError?: boolean;
      /** JavaScript that reads the object of which this note tells that something is missing. */
      readonly expression?: string;
    };

export type ValueNode = Extract<VariableNode, { readonly kind: 'value' }>;

/** The roots of the tree for one frame: watches (they belong to the probed frame), then scopes, innermost first. */
export function frameNodes(
  capture: Capture,
  frameIndex: number,
  previous: Capture | undefined,
): readonly VariableNode[] {
  const frame = capture.frames[frameIndex];
  if (frame === undefined) return [];
  const before = matchingFrame(frame, previous?.frames[frameIndex]);
  const nodes: VariableNode[] = [];
  if (frameIndex === 0 && capture.watches.length > 0) nodes.push(watchesNode(capture, previous));
  const scopes = frame.scopes ?? [];
  // `this` has no scope of its own; it heads the innermost, as in VS Code's own Variables view.
  const thisNode = frame.thisValue === undefined ? [] : [thisNodeOf(frame.thisValue, before?.thisValue)];
  scopes.forEach((scope, index) => {
    const older = before?.scopes?.[index];
    const label = scopeLabel(scope, scopes, index);
    const variables = variableNodes(scope, older?.kind === scope.kind ? older : undefined, `s${index}`);
    nodes.push({
      kind: 'scope',
      path: `s${index}`,
      label,
      children: index === 0 ? [...thisNode, ...variables] : variables,
    });
  });
  if (scopes.length === 0) nodes.push(...thisNode);
  if (frame.note !== undefined) nodes.push({ kind: 'note', path: 'note', text: frame.note });
  else if (frame.scopes === undefined) nodes.push({ kind: 'note', path: 'note', text: missingScopes(frame) });
  return nodes;
}

/** What an expanded value shows below it. */
export function childNodes(
  node: ValueNode,
  objects: CaptureObjects,
  previous: CaptureObjects,
): readonly VariableNode[] {
  const value = resolveRef(node.value, objects);
  if (value.t !== 'object') return [];
  const resolved = node.previous === undefined ? undefined : resolveRef(node.previous, previous);
  const before = resolved?.t === 'object' && resolved.kind === value.kind ? resolved : undefined;
  const nodes = [
    ...itemNodes(value, before, node),
    ...entryNodes(value, before, node),
    ...propertyNodes(value, before, node),
  ];
  if (value.cut !== undefined)
    nodes.push({ kind: 'note', path: `${node.path}/cut`, text: cutText(value.cut), expression: node.expression });
  return nodes;
}

/** Whether there is anything to expand. */
export function isExpandable(node: VariableNode, objects: CaptureObjects): boolean {
  if (node.kind !== 'value') return node.kind === 'scope';
  const value = resolveRef(node.value, objects);
  if (value.t !== 'object') return false;
  return value.props.length + (value.items?.length ?? 0) + (value.entries?.length ?? 0) > 0 || value.cut !== undefined;
}

function watchesNode(capture: Capture, previous: Capture | undefined): VariableNode {
  const children = capture.watches.map(({ expression, value, error }, index): VariableNode => {
    const path = `w/${index}`;
    if (value === undefined)
      return {
        kind: 'note',
        path,
        text: error?.message ?? `${visibleText(expression)} was not evaluated`,
        isError: true,
      };
    const before = previous?.watches.find((watch) => watch.expression === expression)?.value;
    return {
      kind: 'value',
      path,
      label: visibleText(expression),
      value,
      previous: before,
      // Alone as it was written; as the beginning of a member's path it needs its parentheses.
      expression: /^[\w$.[\]]+$/.test(expression) ? expression : `(${expression})`,
    };
  });
  return { kind: 'scope', path: 'w', label: 'Watches', children };
}

const thisNodeOf = (value: Value, previous: Value | undefined): VariableNode => ({
  kind: 'value',
  path: 'this',
  label: 'this',
  value,
  previous,
  expression: 'this',
});

function scopeLabel(scope: Scope, scopes: readonly Scope[], index: number): string {
  const name = { local: 'Local', closure: 'Closure', module: 'Module' }[scope.kind];
  const sameKind = scopes.filter(({ kind }) => kind === scope.kind);
  if (sameKind.length < 2) return name;
  return `${name} ${scopes.slice(0, index + 1).filter(({ kind }) => kind === scope.kind).length}`;
}

function variableNodes(scope: Scope, before: Scope | undefined, path: string): readonly VariableNode[] {
  const older = previousOf(before?.variables);
  return scope.variables.map((variable) => ({
    kind: 'value',
    path: `${path}/${propertyKey(variable)}`,
    label: visibleText(variable.k),
    value: variable.v,
    previous: older(variable),
    expression: variable.k,
  }));
}

function itemNodes(value: ObjectValue, before: ObjectValue | undefined, parent: ValueNode): VariableNode[] {
  let index = 0;
  return (value.items ?? []).map((item, position) => {
    const at = index;
    index += item.t === 'hole' ? item.count : 1;
    return {
      kind: 'value',
      path: `${parent.path}/${position}`,
      label: item.t === 'hole' && item.count > 1 ? `${at} … ${index - 1}` : String(at),
      value: item,
      previous: before?.items?.[position],
      // A set's items have no expression.
      expression:
        parent.expression !== undefined && value.kind !== 'set' ? memberPath(parent.expression, at) : undefined,
    };
  });
}

function entryNodes(value: ObjectValue, before: ObjectValue | undefined, parent: ValueNode): VariableNode[] {
  return (value.entries ?? []).flatMap(([key, item], position): VariableNode[] => {
    const older = before?.entries?.[position];
    const path = `${parent.path}/${position}`;
    const call = parent.expression === undefined ? undefined : `${parent.expression}.get`;
    // Simple keys read best as the row's name; others get a row of their own.
    if (key.t === 'string' || key.t === 'number' || key.t === 'boolean') {
      const text = key.t === 'string' ? JSON.stringify(key.v) : String(key.v);
      const expression =
        call === undefined || (key.t === 'string' && key.length !== undefined) ? undefined : `${call}(${text})`;
      return [{ kind: 'value', path, label: `${visibleText(text)} =>`, value: item, previous: older?.[1], expression }];
    }
    return [
      { kind: 'value', path: `${path}k`, label: `${position} key`, value: key, previous: older?.[0] },
      { kind: 'value', path: `${path}v`, label: `${position} value`, value: item, previous: older?.[1] },
    ];
  });
}

function propertyNodes(value: ObjectValue, before: ObjectValue | undefined, parent: ValueNode): VariableNode[] {
  const older = previousOf(before?.props);
  return value.props.map((property) => ({
    kind: 'value',
    path: `${parent.path}/${propertyKey(property)}`,
    label: property.symbol === true ? `[${visibleText(property.k)}]` : visibleText(property.k) || "''",
    value: property.v,
    previous: older(property),
    expression:
      parent.expression === undefined || property.symbol === true
        ? undefined
        : memberPath(parent.expression, property.k),
    isFaint: property.hidden === true || property.symbol === true,
  }));
}

function previousOf(properties: readonly Property[] | undefined): (property: Property) => Value | undefined {
  const byKey = new Map(properties?.map((property) => [propertyKey(property), property.v]));
  return (property) => byKey.get(propertyKey(property));
}

function matchingFrame(frame: Frame, previous: Frame | undefined): Frame | undefined {
  return previous?.name === frame.name && previous.file === frame.file ? previous : undefined;
}

function missingScopes(frame: Frame): string {
  if (frame.isAsync === true) return 'This function awaits the one above; its variables cannot be read while it waits.';
  return 'The variables of this frame were not taken. Ask for more frames in the snapshot to see them.';
}
