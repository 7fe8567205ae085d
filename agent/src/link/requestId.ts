import { parseExpression, type Program, type UserError } from '@stillframe/protocol';

/**
 * The setting that says where the request's id is, such as `req.id ?? headers["x-request-id"]`. Each side of a `??` becomes
 * a program of its own: where `req` is not visible, `headers` may be.
 */
export function parseRequestId(text: string): { readonly programs: readonly Program[]; readonly error?: UserError } {
  if (text === '') return { programs: [] };
  const parsed = parseExpression(text);
  return parsed.ok ? { programs: alternatives(parsed.value) } : { programs: [], error: parsed.error };
}

function alternatives(program: Program): readonly Program[] {
  const { body } = program;
  if (body.op !== 'logical' || body.operator !== '??') return [program];
  return [body.left, body.right].flatMap((side) => alternatives({ ...program, body: side }));
}
