import { tableRows } from './rows.mjs';
import { sorted } from './statistics.mjs';
import { variants as all } from './variants.mjs';

/** The results as a Markdown page. */
export function reportPage({ results, verdicts, variants, rounds, nodeVersion, missing }) {
  const shown = tableRows.filter(({ row, metric }) => variants.some((variant) => results.all(row, variant, metric)));
  const heads = [...variants.map((variant) => all[variant].title), 'dd-trace ÷ Stillframe'];
  return [
    '# Benchmarks',
    '',
    `Made by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}, Node.js ${nodeVersion}, ${rounds} rounds in shuffled order.`,
    'Medians of the rounds, with the lowest and the highest in brackets. Machines are noisy: read the ratios.',
    ...(missing === undefined ? [] : ['', `**Without the peers:** ${missing}`]),
    '',
    `| | unit | ${heads.join(' | ')} |`,
    `| --- | --- | ${heads.map(() => '---').join(' | ')} |`,
    ...shown.map((row) => `| ${[row.title, row.unit, ...cells(row, variants, results)].join(' | ')} |`),
    '',
    '## What must hold',
    '',
    '| | measured | |',
    '| --- | --- | --- |',
    ...verdicts.map(
      ({ title, text, isMet }) => `| ${title} | ${text} | ${isMet === undefined ? '—' : isMet ? 'yes' : '**no**'} |`,
    ),
    '',
    '## How to read it',
    '',
    ...caveats.map((line) => `- ${line}`),
    '',
  ].join('\n');
}

function cells({ row, metric, digits, isLessBetter }, variants, results) {
  const own = results.median(row, 'stillframe', metric);
  const theirs = results.median(row, 'ddtrace', metric);
  const ratio = isLessBetter && own > 0 && theirs > 0 ? `${(theirs / own).toFixed(1)} ×` : '';
  return [...variants.map((variant) => spread(results, row, variant, metric, digits)), ratio];
}

function spread(results, row, variant, metric, digits) {
  const numbers = results.all(row, variant, metric);
  if (numbers === undefined) return '—';
  const [low, high] = [sorted(numbers)[0], sorted(numbers).at(-1)];
  return `${results.median(row, variant, metric).toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}

const caveats = [
  'The work: a handler five frames deep with about 200 properties within reach of the probed line, hot before anything is armed. All hit rows but the first column say what the probe adds to the same calls in the same process before it was armed; the first column is the work itself.',
  "Stands still: the handler's duration taken inside the app's thread, whoever makes it wait. CPU: the kernel's account of the app's thread alone, whatever it does between the hits included.",
  'Snapshots come every 45 ms, which keeps below the 25 captures a second that dd-trace takes in all; the others in bursts of 50. Its rate a probe is lifted. Each takes what it takes by default: dd-trace the variables of one frame, debug-agent those of five. So the five frames of Stillframe stand against one of dd-trace. Stillframe ran these rows with its budget lifted to 25 % of a core, so that nothing was throttled.',
  'debug-agent is driven at its debugger interface: what it would do to send a capture is not counted. dd-trace talks to a stand-in for its local agent, with nothing but its live debugger on. Counters and tic-tocs on Node.js: neither has any.',
  "The hot kernel: a function of about 17 ns in a loop that lets other work in every 2 ms; throughput against the same process before arming, in time that is the process's own (other processes' use of the core taken out), and by the clock on the wall. Default budgets. The count is compared with the truth at the moment a report arrives.",
  "Where the hot kernel fails: on Node.js 24 a loop like it slows when the debugger is merely enabled, without any breakpoint (not on 20, 22 and 26); and V8 takes 60 µs for each hit, in which thousands of calls of an unhindered loop would fit, so that its count is a lower bound and is shown as 'at least'. A line that is reached by requests has neither.",
  "Where resident memory fails: a thread of Node.js's own takes 9 to 13 MB before it does anything, and the agent's work is on one so that the app's is not. Its code, its connection and their garbage are the rest.",
  'Idle: all servers at once, load in turn in segments of 0.1 s, each compared with the uninstrumented server in the same turn; the first column is a second uninstrumented server. Requests per CPU second are what decides, because they do not see other processes.',
  'Arming: turns of the event loop longer than 1 ms, while a probe is armed and 0.3 s on; in the first column, while nothing is.',
];
