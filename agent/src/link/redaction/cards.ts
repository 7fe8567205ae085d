/** Digits of a payment card: a known issuer's first digits, the length it uses, and the right check digit. */
export function isCardNumber(text: string): boolean {
  const digits = text.replace(/[ -]/g, '');
  return (
    issuers.some(({ first, lengths }) => lengths.includes(digits.length) && first.test(digits)) && passesLuhn(digits)
  );
}

const upTo19 = [16, 17, 18, 19];
const issuers: readonly { readonly first: RegExp; readonly lengths: readonly number[] }[] = [
  { first: /^4/, lengths: [13, 16, 19] }, // Visa
  { first: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] }, // Mastercard
  { first: /^3[47]/, lengths: [15] }, // American Express
  { first: /^(?:6011|64[4-9]|65)/, lengths: upTo19 }, // Discover
  { first: /^(?:30[0-5]|36|38|39)/, lengths: [14, 16, 19] }, // Diners Club
  { first: /^35(?:2[89]|[3-8])/, lengths: upTo19 }, // JCB
  { first: /^62/, lengths: upTo19 }, // UnionPay
  { first: /^(?:5018|5020|5038|5893|6304|6759|676[1-3])/, lengths: [13, 14, 15, ...upTo19] }, // Maestro
  { first: /^(?:60|65|81|82|508)/, lengths: [16] }, // RuPay
  { first: /^220[0-4]/, lengths: upTo19 }, // Mir
];

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
