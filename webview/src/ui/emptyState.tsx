import { visibleText } from '@stillframe/protocol/reading';
import type { Surroundings } from '@stillframe/protocol/webview';
import type { Host } from './host.ts';
import { CopyIcon } from './icons.tsx';

const command = 'node --import @stillframe/agent/register app.js';

export type EmptyStateProps = {
  readonly surroundings: Surroundings;
  readonly wants: 'captures' | 'metrics';
  readonly host: Host<never> | Pick<Host<never>, 'post'>;
};

/** Says what is missing before there is something to show, and the one next step. */
export function EmptyState({ surroundings, wants, host }: EmptyStateProps) {
  const { hub, why, instances, waiting } = surroundings;
  if (hub === 'starting') return <Empty title="Connecting to the hub…" />;
  if (hub === 'down')
    return (
      <Empty title="Not connected to a hub">
        {why !== undefined && <p>{visibleText(why)}</p>}
        <p>Stillframe keeps trying. Captures that arrive meanwhile are kept by the agents.</p>
      </Empty>
    );
  if (hub === 'file') return <Empty title="Nothing to show">{why !== undefined && <p>{visibleText(why)}</p>}</Empty>;
  if (instances === 0)
    return (
      <Empty title="No service is connected">
        <p>Start yours with the agent; it appears here by itself:</p>
        <div class="command">
          <code>{command}</code>
          <button
            type="button"
            class="iconButton"
            aria-label="Copy the command"
            title="Copy the command"
            onClick={() => host.post({ type: 'copy', text: command })}
          >
            <CopyIcon />
          </button>
        </div>
      </Empty>
    );
  if (wants === 'metrics')
    return (
      <Empty title="Nothing is measured yet">
        <p>
          Right-click a line number and choose <b>Add Counter</b>, <b>Start Tic-Toc</b> or <b>Add Metric…</b> The
          numbers appear here as the line runs.
        </p>
      </Empty>
    );
  if (waiting.length > 0)
    return (
      <Empty title={`Waiting for ${waiting.slice(0, 3).map(visibleText).join(', ')}`}>
        <p>The stack and the variables appear here when a request runs that line. The service does not stop.</p>
      </Empty>
    );
  return (
    <Empty title="No captures yet">
      <p>
        Click the gutter beside a line that your service runs. The next request that passes shows its stack and its
        variables here, and nothing stops.
      </p>
    </Empty>
  );
}

function Empty({ title, children }: { readonly title: string; readonly children?: preact.ComponentChildren }) {
  return (
    <div class="empty" role="status">
      <p class="emptyTitle">{title}</p>
      {children}
    </div>
  );
}
