import type { FrameLocator, Locator } from 'playwright-core';
import { extensionId } from '../harness/packagedVSCode.ts';
import { soonMs } from '../harness/until.ts';
import type { Views } from '../harness/views.ts';

/** The Metrics view of the side bar. */
export interface MetricsView {
  frame(): Promise<FrameLocator>;
  /** The card with this accessible name: `Counter checkout.ts:24`. */
  card(name: string): Promise<Locator>;
  /** A figure of a card as it is shown: `hits`, `per second`, `p50`, `n`. */
  figure(card: Locator, label: string): Promise<string>;
}

export function createMetricsView(views: Views): MetricsView {
  const frame = async (): Promise<FrameLocator> => views.webview(extensionId, 'link[href$="metrics.css"]');
  return {
    frame,
    card: async (name) => (await frame()).locator(`article[aria-label="${name}"]`),
    async figure(card, label) {
      const figure = card.locator('.figure').filter({ has: card.page().locator('dt', { hasText: label }) });
      return (await figure.locator('dd').first().innerText({ timeout: soonMs })).trim();
    },
  };
}
