#!/usr/bin/env node
// npm run check:strings: everything the manifest shows is in package.nls.json, and everything there is shown.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { manifestProblems } from './manifestStrings.mjs';
import { rootDir } from './run.mjs';

const read = (name) => JSON.parse(readFileSync(path.join(rootDir, name), 'utf8'));
const problems = manifestProblems(read('package.json'), read('package.nls.json'));
for (const problem of problems) console.error(`package.nls.json: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
