// Functions that are called from unusual places: a pause in them shows V8 those frames too.
const at = {
  inField: (given) => given, // PROBE inField
  inStaticField: (given) => given, // PROBE inStaticField
  inStaticBlock: (given) => given, // PROBE inStaticBlock
  inStaticArrow: (given) => given, // PROBE inStaticArrow
  inComputedKey: (given) => given, // PROBE inComputedKey
  inStaticComputedKey: (given) => given, // PROBE inStaticComputedKey
  inExtends: (given) => given, // PROBE inExtends
  beforeSuper: (given) => given, // PROBE beforeSuper
  inSuperArguments: (given) => given, // PROBE inSuperArguments
  inDefault: (given) => given, // PROBE inDefault
  inArrowDefault: (given) => given, // PROBE inArrowDefault
  inGeneratorDefault: (given) => given, // PROBE inGeneratorDefault
  inPattern: (given) => given, // PROBE inPattern
  inWith: (given) => given, // PROBE inWith
  inEval: (given) => given, // PROBE inEval
  inEvalDefault: (given) => given, // PROBE inEvalDefault
  inSwitch: (given) => given, // PROBE inSwitch
  inCatch: (given) => given, // PROBE inCatch
  inForHead: (given) => given, // PROBE inForHead
  inReturn: (given) => given, // PROBE inReturn
  inFinally: (given) => given, // PROBE inFinally
};

class Base {
  constructor(value) {
    this.base = value;
  }
}

function classes(outer) {
  const captured = 'captured@classes';
  class Made extends at.inExtends(Base) {
    #hidden = at.inField('hidden@field') + outer;
    static made = at.inStaticField('made@field') + captured;
    static {
      const block = 'block@static';
      this.block = at.inStaticBlock(block) + captured;
      const read = () => at.inStaticArrow(block);
      this.arrow = read();
    }
    [at.inComputedKey('key')]() {
      return this.#hidden + captured;
    }
    static [at.inStaticComputedKey('staticKey')] = captured;
    constructor(argument) {
      const before = at.beforeSuper('before@constructor');
      const late = () => this.base;
      super(at.inSuperArguments(before) + argument);
      this.late = late;
    }
  }
  const made = new Made('argument@call');
  return [Made.made, Made.block, Made.arrow, Made.staticKey, made.key(), made.late()];
}

class TopLevel extends at.inExtends(Base) {
  static #count = 0;
  #hidden = at.inField('hidden@field');
  static made = at.inStaticField('made@field');
  static {
    const block = 'block@static';
    const read = () => at.inStaticArrow(block) + TopLevel.#count;
    this.arrow = read() + at.inStaticBlock(block);
  }
  [at.inComputedKey('key')]() {
    return this.#hidden;
  }
  static [at.inStaticComputedKey('staticKey')] = 'static';
}

function parameters(first, second = at.inDefault('second@default'), third = () => first + second) {
  var first = 'first@body';
  const arrow =
    (one, two = at.inArrowDefault('two@default')) =>
    () =>
      one + two;
  function* generator(one, two = at.inGeneratorDefault('two@generator')) {
    yield one + two;
  }
  const pattern =
    ({ left, right = at.inPattern('right@pattern') }) =>
    () =>
      left + right;
  return [first, third(), arrow('one@call')(), [...generator('one@call')], pattern({ left: 'left@call' })()];
}

function sloppy(text) {
  with ({ text: 'text@with' }) {
    at.inWith(text);
  }
  const inner =
    (one, two = eval("at.inEvalDefault('two@eval')")) =>
    () =>
      one + two;
  return [eval("at.inEval('result@eval')"), inner('one@call')()];
}

function blocks(kind) {
  const read = [];
  switch (at.inSwitch(kind)) {
    default:
      let bare = 'bare@case';
      read.push(() => bare);
  }
  for (const item of at.inForHead(['item@1'])) read.push(() => item);
  try {
    throw 'error@thrown';
  } catch (error) {
    const text = at.inCatch('text@catch');
    read.push(() => error + text);
    if (text) return at.inReturn(read.map((each) => each()).join());
  } finally {
    const last = at.inFinally('last@finally');
    read.push(() => last);
  }
}

exports.run = () =>
  JSON.stringify([
    classes('outer@call'),
    new TopLevel().key(),
    parameters('first@call'),
    sloppy('text@call'),
    blocks('kind@call'),
  ]);
