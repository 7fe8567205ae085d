/** The measured medians as a Markdown page: time of the app's thread per hit, the work itself subtracted. */
export function benchTable({ rows, variants, results, rounds, nodeVersion }) {
  const title = {
    none: 'nothing',
    hand: 'hand-written line',
    paused: 'plain `Debugger.paused` agent',
    stillframe: 'Stillframe',
  };
  const shown = variants.filter((variant) => variant !== 'none');
  const lines = rows.map((row) => {
    const base = middle(results.get(`${row}/none`));
    const cells = shown.map((variant) => spread(results.get(`${row}/${variant}`), base));
    const ratio = (middle(results.get(`${row}/paused`)) - base) / (middle(results.get(`${row}/stillframe`)) - base);
    return `| ${[row, ...cells, `${ratio.toFixed(1)} ×`].join(' | ')} |`;
  });
  return [
    '# Benchmarks',
    '',
    `Made by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}, Node.js ${nodeVersion}, ${rounds} processes each in shuffled order.`,
    "Microseconds the app's thread spends per hit beyond the work itself: the median of the processes' medians, and in",
    'brackets the lowest and highest of them. Shared, noisy machine: read the ratios, not the absolute times.',
    '',
    'The work: a handler five frames deep with about 200 properties within reach of the probed line, hot before anything is',
    'armed. Snapshots come every 25 ms, the others in bursts of 50. Stillframe ran with its budget lifted to 25 % of a core,',
    'so that nothing was throttled. The plain agent stops, asks V8 for every object by message to depth 3, and resumes; its',
    '"condition false" is V8\'s own breakpoint condition, without any agent.',
    '',
    `| µs per hit | ${shown.map((variant) => title[variant]).join(' | ')} | plain agent ÷ Stillframe |`,
    `| --- | ${shown.map(() => '---').join(' | ')} | --- |`,
    ...lines,
    '',
  ].join('\n');
}

const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
const middle = (numbers) => sorted(numbers)[Math.floor(numbers.length / 2)];
const micros = (value) => (value < 0.05 ? '< 0.1' : value < 10 ? value.toFixed(1) : String(Math.round(value)));

function spread(numbers, base) {
  const all = sorted(numbers).map((number) => number - base);
  return `${micros(middle(all))} (${micros(all[0])}–${micros(all.at(-1))})`;
}
