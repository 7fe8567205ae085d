#!/usr/bin/env node
// npm run demo              builds all, runs the example shop under load with the agent in it, and opens VS Code on its source
// npm run demo -- --check   does the same job through the command line, and exits 0 only if every kind of probe delivered
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import path from 'node:path';
import { startLoad } from '../examples/shop/load.mjs';
import { shopDir, startShop } from '../test/support/shop.mjs';
import { demoCheck } from './demoCheck.mjs';
import { startCodeServer } from './demoCodeServer.mjs';
import { sourceLine } from './demoPlaces.mjs';
import { packageExtension } from './package.mjs';
import { build, must } from './run.mjs';

async function main() {
  const { values } = parseArgs({
    options: { check: { type: 'boolean' }, 'skip-build': { type: 'boolean' }, browser: { type: 'boolean' } },
  });
  if (!values['skip-build']) {
    console.log('Building ...');
    await build();
  }
  if (values.check) {
    process.exitCode = (await demoCheck()) ? 0 : 1;
    return;
  }
  await demo(values.browser === true);
}

/** Runs until Ctrl-C. */
async function demo(inBrowser) {
  const closing = [];
  const close = async () => {
    for (const end of closing.splice(0).toReversed()) await end();
  };
  const interrupted = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
  });
  try {
    const vsix = await packageExtension();
    const shop = await startShop();
    closing.push(() => shop.stop());
    const load = startLoad({ url: shop.url });
    closing.push(() => load.stop());
    console.log(`The shop runs at ${shop.url} under a steady load, with the agent in it.`);
    const place = sourceLine('checkout.ts', 'const charged = pay(');
    const file = path.join(shopDir, 'src', place);
    if (!inBrowser && onPath('code')) {
      await must('Installing the extension into VS Code', 'code', ['--install-extension', vsix, '--force']);
      await must('Opening VS Code', 'code', ['--new-window', shopDir, '--goto', file]);
      console.log('VS Code is open on its source.');
    } else {
      const server = await startCodeServer(vsix);
      closing.push(server.stop);
      console.log(`\nVS Code is here:  ${server.urlOf(shopDir, file)}\n`);
      openInBrowser(server.urlOf(shopDir, file));
    }
    console.log(
      `Some orders are shipped without being charged. Click the gutter at ${place}, or read examples/shop/README.md.`,
    );
    console.log('Ctrl-C ends it all.');
    const why = await Promise.race([interrupted, shop.exited.then(() => 'The shop ended.')]);
    console.log(why === 'The shop ended.' ? `${why}\n${shop.output()}` : '\nEnding ...');
  } finally {
    await close();
  }
}

/** Only where there is a screen; on a server the printed URL is what counts. */
function openInBrowser(url) {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  if (onPath(opener)) spawn(opener, [url], { stdio: 'ignore', detached: true }).unref();
}

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.some((folder) => ['', '.cmd', '.exe'].some((ending) => existsSync(path.join(folder, name + ending))));
}

await main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
