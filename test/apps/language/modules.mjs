// ES modules: imports, exports, top-level await.
import fallback, { shared, change as renamed } from './exports.mjs';
import * as everything from './exports.mjs';

export const exported = 'exported@module';
export let live = 'live@first';
const used = 'used@module';
const unused = 'unused@module';
let late = 'late@first';

const waited = await Promise.resolve('waited@module'); // PROBE topLevelAwait
live = 'live@second'; // PROBE topLevel
late = 'late@second';

for (const item of ['item@top']) {
  await null;
  late = `late@${item.length}`; // PROBE topLevelLoop
}

export class Exported {
  value = used; // PROBE exportedField
  static made = exported.length; // PROBE exportedStatic
}

export default function (argument) {
  const local = argument + live + used;
  return local; // PROBE defaultExport
}

export async function importer() {
  renamed('shared@exports');
  const old = shared;
  renamed('shared@changed');
  const shown = shared;
  const dynamic = await import('./exports.mjs');
  return [old, shown, fallback.length, everything.shared, dynamic.shared, late, waited]; // PROBE importer
}

export const arrow = (value) => value + exported + shared; // PROBE moduleArrow

export async function run() {
  const results = [
    await importer(),
    arrow('value@call'),
    new Exported().value,
    unused.length,
    import.meta.url.length > 0,
  ];
  return JSON.stringify(results);
}
