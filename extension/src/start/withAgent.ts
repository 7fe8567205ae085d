const agent = '--import @stillframe/agent/register';

export type WithAgent =
  | { readonly kind: 'changed'; readonly script: string }
  | { readonly kind: 'hasIt' }
  /** Nothing in it starts Node.js by name. */
  | { readonly kind: 'noNode' };

/** A package.json script with the agent loaded by the `node` it starts: `node app.js`, also behind variables and `&&`. */
export function withAgent(script: string): WithAgent {
  if (script.includes('@stillframe/agent')) return { kind: 'hasIt' };
  const changed = script.replace(/(^|[\s;&|])(node)(?=\s)/, `$1$2 ${agent}`);
  return changed === script ? { kind: 'noNode' } : { kind: 'changed', script: changed };
}
