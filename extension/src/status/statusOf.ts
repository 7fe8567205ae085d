import { assertNever } from '@stillframe/protocol';
import type { HubState } from '../hub/hubModel.ts';
import { plural } from '../probes/summarizeProbe.ts';

export type Status = { readonly text: string; readonly tooltip: string; readonly isWarning: boolean };

/** What the status bar says. */
export function statusOf(now: {
  readonly isOn: boolean;
  readonly state: HubState;
  readonly paused: boolean;
  readonly targets: number;
  readonly isChoosingTicTocEnd: boolean;
}): Status {
  if (!now.isOn) return plain('$(circle-slash) Stillframe: off', 'Turned off. Click to turn it on.');
  const { state } = now;
  switch (state.kind) {
    case 'starting':
      return plain('$(sync~spin) Stillframe: connecting', 'Looking for the hub.');
    case 'down':
      return { text: '$(debug-disconnect) Stillframe: no hub', tooltip: state.why, isWarning: true };
    case 'live': {
      const targets = now.targets === 0 ? 'no targets' : plural(now.targets, 'target');
      if (now.isChoosingTicTocEnd) {
        return plain(
          '$(watch) Stillframe: choose the end line',
          'A tic-toc was started. Choose End Tic-Toc Here on a line.',
        );
      }
      if (now.paused) return plain('$(debug-pause) Stillframe: paused', `All probes are paused; ${targets} connected.`);
      const hint = now.targets === 0 ? 'No agent is connected yet.' : 'Click left of a line number to take a snapshot.';
      return plain(`$(device-camera) Stillframe: ${targets}`, `Live at ${state.url}. ${hint}`);
    }
    default:
      return assertNever(state);
  }
}

const plain = (text: string, tooltip: string): Status => ({ text, tooltip, isWarning: false });
