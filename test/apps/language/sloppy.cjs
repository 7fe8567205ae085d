// Sloppy mode: `with`, direct eval, mapped arguments and functions in blocks.
var top0 = 'top0@module';

function withObject(object) {
  const outside = 'outside@with';
  with (object) {
    const inside = 'inside@with';
    give(inside); // PROBE within
    give(touched); // PROBE withRead
  }
  return outside; // PROBE afterWith
}

function evaluated(text) {
  var before = 'before@eval';
  eval(text);
  const after = 'after@eval';
  return [before, after, typeof made]; // PROBE evaluated
}

function shadowedByEval(text) {
  eval(text);
  const read = () => top0; // PROBE evalShadow
  return read();
}

function strictEval(text) {
  'use strict';
  const own = 'own@strict';
  const result = eval(text);
  return result + own; // PROBE strictEval
}

function blockFunctions(flag) {
  if (flag) {
    function inBlock() {
      return 'inBlock@block';
    }
    give(inBlock); // PROBE inBlockFunction
  }
  return typeof inBlock; // PROBE afterBlockFunction
}

function mapped(first) {
  arguments[0] = 'first@arguments';
  return first; // PROBE mapped
}

function duplicates(a, a) {
  return a; // PROBE duplicates
}

function receiver() {
  const self = this;
  return self === globalThis; // PROBE receiver
}

function hoistedVar(flag) {
  if (flag) var maybe = 'maybe@if';
  for (var index = 0; index < 1; index++) var looped = 'looped@for';
  return [maybe, looped]; // PROBE hoistedVar
}

function give(value) {
  return value;
}

exports.touched = 0;
exports.run = () => {
  let reads = 0;
  const trap = {
    get touched() {
      reads++;
      return 'touched@with';
    },
    inside: 'inside@object',
    outside: 'outside@object',
  };
  const watched = new Proxy(trap, {
    has(target, key) {
      exports.touched++;
      return key in target;
    },
  });
  const results = [withObject(trap)];
  const before = exports.touched;
  results.push(withObject(watched), reads, exports.touched - before);
  results.push(
    evaluated("var made = 'made@eval'"),
    shadowedByEval("var top0 = 'top0@eval'"),
    strictEval("'result@eval'"),
  );
  results.push(blockFunctions(true), mapped('first@call'), duplicates('a@1', 'a@2'), receiver.call('text'), receiver());
  results.push(hoistedVar(true), hoistedVar(false));
  return JSON.stringify(results);
};
