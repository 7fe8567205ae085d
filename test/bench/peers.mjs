import { fileURLToPath } from 'node:url';
import { ensurePackages } from '../support/tools.mjs';

/** The alternatives that run without their vendors' servers, at the versions they are compared at. */
export const peerVersions = { 'dd-trace': '6.21.0', '@google-cloud/debug-agent': '9.0.1' };

/** Installs the peers beside the bench if they are not there. Rejects with `ToolMissing` when they cannot be had. */
export const ensurePeers = () =>
  ensurePackages("the peers' packages (160 MB)", fileURLToPath(new URL('.peers', import.meta.url)), peerVersions);
