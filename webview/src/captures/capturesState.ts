import { assertNever, type Capture } from '@stillframe/protocol';
import type {
  CaptureRow,
  ComparedCapture,
  Fetching,
  HostMessage,
  ProbeChoice,
  Surroundings,
} from '@stillframe/protocol/webview';

/** Everything the captures view shows. */
export type CapturesState = {
  readonly isHydrated: boolean;
  /** Newest first. */
  readonly rows: readonly CaptureRow[];
  readonly probes: readonly ProbeChoice[];
  readonly surroundings: Surroundings;
  readonly selectedId: string | undefined;
  readonly detail: { readonly capture: Capture; readonly previous: Capture | undefined } | undefined;
  readonly error: string | undefined;
  readonly fetching: readonly Fetching[];
  /** Two captures side by side, instead of the list. */
  readonly comparison: { readonly left: ComparedCapture; readonly right: ComparedCapture } | undefined;
};

export type CapturesEvent =
  HostMessage | { readonly type: 'select'; readonly captureId: string | undefined } | { readonly type: 'dismissError' };

export const initialCaptures = (selectedId: string | undefined): CapturesState => ({
  isHydrated: false,
  rows: [],
  probes: [],
  surroundings: { hub: 'starting', instances: 0, waiting: [] },
  selectedId,
  detail: undefined,
  error: undefined,
  fetching: [],
  comparison: undefined,
});

/** The view's state after an event. The selection never moves by itself, except from nothing to the newest capture. */
export function reduceCaptures(state: CapturesState, event: CapturesEvent): CapturesState {
  switch (event.type) {
    case 'captures': {
      const { rows, probes, surroundings } = event;
      const isStillThere = rows.some((row) => row.id === state.selectedId);
      const selectedId = isStillThere ? state.selectedId : rows[0]?.id;
      const detail = isStillThere ? state.detail : undefined;
      return { ...state, isHydrated: true, rows, probes, surroundings, selectedId, detail };
    }
    case 'capturesAdded': {
      const known = new Set(event.rows.map((row) => row.id));
      const rows = [...event.rows, ...state.rows.filter((row) => !known.has(row.id))].slice(0, maxRows);
      return { ...state, rows, probes: event.probes, selectedId: state.selectedId ?? rows[0]?.id };
    }
    case 'surroundings':
      return { ...state, surroundings: event.surroundings };
    case 'capture':
      if (event.capture.id !== state.selectedId) return state;
      return { ...state, detail: { capture: event.capture, previous: event.previous } };
    case 'select':
    case 'reveal':
      return { ...state, selectedId: event.captureId };
    case 'error':
      return { ...state, error: event.error.message };
    case 'dismissError':
      return { ...state, error: undefined };
    case 'fetching':
      return { ...state, fetching: event.items };
    case 'compare':
      return { ...state, isHydrated: true, comparison: { left: event.left, right: event.right } };
    case 'menu':
    case 'metrics':
    case 'metricsTick':
      return state;
    default:
      return assertNever(event);
  }
}

const maxRows = 500;
