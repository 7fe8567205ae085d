'use strict';
// A service that has run for long: V8 has let go of the code that ran when its file was loaded. GET /?collect makes it so.
const http = require('node:http');

const shorten = (text) => text.slice(0, 3); // PROBE arrow
// prettier-ignore
const twice = function (number) { return number * 2; }; // PROBE oneLine
const adder = (first) => (second) => first + second; // PROBE nested

// prettier-ignore
class Till {
  #hours;
  constructor(hours = twice(2)) { this.#hours = hours; } // PROBE defaultValue
  get isOpen() { return this.#hours > 0; } // PROBE getter
}

async function served(name) {
  const till = new Till(); // PROBE inside
  await null;
  return { name: shorten(name), sum: adder(1)(2), isOpen: till.isOpen };
}

(function () {
  exports.kept = (value) => {
    return value + 1; // PROBE inDead
  };
})();

const server = http.createServer(async (request, response) => {
  if (request.url === '/?collect') for (let round = 0; round < 6; round++) globalThis.gc();
  response.end(JSON.stringify({ ...(await served('Adalbert')), kept: exports.kept(1) }));
});
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
