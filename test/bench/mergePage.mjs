/** A Markdown page with its `## ` sections replaced, or followed, by those of another; what comes before the first is one too. */
export function mergePage(page, made) {
  return [...new Map([...sections(page), ...sections(made)]).values()].map((text) => `${text.trim()}\n`).join('\n');
}

const sections = (page) =>
  page
    .split(/^(?=## )/m)
    .filter((text) => text.trim() !== '')
    .map((text) => [/^## .*/.exec(text)?.[0] ?? '', text]);
