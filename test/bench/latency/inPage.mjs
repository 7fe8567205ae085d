// These run in a page of the browser, and are handed there as text: nothing outside of each function is theirs.

/**
 * From now on `globalThis.drawnMs(key)` resolves with the time, ms since 1970, at which the page had drawn its first frame
 * with that key in it: the group of `pattern` in the text of the first element for `selector`. `nextDrawnMs()` is for any
 * key that is still to come.
 */
export function watchDrawn(_body, { selector, pattern }) {
  const drawn = new Map();
  const waiting = new Map();
  const nexts = [];
  let newest;
  const note = (key) => {
    const atMs = performance.timeOrigin + performance.now();
    drawn.set(key, atMs);
    waiting.get(key)?.(atMs);
    for (const resolve of nexts.splice(0)) resolve(atMs);
  };
  const look = () => {
    const key = new RegExp(pattern).exec(document.querySelector(selector)?.textContent ?? '')?.[1];
    if (key === undefined || key === newest) return;
    newest = key;
    // A task that is queued in the frame's callbacks runs when its style, layout and paint are done.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => note(key));
      port1.start();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
      port2.postMessage(undefined);
    });
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  globalThis.drawnMs = (key) => drawn.get(key) ?? new Promise((resolve) => waiting.set(key, resolve));
  globalThis.nextDrawnMs = () => new Promise((resolve) => nexts.push(resolve));
}

/** Draws the time that each message of a WebSocket carries, in a corner of the page. */
export function listenBare(url) {
  const element = document.createElement('div');
  element.id = 'bare';
  element.style.cssText = 'position:fixed;right:0;bottom:0;z-index:1000';
  document.body.append(element);
  new WebSocket(url).addEventListener('message', ({ data }) => {
    element.textContent = `at=${JSON.parse(data).atMs}`;
  });
}
