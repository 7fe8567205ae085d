import * as v from 'valibot';

/** Which instances a probe is for. Empty means all. Every given part must match. */
export const TargetSchema = v.object({
  app: v.optional(v.string()),
  instanceId: v.optional(v.string()),
  host: v.optional(v.string()),
  pid: v.optional(v.number()),
  tags: v.optional(v.record(v.string(), v.string())),
  /** Canary: one of the matching instances, chosen by the hub, and another when that one leaves. */
  anyOne: v.optional(v.boolean()),
});
export type Target = v.InferOutput<typeof TargetSchema>;

/** The facts a target is matched against. */
export type TargetFacts = {
  readonly instanceId: string;
  readonly app: string;
  readonly host: string;
  readonly pid: number;
  readonly tags: Readonly<Record<string, string>>;
};

/** Whether `facts` satisfy every given part of `target`; `anyOne` is the hub's business and not looked at. */
export function matchesTarget(target: Target, facts: TargetFacts): boolean {
  if (target.app !== undefined && target.app !== facts.app) return false;
  if (target.instanceId !== undefined && target.instanceId !== facts.instanceId) return false;
  if (target.host !== undefined && target.host !== facts.host) return false;
  if (target.pid !== undefined && target.pid !== facts.pid) return false;
  return Object.entries(target.tags ?? {}).every(
    ([key, value]) => Object.hasOwn(facts.tags, key) && facts.tags[key] === value,
  );
}

/**
 * Reads a selector as people write it: `all`, `any`, `shop`, `app=shop,region=eu`, `instance=ID`, `pid=123,any`.
 * A bare word is an app name; keys other than app, instance, host and pid are tags. Returns a sentence on bad input.
 */
export function parseSelector(text: string): { readonly target: Target } | { readonly problem: string } {
  const target: { -readonly [K in keyof Target]: Target[K] } = {};
  const tags: Record<string, string> = {};
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const equals = part.indexOf('=');
    const key = equals < 0 ? '' : part.slice(0, equals);
    const value = part.slice(equals + 1);
    if (value === '' || (equals >= 0 && key === '')) {
      return { problem: `\`${text}\` is not a selector. Write all, any, an app name, or key=value,…` };
    }
    if (key === '' && value === 'all') continue;
    else if (key === '' && value === 'any') target.anyOne = true;
    else if (key === '' || key === 'app') target.app = value;
    else if (key === 'instance') target.instanceId = value;
    else if (key === 'host') target.host = value;
    else if (key === 'pid') {
      if (!/^\d+$/.test(value)) return { problem: `pid=${value} is not a number.` };
      target.pid = Number(value);
    } else tags[key] = value;
  }
  if (Object.keys(tags).length > 0) target.tags = tags;
  return { target };
}

/** The selector text that `parseSelector` reads back. */
export function formatSelector(target: Target): string {
  const parts = [
    target.app !== undefined ? `app=${target.app}` : '',
    target.instanceId !== undefined ? `instance=${target.instanceId}` : '',
    target.host !== undefined ? `host=${target.host}` : '',
    target.pid !== undefined ? `pid=${target.pid}` : '',
    ...Object.entries(target.tags ?? {}).map(([key, value]) => `${key}=${value}`),
    target.anyOne === true ? 'any' : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'all' : parts.join(',');
}
