#!/usr/bin/env node
// npm run package: builds all, and leaves in dist/ what can be installed elsewhere:
// stillframe-<version>.vsix, stillframe-agent-<version>.tgz, stillframe-hub-<version>.tgz.
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, must, rootDir } from './run.mjs';

const distDir = path.join(rootDir, 'dist');

/** Packs what was built into the extension's .vsix, and gives its path. */
export async function packageExtension() {
  const { version } = await readJson(path.join(rootDir, 'package.json'));
  const file = path.join(distDir, `stillframe-${version}.vsix`);
  await mkdir(distDir, { recursive: true });
  const vsce = path.join(rootDir, 'node_modules/@vscode/vsce/vsce');
  const options = [
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--skip-license',
    '-o',
    file,
  ];
  await must('Packaging the extension', process.execPath, [vsce, 'package', ...options]);
  return file;
}

/** Packs what was built of a workspace into an npm tarball, and gives its path. */
export async function packageWorkspace(workspace) {
  const source = path.join(rootDir, workspace);
  const staging = await mkdtemp(path.join(os.tmpdir(), 'stillframe-pack-'));
  try {
    const manifest = await readJson(path.join(source, 'package.json'));
    const imported = await packagesImportedBy(path.join(source, 'dist'));
    // What is bundled must not be installed a second time.
    const dependencies = Object.entries(manifest.dependencies ?? {}).filter(([name]) => imported.has(name));
    const published = {
      ...manifest,
      dependencies: Object.fromEntries(dependencies),
      devDependencies: undefined,
      scripts: undefined,
    };
    await writeFile(path.join(staging, 'package.json'), JSON.stringify(published, null, 2));
    await cp(path.join(source, 'dist'), path.join(staging, 'dist'), { recursive: true });
    for (const file of [path.join(source, 'README.md'), path.join(rootDir, 'LICENSE')]) {
      if (existsSync(file)) await cp(file, path.join(staging, path.basename(file)));
    }
    await mkdir(distDir, { recursive: true });
    const said = await must(`Packing ${manifest.name}`, 'npm', ['pack', '--json', '--pack-destination', distDir], {
      cwd: staging,
    });
    const packed = Object.values(JSON.parse(said))[0];
    return path.join(distDir, packed.filename.replace('@', '').replace('/', '-'));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function packagesImportedBy(folder) {
  const files = (await readdir(folder, { recursive: true })).filter((file) => /\.[cm]?js$/.test(file));
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  const specifier = /(?:\brequire\(|\bimport\(|\bfrom\s*|\bimport\s*)["']((?:@[\w.-]+\/)?[\w.-]+)/g;
  return new Set(texts.flatMap((text) => [...text.matchAll(specifier)].map((match) => match[1])));
}

async function readJson(file) {
  return JSON.parse(await readFile(file, 'utf8'));
}

async function main() {
  console.log('Building ...');
  await build();
  const say = (file) => console.log(path.relative(rootDir, file));
  say(await packageExtension());
  say(await packageWorkspace('agent'));
  say(await packageWorkspace('hub'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
