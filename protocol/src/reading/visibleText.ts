/**
 * Text of another process made safe to show on one line: control characters, line ends, bidirectional overrides,
 * invisible marks and lone surrogates appear as escapes, so what is seen is what is there.
 */
export function visibleText(text: string): string {
  return text.replace(hidden, escapeCharacter);
}

const escapeCharacter = (character: string): string =>
  short.get(character) ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const short = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\0', '\\0'],
]);

// Joiners (200c, 200d) stay: scripts and emoji need them. With the `u` flag a paired surrogate never matches \p{Cs}.
const hidden = /[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;
