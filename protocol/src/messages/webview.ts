import * as v from 'valibot';
import type { Capture } from '../capture.ts';
import type { UserError } from '../errors.ts';
import type { SparseBuckets } from '../histogram.ts';
import type { Load } from '../instance.ts';
import { limits } from '../limits.ts';
import type { ProbeKind } from '../probe.ts';
import type { Summary } from '../series.ts';

/** One variable or watch in a hit's one-line preview. */
export type PreviewPart = { readonly name: string; readonly text: string; readonly isChanged: boolean };

/** What the list shows of a capture; the capture itself is sent when it is selected. */
export type CaptureRow = {
  readonly id: string;
  readonly probeId: string;
  readonly atMs: number;
  readonly hit: number;
  /** '' for top-level code. */
  readonly functionName: string;
  readonly file: string;
  readonly line1: number;
  /** App and instance as people call them: `shop pod-2`. */
  readonly instance: string;
  /** Trace and request id, for the search. */
  readonly request?: string;
  /** Kept by the hub, and on top of the list. */
  readonly isPinned?: boolean;
  readonly preview: readonly PreviewPart[];
};

/** A probe the list can be narrowed to. */
export type ProbeChoice = { readonly id: string; readonly title: string };

/** A deeper watch that waits for its hit. */
export type Fetching = { readonly probeId: string; readonly expression: string };

/** What an empty view needs to say what to do next. */
export type Surroundings = {
  /** file: the captures are those of a file, and no hub is asked. */
  readonly hub: 'live' | 'starting' | 'down' | 'file';
  /** Why the hub is down, or the file cannot be read. */
  readonly why?: string;
  readonly instances: number;
  /** `checkout.ts:44` of every snapshot that waits for a hit. */
  readonly waiting: readonly string[];
};

/** One sample: `[atS, ...values]`; a counter's value is hits a second, a distribution's are p50, p90, p99. */
export type MetricPoint = readonly [atS: number, ...values: (number | null)[]];

export type MetricGroup = {
  readonly key: string;
  readonly count: number;
  readonly summary?: Summary;
};

/** A counter, tic-toc, duration or metric as its card shows it, without the chart's points. */
export type MetricCard = {
  readonly probeId: string;
  readonly kind: Exclude<ProbeKind, 'snapshot' | 'log'>;
  /** `pricing.ts:17`, for tic-tocs `checkout.ts:40 → 44`. */
  readonly title: string;
  readonly file: string;
  readonly line1: number;
  /** The label, or the expression measured. */
  readonly subtitle?: string;
  /** In words, when it is not simply counting: `pending`, `2 of 3 armed`. */
  readonly state?: string;
  readonly reason?: UserError;
  readonly unit: '' | 'ms';
  readonly count: number;
  readonly ratePerSecond: number;
  /** Absent for counters and while nothing was recorded. */
  readonly summary?: Summary;
  /** `est. ×4 ±8 %` while sampled. */
  readonly estimate?: string;
  /** Share of one core, the sum over instances. */
  readonly costShare: number;
  readonly groupedBy?: string;
  readonly groups: readonly MetricGroup[];
  /** Which groups the points of `groupsOf(probeId)` are of, in their order; the last may be all others. */
  readonly groupKeys: readonly string[];
  /** Everything recorded since the probe was placed; absent for counters. */
  readonly buckets?: SparseBuckets;
};

/** An instance in the metrics view: the baseline beside the probes. Its points are `instancePoint`s under its id. */
export type InstanceCard = {
  readonly instanceId: string;
  /** `shop on pod-2`. */
  readonly title: string;
  readonly subtitle: string;
  readonly connected: boolean;
  readonly load?: Load;
};

export type ComparedCapture = { readonly capture: Capture; readonly instance: string };

/** What the context menus of captures and of their variables offer; each is a command `stillframe.page.<action>`. */
export const menuActions = [
  'selectForCompare',
  'compareWithSelected',
  'compareWithPrevious',
  'pin',
  'unpin',
  'exportCapture',
  'openInDebugger',
  'copyValue',
  'copyPath',
  'copyJson',
  'copyScript',
  'addWatch',
  'fetchDeeper',
] as const;

/** What the extension tells a webview. */
export type HostMessage =
  | {
      readonly type: 'captures';
      readonly rows: readonly CaptureRow[];
      readonly probes: readonly ProbeChoice[];
      readonly surroundings: Surroundings;
    }
  | { readonly type: 'capturesAdded'; readonly rows: readonly CaptureRow[]; readonly probes: readonly ProbeChoice[] }
  | { readonly type: 'surroundings'; readonly surroundings: Surroundings }
  /** Answers `selectCapture`; `previous` is the hit of the same probe before it. */
  | { readonly type: 'capture'; readonly capture: Capture; readonly previous?: Capture }
  /** Select and show this capture, with these paths of its tree open: somebody asked for it elsewhere, or it came deeper. */
  | { readonly type: 'reveal'; readonly captureId: string; readonly open?: readonly string[] }
  /** All deeper watches that are waited for. */
  | { readonly type: 'fetching'; readonly items: readonly Fetching[] }
  /** Show how these two differ, and nothing else. */
  | { readonly type: 'compare'; readonly left: ComparedCapture; readonly right: ComparedCapture }
  /** An item of the page's context menu was chosen; the page knows what it was opened on. */
  | { readonly type: 'menu'; readonly action: (typeof menuActions)[number]; readonly captureId: string | undefined }
  | {
      readonly type: 'metrics';
      readonly cards: readonly MetricCard[];
      readonly instances: readonly InstanceCard[];
      readonly points: Readonly<Record<string, readonly MetricPoint[]>>;
      readonly nowS: number;
      readonly surroundings: Surroundings;
    }
  /** Every card anew, and of each series the seconds that changed. */
  | {
      readonly type: 'metricsTick';
      readonly cards: readonly MetricCard[];
      readonly instances: readonly InstanceCard[];
      readonly points: Readonly<Record<string, readonly MetricPoint[]>>;
      readonly nowS: number;
    }
  /** A request could not be done. */
  | { readonly type: 'error'; readonly error: UserError };

const expression = v.pipe(v.string(), v.minLength(1), v.maxLength(limits.expressionLength));
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

/** What a webview asks of the extension; checked there, because a webview shows text of other processes. */
export const ViewMessageSchema = v.variant('type', [
  /** The view has loaded and wants everything it shows. */
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('selectCapture'), captureId: id }),
  v.object({
    type: v.literal('openFrame'),
    captureId: id,
    frame: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000)),
  }),
  v.object({ type: v.literal('openInDebugger'), captureId: id }),
  /** Asks for a file name and writes a `.stillframe` file. */
  v.object({ type: v.literal('exportCaptures'), captureIds: v.pipe(v.array(id), v.minLength(1)) }),
  v.object({ type: v.literal('pinCapture'), captureId: id, pinned: v.boolean() }),
  /** Opens an editor that shows how the right one differs from the left one. */
  v.object({ type: v.literal('compareCaptures'), leftId: id, rightId: id }),
  /** Adds the expression to the watches of the probe that took the capture. */
  v.object({ type: v.literal('addWatch'), captureId: id, expression }),
  /** Takes the expression's value as deep as possible at the next hit. */
  v.object({ type: v.literal('fetchDeeper'), captureId: id, expression }),
  v.object({ type: v.literal('cancelFetch'), probeId: id }),
  v.object({ type: v.literal('copy'), text: v.pipe(v.string(), v.maxLength(4 * 1_048_576)) }),
  /** Deletes the captures of one probe, or all of them, after the person confirmed. */
  v.object({ type: v.literal('clearCaptures'), probeId: v.optional(id) }),
  v.object({ type: v.literal('openProbe'), probeId: id }),
]);
export type ViewMessage = v.InferOutput<typeof ViewMessageSchema>;

/** A webview's message, checked; undefined when it is none. */
export function parseViewMessage(message: unknown): ViewMessage | undefined {
  const result = v.safeParse(ViewMessageSchema, message);
  return result.success ? result.output : undefined;
}
