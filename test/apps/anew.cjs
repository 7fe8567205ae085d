'use strict';
// A service whose rules are evaluated anew for each request, as templates and plug-ins are. GET /?times=… does it so often.
// Only the newest is kept; V8 collects the others.
const http = require('node:http');
const vm = require('node:vm');

const rule = '(amount) => {\n  const due = amount * 2;\n  return due;\n}';

let newest;

const server = http.createServer((request, response) => {
  let due = 0;
  for (let times = Number(new URL(request.url, 'http://localhost').searchParams.get('times')); times > 0; times--) {
    newest = vm.runInThisContext(rule, { filename: '/rules/vat.js' });
    due = newest(times);
    vm.runInThisContext(rule, { filename: `rule-${process.hrtime.bigint()}` });
  }
  globalThis.gc();
  response.end(JSON.stringify({ due, heapBytes: process.memoryUsage().heapUsed }));
});
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
