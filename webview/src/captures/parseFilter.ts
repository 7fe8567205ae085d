/** What a word of the filter box is looked for in; `any` for a word without a name before it. */
export type FilterField = 'any' | (typeof names)[number];

export type FilterWord = { readonly field: FilterField; readonly text: string; readonly isExcluded: boolean };

const names = ['instance', 'probe', 'file', 'function', 'trace'] as const;

/**
 * The words of a filter as VS Code's own filter boxes read them: `instance:pod-1`, `probe:"late orders"`, `!word` for what is not
 * wanted. A word that is not finished (`instance:`, `!`) asks for nothing yet; an unknown name is plain text.
 */
export function parseFilter(filter: string): readonly FilterWord[] {
  return [...filter.toLowerCase().matchAll(wordPattern)].flatMap(([word, not, name, quoted, bare]) => {
    const field = names.find((known) => known === name);
    const text = field === undefined ? word.slice(not?.length).replaceAll('"', '') : (quoted ?? bare ?? '');
    return text === '' ? [] : [{ field: field ?? ('any' as const), text, isExcluded: not === '!' }];
  });
}

const wordPattern = /(!?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S*))/g;
