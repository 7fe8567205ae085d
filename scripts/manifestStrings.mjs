/** What VS Code shows of a manifest; what it finds elsewhere under these names is the extension's own business. */
const shown = new Set([
  'altText',
  'category',
  'contents',
  'description',
  'detail',
  'displayName',
  'enumDescriptions',
  'enumItemLabels',
  'errorMessage',
  'label',
  'markdownDescription',
  'markdownEnumDescriptions',
  'name',
  'patternErrorMessage',
  'shortTitle',
  'title',
]);

/** A name is the same in every language. */
const brand = 'Stillframe';

/** Every string of the manifest that cannot be translated, every key without a string, every string without a key. */
export function manifestProblems({ description, capabilities, contributes }, strings) {
  const problems = [];
  const used = new Set();
  const visit = (value, at, isShown) => {
    if (typeof value === 'string') {
      const key = /^%(.+)%$/.exec(value)?.[1];
      if (key === undefined) {
        if (isShown && value !== brand) problems.push(`${at} is a literal: "${value}"`);
      } else if (!(key in strings)) problems.push(`${at} names ${key}, which is not there`);
      else used.add(key);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [name, part] of Object.entries(value))
      visit(part, `${at}.${name}`, Array.isArray(value) ? isShown : shown.has(name));
  };
  visit({ description }, 'package.json', false);
  visit(capabilities, 'capabilities', false);
  visit(contributes, 'contributes', false);
  for (const key of Object.keys(strings)) if (!used.has(key)) problems.push(`${key} is used nowhere`);
  return problems;
}
