/** Text of another process as a block of code: a fence longer than any run of backticks in it cannot be closed by it. */
export function codeBlock(text: string, language = 'typescript'): string {
  const fence = '`'.repeat(longestRun(text, 2) + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** The same within a line. */
export function codeSpan(text: string): string {
  const fence = '`'.repeat(longestRun(text, 0) + 1);
  return `${fence} ${text} ${fence}`;
}

/** Text that stays what it is. */
export const plain = (text: string): string => text.replace(/[\\`*_{}[\]<>#|!]/g, String.raw`\$&`);

function longestRun(text: string, atLeast: number): number {
  return Math.max(atLeast, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
