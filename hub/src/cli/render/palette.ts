/** Colours of a terminal, or none. */
export type Palette = {
  readonly [K in 'bold' | 'faint' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan']: (text: string) => string;
};

const codes = { bold: 1, faint: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const;

export function createPalette(isColoured: boolean): Palette {
  const paint = (code: number) => (text: string) => (isColoured && text !== '' ? `\x1b[${code}m${text}\x1b[0m` : text);
  return {
    bold: paint(codes.bold),
    faint: paint(codes.faint),
    red: paint(codes.red),
    green: paint(codes.green),
    yellow: paint(codes.yellow),
    blue: paint(codes.blue),
    magenta: paint(codes.magenta),
    cyan: paint(codes.cyan),
  };
}
