import { httpServer } from './httpServer.mjs';
import { jsonServer } from './jsonServer.mjs';
import { nodeRed } from './nodeRed.mjs';
import { peer } from './peer.mjs';
import { verdaccio } from './verdaccio.mjs';

export const catalog = [jsonServer, httpServer, peer, verdaccio, nodeRed];
