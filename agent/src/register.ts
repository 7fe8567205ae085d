import { start } from './start.ts';

// `node --import @stillframe/agent/register app.js`, or `-r`.
start();
