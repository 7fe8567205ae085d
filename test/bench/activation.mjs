// npm run bench:activation: how long VS Code waits for the extension, by VS Code's own account (Running Extensions), in a
// window that is reloaded. Writes its section of docs/benchmarks.md. --rounds N (7)
import { parseArgs } from 'node:util';
import { startPackagedVSCode } from '../e2e/harness/packagedVSCode.ts';
import { until } from '../e2e/harness/until.ts';
import { shopDir } from '../support/shop.mjs';
import { dayAndMachine } from './dayAndMachine.mjs';
import { median } from './statistics.mjs';
import { writeSection } from './writeSection.mjs';

const rounds = Number(parseArgs({ options: { rounds: { type: 'string', default: '7' } } }).values.rounds);
const vscode = await startPackagedVSCode({ workspace: shopDir });
try {
  const { workbench } = vscode;
  const times = [];
  for (let round = 0; round < rounds; round++) {
    await workbench.reload();
    await workbench.command('workbench.action.showRuntimeExtensions');
    times.push(await until(() => activationMs(workbench.page), { what: 'the activation time', timeoutMs: 30_000 }));
  }
  await writeSection(report(times));
} finally {
  await vscode.stop();
}

async function activationMs(page) {
  const rows = page.locator('.editor-instance .monaco-list-row').filter({ hasText: 'Stillframe' });
  const text = await rows.first().innerText({ timeout: 2_000 });
  const ms = /Activation: (\d+)\s*ms/.exec(text)?.[1];
  return ms === undefined ? undefined : Number(ms);
}

function report(times) {
  return `## Activation

Made by \`npm run bench:activation\` ${dayAndMachine()}: what VS Code's own list of running extensions says that
activating Stillframe took at the start of a window. ${times.length} reloads.

| what            | measured |
| --------------- | -------- |
| activation time | median ${median(times)} ms (${Math.min(...times)}–${Math.max(...times)}) |
`;
}
