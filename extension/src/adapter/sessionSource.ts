import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Hit, Hits } from './hits.ts';

/** What a source of hits can do with the session that shows them. */
export type SessionView = {
  readonly hits: Hits;
  /** Shows a hit as a stopped thread; only one that takes the focus moves what the person is looking at. */
  stop(hit: Hit, takesFocus: boolean): void;
  /** Takes a hit's thread away. */
  dismiss(hit: Hit): void;
  send(event: DebugProtocol.Event): void;
  /** A line in the Debug Console. */
  say(text: string): void;
  /** Ends the session from this side. */
  end(): void;
};

/** Where a session's hits come from: captures that are there, or a live service. */
export type SessionSource = {
  /** Where a path of the process is on this machine; undefined when it is not here. */
  readonly resolvePath: (targetPath: string) => string | undefined | Promise<string | undefined>;
  /** The thread's name and what stands beside it. */
  describe(hit: Hit): { readonly name: string; readonly state: string };
  /** Breakpoints are known; hits may be shown from now on. */
  start(view: SessionView): void;
  /** Threads that are not hits. */
  threads(): readonly DebugProtocol.Thread[];
  setBreakpoints(
    path: string,
    wanted: readonly DebugProtocol.SourceBreakpoint[],
  ): Promise<readonly DebugProtocol.Breakpoint[]>;
  /** Continue was asked for on a hit. */
  resume(hit: Hit | undefined): void;
  /** Leaves nothing behind; the session is over. */
  dispose(): Promise<void>;
};
