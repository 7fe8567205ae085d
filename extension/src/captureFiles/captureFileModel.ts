import { type CaptureFile, hubUnreachable, StillframeError } from '@stillframe/protocol';
import type { HubModel } from '../hub/hubModel.ts';

/** A file's captures in the form that views read: a hub to which nothing happens any more, and which answers nothing. */
export function captureFileModel(file: Pick<CaptureFile, 'captures' | 'instances' | 'probes'>): HubModel {
  return {
    state: { kind: 'down', why: 'These captures are from a file.' },
    paused: false,
    captures: file.captures,
    pinned: new Set(),
    instances: new Map(file.instances.map((instance) => [instance.instanceId, { instance, connected: false }])),
    probes: new Map(
      file.probes.map((probe) => [probe.id, { probe, accepted: 0, ended: 'done', instances: [], statuses: [] }]),
    ),
    call: () => Promise.reject(new StillframeError(hubUnreachable('the place of a file'))),
    onDidChange: () => () => undefined,
  };
}
