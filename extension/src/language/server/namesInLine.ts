/**
 * The variables a line of JavaScript mentions, each once, in order: identifiers that are neither members (`.name`), keys
 * (`name:`), keywords, nor inside strings and comments. A reading aid, not a parser: whatever is not a captured variable
 * is simply not found later. Template literals count with what is between `${` and `}`.
 */
export function namesInLine(text: string): readonly string[] {
  const names = new Set<string>();
  for (const match of visible(text).matchAll(identifier)) {
    const [name] = match;
    const before = visible(text).slice(0, match.index).trimEnd();
    const after = visible(text)
      .slice(match.index + name.length)
      .trimStart();
    const isMember = before.endsWith('.') && !before.endsWith('...');
    const isKey = after.startsWith(':') && /[{,]$/.test(before);
    if (!isMember && !isKey && !keywords.has(name)) names.add(name);
  }
  return [...names];
}

const identifier =
  /(?<![\w$.\u0080-\uffff]|\d)[\p{ID_Start}$_][\p{ID_Continue}$]*|(?<=\.\.\.)[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;

/**
 * The name or member path (`cart.owner.id`) under a column of a line, up to the member the column is in: an expression that
 * can be read in a captured frame. Undefined over anything else.
 */
export function pathAt(text: string, column0: number): { readonly text: string; readonly start0: number } | undefined {
  const line = visible(text);
  for (const { 0: whole, index } of line.matchAll(path)) {
    if (column0 < index || column0 > index + whole.length) continue;
    const end = whole.slice(column0 - index).search(/[?.]/);
    const found = end < 0 ? whole : whole.slice(0, column0 - index + end);
    const before = line.slice(0, index).trimEnd();
    const after = line.slice(index + whole.length).trimStart();
    const isMember = before.endsWith('.') && !before.endsWith('...');
    const isKey = found === whole && after.startsWith(':') && /[{,]$/.test(before);
    return isMember || isKey || keywords.has(found) ? undefined : { text: found, start0: index };
  }
  return undefined;
}

const path =
  /(?<![\p{ID_Continue}$])[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\??\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*/gu;

/** The line with strings and comments blanked, columns kept. */
function visible(text: string): string {
  return text.replace(/\/\/.*$|\/\*.*?(?:\*\/|$)|'(?:[^'\\]|\\.)*'?|"(?:[^"\\]|\\.)*"?|`(?:[^`\\]|\\.)*`?/g, (token) =>
    token.startsWith('`') ? blankTemplate(token) : ' '.repeat(token.length),
  );
}

const blankTemplate = (token: string) =>
  token.replace(/\$\{([^}]*)\}|[^$]|\$/g, (part, code: string | undefined) =>
    code === undefined ? ' '.repeat(part.length) : `  ${code} `,
  );

const keywords = new Set(
  (
    'as async await break case catch class const continue debugger default delete do else enum export extends false ' +
    'finally for from function get if implements import in instanceof interface let new null of package private ' +
    'protected public return satisfies set static super switch throw true try type typeof undefined var void while with yield'
  ).split(' '),
);
