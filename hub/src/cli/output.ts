import type { Capture, InstanceView, LogRecord, ProbeView } from '@stillframe/protocol';
import { documents } from './documents.ts';
import type { CliIo } from './io.ts';
import { captureText } from './render/captureText.ts';
import { logText } from './render/logText.ts';
import { numbersText } from './render/numbersText.ts';
import { createPalette, type Palette } from './render/palette.ts';

/** Where a command's results go: JSON documents, one a line, or text for people. */
export type Output = {
  readonly isJson: boolean;
  readonly palette: Palette;
  /** One JSON document; nothing in text mode. */
  document(document: object): void;
  /** Text for people; nothing in JSON mode. */
  text(text: string): void;
  /** A sentence on stderr, in both modes. */
  say(sentence: string): void;
  capture(capture: Capture, from: InstanceView | undefined): void;
  log(log: LogRecord, from: InstanceView | undefined): void;
  numbers(view: ProbeView, ratePerSecond?: number): void;
};

export function createOutput(io: CliIo, isJson: boolean): Output {
  const palette = createPalette(io.isTerminal && (io.env['NO_COLOR'] ?? '') === '');
  const document = (value: object) => {
    if (isJson) io.out(`${JSON.stringify(value)}\n`);
  };
  const text = (value: string) => {
    if (!isJson) io.out(value);
  };
  return {
    isJson,
    palette,
    document,
    text,
    say: (sentence) => io.err(`${sentence}\n`),
    capture(capture, from) {
      document(documents.capture(capture));
      text(`${captureText(capture, from?.instance, palette)}\n`);
    },
    log(log, from) {
      document(documents.log(log));
      text(logText(log, from?.instance, palette));
    },
    numbers(view, ratePerSecond) {
      document(documents.status(view));
      text(numbersText(view, palette, ratePerSecond));
    },
  };
}
