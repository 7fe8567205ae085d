import type { HubFile } from '@stillframe/protocol';
import { connectClient, type Client } from '../integration/rig/client.ts';
import { readHubFile, statusItemId } from './harness/packagedVSCode.ts';
import { startScene, type Scene } from './harness/scene.ts';
import { until } from './harness/until.ts';
import type { Workbench } from './harness/workbench.ts';
import { createCapturesView, type CapturesView } from './pages/capturesView.ts';
import { createMetricsView, type MetricsView } from './pages/metricsView.ts';

/** The scene the jobs share, and short ways to what they all look at. */
export interface Stage {
  readonly scene: Scene;
  readonly workbench: Workbench;
  readonly captures: CapturesView;
  readonly metrics: MetricsView;
  /** What the hub wrote for everybody on this machine to find it. */
  hubFile(): Promise<HubFile>;
  /** Looks over the hub's shoulder: what crossed the wire, beside what is on the screen. */
  withHub<T>(look: (hub: Client) => Promise<T>): Promise<T>;
  /** Waits until the status bar says so. */
  seeStatus(text: string): Promise<void>;
  /** How the service fares and what it last said, for the message of a job that failed. */
  lastWords(): string;
  /** The same for the next job: no probe, no capture, one open view container, no file open. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts VS Code, the shop and a load on it; ready when the shop is a target and Stillframe's side bar is open. */
export async function startStage(): Promise<Stage> {
  const scene = await startScene();
  const { workbench } = scene.vscode;
  const { views } = workbench;
  const hubFile = (): Promise<HubFile> =>
    until(() => readHubFile(scene.vscode.server.home), { what: "the hub's file" });
  const withHub = async <T>(look: (hub: Client) => Promise<T>): Promise<T> => {
    const { url, token } = await hubFile();
    const client = await connectClient(url, token);
    try {
      return await look(client);
    } finally {
      client.close();
    }
  };
  const seeStatus = async (text: string): Promise<void> => {
    await views.statusItem(statusItemId).filter({ hasText: text }).waitFor({ timeout: 30_000 });
  };
  const reset = async (): Promise<void> => {
    // A job that failed in the middle of killing the service must not take the others with it.
    if (scene.shop().child.exitCode !== null || scene.shop().child.signalCode !== null) await scene.restartShop();
    await workbench.reset();
    await seeStatus('1 target');
    if (await workbench.page.locator('.part.panel').isVisible()) await workbench.command('workbench.action.closePanel');
    await withHub(async (hub) => {
      await hub.call('probes/pause', { paused: false });
      await hub.call('probes/remove', { ids: [...hub.probes.keys()] });
      const { pinned } = await hub.call('captures/list', { pinned: true });
      await hub.call('captures/pin', { ids: pinned, pinned: false });
      await hub.call('captures/clear', {});
    });
    await views.openContainer('Stillframe');
    // A job that failed has left them as it needed them.
    for (const view of ['Targets', 'Probes', 'Captures']) await views.showView(view, true);
    await views.showView('Metrics', false);
    await until(async () => (await views.rows(/./, 'Probes').count()) === 0, { what: 'the Probes view to be empty' });
  };
  try {
    await scene.vscode.shootOnFailure('stage', async () => {
      await views.openContainer('Stillframe');
      await seeStatus('1 target');
    });
  } catch (error) {
    await scene.stop();
    throw error;
  }
  return {
    scene,
    workbench,
    captures: createCapturesView(views),
    metrics: createMetricsView(views),
    hubFile,
    withHub,
    seeStatus,
    lastWords() {
      const { child, output } = scene.shop();
      const end = child.exitCode ?? child.signalCode;
      return `The shop ${end === null ? 'runs' : `ended with ${end}`}. It said:\n${output().slice(-1500)}`;
    },
    reset,
    stop: () => scene.stop(),
  };
}
