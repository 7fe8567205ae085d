'use strict';
// What variables are around a function, its callers' too. A variable's value begins with its own name.

function loops() {
  const kept = [];
  for (let index = 0; index < 2; index++) {
    const squared = `squared@${index * index}`;
    kept.push((given) => [given, index, squared]); // PROBE loopClosure
  }
  for (const item of ['item@1']) kept.push(() => item); // PROBE loopOf
  return kept.map((each) => each('given@loop')); // PROBE loopsDone
}

function outer(argument) {
  const shared = 'shared@outer';
  const unused = 'unused@outer';
  let later;
  function middle(own) {
    const local = `local@${own.length}`;
    {
      const inBlock = 'inBlock@middle';
      const read = () => inBlock + shared + later + argument;
      return deepest(read()); // PROBE callerWithClosure
    }
  }
  const bound = 'bound@outer';
  later = 'later@outer';
  return [middle('own@middle'), unused, bound];
}

function inner(text) {
  return text; // PROBE inner
}

function deepest(text) {
  return text; // PROBE calledByClosure
}

function early(made) {
  return made; // PROBE calledEarly
}

function notYet() {
  const read = () => early(() => after); // PROBE notYetCaller
  const made = read();
  const after = 'after@notYet';
  return made() + after;
}

function shadowed(name) {
  const seen = [name];
  {
    const name = 'name@block';
    seen.push(inner(name), () => name); // PROBE shadowedInBlock
  }
  for (const name of ['name@loop']) seen.push(inner(name), () => name);
  return inner(seen.length); // PROBE shadowedAfter
}

function switched(kind) {
  switch (kind) {
    case 'kind@first': {
      const inCase = 'inCase@first';
      return inner(inCase); // PROBE switchBlock
    }
    case 'kind@second':
      let bare = 'bare@second';
      return inner(bare); // PROBE switchBare
    default:
      let other = 'other@default';
      return inner(other); // PROBE switchDefault
  }
}

function labelled() {
  const found = [];
  outside: for (const row of ['row@1', 'row@2']) {
    for (const column of ['column@1', 'column@2']) {
      if (row === 'row@2') break outside;
      if (column === 'column@2') continue outside; // PROBE labelContinue
      found.push(row + column); // PROBE labelInner
    }
  }
  return found; // PROBE labelEnd
}

function caught() {
  try {
    null.property;
  } catch (error) {
    const { message } = error;
    return inner(message.length); // PROBE catchBinding
  }
}

function withoutBinding() {
  try {
    null.property;
  } catch {
    const noted = 'noted@catch';
    return inner(noted); // PROBE catchWithout
  }
}

function destructuredLocals(input) {
  const { a, b: renamed, c = 'c@default', ...rest } = input;
  const [first, , third = 'third@default', ...others] = ['first@list', 'skipped', undefined, 'o1'];
  return inner([a, renamed, c, rest, first, third, others].length); // PROBE destructuredLocals
}

class Receiver {
  #secret = 'secret@field';
  name = 'name@field';
  arrow = () => inner(this.name); // PROBE fieldArrow
  method(given, ...rest) {
    const own = this.#secret;
    return [1].map(() => inner(own + given + rest.length + this.name))[0]; // PROBE methodArrow
  }
  get value() {
    return inner(this.#secret); // PROBE getter
  }
  static create() {
    return inner(new this()); // PROBE staticThis
  }
}

function withArguments(first) {
  return inner(arguments.length + first.length); // PROBE withArguments
}

function* generated(start) {
  const kept = 'kept@generator';
  const sent = yield inner(start); // PROBE generatorCaller
  yield inner(sent + kept); // PROBE generatorResumed
}

async function asynchronous(start) {
  const before = 'before@async';
  const after = await inner(start); // PROBE asyncBefore
  return inner(before + after); // PROBE asyncAfter
}

async function* both(start) {
  const opened = 'opened@both';
  yield await inner(start + opened); // PROBE asyncGenerator
}

exports.run = async () => {
  const receiver = Receiver.create();
  const results = [loops(), outer('argument@call'), notYet === undefined, shadowed('name@call').length];
  try {
    notYet();
  } catch (error) {
    results.push(error.name);
  }
  results.push(...['kind@first', 'kind@second', 'kind@third'].map(switched), labelled(), caught(), withoutBinding());
  results.push(destructuredLocals({ a: 'a@call', b: 'b@call', d: 'd@call' }), withArguments('first@call', 'more'));
  results.push(receiver.arrow(), receiver.method('given@call', 'r1'), receiver.value);
  const generator = generated('start@call');
  results.push(generator.next().value, generator.next('sent@call').value, await asynchronous('start@async'));
  for await (const value of both('start@both')) results.push(value);
  return JSON.stringify(results);
};
