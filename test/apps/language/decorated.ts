// Decorators, compiled by the test that uses it.
type Method = (this: unknown, ...values: string[]) => string;

function traced(method: Method, context: { name: string | symbol }) {
  const label = `label@${String(context.name)}`;
  return function (this: unknown, ...values: string[]) {
    const result = method.call(this, ...values);
    return label.length > 0 ? result : label; // PROBE replacement
  };
}

const sealed = (target: unknown, context: { name: string | undefined }) => {
  const sealedName = `sealed@${context.name}`;
  if (sealedName === '') throw new Error('no name'); // PROBE classDecorator
};

@sealed
class Priced {
  base = 'base@field';

  @traced as(prefix: string) {
    const own = prefix + this.base;
    return own; // PROBE decoratedMethod
  }
}

export const run = () => {
  const priced = new Priced();
  return JSON.stringify([priced.as('prefix@call')]); // PROBE caller
};
