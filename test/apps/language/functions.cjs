// Kinds of functions and of parameters. A variable's value begins with its own name, so that a wrong one shows.
const moduleUsed = 'moduleUsed@module';
const moduleUnused = 'moduleUnused@module';

function defaults(first, second = `second@${first.length}`, third = later(second)) {
  const body = 'body@defaults';
  return [first, second, third, body]; // PROBE defaults
}

function later(given) {
  return `third@${given.length}`; // PROBE later
}

function defaultClosure(outer, make = () => outer + shadowed, shadowed = 'shadowed@parameter') {
  var shadowed = 'shadowed@body';
  const made = make();
  return [shadowed, made]; // PROBE defaultClosure
}

function destructured({ left, nested: { right = 'right@default' } = {} }, [head, ...tail], ...rest) {
  const all = [left, right, head, tail, rest];
  return all; // PROBE destructured
}

function usesArguments(one) {
  const count = arguments.length;
  return count + one.length; // PROBE usesArguments
}

function noArguments(one) {
  return one.length; // PROBE noArguments
}

function argumentsInArrow(one) {
  const read = () => arguments[0] + one; // PROBE argumentsInArrow
  return read();
}

const expressionBody = (value) => value + moduleUsed; // PROBE expressionBody
const objectBody = (value) => ({ value, kept: expressionBody(value) }); // PROBE objectBody
const curried = (a) => (b) => (c) => a + b + c; // PROBE curried
const arrowDefault = (given, extra = given + 'x') => given + extra; // PROBE arrowDefault

const named = function inner(depth) {
  if (depth === 0) return inner.name; // PROBE namedBase
  return inner(depth - 1); // PROBE namedDeep
};

function hoisted() {
  const result = inside('given@hoisted');
  return result; // PROBE hoisted
  function inside(given) {
    return given + result0(); // PROBE inside
  }
  function result0() {
    return 'result0@hoisted';
  }
}

function closures() {
  const captured = 'captured@closures';
  const lost = 'lost@closures';
  let changed = 'changed@first';
  const use = (own) => {
    const seen = captured + changed + own;
    return seen; // PROBE closures
  };
  changed = 'changed@second';
  return use('own@use') + lost.length;
}

const holder = {
  secret: 'secret@holder',
  get value() {
    const read = this.secret;
    return read; // PROBE getter
  },
  set value(next) {
    this.secret = next; // PROBE setter
  },
  ['com' + 'puted'](argument) {
    return this.secret + argument; // PROBE computedMethod
  },
  async method(argument) {
    const waited = await argument;
    return waited; // PROBE asyncMethod
  },
};

function Constructed(value) {
  this.value = value;
  if (new.target === undefined) throw new Error('call it with new');
  this.done = true; // PROBE constructed
}

async function asyncFunction(input, options = { waited: 'waited@options' }) {
  const before = 'before@async';
  const after = await Promise.resolve('after@async');
  try {
    await Promise.reject(new Error('message@async'));
  } catch ({ message }) {
    return [input, before, after, message, options]; // PROBE asyncCaught
  }
}

const asyncArrow = async (input) => (await input) + moduleUsed; // PROBE asyncArrow
const asyncDefault = async (input, fallback = `fallback@${input.length}`) => {
  const joined = (await input) + fallback;
  return joined; // PROBE asyncDefault
};

function tag(strings, ...values) {
  return strings.join('') + values.join(''); // PROBE tag
}

exports.run = async () => {
  const results = [];
  results.push(defaults('first@call'), defaults('first@call', 'second@call', 'third@call'));
  results.push(
    defaultClosure('outer@call'),
    destructured({ left: 'left@call' }, ['head@call', 't1', 't2'], 'r1', 'r2'),
  );
  results.push(destructured({ left: 'left@call', nested: { right: 'right@call' } }, ['head@call']));
  results.push(usesArguments('one@call', 'extra'), noArguments('one@call'), argumentsInArrow('one@call'));
  results.push(expressionBody('value@call'), objectBody('value@call'), curried('a@call')('b@call')('c@call'));
  results.push(arrowDefault('given@call'), named(2), hoisted(), closures());
  holder.value = 'next@call';
  results.push(holder.value, holder.computed('argument@call'), await holder.method('waited@call'));
  results.push(new Constructed('value@call').done, await asyncFunction('input@call'), await asyncArrow('input@call'));
  results.push(await asyncDefault('input@call'), tag`a${1}b${'two'}`);
  return JSON.stringify(results);
};
