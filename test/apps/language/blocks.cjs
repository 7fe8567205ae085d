// Scopes within functions. A variable's value begins with its own name and says where it was declared.
function loops() {
  const kept = [];
  for (let index = 0, text = 'text@loop'; index < 2; index++) {
    const item = `item@${index}`;
    kept.push(() => item + index); // PROBE loopClosure
  }
  for (const entry of ['entry@1', 'entry@2']) kept.push(() => entry); // PROBE forOf
  for (const key in { 'key@1': 1 }) {
    kept.push(() => key); // PROBE forIn
  }
  for (const [name, { value = 'value@default' }] of [['name@1', {}]]) {
    kept.push(() => name + value); // PROBE forDestructured
  }
  let count = 0;
  while (count < 2) {
    const inside = `inside@${count}`;
    count += inside.length > 0 ? 1 : 2; // PROBE whileLoop
  }
  do {
    let once = 'once@do';
    count -= once.length; // PROBE doWhile
  } while (count > 0);
  return kept.map((read) => read()); // PROBE loops
}

function switched(kind) {
  switch (kind) {
    case 'kind@first': {
      const block = 'block@case';
      return block; // PROBE switchBlock
    }
    case 'kind@second':
      let bare = 'bare@case';
      kind += bare.length; // PROBE switchBare
      break;
    case 'kind@third':
      kind = 'kind@third'; // PROBE switchUninitialised
      break;
    default:
      kind = 'kind@default'; // PROBE switchDefault
  }
  return kind; // PROBE switched
}

function caught() {
  try {
    throw new Error('error@thrown');
  } catch (error) {
    const text = `text@${error.message}`;
    return text; // PROBE caught
  } finally {
    const last = 'last@finally';
    side(last); // PROBE finallyBlock
  }
}

function caughtPattern() {
  try {
    throw { code: 'code@thrown', detail: { deep: 'deep@thrown' } };
  } catch ({ code, detail: { deep }, missing = 'missing@default' }) {
    side(code); // PROBE caughtPattern
    return code + deep + missing; // PROBE caughtReturn
  }
}

function caughtNothing() {
  try {
    null.property;
  } catch {
    const quiet = 'quiet@catch';
    return quiet; // PROBE caughtNothing
  }
}

function labels() {
  let seen = 'seen@labels';
  outer: for (const row of ['row@1', 'row@2']) {
    for (const column of ['column@1', 'column@2']) {
      if (column === 'column@2') continue outer; // PROBE labelContinue
      seen += column;
      if (row === 'row@2') break outer; // PROBE labelBreak
    }
  }
  block: {
    const inBlock = 'inBlock@block';
    if (inBlock.length > 0) break block; // PROBE labelBlock
  }
  return seen; // PROBE labels
}

function shadowed(name) {
  const given = name;
  {
    const name = 'name@block';
    side(name); // PROBE shadowedBlock
    {
      let name = 'name@inner';
      side(name); // PROBE shadowedInner
      if (name.length > 0) return name + given; // PROBE shadowedReturn
    }
  }
  return name;
}

function shadowedCaptured(name) {
  const read = [() => name];
  {
    const name = 'name@block';
    read.push(() => name);
    for (const name of ['name@loop']) {
      read.push(() => name); // PROBE shadowedLoop
      if (read.length === 3) return read.map((each) => each()); // PROBE shadowedCapturedReturn
    }
  }
  return name;
}

function shadowedCatch(error) {
  try {
    throw 'error@thrown';
  } catch (error) {
    side(error); // PROBE shadowedCatch
    return error; // PROBE shadowedCatchReturn
  }
}

function outerShadow() {
  const name = 'name@outer';
  const keep = () => name;
  return (function inner() {
    keep();
    {
      const name = 'name@innerBlock';
      if (name) return name; // PROBE outerShadowReturn
    }
    return name;
  })();
}

function uninitialised() {
  const read = () => late; // PROBE uninitialisedClosure
  try {
    read();
  } catch (problem) {
    side(problem); // PROBE uninitialised
  }
  const late = 'late@declared';
  let without;
  without = read();
  return without; // PROBE initialised
}

function expressions(flag) {
  const chosen = flag ? side('chosen@yes') : side('chosen@no'); // PROBE conditional
  const both = (side('both@first'), side('both@second')); // PROBE comma
  const chain = { list: [{ call: side }] }.list[0]?.call?.('chain@called'); // PROBE chain
  const text = `text@${side('inner')}${side('again')}`; // PROBE template
  const { left = side('left@default'), right = side('right@default') } = { left: 'left@given' }; // PROBE pattern
  let assigned = 'assigned@none';
  ({ assigned = side('assigned@default') } = {});
  return [chosen, both, chain, text, left, right, assigned]; // PROBE expressions
}

function side(value) {
  return value;
}

exports.run = () => {
  const results = [loops()];
  for (const kind of ['kind@first', 'kind@second', 'kind@third', 'kind@other']) results.push(switched(kind));
  results.push(caught(), caughtPattern(), caughtNothing(), labels(), shadowed('name@call'));
  results.push(shadowedCaptured('name@call'), shadowedCatch('error@call'), outerShadow(), uninitialised());
  results.push(expressions(true), expressions(false));
  return JSON.stringify(results);
};
