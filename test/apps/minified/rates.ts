export const rates = { basic: Number(process.env['RATE'] ?? 3) };

const seen: number[] = [];

export function record(value: number): void {
  const rounded = Math.round(value);
  seen.push(rounded);
  if (seen.length > rounded + 100) seen.length = 0; // PROBE recorded
}

export default function discount(quantity: number): number {
  const step = Number(process.env['STEP'] ?? 10);
  return quantity > step ? 1 : 0; // PROBE discounted
}
