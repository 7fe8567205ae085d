import type { Locator } from 'playwright-core';
import { soonMs } from './until.ts';

/** What a person reads in an element: its text, and what stylesheets put before and after (decorations of an editor do). */
export async function drawnText(element: Locator): Promise<string> {
  return (await element.evaluate(read, undefined, { timeout: soonMs })).replaceAll('\u00a0', ' ');
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

// What is used of the DOM, in place of its types: tests run in Node, and should not compile against a browser's globals.
interface Browser {
  getComputedStyle(element: unknown, pseudo?: string): { readonly content: string; readonly backgroundImage: string };
}
interface DomElement {
  readonly className: string;
  getBoundingClientRect(): { readonly top: number; readonly bottom: number };
}
interface DomNode {
  readonly nodeType: number;
  readonly textContent: string;
  readonly childNodes: Iterable<DomNode>;
}

// Runs in the page, so it can use nothing from around it.
function read(element: unknown): string {
  const pseudo = (node: DomNode, which: string): string => {
    const { content } = (globalThis as unknown as Browser).getComputedStyle(node, which);
    return content.startsWith('"') ? String(JSON.parse(content)) : '';
  };
  const text = (node: DomNode): string => {
    if (node.nodeType !== 1) return node.textContent;
    return pseudo(node, '::before') + Array.from(node.childNodes, text).join('') + pseudo(node, '::after');
  };
  return text(element as DomNode);
}

function readAll(elements: unknown): readonly Drawn[] {
  return (elements as readonly DomElement[]).map((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    const { backgroundImage } = (globalThis as unknown as Browser).getComputedStyle(element);
    return { top, bottom, classes: element.className, backgroundImage };
  });
}
