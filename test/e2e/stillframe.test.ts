import { afterAll, beforeAll, beforeEach, describe, test } from 'vitest';
import { accessibilityJobs } from './jobs/accessibility.ts';
import { captureFileJobs } from './jobs/captureFiles.ts';
import { captureJobs } from './jobs/captures.ts';
import { codeJobs } from './jobs/code.ts';
import { debuggerJobs } from './jobs/debugger.ts';
import { metricsViewJobs } from './jobs/metricsView.ts';
import { editJobs } from './jobs/edits.ts';
import { firstRunJobs } from './jobs/firstRun.ts';
import { liveSessionJobs } from './jobs/liveSession.ts';
import { logJobs } from './jobs/logs.ts';
import { numberJobs } from './jobs/numbers.ts';
import { placeJobs } from './jobs/places.ts';
import { probesFileJobs } from './jobs/probesFile.ts';
import { probesViewJobs } from './jobs/probesView.ts';
import { processJobs } from './jobs/processes.ts';
import { snapshotJobs } from './jobs/snapshots.ts';
import { targetsViewJobs } from './jobs/targetsView.ts';
import { startStage, type Stage } from './stage.ts';

// One VS Code, one browser, one shop under load for all jobs: starting them takes as long as most jobs together.
describe('Stillframe in VS Code, on the shop under load', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage();
  });
  beforeEach(() => stage.reset());
  afterAll(() => stage?.stop());

  const job = (name: string, body: (stage: Stage) => Promise<void>): void => {
    test(name, async () => {
      try {
        await stage.scene.vscode.shootOnFailure(name, () => body(stage));
      } catch (error) {
        throw new Error(`${error instanceof Error ? error.message : String(error)}\n${stage.lastWords()}`, {
          cause: error,
        });
      }
    });
  };
  snapshotJobs(job);
  numberJobs(job);
  logJobs(job);
  placeJobs(job);
  captureFileJobs(job);
  captureJobs(job);
  accessibilityJobs(job);
  codeJobs(job);
  debuggerJobs(job);
  probesViewJobs(job);
  probesFileJobs(job);
  targetsViewJobs(job);
  metricsViewJobs(job);
  editJobs(job);
  firstRunJobs(job);
  liveSessionJobs(job);
  processJobs(job);
});
