/** A breakpoint event reduced to what the decision needs. */
export type BreakpointEvent = {
  readonly added: readonly AddedBreakpoint[];
  readonly removed: number;
  readonly changed: number;
};

export type AddedBreakpoint = {
  /** False for function and data breakpoints. */
  readonly isSource: boolean;
  /** Path or URI path; only its ending is looked at. */
  readonly path: string;
  readonly enabled: boolean;
  readonly condition?: string | undefined;
  readonly hitCondition?: string | undefined;
  readonly logMessage?: string | undefined;
  /** The file is open in a visible editor, where a person can have clicked. */
  readonly isVisible: boolean;
};

export type GutterSituation = {
  readonly enabled: boolean;
  readonly live: boolean;
  /** A debug session with breakpoints runs, another's or ours on a live service: they are its business. */
  readonly debugging: boolean;
  /** Ids of snapshot probes on the added breakpoint's line. */
  readonly snapshotsHere: readonly string[];
};

export type GutterDecision =
  | { readonly kind: 'leave' }
  | { readonly kind: 'remove'; readonly ids: readonly string[] }
  | { readonly kind: 'snapshot'; readonly condition?: string | undefined; readonly maxHits?: number | undefined }
  | {
      readonly kind: 'log';
      readonly template: string;
      readonly condition?: string | undefined;
      readonly maxHits?: number | undefined;
    };

const javaScriptFile = /\.(?:[cm]?[jt]s|[jt]sx)$/i;
export const isJavaScriptFile = (path: string) => javaScriptFile.test(path);

/**
 * What a new breakpoint means while Stillframe is live. Only one alone, added in a file that is in view, is a person's
 * click; several at once are a restore, an undo or another extension, and stay what they are.
 */
export function decideGutter(event: BreakpointEvent, situation: GutterSituation): GutterDecision {
  const [added, ...more] = event.added;
  if (added === undefined || more.length > 0 || event.removed > 0 || event.changed > 0) return leave;
  if (!situation.enabled || !situation.live || situation.debugging) return leave;
  if (!added.isSource || !added.enabled || !added.isVisible || !isJavaScriptFile(added.path)) return leave;
  const ids = situation.snapshotsHere;
  if (ids.length > 0 && given(added.logMessage) === undefined) return { kind: 'remove', ids };
  const maxHits = parseHitCondition(added.hitCondition);
  const condition = given(added.condition);
  const template = given(added.logMessage);
  return template === undefined
    ? { kind: 'snapshot', condition, maxHits }
    : { kind: 'log', template, condition, maxHits };
}

const leave: GutterDecision = { kind: 'leave' };
const given = (text: string | undefined) => (text === undefined || text.trim() === '' ? undefined : text);

/** `5`, `>= 5`, `< 5`: the number of hits a person has in mind; undefined when there is none. */
function parseHitCondition(text: string | undefined): number | undefined {
  const digits = /\d+/.exec(text ?? '')?.[0];
  const hits = digits === undefined ? 0 : Number(digits);
  return hits >= 1 && hits <= 1_000 ? hits : undefined;
}
