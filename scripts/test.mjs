#!/usr/bin/env node
// npm test: every stage in order, with its counts, and at the end one line `N passed, N failed`.
// npm test -- unit integration --node 22   runs only these stages, on that Node.js of the matrix.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureChromium, ensureNodes, ensureVSCode, NODE_VERSIONS } from '../test/support/tools.mjs';
import { packageExtension } from './package.mjs';
import { build, rootDir, run } from './run.mjs';

// Each answers whether the stages after it can go on.
const stages = { check, build: buildAll, unit, integration, e2e };
const total = { passed: 0, failed: 0, tests: 0 };
const { values, positionals } = parseArgs({ allowPositionals: true, options: { node: { type: 'string' } } });

const unknown = positionals.filter((name) => !(name in stages));
const aliases = NODE_VERSIONS.map(([alias]) => alias);
if (unknown.length > 0 || (values.node !== undefined && !aliases.includes(`node${values.node}`))) {
  console.error(`Usage: npm test -- [${Object.keys(stages).join('|')}]... [--node ${aliases[0].slice(4)}]`);
  process.exit(2);
}

const reports = mkdtempSync(path.join(os.tmpdir(), 'stillframe-test-'));
try {
  for (const [name, stage] of Object.entries(stages)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    if (!(await guarded(stage))) break;
  }
} finally {
  rmSync(reports, { recursive: true, force: true });
}
const onlyChecks = positionals.length > 0 && positionals.every((name) => name === 'check' || name === 'build');
if (total.tests === 0 && !onlyChecks) console.log('\nNo test ran.');
process.exitCode = total.failed > 0 || (total.tests === 0 && !onlyChecks) ? 1 : 0;
console.log(`\n${total.passed} passed, ${total.failed} failed`);

/** A stage that itself breaks is a failure, and must not keep the closing line from being printed. */
async function guarded(stage) {
  try {
    return await stage();
  } catch (error) {
    console.log(`FAILED: ${error.stack}`);
    total.failed++;
    return true;
  }
}

async function check() {
  heading('check: types, lint, format, strings');
  for (const name of ['types', 'lint', 'format', 'strings']) {
    const code = await run('npm', ['run', '--silent', `check:${name}`]);
    console.log(`${name}: ${code === 0 ? 'ok' : 'FAILED'}`);
    if (code !== 0) total.failed++;
  }
  return true;
}

async function buildAll() {
  heading('build');
  try {
    await build();
    console.log(`built, and packed into ${path.relative(rootDir, await packageExtension())}`);
  } catch (error) {
    console.log(error.message);
    console.log('FAILED. The stages after it need it and are left out.');
    total.failed++;
    return false;
  }
  return true;
}

async function unit() {
  // The hostile-values suite runs its programs under each Node.js that is there.
  await toolsFor('unit', ensureNodes);
  await vitest('unit', 'unit');
  return true;
}

async function integration() {
  const nodes = await toolsFor('integration', ensureNodes);
  for (const { alias, version, node } of nodes ?? []) {
    if (values.node !== undefined && alias !== `node${values.node}`) continue;
    await vitest('integration', `integration on Node.js ${version}`, { STILLFRAME_NODE: node });
  }
  return true;
}

async function e2e() {
  const tools = await toolsFor('e2e', async () => [await ensureVSCode(), await ensureChromium()]);
  if (tools !== undefined) await vitest('e2e', 'e2e in VS Code');
  return true;
}

/** What cannot be had fails the stage, and the others go on. */
async function toolsFor(stage, ensure) {
  try {
    return await ensure();
  } catch (error) {
    heading(stage);
    console.log(`FAILED: ${error.message}`);
    total.failed++;
    return undefined;
  }
}

async function vitest(project, title, env = {}) {
  heading(title);
  const report = path.join(reports, `${title.replaceAll(/\W+/g, '-')}.json`);
  const vitestCli = path.join(rootDir, 'node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await run(vitestNode(), [vitestCli, 'run', '--project', project, ...reporters], { env });
  const { passed, failed } = countsOf(report);
  // Errors outside of any test, or a run that never came to its report.
  const unreported = code !== 0 && failed === 0 ? 1 : 0;
  total.passed += passed;
  total.failed += failed + unreported;
  total.tests += passed + failed;
  console.log(`${title}: ${passed} passed, ${failed + unreported} failed`);
}

/** The project's own Node.js, which `npm run` uses too: vitest needs a newer one than a machine may have. */
function vitestNode() {
  const own = path.join(rootDir, 'node_modules/node/bin/node');
  return existsSync(own) ? own : process.execPath;
}

function countsOf(report) {
  let result;
  try {
    result = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { passed: 0, failed: 0 };
  }
  // A file that does not load has no tests to count, but is a failure.
  const notLoaded = result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return { passed: result.numPassedTests, failed: result.numFailedTests + notLoaded.length };
}

function heading(title) {
  console.log(`\n=== ${title} ===`);
}
