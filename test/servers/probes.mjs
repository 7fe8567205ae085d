import { setTimeout as delay } from 'node:timers/promises';
import { placeOf } from './places.mjs';
import { plainCapture } from './plainCapture.mjs';

const waitSeconds = 30;
const enoughHits = 10;
/** Captures and log lines asked for. */
const wantedHits = 6;

/**
 * Places a probe by the command line, waits for what it brings and checks that. Gives the command as typed, what came of it and
 * what is wrong, if anything. A probe that `refused` names is to be refused, in a sentence that matches.
 */
export async function tryProbe(probe, { modulesDir, stillframe }) {
  const places = [probe.at, probe.to].filter(Boolean).map((at) => placeOf(modulesDir, at));
  const args = [probe.kind, ...places, ...(probe.args ?? [])];
  const result = (came, problem) => ({ kind: probe.kind, command: args.map(quoted).join(' '), came, problem });
  const brings = probe.kind === 'snapshot' || probe.kind === 'log';
  const placed = await stillframe([
    ...args,
    '--json',
    ...(brings ? ['--hits', String(wantedHits), '--rate', '20', `--wait=${waitSeconds}`] : []),
  ]);
  const id = documents(placed).find(({ type }) => type === 'probe')?.probe.id;

  if (placed.code !== 0) {
    const sentence = placed.stderr.trim() || `exit code ${placed.code}`;
    if (probe.refused?.test(sentence)) return result(`refused: ${sentence}`);
    return result('nothing', `${sentence} ${id === undefined ? '' : await why(id, stillframe)}`);
  }
  if (probe.refused !== undefined) return result('accepted', 'was to be refused');
  try {
    return result(await (brings ? broughtBy(probe, placed) : countedBy(probe, id, stillframe)));
  } catch (error) {
    return result('something else', `${error.message} ${await why(id, stillframe)}`);
  }
}

/** Captures or log lines: each is what its check says, but for captures that say they were cut by the time limit; not all are. */
function broughtBy({ kind, check }, placed) {
  const found = documents(placed);
  const captures = found.filter(({ type }) => type === 'capture').map(({ capture }) => plainCapture(capture));
  const texts = found.filter(({ type }) => type === 'log').map(({ log }) => log.text);
  const all = kind === 'log' ? texts : captures;
  if (all.length !== wantedHits) throw new Error(`${all.length} of ${wantedHits} came.`);
  const whole = all.filter((one) => holds(check, one));
  if (whole.length === 0) throw new Error('All captures were cut by the time limit.');
  if (kind === 'log') return `"${whole[0]}"`;
  const [{ frames, watches }] = whole;
  const values = Object.entries(watches).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  const callers = frames.filter(({ variables }) => Object.keys(variables).length > 0).length - 1;
  const cut = all.length - whole.length;
  return [
    `${all.length} captures${frames[0].name === '' ? '' : ` of \`${frames[0].name}\``}`,
    ...(cut === 0 ? [] : [`${cut} of them cut by the time limit`]),
    `${callers} callers with variables`,
    ...values,
  ].join(', ');
}

function holds(check, one) {
  try {
    check(one);
    return true;
  } catch (error) {
    if (one.isCut || (typeof one === 'string' && one.includes('time limit reached'))) return false;
    throw error;
  }
}

/** Numbers: counted often enough, by the groups that the requests are of; a sampled probe may see a group late. */
async function countedBy({ check }, id, stillframe) {
  const deadlineMs = Date.now() + waitSeconds * 1_000;
  for (;;) {
    const [view] = documents(await stillframe(['probes', '--json'])).filter(({ probe }) => probe.id === id);
    const series = (view?.statuses ?? []).flatMap(({ status }) => status.series);
    const groups = Object.fromEntries(series.map(({ key = '', ...numbers }) => [key, numbers]));
    try {
      const count = series.reduce((sum, one) => sum + one.count, 0);
      if (count < enoughHits) throw new Error(`Counted ${count} of ${enoughHits}.`);
      check?.(groups);
      return described(groups);
    } catch (error) {
      if (Date.now() > deadlineMs) throw error;
    }
    await delay(300);
  }
}

function described(groups) {
  const numbers = ([key, { count, sum, min, max }]) =>
    `${key === '' ? '' : `${key}: `}${count}${sum === undefined ? '' : ` (${[min, max].map(brief).join(' to ')})`}`;
  return `counted ${Object.entries(groups).slice(0, 4).map(numbers).join(', ')}`;
}

const brief = (number) => (Number.isInteger(number) ? number : Number(number.toPrecision(3)));

async function why(id, stillframe) {
  const { stdout } = await stillframe(['why', id]);
  return stdout.trim().replaceAll('\n', ' ');
}

export const documents = ({ stdout }) =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

const quoted = (argument) => (/^[\w./:@=-]+$/.test(argument) ? argument : `'${argument}'`);
