import { visibleText } from '@stillframe/protocol/reading';
import type { Fetching } from '@stillframe/protocol/webview';
import { CloseIcon } from '../ui/icons.tsx';

export type FetchBarProps = {
  readonly items: readonly Fetching[];
  readonly onCancel: (probeId: string) => void;
};

/** What is taken deeper at the next hit, until it comes. */
export const FetchBar = ({ items, onCancel }: FetchBarProps) => (
  <div class="fetchBars" role="status">
    {items.map(({ probeId, expression }) => (
      <div key={probeId} class="fetchBar">
        <span>
          The next hit brings more of <code>{visibleText(expression)}</code>
        </span>
        <button
          type="button"
          class="iconButton"
          aria-label={`Do not wait for ${visibleText(expression)}`}
          title="Do not wait for it"
          onClick={() => onCancel(probeId)}
        >
          <CloseIcon />
        </button>
      </div>
    ))}
  </div>
);
