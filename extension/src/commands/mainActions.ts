import type { HubState } from '../hub/hubModel.ts';

export type MainAction = { readonly label: string; readonly description?: string; readonly command: string };

/** What the status bar item offers: what helps most in this state comes first. */
export function mainActions(now: {
  readonly isOn: boolean;
  readonly state: HubState['kind'];
  readonly paused: boolean;
  readonly probes: number;
}): readonly MainAction[] {
  if (!now.isOn) return [action('$(play) Turn On', 'turnOn'), settings];
  if (now.state !== 'live') {
    return [
      action('$(server-process) Start Local Hub', 'startLocalHub'),
      action('$(output) Show Log', 'showLog'),
      settings,
      off,
    ];
  }
  const some = now.probes > 0;
  return [
    ...(now.paused ? [action('$(play) Resume All', 'resumeAll')] : []),
    action('$(device-camera) Open Captures', 'openCaptures'),
    action('$(graph) Open Metrics', 'openMetrics'),
    action('$(output) Show Logs', 'showLogs'),
    ...(some ? [action('$(symbol-numeric) Toggle All Counters', 'toggleAllCounters')] : []),
    ...(some && !now.paused ? [action('$(debug-pause) Pause All', 'pauseAll')] : []),
    ...(some ? [action('$(trash) Remove All Probes', 'removeAllProbes')] : []),
    action('$(clippy) Copy Agent Environment', 'copyAgentEnvironment'),
    settings,
    off,
  ];
}

const action = (label: string, command: string): MainAction => ({ label, command: `stillframe.${command}` });
const settings = action('$(gear) Settings', 'openSettings');
const off = action('$(circle-slash) Turn Off', 'turnOff');
