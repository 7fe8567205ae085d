import type { ProbeState } from '@stillframe/protocol';

export type IconShape = 'snapshot' | 'log' | 'counter' | 'tic' | 'toc' | 'metric' | 'duration';
/** How a probe looks: `ended` stands for done, expired and disabled; `hit` for a moment after a capture. */
export type IconLook = 'pending' | 'armed' | 'hit' | 'throttled' | 'ended' | 'failed';
export type IconTheme = 'light' | 'dark';

export const lookOf: Readonly<Record<ProbeState, IconLook>> = {
  pending: 'pending',
  armed: 'armed',
  throttled: 'throttled',
  done: 'ended',
  expired: 'ended',
  disabled: 'ended',
  failed: 'failed',
};

/** VS Code's own chart and state colours, so that the icons sit in both themes as if they came with it. */
const colours: Readonly<Record<IconLook, Readonly<Record<IconTheme, string>>>> = {
  pending: { dark: '#75beff', light: '#1a85ff' },
  armed: { dark: '#59a4f9', light: '#0063d3' },
  hit: { dark: '#89d185', light: '#2e8b32' },
  throttled: { dark: '#e2b340', light: '#b07d00' },
  ended: { dark: '#858585', light: '#9a9a9a' },
  failed: { dark: '#f48771', light: '#d1242f' },
};

export const colourOf = (look: IconLook, theme: IconTheme) => colours[look][theme];

/** The icon as an SVG document of 16×16: filled while it works, outlined while it does not. */
export function iconSvg(shape: IconShape, look: IconLook, theme: IconTheme): string {
  const colour = colourOf(look, theme);
  const isFilled = look === 'armed' || look === 'hit' || look === 'throttled';
  const { body, marks } = shapes[shape];
  const [fill, stroke] = isFilled ? [colour, 'none'] : ['none', colour];
  // On a filled body the marks are cut out, so that the editor's own background shows through.
  const inner = isFilled
    ? `<mask id="m"><path fill="#fff" d="M0 0h16v16H0z"/><g fill="none" stroke="#000" stroke-width="1.4" stroke-linecap="round">${marks}</g></mask><path mask="url(#m)" fill="${fill}" d="${body}"/>`
    : `<path fill="${fill}" stroke="${stroke}" stroke-width="1.1" stroke-linejoin="round" d="${body}"/><g fill="none" stroke="${stroke}" stroke-width="1.1" stroke-linecap="round">${marks}</g>`;
  const opacity = look === 'pending' ? ' opacity=".75"' : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16"><g${opacity}>${inner}</g></svg>`;
}

/** The same as a `data:` URL. */
export const iconUrl = (shape: IconShape, look: IconLook, theme: IconTheme) =>
  `data:image/svg+xml;base64,${Buffer.from(iconSvg(shape, look, theme)).toString('base64')}`;

const stopwatchBody = 'M6.2 1h3.6v1.5H8.8v.7a5.7 5.7 0 1 1-1.6 0v-.7h-1z';

const shapes: Readonly<Record<IconShape, { readonly body: string; readonly marks: string }>> = {
  snapshot: {
    body: 'M2.5 4.5h2.3l1-1.6h4.4l1 1.6h2.3a1 1 0 0 1 1 1v6.6a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1V5.500a1 1 0 0 1 1-1z',
    marks: '<circle cx="8" cy="8.6" r="2.3"/>',
  },
  log: {
    body: 'M2.5 2.500h11a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H7.500L4.5 14v-2.500h-2a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1z',
    marks: '<path d="M4.5 5.600h7M4.5 8.400h4.5"/>',
  },
  counter: {
    body: 'M3 2h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V3a1 1 0 0 1 1-1z',
    marks: '<path d="M6.9 4.600l-.8 6.800M9.9 4.600l-.8 6.800M4.7 6.700h6.800M4.5 9.400h6.8"/>',
  },
  tic: { body: stopwatchBody, marks: '<path stroke-linejoin="round" d="M6.9 6.700v4.200l3.2-2.100z"/>' },
  duration: { body: stopwatchBody, marks: '<path d="M8 5.700v3.200l2.100 1.300"/>' },
  toc: { body: stopwatchBody, marks: '<path stroke-linejoin="round" d="M6.2 7.100h3.600v3.600H6.200z"/>' },
  metric: {
    body: 'M3 2h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V3a1 1 0 0 1 1-1z',
    marks: '<path d="M5 11.300V8.500M8 11.300V4.800M11 11.300V6.8"/>',
  },
};
