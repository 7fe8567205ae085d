import { visibleText } from '@stillframe/protocol/reading';
import type { ProbeChoice } from '@stillframe/protocol/webview';
import { ClearIcon, ExportIcon } from '../ui/icons.tsx';

export type CapturesToolbarProps = {
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly probes: readonly ProbeChoice[];
  /** '' for all. */
  readonly probeId: string;
  readonly onProbe: (probeId: string) => void;
  readonly shown: number;
  readonly total: number;
  /** Exports what is shown. */
  readonly onExport: () => void;
  /** Absent where nothing can be deleted: in a file. */
  readonly onClear: (() => void) | undefined;
};

const filterHelp =
  'Words of file, function, instance, trace, request or values; only in one with instance:, probe:, file:, function: or trace: before the word. !word leaves out, "…" holds words together.';

/** Filter box, probe filter (when there is a choice) and clear. */
export function CapturesToolbar(props: CapturesToolbarProps) {
  const { filter, onFilter, probes, probeId, onProbe, shown, total, onExport, onClear } = props;
  const clearLabel = probeId === '' ? 'Clear all captures' : "Clear this probe's captures";
  const exportLabel = shown === total ? 'Export all captures' : `Export these ${shown} captures`;
  return (
    <div class="toolbar">
      <div class="filter">
        <input
          type="text"
          value={filter}
          placeholder="Filter (e.g. NaN, instance:pod-1, !probe:cart)"
          title={filterHelp}
          aria-label="Filter captures by file, function or value"
          aria-description={filterHelp}
          spellcheck={false}
          onInput={(event) => onFilter(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onFilter('');
          }}
        />
        {shown !== total && (
          <span class="badge" role="status">
            {shown} of {total}
          </span>
        )}
      </div>
      {probes.length > 1 && (
        <select
          aria-label="Show the captures of one probe"
          value={probeId}
          onChange={(event) => onProbe(event.currentTarget.value)}
        >
          <option value="">All probes</option>
          {probes.map((probe) => (
            <option key={probe.id} value={probe.id}>
              {visibleText(probe.title)}
            </option>
          ))}
        </select>
      )}
      <button
        type="button"
        class="iconButton"
        aria-label={exportLabel}
        title={exportLabel}
        disabled={shown === 0}
        onClick={onExport}
      >
        <ExportIcon />
      </button>
      {onClear !== undefined && (
        <button type="button" class="iconButton" aria-label={clearLabel} title={clearLabel} onClick={onClear}>
          <ClearIcon />
        </button>
      )}
    </div>
  );
}
