'use strict';
// A cluster's primary, two workers of it and a forked child. Each of the four runs the same line all the time.
const { fork } = require('node:child_process');
const cluster = require('node:cluster');

function work(role) {
  const { pid } = process;
  return `${role} ${pid}`; // PROBE worked
}

const isChild = process.argv[2] === 'child';
const role = isChild ? 'child' : cluster.isPrimary ? 'primary' : 'worker';
setInterval(() => work(role), 10);
// Nobody is to be left behind when the primary is killed.
process.on('disconnect', () => process.exit());

if (role === 'primary') {
  cluster.fork();
  cluster.fork();
  fork(__filename, ['child']);
  console.log('listening 1');
}
