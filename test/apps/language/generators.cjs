// Generators and async generators, with parameters that run code before the first `next`.
const used = 'used@module';

function* simple(from, step = give('step@default')) {
  const local = 'local@simple';
  const sent = yield from + step; // PROBE yielded
  yield sent + local; // PROBE resumed
  return local; // PROBE returned
}

function* parameters({ given, fallback = give('fallback@default') } = {}, read = () => fallback) {
  var fallback = 'fallback@body';
  const kept = () => fallback + read();
  yield kept(); // PROBE parameters
}

function* withFinally(input) {
  try {
    const inside = 'inside@try';
    yield inside; // PROBE generatorTry
    yield input;
  } finally {
    const cleanup = 'cleanup@finally';
    give(cleanup); // PROBE generatorFinally
  }
}

function* delegated() {
  const before = 'before@delegated';
  const result = yield* simple('from@delegated');
  return result + before; // PROBE delegated
}

async function* asyncSimple(source, extra = give('extra@default')) {
  const opened = 'opened@async';
  for await (const value of source) {
    const doubled = `doubled@${value}`;
    yield doubled + opened; // PROBE asyncYielded
  }
  return extra; // PROBE asyncReturned
}

async function consume(items) {
  const results = [];
  for await (const item of asyncSimple(items)) {
    const kept = () => item + used;
    results.push(kept()); // PROBE consumed
  }
  return results; // PROBE consumeEnd
}

const object = {
  *method(argument) {
    const own = 'own@method';
    yield this.text + argument + own; // PROBE generatorMethod
  },
  async *asyncMethod(argument) {
    const own = await 'own@asyncMethod';
    yield this.text + argument + own; // PROBE asyncGeneratorMethod
  },
  text: 'text@object',
};

function give(value) {
  return value;
}

exports.run = async () => {
  const results = [];
  const generator = simple('from@call');
  results.push(generator.next().value, generator.next('sent@call').value, generator.next().value);
  results.push([...parameters({ given: 'given@call' })], [...withFinally('input@call')], [...delegated()]);
  for (const early of withFinally('input@early')) {
    results.push(early);
    break;
  }
  results.push(await consume(['v1', Promise.resolve('v2')]), [...object.method('argument@call')]);
  for await (const value of object.asyncMethod('argument@call')) results.push(value);
  const ended = asyncSimple(['only']);
  for (;;) {
    const { done, value } = await ended.next();
    results.push(value);
    if (done) break;
  }
  return JSON.stringify(results);
};
