import { useEffect, useReducer, useState } from 'preact/hooks';
import { EmptyState } from '../ui/emptyState.tsx';
import { ErrorBar } from '../ui/errorBar.tsx';
import type { Host } from '../ui/host.ts';
import { useThemeVersion } from '../ui/useThemeVersion.ts';
import { PauseIcon, PlayIcon } from '../ui/icons.tsx';
import { clock } from './chartStyle.ts';
import { InstanceCardView } from './instanceCardView.tsx';
import { initialMetrics, reduceMetrics, type MetricsState } from './metricsState.ts';
import { MetricCardView } from './metricCardView.tsx';

export type SavedState = { readonly windowS: number };

const windowsS = [60, 300, 600] as const;

/** The metrics view: one card per counter, tic-toc, duration and metric, then one per instance as the baseline. */
export function MetricsApp({ host }: { readonly host: Host<SavedState> }) {
  const [state, dispatch] = useReducer(reduceMetrics, initialMetrics);
  const [windowS, setWindowS] = useState(() => host.load()?.windowS ?? 60);
  const [frozen, setFrozen] = useState<MetricsState>();
  const themeVersion = useThemeVersion();
  const shown = frozen ?? state;

  useEffect(() => {
    const stop = host.onMessage(dispatch);
    host.post({ type: 'ready' });
    return stop;
  }, [host]);
  useEffect(() => host.save({ windowS }), [host, windowS]);

  if (!state.isHydrated) return <div class="app" />;
  return (
    <div class="app">
      {state.error !== undefined && (
        <ErrorBar message={state.error} onClose={() => dispatch({ type: 'dismissError' })} />
      )}
      {shown.cards.length === 0 && <EmptyState surroundings={state.surroundings} wants="metrics" host={host} />}
      {shown.cards.length + shown.instances.length > 0 && (
        <>
          <div class="toolbar">
            <span class="toolbarText">Last</span>
            <select
              aria-label="Time shown in the charts"
              value={String(windowS)}
              onChange={(event) => setWindowS(Number(event.currentTarget.value))}
            >
              {windowsS.map((seconds) => (
                <option key={seconds} value={String(seconds)}>
                  {seconds / 60} min
                </option>
              ))}
            </select>
            <button
              type="button"
              class="iconButton"
              aria-pressed={frozen !== undefined}
              aria-label={frozen === undefined ? 'Pause the charts' : 'Let the charts go on'}
              title={frozen === undefined ? 'Pause the charts' : 'Let the charts go on'}
              onClick={() => setFrozen(frozen === undefined ? state : undefined)}
            >
              {frozen === undefined ? <PauseIcon /> : <PlayIcon />}
            </button>
            {frozen !== undefined && <span class="toolbarText">paused at {clock(frozen.nowS)}; the probes go on</span>}
          </div>
          <div class="cards">
            {shown.cards.map((card) => (
              <MetricCardView
                key={card.probeId}
                card={card}
                points={shown.points}
                nowS={shown.nowS}
                windowS={windowS}
                themeVersion={themeVersion}
                onOpen={() => host.post({ type: 'openProbe', probeId: card.probeId })}
              />
            ))}
            {shown.instances.map((card) => (
              <InstanceCardView
                key={card.instanceId}
                card={card}
                points={shown.points[card.instanceId] ?? []}
                nowS={shown.nowS}
                windowS={windowS}
                theme={themeVersion}
              />
            ))}
          </div>
        </>
      )}
    </div>
  );
}
