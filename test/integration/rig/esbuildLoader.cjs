'use strict';
// webpack's loader for TypeScript.
const { transformSync } = require('esbuild');

module.exports = function compile(text) {
  const options = { loader: 'ts', sourcefile: this.resourcePath, sourcemap: true, target: 'es2022' };
  const { code, map } = transformSync(text, options);
  this.callback(null, code, JSON.parse(map));
};
