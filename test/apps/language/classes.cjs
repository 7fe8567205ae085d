// Classes: V8 runs fields and static blocks as functions of their own.
const moduleText = 'moduleText@module';

class Account {
  static count = 0;
  static #registry = new Map();
  static label = Account.describe('label@static'); // PROBE staticField
  static {
    const local = 'local@static';
    const read = () => local + moduleText;
    this.ready = read() + this.label; // PROBE staticBlock
  }
  static {
    try {
      throw 'problem@static';
    } catch (problem) {
      this.problem = problem; // PROBE staticCatch
    }
  }

  #balance = start('balance@field'); // PROBE privateField
  owner = `owner@${this.#balance.length}`;
  lazy = () => this.#balance + moduleText; // PROBE fieldArrow
  ['comp' + 'uted'] = start('computed@field');

  constructor(name, bonus = start('bonus@default')) {
    this.name = name;
    this.bonus = bonus; // PROBE constructor
    Account.count++;
  }

  get balance() {
    return this.#balance; // PROBE accessor
  }
  set balance(next) {
    const old = this.#balance;
    this.#balance = next + old.length; // PROBE setAccessor
  }
  #hidden(argument) {
    const both = this.#balance + argument;
    return both; // PROBE privateMethod
  }
  show(argument) {
    return this.#hidden(argument); // PROBE method
  }
  static describe(what) {
    Account.#registry.set(what, what);
    return what; // PROBE staticMethod
  }
  *[Symbol.iterator]() {
    const first = 'first@iterator';
    yield first; // PROBE classGenerator
    yield this.#balance;
  }
}

class Savings extends Account {
  rate = super.show('rate@field'); // PROBE derivedField
  constructor(name) {
    const before = 'before@derived';
    super(name + before.length); // PROBE beforeSuper
    const after = 'after@derived';
    this.after = after; // PROBE afterSuper
  }
  show(argument) {
    const shown = super.show(argument);
    return shown; // PROBE superMethod
  }
}

function classInFunction(captured) {
  const lost = 'lost@function';
  const name = 'name@function';
  class Local {
    field = captured + start('field@local'); // PROBE localField
    static made = start(captured); // PROBE localStatic
    static {
      const name = 'name@staticBlock';
      this.named = start(name); // PROBE localStaticBlock
    }
    method() {
      return this.field + captured + Local.made; // PROBE localMethod
    }
  }
  const instance = new Local();
  const Expression = class Inner {
    value = Inner.name + captured; // PROBE classExpression
  };
  return [instance.method(), new Expression().value, lost, name]; // PROBE classInFunction
}

class Empty {}
class OnlyFields {
  a = 'a@field'; // PROBE plainField
  b = this.a; // PROBE plainField2
  c = ((argument) => argument + this.b)('argument@iife'); // PROBE fieldIife
}

function start(value) {
  return value;
}

exports.run = () => {
  const account = new Account('name@call');
  account.balance = 'next@call';
  const savings = new Savings('name@savings');
  const results = [account.balance, account.show('argument@call'), account.lazy(), [...account], account.computed];
  results.push(savings.rate, savings.after, savings.show('argument@call'), Account.ready, Account.problem);
  results.push(classInFunction('captured@call'), new OnlyFields().c, String(new Empty()));
  return JSON.stringify(results);
};
