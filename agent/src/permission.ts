/**
 * What Node's permission model keeps from the agent, as a sentence's end with the next step; undefined when nothing, or
 * when the model is off. The link thread itself is not held by it: `--allow-worker` admits whatever a thread does.
 */
export function missingPermission({ permission, allowedNodeEnvironmentFlags, version }: NodeJS.Process = process) {
  if (permission === undefined) return undefined;
  const needed = [
    ['worker', '--allow-worker'],
    ['inspector', '--allow-inspector'],
  ] as const;
  const flags = needed.filter(([scope]) => !permission.has(scope)).map(([, flag]) => flag);
  if (flags.length === 0) return undefined;
  if (flags.every((flag) => allowedNodeEnvironmentFlags.has(flag))) {
    return `Node's permission model is on: add ${flags.join(' and ')}`;
  }
  return `with its permission model on, Node ${version} lets nobody use V8's debugger: Node 24 can, by --allow-inspector`;
}
