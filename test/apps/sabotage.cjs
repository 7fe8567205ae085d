'use strict';
// Loaded before the agent: breaks what the agent stands on, as SABOTAGE says, until SIGUSR2 comes or each time it comes.
const inspector = require('node:inspector');
const { syncBuiltinESMExports } = require('node:module');
const workerThreads = require('node:worker_threads');

if (process.env.SABOTAGE === 'debugger') {
  let isBroken = true;
  process.on('SIGUSR2', () => {
    isBroken = false;
    console.log('repaired');
  });
  const { post } = inspector.Session.prototype;
  inspector.Session.prototype.post = function (method, ...rest) {
    if (isBroken && method === 'Debugger.enable') {
      console.log('enable was tried');
      throw new Error('no debugger today');
    }
    return post.call(this, method, ...rest);
  };
}

if (process.env.SABOTAGE === 'thread') {
  let thread;
  process.on('SIGUSR2', () => void thread.terminate());
  workerThreads.Worker = class extends workerThreads.Worker {
    constructor(...args) {
      super(...args);
      thread = this;
    }
  };
  syncBuiltinESMExports();
}
