'use strict';
// Loaded before the service: tells its parent what it holds, after a garbage collection.
const { getHeapSpaceStatistics } = require('node:v8');

const perMb = 1_048_576;

process.on('message', () => {
  for (let round = 0; round < 2; round++) globalThis.gc();
  const { rss, heapUsed, external } = process.memoryUsage();
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
  process.send({
    liveMb: (heapUsed + external) / perMb,
    // V8 makes room for young values, up to 96 MB, by how busy the service is; it is not what anything holds.
    residentMb: (rss - young.space_size) / perMb,
    // Connections come and go with the load.
    handles: process.getActiveResourcesInfo().filter((name) => name !== 'TCPSocketWrap' && name !== 'Timeout').length,
  });
});
