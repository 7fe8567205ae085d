import type { CaptureRow } from '@stillframe/protocol/webview';
import { useEffect, useMemo, useReducer, useState } from 'preact/hooks';
import type { Host } from '../ui/host.ts';
import { ErrorBar } from '../ui/errorBar.tsx';
import { EmptyState } from '../ui/emptyState.tsx';
import { CaptureDetail } from './captureDetail.tsx';
import { captureMessage } from './captureMenu.ts';
import { CaptureList } from './captureList.tsx';
import { CapturesToolbar } from './capturesToolbar.tsx';
import { initialCaptures, reduceCaptures } from './capturesState.ts';
import { CompareView } from './compareView.tsx';
import { FetchBar } from './fetchBar.tsx';
import { filterRows } from './filterRows.ts';

/** What is kept while the view is hidden: small, no captured values. */
export type SavedState = {
  readonly selectedId: string | undefined;
  readonly filter: string;
  readonly probeId: string;
  /** Paths of the variables tree that were opened or closed by hand. */
  readonly toggled: Readonly<Record<string, boolean>>;
};

/** The captures view: a list of hits, and the stack and variables of the selected one. */
export function CapturesApp({ host }: { readonly host: Host<SavedState> }) {
  const [saved] = useState(() => host.load() ?? {});
  const [state, dispatch] = useReducer(reduceCaptures, initialCaptures(saved.selectedId));
  const [filter, setFilter] = useState(saved.filter ?? '');
  const [probeChoice, setProbeId] = useState(saved.probeId ?? '');
  const [toggled, setToggled] = useState(saved.toggled ?? {});
  const [markedId, setMarkedId] = useState<string>();
  const { rows, probes, selectedId, detail, comparison } = state;
  const isFile = state.surroundings.hub === 'file';
  const probeId = probes.some((probe) => probe.id === probeChoice) ? probeChoice : '';

  useEffect(() => {
    const stop = host.onMessage((message) => {
      dispatch(message);
      if (message.type !== 'reveal') return;
      const open = Object.fromEntries((message.open ?? []).map((path) => [path, true]));
      setToggled((before) => ({ ...before, ...open }));
      // What was asked for must be seen, whatever the list was narrowed to.
      setFilter('');
      setProbeId('');
    });
    host.post({ type: 'ready' });
    return stop;
  }, [host]);
  const selected = rows.find((row) => row.id === selectedId);
  // A selection kept from before may be of a capture that is gone: only what the list holds is asked for.
  const listedId = selected?.id;
  useEffect(() => {
    if (listedId !== undefined) host.post({ type: 'selectCapture', captureId: listedId });
  }, [host, listedId]);
  useEffect(() => {
    host.save({ selectedId, filter, probeId, toggled });
  }, [host, selectedId, filter, probeId, toggled]);

  useEffect(
    () =>
      host.onMessage((message) => {
        const row = message.type === 'menu' ? rows.find(({ id }) => id === message.captureId) : undefined;
        if (message.type !== 'menu' || row === undefined) return;
        if (message.action === 'selectForCompare') return setMarkedId(row.id);
        const request = captureMessage(message.action, row, rows, markedId);
        if (request !== undefined) host.post(request);
        if (message.action === 'compareWithSelected') setMarkedId(undefined);
      }),
    [host, rows, markedId],
  );

  const shown = useMemo(() => pinnedFirst(filterRows(rows, filter, probeId, probes)), [rows, filter, probeId, probes]);

  if (!state.isHydrated) return <div class="app" />;
  if (comparison !== undefined) return <CompareView {...comparison} />;
  return (
    <div class={isFile ? 'app file' : 'app'}>
      {state.error !== undefined && (
        <ErrorBar message={state.error} onClose={() => dispatch({ type: 'dismissError' })} />
      )}
      {state.fetching.length > 0 && (
        <FetchBar items={state.fetching} onCancel={(probeId) => host.post({ type: 'cancelFetch', probeId })} />
      )}
      {rows.length === 0 ? (
        <EmptyState surroundings={state.surroundings} wants="captures" host={host} />
      ) : (
        <>
          <CapturesToolbar
            filter={filter}
            onFilter={setFilter}
            probes={probes}
            probeId={probeId}
            onProbe={setProbeId}
            shown={shown.length}
            total={rows.length}
            onExport={() => host.post({ type: 'exportCaptures', captureIds: shown.map(({ id }) => id) })}
            onClear={
              isFile ? undefined : () => host.post({ type: 'clearCaptures', ...(probeId === '' ? {} : { probeId }) })
            }
          />
          <div class="panes">
            <CaptureList
              rows={shown}
              selectedId={selectedId}
              markedId={markedId}
              isLive={!isFile}
              onSelect={(captureId) => dispatch({ type: 'select', captureId })}
              onOpen={(captureId) => host.post({ type: 'openFrame', captureId, frame: 0 })}
            />
            {detail !== undefined && detail.capture.id === selectedId && (
              <CaptureDetail
                // A new probe starts at its top frame; the next hit of the same one keeps the frame that is being read.
                key={detail.capture.probeId}
                {...detail}
                row={selected}
                host={host}
                isLive={!isFile}
                toggled={toggled}
                onToggle={(path, isOpen) => setToggled((before) => ({ ...before, [path]: isOpen }))}
              />
            )}
          </div>
        </>
      )}
    </div>
  );
}

const pinnedFirst = (rows: readonly CaptureRow[]): readonly CaptureRow[] =>
  rows.some(({ isPinned }) => isPinned === true)
    ? [...rows.filter(({ isPinned }) => isPinned === true), ...rows.filter(({ isPinned }) => isPinned !== true)]
    : rows;
