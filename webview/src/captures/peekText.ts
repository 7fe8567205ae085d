import type { Value } from '@stillframe/protocol';
import { grouped, visibleText } from '@stillframe/protocol/reading';

/** A value's whole text with its lines kept, when a row could not show it; still without invisible characters. */
export function peekText(value: Value): string | undefined {
  if (value.t === 'string') {
    if (value.v.length < 24 && !value.v.includes('\n')) return undefined;
    const missing = (value.length ?? value.v.length) - value.v.length;
    return visibleLines(value.v) + (missing > 0 ? `\n… ${grouped(missing)} more characters were not captured` : '');
  }
  if (value.t === 'object' && value.text !== undefined && value.text.length >= 24) return visibleLines(value.text);
  if (value.t === 'bigint' && value.v.length >= 24) return `${visibleText(value.v)}n`;
  return undefined;
}

const visibleLines = (text: string) => text.split(/\r?\n/).map(visibleText).join('\n');
