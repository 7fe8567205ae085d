import { assertNever, type Capture, type Frame, notFound, StillframeError } from '@stillframe/protocol';
import type { CaptureRow, ComparedCapture, HostMessage, Surroundings } from '@stillframe/protocol/webview';
import type { HubModel } from '../../hub/hubModel.ts';
import { addWatch } from './addWatch.ts';
import { captureRow, instanceLabel, previousHit, probeChoices } from './captureRows.ts';
import type { Feed } from './connectWebview.ts';
import { createDeeperFetches } from './deeperFetches.ts';
import { surroundingsOf } from './surroundings.ts';
import type { WantedCapture } from './wantedCapture.ts';

export type CapturesActions = {
  readonly openFrame: (frame: Frame) => void | Promise<void>;
  /** `among`: where its other hits are. */
  readonly openInDebugger: (capture: Capture, among: readonly Capture[]) => void | Promise<void>;
  readonly saveCaptures: (captures: readonly Capture[], from: HubModel) => Promise<void>;
  readonly openProbe: (probeId: string) => void | Promise<void>;
  readonly compare: (left: ComparedCapture, right: ComparedCapture) => void;
  /** A sentence that nothing else shows. */
  readonly tell: (sentence: string) => void;
  readonly copy: (text: string) => void | Promise<void>;
  readonly confirmClear: (count: number) => Promise<boolean>;
  readonly wanted: WantedCapture;
};

/** Feeds a captures view: light rows for all, a whole capture when it is selected. `surroundings` is for an empty view. */
export function startCapturesFeed(
  hub: HubModel,
  post: (message: HostMessage) => void,
  actions: CapturesActions,
  surroundings: () => Surroundings = () => surroundingsOf(hub),
): Feed {
  // Rows are kept by capture: a preview compares two captures, and 500 of them would be felt at every event.
  const known = new WeakMap<Capture, CaptureRow>();
  const rowOf = (capture: Capture): CaptureRow => {
    const row =
      known.get(capture) ??
      captureRow(capture, previousHit(capture, hub.captures), instanceLabel(capture.instanceId, hub.instances));
    known.set(capture, row);
    return hub.pinned.has(capture.id) ? { ...row, isPinned: true } : row;
  };
  const compared = (captureId: string): ComparedCapture => {
    const capture = find(captureId);
    return { capture, instance: instanceLabel(capture.instanceId, hub.instances) };
  };
  const fetches = createDeeperFetches(hub);
  const showFetching = () => post({ type: 'fetching', items: fetches.current() });
  const hydrate = () =>
    post({
      type: 'captures',
      rows: hub.captures.map(rowOf),
      probes: probeChoices(hub.captures, hub.probes),
      surroundings: surroundings(),
    });
  const find = (captureId: string): Capture => {
    const capture = hub.captures.find(({ id }) => id === captureId);
    if (capture === undefined) throw new StillframeError(notFound('such capture here any more', 'Select another one.'));
    return capture;
  };

  let isReady = false;
  const stop = hub.onDidChange((change) => {
    const { arrived, failed } = fetches.noteChange(change);
    // Before `ready` nobody listens; hydration will bring everything.
    if (!isReady) return;
    if (change.capturesCleared === true || change.pinned === true) hydrate();
    else if (change.captures !== undefined)
      post({
        type: 'capturesAdded',
        rows: change.captures.map(rowOf),
        probes: probeChoices(hub.captures, hub.probes),
      });
    if (change.state === true || change.instances === true || change.probes !== undefined)
      post({ type: 'surroundings', surroundings: surroundings() });
    if (arrived.length + failed.length > 0) showFetching();
    for (const { id } of arrived) post({ type: 'reveal', captureId: id, open: ['w/0'] });
    for (const error of failed) post({ type: 'error', error });
  });
  const reveal = () => {
    const captureId = isReady ? actions.wanted.take() : undefined;
    if (captureId !== undefined) post({ type: 'reveal', captureId });
  };
  const stopWanting = actions.wanted.onDidChange(reveal);

  return {
    async handle(message) {
      switch (message.type) {
        case 'ready':
          isReady = true;
          hydrate();
          if (fetches.current().length > 0) showFetching();
          return reveal();
        case 'selectCapture': {
          const capture = find(message.captureId);
          return post({ type: 'capture', capture, previous: previousHit(capture, hub.captures) });
        }
        case 'openFrame': {
          const frame = find(message.captureId).frames[message.frame];
          return frame === undefined ? undefined : await actions.openFrame(frame);
        }
        case 'openInDebugger':
          return await actions.openInDebugger(find(message.captureId), hub.captures);
        case 'openProbe':
          return await actions.openProbe(message.probeId);
        case 'pinCapture':
          return void (await hub.call('captures/pin', { ids: [message.captureId], pinned: message.pinned }));
        case 'compareCaptures':
          return actions.compare(compared(message.leftId), compared(message.rightId));
        case 'addWatch':
          await addWatch(hub, find(message.captureId).probeId, message.expression);
          return actions.tell(`${message.expression} is watched from the next hit on.`);
        case 'fetchDeeper':
          await fetches.start(find(message.captureId), message.expression);
          return showFetching();
        case 'cancelFetch':
          await fetches.cancel(message.probeId);
          return showFetching();
        case 'exportCaptures': {
          const wanted = new Set(message.captureIds);
          return await actions.saveCaptures(
            hub.captures.filter(({ id }) => wanted.has(id)),
            hub,
          );
        }
        case 'copy':
          return await actions.copy(message.text);
        case 'clearCaptures': {
          const { probeId } = message;
          const isMeant = (capture: Capture) =>
            !hub.pinned.has(capture.id) && (probeId === undefined || capture.probeId === probeId);
          const count = hub.captures.filter(isMeant).length;
          if (await actions.confirmClear(count)) await hub.call('captures/clear', { probeId });
          return undefined;
        }
        default:
          return assertNever(message);
      }
    },
    setVisible(isVisible) {
      // A hidden view is unloaded by VS Code; shown again, it says `ready`.
      if (!isVisible) isReady = false;
    },
    dispose() {
      stop();
      stopWanting();
    },
  };
}
