import { captureObjects, valueText } from '@stillframe/protocol/reading';
import { describe, expect, it } from 'vitest';
import { evaluateCaptured } from '../../../extension/src/adapter/evaluate/evaluateCaptured.ts';
import { sampleCapture } from './sampleCapture.ts';

const capture = sampleCapture(1);
const objects = captureObjects(capture);
const [frame, caller] = capture.frames;

function evaluate(text: string, at = frame): string {
  if (at === undefined) throw new Error('The sample has frames.');
  const result = evaluateCaptured(text, at, objects);
  return result.ok ? valueText(result.value, objects) : `${result.error.code}: ${result.error.message}`;
}

describe('evaluating over a capture', () => {
  it.each([
    ['total', '42.5'],
    ['total * (1 + rate)', '51'],
    ['this.retries', '3'],
    ['cart.lines[0].price', '9.9'],
    ['cart.lines.length', '2'],
    ['cart.lines[1].qty', 'undefined'],
    ['cart["odd key"]', '1'],
    ['cart.owner.name.toUpperCase()', "'ZOË'"],
    ['cart.owner === user', 'true'],
    ['node.self.self === node', 'true'],
    ['cart.lines.at(-1)', '{qty: undefined}'],
    ['stock.get("apple") + 1', '4'],
    ['stock.has("pear")', 'false'],
    ['stock.size', '1'],
    ['many.length', '1000'],
    ['long.length', '50000000'],
    ['when.getTime() > 0', 'true'],
    ['big + 1n', '9007199254740994n'],
    ['typeof user', "'object'"],
    ['`${user.name} pays ${total}`', "'Zoë pays 42.5'"],
    [
      'user?.missing ?? "none"',
      'EXPRESSION_FAILED: `user?.missing ?? "none"` could not be evaluated: User has no `missing` of its own, and inherited members are not captured.',
    ],
    ['cart.lines[9]?.qty.x.y', 'undefined'],
    ['total > 40 && ["Zoë"].includes(user.name)', 'true'],
    ['Math.max(total, 100)', '100'],
    ['"qty" in cart.lines[0]', 'true'],
    ['-total', '-42.5'],
    ['2n ** 64n', '18446744073709551616n'],
    ['"b" > "a" && "10" > 9', 'true'],
    ['1 + null + "x"', "'1x'"],
    ['user.email', '•••'],
    ['cart.total', '(getter, not run)'],
    ['null ?? total', '42.5'],
  ])('%s is %s', (text, expected) => expect(evaluate(text)).toBe(expected));

  it.each([
    ['missing', '`missing` is not among the captured variables of checkout.'],
    ['cart.total + 1', 'it needs a getter, which was not run.'],
    ['user.email === "x"', 'it needs a value that was redacted'],
    ['wide.b', '`b` is not among what was captured of Object (950 more properties).'],
    ['long.includes("b")', 'this one was cut to 1,024 of 50,000,000 characters.'],
    ['many.includes(3)', 'it needs all items, and Array(1,000) was captured in part.'],
    ['later + 1', 'it needs a value that is not there: not initialised yet.'],
    ['user + 1', 'User would run code to become a number or a text.'],
    ['cart.lines[9].qty', '`qty` is read of undefined.'],
    ['big + 1', 'Cannot mix BigInt'],
    ['2n ** 99999n', 'is refused'],
    ['total.toFixed(1000)', 'toFixed() digits'],
    ['cart instanceof user', 'the right side of `instanceof` is not a class.'],
    ['Date.now()', 'would give the time now'],
  ])('%s says what is not there', (text, reason) => expect(evaluate(text)).toContain(reason));

  it('refuses what is not of the subset with its column', () => {
    expect(evaluate('total = 1')).toMatch(/^EXPRESSION_REFUSED: Column \d+ of `total = 1`/);
  });

  it('says when the frame has no variables', () => {
    expect(evaluate('total', caller)).toContain('the variables of run were not captured.');
  });
});
