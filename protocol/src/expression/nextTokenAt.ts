import { tokenizer } from 'acorn';

/** The next token's text and place, behind white space and comments; '' at the end of the text. */
export function nextTokenAt(text: string, start0: number): { start: number; text: string } {
  try {
    const token = tokenizer(text.slice(start0), { ecmaVersion: 2025 }).getToken();
    return { start: start0 + token.start, text: text.slice(start0 + token.start, start0 + token.end) };
  } catch (error) {
    // Not a token at all, such as a stray `#` or an open string.
    if (!(error instanceof SyntaxError)) throw error;
    const start = start0 + (text.slice(start0).length - text.slice(start0).trimStart().length);
    return { start, text: text.slice(start, start + 1) };
  }
}
