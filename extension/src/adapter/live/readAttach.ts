import { existsSync } from 'node:fs';
import { limits, matchFile, parseSelector } from '@stillframe/protocol';
import * as v from 'valibot';
import type { HubModel } from '../../hub/hubModel.ts';
import { startHubConnection } from '../../hub/startHubConnection.ts';
import { localPath, PathMapsSchema, processPath } from '../paths.ts';
import type { LiveOptions } from './liveSource.ts';

/** The attach arguments of a session, as in launch.json. */
export const AttachArgumentsSchema = v.object({
  /** Which processes, as `stillframe snapshot --target` takes it: all, an app's name, key=value,… */
  target: v.optional(v.string(), 'all'),
  /** Frames with variables; 1 never pauses. */
  frames: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(limits.framesWithLocals.max))),
  sourceMap: v.optional(PathMapsSchema, []),
  /** Outside VS Code; default: the local hub of `~/.stillframe/hub.json`. */
  hub: v.optional(v.object({ url: v.string(), token: v.optional(v.string(), '') })),
});

/** A hub connection of a session, and how to end it. */
export type SessionHub = { readonly model: HubModel; readonly dispose: () => void };

/** Reads and checks attach arguments and gets a live hub; rejects with one sentence for the person. */
export async function readAttach(
  args: unknown,
  connect: (settings: { readonly url: string; readonly token: string }) => SessionHub = connectHub,
  find?: (targetPath: string) => Promise<string | undefined>,
): Promise<LiveOptions> {
  const parsed = v.safeParse(AttachArgumentsSchema, args ?? {});
  if (!parsed.success) throw new Error(`These attach arguments are not understood: ${v.summarize(parsed.issues)}`);
  const { target: selector, frames, sourceMap, hub = { url: '', token: '' } } = parsed.output;
  const selected = parseSelector(selector);
  if ('problem' in selected) throw new Error(selected.problem);
  const connection = connect(hub);
  try {
    await untilLive(connection.model);
  } catch (error) {
    connection.dispose();
    throw error;
  }
  return {
    hub: connection.model,
    target: selected.target,
    frames,
    targetPath: (path) => processPath(path, sourceMap) ?? path,
    async resolvePath(path, known) {
      const named = localPath(path, sourceMap);
      if (named !== undefined) return named;
      const match = matchFile(path, [...known]);
      if (match.kind === 'found') return match.file;
      if (find !== undefined) return await find(path);
      return existsSync(path) ? path : undefined;
    },
    dispose: connection.dispose,
  };
}

/** A connection of the adapter's own. */
function connectHub(settings: { readonly url: string; readonly token: string }): SessionHub {
  const log = { info() {}, warn() {}, error: (text: string) => console.error(text) };
  const { model, dispose } = startHubConnection({ settings: () => settings, client: 'debug adapter', log });
  return { model, dispose };
}

/** How long a hub may take to answer, ms. */
const liveWithinMs = 5_000;

async function untilLive(hub: HubModel): Promise<void> {
  if (hub.state.kind === 'live') return;
  await new Promise<void>((resolve, reject) => {
    const end = (error?: Error) => {
      clearTimeout(timer);
      stop();
      if (error === undefined) resolve();
      else reject(error);
    };
    const look = () => {
      const { state } = hub;
      if (state.kind === 'live') end();
      else if (state.kind === 'down') end(new Error(state.why));
    };
    const stop = hub.onDidChange(look);
    const timer = setTimeout(
      () => end(new Error('No hub answers. Start one with `stillframe hub`, or say which with `hub`.')),
      liveWithinMs,
    );
    look();
  });
}
