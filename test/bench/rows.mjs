/** The rows of the table: what `row` and `metric` of the records are called, in which unit, and with how many decimals. */
export const tableRows = [
  { row: 'idle', metric: 'kept', title: 'idle: requests/s kept', unit: '%', digits: 1, ratio: undefined },
  {
    row: 'idle',
    metric: 'keptCpu',
    title: "idle: requests per CPU second of the app's thread kept",
    unit: '%',
    digits: 2,
  },
  { row: 'idle', metric: 'rss', title: 'idle: resident memory more', unit: 'MB', digits: 1, isLessBetter: true },
  { row: 'start', metric: 'ms', title: 'start of the process', unit: 'ms', digits: 0, isLessBetter: true },
  ...hitRows('condition', 'condition false'),
  ...hitRows('log', 'log'),
  ...hitRows('counter', 'counter'),
  ...hitRows('tictoc', 'tic-toc'),
  ...hitRows('snapshot1', 'snapshot, 1 frame'),
  ...hitRows('snapshot5', 'snapshot, 5 frames'),
  { row: 'kernel', metric: 'kept', title: 'hot kernel, condition false: throughput kept', unit: '%', digits: 2 },
  { row: 'kernel', metric: 'keptWall', title: '… by the clock on the wall', unit: '%', digits: 2 },
  { row: 'kernel', metric: 'after', title: '… after the probe is removed', unit: '%', digits: 1 },
  { row: 'kernel', metric: 'count', title: '… count off by', unit: '%', digits: 1 },
  {
    row: 'kernelAll',
    metric: 'kept',
    title: 'hot kernel, four probes on its line: throughput kept',
    unit: '%',
    digits: 2,
  },
  { row: 'kernelAll', metric: 'keptWall', title: '… by the clock on the wall', unit: '%', digits: 2 },
  { row: 'kernelAll', metric: 'after', title: '… after the probes are removed', unit: '%', digits: 1 },
  { row: 'kernelAll', metric: 'count', title: '… count off by', unit: '%', digits: 1 },
  ...armRows('armSmall', 'small heap'),
  ...armRows('armWarm', 'small heap, with `warmup`'),
  ...armRows('armLarge', '1 GB heap'),
];

function hitRows(row, title) {
  return [
    { row, metric: 'p50', title: `${title}: stands still, p50`, unit: 'µs', digits: 1, isLessBetter: true },
    { row, metric: 'p99', title: '… p99', unit: 'µs', digits: 1, isLessBetter: true },
    { row, metric: 'cpu', title: "… CPU of the app's thread", unit: 'µs', digits: 1, isLessBetter: true },
  ];
}

function armRows(row, heap) {
  return [
    { row, metric: 'first', title: `first arm, ${heap}: stands still`, unit: 'ms', digits: 1, isLessBetter: true },
    { row, metric: 'second', title: '… in another function after it', unit: 'ms', digits: 1, isLessBetter: true },
  ];
}
