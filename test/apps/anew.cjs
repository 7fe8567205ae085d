'use strict';
// A service whose rules are evaluated anew for each request, as templates and plug-ins are. GET /?times=… does it so often.
const http = require('node:http');
const vm = require('node:vm');

const rule = '(amount) => {\n  const due = amount * 2;\n  return due;\n}';

const server = http.createServer((request, response) => {
  let due = 0;
  for (let times = Number(new URL(request.url, 'http://localhost').searchParams.get('times')); times > 0; times--) {
    due = vm.runInThisContext(rule, { filename: '/rules/vat.js' })(times);
    vm.runInThisContext(rule, { filename: `rule-${process.hrtime.bigint()}` });
  }
  globalThis.gc();
  response.end(JSON.stringify({ due, heapBytes: process.memoryUsage().heapUsed }));
});
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
