// Every kind of scope with all of its variables captured by closures: V8 keeps those in contexts, one inside the other,
// and finds them by the position of the code.
const kept = [];
const keep = (...reads) => kept.push(...reads);
const give = (value) => value;

function manyAndArguments(a1, a2) {
  const c1 = 'c1@many',
    c2 = 'c2@many',
    c3 = 'c3@many',
    c4 = 'c4@many',
    c5 = 'c5@many',
    c6 = 'c6@many';
  const c7 = 'c7@many',
    c8 = 'c8@many',
    c9 = 'c9@many',
    c10 = 'c10@many',
    c11 = 'c11@many',
    c12 = 'c12@many';
  keep(() => [c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, a1, a2]);
  return (() => arguments.length)(); // PROBE manyAndArguments
}

function defaults(p1, p2 = give(`p2@${p1.length}`), p3 = keep(() => p1 + p2), { p4 = give('p4@default') } = {}) {
  const b1 = give('b1@body');
  var p1;
  keep(() => [p1, p2, p3, p4, b1]); // PROBE defaults
  return b1;
}

const arrowDefaults = (q1, q2 = keep(() => q1), q3 = give('q3@arrow')) => keep(() => [q1, q2, q3]); // PROBE arrowDefaults
const arrowPattern = ({ r1, r2 = give('r2@arrow') }, [r3 = keep(() => r1)] = []) => [give(r1), () => [r1, r2, r3]]; // PROBE arrowPattern
const curriedDefaults =
  (s1 = give('s1@d')) =>
  (s2 = give('s2@d')) =>
  (s3 = keep(() => s1 + s2)) => [give(s1), () => [s1, s2, s3]]; // PROBE curriedDefaults
const evalDefaults = function (t1, t2 = give('t2@d'), t3 = () => eval('t1')) {
  var t4 = give('t4@body');
  keep(() => t4);
  return give(t3()) + t4;
}; // PROBE evalDefaults
const arrowEval = (u1, u2 = eval("give('u2@eval')")) => give(u1) + u2; // PROBE arrowEval

function loopHeads() {
  for (let i1 = give(0), i2 = give('i2@head'); give(i1) < 2; i1 += give(1)) keep(() => i1 + i2); // PROBE loopHead
  for (let j1 = 0; give(j1) < 2; give(j1++)) {
    let j2 = give(`j2@${j1}`); // PROBE loopBody
    keep(() => j1 + j2);
    if (give(j1) === 0) continue;
    keep(() => j1);
  }
  for (const k1 of give(['k1@1', 'k1@2'])) {
    const k2 = give(`k2@${k1}`);
    keep(() => k1 + k2);
  }
  for (const { l1, l2 = give('l2@d') } of give([{ l1: 'l1@1' }])) keep(() => l1 + l2);
  for (const m1 in give({ 'm1@1': 1 })) {
    keep(() => m1);
    give(m1);
  }
  for (let n1 = 0, n2 = keep(() => n1); n1 < give(1); n1++) give(n2);
  return give(kept.length); // PROBE loopEnd
}

function switches(v1) {
  switch (give(v1)) {
    case give('v1@1'):
      let w1 = give('w1@1'); // PROBE switchFirst
      keep(() => w1);
      break;
    case give('v1@2'): {
      const w2 = give('w2@2'); // PROBE switchSecond
      keep(() => w2);
      return give(w2);
    }
    default:
      give(v1); // PROBE switchDefault
  }
  return give(v1);
}

function tries(x1) {
  try {
    const x2 = give('x2@try');
    keep(() => x1 + x2);
    throw give({ y1: 'y1@thrown', y3: 'y3@thrown' });
  } catch ({ y1, y2 = give('y2@default'), ...y4 }) {
    const y5 = give('y5@catch'); // PROBE catchPattern
    keep(() => [y1, y2, y4, y5]);
    if (give(y1)) return give(y2); // PROBE catchReturn
  } finally {
    const x3 = give('x3@finally');
    keep(() => x3); // PROBE finally
  }
}

function tryThrows() {
  try {
    give('plain').missing.property;
  } catch (z1) {
    keep(() => z1);
    {
      const z2 = give('z2@block');
      keep(() => z2);
      return give([z1, z2]); // PROBE nestedCatch
    }
  }
}

class Base {
  constructor(d1 = give('d1@base')) {
    this.d1 = d1;
    keep(() => d1); // PROBE base
  }
  method(text = give('text@method')) {
    return give(text);
  }
}

function classes(e1) {
  const e2 = give('e2@classes');
  class Inner extends give(Base) {
    #e3 = give('private');
    [give('computed')] = keep(() => e1); // PROBE innerField
    static [give('staticComputed')] = keep(() => e2 + Inner.name);
    static {
      const e4 = give('e4@static');
      keep(() => e4 + e1);
      {
        const e5 = give('e5@static'); // PROBE innerStatic
        keep(() => e5);
        try {
          throw give('e6@static');
        } catch (e6) {
          keep(() => e6 + give(e5)); // PROBE innerStaticCatch
        }
      }
      for (const e7 of give(['e7@static'])) keep(() => e7); // PROBE innerStaticLoop
    }
    field = ((f1 = give('f1@field')) => keep(() => f1 + this.#e3 + e1))(); // PROBE innerFieldArrow
    nested = class {
      inside = keep(() => e1 + e2); // PROBE nestedField
      static {
        const g1 = give('g1@nested');
        keep(() => g1); // PROBE nestedStatic
      }
    };
    constructor(h1 = give('h1@inner')) {
      const h2 = give('h2@inner');
      super((() => give(h1))());
      keep(() => h1 + h2 + this.#e3); // PROBE innerConstructor
      new this.nested();
    }
    get e3() {
      return ((i) => give(i) + this.#e3)('x'); // PROBE innerGetter
    }
  }
  return give(new Inner().e3);
}

class Implicit extends Base {
  a = give('a@implicit'); // PROBE implicitField
  b = () => this.a; // PROBE implicitArrow
}

function* generator(o1, o2 = give('o2@d'), o3 = keep(() => o1 + o2)) {
  const o4 = give('o4@body');
  keep(() => o4);
  for (let o5 of give(['o5@1', 'o5@2'])) {
    const o6 = yield give(o5); // PROBE generatorYield
    keep(() => o5 + o6);
    if (give(o6)) return give(o3); // PROBE generatorReturn
  }
}

async function* asyncGenerator({ o7 = give('o7@d') } = {}, o8 = keep(() => o7)) {
  for await (const o9 of give([give('o9@1'), Promise.resolve('o9@2')])) {
    const o10 = await give(`o10@${o9}`);
    keep(() => o9 + o10);
    yield give(o10); // PROBE asyncGeneratorYield
    try {
      const o11 = give('o11@try');
      keep(() => o11);
      if (give(o9) === 'o9@2') return give(o11); // PROBE asyncGeneratorReturn
    } finally {
      const o12 = give('o12@finally');
      keep(() => o12); // PROBE asyncGeneratorFinally
    }
  }
}

async function asynchronous(aa1 = give('aa1@d'), aa2 = keep(() => aa1)) {
  const aa3 = await give('aa3@body');
  keep(() => aa3 + aa2);
  for (const aa4 of give(['aa4@1', 'aa4@2'])) {
    const aa5 = await give(`aa5@${aa4}`); // PROBE asyncLoop
    keep(() => aa4 + aa5);
  }
  try {
    await Promise.reject(give('aa6@rejected'));
  } catch (aa6) {
    keep(() => aa6);
    return give(aa6); // PROBE asyncCatch
  }
}

function blockFunctions() {
  {
    function bb1() {
      return give(bb2); // PROBE blockFunction
    }
    const bb2 = give('bb2@block');
    keep(bb1); // PROBE blockWithFunction
  }
  label: {
    const bb3 = give('bb3@label');
    keep(() => bb3);
    if (give(bb3)) break label;
  }
  return give(typeof bb1);
}

function shadows(cc) {
  keep(() => cc);
  {
    let cc = give('cc@block1');
    keep(() => cc);
    for (let cc = give(0); give(cc) < 1; cc++) {
      keep(() => cc);
      {
        const cc = give('cc@block2');
        keep(() => cc);
        try {
          throw give('cc@thrown');
        } catch (cc) {
          keep(() => cc);
          return give(cc); // PROBE shadowsReturn
        }
      }
    }
  }
}

function evals(dd1) {
  const dd2 = give('dd2@evals');
  eval('var dd3 = give("dd3@eval"); let dd4 = "dd4@eval"; keep(() => dd3 + dd4)');
  {
    const dd5 = give('dd5@block');
    eval('keep(() => dd5)');
    return give(dd5); // PROBE evals
  }
}

exports.run = async () => {
  kept.length = 0;
  const results = [manyAndArguments('a1@call', 'a2@call', 'more'), defaults('p1@call'), arrowDefaults('q1@call')];
  results.push(
    arrowPattern({ r1: 'r1@call' })[0],
    curriedDefaults()()()[0],
    evalDefaults('t1@call'),
    arrowEval('u1@call'),
  );
  results.push(loopHeads(), ...['v1@1', 'v1@2', 'v1@3'].map(switches), tries('x1@call'), String(tryThrows()[0]));
  results.push(classes('e1@call'), new Implicit().b());
  const walk = generator('o1@call');
  results.push(walk.next().value, walk.next('').value, walk.next('o6@sent').done);
  for await (const value of asyncGenerator()) results.push(value);
  results.push(await asynchronous(), blockFunctions(), shadows('cc@call'), evals('dd1@call'));
  for (const read of kept) {
    try {
      results.push(typeof read === 'function' ? String(read()) : read);
    } catch (error) {
      results.push(String(error));
    }
  }
  return JSON.stringify(results);
};
