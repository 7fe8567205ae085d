'use strict';
const { parentPort, threadId, workerData } = require('node:worker_threads');

function multiply(count) {
  const product = count * 2;
  return { product, threadId }; // PROBE multiplied
}

if (workerData !== 'short') {
  parentPort.on('message', (message) => {
    if (message === 'close') parentPort.close();
    else parentPort.postMessage(multiply(message));
  });
}
