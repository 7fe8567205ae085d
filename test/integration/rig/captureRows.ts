import type { Capture, Frame, Scope, Value } from '@stillframe/protocol';
import { captureObjects, valueText } from '@stillframe/protocol/reading';

/** What a capture shows of its frame and of the first caller with variables, a row for each kind. */
export function captureRows(capture: Capture): string[] {
  const objects = captureObjects(capture);
  const rowsOf = ({ scopes = [], thisValue }: Frame): string[] => [
    ...(thisValue === undefined ? [] : [`this     ${valueText(thisValue, objects, 60)}`]),
    ...scopes
      .filter(({ variables }) => variables.length > 0)
      .map((scope) => `${scope.kind.padEnd(8)} ${variablesText(scope, (value) => valueText(value, objects, 60))}`),
  ];
  const [probed, ...others] = capture.frames;
  const caller = others.find(({ scopes }) => scopes !== undefined);
  return [
    ...(probed === undefined ? [] : rowsOf(probed)),
    ...(caller === undefined ? [] : [`caller   ${caller.name}`, ...rowsOf(caller).map((row) => `  ${row}`)]),
    ...capture.notes.map((note) => `note     ${note}`),
  ];
}

const variablesText = ({ variables }: Scope, text: (value: Value) => string) =>
  variables.map(({ k, v }) => `${k} ${v.t === 'unavailable' ? `‹${v.reason}›` : text(v)}`).join(', ');
