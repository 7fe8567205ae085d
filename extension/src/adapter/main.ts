import { createCaptureSource } from './captureSource.ts';
import { createLiveSource } from './live/liveSource.ts';
import { readAttach } from './live/readAttach.ts';
import { readLaunch } from './readLaunch.ts';
import { StillframeSession } from './stillframeSession.ts';

// The adapter on standard input and output, for editors other than VS Code.
const session = new StillframeSession({
  launch: async (args) => createCaptureSource(await readLaunch(args)),
  attach: async (args) => createLiveSource(await readAttach(args)),
});
process.on('SIGTERM', () => session.shutdown());
session.start(process.stdin, process.stdout);
