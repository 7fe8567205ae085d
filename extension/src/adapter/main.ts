import { CaptureSession } from './captureSession.ts';
import { readLaunch } from './readLaunch.ts';

// The adapter on standard input and output, for editors other than VS Code.
const session = new CaptureSession({ launch: readLaunch });
process.on('SIGTERM', () => session.shutdown());
session.start(process.stdin, process.stdout);
