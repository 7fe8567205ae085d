/** The JavaScript expression of a member: `memberPath('cart', 'lines')` is `cart.lines`, with an index `lines[2]`. */
export function memberPath(object: string, key: string | number): string {
  if (typeof key === 'number') return `${object}[${key}]`;
  return identifier.test(key) ? `${object}.${key}` : `${object}[${JSON.stringify(key)}]`;
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;
