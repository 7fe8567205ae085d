import type { Capture } from '@stillframe/protocol';
import { baseName, timeText, visibleText } from '@stillframe/protocol/reading';
import type { CaptureRow, ViewMessage } from '@stillframe/protocol/webview';
import { useState } from 'preact/hooks';
import { CopyIcon, DebugIcon } from '../ui/icons.tsx';
import type { Host } from '../ui/host.ts';
import { StackView } from './stackView.tsx';
import { VariablesTree } from './variablesTree.tsx';

export type CaptureDetailProps = {
  readonly capture: Capture;
  readonly previous: Capture | undefined;
  readonly row: CaptureRow | undefined;
  readonly host: Pick<Host<never>, 'post' | 'onMessage'>;
  readonly isLive: boolean;
  readonly toggled: Readonly<Record<string, boolean>>;
  readonly onToggle: (path: string, isOpen: boolean) => void;
};

/** The selected capture: where and when, its stack, and the variables of the selected frame. */
export function CaptureDetail({ capture, previous, row, host, isLive, toggled, onToggle }: CaptureDetailProps) {
  const [frameIndex, setFrameIndex] = useState(0);
  const frame = capture.frames[frameIndex] ?? capture.frames[0];
  return (
    <section class="detail" aria-label="Selected capture">
      <DetailHead capture={capture} row={row} post={host.post} />
      {capture.notes.map((note) => (
        <p key={note} class="note">
          {visibleText(note)}
        </p>
      ))}
      <div class="heading">
        <h2>Stack</h2>
        <button
          type="button"
          class="action"
          title="Open this capture in VS Code's debug views: Call Stack, Variables, Watch, Debug Console"
          onClick={() => host.post({ type: 'openInDebugger', captureId: capture.id })}
        >
          <DebugIcon /> Open in Debugger
        </button>
      </div>
      <StackView
        frames={capture.frames}
        selected={frameIndex}
        onSelect={setFrameIndex}
        onOpen={(index) => host.post({ type: 'openFrame', captureId: capture.id, frame: index })}
      />
      <h2>
        Variables
        {frameIndex > 0 && frame !== undefined && (
          <span class="of"> of {visibleText(frame.name) || '(anonymous)'}</span>
        )}
      </h2>
      <VariablesTree
        capture={capture}
        previous={previous}
        frameIndex={frameIndex}
        toggled={toggled}
        onToggle={onToggle}
        host={host}
        isLive={isLive}
      />
    </section>
  );
}

type DetailHeadProps = Pick<CaptureDetailProps, 'capture' | 'row'> & { readonly post: (message: ViewMessage) => void };

function DetailHead({ capture, row, post }: DetailHeadProps) {
  const top = capture.frames[0];
  const { trace, requestId, cost } = capture;
  return (
    <header class="detailHead">
      <div class="facts">
        <span class="fact strong">
          {top === undefined ? 'No frames' : `${visibleText(baseName(top.file))}:${top.line1}`}
        </span>
        <span class="fact onlyWide">{timeText(capture.atMs, Date.now())}</span>
        <span class="fact">hit {capture.hit}</span>
        {row !== undefined && row.instance !== '' && <span class="fact">{visibleText(row.instance)}</span>}
        <span
          class="fact"
          title={`Time this capture took from the service${cost.pauseNs > 0 ? '' : '; nothing paused'}`}
        >
          {milliseconds(cost.totalNs)}
          {cost.pauseNs > 0 && `, paused ${milliseconds(cost.pauseNs)}`}
        </span>
        {trace !== undefined && (
          <button
            type="button"
            class="fact link"
            title={`Copy the trace id ${visibleText(trace.traceId)}`}
            onClick={() => post({ type: 'copy', text: trace.traceId })}
          >
            trace {visibleText(trace.traceId.slice(0, 8))} <CopyIcon />
          </button>
        )}
        {requestId !== undefined && (
          <button
            type="button"
            class="fact link"
            title={`Copy the request id ${visibleText(requestId)}`}
            onClick={() => post({ type: 'copy', text: requestId })}
          >
            request {visibleText(requestId.slice(0, 24))} <CopyIcon />
          </button>
        )}
      </div>
    </header>
  );
}

const milliseconds = (ns: number) => (ns < 10_000 ? '< 0.01 ms' : `${(ns / 1e6).toFixed(ns < 1e7 ? 2 : 0)} ms`);
