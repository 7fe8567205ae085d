'use strict';
const { parentPort, threadId, workerData } = require('node:worker_threads');

function multiply(count) {
  const product = count * 2;
  return { product, threadId }; // PROBE multiplied
}

function spin(ms) {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
  return {};
}

if (workerData !== 'short') {
  parentPort.on('message', (message) => {
    if (message === 'close') parentPort.close();
    else if (message.spinMs) parentPort.postMessage(spin(message.spinMs));
    else parentPort.postMessage(multiply(message));
  });
}
