'use strict';
// A line that runs at a steady pace whatever the debugger does, and forty functions to place many probes in.
const http = require('node:http');

let runs = 0;
let timer;

function beat(step) {
  runs = runs + step;
  return runs; // PROBE beat
}

/** Keeps the pace: what a slow moment left undone is made up for. */
function start(perSecond) {
  const began = performance.now();
  const before = runs;
  timer = setInterval(() => {
    const due = Math.floor(((performance.now() - began) * perSecond) / 1000);
    while (runs - before < due) beat(1);
  }, 5);
}

const many = [];
for (let index = 0; index < 3; index++) {
  many.push(
    (value) => value + 1, // PROBE many0
    (value) => value + 2, // PROBE many1
    (value) => value + 3, // PROBE many2
    (value) => value + 4, // PROBE many3
    (value) => value + 5, // PROBE many4
    (value) => value + 6, // PROBE many5
    (value) => value + 7, // PROBE many6
    (value) => value + 8, // PROBE many7
  );
}

http
  .createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    if (url.pathname === '/start') start(Number(url.searchParams.get('perSecond')));
    if (url.pathname === '/stop') clearInterval(timer);
    if (url.pathname === '/many') for (const run of many) run(1);
    response.end(JSON.stringify({ runs }));
  })
  .listen(0, function () {
    console.log(`listening ${this.address().port}`);
  });
