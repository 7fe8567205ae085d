import type { Locator } from 'playwright-core';
import { soonMs } from './until.ts';

/** A place on the screen, in pixels from the window's top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where an element is drawn and as what. */
export interface Drawn {
  readonly top: number;
  readonly bottom: number;
  readonly classes: string;
  /** The file its background shows, as a CSS `url(…)`. */
  readonly backgroundImage: string;
}

/** All elements at one moment: asked one by one, those that VS Code takes away meanwhile would be waited for. */
export async function drawnAll(elements: Locator): Promise<readonly Drawn[]> {
  return elements.evaluateAll(readAll, undefined);
}

/** A line of an editor at one moment: number and text are drawn apart, and what is asked twice may have moved between. */
export interface DrawnLine {
  /** What a person reads in it: its text, and what stylesheets put before and after (decorations of an editor do). */
  readonly text: string;
  /** The middle of the first piece of text that has the words asked for; `undefined` where none has. */
  readonly words: Point | undefined;
}

/** Reads the line with this number in the margin; fails when it is not in view. */
export async function drawnLine(editor: Locator, line1: number, words = ''): Promise<DrawnLine> {
  const line = await editor.evaluate(readLine, { line1, words }, { timeout: soonMs });
  if (line === undefined) throw new Error(`Line ${line1} is not drawn.`);
  return { ...line, text: line.text.replaceAll('\u00a0', ' ') };
}

// What is used of the DOM, in place of its types: tests run in Node, and should not compile against a browser's globals.
interface Browser {
  getComputedStyle(element: unknown, pseudo?: string): { readonly content: string; readonly backgroundImage: string };
}
interface Box {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}
interface DomElement {
  readonly nodeType: number;
  readonly className: string;
  readonly textContent: string;
  readonly childNodes: Iterable<DomElement>;
  getBoundingClientRect(): Box;
  querySelectorAll(selector: string): Iterable<DomElement>;
}

// These run in the page, so they can use nothing from around them.
function readAll(elements: unknown): readonly Drawn[] {
  return (elements as readonly DomElement[]).map((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    const { backgroundImage } = (globalThis as unknown as Browser).getComputedStyle(element);
    return { top, bottom, classes: element.className, backgroundImage };
  });
}

function readLine(editor: unknown, asked: { readonly line1: number; readonly words: string }): DrawnLine | undefined {
  const all = (within: DomElement, selector: string): DomElement[] => [...within.querySelectorAll(selector)];
  const middle = ({ top, bottom }: Box): number => (top + bottom) / 2;
  const pseudo = (node: DomElement, which: string): string => {
    const { content } = (globalThis as unknown as Browser).getComputedStyle(node, which);
    return content.startsWith('"') ? String(JSON.parse(content)) : '';
  };
  const text = (node: DomElement): string => {
    if (node.nodeType !== 1) return node.textContent;
    return pseudo(node, '::before') + Array.from(node.childNodes, text).join('') + pseudo(node, '::after');
  };

  const root = editor as DomElement;
  const numbers = all(root, '.margin-view-overlays .line-numbers');
  const number = numbers.find((element) => element.textContent.trim() === String(asked.line1));
  if (number === undefined) return undefined;
  const y = middle(number.getBoundingClientRect());
  const line = all(root, '.view-lines .view-line').find((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top <= y && y < bottom;
  });
  if (line === undefined) return undefined;
  const piece = all(line, 'span span').find((element) => element.textContent.includes(asked.words));
  const box = piece?.getBoundingClientRect();
  return { text: text(line), words: box && { x: (box.left + box.right) / 2, y: middle(box) } };
}
