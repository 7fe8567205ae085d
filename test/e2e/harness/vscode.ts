import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
import { ensureChromium } from '../../support/tools.mjs';
import { startServer, type ServerOptions, type VSCodeServer } from './server.ts';
import { chromiumArguments } from './settings.ts';
import { openWorkbench, type Workbench, type WorkbenchOptions } from './workbench.ts';

/** What a test's VS Code starts with. */
export interface VSCodeOptions extends ServerOptions, Omit<WorkbenchOptions, 'folder'> {
  /** Folder to open; it is copied first, because starting a debug session saves files, and tests mistype. */
  readonly workspace: string;
  /** What of the workspace not to copy: names of files and folders. Default `node_modules`. */
  readonly leaveOut?: readonly string[];
  /** Folder to copy into; default the system's for temporary files. */
  readonly copyInto?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** A VS Code on a copy of a workspace, with one window open. */
export interface VSCode {
  readonly server: VSCodeServer;
  readonly workbench: Workbench;
  /** The copy that is open. */
  readonly folder: string;
  /** Opens another window on the same folder. */
  openWindow(): Promise<Workbench>;
  /** Runs a test step; when it fails, the error names a screenshot of that moment. */
  shootOnFailure<T>(name: string, step: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

/** Installs the extension into a fresh VS Code, and opens a window on a copy of the workspace. */
export async function startVSCode(options: VSCodeOptions): Promise<VSCode> {
  const executablePath = await ensureChromium();
  const copies = await mkdtemp(path.join(options.copyInto ?? os.tmpdir(), 'stillframe-workspace-'));
  const closing = [() => rm(copies, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const close of closing.splice(0)) await close();
  };
  try {
    const folder = path.join(copies, path.basename(options.workspace));
    const leaveOut = new Set(options.leaveOut ?? ['node_modules']);
    await cp(options.workspace, folder, { recursive: true, filter: (source) => !leaveOut.has(path.basename(source)) });
    const server = await startServer(options);
    closing.unshift(() => server.stop());
    const browser = await chromium.launch({ executablePath, headless: true, args: [...chromiumArguments] });
    closing.unshift(() => browser.close());
    const context = await browser.newContext({ viewport: options.viewport ?? { width: 1400, height: 900 } });
    context.setDefaultTimeout(15_000);

    const openWindow = (): Promise<Workbench> => openWorkbench(context, server, { ...options, folder });
    const shoot = <T>(name: string, step: () => Promise<T>): Promise<T> =>
      shootOnFailure(context, path.join(options.screenshotsDir, `FAILED-${name.replaceAll(/\W+/g, '-')}.png`), step);
    const workbench = await shoot('start', openWindow);
    return { server, workbench, folder, openWindow, shootOnFailure: shoot, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function shootOnFailure<T>(context: BrowserContext, file: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // The window opened last is the one a test looks at; should that fail too, the first error is the one to tell.
    const shot = await context
      .pages()
      .at(-1)
      ?.screenshot({ path: file })
      .then(
        () => `\n[screenshot ${file}]`,
        () => '',
      );
    throw new Error(`${message}${shot ?? ''}`, { cause: error });
  }
}
