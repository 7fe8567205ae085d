import type uPlot from 'uplot';

/** VS Code's colours as a canvas wants them: read when a chart is made. */
export const themeColour = {
  chart: (name: string, fallback: string): string => variable(`charts-${name}`) || fallback,
  faded: (colour: string): string => `color-mix(in srgb, ${colour} 20%, transparent)`,
  solid: (colour: string): string =>
    `color-mix(in srgb, ${colour} 45%, ${variable('editorWidget-background') || variable('sideBar-background') || 'black'})`,
  axis(): { readonly axis: uPlot.Axis; readonly faint: string } {
    const style = getComputedStyle(document.body);
    const faint = variable('descriptionForeground') || style.color;
    const grid = variable('editorIndentGuide-background1') || variable('widget-border') || faint;
    const axis: uPlot.Axis = {
      stroke: faint,
      font: `10px ${style.getPropertyValue('--vscode-font-family') || 'sans-serif'}`,
      grid: { stroke: `color-mix(in srgb, ${grid} 60%, transparent)`, width: 1 },
      ticks: { show: false },
    };
    return { axis, faint };
  },
} as const;

const variable = (name: string): string => getComputedStyle(document.body).getPropertyValue(`--vscode-${name}`).trim();

/** `12:03:07` of seconds since the epoch, local time. */
export function clock(second: number): string {
  const at = new Date(second * 1_000);
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}

/** "minute", "5 minutes". */
export const minutes = (seconds: number): string => (seconds === 60 ? 'minute' : `${seconds / 60} minutes`);
