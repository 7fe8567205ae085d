import { useEffect, useMemo, useReducer, useState } from 'preact/hooks';
import type { Host } from '../ui/host.ts';
import { ErrorBar } from '../ui/errorBar.tsx';
import { EmptyState } from '../ui/emptyState.tsx';
import { CaptureDetail } from './captureDetail.tsx';
import { CaptureList } from './captureList.tsx';
import { CapturesToolbar } from './capturesToolbar.tsx';
import { initialCaptures, reduceCaptures } from './capturesState.ts';
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
  const { rows, probes, selectedId, detail } = state;
  const isFile = state.surroundings.hub === 'file';
  const probeId = probes.some((probe) => probe.id === probeChoice) ? probeChoice : '';

  useEffect(() => {
    const stop = host.onMessage(dispatch);
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

  const shown = useMemo(() => filterRows(rows, filter, probeId), [rows, filter, probeId]);

  if (!state.isHydrated) return <div class="app" />;
  return (
    <div class={isFile ? 'app file' : 'app'}>
      {state.error !== undefined && (
        <ErrorBar message={state.error} onClose={() => dispatch({ type: 'dismissError' })} />
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
