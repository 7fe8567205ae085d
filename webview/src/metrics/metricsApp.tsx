import { useEffect, useReducer, useState } from 'preact/hooks';
import { EmptyState } from '../ui/emptyState.tsx';
import { ErrorBar } from '../ui/errorBar.tsx';
import type { Host } from '../ui/host.ts';
import { useThemeVersion } from '../ui/useThemeVersion.ts';
import { initialMetrics, reduceMetrics } from './metricsState.ts';
import { MetricCardView } from './metricCardView.tsx';

export type SavedState = { readonly windowS: number };

const windowsS = [60, 300, 600] as const;

/** The metrics view: one card per counter, tic-toc, duration and metric. */
export function MetricsApp({ host }: { readonly host: Host<SavedState> }) {
  const [state, dispatch] = useReducer(reduceMetrics, initialMetrics);
  const [windowS, setWindowS] = useState(() => host.load()?.windowS ?? 60);
  const themeVersion = useThemeVersion();

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
      {state.cards.length === 0 ? (
        <EmptyState surroundings={state.surroundings} wants="metrics" host={host} />
      ) : (
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
          </div>
          <div class="cards">
            {state.cards.map((card) => (
              <MetricCardView
                key={card.probeId}
                card={card}
                points={state.points[card.probeId] ?? []}
                nowS={state.nowS}
                windowS={windowS}
                themeVersion={themeVersion}
                onOpen={() => host.post({ type: 'openProbe', probeId: card.probeId })}
              />
            ))}
          </div>
        </>
      )}
    </div>
  );
}
